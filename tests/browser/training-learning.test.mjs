// What comes after practising: being asked weeks later, core knowledge, the plan, being counted, and what the own result hands
// over. The real page, gateway, exercises and banks; weeks pass on the page's own clock.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { answer, begin, button, delivered, open } from "./people.mjs";
import { Diary } from "./record.mjs";
import { browser, setting, stack } from "./setting.mjs";
import { ROOT } from "./stack.mjs";
import { Trainee, stored, through } from "./training.mjs";

const SKILL = "e05-grounding";
const NAME = "五样东西，回到这里";
const DAY = 86400;
const KNOWN = "值得知道的那些事";

setting({ recorded: true, deskOpen: false });

const visit = (options) => Trainee.visit(browser, stack, options);
const done = async (trainee) => assert.deepEqual(await trainee.end(), []);
const card = (trainee, title) => trainee.page.locator("section.card", { has: trainee.page.getByRole("heading", { level: 2, name: title, exact: true }) });
const flags = (trainee) => trainee.requests.filter((request) => request === "POST /v1/flags").length;

// Weeks later the same student opens the page again.
async function later(trainee, days) {
  await trainee.page.clock.fastForward(days * DAY * 1000);
  trainee.requests.length = 0;
  await trainee.page.goto("about:blank");
  await trainee.page.goto(trainee.address);
  await trainee.settled();
}

async function practised(trainee, id = SKILL) {
  await trainee.settled();
  await through(trainee, id, async () => {});
  await trainee.menu();
}

// The bank as its author wrote it: text → right option's text.
async function key(id) {
  const folder = join(ROOT, "exercises", id);
  const [rules, texts] = await Promise.all([readFile(join(folder, "probes.toml"), "utf8"), readFile(join(folder, "probes.zh-Hans.toml"), "utf8")]);
  const right = new Map(Array.from(rules.matchAll(/^id = "([^"]+)"$[\s\S]*?^right = "([^"]+)"$/gm), ([, item, option]) => [item, option]));
  const found = new Map();
  for (const [, item, body] of texts.matchAll(/\[item\.([^\]]+)\]\n([\s\S]*?)(?=\n\[|$)/g)) {
    const says = Array.from(body.matchAll(/^text = (.*)$/gm), ([, line]) => line)[0];
    const options = Array.from(body.matchAll(new RegExp(`\\b${right.get(item)} = ("(?:[^"\\\\]|\\\\.)*")`, "g")), ([, text]) => JSON.parse(text));
    assert.ok(options.length > 0, item);
    for (const text of says.match(/"(?:[^"\\]|\\.)*"/g)) found.set(JSON.parse(text), options);
  }
  return found;
}

// Chooses in every item what `pick` says, and reads for as long as a person would.
async function asked(trainee, pick) {
  const { page } = trainee;
  for (let nth = 0; nth < 5; nth += 1) {
    const text = await page.locator("main h1").innerText();
    await trainee.wait(3);
    const options = page.locator("button.option");
    const texts = await options.allInnerTexts();
    await options.nth(pick(text, texts, nth)).click();
    await page.locator(".answered .right").waitFor();
    await trainee.next();
  }
}

