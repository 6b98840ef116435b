// jsCAT with `deepCopy` off, which is its quicker way. Its standard error is
// 1/√information at the estimate, not the posterior's.

import { createRequire } from "node:module";
import { installed } from "./installed.mjs";

const require = createRequire(import.meta.url);

export function jscat(bank) {
  const { Cat } = require("@bdelab/jscat");
  const stimuli = bank.map(({ a, b }, item) => ({
    item,
    discrimination: a,
    difficulty: b,
    guessing: 0,
    slipping: 1,
  }));
  const zetas = bank.map(({ a, b }) => ({ a, b, c: 0, d: 1 }));
  let cat;
  let left;
  return {
    name: "jsCAT, deepCopy off",
    version: installed("@bdelab/jscat"),
    posteriorError: false,
    reset() {
      cat = new Cat({
        method: "EAP",
        itemSelect: "MFI",
        minTheta: -6,
        maxTheta: 6,
        priorDist: "norm",
        priorPar: [0, 1],
      });
      left = stimuli;
    },
    next() {
      const { nextStimulus, remainingStimuli } = cat.findNextItem(left, undefined, false);
      left = remainingStimuli;
      return nextStimulus?.item ?? -1;
    },
    give: (item, option) => cat.updateAbilityEstimate(zetas[item], option),
    theta: () => cat.theta,
    error: () => cat.seMeasurement,
  };
}
