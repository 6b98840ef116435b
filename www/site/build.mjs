// Builds the documentation: node www/site/build.mjs [FOLDER]. Plain files, which any server or a folder can show.
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { reference as api } from "./api.mjs";
import { catalogue, instruments } from "./catalogue.mjs";
import { escape, fences, render, snippet } from "./markdown.mjs";
import { LANGUAGES, WORDS } from "./words.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
export const ROOT = join(HERE, "../..");
const read = (path) => readFile(join(ROOT, path), "utf8");

// Nothing but the site's own files; no inline script or style, and no sink for markup.
export const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

// Pages of both languages. Snippets stand in the English text, and once: the other names them.
export const WRITTEN = {
  index: { en: "www/site/pages/en/index.md", "zh-Hans": "www/site/pages/zh-Hans/index.md" },
  guide: { en: "docs/integration.md", "zh-Hans": "www/site/pages/zh-Hans/guide.md" },
  embed: { en: "www/site/pages/en/embed.md", "zh-Hans": "www/site/pages/zh-Hans/embed.md" },
};
// Documents of the repository that a host's developer needs, as they are. Their blocks of code are not offered for copying.
const DOCUMENTS = ["docs/host-api.md", "docs/wire.md", "docs/gateway.md", "docs/consent.md", "docs/lti.md", "docs/lms.md", "PRIVACY.md", "SECURITY.md"];
const SAMPLES = ["samples/java/QingheHost.java", "samples/php/host.php", "samples/node/host.mjs", "samples/python/host.py", "samples/receipt.mjs"];
const PAGES = ["index", "guide", "embed", "instruments", "api", "reference"];

