// Nothing leaves the element's frame but what PRIVACY.md lists. Every trick of `exits.mjs` runs in the frame's
// own realm, with a fresh click behind it, against listeners outside: with the wall up none may arrive, with
// the wall down each must, or the listener would be deaf.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { Desk } from "./desk.mjs";
import { EXITS, LEFT } from "./exits.mjs";
import { Listeners } from "./listeners.mjs";
import { at, begin, element, launch, open } from "./people.mjs";
import { openProfile } from "./plain-browser.mjs";
import { Stack } from "./stack.mjs";

const PAGE = { "content-type": "text/html; charset=utf-8" };
const BARE = { headers: PAGE, body: "<!doctype html><title>bare</title><link rel=prefetch><body>" };

let stack;
let logs;

before(async () => {
  stack = await Stack.start({ slotSeconds: 60, recorded: true });
  logs = await mkdtemp(join(tmpdir(), "qinghe-exits-"));
  const [portal, gateway] = stack.recorders;
  // A page around that sets no policy at all.
  portal.own.set("/bare", BARE);
  gateway.own.set("/bare", BARE);
  const browser = await launch();
  await Desk.setUp(browser, stack);
  await browser.close();
});
after(async () => {
  await stack?.stop();
  await rm(logs, { recursive: true, force: true });
});

// Several times what the slowest trick takes from the bare frame.
const PATIENCE_MS = 5000;
const TITLES = Object.keys(EXITS);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// Runs every trick somewhere: `place` gives the frame for the next one. Answers with the titles of what arrived.
async function attempt(name, place) {
  const outside = await Listeners.start();
  const log = join(logs, `${name}.json`);
  // A profile like everybody's: a private window makes no connections ahead, so it hides two of the tricks.
  // Names that nobody serves still show where the browser writes down what it had looked up.
  const context = await openProfile(join(logs, name), {}, [`--log-net-log=${log}`]);
  const came = (nth) => outside.arrived.has(`t${nth}`);
  try {
    const next = await place(context);
    for (const [nth, { run, more = [], kind, top }] of Object.values(EXITS).entries()) {
      const id = `t${nth}`;
      const port = kind === "tcp" || kind === "udp" ? { [kind]: await outside.portFor(id, kind) } : {};
      const frame = await next(top);
      // A trick that throws got nothing out; that it could have is what the run without the wall shows.
      const tried = frame.evaluate(run, { name: id, url: `${outside.origin}/${id}/secret`, host: `${id}-secret.away.test`, more, ...port });
      await tried.catch(() => {});
      // What a browser does for the page in front only must be done before the next page comes.
      if (top && name === "down") for (let n = 0; !came(nth) && n < 100; n += 1) await pause(50);
    }
    if (name === "down") {
      const due = TITLES.map((_, nth) => nth).filter((nth) => EXITS[TITLES[nth]].kind !== "dns");
      for (const until = Date.now() + 20000; !due.every(came) && Date.now() < until; ) await pause(50);
    } else await pause(PATIENCE_MS);
    await next.stands?.();
    await context.close();
    const resolved = await readFile(log, "utf8");
    return TITLES.filter((_, nth) => came(nth) || resolved.includes(`t${nth}-secret.away.test`));
  } finally {
    await context.close();
    outside.stop();
  }
}

// One more frame in a page around.
async function frameIn(page, address) {
  const handle = await page.evaluateHandle((src) => {
    const frame = document.createElement("iframe");
    frame.src = src;
    // In view, or the browser saves itself the pictures.
    frame.style = "position: fixed; inset: 0";
    document.body.append(frame);
    return new Promise((resolve) => frame.addEventListener("load", () => resolve(frame), { once: true }));
  }, address);
  return handle.contentFrame();
}

test("with the wall down every trick arrives", async () => {
  const arrived = await attempt("down", async (context) => {
    const [around] = context.pages();
    await around.goto(`${stack.portal}/bare`);
    return async (top) => {
      if (!top) return frameIn(around, `${stack.gateway}/bare`);
      const page = await context.newPage();
      await page.goto(`${stack.gateway}/bare`);
      return page;
    };
  });
  assert.deepEqual(TITLES.filter((title) => !arrived.includes(title)), []);
});

// The frame of a sitting at its first item, the same for every trick: afterwards it must still stand there.
async function sitting(page, place) {
  await begin(place);
  await at(place, 1);
  const frame = page.frames().find((one) => one.url().startsWith(stack.gateway));
  return Object.assign(async () => frame, { stands: () => at(place, 1) });
}

// A page around that has no policy at all.
async function careless(page) {
  const token = await stack.token("student-15");
  const body = `<!doctype html><script src="${stack.gateway}/qinghe.js"></script>
    <qinghe-screening gateway="${stack.gateway}" battery="mood-and-anxiety" token="${token}" lang="zh-Hans"></qinghe-screening>`;
  stack.recorders[0].own.set("/careless", { headers: PAGE, body });
  await page.goto(`${stack.portal}/careless`);
  return sitting(page, element(page, "frame"));
}

const PLACES = {
  "in the portal's page": async (page) => sitting(page, await open(page, stack)),
  "in a page around without any policy": careless,
  "as a page of its own": async (page) => {
    await page.goto(`${stack.gateway}/embed?battery=mood-and-anxiety&lang=zh-Hans#t=${await stack.token("student-15")}`);
    return sitting(page, page);
  },
};

describe("from the element nothing arrives", { concurrency: 3 }, () => {
  for (const [nth, [where, begun]] of Object.entries(PLACES).entries()) {
    test(where, async () => assert.deepEqual(await attempt(`up-${nth}`, (context) => begun(context.pages()[0])), []));
  }
});

test("nothing is left where the page around or the next person finds it; without the wall everything is", async () => {
  for (const wall of [true, false]) {
    const context = await openProfile(join(logs, `left-${wall}`));
    const [page] = context.pages();
    let downloads = 0;
    page.on("download", () => (downloads += 1));
    let next = wall && (await careless(page));
    if (!wall) {
      await page.goto(`${stack.portal}/bare`);
      const bare = await frameIn(page, `${stack.gateway}/bare`);
      next = async () => bare;
    }
    const found = [];
    for (const [title, { run, look }] of Object.entries(LEFT)) {
      const before = await page.evaluate(() => ({ history: history.length }));
      await (await next()).evaluate(run).catch(() => {});
      await pause(300);
      if (await page.evaluate(`(${look})(${JSON.stringify(before)}, ${downloads})`)) found.push(title);
    }
    assert.deepEqual(found, wall ? [] : Object.keys(LEFT));
    await context.close();
  }
});
