// From a guardian's answer to the student's first item, and what nobody may learn on the way.
import assert from "node:assert/strict";
import { createHmac, createPrivateKey, sign } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { admits } from "../../src/element/js/consent.js";
import { judgedInEveryLook } from "./axe.mjs";
import { FACTS, heading, press, say, through, visit } from "./consent.mjs";
import { MOUNTS, ZERO, answer, at, begin, button, delivered, open, watch } from "./people.mjs";
import { browser, desk, setting, stack, student } from "./setting.mjs";
import { traditional } from "./traditional.mjs";

setting({ keeps: true, more: FACTS });

const CHILD = "student-13-no-consent";
const enter = async (page, as = CHILD, overrides = {}) => {
  const token = await stack.token(as, { battery: "junior", ...overrides });
  await page.goto("about:blank");
  await page.goto(`${stack.gateway}/embed?battery=junior&lang=zh-Hans#t=${token}`);
};
const refused = (page) => page.locator("#plain [lang=zh-Hans] [data-for=consent-missing]").waitFor();

async function guardian(as, go, options = {}) {
  const context = await browser.newContext({ viewport: { width: 390, height: 780 } });
  const page = await context.newPage();
  const complaints = watch(page);
  await visit(page, stack, as, { name: "可心", ...options });
  await go(page, context);
  assert.deepEqual(complaints, []);
  await context.close();
}

test("before anybody agreed: a friendly page, help and a rest, no item, and nothing is sent", async () => {
  for (const mount of MOUNTS) {
    const { context, page } = await student();
    const sent = [];
    page.on("request", (request) => request.method() === "POST" && request.url().startsWith(stack.gateway) && sent.push(request.url()));
    const place = await open(page, stack, { as: CHILD, mount, more: "&battery=junior" });
    await place.getByText("这不怪你，也不影响你在学校的任何事").locator("visible=true").first().waitFor();
    await place.getByText("慢慢吸气数到四").locator("visible=true").first().waitFor();
    assert.equal(await place.locator(".option").count(), 0);
    // The help button needs nobody's leave.
    await place.locator("summary").getByText("我现在需要帮助").locator("visible=true").first().click();
    await place.getByText("这一页没有替你向任何人发送消息").locator("visible=true").first().waitFor();
    assert.ok(await place.locator('a[href="tel:12356"]').locator("visible=true").first().isVisible());
    await page.waitForTimeout(1500);
    assert.deepEqual(sent, []);
    await context.close();
  }
});

test("a guardian reads, errs, is told kindly, agrees; then the child is asked in a child's words", async () => {
  const before = await student();
  await enter(before.page);
  await refused(before.page);
  await guardian("parent", async (page) => {
    await heading(page, "可心的心理自评，请您来定");
    assert.ok(!page.url().includes("#"), "token and name leave the address at once");
    assert.equal(await page.locator(".fact").count(), 8);
    await press(page, "我看完了");
    const next = page.getByRole("button", { name: "接着往下", exact: true });
    assert.ok(await next.isDisabled());
    await press(page, "会看到");
    await page.getByText("是我们没说清楚：班主任看不到").waitFor();
    await press(page, "会有影响");
    await page.getByText("没有影响。照常上学").waitFor();
    // A wrong answer is explained and keeps nobody out.
    await next.click();
    const switches = page.getByRole("switch");
    assert.equal(await switches.count(), 5);
    for (const one of await switches.all()) assert.ok(!(await one.isChecked()), "every switch is off at first");
    await page.getByText("一样都没打开，就是不同意").waitFor();
    await page.getByRole("switch", { name: "心理自评的大致结果" }).check();
    // Another language loses nothing.
    await press(page, "English");
    await page.getByText("1 turned on; the rest is not done.").waitFor();
    assert.ok(await page.getByRole("switch", { name: "The rough result of the check" }).isChecked());
    await press(page, "中文");
    await press(page, "就这样交给学校");
    await heading(page, "谢谢您，记下了");
  });
  // The page that stood refused begins when it is opened again, and a child hears a child's words.
  await enter(before.page);
  await button(before.page, "我明白了").click();
  await before.page.getByText("家长已经同意了，现在由你自己决定").waitFor();
  await button(before.page, "我不愿意").click();
  assert.equal(await before.page.locator(".option").count(), 0);
  await enter(before.page);
  await button(before.page, "我明白了").click();
  await button(before.page, "我愿意").click();
  await before.page.locator(".option").first().waitFor();
  await before.context.close();
});

