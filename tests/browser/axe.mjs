// axe-core as the journeys run it: inside the page, as an expression.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const source = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
// Axe prefers the fill colour of a text to its colour. In high contrast Chromium tells the colour it draws in `color` alone, and
// the page's own, which nobody sees, in the other. No page of ours sets the other.
const FILL = '"-webkit-text-fill-color"';
assert.equal(source.split(FILL).length, 2, "axe reads the colour of a text elsewhere now");
export const axe = source.replace(FILL, '"color"');

// How a page is looked at. Windows' high contrast replaces the page's colours by the person's own; that somebody wants more
// contrast is told with it.
const LOOKS = {
  light: { colorScheme: "light", forcedColors: "none", contrast: "no-preference" },
  dark: { colorScheme: "dark", forcedColors: "none", contrast: "no-preference" },
  "high-contrast": { colorScheme: "dark", forcedColors: "active", contrast: "more" },
};

// What axe says of a page or a frame, and its findings as lines to read. `meanwhile`: what has to happen while it looks, where a test
// holds the page's clock.
export async function judged(place, meanwhile = async () => {}) {
  // Evaluated, not added as a script: the page's policy would rightly refuse it.
  if (!(await place.evaluate(() => Boolean(window.axe)))) await place.evaluate(axe);
  const looking = place.evaluate((values) => window.axe.run(document, { runOnly: { type: "tag", values } }), RULES);
  await meanwhile();
  const said = await looking;
  const findings = said.violations.flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) => `${id} (${help}) at ${target.flat().join(" ")}: ${failureSummary}`));
  return { ...said, findings };
}

// The findings on one screen in every look, as lines that name both. A look comes over a page that stands there, so nobody has to walk
// to every screen three times.
export async function judgedInEveryLook(page, screen, meanwhile) {
  const found = [];
  for (const [look, media] of Object.entries(LOOKS)) {
    await page.emulateMedia(media);
    await page.evaluate(recoloured);
    const { findings, passes } = await judged(page, meanwhile);
    found.push(...findings.map((one) => `${screen}, ${look}: ${one}`));
    assert.ok(passes.length > 10, `${screen}, ${look}: axe looked at too little`);
  }
  return found;
}

// A colour may take its time to become another one; what it is on the way, nobody is asked to read.
function recoloured() {
  for (const root of [document, document.querySelector("#place")?.shadowRoot]) {
    for (const moving of root?.getAnimations() || []) if (/color|fill|stroke/.test(moving.transitionProperty)) moving.finish();
  }
}
