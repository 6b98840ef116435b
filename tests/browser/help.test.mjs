// The crisis path from the student's side: every row of the failure table that this side can show, each with a
// journey of its own, in the real browser with the real gateway.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, test } from "node:test";
import { promisify } from "node:util";
import { Desk } from "./desk.mjs";
import { at, begin, button, choose, delivered, escapeTwice } from "./people.mjs";
import { browser, desk, setting, stack, student } from "./setting.mjs";
import { ROOT } from "./stack.mjs";

setting({ more: ["second_centre = true"] });

const CARD = "谢谢你如实告诉我们";
const GO_ON = "我看过了，接着往下";
let nth = 0;
// Every journey has a student of its own, so that none finds another's rows or card.
const named = (number) => `h${String(number).padStart(7, "0")}-journey`;
const somebody = () => named((nth += 1));

beforeEach(() => desk.clear());

// Opens the element as a page of its own, by default for a student of fifteen.
async function enter(page, { sub = somebody(), battery = "mood-and-anxiety", lang = "zh-Hans", ...overrides } = {}) {
  const token = await stack.token("student-15", { sub, battery, ...overrides });
  await page.goto("about:blank");
  await page.goto(`${stack.gateway}/embed?battery=${battery}&lang=${lang}#t=${token}`);
  return page;
}

// Up to the response that shows the card; `before` runs with eight items done.
async function toCard(page, { heading = CARD, before, ...ticks } = {}) {
  await begin(page, ticks);
  for (let position = 1; position <= 8; position += 1) await choose(page, position, 0);
  await at(page, 9);
  if (before) await before();
  await choose(page, 9, 2);
  await page.getByRole("heading", { name: heading }).waitFor();
}

const says = (page, words, timeout = 20000) => page.locator(".delivery").getByText(words).waitFor({ timeout });
const heading = (page, name) => page.getByRole("heading", { name, exact: true }).waitFor();

// The card of the newest student, by the short code that the desk shows.
const cardOfNewest = () => desk.page.locator("article.card.urgent", { hasText: named(nth).slice(0, 8) });

// How often it lists a message with these words.
async function arrivals(words) {
  const card = cardOfNewest();
  await card.getByText(words).first().waitFor();
  await desk.page.waitForTimeout(2500);
  return card.locator(".came li", { hasText: words }).count();
}

// The wording packs of this battery as the school's choice would make them, from the real compiler.
async function byChoice(page) {
  const work = await mkdtemp(join(tmpdir(), "qinghe-choice-"));
  for (const room of ["batteries", "scales", "regions", "locales"]) await cp(join(ROOT, room), join(work, room), { recursive: true });
  const battery = join(work, "batteries/mood-and-anxiety/battery.toml");
  await writeFile(battery, (await readFile(battery, "utf8")).replace('disclosure = "must"', 'disclosure = "choice"'));
  await promisify(execFile)(process.env.QINGHE_CLI, ["pack", "--out", join(work, "out"), work]);
  const name = (await readdir(join(work, "out"))).find((file) => file.startsWith("mood-and-anxiety.zh-Hans."));
  const body = await readFile(join(work, "out", name));
  await rm(work, { recursive: true });
  await page.route(/mood-and-anxiety\.zh-Hans\..*\.pack$/, (route) => route.fulfill({ body }));
}

test("offline at the response: card and numbers at once, said plainly, and after a reload exactly one arrival", async () => {
  const { context, page, complaints } = await student();
  await enter(page);
  await toCard(page, { before: () => context.setOffline(true) });
  assert.equal(await page.locator('.help a[href="tel:12356"]').first().isVisible(), true);
  await says(page, "消息还没有送出去");
  await context.setOffline(false);
  await page.reload();
  // The reload comes without a token in the address, as when a phone restores its tabs: a refused start, with
  // the numbers. Coming in again from the school website takes everything along.
  await page.locator("#plain [lang=zh-Hans] [data-for=token]").waitFor();
  await enter(page, { sub: named(nth) });
  await heading(page, CARD);
  await delivered(page);
  assert.equal(await arrivals("安全方面让人担心"), 1);
  assert.deepEqual(complaints.filter((line) => !line.includes("ERR_INTERNET_DISCONNECTED")), []);
  await context.close();
});

