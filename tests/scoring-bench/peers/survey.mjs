// SurveyJS without its model and its page: one ExpressionRunner per number, parsed once, written as an
// integrator would write `calculatedValues`. A sheet keeps the totals beside the responses, so that later
// expressions see them.

import { createRequire } from "node:module";
import { asObjects } from "../sheets.mjs";
import { installed } from "./installed.mjs";

const require = createRequire(import.meta.url);

/** Documented form: nested `iif`, the highest band first. */
function bandExpression(name, bands) {
  return bands.reduce(
    (below, { from }, nth) => (nth === 0 ? "0" : `iif({${name}} >= ${from}, ${nth}, ${below})`),
    "0",
  );
}

function sumExpression(instrument, score) {
  const parts = (score.items ?? []).map(({ item, key }) => {
    const { id } = instrument.items[item];
    return key === 0 ? `{${id}}` : `${mirror(instrument, key)} - {${id}}`;
  });
  parts.push(...(score.scores ?? []).map((nth) => `{${instrument.scores[nth].id}}`));
  return `sum(${parts.join(", ")})`;
}

/** Lowest and highest value together; a key that is no mirror has no such expression. */
export function mirror(instrument, key) {
  const [plain, mirrored] = [instrument.keys[0], instrument.keys[key]];
  const both = plain[0] + mirrored[0];
  const whole = instrument.values.every(
    (value, nth) => value === plain[nth] && value + mirrored[nth] === both,
  );
  if (!whole) throw new Error(`${instrument.id}: key ${key} is no mirror of the values`);
  return both;
}

export function surveyExpressions(instrument) {
  const { ExpressionRunner } = require("survey-core");
  const scores = instrument.scores.map((score) => ({
    id: score.id,
    sum: new ExpressionRunner(sumExpression(instrument, score)),
    band: new ExpressionRunner(bandExpression(score.id, score.bands)),
  }));
  const critical = instrument.items
    .filter(({ criticalAtLeast }) => criticalAtLeast !== undefined)
    .map(({ id, criticalAtLeast }) => new ExpressionRunner(`{${id}} >= ${criticalAtLeast}`));
  const width = scores.length * 2 + 1;
  const run = (sheets, rows, out) => {
    for (let row = 0; row < rows; row++) {
      const sheet = sheets[row];
      let to = row * width;
      for (const { id, sum, band } of scores) {
        const total = sum.runValues(sheet);
        sheet[id] = total;
        out[to++] = total;
        out[to++] = band.runValues(sheet);
      }
      let call = 0;
      for (const expression of critical) if (expression.runValues(sheet) === true) call = 1;
      out[to] = call;
    }
  };
  return {
    name: "SurveyJS ExpressionRunner",
    version: installed("survey-core"),
    prepare: (sheets, rows) =>
      asObjects(
        instrument,
        sheets,
        rows,
        instrument.scores.map(({ id }) => id),
      ),
    run,
  };
}
