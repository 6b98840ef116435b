// Several elements on one page share one Wasm instance and nothing else.
import assert from "node:assert/strict";
import { test } from "node:test";
import { at, begin, button, choose, open } from "./people.mjs";
import { setting, stack, student } from "./setting.mjs";

setting({ deskOpen: false });

// Puts a second element on the page, with a token of another person.
async function second(page, mount) {
  const token = await stack.token("student-16");
  await page.evaluate(
    ([token, mount]) => {
      const first = document.querySelector("qinghe-screening");
      const tag = first.cloneNode();
      tag.id = "second";
      tag.setAttribute("token", token);
      if (mount === "inline") tag.setAttribute("mount", "inline");
      else tag.removeAttribute("mount");
      first.parentNode.append(tag);
    },
    [token, mount],
  );
  return mount === "inline" ? page.locator("#second") : page.frameLocator("#second iframe").locator("body");
}

const firstOf = (page, mount) =>
  mount === "inline"
    ? page.locator("qinghe-screening:not(#second)")
    : page.frameLocator("qinghe-screening:not(#second) iframe").locator("body");

// The next DOM insertions of the module fail, which Yew unwraps: a real panic. The loader's own go through.
const refuseInsertions = (page, times) =>
  page.evaluate((times) => {
    const real = Node.prototype.insertBefore;
    let left = times;
    Node.prototype.insertBefore = function (...all) {
      if (left <= 0 || this instanceof ShadowRoot) return real.apply(this, all);
      left -= 1;
      throw new Error("refused");
    };
  }, times);

for (const [one, other] of [["frame", "frame"], ["inline", "inline"], ["frame", "inline"]]) {
  test(`two elements on one page keep apart: ${one} and ${other}`, async () => {
    const { context, page } = await student({ width: 800, height: 1000 });
    await open(page, stack, { mount: one });
    const [left, right] = [firstOf(page, one), await second(page, other)];
    await begin(left);
    await begin(right);
    await choose(left, 1, 3);
    await choose(right, 1, 0);
    await choose(right, 2, 1);
    await button(left, "English").click();
    await left.getByText("2 of 16").waitFor();
    await at(right, 3);
    await button(right, "上一题").click();
    assert.equal(await right.locator(".option").nth(1).getAttribute("aria-pressed"), "true");
    await page.evaluate(() => document.querySelector("qinghe-screening:not(#second)").remove());
    await choose(right, 2, 2);
    await at(right, 3);
    await context.close();
  });
}

test("a panic in one element costs the other nothing", async () => {
  const { context, page } = await student({ width: 800, height: 1000 });
  await open(page, stack, { mount: "inline" });
  const [left, right] = [firstOf(page, "inline"), await second(page, "inline")];
  await begin(left);
  await begin(right);
  await choose(left, 1, 3);
  await choose(right, 1, 1);
  await choose(right, 2, 2);
  await at(right, 3);
  await refuseInsertions(page, 1);
  await left.locator(".option").first().click();
  for (const [element, value] of [[left, 3], [right, 1]]) {
    await element.getByText("刚才页面出了点小问题，已经恢复。").waitFor();
    await button(element, "好，开始吧").click();
    await at(element, 3);
    await button(element, "上一题").click();
    await button(element, "上一题").click();
    await at(element, 1);
    assert.equal(await element.locator(".option").nth(value).getAttribute("aria-pressed"), "true");
  }
  await context.close();
});

test("when it panics again and again, the help numbers stay and the reason is said", async () => {
  const { context, page } = await student({ width: 800, height: 1000 });
  await open(page, stack, { mount: "inline" });
  const place = firstOf(page, "inline");
  await begin(place);
  await at(place, 1);
  await refuseInsertions(page, Infinity);
  await place.locator(".option").first().click();
  await place.getByText("这个浏览器暂时打不开问卷").waitFor();
  assert.ok(await place.locator('a[href="tel:12356"]').locator("visible=true").first().isVisible());
  assert.equal(await place.locator(".option").count(), 0);
  await context.close();
});
