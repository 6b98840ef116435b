// The scoring engine without a screen, against every golden case: in Node, in a browser's worker, and through bundlers.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { parse } from "smol-toml";
import { INSTALLED, ROOT } from "./place.mjs";
import { differences } from "./projects/headless/cases.js";
import { browser, place } from "./setting.mjs";

const run = promisify(execFile);
const MARKS = { "-": null, ".": undefined };

// One digit per item, or numbers between commas.
function marks(text) {
  const bare = text.replace(/\s/g, "");
  return (bare.includes(",") ? bare.split(",") : [...bare]).map((mark) => (mark in MARKS ? MARKS[mark] : Number(mark)));
}

// Decimals stand as text, so that no digit of them is lost.
const number = (value) => (value === "not-computed" ? value : Number(value));
const each = (table, make) => Object.fromEntries(Object.entries(table).map(([id, value]) => [id, make(value)]));

async function goldenCases() {
  const read = async (room) => {
    const found = [];
    for (const id of await readdir(join(ROOT, room))) {
      const text = await readFile(join(ROOT, room, id, "cases.toml"), "utf8").catch(() => undefined);
      if (text !== undefined) found.push(...(parse(text).case || []).map((one) => ({ id, ...one })));
    }
    return found;
  };
  const [scales, batteries] = [await read("scales"), await read("batteries")];
  return {
    scales: scales.map(({ critical = false, bands = {}, scores, ...one }) => ({ ...one, critical, bands, scores: each(scores, number), responses: marks(one.responses) })),
    batteries: batteries.map(({ quick, earlier, ...one }) => ({ ...one, earlier: earlier && each(earlier, number), responses: each(one.responses, marks), quick: quick && each(quick, (text) => marks(text).map(Boolean)) })),
  };
}

const cases = await goldenCases();
const engineOf = async () => (await import(pathToFileURL(join(INSTALLED, "headless.js")))).load();

test("Node: every golden case of every instrument and battery", async () => {
  const engine = await engineOf();
  const { found, looked } = differences(engine, cases);
  assert.deepEqual(found, []);
  assert.ok(looked > 2000, `only ${looked} comparisons`);
  const names = (room) => readdir(join(ROOT, room), { withFileTypes: true }).then((all) => all.filter((one) => one.isDirectory()).map(({ name }) => name).sort());
  assert.deepEqual(engine.instruments().map(({ id }) => id).sort(), await names("scales"));
  assert.deepEqual(engine.batteries().map(({ id }) => id).sort(), await names("batteries"));
});

test("what did not come the first time is asked for again", async () => {
  // A module of its own, in which nothing has started yet.
  const { load } = await import(`${pathToFileURL(join(INSTALLED, "headless.js"))}?again`);
  await assert.rejects(load({ wasm: new Uint8Array([0, 97, 115, 109]) }), /WebAssembly/);
  const torn = { explain: { en: "{" } };
  const engine = await load(torn);
  await assert.rejects(engine.explain("phq-9", "en"), SyntaxError);
  delete torn.explain;
  assert.ok(await engine.explain("phq-9", "en"));
});

test("a case that is wrong is noticed", async () => {
  const engine = await engineOf();
  const [first] = cases.scales.filter(({ id }) => id === "phq-9");
  const wrong = { ...first, scores: { total: 1 }, bands: { "total/kroenke-2001": "severe" }, critical: true };
  const [whole] = cases.batteries.filter(({ id, tier }) => id === "mood-and-anxiety" && tier === "urgent");
  assert.equal(differences(engine, { scales: [wrong], batteries: [{ ...whole, tier: "routine" }] }).found.length, 4);
});

