// The engines against cases worked by hand and against R, and the comparison itself against a lie.
// QINGHE_HEADLESS names the folder with Qinghe's Wasm; without it only the peers are here.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { results, sameRows, sameSitting, sitting } from "./compare.mjs";
import { adaptiveEngines, bank, scoringEngines, wasm } from "./engines.mjs";
import { NONE, hundred, phq9, psc17 } from "./instruments.mjs";
import { adaptiveFloor } from "./peers/adaptive-floor.mjs";
import { jscat } from "./peers/jscat.mjs";
import { slanted } from "./sheets.mjs";

const qinghe = wasm(process.env.QINGHE_HEADLESS ?? "none");

const sheet = (text) =>
  Uint8Array.from(text.replaceAll(" ", ""), (sign) =>
    sign === "-" ? 254 : sign === "." ? 255 : Number(sign),
  );

// Option positions, `-` skipped, `.` not reached; then value and band of every score, and 1 if critical.
const CASES = [
  [phq9, "000000000", [0, 0, 0]],
  [phq9, "111110000", [5, 1, 0]],
  [phq9, "111110001", [6, 1, 1]],
  [phq9, "333330000", [15, 3, 0]],
  [phq9, "333333100", [19, 3, 0]],
  [phq9, "333333002", [20, 4, 1]],
  [phq9, "333333333", [27, 4, 1]],
  [psc17, "11111 22111 2111110", [5, 1, 7, 1, 7, 1, 19, 1]],
  [psc17, "11110 11111 1111110", [4, 0, 5, 0, 6, 0, 15, 1]],
  [psc17, "11110 11111 1111100", [4, 0, 5, 0, 5, 0, 14, 0]],
  // Items 5, 10, 15 … are mirrored: all lowest gives 4 × 4 in each subscale, all highest 16 × 4.
  [hundred, "0".repeat(100), [16, 0, 16, 0, 16, 0, 16, 0, 16, 0, 80, 0]],
  [hundred, "4".repeat(100), [64, 2, 64, 2, 64, 2, 64, 2, 64, 2, 320, 3]],
  [hundred, "22222".repeat(20), [40, 1, 40, 1, 40, 1, 40, 1, 40, 1, 200, 2]],
  [hundred, "44440".repeat(4) + "00004".repeat(16), [80, 2, 0, 0, 0, 0, 0, 0, 0, 0, 80, 0]],
];

const GAPS = [
  // Seven twos: 14 × 9 / 7 = 18.
  [phq9, "2222222-.", [18, 3, 0]],
  // Eight given: 6 × 9 / 8 = 6.75, 5 × 9 / 8 = 5.625, 4 × 9 / 8 = 4.5, one half up.
  [phq9, "1111100-1", [7, 1, 1]],
  [phq9, "1111000-1", [6, 1, 1]],
  [phq9, "1111000-0", [5, 1, 0]],
  [phq9, "22222-22-", [18, 3, 0]],
  [phq9, "222222---", [NONE, -1, 0]],
  // One blank a subscale and three in all count as zero.
  [psc17, "2222- 2222- 222222-", [8, 1, 8, 1, 12, 1, 28, 1]],
  [psc17, "222-- 22222 2222222", [NONE, -1, 10, 1, 14, 1, 30, 1]],
  [psc17, "222-- 2222- 222222-", [NONE, -1, 8, 1, 12, 1, NONE, -1]],
  [hundred, "-" + "0".repeat(99), [NONE, -1, 16, 0, 16, 0, 16, 0, 16, 0, NONE, -1]],
];

const complete = (instrument, numbers) =>
  Int32Array.from(numbers.length === instrument.scores.length * 2 ? [...numbers, 0] : numbers);

for (const [instrument, text, expected] of CASES)
  test(`${instrument.id} ${text}`, () => {
    for (const engine of scoringEngines(instrument, qinghe))
      sameRows(
        instrument,
        engine.name,
        1,
        results(instrument, engine, sheet(text), 1),
        complete(instrument, expected),
      );
  });

