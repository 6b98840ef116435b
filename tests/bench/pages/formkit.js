// FormKit with its theme. Render functions, so that no template compiler travels along.
import "@formkit/themes/genesis";
import { FormKit, defaultConfig, plugin } from "@formkit/vue";
import { createApp, h, reactive } from "vue";
import { items, options, task } from "#phq9";

const choices = options.map((label, value) => ({ label, value }));
const given = reactive({});
const question = ({ id, text }) =>
  h(FormKit, { type: "radio", name: id, label: text, options: choices, key: id, onInput: (value) => (given[id] = value) });
const total = () => Object.values(given).reduce((sum, value) => sum + (Number(value) || 0), 0);
const render = () => h(FormKit, { type: "form", actions: false }, { default: () => [h("h1", task), ...items.map(question), h("p", `合计 ${total()}`)] });
createApp({ render }).use(plugin, defaultConfig()).mount("#form");
