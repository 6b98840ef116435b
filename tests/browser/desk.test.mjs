// The people of a centre: joining, keys, duty, alarms, two centres.
import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { keys, send } from "./carried.mjs";
import { Desk } from "./desk.mjs";
import { PASSPHRASE, button, launch } from "./people.mjs";
import { Stack } from "./stack.mjs";
import { until } from "./until.mjs";

const SECRET = "a secret of thirty-two characters and more";
let stack;
let browser;
let lead;
let receiver;

// Takes alarms, or refuses them.
async function listen() {
  const own = { taken: [], refuse: false };
  own.server = createServer((request, response) => {
    let body = "";
    request.on("data", (part) => (body += part));
    request.on("end", () => {
      if (!own.refuse) own.taken.push({ body, signature: request.headers["x-qinghe-signature"] });
      response.writeHead(own.refuse ? 503 : 204).end();
    });
  });
  await new Promise((done) => own.server.listen(0, "127.0.0.1", done));
  own.url = `http://127.0.0.1:${own.server.address().port}/alarm`;
  return own;
}

before(async () => {
  receiver = await listen();
  const webhook = ["[webhook]", `url = "${receiver.url}"`, `secret = "${SECRET}"`];
  stack = await Stack.start({ more: ["second_centre = true", ...webhook] });
  browser = await launch();
  lead = await Desk.setUp(browser, stack);
});
after(async () => {
  await browser?.close();
  await stack?.stop();
  receiver?.server.close();
});

// An alarm that failed is tried again after 5 and 30 seconds.
const eventually = (what, look) => until(look, 70, what);

