// WCAG 2.2 AA, as far as a machine can tell: axe-core over every kind of screen of the training page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { judgedInEveryLook } from "./axe.mjs";
import { browser, ground, stack } from "./setting.mjs";
import { Trainee, through } from "./training.mjs";

ground();

for (const [lang, width] of [["zh-Hans", 320], ["en", 360]]) {
  test(`every kind of screen: ${lang}, ${width} pixels`, async () => {
    const trainee = await Trainee.visit(browser, stack, { lang, query: "", viewport: { width, height: 740 } });
    const { page } = trainee;
    const found = [];
    const seen = new Set();
    const look = async (screen) => {
      if (seen.has(screen)) return;
      seen.add(screen);
      found.push(...(await judgedInEveryLook(page, screen, () => page.clock.runFor(100))));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (wide > 0) found.push(`${screen}: ${wide} pixels too wide`);
    };
    await page.locator(".option").first().waitFor();
    await look("stage");
    await page.locator(".option").nth(2).click();
    await page.locator(".room").nth(3).waitFor();
    await page.waitForLoadState("networkidle");
    await look("menu");
    await page.locator(".help-now").click();
    await look("help");
    await page.keyboard.press("Escape");
    await page.locator(".library").click();
    await page.locator("main .rooms .room").nth(19).waitFor();
    await look("library");
    await page.locator("main .rooms .room").nth(6).click();
    await page.locator(".reading").waitFor();
    await look("topic");
    await page.locator("main .back").click();
    await page.locator("main .rooms .room").nth(19).waitFor();
    await page.locator("main .back").click();
    await page.locator("details:not([open]) summary").last().click();
    await page.locator("details[open] .row .quiet").nth(1).click();
    await page.locator("#digits").waitFor();
    await look("lock");
    await page.locator("main .actions .quiet").click();
    for (const id of ["e01-slow-breathing", "e07-name-the-feeling", "e08-small-steps", "e31-urge-surfing", "e34-safety-plan", "e35-one-step-to-help"]) {
      await through(trainee, id, look, { lang });
    }
    // Weeks later.
    await page.clock.fastForward(30 * 86400 * 1000);
    await page.goto("about:blank");
    await page.goto(trainee.address);
    await page.locator(".room").nth(3).waitFor();
    await page.waitForLoadState("networkidle");
    await look("today");
    const chosen = async () => {
      await trainee.wait(3);
      await page.locator("button.option").first().click();
      await page.locator(".answered").waitFor();
    };
    await page.locator("section.card .main").first().click();
    await page.locator("button.option").first().waitFor();
    await look("item");
    for (let nth = 0; nth < 5; nth += 1) {
      await chosen();
      await look("answered");
      await trainee.next();
    }
    await look("probe over");
    await trainee.next();
    await page.locator("section.card .main").first().click();
    await page.locator("button.option").first().waitFor();
    for (let nth = 0; nth < 20; nth += 1) {
      await chosen();
      if (await page.locator("main section.card").count()) break;
      await trainee.next();
    }
    await look("lesson");
    await page.locator(".ways .quiet").click();
    await page.locator("section.card").last().getByRole("button").click();
    await look("plan");
    for (const line of await page.locator("textarea").all()) await line.fill("abc");
    await trainee.next();
    await look("plan kept");
    await trainee.next();
    await page.locator("section.card").last().getByRole("button").click();
    await look("plan look");
    await page.locator(".ways .pair .quiet").last().click();
    await page.locator(".every .room").first().click();
    await page.locator(".gates").waitFor();
    await look("stands");
    for (const kind of ["today", "item", "answered", "probe over", "lesson", "plan", "plan kept", "plan look", "stands", "pacer", "wave", "timer", "rating", "write", "sort", "corners", "pick", "choice", "diary", "card", "handoff", "not-for", "over"]) {
      assert.ok(seen.has(kind), `no ${kind} was looked at`);
    }
    assert.deepEqual(found, []);
    assert.deepEqual(await trainee.end(), []);
  });
}
