// The growth record: made, shut and opened; what comes in while it is shut; taken along, brought in, handed over, wiped;
// and on a shared computer nothing stays. Other programs open what leaves (`rage`).
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, readdir, rm, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { chromium } from "playwright-core";
import { ageKey } from "./age.mjs";
import { FLAGS, WHOLE, escapeTwice } from "./people.mjs";
import { DIGITS, Diary, SECRET, result } from "./record.mjs";
import { browser, ground, stack } from "./setting.mjs";
import { manifest } from "./stack.mjs";

const run = promisify(execFile);
ground();

const visit = (options) => Diary.visit(browser, stack, options);
async function end(diary) {
  assert.deepEqual(diary.complaints, []);
  await diary.context.close();
}

// Everything that the page's database holds, as text and bytes.
const stored = (page) =>
  page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name);
    if (!names.includes("qinghe-record")) return undefined;
    const request = (asked) => new Promise((resolve, reject) => ((asked.onsuccess = () => resolve(asked.result)), (asked.onerror = () => reject(asked.error))));
    const db = await request(indexedDB.open("qinghe-record"));
    const all = {};
    for (const name of db.objectStoreNames) all[name] = await request(db.transaction(name).objectStore(name).getAll());
    db.close();
    return {
      rows: all.rows.map(({ row, revision }) => ({ revision, length: row.length, text: new TextDecoder().decode(row) })),
      keys: all.keys.map((key) => key.extractable),
      inbox: all.inbox.map(({ entry }) => ({ length: entry.length, text: new TextDecoder().decode(entry) })),
    };
  });

test("a record is made, shut, and opened again with its passphrase and its digits", async () => {
  const diary = await visit();
  await diary.make({ pin: DIGITS });
  await diary.plan();
  await diary.press("锁上");
  await diary.page.reload();
  await diary.unlock("没有人知道的一句话", null);
  await diary.page.getByText("这个口令打不开它。慢慢来，再试一次。").first().waitFor();
  await diary.unlock(SECRET);
  await diary.room("我的计划");
  await diary.says("这周有三天十点半前睡");
  await diary.page.reload();
  await diary.unlock(DIGITS);
  const { rows, keys } = await stored(diary.page);
  assert.equal(rows.length, 1);
  assert.deepEqual(keys, [false], "the device key cannot be read");
  for (const secret of ["十点半", "妈妈", DIGITS]) assert.ok(!rows[0].text.includes(secret));
  await end(diary);
});

test("digits run out, and the passphrase still opens", async () => {
  const diary = await visit();
  await diary.page.clock.install();
  await diary.make({ pin: DIGITS });
  await diary.page.reload();
  const waits = [];
  for (let wrong = 1; wrong <= 10; wrong += 1) {
    await diary.unlock("204681", null);
    for (;;) {
      const said = diary.page.locator(".wrong").filter({ hasText: /还可以试|请等|已经作废/ }).first();
      await said.waitFor();
      const text = await said.innerText();
      const seconds = /请等 (\d+) 秒/.exec(text);
      if (!seconds) break;
      waits.push(Number(seconds[1]));
      await diary.page.clock.fastForward(waits.at(-1) * 1000);
      // A reload gives no try back.
      await diary.page.reload();
      await diary.unlock("204681", null);
    }
  }
  assert.ok(waits.length >= 5 && waits[0] > 20 && waits.at(-1) > 3000, String(waits));
  await diary.page.getByText("六位数字已经作废了。", { exact: false }).first().waitFor();
  assert.deepEqual((await stored(diary.page)).keys, []);
  await diary.page.reload();
  assert.equal(await diary.page.getByText("用六位数字打开").count(), 0);
  await diary.unlock(SECRET);
  await end(diary);
});

