// One function for each guide: it gives the nodes of a screen. `on` is the page: book, words, where to go.
import { aloud, button, fill, heading, lines, made, numbers, printed, room } from "./draw.js";

const quoted = (page, texts) => texts.map((text) => page.words.quote.replace(/{.*}/, () => text));
const block = (title, inside, given = {}) => made("section", given, made("h2", {}, title), inside);
export const home = (page, guide) => [made("p", { class: "hint" }, guide.says.home), numbers(page.book, guide.is.home.numbers), made("p", { class: "hint" }, guide.says.private)];

export function start(page) {
  const { words, book } = page;
  const of = (name) => book.guides[name].says;
  const go = (name) => () => page.go(name);
  return [
    heading(words.home),
    made("p", { class: "lead" }, words.lead),
    made("div", { class: "rooms offers" }, room(of("tonight").title, of("tonight").summary, go("tonight")), room(of("crisis").title, of("crisis").summary, go("crisis"), { class: "room talk" }), Object.keys(book.lessons).length ? room(words.lessons, words.lessonsSay, () => page.lesson(), { class: "room lessons" }) : undefined),
    made("h2", {}, words.guides),
    made(
      "div",
      { class: "rooms" },
      room(of("safe-home").title, of("safe-home").summary, go("safe-home")),
      room(of("year").title, of("year").summary, go("year")),
      room(words.calls, words.printed, () => page.go("prints", "family")),
      book.guides["self-check"] ? room(of("self-check").title, of("self-check").summary, go("self-check")) : undefined,
    ),
    made("h2", {}, words.school),
    made("div", { class: "rooms" }, room(words.pages, words.printed, () => page.go("prints", "school")), room(of("evening").title, of("evening").summary, go("evening"))),
  ];
}

// Three taps: the sign, the stage, the card.
export function tonight(page, sign, stage) {
  const { words, book } = page;
  const guide = book.guides.tonight;
  const { is, says } = guide;
  const step = (n) => made("p", { class: "of" }, fill(words.step, { n }));
  if (!sign) {
    const group = ({ id }) => {
      const signs = is.sign.filter((one) => one.group === id).map((one) => button(says.sign[one.id], () => page.go("tonight", one.id), { class: "option" }));
      return block(says.group[id].title, made("div", { class: "options" }, signs));
    };
    return [step(1), heading(says["ask-sign"]), is.group.map(group), ...home(page, guide)];
  }
  if (!stage) {
    const stages = is.stage.map(({ id }) => button(says.stage[id].label, () => page.go("tonight", sign, id), { class: "option" }));
    return [step(2), heading(says["ask-stage"]), made("div", { class: "options" }, stages)];
  }
  return card(page, guide, sign, stage);
}

function card(page, { is, says }, sign, stage) {
  const { words, book } = page;
  const own = is.sign.find(({ id }) => id === sign);
  const group = is.group.find(({ id }) => id === own.group);
  const text = says.card[sign][stage];
  const call = numbers(book, own.cards[stage].numbers, says["numbers-title"]);
  const spoken = quoted(page, text.say);
  const leads = (own.pages || []).map((name) => {
    const [guide, part] = name.split("/");
    const title = part ? book.guides.crisis.says.part[part].title : book.guides[guide].says.title;
    return button(title, () => page.go(guide, part));
  });
  const open = group.urgent && says.open ? says.open[sign] : undefined;
  return [
    made("p", { class: "of" }, says.sign[sign]),
    heading(says["say-title"]),
    open && made("div", { class: "keep" }, open.map((line) => made("p", {}, line))),
    group.urgent ? call : undefined,
    made("div", { class: "say" }, spoken.map((line) => made("p", {}, line))),
    aloud(page.tag, words.read, words.hush, text.say.join("\n")),
    block(says["not-title"], lines(quoted(page, text.not), "ul", { class: "left" })),
    block(says["next-title"], made("p", { class: "said" }, text.next)),
    group.urgent ? undefined : call,
    leads.length ? block(says["pages-title"], made("div", { class: "row" }, leads)) : undefined,
    lesson(page, says["lesson-title"], [own.cards[stage].lesson]),
    made("p", { class: "hint" }, says.group[own.group].worse),
    ...home(page, { is, says }),
    made("div", { class: "row" }, button(says.again, () => page.go("tonight"))),
  ];
}

// Ways to lessons that are there.
export function lesson(page, title, codes) {
  const there = codes.filter((code) => page.book.lessons[code]);
  return there.length ? block(title, made("div", { class: "rooms" }, there.map((code) => room(page.book.lessons[code], "", () => page.lesson(code))))) : undefined;
}

