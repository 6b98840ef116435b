// Qinghe's engine as Wasm: the crate `headless`, built for Node. The folder holds `qinghe_headless.js`, its
// `.wasm` and one encoded instrument each (`phq-9.bin`, `psc-17.bin`, `hundred.bin`, `bank.bin`).

import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The glue is CommonJS: where a package says `module`, Node would not load it, so it is loaded elsewhere. */
export function load(folder) {
  const beside = mkdtempSync(join(tmpdir(), "scoring-bench-"));
  try {
    for (const name of readdirSync(folder).filter((name) => /^qinghe_headless.*\.(js|wasm)$/.test(name)))
      cpSync(join(folder, name), join(beside, name));
    writeFileSync(join(beside, "package.json"), '{ "type": "commonjs" }');
    return createRequire(join(beside, "package.json"))("./qinghe_headless.js");
  } finally {
    rmSync(beside, { recursive: true });
  }
}

const bytes = (folder, id) => new Uint8Array(readFileSync(join(folder, `${id}.bin`)));

export function qingheBatch(instrument, { folder, engine }) {
  const scorer = new engine.Scorer(bytes(folder, instrument.id));
  const items = instrument.items.length;
  const width = instrument.scores.length * 2 + 1;
  return {
    name: "Qinghe Wasm, one call",
    gaps: true,
    prepare: (sheets) => sheets,
    run: (sheets, rows, out) =>
      scorer.score_batch(sheets.subarray(0, rows * items), out.subarray(0, rows * width)),
  };
}

/** As a page does after every response: the price of crossing into Wasm each time. */
export function qingheSingle(instrument, { folder, engine }) {
  const scorer = new engine.Scorer(bytes(folder, instrument.id));
  const items = instrument.items.length;
  const width = instrument.scores.length * 2 + 1;
  const run = (sheets, rows, out) => {
    for (let row = 0; row < rows; row++)
      scorer.score_batch(
        sheets.subarray(row * items, (row + 1) * items),
        out.subarray(row * width, (row + 1) * width),
      );
  };
  return { name: "Qinghe Wasm, a call each", gaps: true, prepare: (sheets) => sheets, run };
}

export function qingheAdaptive(bank, { folder, engine }) {
  const cat = new engine.Adaptive(bytes(folder, "bank"));
  return {
    name: "Qinghe Wasm",
    posteriorError: true,
    reset: () => cat.reset(),
    next: () => cat.next(),
    give: (item, option) => cat.give(item, option),
    theta: () => cat.theta(),
    error: () => cat.error(),
  };
}
