// For children under fourteen: pinyin over the characters, larger type, and the device's voice. It comes behind the first screen
// and stands on what the core has drawn: no node of the core is moved, changed or taken away, and it is the same for every answer.
import { canRead, read } from "./voice.js";
import { speller } from "./spell.js";

const YOUNG = 14;
const HAN = /[\u3400-\u9fff]/;
const WORDS = {
  "zh-Hans": ["阅读帮助", "拼音", "大字", "念给我听", "现在连不上网络，等一下再按"],
  "zh-Hant": ["閱讀幫助", "", "大字", "唸給我聽", ""],
  en: ["Reading", "", "Larger", "Read to me", ""],
};
const STYLE = `
.reading { position: sticky; bottom: 0; display: flex; flex-wrap: wrap; justify-content: center; gap: .3rem .5rem; padding: .35rem .75rem; background: var(--paper); border-top: 1px solid var(--line); }
.reading button { min-height: 44px; padding: .2rem .9rem; border-color: var(--line); font-size: .95rem; }
.reading button[aria-pressed=true] { background: var(--leaf-soft); border-color: var(--leaf); font-weight: 600; }
.reading p { flex-basis: 100%; margin: 0; text-align: center; font-size: .9rem; }
.reading p:empty { display: none; }
.screen button, .screen a, .screen input { scroll-margin-block-end: 4rem; }
.larger .screen { zoom: 1.25; }
[data-spelt] { line-height: 0 !important; -webkit-text-fill-color: transparent; }
span[data-spelt], small[data-spelt], .item h1[data-spelt], .option[data-spelt] { display: block; }
.help button[data-spelt]::before { display: block; margin: 0 auto .25rem; }
.spelt { display: block; font-style: normal; line-height: 1.25; -webkit-text-fill-color: currentcolor; }
.spelt rt { padding-inline: .15em; margin-block-start: .2em; font-size: .55em; font-weight: 400; letter-spacing: 0; }
@media (forced-colors: active) { [data-spelt] { font-size: 0 !important; } .spelt { font-size: 1.1rem; } .reading button[aria-pressed=true] { border: 3px solid Highlight; } }
`;

// `entry`: what is mounted; see module.js. Where a style sheet cannot be made without markup, there is no such help.
export function offer(entry) {
  const { role, age } = entry.claims;
  const styled = "adoptedStyleSheets" in entry.root && "replaceSync" in CSSStyleSheet.prototype;
  if (role === "student" && Number.isInteger(age) && age < YOUNG && styled) new Reading(entry).begin();
}

function made(name, className, parent) {
  const node = document.createElement(name);
  node.className = className;
  if (parent) parent.appendChild(node);
  return node;
}

class Reading {
  constructor(entry) {
    this.entry = entry;
    this.bar = made("div", "reading");
    this.bar.setAttribute("role", "region");
    this.buttons = ["pinyin", "larger", "aloud"].map((act) => {
      const button = made("button", "quiet", this.bar);
      button.type = "button";
      button.addEventListener("click", () => this[act](button));
      return button;
    });
    this.said = made("p", "", this.bar);
    this.said.setAttribute("role", "status");
  }

  begin() {
    const { root } = this.entry;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = Array.from(root.adoptedStyleSheets).concat(sheet);
    this.watcher = new MutationObserver(() => this.look());
    this.watcher.observe(root, { childList: true, subtree: true, characterData: true, attributeFilter: ["lang"] });
    this.look();
  }

  // Brings what stands here up to date with what the core has drawn.
  look() {
    if (this.entry.gone) {
      this.watcher.disconnect();
      return;
    }
    const app = this.entry.root.querySelector(".app");
    // A cover, and the page that is shown to whoever looks over a shoulder, have no bar and say nothing of this one.
    if (app && app.querySelector(".bar")) this.follow(app);
    else this.bar.remove();
    // What was done here is no news.
    this.watcher.takeRecords();
  }

  follow(app) {
    this.entry.place.classList.toggle("larger", !!this.isLarge);
    const words = WORDS[app.lang];
    const [pinyin, larger, aloud] = this.buttons;
    this.bar.setAttribute("aria-label", words[0]);
    this.buttons.forEach((button, nth) => {
      if (button.textContent !== words[nth + 1]) button.textContent = words[nth + 1];
    });
    pinyin.hidden = !words[1];
    pinyin.setAttribute("aria-pressed", String(!!this.spells));
    larger.setAttribute("aria-pressed", String(!!this.isLarge));
    // The help card has a button of its own.
    aloud.hidden = !canRead() || !!app.querySelector(".aloud");
    if (app.lastElementChild !== this.bar) app.appendChild(this.bar);
    const title = (app.querySelector("h1") || app).textContent;
    if (this.reads && this.reads !== title) this.quiet();
    this.spell(app, this.spells && words[1] ? this.spells : undefined);
  }

  // The text stays where it is, for screen readers and for the core, and cannot be seen; what is seen stands below it in the same
  // element, and nobody hears it.
  spell(app, spells) {
    const texts = document.createTreeWalker(app, NodeFilter.SHOW_TEXT);
    const found = [];
    while (texts.nextNode()) found.push(texts.currentNode);
    found.forEach((text) => {
      const own = text.parentNode;
      if (own.closest(".spelt, .reading, .credit, svg")) return;
      const shown = Array.from(own.children).find((child) => child.className === "spelt");
      const alone = Array.from(own.childNodes).every((node) => node === text || node === shown);
      const wanted = spells && alone && HAN.test(text.data);
      if (shown && (!wanted || shown.said !== text.data)) shown.remove();
      own.toggleAttribute("data-spelt", !!wanted);
      if (wanted && (!shown || shown.said !== text.data)) show(own, text.data, spells);
    });
  }

  // The whole table in one file, whatever is on the screen.
  pinyin() {
    if (this.spells) this.spells = undefined;
    else if (this.table) this.spells = this.table;
    else return this.load();
    return this.look();
  }

  async load() {
    try {
      const answer = await fetch(this.entry.base + __PINYIN__, { credentials: "omit" });
      if (!answer.ok) throw new Error(String(answer.status));
      this.table = this.spells = speller(await answer.json());
      this.said.textContent = "";
    } catch (_) {
      this.said.textContent = WORDS["zh-Hans"][4];
    }
    this.look();
  }

  larger() {
    this.isLarge = !this.isLarge;
    this.look();
  }

  // What is asked, and what can be chosen.
  aloud() {
    if (this.reads) return this.quiet();
    const app = this.entry.root.querySelector(".app");
    const parts = Array.from(app.querySelectorAll("main h1, main p, main dt, main dd, main .option > span, main .actions button"));
    const heard = parts.filter((part) => !part.closest("[aria-hidden=true], .credit"));
    const own = (part) => Array.from(part.childNodes, (node) => (node.className === "spelt" ? "" : node.textContent)).join("");
    read(heard.map(own).join("\n"), app.lang);
    this.reads = app.querySelector("h1").textContent;
    return undefined;
  }

  quiet() {
    this.reads = undefined;
    read("", "");
  }
}

function show(own, said, spells) {
  const shown = made("i", "spelt", own);
  shown.setAttribute("aria-hidden", "true");
  shown.said = said;
  spells(said).forEach(([character, syllable]) => {
    if (!syllable) return void shown.appendChild(document.createTextNode(character));
    const ruby = made("ruby", "", shown);
    ruby.appendChild(document.createTextNode(character));
    made("rt", "", ruby).textContent = syllable;
    return undefined;
  });
}