test("gateway down: after three failures it says plainly that nothing arrived, and goes on trying", async () => {
  const { context, page } = await student();
  await enter(page);
  await toCard(page, { before: () => stack.stopGateway("SIGKILL") });
  await says(page, "现在连不上网络，消息还没有送出去。");
  assert.equal(await page.locator(".delivery").getByText("已经送到").count(), 0);
  await stack.startGateway();
  await delivered(page);
  await desk.unlockAgain();
  assert.equal(await arrivals("安全方面让人担心"), 1);
  await context.close();
});

test("delivered, and nobody opens it for half an hour: the student is told so", async () => {
  const { context, page } = await student();
  await context.clock.install();
  await enter(page);
  await toCard(page);
  await delivered(page);
  await context.clock.fastForward("31:00");
  await says(page, "还没有老师打开");
  await context.close();
});

test("the tab is closed within 200 ms: where the school must be told, it is", async () => {
  const { context, page } = await student();
  await enter(page);
  await begin(page);
  for (let position = 1; position <= 8; position += 1) await choose(page, position, 0);
  await at(page, 9);
  await page.locator(".option").nth(1).click();
  await page.waitForTimeout(150);
  await page.close({ runBeforeUnload: true });
  assert.equal(await arrivals("安全方面让人担心"), 1);
  await context.close();
});

test("the tab is closed within 200 ms: where the student decides, nothing is sent and the card comes first next time", async () => {
  const { context, page } = await student();
  const sub = somebody();
  await byChoice(page);
  await enter(page, { sub });
  await begin(page);
  for (let position = 1; position <= 8; position += 1) await choose(page, position, 0);
  await at(page, 9);
  await page.locator(".option").nth(1).click();
  await page.waitForTimeout(150);
  await page.close();
  const again = await context.newPage();
  await byChoice(again);
  await enter(again, { sub });
  await heading(again, CARD);
  await desk.page.waitForTimeout(1500);
  assert.equal(await cardOfNewest().count(), 0);
  await context.close();
});

test("where the student decides: a no sends nothing, a yes sends, and a no can be turned round", async () => {
  const { context, page } = await student();
  await byChoice(page);
  await enter(page);
  await toCard(page);
  await button(page, "下一步").click();
  await button(page, "不想说").click();
  await heading(page, "要不要告诉心理老师？");
  await button(page, "先不用").click();
  await page.getByText("好，先不说。").waitFor();
  await desk.page.waitForTimeout(2500);
  assert.equal(await cardOfNewest().count(), 0);
  await button(page, "好，请老师来找我").click();
  await heading(page, "想说说是关于什么的吗？");
  assert.equal(await arrivals("安全方面让人担心"), 1);
  await context.close();
});

test("random clicking: the card still comes, and the centre sees both the call and that it may not be read", async () => {
  const { context, page } = await student();
  await enter(page, { battery: "university", age: "18" });
  await begin(page);
  // A straight line, quicker than anybody reads.
  for (let clicks = 0; clicks < 400; clicks += 1) {
    if (await page.getByRole("heading", { name: /要不要再看一眼|做完了/ }).count()) break;
    if (await page.locator(".help").count()) {
      await button(page, GO_ON).click();
      continue;
    }
    const options = page.locator(".option");
    await options.nth((await options.count()) - 1).click();
  }
  if (await button(page, "不用了，就这样").count()) await button(page, "不用了，就这样").click();
  await heading(page, "做完了，谢谢你");
  const card = cardOfNewest();
  await card.getByText("做完后发来").waitFor();
  await card.locator(".marks").getByText(/看不准|谨慎/).waitFor();
  await context.close();
});

