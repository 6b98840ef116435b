// Projector mode: slides in large type. It reads no data of anybody and takes no input but "next".
import { button, fill, heading, made, numbers } from "./draw.js";

export function evening(page, at) {
  const { words, book } = page;
  const { is, says } = book.guides.evening;
  if (at === undefined) {
    const item = ({ id }) => made("li", {}, says.slide[id].title);
    return [heading(says.title), made("p", { class: "lead" }, says.summary), made("ol", {}, is.slide.map(item)), made("div", { class: "actions" }, button(words.show, () => page.go("evening", 0), { class: "main" }))];
  }
  const own = is.slide[at];
  const text = says.slide[own.id];
  const to = (next) => (next >= 0 && next < is.slide.length ? () => page.show("evening", next) : undefined);
  const move = (label, next, given) => (to(next) ? button(label, to(next), given) : undefined);
  page.keys({ ArrowRight: to(at + 1), " ": to(at + 1), PageDown: to(at + 1), ArrowLeft: to(at - 1), PageUp: to(at - 1) });
  return [
    made(
      "article",
      { class: "slide" },
      heading(text.title),
      text.lines.map((line) => made("p", {}, line)),
      numbers(book, own.numbers, says["numbers-title"]),
      made("p", { class: "said" }, made("small", {}, says.neighbour), text.question),
      made("p", { class: "hint" }, says.foot),
    ),
    made("div", { class: "row" }, move(says.last, at - 1, { class: "other" }), made("span", { class: "of" }, fill(words.slide, { n: at + 1, all: is.slide.length })), move(says.next, at + 1, { class: "main" }), button(words.leave, () => page.leave(), { class: "quiet" })),
  ];
}
