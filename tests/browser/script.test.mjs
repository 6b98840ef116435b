// Chinese in its traditional script: which tags and pages get it, that it stays, and what stands in the script in which it was printed.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { MOUNTS, button, open } from "./people.mjs";
import { setting, stack, student } from "./setting.mjs";

setting({ deskOpen: false });

const ASKED = { "zh-Hant": "zh-Hant", "zh-TW": "zh-Hant", "zh-HK": "zh-Hant", "zh-Hant-MO": "zh-Hant", "zh-CN": "zh-Hans", "zh-Hans-HK": "zh-Hans", fr: "zh-Hans", "en-GB": "en" };
const HELP = { "zh-Hant": "我現在需要幫助", "zh-Hans": "我现在需要帮助", en: "I need help now" };

test("the language that is asked for decides the script", async () => {
  for (const [asked, shown] of Object.entries(ASKED)) {
    const { context, page, complaints } = await student();
    await page.goto(`${stack.gateway}/embed?battery=mood-and-anxiety&lang=${asked}#t=${await stack.token("student-15")}`);
    await button(page, HELP[shown]).waitFor();
    assert.equal(await page.locator(".app").getAttribute("lang"), shown, asked);
    assert.deepEqual(complaints, []);
    await context.close();
  }
});

for (const mount of MOUNTS) {
  describe(`traditional script in the ${mount}`, () => {
    test("from the first screen to the end, and again after English", async () => {
      const { context, page, complaints } = await student();
      const place = await open(page, stack, { mount, lang: "zh-Hant" });
      await button(place, "我明白了").click();
      await button(place, "好，開始吧").click();
      await place.getByRole("heading", { name: "做事時提不起勁或沒有興趣" }).waitFor();
      await place.locator(".option", { hasText: "好幾天" }).click();
      await button(place, "English").click();
      await place.getByText("2 of 16").waitFor();
      await button(place, "中文").click();
      await place.getByRole("heading", { name: "感到心情低落、沮喪或絕望" }).waitFor();
      for (let position = 2; position <= 16; position += 1) {
        await place.getByText(`第 ${position} 題，共 16 題`, { exact: true }).waitFor();
        await place.locator(".option").first().click();
      }
      await place.getByRole("heading", { name: "做完了，謝謝你" }).waitFor();
      await button(place, "看看我的結果").click();
      await place.getByText("總體平穩").waitFor();
      assert.deepEqual(complaints, []);
      await context.close();
    });
  });
}

test("an instrument whose holder allows no change stands as it was printed, and the page says so", async () => {
  const { context, page, complaints } = await student();
  const place = await open(page, stack, { as: "student-13", lang: "zh-Hant", more: "&battery=junior" });
  await button(place, "我明白了").click();
  await button(place, "我願意").click();
  await place.getByRole("heading", { name: "我感觉快乐、心情舒畅" }).waitFor();
  assert.match(await place.locator(".credit").textContent(), /題目照原文，用簡體字。$/);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("wording that a school brings is shown in traditional script's pages too", async () => {
  await stack.bringText("pss-10");
  const { context, page, complaints } = await student();
  const place = await open(page, stack, { lang: "zh-Hant", more: "&battery=own-stress" });
  await button(place, "我明白了").click();
  await button(place, "好，開始吧").click();
  await place.locator(".option").first().waitFor();
  assert.deepEqual(complaints, []);
  await context.close();
});
