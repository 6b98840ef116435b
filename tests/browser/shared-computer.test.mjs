// After a sitting on a shared computer the whole profile on the disk is searched: for who it was, for the token,
// for the rows, for what was read on the screen. The same search over a personal device's profile must find
// something, and so must it when a leak is planted.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { at, begin, button, choose, element, pastHelp } from "./people.mjs";
import { openProfile } from "./plain-browser.mjs";
import { found, pieces } from "./profile.mjs";
import { Diary } from "./record.mjs";
import { RESULT } from "./sheets.mjs";
import { Lane, wording } from "./watched.mjs";

let lane;
let stack;
let folder;

before(async () => {
  lane = await Lane.open({ slotSeconds: 1 });
  stack = lane.stack;
  await lane.browser.close();
  folder = await mkdtemp(join(tmpdir(), "qinghe-profile-"));
});
after(async () => {
  await lane?.close();
  if (folder) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

const SHEET = [3, 2, 3, 1, 2, 3, 2, 1, 1, 3, 2, 1, 3, 2, 1, 3];

// Keeps what the page holds in memory of the rows: each is copied before it is sealed or kept.
function keepRows() {
  const real = Uint8Array.prototype.slice;
  window.rows = [];
  Uint8Array.prototype.slice = function (...given) {
    const made = real.apply(this, given);
    // Not notices and covers, which are on their way.
    if (made.length > 512 && made.length !== 2048) window.rows.push(made);
    return made;
  };
}

async function sealedRows() {
  const request = (asked) => new Promise((resolve) => (asked.onsuccess = () => resolve(asked.result)));
  const [known] = await indexedDB.databases();
  if (!known) return [];
  const db = await request(indexedDB.open(known.name));
  const rows = await request(db.transaction("rows").objectStore("rows").getAll());
  db.close();
  return rows.map((row) => Array.from(row));
}

const secrets = (token) => {
  const [, payload, signature] = token.split(".");
  const { sub, jti } = JSON.parse(Buffer.from(payload, "base64url"));
  const row = createHash("sha256").update(`${sub}\nmood-and-anxiety`).digest("hex").slice(0, 32);
  return { pseudonym: sub, launch: jti, "token's claims": payload.slice(8, 72), "token's signature": signature, "name of the rows": row };
};

// A sitting from the first page to the result, in a profile of its own; then the browser is closed and the
// profile searched.
async function leave(name, { shared, page: opened = false, stop = false }) {
  const profile = join(folder, name);
  const context = await openProfile(profile);
  const [page] = context.pages();
  await context.addInitScript(keepRows);
  let token;
  if (opened) {
    token = await stack.token("student-15");
    await page.goto(`${stack.gateway}/embed?battery=mood-and-anxiety&lang=zh-Hans#t=${token}`);
  } else {
    await page.goto(`${stack.portal}/login?as=student-15`);
    await page.goto(`${stack.portal}/psych?lang=zh-Hans`);
    token = await page.locator("qinghe-screening").getAttribute("token");
  }
  const place = opened ? page : element(page, "frame");
  await begin(place, { shared });
  for (const [nth, value] of (stop ? SHEET.slice(0, 12) : SHEET).entries()) {
    await choose(place, nth + 1, value);
    if (nth === 8) await pastHelp(place);
  }
  const owner = page.frames().find((frame) => frame.url().startsWith(stack.gateway));
  if (!stop) {
    await button(place, "看看我的结果").click();
    await place.getByText(RESULT.urgent).waitFor();
  } else await at(place, 13);
  const [held, sealed] = [await owner.evaluate(() => [...window.rows.slice(-4), ...(window.planted ? [window.planted] : [])].map((row) => Array.from(row))), await owner.evaluate(sealedRows)];
  await context.close();
  const canaries = secrets(token);
  for (const [nth, row] of held.entries()) Object.assign(canaries, pieces(`row ${nth}`, row));
  // The outbox holds the token, which has canaries of its own.
  for (const [name, piece] of Object.entries(canaries)) if (typeof piece !== "string" && token.includes(Buffer.from(piece).toString("latin1"))) delete canaries[name];
  for (const [nth, row] of sealed.entries()) Object.assign(canaries, pieces(`sealed row ${nth}`, row));
  // What is plain in the portal's and the gateway's own files is on every disk, whoever sat there.
  const everywhere = await lane.plainTexts();
  for (const word of await wording()) if (!everywhere.includes(word)) canaries[`word ${word}`] = word;
  const named = (kind) => Object.keys(canaries).filter((name) => name.startsWith(kind)).length;
  assert.ok(named("row ") > 2 && named("word ") > 15, Object.keys(canaries).join());
  return { ...(await found(profile, canaries)), sealed: sealed.length };
}

test("on a shared computer nothing is found, finished or not", async () => {
  for (const stop of [false, true]) {
    const { hits, files, sealed } = await leave(`shared-${stop}`, { shared: true, stop });
    assert.deepEqual(hits, []);
    assert.equal(sealed, 0);
    assert.ok(files > 50, `${files} files are no profile`);
  }
});

test("on a personal device the sealed rows are found, and nothing in plain form", async () => {
  const { hits, sealed } = await leave("personal", { shared: false, stop: true });
  assert.equal(sealed, 2);
  assert.ok(hits.some((hit) => hit.startsWith("name of the rows")), hits.join("\n"));
  assert.ok(hits.some((hit) => hit.startsWith("sealed row 0")) && hits.some((hit) => hit.startsWith("sealed row 1")), hits.join("\n"));
  assert.deepEqual(hits.filter((hit) => !/^(name of the rows|sealed row)/.test(hit)), []);
});

test("a planted leak is found on a shared computer's disk", async () => {
  await lane.plant(`addEventListener("click", (event) => {
    const option = event.composedPath().find((node) => node.classList?.contains("option"));
    if (option) localStorage.setItem("note", (localStorage.getItem("note") || "") + option.textContent);
    if (!window.rows.length) return;
    window.planted = window.rows.at(-1);
    localStorage.setItem("row", String.fromCharCode(...window.planted));
  }, true);`);
  const { hits } = await leave("planted", { shared: true });
  lane.stack.recorders[1].own.clear();
  for (const kind of ["word ", "row "]) assert.ok(hits.some((hit) => hit.startsWith(kind)), hits.join("\n"));
});

const WRITTEN = ["QHCANARYGOAL把日子过慢一点", "QHCANARYOWNER外婆", "QHCANARYPAGE今天没有人问我"];

// A result into the growth record, a plan and a page of a journal, in a profile of its own; then the browser is closed, with
// the page cleared or without, and the profile searched.
async function keepRecord(name, { shared, wipe }) {
  const profile = join(folder, name);
  const context = await openProfile(profile);
  const diary = await Diary.visit(context, stack, { query: shared ? "&shared" : "" });
  if (shared) {
    await diary.press("从空白开始");
    await diary.heading("这是你的档案");
  } else await diary.make({ name: "QHCANARYNAME" });
  const page = await context.newPage();
  await page.goto(`${stack.portal}/login?as=student-15`);
  await page.goto(`${stack.portal}/psych?lang=zh-Hans`);
  const place = element(page, "frame");
  await begin(place, { shared });
  for (const [nth, value] of SHEET.entries()) {
    await choose(place, nth + 1, value);
    if (nth === 8) await pastHelp(place);
  }
  await button(place, "看看我的结果").click();
  await button(place, "放进我的成长档案").click();
  await place.getByText("放好了", { exact: false }).waitFor();
  await diary.plan({ goal: WRITTEN[0], owner: WRITTEN[1] });
  await diary.journal(WRITTEN[2]);
  const databases = await diary.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  const canaries = Object.fromEntries([...WRITTEN, "QHCANARYNAME", "phq-9"].map((text) => [text, text]));
  if (wipe) {
    await diary.room("用完了");
    await diary.press("清掉这一页");
    await diary.press("还没带走的就没有了，确定清掉");
    await diary.says("清掉了。这台设备上没有这份档案了。");
  }
  await context.close();
  const everywhere = await lane.plainTexts();
  for (const text of Object.keys(canaries)) if (everywhere.includes(text)) delete canaries[text];
  return { ...(await found(profile, canaries)), databases, canaries };
}

test("a growth record on a shared computer leaves nothing, cleared or just closed", async () => {
  for (const wipe of [true, false]) {
    const { hits, files, databases, canaries } = await keepRecord(`record-${wipe}`, { shared: true, wipe });
    assert.ok(!databases.includes("qinghe-record"), "no database was made");
    assert.deepEqual(hits, []);
    assert.ok(files > 50 && Object.keys(canaries).length >= 4);
  }
});

test("on a personal device the record's name is found, and nothing that was written into it", async () => {
  const { hits, databases } = await keepRecord("record-personal", { shared: false, wipe: false });
  assert.ok(databases.includes("qinghe-record"));
  assert.ok(hits.some((hit) => hit.startsWith("QHCANARYNAME")), hits.join("\n"));
  assert.deepEqual(hits.filter((hit) => !hit.startsWith("QHCANARYNAME")), []);
});

// A link keeps its fragment in the history, however soon the page takes it off. SECURITY.md says so.
test("as a page of its own the link stays in the history, and nothing else", async () => {
  const { hits } = await leave("page", { shared: true, page: true });
  assert.ok(hits.some((hit) => hit.startsWith("token's signature: Default/History")), hits.join("\n"));
  assert.deepEqual(hits.filter((hit) => !hit.startsWith("token's ")), []);
});

// The driver loses sight of the frames of a page that comes back from memory, so the browser itself is asked.
async function textInside(context, page) {
  const session = await context.newCDPSession(page);
  const message = { id: 1, method: "Runtime.evaluate", params: { expression: 'document.querySelector("#place").shadowRoot.textContent' } };
  session.on("Target.attachedToTarget", ({ sessionId }) => session.send("Target.sendMessageToTarget", { sessionId, message: JSON.stringify(message) }));
  const said = new Promise((resolve) => session.on("Target.receivedMessageFromTarget", (event) => resolve(JSON.parse(event.message).result.result.value)));
  await session.send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  return said;
}

for (const shared of [true, false]) {
  test(`the Back button brings ${shared ? "nothing back on a shared computer" : "a personal sitting back where it was"}`, async (t) => {
    const token = await stack.token("student-15");
    const body = `<!doctype html><meta charset="utf-8"><script src="${stack.gateway}/qinghe.js"></script>
      <qinghe-screening gateway="${stack.gateway}" battery="mood-and-anxiety" token="${token}" lang="zh-Hans"></qinghe-screening>`;
    for (const path of ["/kept", "/elsewhere"]) stack.recorders[0].own.set(path, { headers: { "content-type": "text/html" }, body: path === "/kept" ? body : "elsewhere" });
    const context = await openProfile(join(folder, `back-${shared}`));
    t.after(() => context.close());
    const [page] = context.pages();
    await page.goto(`${stack.portal}/kept`);
    const place = element(page, "frame");
    await begin(place, { shared });
    await choose(place, 1, 3);
    await at(place, 2);
    await page.evaluate(() => {
      window.readies = 1;
      addEventListener("qinghe-ready", () => (window.readies += 1));
      addEventListener("pageshow", (event) => (window.back = event.persisted));
    });
    await page.goto(`${stack.portal}/elsewhere`);
    await page.goBack({ waitUntil: "commit" });
    await page.waitForFunction(() => window.back === true);
    await page.waitForFunction(() => window.readies > 1);
    const text = await textInside(context, page);
    assert.match(text, shared ? /先看看，谁会看到什么/ : /你上次做到一半/);
    assert.doesNotMatch(text, /第 2 题/);
  });
}
