// The family's lessons on a phone: whose child, a lesson with its talk and its forks, a poor way and a second try, the week
// after, the notebook, very large letters, and that nothing of it leaves the device. The real page, gateway and lessons.
import assert from "node:assert/strict";
import { test } from "node:test";
import { judgedInEveryLook } from "./axe.mjs";
import { browser, ground, stack } from "./setting.mjs";
import { Trainee, stored } from "./training.mjs";

const LISTEN = "倾听一刻钟";
ground();

class Parent extends Trainee {
  static async visit({ page = "lessons", behind = "", query = "&stage=lower-primary", lang = "zh-Hans", ...options } = {}) {
    const parent = new Parent();
    parent.context = await browser.newContext({ viewport: { width: 360, height: 740 }, acceptDownloads: true, ...options });
    parent.page = await parent.context.newPage();
    parent.complaints = [];
    parent.page.on("pageerror", (error) => parent.complaints.push(String(error)));
    await parent.page.clock.install();
    parent.requests = [];
    parent.page.on("request", (request) => parent.requests.push(`${request.method()} ${new URL(request.url()).pathname}`));
    parent.address = `${stack.gateway}/${page}?lang=${lang}${query}${behind}`;
    await parent.page.goto(parent.address);
    return parent;
  }

  home() {
    return this.heading("今天，家里怎么样？");
  }

  async open(title, entry = "开始") {
    await this.page.locator(".room", { has: this.page.getByText(title, { exact: true }) }).first().click();
    await this.heading(title);
    await this.press(entry);
  }

  // The option at a place of the present fork; what the child does is told before it goes on.
  async fork(nth) {
    await this.page.locator("button.option").nth(nth).click();
    await this.page.locator(".said .face").waitFor();
    const look = await this.page.locator(".said .face").getAttribute("aria-label");
    await this.next();
    return look;
  }

  async lines(...texts) {
    for (const [nth, text] of texts.entries()) await this.page.locator("textarea").nth(nth).fill(text);
    await this.next();
  }
}

const done = async (parent) => {
  assert.deepEqual(parent.complaints, []);
  await parent.context.close();
};
const choose = async (parent, nth) => {
  await parent.page.locator(".option input").nth(nth).check();
  await parent.next();
};

test("a lesson from its first moment to its card: the talk, a poor way, a second try, the plan", async () => {
  const parent = await Parent.visit();
  const { page } = parent;
  await parent.home();
  await parent.open(LISTEN);
  await page.locator(".ways .stop").waitFor();
  await parent.next();
  // A talk: the child's face at every turn of the child's.
  await page.locator(".talk .turn.adult").first().waitFor();
  assert.equal(await page.locator(".talk .turn.child .face").count(), await page.locator(".talk .turn.child").count());
  await parent.next();
  // The face when the moment begins, and another when somebody was lectured.
  await page.locator(".story .face").waitFor();
  assert.match(await page.locator(".story .face").getAttribute("aria-label"), /难过/);
  assert.match(await parent.fork(0), /不想说了/);
  await page.getByText("小满心里，也许是这样的", { exact: false }).waitFor();
  await parent.next();
  await choose(parent, 0);
  assert.match(await parent.fork(1), /在想事/);
  await parent.fork(2);
  assert.match(await parent.fork(0), /平静/);
  await parent.next();
  await choose(parent, 0);
  await parent.next();
  assert.ok(await page.locator(".ways .on").isDisabled(), "a plan is needed");
  await parent.lines("关灯以后", "加班就改到路上");
  await parent.press("好，提醒我");
  await parent.next();
  await page.locator(".kept").getByText("关灯以后", { exact: false }).waitFor();
  await parent.next();
  await parent.heading("今天这一课，学完了");
  await parent.press("回到首页");
  await parent.home();
  await page.getByText("✓ 学过了", { exact: false }).first().waitFor();

  // A week later it asks by itself, and "not yet" is no fault.
  await page.clock.fastForward(7 * 86400 * 1000);
  await page.goto("about:blank");
  await page.goto(parent.address);
  await parent.says("一个星期了，回来看看");
  await page.locator("section.card .main").click();
  await choose(parent, 2);
  await page.getByText("没关系", { exact: false }).first().waitFor();
  await parent.next();
  await parent.next();
  for (let quiz = 0; quiz < 3; quiz += 1) {
    for (let nth = 0; nth < 3 && (await page.locator(".ways .on").isDisabled()); nth += 1) await page.locator("button.option").nth(nth).click();
    await parent.next();
  }
  await parent.next();
  await parent.heading("今天这一课，学完了");
  await done(parent);
});

