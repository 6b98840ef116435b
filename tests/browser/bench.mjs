// `cargo xtask bench`: what a student's phone loads and how long it waits, beside a page written by hand for
// the same items, measured in the same run. `--json FILE` writes the figures too.
import { createServer } from "node:http";
import { cpus } from "node:os";
import { readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { brotliCompressSync } from "node:zlib";
import { Desk } from "./desk.mjs";
import { ON_THE_WAY, SLOW, VIEWPORT, held, hurry, median, sayer, throttled, untilItem } from "./measured.mjs";
import { launch } from "./people.mjs";
import { ROOT, Stack } from "./stack.mjs";

const { values: args } = parseArgs({ options: { json: { type: "string" }, runs: { type: "string", default: "7" } } });
const RUNS = Number(args.runs);
const PROFILES = {
  "as it is": undefined,
  "CPU 6×, 1.6 Mbit/s, 150 ms": SLOW,
};
const HERE = dirname(fileURLToPath(import.meta.url));

// From a press to the next item on the glass, in milliseconds.
async function presses() {
  const root = document.querySelector("#place")?.shadowRoot || document;
  const times = [];
  for (let n = 0; n < 8; n += 1) {
    const began = performance.now();
    root.querySelector(".option").click();
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    if (root.querySelector("progress").value !== n + 2) throw new Error("the next item is not there");
    times.push(performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  return times;
}

// The portal's own page with the handwritten form in an iframe, where the element's tag would stand.
async function framedByHand(stack) {
  const ask = async (path) => (await fetch(`http://127.0.0.1:${stack.portalPort}${path}`, { headers: { cookie: "portal=student-15" } })).text();
  const tag = '<iframe src="/index.html" title="心理自评" width="100%" height="880"></iframe>';
  const page = (await ask("/psych")).replace(/<script[^>]*><\/script>/g, "").replace(/<qinghe-screening.*<\/qinghe-screening>/s, tag);
  if (!page.includes(tag)) throw new Error("the portal's page holds no element to replace");
  return { "/portal": ["text/html", brotliCompressSync(page)], "/portal.css": ["text/css", brotliCompressSync(await ask("/portal.css"))] };
}

async function yardstick(stack) {
  const types = { "index.html": "text/html", "form.css": "text/css", "form.js": "text/javascript" };
  const files = new Map(Object.entries(await framedByHand(stack)));
  for (const [name, type] of Object.entries(types)) files.set(`/${name}`, [type, brotliCompressSync(await readFile(join(HERE, "static", name)))]);
  const server = createServer((asked, answer) => {
    const [type, body] = files.get(asked.url === "/" ? "/index.html" : asked.url) || [];
    if (!body) return answer.writeHead(204).end();
    answer.writeHead(200, { "content-type": `${type}; charset=utf-8`, "content-encoding": "br", "content-length": body.length });
    return answer.end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, address: `http://static.school.localhost:${server.address().port}/` };
}

async function visit(browser, address, profile, before = async () => {}) {
  const context = await browser.newContext({ viewport: VIEWPORT });
  const page = await context.newPage();
  const loaded = [];
  page.on("requestfinished", async (request) => loaded.push(request));
  await before(page);
  loaded.length = 0;
  await page.addInitScript(sayer);
  await page.addInitScript(hurry, ON_THE_WAY);
  const session = await throttled(page, profile);
  const { frame, start } = await untilItem(page, address, 60000);
  const marks = await frame.evaluate(() => window.marks);
  const files = await Promise.all(loaded.map(async (request) => ({ url: request.url(), bytes: (await request.sizes()).responseBodySize })));
  const click = await frame.evaluate(presses);
  const memory = await memoryOf(session);
  await context.close();
  return { screen: marks.screen && marks.screen - start, item: marks.item - start, click, memory, files };
}

async function memoryOf(session) {
  const { metrics, wasm } = await held(session);
  return { heap: metrics.JSHeapUsedSize, wasm };
}

const ms = (value) => `${value.toFixed(value < 20 ? 1 : 0)} ms`;
const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

// The subjects take turns within a round, so that a busy moment of the machine meets all of them.
async function rounds(browser, subjects, profile) {
  const seen = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));
  for (let run = 0; run <= RUNS; run += 1) {
    for (const [name, go] of Object.entries(subjects)) {
      const one = await go(browser, profile);
      // The first round warms the machine's own caches.
      if (run) seen[name].push(one);
    }
  }
  return Object.fromEntries(
    Object.entries(seen).map(([name, all]) => {
      const middle = (pick) => median(all.map(pick));
      const screen = all[0].screen && middle((one) => one.screen);
      const clicks = all.flatMap((one) => one.click);
      return [name, { screen, item: middle((one) => one.item), click: median(clicks), heap: middle((one) => one.memory.heap), wasm: middle((one) => one.memory.wasm), files: all[0].files }];
    }),
  );
}

async function sizes(files) {
  const rows = [];
  for (const { url, bytes } of files) {
    const path = new URL(url).pathname;
    const file = join(ROOT, "pkg", path === "/embed" ? "embed.html" : path);
    const size = async (end) => (await stat(file + end).catch(() => undefined))?.size;
    const raw = await size("");
    rows.push({ path, sent: bytes, raw: raw ?? bytes, gzip: (await size(".gz")) ?? bytes, brotli: (await size(".br")) ?? bytes });
  }
  return rows;
}

const stack = await Stack.start({ slotSeconds: 15, floorMs: 250 });
const browser = await launch();
const { server, address } = await yardstick(stack);
try {
  const desk = await Desk.setUp(browser, stack);
  await desk.context.close();
  const own = async () => `${stack.gateway}/embed?battery=mood-and-anxiety&lang=zh-Hans#t=${await stack.token("student-15")}`;
  const login = (page) => page.goto(`${stack.portal}/login?as=student-15`);
  const subjects = {
    element: async (with_, profile) => visit(with_, await own(), profile),
    "element in the portal": (with_, profile) => visit(with_, `${stack.portal}/psych`, profile, login),
    "static page": (with_, profile) => visit(with_, address, profile),
    "static page in the portal": (with_, profile) => visit(with_, `${address}portal`, profile),
  };
  const figures = {};
  for (const [name, profile] of Object.entries(PROFILES)) figures[name] = await rounds(browser, subjects, profile);
  await report(figures);
} finally {
  await browser.close();
  await stack.stop();
  server.close();
}

async function report(figures) {
  const first = figures["as it is"];
  const parts = (await sizes(first["element in the portal"].files)).filter(({ path }) => /^\/(qinghe\.js|embed|m\/|v1\/centre)/.test(path));
  const total = (kind) => parts.reduce((all, part) => all + part[kind], 0);
  const machine = `${cpus().length} × ${cpus()[0].model.trim()}, Chromium ${browser.version()}, Node ${process.version}`;
  const lines = [`${new Date().toISOString().slice(0, 10)}, ${machine}, median of ${RUNS} runs`, "", "| up to item 1, iframe mount | raw | gzip | brotli | sent |", "|---|--:|--:|--:|--:|"];
  for (const { path, raw, gzip, brotli, sent } of parts) lines.push(`| \`${path.replace(/-[0-9a-f]{16}|\.[0-9a-f]{16}/, "")}\` | ${raw} | ${gzip} | ${brotli} | ${sent} |`);
  lines.push(`| **all, ${parts.length} requests** | ${total("raw")} | ${total("gzip")} | **${total("brotli")}** | ${total("sent")} |`, "");
  lines.push("| | first screen | item 1 usable | against the static page | press to next item | JS heap | Wasm memory |", "|---|--:|--:|--:|--:|--:|--:|");
  for (const [profile, found] of Object.entries(figures)) {
    for (const [name, one] of Object.entries(found)) {
      const ratio = one.item / found[name.endsWith("in the portal") ? "static page in the portal" : "static page"].item;
      lines.push(`| ${name}, ${profile} | ${one.screen ? ms(one.screen) : "–"} | ${ms(one.item)} | ${ratio.toFixed(2)}× | ${ms(one.click)} | ${kB(one.heap)} | ${one.wasm ? kB(one.wasm) : "–"} |`);
    }
  }
  console.log(lines.join("\n"));
  if (args.json) await writeFile(args.json, `${JSON.stringify({ machine, runs: RUNS, parts, figures }, undefined, 2)}\n`);
}
