// One student and several people: talked, outcome, notes, the guardian lock by two, the report sheet, no network.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { send } from "./carried.mjs";
import { Desk } from "./desk.mjs";
import { button, launch } from "./people.mjs";
import { Stack } from "./stack.mjs";

let stack;
let browser;
let shen;
let lin;
const bodies = [];

before(async () => {
  stack = await Stack.start();
  browser = await launch();
  shen = await Desk.setUp(browser, stack);
  for (const desk of [shen, (lin = await shen.colleague(browser, "林老师"))]) {
    desk.page.on("request", (request) => bodies.push(`${request.url()} ${request.postData() ?? ""}`));
  }
});
after(async () => {
  await browser?.close();
  await stack?.stop();
});

const card = (desk, text) => desk.page.locator("article.card", { hasText: text }).first();
const step = (desk, title) => desk.page.locator(".step", { has: desk.page.getByRole("heading", { name: title }) });
const history = (desk) => step(desk, "已经记下的");

test("seen, talked, outcome, rest: every step by name, and only a person closes", async () => {
  await send(stack, { stage: "early", tier: "urgent", trigger: "safety" });
  await (await shen.urgent()).acknowledge();
  await shen.page.getByRole("heading", { name: "正在跟进" }).waitFor();
  await shen.record("沈老师看过");
  await shen.page.getByText("同学现在读到的是：“心理老师已经看到了，会来找你。”").waitFor();
  await shen.page.getByText("发给家长的内容先停着").waitFor();
  await button(shen.page, "已经和同学聊过了").click();
  await shen.page.getByText("同学现在读到的是：“心理老师已经和你聊过了。”").waitFor();
  await history(shen).getByText("已经聊过").waitFor();

  await button(shen.page, "记下结果").click();
  await shen.page.getByText("请选一个结果。").waitFor();
  await shen.page.getByLabel("已经告诉监护人").check();
  await button(shen.page, "记下结果").click();
  await shen.page.getByText("请写下告诉了哪一位、由谁告诉的。").waitFor();
  await shen.page.locator("#through").fill("姑姑，由沈老师电话告知");
  await shen.page.locator("#outcomenote").fill("姑姑下午来接");
  await button(shen.page, "记下结果").click();
  await history(shen).getByText("姑姑，由沈老师电话告知").waitFor();
  assert.equal(await shen.page.locator("#outcomenote").inputValue(), "");

  // A later calm result closes nothing; the colleague reads the same.
  await send(stack, { tier: "routine" });
  await lin.page.getByRole("heading", { name: "等您看" }).waitFor();
  await lin.record("中途发来");
  await history(lin).getByText("姑姑下午来接").waitFor();
  await lin.page.getByLabel("目前是安全的").check();
  await lin.page.getByLabel("这件事可以告一段落了").check();
  await button(lin.page, "记下结果").click();
  await lin.page.getByRole("heading", { name: /告一段落 · 林老师/ }).waitFor();
  await lin.go("消息");
  await button(card(lin, "中途发来"), "我看到了").click();
  await lin.page.locator(".part", { has: lin.page.getByRole("heading", { name: "已经看过" }) }).locator("article.card").waitFor();

  // Something urgent afterwards stands in front again.
  await send(stack, { stage: "early", tier: "urgent", trigger: "help" });
  await (await lin.urgent()).card.getByText("同学主动求助").waitFor();
  await shen.go("消息");
  await (await shen.urgent()).acknowledge();
});

test("without a network nothing typed is lost, and it is saved once", async () => {
  await shen.record("同学主动求助");
  await shen.page.locator("#note").fill("断网时写的第一条");
  await shen.context.setOffline(true);
  await button(shen.page, "存下笔记").click();
  const waiting = history(shen).locator("li.unsaved", { hasText: "断网时写的第一条" });
  await waiting.getByText("还没有存上").waitFor({ timeout: 30000 });
  await shen.page.getByText("有 1 条还没有存上。").waitFor();
  // Taken back, changed, saved again.
  await button(waiting, "拿回来修改").click();
  assert.equal(await shen.page.locator("#note").inputValue(), "断网时写的第一条");
  await shen.page.locator("#note").fill("断网时写的，改过一次");
  await button(shen.page, "存下笔记").click();
  await shen.page.locator("#note").fill("还没写完的一句");
  // Locking in the middle keeps both: what is sealed, and what was being typed.
  await button(shen.page, "锁上").click();
  await shen.context.setOffline(false);
  await shen.unlockAgain();
  await shen.record("同学主动求助");
  await history(shen).getByText("断网时写的，改过一次").waitFor();
  await history(shen).locator("li.unsaved").waitFor({ state: "detached", timeout: 30000 });
  assert.equal(await shen.page.locator("#note").inputValue(), "还没写完的一句");
  await lin.record("同学主动求助");
  await history(lin).getByText("断网时写的，改过一次").waitFor();
  assert.equal(await history(lin).getByText("断网时写的，改过一次").count(), 1);
});

