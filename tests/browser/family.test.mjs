// The family's page: three taps to the words for tonight, the crisis page, a safer home, sheets of paper, a year in the
// calendar, slides for an evening. It fetches itself and nothing else, keeps nothing, and works without a network.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { judgedInEveryLook } from "./axe.mjs";
import { button, watch } from "./people.mjs";
import { browser, ground, stack } from "./setting.mjs";

ground();

async function visit({ lang = "zh-Hans", query = "", ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, acceptDownloads: true, ...options });
  const page = await context.newPage();
  const complaints = watch(page);
  const requests = [];
  page.on("request", (request) => requests.push(`${request.method()} ${new URL(request.url()).pathname.replace(/-[0-9a-f]{16}\.|\.[0-9a-f]{16}\./, "-*.")}`));
  await page.goto(`${stack.gateway}/family?lang=${lang}${query}`);
  await page.locator(".offers .room").first().waitFor();
  return { context, page, complaints, requests };
}

const heading = (page, name) => page.getByRole("heading", { level: 1, name, exact: true }).waitFor();

test("three taps to words that can be said tonight, with the numbers first where it cannot wait", async () => {
  const { context, page, complaints } = await visit();
  await page.locator(".offers .room").first().click();
  await button(page, "说不想活了，说自己是拖累").click();
  await button(page, "初中").click();
  await heading(page, "可以这样说");
  assert.ok((await page.locator(".say p").count()) >= 2);
  const call = await page.locator("main .call a").first().getAttribute("href");
  assert.match(call, /^tel:1\d\d$/);
  const order = await page.evaluate(() => document.querySelector("main .call").compareDocumentPosition(document.querySelector(".say")) & Node.DOCUMENT_POSITION_FOLLOWING);
  assert.ok(order, "the numbers stand above the words");
  // It leads on, and back again.
  await button(page, "头十分钟").click();
  await heading(page, "头十分钟");
  await button(page, "← 返回").click();
  await heading(page, "可以这样说");
  await button(page, "换一样看看").click();
  await button(page, "好多天睡不着").click();
  await button(page, "高中、中职、大学").click();
  await heading(page, "可以这样说");
  assert.deepEqual(complaints, []);
  await context.close();
});

test("every tap leads to words, in both languages", async () => {
  for (const lang of ["zh-Hans", "en"]) {
    const { context, page } = await visit({ lang });
    await page.locator(".offers .room").first().click();
    const signs = await page.locator(".option").count();
    assert.ok(signs >= 10);
    for (let sign = 0; sign < signs; sign += 1) {
      for (let stage = 0; stage < 3; stage += 1) {
        await page.locator(".option").nth(sign).click();
        await page.locator(".option").nth(stage).click();
        assert.ok((await page.locator(".say p").count()) >= 2, `${lang} ${sign} ${stage}`);
        await page.locator(".back").first().click();
        await page.locator(".back").first().click();
      }
    }
    await context.close();
  }
});

test("it fetches itself and nothing else, keeps nothing, and works without a network", async () => {
  const { context, page, requests } = await visit();
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForLoadState("networkidle");
  const seen = [...new Set(requests)].sort();
  assert.deepEqual(seen.filter((request) => !/^GET \/(family|family-worker\.js|favicon\.ico|m\/family-\*\.(css|js)|m\/guides\.(zh-Hans|en)-\*\.json)$/.test(request)), []);
  requests.length = 0;
  await context.setOffline(true);
  await page.reload();
  await page.locator(".offers .room").first().click();
  await page.locator(".option").first().click();
  await page.locator(".option").first().click();
  await heading(page, "可以这样说");
  const kept = await page.evaluate(async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, document.cookie, location.hash]);
  assert.deepEqual(kept, [0, 0, 0, "", ""]);
  await context.setOffline(false);
  await context.close();
});

