// Every snippet of the documentation's page on embedding, taken out of its source and run as it stands there. Only the gateway's
// address and the token are put in.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { at, begin, button, watch } from "../browser/people.mjs";
import { snippets } from "../../www/site/build.mjs";
import { INSTALLED, ROOT } from "./place.mjs";
import { browser, place } from "./setting.mjs";

const run = promisify(execFile);
const all = Object.fromEntries(Object.entries(await snippets()).filter(([name]) => name.startsWith("embed/")).map(([name, one]) => [name.slice("embed/".length), one.text]));
const ran = new Set();
// A snippet by name; what no test takes is found at the end.
const take = (name) => {
  assert.ok(all[name], `there is no snippet ${name}`);
  ran.add(name);
  return all[name];
};

const launch = async () => (await fetch(`http://127.0.0.1:${new URL(place.near.origin).port}/launch`)).json();
const real = async (text) => {
  const { gateway, token } = await launch();
  return text.replaceAll("https://xinli.school.edu.cn", gateway).replaceAll("LAUNCH-TOKEN-SIGNED-BY-THE-PORTAL", token);
};
const page = (body, head = "") => `<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>心理健康</title>${head}</head><body>${body}</body></html>`;
const inside = (page, tag = "qinghe-screening") => page.frameLocator(`${tag} iframe`).locator("body");

// Files of a folder of the portal, by name. What a portal without a policy says is said by an empty one.
let folders = 0;
async function visit(files, policy = "") {
  const folder = `snippet-${(folders += 1)}`;
  await mkdir(join(place.folder, folder, "qinghe"), { recursive: true });
  for (const [name, body] of Object.entries(files)) {
    await writeFile(join(place.folder, folder, name), typeof body === "string" ? await real(body) : body);
    place.near.policies[`/${folder}/${name}`] = await real(policy.trim());
  }
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
  const view = await context.newPage();
  const complaints = watch(view);
  const posted = [];
  await context.route(`${place.near.origin}/done`, (route) => {
    posted.push(route.request().method());
    return route.fulfill({ status: 204 });
  });
  await view.goto(`${place.near.origin}/${folder}/page.html`);
  return { context, view, complaints, posted };
}

async function started(files, policy, where = inside) {
  const { context, view, complaints } = await visit(files, policy);
  await begin(where(view));
  await at(where(view), 1);
  assert.deepEqual(complaints, []);
  await context.close();
}

test("snippet: the plain page, under the policy that is written there", () => started({ "page.html": take("tag") }, take("policy")));

test("snippet: another policy would stop it", async () => {
  const { context, view, complaints } = await visit({ "page.html": take("tag") }, "script-src https://xinli.school.edu.cn; frame-src 'none'");
  await view.locator("qinghe-screening [part=help]").waitFor();
  for (let tries = 0; !complaints.length && tries < 50; tries += 1) await view.waitForTimeout(100);
  assert.match(complaints.join(), /frame-src/);
  await context.close();
});

test("snippet: what a page hears, and its look", async () => {
  const head = '<link rel="stylesheet" href="look.css"><script type="module" src="events.js"></script>';
  const { context, view, posted } = await visit({ "page.html": take("tag").replace("</head>", `${head}</head>`), "events.js": take("events"), "look.css": take("look") });
  const frame = view.locator("qinghe-screening iframe");
  assert.deepEqual(await frame.evaluate((one) => [one.clientHeight, getComputedStyle(one).borderRadius]), [832, "12px"]);
  await button(inside(view), "我明白了").click();
  await button(inside(view), "今天先不做").click();
  for (let tries = 0; !posted.length && tries < 50; tries += 1) await view.waitForTimeout(100);
  assert.deepEqual(posted, ["POST"]);
  const said = view.waitForEvent("console", (message) => message.text() === "qinghe: attribute");
  await view.evaluate(() => document.body.append(document.createElement("qinghe-screening")));
  await said;
  await context.close();
});

test("snippet: the package, packed and installed", async () => {
  const folder = await mkdtemp(join(place.folder, "portal-"));
  await writeFile(join(folder, "package.json"), "{}");
  await run("bash", ["-ec", take("package")], { cwd: folder, env: { ...process.env, QINGHE: ROOT, npm_config_offline: "true", npm_config_audit: "false" } });
  assert.ok((await readdir(join(folder, "node_modules/@qinghe/elements"))).includes("define.js"));
});

const bundled = async (contents, loader, more = {}) => {
  const { build } = await import("esbuild");
  const stdin = { contents, loader, resolveDir: join(ROOT, "tests/packaging") };
  const { outputFiles } = await build({ stdin, bundle: true, format: "esm", jsx: "automatic", write: false, logLevel: "error", ...more });
  return outputFiles[0].contents;
};
const script = '<script type="module" src="script.js"></script>';

test("snippet: the script that a bundler takes", async () => {
  const tag = take("tag").replace(/<script[^]*?<\/script>/, script);
  await started({ "page.html": tag, "script.js": Buffer.from(await bundled(take("define"), "js")) });
});

test("snippet: the package in a plain folder", async () => {
  const tag = take("tag").replace(/<script[^]*?<\/script>\n/, take("folder").replace("/qinghe/", "qinghe/"));
  await started({ "page.html": tag, "qinghe/define.js": await readFile(join(INSTALLED, "define.js")) });
});

