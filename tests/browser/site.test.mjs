// The documentation site, built anew: pages say what their sources say, every link leads somewhere, nothing comes from elsewhere,
// and axe finds nothing. The snippets are run by hour.test.mjs and tests/packaging/snippets.mjs.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { ROOT, WRITTEN, build, snippets } from "../../www/site/build.mjs";
import { WORDS } from "../../www/site/words.mjs";
import { judgedInEveryLook } from "./axe.mjs";
import { launch, watch } from "./people.mjs";
import { serve } from "./static-files.mjs";

const MOST = ["index", "guide", "embed", "instruments", "api", "reference", "host-api", "samples-node-host-mjs"];
const LANGUAGES = ["zh-Hans", "en"];
const clean = (html) => html.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");

let folder, pages, texts, server, browser;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "qinghe-site-"));
  pages = ["index.html", ...(await build(folder))];
  texts = Object.fromEntries(await Promise.all(pages.map(async (page) => [page, await readFile(join(folder, page), "utf8")])));
  server = await serve(folder);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.close();
  await rm(folder, { recursive: true, force: true });
});

test("every link leads to a page and a place on it, or to this machine, or to rustup", async () => {
  const broken = [];
  for (const [page, html] of Object.entries(texts)) {
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    for (const id of ids.filter((id, nth) => ids.indexOf(id) !== nth)) broken.push(`${page}: two places are called ${id}`);
  }
  for (const [page, html] of Object.entries(texts)) {
    for (const [, address] of html.matchAll(/(?:href|src)="([^"]+)"/g)) {
      if (/^https?:\/\/(?:[\w.-]+\.localhost:\d+\/|rustup\.rs)/.test(address)) continue;
      const to = new URL(clean(address), `http://site/${page}`);
      const path = to.pathname.slice(1);
      const there = to.host === "site" && (texts[path] ?? (await readFile(join(folder, path), "utf8").catch(() => undefined)));
      if (there === undefined || there === false) broken.push(`${page}: ${address}`);
      else if (to.hash && !there.includes(`id="${decodeURIComponent(to.hash.slice(1))}"`)) broken.push(`${page}: ${address} (no such place)`);
    }
  }
  assert.deepEqual(broken, []);
});

test("what can be copied is the snippet of the source, to the letter, in both languages", async () => {
  const all = await snippets();
  const offered = Object.values(all).filter(({ name }) => name);
  assert.ok(offered.length > 15, `only ${offered.length} snippets`);
  const written = (html) => [...html.matchAll(/data-snippet="([^"]+)"><pre[^>]*><code[^>]*>([^]*?)<\/code>/g)].map(([, name, text]) => [clean(name), clean(text)]);
  for (const lang of LANGUAGES) {
    for (const name of Object.keys(WRITTEN)) {
      for (const [snippet, text] of written(texts[`${lang}/${name}.html`])) assert.equal(text, all[snippet].text, `${lang}/${name}: ${snippet}`);
    }
    const shown = Object.keys(WRITTEN).flatMap((name) => written(texts[`${lang}/${name}.html`]).map(([snippet]) => snippet));
    assert.deepEqual([...new Set(shown)].sort(), offered.map(({ name }) => name).sort(), lang);
  }
});

