// Every shipped battery in a real browser: gates, adaptive order, ages and roles, the second look.
import assert from "node:assert/strict";
import { test } from "node:test";
import { agree, button } from "./people.mjs";
import { setting, stack, student } from "./setting.mjs";
import { manifest } from "./stack.mjs";

setting({ deskOpen: false });

const END = /^(做完了，谢谢你|填完了，谢谢您)$/;
const AGAIN = "要不要再看一眼？";

// Opens a battery as a page of its own. The page's clock can be moved on, so that a journey takes no longer
// than it must for somebody who reads; and its steady clock can stand still, so that whoever hurries does so on a busy machine too.
async function open(battery, who, lang = "zh-Hans") {
  const one = await student();
  await one.page.addInitScript(() => {
    const now = Date.now;
    window.later = 0;
    Date.now = () => now() + window.later;
    const clock = performance.now.bind(performance);
    window.still = false;
    let stopped;
    performance.now = () => {
      stopped = window.still ? (stopped ?? clock()) : undefined;
      return (stopped ?? clock()) + window.later;
    };
  });
  const token = await stack.token("student-15", { battery, ...who });
  await one.page.goto(`${stack.gateway}/embed?battery=${battery}&lang=${lang}#t=${token}`);
  return one;
}

async function begin(page) {
  await button(page, "我明白了").click();
  await agree(page).click();
}

const shown = (page) =>
  page.evaluate(() => {
    const root = document.querySelector("#place").shadowRoot;
    const bar = root.querySelector("progress");
    const options = root.querySelectorAll(".option").length;
    return bar ? { position: bar.value, total: bar.max, stem: root.querySelector("h1").textContent, options } : undefined;
  });

// Answers item after item until something else is shown, `gapMs` after the one before by the page's clock; `option` gets position
// and stem. Gives the items.
async function answer(page, option, gapMs = 800) {
  const asked = [];
  await page.evaluate((gap) => { window.still = gap === 0; }, gapMs);
  for (let item = await shown(page); item; item = await shown(page)) {
    asked.push(item);
    await page.evaluate((gap) => { window.later += gap; }, gapMs);
    await page.locator(".option").nth(option(item)).click();
    await page.waitForFunction(
      ([position, stem]) => {
        const root = document.querySelector("#place").shadowRoot;
        return root.querySelector("progress")?.value !== position || root.querySelector("h1").textContent !== stem;
      },
      [item.position, item.stem],
    );
    const card = page.locator(".help .other");
    if (await card.count()) {
      await card.click();
      await page.waitForFunction(() => !document.querySelector("#place").shadowRoot.querySelector(".help .other"));
    }
  }
  await page.evaluate(() => { window.still = false; });
  return asked;
}

const ended = (page) => page.getByRole("heading", { name: END }).waitFor();
// In the middle and not all the same: nothing that an index could doubt but the time.
const varied = ({ position, stem, options }) => (/伤害自己/.test(stem) ? 0 : Math.min(options - 1, 1 + (position % 2)));

const WALKS = [
  ["upper-primary", { age: 11, consent: "shown" }, 17],
  ["junior", { age: 13, consent: "shown" }, 39],
  ["senior", { age: 16 }, 44],
  ["vocational", { age: 17 }, 33],
  ["university", { age: 17 }, 37],
  ["university", { age: 19 }, 42],
  ["parent-report", { age: 9, role: "parent" }, 31],
];

for (const [battery, who, items] of WALKS) {
  test(`${battery} at ${who.age}: ${items} items, one after the other`, async () => {
    const { context, page, complaints } = await open(battery, who);
    await page.getByText(`最多 ${items} 道小题`).waitFor();
    await begin(page);
    const asked = await answer(page, varied);
    assert.equal(asked.length, items);
    assert.deepEqual(asked.map((item) => item.position), asked.map((_, nth) => nth + 1));
    assert.ok(asked.every((item) => item.total === items));
    await ended(page);
    assert.deepEqual(complaints, []);
    await context.close();
  });
}

