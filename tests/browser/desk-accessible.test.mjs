// WCAG 2.2 AA, as far as a machine can tell: axe-core over every screen of the desk, in both colour schemes; and on
// the narrowest phone nothing runs over the edge.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { RULES, axe } from "./axe.mjs";
import { EN, ZH, doors, furnish, walk } from "./desk-screens.mjs";
import { launch } from "./people.mjs";
import { Stack } from "./stack.mjs";

let stack;
let browser;
let desks;
let found;

before(async () => {
  stack = await Stack.start({ more: ["second_centre = true"] });
  browser = await launch();
  desks = await furnish(browser, stack);
});
after(async () => {
  await browser?.close();
  await stack?.stop();
});

async function check(page, screen) {
  await page.waitForTimeout(350);
  // Evaluated, not added as a script: the page's policy would rightly refuse it.
  if (!(await page.evaluate(() => Boolean(window.axe)))) await page.evaluate(axe);
  const { violations, passes } = await page.evaluate((values) => window.axe.run(document, { runOnly: { type: "tag", values } }), RULES);
  for (const { id, help, nodes } of violations) {
    for (const { target, failureSummary } of nodes) found.push(`${screen}: ${id} (${help}) at ${target.flat().join(" ")}: ${failureSummary}`);
  }
  assert.ok(passes.length > 10, `${screen}: axe looked at too little`);
}

for (const colorScheme of ["light", "dark"]) {
  test(`every screen of the desk: ${colorScheme}`, async () => {
    found = [];
    for (const { page } of Object.values(desks)) {
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.emulateMedia({ colorScheme });
    }
    await doors(browser, stack, { colorScheme }, check);
    await walk(stack, desks, check, colorScheme === "light" ? ZH : EN);
    assert.deepEqual(found, []);
  });
}

test("at 320 pixels everything has room", async () => {
  const wide = [];
  const fits = async (page, screen) => {
    const over = await page.evaluate(() => {
      const outside = (node) => node.getBoundingClientRect().right > innerWidth + 0.5 && !node.closest(".aloud, .tabs");
      return [document.documentElement.scrollWidth, ...Array.from(document.querySelectorAll("body *")).filter(outside).map((node) => `${node.nodeName}.${node.className}`)];
    });
    if (over.length > 1 || over[0] !== 320) wide.push([screen, ...over]);
  };
  const viewport = { width: 320, height: 568 };
  for (const { page } of Object.values(desks)) await page.setViewportSize(viewport);
  await doors(browser, stack, { viewport }, fits, "en");
  await walk(stack, desks, fits, EN);
  await walk(stack, desks, fits, ZH);
  assert.deepEqual(wide, []);
});