test("a no of the other guardian and a withdrawal count at once, for a new start", async () => {
  const other = await student();
  await guardian("parent-2", async (page) => {
    await press(page, "我不同意");
    await heading(page, "谢谢您，记下了");
  });
  await enter(other.page);
  await refused(other.page);
  // Nobody is told what the other one said.
  await guardian("parent", async (page) => {
    await heading(page, "您现在的选择");
    assert.ok(!(await page.locator("main").innerText()).includes("爸爸"));
    assert.equal(await page.getByText("愿意", { exact: true }).locator("visible=true").first().isVisible(), true);
  });
  await guardian("parent-2", async (page) => {
    await press(page, "改成愿意");
    await page.getByText("改好了，马上算数。").waitFor();
  });
  await enter(other.page);
  await button(other.page, "我明白了").waitFor();
  await guardian("parent-2", async (page) => {
    await press(page, "撤回");
    await page.locator(".state").getByText("已经撤回").waitFor();
  });
  await enter(other.page);
  await refused(other.page);
  await other.context.close();
});

test("yes and no end on the same page, in the same number of touches or fewer", async () => {
  const last = [];
  for (const [as, go] of [
    ["parent-15", (page) => press(page, "我不同意")],
    ["parent-15", (page) => through(page, [])],
    ["parent-15", (page) => through(page, ["心理自评的大致结果", "学校做统计"])],
  ]) {
    await guardian(as, async (page) => {
      if (await page.getByRole("button", { name: "再看一遍八件事" }).count()) await press(page, "再看一遍八件事");
      await go(page);
      await heading(page, "谢谢您，记下了");
      last.push(await page.locator("main").innerText());
    });
  }
  assert.equal(last[0], last[1]);
  assert.equal(last[0], last[2]);
});

test("fourteen and older: both are asked; a sitting that began goes on after a withdrawal", async () => {
  const { context, page } = await student();
  const place = await open(page, stack);
  await begin(place);
  for (let position = 1; position <= 3; position += 1) {
    await at(place, position);
    await place.locator(".option").first().click();
  }
  await guardian("parent-15", async (page) => {
    await press(page, "撤回");
    await page.getByText("改好了，马上算数。").waitFor();
  });
  const fresh = await student();
  await open(fresh.page, stack);
  await fresh.page.frameLocator("qinghe-screening iframe").locator("#plain [lang=zh-Hans] [data-for=consent-missing]").waitFor();
  await answerRest(place, 4);
  await button(place, "看看我的结果").click();
  await delivered(place);
  await context.close();
  await fresh.context.close();
});

async function answerRest(place, from) {
  for (let position = from; position <= ZERO.length; position += 1) {
    await at(place, position);
    await place.locator(".option").first().click();
  }
  await place.getByRole("heading", { name: "做完了，谢谢你" }).waitFor();
}

test("a deletion says the same whether a child has called for help or not", async () => {
  const told = [];
  await say(stack, "parent-15", { screening: true });
  for (const calls of [false, true]) {
    if (calls) {
      const { context, page } = await student();
      const place = await open(page, stack);
      await begin(place);
      await answer(place, ZERO.with(8, 1));
      await button(place, "看看我的结果").click();
      await delivered(place);
      await context.close();
    }
    await guardian("parent-15", async (page) => {
      const card = page.locator(".choice").filter({ hasText: "心理自评的大致结果" });
      await card.getByRole("button", { name: "删除已有的" }).click();
      await card.getByText("删了就找不回来了").waitFor();
      await card.getByRole("button", { name: "删除", exact: true }).click();
      await card.getByText("能删的都删了").waitFor();
      told.push(await page.locator("main").innerText());
    });
  }
  assert.equal(told[0], told[1]);
});

test("an old link, no link, and a student's launch open nothing, and say what to do", async () => {
  const { context, page } = await student();
  await visit(page, stack, "parent", { exp: -4000 });
  await heading(page, "请再点一次");
  await page.goto("about:blank");
  await page.goto(`${stack.gateway}/consent`);
  await heading(page, "请从学校平台进来");
  await page.goto("about:blank");
  await page.goto(`${stack.gateway}/consent#t=${await stack.token(CHILD)}`);
  await heading(page, "请从学校平台进来");
  await context.close();
});

test("in traditional script from the eight facts to the thanks and the slip, and again after English", async () => {
  const own = FACTS.map((line) => /"(.*)"/.exec(line)).filter(Boolean).map(([, text]) => text);
  await guardian(
    "parent",
    async (page) => {
      const shown = (where) => traditional(page, `consent-${where}`, "none", own);
      await heading(page, "可心的心理自評，請您來定");
      await shown("facts");
      await press(page, "我看完了");
      await press(page, "會看到");
      await press(page, "沒有影響");
      await shown("check");
      await press(page, "接著往下");
      await heading(page, "您願意哪幾樣？");
      await shown("choose");
      await press(page, "English");
      await heading(page, "What do you agree to?");
      await press(page, "中文");
      await press(page, "就這樣交給學校");
      await heading(page, "謝謝您，記下了");
      await shown("thanks");
      await press(page, "看看我的選擇");
      await shown("manage");
      await page.getByRole("button", { name: "想用紙的" }).click();
      await heading(page, "紙的同意書");
      await shown("paper");
    },
    { student: "child-in-another-script", lang: "zh-TW" },
  );
});