test("a lost answer makes no second entry", async () => {
  await shen.page.locator("#note").fill("只应当有一条");
  // The gateway takes the first one; its answer is thrown away.
  let first = true;
  await shen.page.route("**/entries", async (route) => {
    const url = route.request().url().replace(/\/\/[^/]+/, `//127.0.0.1:${stack.gatewayPort}`);
    const answer = await route.fetch({ url });
    if (first) await route.abort();
    else await route.fulfill({ response: answer });
    first = false;
  });
  await button(shen.page, "存下笔记").click();
  await history(lin).getByText("只应当有一条").waitFor();
  await history(shen).locator("li.unsaved").waitFor({ state: "detached", timeout: 30000 });
  await shen.page.waitForTimeout(5000);
  assert.equal(await history(shen).getByText("只应当有一条").count(), 1);
  await shen.page.unroute("**/entries");
});

test("the guardian lock: suggested by the student's own words, on by one, off by two", async () => {
  const sitting = await send(stack, { as: "student-16", stage: "early", tier: "urgent", trigger: "help" });
  await send(stack, { as: "student-16", sitting, stage: "follow", tier: "urgent", said: { about: 1, guardian: 2, name: "小树", company: 2 } });
  await shen.go("消息");
  await card(shen, "小树").waitFor();
  await button(card(shen, "小树"), "我来处理").click();
  await shen.record("小树");
  const guard = step(shen, "家长锁");
  await guard.getByText("同学说家里有人让他受到伤害。要先锁上吗？").waitFor();
  await button(guard, "锁上").click();
  await guard.getByText("还没有写字。").waitFor();
  await shen.page.locator("#lockwhy").fill("同学怕回家");
  await button(guard, "锁上").click();
  await guard.getByText(/沈老师锁上的/).waitFor();
  await guard.getByText("同学怕回家").waitFor();
  await shen.go("消息");
  await card(shen, "家长锁已锁上").waitFor();

  // One person alone cannot open it, however often they ask.
  await shen.record("小树");
  await button(step(shen, "家长锁"), "请求打开").click();
  await step(shen, "家长锁").getByText("还需要另一位老师同意").waitFor();
  assert.equal(await step(shen, "家长锁").getByRole("button").count(), 0);
  await lin.record("小树");
  const theirs = step(lin, "家长锁");
  await theirs.getByText(/沈老师在 .* 请求打开家长锁。/).waitFor();
  await theirs.getByText(/沈老师锁上的/).waitFor();
  await button(theirs, "我同意打开").click();
  await history(lin).getByText("家长锁：两位老师同意，已打开").waitFor();
  await history(shen).getByText("家长锁：两位老师同意，已打开").waitFor();
  assert.equal(await step(shen, "家长锁").getByText(/锁上的/).count(), 0);
});

test("the report sheet is filled in step by step and prints on one page", async () => {
  await button(shen.page, "打开工作单").click();
  await button(shen.page, "存下工作单").click();
  await shen.page.getByText("单子还是空的。").waitFor();
  await shen.page.locator("#said").fill("他说：“爸爸喝了酒就会打我。”\n".repeat(12));
  await shen.page.locator("#injuries").fill("左臂两处淤青，约 3 厘米");
  await shen.page.locator("#reportedto").fill("110");
  await button(shen.page, "存下工作单").click();
  await history(shen).getByText("强制报告工作单").waitFor();

  // The colleague goes on where it stands.
  await lin.go("消息");
  await lin.record("小树");
  await button(lin.page, "打开工作单").click();
  assert.equal(await lin.page.locator("#injuries").inputValue(), "左臂两处淤青，约 3 厘米");
  await lin.page.locator("#number").fill("沪公（2026）001");
  await lin.page.emulateMedia({ media: "print" });
  const paper = lin.page.locator(".paper");
  assert.ok(await paper.isVisible());
  assert.match(await paper.innerText(), /左臂两处淤青/);
  for (const hidden of [".bar", ".tabs", ".status", ".steps"]) assert.equal(await lin.page.locator(hidden).first().isVisible(), false, hidden);
  await lin.page.emulateMedia({ media: null });
  const pdf = (await lin.page.pdf({ preferCSSPageSize: true })).toString("latin1");
  assert.equal(pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length, 1, "one page");
  assert.match(pdf, /MediaBox\s*\[0 0 59[45][.\d]* 84[12]/, "A4");
});

test("nothing that was typed leaves in the open, and nothing is kept in the browser", async () => {
  const typed = ["姑姑", "断网时写的", "同学怕回家", "爸爸喝了酒", "淤青", "还没写完"];
  assert.ok(bodies.some((body) => body.includes("/entries")) && bodies.some((body) => body.includes("/lock")));
  for (const body of bodies) for (const words of typed) assert.ok(!body.includes(words), `${words} in ${body.slice(0, 80)}`);
  for (const desk of [shen, lin]) {
    const kept = await desk.page.evaluate(async () => [
      localStorage.length, sessionStorage.length, document.cookie, (await indexedDB.databases()).length, (await caches.keys()).length,
    ]);
    assert.deepEqual(kept, [0, 0, "", 0, 0]);
    assert.deepEqual(desk.complaints.filter((line) => !/ERR_INTERNET_DISCONNECTED|ERR_FAILED/.test(line)), []);
  }
});
