// A host that asks for `offline`: the element stays at hand behind the consent, on devices that are not shared; a whole sitting
// without a network, whose message goes out when there is one; an update that never mixes two versions.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ZERO, answer, at, begin, button, delivered, open } from "./people.mjs";
import { setting, stack, student } from "./setting.mjs";

setting({ slotSeconds: 1, recorded: true, deskOpen: false });

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

async function until(check) {
  for (let tries = 0; tries < 300; tries += 1) {
    const found = await check();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("it did not come about");
}

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
  await alone.locator(".delivery").getByText("现在连不上网络，消息还没有送出去。").waitFor({ timeout: 15000 });
  await stack.startGateway();
  await context.setOffline(false);
  await delivered(alone);
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

test("an update is taken whole, or not at all, and not under a page that stands", async () => {
  const { context, page, place } = await begun();
  await begin(place);
  await at(place, 1);
  await atHand(page);
  // Drawn again it is the worker's page.
  await drawn(page);
  await until(() => inFrame(page, () => Boolean(navigator.serviceWorker.controller)).catch(() => false));
  await until(() => frames(page, "/offline").length);
  const [old] = Object.keys(await shelves(page));
  const answered = await fetch(`http://127.0.0.1:${stack.gatewayPort}/offline-worker.js`);
  const script = await answered.text();
  const frame = script.match(/\/m\/frame-[0-9a-f]+\.js/)[0];
  const headers = Object.fromEntries(["content-type", "content-security-policy", "cache-control"].map((name) => [name, answered.headers.get(name)]));
  const serve = (body) => gateway().own.set("/offline-worker.js", { headers, body });
  // From the page that registers: the element's own may start no worker.
  const update = async () =>
    frames(page, "/offline")[0].evaluate(async () => {
      const found = await navigator.serviceWorker.getRegistration("/embed");
      const why = await found.update().then(() => "", String);
      const coming = found.installing;
      if (coming) await new Promise((resolve) => (coming.onstatechange = () => coming.state !== "installing" && resolve()));
      return [why, coming && coming.state, Boolean(found.waiting), found.active.state, Boolean(navigator.serviceWorker.controller)].join();
    });
  const other = script.replaceAll(old.slice(-16), "f".repeat(16));
  assert.notEqual(other, script);
  // The worker of the next version while the page is still that of this one.
  serve(other.replaceAll(frame, frame.replace(/[0-9a-f]{16}/, "e".repeat(16))));
  console.log('DEBUG2', await update(), await shelves(page).then(Object.keys));
  assert.deepEqual(Object.keys(await shelves(page)), [old]);
  assert.equal((await worker(page)).waiting, false);
  // A whole one: it waits until nobody uses the old one any more.
  serve(other);
  console.log('DEBUG2', await update(), await shelves(page).then(Object.keys));
  assert.equal((await worker(page)).waiting, true);
  assert.deepEqual(Object.keys(await shelves(page)).toSorted(), [old, `qinghe-embed-${"f".repeat(16)}`].toSorted());
  await page.goto("about:blank");
  await open(page, stack);
  await until(async () => Object.keys(await shelves(page)).join() === `qinghe-embed-${"f".repeat(16)}`);
  gateway().own.clear();
  await context.close();
});