test("the guide starts the same programs in both languages", async () => {
  const starts = async (path) => [...(await readFile(join(ROOT, path), "utf8")).matchAll(/^\| \[(\w+)\]\([^)]+\) \| (`[^`]+`) \|$/gm)].map(([, name, line]) => [name, line]);
  const [own, other] = await Promise.all([starts(WRITTEN.guide.en), starts(WRITTEN.guide["zh-Hans"])]);
  assert.equal(own.length, 4);
  assert.deepEqual(other, own);
});

test("the catalogue is what the engine knows: instruments, licences, ages, items, scores", async () => {
  const { load } = await import(pathToFileURL(join(ROOT, "pkg/npm/headless.js")));
  const engine = await load();
  const known = engine.instruments();
  const batteries = engine.batteries();
  assert.ok(known.length > 40);
  for (const lang of LANGUAGES) {
    const words = WORDS[lang].instruments;
    const entries = Object.fromEntries(texts[`${lang}/instruments.html`].split('<li class="instrument"').slice(1).map((entry) => [entry.match(/ id="([^"]+)"/)[1], entry]));
    assert.deepEqual(Object.keys(entries).sort(), known.map(({ id }) => id).sort());
    for (const { id, ages, items, permission, release, version, scores } of known) {
      const facts = Object.fromEntries([...entries[id].matchAll(/<dt>([^<]+)<\/dt><dd>([^]*?)<\/dd>/g)].map(([, name, value]) => [name, value]));
      const critical = items.filter((item) => item.critical).length;
      assert.equal(facts[words.items], `${items.length}${critical ? ` <small>${words.critical(critical)}</small>` : ""}`, id);
      assert.equal(facts[words.licence], words.permissions[permission], id);
      assert.equal(facts[words.ages], ages.max === null ? words.from(ages.min) : words.between(ages.min, ages.max), id);
      assert.equal(facts[words.version], `${version}, ${words.release[release]}`, id);
      const listed = [...entries[id].split('<ul class="scores">')[1].matchAll(/<li><code>([^<]+)<\/code>/g)].map(([, score]) => score);
      assert.deepEqual(listed, scores.map((score) => score.id), id);
      const uses = batteries.filter(({ instruments }) => instruments.some((one) => one.id === id)).map((battery) => battery.id).sort();
      assert.deepEqual([...facts[words.batteries].matchAll(/<code>([^<]+)/g)].map(([, battery]) => battery).sort(), uses, id);
      assert.ok(facts[words.statement].length > 30, `${id} says nothing of its licence`);
      assert.doesNotMatch(entries[id], /undefined/);
    }
  }
});

test("the reference has every name that the types export, and every member of each", async () => {
  for (const file of ["index.d.ts", "headless.d.ts"]) {
    const types = await readFile(join(ROOT, "www/npm", file), "utf8");
    const names = [...types.matchAll(/^export (?:declare )?(?:const|function|interface|type) (\w+)/gm)].map(([, name]) => name);
    const members = [...types.matchAll(/^ {2}"?([\w-]+)"?\??(?:\(.*\))?:/gm)].map(([, name]) => name);
    assert.ok(names.length > 5 && members.length > 10);
    for (const lang of LANGUAGES) {
      const html = texts[`${lang}/api.html`];
      for (const name of names) assert.ok(html.includes(`<code>${name}</code> <small>`), `${lang}: ${name}`);
      const shown = [...html.matchAll(/<th scope="row"><code>([^<]+)/g)].map(([, name]) => name);
      for (const name of members) assert.ok(shown.includes(name), `${lang}: ${name}`);
    }
  }
});

for (const width of [360, 1280]) {
  test(`axe finds nothing, nothing is wider than the window, nothing comes from elsewhere: ${width} pixels`, async () => {
    const context = await browser.newContext({ viewport: { width, height: 740 } });
    const page = await context.newPage();
    const complaints = watch(page);
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    const found = [];
    for (const name of ["index.html", ...LANGUAGES.flatMap((lang) => MOST.map((name) => `${lang}/${name}.html`))]) {
      await page.goto(`${server.origin}/${name}`);
      for (const details of await page.locator(".instrument details").all().then((all) => all.slice(0, 2))) await details.evaluate((one) => (one.open = true));
      found.push(...(await judgedInEveryLook(page, name)));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wide > 0) found.push(`${name}: ${wide} pixels wider than the window`);
    }
    assert.deepEqual(found, []);
    assert.deepEqual(asked.filter((url) => !url.startsWith(`${server.origin}/`)), []);
    assert.deepEqual(complaints, []);
    await context.close();
  });
}

test("one press copies a snippet; the catalogue shows what is asked for; a name in the address opens its entry", async () => {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, permissions: ["clipboard-read", "clipboard-write"] });
  const page = await context.newPage();
  const complaints = watch(page);
  await page.goto(`${server.origin}/zh-Hans/embed.html`);
  await page.locator('[data-snippet="embed/events"] button').click();
  await page.locator('[data-snippet="embed/events"] .said').getByText(WORDS["zh-Hans"].copied).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), (await snippets())["embed/events"].text);
  await page.goto(`${server.origin}/en/instruments.html#sdq-self`);
  assert.ok(await page.locator("#sdq-self details").evaluate((one) => one.open));
  await page.getByLabel(WORDS.en.instruments.shipped).check();
  const shown = await page.locator(".instrument:visible").count();
  assert.equal(shown, await page.locator(".instrument[data-wording=shipped]").count());
  assert.ok((await page.locator(".count").textContent()).startsWith(`${shown} of `));
  assert.deepEqual(complaints, []);
  await context.close();
});
