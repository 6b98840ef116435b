// WCAG 2.2 AA, as far as a machine can tell: axe-core over every screen of the desk, in both colour schemes; and on
// the narrowest phone nothing runs over the edge.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { judged } from "./axe.mjs";
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
  const { findings, passes } = await judged(page);
  found.push(...findings.map((one) => `${screen}: ${one}`));
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
