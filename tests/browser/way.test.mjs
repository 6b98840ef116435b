// The whole way: portal → element → sealed envelope → gateway → desk → "a teacher has seen it".
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { MOUNTS, ZERO, answer, begin, button, choose, delivered, open, responses } from "./people.mjs";
import { browser, desk, setting, stack, student } from "./setting.mjs";

setting();

for (const mount of MOUNTS) {
  describe(mount, () => {
    test("a routine result arrives and the end looks the same for everybody", async () => {
      const { context, page, complaints } = await student();
      const place = await open(page, stack, { mount });
      await begin(place);
      await answer(place, ZERO);
      await button(place, "看看我的结果").click();
      await place.getByText("这两周总体还不错").waitFor();
      await delivered(place);
      const rows = await place.locator(".sent dl > div").allInnerTexts();
      assert.ok(rows.some((row) => row.includes("总体平稳")), rows.join("|"));
      assert.ok(rows.some((row) => row.includes("没有发送")), "domains were not ticked");
      assert.deepEqual(complaints, []);
      await context.close();
    });

    test("a critical response shows help at once, reaches the desk, and the student learns who saw it", async () => {
      await desk.clear();
      const { context, page, complaints } = await student();
      const place = await open(page, stack, { mount });
      await begin(place, { shareDomains: true });
      for (let position = 1; position <= 8; position += 1) await choose(place, position, 0);
      await choose(place, 9, 1);
      await place.getByRole("heading", { name: "谢谢你如实告诉我们" }).waitFor();
      assert.equal(await place.locator('.help a[href="tel:12356"]').count(), 1);
      await delivered(place);

      const card = await desk.urgent();
      await card.acknowledge();
      await place.locator(".delivery").getByText("心理老师已经看到了，会来找你。").waitFor();
      await button(place, "我看过了，接着往下").click();
      for (let position = 10; position <= 16; position += 1) await choose(place, position, 0);
      await place.getByRole("heading", { name: "做完了，谢谢你" }).waitFor();
      assert.deepEqual(complaints, []);
      await context.close();
    });

    test("the language changes in the middle and nothing is lost", async () => {
      const { context, page, complaints } = await student();
      const place = await open(page, stack, { mount });
      await begin(place);
      await choose(place, 1, 2);
      await choose(place, 2, 3);
      await button(place, "English").click();
      await place.getByText("3 of 16").waitFor();
      await button(place, "Back").click();
      assert.equal(await place.locator(".option").nth(3).getAttribute("aria-pressed"), "true");
      await button(place, "中文").click();
      await place.getByText("第 2 题，共 16 题").waitFor();
      assert.deepEqual(complaints, []);
      await context.close();
    });

    test("keys 1 to 4 choose, Back returns, a skipped item is missing and not zero", async () => {
      const { context, page, complaints } = await student();
      const place = await open(page, stack, { mount });
      await begin(place);
      await place.getByText("第 1 题，共 16 题").waitFor();
      // What a phone need not draw anew stays; the heading comes anew with the focus, or a screen reader would not read it out.
      const [option, heading] = [place.locator(".option").first(), place.locator(".item h1")];
      for (const one of [option, heading]) await one.evaluate((node) => (node.stood = true));
      await page.keyboard.press("4");
      await place.getByText("第 2 题，共 16 题").waitFor();
      assert.equal(await option.evaluate((node) => node.stood), true, "the options of the next item are other nodes");
      assert.deepEqual(await heading.evaluate((node) => [!!node.stood, node.getRootNode().activeElement === node]), [false, true]);
      await page.keyboard.press("9");
      await button(place, "上一题").click();
      assert.equal(await place.locator(".option").nth(3).getAttribute("aria-pressed"), "true");
      for (let position = 1; position <= 16; position += 1) {
        await place.getByText(`第 ${position} 题，共 16 题`, { exact: true }).waitFor();
        await button(place, "这一题不想选").click();
      }
      await button(place, "看看我的结果").click();
      await place.getByText("这次可能没选准").waitFor();
      assert.deepEqual(complaints, []);
      await context.close();
    });
  });
}

