// node bench.mjs <folder or none> [--native <json>] [--rounds N] [--task <id>]
//
// Prints one Markdown table per task. Fails when two engines say different things about a sheet.

import { readFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { results, sameRows, sameSitting, sitting } from "./compare.mjs";
import { adaptiveEngines, bank, scoringEngines, wasm } from "./engines.mjs";
import { hundred, phq9, psc17, width } from "./instruments.mjs";
import { interleaved, median, pilot, quantile, ratio, short, table, timed } from "./measure.mjs";
import { dice, even, slanted, withGaps } from "./sheets.mjs";

const SEED = 20261124;
const SHEETS = 100_000;
const COMPARED = 501;
const PERSONS = 400;
const STEPS = 20;
/** Milliseconds that one engine may take in one round, and takes at least. */
const MOST = 1500;
const LEAST = 30;

const TITLES = {
  "phq-9": "PHQ-9: total, band, item-9 flag",
  "psc-17": "PSC-17: three subscales, total, bands",
  hundred: "100 items: five subscales of 20, 20 items mirrored, total, bands",
  adaptive: `Adaptive: two-parameter model, 100 items, 121 points, ${STEPS} steps`,
};

function options() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      native: { type: "string" },
      rounds: { type: "string", default: "7" },
      task: { type: "string" },
    },
  });
  const rounds = Number(values.rounds);
  const known = values.task === undefined || values.task in TITLES;
  if (positionals.length !== 1 || !(Number.isInteger(rounds) && rounds > 0) || !known)
    throw new Error("usage: node bench.mjs <folder or none> [--native <json>] [--rounds N] [--task <id>]");
  const native = values.native && JSON.parse(readFileSync(values.native, "utf8"));
  for (const task of native ? Object.keys(TITLES) : [])
    if (!(native[task] > 0)) throw new Error(`${values.native}: no time for ${task}`);
  return { folder: positionals[0], native, rounds, tasks: values.task ? [values.task] : Object.keys(TITLES) };
}

/** All engines against the floor at every height, and those that know gaps against each other. */
function compareScoring(instrument, engines) {
  const sheets = slanted(instrument, COMPARED, SEED);
  const expected = results(instrument, engines[0], sheets, COMPARED);
  for (const engine of engines)
    sameRows(instrument, engine.name, COMPARED, results(instrument, engine, sheets, COMPARED), expected);
  instrument.scores.forEach((score, nth) => {
    const met = new Set(
      Array.from({ length: COMPARED }, (_, row) => expected[row * width(instrument) + nth * 2 + 1]),
    );
    if (met.size !== score.bands.length)
      throw new Error(`${instrument.id}: the sheets do not meet every band of ${score.id}`);
  });
  const gaps = withGaps(instrument, COMPARED, SEED);
  const [first, ...others] = engines.filter((engine) => engine.gaps);
  const wanted = results(instrument, first, gaps, COMPARED);
  for (const engine of others)
    sameRows(
      instrument,
      `${engine.name} (gaps)`,
      COMPARED,
      results(instrument, engine, gaps, COMPARED),
      wanted,
    );
}

function scoring(instrument, qinghe, rounds) {
  const engines = scoringEngines(instrument, qinghe);
  compareScoring(instrument, engines);
  const sheets = even(instrument, SHEETS, SEED);
  const expected = results(instrument, engines[0], sheets, SHEETS);
  const out = new Int32Array(expected.length);
  const plans = new Map(
    engines.map((engine) => {
      const few = engine.prepare(sheets, 200);
      const each = pilot((rows) => engine.run(few, rows, out), 200, 300);
      const rows = Math.max(200, Math.min(SHEETS, Math.floor((MOST * 1000) / each)));
      return [
        engine,
        { rows, passes: Math.ceil((LEAST * 1000) / (each * rows)), input: engine.prepare(sheets, rows) },
      ];
    }),
  );
  const times = interleaved(engines, rounds, (engine) => {
    const { rows, passes, input } = plans.get(engine);
    out.fill(-7);
    const time = timed(() => {
      for (let pass = 0; pass < passes; pass++) engine.run(input, rows, out);
    });
    sameRows(instrument, engine.name, rows, out, expected);
    return time / (passes * rows);
  });
  return engines.map((engine) => ({ ...engine, times: times.get(engine), units: plans.get(engine).rows }));
}

function persons(items) {
  const next = dice(SEED);
  return Array.from({ length: PERSONS }, () => {
    const theta = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
    return Uint8Array.from(items, ({ a, b }) => (next() < 1 / (1 + Math.exp(-a * (theta - b))) ? 1 : 0));
  });
}

