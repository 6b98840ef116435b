// react-jsonschema-form with its core theme, which has no style sheet.
import Form from "@rjsf/core";
import validator from "@rjsf/validator-ajv8";
import { createElement as h, useState } from "react";
import { createRoot } from "react-dom/client";
import { items, options, task } from "#phq9";

const oneOf = options.map((title, value) => ({ const: value, title }));
const properties = Object.fromEntries(items.map(({ id, text }) => [id, { type: "integer", title: text, oneOf }]));
const uiSchema = Object.fromEntries(items.map(({ id }) => [id, { "ui:widget": "radio" }]));
const schema = { type: "object", title: task, properties };

function Questionnaire() {
  const [formData, keep] = useState({});
  const total = Object.values(formData).reduce((sum, value) => sum + (value || 0), 0);
  const form = { schema, uiSchema, validator, formData, onChange: (event) => keep(event.formData) };
  return h("div", null, h(Form, form, h("span")), h("p", null, `合计 ${total}`));
}
createRoot(document.getElementById("form")).render(h(Questionnaire));
