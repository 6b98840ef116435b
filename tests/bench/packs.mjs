// The files of a gateway with two batteries that nobody ships: PHQ-9 alone, and an instrument of a hundred items. They stand
// where two shipped batteries stand, because the element knows those by name; everything else is what a gateway serves.
import { execFile } from "node:child_process";
import { cp, mkdir, readFile, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { ROOT } from "../browser/stack.mjs";

const run = promisify(execFile);
export const NINE = "mood-and-anxiety";
export const HUNDRED = "senior";
const MANY = 100;

// The wording that every page of the bench shows.
export async function phq9() {
  const text = await readFile(join(ROOT, "scales/phq-9/text/zh-Hans.toml"), "utf8");
  const [, task] = text.match(/^instruction = "(.+)"$/m);
  const options = JSON.parse(text.match(/^frequency = (\[.+\])$/m)[1]);
  const items = [...text.split("[items]")[1].matchAll(/^([a-z-]+) = "(.+)"$/gm)].map(([, id, item]) => ({ id, text: item }));
  if (items.length !== 9) throw new Error(`PHQ-9 has ${items.length} items`);
  return { task, options, items };
}

// Twelve minutes are the most that a battery may take: a hundred items have to be short.
const battery = (id, { minutes, instrument, total, low, critical }) => `id = "${id}"
version = "1.0.0"
informant = "student"
ages = { min = 12 }
stage = "any"
minutes = ${minutes}
disclosure = "must"
region = "cn"
instruments = ["${instrument}"]
sign_off = "open: for the bench alone"
${critical ? '[[rule]]\ntier = "urgent"\nwhen = { critical = true }\nwhy = "For the bench alone."' : ""}
[[rule]]
tier = "unclear"
when = { not_computed = "${total}" }
why = "For the bench alone."
[[rule]]
tier = "watch"
when = { at_least = "${total}/${low}" }
why = "For the bench alone."
[[domain]]
domain = "mood"
when = { at_least = "${total}/${low}" }
`;

const cases = (instrument, { calm, low, none, critical }) => `[[case]]
name = "calm"
responses = { ${instrument} = "${calm}" }
tier = "routine"
domains = []
[[case]]
name = "not calm"
responses = { ${instrument} = "${low}" }
tier = "watch"
domains = ["mood"]
[[case]]
name = "too much missing"
responses = { ${instrument} = "${none}" }
tier = "unclear"
domains = []
${critical ? `[[case]]\nname = "critical"\nresponses = { ${instrument} = "${critical}" }\ntier = "urgent"\ndomains = []\n` : ""}`;

async function hundred(folder) {
  const ids = Array.from({ length: MANY }, (_, nth) => `i${nth + 1}`);
  const rights = '[rights]\nholder = "nobody"\npermission = "free"\nstatement = "Made up for the bench."\nsource = "the bench"';
  const head = `id = "hundred"\nversion = "1.0.0"\nrelease = "draft"\ninformant = "student"\nages = { min = 12 }\nrecall_days = 14\n${rights}`;
  const items = ids.map((id) => `[[item]]\nid = "${id}"\nresponse_set = "frequency"`).join("\n");
  const score = `[[score]]\nid = "total"\nmethod = "sum"\nitems = ${JSON.stringify(ids)}\nmissing = { rule = "complete", source = "the bench" }`;
  const bands = '[[score.band_set]]\nid = "halves"\nsource = "the bench"\nbands = [{ id = "low", from = 0 }, { id = "high", from = 150 }]';
  await mkdir(join(folder, "text"), { recursive: true });
  await writeFile(join(folder, "instrument.toml"), [head, '[[response_set]]\nid = "frequency"\nvalues = [0, 1, 2, 3]', items, score, bands].join("\n"));
  await writeFile(join(folder, "evidence.md"), "# Made up for the bench\n");
  const one = (name, digit, band) => `[[case]]\nname = "${name}"\nresponses = "${digit.repeat(MANY)}"\nscores = { total = ${digit * MANY} }\nbands = { "total/halves" = "${band}" }`;
  const edge = (name, total, band) => `[[case]]\nname = "${name}"\nresponses = "${"1".repeat(MANY * 2 - total)}${"2".repeat(total - MANY)}"\nscores = { total = ${total} }\nbands = { "total/halves" = "${band}" }`;
  const all = [one("lowest", "0", "low"), one("highest", "3", "high"), edge("below", 149, "low"), edge("from there", 150, "high")];
  const gap = `[[case]]\nname = "one missing"\nresponses = "-${"1".repeat(MANY - 1)}"\nscores = {}`;
  await writeFile(join(folder, "cases.toml"), [...all, gap].join("\n"));
  const words = ['source = "the bench"', 'certainty = "none: made up"', 'translation = "own"'].join("\n");
  const wording = {
    "zh-Hans": ["编出来的第", ["从不", "有时", "常常", "总是"]],
    en: ["Item", ["Never", "Sometimes", "Often", "Always"]],
  };
  for (const [tag, [item, options]] of Object.entries(wording)) {
    const lines = ids.map((id, nth) => `${id} = "${item} ${nth + 1}"`);
    await writeFile(join(folder, `text/${tag}.toml`), `locale = "${tag}"\n${words}\ninstruction = "${item}"\n[options]\nfrequency = ${JSON.stringify(options)}\n[items]\n${lines.join("\n")}\n`);
  }
}

// Lints and packs the two in `folder`; gives the folder of the packs.
async function packed(folder) {
  const root = join(folder, "rooms");
  const out = join(folder, "packs");
  await mkdir(join(root, "scales"), { recursive: true });
  for (const room of ["locales", "regions"]) await symlink(join(ROOT, room), join(root, room));
  await symlink(join(ROOT, "scales/phq-9"), join(root, "scales/phq-9"));
  await hundred(join(root, "scales/hundred"));
  const parts = [
    [
      NINE,
      battery(NINE, { minutes: 5, instrument: "phq-9", total: "phq-9/total", low: "kroenke-2001/moderate", critical: true }),
      cases("phq-9", { calm: "000 000 000", low: "333 300 000", none: "--- --- ---", critical: "000 000 001" }),
    ],
    [
      HUNDRED,
      battery(HUNDRED, { minutes: 12, instrument: "hundred", total: "hundred/total", low: "halves/high" }),
      cases("hundred", { calm: "0".repeat(MANY), low: "3".repeat(MANY), none: "-".repeat(MANY) }),
    ],
  ];
  for (const [id, own, worked] of parts) {
    await mkdir(join(root, "batteries", id), { recursive: true });
    await writeFile(join(root, "batteries", id, "battery.toml"), own);
    await writeFile(join(root, "batteries", id, "cases.toml"), worked);
  }
  const program = process.env.QINGHE_CLI;
  if (!program) throw new Error("QINGHE_CLI must name the program `qinghe`; `cargo xtask` sets it.");
  await run(program, ["pack", root, "--out", out]);
  return out;
}

// A copy of `pkg/` below `folder` that serves the two; gives its path.
export async function assets(folder) {
  const packs = await packed(folder);
  const pkg = join(folder, "pkg");
  await rm(pkg, { recursive: true, force: true });
  await cp(join(ROOT, "pkg"), pkg, { recursive: true });
  const [made, shipped] = await Promise.all([packs, join(pkg, "m")].map((where) => readdir(where)));
  for (const start of [NINE, HUNDRED].flatMap((id) => [`${id}.zh-Hans.`, `${id}.en.`])) {
    const pick = (names) => names.find((name) => name.startsWith(start) && name.endsWith(".pack"));
    const bytes = await readFile(join(packs, pick(made)));
    const at = join(pkg, "m", pick(shipped));
    await Promise.all([writeFile(at, bytes), writeFile(`${at}.br`, brotliCompressSync(bytes)), writeFile(`${at}.gz`, gzipSync(bytes))]);
  }
  return pkg;
}
