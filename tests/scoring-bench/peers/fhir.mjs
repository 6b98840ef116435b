// FHIRPath over a QuestionnaireResponse: with integers as answers, and with coded answers whose weights stand
// in the Questionnaire (Structured Data Capture). Every expression is compiled once.

import { createRequire } from "node:module";
import { installed } from "./installed.mjs";
import { mirror } from "./survey.mjs";

const require = createRequire(import.meta.url);
const WEIGHT = "http://hl7.org/fhir/StructureDefinition/itemWeight";

function bandExpression(bands) {
  return bands.reduce(
    (below, { from }, nth) => (nth === 0 ? "0" : `iif(%score >= ${from}, ${nth}, ${below})`),
    "0",
  );
}

/** `where` costs more than the sum: it is left out where every item enters. */
function selected(instrument, score, name, key) {
  const all = score.items.length === instrument.items.length && score.items.every((part) => part.key === key);
  return all ? "item" : `item.where(linkId in %${name})`;
}

const ids = (instrument, score, key) =>
  score.items.filter((part) => part.key === key).map(({ item }) => instrument.items[item].id);

function responses(instrument, sheets, rows, answer) {
  const { items } = instrument;
  return Array.from({ length: rows }, (_, row) => ({
    resourceType: "QuestionnaireResponse",
    status: "completed",
    item: items.map(({ id }, item) => ({ linkId: id, answer: [answer(sheets[row * items.length + item])] })),
  }));
}

/** `sum` of a score over items gives its expression and what it needs beside the response. */
function peer(instrument, { name, model, prepare, sum, value, env }) {
  const fhirpath = require("fhirpath");
  const compile = (expression) => fhirpath.compile(expression, model, { resolveInternalTypes: false });
  const scores = instrument.scores.map((score) => {
    const made = score.items ? sum(score) : undefined;
    const over = (score.scores ?? []).map((_, nth) => `%s${nth}`).join(" + ");
    return {
      sum: compile(made?.expression ?? over),
      env: { ...env, ...made?.env },
      parts: score.scores ?? [],
      band: compile(bandExpression(score.bands)),
    };
  });
  const critical = instrument.items
    .filter(({ criticalAtLeast }) => criticalAtLeast !== undefined)
    .map(({ id, criticalAtLeast }) =>
      compile(`item.where(linkId = '${id}').answer${value} >= ${criticalAtLeast}`),
    );
  const width = scores.length * 2 + 1;
  const run = (sheets, rows, out) => {
    for (let row = 0; row < rows; row++) {
      const sheet = sheets[row];
      const from = row * width;
      for (let nth = 0; nth < scores.length; nth++) {
        const score = scores[nth];
        for (let part = 0; part < score.parts.length; part++)
          score.env[`s${part}`] = out[from + score.parts[part] * 2];
        const [total] = score.sum(sheet, score.env);
        out[from + nth * 2] = total;
        [out[from + nth * 2 + 1]] = score.band(sheet, { score: total });
      }
      let call = 0;
      for (const expression of critical) if (expression(sheet, env)[0] === true) call = 1;
      out[from + width - 1] = call;
    }
  };
  return { name, version: installed("fhirpath"), prepare, run };
}

export function fhirIntegers(instrument) {
  const sum = (score) => {
    const [plain, mirrored] = [0, 1].map((key) => ids(instrument, score, key));
    const part = (name, key) => `${selected(instrument, score, name, key)}.answer.valueInteger.sum()`;
    const reversed = mirrored.length > 0;
    return {
      expression: reversed
        ? `${part("plain", 0)} + ${mirrored.length * mirror(instrument, 1)} - ${part("mirrored", 1)}`
        : part("plain", 0),
      env: { plain, mirrored },
    };
  };
  // Without a model of FHIR the path names the type itself, which is the quicker way.
  return peer(instrument, {
    name: "FHIRPath, integer answers",
    model: undefined,
    prepare: (sheets, rows) =>
      responses(instrument, sheets, rows, (option) => ({ valueInteger: instrument.values[option] })),
    sum,
    value: ".valueInteger",
    env: {},
  });
}

export function fhirWeights(instrument) {
  // By the standard a weight is the option's score: for a mirrored item it is mirrored already.
  const keyOf = new Map(
    instrument.scores.flatMap(({ items }) => items ?? []).map(({ item, key }) => [item, key]),
  );
  const questionnaire = {
    resourceType: "Questionnaire",
    status: "active",
    item: instrument.items.map(({ id }, item) => ({
      linkId: id,
      type: "choice",
      answerOption: instrument.keys[keyOf.get(item)].map((points, option) => ({
        valueCoding: { code: `o${option}` },
        extension: [{ url: WEIGHT, valueDecimal: points }],
      })),
    })),
  };
  const sum = (score) => {
    const all = score.items.length === instrument.items.length;
    const items = all ? "item" : "item.where(linkId in %ids)";
    return {
      expression: `${items}.answer.weight().sum()`,
      env: { ids: score.items.map(({ item }) => instrument.items[item].id) },
    };
  };
  return peer(instrument, {
    name: "FHIRPath, weight()",
    model: require("fhirpath/fhir-context/r4"),
    prepare: (sheets, rows) =>
      responses(instrument, sheets, rows, (option) => ({ valueCoding: { code: `o${option}` } })),
    sum,
    value: ".weight()",
    env: { questionnaire },
  });
}
