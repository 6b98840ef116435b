// Nothing lost, nothing twice, nothing claimed that is not so: real browsers, a real gateway, and what goes wrong
// between them. What arrived is counted at the desk's own interface.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { promisify } from "node:util";
import { Desk } from "./desk.mjs";
import { at, begin, button, choose, delivered } from "./people.mjs";
import { browser, desk as first, setting, stack, student } from "./setting.mjs";
import { ROOT } from "./stack.mjs";
import { until } from "./until.mjs";

setting();

const GO_ON = "我看过了，接着往下";
let desk;
let authorization;
let nth = 0;
let sub;
let journey;

const listen = (page) =>
  page.on("request", (request) => {
    if (request.url().includes("/desk/api/notices")) authorization = request.headers().authorization || authorization;
  });

beforeEach(async () => {
  if (!desk) {
    desk = first;
    listen(desk.page);
  }
  sub = `d${String((nth += 1)).padStart(7, "0")}-journey`;
  journey = await student();
});
afterEach(() => journey.context.close());

async function enter(page, { battery = "mood-and-anxiety", ...overrides } = {}) {
  const token = await stack.token("student-15", { sub, battery, ...overrides });
  await page.goto("about:blank");
  await page.goto(`${stack.gateway}/embed?battery=${battery}&lang=zh-Hans#t=${token}`);
}

// Eight items, then the one whose response calls for a person.
async function toCard(page, { last = () => {} } = {}) {
  await begin(page);
  for (let position = 1; position <= 8; position += 1) await choose(page, position, 0);
  await at(page, 9);
  await last();
  await choose(page, 9, 2);
  await page.getByRole("heading", { name: "谢谢你如实告诉我们" }).waitFor();
}

async function toEnd(page) {
  await button(page, GO_ON).first().click();
  for (let position = 10; position <= 16; position += 1) await choose(page, position, 0);
  await page.getByRole("heading", { name: "做完了，谢谢你" }).waitFor();
}

// Where the message is stands on the own result; the last page is the same for everybody.
const openResult = (page) => button(page, "看看我的结果").click();

const says = (page, words, timeout = 30000) => page.locator(".delivery").getByText(words).first().waitFor({ timeout });

// Every notice of this journey's student, by the desk's own interface.
async function stored() {
  const found = [];
  for (let cursor = 0, more = true; more; ) {
    const answer = await fetch(`http://127.0.0.1:${stack.gatewayPort}/desk/api/notices?after=${cursor}`, {
      headers: { authorization },
      signal: AbortSignal.timeout(2000),
    }).then((given) => given.json(), () => ({ notices: [] }));
    found.push(...answer.notices.filter(({ pseudonym }) => pseudonym === sub));
    more = answer.notices.length > 0;
    cursor = answer.cursor;
  }
  return found;
}

// Waits for so many notices, and then a while for one too many.
async function arrives(urgent, normal = 0) {
  const count = async () => {
    const rows = await stored();
    return [rows.filter((row) => row.urgency === "urgent").length, rows.filter((row) => row.urgency === "normal").length];
  };
  const there = async () => {
    const [calls, others] = await count();
    return calls >= urgent && others >= normal;
  };
  await until(there);
  await new Promise((resolve) => setTimeout(resolve, 3000));
  assert.deepEqual(await count(), [urgent, normal], "each exactly once");
}

// What the page says while nothing can have arrived.
async function saysNothingArrived(page) {
  const said = await page.locator(".delivery").allInnerTexts();
  assert.ok(!said.some((words) => /已经送到|已经看到/.test(words)), said.join());
}

async function restartGateway() {
  await stack.startGateway();
  await desk.unlockAgain();
}

test("offline at the response and back: call and end arrive once each, and nothing is claimed before", async () => {
  const { context, page } = journey;
  await enter(page);
  await toCard(page, { last: () => context.setOffline(true) });
  await says(page, "消息还没有送出去");
  await saysNothingArrived(page);
  await context.setOffline(false);
  await delivered(page);
  await toEnd(page);
  await arrives(2);
});