const nameOf = (path) => path.replace(/\.md$/, "").replace(/^docs\//, "").replaceAll(/[/.]/g, "-").toLowerCase();
const ADDRESSES = Object.fromEntries([
  ["README.md", "index.html"],
  ["docs/integration.md", "guide.html"],
  ["scales/README.md", "instruments.html"],
  ...[...DOCUMENTS, ...SAMPLES].map((path) => [path, `${nameOf(path)}.html`]),
]);
const page = (path) => ADDRESSES[path];

// What a test runs: in the guide the blocks that somebody types, and of the other pages whatever has a name.
const runs = ({ kind, name }) => kind === "sh" || kind === "toml" || !/\/[a-z]+-\d+$/.test(name);

// Every snippet of the written pages, by name.
export async function snippets() {
  const found = {};
  for (const [name, { en }] of Object.entries(WRITTEN)) {
    for (const one of fences(await read(en), name)) found[one.name] = { ...one, name: runs(one) ? one.name : "" };
  }
  return found;
}

function contents(headings, words) {
  const shown = headings.filter(({ level }) => level === 2);
  if (shown.length < 2) return "";
  return `<nav class="contents" aria-label="${words.onThisPage}"><details open><summary>${words.onThisPage}</summary><ul>${shown.map(({ id, text }) => `<li><a href="#${escape(id)}">${escape(text)}</a></li>`).join("")}</ul></details></nav>`;
}

// `html` starts with the first heading. `foreign`: it is English in a page of another language.
function framed(lang, { name, title, html, headings = [], foreign = false, current = name }) {
  const words = WORDS[lang];
  const other = LANGUAGES.find((one) => one !== lang);
  const links = PAGES.map((one) => `<li><a href="${one}.html"${one === current ? ` aria-current="${one === name ? "page" : "true"}"` : ""}>${words.titles[one]}</a></li>`);
  const more = contents(headings, words);
  return `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escape(title)} · ${words.product} ${words.side}</title>
<link rel="icon" href="../icon.svg">
<link rel="stylesheet" href="../site.css">
<script type="module" src="../site.js"></script>
</head>
<body data-copy="${words.copy}" data-copied="${words.copied}" data-not-copied="${words.notCopied}">
<a class="skip" href="#content">${words.skip}</a>
<header class="bar">
<span class="mark" aria-hidden="true"></span>
<a class="product" href="index.html">${words.product} <small>${words.side}</small></a>
<nav class="pages" aria-label="${words.pages}"><ul>${links.join("")}</ul></nav>
<a class="language" href="../${other}/${name}.html" lang="${other}" hreflang="${other}">${words.other}</a>
</header>
<div class="page${more ? " with-contents" : ""}">
${more}
<main id="content"${foreign ? ' lang="en"' : ""}>
${html}
</main>
</div>
<footer><p>${words.foot}</p></footer>
</body>
</html>
`;
}

// Documents and samples, and the page that lists them.
async function quoted(lang) {
  const words = WORDS[lang];
  const pages = [];
  const foreign = lang !== "en";
  const item = (path, text) => `<li><a href="${page(path)}">${escape(text)}</a> <small><code>${escape(path)}</code></small></li>`;
  const listed = { documents: [], samples: [] };
  for (const path of DOCUMENTS) {
    const text = await read(path);
    const { html, headings } = render(text, { folder: dirname(path), page, runs: () => false });
    const title = headings[0].text;
    listed.documents.push(item(path, title));
    pages.push({ name: nameOf(path), title, html, headings, foreign, current: "reference" });
  }
  for (const path of SAMPLES) {
    const title = path.replace("samples/", "");
    listed.samples.push(item(path, title));
    pages.push({ name: nameOf(path), title, html: `<h1>${escape(title)}</h1>${snippet({ name: path, kind: "file", text: await read(path) })}`, foreign, current: "reference" });
  }
  const html = `<h1>${words.titles.reference}</h1><p class="lead">${words.leads.reference}</p><div lang="en"><ul class="plain">${listed.documents.join("")}</ul><h2>Hosts to copy</h2><ul class="plain">${listed.samples.join("")}</ul></div>`;
  return [...pages, { name: "reference", title: words.titles.reference, html }];
}

// Comments of the types in a page's language. A sentence that changed has no translation any more, and the build says so.
async function translator(lang) {
  if (lang === "en") return { say: (text) => text, idle: () => [] };
  const known = JSON.parse(await read(`www/site/pages/${lang}/api.json`));
  const [used, missing] = [new Set(), new Set()];
  const say = (text) => {
    used.add(text);
    if (!known[text]) missing.add(text);
    return known[text] || text;
  };
  const idle = () => [...[...missing].map((text) => `not translated: ${text}`), ...Object.keys(known).filter((text) => !used.has(text)).map((text) => `no longer said: ${text}`)];
  return { say, idle };
}

async function pagesOf(lang, included) {
  const words = WORDS[lang];
  const pages = [];
  for (const [name, paths] of Object.entries(WRITTEN)) {
    const path = paths[lang];
    const { html, headings, used } = render(await read(path), { folder: dirname(path), page, included, runs, prefix: lang === "en" ? name : undefined });
    const owed = Object.keys(included).filter((one) => one.startsWith(`${name}/`) && !used.includes(one));
    if (owed.length) throw new Error(`${path} leaves out ${owed.join(", ")}`);
    pages.push({ name, title: headings[0].text, html, headings });
  }
  const lead = (name) => `<h1>${words.titles[name]}</h1><p class="lead">${words.leads[name]}</p>`;
  pages.push({ name: "instruments", title: words.titles.instruments, html: lead("instruments") + catalogue(await instruments(ROOT), words.instruments) });
  const { say, idle } = await translator(lang);
  const told = await api(ROOT, words.api, say);
  if (idle().length) throw new Error(`www/site/pages/${lang}/api.json:\n${idle().join("\n")}`);
  pages.push({ name: "api", title: words.titles.api, html: lead("api") + told.html, headings: told.headings });
  return [...pages, ...(await quoted(lang))];
}

// Writes the whole site into `out`; gives the addresses of its pages.
export async function build(out) {
  await rm(out, { recursive: true, force: true });
  const included = await snippets();
  const written = [];
  for (const lang of LANGUAGES) {
    await mkdir(join(out, lang), { recursive: true });
    for (const one of await pagesOf(lang, included)) {
      await writeFile(join(out, lang, `${one.name}.html`), framed(lang, one));
      written.push(`${lang}/${one.name}.html`);
    }
  }
  for (const name of ["index.html", "site.css", "site.js", "icon.svg"]) await cp(join(HERE, "static", name), join(out, name));
  return written;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const out = process.argv[2] || join(ROOT, "target/site");
  const written = await build(out);
  console.log(`${written.length} pages in ${out}`);
}
