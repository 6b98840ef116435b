// axe-core inside the frame's own document, as the portal embeds it. From the page around it sees the frame as one
// box and reports nothing, which is not the same as finding nothing; so is a run in which few rules apply.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axe, judged } from "./axe.mjs";
import { at, begin, button, choose, open, pastHelp } from "./people.mjs";
import { setting, stack, student } from "./setting.mjs";

setting();

// Over a whole sitting: so many rules must have found something to judge.
const APPLY = 30;

test("inside the frame axe finds nothing wrong, and finds enough to judge", async () => {
  const { context, page } = await student();
  const place = await open(page, stack);
  const inner = page.frames().find((frame) => frame.url().startsWith(stack.gateway));
  const applied = new Set();
  const wrong = [];
  const check = async (screen) => {
    await page.waitForTimeout(300);
    const { violations, passes, incomplete } = await judged(inner);
    for (const { id } of [...passes, ...violations, ...incomplete]) applied.add(id);
    for (const { id, nodes } of violations) wrong.push(`${screen}: ${id} at ${nodes.map(({ target }) => target.flat().join(" ")).join("; ")}`);
  };
  await button(place, "我明白了").waitFor();
  await check("who sees what");
  await button(place, "我明白了").click();
  await place.getByLabel("这是公用电脑").waitFor();
  await check("consent");
  await button(place, "好，开始吧").click();
  for (let position = 1; position <= 8; position += 1) await choose(place, position, 0);
  await at(place, 9);
  await check("item");
  await choose(place, 9, 1);
  await place.locator(".help").waitFor();
  await check("help card");
  await pastHelp(place);
  for (let position = 10; position <= 16; position += 1) await choose(place, position, 0);
  await button(place, "看看我的结果").click();
  await place.locator(".sent").waitFor();
  await check("result");
  await context.close();
  assert.deepEqual(wrong, []);
  assert.ok(applied.size >= APPLY, `${applied.size} rules applied: ${[...applied].sort().join(" ")}`);
});

test("from the page around, the same fault is invisible", async () => {
  const { context, page } = await student();
  const place = await open(page, stack);
  await begin(place);
  await at(place, 1);
  const inner = page.frames().find((frame) => frame.url().startsWith(stack.gateway));
  await inner.evaluate(() => document.querySelector("#place").shadowRoot.querySelector(".screen").append(document.createElement("button")));
  const faults = async (frame) => {
    await frame.evaluate(axe);
    const { violations } = await frame.evaluate(() => window.axe.run(document, { runOnly: ["button-name"] }));
    return violations.length;
  };
  assert.equal(await faults(inner), 1);
  assert.equal(await faults(page.mainFrame()), 0);
  await context.close();
});
