// Scoring without a screen, in a page, a worker or Node. Nothing is sent, nothing is kept, and nothing is written to a console.
import init, { Battery, Scorer } from "#pkg";

export var version = __VERSION__;

// The codes of `src/headless`.
const SKIPPED = 254;
const NOT_REACHED = 255;
const WHY = ["", "missing", "not-asked", "no-norm", "open"];
const SEXES = ["female", "male"];

// Each address stands in full, so that Vite and webpack see that the file belongs to the page.
const FILES = {
  wasm: new URL("./headless.wasm", import.meta.url),
  names: new URL("./content.json", import.meta.url),
  content: new URL("./content.bin", import.meta.url),
  "zh-Hans": new URL("./explain.zh-Hans.json", import.meta.url),
  en: new URL("./explain.en.json", import.meta.url),
};

// In Node a file has no server; everywhere else it is fetched from beside this module.
async function file(name, given) {
  if (given !== undefined) return given;
  const address = FILES[name];
  if (address.protocol === "file:" && typeof process !== "undefined") return process.getBuiltinModule("node:fs").readFileSync(address);
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}. The files of the package lie beside headless.js.`);
  return new Uint8Array(await answer.arrayBuffer());
}

// What `ask` gives, asked for once; what did not come is asked for again the next time.
function once(kept, name, ask) {
  if (!kept[name]) {
    kept[name] = ask();
    kept[name].catch(() => delete kept[name]);
  }
  return kept[name];
}

const text = (bytes) => (typeof bytes === "string" ? bytes : new TextDecoder().decode(bytes));
const copy = (value) => JSON.parse(JSON.stringify(value));

function named(all, id, what) {
  if (Object.prototype.hasOwnProperty.call(all, id)) return all[id];
  throw new RangeError(`There is no ${what} "${id}". There are: ${Object.keys(all).join(", ")}.`);
}

// What is wrong with the values given to the items of an instrument; in a battery `undefined` is "not asked".
function faults(items, values, inBattery) {
  if (!Array.isArray(values)) return [{ item: null, problem: "not-a-list" }];
  const found = values.length === items.length ? [] : [{ item: null, problem: "length" }];
  items.forEach((item, nth) => {
    const value = values[nth];
    if (nth >= values.length || value === null || (inBattery && value === undefined)) return;
    if (!item.values.includes(value)) found.push({ item: item.id, problem: "no-option" });
  });
  return found;
}

const code = (item, value) => (value === null ? SKIPPED : value === undefined ? NOT_REACHED : item.values.indexOf(value));

function refuse(found, of) {
  if (found.length === 0) return;
  const told = found.map(({ item, problem }) => `${item || of}: ${problem}`).join("; ");
  throw new RangeError(`The responses do not fit ${of}: ${told}. validate() lists this without throwing.`);
}

const person = ({ age = -1, sex, grade = -1 } = {}) => [age, SEXES.indexOf(sex), grade];

class Headless {
  constructor(content, bytes, options) {
    Object.assign(this, { content, bytes, options, made: new Map() });
  }

  instruments() {
    return this.list(this.content.instruments);
  }

  batteries() {
    return this.list(this.content.batteries);
  }

  list(all) {
    return Object.entries(all).map(([id, { bytes: _, ...told }]) => ({ id, ...copy(told) }));
  }

  engine(of, id, own) {
    const key = `${of.name} ${id}`;
    if (!this.made.has(key)) this.made.set(key, new of(this.bytes.subarray(...own.bytes)));
    return this.made.get(key);
  }

  validate(id, values) {
    return faults(named(this.content.instruments, id, "instrument").items, values, false);
  }

  score(id, values, who) {
    const own = named(this.content.instruments, id, "instrument");
    refuse(faults(own.items, values, false), id);
    const read = this.engine(Scorer, id, own).read(Uint8Array.from(own.items, (item, nth) => code(item, values[nth])), ...person(who));
    let at = 0;
    const scores = own.scores.map((score) => {
      const [state, number] = read.slice(at, (at += 2));
      const bands = score.bandSets.map((set) => [set.id, read[at] < 0 ? null : set.bands[read[at]].id, (at += 1)]);
      const told = { id: score.id, value: state === 0 ? number / 10 ** score.decimals : null, bands: Object.fromEntries(bands) };
      if (state !== 0) told.why = WHY[state];
      if (state === 1) told.missing = number;
      return told;
    });
    return { scores, critical: read[at] === 1 };
  }

  // Faults of a whole sitting, by instrument.
  validateBattery(id, responses) {
    const own = named(this.content.batteries, id, "battery");
    const known = own.instruments.map((used) => used.id);
    const strange = Object.keys(responses).filter((name) => !known.includes(name));
    return [
      ...strange.map((name) => ({ instrument: name, item: null, problem: "no-instrument" })),
      ...known.flatMap((name) => {
        const values = responses[name];
        const found = values === undefined ? [] : faults(this.content.instruments[name].items, values, true);
        return found.map((one) => ({ instrument: name, ...one }));
      }),
    ];
  }

  tier(id, responses, { who, quick, earlier } = {}) {
    const own = named(this.content.batteries, id, "battery");
    refuse(this.validateBattery(id, responses), id);
    const all = (of) => Uint8Array.from(own.instruments.flatMap((used) => this.content.instruments[used.id].items.map((item, nth) => of(used.id, item, nth))));
    const sheet = all((name, item, nth) => code(item, (responses[name] || [])[nth]));
    const soon = quick ? all((name, _, nth) => Number(Boolean((quick[name] || [])[nth]))) : new Uint8Array();
    const [tier, ...domains] = this.engine(Battery, id, own).read(sheet, soon, this.before(own, earlier || {}), ...person(who));
    return { tier: this.content.tiers[tier], domains: domains.map((at) => this.content.domains[at]) };
  }

  // Scores of an earlier occasion, as `instrument/score`.
  before(own, earlier) {
    return Int32Array.from(
      Object.entries(earlier).flatMap(([name, value]) => {
        const [of, score] = name.split("/");
        const instrument = own.instruments.findIndex((used) => used.id === of);
        const nth = instrument < 0 ? -1 : own.instruments[instrument].scores.findIndex(([one]) => one === score);
        if (nth < 0) throw new RangeError(`"${name}" is no score that this battery reads.`);
        return [instrument, nth, Math.round(value * 10 ** own.instruments[instrument].scores[nth][1])];
      }),
    );
  }

  async explain(id, lang = "zh-Hans") {
    const tag = /^en\b/i.test(lang) ? "en" : "zh-Hans";
    this.told = this.told || {};
    const told = once(this.told, tag, async () => JSON.parse(text(await file(tag, (this.options.explain || {})[tag]))));
    return named(await told, id, "instrument or battery");
  }
}

const started = {};

// `options`: the files, where they do not lie beside this module. The Wasm is started once.
export async function load(options = {}) {
  const starting = once(started, "wasm", async () => init({ module_or_path: await file("wasm", options.wasm) }));
  const [, names, bytes] = await Promise.all([starting, file("names", options.names), file("content", options.content)]);
  return new Headless(JSON.parse(text(names)), new Uint8Array(bytes), options);
}
