// One visit of one page in a browser that has never seen it: when its first item can be used, how long a press takes, what the
// page holds then.
import { ON_THE_WAY, VIEWPORT, held, hurry, sayer, throttled, untilItem } from "../browser/measured.mjs";

// Runs in every frame before the page: counts the tasks that hold it up.
function count() {
  const { marks } = window;
  marks.long = [];
  try {
    new PerformanceObserver((list) => marks.long.push(...list.getEntries().map(({ startTime, duration }) => ({ from: performance.timeOrigin + startTime, duration })))).observe({ type: "longtask", buffered: true });
  } catch {
    // A browser without this counts none, and says so by `undefined`.
    marks.long = undefined;
  }
}

// From a press to what follows on the glass, in milliseconds: the next item, or, where all items stand at once, the mark that
// the press was taken. Always the last option, so that totals change. Gives the times, and the items that were shown where one is shown at a time.
async function presses({ most, pause }) {
  const root = document.querySelector("#place")?.shadowRoot || document;
  const stem = () => (root.querySelector(".item") || root.querySelector("main")).textContent;
  const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const times = [];
  const stems = [];
  const groups = new Map();
  root.querySelectorAll("input[type=radio]").forEach((radio) => groups.set(radio.name, radio));
  // So that it is compiled before it measures: that is none of the page's work.
  await painted();
  const all = groups.size ? [...groups.values()] : undefined;
  for (let n = 0; n < (all ? all.length : most); n += 1) {
    const target = all ? all[n] : [...root.querySelectorAll(".option")].pop();
    if (!all) stems.push(stem());
    const began = performance.now();
    target.click();
    await painted();
    if (!all && stem() === stems[n]) throw new Error(`after press ${n + 1} the same item stands: ${stems[n]}`);
    times.push(performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return { times, stems, pressed: times.length };
}

// What the page holds after a collection: script, DOM and buffers, and the Wasm memory within the last.
async function memoryOf(session) {
  const { metrics, wasm } = await held(session);
  const { usedSize, embedderHeapUsedSize = 0, backingStorageSize = 0 } = await session.send("Runtime.getHeapUsage");
  return { script: usedSize, dom: embedderHeapUsedSize, buffers: Math.max(backingStorageSize, wasm), wasm, nodes: metrics.Nodes };
}

// `before(page)`: what happens first and is not measured. `profile`: how slow, or nothing. `most`: presses at most; `pause`: milliseconds
// between two.
export async function visit(browser, address, { profile, before = async () => {}, most = 8, pause = 30, patience = 60000 } = {}) {
  const context = await browser.newContext({ viewport: VIEWPORT });
  try {
    const page = await context.newPage();
    const loaded = [];
    page.on("requestfinished", (request) => loaded.push(request));
    await before(page);
    loaded.length = 0;
    await page.addInitScript(sayer);
    await page.addInitScript(count);
    await page.addInitScript(hurry, ON_THE_WAY);
    const session = await throttled(page, profile);
    const { frame, start } = await untilItem(page, address, patience);
    const item = await frame.evaluate(() => window.marks.item);
    const asked = [...loaded];
    const bodies = await Promise.all(asked.map(async (request) => ({ url: request.url(), bytes: (await request.sizes()).responseBodySize })));
    const { times, stems, pressed } = await frame.evaluate(presses, { most, pause });
    await page.waitForTimeout(500);
    const long = await frame.evaluate((from) => window.marks.long?.filter((task) => task.from > from).map(({ duration }) => duration), item);
    const memory = await memoryOf(session);
    // The demo portal notes which events came; that answer has no body.
    const files = bodies.filter(({ url }) => !/favicon|\/heard$/.test(url));
    return { item: item - start, times, stems, pressed, long, memory, files };
  } finally {
    await context.close();
  }
}
