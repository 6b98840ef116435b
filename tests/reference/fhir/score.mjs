// Scores a QuestionnaireResponse with a public FHIRPath engine: variables of the root in their order, then each
// calculatedExpression, as the Structured Data Capture guide has it. It knows nothing of how we score.

import fhirpath from "fhirpath";
import r4 from "fhirpath/fhir-context/r4/index.js";

const VARIABLE = "http://hl7.org/fhir/StructureDefinition/variable";
const CALCULATED = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression";

const expressions = (element, url) =>
  (element.extension ?? []).filter((one) => one.url === url).map((one) => one.valueExpression);

/** Every item of a questionnaire or response, however deep. */
function* walk(element) {
  for (const item of element.item ?? []) {
    yield item;
    yield* walk(item);
  }
}

/** The choice items, in order. */
export const asked = (questionnaire) => [...walk(questionnaire)].filter((item) => item.type === "choice");

/** A response with these options: a position per asked item, `null` where nothing was chosen. */
export function respond(questionnaire, options) {
  const chosen = new Map(asked(questionnaire).map((item, at) => [item.linkId, options[at]]));
  const copy = (item) => {
    const inner = (item.item ?? []).map(copy).filter(Boolean);
    if (item.type === "group") return inner.length > 0 ? { linkId: item.linkId, item: inner } : null;
    const at = chosen.get(item.linkId);
    if (at === null || at === undefined) return null;
    const { system, code, display } = item.answerOption[at].valueCoding;
    return { linkId: item.linkId, answer: [{ valueCoding: { system, code, display } }] };
  };
  return {
    resourceType: "QuestionnaireResponse",
    status: "completed",
    questionnaire: `${questionnaire.url}|${questionnaire.version}`,
    item: (questionnaire.item ?? []).map(copy).filter(Boolean),
  };
}

/** A function from a response to its scores by `linkId`; `null` where an expression gives nothing. */
export function scorer(questionnaire) {
  const compile = ({ expression }) => fhirpath.compile(expression, r4);
  const variables = expressions(questionnaire, VARIABLE).map((one) => [one.name, compile(one)]);
  const scores = [...walk(questionnaire)].flatMap((item) =>
    expressions(item, CALCULATED).map((one) => [item.linkId, compile(one)]),
  );
  return (response) => {
    const known = { resource: response, questionnaire };
    for (const [name, run] of variables) known[name] = run(response, known);
    const found = {};
    for (const [link, run] of scores) {
      const result = run(response, known);
      if (result.length > 1) throw new Error(`${link}: ${result.length} results`);
      found[link] = result.length === 1 ? result[0] : null;
    }
    return found;
  };
}
