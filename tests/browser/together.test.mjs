// Parent and child at one phone: they take turns, each for oneself, one sheet comes out of the printer, and nothing of it stays
// or leaves. The real page, gateway and exercises.
import assert from "node:assert/strict";
import { test } from "node:test";
import { browser, setting, stack } from "./setting.mjs";
import { Trainee, kindOf, stored, titleOf } from "./training.mjs";

setting({});

const PARENT = "先请大人来。孩子看着就好。";
const CHILD = "轮到孩子了。大人听着，先不插话。";
const MOTHER = "先给外婆打个电话";
const SON = "给同桌讲一道题";

async function visit(stage, lang = "zh-Hans") {
  const trainee = await Trainee.visit(browser, stack, { query: `&stage=${stage}`, lang });
  await trainee.page.goto("about:blank");
  trainee.requests.length = 0;
  trainee.address = `${stack.gateway}/lessons?lang=${lang}&stage=${stage}`;
  await trainee.page.goto(trainee.address);
  await trainee.heading(lang === "en" ? "How are things at home today?" : "今天，家里怎么样？");
  await trainee.page.waitForLoadState("networkidle");
  return trainee;
}

async function begin(trainee, id, variant) {
  const title = await titleOf(id, "zh-Hans", variant);
  await trainee.page.locator(".room", { has: trainee.page.getByText(title, { exact: true }) }).first().click();
  await trainee.heading(title);
  await trainee.press("孩子愿意，开始");
  await trainee.page.locator(".play").waitFor();
}

const whose = (page) => page.locator(".whose").innerText({ timeout: 2000 }).catch(() => "");

// One screen after the other to the end; `said` is what goes into the lines. Gives whose turns there were.
async function through(trainee, said) {
  const { page } = trainee;
  const turns = [];
  for (let nth = 0; nth < 60; nth += 1) {
    if (await page.getByRole("heading", { name: "你们俩一起做完了" }).count()) return turns;
    const kind = await kindOf(page);
    const turn = await whose(page);
    turns.push(turn);
    assert.ok(!["card", "diary"].includes(kind), "nothing that is kept is shown");
    if (turn === PARENT || turn === CHILD) {
      const chosen = await page.locator("input:checked, [aria-pressed=true]").count();
      assert.equal(chosen, 0, "nothing is chosen when a turn begins");
      for (const line of await page.locator("textarea").all()) assert.equal(await line.inputValue(), "", "and nothing is written");
    }
    if (kind === "not-for") {
      await page.locator(".ways .on").click();
      continue;
    }
    if (kind === "rating") await page.locator(".place").nth(turn === PARENT ? 5 : 4).click();
    if (kind === "write") for (const line of await page.locator("textarea").all()) await line.fill(turn === CHILD ? said[1] : said[0]);
    if (kind === "pick") await page.locator(".option input").nth(turn === CHILD ? 1 : 0).check();
    if (kind === "choice") {
      const all = page.locator(".options button.option");
      for (let at = 0; at < (await all.count()) && (await page.locator(".ways .on").isDisabled()); at += 1) await all.nth(at).click();
    }
    await page.locator(".ways .on").click();
  }
  throw new Error("it has no end");
}

test("parent first, then the child, on one screen; one sheet of both; nothing is stored and nothing is sent", async () => {
  const trainee = await visit("junior");
  const { page } = trainee;
  await page.getByRole("heading", { name: "和孩子一起做" }).waitFor();
  const before = await stored(page, "qinghe-lessons");
  await begin(trainee, "e25-kindness-week", "J");
  const asked = trainee.requests.length;
  const turns = await through(trainee, [MOTHER, SON]);
  const own = turns.filter((turn) => turn === PARENT || turn === CHILD);
  assert.ok(own.length >= 10, turns.join(" | "));
  own.forEach((turn, nth) => assert.equal(turn, nth % 2 ? CHILD : PARENT, "they take turns, the parent first"));
  // What both said stands there, by whom, and the sheet is one page of A4.
  const sheet = page.locator("section.both");
  for (const text of [MOTHER, SON]) await sheet.getByText(text, { exact: false }).waitFor();
  assert.ok((await sheet.locator("dt", { hasText: "大人" }).count()) >= 5 && (await sheet.locator("dt", { hasText: "孩子" }).count()) >= 5);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, "it fits the phone");
  const pdf = await page.pdf({ format: "A4" });
  assert.equal((pdf.toString("latin1").match(/\/Type\s*\/Page\b/g) || []).length, 1, "one page");
  // Nothing is on the device, nothing has left.
  assert.deepEqual(trainee.requests.slice(asked), [], "no request");
  assert.deepEqual(await stored(page, "qinghe-lessons"), before, "no row");
  const everywhere = await page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name);
    return { names, local: { ...localStorage }, session: { ...sessionStorage }, cookies: document.cookie };
  });
  assert.deepEqual([everywhere.local, everywhere.session, everywhere.cookies], [{}, {}, ""]);
  await trainee.press("回到首页");
  await trainee.heading("今天，家里怎么样？");
  const gone = await page.evaluate(() => document.documentElement.outerHTML);
  assert.ok(!gone.includes(MOTHER) && !gone.includes(SON), "the page has forgotten it");
  await page.reload();
  await trainee.heading("今天，家里怎么样？");
  assert.equal(await page.getByText("上次看到一半").count(), 0, "nothing waits to be gone on with");
  assert.deepEqual(await trainee.end(), []);
});

test("a reload in the middle leaves nothing, and whoever wants to stop stops for both", async () => {
  const trainee = await visit("upper-primary");
  const { page } = trainee;
  const before = await stored(page, "qinghe-lessons");
  await begin(trainee, "e21-traffic-light", "P");
  await page.locator(".place").nth(6).click();
  await page.locator(".ways .on").click();
  await page.getByText(CHILD).waitFor();
  await page.locator(".place").nth(3).click();
  await page.reload();
  await trainee.heading("今天，家里怎么样？");
  assert.equal(await page.getByText("上次看到一半").count(), 0);
  assert.deepEqual(await stored(page, "qinghe-lessons"), before);
  await page.waitForLoadState("networkidle");
  await begin(trainee, "e21-traffic-light", "P");
  await page.locator(".stop").click();
  await trainee.heading("先停在这里");
  await trainee.press("回到首页");
  await trainee.heading("今天，家里怎么样？");
  assert.deepEqual(await trainee.end(), []);
});

test("each age has its own, and the youngest and the oldest too", async () => {
  for (const [stage, count] of [["preschool", 5], ["upper-primary", 6], ["senior", 4]]) {
    const trainee = await visit(stage);
    const list = trainee.page.locator("h2", { hasText: "和孩子一起做" }).locator("~ ul").first().locator(".room");
    assert.equal(await list.count(), count, stage);
    assert.deepEqual(await trainee.end(), []);
  }
});
