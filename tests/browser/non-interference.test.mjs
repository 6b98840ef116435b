// Two students with different responses look the same from outside: to the network, to the host page's
// scripts, in storage, in the address bar. Compared over seeded pairs with the same tier and with different ones.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Desk } from "./desk.mjs";
import { at, begin, button, launch, open } from "./people.mjs";
import { lookAt, lookFromHost, noteEverything } from "./observer.mjs";
import { Stack } from "./stack.mjs";

const PAIRS_PER_TIER = 5;
const LANES = 3;
const RESULT = {
  routine: "这两周总体还不错",
  watch: "这两周有点吃力",
  priority: "值得和心理老师当面聊一聊",
  urgent: "你现在需要有人陪，我们一起找人",
  unclear: "这次可能没选准",
};
const TIERS = Object.keys(RESULT);
const SKIP = -1;

// Mulberry32 (Ettinger 2017): the same sheets on every run.
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

// The published cuts (Kroenke 2001; Spitzer 2006) and the battery's policy, written once more by hand.
function tierOf(sheet) {
  const [first, second] = [sheet.slice(0, 9), sheet.slice(9)];
  if (sheet[8] > 0) return "urgent";
  if (first.filter((value) => value === SKIP).length > 2) return "unclear";
  const sum = (values) => values.reduce((all, value) => all + value, 0);
  const [mood, worry] = [sum(first), sum(second)];
  if (mood >= 15 || worry >= 15 || (mood >= 10 && worry >= 10)) return "priority";
  return mood >= 10 || worry >= 10 ? "watch" : "routine";
}

function sheetFor(tier, next) {
  for (;;) {
    const high = 1 + Math.floor(next() * 4);
    const sheet = Array.from({ length: 16 }, () => Math.floor(next() * high));
    if (tier !== "urgent") sheet[8] = 0;
    if (tier === "unclear") for (const item of [0, 2, 4, 6]) sheet[item] = SKIP;
    if (tierOf(sheet) === tier) return sheet;
  }
}

class Lane {
  static async open() {
    const lane = new Lane();
    // A slot longer than a sitting: whether one falls inside a run must not hang on this machine's speed.
    lane.stack = await Stack.start({ slotSeconds: 60, recorded: true });
    lane.browser = await launch();
    const desk = await Desk.setUp(lane.browser, lane.stack);
    // The counsellor's browser asks all the time; what it asks is not the students'.
    await desk.context.close();
    await lane.take();
    return lane;
  }

  async close() {
    await this.browser?.close();
    await this.stack?.stop();
  }

  async take() {
    const [portal, gateway] = await Promise.all(this.stack.recorders.map((recorder) => recorder.take()));
    // A browser asks for the picture in its tab whenever it likes, even for a page it is leaving.
    const own = (one) => one.url !== "/favicon.ico";
    return { portal: portal.filter(own), gateway: gateway.filter(own) };
  }

  // One whole sitting, watched from everywhere outside. Until item 1 nothing is answered, and parallel
  // downloads may overtake each other; from there on the order counts.
  async sit(sheet, tier) {
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 1100 } });
    await context.addInitScript(noteEverything);
    const page = await context.newPage();
    const heard = [];
    page.on("console", (message) => heard.push(message.text()));
    const place = await open(page, this.stack);
    await begin(place);
    await at(place, 1);
    await this.stack.recorders[1].answered("/v1/envelopes");
    const before = await this.take();
    await page.evaluate(() => window.notes.push("first item"));
    for (const [nth, value] of sheet.entries()) {
      await at(place, nth + 1);
      await (value === SKIP ? button(place, "这一题不想选") : place.locator(".option").nth(value)).click();
      if (nth === 8 && value > 0) await button(place, "我看过了，接着往下").click();
    }
    await button(place, "看看我的结果").click();
    await place.getByText(RESULT[tier]).waitFor();
    await button(place, "收起结果").click();
    await page.waitForFunction(() => window.notes.some((note) => note.startsWith("qinghe-finished")));
    const inside = page.frames().find((frame) => frame.url().startsWith(this.stack.gateway));
    const host = await lookFromHost(page);
    const first = host.notes.indexOf("first item");
    const trace = { host, hostPlaces: await lookAt(page.mainFrame()), inside: await lookAt(inside), heard };
    trace.notesBefore = host.notes.slice(0, first).sort();
    host.notes = host.notes.slice(first);
    await page.goto("about:blank");
    trace.before = { portal: before.portal.map(line).sort(), gateway: before.gateway.map(line).sort() };
    const after = await this.take();
    trace.after = { portal: after.portal.map(line), gateway: after.gateway.map(line) };
    const envelopes = [before, after].flatMap(({ gateway }) => gateway).filter((one) => one.url === "/v1/envelopes");
    // Version, suite and key id stand in the clear.
    trace.prefixesAlike = new Set(envelopes.map((one) => one.body.subarray(0, 10).toString("hex"))).size === 1;
    await context.close();
    return this.named(trace);
  }

  // The same places under the same names in every lane, and tokens and dates by their length.
  named(trace) {
    const text = JSON.stringify(trace)
      .replaceAll(this.stack.portal, "PORTAL")
      .replaceAll(this.stack.gateway, "GATEWAY")
      .replaceAll(new URL(this.stack.portal).host, "PORTAL")
      .replaceAll(new URL(this.stack.gateway).host, "GATEWAY")
      .replace(/ey[\w-]+\.[\w-]+\.[\w-]+/g, (token) => `TOKEN of ${token.length}`)
      .replace(/\b[0-9a-f]{32}:/g, "ROW:");
    return JSON.parse(text);
  }
}

