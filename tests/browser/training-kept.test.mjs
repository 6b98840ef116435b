// What stays of practising, where, and under which key; and that neither traffic nor storage tells what was practised.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { escapeTwice, launch } from "./people.mjs";
import { Stack } from "./stack.mjs";
import { Trainee, stored } from "./training.mjs";
import { until } from "./until.mjs";

const DIGITS = "495103";
let stack;
let browser;
before(async () => {
  stack = await Stack.start({ recorded: true });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await stack?.stop();
});

const visit = (options) => Trainee.visit(browser, stack, options);
const done = async (trainee) => assert.deepEqual(await trainee.end(), []);

// The safety plan of somebody who writes in each of its steps; ends before its card.
async function plan(trainee, { title = "我的安全计划", keeper = "小姨" } = {}) {
  const { page } = trainee;
  const lines = async (...texts) => {
    for (const [nth, text] of texts.entries()) await page.locator("textarea").nth(nth).fill(text);
    await trainee.next();
  };
  await trainee.open(title);
  await trainee.rated(6);
  await trainee.next();
  await trainee.picked("想一个人躲起来");
  await lines("把歌单听完一遍又一遍");
  await trainee.picked("慢慢呼气", "听一首熟悉的歌");
  await lines("表哥", "楼下的操场");
  await lines("李老师", "13800000000");
  await trainee.next();
  await lines(keeper);
  await lines("阿黄还在等我");
  await trainee.rated(8);
}

test("a safety plan: written, left for later, kept, and open without a network", async () => {
  const trainee = await visit();
  const { page } = trainee;
  await trainee.settled();
  await plan(trainee);
  const card = page.locator(".kept");
  for (const text of ["想一个人躲起来", "慢慢呼气、听一首熟悉的歌", "阿黄还在等我", "小姨"]) await card.getByText(text, { exact: true }).waitFor();
  assert.ok((await page.locator("main .lines a").count()) >= 3, "the numbers are on it");
  await trainee.next();
  await trainee.press("不用了");
  await trainee.next();
  await trainee.rated(5);
  await trainee.next();
  await trainee.heading("做完了");
  // The worker has everything: now the network goes.
  await page.evaluate(() => navigator.serviceWorker.ready);
  await trainee.context.setOffline(true);
  await page.reload();
  await trainee.open("我的安全计划", "打开我的卡片");
  await card.getByText("阿黄还在等我").waitFor();
  await trainee.press("停下来");
  await trainee.heading("停在这里，很好");
  await trainee.press("看看别的");
  await trainee.open("五样东西，回到这里");
  await trainee.rated(4);
  await trainee.context.setOffline(false);
  // The browser says that the network is gone; the page says nothing.
  const complaints = (await trainee.end()).filter((line) => !line.includes("ERR_INTERNET_DISCONNECTED"));
  assert.deepEqual(complaints, []);
});

test("what is written lies sealed on the device, survives a reload, and goes when it is cleared", async () => {
  const trainee = await visit();
  const { page } = trainee;
  await trainee.open("我的安全计划");
  await trainee.rated(6);
  await trainee.next();
  await trainee.picked("想一个人躲起来");
  await page.locator("textarea").fill("只有我知道的信号");
  await page.waitForTimeout(300);
  const { keys, rows } = await stored(page);
  assert.deepEqual(keys, [["device", false]], "the key cannot be read");
  assert.deepEqual(Object.keys(rows), ["run"]);
  for (const { length, text } of Object.values(rows)) {
    assert.equal((length - 28) % 16384, 0, "the length tells little");
    for (const secret of ["信号", "safety", "e34", "first"]) assert.ok(!text.includes(secret));
  }
  await page.reload();
  await trainee.menu();
  await trainee.press("接着来");
  await page.waitForFunction(() => document.querySelector("textarea")?.value === "只有我知道的信号");
  await page.reload();
  await trainee.menu();
  await page.locator("summary", { hasText: "设置" }).click();
  await trainee.press("清掉小本子");
  await trainee.press("真的清掉");
  await trainee.heading("你好，你现在上几年级？");
  await page.getByText("清掉了", { exact: false }).waitFor();
  assert.equal(await stored(page), undefined);
  await until(() => page.evaluate(async () => (await caches.keys()).length === 0));
  await done(trainee);
});

