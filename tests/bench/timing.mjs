// `cargo xtask bench timing`: whether sealing takes longer for one who needs a person than for a cover that says nothing.
// After dudect (Reparaz, Balasch, Verbauwhede 2017): two classes in random order, Welch's t over all times and over the quickest
// shares of them, since what the system does in between lengthens the slow ones. Below 4.5 no difference is seen. The script
// that ships does the sealing, in a real Chromium on an isolated page (its clock steps in 5 µs). A control that waits a little
// longer for one class runs beside it and has to be seen. `--samples N` seals of each kind, `--json FILE`.
import { writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { median } from "../browser/measured.mjs";
import { launchPlain } from "../browser/plain-browser.mjs";
import { serve } from "../browser/static-files.mjs";

const BOUND = 4.5;
const SHARES = [0.25, 0.5, 0.75, 0.9, 0.99, 1];
const BATCH = 2_000;
const LIBRARY = fileURLToPath(new URL("../../src/element/js/", import.meta.url));
const ISOLATED = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };

// Runs in the page. Gives [kind, class, milliseconds] of every seal, in the order they were made.
async function batch(size) {
  const { Ports } = await import("/ports.js");
  const point = async () => {
    const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, false, ["deriveBits"]);
    return new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  };
  window.keys ||= { gateway: { id: new Uint8Array(8).fill(1), key: await point() }, centre: { id: new Uint8Array(8).fill(2), key: await point() } };
  let done;
  const ports = new Ports({ centre: window.keys, answer: (what) => done(what) });
  const made = (urgent, random) => {
    // Version, urgency, two random ids, the key's id; a notice padded with zeros, or zeros alone (src/wire/src/envelope.rs, notice.rs).
    const [head, notice] = [new Uint8Array(42), new Uint8Array(512)];
    head.set([1, urgent ? 2 : 0]);
    head.set(random.subarray(0, 32), 2);
    head.set(window.keys.centre.id, 34);
    if (urgent) notice.set(random.subarray(32, 232));
    return [head, notice];
  };
  const rows = [];
  for (let nth = 0; nth < size; nth += 1) {
    const random = crypto.getRandomValues(new Uint8Array(234));
    // Both classes go through the same steps before the clock starts, and only one of the two results is used.
    const both = [made(false, random), made(true, random)];
    const [control, urgent] = [random[232] & 1, random[233] & 1];
    const [head, notice] = both[urgent];
    const wait = control && urgent ? 0.03 : 0;
    const sealed = new Promise((resolve) => void (done = resolve));
    const began = performance.now();
    ports.seal(1, head, notice);
    const what = await sealed;
    for (const until = performance.now() + wait; performance.now() < until; );
    const took = performance.now() - began;
    if (what !== "sealed") throw new Error(what);
    rows.push([control, urgent, took]);
  }
  return rows;
}

// Welch's t of two samples, without a unit.
function welch(one, other) {
  const of = (times) => {
    const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
    return { mean, error: times.reduce((sum, time) => sum + (time - mean) ** 2, 0) / (times.length - 1) / times.length };
  };
  const [first, second] = [of(one), of(other)];
  return (first.mean - second.mean) / Math.sqrt(first.error + second.error);
}

// The t of every share. What is cut off is decided by both classes together.
function shares(rows) {
  const sorted = Float64Array.from(rows, ([, , time]) => time).sort();
  return SHARES.map((share) => {
    const limit = sorted[Math.ceil(share * sorted.length) - 1];
    const [covers, notices] = [0, 1].map((kind) => rows.filter(([, urgent, time]) => urgent === kind && time <= limit).map(([, , time]) => time));
    return { share, t: welch(covers, notices) };
  });
}

const { values: asked } = parseArgs({ options: { samples: { type: "string", default: "100000" }, json: { type: "string" } } });
const server = await serve(LIBRARY, ISOLATED);
const browser = await launchPlain();
try {
  const tab = await (await browser.newContext()).newPage();
  // Any address is a page to work in; this one shows a script, and runs none.
  await tab.goto(`${server.origin}/ports.js`);
  if (!(await tab.evaluate(() => crossOriginIsolated))) throw new Error("The page is not isolated, so its clock is too coarse.");
  await tab.evaluate(batch, BATCH); // warm
  const rows = [];
  while (rows.length < 2 * Number(asked.samples)) rows.push(...(await tab.evaluate(batch, BATCH)));
  const [shipped, control] = [0, 1].map((kind) => rows.filter(([which]) => which === kind));
  const figures = { samples: shipped.length, median_ms: median(shipped.map(([, , time]) => time)), shipped: shares(shipped), control: shares(control), bound: BOUND };
  const most = (found) => Math.max(...found.map(({ t }) => Math.abs(t)));
  console.log(`2 × ${cpus()[0].model}, Chromium ${browser.version()}: ${shipped.length} seals, median ${figures.median_ms.toFixed(3)} ms, a cover against an urgent notice`);
  console.log("quickest share    shipped: t    control (0.03 ms more): t");
  figures.shipped.forEach(({ share, t }, nth) => console.log(`${String(share).padStart(14)}${t.toFixed(2).padStart(14)}${figures.control[nth].t.toFixed(2).padStart(29)}`));
  if (asked.json) await writeFile(asked.json, `${JSON.stringify(figures, undefined, 2)}\n`);
  if (most(figures.control) < BOUND) throw new Error("The control was not seen: too few samples, or a machine too busy, to say anything of what ships.");
  if (most(figures.shipped) >= BOUND) throw new Error(`Sealing takes another time for an urgent notice: |t| = ${most(figures.shipped).toFixed(2)}, ${BOUND} is the bound.`);
  console.log(`No difference seen: |t| at most ${most(figures.shipped).toFixed(2)} of ${BOUND}.`);
} finally {
  await browser.close();
  server.close();
}