test("a class-mate looks: the end is the same picture for every tier, and the card has the frame of any screen", async () => {
  const ends = [];
  for (const ninth of [0, 3]) {
    const { context, page } = await student({ width: 360, height: 1100 });
    await enter(page);
    const frame = await page.locator(".bar").boundingBox();
    await begin(page);
    for (let position = 1; position <= 16; position += 1) {
      await choose(page, position, position === 9 ? ninth : 0);
      if (position !== 9 || !ninth) continue;
      await page.locator(".help").waitFor();
      assert.deepEqual(await page.locator(".bar").boundingBox(), frame);
      const look = (where) => page.locator(where).evaluate((node) => getComputedStyle(node).backgroundColor);
      assert.equal(await look(".help"), "rgba(0, 0, 0, 0)", "no colour of its own");
      await button(page, GO_ON).click();
    }
    await heading(page, "做完了，谢谢你");
    await page.mouse.move(0, 0);
    ends.push(await page.screenshot({ animations: "disabled" }));
    await context.close();
  }
  assert.ok(ends[0].equals(ends[1]), "the end shows the tier");
});

test("quick exit: Esc twice shows a neutral page at once, adds no history, and the usual beginning comes back", async () => {
  const { context, page, complaints } = await student();
  const sub = somebody();
  await enter(page, { sub });
  await toCard(page);
  const before = await page.evaluate(() => history.length);
  await page.keyboard.press("Escape");
  await page.waitForTimeout(1200);
  await page.keyboard.press("Escape");
  await heading(page, CARD);
  await page.waitForTimeout(1200);
  await escapeTwice(page);
  await heading(page, "今天的安排");
  assert.equal(await page.locator(".help, .bar, .delivery").count(), 0);
  assert.equal(await page.evaluate(() => history.length), before);
  await enter(page, { sub });
  await heading(page, "先看看，谁会看到什么");
  await button(page, "我明白了").click();
  await page.getByText("你上次做到一半").waitFor();
  await button(page, "好，开始吧").click();
  await heading(page, CARD);
  // The button does the same.
  await button(page, "离开这一页").click();
  await heading(page, "今天的安排");
  // What had to be said was said; the exit added nothing.
  assert.equal(await arrivals("安全方面让人担心"), 1);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("a shared computer: covered after a minute, warned, cleared; the next person finds nothing", async () => {
  const { context, page } = await student();
  await context.clock.install();
  await enter(page);
  await begin(page, { shared: true });
  await choose(page, 1, 3);
  await at(page, 2);
  await context.clock.fastForward("01:01");
  await heading(page, "先歇一会儿");
  assert.equal(await page.locator(".option").count(), 0, "the cover hides what is under it");
  await page.keyboard.press("2");
  await at(page, 2);
  assert.equal(await page.locator('.option[aria-pressed="true"]').count(), 0, "the key that lifts it chooses nothing");
  await context.clock.fastForward("01:01");
  await context.clock.fastForward("03:40");
  await heading(page, "你还在吗？");
  await button(page, "我还在").click();
  await at(page, 2);
  await context.clock.fastForward("01:01");
  await context.clock.fastForward("03:40");
  await context.clock.fastForward("00:21");
  await heading(page, "已经清空");
  await page.keyboard.press("3");
  await heading(page, "已经清空");
  const kept = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const asked = indexedDB.open("qinghe");
        asked.onsuccess = () => {
          const counted = asked.result.transaction("rows").objectStore("rows").count();
          counted.onsuccess = () => resolve(counted.result);
        };
      }),
  );
  assert.equal(kept, 0);
  assert.equal(await page.evaluate(() => document.querySelector("#place").shadowRoot.textContent.includes("第 2 题")), false);
  await context.close();
});

test("a shared computer that is cleared still delivers the call", async () => {
  const { context, page } = await student();
  await context.clock.install();
  await enter(page);
  await toCard(page, { shared: true, before: () => context.setOffline(true) });
  await context.clock.fastForward("01:01");
  await context.clock.fastForward("03:40");
  await context.clock.fastForward("00:21");
  await heading(page, "已经清空");
  await context.setOffline(false);
  await context.clock.fastForward("06:00");
  assert.equal(await arrivals("安全方面让人担心"), 1);
  await context.close();
});

