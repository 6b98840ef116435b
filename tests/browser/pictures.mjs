// Photographs every screen: phone and desktop, light and dark, both languages.
// `cargo xtask pictures --out FOLDER`
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Desk } from "./desk.mjs";
import { button, launch, open } from "./people.mjs";
import { Stack } from "./stack.mjs";

const [folder] = process.argv.slice(2);
const SIZES = { phone: { width: 360, height: 740 }, desktop: { width: 1280, height: 800 } };
const WORDS = {
  "zh-Hans": { next: "我明白了", agree: "好，开始吧", goOn: "我看过了，接着往下", show: "看看我的结果", help: "我现在需要帮助", keep: "不用了，就这样", later: "今天先不做", end: "做完了，谢谢你" },
  en: { next: "I see", agree: "Yes, let's begin", goOn: "I have read this, go on", show: "Show my result", help: "I need help now", keep: "No, keep them", later: "Not today", end: "All done, thank you" },
};

await mkdir(folder, { recursive: true });
const stack = await Stack.start();
const browser = await launch();
try {
  const desk = await Desk.setUp(browser, stack);
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ["light", "dark"]) {
      for (const lang of Object.keys(WORDS)) {
        await student({ size, viewport, colorScheme, lang });
        await helpCard({ size, viewport, colorScheme, lang });
      }
      await rooms({ size, viewport, colorScheme }, desk);
    }
  }
} finally {
  await browser.close();
  await stack.stop();
}

// Every screen of the element, as a page of its own, so that the picture is the element and nothing else.
async function student({ size, viewport, colorScheme, lang }) {
  const context = await browser.newContext({ viewport, colorScheme, deviceScaleFactor: size === "phone" ? 2 : 1, hasTouch: size === "phone", isMobile: size === "phone" });
  const page = await context.newPage();
  const words = WORDS[lang];
  const take = async (name) => shoot(page, `${name}-${size}-${colorScheme}-${lang}`);
  const fresh = async () => {
    await page.goto("about:blank");
    await page.goto(`${stack.gateway}/embed?battery=mood-and-anxiety&lang=${lang}#t=${await stack.token("student-15")}`);
    await button(page, words.next).waitFor();
  };
  await fresh();
  await take("1-sees");
  await button(page, words.help).click();
  await take("2-help-before");
  await page.locator(".help .close .other").click();
  await button(page, words.next).click();
  await take("3-consent");
  await button(page, words.later).click();
  await take("4-declined");
  await fresh();
  await button(page, words.next).click();
  await button(page, words.agree).click();
  await page.locator(".option").nth(3).waitFor();
  await page.waitForTimeout(400);
  await take("5-item");
  for (let position = 1; position <= 8; position += 1) await step(page, position, 2);
  await step(page, 9, 1);
  await page.waitForTimeout(2500);
  await take("6-help-noticed");
  await button(page, words.goOn).click();
  for (let position = 10; position <= 16; position += 1) await step(page, position, 1);
  await page.getByRole("heading", { name: words.end }).waitFor();
  await take("7-end");
  await button(page, words.show).click();
  await page.waitForTimeout(2500);
  await take("8-result");
  await page.goto("about:blank");
  await page.goto(`${stack.gateway}/embed?battery=mood-and-anxiety&lang=${lang}#t=nonsense`);
  await page.locator("#plain p[data-for=token]").locator("visible=true").first().waitFor();
  await take("9-fault");
  await page.goto("about:blank");
  const junior = await stack.token("student-13", { battery: "junior", consent: "shown" });
  await page.goto(`${stack.gateway}/embed?battery=junior&lang=${lang}#t=${junior}`);
  await button(page, words.next).click();
  await page.locator(".actions .main").click();
  for (let position = 1; position <= 39; position += 1) await step(page, position, 0);
  await button(page, words.keep).waitFor();
  await take("10-again");
  await context.close();
}

