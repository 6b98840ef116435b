// Elements, and the parts that several screens share.

// `made("p", { class: "lead" }, "text", node)`. `on` is what a press does.
export function made(name, given = {}, ...inside) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(given)) {
    if (key === "on") node.addEventListener("click", value);
    else if (value !== undefined && value !== false) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...inside.flat().filter((one) => one !== undefined && one !== null));
  return node;
}

export const fill = (text, values) => Object.entries(values).reduce((so, [name, value]) => so.replace(`{${name}}`, value), text);

export const heading = (text) => made("h1", { tabindex: "-1" }, text);
export const lines = (texts, name = "ul", given = {}) => made(name, given, texts.map((text) => made("li", {}, text)));
export const button = (label, on, given = {}) => made("button", { type: "button", class: "other", on, ...given }, label);

// A room to go into: a name, and a line about it.
export const room = (title, summary, on, given = {}) =>
  made("button", { type: "button", class: "room", on, ...given }, made("strong", {}, title), summary ? made("span", {}, summary) : undefined);

// Help lines of these kinds that can be called.
export function numbers(book, kinds, title) {
  const found = (kinds || []).flatMap((kind) => book.numbers[kind] || []);
  if (found.length === 0) return undefined;
  const item = ([number, name, hours]) => made("li", {}, made("a", { href: `tel:${number}` }, `${number} ${name}`), made("small", {}, hours));
  return made("section", { class: "call" }, title ? made("h2", {}, title) : undefined, made("ul", { class: "lines" }, found.map(item)));
}

// The same on paper: one line.
export const printed = (book, kinds) =>
  (kinds || [])
    .flatMap((kind) => book.numbers[kind] || [])
    .map(([number, name]) => `${name} ${number}`)
    .join("　");

// Reads aloud with a voice of this device; others would send the words away.
export function aloud(tag, label, hush, text) {
  if (!("speechSynthesis" in window)) return undefined;
  const voice = () => speechSynthesis.getVoices().find(({ lang, localService }) => localService && lang.slice(0, 2) === tag.slice(0, 2));
  if (!voice()) return undefined;
  let reading = false;
  const node = button(label, () => {
    speechSynthesis.cancel();
    reading = !reading;
    node.textContent = reading ? hush : label;
    if (!reading) return;
    const said = new SpeechSynthesisUtterance(text);
    Object.assign(said, { voice: voice(), lang: tag, rate: 0.85, onend: () => ((reading = false), (node.textContent = label)) });
    speechSynthesis.speak(said);
  }, { class: "quiet back unprinted" });
  return node;
}
