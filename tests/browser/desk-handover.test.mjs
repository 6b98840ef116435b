// A student changes schools: two files from the growth record to the next school's desk, which opens the summary first and the
// history for a stated reason, with codes that both sides compare. Files never leave the desk's browser; its gateway's log
// hears who opened what. A wrong key, another file and an altered one are refused in kind words.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { ageKey } from "./age.mjs";
import { Desk } from "./desk.mjs";
import { button, launch } from "./people.mjs";
import { Diary, result } from "./record.mjs";
import { Stack } from "./stack.mjs";

let old;
let next;
let browser;
let desk;
let folder;
before(async () => {
  // Two schools, each with a gateway of its own.
  [old, next] = [await Stack.start(), await Stack.start({ recorded: true })];
  browser = await launch();
  desk = await Desk.setUp(browser, next, { name: "钟老师" });
  folder = await mkdtemp(join(tmpdir(), "qinghe-handover-"));
});
after(async () => {
  await browser?.close();
  await Promise.all([old?.stop(), next?.stop()]);
  if (folder) await rm(folder, { recursive: true, force: true });
});

const says = (page, text) => page.getByText(text, { exact: false }).first().waitFor();
const digits = async (place) => (await place.innerText()).trim();

// The student seals what was picked to `key`; gives the code and where the files lie.
async function hand(diary, name, key, { more = [], to = "青禾中学" } = {}) {
  const { page } = diary;
  await diary.room("交给下一个学校");
  await diary.press("14 到 17 岁");
  for (const pick of more) await page.locator(`#${pick}`).check();
  await page.locator("#from").fill("青禾小学");
  await page.locator("#to").fill(to);
  await page.locator("#school-key").fill(key);
  await diary.says(`最后六个字母：${key.slice(-6)}`);
  await diary.press("封好，交接");
  await diary.heading("封好了");
  const code = await digits(page.locator(".big-code"));
  const save = async (label, part) => {
    const [download] = await Promise.all([page.waitForEvent("download"), diary.press(label)]);
    assert.match(download.suggestedFilename(), new RegExp(`${part}\\.age$`));
    const path = join(folder, `${name}-${part}.age`);
    await writeFile(path, await readFile(await download.path()));
    return path;
  };
  const summary = await save("存概要文件", "summary");
  const history = more.length ? await save("存经过文件", "history") : undefined;
  await diary.press("← 返回");
  return { code, summary, history };
}

const choose = (path) => desk.page.locator("#summary").setInputFiles(path);
// Not `take`: the desk always waits for news, so something is always under way.
const sent = () => {
  const all = next.recorders[1].seen.splice(0);
  return all.filter(({ method }) => method !== "GET").map(({ method, url, body }) => [method, url, JSON.parse(String(body))]);
};

