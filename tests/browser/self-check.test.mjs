// How three lessons are chosen, for a thousand made-up families of every stage: the rules of family/self-check.toml, applied to
// the built page's own data by the page's own function.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { chosen } from "../../www/family/js/self-check.js";
import { ROOT } from "./stack.mjs";

const folder = join(ROOT, "pkg/m");
const name = (await readdir(folder)).find((one) => one.startsWith("guides.zh-Hans.") && one.endsWith(".json"));
const { guides, lessons } = JSON.parse(await readFile(join(folder, name), "utf8"));
const { is } = guides["self-check"];

// A small generator with a seed, so that a failure comes back.
function dice(seed) {
  let state = seed >>> 0;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

const points = (stage, answers) => {
  const sums = {};
  for (const { id, stages, often, never } of is.statement) {
    if (!stages.includes(stage) || !answers[id]) continue;
    const given = often ? ["never", "sometimes", "often"].indexOf(answers[id]) : ["often", "sometimes", "never"].indexOf(answers[id]);
    for (const [code, most] of Object.entries(often || never)) sums[code] = (sums[code] || 0) + (most * given) / 2;
  }
  return sums;
};

test("always exactly three lessons of the stage or of everybody, that are there, and never one that no list should suggest", () => {
  for (const { id: stage, lessons: own } of is.stage) {
    const roll = dice(stage.length * 7919);
    for (let family = 0; family < 1000; family += 1) {
      const answers = {};
      for (const { id } of is.statement) if (roll(4)) answers[id] = is.answers[roll(3)];
      const three = chosen(is, stage, answers);
      assert.equal(new Set(three).size, 3);
      const sums = points(stage, answers);
      for (const code of three) {
        assert.ok(own.includes(code) || is.fill.includes(code), `${code} for ${stage}`);
        assert.ok(lessons[code], `${code} is there`);
        assert.ok(!["d54", "d55", "d56", "d74"].includes(code));
      }
      const safe = own.filter((code) => is.safety.includes(code) && (sums[code] || 0) >= is.safety_from);
      const front = three.filter((code) => safe.includes(code));
      assert.equal(front.length, Math.min(safe.length, is.safety_most), `${stage} ${family}`);
      assert.deepEqual(three.slice(0, front.length), front, "safety stands in front");
      // No lesson outside the three weighs more than one of them that is there for its weight.
      const weighed = three.filter((code) => !front.includes(code) && (sums[code] || 0) > 0);
      const least = Math.min(...weighed.map((code) => sums[code]), Infinity);
      const left = own.filter((code) => !three.includes(code) && !safe.includes(code));
      if (weighed.length === 3 - front.length) for (const code of left) assert.ok((sums[code] || 0) <= least, `${code} weighs more`);
    }
  }
});

test("who answers nothing gets the three of everybody, and who frightened themselves is led there first", () => {
  for (const { id: stage } of is.stage) {
    assert.deepEqual(chosen(is, stage, {}), is.fill);
    assert.equal(chosen(is, stage, { "frightened-myself": "often" })[0], "d75");
  }
});
