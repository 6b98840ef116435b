// Form.io by its entry for forms alone, with the Bootstrap that its templates are made for.
import "bootstrap/dist/css/bootstrap.min.css";
import "@formio/js/dist/formio.form.min.css";
import { Formio } from "@formio/js/form";
import { items, options, task } from "#phq9";

const values = options.map((label, value) => ({ label, value: String(value) }));
const questions = items.map(({ id, text }) => ({ type: "radio", key: id.replace("-", ""), label: text, values, input: true }));
const sum = questions.map(({ key }) => `Number(data.${key} || 0)`).join(" + ");
const total = { type: "number", key: "total", label: "合计", input: true, disabled: true, calculateValue: `value = ${sum}` };
Formio.createForm(document.getElementById("form"), { display: "form", title: task, components: [...questions, total] });
