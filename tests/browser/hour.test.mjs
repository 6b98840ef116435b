// docs/integration.md, followed to the letter: its blocks in their order, each of the four portals, and a sitting that ends
// in a receipt. Only ports and the folder of this repository are put in.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { LANGUAGES } from "../../samples/programs.mjs";
import { endGroup, spawned } from "./child.mjs";
import { Desk } from "./desk.mjs";
import { ZERO, answer, begin, button, delivered, element, launch, watch } from "./people.mjs";
import { ROOT, freePort } from "./stack.mjs";
import { until } from "./until.mjs";

const run = promisify(execFile);
const document = await readFile(join(ROOT, "docs/integration.md"), "utf8");
const blocks = (kind) => [...document.matchAll(new RegExp(`\`\`\`${kind}\n([^]*?)\`\`\``, "g"))].map(([, text]) => text);
// Address, code and all: what a table says behind the name of a language.
const starts = Object.fromEntries([...document.matchAll(/^\| \[(\w+)\]\([^)]+\) \| `([^`]+)` \|$/gm)].map(([, name, line]) => [name.toLowerCase(), line]));
const [, gatewayBlock, portalBlock, receiptBlock] = blocks("sh");
const [saysReceipt] = blocks("text");

const children = [];
let folder, portal, ports, browser, desk;

// What is written there, with free ports and this repository.
const here = (text) =>
  text
    .replaceAll("8400", ports.portal)
    .replaceAll("8401", ports.gateway)
    .replaceAll("../target/debug/qinghe-gateway", process.env.QINGHE_GATEWAY)
    .replaceAll(/(\.\.)\/(?=pkg|samples)/g, `${ROOT}/`);

function begun(script, cwd) {
  const child = spawned("bash", ["-c", script], { cwd, stdio: ["ignore", "ignore", "ignore"], detached: true });
  children.push(child);
}

// A group of its own, because bash has children.
const ended = (child) =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once("exit", resolve);
    endGroup(child);
  });

// What listens at this address, once it answers.
const answers = (url) => until(() => fetch(url).catch(() => undefined), 30, url);

before(async () => {
  assert.ok(process.env.QINGHE_GATEWAY, "`cargo xtask test` sets QINGHE_GATEWAY");
  ports = { portal: String(await freePort()), gateway: String(await freePort()) };
  folder = await mkdtemp(join(tmpdir(), "qinghe-hour-"));
  begun(here(gatewayBlock), folder);
  const gateway = here("http://xinli.school.localhost:8401");
  const code = () => readFile(join(folder, "hour/gateway-data/setup-code"), "utf8");
  await answers(here("http://127.0.0.1:8401/v1/centre"));
  browser = await launch();
  desk = await Desk.setUp(browser, { gateway, setupCode: code });
  portal = here(portalBlock);
});

after(async () => {
  await browser?.close();
  await Promise.all(children.map(ended));
  await rm(folder, { recursive: true, force: true });
});

// Key and secret once, as somebody would; then the addresses for every portal.
const addresses = () => portal.split("\n").filter((line) => line.startsWith("export ")).join("\n");

test("the document has the blocks and the languages that are followed here", async () => {
  assert.equal(blocks("sh").length, 4);
  assert.deepEqual(Object.keys(starts).sort(), Object.keys(LANGUAGES).sort());
  await run("bash", ["-ec", portal], { cwd: join(folder, "hour") });
});

for (const [name, language] of Object.entries(LANGUAGES)) {
  describe(name, () => {
    let child;
    before(async () => {
      assert.ok(language.here(), `${name} is missing. Debian, Ubuntu: sudo apt-get install ${language.packages.join(" ")}`);
      begun(`${addresses()}\nexport PORT=${ports.portal}\nexec ${here(starts[name])}`, join(folder, "hour"));
      child = children.at(-1);
      await answers(here("http://127.0.0.1:8400/"));
    });
    after(() => ended(child));

    test("says what the document says", async () => {
      const { stdout } = await run("bash", ["-ec", here(receiptBlock)], { cwd: join(folder, "hour") });
      assert.equal(stdout, saysReceipt);
    });

    test("ends in a receipt, at the desk and back", async () => {
      const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
      const page = await context.newPage();
      const complaints = watch(page);
      await page.goto(here("http://portal.school.localhost:8400/"));
      const place = element(page, "frame");
      await begin(place);
      await answer(place, ZERO);
      await button(place, "看看我的结果").click();
      await delivered(place);
      await desk.shows("routine");
      await button(desk.page, "我看到了").first().click();
      await place.locator(".delivery").getByText("心理老师已经看到了，会来找你。").waitFor();
      assert.deepEqual(complaints, []);
      await context.close();
    });
  });
}

test("the desk complained of nothing", () => assert.deepEqual(desk.complaints, []));
