// Planted leaks: the frame is served with a script that tells of the responses in every way of `leaks.mjs`, and
// the watchers of the non-interference test must notice each.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { LEAKS, planted } from "./leaks.mjs";
import { Lane, exact } from "./watched.mjs";

let lane;
let traces;

before(async () => {
  lane = await Lane.open();
  await lane.plant(planted());
  const low = { sheet: Array(16).fill(0), tier: "routine" };
  const high = { sheet: Array(16).fill(2).with(8, 0), tier: "priority" };
  traces = [];
  for (const one of [low, high]) traces.push(exact((await lane.sit(one)).trace));
});
after(() => lane?.close());

// What the one has and the other has not, line by line, below the part with this name.
function differences(part) {
  const lines = (trace) => {
    const found = new Set();
    const walk = (value, path) => {
      if (Array.isArray(value)) found.add(`${path}: ${value.length}`) && value.forEach((one) => walk(one, path));
      else if (value && typeof value === "object") Object.entries(value).forEach(([key, one]) => walk(one, `${path}"${key}":`));
      else found.add(`${path}${JSON.stringify(value)}`);
    };
    walk(trace[part], "");
    return found;
  };
  const [low, high] = traces.map(lines);
  return [...high].filter((line) => !low.has(line)).concat([...low].filter((line) => !high.has(line)));
}

for (const [name, , part, shows] of LEAKS) {
  test(`planted: ${name}`, () => {
    const found = differences(part).map((line) => line.replaceAll("\\\"", "\""));
    assert.ok(found.some((line) => shows.test(line)), found.join("\n").slice(0, 2000));
  });
}
