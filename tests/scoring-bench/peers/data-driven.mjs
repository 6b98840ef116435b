// What a careful programmer writes who wants one engine for many instruments: reads the definition once into
// flat arrays, then interprets those. Knows gaps and missing rules.

import { NONE } from "../instruments.mjs";
import { asObjects } from "../sheets.mjs";

const RULES = { complete: 0, prorate: 1, "blanks-as-zero": 2 };
const PRORATE = RULES.prorate;

function compile(instrument) {
  const options = instrument.values.length;
  const scores = instrument.scores.map((score) => ({
    items: Int32Array.from(score.items ?? [], ({ item }) => item),
    // Points of every option of every item that enters, one behind the other.
    points: Int32Array.from((score.items ?? []).flatMap(({ key }) => instrument.keys[key])),
    scores: Int32Array.from(score.scores ?? []),
    rule: RULES[score.missing.rule],
    atMost: score.missing.atMost,
    cuts: Int32Array.from(score.bands, ({ from }) => from),
  }));
  if (scores.some(({ rule }) => rule === undefined))
    throw new Error(`${instrument.id}: a missing rule is unknown`);
  const critical = instrument.items.flatMap(({ criticalAtLeast }, item) =>
    criticalAtLeast === undefined ? [] : [{ item, id: instrument.items[item].id, atLeast: criticalAtLeast }],
  );
  return { options, scores, critical, width: scores.length * 2 + 1 };
}

function finish(score, sum, missing, count, out, to, row) {
  let value = sum;
  if (missing > 0) {
    if (missing > score.atMost || missing === count) {
      out[to] = NONE;
      out[to + 1] = -1;
      return;
    }
    if (score.rule === PRORATE) {
      // Person mean for the missing ones, one half up.
      const given = count - missing;
      value = Math.floor((2 * sum * count + given) / (2 * given));
    }
  }
  for (let nth = 0; nth < score.scores.length; nth++) {
    const part = out[row + score.scores[nth] * 2];
    if (part === NONE) {
      out[to] = NONE;
      out[to + 1] = -1;
      return;
    }
    value += part;
  }
  const { cuts } = score;
  let band = cuts.length - 1;
  while (band > 0 && value < cuts[band]) band--;
  out[to] = value;
  out[to + 1] = band;
}

export function dataDrivenBytes(instrument) {
  const { options, scores, critical, width } = compile(instrument);
  const {
    values,
    items: { length: count },
  } = instrument;
  const run = (sheets, rows, out) => {
    for (let row = 0; row < rows; row++) {
      const from = row * count;
      const to = row * width;
      for (let nth = 0; nth < scores.length; nth++) {
        const score = scores[nth];
        const { items, points } = score;
        let sum = 0;
        let missing = 0;
        for (let at = 0; at < items.length; at++) {
          const option = sheets[from + items[at]];
          if (option < options) sum += points[at * options + option];
          else missing++;
        }
        finish(score, sum, missing, items.length, out, to + nth * 2, to);
      }
      let call = 0;
      for (const { item, atLeast } of critical) {
        const option = sheets[from + item];
        if (option < options && values[option] >= atLeast) call = 1;
      }
      out[to + width - 1] = call;
    }
  };
  return { name: "data-driven JS, bytes", gaps: true, prepare: (sheets) => sheets, run };
}

export function dataDrivenObjects(instrument) {
  const { options, scores, critical, width } = compile(instrument);
  const { values } = instrument;
  const optionOf = new Map(values.map((value, option) => [value, option]));
  const ids = instrument.items.map(({ id }) => id);
  const chosen = new Uint8Array(ids.length);
  const run = (sheets, rows, out) => {
    for (let row = 0; row < rows; row++) {
      const sheet = sheets[row];
      const to = row * width;
      // Each item is looked up once, however many scores it enters.
      for (let item = 0; item < ids.length; item++) chosen[item] = optionOf.get(sheet[ids[item]]) ?? 255;
      for (let nth = 0; nth < scores.length; nth++) {
        const score = scores[nth];
        const { items, points } = score;
        let sum = 0;
        let missing = 0;
        for (let at = 0; at < items.length; at++) {
          const option = chosen[items[at]];
          if (option < options) sum += points[at * options + option];
          else missing++;
        }
        finish(score, sum, missing, items.length, out, to + nth * 2, to);
      }
      let call = 0;
      for (const { id, atLeast } of critical) {
        const value = sheet[id];
        if (value !== null && value >= atLeast) call = 1;
      }
      out[to + width - 1] = call;
    }
  };
  return {
    name: "data-driven JS, objects",
    gaps: true,
    prepare: (sheets, rows) => asObjects(instrument, sheets, rows),
    run,
  };
}