test("a colleague is invited, joins, compares the code, is handed the key and reads what came before", async () => {
  await send(stack, { stage: "early", tier: "urgent", trigger: "safety" });
  const code = await lead.invite("林老师");
  const wrong = await Desk.join(browser, stack, "AAAA-BBBB-CCCC", "林老师");
  await wrong.page.getByText("邀请码不对").waitFor({ timeout: 60000 });
  await wrong.context.close();

  const lin = await Desk.join(browser, stack, code, "林老师");
  const shown = await lin.checkCode();
  assert.match(shown, /^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  // Handing over without having compared does nothing.
  await lead.go("消息");
  await lead.go("同事");
  await button(lead.member("林老师"), "把钥匙交给林老师").click();
  await button(lead.member("林老师"), "交出钥匙").click();
  await lead.page.getByText("请先核对，再勾选。").waitFor();
  assert.equal(await lin.page.locator("article.card").count(), 0);
  await lead.grant("林老师", shown);
  await lin.live();
  await lin.urgent();

  // What one acknowledges, the other sees under that name.
  await (await lin.urgent()).acknowledge();
  await lead.go("消息");
  await lead.page.locator("article.card", { hasText: "林老师看过" }).waitFor();
  // A code serves once.
  const again = await Desk.join(browser, stack, code, "林老师");
  await again.page.getByText("邀请码不对，或者已经过期、已经用过。").waitFor({ timeout: 60000 });
  await again.context.close();
  assert.deepEqual([...lead.complaints, ...lin.complaints], []);
  lead.lin = lin;
});

test("signing in needs name and passphrase, and a name that nobody has looks like a wrong passphrase", async () => {
  const visitor = await Desk.open(browser, stack);
  for (const [name, passphrase] of [["林老师", "不是这一句口令"], ["没有这个人", PASSPHRASE]]) {
    await visitor.page.locator("#name").fill(name);
    await visitor.page.locator("#passphrase").fill(passphrase);
    await button(visitor.page, "打开").click();
    await visitor.page.getByText("称呼和口令对不上。").waitFor({ timeout: 60000 });
    assert.equal(await visitor.page.locator("#passphrase").inputValue(), passphrase);
    await visitor.page.locator("#passphrase").fill("");
  }
  await visitor.context.close();
});

test("the head of duty sees that somebody waits, who is on duty, and nothing else", async () => {
  const head = await Desk.join(browser, stack, await lead.invite("周主任", "值班领导"), "周主任");
  await head.page.getByRole("heading", { name: "值班", exact: true }).waitFor({ timeout: 60000 });
  assert.deepEqual(await head.page.locator(".tab").allInnerTexts(), ["值班", "同事", "学得怎么样"]);
  await send(stack, { as: "student-16", stage: "early", tier: "urgent", trigger: "help" });
  await lead.go("消息");
  await lead.urgent();
  await head.page.getByText(/有同学从 .* 起在等人看消息。/).waitFor({ timeout: 30000 });
  const html = await head.page.content();
  assert.ok(!html.includes("student") && !html.includes("mood-and-anxiety"));
  await head.go("同事");
  assert.equal(await head.page.getByText("把钥匙交给").count(), 0);
  await lead.clear();
  assert.deepEqual(head.complaints, []);
  lead.head = head;
});

async function roster(desk, rows) {
  await desk.go("消息");
  await desk.go("值班");
  for (const [nth, row] of rows.entries()) {
    await button(desk.page, "加一段").click();
    for (const [field, value] of Object.entries(row)) {
      const input = desk.page.locator(`#${field}-${nth}`);
      if (field === "from" || field === "to") await input.fill(value);
      else await input.selectOption(field === "day" ? { value } : { label: value });
    }
  }
}

test("everything that is wrong in a roster is said at once, and nothing typed is lost", async () => {
  await roster(lead, [
    { day: "1", from: "07:30", to: "17:30" },
    { day: "1", from: "12:00", to: "13:00", first: "沈老师", second: "沈老师" },
  ]);
  await button(lead.page, "存下").click();
  const faults = await lead.page.locator(".save ul li").allInnerTexts();
  assert.deepEqual(faults, [
    "第 1 段：请选第一位。",
    "第 2 段：第一位和第二位不能是同一个人。",
    "第 2 段和第 1 段的时间重叠了。",
  ]);
  assert.equal(await lead.page.locator("#to-1").inputValue(), "13:00");
  for (let n = 0; n < 2; n += 1) await button(lead.page.locator(".shift").first(), "删掉这一段").click();
});

test("the duty lock opens and closes new sittings with the desks of whoever is on duty", async () => {
  const open = async () => (await keys(stack)).open;
  await lead.go("消息");
  await lead.go("值班");
  assert.equal(await open(), true);
  await button(lead.page, "打开值守锁").click();
  await lead.page.getByText("同学现在不能新开始自评。").waitFor();
  assert.equal(await open(), false);

  // Every day, all day, in two halves: whoever runs this at any hour is on duty.
  const rows = [];
  for (let day = 1; day <= 7; day += 1) {
    rows.push({ day: String(day), from: "00:00", to: "12:00", first: "沈老师", second: "林老师" });
    rows.push({ day: String(day), from: "12:00", to: "00:00", first: "沈老师", second: "林老师" });
  }
  await roster(lead, rows);
  await lead.page.locator("#minutes-0").fill("1");
  await lead.page.locator("#minutes-1").fill("2");
  await lead.page.locator("#head").selectOption({ label: "周主任" });
  await button(lead.page, "存下").click();
  await lead.page.getByText("已经存下，马上生效。").waitFor();
  await lead.page.getByText("同学现在可以开始自评。").waitFor();
  await lead.page.locator(".now", { hasText: "沈老师" }).waitFor();
  assert.equal(await open(), true);

  // The second reads, and cannot change.
  const { lin } = lead;
  await lin.go("值班");
  await lin.page.getByText("1 分钟后提醒第二位，2 分钟后提醒值班领导周主任。").waitFor();
  assert.equal(await lin.page.getByRole("button", { name: "存下" }).count(), 0);
  await lin.page.getByText("只有负责人可以改。").waitFor();

  // Both desks are locked: nothing new begins. One comes back: it does.
  for (const desk of [lead, lin]) await button(desk.page, "锁上").click();
  await eventually("the lock closes while both desks are locked", async () => !(await open()));
  await lin.unlockAgain();
  await eventually("the lock opens with an open desk on duty", open);
  await lead.unlockAgain();
});

test("a reminder goes out without content and signed; one that fails is said on every screen", async () => {
  await lead.go("值班");
  await button(lead.page, "发一条试试").click();
  await eventually("an alarm", () => receiver.taken.length > 0);
  const [{ body, signature }] = receiver.taken;
  assert.equal(signature, `sha256=${createHmac("sha256", SECRET).update(body).digest("hex")}`);
  assert.deepEqual(Object.keys(JSON.parse(body)).sort(), ["at", "event", "staff", "to", "v"]);
  await lead.page.locator(".came li", { hasText: "试一试 · 沈老师 · 已发出" }).waitFor({ timeout: 30000 });

  receiver.refuse = true;
  await button(lead.page, "发一条试试").click();
  const line = /有一条提醒从 .* 起一直没能发给沈老师。/;
  await lead.page.getByText(line).waitFor({ timeout: 60000 });
  await lead.go("消息");
  await lead.page.getByText(line).waitFor();
  receiver.refuse = false;
  await eventually("the alarm once more", () => receiver.taken.length > 1);
  await lead.page.getByText(line).waitFor({ state: "detached", timeout: 60000 });
});

test("what no key here opens stands at the desk in one calm line, with what to do, and goes out without content", async () => {
  const before = receiver.taken.length;
  const there = await keys(stack);
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  const point = Buffer.from(await crypto.subtle.exportKey("raw", pair.publicKey));
  const id = createHash("sha256").update(point).digest().subarray(0, 8);
  const other = { id: id.toString("base64url"), public: point.toString("base64url") };
  for (const tier of ["urgent", "routine"]) await assert.rejects(send(stack, { tier, given: { ...there, centreKey: other } }), /key-unknown/);
  await eventually("somebody is told", () => receiver.taken.length > before);
  const { event, ...rest } = JSON.parse(receiver.taken.at(-1).body);
  assert.equal(event, "unopened");
  assert.deepEqual(Object.keys(rest).sort(), ["at", "staff", "to", "v"]);
  // A desk asks anew at the latest after 25 seconds.
  await lead.page.getByText(/从 .* 起，有 2 次送来的消息，这里的钥匙打不开。/).waitFor({ timeout: 60000 });
  await lead.page.getByText("请把这句话告诉学校网管").waitFor();
  await lead.go("值班");
  await lead.page.locator(".came li", { hasText: "请网管看一看" }).waitFor({ timeout: 30000 });
});

test("whoever is closed is out at once, the key changes, and what was on its way is still read", async () => {
  const { lin } = lead;
  const before = await keys(stack);
  await lead.go("同事");
  await button(lead.member("林老师"), "停用林老师？").click();
  // Who gets the next key is shown before anything happens.
  assert.deepEqual(await lead.page.locator(".heirs li span").allInnerTexts(), ["沈老师"]);
  await button(lead.member("林老师"), "停用，并且换钥匙").click();
  await lead.member("林老师").getByText("请先核对，再勾选。").waitFor();
  await lead.member("林老师").locator(".tick").click();
  await button(lead.member("林老师"), "停用，并且换钥匙").click();
  await lead.page.getByText("林老师已停用，钥匙已经换好。").waitFor({ timeout: 30000 });
  assert.notEqual((await keys(stack)).centreKey.id, before.centreKey.id);
  await lin.page.getByText("这里自动锁上了").waitFor({ timeout: 60000 });
  await lin.signIn();
  await lin.page.getByText("称呼和口令对不上。").waitFor({ timeout: 60000 });
  await lin.context.close();

  await lead.go("消息");
  await send(stack, { as: "student-13", tier: "priority", given: before });
  await lead.page.locator("article.card", { hasText: "用旧钥匙封的" }).getByRole("heading", { name: "值得当面聊聊" }).waitFor();
  await send(stack, { as: "student-11", tier: "watch" });
  await lead.page.getByRole("heading", { name: "有点吃力" }).waitFor();
  // After a lock both keys come back out of their grants.
  await button(lead.page, "锁上").click();
  await lead.unlockAgain();
  await lead.page.getByRole("heading", { name: "有点吃力" }).waitFor();
  await lead.page.locator("article.card", { hasText: "用旧钥匙封的" }).getByRole("heading", { name: "值得当面聊聊" }).waitFor();
});

test("a new passphrase takes the place of the old one", async () => {
  await lead.go("同事");
  await lead.page.locator("summary", { hasText: "换自己的口令" }).click();
  const fill = async (old, fresh) => {
    await lead.page.locator("#old-passphrase").fill(old);
    await lead.page.locator("#passphrase").fill(fresh);
    await lead.page.locator("#again").fill(fresh);
    await button(lead.page, "换口令").click();
  };
  const fresh = "山坡上有三只羊 还有一只狗";
  await fill("不是这一句口令", fresh);
  await lead.page.getByText("口令不对。").waitFor({ timeout: 60000 });
  await fill(PASSPHRASE, fresh);
  await lead.page.getByText("口令换好了，下次请用新的。").waitFor({ timeout: 60000 });
  await button(lead.page, "锁上").click();
  await lead.signIn();
  await lead.page.getByText("称呼和口令对不上。").waitFor({ timeout: 60000 });
  await lead.signIn(fresh);
  await lead.live();
});

test("what was done stands in the log, under the names of who did it", async () => {
  await lead.go("同事");
  await button(lead.page, "显示操作记录").click();
  await lead.page.locator(".came li").first().waitFor();
  const rows = await lead.page.locator(".came li").allInnerTexts();
  for (const [who, what] of [["沈老师", "invite"], ["林老师", "join"], ["沈老师", "rotate"], ["沈老师", "disable"]]) {
    assert.ok(rows.some((row) => row.includes(who) && row.includes(what)), `${who} ${what}`);
  }
});

test("two centres: chosen on the first page, and neither reads the other's", async () => {
  const second = await Desk.setUp(browser, stack, { name: "陈老师", centre: "second" });
  assert.equal(await second.page.locator(".product small").innerText(), "第二心理中心");
  await send(stack, { as: "student-16", to: "secondKey", tier: "priority", domains: ["safety"] });
  await second.page.getByRole("heading", { name: "值得当面聊聊" }).waitFor();
  await lead.go("消息");
  await send(stack, { as: "student-16", tier: "unclear" });
  await lead.page.locator("article.card", { hasText: "这次没选准" }).first().waitFor();
  assert.equal(await lead.page.getByText("安全", { exact: true }).count(), 0);
  assert.equal(await second.page.getByText("这次没选准").count(), 0);
  // A member of one centre is nobody in the other.
  const visitor = await Desk.open(browser, stack, { query: "?centre=second" });
  visitor.name = "沈老师";
  await visitor.signIn();
  await visitor.page.getByText("称呼和口令对不上。").waitFor({ timeout: 60000 });
  await visitor.context.close();
  assert.deepEqual([...lead.complaints, ...second.complaints].filter((line) => !line.includes("40")), []);
});