test("the gateway is killed in the middle of a sitting and comes back: once each", async () => {
  const { page } = journey;
  await enter(page);
  await toCard(page, { last: () => stack.stopGateway("SIGKILL") });
  await toEnd(page);
  await openResult(page);
  await says(page, "消息还没有送出去");
  await saysNothingArrived(page);
  await restartGateway();
  await delivered(page);
  await arrives(2);
});

test("storage refused: the page says that it must stay open, and delivers from memory", async () => {
  const { page } = journey;
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException("denied", "SecurityError");
    };
  });
  await enter(page);
  await toCard(page, { last: () => stack.stopGateway("SIGKILL") });
  await says(page, "这台设备存不下来");
  await toEnd(page);
  await page.getByText("请先别关这一页").waitFor();
  await restartGateway();
  await page.getByText("现在可以关掉这一页了").waitFor({ timeout: 60000 });
  await openResult(page);
  await delivered(page);
  await arrives(2);
});

test("storage is full from the second row on: nothing is called saved, and it arrives", async () => {
  const { page } = journey;
  await page.addInitScript(() => {
    const put = IDBObjectStore.prototype.put;
    let rows = 0;
    IDBObjectStore.prototype.put = function (value, key) {
      if (String(key).endsWith(":outbox") && (rows += 1) > 1) throw new DOMException("full", "QuotaExceededError");
      return put.call(this, value, key);
    };
  });
  await enter(page);
  await toCard(page, { last: () => stack.stopGateway("SIGKILL") });
  await says(page, "这台设备存不下来");
  await restartGateway();
  await delivered(page);
  await arrives(1);
});

test("the site's data are cleared under the page: it says so, and writes anew", async () => {
  const { context, page } = journey;
  await enter(page);
  await toCard(page, { last: () => stack.stopGateway("SIGKILL") });
  const session = await context.newCDPSession(page);
  await session.send("Storage.clearDataForOrigin", { origin: stack.gateway, storageTypes: "indexeddb" });
  await restartGateway();
  await delivered(page);
  await arrives(1);
});

test("an outbox that can no longer be opened: no later page believes what the session beside it says was told", async () => {
  const { page } = journey;
  await enter(page);
  await toCard(page, { last: () => stack.stopGateway("SIGKILL") });
  await page.evaluate(async () => {
    const result = (asked) => new Promise((done) => (asked.onsuccess = () => done(asked.result)));
    const rows = (await result(indexedDB.open("qinghe"))).transaction("rows", "readwrite").objectStore("rows");
    const name = (await result(rows.getAllKeys())).find((key) => key.endsWith(":outbox"));
    const row = await result(rows.get(name));
    row[row.length - 1] ^= 1;
    await result(rows.put(row, name));
  });
  // Open, it would write its row anew as soon as it heard of the gateway.
  await page.goto("about:blank");
  await restartGateway();
  await enter(page);
  await button(page, "我明白了").waitFor();
  // This one's outbox is kept, and no session of its own: between the two lies a moment.
  await page.evaluate(() => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (row, key) {
      if (key.endsWith(":session")) throw new DOMException("full", "QuotaExceededError");
      return put.call(this, row, key);
    };
  });
  await begin(page);
  await at(page, 1);
  await page.waitForTimeout(500);
  await enter(page);
  await button(page, "我明白了").waitFor();
});

test("a private window that is closed forgets, and the next one begins from the beginning", async () => {
  const { context, page } = journey;
  await enter(page);
  await begin(page);
  await choose(page, 1, 3);
  await at(page, 2);
  await context.close();
  journey = await student();
  await enter(journey.page);
  await button(journey.page, "我明白了").waitFor();
});

