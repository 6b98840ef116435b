// A student says on the help card that somebody at home hurts them. From there to the lock at the desk and to its end by two
// people: what this student's parent sees on every page, and every byte that the gateway answers them, is what a family sees
// whose child never said anything. Real pages, a real gateway, a recorder between the families and it.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { FACTS, say } from "./consent.mjs";
import { Desk } from "./desk.mjs";
import { at, begin, button, choose, launch } from "./people.mjs";
import { Stack, freePort } from "./stack.mjs";

const ITEMS = 31;
// What the student wants to be called.
const NAME = "小树";
// Numbers, times, codes and signatures that are drawn anew for everybody.
const DRAWN = ["receipts", "code", "side", "path", "jti", "iat", "exp", "sub", "head"];
// Two families of the same facts. The second one's child has said nothing, and has no case.
const FAMILIES = [{ as: "parent-15", over: {} }, { as: "parent", over: { student: "quiet-child-0123456789", age: 15 } }];
let stack;
let browser;
let shen;
let lin;
let hook;
const alarms = [];

before(async () => {
  const port = await freePort();
  hook = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    alarms.push(Buffer.concat(parts).toString());
    response.writeHead(204).end();
  });
  await new Promise((resolve) => hook.listen(port, "127.0.0.1", resolve));
  // Without a table line of its own a later table would swallow what follows, so the hook's comes last.
  const more = [...FACTS, "[webhook]", `url = "http://127.0.0.1:${port}/"`, 'secret = "secret-of-a-journey"'];
  stack = await Stack.start({ keeps: true, more, recorded: true });
  browser = await launch();
  // The desks ask past the recorder: what they hear is not for families.
  const direct = { gateway: `http://xinli.school.localhost:${stack.gatewayPort}`, setupCode: (centre) => stack.setupCode(centre) };
  shen = await Desk.setUp(browser, direct);
  lin = await shen.colleague(browser, "林老师");
  for (const { as, over } of FAMILIES) await say(stack, as, { screening: true, "parent-report": true }, over);
});
after(async () => {
  await browser?.close();
  await stack?.stop();
  hook?.closeAllConnections();
  hook?.close();
});

const fresh = () => browser.newContext({ viewport: { width: 390, height: 800 }, locale: "zh-CN" });

// One answer of the gateway, without what is drawn anew for everybody.
function plainly({ method, url, status, answerHeaders, content }) {
  const path = url.split("?")[0];
  const signed = /^\/v1\/(consent|admission)/.test(path);
  const skip = signed ? ["date", "content-length"] : ["date"];
  const headers = [];
  for (let n = 0; n < answerHeaders.length; n += 2) if (!skip.includes(answerHeaders[n].toLowerCase())) headers.push(`${answerHeaders[n]}: ${answerHeaders[n + 1]}`);
  let body = createHash("sha256").update(content).digest("hex");
  if (signed && status === 200) {
    const text = content.toString();
    const said = JSON.parse(path === "/v1/admission" ? Buffer.from(text.split(".")[1], "base64url").toString() : text);
    for (const name of DRAWN) delete said[name];
    body = JSON.stringify(said);
  }
  // A receipt is sealed for its envelope; inside it is compared by the gateway's own tests, here by the words of the page.
  if (path === "/v1/envelopes" && status === 200) body = `${content.length} bytes`;
  return [`${method} ${url}`, status, headers.join("\n"), body].join("\n");
}

// What the gateway has answered since the last call; the same answer again is one.
const heard = async () => [...new Set((await stack.recorders[1].take()).filter(({ status }) => status).map(plainly))].sort();
// What stands there, without the hour and the random numbers of this sitting.
const words = (place) => place.innerText().then((text) => text.replace(/\d{1,2}:\d{2}/g, "…").replace(/编号\n\S{8}/g, "编号\n…"));

// The page on which a parent agrees: reads it, takes one thing back, and gives it again.
async function consents(page, as, over) {
  const parts = new URLSearchParams({ t: await stack.consentToken(as, over), n: "可心", lang: "zh-Hans" });
  await page.goto(`${stack.gateway}/consent#${parts}`);
  await page.getByRole("heading", { level: 1, name: "您现在的选择" }).waitFor();
  const seen = [await words(page.locator("main"))];
  await button(page, "撤回").first().click();
  await page.locator(".state").getByText("已经撤回").first().waitFor();
  await page.getByText("改好了，马上算数。").waitFor();
  seen.push(await words(page.locator("main")));
  await button(page, "改成愿意").first().click();
  // The word that it was changed stands there since the first change.
  await button(page, "改成愿意").first().waitFor({ state: "hidden" });
  await page.getByText("改好了，马上算数。").waitFor();
  seen.push(await words(page.locator("main")));
  return seen;
}