test("weeks later five new questions are asked, then five situations; one sitting a day, and a reload shows no others", async () => {
  const trainee = await visit();
  const { page } = trainee;
  await practised(trainee);
  assert.equal(await card(trainee, `“${NAME}”，还记得多少？`).count(), 0, "not on the day of the lesson");
  await later(trainee, 12);
  const bank = await key(SKILL);
  const knows = (text, texts) => texts.findIndex((option) => (bank.get(text) || []).includes(option));
  await card(trainee, `“${NAME}”，还记得多少？`).getByRole("button").click();
  await trainee.says("第 1 个，一共 5 个");
  await asked(trainee, knows);
  await trainee.heading("都还记得");
  await trainee.says("对了几个，只有你知道。");
  await trainee.next();
  await trainee.menu();
  assert.equal(await card(trainee, `“${NAME}”，还记得多少？`).count(), 0);
  await later(trainee, 1);
  await card(trainee, `碰上这样的事，“${NAME}”怎么用？`).getByRole("button").click();
  // Whoever looks and leaves finds the same questions on that day, and what was chosen stays chosen.
  await trainee.says("第 1 个，一共 5 个");
  await trainee.wait(3);
  await page.locator("button.option").first().click();
  await trainee.next();
  await trainee.says("第 2 个，一共 5 个");
  const second = [await page.locator("main h1").innerText(), await page.locator("button.option").allInnerTexts()];
  await later(trainee, 0);
  await card(trainee, `碰上这样的事，“${NAME}”怎么用？`).getByText("刚才停在半路", { exact: false }).waitFor();
  await card(trainee, `碰上这样的事，“${NAME}”怎么用？`).getByRole("button", { name: "接着看" }).click();
  await trainee.says("第 2 个，一共 5 个");
  assert.deepEqual([await page.locator("main h1").innerText(), await page.locator("button.option").allInnerTexts()], second);
  await trainee.press("先到这里");
  await trainee.menu();
  // On another day there are others.
  await later(trainee, 1);
  await card(trainee, `碰上这样的事，“${NAME}”怎么用？`).getByRole("button").click();
  await asked(trainee, knows);
  await trainee.heading("你会用它了");
  await trainee.next();
  await page.locator(".room", { has: page.getByText(NAME, { exact: true }) }).first().click();
  assert.deepEqual(await page.locator(".gates li").evaluateAll((all) => all.map((one) => one.className)), ["open", "open", "shut"]);
  await done(trainee);
});

test("a wrong choice stays, is explained without blame, and does not pass", async () => {
  const trainee = await visit();
  const { page } = trainee;
  await practised(trainee);
  await later(trainee, 12);
  const bank = await key(SKILL);
  await card(trainee, `“${NAME}”，还记得多少？`).getByRole("button").click();
  const wrong = (text, texts) => texts.findIndex((option) => !(bank.get(text) || []).includes(option));
  await trainee.wait(3);
  await page.locator("button.option").nth(wrong(await page.locator("main h1").innerText(), await page.locator("button.option").allInnerTexts())).click();
  await trainee.says("差一点，更合适的是打勾的那个。");
  assert.equal(await page.locator("button.option").count(), 0, "the first choice stands");
  await trainee.next();
  for (let nth = 0; nth < 4; nth += 1) {
    const text = await page.locator("main h1").innerText();
    // One of the four is chosen faster than anybody reads.
    await trainee.wait(nth ? 3 : 0);
    const texts = await page.locator("button.option").allInnerTexts();
    await page.locator("button.option").nth(texts.findIndex((option) => (bank.get(text) || []).includes(option))).click();
    await trainee.next();
  }
  await trainee.heading("忘了一些，很正常");
  await page.getByText("五个里对了 3 个", { exact: false }).waitFor();
  await done(trainee);
});

test("core knowledge is explained, asked again until it is clear, and goes on where it was left", async () => {
  const trainee = await visit();
  const { page } = trainee;
  await practised(trainee);
  await card(trainee, KNOWN).getByRole("button", { name: "看看题" }).click();
  await trainee.says("弄清楚了 0 个，一共 20 个");
  let explained = 0;
  for (let nth = 0; nth < 4; nth += 1) {
    await trainee.wait(3);
    await page.locator("button.option").first().click();
    await page.locator(".answered").waitFor();
    explained += await page.locator("main section.card").count();
    if (nth < 3) await trainee.next();
  }
  await trainee.press("先到这里");
  await later(trainee, 1);
  await card(trainee, KNOWN).getByRole("button", { name: "接着看" }).click();
  await trainee.says(`弄清楚了 ${4 - explained} 个，一共 20 个`);
  // Everything comes back until it is chosen right.
  const why = new Map();
  for (let turn = 0; turn < 120 && !(await page.getByRole("heading", { name: "这些事，都弄清楚了" }).count()); turn += 1) {
    const text = await page.locator("main h1").innerText();
    await trainee.wait(3);
    const texts = await page.locator("button.option").allInnerTexts();
    const at = texts.indexOf(why.get(text));
    await page.locator("button.option").nth(Math.max(at, 0)).click();
    why.set(text, (await page.locator(".answered .right span").evaluate((span) => span.firstChild.textContent)));
    await trainee.next();
  }
  await trainee.heading("这些事，都弄清楚了");
  await trainee.next();
  await trainee.menu();
  assert.equal(await card(trainee, KNOWN).count(), 0);
  await later(trainee, 7);
  assert.equal(await card(trainee, KNOWN).count(), 1, "and again after a week");
  await done(trainee);
});

