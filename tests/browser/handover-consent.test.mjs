// Whose yes a handover needs, how it travels with the student, and what the next school's desk says of it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { draw, png } from "./carried.mjs";
import { FACTS, heading, press, say, visit } from "./consent.mjs";
import { Desk } from "./desk.mjs";
import { answer, begin, button, delivered, launch, open, watch } from "./people.mjs";
import { Diary } from "./record.mjs";
import { Stack } from "./stack.mjs";

let old;
let next;
let browser;
const desks = {};
before(async () => {
  [old, next] = [await Stack.start({ keeps: true, more: FACTS }), await Stack.start()];
  browser = await launch();
  desks.old = await Desk.setUp(browser, old);
  desks.next = await Desk.setUp(browser, next, { name: "钟老师" });
});
after(async () => {
  await browser?.close();
  await Promise.all([old?.stop(), next?.stop()]);
});

const HAVE = "同意单在这里：青山湖实验学校给的";
const says = (page, text) => page.getByText(text, { exact: false }).first().waitFor();

// The slip as a guardian's screen shows it.
async function slip(as, go, refused = []) {
  const context = await browser.newContext({ viewport: { width: 390, height: 780 } });
  const page = await context.newPage();
  const complaints = watch(page);
  await visit(page, old, as, { name: "可心" });
  await go(page);
  const got = { picture: undefined, text: undefined };
  if (await page.locator(".permit").count()) {
    got.picture = await page.locator(".qr").screenshot();
    got.text = await page.locator(".permit code").innerText();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
  }
  // A browser tells its console of every refusal.
  assert.deepEqual(complaints, refused);
  await context.close();
  return got;
}

const keyOf = async (desk) => {
  await desk.page.bringToFront();
  await desk.go("转来的档案");
  return (await desk.page.locator(".age-key").first().innerText()).trim();
};

// Seals the plan to a school; gives the file.
async function seal(diary, key) {
  for (const [field, value] of [["from", "青禾小学"], ["to", "青禾中学"], ["school-key", key]]) await diary.page.locator(`#${field}`).fill(value);
  await diary.press("封好，交接");
  await diary.heading("封好了");
  const [download] = await Promise.all([diary.page.waitForEvent("download"), diary.press("存概要文件")]);
  await diary.press("← 返回");
  return download.path();
}

async function opened(desk, path) {
  await desk.page.bringToFront();
  await desk.page.locator("#summary").setInputFiles(path);
  await desk.page.locator(".permit").waitFor();
  const told = await desk.page.locator(".permit").innerText();
  await button(desk.page, "看完了，合上").click();
  return told;
}

test("under fourteen a guardian's yes has to be there: it comes as a slip, stays in the record, and the next school sees it", async () => {
  await say(old, "parent", { screening: true });
  // Whoever has not said yes to this finds no slip.
  const none = await slip("parent", async (page) => {
    await heading(page, "您现在的选择");
    assert.equal(await button(page, "给孩子的同意单").count(), 0);
  });
  assert.equal(none.text, undefined);
  await say(old, "parent", { handover: true });
  const yes = await slip("parent", async (page) => {
    await heading(page, "您现在的选择");
    await press(page, "给孩子的同意单");
    await heading(page, "给孩子的同意单");
  });
  assert.match(yes.text, /^QHP1:/);

  const keys = { old: await keyOf(desks.old), next: await keyOf(desks.next) };
  const diary = await Diary.visit(browser, old);
  await diary.make();
  await diary.plan();
  const asked = [];
  diary.page.on("request", (request) => /^https?:/.test(request.url()) && asked.push(request.url()));
  await diary.room("交给下一个学校");
  await diary.press("不满 14 岁");
  await diary.heading("还差家长的一句“愿意”");
  assert.equal(await diary.page.locator("#school-key").count(), 0);
  // A copy for oneself needs nobody.
  await button(diary.page, "带走一份").waitFor();
  for (const [text, why] of [
    ["随便写的", "这不是同意单上的码"],
    [yes.text.slice(0, -3), "这张同意单对不上"],
    [yes.text.slice(0, -6) + (yes.text.at(-6) === "A" ? "B" : "A") + yes.text.slice(-5), "这张同意单对不上"],
  ]) {
    await diary.page.locator("#permit").fill(text);
    await diary.press("放进来");
    await says(diary.page, why);
    assert.equal(await diary.page.locator("#school-key").count(), 0);
  }
  const photo = (buffer) => diary.page.locator(".missing input[type=file]").setInputFiles({ name: "slip.png", mimeType: "image/png", buffer });
  await photo(png(draw("https://example.org")));
  await says(diary.page, "这不是同意单上的码");
  await photo(yes.picture);
  await says(diary.page, HAVE);
  const theirs = await seal(diary, keys.next);
  // It stays in the record: nobody is asked a second time, after a reload either.
  await diary.page.reload();
  await diary.unlock();
  await diary.room("交给下一个学校");
  await says(diary.page, HAVE);
  assert.equal(await button(diary.page, "不满 14 岁").count(), 0);
  const ours = await seal(diary, keys.old);
  assert.deepEqual(asked.filter((url) => !/\/(m\/|record)/.test(new URL(url).pathname)), [], "the record asks nobody");

  const here = await opened(desks.old, ours);
  assert.ok(here.includes("青山湖实验学校") && here.includes("签名核对过了"), here);
  const there = await opened(desks.next, theirs);
  assert.ok(there.includes("青山湖实验学校") && there.includes("签名在这里核对不了"), there);
  assert.deepEqual(diary.complaints, []);
  await diary.context.close();

  // The other guardian's no ends it: no new slip, and nobody is told whose no it was.
  await say(old, "parent-2", { handover: false });
  const refused = ["console: Failed to load resource: the server responded with a status of 403 (Forbidden)"];
  const after = await slip(
    "parent",
    async (page) => {
      await press(page, "给孩子的同意单");
      await says(page, "这张单子现在还给不出来");
    },
    refused,
  );
  assert.equal(after.text, undefined);
});

test("from fourteen on the student decides alone, and a file without a slip says so", async () => {
  const diary = await Diary.visit(browser, next);
  await diary.make();
  await diary.plan();
  await diary.room("交给下一个学校");
  assert.equal(await diary.page.locator("#school-key").count(), 0);
  await diary.press("14 到 17 岁");
  await says(diary.page, "也跟家里说一声");
  const path = await seal(diary, await keyOf(desks.next));
  assert.ok((await opened(desks.next, path)).includes("没有附同意单"));
  await diary.context.close();
});

test("a yes that the gateway keeps goes into the record with the result", async () => {
  await say(old, "parent-15", { screening: true });
  await say(old, "student-15", { handover: true });
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, acceptDownloads: true });
  const diary = await Diary.visit(context, old);
  await diary.make();
  await diary.press("锁上");
  const page = await context.newPage();
  const place = await open(page, old);
  await begin(place);
  await answer(place, [2, 2, 2, 1, 2, 1, 1, 0, 0, 1, 1, 1, 0, 0, 0, 0]);
  await button(place, "看看我的结果").click();
  await delivered(place);
  await button(place, "放进我的成长档案").click();
  await place.getByText("放好了，已经封上。下次打开档案，就能看到它。", { exact: true }).waitFor();
  await page.close();
  await diary.page.bringToFront();
  await diary.unlock();
  await diary.room("走过的日子");
  await diary.says("情绪、担心和紧张");
  await diary.press("← 返回");
  await diary.room("交给下一个学校");
  await says(diary.page, HAVE);
  await diary.page.locator("#school-key").waitFor();
  assert.deepEqual(diary.complaints, []);
  await context.close();
});
