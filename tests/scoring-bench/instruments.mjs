// What every engine scores, as data. An item's response is the position of an option; a key holds the points
// of each option. A score adds items by their keys, or earlier scores.
//
// `hundred` is made up; `phq-9` and `psc-17` have the keys, cut scores and missing rules of scales/.

const range = (from, to) => Array.from({ length: to - from }, (_, nth) => from + nth);

const bands = (...from) => from.map((lowest) => ({ id: `from-${lowest}`, from: lowest }));

const complete = { rule: "complete", atMost: 0 };
const blanksAsZero = (atMost) => ({ rule: "blanks-as-zero", atMost });

function overItems(id, items, missing, bands, key = () => 0) {
  return { id, items: items.map((item) => ({ item, key: key(item) })), missing, bands };
}

const items = (count, critical) =>
  range(0, count).map((nth) => ({ id: `q${nth + 1}`, criticalAtLeast: critical?.[nth] }));

export const phq9 = {
  id: "phq-9",
  values: [0, 1, 2, 3],
  items: items(9, { 8: 1 }),
  keys: [[0, 1, 2, 3]],
  scores: [overItems("total", range(0, 9), { rule: "prorate", atMost: 2 }, bands(0, 5, 10, 15, 20))],
};

export const psc17 = {
  id: "psc-17",
  values: [0, 1, 2],
  items: items(17),
  keys: [[0, 1, 2]],
  scores: [
    overItems("internalising", range(0, 5), blanksAsZero(1), bands(0, 5)),
    overItems("attention", range(5, 10), blanksAsZero(1), bands(0, 7)),
    overItems("externalising", range(10, 17), blanksAsZero(1), bands(0, 7)),
    overItems("total", range(0, 17), blanksAsZero(3), bands(0, 15)),
  ],
};

const reversed = (item) => (item % 5 === 4 ? 1 : 0);

export const hundred = {
  id: "hundred",
  values: [0, 1, 2, 3, 4],
  items: items(100),
  keys: [
    [0, 1, 2, 3, 4],
    [4, 3, 2, 1, 0],
  ],
  scores: [
    ...range(0, 5).map((nth) =>
      overItems(`s${nth}`, range(nth * 20, nth * 20 + 20), complete, bands(0, 40, 60), reversed),
    ),
    { id: "total", scores: [0, 1, 2, 3, 4], missing: complete, bands: bands(0, 100, 200, 300) },
  ],
};

/** Codes in place of an option. */
export const SKIPPED = 254;
export const NOT_REACHED = 255;
/** In place of a score that must not be computed. */
export const NONE = -2147483648;

/** Numbers of one row of results: per score its value and the position of its band, then 1 if critical. */
export const width = (instrument) => instrument.scores.length * 2 + 1;