test("a slip of paper has its number, a code to photograph and both answers alike", async () => {
  await guardian("parent", async (page) => {
    await page.getByRole("button", { name: "想用纸的" }).click();
    await heading(page, "纸的同意书");
    assert.match(await page.locator(".code").innerText(), /^QH-[A-Z2-9]{5}-[A-Z2-9]{5}$/);
    assert.ok((await page.locator(".qr path").getAttribute("d")).length > 500);
    assert.equal(await page.getByText("□ 愿意").count(), await page.getByText("□ 不愿意").count());
  });
});

test("what a guardian ticked on paper is written down at the desk, by name, and counts at once", async () => {
  let code;
  // A child of whom nothing is known yet, with both ways to say it still open.
  const sub = "child-on-paper-0001";
  await guardian(
    "parent",
    async (page) => {
      await page.getByRole("button", { name: "想用纸的" }).click();
      await page.locator(".code").waitFor();
      code = await page.locator(".code").innerText();
    },
    { student: sub },
  );
  const other = await student();
  await enter(other.page, CHILD, { sub });
  await refused(other.page);
  const { page } = desk;
  await page.bringToFront();
  await button(page, "扫码").click();
  await button(page, "记下来").click();
  await page.getByText("请填纸上的编号。").waitFor();
  await page.getByLabel("纸上的编号").fill("QH-AAAAA-22222");
  await button(page, "记下来").click();
  await page.getByText("请至少照着记一样。").waitFor();
  const screening = page.getByRole("radiogroup", { name: "心理自评的大致结果" });
  assert.ok(await screening.getByRole("radio", { name: "纸上没有" }).isChecked(), "nothing is assumed");
  await screening.getByRole("radio", { name: "愿意", exact: true }).check();
  await button(page, "记下来").click();
  await page.getByText("没有这个编号").waitFor();
  await page.getByLabel("纸上的编号").fill(code.toLowerCase());
  await button(page, "记下来").click();
  await page.getByText("记下了，马上算数").waitFor();
  assert.equal(await page.getByLabel("纸上的编号").inputValue(), "");
  await enter(other.page, CHILD, { sub });
  await button(other.page, "我明白了").waitFor();
  await other.context.close();
});

test("the desk reads the printed slip's code by itself, and what was ticked for another paper is gone", async () => {
  const slips = [];
  const sub = "child-on-paper-0002";
  await guardian(
    "parent",
    async (page) => {
      await page.getByRole("button", { name: "想用纸的" }).click();
      await page.locator(".qr").waitFor();
      // As it comes out of the printer.
      await page.emulateMedia({ media: "print" });
      slips.push(await page.locator(".code").innerText(), await page.locator(".qr").screenshot());
    },
    { student: sub },
  );
  const [code, buffer] = slips;
  const { page } = desk;
  await page.bringToFront();
  await desk.go("消息");
  await desk.go("扫码");
  const screening = page.getByRole("radiogroup", { name: "心理自评的大致结果" });
  await screening.getByRole("radio", { name: "不愿意", exact: true }).check();
  await page.locator("#picture").setInputFiles({ name: "slip.png", mimeType: "image/png", buffer });
  await page.getByText("编号读出来了，请照纸上勾的记下来。").waitFor();
  assert.equal(await page.getByLabel("纸上的编号").inputValue(), code);
  assert.ok(await screening.getByRole("radio", { name: "纸上没有" }).isChecked());
  assert.equal(await page.getByText("这不是青禾的二维码。").count(), 0);
  await screening.getByRole("radio", { name: "愿意", exact: true }).check();
  await button(page, "记下来").click();
  await page.getByText("记下了，马上算数").waitFor();
  const other = await student();
  await enter(other.page, CHILD, { sub });
  await button(other.page, "我明白了").waitFor();
  await other.context.close();
});