test("every tier ends in the same frame and reaches the desk as itself", async () => {
  const tiers = [
    [ZERO, "这两周总体还不错", "routine"],
    [responses([2, 2, 2, 2, 2, 0, 0, 0, 0], Array(7).fill(0)), "这两周有点吃力", "watch"],
    [responses([2, 2, 2, 2, 2, 2, 2, 1, 0], Array(7).fill(0)), "值得和心理老师当面聊一聊", "priority"],
    [responses([0, 0, 0, 0, 0, 0, 0, 0, 1], Array(7).fill(0)), "你现在需要有人陪，我们一起找人", "urgent"],
  ];
  const frames = new Set();
  for (const [values, words, tier] of tiers) {
    const { context, page } = await student();
    const place = await open(page, stack);
    await begin(place);
    await answer(place, values);
    frames.add(await place.locator(".screen").innerText());
    await button(place, "看看我的结果").click();
    await place.getByText(words).waitFor();
    await delivered(place);
    await desk.shows(tier);
    await context.close();
  }
  assert.equal(frames.size, 1, "the end must not show the tier");
});

// Every screen of the narrowest phone, in both languages: nothing runs over the edge.
for (const lang of ["zh-Hans", "en"]) {
  test(`at 320 pixels everything has room: ${lang}`, async () => {
    const context = await browser.newContext({ viewport: { width: 320, height: 568 }, isMobile: true, hasTouch: true });
    const page = await context.newPage();
    const token = await stack.token("student-15");
    await page.goto(`${stack.gateway}/embed?battery=mood-and-anxiety&lang=${lang}#t=${token}`);
    const fits = async (screen) => {
      const wide = await page.evaluate(() => {
        const root = document.querySelector("#place").shadowRoot;
        const over = Array.from(root.querySelectorAll("*")).filter((node) => node.getBoundingClientRect().right > innerWidth + 0.5);
        return [document.documentElement.scrollWidth, ...over.map((node) => `${node.nodeName}.${node.className}`)];
      });
      assert.deepEqual(wide, [320], screen);
    };
    await page.locator(".picture").waitFor();
    await fits("who sees what");
    await page.locator(".help-now").click();
    await fits("help");
    await page.locator(".help .close .other").click();
    await page.locator(".actions .main").click();
    await page.locator(".tick").first().waitFor();
    await fits("consent");
    await page.locator(".actions .main").click();
    for (let position = 1; position <= 16; position += 1) {
      await page.locator(`progress[value="${position}"]`).waitFor();
      await page.waitForTimeout(250);
      await fits(`item ${position}`);
      await page.locator(".option").nth(position === 9 ? 1 : 2).click();
      if (position === 9) {
        await page.locator(".help .delivery").waitFor();
        await fits("help card");
        await page.locator(".help .main").click();
        await fits("company");
        await page.locator(".help .option").nth(1).click();
        await fits("an adult");
        await page.locator(".help .main").click();
        await page.locator(".help .option").nth(2).click();
        await fits("what it is about");
        await page.locator(".help .main").click();
        await fits("wishes");
        await page.locator(".help .main").click();
        await fits("wishes noted");
        await page.locator(".help .close .other").click();
      }
    }
    await page.locator(".actions .main").click();
    await page.locator(".sent").waitFor();
    await fits("result");
    await context.close();
  });
}

test("not today is a whole answer", async () => {
  const { context, page } = await student();
  const sent = [];
  page.on("request", (request) => request.url().includes("/v1/envelopes") && sent.push(request.url()));
  const place = await open(page, stack);
  await button(place, "我明白了").click();
  await button(place, "今天先不做").click();
  await place.getByRole("heading", { name: "好的，今天先不做" }).waitFor();
  await page.waitForTimeout(1500);
  assert.deepEqual(sent, [], "who does not agree sends nothing, not even a cover");
  await context.close();
});