export function crisis(page, part) {
  const { words, book } = page;
  const guide = book.guides.crisis;
  const { is, says } = guide;
  const parts = is.part.filter((one) => one.for === "parent");
  if (!part) {
    const rooms = parts.map(({ id, letter }) => room(fill(words.letter, { letter, title: says.part[id].title }), says.part[id].lead, () => page.go(...(id === "safe-home" ? ["safe-home"] : ["crisis", id]))));
    return [heading(says.title), made("p", { class: "lead" }, says.summary), numbers(book, is.numbers, says["numbers-title"]), made("div", { class: "rooms" }, rooms), ...home(page, guide)];
  }
  const own = parts.find(({ id }) => id === part);
  const text = says.part[part];
  const links = (own.links || []).map((name) => {
    const [to, at] = name.split("/");
    return button(at ? says.part[at].title : book.guides[to].says.title, () => page.go(to, at));
  });
  return [
    made("p", { class: "of" }, says.title),
    heading(text.title),
    made("p", { class: "lead" }, text.lead),
    numbers(book, own.numbers),
    (own.block || []).map((one) => blocks(page, one, text.block[one.id])),
    made("div", { class: "row unprinted" }, links, button(says.print, () => window.print(), { class: "quiet" })),
    ...home(page, guide),
  ];
}

function blocks(page, { kind, tonight, urgent, numbers: kinds }, { title, lines: texts }) {
  const call = numbers(page.book, kinds);
  if (kind === "signs") {
    const signs = texts.map((text, nth) => button(text, () => page.go("tonight", tonight[nth]), { class: "option" }));
    return block(title, [urgent ? call : undefined, made("div", { class: "options" }, signs)]);
  }
  if (kind === "steps") return block(title, [lines(texts, "ol"), call]);
  if (kind === "words") return block(title, [made("div", { class: "say" }, quoted(page, texts).map((line) => made("p", {}, line))), call]);
  if (kind === "take") return block(title, ticks(texts));
  return block(title, [lines(texts, "ul", kind === "not" ? { class: "left" } : {}), call]);
}

// Boxes that are not kept: paper is the memory.
const ticks = (texts) => made("div", { class: "ticks" }, texts.map((text) => made("label", { class: "option" }, made("input", { type: "checkbox", autocomplete: "off" }), made("span", {}, text))));

export function safeHome(page) {
  const { words, book } = page;
  const guide = book.guides["safe-home"];
  const { is, says } = guide;
  const lived = is.row.filter(({ kind }) => kind === "thing" || kind === "place");
  const others = is.row.filter((row) => !lived.includes(row));
  const row = ({ id, goes }) =>
    made(
      "label",
      { class: "option thing" },
      made("input", { type: "checkbox", autocomplete: "off" }),
      made("span", {}, made("strong", {}, says.row[id].label), says.row[id].to, goes ? made("small", {}, says.goes[goes]) : undefined),
    );
  const open = ({ id, lines: n }) => made("p", {}, made("strong", {}, says.row[id].label), says.row[id].to ? `　${says.row[id].to}` : "", Array.from({ length: n || 0 }, () => made("span", { class: "write", "aria-hidden": "true" })));
  const table = made(
    "table",
    { class: "paper-only" },
    made("thead", {}, made("tr", {}, made("th", {}, ""), ["what", "to", "who"].map((name) => made("th", { scope: "col" }, says.columns[name])))),
    made("tbody", {}, lived.map(({ id }) => made("tr", {}, made("td", { class: "box" }), made("td", {}, says.row[id].label), made("td", {}, says.row[id].to || ""), made("td", { class: "who" })))),
  );
  return [
    heading(says.title),
    made("p", { class: "lead" }, says.lead),
    made("div", { class: "ticks screen-only" }, lived.map(row)),
    table,
    made("section", { class: "others" }, others.map(open)),
    made("div", { class: "two" }, block(says["say-title"], made("div", { class: "say" }, quoted(page, says.say).map((line) => made("p", {}, line)))), block(says["not-title"], lines(says.not, "ul", { class: "left" }))),
    block(says["later-title"], made("p", {}, says.later)),
    made("p", { class: "paper-line" }, `${says["numbers-title"]}　${printed(book, is.numbers)}`),
    made("div", { class: "screen-only" }, numbers(book, is.numbers, says["numbers-title"])),
    made("div", { class: "actions unprinted" }, button(says.print, () => window.print(), { class: "main" })),
    made("p", { class: "hint screen-only" }, words.printed),
    made("div", { class: "screen-only" }, home(page, guide)),
  ];
}
