// The family's page: quick help for parents and grandparents. It only fetches itself and one file of texts; what is tapped,
// ticked or typed is kept nowhere and sent nowhere.
import files from "#files";
import worker from "#worker";
import { button, made } from "./draw.js";
import { evening } from "./evening.js";
import { crisis, safeHome, start, tonight } from "./guides.js";
import { prints } from "./prints.js";
import { selfCheck } from "./self-check.js";
import { words } from "./words.js";
import { year } from "./year.js";

const SCREENS = { start, tonight, crisis, "safe-home": safeHome, "self-check": selfCheck, prints, year, evening };
const params = new URLSearchParams(location.search);
const tagOf = (text) => (/^en\b/i.test(text || "") ? "en" : "zh-Hans");
const place = document.getElementById("family");
const books = {};
let tag = tagOf(params.get("lang") || navigator.language);
// Where one came from, newest last; not in the browser's history, which others can read.
let trail = [["start"]];
// The page of lessons leads to a guide by its name behind the #, which no server sees; it is removed at once.
const asked = location.hash.slice(1);
if (asked) history.replaceState(null, "", location.pathname + location.search);
if (asked in SCREENS && asked !== "start") trail.push([asked]);
let pressed = {};

const page = {
  get tag() {
    return tag;
  },
  get words() {
    return words[tag];
  },
  get book() {
    return books[tag];
  },
  go(...to) {
    trail.push(to);
    draw();
  },
  // In the place of this screen.
  show(...to) {
    trail[trail.length - 1] = to;
    draw();
  },
  leave() {
    trail.pop();
    draw();
  },
  // The page of lessons, and there one of them. Nothing stands in the address that is sent.
  lesson(code) {
    location.assign(`/lessons?lang=${tag}${params.has("shared") ? "&shared" : ""}${code ? `#l=${code}` : ""}`);
  },
  keys(taken) {
    pressed = taken;
  },
};

function draw() {
  if ("speechSynthesis" in window) speechSynthesis.cancel();
  pressed = {};
  const [name, ...rest] = trail[trail.length - 1];
  const showing = name === "evening" && rest.length > 0;
  const back = trail.length > 1 && !showing ? button(`← ${page.words.back}`, page.leave, { class: "quiet back unprinted" }) : undefined;
  const inside = SCREENS[name](page, ...rest).flat(3).filter(Boolean);
  place.className = `screen at-${name}`;
  document.body.classList.toggle("showing", showing);
  place.lang = tag;
  place.replaceChildren(...[back, ...inside].filter(Boolean));
  // The numbers at the foot stand on every screen that has none of its own.
  document.querySelector(".numbers").hidden = Boolean(place.querySelector(".call"));
  scrollTo(0, 0);
  const title = place.querySelector("h1");
  if (title && trail.length > 1) title.focus({ preventScroll: true });
}

async function stock() {
  document.documentElement.lang = tag;
  try {
    if (!books[tag]) {
      const answer = await fetch(files[tag]);
      if (!answer.ok) throw new Error(String(answer.status));
      books[tag] = await answer.json();
    }
    draw();
  } catch (_) {
    place.replaceChildren(made("p", { class: "keep" }, words[tag].net));
  }
}

const acts = {
  language() {
    tag = tag === "en" ? "zh-Hans" : "en";
    stock();
  },
  large(node) {
    const on = document.documentElement.classList.toggle("large");
    node.setAttribute("aria-pressed", on);
  },
};
document.addEventListener("click", (event) => {
  const node = event.target.closest("[data-do]");
  if (node) acts[node.dataset.do](node);
});
addEventListener("keydown", (event) => {
  const act = pressed[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
if (!params.has("shared") && "serviceWorker" in navigator) navigator.serviceWorker.register(worker, { scope: "/family" }).catch(() => {});
// Not awaited by the module itself: Chrome knows that only since 89.
stock().then(() => window.parent !== window && window.parent.postMessage({ qinghe: 1, type: "ready" }, "*"));
