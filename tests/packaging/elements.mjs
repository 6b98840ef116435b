// What the hand-written types say, what the elements expose, and what docs/host-api.md tells: the same, in all directions;
// on a page with as strict a policy as there is.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { at, begin, watch } from "../browser/people.mjs";
import { ROOT } from "./place.mjs";
import { browser, place } from "./setting.mjs";

const run = promisify(execFile);
const TAGS = { "qinghe-screening": "Screening", "qinghe-training": "Training", "qinghe-family": "Family", "qinghe-record": "Record" };
const types = await readFile(join(ROOT, "www/npm/index.d.ts"), "utf8");
const told = await readFile(join(ROOT, "docs/host-api.md"), "utf8");

// Where "leave now" is.
const LEAVE = { "qinghe-training": "footer [data-do=leave]", "qinghe-record": "button.leave" };
const sorted = (names) => [...new Set(names)].sort();
const body = (name) => types.match(new RegExp(`interface ${name}[^{]*\\{([^]*?)\\n\\}`))[1];
const members = (name) => [...body(name).matchAll(/^ {2}"?([\w-]+)"?\??:/gm)].map(([, member]) => member);
const ticked = (text) => [...text.matchAll(/`([\w-]+)`/g)].map(([, name]) => name);
const said = (tag) => types.match(new RegExp(`/\\*\\* (Parts [^*]*) \\*/\nexport interface Qinghe${TAGS[tag]}`))[1];

// What the types promise of one tag.
const promised = {
  attributes: (tag) => sorted([...members("FrameAttributes"), ...members(`${TAGS[tag]}Attributes`)]),
  parts: (tag) => sorted(ticked(said(tag).split("Events")[0])),
  events(tag) {
    const own = said(tag).split("Events")[1];
    const named = ticked(own);
    return sorted(own.includes("all but") ? members("QingheEventMap").filter((name) => !named.includes(name)) : named);
  },
  codes: () => sorted([...types.match(/type ErrorCode =([^;]+);/)[1].matchAll(/"([\w-]+)"/g)].map(([, code]) => code)),
};

async function visit(more = "") {
  const context = await browser.newContext({ viewport: { width: 900, height: 900 } });
  const page = await context.newPage();
  const complaints = watch(page);
  // What a tag reads of itself, and what it tells: by its own class, so that nothing of the page counts.
  await page.addInitScript(() => {
    window.read = {};
    window.sent = {};
    const note = (home, method, into) => {
      const real = home[method];
      home[method] = function (first) {
        if (/^qinghe-/.test(this.localName)) ((window[into][this.localName] ||= new Set()).add(first.type || first));
        return real.apply(this, arguments);
      };
    };
    note(Element.prototype, "getAttribute", "read");
    note(Element.prototype, "hasAttribute", "read");
    note(EventTarget.prototype, "dispatchEvent", "sent");
  });
  await page.goto(`${place.near.origin}/strict/${more}`);
  await page.waitForFunction(() => customElements.get("qinghe-record"));
  return { context, page, complaints };
}

async function put(page, name, attributes) {
  await page.evaluate(
    async ([name, attributes]) => {
      const launch = await (await fetch("/launch")).json();
      const tag = document.createElement(name);
      for (const [key, value] of Object.entries({ ...launch, ...attributes })) if (value !== null) tag.setAttribute(key, value);
      document.body.replaceChildren(tag);
    },
    [name, attributes],
  );
  return page.locator(name);
}

const heard = (page) => page.evaluate(() => window.heard.map(([, type, detail]) => (detail ? `${type} ${detail.code}` : type)));
const frameOf = (page, name) => page.frameLocator(`${name} iframe`).locator("body");

test("the types take what is right and refuse what is wrong, in both kinds of module resolution", async () => {
  for (const config of ["tsconfig.json", "tsconfig.bundler.json"]) {
    const tsc = join(ROOT, "tests/packaging/node_modules/.bin/tsc");
    await run(tsc, ["--project", join(ROOT, "tests/packaging/types", config)]).catch(({ stdout, stderr }) => assert.fail(stdout + stderr));
  }
});

test("attributes, events, parts and names of every tag are those of the types", async () => {
  const { context, page, complaints } = await visit();
  const seen = {};
  const look = async (name) => {
    const now = await page.evaluate((name) => {
      const tag = document.querySelector(name);
      const own = (home) => Object.getOwnPropertyNames(home);
      return {
        attributes: [...(window.read[name] || [])],
        events: [...(window.sent[name] || [])],
        parts: [...tag.shadowRoot.querySelectorAll("[part]")].map((part) => part.getAttribute("part")),
        methods: own(tag.constructor.prototype).filter((key) => !["constructor", "connectedCallback", "disconnectedCallback"].includes(key)),
        properties: own(tag).filter((key) => !key.startsWith("_")),
        statics: own(tag.constructor).filter((key) => !["length", "name", "prototype"].includes(key)),
      };
    }, name);
    for (const [kind, values] of Object.entries(now)) ((seen[name] ||= {})[kind] ||= []).push(...values);
  };
  for (const name of Object.keys(TAGS)) {
    await put(page, name, { stage: "J", shared: name === "qinghe-screening" ? null : "" });
    await page.waitForFunction((name) => window.sent[name]?.has("qinghe-ready"), name);
    if (name === "qinghe-screening") {
      await frameOf(page, name).getByRole("button", { name: "我明白了", exact: true }).click();
      await frameOf(page, name).getByRole("button", { name: "今天先不做", exact: true }).click();
      await page.waitForFunction((name) => window.sent[name]?.has("qinghe-finished"), name);
    }
    if (LEAVE[name]) {
      await look(name);
      await frameOf(page, name).locator(LEAVE[name]).first().click();
      await page.waitForFunction((name) => window.sent[name]?.has("qinghe-left"), name);
    }
    await look(name);
    await put(page, name, { gateway: "nowhere" });
    await look(name);
  }
  for (const [name, { methods, properties, statics, ...found }] of Object.entries(seen)) {
    for (const kind of ["attributes", "events", "parts"]) assert.deepEqual(sorted(found[kind]), promised[kind](name), `${name}: ${kind}`);
    assert.deepEqual([methods, properties, sorted(statics)], [[], [], ["version"]], name);
  }
  assert.deepEqual([await page.evaluate(() => window.refused), complaints], [[], []]);
  await context.close();
});