// What a page of either framework does with the component: it hands over what its server signed.
const finishes = async (files) => {
  const { context, view, complaints } = await visit(files);
  await button(inside(view), "我明白了").click();
  await button(inside(view), "今天先不做").click();
  await view.waitForFunction(() => document.title === "finished");
  assert.deepEqual(complaints, []);
  await context.close();
};

test("snippet: React 19, and its types", async () => {
  const mine = join(ROOT, "tests/packaging/node_modules/.snippets");
  await rm(mine, { recursive: true, force: true });
  await mkdir(mine, { recursive: true });
  await writeFile(join(mine, "Screening.tsx"), take("react"));
  const options = { target: "es2022", module: "esnext", moduleResolution: "bundler", jsx: "react-jsx", strict: true, noEmit: true, types: ["react", "react-dom"], typeRoots: ["../@types"] };
  await writeFile(join(mine, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files: ["Screening.tsx"] }));
  await run(join(ROOT, "tests/packaging/node_modules/.bin/tsc"), ["--project", mine]).catch(({ stdout }) => assert.fail(stdout));
  const entry = `import { Screening } from "./node_modules/.snippets/Screening.tsx"; import { createRoot } from "react-dom/client"; import { createElement } from "react";
    const launch = await (await fetch("/launch")).json();
    createRoot(document.querySelector("main")).render(createElement(Screening, { ...launch, onFinished: () => (document.title = "finished") }));`;
  const define = { "process.env.NODE_ENV": '"production"' };
  await finishes({ "page.html": page("<main></main>", script), "script.js": Buffer.from(await bundled(entry, "js", { define })) });
});

test("snippet: Vue 3", async () => {
  const mine = join(ROOT, "tests/packaging/node_modules/.snippets-vue");
  await rm(mine, { recursive: true, force: true });
  await mkdir(mine, { recursive: true });
  await writeFile(join(mine, "Screening.vue"), take("vue"));
  const main = `import { createApp, h } from "vue"; import Screening from "./Screening.vue";
    fetch("/launch").then((answer) => answer.json()).then((launch) => createApp({ render: () => h(Screening, { launch, onFinished: () => (document.title = "finished") }) }).mount("main"));`;
  await writeFile(join(mine, "main.js"), main);
  const { build } = await import("vite");
  const { default: vue } = await import("@vitejs/plugin-vue");
  const isCustomElement = (tag) => tag.startsWith("qinghe-");
  const plugins = [vue({ template: { compilerOptions: { isCustomElement } } })];
  const lib = { entry: join(mine, "main.js"), formats: ["es"], fileName: "script" };
  await build({ root: mine, configFile: false, logLevel: "error", plugins, define: { "process.env.NODE_ENV": '"production"' }, build: { lib, outDir: join(mine, "out") } });
  await finishes({ "page.html": page("<main></main>", script), "script.js": await readFile(join(mine, "out/script.js")) });
});

test("snippet: a page in PHP", async () => {
  // Beside the page that projects.mjs visits, and served by the same program.
  const folder = join(place.folder, "php/qinghe/snippet");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "index.php"), take("php"));
  await cp(join(ROOT, "samples/php/host.php"), join(folder, "host.php"));
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
  const view = await context.newPage();
  const complaints = watch(view);
  const answer = await view.goto(`${place.php}/qinghe/snippet/index.php`);
  assert.match(answer.headers()["content-security-policy"], /frame-src http/);
  await begin(inside(view));
  await at(inside(view), 1);
  assert.deepEqual(complaints.filter((one) => !one.includes("favicon")), []);
  await context.close();
});

test("snippet: the link of a page of its own", async () => {
  const home = `${place.near.origin}/plain/`;
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
  const view = await context.newPage();
  await view.goto((await real(take("link"))).trim().replace("https%3A%2F%2Fportal.school.edu.cn%2Fpsych", encodeURIComponent(home)));
  await begin(view.locator("body"));
  await at(view.locator("body"), 1);
  assert.equal(new URL(view.url()).hash, "");
  await view.getByRole("link", { name: "回到学校网站" }).click();
  await view.waitForURL(home);
  await context.close();
});

test("snippet: inline, under the policy that is written there", async () => {
  const head = take("tag").match(/<script[^]*?<\/script>/)[0];
  await started({ "page.html": page(take("inline"), head) }, take("inline-policy"), (view) => view.locator("qinghe-screening"));
});

for (const name of ["training", "family", "record"]) {
  test(`snippet: ${name}`, async () => {
    const { context, view, complaints } = await visit({ "page.html": page(`<script type="module" src="heard.js"></script>${take(name)}`), "heard.js": 'document.addEventListener("qinghe-ready", ({ target }) => (document.title = target.localName));' });
    await view.waitForFunction((tag) => document.title === tag, `qinghe-${name}`);
    assert.deepEqual(complaints, []);
    await context.close();
  });
}

test("snippet: scoring without a screen prints what its comments say", async () => {
  const { stdout } = await run(process.execPath, ["--input-type=module", "-e", take("headless")], { cwd: join(INSTALLED, "../../..") });
  const expected = [...take("headless").matchAll(/^console\.log.*; \/\/ (.+)$/gm)].map(([, said]) => said);
  assert.equal(expected.length, 3);
  assert.deepEqual(stdout.trim().split("\n"), expected);
});

test("no snippet of the page was left out", () => assert.deepEqual([...ran].sort(), Object.keys(all).sort()));