test("a result is put into a shut record without its PIN, and is there when it is opened", async () => {
  const diary = await visit();
  await diary.make();
  await diary.press("锁上");
  assert.deepEqual(await diary.append(result(1, { day: 20600, value: 17 })), ["小树"]);
  assert.deepEqual(await diary.append(result(2, { day: 20690, value: 9 })), ["小树"]);
  const { inbox } = await stored(diary.page);
  assert.equal(inbox.length, 2);
  assert.equal(inbox[0].length, inbox[1].length);
  for (const { text } of inbox) assert.ok(!text.includes("情绪") && !text.includes("watch"));
  await diary.page.reload();
  await diary.unlock();
  await diary.room("走过的日子");
  assert.equal(await diary.page.locator(".chart .point").count(), 2);
  assert.equal(await diary.page.locator(".chart .ring").count(), 1, "8 points less are more than noise");
  await diary.page.getByText("用文字看").click();
  await diary.says("比上次好，变化超过了误差");
  assert.deepEqual((await stored(diary.page)).inbox, [], "taken in, and gone from the inbox");
  // The same sitting again changes nothing.
  await diary.append(result(2, { day: 20690, value: 9 }));
  await diary.page.reload();
  await diary.unlock();
  await diary.room("走过的日子");
  assert.equal(await diary.page.locator(".chart .point").count(), 2);
  const wrong = await diary.append({ ...result(3), scores: [{ ...result(3).scores[0], value: 99 }] }).catch(({ message }) => message);
  assert.match(wrong, /scores\[0\].*outside its scale/);
  await end(diary);
});

test("a copy is opened by another program, and brought in with a preview", async () => {
  const diary = await visit();
  await diary.make();
  await diary.plan();
  await diary.journal("今天下雨，操场没人。");
  const { words, file, name } = await diary.copy();
  assert.match(name, /^record-\d{4}-\d\d-\d\d\.age$/);
  assert.equal(words.length, 6);
  const folder = await mkdtemp(join(tmpdir(), "qinghe-record-"));
  await writeFile(join(folder, "record.age"), await readFile(file));
  await onTerminal(`-d -o plain record.age`, words.join("-"), folder);
  const plain = await readFile(join(folder, "plain"));
  assert.equal(plain.subarray(0, 3).toString(), "QHR");
  assert.ok(plain.includes(Buffer.from("操场没人")));

  // In another browser: nothing is there, so what comes in becomes a record.
  const other = await visit();
  await other.press("我已经有一份，拿进来");
  await other.bring(join(folder, "record.age"), words.with(0, "萍果").join(" "));
  await other.page.getByText("第 1 个词不在词表里", { exact: false }).waitFor();
  await other.page.locator("#secret").fill(words.join(" "));
  await other.press("看看里面");
  await other.page.locator("#name").fill("小树");
  await other.page.locator("#passphrase").fill(SECRET);
  await other.page.locator("#again").fill(SECRET);
  await other.press("建好它");
  await other.heading("小树");

  // One entry changed there, one more here: the file brings a conflict and something new.
  await other.room("我的计划");
  await other.press("改一改");
  await other.page.locator("#owner").fill("李老师");
  await other.press("存好");
  await other.says("李老师 帮着记");
  await other.press("← 返回");
  await diary.press("好了");
  await diary.journal("第二页。");
  const second = await diary.copy();
  await writeFile(join(folder, "second.age"), await readFile(second.file));
  await other.room("拿进来");
  await other.bring(join(folder, "second.age"), second.words.join(""));
  await other.heading("文件里有这些");
  await other.press("就这样拿进来");
  await other.says("还有 2 条没有选。");
  await other.press("两个都留");
  await other.press("新的都拿进来");
  await other.press("就这样拿进来");
  await other.says("拿进来了。");
  await other.room("我的计划");
  assert.equal(await other.page.locator(".card").count(), 2);
  for (const owner of ["李老师 帮着记", "妈妈 帮着记"]) await other.says(owner);
  await other.press("← 返回");
  await other.room("日记");
  await other.says("第二页。");
  await end(other);
  await end(diary);
  await rm(folder, { recursive: true });
});

test("what is printed is read back from photographs", async () => {
  const diary = await visit({ viewport: { width: 1100, height: 900 }, deviceScaleFactor: 2 });
  await diary.make();
  await diary.plan();
  const { words } = await diary.copy();
  await diary.page.locator(".room", { has: diary.page.getByText("印在纸上") }).click();
  await diary.page.locator(".code").first().waitFor();
  const codes = diary.page.locator(".code");
  const count = await codes.count();
  assert.ok(count >= 4 && count <= 7, `${count} codes`);
  const folder = await mkdtemp(join(tmpdir(), "qinghe-sheets-"));
  for (let nth = 0; nth < count; nth += 1) await codes.nth(nth).screenshot({ path: join(folder, `${nth}.png`) });
  const all = Array.from({ length: count }, (_, nth) => join(folder, `${nth}.png`));

  const other = await visit();
  await other.press("我已经有一份，拿进来");
  const photos = other.page.locator("input[type=file]").nth(1);
  await photos.setInputFiles(all.slice(2).reverse());
  await other.page.getByText("还差第 1, 2 个。", { exact: false }).waitFor({ timeout: 60000 });
  await photos.setInputFiles([all[1], all[2], all[0]]);
  await other.page.locator("#secret").waitFor({ timeout: 60000 });
  await other.page.locator("#secret").fill(words.join(" "));
  await other.press("看看里面");
  await other.heading("给档案上把锁");
  await end(other);
  await end(diary);
  await rm(folder, { recursive: true });
});