test("docs/host-api.md names the same tags, attributes, events, parts and codes", () => {
  const table = (head) => told.split(`\n${head}\n`)[1].split("\n\n")[0].split("\n").slice(1).map((row) => row.split("|").map((cell) => cell.trim()));
  const rows = table("| attribute | tags | |");
  for (const tag of Object.keys(TAGS)) {
    const own = rows.filter(([, , tags]) => tags === "all" || ticked(tags).includes(TAGS[tag].toLowerCase()));
    assert.deepEqual(sorted(own.flatMap(([, name]) => ticked(name))), promised.attributes(tag), tag);
  }
  const events = table("| event | tags | when |");
  assert.deepEqual(sorted(events.flatMap(([, name]) => ticked(name))), sorted(members("QingheEventMap")));
  for (const tag of Object.keys(TAGS)) {
    const own = events.filter(([, , tags]) => tags === "all" || ticked(tags).includes(TAGS[tag].toLowerCase()));
    assert.deepEqual(sorted(own.flatMap(([, name]) => ticked(name))), promised.events(tag), tag);
  }
  assert.deepEqual(sorted(table("| code | why | what to do |").flatMap(([, code]) => ticked(code))), promised.codes());
  const parts = table("| part | |").flatMap(([, name]) => [...name.matchAll(/::part\(([\w-]+)\)/g)].map(([, part]) => part));
  assert.deepEqual(sorted(parts), sorted(Object.keys(TAGS).flatMap(promised.parts)));
});

test("a property of the style reaches the frame, and a part can be styled, from a style sheet of the page", async () => {
  const { context, page } = await visit();
  const tag = await put(page, "qinghe-screening", {});
  const { height, radius } = await tag.locator("iframe").evaluate((frame) => ({ height: frame.clientHeight, radius: getComputedStyle(frame).borderRadius }));
  assert.deepEqual([height, radius], [832, "12px"]);
  assert.equal(await tag.locator("[part=help]").evaluate((part) => getComputedStyle(part).padding), "10px");
  await context.close();
});

test("loading=\"lazy\" fetches nothing until the tag comes near the window", async () => {
  const { context, page } = await visit();
  await page.evaluate(() => {
    const far = document.createElement("div");
    far.style.height = "20000px";
    document.documentElement.insertBefore(far, document.body);
  });
  const asked = [];
  page.on("request", (request) => request.url().includes("/embed?") && asked.push(request.url()));
  const tag = await put(page, "qinghe-screening", { loading: "lazy" });
  await page.evaluate(() => new Promise((resolve) => setTimeout(() => requestAnimationFrame(resolve), 300)));
  assert.deepEqual(asked, []);
  await tag.scrollIntoViewIfNeeded();
  await page.waitForFunction(() => window.heard.some(([, type]) => type === "qinghe-ready"));
  assert.equal(asked.length, 1);
  await context.close();
});

test("inline, with the gateway's scripts allowed: up to the first item, and nothing is refused", async () => {
  const { context, page, complaints } = await visit("?inline");
  const tag = await put(page, "qinghe-screening", { mount: "inline" });
  await begin(tag);
  await at(tag, 1);
  assert.deepEqual(await heard(page), ["qinghe-help", "qinghe-progress", "qinghe-ready"]);
  assert.deepEqual([await page.evaluate(() => window.refused), complaints], [[], []]);
  await context.close();
});

test("where the page's policy refuses Wasm, the help numbers stand and the reason is said", async () => {
  const { context, page } = await visit("?refused");
  const tag = await put(page, "qinghe-screening", { mount: "inline" });
  await tag.getByText("这个浏览器暂时打不开问卷").waitFor();
  assert.ok(await tag.locator('[part=help] a[href="tel:12356"]').first().isVisible());
  assert.deepEqual((await heard(page)).slice(-2), ["qinghe-help", "qinghe-error wasm"]);
  await context.close();
});

test("a second version of a tag reports and stops; the same version twice is nothing", async () => {
  const { context, page, complaints } = await visit();
  const script = await readFile(join(ROOT, "pkg/npm/define.js"), "utf8");
  const version = await page.evaluate(() => customElements.get("qinghe-screening").version);
  const add = (path, body) => context.route(`${place.near.origin}${path}`, (route) => route.fulfill({ contentType: "text/javascript", body })).then(() => page.evaluate((path) => import(path), path));
  await add("/again.js", script);
  assert.deepEqual(await heard(page), []);
  await add("/other.js", script.replaceAll(`"${version}"`, '"99.0.0"'));
  assert.deepEqual(await heard(page), Array(4).fill("qinghe-error version"));
  assert.equal(await page.evaluate(() => customElements.get("qinghe-screening").version), version);
  assert.match(complaints.join(), /99\.0\.0 stays out/);
  const tag = await put(page, "qinghe-screening", {});
  await begin(frameOf(page, "qinghe-screening"));
  await at(frameOf(page, "qinghe-screening"), 1);
  await tag.evaluate((tag) => tag.remove());
  await context.close();
});
