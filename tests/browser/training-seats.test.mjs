// Two people with one phone: what the first wrote stays covered until the second has written.
import assert from "node:assert/strict";
import { test } from "node:test";
import { browser, setting, stack } from "./setting.mjs";
import { Trainee, titleOf } from "./training.mjs";

setting({});

const FIRST = ["和同学联系，查题目", "手机一拿出来就吵"];
const SECOND = ["下班歇一歇", "你睡得太晚"];

async function write(trainee, lines) {
  const fields = trainee.page.locator("textarea");
  assert.deepEqual(await fields.evaluateAll((all) => all.map((one) => one.value)), lines.map(() => ""), "the lines are empty");
  for (const [nth, line] of lines.entries()) await fields.nth(nth).fill(line);
}

// Neither on the screen nor anywhere in the page.
async function covered(trainee, lines) {
  const all = await trainee.page.evaluate(() => [document.documentElement.outerHTML, ...Array.from(document.querySelectorAll("textarea, input"), (one) => one.value)].join("\n"));
  for (const line of lines) assert.ok(!all.includes(line), `“${line}” is covered`);
}

const stands = async (trainee, lines) => {
  for (const line of lines) await trainee.page.locator(".kept dd", { hasText: line }).waitFor();
};

test("the phone goes over, and neither going back nor a reload shows the first one's words before both have written", async () => {
  const trainee = await Trainee.visit(browser, stack);
  const { page } = trainee;
  await trainee.settled();
  await trainee.open(await titleOf("e30-screen-pact", "zh-Hans"));
  await trainee.next();
  await trainee.rated(6);
  await trainee.next();
  await write(trainee, FIRST);
  await trainee.next();
  await page.locator("textarea").waitFor({ state: "detached" });
  await covered(trainee, FIRST);
  // Back leads before the seats, and on again to the hand-over.
  await trainee.press("← 上一步");
  await page.locator(".ways .on").waitFor();
  await covered(trainee, FIRST);
  await trainee.next();
  await covered(trainee, FIRST);
  assert.equal(await page.locator("textarea").count(), 0);
  await page.waitForTimeout(300);
  await page.reload();
  await trainee.menu();
  await trainee.press("接着来");
  await page.locator(".ways .on").waitFor();
  assert.equal(await page.locator("textarea").count(), 0);
  await covered(trainee, FIRST);
  await trainee.next();
  await page.locator("textarea").first().waitFor();
  await covered(trainee, FIRST);
  await write(trainee, SECOND);
  await covered(trainee, FIRST);
  await trainee.next();
  await stands(trainee, [...FIRST, ...SECOND]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, "it fits the phone");
  assert.deepEqual(await trainee.end(), []);
});
