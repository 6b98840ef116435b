// The engines of each task. The first is the floor: the others are compared with it.

import { readFileSync } from "node:fs";
import { adaptiveFloor } from "./peers/adaptive-floor.mjs";
import { dataDrivenBytes, dataDrivenObjects } from "./peers/data-driven.mjs";
import { fhirIntegers, fhirWeights } from "./peers/fhir.mjs";
import { floorBytes, floorObjects } from "./peers/floor.mjs";
import { jscat } from "./peers/jscat.mjs";
import { load, qingheAdaptive, qingheBatch, qingheSingle } from "./peers/qinghe.mjs";
import { surveyExpressions } from "./peers/survey.mjs";

const BANK = new URL("../reference/irt/bank-2pl.csv", import.meta.url);

/** The hundred two-parameter items of the reference values. */
export function bank() {
  const [head, ...lines] = readFileSync(BANK, "utf8").trim().split("\n");
  if (head !== "item,a,b") throw new Error(`bank-2pl.csv begins with ${head}`);
  return lines.map((line) => {
    const [, a, b] = line.split(",").map(Number);
    return { a, b };
  });
}

/** `none`, or the folder with Qinghe's Wasm. */
export const wasm = (folder) => (folder === "none" ? undefined : { folder, engine: load(folder) });

export function scoringEngines(instrument, qinghe) {
  const peers = [
    floorBytes,
    floorObjects,
    dataDrivenBytes,
    dataDrivenObjects,
    surveyExpressions,
    fhirIntegers,
    fhirWeights,
  ];
  const ours = qinghe ? [qingheBatch, qingheSingle].map((make) => make(instrument, qinghe)) : [];
  const [floor, ...others] = peers.map((make) => make(instrument));
  return [floor, ...ours, ...others];
}

export function adaptiveEngines(items, qinghe) {
  const ours = qinghe ? [qingheAdaptive(items, qinghe)] : [];
  return [adaptiveFloor(items), ...ours, jscat(items)];
}
