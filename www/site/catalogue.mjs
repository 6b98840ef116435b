// The catalogue of instruments, from the data rooms themselves.
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "smol-toml";
import { escape } from "./markdown.mjs";

const folders = async (root, room) => (await readdir(join(root, room), { withFileTypes: true })).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();
const table = async (path) => {
  const text = await readFile(path, "utf8").catch(() => undefined);
  return text === undefined ? undefined : { text, data: parse(text) };
};

// The first line of an instrument's file is its name, up to the sentence about the evidence.
function named(id, text) {
  const found = text.match(/^# (.+?)(?:\. Every number|\. The project's own|; every number|\. The project)/);
  if (!found) throw new Error(`scales/${id}/instrument.toml: its first line does not say its name`);
  return found[1];
}

// Everything that the page shows of every instrument, in the order of their ids.
export async function instruments(root) {
  const batteries = [];
  for (const id of await folders(root, "batteries")) {
    const { data } = await table(join(root, "batteries", id, "battery.toml"));
    batteries.push({ id, instruments: [...(data.instruments || []), ...(data.block || []).map(({ instrument }) => instrument)] });
  }
  const found = [];
  for (const id of await folders(root, "scales")) {
    const { text, data } = await table(join(root, "scales", id, "instrument.toml"));
    const texts = [];
    for (const locale of ["zh-Hans", "en"]) {
      const wording = await table(join(root, "scales", id, "text", `${locale}.toml`));
      if (wording) texts.push({ locale, translation: wording.data.translation });
    }
    found.push({
      ...data,
      id,
      name: named(id, text),
      texts,
      critical: data.item.filter((item) => item.critical_at_least !== undefined).length,
      batteries: batteries.filter((battery) => battery.instruments.includes(id)).map((battery) => battery.id),
    });
  }
  return found;
}

const bands = (set) => set.bands.map(({ id, from }) => `${from} ${id}`).join(" · ");

// Cut scores with who says so; what was not compared with its source says that too.
function scores(one, words) {
  const rows = one.score.map((score) => {
    const sets = score.band_set
      .filter((set) => set.bands.length > 1)
      .map((set) => `<li>${escape(bands(set))} <small lang="en">${escape(set.source)}</small>${set.state === "unverified" ? ` <small class="open">${words.unverified}</small>` : ""}</li>`);
    return `<li><code>${escape(score.id)}</code>${sets.length ? `<ul>${sets.join("")}</ul>` : ""}</li>`;
  });
  return `<h2>${words.scores}</h2><ul class="scores">${rows.join("")}</ul>`;
}

// One instrument, shut at first; what a reader compares stands on its front.
export function entry(one, words) {
  const { ages, rights } = one;
  const row = (name, value) => `<div><dt>${name}</dt><dd>${value}</dd></div>`;
  const wording = one.texts.map(({ locale, translation }) => `${words.names[locale]}: ${words.kinds[translation]}`).join("; ");
  const facts = [
    row(words.informant, words.who[one.informant]),
    row(words.ages, ages.max === undefined ? words.from(ages.min) : words.between(ages.min, ages.max)),
    row(words.items, `${one.item.length}${one.critical ? ` <small>${words.critical(one.critical)}</small>` : ""}`),
    row(words.recall, words.days(one.recall_days)),
    row(words.licence, words.permissions[rights.permission]),
    row(words.languages, escape(wording) || words.permissions["bring-your-own"]),
    row(words.holder, `<span lang="en">${escape(rights.holder)}</span>`),
    row(words.statement, `<span lang="en">${escape(rights.statement)}</span>`),
    row(words.source, `<span lang="en">${escape(rights.source)}</span>`),
    row(words.version, `${escape(one.version)}, ${words.release[one.release]}`),
    row(words.batteries, one.batteries.map((id) => `<code>${escape(id)}</code>`).join(" ") || words.noBattery),
  ];
  const kind = one.texts.length ? "shipped" : "bring";
  return `<li class="instrument" data-wording="${kind}" id="${escape(one.id)}"><details><summary><strong>${escape(one.name)}</strong><span><code>${escape(one.id)}</code> ${words.items} ${one.item.length} · ${words.permissions[rights.permission]}</span></summary><dl>${facts.join("")}</dl>${scores(one, words)}</details></li>`;
}

// The page's body.
export function catalogue(all, words) {
  const choice = (value, text) => `<label><input type="radio" name="wording" value="${value}"${value === "every" ? " checked" : ""}> ${text}</label>`;
  return [
    `<p class="note">${words.note}</p>`,
    `<fieldset class="choices" hidden><legend>${words.wording}</legend>${choice("every", words.every)}${choice("shipped", words.shipped)}${choice("bring", words.bring)}</fieldset>`,
    `<p class="count" role="status" data-all="${all.length}">${words.count(all.length, all.length)}</p>`,
    `<ul class="instruments">${all.map((one) => entry(one, words)).join("\n")}</ul>`,
  ].join("\n");
}
