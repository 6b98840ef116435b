// The help card for whoever reads with difficulty: a voice, and pictures that lie on the device before the card comes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { at, begin, button, choose } from "./people.mjs";
import { setting, stack, student } from "./setting.mjs";

setting({ deskOpen: false });

// A student of this age on the card, without a network since the item before it.
async function toCard(page, { age, heading, before }) {
  const token = await stack.token("student-15", { sub: `reads-${age}-journey`, age, consent: "shown" });
  await page.goto(`${stack.gateway}/embed?battery=mood-and-anxiety&lang=zh-Hans#t=${token}`);
  await begin(page);
  for (let position = 1; position <= 8; position += 1) await choose(page, position, 0);
  await at(page, 9);
  await before();
  await choose(page, 9, 2);
  await page.getByRole("heading", { name: heading }).waitFor();
}

test("whoever reads with difficulty: a voice on every card, and pictures that are there without a network and ask for nothing", async () => {
  for (const [age, title, places] of [
    ["13", "谢谢你告诉我", [".big", ".actions ~ h2", ".now", ".aloud button"]],
    ["15", "谢谢你如实告诉我们", [".now", ".aloud button"]],
  ]) {
    const { context, page } = await student();
    await context.addInitScript(() => {
      window.SpeechSynthesisUtterance = function (text) { this.text = text; };
      Object.defineProperty(window, "speechSynthesis", {
        value: { getVoices: () => [{ lang: "zh-CN", localService: true }], speak: ({ text }) => (window.spoken = text), cancel: () => {} },
      });
    });
    const asked = [];
    await toCard(page, {
      age,
      heading: title,
      before: async () => {
        // Behind the first screen by a second; quick hands are at item 9 before that.
        await page.waitForFunction(() => document.querySelector("#place").shadowRoot.adoptedStyleSheets.length > 1);
        await context.setOffline(true);
        page.on("request", (request) => asked.push(new URL(request.url()).pathname));
      },
    });
    const drawn = (place) => page.locator(`.help ${place}`).first().evaluate((node) => {
      const { clipPath, width, content } = getComputedStyle(node, "::before");
      return content === '""' && clipPath.startsWith('path("M') && parseFloat(width) >= 24;
    });
    for (const place of places) assert.ok(await drawn(place), `${age}: ${place} has no picture`);
    await button(page, "念给我听").click();
    assert.match(await page.evaluate(() => window.spoken), new RegExp(`^${title}`));
    if (age === "15") {
      await button(page, "下一步").click();
      await page.getByRole("heading", { name: "接下来几个小时，你身边有人陪吗？" }).waitFor();
      for (const nth of [":first-child", ":last-child"]) assert.ok(await drawn(`.option${nth}`), `company ${nth}`);
    }
    assert.deepEqual(asked.filter((path) => path !== "/v1/envelopes" && path !== "/v1/centre"), []);
    await context.close();
  }
});
