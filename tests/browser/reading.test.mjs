// What helps children under fourteen to read: pinyin over the characters, larger type, the device's voice. And a page that runs
// from the right.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { speller } from "../../src/element/js/spell.js";
import { judgedInEveryLook } from "./axe.mjs";
import { agree, button, escapeTwice } from "./people.mjs";
import { browser, setting, stack, student } from "./setting.mjs";
import { ROOT } from "./stack.mjs";

setting({ deskOpen: false });

const folder = join(ROOT, "pkg/m");
const name = (await readdir(folder)).find((one) => /^pinyin-\w+\.json$/.test(one));
const table = JSON.parse(await readFile(join(folder, name), "utf8"));

async function child({ battery = "upper-primary", as = "student-11", viewport } = {}) {
  const context = await browser.newContext({ viewport: viewport || { width: 360, height: 740 } });
  const page = await context.newPage();
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(`${stack.gateway}/embed?battery=${battery}&lang=zh-Hans#t=${await stack.token(as, { battery })}`);
  await button(page, "我明白了").waitFor();
  return { context, page, asked };
}

const spelt = (page) => page.locator(".spelt").count();
// What stands under the syllables, and the text that the core has drawn, for everything that is spelt.
const pairs = (page) =>
  page.locator("[data-spelt]").evaluateAll((all) =>
    all.map((own) => {
      const shown = own.querySelector(":scope > .spelt").cloneNode(true);
      shown.querySelectorAll("rt").forEach((rt) => rt.remove());
      return [own.firstChild.data, shown.textContent];
    }),
  );

test("syllables taken away, a text is what it was; and what a word says holds wherever it stands", () => {
  const spell = speller(table);
  const words = Object.keys(table);
  let seed = 7;
  const next = (below) => (seed = (seed * 48271) % 2147483647) % below;
  for (let round = 0; round < 5000; round += 1) {
    const parts = Array.from({ length: next(12) }, () => [words[next(words.length)], "{n}", "，", " PHQ-9 ", "constructor"][next(5)]);
    const said = spell(parts.join(""));
    assert.equal(said.map(([character]) => character).join(""), parts.join(""));
    for (const [character, syllable] of said) assert.equal(/[\u3400-\u9fff]/.test(character), syllable !== undefined, parts.join(""));
  }
  const says = (text) => spell(text).map(([, syllable]) => syllable).join(" ");
  assert.equal(says("睡觉"), "shuì jiào");
  assert.equal(says("觉得"), "jué de");
  assert.equal(says("安静地听"), "ān jìng de tīng");
  assert.equal(says("别的安静地方"), "bié de ān jìng dì fang");
  // 一 and 不 as they are spoken.
  assert.equal(says("再看一看"), "zài kàn yi kàn");
  assert.equal(says("一起找一位"), "yì qǐ zhǎo yí wèi");
  assert.equal(says("不要再等"), "bú yào zài děng");
  assert.equal(says("坐立不安"), "zuò lì bù ān");
  assert.equal(says("先歇一会儿"), "xiān xiē yí huì r");
});

test("pinyin: one file when it is asked for, over items, options and help, heard once, and gone again", async () => {
  const { context, page, asked } = await child();
  const files = () => asked.filter((path) => path.includes("/pinyin-"));
  const pinyin = button(page, "拼音");
  await pinyin.waitFor();
  assert.deepEqual([await spelt(page), files().length], [0, 0]);
  await pinyin.click();
  await page.locator(".spelt").first().waitFor();
  await button(page, "我明白了").click();
  await agree(page).click();
  // The name of a heading is what a screen reader says: the characters, once.
  await page.getByRole("heading", { name: "我感觉快乐、心情舒畅", exact: true }).waitFor();
  await page.locator("h1 .spelt").waitFor();
  assert.equal(await page.locator("h1 rt").allTextContents().then((all) => all.join(" ")), "wǒ gǎn jué kuài lè xīn qíng shū chàng");
  assert.equal(await page.locator(".option .spelt").count(), await page.locator(".option").count());
  for (const [drawn, shown] of await pairs(page)) assert.equal(shown, drawn);
  await page.locator(".option .spelt").first().click();
  await page.getByRole("heading", { name: "我感觉宁静和放松", exact: true }).waitFor();
  await page.locator("h1 rt", { hasText: "níng" }).waitFor();
  await button(page, "我现在需要帮助").click();
  await page.locator(".help .spelt").first().waitFor();
  for (const [drawn, shown] of await pairs(page)) assert.equal(shown, drawn);
  await button(page, "回到刚才那一页").click();
  await button(page, "English").click();
  await button(page, "Larger").waitFor();
  assert.equal(await spelt(page), 0);
  await button(page, "中文").click();
  await page.locator("h1 .spelt").waitFor();
  await pinyin.click();
  assert.deepEqual([await spelt(page), await page.locator("[data-spelt]").count()], [0, 0]);
  assert.equal(files().length, 1);
  await page.goto("about:blank");
  await page.goto(`${stack.gateway}/embed?battery=upper-primary&lang=zh-Hans#t=${await stack.token("student-11", { battery: "upper-primary" })}`);
  await pinyin.waitFor();
  assert.equal(await pinyin.getAttribute("aria-pressed"), "false", "kept for the visit only");
  await context.close();
});