function wholeSitting(engine, responses) {
  engine.reset();
  for (let step = 0; step < STEPS; step++) {
    const item = engine.next();
    engine.give(item, responses[item]);
  }
  return engine.theta();
}

/** Next item and ability, each on the clock by itself: a look inside, with the clock's own cost in it. */
function parts(engine, people) {
  const next = [];
  const ability = [];
  for (const responses of people) {
    engine.reset();
    for (let step = 0; step < STEPS; step++) {
      let item;
      next.push(timed(() => (item = engine.next())));
      ability.push(timed(() => engine.give(item, responses[item])));
    }
  }
  const steps = next.map((time, nth) => time + ability[nth]);
  return { next: median(next), ability: median(ability), p95: quantile(steps, 0.95) };
}

function adaptive(qinghe, rounds) {
  const items = bank();
  const people = persons(items);
  const engines = adaptiveEngines(items, qinghe);
  const expected = people.map((responses) => sitting(engines[0], responses, STEPS));
  const counts = new Map();
  for (const engine of engines) {
    const each = pilot(
      (count) => people.slice(0, count).forEach((responses) => wholeSitting(engine, responses)),
      20,
      300,
    );
    counts.set(engine, Math.max(10, Math.min(PERSONS, Math.floor((MOST * 1000) / each))));
    people.slice(0, counts.get(engine)).forEach((responses, person) => {
      sameSitting(engine, person, sitting(engine, responses, STEPS), expected[person]);
    });
  }
  const times = interleaved(engines, rounds, (engine) => {
    const group = people.slice(0, counts.get(engine));
    let thetas;
    const time = timed(() => (thetas = group.map((responses) => wholeSitting(engine, responses))));
    thetas.forEach((theta, person) => {
      if (!(Math.abs(theta - expected[person][STEPS - 1].theta) <= 1e-9))
        throw new Error(`adaptive, ${engine.name}, person ${person}: theta ${theta} in a timed round`);
    });
    return time / (group.length * STEPS);
  });
  return engines.map((engine) => ({
    ...engine,
    times: times.get(engine),
    units: counts.get(engine),
    parts: parts(engine, people.slice(0, Math.min(100, counts.get(engine)))),
  }));
}

/** The native run is another process: its one number stands for every round. */
function withNative(measured, native, rounds) {
  if (native === undefined) return measured;
  return [...measured, { name: "Qinghe native (own run, own sheets)", times: Array(rounds).fill(native) }];
}

function show(task, measured) {
  const bases = [
    "handwritten JS, bytes (floor)",
    "handwritten JS (floor)",
    "data-driven JS, bytes",
    "Qinghe Wasm, one call",
    "Qinghe Wasm",
  ];
  const against = measured.filter(({ name }) => bases.includes(name));
  const adaptive = task === "adaptive";
  const unit = adaptive ? "step" : "sheet";
  const head = [
    "engine",
    `µs a ${unit}`,
    `${unit}s a second`,
    ...against.map(({ name }) => `× ${name}`),
    ...(adaptive ? ["next item µs", "ability µs", "step p95 µs", "sittings a round"] : ["sheets a round"]),
  ];
  const rows = measured.map((engine) => {
    const each = median(engine.times);
    const inside = engine.parts
      ? ["next", "ability", "p95"].map((part) => short(engine.parts[part]))
      : ["–", "–", "–"];
    return [
      engine.version ? `${engine.name} (${engine.version})` : engine.name,
      short(each),
      Math.round(1e6 / each).toLocaleString("en-US"),
      ...against.map(({ times }) => short(ratio(engine.times, times))),
      ...(adaptive ? inside : []),
      engine.units?.toLocaleString("en-US") ?? "–",
    ];
  });
  console.log(`\n## ${TITLES[task]}\n\n${table(head, rows)}`);
}

function main() {
  const { folder, native, rounds, tasks } = options();
  const qinghe = wasm(folder);
  const { length: cores, 0: core } = cpus();
  const load = loadavg()[0].toFixed(2);
  console.log(
    `node ${process.version}, ${cores} × ${core.model}, load ${load}; ${rounds} interleaved rounds, medians`,
  );
  const instruments = { "phq-9": phq9, "psc-17": psc17, hundred };
  for (const task of tasks) {
    const measured =
      task === "adaptive" ? adaptive(qinghe, rounds) : scoring(instruments[task], qinghe, rounds);
    show(task, withNative(measured, native?.[task], rounds));
  }
}

main();