// The help card, page by page, found by what stands where and not by its words.
async function helpCard({ size, viewport, colorScheme, lang }) {
  const context = await browser.newContext({ viewport, colorScheme, deviceScaleFactor: size === "phone" ? 2 : 1, hasTouch: size === "phone", isMobile: size === "phone" });
  const page = await context.newPage();
  const take = async (name) => shoot(page, `h-${name}-${size}-${colorScheme}-${lang}`);
  const press = (where) => page.locator(where).click();
  const enter = async (overrides = {}) => {
    await page.goto("about:blank");
    await page.goto(`${stack.gateway}/embed?battery=mood-and-anxiety&lang=${lang}#t=${await stack.token("student-15", overrides)}`);
    await page.locator(".picture").waitFor();
  };
  const toItem9 = async () => {
    await press(".actions .main");
    await press(".actions .main");
    for (let position = 1; position <= 9; position += 1) await step(page, position, position === 9 ? 1 : 0);
    await page.locator(".help").waitFor();
  };
  await enter();
  await toItem9();
  await press(".help .actions .main");
  await take("1-company");
  await press(".options .option >> nth=1");
  await take("2-adult");
  await press(".help .actions .main");
  await take("3-about");
  await press(".options .option >> nth=2");
  await take("4-about-staff");
  await press(".options .option >> nth=0");
  await press(".help .actions .main");
  await press(".chip >> nth=1");
  await press(".chip >> nth=4");
  await press(".chip >> nth=10");
  await page.locator(".name input").fill("小雨");
  await take("5-wishes");
  await press(".help .actions .main");
  await page.waitForTimeout(2500);
  await take("6-sent");
  await press(".leave");
  await take("7-left");
  await enter({ anonymous: "1", sub: "anonymous-0123456789" });
  await take("8-sees-anonymous");
  await toItem9();
  await press(".help .actions .main");
  await press(".below .quiet >> nth=1");
  await take("9-tell-anonymous");
  await press(".pair .main");
  await take("10-name-anonymous");
  await enter({ age: "13", consent: "shown", sub: "young-0123456789" });
  await toItem9();
  await take("11-young");
  await press(".big");
  await take("12-young-adult");
  await enter({ sub: "offline-0123456789" });
  await press(".actions .main");
  await press(".actions .main");
  await step(page, 1, 0);
  await context.setOffline(true);
  for (let position = 2; position <= 9; position += 1) await step(page, position, position === 9 ? 1 : 0);
  await page.locator(".help .delivery + .actions .other").waitFor({ timeout: 60000 });
  await press(".help .delivery + .actions .other");
  await page.waitForTimeout(500);
  await take("13-offline");
  await context.close();
}

async function step(page, position, value) {
  await page.waitForFunction((n) => document.querySelector("#place").shadowRoot.querySelector("progress")?.value === n, position);
  await page.locator(".option").nth(value).click();
}

// The portal's pages and the desk.
async function rooms({ size, viewport, colorScheme }, desk) {
  const context = await browser.newContext({ viewport, colorScheme });
  const page = await context.newPage();
  const take = async (name) => shoot(page, `${name}-${size}-${colorScheme}`);
  await page.goto(`${stack.portal}/login`);
  await take("p-login");
  const place = await open(page, stack, {});
  await button(place, "我明白了").waitFor();
  await take("p-psych");
  for (const [as, path] of [["student-15", "/"], ["parent", "/family"], ["teacher", "/class"], ["counsellor", "/register"], ["student-15", "/received"]]) {
    await page.goto(`${stack.portal}/login?as=${as}`);
    await page.goto(stack.portal + path);
    await take(`p-${as}${path.replace("/", "-")}`);
  }
  await page.goto(`${stack.gateway}/desk`);
  await page.locator("input[autocomplete=current-password]").waitFor();
  await take("d-unlock");
  await context.close();
  await desk.page.setViewportSize(viewport);
  await desk.page.emulateMedia({ colorScheme });
  await desk.page.waitForTimeout(300);
  await shoot(desk.page, `d-live-${size}-${colorScheme}`);
}

async function shoot(page, name) {
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
