// How long the frames of each rhythm are on a phone that is six times slower: from the trace of the compositor, not from a
// script's own clock. `node tests/browser/training-frames.mjs [an exercise's id …]`. Not among the
// journeys: on a busy machine every frame can be late.
import { fileURLToPath } from "node:url";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { launch } from "./people.mjs";
import { ROOT, Stack } from "./stack.mjs";
import { Trainee, forward, titleOf } from "./training.mjs";

const SLOWER = 6;
const SECONDS = 7;
// After the first second no frame may take longer, in milliseconds.
export const LONGEST = 50;
// Other work on this machine may hold a frame up; the rhythm itself would do so every time.
const TRIES = 12;
const FRAMES = ["disabled-by-default-devtools.timeline.frame", "devtools.timeline.frame", "devtools.timeline"];

// Exercises in which a rhythm comes without minutes of waiting before it.
async function rhythms() {
  const found = [];
  for (const id of await readdir(join(ROOT, "exercises"))) {
    const text = await readFile(join(ROOT, "exercises", id, "exercise.toml"), "utf8").catch(() => "");
    const first = ["pacer", "wave"].map((kind) => [text.indexOf(`kind = "${kind}"`), kind]).filter(([at]) => at >= 0).sort(([a], [b]) => a - b)[0];
    if (first?.[1] === "pacer") found.push(id);
  }
  return found;
}

// Milliseconds between drawn frames, the first second left out.
async function drawn(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  await session.send("Tracing.start", { traceConfig: { includedCategories: FRAMES }, transferMode: "ReportEvents" });
  await page.waitForTimeout(SECONDS * 1000);
  const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.end");
  await complete;
  await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  await session.detach();
  const times = events.filter(({ name }) => name === "DrawFrame").map(({ ts }) => ts / 1000).sort((a, b) => a - b);
  const from = times[0] + 1000;
  return times.map((time, nth) => [time, time - times[nth - 1]]).filter(([time]) => time > from).map(([, took]) => took);
}

// For each rhythm the longest frame of the best try, and how many frames there were.
export async function frames(browser, stack, only = []) {
  const results = [];
  for (const id of (await rhythms()).filter((one) => !only.length || only.includes(one))) {
    const trainee = await Trainee.visit(browser, stack, { clock: false, query: "&stage=P" });
    const { page } = trainee;
    let variant = "P";
    let title = await titleOf(id, "zh-Hans", variant).catch(() => undefined);
    await trainee.settled();
    if (!title || !(await page.getByText(title, { exact: true }).count())) {
      variant = "J";
      title = await titleOf(id, "zh-Hans", variant);
      await page.goto(trainee.address.replace("stage=P", "stage=J"));
      await page.locator("summary").last().click();
      await page.getByRole("button", { name: "换一个年级" }).click();
      await page.locator(".option").nth(2).click();
      await page.getByText(title, { exact: true }).first().waitFor();
    }
    await page.locator(".room", { has: page.getByText(title, { exact: true }) }).first().click();
    await page.getByRole("button", { name: "开始", exact: true }).click();
    for (let step = 0; step < 30 && !(await page.locator(".breath").count()); step += 1) await forward(trainee);
    // A rhythm that moves the body stands still while one gets ready.
    await page.getByText("准备好，马上开始", { exact: true }).first().waitFor({ state: "detached" });
    let best;
    for (let attempt = 0; attempt < TRIES && !(best?.longest <= LONGEST); attempt += 1) {
      const took = (await drawn(page)).sort((a, b) => a - b);
      const now = { id, frames: took.length, longest: took.at(-1) ?? Infinity, usual: took[Math.floor(took.length * 0.95)] ?? Infinity };
      if (!best || now.longest < best.longest) best = now;
    }
    results.push(best);
    await trainee.context.close();
  }
  return results;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const stack = await Stack.start();
  const browser = await launch();
  try {
    const all = await frames(browser, stack, process.argv.slice(2));
    for (const { id, frames: count, longest, usual } of all) {
      console.log(`${id.padEnd(28)} ${String(count).padStart(4)} frames, 95 % within ${usual.toFixed(1)} ms, longest ${longest.toFixed(1)} ms`);
    }
    const slow = all.filter(({ longest, frames: count }) => longest > LONGEST || count < 100);
    if (slow.length) throw new Error(`frames over ${LONGEST} ms, or too few, in every try: ${slow.map(({ id }) => id).join(", ")}`);
  } finally {
    await browser.close();
    await stack.stop();
  }
}