test("an admission that a page made up, showed again or took from somebody else is none", async () => {
  await say(stack, "parent-15", { screening: true });
  const centre = await (await fetch(`http://127.0.0.1:${stack.gatewayPort}/v1/centre`)).json();
  const key = Buffer.from(centre.consentKey.public, "base64url");
  const claimsOf = (text) => JSON.parse(Buffer.from(text.split(".")[1], "base64url"));
  const admission = async (token) => {
    const answer = await fetch(`http://127.0.0.1:${stack.gatewayPort}/v1/admission`, { headers: { authorization: `Bearer ${token}` } });
    return answer.text();
  };
  const token = await stack.token("student-15");
  const [claims, good] = [claimsOf(token), await admission(token)];
  const takes = (text, said = claims, by = key) => admits(text, by, stack.gateway, said);
  assert.equal(await takes(good), true);
  assert.equal(await admits(good, key, "http://elsewhere.localhost", claims), false);
  const [head, body, signature] = good.split(".");
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const forged = part({ ...claimsOf(good), jti: "another-launch-00000" });
  assert.equal(await takes(`${head}.${forged}.${signature}`, { ...claims, jti: "another-launch-00000" }), false, "altered");
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
  const own = Buffer.from(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, pair.privateKey, Buffer.from(`${head}.${body}`)));
  assert.equal(await takes(`${head}.${body}.${own.toString("base64url")}`), false, "signed by a page");
  // Of another launch of the same student, of somebody else, and from before this launch.
  assert.equal(await takes(good, { ...claims, jti: claimsOf(await stack.token("student-15")).jti }), false, "shown again");
  assert.equal(await takes(good, { ...claims, sub: "somebody-else" }), false, "somebody else's");
  assert.equal(await takes(good, { ...claims, iss: "https://another.portal" }), false, "another platform's");
  assert.equal(await takes(good, { ...claims, iat: claims.iat + 4000 }), false, "expired");
  // The gateway's own key under another kind of statement, or about another purpose.
  const secret = await readFile(join(stack.data, "gateway/gateway.key"));
  const d = createHmac("sha256", secret).update("qinghe/1 consent receipts").update(Uint8Array.of(0)).digest("base64url");
  const [x, y] = [key.subarray(1, 33), key.subarray(33)].map((half) => half.toString("base64url"));
  const gateways = createPrivateKey({ key: { kty: "EC", crv: "P-256", d, x, y }, format: "jwk" });
  const stated = (typ, said) => {
    const words = `${part({ alg: "ES256", typ })}.${part(said)}`;
    return `${words}.${sign("sha256", Buffer.from(words), { key: gateways, dsaEncoding: "ieee-p1363" }).toString("base64url")}`;
  };
  const kind = "qinghe-consent-admission+jwt";
  assert.equal(await takes(stated(kind, claimsOf(good))), true, "the derivation is the one of docs/wire.md");
  assert.equal(await takes(stated("qinghe-consent-receipt+jwt", claimsOf(good))), false, "another kind");
  assert.equal(await takes(stated(kind, { ...claimsOf(good), purpose: "research" })), false, "another purpose");
  // A receipt of the same gateway is no admission.
  const said = await fetch(`http://127.0.0.1:${stack.gatewayPort}/v1/consent/answers`, {
    method: "POST",
    headers: { authorization: `Bearer ${await stack.consentToken("parent-15")}` },
    body: JSON.stringify({ answers: { screening: true } }),
  });
  const { receipts } = await said.json();
  assert.equal(await takes(receipts[0]), false, "another kind");
  for (const nonsense of ["", "a.b.c", good.slice(0, -4), `${good}.x.y`.slice(4)]) assert.equal(await takes(nonsense), false);
});

test("every screen of the page for families, also in large type: axe, and nothing beside the screen", async () => {
  const context = await browser.newContext({ viewport: { width: 320, height: 640 }, reducedMotion: "reduce" });
  const page = await context.newPage();
  const found = [];
  const check = async (screen) => {
    for (const large of [false, true]) {
      const pressed = (await page.locator("#big").getAttribute("aria-pressed")) === "true";
      if (pressed !== large) await page.locator("#big").click();
      found.push(...(await judgedInEveryLook(page, large ? `${screen} in large type` : screen)));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wide > 0) found.push(`${screen}: ${wide} pixels too wide${large ? " in large type" : ""}`);
    }
  };
  const entry = { student: "axe-every-look-0000" };
  await visit(page, stack, "parent", entry);
  await check("facts");
  await press(page, "我看完了");
  await press(page, "会看到");
  await press(page, "没有影响");
  await check("check");
  await press(page, "接着往下");
  await page.getByRole("switch").first().check();
  await check("choose");
  await press(page, "就这样交给学校");
  await heading(page, "谢谢您，记下了");
  await page.locator(".proof summary").click();
  await check("thanks");
  await press(page, "看看我的选择");
  await press(page, "删除已有的");
  await check("sure");
  await press(page, "删除");
  await page.locator(".reply li").first().waitFor();
  await check("manage");
  await page.locator(".choice", { hasText: "转学时带上自己的记录" }).getByRole("button", { name: "改成愿意" }).click();
  await press(page, "给孩子的同意单");
  await page.locator(".permit .qr").waitFor();
  await check("permit");
  await press(page, "返回");
  await page.getByRole("button", { name: "想用纸的" }).click();
  await page.locator(".qr").waitFor();
  await check("paper");
  await visit(page, stack, "parent", { ...entry, exp: -4000 });
  await check("fault");
  assert.deepEqual(found, []);
  await context.close();
});