test("two steps: a gate that stays closed and one that opens", async () => {
  const calm = await open("two-step", { age: 15 });
  await begin(calm.page);
  const few = await answer(calm.page, () => 0);
  assert.equal(few.length, 5, "three and two items");
  const totals = few.map((item) => item.total);
  assert.ok(totals.every((total, nth) => nth === 0 || total <= totals[nth - 1]), "what is to come never grows");
  await ended(calm.page);
  const low = await open("two-step", { age: 15 });
  await begin(low.page);
  const more = await answer(low.page, ({ position }) => (position <= 2 ? 3 : 0));
  assert.equal(more.length, 3 + 2 + 6);
  await ended(low.page);
  await Promise.all([calm.context.close(), low.context.close()]);
});

test("adaptive: without symptoms a few items are enough", async () => {
  const { context, page } = await open("mood-adaptive", { age: 15 });
  await begin(page);
  const asked = await answer(page, ({ stem }) => (/希望|开心|快乐|高兴/.test(stem) ? 3 : 0));
  assert.ok(asked.length <= 6, `${asked.length} items`);
  await ended(page);
  await context.close();
});

test("whoever hurried is asked kindly to look again, and what is looked at counts", async () => {
  const { context, page, complaints } = await open("junior", { age: 13, consent: "shown" });
  await begin(page);
  const asked = await answer(page, varied, 0);
  await page.getByRole("heading", { name: AGAIN }).waitFor();
  await button(page, "好，再看一看").click();
  const again = await answer(page, varied);
  assert.equal(again.length, asked.length);
  await ended(page);
  await button(page, "看看我的结果").click();
  await page.locator(".sent").getByText("可以", { exact: true }).waitFor();
  assert.deepEqual(complaints, []);
  await context.close();
});

test("whoever keeps hurried choices hears no reproach, and nothing is read into them", async () => {
  const { context, page } = await open("junior", { age: 13, consent: "shown" });
  await begin(page);
  await answer(page, varied, 0);
  await page.getByRole("heading", { name: AGAIN }).waitFor();
  await button(page, "不用了，就这样").click();
  await ended(page);
  await button(page, "看看我的结果").click();
  await page.locator(".sent").getByText("这次看不准").first().waitFor();
  await context.close();
});

test("every battery refuses the wrong age and the wrong role with a kind page", async () => {
  for (const [battery, who, code] of [
    ["junior", { age: 11, consent: "shown" }, "age-not-eligible"],
    ["upper-primary", { age: 12, consent: "shown" }, "age-not-eligible"],
    ["parent-report", { age: 9 }, "role"],
    ["senior", { age: 16, role: "parent" }, "role"],
  ]) {
    const { context, page } = await open(battery, who);
    await page.locator(`#plain p[data-for=${code}]`).locator("visible=true").first().waitFor();
    await context.close();
  }
});

test("wording that a school brings is shown as it stands; without it, nothing is", async () => {
  const early = await open("own-stress", { age: 14 });
  await early.page.locator("#plain p[data-for=battery]").locator("visible=true").first().waitFor();
  await early.context.close();
  await stack.bringText("pss-10");
  const { context, page, complaints } = await open("own-stress", { age: 14 });
  await begin(page);
  const asked = await answer(page, varied);
  assert.deepEqual(asked.map((item) => item.stem), asked.map((_, nth) => `编出来的第 ${nth + 1} 句`));
  assert.equal(asked.length, 10);
  await ended(page);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("every battery that is packed has a walk here", async () => {
  const walked = new Set([...WALKS.map(([battery]) => battery), "two-step", "mood-adaptive", "mood-and-anxiety", "own-stress"]);
  const packed = Object.keys((await manifest()).manifest.packs);
  assert.deepEqual(packed.filter((battery) => !walked.has(battery)), []);
});
