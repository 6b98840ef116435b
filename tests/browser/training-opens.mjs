// How long the training page takes to open when everything of it is at hand already: from the navigation to the menu on the
// glass. `node tests/browser/training-opens.mjs`. Not among the journeys: on a busy machine everything takes longer.
import { cpus, loadavg } from "node:os";
import { launch } from "./people.mjs";
import { SLOW, VIEWPORT, throttled } from "./measured.mjs";
import { Stack } from "./stack.mjs";

const RUNS = 7;
// The aim, in milliseconds.
const AIM = 1000;
// The gateway and the worker of the page are never throttled, as Chromium's throttle reaches the page alone.
const PROFILES = {
  "as the machine is": undefined,
  "CPU 6×": { ...SLOW, network: { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 } },
  "CPU 6×, 1.6 Mbit/s, 150 ms": SLOW,
};

// Runs in the page: notes when the menu with its exercises is painted, not only built.
function look() {
  if (document.querySelectorAll("main .room").length > 3) {
    requestAnimationFrame(() => setTimeout(() => (window.opened = performance.now())));
  } else {
    setTimeout(look, 4);
  }
}

async function opened(context, address, profile) {
  const page = await context.newPage();
  await page.addInitScript(look);
  await throttled(page, profile);
  await page.goto(address, { waitUntil: "commit" });
  const took = await page.waitForFunction(() => window.opened, undefined, { polling: 50 }).then((handle) => handle.jsonValue());
  await page.close();
  return took;
}

// Times of `RUNS` openings; the first one after filling is left out.
async function warm(browser, stack, profile) {
  const context = await browser.newContext({ viewport: VIEWPORT });
  const address = `${stack.gateway}/training?lang=zh-Hans&stage=J`;
  const page = await context.newPage();
  await page.goto(address);
  await page.locator("main .room").nth(3).waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForLoadState("networkidle");
  await page.close();
  const times = [];
  for (let run = 0; run <= RUNS; run += 1) times.push(await opened(context, address, profile));
  await context.close();
  return times.slice(1).sort((a, b) => a - b);
}

const stack = await Stack.start();
const browser = await launch();
try {
  const load = () => loadavg().map((one) => one.toFixed(1)).join(", ");
  console.log(`${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0].model.trim()}, Chromium ${browser.version()}, Node ${process.version}; load ${load()} before\n`);
  console.log("| | median | least | most |\n|---|--:|--:|--:|");
  const slow = [];
  for (const [name, profile] of Object.entries(PROFILES)) {
    const times = await warm(browser, stack, profile);
    const middle = times[Math.floor(RUNS / 2)];
    if (middle > AIM) slow.push(name);
    console.log(`| ${name} | ${[middle, times[0], times.at(-1)].map((one) => `${one.toFixed(0)} ms`).join(" | ")} |`);
  }
  console.log(`\nload ${load()} after; ${slow.length ? `over ${AIM} ms: ${slow.join("; ")}` : `all under ${AIM} ms`}`);
} finally {
  await browser.close();
  await stack.stop();
}