test("six digits lock the notebook; wrong ones run out slowly; without them nothing is read and nothing is kept", async () => {
  const trainee = await visit();
  const { page } = trainee;
  await plan(trainee);
  await page.locator(".kept").waitFor();
  await trainee.press("停下来");
  await trainee.press("不想说，直接走");
  await trainee.press("看看别的");
  await trainee.menu();
  await page.locator("summary", { hasText: "设置" }).click();
  await trainee.press("给小本子上把锁");
  await page.locator("#digits").fill("123456");
  await trainee.press("锁上");
  await page.getByText("这六位太好猜了", { exact: false }).waitFor();
  await page.locator("#digits").fill(DIGITS);
  await trainee.press("锁上");
  await page.getByText("锁好了", { exact: false }).waitFor();
  await page.reload();
  await trainee.heading("小本子上了锁");
  await page.locator("#digits").fill("204681");
  await trainee.press("打开");
  await trainee.says("不是这六位。还可以试 9 次。");
  // Who does not open it practises all the same, and leaves no trace.
  const before = await stored(page);
  await trainee.press("先不打开，今天做的不记");
  await trainee.open("五样东西，回到这里");
  await trainee.rated(4);
  assert.deepEqual((await stored(page)).rows.book, before.rows.book);
  assert.equal((await stored(page)).rows.run, undefined);
  await page.reload();
  await page.locator("#digits").fill(DIGITS);
  await trainee.press("打开");
  await trainee.open("我的安全计划", "打开我的卡片");
  await page.locator(".kept").getByText("阿黄还在等我").waitFor();
  await trainee.press("停下来");
  await trainee.press("看看别的");
  await page.locator("summary", { hasText: "设置" }).click();
  await trainee.press("把锁拿掉");
  await trainee.press("把锁拿掉");
  await page.getByText("锁拿掉了").waitFor();
  await page.reload();
  await trainee.open("我的安全计划", "打开我的卡片");
  await page.locator(".kept").getByText("阿黄还在等我").waitFor();
  assert.deepEqual((await stored(page)).keys.map(([name]) => name), ["device"]);
  await done(trainee);
});

test("on a shared computer nothing stays, a minute without a touch covers it, and five clear it", async () => {
  const trainee = await visit({ query: "&stage=J&shared" });
  const { page } = trainee;
  await plan(trainee);
  await page.locator(".kept").waitFor();
  assert.equal(await stored(page), undefined);
  assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length + (await caches.keys()).length), 0);
  await trainee.wait(62);
  await trainee.says("先歇一会儿");
  await page.mouse.click(180, 300);
  await page.locator(".cover").waitFor({ state: "detached" });
  await page.locator(".kept").getByText("阿黄还在等我").waitFor();
  await trainee.wait(285);
  await page.getByText("再过一小会儿", { exact: false }).waitFor();
  await trainee.wait(20);
  await trainee.heading("你好，你现在上几年级？");
  assert.equal(await page.getByText("阿黄").count(), 0);
  await done(trainee);
});

// Everything that reached the gateway, in order, and how much of it.
const traffic = (trainee) => trainee.requests.filter((line) => !line.includes("favicon"));

test("nothing that is sent tells which exercise was done: not a private one, not any", async () => {
  const seen = [];
  for (const title of ["我的安全计划", "五样东西，回到这里", undefined]) {
    const trainee = await visit();
    const { page } = trainee;
    await trainee.settled();
    if (title === "我的安全计划") await plan(trainee);
    else if (title) {
      await trainee.open(title);
      await trainee.rated(4);
    }
    await trainee.wait(120);
    await page.waitForLoadState("networkidle");
    await page.goto("about:blank");
    await page.waitForTimeout(300);
    seen.push(traffic(trainee));
    assert.ok(seen.at(-1).length > 10, "the packs were fetched");
    assert.ok(seen.at(-1).every((line) => line.startsWith("GET ")), "nothing is sent, only fetched");
    await done(trainee);
  }
  assert.deepEqual(seen[0], seen[1]);
  assert.deepEqual(seen[0], seen[2]);
});

test("help, the quick exit and the language work in the middle of a run; another window does not write", async () => {
  const trainee = await visit();
  const { page } = trainee;
  await trainee.settled();
  await trainee.open("五样东西，回到这里");
  await trainee.press("我现在需要人");
  await page.locator("#help .zh h1").waitFor();
  await page.keyboard.press("Escape");
  await trainee.heading("现在心里有多乱？");
  await trainee.press("English");
  await page.getByRole("heading", { level: 1, name: /\?$/ }).waitFor();
  await page.waitForFunction(() => /[a-z]/.test(document.querySelector("main h1").innerText));
  await button(page, "中文");
  const other = await trainee.context.newPage();
  await other.goto(trainee.address);
  await other.getByText("另一个窗口正开着小本子", { exact: false }).waitFor();
  await other.close();
  await escapeTwice(page);
  await page.waitForURL("about:blank");
  await done(trainee);
});

const button = (page, name) => page.getByRole("button", { name, exact: true }).click();

test("the tag draws the page in a portal, and the portal learns nothing but that it stands and was left", async () => {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  await page.goto(`${stack.portal}/login?as=student-15`);
  await page.goto(`${stack.portal}/psych?lang=zh-Hans`);
  await page.addScriptTag({ url: `${stack.gateway}/qinghe-training.js` });
  await page.evaluate((gateway) => {
    window.heard = [];
    addEventListener("message", ({ data }) => data && data.qinghe && window.heard.push(data.type));
    document.body.innerHTML = "";
    const tag = document.createElement("qinghe-training");
    tag.setAttribute("gateway", gateway);
    tag.setAttribute("stage", "J");
    tag.addEventListener("qinghe-left", () => window.heard.push("event"));
    document.body.append(tag);
  }, stack.gateway);
  const frame = page.frameLocator("qinghe-training iframe");
  await frame.locator(".room", { hasText: "五样东西" }).first().click();
  await frame.getByRole("button", { name: "开始", exact: true }).click();
  await frame.locator(".place").nth(4).click();
  await frame.getByRole("button", { name: "马上离开" }).click();
  await page.waitForFunction(() => window.heard.includes("event"));
  assert.deepEqual((await page.evaluate(() => window.heard)).sort(), ["event", "left", "ready"]);
  await context.close();
});
