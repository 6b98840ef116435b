// Whether engines say the same. Everything here throws when they do not.

import { NONE, width } from "./instruments.mjs";

const THETA = 1e-9;

function shown(instrument, row) {
  const value = (number) => (number === NONE ? "none" : number);
  const scores = instrument.scores.map(
    ({ id }, nth) => `${id} ${value(row[nth * 2])} band ${row[nth * 2 + 1]}`,
  );
  return `${scores.join(", ")}, critical ${row[row.length - 1]}`;
}

/** Rows of results against the expected ones. */
export function sameRows(instrument, name, rows, found, expected) {
  const numbers = width(instrument);
  for (let at = 0; at < rows * numbers; at++) {
    if (found[at] === expected[at]) continue;
    const row = Math.floor(at / numbers);
    const of = (out) => shown(instrument, out.subarray(row * numbers, (row + 1) * numbers));
    throw new Error(
      `${instrument.id}, ${name}, sheet ${row}:\n  found    ${of(found)}\n  expected ${of(expected)}`,
    );
  }
}

/** Results of an engine, in a field that held nothing like them before. */
export function results(instrument, engine, sheets, rows) {
  const out = new Int32Array(rows * width(instrument)).fill(-7);
  engine.run(engine.prepare(sheets, rows), rows, out);
  return out;
}

/** One adaptive sitting: what was asked, and the estimate after each response. */
export function sitting(engine, responses, steps) {
  engine.reset();
  return Array.from({ length: steps }, () => {
    const item = engine.next();
    if (!(item >= 0)) throw new Error(`${engine.name} asks nothing more`);
    engine.give(item, responses[item]);
    return { item, theta: engine.theta(), error: engine.error() };
  });
}

const near = (left, right) => Math.abs(left - right) <= THETA;

/** The same items in the same order with the same estimates; the error only where it means the same. */
export function sameSitting(engine, person, found, expected) {
  expected.forEach((wanted, step) => {
    const { item, theta, error } = found[step];
    const agrees =
      item === wanted.item &&
      near(theta, wanted.theta) &&
      (!engine.posteriorError || near(error, wanted.error));
    if (agrees) return;
    throw new Error(
      `adaptive, ${engine.name}, person ${person}, step ${step}:\n  found    item ${item}, theta ${theta}, error ${error}\n` +
        `  expected item ${wanted.item}, theta ${wanted.theta}, error ${wanted.error}`,
    );
  });
}
