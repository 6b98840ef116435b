// A host that asks for `offline`: the element stays at hand behind the consent, on devices that are not shared; a whole sitting
// without a network, whose message goes out when there is one; a new build, which is taken whole or not at all.
import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { ZERO, answer, at, begin, button, choose, delivered, open } from "./people.mjs";
import { setting, stack, student } from "./setting.mjs";
import { ROOT } from "./stack.mjs";
import { until } from "./until.mjs";

// What this gateway serves is changed under it.
const assets = await mkdtemp(join(tmpdir(), "qinghe-served-"));
await cp(join(ROOT, "pkg"), assets, { recursive: true });
after(() => rm(assets, { recursive: true, force: true }));
setting({ slotSeconds: 1, recorded: true, deskOpen: false, assets });

const gateway = () => stack.recorders[1];
const asked = (path) => gateway().seen.filter(({ url }) => url.split("?")[0] === path).length;

// The tag again, as a host draws it that asks for `offline`; with another token when one is given.
async function drawn(page, token) {
  await page.evaluate(async (given) => {
    const tag = document.querySelector("qinghe-screening");
    const place = tag.parentNode;
    tag.remove();
    await new Promise((resolve) => setTimeout(resolve));
    tag.setAttribute("offline", "");
    if (given) tag.setAttribute("token", given);
    place.append(tag);
  }, token);
  return page.frameLocator("qinghe-screening iframe").first().locator("body");
}

const frames = (page, path) => page.frames().filter((frame) => new URL(frame.url() || "about:blank").pathname === path);
const inFrame = async (page, work) => frames(page, "/embed")[0].evaluate(work);

// What stands on the shelves of this browser: name → addresses.
const shelves = (page) =>
  inFrame(page, async () => {
    const out = {};
    for (const name of await caches.keys()) out[name] = (await (await caches.open(name)).keys()).map(({ url }) => url.replace(location.origin, ""));
    return out;
  });

const worker = (page) =>
  inFrame(page, async () => {
    const found = await navigator.serviceWorker.getRegistration("/embed");
    return found && { active: found.active && found.active.state, waiting: Boolean(found.waiting), installing: Boolean(found.installing) };
  });

const atHand = (page) => until(async () => (await worker(page))?.active === "activated");

// Somebody who has begun a sitting here, with the element at hand from then on.
async function begun() {
  const { context, page, complaints } = await student();
  await open(page, stack);
  const place = await drawn(page);
  await place.getByRole("button", { name: "我明白了" }).waitFor();
  await until(() => frames(page, "/offline").length);
  return { context, page, place, complaints };
}

test("a whole sitting without a network; what waits goes out when there is one", async () => {
  gateway().seen.length = 0;
  const { context, page, place } = await begun();
  await begin(place);
  await at(place, 1);
  await atHand(page);
  const order = gateway().seen.map(({ method, url }) => `${method} ${url.split("?")[0]}`);
  assert.ok(order.indexOf("GET /offline-worker.js") > order.indexOf("POST /v1/envelopes"), "not before somebody agreed");
  const [[, kept]] = Object.entries(await shelves(page));
  assert.ok(kept.length > 20 && kept.every((path) => /^\/(embed|v1\/centre|m\/[\w.-]+)$/.test(path)), kept.join("\n"));

  const token = await stack.token("student-15", { sub: "somebody-else-offline1" });
  await context.setOffline(true);
  await stack.stopGateway();
  const alone = await drawn(page, token);
  await begin(alone);
  await answer(alone, ZERO);
  await button(alone, "看看我的结果").click();
  await alone.locator(".delivery").getByText("现在连不上网络，消息还没有送出去。").waitFor();
  await stack.startGateway();
  await context.setOffline(false);
  await delivered(alone);
  await context.close();
});

// What stands on the shelf under this address, as text.
const onShelf = async (page, address) => frames(page, "/embed")[0].evaluate(async (path) => (await (await caches.match(path))?.text()) || "", address);

test("what the centre says is kept as it was heard last, and the page without it", async () => {
  const { context, page, place } = await begun();
  await begin(place);
  await at(place, 1);
  await atHand(page);
  assert.ok(!(await onShelf(page, "/embed")).includes("data-centre"));
  assert.match(await onShelf(page, "/embed"), /id="place"/);
  const said = await onShelf(page, "/v1/centre");
  assert.equal(JSON.parse(said).v, 1);
  await frames(page, "/embed")[0].evaluate(async () => {
    for (const name of await caches.keys()) await (await caches.open(name)).put("/v1/centre", new Response("of yesterday"));
  });
  gateway().seen.length = 0;
  await drawn(page);
  await until(async () => (await onShelf(page, "/v1/centre").catch(() => "")) === said);
  assert.equal(asked("/v1/centre"), 0, "the page brought it");
  await context.close();
});

