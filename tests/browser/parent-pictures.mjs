// Pictures of a parent's report, screen by screen, and of what the desk makes of it. usage: node parent-pictures.mjs FOLDER
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { FACTS, Stack, say } from "./consent.mjs";
import { Desk } from "./desk.mjs";
import { answer, begin, button, launch, open } from "./people.mjs";

const folder = process.argv[2] || "target/pictures";
await mkdir(folder, { recursive: true });
const stack = await Stack.start({ keeps: true, more: FACTS });
const browser = await launch();
const desk = await Desk.setUp(browser, stack);
const SIZES = { phone: { width: 360, height: 740 }, desktop: { width: 1100, height: 800 } };
const SAYS = {
  "zh-Hans": { next: "我明白了", agree: "好，开始吧", show: "看看结果", on: "下一步", back: "我看过了，接着往下", keep: "不用了，就这样" },
  en: { next: "I see", agree: "Yes, let's begin", show: "Show the result", on: "Next", back: "I have read this, go on", keep: "No, keep them" },
};
await say(stack, "parent-15", { screening: true, "parent-report": true });
await say(stack, "parent", { screening: true, "parent-report": true });

async function take({ size, colorScheme, lang, heard, own, as = "parent-15" }) {
  const context = await browser.newContext({ viewport: SIZES[size], colorScheme, deviceScaleFactor: size === "phone" ? 2 : 1 });
  const page = await context.newPage();
  const says = SAYS[lang];
  const shoot = async (name) => {
    // After an item has come in.
    await page.waitForTimeout(600);
    await page.screenshot({ path: join(folder, `${size}-${colorScheme}-${lang}-${name}.png`), fullPage: true });
  };
  await page.goto(`${stack.gateway}/embed?battery=parent-report&lang=${lang}#t=${await stack.token(as, { battery: "parent-report" })}`);
  await button(page, says.next).waitFor();
  await shoot("1-sees");
  await button(page, says.next).click();
  await shoot("2-agree");
  await button(page, says.agree).click();
  for (let nth = 1; nth <= 31; nth += 1) {
    await page.waitForFunction((at) => document.querySelector("#place").shadowRoot.querySelector("progress")?.value === at, nth);
    if (nth === 18) await shoot("3-changes");
    if (nth === 22) await shoot("4-words");
    if (nth === 23) await shoot("6-own");
    await page.locator(".option").nth(nth === 22 ? (heard ? 1 : 0) : nth > 22 ? own : 0).click();
    if (nth === 22 && heard) {
      await button(page, says.on).waitFor();
      await shoot("5-card");
      await button(page, says.on).click();
      await shoot("5-tell");
      await button(page, says.back).click();
    }
  }
  const hurried = button(page, says.keep);
  await hurried.or(button(page, says.show)).waitFor();
  if (await hurried.count()) await hurried.click();
  await button(page, says.show).click();
  await page.waitForTimeout(1500);
  await shoot("7-result");
  await context.close();
}

await take({ size: "phone", colorScheme: "light", lang: "zh-Hans", heard: true, own: 3 });
await take({ size: "phone", colorScheme: "dark", lang: "en", heard: true, own: 0, as: "parent" });
await take({ size: "phone", colorScheme: "dark", lang: "zh-Hans", heard: true, own: 1 });
await take({ size: "phone", colorScheme: "light", lang: "en", heard: true, own: 1, as: "parent" });
await take({ size: "desktop", colorScheme: "light", lang: "en", heard: false, own: 1, as: "parent" });
await take({ size: "desktop", colorScheme: "dark", lang: "zh-Hans", heard: false, own: 1 });
await desk.page.waitForTimeout(1000);
const child = await browser.newContext({ viewport: SIZES.phone });
const page = await child.newPage();
const place = await open(page, stack, { as: "student-15" });
await begin(place);
await answer(place, [2, 2, 2, 2, 2, 2, 2, 2, 0, 2, 2, 2, 2, 2, 2, 2]);
await desk.page.waitForTimeout(2000);
await desk.clear();
for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ["light", "dark"]) {
    await desk.page.setViewportSize(viewport);
    await desk.page.emulateMedia({ colorScheme });
    await desk.page.screenshot({ path: join(folder, `desk-${size}-${colorScheme}.png`), fullPage: true });
  }
}
await browser.close();
await stack.stop();