test("faults come all at once, and nothing is scored in spite of them", async () => {
  const engine = await engineOf();
  const sheet = [0, 4, "1", null, undefined, 0, 0, 0];
  const wrong = [
    { item: null, problem: "length" },
    ...[1, 2, 4].map((nth) => ({ item: engine.instruments().find(({ id }) => id === "phq-9").items[nth].id, problem: "no-option" })),
  ];
  assert.deepEqual(engine.validate("phq-9", sheet), wrong);
  assert.deepEqual(engine.validate("phq-9", "000000000"), [{ item: null, problem: "not-a-list" }]);
  assert.throws(() => engine.score("phq-9", sheet), /RangeError.*length.*no-option|length/);
  assert.throws(() => engine.score("toString", []), /There is no instrument "toString"\. There are: .*phq-9/);
  assert.throws(() => engine.tier("mood-and-anxiety", { "phq-9": Array(9).fill(7) }), RangeError);
  assert.throws(() => engine.tier("mood-and-anxiety", { gds: [] }), /no-instrument/);
  assert.throws(() => engine.tier("mood-and-anxiety", {}, { earlier: { "phq-9/none": 3 } }), RangeError);
  const { scores } = engine.score("phq-9", Array(9).fill(null));
  assert.deepEqual(scores.find(({ id }) => id === "total"), { id: "total", value: null, bands: { "kroenke-2001": null }, why: "missing", missing: 9 });
  for (const id of ["phq-9", "mood-and-anxiety"]) {
    const [chinese, english] = [await engine.explain(id), await engine.explain(id, "en-GB")];
    assert.match(chinese, /[\u4e00-\u9fff]{4}/);
    assert.doesNotMatch(english, /[\u4e00-\u9fff]{12}/);
  }
  await assert.rejects(engine.explain("desk"), /There is no instrument or battery "desk"/);
});

test("the example of docs/host-api.md says what stands beside it", async () => {
  const [, example] = (await readFile(join(ROOT, "docs/host-api.md"), "utf8")).match(/```js\n(import \{ load \}[^]*?)```/);
  const { stdout } = await run(process.execPath, ["--input-type=module", "-e", example], { cwd: join(ROOT, "tests/packaging") });
  const told = [...example.matchAll(/^console\.log.*\); \/\/ (.*)$/gm)].map(([, line]) => line);
  assert.equal(told.length, 3);
  assert.deepEqual(stdout.split("\n").slice(0, 3), told);
  assert.ok(stdout.split("\n").length > 8, "and in plain words");
});

test("a worker of a browser: the same cases, nothing fetched but its own files, under a strict policy", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${place.near.origin}/headless/?worker`);
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  const told = await page.evaluate(
    (cases) =>
      new Promise((resolve) => {
        const worker = new Worker("worker.js", { type: "module" });
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = ({ message }) => resolve({ error: message });
        worker.postMessage(cases);
      }),
    cases,
  );
  assert.deepEqual([told.error, told.found, told.document], [undefined, [], "undefined"]);
  assert.ok(told.looked > 2000 && told.told > 200);
  const files = ["content.bin", "content.json", "explain.en.json", "headless.js", "headless.wasm"];
  assert.deepEqual(asked.filter((path) => path.startsWith("/plain/qinghe/")).sort(), files.map((name) => `/plain/qinghe/${name}`));
  await context.close();
});

test("Vite takes the files along by itself", async () => {
  const folder = await mkdtemp(join(tmpdir(), "qinghe-headless-"));
  try {
    const { build } = await import("vite");
    const entry = "\0entry";
    const plugin = { name: "entry", resolveId: (id) => (id === "entry" ? entry : undefined), load: (id) => (id === entry ? 'import { load } from "@qinghe/elements/headless"; load();' : undefined) };
    await build({ root: join(ROOT, "tests/packaging"), configFile: false, logLevel: "error", plugins: [plugin], build: { outDir: folder, assetsInlineLimit: 0, rollupOptions: { input: "entry" } } });
    const made = (await readdir(join(folder, "assets"))).map((name) => name.replace(/-[\w-]{8}\./, ".")).sort();
    for (const name of ["content.bin", "content.json", "headless.wasm"]) assert.ok(made.includes(name), String(made));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