// A whole report, to the word about where it is.
async function reports(page, as, over) {
  const token = await stack.token(as, { battery: "parent-report", ...over });
  await page.goto(`${stack.gateway}/embed?battery=parent-report&lang=zh-Hans#t=${token}`);
  await button(page, "我明白了").click();
  const seen = [await words(page.locator(".screen"))];
  await button(page, "好，开始吧").click();
  for (let nth = 1; nth <= ITEMS; nth += 1) {
    await page.getByText(`第 ${nth} 题，共 ${ITEMS} 题`, { exact: true }).waitFor();
    await page.locator(".option").first().click();
  }
  const again = page.getByRole("heading", { name: "要不要再看一眼？" });
  const end = page.getByRole("heading", { name: "填完了，谢谢您" });
  await again.or(end).waitFor();
  if (await again.count()) await button(page, "不用了，就这样").click();
  await end.waitFor();
  await button(page, "看看结果").click();
  await page.locator(".delivery").getByText("消息已经送到学校心理中心。有没有人打开").waitFor();
  // Some receipts more: a look or a lock must not show in them.
  await page.waitForTimeout(2500);
  seen.push(await words(page.locator(".screen")));
  return seen;
}

async function reads(page, path, title) {
  await page.goto(`${stack.gateway}/${path}`);
  await page.getByText(title).first().waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.waitForTimeout(500);
  return [await words(page.locator("body"))];
}

// All that one family sees and hears. Every page in a browser with nothing in it.
async function round({ as, over }) {
  const told = {};
  const visits = {
    consent: (page) => consents(page, as, over),
    report: (page) => reports(page, as, over),
    lessons: (page) => reads(page, "lessons?lang=zh-Hans&stage=junior", "今天，家里怎么样？"),
    family: (page) => reads(page, "family?lang=zh-Hans", "今晚"),
  };
  for (const [name, visit] of Object.entries(visits)) {
    await heard();
    const context = await fresh();
    const page = await context.newPage();
    const seen = await visit(page);
    await context.close();
    told[name] = { seen, heard: await heard() };
    assert.ok(told[name].heard.length > 0, `${name}: the recorder saw nothing`);
  }
  return told;
}

let first;
async function bothHearTheSame(when) {
  const [own, quiet] = [await round(FAMILIES[0]), await round(FAMILIES[1])];
  for (const page of Object.keys(own)) {
    assert.deepEqual(own[page], quiet[page], `${page}, ${when}: another family`);
    first ??= own;
    assert.deepEqual(own[page], first[page], `${page}, ${when}: than before`);
  }
}

const card = (desk) => desk.page.locator("article.card", { hasText: NAME }).first();
const guard = (desk) => desk.page.locator(".step", { has: desk.page.getByRole("heading", { name: "监护人锁" }) });

test("before anything was said both families hear the same", () => bothHearTheSame("before"));

test("the student says it; the family hears what it heard before", async () => {
  const context = await fresh();
  const page = await context.newPage();
  await page.goto(`${stack.gateway}/embed?battery=mood-and-anxiety&lang=zh-Hans#t=${await stack.token("student-15")}`);
  await begin(page);
  for (let position = 1; position <= 8; position += 1) await choose(page, position, 0);
  await at(page, 9);
  await choose(page, 9, 2);
  await button(page, "下一步").click();
  await button(page, "不想说").click();
  await button(page, "家里有人伤害我").click();
  await page.getByText("伤害你的人，不会因为你填了这个而知道。").waitFor();
  await button(page, "下一步").click();
  await button(page, "先不要").click();
  await page.getByLabel("希望怎么称呼你").fill(NAME);
  await button(page, "就这样告诉老师").click();
  await page.getByRole("heading", { name: "好，记下了" }).waitFor();
  await page.locator(".delivery").getByText("消息已经送到学校心理中心").waitFor();
  await context.close();
  await card(shen).waitFor();
  await bothHearTheSame("said");
});

test("the desk suggests the lock and locks; the family hears what it heard before", async () => {
  await button(card(shen), "我来处理").click();
  await shen.record(NAME);
  await guard(shen).getByText("同学说家里有人让他受到伤害。要先锁上吗？").waitFor();
  await shen.page.locator("#lockwhy").fill("同学怕回家");
  await button(guard(shen), "锁上").click();
  await guard(shen).getByText(/沈老师锁上的/).waitFor();
  await bothHearTheSame("locked");
  // What the parent wrote under the lock has reached the desk, and the lock stands.
  await shen.go("消息");
  await shen.page.locator("article.card", { hasText: "监护人锁已锁上" }).first().waitFor();
});

test("two people open it; the family hears what it heard before, and all goes on", async () => {
  await shen.record(NAME);
  await button(guard(shen), "请求打开").click();
  await guard(shen).getByText("还需要另一位老师同意").waitFor();
  await lin.record(NAME);
  await button(guard(lin), "我同意打开").click();
  await lin.page.getByText("监护人锁：两位老师同意，已打开").first().waitFor();
  await bothHearTheSame("open again");
});

test("what left the gateway unasked went to the centre, and names no family and no reason", () => {
  for (const body of alarms) {
    const said = JSON.parse(body);
    assert.deepEqual(Object.keys(said), ["v", "event", "to", "staff", "at"]);
    assert.ok(["first", "second", "head"].includes(said.to));
  }
});
