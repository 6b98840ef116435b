// The own result goes into the own growth record when the student presses for it, and only then: sealed, seen by nobody else,
// and without a request more than for whoever does not press.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ZERO, answer, begin, button, delivered, open, watch } from "./people.mjs";
import { Diary, SECRET } from "./record.mjs";
import { browser, setting, stack } from "./setting.mjs";

setting({ recorded: true, deskOpen: false });

const KEEP = "放进我的成长档案";
const DONE = "放好了，已经封上。下次打开档案，就能看到它。";
// Eleven points of mood, three of worry: no critical response.
const SHEET = [2, 2, 2, 1, 2, 1, 1, 0, 0, 1, 1, 1, 0, 0, 0, 0];

async function sit(context, { mount = "frame", shared = false, as = "student-15", sheet = SHEET } = {}) {
  const page = await context.newPage();
  const complaints = watch(page);
  const place = await open(page, stack, { as, mount });
  await begin(place, { shared });
  await answer(place, sheet);
  await button(place, "看看我的结果").click();
  if (mount === "frame") await delivered(place);
  return { page, place, complaints };
}

const fresh = () => browser.newContext({ viewport: { width: 360, height: 740 }, acceptDownloads: true });
const taken = async () => (await stack.recorders[1].take()).map(({ method, url }) => `${method} ${url.split("?")[0]}`);
const says = (place, text) => place.getByText(text, { exact: true }).waitFor();

// Everything that lies in the record's database, as text.
const stored = (page) =>
  page.evaluate(async () => {
    if (!(await indexedDB.databases()).some(({ name }) => name === "qinghe-record")) return undefined;
    const request = (asked) => new Promise((resolve, reject) => ((asked.onsuccess = () => resolve(asked.result)), (asked.onerror = () => reject(asked.error))));
    const db = await request(indexedDB.open("qinghe-record"));
    const inbox = await request(db.transaction("inbox").objectStore("inbox").getAll());
    db.close();
    return inbox.map(({ entry }) => ({ length: entry.length, text: new TextDecoder().decode(entry) }));
  });

test("a result is put into a shut record, and the record shows it over time", async () => {
  const context = await fresh();
  const diary = await Diary.visit(context, stack);
  await diary.make();
  await diary.press("锁上");
  const { page, place, complaints } = await sit(context);
  const frame = page.frames().find((one) => one.url().startsWith(stack.gateway));
  assert.deepEqual(await stored(frame), [], "nothing goes in by itself");
  await button(place, KEEP).click();
  await says(place, DONE);
  assert.equal(await button(place, KEEP).count(), 0, "and not twice");
  const [inside, ...more] = await stored(frame);
  assert.deepEqual(more, []);
  assert.equal(inside.length, 15_560, "the smallest of three sizes");
  for (const word of ["phq-9", "情绪", "watch"]) assert.ok(!inside.text.includes(word), `${word} is readable`);
  // Closed and opened again it still knows.
  await button(place, "收起结果").click();
  assert.equal(await place.locator(".keep").count(), 0);
  await button(place, "看看我的结果").click();
  await says(place, DONE);
  assert.deepEqual(complaints, []);
  await page.close();

  await diary.unlock();
  await diary.room("走过的日子");
  await diary.says("情绪、担心和紧张");
  await diary.says("这两周有点吃力");
  for (const name of ["情绪", "担心和紧张"]) await diary.page.locator("figcaption", { hasText: name }).first().waitFor();
  await diary.page.getByText("用文字看").first().click();
  assert.match(await diary.page.locator(".occasion").first().innerText(), /11[\s\S]*有一些/);
  assert.deepEqual(diary.complaints, []);
  await context.close();
});

test("keeping and not keeping make the same requests", async () => {
  const heard = [];
  for (const keeps of [true, false]) {
    const context = await fresh();
    const diary = await Diary.visit(context, stack);
    await diary.make();
    await stack.recorders[0].take();
    const { page, place } = await sit(context);
    await taken();
    if (keeps) {
      await button(place, KEEP).click();
      await says(place, DONE);
    }
    await page.waitForTimeout(1500);
    const now = await taken();
    heard.push([...new Set(now)]);
    const told = (await stack.recorders[0].take()).filter(({ url }) => url === "/psych/heard").map(({ body }) => JSON.parse(body).name);
    assert.deepEqual(told, ["qinghe-ready", "qinghe-finished"], "the portal hears what it always hears");
    await context.close();
  }
  for (const requests of heard) assert.deepEqual(requests.filter((request) => request !== "POST /v1/envelopes"), []);
});

test("of several records one is chosen, and with none the page says how to make one", async () => {
  const context = await fresh();
  const { place } = await sit(context, { sheet: ZERO });
  await button(place, KEEP).click();
  await says(place, "这里还没有你的成长档案。在另一个窗口打开“成长档案”，建一份，再回来按一次。");
  const diary = await Diary.visit(context, stack);
  await diary.make({ name: "小树" });
  await diary.press("锁上");
  await diary.press("再建一份别的档案");
  for (const [field, value] of [["name", "石头"], ["passphrase", SECRET], ["again", SECRET]]) await diary.page.locator(`#${field}`).fill(value);
  await diary.press("建好它");
  await diary.heading("石头");
  await button(place, KEEP).click();
  await place.locator(".keep button").nth(1).waitFor();
  await button(place, "放进“石头”").click();
  await says(place, DONE);
  await diary.press("锁上");
  await diary.page.getByText("石头", { exact: true }).click();
  await diary.page.locator("#passphrase").fill(SECRET);
  await diary.press("打开");
  await diary.heading("石头");
  await diary.page.locator(".room", { hasText: "走过的日子" }).getByText("1 条").waitFor();
  await context.close();
});

test("on a shared computer a result goes only into a record that lies open, and nothing is stored", async () => {
  const context = await fresh();
  const { page, place } = await sit(context, { shared: true });
  await button(place, KEEP).click();
  await place.getByText("公用电脑不存东西。", { exact: false }).waitFor();
  const diary = await Diary.visit(context, stack, { query: "&shared" });
  await diary.press("从空白开始");
  await diary.heading("这是你的档案");
  await button(place, KEEP).click();
  await place.getByText("放好了。它在另一个窗口打开着的档案里", { exact: false }).waitFor();
  await diary.says("刚才的结果已经放进来了。");
  await diary.room("走过的日子");
  await diary.says("这两周有点吃力");
  const frame = page.frames().find((one) => one.url().startsWith(stack.gateway));
  assert.equal(await stored(frame), undefined, "no database was made");
  await context.close();
});

test("inside the portal's own page there is nothing to press", async () => {
  await taken();
  const context = await fresh();
  const { page, place } = await sit(context, { mount: "inline" });
  await place.getByText("这两周有点吃力").waitFor();
  await page.waitForTimeout(800);
  assert.equal(await place.locator(".keep").count(), 0);
  const asked = await taken();
  assert.deepEqual(asked.filter((request) => /keep/.test(request)), []);
  await context.close();
});
