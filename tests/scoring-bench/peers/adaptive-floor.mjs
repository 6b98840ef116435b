// The floor: two-parameter logistic model, tables of every item computed once, the posterior carried from
// step to step, the next item by Fisher information at the estimate.

const POINTS = 121;
const point = (nth) => -6 + 0.1 * nth;

export function adaptiveFloor(bank) {
  const count = bank.length;
  const slopes = Float64Array.from(bank, ({ a }) => a);
  const places = Float64Array.from(bank, ({ b }) => b);
  const grid = Float64Array.from({ length: POINTS }, (_, nth) => point(nth));
  const prior = grid.map((theta) => Math.exp(-0.5 * theta * theta));
  // Per item two curves, response 0 and response 1.
  const curves = new Float64Array(count * 2 * POINTS);
  for (let item = 0; item < count; item++)
    for (let nth = 0; nth < POINTS; nth++) {
      const up = Math.exp(slopes[item] * (grid[nth] - places[item]));
      curves[item * 2 * POINTS + nth] = 1 / (1 + up);
      curves[(item * 2 + 1) * POINTS + nth] = up / (1 + up);
    }
  const posterior = new Float64Array(POINTS);
  const used = new Uint8Array(count);
  let theta = 0;
  let error = 1;
  const estimate = () => {
    let mass = 0;
    let first = 0;
    let second = 0;
    for (let nth = 0; nth < POINTS; nth++) {
      const weight = posterior[nth];
      const moment = weight * grid[nth];
      mass += weight;
      first += moment;
      second += moment * grid[nth];
    }
    theta = first / mass;
    error = Math.sqrt(Math.max(0, second / mass - theta * theta));
  };
  return {
    name: "handwritten JS (floor)",
    posteriorError: true,
    reset() {
      posterior.set(prior);
      used.fill(0);
      estimate();
    },
    next() {
      let best = -1;
      let most = -1;
      for (let item = 0; item < count; item++) {
        if (used[item]) continue;
        const a = slopes[item];
        const p = 1 / (1 + Math.exp(-a * (theta - places[item])));
        const information = a * a * p * (1 - p);
        if (information > most) {
          most = information;
          best = item;
        }
      }
      return best;
    },
    give(item, option) {
      const from = (item * 2 + option) * POINTS;
      for (let nth = 0; nth < POINTS; nth++) posterior[nth] *= curves[from + nth];
      used[item] = 1;
      estimate();
    },
    theta: () => theta,
    error: () => error,
  };
}
