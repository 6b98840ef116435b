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
