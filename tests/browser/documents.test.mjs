// Tests that SECURITY.md and ARCHITECTURE.md name by file and title exist, and no threat is without one.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { test } from "node:test";
import { ROOT } from "./stack.mjs";

const THREATS = 14;
const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "src", "tests", "www", "samples"], { cwd: ROOT, encoding: "utf8" }).split("\n");

// `file`: `name`, `name` or `file` (`name`, `name`): what a cell says of tests.
function named(text) {
  const found = [];
  for (const [, file, list] of text.matchAll(/`([^`]+\.(?:rs|mjs))`(?:: | \()((?:`[^`]+`(?:, )?)+)/g)) {
    for (const [, name] of list.matchAll(/`([^`]+)`/g)) found.push({ file, name: name.replace(/ ?…$/, "") });
  }
  return found;
}

async function absent(text) {
  const missing = [];
  for (const { file, name } of named(text)) {
    const places = files.filter((path) => path === file || basename(path) === file);
    const sources = await Promise.all(places.map((path) => readFile(join(ROOT, path), "utf8")));
    const holds = (source) => source.includes(`fn ${name}`) || source.includes(`"${name}`) || source.includes(`\`${name}`);
    if (!sources.some(holds)) missing.push(`${file}: ${name}`);
  }
  return missing;
}

test("every test that a document names exists", async () => {
  for (const document of ["SECURITY.md", "ARCHITECTURE.md"]) {
    const text = await readFile(join(ROOT, document), "utf8");
    assert.ok(named(text).length > 15, document);
    assert.deepEqual(await absent(text), [], document);
  }
});

test("a test that is not there is noticed", async () => {
  assert.deepEqual(await absent("| a | `walls.rs`: `files_are_short_and_named`, `nobody_wrote_this` |"), ["walls.rs: nobody_wrote_this"]);
  assert.deepEqual(await absent("`tests/tests/nowhere.rs` (`anything`)"), ["tests/tests/nowhere.rs: anything"]);
});

test("every threat has a mechanism, what remains, and a test or the reason why there is none", async () => {
  const rows = (await readFile(join(ROOT, "SECURITY.md"), "utf8")).split("\n").filter((line) => /^\| T\d+ \|/.test(line));
  assert.deepEqual(rows.map((row) => row.split(" | ")[0].slice(2)), Array.from({ length: THREATS }, (_, nth) => `T${nth + 1}`));
  for (const row of rows) {
    const cells = row.split(" | ");
    assert.equal(cells.length, 5, row);
    assert.ok(named(cells[4]).length || /process, not code: \S+/.test(cells[4]), row);
  }
});
