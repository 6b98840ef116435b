// WCAG 2.2 AA, as far as a machine can tell: axe-core over every screen of the element, the portal's page
// around it and the desk, light, dark and in high contrast.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { judgedInEveryLook } from "./axe.mjs";
import { ZERO, answer, at, begin, button, choose } from "./people.mjs";
import { browser, desk, setting, stack } from "./setting.mjs";
import { until } from "./until.mjs";

setting();

let found = [];
beforeEach(() => (found = []));
afterEach(() => assert.deepEqual(found, []));

// Nothing moves, or is about to, but what never ends: the desk has a mark that breathes.
const still = () => {
  const moving = [document, document.querySelector("#place")?.shadowRoot].flatMap((root) => root?.getAnimations() || []);
  return moving.every(({ playState, effect }) => playState === "finished" || effect.getTiming().iterations === Infinity);
};

// All findings of a journey come at once.
async function check(page, screen) {
  await until(() => page.evaluate(still), 30, `${screen} comes to rest`);
  found.push(...(await judgedInEveryLook(page, screen)));
}

test("every screen of the element", async () => {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  const enter = async (token) => {
    await page.goto("about:blank");
    await page.goto(`${stack.gateway}/embed?battery=mood-and-anxiety&lang=zh-Hans#t=${token}`);
  };
  await enter(await stack.token("student-15"));
  await button(page, "我明白了").waitFor();
  await check(page, "who sees what");
  await button(page, "我现在需要帮助").click();
  await check(page, "help, before agreeing");
  await button(page, "回到刚才那一页").click();
  await button(page, "我明白了").click();
  await check(page, "consent");
  await button(page, "今天先不做").click();
  await check(page, "not today");
  await enter(await stack.token("student-15"));
  await begin(page);
  await at(page, 1);
  await check(page, "item");
  for (let position = 1; position <= 8; position += 1) await choose(page, position, 2);
  await choose(page, 9, 1);
  await page.locator(".help").waitFor();
  await check(page, "help card");
  await button(page, "下一步").click();
  await check(page, "company");
  await button(page, "没有人").click();
  await check(page, "an adult");
  await button(page, "大人在我身边了").click();
  await button(page, "学校里的大人伤害我").click();
  await check(page, "what it is about");
  await button(page, "下一步").click();
  await button(page, "课间").click();
  await check(page, "wishes");
  await button(page, "就这样告诉老师").click();
  await check(page, "wishes noted");
  await button(page, "我看过了，接着往下").click();
  for (let position = 10; position <= 16; position += 1) await choose(page, position, 0);
  await button(page, "看看我的结果").click();
  // What comes behind the first load stands below it.
  await page.locator(".keep").waitFor();
  await check(page, "result");
  await button(page, "我现在需要帮助").click();
  await button(page, "离开这一页").click();
  await check(page, "a neutral page");
  await context.clock.install();
  await enter(await stack.token("student-16", { sub: "shared-axe-journey" }));
  await begin(page, { shared: true });
  await at(page, 1);
  await context.clock.fastForward("01:01");
  await check(page, "a rest");
  await context.clock.fastForward("03:40");
  await check(page, "a warning");
  await context.clock.fastForward("00:21");
  await check(page, "cleared");
  await enter(await stack.token("student-15", { sub: "young-axe-journey", age: "13", consent: "shown" }));
  await begin(page);
  for (let position = 1; position <= 9; position += 1) await choose(page, position, position === 9 ? 1 : 0);
  await page.locator(".big").waitFor();
  await page.locator(".reading").waitFor();
  await check(page, "help card under fourteen");
  await enter("nonsense");
  await page.locator("#plain [lang=zh-Hans] [data-for=token]").waitFor();
  await check(page, "a refused start");
  await context.close();
});

test("portal and desk", async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(`${stack.portal}/login`);
  await check(page, "login");
  for (const [as, path] of [["student-15", "/psych"], ["parent", "/family"], ["teacher", "/class"], ["counsellor", "/register"]]) {
    await page.goto(`${stack.portal}/login?as=${as}`);
    await page.goto(stack.portal + path);
    await check(page, path);
  }
  await page.goto(`${stack.gateway}/embed?battery=mood-and-anxiety&lang=zh-Hans#t=${await stack.token("student-16")}`);
  await begin(page);
  await answer(page, ZERO.with(8, 1));
  await page.goto(`${stack.gateway}/desk`);
  await page.locator("input[autocomplete=current-password]").waitFor();
  await check(page, "locked desk");
  await desk.urgent();
  await check(desk.page, "desk");
  await context.close();
});

test("what only one look shows is found in that look, and what changes its colour slowly is judged as it will be", async () => {
  const page = await browser.newPage();
  await page.setContent(`<!doctype html><html lang="en"><title>Planted</title><style>
    html { color-scheme: light dark } p { transition: color 9s }
    @media (prefers-color-scheme: light) { .light { color: #ddd } }
    @media (prefers-color-scheme: dark) and (forced-colors: none) { body { background: #111 } p { color: #eee } .dark { color: #333 } }
    @media (forced-colors: active) { .contrast { forced-color-adjust: none; background: #fff; color: #eee } }
  </style><main><h1>Three</h1><p class="light">one</p><p class="dark">two</p><p class="contrast">three</p></main></html>`);
  const said = await judgedInEveryLook(page, "planted");
  assert.deepEqual(said.map((line) => line.split(":", 1)[0]), ["planted, light", "planted, dark", "planted, high-contrast"], said.join("\n"));
  ["light", "dark", "contrast"].forEach((kind, nth) => assert.match(said[nth], new RegExp(`color-contrast .* at \\.${kind}:`)));
  await page.close();
});