// What a network sees of one request and its answer, in one line.
function line(one) {
  const pairs = (list) => Array.from({ length: list.length / 2 }, (_, nth) => [list[2 * nth].toLowerCase(), list[2 * nth + 1]]);
  const headers = (list = []) => pairs(list).map(([name, value]) => `${name}: ${name === "date" ? "…" : value}`);
  const { to, method, url, length, status, answerLength } = one;
  return JSON.stringify({ to, method, url, headers: headers(one.headers), length, status, answerHeaders: headers(one.answerHeaders), answerLength });
}

// On a small phone the student scrolls the portal's page to reach the options, and the portal sees where it stands.
test("the page around does not move when the help card comes instead of the next item", async () => {
  const lane = await Lane.open();
  const moved = [];
  for (const value of [0, 1]) {
    const context = await lane.browser.newContext({ viewport: { width: 360, height: 500 }, isMobile: true, hasTouch: true });
    await context.addInitScript(noteEverything);
    const page = await context.newPage();
    const place = await open(page, lane.stack);
    await begin(place);
    for (let position = 1; position <= 8; position += 1) {
      await at(place, position);
      await place.locator(".option").first().click();
    }
    await at(place, 9);
    await page.evaluate(() => window.scrollTo(0, 600));
    await page.waitForTimeout(300);
    await page.evaluate(() => window.notes.push("pressed"));
    // Pressed from inside, because the driver scrolls before it clicks.
    await place.locator(".option").nth(value).evaluate((option) => option.click());
    await (value ? place.locator(".help").waitFor() : at(place, 10));
    await page.waitForTimeout(300);
    const { notes, scroll } = await lookFromHost(page);
    moved.push({ notes: notes.slice(notes.indexOf("pressed")), scroll });
    await context.close();
  }
  await lane.close();
  assert.deepEqual(moved[0], moved[1]);
  assert.equal(moved[0].scroll[1], 600);
});

describe("non-interference in the iframe mount", () => {
  let lanes = [];
  const traces = new Map(TIERS.map((tier) => [tier, []]));

  before(async () => {
    lanes = await Promise.all(Array.from({ length: LANES }, () => Lane.open()));
    const next = random(20261124);
    const work = TIERS.flatMap((tier) => {
      const sheets = new Map();
      while (sheets.size < PAIRS_PER_TIER * 2) {
        const sheet = sheetFor(tier, next);
        sheets.set(sheet.join(), { tier, sheet });
      }
      return Array.from(sheets.values());
    });
    await Promise.all(
      lanes.map(async (lane) => {
        for (let job = work.shift(); job; job = work.shift()) {
          traces.get(job.tier).push({ sheet: job.sheet, trace: await lane.sit(job.sheet, job.tier) });
        }
      }),
    );
  });
  after(() => Promise.all(lanes.map((lane) => lane.close())));

  test("the observer sees what it should: three envelopes of one length, two events, sealed rows", () => {
    const { trace } = traces.get("urgent")[0];
    const envelopes = [...trace.before.gateway, ...trace.after.gateway].map((one) => JSON.parse(one)).filter((one) => one.url === "/v1/envelopes");
    assert.equal(envelopes.length, 3, "at consent, at the end, and when the page goes");
    for (const { length, status, answerLength } of envelopes) assert.deepEqual([length, status, answerLength], [2048, 200, 60]);
    const events = [...trace.notesBefore, ...trace.host.notes].filter((note) => note.startsWith("qinghe-"));
    assert.deepEqual(events.map((note) => note.split(" ")[0]), ["qinghe-ready", "qinghe-finished"]);
    assert.ok(trace.notesBefore.length > 20, "the notes hold the ordinary events too");
    assert.equal(trace.inside.rows.length, 3, trace.inside.rows.join());
    assert.ok(trace.prefixesAlike);
  });

  for (const tier of TIERS) {
    test(`${PAIRS_PER_TIER} pairs with tier ${tier} and different responses`, () => {
      const all = traces.get(tier);
      assert.equal(all.length, PAIRS_PER_TIER * 2);
      for (let nth = 0; nth < all.length; nth += 2) {
        assert.notDeepEqual(all[nth].sheet, all[nth + 1].sheet);
        assert.deepEqual(all[nth].trace, all[nth + 1].trace, `${all[nth].sheet} against ${all[nth + 1].sheet}`);
      }
    });
  }

  test("pairs with different tiers", () => {
    for (const [nth, one] of TIERS.entries()) {
      for (const other of TIERS.slice(nth + 1)) {
        assert.deepEqual(traces.get(one)[0].trace, traces.get(other)[0].trace, `${one} against ${other}`);
      }
    }
  });
});