test("a safer home and every sheet fit on one page of A4 each, and the boxes are not kept", async () => {
  for (const lang of ["zh-Hans", "en"]) {
    const { context, page } = await visit({ lang });
    const pages = async () => (await page.pdf({ format: "A4", preferCSSPageSize: true })).toString("latin1").match(/\/Type\s*\/Page[^s]/g).length;
    const rooms = page.locator(".rooms:not(.offers) .room");
    await rooms.first().click();
    await page.locator(".thing input").first().check();
    assert.equal(await pages(), 1, `safe home, ${lang}`);
    await page.locator(".back").first().click();
    await rooms.first().click();
    assert.equal(await page.locator(".thing input").first().isChecked(), false);
    await page.locator(".back").first().click();
    for (const door of lang === "en" ? ["Calling from far away", "Sheets for teachers"] : ["不在身边，怎么打电话", "老师用的纸"]) {
      await rooms.filter({ hasText: door }).click();
      const sheets = await page.locator(".room").count();
      assert.ok(sheets >= 3);
      for (let sheet = 0; sheet < sheets; sheet += 1) {
        await page.locator(".room").nth(sheet).click();
        const name = await page.locator("h1").innerText();
        assert.equal(await pages(), 1, `${name}, ${lang}`);
        await page.locator(".back").first().click();
      }
      await page.locator(".back").first().click();
    }
    await context.close();
  }
});

test("a year goes into the calendar without saying what it is about", async () => {
  const { context, page } = await visit();
  await page.locator(".rooms:not(.offers) .room").nth(1).click();
  await page.locator(".room").nth(3).click();
  await heading(page, "初中");
  assert.equal(await page.locator(".year li").count(), 12);
  await button(page, "放进手机日历").click();
  await page.getByText("先填一个日子。").waitFor();
  await page.locator(".dates input").first().fill("2026-09-01");
  const [saved] = await Promise.all([page.waitForEvent("download"), button(page, "放进手机日历").click()]);
  const text = await readFile(await saved.path(), "utf8");
  assert.ok(text.split("\r\n").every((line) => Buffer.byteLength(line) <= 75));
  assert.ok(text.includes("BEGIN:VEVENT") && text.includes("SUMMARY:家长小课，今天有空看看") && !text.includes("倾听"));
  await context.close();
});

test("slides for an evening: large, by the keys, and without anybody's data", async () => {
  const { context, page } = await visit({ viewport: { width: 1280, height: 720 } });
  await page.locator(".rooms:not(.offers) .room").nth(5).click();
  await button(page, "开始放映").click();
  await heading(page, "今晚，只谈我们自己");
  await page.keyboard.press("ArrowRight");
  await page.getByText("第 2 张，共 12 张").waitFor();
  assert.equal(await page.locator("input").count(), 0);
  const fits = await page.evaluate(() => document.documentElement.scrollHeight <= innerHeight + 1);
  assert.ok(fits, "a slide needs no scrolling");
  await button(page, "结束放映").click();
  await button(page, "开始放映").waitFor();
  await context.close();
});

for (const [lang, width] of [["zh-Hans", 320], ["en", 360]]) {
  test(`every kind of screen: ${lang}, ${width} pixels, large type`, async () => {
    const { context, page } = await visit({ lang, viewport: { width, height: 740 } });
    const found = [];
    const look = async (screen) => {
      found.push(...(await judgedInEveryLook(page, screen)));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (wide > 0) found.push(`${screen}: ${wide} pixels too wide`);
    };
    await page.locator("[data-do=large]").click();
    const rooms = page.locator(".rooms:not(.offers) .room");
    const back = () => page.locator(".back").first().click();
    await look("start");
    await page.locator(".offers .room").first().click();
    await look("signs");
    await page.locator(".option").first().click();
    await look("stages");
    await page.locator(".option").first().click();
    await look("card");
    for (let nth = 0; nth < 3; nth += 1) await back();
    await page.locator(".offers .room").nth(1).click();
    await look("crisis");
    await page.locator("main .room").nth(1).click();
    await look("first ten minutes");
    await back();
    await back();
    await rooms.first().click();
    await look("safe home");
    await back();
    await rooms.nth(1).click();
    await page.locator(".room").first().click();
    await look("year");
    await back();
    await back();
    await rooms.nth(4).click();
    await page.locator(".room").first().click();
    await look("sheet");
    await back();
    await back();
    await rooms.nth(5).click();
    await look("evening");
    await page.locator(".actions .main").click();
    await look("slide");
    assert.deepEqual(found, []);
    await context.close();
  });
}
