// WCAG 2.2 AA, as far as a machine can tell: axe-core over every screen of the desk, in every look; and on the narrowest phone
// nothing runs over the edge.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { judgedInEveryLook } from "./axe.mjs";
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

const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 320, height: 568 };

async function check(page, screen) {
  await page.waitForTimeout(350);
  found.push(...(await judgedInEveryLook(page, screen)));
  await page.setViewportSize(NARROW);
  const over = await page.evaluate(() => {
    const outside = (node) => node.getBoundingClientRect().right > innerWidth + 0.5 && !node.closest(".aloud, .tabs");
    return [document.documentElement.scrollWidth, ...Array.from(document.querySelectorAll("body *")).filter(outside).map((node) => `${node.nodeName}.${node.className}`)];
  });
  if (over.length > 1 || over[0] !== NARROW.width) found.push(`${screen}, at ${NARROW.width} pixels: ${over.join(", ")}`);
  await page.setViewportSize(WIDE);
}

for (const words of [ZH, EN]) {
  test(`every screen of the desk: ${words.lang}`, async () => {
    found = [];
    for (const { page } of Object.values(desks)) await page.setViewportSize(WIDE);
    await doors(browser, stack, { viewport: WIDE }, check, words.lang);
    await walk(stack, desks, check, words);
    assert.deepEqual(found, []);
  });
}
