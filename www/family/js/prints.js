// Sheets of paper: drawn here, filled in by hand, kept nowhere.
import { button, fill, heading, made, printed, room } from "./draw.js";

export function prints(page, side, sheet) {
  const { book, words } = page;
  const { is, says } = book.guides.prints;
  if (!sheet) {
    const own = is.sheet.filter((one) => one.for === side);
    const rooms = own.map(({ id }) => room(says.sheet[id].title, says.sheet[id].lead, () => page.go("prints", side, id)));
    return [heading(side === "family" ? words.calls : words.pages), made("p", { class: "lead" }, says.summary), made("div", { class: "rooms" }, rooms)];
  }
  const own = is.sheet.find(({ id }) => id === sheet);
  const text = says.sheet[sheet];
  const call = printed(book, own.numbers);
  return [
    made("div", { class: "actions unprinted" }, button(says.print, () => window.print(), { class: "main" })),
    made(
      "article",
      { class: "paper" },
      heading(text.title),
      made("p", { class: "lead" }, text.lead),
      own.section.map((one) => section(page, one, text.section[one.id])),
      made("footer", {}, own.for === "school" ? made("p", {}, says["what-not"]) : undefined, call ? made("p", {}, `${says["numbers-title"]}　${call}`) : undefined, made("p", {}, says["page-foot"])),
    ),
  ];
}

function section(page, is, text) {
  const { words, book } = page;
  const { says } = book.guides.prints;
  const quote = (line) => words.quote.replace(/{.*}/, () => line);
  const empty = Array.from({ length: is.lines || 0 }, () => made("span", { class: "write", "aria-hidden": "true" }));
  const box = (id) => made("li", { class: is.one ? "one" : "box" }, text.boxes[id]);
  const field = (id) => made("p", { class: "field" }, `${text.fields[id]}：`, made("span", { class: "write", "aria-hidden": "true" }));
  const pair = ({ they, you }) => made("div", { class: "pair" }, made("p", {}, made("small", {}, says["they-title"]), quote(they)), made("p", {}, made("small", {}, says["you-title"]), quote(you)));
  return made(
    "section",
    {},
    made("h2", {}, text.title, is.minutes ? made("small", {}, `　${fill(says.minutes, { n: is.minutes })}`) : undefined),
    (text.text || []).map((line) => made("p", {}, line)),
    text.words ? made("ul", { class: "spoken" }, text.words.map((line) => made("li", {}, quote(line)))) : undefined,
    text.not ? [made("p", { class: "name" }, says["not-title"]), made("ul", { class: "left" }, text.not.map((line) => made("li", {}, quote(line))))] : undefined,
    (text.pairs || []).map(pair),
    is.boxes ? made("ul", { class: "boxes" }, is.boxes.map(box)) : undefined,
    is.fields ? made("div", { class: "fields" }, is.fields.map(field)) : undefined,
    empty,
  );
}