test("a small plan is written, looked at on its day, saved for the calendar, and put into the growth record", async () => {
  const diary = await Diary.visit(browser, stack);
  await diary.make();
  await diary.press("锁上");
  const trainee = await visit({});
  await trainee.end();
  const mine = await Trainee.visit(diary.context, stack, {});
  const { page } = mine;
  await mine.settled();
  await mine.press("给自己定个小计划");
  await mine.heading("我的小计划");
  assert.ok(await page.locator(".ways .on").isDisabled(), "a goal and a time first");
  const lines = page.locator("textarea");
  for (const [nth, text] of ["早点睡着", "晚自习回来洗漱以后", "室友叫我打一局", "先做三分钟再去"].entries()) await lines.nth(nth).fill(text);
  await page.locator(".chips .chip").first().click();
  await mine.press("就这么定");
  await mine.heading("定好了");
  const [saved] = await Promise.all([page.waitForEvent("download"), mine.press("放进手机日历")]);
  const text = await readFile(await saved.path(), "utf8");
  assert.ok(text.includes("BEGIN:VEVENT") && !text.includes("早点"), "a calendar that others see names no plan");
  await mine.press("放进我的成长档案");
  await mine.says("放好了，已经封上。");
  const { rows } = await stored(page);
  assert.ok(!rows.book.text.includes("早点睡着"), "sealed");
  await mine.next();
  await later(mine, 7);
  await card(mine, "早点睡着").getByRole("button", { name: "看看计划" }).click();
  await mine.heading("计划怎么样了？");
  await mine.press("接着做，再约一周");
  await mine.heading("定好了");
  await mine.next();
  await mine.menu();
  await mine.press("看看计划");
  await mine.press("这件事好些了，收起来");
  await mine.menu();
  await button(page, "给自己定个小计划").waitFor();
  await diary.unlock();
  await diary.room("我的计划");
  await diary.page.getByText("早点睡着").first().waitFor();
  await mine.end();
});

test("who said yes is counted with one message a visit, whatever was practised; who said no sends nothing", async () => {
  const token = await stack.token("student-15");
  const trainee = await visit({ query: `&stage=J#t=${token}` });
  const { page } = trainee;
  const statuses = [];
  page.on("response", (answer) => answer.url().endsWith("/v1/flags") && statuses.push(answer.status()));
  const sizes = [];
  page.on("request", (request) => request.url().endsWith("/v1/flags") && sizes.push(request.postDataBuffer()?.length));
  await trainee.settled();
  assert.equal(await page.evaluate(() => location.hash), "", "the launch leaves the address at once");
  assert.equal(flags(trainee), 0, "nothing before a yes");
  await practised(trainee);
  await card(trainee, "要把你也算进去吗？").getByRole("button", { name: "算上我" }).click();
  await trainee.wait(20);
  assert.equal(flags(trainee), 0, "what is done now is told another day");
  const visits = [];
  for (const id of [SKILL, "e33-memory-and-life", undefined]) {
    await later(trainee, 0);
    if (id) await practised(trainee, id);
    await trainee.wait(15);
    // The page's clock has moved; what leaves is sealed and sent in real time.
    for (let turn = 0; turn < 100 && statuses.length <= visits.length; turn += 1) await page.waitForTimeout(100);
    visits.push(trainee.requests.filter((request) => request.includes("/v1/")));
  }
  for (const requests of visits) assert.deepEqual(requests, ["GET /v1/centre", "POST /v1/flags"]);
  assert.deepEqual(statuses, [204, 204, 204]);
  assert.deepEqual(sizes, [1115, 1115, 1115]);
  await page.locator("summary", { hasText: "设置" }).click();
  await trainee.press("现在：算上我");
  await button(page, "现在：没有算我").waitFor();
  await page.waitForTimeout(300);
  await later(trainee, 0);
  await trainee.wait(15);
  await page.waitForTimeout(1000);
  assert.equal(flags(trainee), 0);
  await done(trainee);
});