test("what waited travels with the next launch, when its own has expired", async () => {
  const { page } = journey;
  // Two seconds left, and the tolerance of two minutes used up: never taken before it is too late.
  await enter(page, { exp: "-119" });
  await toCard(page, { last: () => stack.stopGateway("SIGKILL") });
  await toEnd(page);
  await page.waitForTimeout(1500);
  await restartGateway();
  await enter(page);
  await arrives(2);
  const rows = await stored();
  assert.equal(new Set(rows.map((row) => row.sitting)).size, 1, "of the sitting in which they were made");
});

test("another battery of the same student takes along what waited", async () => {
  const { page } = journey;
  await enter(page);
  await toCard(page, { last: () => stack.stopGateway("SIGKILL") });
  await page.goto("about:blank");
  await restartGateway();
  await enter(page, { battery: "two-step" });
  await button(page, "我明白了").waitFor();
  await arrives(1);
});

test("a new version of the battery takes along what the old one left", async () => {
  const { page } = journey;
  await enter(page);
  await toCard(page, { last: () => stack.stopGateway("SIGKILL") });
  await page.goto("about:blank");
  await restartGateway();
  const body = await newerPack();
  await page.route(/mood-and-anxiety\.zh-Hans\..*\.pack$/, (route) => route.fulfill({ body }));
  await enter(page);
  await button(page, "我明白了").waitFor();
  await arrives(1);
});

test("two pages of one sitting: what both of them make arrives once", async () => {
  const { context, page } = journey;
  await enter(page);
  await begin(page);
  for (let position = 1; position <= 8; position += 1) await choose(page, position, 0);
  await at(page, 9);
  const other = await context.newPage();
  await enter(other);
  await other.getByText("你上次做到一半").waitFor();
  await button(other, "好，开始吧").click();
  await choose(page, 9, 2);
  await delivered(page);
  await choose(other, 9, 2);
  await delivered(other);
  await toEnd(other);
  await openResult(other);
  await delivered(other);
  await toEnd(page);
  await openResult(page);
  await delivered(page);
  await arrives(2);
});

test("the page that is closed at once leaves its call to the next", async () => {
  const { page } = journey;
  await enter(page);
  await toCard(page, { last: () => stack.stopGateway("SIGKILL") });
  await page.goto("about:blank");
  await restartGateway();
  await enter(page);
  await arrives(1);
});

// Last, because the centre is another one behind it.
test("the centre has another key: everything is sealed anew and arrives at the new desk", async () => {
  const { page } = journey;
  await enter(page);
  await toCard(page, { last: () => stack.stopGateway("SIGKILL") });
  const data = join(stack.data, "gateway");
  const database = (await readdir(data)).filter((name) => /\.(db|sqlite)/.test(name));
  assert.ok(database.length > 0);
  await Promise.all(database.map((name) => rm(join(data, name))));
  await stack.startGateway();
  await saysNothingArrived(page);
  await desk.context.close();
  desk = await Desk.setUp(browser, stack);
  listen(desk.page);
  await desk.page.reload();
  await desk.unlockAgain();
  // It has been refused for a while, so its slots have slowed down.
  await says(page, "消息已经送到学校心理中心", 90000);
  await arrives(1);
});

// The shipped battery with the next version's number, from the real compiler.
async function newerPack() {
  const work = await mkdtemp(join(tmpdir(), "qinghe-newer-"));
  for (const room of ["batteries", "scales", "regions", "locales"]) await cp(join(ROOT, room), join(work, room), { recursive: true });
  const battery = join(work, "batteries/mood-and-anxiety/battery.toml");
  await writeFile(battery, (await readFile(battery, "utf8")).replace('version = "1.0.0"', 'version = "1.1.0"'));
  await promisify(execFile)(process.env.QINGHE_CLI, ["pack", "--out", join(work, "out"), work]);
  const name = (await readdir(join(work, "out"))).find((file) => file.startsWith("mood-and-anxiety.zh-Hans."));
  const body = await readFile(join(work, "out", name));
  await rm(work, { recursive: true });
  return body;
}