test("a student's plans arrive at the next school, and both sides can tell", async () => {
  await desk.go("转来的档案");
  const key = await digits(desk.page.locator(".start .step .age-key"));
  assert.match(key, /^age1[a-z0-9]{58}$/);
  await says(desk.page, `最后六个字母：${key.slice(-6)}`);

  const diary = await Diary.visit(browser, old);
  await diary.make();
  await diary.plan();
  await diary.journal("这一页只给自己看。");
  await diary.append(result(3));
  await diary.press("锁上");
  await diary.unlock();
  const given = await hand(diary, "mine", key, { more: ["journal", "results"] });
  const foreign = await hand(diary, "foreign", ageKey().recipient, { to: "山那边的中学" });
  const other = await hand(diary, "other", key, { more: ["journal"], to: "河对岸的中学" });

  // What is refused, and how.
  sent();
  await choose(foreign.summary);
  await says(desk.page, `这份文件不是封给这里的。请和同学对一下钥匙的最后六个字母（这里是 ${key.slice(-6)}）`);
  await choose(given.history);
  await says(desk.page, "这是经过文件。请先打开概要文件");
  const altered = await readFile(given.summary);
  altered[altered.length - 100] ^= 1;
  await writeFile(join(folder, "altered-summary.age"), altered);
  await choose(join(folder, "altered-summary.age"));
  await says(desk.page, "这份文件不完整，或者在路上改动过，所以不打开。");
  await writeFile(join(folder, "letter.age"), "Dear Ms Zhong");
  await choose(join(folder, "letter.age"));
  await says(desk.page, "这不是交接的文件。");
  assert.deepEqual(sent(), [], "what does not open is no news");

  // Without the log nothing opens.
  await desk.page.route("**/desk/api/handovers", (route) => route.abort());
  await choose(given.summary);
  await says(desk.page, "服务器没有记下这一次打开，所以先没有打开。");
  assert.equal(await desk.page.getByText("十点半前睡").count(), 0);
  await desk.page.unroute("**/desk/api/handovers");
  desk.complaints.length = 0;

  // The summary.
  await choose(given.summary);
  await desk.page.getByRole("heading", { name: /^青禾小学 → 青禾中学，\d{4}-\d\d-\d\d$/ }).waitFor();
  const receipts = desk.page.locator(".receipt .digits");
  assert.equal(await digits(receipts.nth(0)), given.code, "the same code at both ends");
  await says(desk.page, "这周有三天十点半前睡");
  await says(desk.page, "有点吃力");
  for (const inside of ["这一页只给自己看。", "有一些"]) assert.equal(await desk.page.getByText(inside).count(), 0, `${inside} is of the history`);
  const received = await digits(receipts.nth(1));

  // The history: a reason, its own file, and the log before the page.
  const ask = () => button(desk.page, "记下理由，打开经过").click();
  await ask();
  await says(desk.page, "请选一个理由。");
  await desk.page.getByLabel("要一起定计划或支持").check();
  await desk.page.locator("#reason-text").fill("好");
  await ask();
  await says(desk.page, "请用一句话写明，至少四个字。");
  await desk.page.locator("#reason-text").fill("第一次面谈前先了解");
  await desk.page.locator("#history").setInputFiles(other.history);
  await says(desk.page, "这份经过不属于这份概要，或者改动过。");
  await ask();
  await says(desk.page, "请选经过文件");
  await desk.page.locator("#history").setInputFiles(given.history);
  await says(desk.page, "已选：mine-history.age");
  await ask();
  await says(desk.page, "这一页只给自己看。");
  await says(desk.page, "打开的理由：要一起定计划或支持（第一次面谈前先了解）");
  const opened = await digits(receipts.nth(2));

  // The gateway heard two short lines, and neither a file nor a word of anybody.
  const told = sent();
  assert.deepEqual(told.map(([method, url, { part, reason }]) => [method, url, part, reason]), [
    ["POST", "/desk/api/handovers", "summary", undefined],
    ["POST", "/desk/api/handovers", "history", "planning"],
  ]);
  for (const [, , body] of told) assert.deepEqual(Object.keys(body).filter((name) => !["part", "reason", "id"].includes(name)), []);
  assert.equal(told[0][2].id, told[1][2].id);
  const subject = Buffer.from(told[0][2].id, "base64url").toString("hex");
  await desk.go("同事");
  await button(desk.page, "显示操作记录").click();
  await says(desk.page, `钟老师 · open handover history, planning ${subject}`);
  await says(desk.page, `钟老师 · open handover summary ${subject}`);

  // The student checks what the next school reads out.
  await diary.room("交给下一个学校");
  const card = diary.page.locator(".cards .card", { hasText: "青禾中学" });
  for (const [code, answer] of [[received, "收到了：新学校已经打开了概要。"], [opened, "新学校打开了经过。"], ["12345678", "这个码对不上这一次交接。"]]) {
    await card.locator("input").fill(code.replace(" ", ""));
    await button(card, "对一下").click();
    await card.getByText(answer, { exact: false }).waitFor();
  }
  assert.deepEqual([diary.complaints, desk.complaints], [[], []]);
  await diary.context.close();
});

test("the sheet for the student has the key and nothing else on it", async () => {
  await desk.go("转来的档案");
  await desk.page.emulateMedia({ media: "print" });
  const sheet = desk.page.locator(".start .paper");
  await sheet.waitFor();
  const text = await sheet.innerText();
  assert.match(text, /age1[a-z0-9]{58}/);
  for (const hidden of [".bar", ".tabs", ".status", ".start > .step", ".wide > h1"]) assert.equal(await desk.page.locator(hidden).first().isVisible(), false, hidden);
  await desk.page.emulateMedia({ media: "screen" });
  assert.equal(await sheet.isVisible(), false);
});

test("locked, the desk forgets what was open", async () => {
  const diary = await Diary.visit(browser, old);
  await diary.make();
  await diary.plan({ goal: "每周跑两次步" });
  const key = await digits(desk.page.locator(".start .step .age-key"));
  const { summary } = await hand(diary, "second", key);
  await choose(summary);
  await says(desk.page, "每周跑两次步");
  await says(desk.page, "同学没有带经过文件。");
  await button(desk.page, "锁上").click();
  await desk.page.locator("#passphrase").waitFor();
  assert.equal(await desk.page.getByText("每周跑两次步").count(), 0);
  await desk.signIn();
  await desk.live();
  await desk.go("转来的档案");
  assert.equal(await desk.page.getByText("每周跑两次步").count(), 0);
  await diary.context.close();
});