test("under fourteen without consent: no items, but help is there and says that nothing was sent", async () => {
  const { context, page } = await student();
  await enter(page, { age: "13", consent: "" });
  await page.getByText("先请家长同意").waitFor();
  assert.equal(await page.locator(".option").count(), 0);
  await page.locator("#plain [lang=zh-Hans] summary").getByText("我现在需要帮助").click();
  await page.getByText("这一页没有替你向任何人发送消息").waitFor();
  assert.ok(await page.locator('#plain [lang=zh-Hans] a[href="tel:12356"]').isVisible());
  await context.close();
});

test("under fourteen: short words, one big button to an adult, and a voice", async () => {
  const { context, page } = await student();
  await context.addInitScript(() => {
    // No voice is installed here, so the voice is a note of what would be said.
    window.said = [];
    window.SpeechSynthesisUtterance = function (text) { this.text = text; };
    Object.defineProperty(window, "speechSynthesis", {
      value: {
        getVoices: () => [{ lang: "zh-CN", localService: true }],
        speak: ({ text, lang, voice }) => window.said.push([text, lang, voice.localService]),
        cancel: () => window.said.push("still"),
      },
    });
  });
  await enter(page, { age: "13", consent: "shown" });
  await toCard(page, { heading: "谢谢你告诉我" });
  const texts = await page.locator(".help p:not(.delivery)").allInnerTexts();
  for (const text of texts) assert.ok([...text].length <= 60, `${[...text].length} characters: ${text}`);
  const [big, first] = [await page.locator(".big").boundingBox(), await page.locator(".lines").boundingBox()];
  assert.ok(big.height >= 80 && big.y < first.y, "the big button comes first");
  await button(page, "念给我听").click();
  const said = await page.evaluate(() => window.said);
  assert.deepEqual(said, ["still", ["谢谢你告诉我\n我们一起找一位大人陪你。按这个大按钮。", "zh-CN", true]]);
  await button(page, "带我去找大人").click();
  await heading(page, "请看看这位同学");
  assert.ok(await page.locator('.help a[href="tel:110"]').first().isVisible());
  await button(page, "离开这一页").click();
  assert.equal((await page.evaluate(() => window.said)).at(-1), "still");
  await context.close();
});

test("help before agreeing: numbers, an adult, and the plain word that nothing was sent", async () => {
  const { context, page } = await student();
  const sent = [];
  page.on("request", (request) => request.url().includes("/v1/envelopes") && sent.push(request.url()));
  await enter(page);
  await button(page, "我现在需要帮助").click();
  await page.getByText("我们没有向任何人发送消息").waitFor();
  await button(page, "下一步").click();
  await button(page, "没有人").click();
  await heading(page, "请看看这位同学");
  await button(page, "大人在我身边了").click();
  await page.getByText("我们没有向任何人发送消息").waitFor();
  await button(page, "回到刚才那一页").click();
  await heading(page, "先看看，谁会看到什么");
  assert.deepEqual(sent, []);
  await context.close();
});

