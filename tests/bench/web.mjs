// `cargo xtask bench web`: PHQ-9 in the element, in form kits, and in a page written by hand, in one run. `--json FILE` writes
// the figures too, `--rounds N` says how many, `--only a,b` leaves subjects out.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Desk } from "../browser/desk.mjs";
import { SLOW } from "../browser/measured.mjs";
import { launch } from "../browser/people.mjs";
import { Stack } from "../browser/stack.mjs";
import { BY_HAND, pages } from "./build.mjs";
import { HUNDRED, NINE, assets } from "./packs.mjs";
import { serve } from "./serve.mjs";
import { visit } from "./visit.mjs";

export const OURS = "Qinghe";
const FRAMED = "Qinghe, tag in a portal";
const LONG = "Qinghe, 100 items";

// Everything that is visited: name → (how, as `visit` takes it) → what was seen. `stop` ends what was started for it.
export async function subjects({ kits = true } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "qinghe-bench-"));
  const stops = [() => rm(folder, { recursive: true, force: true })];
  const stop = async () => {
    for (const one of stops.toReversed()) await one();
  };
  try {
    const stack = await Stack.start({ slotSeconds: 15, floorMs: 250, assets: await assets(folder) });
    stops.push(() => stack.stop());
    const browser = await launch();
    stops.push(() => browser.close());
    const desk = await Desk.setUp(browser, stack);
    await desk.context.close();
    const own = async (battery) => `${stack.gateway}/embed?battery=${battery}&lang=zh-Hans#t=${await stack.token("student-15", { battery })}`;
    const before = (page) => page.goto(`${stack.portal}/login?as=student-15`);
    const go = {
      [OURS]: async (how) => visit(browser, await own(NINE), how),
      [FRAMED]: (how) => visit(browser, `${stack.portal}/psych`, { ...how, before }),
      [LONG]: async (how) => visit(browser, await own(HUNDRED), { ...how, most: 99 }),
    };
    for (const [name, built] of Object.entries(await pages(folder, { kits }))) {
      const { server, address } = await serve(built);
      stops.push(() => new Promise((resolve) => server.close(resolve)));
      go[name] = (how) => visit(browser, address, how);
    }
    return { go, browser, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const at = (values, part) => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))];
const median = (values) => at(values, 0.5);

// The subjects take turns within a round, so that a busy moment of the machine meets all of them; every ratio is one of two
// visits of the same round.
async function rounds(go, profile, count) {
  const seen = Object.fromEntries(Object.keys(go).map((name) => [name, []]));
  for (let round = 0; round <= count; round += 1) {
    for (const [name, one] of Object.entries(go)) {
      const found = await one({ profile });
      process.stderr.write(`${name}: ${found.item.toFixed(0)} ms\n`);
      // The first round warms the machine's own caches.
      if (round) seen[name].push(found);
    }
    process.stderr.write(`round ${round} of ${count}, load ${loadavg()[0].toFixed(1)}\n`);
  }
  return seen;
}

function summary(seen) {
  const items = seen.map(({ item }) => item);
  const presses = seen.flatMap(({ times }) => times);
  const long = seen.map((one) => one.long?.length ?? NaN);
  const middle = (pick) => median(seen.map(pick));
  const memory = Object.fromEntries(Object.keys(seen[0].memory).map((part) => [part, middle((one) => one.memory[part])]));
  return {
    bytes: middle((one) => one.files.reduce((sum, { bytes }) => sum + bytes, 0)),
    requests: middle((one) => one.files.length),
    item: { median: median(items), least: Math.min(...items), q1: at(items, 0.25), q3: at(items, 0.75), most: Math.max(...items) },
    press: { p50: median(presses), p95: at(presses, 0.95), count: presses.length },
    longTasks: { most: Math.max(...long), longest: Math.max(0, ...seen.flatMap((one) => one.long || [])) },
    memory,
  };
}

const ratio = (seen, name, other) => median(seen[name].map(({ item }, nth) => item / seen[other][nth].item));
const whole = (value) => Math.round(value).toLocaleString("en").replace(/,/g, " ");
const mb = (bytes) => (bytes / 1e6).toFixed(2);

function table(title, seen) {
  const all = Object.fromEntries(Object.entries(seen).map(([name, visits]) => [name, summary(visits)]));
  const lines = [`**${title}**`, "", "| | bytes | requests | first usable item, ms (least, quartiles, most) | × by hand | Qinghe ÷ it | press to what follows, ms p50 / p95 | long tasks after load, most (longest, ms) | script + DOM + buffers, MB | of it Wasm | nodes |"];
  lines.push("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
  for (const [name, one] of Object.entries(all)) {
    const { script, dom, buffers, wasm, nodes } = one.memory;
    const cells = [
      name,
      whole(one.bytes),
      one.requests,
      `${whole(one.item.median)} (${[one.item.least, one.item.q1, one.item.q3, one.item.most].map(whole).join(", ")})`,
      BY_HAND in seen ? ratio(seen, name, BY_HAND).toFixed(2) : "–",
      name === OURS ? "1" : ratio(seen, OURS, name).toFixed(2),
      `${one.press.p50.toFixed(0)} / ${one.press.p95.toFixed(0)}`,
      `${one.longTasks.most} (${whole(one.longTasks.longest)})`,
      `${mb(script + dom + buffers)} (${mb(script)} + ${mb(dom)} + ${mb(buffers)})`,
      mb(wasm),
      whole(nodes),
    ];
    lines.push(`| ${cells.join(" | ")} |`);
  }
  return { all, text: lines.join("\n") };
}

async function main() {
  const { values: args } = parseArgs({ options: { json: { type: "string" }, rounds: { type: "string", default: "9" }, only: { type: "string" } } });
  const { go, browser, stop } = await subjects();
  try {
    const wanted = args.only?.split(",");
    const chosen = Object.fromEntries(Object.entries(go).filter(([name]) => !wanted || wanted.includes(name)));
    const before = loadavg();
    const parts = {};
    for (const [title, profile] of [["CPU 6× slower, 1.6 Mbit/s, 150 ms", SLOW], ["as the machine is", undefined]]) {
      parts[title] = table(title, await rounds(chosen, profile, Number(args.rounds)));
    }
    const load = `${before.map((one) => one.toFixed(1)).join(", ")} before, ${loadavg().map((one) => one.toFixed(1)).join(", ")} after`;
    const machine = `${cpus().length} × ${cpus()[0].model.trim()}, Chromium ${browser.version()}, Node ${process.version}; load ${load}`;
    console.log(`${new Date().toISOString().slice(0, 10)}, ${machine}; ${args.rounds} rounds, interleaved, an empty cache each\n`);
    console.log(Object.values(parts).map(({ text }) => text).join("\n\n"));
    if (args.json) await writeFile(args.json, `${JSON.stringify({ machine, rounds: args.rounds, parts: Object.fromEntries(Object.entries(parts).map(([title, { all }]) => [title, all])) }, undefined, 2)}\n`);
  } finally {
    await stop();
  }
}

if (import.meta.url === `file://${process.argv[1]}`) await main();