test("the child's age first, then lessons of that age, and what they are about", async () => {
  const parent = await Parent.visit({ query: "" });
  const { page } = parent;
  await parent.heading("您家孩子，现在多大？");
  assert.equal(await page.locator(".options .option").count(), 6);
  await page.locator(".options .option", { hasText: "小学一到三年级" }).click();
  await parent.home();
  const first = page.locator(".offers .room");
  await first.first().waitFor();
  assert.equal(await first.count(), 3, "three for everybody");
  const all = await page.locator(".rooms:not(.offers):not(.every) .room").count();
  await page.locator(".chip", { hasText: "作业" }).click();
  await page.locator(".room", { hasText: "作业" }).first().waitFor();
  assert.ok((await page.locator(".rooms:not(.offers):not(.every) .room").count()) < all);
  // It stays known, sealed, on this device.
  await page.reload();
  await parent.home();
  await done(parent);
});

test("stopping is on every screen, a broken lesson goes on where it was, and what is written lies sealed", async () => {
  const parent = await Parent.visit();
  const { page } = parent;
  await parent.open(LISTEN);
  await parent.next();
  await parent.next();
  await parent.fork(1);
  await page.reload();
  await parent.says("上次看到一半");
  await parent.press("接着看");
  await page.getByText("小满低着头", { exact: false }).waitFor();
  await parent.fork(2);
  await parent.fork(0);
  await parent.next();
  await choose(parent, 1);
  await parent.next();
  await parent.lines("周三晚上八点", "信号不好就发语音");
  const rows = JSON.stringify(await stored(page, "qinghe-lessons"));
  assert.ok(rows.length > 100 && !rows.includes("周三") && !rows.includes("d21"), "sealed");
  await page.locator(".stop").click();
  await parent.heading("先停在这里");
  await done(parent);
});

test("nothing is sent, whatever is opened; all of it opens without a network", async () => {
  const asked = [];
  for (const title of [LISTEN, undefined]) {
    const parent = await Parent.visit();
    const { page } = parent;
    await parent.home();
    await page.waitForLoadState("networkidle");
    if (title) {
      await parent.open(title);
      await parent.next();
    }
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.waitForLoadState("networkidle");
    asked.push([...new Set(parent.requests)].sort().join("\n"));
    assert.ok(parent.requests.every((request) => request.startsWith("GET ")));
    await parent.context.setOffline(true);
    await page.reload();
    if (!title) {
      await parent.home();
      await parent.open(LISTEN);
      await page.locator(".ways .stop").waitFor();
    }
    await done(parent);
  }
  assert.equal(asked[0], asked[1], "the same requests, whatever is opened");
});

test("on a shared computer nothing stays", async () => {
  const parent = await Parent.visit({ query: "&stage=lower-primary&shared" });
  const { page } = parent;
  await parent.home();
  await parent.open(LISTEN);
  await parent.next();
  const left = await page.evaluate(async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, (await caches.keys()).length]);
  assert.deepEqual(left, [0, 0, 0, 0]);
  await done(parent);
});

