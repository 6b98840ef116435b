// What axe cannot see: room for a finger, a window of 320 by 256 pixels (1280 by 1024 at 400 %), text alone at 200 %, and a page
// that runs from the right. One walk over the screens for each screen size, every setting at each stop.
import assert from "node:assert/strict";
import { test } from "node:test";
import { faults, small, unreachable } from "./layout.mjs";
import { agree, button } from "./people.mjs";
import { browser, setting, stack } from "./setting.mjs";

setting({ deskOpen: false });

const PHONE = { width: 360, height: 740 };
const ZOOMED = { width: 320, height: 256 };
const TABLET = { width: 640, height: 800 };

// Text alone, as by a browser's own setting, and the element's base with it, which is given in pixels.
async function larger(page, on) {
  const protocol = await page.context().newCDPSession(page);
  await protocol.send("Page.setFontSizes", { fontSizes: { standard: on ? 32 : 16 } });
  await protocol.detach();
  await page.evaluate((on) => {
    const root = document.querySelector("#place").shadowRoot;
    window.twice ||= new CSSStyleSheet();
    window.twice.replaceSync(on ? ".app { font-size: 34px !important; }" : "");
    if (!root.adoptedStyleSheets.includes(window.twice)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, window.twice];
  }, on);
}

const direction = (page, dir) => page.evaluate((dir) => (document.documentElement.dir = dir), dir);

// Where the accents of the start side stand, as distances from that side.
const sides = (page) =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const right = document.documentElement.dir === "rtl";
    const found = document.querySelector("#place").shadowRoot.querySelectorAll(".mark, .help-now, .leave, .number, .tick input, .sees div, .lines strong, .sent dt, .delivery");
    return Array.from(found).filter((node) => node.checkVisibility()).map((node) => {
      const box = node.getBoundingClientRect();
      const style = getComputedStyle(node);
      const border = right ? style.borderRightWidth : style.borderLeftWidth;
      return `${node.className || node.nodeName} ${Math.round(right ? width - box.right : box.left)} ${border}`;
    });
  });

// All that is looked at on one screen, which is the same afterwards. A finger is on a phone; who zooms has a mouse, and gets larger
// numbers to read. Text is made larger on both.
const DEVICES = {
  "on a phone: fingers, text at 200 %, from the right": {
    options: { viewport: PHONE, isMobile: true, hasTouch: true },
    settings: async (page, note) => {
      note("finger", [...(await faults(page)), ...(await small(page))]);
      await fromTheRight(page, note);
      await twice(page, note);
    },
  },
  "on a desk: 400 %, text at 200 %, from the right": {
    options: { viewport: TABLET },
    settings: async (page, note) => {
      await fromTheRight(page, note);
      await twice(page, note);
      await page.setViewportSize(ZOOMED);
      note("400 %", [...(await faults(page)), ...(await unreachable(page))]);
      await page.setViewportSize(TABLET);
    },
  },
};

async function fromTheRight(page, note) {
  const before = await sides(page);
  assert.ok(before.length >= 2, "nothing has a side");
  await direction(page, "rtl");
  note("from the right", await faults(page));
  const after = await sides(page);
  if (before.join("|") !== after.join("|")) note("from the right", [`${before.join("|")} became ${after.join("|")}`]);
  await direction(page, "");
}

async function twice(page, note) {
  const height = () => page.evaluate(() => document.querySelector("#place").shadowRoot.querySelector("h1").getBoundingClientRect().height);
  const before = await height();
  await larger(page, true);
  assert.ok((await height()) >= 1.9 * before, "the text is not larger");
  note("200 % text", [...(await faults(page)), ...(await unreachable(page))]);
  await larger(page, false);
}

// The screens by what they hold, in whichever language.
async function walk(page, look) {
  const main = () => page.locator(".actions .main").first().click();
  await page.locator(".picture").waitFor();
  await look("who sees what");
  await main();
  await page.locator(".tick").first().waitFor();
  await look("consent");
  await main();
  for (let position = 1; position <= 8; position += 1) {
    await page.locator(`progress[value="${position}"]`).waitFor();
    // The first has no way back, the second has.
    if (position <= 2) await look(`item ${position}`);
    await page.locator(".option").nth(2).click();
  }
  await page.locator('progress[value="9"]').waitFor();
  await page.locator(".option").nth(1).click();
  await page.locator(".help .delivery").waitFor();
  await look("help card");
  await page.locator(".help .main").click();
  await look("company");
  await page.locator(".help .option").nth(1).click();
  await look("an adult");
  await page.locator(".help .main").click();
  await page.locator(".help .option").nth(2).click();
  await page.locator(".help summary").click();
  await look("what it is about");
  await page.locator(".help .main").click();
  await look("wishes");
  await page.locator(".help .main").click();
  await look("wishes noted");
  await page.locator(".help .close .other").click();
  for (let position = 10; position <= 16; position += 1) {
    await page.locator(`progress[value="${position}"]`).waitFor();
    await page.locator(".option").first().click();
  }
  await page.locator(".actions .main").click();
  await page.locator(".sent").waitFor();
  await look("result");
}

const noting = (found, screen) => (kind, wrong) => found.push(...wrong.map((one) => `${screen}, ${kind}: ${one}`));

for (const [device, { options, settings }] of Object.entries(DEVICES)) {
  for (const lang of ["zh-Hans", "en"]) {
    test(`every screen has room ${device}: ${lang}`, async (t) => {
      const context = await browser.newContext(options);
      t.after(() => context.close());
      const page = await context.newPage();
      await page.goto(`${stack.gateway}/embed?battery=mood-and-anxiety&lang=${lang}#t=${await stack.token("student-15")}`);
      const found = [];
      await walk(page, (screen) => settings(page, noting(found, screen)));
      assert.deepEqual(found, []);
    });
  }

  test(`so have a child's screens with pinyin and larger type ${device}`, async (t) => {
    const context = await browser.newContext(options);
    t.after(() => context.close());
    const page = await context.newPage();
    const battery = "upper-primary";
    await page.goto(`${stack.gateway}/embed?battery=${battery}&lang=zh-Hans#t=${await stack.token("student-11", { battery })}`);
    const found = [];
    await button(page, "拼音").click();
    await button(page, "大字").click();
    const steps = [
      ["who sees what", ".main", () => button(page, "我明白了").click()],
      ["consent", ".tick", () => agree(page).click()],
      ["item", ".option", () => button(page, "我现在需要帮助").click()],
      ["help card", ".help", () => {}],
    ];
    for (const [screen, holds, go] of steps) {
      await page.locator(`${holds} .spelt`).first().waitFor();
      await settings(page, noting(found, screen));
      await go();
    }
    assert.deepEqual(found, []);
  });
}