test("wishes reach the desk, and the own result lists exactly what was sent", async () => {
  const { context, page, complaints } = await student();
  await enter(page);
  await toCard(page);
  await button(page, "下一步").click();
  await button(page, "没有人").click();
  await button(page, "大人在我身边了").click();
  await button(page, "家里有人伤害我").click();
  await page.getByText("伤害你的人，不会因为你填了这个而知道。").waitFor();
  assert.ok(await page.locator('.help a[href="tel:12309"]').isVisible());
  await button(page, "下一步").click();
  await button(page, "别的安静地方").click();
  await button(page, "课间").click();
  await button(page, "先不要").click();
  await page.getByLabel("希望怎么称呼你").fill("小雨");
  await button(page, "就这样告诉老师").click();
  await heading(page, "好，记下了");
  await delivered(page);
  assert.equal(await arrivals("学生希望怎样见面"), 1);
  await button(page, GO_ON).click();
  for (let position = 10; position <= 16; position += 1) await choose(page, position, 0);
  await button(page, "看看我的结果").click();
  const rows = await page.locator(".sent dl > div").allInnerTexts();
  const told = ["没有人", "家里有人伤害我", "别的安静地方", "课间", "先不要", "小雨"];
  for (const value of told) assert.ok(rows.some((row) => row.endsWith(value)), `${value}: ${rows.join("|")}`);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("the one who hurts works at the school: a centre outside is offered, gets the wishes, and the numbers are there", async () => {
  const { context, page } = await student();
  const second = await Desk.setUp(browser, stack, { name: "陈老师", centre: "second" });
  await enter(page);
  await toCard(page);
  await button(page, "下一步").click();
  await button(page, "不想说").click();
  await button(page, "学校里的大人伤害我").click();
  for (const number of ["110", "12309"]) assert.ok(await page.locator(`.help .lines a[href="tel:${number}"]`).first().isVisible());
  await button(page, "告诉学校外面的中心").click();
  await heading(page, "想让老师怎么找你？");
  await says(page, "消息已经送到学校外面的中心");
  await button(page, "打电话").click();
  await button(page, "就这样告诉老师").click();
  await heading(page, "好，记下了");
  // The school's own desk got the call that was agreed on; what went past it stands at the other centre, and only there.
  assert.equal(await arrivals("安全方面让人担心"), 1);
  await second.page.locator("article.card.urgent").first().getByText("学生希望怎样见面").first().waitFor();
  assert.equal(await desk.page.getByText("学校里的大人").count(), 0);
  await second.context.close();
  await context.close();
});

test("anonymous: said before item 1, nothing sent for the student, and who wants to can say who it is", async () => {
  const { context, page } = await student();
  await enter(page, { anonymous: "1" });
  await page.getByText("我们不知道你是谁，也没有办法来找你").waitFor();
  await toCard(page);
  await desk.page.waitForTimeout(2000);
  assert.equal(await cardOfNewest().count(), 0);
  await button(page, "下一步").click();
  await button(page, "不想说").click();
  await button(page, "让老师知道我是谁").click();
  await button(page, "就这样告诉老师").click();
  await heading(page, "想让老师怎么找你？");
  await page.getByLabel("希望怎么称呼你").fill("高一3班 林雨");
  await button(page, "就这样告诉老师").click();
  await heading(page, "好，记下了");
  assert.equal(await arrivals("学生希望怎样见面"), 1);
  await context.close();
});

test("again and again: the card is never muted, and says that it was said already", async () => {
  const { context, page } = await student();
  await enter(page);
  await toCard(page);
  await button(page, GO_ON).click();
  await at(page, 10);
  await button(page, "上一题").click();
  await choose(page, 9, 3);
  await heading(page, CARD);
  await page.getByText("刚才已经替你说过一次").waitFor();
  assert.equal(await arrivals("安全方面让人担心"), 1);
  await context.close();
});

test("night and holiday: every number says when somebody answers", async () => {
  const { context, page } = await student();
  await enter(page);
  await button(page, "我现在需要帮助").click();
  const lines = page.locator(".help .lines li");
  assert.ok((await lines.count()) >= 4);
  for (const line of await lines.all()) assert.notEqual((await line.locator("small").innerText()).trim(), "");
  await context.close();
});

test("the numbers: large digits to copy where a mouse is, links to press where a finger is", async () => {
  for (const [phone, options] of [[false, { viewport: { width: 1280, height: 800 } }], [true, { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true }]]) {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    await enter(page);
    await toCard(page);
    assert.equal(await page.evaluate(() => matchMedia("(hover: hover) and (pointer: fine)").matches), !phone);
    const links = page.locator(".help .lines a");
    assert.ok((await links.count()) >= 4);
    for (const link of await links.all()) {
      const digits = link.locator("strong");
      assert.equal(await link.getAttribute("href"), `tel:${await digits.innerText()}`);
      const [size, select, rem] = await digits.evaluate((node) => {
        const { fontSize, userSelect } = getComputedStyle(node);
        return [parseFloat(fontSize), userSelect, parseFloat(getComputedStyle(document.documentElement).fontSize)];
      });
      if (phone) assert.ok((await link.boundingBox()).height >= 44, "a finger's height");
      else assert.ok(size >= 2 * rem, `${size} pixels of ${rem}`);
      assert.notEqual(select, "none");
      if (!phone) assert.equal(select, "all", "one press takes the whole number");
    }
    await context.close();
  }
});