test("very large letters: one thing on the start, and larger everywhere", async () => {
  const parent = await Parent.visit();
  const { page } = parent;
  await parent.home();
  const small = await page.evaluate(() => parseFloat(getComputedStyle(document.querySelector("main p, main button")).fontSize));
  await parent.press("字再大一点，一屏只放一样");
  await page.locator("main.large").waitFor();
  assert.equal(await page.locator("main .room, main .chip").count(), 0);
  const large = await page.evaluate(() => parseFloat(getComputedStyle(document.querySelector("main.large button")).fontSize));
  assert.ok(large >= 1.4 * small, `${large} after ${small}`);
  await page.locator("main .main").click();
  await parent.press("开始");
  await page.locator("main.large .stop").waitFor();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(wide <= 0);
  await done(parent);
});

test("from tonight's card to its lesson, and from the lessons back to tonight; the address keeps nothing", async () => {
  const parent = await Parent.visit({ page: "family", query: "" });
  const { page } = parent;
  await page.locator(".offers .room").first().click();
  await page.locator(".option").first().click();
  await page.locator(".option").nth(1).click();
  await page.locator("section .room").first().click();
  await page.waitForURL(/\/lessons/);
  await page.locator("main .actions .main").waitFor();
  assert.equal(await page.evaluate(() => location.hash), "");
  await parent.press("← 返回");
  await page.locator(".options .option").nth(3).click();
  await parent.home();
  await page.locator(".tonight").click();
  await page.waitForURL(/\/family/);
  await parent.heading("您看见了什么？点最着急的那一样。");
  assert.equal(await page.evaluate(() => location.hash), "");
  await done(parent);
});

test("the self-check gives three lessons, safety first, and none of what no list should say", async () => {
  const parent = await Parent.visit({ page: "family", behind: "#self-check", query: "" });
  const { page } = parent;
  await page.locator(".options .option", { hasText: "初中" }).click();
  await page.locator(".statement").first().waitFor();
  await parent.press("看看是哪三课");
  await page.getByText("先点几句", { exact: false }).waitFor();
  const often = page.locator(".statement", { hasText: "自己都吓一跳" }).locator("label", { hasText: "常常" });
  await often.click();
  await parent.press("看看是哪三课");
  await parent.heading("这三课，也许正用得上");
  const names = await page.locator("section .room strong").allInnerTexts();
  assert.equal(names.length, 3);
  const kept = await page.evaluate(async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length]);
  assert.deepEqual(kept, [0, 0, 0]);
  await page.locator("section .room").first().click();
  await page.waitForURL(/\/lessons/);
  await done(parent);
});

for (const [lang, width] of [["zh-Hans", 320], ["en", 360]]) {
  test(`every kind of screen: ${lang}, ${width} pixels`, async () => {
    const parent = await Parent.visit({ lang, query: "", viewport: { width, height: 740 } });
    const { page } = parent;
    const found = [];
    const look = async (screen) => {
      found.push(...(await judgedInEveryLook(page, screen, () => page.clock.runFor(100))));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (wide > 0) found.push(`${screen}: ${wide} pixels too wide`);
    };
    await page.locator(".options .option").first().waitFor();
    await look("whose child");
    await page.locator(".options .option").nth(1).click();
    await page.locator(".offers .room").first().waitFor();
    await page.waitForLoadState("networkidle");
    await page.locator("details summary").first().click();
    await look("start");
    await page.locator(".help-now").click();
    await look("help");
    await page.keyboard.press("Escape");
    await page.locator(".offers .room").first().click();
    await look("lesson");
    await page.locator("main .actions .main").click();
    await page.locator(".stop").waitFor();
    await look("idea");
    await parent.next();
    await look("talk");
    await parent.next();
    await look("fork");
    await page.locator("button.option").first().click();
    await look("reply");
    await parent.next();
    await look("far");
    await page.locator(".stop").click();
    await look("over");
    await page.locator(".ways .on").click();
    await page.locator(".larger").click();
    await look("large");
    assert.deepEqual(found, []);
    await done(parent);
  });
}
