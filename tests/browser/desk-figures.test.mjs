// What a school may see of exercises: a lead says how many are enrolled, students' flags are counted by the gateway, and the
// desk shows numbers with their formula and never of a few.
import assert from "node:assert/strict";
import { test } from "node:test";
import { many } from "./flags.mjs";
import { button } from "./people.mjs";
import { browser, desk, setting, stack } from "./setting.mjs";

setting();

const skill = (name) => desk.page.locator("section", { has: desk.page.getByRole("heading", { level: 3, name, exact: true }) });

test("numbers with their formula, never of a few, and the enrolment is asked for first", async () => {
  const { page } = desk;
  await desk.go("学得怎么样");
  await page.getByText("先填各年级有多少人", { exact: false }).waitFor();
  // Faults are all named, and nothing that was typed is lost.
  await page.getByLabel("第 1 行的年级").fill("9");
  await page.getByLabel("第 1 行的人数").fill("六十");
  await page.getByLabel("第 2 行的年级").fill("10");
  await page.getByLabel("第 2 行的人数").fill("40");
  await button(page, "存好").click();
  await page.getByText("请填 1 到 100000 的整数。").waitFor();
  assert.equal(await page.getByLabel("第 1 行的人数").inputValue(), "六十");
  await page.getByLabel("第 1 行的人数").fill("60");
  await button(page, "存好").click();
  await page.getByText("存好了。").waitFor();
  await page.getByText("还没有可以显示的数", { exact: false }).waitFor();

  await many(stack, 0, 9, "e01-slow-breathing", 0);
  const again = async () => {
    await desk.go("同事");
    await desk.go("学得怎么样");
    await page.locator(".enrolled").waitFor();
  };
  await again();
  assert.equal(await skill("慢呼吸").count(), 0, "nine are too few even to say that there are any");
  await many(stack, 9, 30, "e01-slow-breathing", 0);
  await many(stack, 0, 12, "e01-slow-breathing", 1);
  await many(stack, 0, 30, "core-knowledge", 0);
  await again();
  await skill("慢呼吸").getByText("30 人，占 30.0%（21.9–39.6%）").waitFor();
  await skill("慢呼吸").getByText("12 人，占 12.0%", { exact: false }).waitFor();
  await page.getByText("最后都弄清楚了＝看过说明以后全部答对的人数 ÷ 在校人数").waitFor();
  // One more changes nothing: between two days nobody is found.
  await many(stack, 30, 31, "e01-slow-breathing", 0);
  await again();
  await skill("慢呼吸").getByText("30 人，占 30.0%（21.9–39.6%）").waitFor();
  assert.equal(await page.getByText("pupil").count(), 0);
  assert.deepEqual(desk.complaints, []);
});

test("who is no lead sees the numbers and changes none", async () => {
  const colleague = await desk.colleague(browser, "许老师");
  await colleague.go("学得怎么样");
  await colleague.page.getByText("慢呼吸", { exact: true }).waitFor();
  assert.equal(await colleague.page.locator(".enrolled").count(), 0);
  await colleague.context.close();
});
