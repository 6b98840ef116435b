// Which three lessons first: statements about the grown-up, none about the child. No sum is shown or kept; family/self-check.toml
// says how three are chosen.
import { button, heading, made } from "./draw.js";
import { home, lesson } from "./guides.js";

// Points that an answer gives: all of them, half, or none.
const share = { often: { never: 0, sometimes: 1, often: 2 }, never: { never: 2, sometimes: 1, often: 0 } };

// Exactly three codes for a stage. `answers`: statement to answer; what was left out is not there.
export function chosen(is, stage, answers) {
  const own = is.stage.find(({ id }) => id === stage).lessons;
  const sums = new Map(own.map((code) => [code, 0]));
  for (const statement of is.statement.filter(({ stages, id }) => stages.includes(stage) && answers[id])) {
    const way = statement.often ? "often" : "never";
    for (const [code, points] of Object.entries(statement[way])) {
      if (sums.has(code)) sums.set(code, sums.get(code) + (points * share[way][answers[statement.id]]) / 2);
    }
  }
  // A stable sort leaves equal sums in the order of the stage.
  const best = own.filter((code) => sums.get(code) > 0).sort((a, b) => sums.get(b) - sums.get(a));
  const safe = best.filter((code) => is.safety.includes(code) && sums.get(code) >= is.safety_from).slice(0, is.safety_most);
  const others = best.filter((code) => !safe.includes(code) && !(is.safety.includes(code) && sums.get(code) >= is.safety_from));
  const all = [...safe, ...others, ...is.fill];
  return all.filter((code, nth) => all.indexOf(code) === nth).slice(0, is.suggests);
}

export function selfCheck(page, stage, answers) {
  const { words, book } = page;
  const guide = book.guides["self-check"];
  const { is, says } = guide;
  if (!stage) {
    const stages = is.stage.map(({ id }) => button(says.stage[id], () => page.go("self-check", id), { class: "option" }));
    return [heading(says["ask-stage"]), made("p", { class: "lead" }, says.summary), made("p", { class: "keep" }, says.now), made("div", { class: "options" }, stages), made("p", { class: "hint" }, says.private)];
  }
  if (answers) {
    return [
      heading(says["result-title"]),
      made("p", { class: "lead" }, says.result),
      lesson(page, "", chosen(is, stage, answers)),
      made("div", { class: "row" }, button(says["any-other"], () => page.lesson()), button(says.again, () => page.show("self-check", stage), { class: "quiet" })),
      made("p", { class: "said" }, says.thanks),
      ...home(page, { is: { home: is }, says }),
    ];
  }
  const given = {};
  const one = ({ id }) => {
    const answer = (name) => {
      const input = made("input", { type: "radio", name: id, autocomplete: "off" });
      input.addEventListener("change", () => (given[id] = name));
      return made("label", { class: "option" }, input, made("span", {}, says.answer[name]));
    };
    return made("fieldset", { class: "statement" }, made("legend", {}, says.statement[id]), made("div", { class: "answers" }, is.answers.map(answer)));
  };
  const wrong = made("p", { class: "wrong", role: "alert" });
  const press = () => {
    wrong.textContent = Object.keys(given).length ? "" : words.checkNone;
    if (!wrong.textContent) page.show("self-check", stage, given);
  };
  return [
    made("p", { class: "of" }, says.stage[stage]),
    heading(says.title),
    made("p", { class: "lead" }, says.lead),
    is.statement.filter(({ stages }) => stages.includes(stage)).map(one),
    wrong,
    made("div", { class: "actions" }, button(words.check, press, { class: "main" })),
    made("p", { class: "hint" }, says.private),
  ];
}