test("a handover carries what was picked, for the next school's key alone, with codes at both ends", async () => {
  const folder = await mkdtemp(join(tmpdir(), "qinghe-hand-"));
  const { identity, recipient: key } = ageKey();
  await writeFile(join(folder, "school.key"), `${identity}\n`);
  const diary = await visit();
  await diary.make();
  await diary.plan();
  await diary.journal("这一页留在我这里。");
  await diary.room("交给下一个学校");
  assert.equal(await diary.page.locator("#school-key").count(), 0, "nothing is handed over before it is known who decides");
  await diary.press("14 到 17 岁");
  assert.equal(await diary.page.locator("#journal").isChecked(), false);
  assert.equal(await diary.page.locator("#plans").isChecked(), true);
  await diary.page.locator("#from").fill("青禾小学");
  await diary.page.locator("#to").fill("青禾中学");
  await diary.page.locator("#school-key").fill(key.slice(0, -1) + (key.endsWith("q") ? "p" : "q"));
  await diary.press("封好，交接");
  await diary.page.getByText("这不是一把钥匙", { exact: false }).first().waitFor();
  await diary.page.locator("#school-key").fill(key);
  await diary.says(`最后六个字母：${key.slice(-6)}`);
  await diary.press("封好，交接");
  await diary.heading("封好了");
  const code = await diary.page.locator(".big-code").innerText();
  assert.match(code, /^\d{4} \d{4}$/);
  assert.equal(await diary.page.getByText("存经过文件").count(), 0, "nothing of the history was picked");
  const [download] = await Promise.all([diary.page.waitForEvent("download"), diary.press("存概要文件")]);
  await writeFile(join(folder, "summary.age"), await readFile(await download.path()));
  await run(process.env.QINGHE_RAGE, ["-d", "-i", "school.key", "-o", "plain", "summary.age"], { cwd: folder });
  const plain = await readFile(join(folder, "plain"));
  assert.equal(plain.subarray(0, 3).toString(), "QHS");
  assert.ok(plain.includes(Buffer.from("十点半前睡")) && !plain.includes(Buffer.from("留在我这里")));
  // The stub stays, and checks what is read out.
  await diary.page.reload();
  await diary.unlock();
  await diary.room("交给下一个学校");
  const field = diary.page.locator(".code-form input");
  await field.fill("0000 0000");
  await diary.press("对一下");
  await diary.page.getByText("这个码对不上这一次交接", { exact: false }).waitFor();
  await field.fill(code.replace(" ", ""));
  await diary.press("对一下");
  await diary.page.getByText("是这一份", { exact: false }).waitFor();
  await end(diary);
  await rm(folder, { recursive: true });
});

test("two windows of one record lose nothing", async () => {
  const diary = await visit();
  await diary.make();
  const second = await Diary.visit(diary.context, stack);
  await second.unlock();
  await diary.journal("第一个窗口写的");
  await second.journal("第二个窗口写的");
  await second.room("日记");
  for (const text of ["第一个窗口写的", "第二个窗口写的"]) await second.says(text);
  await second.page.reload();
  await second.unlock();
  await second.room("日记");
  for (const text of ["第一个窗口写的", "第二个窗口写的"]) await second.says(text);
  assert.deepEqual(second.complaints, []);
  await end(diary);
});

test("wiped means gone: row, key, inbox and database", async () => {
  const diary = await visit();
  await diary.make({ pin: DIGITS });
  await diary.append(result(1));
  await diary.room("锁和设置");
  await diary.press("清掉这份档案");
  await diary.page.locator("#wipe").fill("清");
  await diary.press("清掉这份档案");
  assert.equal((await stored(diary.page)).rows.length, 1);
  await diary.page.locator("#wipe").fill("清掉");
  await diary.press("清掉这份档案");
  await diary.says("清掉了。这台设备上没有这份档案了。");
  assert.equal(await stored(diary.page), undefined);
  await diary.page.reload();
  await diary.heading("一份你自己的档案");
  await end(diary);
});

