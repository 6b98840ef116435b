// Every entry of the leak checklist has a test that exists, or a reason.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { CHECKLIST } from "./checklist.mjs";
import { LEAKS } from "./leaks.mjs";
import { ROOT } from "./stack.mjs";

const HOW_MANY = { N: 18, H: 31, D: 10, A: 4, S: 4 };
const ids = Object.entries(HOW_MANY).flatMap(([letter, last]) => Array.from({ length: last }, (_, nth) => letter + String(nth + 1).padStart(2, "0")));
const id = (entry) => entry.split(" ")[0];

test("every entry is there, once", () => {
  assert.deepEqual(Object.keys(CHECKLIST).map(id).sort(), ids.sort());
});

test("every entry names tests that exist, or says why there is none", async () => {
  const missing = [];
  for (const [entry, tests] of Object.entries(CHECKLIST)) {
    if (typeof tests === "string") {
      if (tests.length < 60) missing.push(`${entry}: the reason is too short`);
      continue;
    }
    if (!tests.length) missing.push(`${entry}: no test`);
    for (const [file, name] of tests) {
      const source = await readFile(join(ROOT, file), "utf8").catch(() => "");
      // A title, the beginning of one, or a function.
      const written = [`"${name}`, `\`${name}`, `}: ${name}`, `fn ${name}`].some((form) => source.includes(form));
      if (!written) missing.push(`${entry}: ${file} has no test "${name}"`);
    }
  }
  assert.deepEqual(missing, []);
});

test("every planted leak belongs to an entry that names the planted leaks", () => {
  for (const [name] of LEAKS) {
    const [, tests] = Object.entries(CHECKLIST).find(([entry]) => id(entry) === id(name)) || [];
    assert.ok(tests && JSON.stringify(tests).includes("leaks.test.mjs"), name);
  }
  assert.ok(LEAKS.length >= 20);
});
