// The floor: code written by hand for one instrument. It knows no gaps.

import { asObjects } from "../sheets.mjs";

const phqBand = (total) => (total < 5 ? 0 : total < 10 ? 1 : total < 15 ? 2 : total < 20 ? 3 : 4);

function phqBytes(sheets, rows, out) {
  for (let row = 0; row < rows; row++) {
    const at = row * 9;
    const last = sheets[at + 8];
    const total =
      sheets[at] +
      sheets[at + 1] +
      sheets[at + 2] +
      sheets[at + 3] +
      sheets[at + 4] +
      sheets[at + 5] +
      sheets[at + 6] +
      sheets[at + 7] +
      last;
    const to = row * 3;
    out[to] = total;
    out[to + 1] = phqBand(total);
    out[to + 2] = last > 0 ? 1 : 0;
  }
}

function phqObjects(sheets, rows, out) {
  for (let row = 0; row < rows; row++) {
    const r = sheets[row];
    const total = r.q1 + r.q2 + r.q3 + r.q4 + r.q5 + r.q6 + r.q7 + r.q8 + r.q9;
    const to = row * 3;
    out[to] = total;
    out[to + 1] = phqBand(total);
    out[to + 2] = r.q9 > 0 ? 1 : 0;
  }
}

function pscOut(internalising, attention, externalising, out, to) {
  const total = internalising + attention + externalising;
  out[to] = internalising;
  out[to + 1] = internalising < 5 ? 0 : 1;
  out[to + 2] = attention;
  out[to + 3] = attention < 7 ? 0 : 1;
  out[to + 4] = externalising;
  out[to + 5] = externalising < 7 ? 0 : 1;
  out[to + 6] = total;
  out[to + 7] = total < 15 ? 0 : 1;
  out[to + 8] = 0;
}

function pscBytes(sheets, rows, out) {
  for (let row = 0; row < rows; row++) {
    const at = row * 17;
    pscOut(
      sheets[at] + sheets[at + 1] + sheets[at + 2] + sheets[at + 3] + sheets[at + 4],
      sheets[at + 5] + sheets[at + 6] + sheets[at + 7] + sheets[at + 8] + sheets[at + 9],
      sheets[at + 10] +
        sheets[at + 11] +
        sheets[at + 12] +
        sheets[at + 13] +
        sheets[at + 14] +
        sheets[at + 15] +
        sheets[at + 16],
      out,
      row * 9,
    );
  }
}

function pscObjects(sheets, rows, out) {
  for (let row = 0; row < rows; row++) {
    const r = sheets[row];
    pscOut(
      r.q1 + r.q2 + r.q3 + r.q4 + r.q5,
      r.q6 + r.q7 + r.q8 + r.q9 + r.q10,
      r.q11 + r.q12 + r.q13 + r.q14 + r.q15 + r.q16 + r.q17,
      out,
      row * 9,
    );
  }
}

const hundredTotalBand = (total) => (total < 100 ? 0 : total < 200 ? 1 : total < 300 ? 2 : 3);

function hundredBytes(sheets, rows, out) {
  for (let row = 0; row < rows; row++) {
    const to = row * 13;
    let total = 0;
    for (let subscale = 0; subscale < 5; subscale++) {
      const from = row * 100 + subscale * 20;
      // Every fifth item says the opposite.
      let sum = 16;
      for (let at = from; at < from + 20; at += 5)
        sum += sheets[at] + sheets[at + 1] + sheets[at + 2] + sheets[at + 3] - sheets[at + 4];
      out[to + subscale * 2] = sum;
      out[to + subscale * 2 + 1] = sum < 40 ? 0 : sum < 60 ? 1 : 2;
      total += sum;
    }
    out[to + 10] = total;
    out[to + 11] = hundredTotalBand(total);
    out[to + 12] = 0;
  }
}

const NAMES = Array.from({ length: 100 }, (_, nth) => `q${nth + 1}`);

function hundredObjects(sheets, rows, out) {
  for (let row = 0; row < rows; row++) {
    const r = sheets[row];
    const to = row * 13;
    let total = 0;
    for (let subscale = 0; subscale < 5; subscale++) {
      const from = subscale * 20;
      let sum = 16;
      for (let at = from; at < from + 20; at += 5)
        sum += r[NAMES[at]] + r[NAMES[at + 1]] + r[NAMES[at + 2]] + r[NAMES[at + 3]] - r[NAMES[at + 4]];
      out[to + subscale * 2] = sum;
      out[to + subscale * 2 + 1] = sum < 40 ? 0 : sum < 60 ? 1 : 2;
      total += sum;
    }
    out[to + 10] = total;
    out[to + 11] = hundredTotalBand(total);
    out[to + 12] = 0;
  }
}

const BYTES = { "phq-9": phqBytes, "psc-17": pscBytes, hundred: hundredBytes };
const OBJECTS = { "phq-9": phqObjects, "psc-17": pscObjects, hundred: hundredObjects };

export const floorBytes = (instrument) => ({
  name: "handwritten JS, bytes (floor)",
  prepare: (sheets) => sheets,
  run: BYTES[instrument.id],
});

export const floorObjects = (instrument) => ({
  name: "handwritten JS, objects",
  prepare: (sheets, rows) => asObjects(instrument, sheets, rows),
  run: OBJECTS[instrument.id],
});
