// Builds the pages beside ours, each as its own documentation says: minified, for production, one script and at most one style.
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { phq9 } from "./packs.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
export const BY_HAND = "by hand";
export const KITS = { FormKit: "formkit", "react-jsonschema-form": "rjsf", "Form.io": "formio", SurveyJS: "surveyjs", "LHC-Forms": "lforms" };
// What LHC-Forms is published as, in the order of its documentation.
const PUBLISHED = ["webcomponent/assets/lib/zone.min.js", "webcomponent/lhc-forms.js", "fhir/R4/lformsFHIR.min.js"];
// As every bundler for the web sets them.
const DEFINED = { "process.env.NODE_ENV": '"production"', global: "globalThis", __VUE_OPTIONS_API__: "false", __VUE_PROD_DEVTOOLS__: "false", __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false" };

const wording = (words) => ({
  name: "wording",
  setup(made) {
    made.onResolve({ filter: /^#phq9$/ }, () => ({ path: "phq9", namespace: "wording" }));
    made.onLoad({ filter: /.*/, namespace: "wording" }, () => ({
      contents: Object.entries(words).map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`).join("\n"),
    }));
  },
});

const html = ({ styles, scripts }) =>
  `<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>PHQ-9</title>${styles
    .map((name) => `<link rel="stylesheet" href="${name}">`)
    .join("")}${scripts.map((name) => `<script src="${name}" defer></script>`).join("")}</head><body><div id="form"></div></body></html>`;

async function script(name, out, words) {
  const options = { bundle: true, minify: true, treeShaking: true, format: "iife", target: "es2022", charset: "utf8", define: DEFINED, logLevel: "error" };
  const loader = { ".woff": "file", ".woff2": "file", ".svg": "dataurl" };
  await build({ ...options, loader, plugins: [wording(words)], entryPoints: { page: join(HERE, `pages/${name}.js`) }, outdir: out });
}

async function byHand(out, words) {
  await script("by-hand", out, words);
  await writeFile(join(out, "index.html"), await readFile(join(HERE, "pages/by-hand.html")));
  await writeFile(join(out, "page.css"), await readFile(join(HERE, "pages/by-hand.css")));
}

async function kit(name, out, words) {
  await script(name, out, words);
  const page = { styles: [], scripts: ["page.js"] };
  if (name === "lforms") {
    const from = join(HERE, "node_modules/lforms/dist/lforms");
    const files = [...PUBLISHED, "webcomponent/styles.css"];
    for (const file of files) await writeFile(join(out, file.split("/").pop()), await readFile(join(from, file)));
    page.scripts.unshift(...PUBLISHED.map((file) => file.split("/").pop()));
  }
  page.styles = (await readdir(out)).filter((file) => file.endsWith(".css"));
  await writeFile(join(out, "index.html"), html(page));
}

// Writes the pages into folders below `folder`: name of a subject → folder. `kits`: all but the page by hand.
export async function pages(folder, { kits }) {
  const words = await phq9();
  const made = {};
  for (const [name, id] of [[BY_HAND, "by-hand"], ...(kits ? Object.entries(KITS) : [])]) {
    const out = (made[name] = join(folder, id));
    await mkdir(out, { recursive: true });
    await (id === "by-hand" ? byHand(out, words) : kit(id, out, words));
  }
  return made;
}
