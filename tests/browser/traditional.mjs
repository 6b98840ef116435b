// Whether what a page shows is all in traditional script.
import assert from "node:assert/strict";

// Every character that Big5 has, which is of the traditional script alone, and those that script writes beside it.
const BIG5 = (() => {
  const decoder = new TextDecoder("big5");
  const all = new Set("咔噔擀軲");
  for (let lead = 0xa4; lead <= 0xf9; lead += 1) for (let trail = 0x40; trail <= 0xfe; trail += 1) all.add(decoder.decode(Uint8Array.of(lead, trail)));
  return all;
})();

export const simplified = (line) => [...line].some((one) => /\p{Script=Han}/u.test(one) && !BIG5.has(one)) || /[“”]/.test(line);

// Whatever is written on the screen, and what is said to who cannot see it. `but`: places that stay in the script in which they were
// drawn; `own`: words that a school wrote itself.
export async function traditional(page, where, but = "none", own = []) {
  const texts = await page.evaluate((but) => {
    const named = [...document.querySelectorAll("[aria-label], [title], [placeholder], [alt]")].flatMap((one) => ["aria-label", "title", "placeholder", "alt"].map((name) => one.getAttribute(name)));
    const kept = [...document.querySelectorAll(but)].flatMap((one) => one.innerText.split("\n"));
    const seen = document.body.innerText.split("\n").filter((line) => !kept.includes(line)).join("\n");
    return [document.title, document.documentElement.lang, seen, ...[...document.querySelectorAll("noscript")].map((one) => one.textContent), ...named].filter(Boolean);
  }, but);
  assert.ok(texts.includes("zh-Hant"), where);
  const wrong = texts.flatMap((text) => own.reduce((rest, one) => rest.replaceAll(one, ""), text).split("\n")).filter(simplified);
  assert.deepEqual(wrong, [], where);
}
