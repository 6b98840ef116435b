// What every measuring visit shares: the window of a phone, a slow phone on a slow line, and what a page holds.
export const VIEWPORT = { width: 360, height: 740 };
export const SLOW = { cpu: 6, network: { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 } };

// The upper one of two in the middle.
export const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

// A session with `page`, which is as slow as `profile` says, or as the machine is.
export async function throttled(page, profile) {
  const session = await page.context().newCDPSession(page);
  if (profile) {
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", profile.network);
    await session.send("Emulation.setCPUThrottlingRate", { rate: profile.cpu });
  }
  return session;
}

// What a page says on its console once its first item is on the glass.
const WORD = "first item";

// For `addInitScript`: gives every frame `marks.there()`, which notes the time of the first item and says so.
export const sayer = `window.marks = { there() { this.item = performance.timeOrigin + performance.now(); console.debug(${JSON.stringify(WORD)}); } };`;

// The element's screens before item 1, and what can be chosen there; a form of nine items at once has no such buttons.
export const ON_THE_WAY = { next: ".screen .actions .main", item: ".option, input[type=radio]" };

// For `addInitScript`, behind the sayer: presses the button before item 1 in every frame as soon as it is on the glass, since nobody
// presses what cannot be seen, and notes item 1 in the same way. Nothing asks the page again and again meanwhile. `next` and `item` are
// selectors.
export function hurry({ next, item }) {
  const { marks } = window;
  const place = () => document.querySelector("#place")?.shadowRoot || document;
  const shown = (found) => found && found.getBoundingClientRect().height > 0;
  let waits = false;
  let over = false;
  const look = () => {
    if (waits || over || !place().querySelector(`${next}, ${item}`)) return;
    waits = true;
    requestAnimationFrame(() => setTimeout(act));
  };
  const act = () => {
    waits = false;
    const found = place().querySelector(item);
    if (shown(found) || shown(found?.closest("label, .option, li, div"))) {
      over = true;
      marks.there();
      return;
    }
    const press = place().querySelector(next);
    if (press) {
      marks.screen = marks.screen || performance.timeOrigin + performance.now();
      press.click();
    }
    // Built and without a height yet, it may come without another node.
    if (found) look();
  };
  const watch = (root) => new MutationObserver(look).observe(root, { childList: true, subtree: true });
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function (how) {
    const root = attachShadow.call(this, how);
    watch(root);
    return root;
  };
  watch(document);
}

// Goes to `address` and waits until a frame has said so; gives the frame, and when the page began. Until then nothing is asked of the
// page: what asks it from outside brings a script of its own, whose work on a slow phone's thread was counted as the page's.
export async function untilItem(page, address, patience) {
  const saying = page.waitForEvent("console", { predicate: (said) => said.text() === WORD, timeout: patience });
  // Where `goto` fails, that is what is told.
  saying.catch(() => {});
  await page.goto(address, { waitUntil: "commit", timeout: patience });
  await saying.catch(async () => {
    throw new Error(`no item after ${patience} ms at ${page.url()}: ${(await page.locator("body").innerText()).slice(0, 200)}`);
  });
  const start = await page.evaluate(() => performance.timeOrigin);
  for (const frame of page.frames()) if (await frame.evaluate(() => window.marks?.item).catch(() => undefined)) return { frame, start };
  throw new Error(`a frame of ${page.url()} has said that its item is there, and is gone`);
}

// After a collection: the browser's counts by name, and the bytes of every Wasm memory together.
export async function held(session) {
  await session.send("Performance.enable");
  await session.send("HeapProfiler.collectGarbage");
  const { metrics } = await session.send("Performance.getMetrics");
  const { result: prototype } = await session.send("Runtime.evaluate", { expression: "WebAssembly.Memory.prototype" });
  const { objects } = await session.send("Runtime.queryObjects", { prototypeObjectId: prototype.objectId });
  const sum = { functionDeclaration: "function () { return this.reduce((all, one) => all + one.buffer.byteLength, 0); }" };
  const { result } = await session.send("Runtime.callFunctionOn", { ...sum, objectId: objects.objectId, returnByValue: true });
  return { metrics: Object.fromEntries(metrics.map(({ name, value }) => [name, value])), wasm: result.value };
}