test("left alone it is covered after a minute and locked after five; Esc twice leaves", async () => {
  const diary = await visit();
  await diary.page.clock.install();
  await diary.make();
  await diary.journal("写到一半");
  await diary.page.clock.runFor(61_000);
  const cover = diary.page.getByRole("alertdialog");
  await cover.waitFor();
  await diary.page.keyboard.press("Shift");
  await cover.waitFor({ state: "detached" });
  await diary.heading("小树");
  await diary.page.clock.runFor(285_000);
  await diary.page.getByText(/还有 1\d 秒就要锁上了/).waitFor();
  await diary.page.clock.runFor(20_000);
  await diary.says("有一阵子没有动，档案已经锁上了。");
  assert.equal(await diary.page.getByText("写到一半").count(), 0);
  await diary.unlock();
  await escapeTwice(diary.page);
  await diary.page.waitForURL("about:blank");
  await diary.page.goBack().catch(() => {});
  assert.equal(await diary.page.getByText("写到一半").count(), 0);
  await diary.context.close();
});

test("on a shared computer a record of this browser is not even named", async () => {
  const diary = await visit();
  await diary.make({ name: "小石头" });
  await diary.page.goto(`${diary.address}&shared`);
  await diary.heading("一份你自己的档案");
  await diary.page.getByRole("button", { name: "从空白开始", exact: true }).waitFor();
  assert.equal(await diary.page.getByText("小石头").count(), 0);
  await end(diary);
});

test("on a shared computer no trace of it is on the disk afterwards", async () => {
  const profile = await mkdtemp(join(tmpdir(), "qinghe-profile-"));
  const context = await chromium.launchPersistentContext(profile, { executablePath: WHOLE, args: FLAGS, acceptDownloads: true });
  const canaries = ["QHCANARYNAME", "QHCANARYGOAL", "QHCANARYOWNER", "QHCANARYPAGE", "QHCANARYTITLE"];
  const diary = await Diary.visit(context, stack, { query: "&shared" });
  await diary.press("从空白开始");
  await diary.heading("这是你的档案");
  await diary.plan({ goal: canaries[1], owner: canaries[2] });
  await diary.journal(canaries[3]);
  // Another page of ours offers a result to the record that lies open.
  const { keep } = await manifest();
  const other = await context.newPage();
  await other.goto(`${stack.gateway}/record?shared`);
  const taken = await other.evaluate(async ([from, { id, ...rest }]) => (await import(from)).offer({ id: Uint8Array.from(id), ...rest }), [keep.append, result(5, { title: canaries[4] })]);
  assert.equal(taken, true);
  await diary.says("刚才的结果已经放进来了。");
  await diary.copy();
  assert.equal(await stored(diary.page), undefined, "no database was made");
  await diary.press("好了");
  await diary.room("用完了");
  await diary.press("清掉这一页");
  await diary.press("还没带走的就没有了，确定清掉");
  await diary.says("清掉了。这台设备上没有这份档案了。");
  const nobody = await other.evaluate(async ([from, { id, ...rest }]) => (await import(from)).offer({ id: Uint8Array.from(id), ...rest }, 300), [keep.append, result(6)]);
  assert.equal(nobody, false);
  await context.close();
  const found = await traces(profile, canaries);
  assert.deepEqual(found, []);
  // The scan finds what is there: the address of the page is in the history.
  assert.ok((await traces(profile, ["xinli.school.localhost"])).length > 0);
  await rm(profile, { recursive: true, force: true });
});

// Files of a folder that hold any of these texts, in UTF-8 or UTF-16.
async function traces(folder, texts) {
  const needles = texts.flatMap((text) => [Buffer.from(text), Buffer.from(text, "utf16le")].map((bytes) => [text, bytes]));
  const found = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    for (const [text, needle] of needles) if (bytes.includes(needle)) found.push(`${text} in ${path}`);
  }
  return found;
}

// `rage` asks for a passphrase on a terminal, so it gets one.
function onTerminal(args, typed, cwd) {
  return new Promise((resolve, reject) => {
    const child = execFile("script", ["-qec", `${process.env.QINGHE_RAGE} ${args}`, "/dev/null"], { cwd, env: { ...process.env, PINENTRY_PROGRAM: "" } }, (error) => (error ? reject(error) : resolve()));
    child.stdout.once("data", () => child.stdin.write(`${typed}\n`));
  });
}
