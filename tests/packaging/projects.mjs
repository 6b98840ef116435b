// From the packed tarball to the first item, the way each kind of portal builds its pages.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { ZERO, answer, at, begin, button, delivered, watch } from "../browser/people.mjs";
import { openProfile } from "../browser/plain-browser.mjs";
import { INSTALLED, PACKED, PROJECTS, ROOT } from "./place.mjs";
import { browser, files, place } from "./setting.mjs";

const run = promisify(execFile);
const inside = (page) => page.frameLocator("qinghe-screening iframe").locator("body");

async function visit(address, { script } = {}) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  const complaints = watch(page);
  await page.addInitScript(() => {
    window.told = [];
    for (const name of ["ready", "progress", "finished", "help", "left", "error"]) {
      document.addEventListener(`qinghe-${name}`, ({ type, detail }) => window.told.push(detail ? `${type} ${detail.code}` : type));
    }
  });
  if (script) await context.route(...script);
  await page.goto(address);
  return { context, page, complaints };
}

const started = ["qinghe-help", "qinghe-progress", "qinghe-ready"];

test("the tarball holds what the exports name, and has no dependency", async () => {
  const written = JSON.parse(await readFile(join(INSTALLED, "package.json"), "utf8"));
  for (const key of ["dependencies", "peerDependencies", "optionalDependencies", "scripts", "bin"]) assert.equal(written[key], undefined, key);
  const named = Object.values(written.exports).flatMap((one) => (typeof one === "string" ? [one] : Object.values(one)));
  for (const name of named) assert.ok(files.includes(name.slice(2)), `${name} is not in the tarball: ${files}`);
  const fetched = [...(await readFile(join(INSTALLED, "headless.js"), "utf8")).matchAll(/new URL\("\.\/([\w.-]+)"/g)].map(([, name]) => name);
  assert.equal(fetched.length, 5);
  const expected = ["LICENSE", "README.md", "licences-of-rust.html", "licences.txt", "package.json", ...fetched, ...named.map((name) => name.slice(2))];
  assert.deepEqual(files, [...new Set(expected)].sort());
  const workspace = await readFile(join(ROOT, "Cargo.toml"), "utf8");
  assert.equal(written.version, workspace.match(/^version = "(.+)"$/m)[1]);
  assert.equal(written.license, workspace.match(/^license = "(.+)"$/m)[1]);
});

test("integrity.json has every script that a page may load, and the right digest of each", async () => {
  const { package: own, gateway } = JSON.parse(await readFile(join(INSTALLED, "integrity.json"), "utf8"));
  const digest = async (path) => `sha384-${createHash("sha384").update(await readFile(path)).digest("base64")}`;
  // Workers, and what the gateway's own pages load in traditional script, are no script of a host's page.
  const scripts = async (folder) => (await readdir(folder)).filter((name) => name.endsWith(".js") && !/-worker\.js$|\.zh-Hant\.js$/.test(name)).sort();
  assert.deepEqual(Object.keys(own).sort(), await scripts(INSTALLED));
  assert.deepEqual(Object.keys(gateway).sort(), await scripts(join(ROOT, "pkg")));
  for (const [name, told] of Object.entries(own)) assert.equal(told, await digest(join(INSTALLED, name)), name);
  for (const [name, told] of Object.entries(gateway)) assert.equal(told, await digest(join(ROOT, "pkg", name)), name);
});

test("a server may import it, and nothing happens", async () => {
  const script = 'const q = await import("@qinghe/elements"); q.define(); await import("@qinghe/elements/define"); console.log(typeof q.QingheScreening, q.version, typeof globalThis.window);';
  const { stdout } = await run(process.execPath, ["--input-type=module", "-e", script], { cwd: join(INSTALLED, "../../..") });
  const { version } = JSON.parse(await readFile(join(INSTALLED, "package.json"), "utf8"));
  assert.equal(stdout.trim(), `function ${version} undefined`);
});

test("a bundler drops it where it is imported for nothing", async () => {
  const { build } = await import("esbuild");
  const stdin = (contents) => ({ stdin: { contents, resolveDir: join(INSTALLED, "../../..") }, bundle: true, format: "esm", write: false, logLevel: "error" });
  const { outputFiles: [idle] } = await build(stdin('import { define } from "@qinghe/elements";'));
  assert.ok(idle.text.length < 100, idle.text);
  const { outputFiles: [kept] } = await build(stdin('import "@qinghe/elements/define";'));
  assert.ok(kept.text.includes("qinghe-screening"));
});

for (const name of PROJECTS) {
  test(`${name}: up to the first item, under a strict policy`, async () => {
    const { context, page, complaints } = await visit(`${place.near.origin}/${name}/${name === "vue" ? "?vue" : ""}`);
    await begin(inside(page));
    await at(inside(page), 1);
    assert.deepEqual(await page.evaluate(() => window.told), started);
    if (["react", "vue"].includes(name)) assert.equal(await page.locator("#told").textContent(), "qinghe-ready");
    assert.deepEqual(complaints, []);
    await context.close();
  });
}

test("php: a page whose token PHP has signed, up to the first item", async () => {
  const { context, page, complaints } = await visit(`${place.php}/`);
  await begin(inside(page));
  await at(inside(page), 1);
  assert.deepEqual(complaints.filter((one) => !one.includes("favicon")), []);
  await context.close();
});

test("a script that is not the packed one is refused by its digest", async () => {
  const altered = async (route) => route.fulfill({ contentType: "text/javascript", body: `${await readFile(join(PACKED, "define.js"), "utf8")}\n` });
  const { context, page, complaints } = await visit(`${place.near.origin}/plain/`, { script: ["**/qinghe/define.js", altered] });
  await page.locator("qinghe-screening").waitFor({ state: "attached" });
  assert.equal(await page.evaluate(() => customElements.get("qinghe-screening")), undefined);
  assert.match(complaints.join(), /integrity/);
  await context.close();
});

test("a webview: narrow, another site around, nothing may be stored", async () => {
  const profile = join(place.folder, "profile");
  await mkdir(join(profile, "Default"), { recursive: true });
  const preferences = { cookie_controls_mode: 1, content_settings: { exceptions: { cookies: { "xinli.school.localhost,*": { setting: 2 } } } } };
  await writeFile(join(profile, "Default/Preferences"), JSON.stringify({ profile: preferences }));
  const userAgent = "Mozilla/5.0 (Linux; Android 12; wv) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36 MicroMessenger/8.0.49";
  const context = await openProfile(profile, { viewport: { width: 320, height: 560 }, userAgent, hasTouch: true, isMobile: true });
  const [page] = context.pages();
  await page.goto(`${place.far.origin}/plain/`);
  await begin(inside(page));
  await at(inside(page), 1);
  const frame = page.frames().find((one) => one.url().startsWith(place.stack.gateway));
  const stored = await frame.evaluate(() => new Promise((resolve) => {
    try {
      const asked = indexedDB.open("any");
      asked.onsuccess = () => resolve("stored");
      asked.onerror = () => resolve("refused");
    } catch {
      resolve("refused");
    }
  }));
  assert.equal(stored, "refused", "this browser tries nothing");
  for (const one of [page, frame]) assert.ok(await one.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await answer(inside(page), ZERO);
  await button(inside(page), "看看我的结果").click();
  await delivered(inside(page));
  await context.close();
});