test("a locked notebook is counted like any other, once it is open, and not before", async () => {
  const token = await stack.token("student-16");
  const trainee = await visit({ query: `&stage=J#t=${token}` });
  const { page } = trainee;
  await practised(trainee);
  await card(trainee, "要把你也算进去吗？").getByRole("button", { name: "算上我" }).click();
  await page.locator("summary", { hasText: "设置" }).click();
  await trainee.press("给小本子上把锁");
  await page.locator("#digits").fill("204680");
  await trainee.press("锁上");
  await page.getByText("锁好了", { exact: false }).waitFor();
  const sizes = [];
  page.on("request", (request) => request.url().endsWith("/v1/flags") && sizes.push(request.postDataBuffer()?.length));
  trainee.requests.length = 0;
  await page.goto("about:blank");
  await page.goto(trainee.address);
  await trainee.heading("小本子上了锁");
  await page.waitForLoadState("networkidle");
  await trainee.wait(20);
  assert.equal(flags(trainee), 0, "what is shut is not read");
  await page.locator("#digits").fill("204680");
  await trainee.press("打开");
  await trainee.menu();
  await trainee.wait(20);
  await page.waitForLoadState("networkidle");
  assert.deepEqual(trainee.requests.filter((request) => request.includes("/v1/")), ["GET /v1/centre", "POST /v1/flags"]);
  await practised(trainee, "e33-memory-and-life");
  await trainee.wait(20);
  assert.deepEqual(sizes, [1115], "one message of one size a visit");
  await done(trainee);
});

// Opens the page for practising where the sitting was, in the same portal.
async function practice(page) {
  await page.addScriptTag({ url: `${stack.gateway}/qinghe-training.js` });
  await page.evaluate((gateway) => {
    document.body.innerHTML = "";
    const tag = document.createElement("qinghe-training");
    for (const [name, value] of [["gateway", gateway], ["stage", "J"]]) tag.setAttribute(name, value);
    document.body.append(tag);
  }, stack.gateway);
  return page.frameLocator("qinghe-training iframe").locator("body");
}

test("below the own result a press hands tier and domains to the exercises of this device, and nothing else does", async () => {
  const sheets = { watch: [2, 2, 2, 1, 2, 1, 1, 0, 0, 1, 1, 1, 0, 0, 0, 0], urgent: [2, 2, 2, 1, 2, 1, 1, 0, 2, 1, 1, 1, 0, 0, 0, 0] };
  const offered = {};
  for (const [name, sheet] of Object.entries(sheets)) {
    for (const presses of [false, true]) {
      const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
      const page = await context.newPage();
      const place = await open(page, stack, { as: "student-15" });
      await begin(place);
      await answer(place, sheet);
      await button(place, "看看我的结果").click();
      if (presses) {
        await button(place, "按这次的情况，给我挑几个练习").click();
        await place.getByText("挑好了。打开“练习”那一页", { exact: false }).waitFor();
      } else await button(place, "按这次的情况，给我挑几个练习").waitFor();
      await delivered(place);
      const training = await practice(page);
      await training.getByRole("heading", { level: 1 }).waitFor();
      await training.locator(".offers .room").nth(1).waitFor();
      await page.waitForTimeout(500);
      offered[`${name} ${presses}`] = (await training.locator(".offers strong").allInnerTexts()).join("，");
      const lead = await training.locator("main p.lead").first().innerText();
      assert.equal(lead.includes("先让一个人陪着你"), presses && name === "urgent", `${name} ${presses}`);
      await context.close();
    }
  }
  assert.equal(offered["watch false"], offered["urgent false"], "nothing is handed over by itself");
  assert.notEqual(offered["watch true"], offered["watch false"]);
  assert.ok(offered["urgent true"].startsWith("找个人聊聊"));
});

