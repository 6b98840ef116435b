// Two students with different responses look the same from outside: to the network, to the worst page around,
// to a session recorder, to a neighbour at the end, in storage, in the address bar. Compared over seeded sheets
// with the same tier and with different ones; the same watchers on the inline mount show that they are not blind.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { at, begin, open } from "./people.mjs";
import { lookFromHost, noteEverything } from "./observer.mjs";
import { TIERS, sheets } from "./sheets.mjs";
import { Lane, NOISY, exact, separable, wording } from "./watched.mjs";

// A long run, for a night: QINGHE_LONG=1.
const EACH = process.env.QINGHE_LONG ? 40 : 4;
const LANES = 3;
// So many channels must light up on the inline mount, or the watchers are broken.
const LIGHTS = 14;

// On a small phone the student scrolls the portal's page to reach the options, and the portal sees where it stands.
test("the page around does not move when the help card comes instead of the next item", async (t) => {
  const lane = await Lane.open();
  // Or a test that fails would keep its file, and so all journeys, from ending.
  t.after(() => lane.close());
  const moved = [];
  for (const value of [0, 1]) {
    const context = await lane.browser.newContext({ viewport: { width: 360, height: 500 }, isMobile: true, hasTouch: true });
    await context.addInitScript(noteEverything);
    const page = await context.newPage();
    const place = await open(page, lane.stack);
    await begin(place);
    // Pressed from inside, because the driver scrolls before it clicks, and may then meet what is no longer there.
    const press = (option) => place.locator(".option").nth(option).evaluate((found) => found.click());
    for (let position = 1; position <= 8; position += 1) {
      await at(place, position);
      await press(0);
    }
    await at(place, 9);
    await page.evaluate(() => window.scrollTo(0, 600));
    await page.waitForTimeout(300);
    await page.evaluate(() => window.notes.push("pressed"));
    await press(value);
    await (value ? place.locator(".help").waitFor() : at(place, 10));
    await page.waitForTimeout(300);
    const { notes, scroll } = await lookFromHost(page);
    moved.push({ notes: notes.slice(notes.indexOf("pressed")), scroll });
    await context.close();
  }
  assert.deepEqual(moved[0], moved[1]);
  assert.equal(moved[0].scroll[1], 600);
});

describe("non-interference", () => {
  let lanes = [];
  let words = [];
  const frame = new Map(TIERS.map((tier) => [tier, []]));
  const inline = { routine: [], urgent: [] };

  before(async () => {
    words = await wording();
    lanes = await Promise.all(Array.from({ length: LANES }, () => Lane.open()));
    const all = sheets(EACH, 20261124);
    const work = all.map((one) => ({ ...one, mount: "frame" }));
    // The same sheet again and again: what differs then is noise, and what does not is a channel.
    for (const tier of Object.keys(inline)) work.push(...Array(2).fill({ ...all.find((one) => one.tier === tier), mount: "inline" }));
    await Promise.all(
      lanes.map(async (lane) => {
        for (let job = work.shift(); job; job = work.shift()) {
          const into = job.mount === "frame" ? frame.get(job.tier) : inline[job.tier];
          into.push({ sheet: job.sheet, ...(await lane.sit(job)) });
        }
      }),
    );
  });
  after(() => Promise.all(lanes.map((lane) => lane.close())));

  const everyone = () => TIERS.flatMap((tier) => frame.get(tier).map((one) => ({ tier, ...one })));

  test("the watchers see what they should: three envelopes of one length, two events, sealed rows", () => {
    const { trace } = frame.get("urgent")[0];
    const envelopes = [...trace.before.gateway, ...trace.after.gateway].map((one) => JSON.parse(one)).filter((one) => one.url === "/v1/envelopes");
    assert.equal(envelopes.length, 3, "at consent, at the end, and when the page goes");
    for (const { length, status, answerLength } of envelopes) assert.deepEqual([length, status, answerLength], [2048, 200, 60]);
    assert.deepEqual(trace.spied["H06 custom events"], ["qinghe-finished null true"]);
    assert.equal(trace.spied["H10 messages"].length, 1, "after the first item there is one message");
    assert.equal(trace.inside.rows.length, 3, trace.inside.rows.join());
    assert.ok(trace.prefixesAlike);
    assert.ok(Object.keys(trace.spied).length > 20, Object.keys(trace.spied).join());
  });

  for (const tier of TIERS) {
    test(`${EACH} sheets with tier ${tier} and different responses`, () => {
      const [first, ...others] = frame.get(tier);
      assert.equal(others.length, EACH - 1);
      for (const other of others) {
        assert.notDeepEqual(first.sheet, other.sheet);
        assert.deepEqual(exact(other.trace), exact(first.trace), `${other.sheet} against ${first.sheet}`);
      }
    });
  }

  test("different tiers", () => {
    const [[first]] = TIERS.map((tier) => frame.get(tier));
    for (const { tier, sheet, trace } of everyone()) assert.deepEqual(exact(trace), exact(first.trace), `${tier}: ${sheet}`);
  });

  test("moments, which hang on the machine, tell no tier from the others", () => {
    for (const tier of TIERS) {
      const spied = (wanted) => everyone().filter((one) => (one.tier === tier) === wanted).map(({ trace }) => trace.spied);
      assert.deepEqual(separable(spied(true), spied(false)).filter((channel) => NOISY.includes(channel)), [], tier);
    }
  });

  test("the session recorder and the page's accessibility tree end at the frame", () => {
    for (const { tier, whole, trace } of everyone()) {
      assert.deepEqual(words.filter((word) => whole.includes(word)), [], tier);
      const tree = trace.spied["A04 accessibility"].join("\n");
      assert.match(tree, /Iframe 青禾心理健康/);
      assert.deepEqual(words.filter((word) => tree.includes(word)), [], tier);
    }
    const { whole, trace } = inline.urgent[0];
    assert.ok(words.filter((word) => whole.includes(word)).length > 15, "inline, the recorder reads every item");
    assert.match(trace.spied["A04 accessibility"].join("\n"), /做完了，谢谢你/);
  });

  test("inline, the same watchers tell a routine sitting from an urgent one in many channels", () => {
    const [one, other] = Object.values(inline).map((group) => group.map(({ trace }) => trace.spied));
    const lights = separable(one, other);
    assert.ok(lights.length >= LIGHTS, lights.join(", "));
    for (const channel of ["H01 pointer", "H02 keys", "H03 input", "H17 find", "H30 session replay"]) assert.ok(lights.includes(channel), channel);
  });

  test("nothing about the result is announced unasked, and the end has the same stops for everybody", () => {
    for (const { tier, trace } of everyone()) {
      assert.deepEqual(words.filter((word) => trace.end.announced.join().includes(word)), [], tier);
      assert.ok(trace.end.stops.length > 3, tier);
    }
  });
});
