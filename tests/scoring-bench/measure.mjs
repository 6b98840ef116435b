// Rounds in which every engine has its turn, so that a busy machine is busy for all.

export function quantile(numbers, part) {
  const sorted = Float64Array.from(numbers).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
}

export const median = (numbers) => quantile(numbers, 0.5);

/**
 * Runs `turn(engine)` (microseconds per unit) once per engine and round; each round begins with another one.
 * Gives per engine the times of all rounds.
 */
export function interleaved(engines, rounds, turn) {
  const times = new Map(engines.map((engine) => [engine, []]));
  for (let round = 0; round < rounds; round++)
    for (let nth = 0; nth < engines.length; nth++) {
      const engine = engines[(nth + round) % engines.length];
      times.get(engine).push(turn(engine));
    }
  return times;
}

/** Median of the ratios within the rounds. */
export const ratio = (times, base) => median(times.map((time, round) => time / base[round]));

/** Microseconds of `work`. */
export function timed(work) {
  const begin = performance.now();
  work();
  return (performance.now() - begin) * 1000;
}

/** How long one unit takes once warm: runs `work(units)` for `budget` milliseconds, ever more units. */
export function pilot(work, most, budget) {
  const end = performance.now() + budget;
  let units = Math.min(10, most);
  for (;;) {
    const each = timed(() => work(units)) / units;
    if (performance.now() >= end) return each;
    if (each * units < budget * 250) units = Math.min(most, units * 2);
  }
}

/** A number with three digits that count. */
export function short(number) {
  if (number >= 100) return Math.round(number).toLocaleString("en-US");
  return number.toPrecision(number >= 10 ? 3 : 2);
}

export function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, nth) => (nth === 0 ? "---" : "---:"))), ...rows.map(line)].join("\n");
}
