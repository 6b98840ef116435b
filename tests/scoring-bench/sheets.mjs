// Random sheets: one byte per item, rows one behind the other.

import { NOT_REACHED, SKIPPED } from "./instruments.mjs";

/** Mulberry32: evenly from 0 up to 1, the same everywhere. */
export function dice(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = Math.imul(state ^ (state >>> 15), state | 1);
    z = (z + Math.imul(z ^ (z >>> 7), z | 61)) ^ z;
    return ((z ^ (z >>> 14)) >>> 0) / 4294967296;
  };
}

const fill = (instrument, rows, option) => {
  const items = instrument.items.length;
  const sheets = new Uint8Array(rows * items);
  for (let row = 0; row < rows; row++)
    for (let item = 0; item < items; item++) sheets[row * items + item] = option(row, item);
  return sheets;
};

/** Every option equally often: what is timed. */
export function even(instrument, rows, seed) {
  const next = dice(seed);
  return fill(instrument, rows, () => Math.floor(next() * instrument.values.length));
}

/** Sheets at every height, so that every band is met: what is compared before anything is timed. */
export function slanted(instrument, rows, seed) {
  const next = dice(seed);
  const top = instrument.values.length - 1;
  return fill(instrument, rows, (row) => {
    if (row < 2) return row * top;
    const height = (row * top) / (rows - 1);
    return Math.max(0, Math.min(top, Math.floor(height + (next() - next()) * 1.5 + 0.5)));
  });
}

/** As `slanted`, with items skipped and not reached: about one in fifteen of each row's. */
export function withGaps(instrument, rows, seed) {
  const next = dice(seed + 1);
  return slanted(instrument, rows, seed).map((option) => {
    const luck = next();
    return luck < 0.04 ? SKIPPED : luck < 0.07 ? NOT_REACHED : option;
  });
}

/**
 * Sheets as a form keeps them: an object with the value of each item under its id. Read from JSON, as from a
 * file or the network; an object that grows by a hundred computed names is a slow one in V8.
 */
export function asObjects(instrument, sheets, rows, extra) {
  const { items, values } = instrument;
  return Array.from({ length: rows }, (_, row) => {
    const responses = items.map(({ id }, item) => [id, values[sheets[row * items.length + item]] ?? null]);
    const others = (extra ?? []).map((name) => [name, 0]);
    return JSON.parse(JSON.stringify(Object.fromEntries([...responses, ...others])));
  });
}
