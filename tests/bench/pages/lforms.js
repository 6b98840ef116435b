// LHC-Forms, from the files it is published as: its documentation loads these five by name.
import { items, options, task } from "#phq9";

const coding = (code, display, value) => ({
  valueCoding: { system: "urn:qinghe:bench", code, display },
  extension: [{ url: "http://hl7.org/fhir/StructureDefinition/ordinalValue", valueDecimal: value }],
});
const radio = { url: "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl", valueCodeableConcept: { coding: [{ system: "http://hl7.org/fhir/questionnaire-item-control", code: "radio-button" }] } };
const expression = { language: "text/fhirpath", expression: "%resource.item.where(linkId.startsWith('q')).answer.value.weight().sum()" };
const calculated = { url: "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression", valueExpression: expression };
const questionnaire = {
  resourceType: "Questionnaire",
  status: "draft",
  title: task,
  item: [
    ...items.map(({ text }, nth) => ({
      linkId: `q${nth + 1}`,
      text,
      type: "choice",
      answerOption: options.map((label, value) => coding(`a${value}`, label, value)),
      extension: [radio],
    })),
    { linkId: "total", text: "合计", type: "decimal", readOnly: true, extension: [calculated] },
  ],
};
LForms.Util.addFormToPage(questionnaire, "form", { fhirVersion: "R4" });