// A topic as its author wrote it for juniors: title and paragraphs.
async function topic(id, lang) {
  const text = await readFile(join(ROOT, "knowledge", id, "text", `${lang}.toml`), "utf8");
  const one = (pattern) => JSON.parse(pattern.exec(text)[1]);
  return { title: one(/^title = (".*")$/m), told: one(/^J = (".*")$/m).split("\n") };
}

test("core knowledge can be read at any time: twenty topics, in both languages, without a request or a trace", async () => {
  const trainee = await visit();
  const { page } = trainee;
  await practised(trainee);
  const before = await stored(page);
  trainee.requests.length = 0;
  await page.locator(".library").click();
  await trainee.heading("关于心里的那些事");
  assert.equal(await page.locator("main .rooms .room").count(), 20);
  const zh = await topic("anxiety", "zh-Hans");
  await button(page, zh.title).click();
  await trainee.heading(zh.title);
  assert.deepEqual(await page.locator(".reading p").allInnerTexts(), zh.told);
  assert.equal(await page.locator("button.option").count(), 0, "nothing is asked");
  await trainee.next();
  const second = await page.locator("main h1").innerText();
  assert.notEqual(second, zh.title);
  assert.deepEqual(trainee.requests, []);
  await trainee.press("← 看别的");
  await button(page, zh.title).click();
  await page.locator("[data-do=language]").click();
  const en = await topic("anxiety", "en");
  await trainee.heading(en.title);
  assert.deepEqual(await page.locator(".reading p").allInnerTexts(), en.told);
  await page.waitForLoadState("networkidle");
  const after = await stored(page);
  assert.deepEqual(after.rows, before.rows);
  await done(trainee);
});

test("whoever a host says is of university has four topics more, to read and to be asked, and nobody else has them", async () => {
  const own = "亲密关系：亲近，也各是各的";
  for (const [stage, topics] of [["S", 20], ["U", 24]]) {
    const trainee = await visit({ query: `&stage=${stage}` });
    const { page } = trainee;
    await practised(trainee);
    await page.locator(".library").click();
    await trainee.heading("关于心里的那些事");
    assert.equal(await page.locator("main .rooms .room").count(), topics, stage);
    assert.equal(await page.getByText(own, { exact: true }).count(), topics > 20 ? 1 : 0);
    await page.locator("main .back").click();
    await trainee.menu();
    await card(trainee, KNOWN).getByRole("button", { name: "看看题" }).click();
    await trainee.says(`弄清楚了 0 个，一共 ${topics} 个`);
    await done(trainee);
  }
});

test("whom no host knows says it is university, has the same four topics more, and no request tells which stage it was", async () => {
  const told = [];
  for (const [stage, topics] of [["高中、中专或者职高", 20], ["大学或者大专", 24]]) {
    const trainee = await visit({ query: "" });
    const { page } = trainee;
    await trainee.heading("你好，你现在上几年级？");
    for (const option of await page.locator("main .options button").all()) assert.ok((await option.boundingBox()).height >= 44);
    await trainee.press(stage);
    await practised(trainee);
    const topicsRead = async () => {
      await page.locator(".library").click();
      await trainee.heading("关于心里的那些事");
      assert.equal(await page.locator("main .rooms .room").count(), topics, stage);
      await page.locator("main .back").click();
      await trainee.menu();
    };
    await topicsRead();
    await card(trainee, KNOWN).getByRole("button", { name: "看看题" }).click();
    await trainee.says(`弄清楚了 0 个，一共 ${topics} 个`);
    told.push([...trainee.requests]);
    // The next visit has not forgotten it.
    await later(trainee, 1);
    await topicsRead();
    await page.locator("details", { hasText: "换一个年级" }).locator("summary").click();
    await page.locator("details p.hint", { hasText: stage }).waitFor();
    await done(trainee);
  }
  assert.ok(told[0].some((request) => request.includes("/m/knowledge-u.")), "it is there for everybody");
  assert.deepEqual(told[1], told[0]);
});