for (const [instrument, text, expected] of GAPS)
  test(`${instrument.id} ${text}`, () => {
    const engines = scoringEngines(instrument, qinghe).filter(({ gaps }) => gaps);
    assert.ok(engines.length >= 2);
    for (const engine of engines)
      sameRows(
        instrument,
        engine.name,
        1,
        results(instrument, engine, sheet(text), 1),
        complete(instrument, expected),
      );
  });

test("one wrong number in one row is seen", () => {
  const sheets = slanted(hundred, 50, 1);
  const [floor] = scoringEngines(hundred);
  const expected = results(hundred, floor, sheets, 50);
  for (const at of [0, 13 * 49 + 12, 333]) {
    const lie = expected.slice();
    lie[at] += 1;
    assert.throws(() => sameRows(hundred, "a liar", 50, lie, expected), /a liar, sheet \d+/);
  }
  sameRows(hundred, "an honest one", 50, expected.slice(), expected);
});

test("an engine that writes nothing is seen", () => {
  const sheets = slanted(phq9, 10, 1);
  const idle = { name: "idle", prepare: (input) => input, run: () => {} };
  const [floor] = scoringEngines(phq9);
  const expected = results(phq9, floor, sheets, 10);
  assert.throws(
    () => sameRows(phq9, idle.name, 10, results(phq9, idle, sheets, 10), expected),
    /idle, sheet 0/,
  );
});

test("another item, theta or error is seen", () => {
  const items = bank();
  const responses = Uint8Array.from(items, (_, nth) => nth % 2);
  const floor = adaptiveFloor(items);
  const expected = sitting(floor, responses, 10);
  const changed = (change) => expected.map((step, nth) => (nth === 7 ? { ...step, ...change(step) } : step));
  const compare = (found, engine = floor) => sameSitting(engine, 0, found, expected);
  compare(expected);
  assert.throws(() => compare(changed(({ item }) => ({ item: item + 1 }))), /step 7/);
  assert.throws(() => compare(changed(({ theta }) => ({ theta: theta + 1e-8 }))), /step 7/);
  assert.throws(() => compare(changed(() => ({ theta: NaN }))), /step 7/);
  assert.throws(() => compare(changed(({ error }) => ({ error: error + 1e-8 }))), /step 7/);
});

const reference = readFileSync(new URL("../reference/irt/eap-2pl.csv", import.meta.url), "utf8")
  .trim()
  .split("\n");
const columns = reference[0].split(",");
const patterns = reference
  .slice(1)
  .map((line) => Object.fromEntries(line.split(",").map((cell, nth) => [columns[nth], cell])));

test("adaptive engines give what R gives", () => {
  assert.ok(patterns.length >= 50);
  const items = bank();
  for (const engine of adaptiveEngines(items, qinghe)) {
    for (const { pattern, responses, eap_sum, sd_sum, next_item } of patterns) {
      engine.reset();
      [...responses].forEach((sign, item) => {
        if (sign !== "-") engine.give(item, Number(sign));
      });
      const where = `${engine.name}, pattern ${pattern}`;
      assert.ok(
        Math.abs(engine.theta() - Number(eap_sum)) < 1e-9,
        `${where}: theta ${engine.theta()}, R ${eap_sum}`,
      );
      // jsCAT's error is another one, and it forgets only those items that it offered itself.
      if (!engine.posteriorError) continue;
      assert.ok(
        Math.abs(engine.error() - Number(sd_sum)) < 1e-9,
        `${where}: error ${engine.error()}, R ${sd_sum}`,
      );
      assert.equal(engine.next(), next_item === "" ? -1 : Number(next_item) - 1, where);
    }
  }
});

test("sittings of jsCAT and of the floor are the same", () => {
  const items = bank();
  const responses = Uint8Array.from(items, ({ b }) => (b < 0.3 ? 1 : 0));
  const other = jscat(items);
  sameSitting(other, 0, sitting(other, responses, 20), sitting(adaptiveFloor(items), responses, 20));
});