test("on a shared computer nothing is kept, however far somebody goes", async () => {
  gateway().seen.length = 0;
  const { context, page, place } = await begun();
  await begin(place, { shared: true });
  await answer(place, ZERO);
  await button(place, "看看我的结果").click();
  await delivered(place);
  assert.equal(asked("/offline-worker.js"), 0);
  assert.equal(await worker(page), undefined);
  assert.deepEqual(await shelves(page), {});
  await context.close();
});

test("a host that does not ask gets none of it", async () => {
  gateway().seen.length = 0;
  const { context, page } = await student();
  const place = await open(page, stack);
  await begin(place);
  await answer(place, ZERO);
  await button(place, "看看我的结果").click();
  await delivered(place);
  assert.equal(asked("/offline") + asked("/offline-worker.js"), 0);
  await context.close();
});

// The files of the next build. Its element says so where a page can be asked; the names carry other hashes.
async function nextBuild() {
  const read = (name) => readFile(join(assets, name), "utf8");
  const [page, worker] = [await read("embed.html"), await read("offline-worker.js")];
  const frame = page.match(/\/m\/frame-[0-9a-f]+\.js/)[0];
  const [, version] = worker.match(/([0-9a-f]{16})["`]/);
  const next = frame.replace(/[0-9a-f]{16}/, "e".repeat(16));
  const script = `${await read(frame)};document.documentElement.dataset.build = "next";`;
  for (const packed of ["", ".br", ".gz"]) await rm(join(assets, frame + packed));
  const renewed = (text) => text.replaceAll(frame, next).replaceAll(version, "f".repeat(16));
  return {
    version: "f".repeat(16),
    old: version,
    script: () => writeFile(join(assets, next), script),
    without: () => rm(join(assets, next)),
    page: () => put("embed.html", renewed(page)),
    worker: () => put("offline-worker.js", renewed(worker)),
  };
}

// Whole in a moment, and without the packed copies of the one before.
async function put(name, text) {
  for (const packed of [".br", ".gz"]) await rm(join(assets, name + packed), { force: true });
  await writeFile(join(assets, `${name}.new`), text);
  await rename(join(assets, `${name}.new`), join(assets, name));
}

const build = (page) => inFrame(page, () => document.documentElement.dataset.build || "first");

// What the browser does by itself after a visit, now: looks for another worker, and waits until it is in or out. The element's
// page may start no worker (`worker-src 'none'`), which holds for this call too, so the hidden frame is asked.
async function look(page) {
  await until(() => frames(page, "/offline").length);
  return frames(page, "/offline")[0].evaluate(async () => {
    const found = await navigator.serviceWorker.getRegistration("/embed");
    await found.update();
    const coming = found.installing;
    if (coming) await new Promise((resolve) => (coming.onstatechange = () => coming.state !== "installing" && resolve()));
    return coming ? coming.state : "none";
  });
}

test("a new build is taken whole or not at all, not under a sitting, and is what opens without a network", async () => {
  const { context, page, place } = await begun();
  await begin(place);
  await choose(place, 1, 2);
  await at(place, 2);
  await atHand(page);
  // Drawn again it is the worker's page.
  await drawn(page);
  await until(() => inFrame(page, () => Boolean(navigator.serviceWorker.controller)).catch(() => false));
  await place.getByText("你上次做到一半").waitFor();
  await button(place, "好，开始吧").click();
  await at(place, 2);
  const next = await nextBuild();
  const [first, second] = [next.old, next.version].map((version) => `qinghe-embed-${version}`);
  const names = async () => Object.keys(await shelves(page)).toSorted();
  assert.deepEqual(await names(), [first]);

  // The gateway in the middle of it: all is there but the page, then all but one file of it.
  await next.worker();
  await next.script();
  assert.equal(await look(page), "redundant");
  await next.page();
  await next.without();
  assert.equal(await look(page), "redundant");
  assert.deepEqual(await names(), [first], "nothing is left of what was not taken");
  // Whole now. It waits, and the sitting goes on as it was.
  await next.script();
  assert.equal(await look(page), "installed");
  assert.deepEqual(await names(), [first, second]);
  await choose(place, 2, 1);
  await at(place, 3);
  assert.equal(await build(page), "first");
  assert.equal((await worker(page)).waiting, true);

  // The next visit is the new build's, and then the old shelf is empty for good.
  await open(page, stack);
  await until(async () => (await names().catch(() => [])).join() === second);
  assert.equal(await build(page), "next");
  const token = await stack.token("student-15");
  await context.setOffline(true);
  await stack.stopGateway();
  const alone = await drawn(page, token);
  await alone.getByText("你上次做到一半").waitFor();
  assert.equal(await build(page), "next");
  await button(alone, "好，开始吧").click();
  await at(alone, 3);
  await button(alone, "上一题").click();
  assert.equal(await alone.locator(".option").nth(1).getAttribute("aria-pressed"), "true");
  await stack.startGateway();
  await context.close();
});
