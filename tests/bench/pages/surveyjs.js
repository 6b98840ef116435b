// SurveyJS with its own style sheet without fonts, as its documentation builds it for plain JavaScript.
import "survey-core/survey-core.fontless.css";
import { Model } from "survey-core";
import { renderSurvey } from "survey-js-ui";
import { items, options, task } from "#phq9";

const choices = options.map((text, value) => ({ value, text }));
const questions = items.map(({ id, text }) => ({ type: "radiogroup", name: id, title: text, choices }));
const expression = items.map(({ id }) => `{${id}}`).join(" + ");
const model = new Model({ title: task, elements: [...questions, { type: "expression", name: "total", title: "合计", expression }] });
renderSurvey(model, document.getElementById("form"));