test("pinyin and larger type have no finding and nothing to scroll sideways", async () => {
  const { context, page } = await child({ viewport: { width: 320, height: 640 } });
  await button(page, "拼音").click();
  await button(page, "大字").click();
  for (const [screen, next] of [["who sees what", button(page, "我明白了")], ["consent", agree(page)], ["item", page.locator(".option").first()]]) {
    await page.locator(".spelt").first().waitFor();
    await page.waitForTimeout(300);
    assert.deepEqual(await judgedInEveryLook(page, screen), []);
    assert.ok(await page.evaluate(() => document.scrollingElement.scrollWidth <= innerWidth));
    await next.click();
  }
  await context.close();
});

test("the voice of the device reads what is asked and what can be chosen, and stops when the item changes", async () => {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
  await context.addInitScript(() => {
    // No voice is installed here, so the voice is a note of what would be said.
    window.said = [];
    window.SpeechSynthesisUtterance = function (text) { this.text = text; };
    const speak = ({ text, voice }) => window.said.push([text, voice.localService]);
    const getVoices = () => [{ lang: "zh-CN", localService: false }, { lang: "zh-CN", localService: true }];
    Object.defineProperty(window, "speechSynthesis", { value: { getVoices, speak, cancel: () => window.said.push("still") } });
  });
  const page = await context.newPage();
  await page.goto(`${stack.gateway}/embed?battery=upper-primary&lang=zh-Hans#t=${await stack.token("student-11", { battery: "upper-primary" })}`);
  await button(page, "我明白了").click();
  await agree(page).click();
  await button(page, "拼音").click();
  await page.locator("h1 .spelt").waitFor();
  await button(page, "念给我听").click();
  const [still, [text, own]] = await page.evaluate(() => window.said);
  assert.deepEqual([still, own], ["still", true]);
  assert.match(text, /^请在下面五个句子.*状态。\n我感觉快乐、心情舒畅\n所有时间\n.*\n从未有过$/s);
  await page.locator(".option").first().click();
  await page.waitForFunction(() => window.said.length === 3);
  assert.equal(await page.evaluate(() => window.said.at(-1)), "still");
  await context.close();
});

test("whoever is fourteen is offered none of it, and no page says that it was there", async () => {
  const { context, page } = await student();
  await page.goto(`${stack.gateway}/embed?battery=mood-and-anxiety&lang=zh-Hans#t=${await stack.token("student-15")}`);
  await button(page, "我明白了").waitFor();
  await page.waitForLoadState("networkidle");
  assert.equal(await page.locator(".reading").count(), 0);
  await context.close();
  const young = await child();
  await button(young.page, "拼音").click();
  await young.page.locator(".spelt").first().waitFor();
  await escapeTwice(young.page);
  await young.page.getByRole("heading", { name: "今天的安排" }).waitFor();
  assert.deepEqual([await young.page.locator(".reading").count(), await spelt(young.page)], [0, 0]);
  await young.context.close();
});

test("a page that runs from the right is the mirror of the other", async () => {
  const { context, page } = await child({ as: "student-15", battery: "mood-and-anxiety", viewport: { width: 320, height: 640 } });
  const places = () =>
    page.locator(".bar > *, .sees div").evaluateAll((all) => all.map((one) => {
      const { left, right } = one.getBoundingClientRect();
      const { borderLeftWidth, borderRightWidth, paddingLeft, paddingRight } = getComputedStyle(one);
      return [[left, borderLeftWidth, paddingLeft], [right, borderRightWidth, paddingRight]];
    }));
  const before = await places();
  await page.evaluate(() => (document.documentElement.dir = "rtl"));
  const width = await page.evaluate(() => document.documentElement.clientWidth);
  const mirrored = (await places()).map(([[left, ...a], [right, ...b]]) => [[width - right, ...b], [width - left, ...a]]);
  const rounded = (all) => all.map((both) => both.map(([at, ...rest]) => [Math.round(at), ...rest]));
  assert.deepEqual(rounded(mirrored), rounded(before));
  assert.ok(await page.evaluate(() => document.scrollingElement.scrollWidth <= innerWidth));
  await context.close();
});
