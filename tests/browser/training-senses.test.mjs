// What is felt and seen: vibration, the screen that stays on, pictures. Calls are recorded at the browser's edge, when the page
// makes them; whether a phone then shakes or stays bright is the phone's.
import assert from "node:assert/strict";
import { test } from "node:test";
import { browser, ground, stack } from "./setting.mjs";
import { Trainee, through } from "./training.mjs";

ground();

const done = async (trainee) => assert.deepEqual(await trainee.end(), []);

// What a phone has: it can vibrate, and holds a screen on until told otherwise or until its page is hidden.
function record() {
  window.asked = { buzz: [], wake: [] };
  const put = (name, value) => Object.defineProperty(navigator, name, { value, configurable: true });
  put("vibrate", (ms) => window.asked.buzz.push(ms));
  put("wakeLock", {
    async request(kind) {
      window.asked.wake.push(kind);
      const lock = new EventTarget();
      lock.release = async () => {
        if (lock.gone) return;
        lock.gone = true;
        window.asked.wake.push("released");
        lock.dispatchEvent(new Event("release"));
      };
      document.addEventListener("visibilitychange", () => document.hidden && lock.release());
      return lock;
    },
  });
}

// What a browser without either has. Deleting them from the prototype makes `in` say no.
function lack() {
  for (const name of ["vibrate", "wakeLock"]) delete Navigator.prototype[name];
}

const asked = (trainee) => trainee.page.evaluate(() => window.asked);
const hide = (page, hidden) =>
  page.evaluate((value) => {
    Object.defineProperty(document, "hidden", { value, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);

async function phone(script) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
  await context.addInitScript(script);
  return Trainee.visit(context, stack);
}

async function upToTheRhythm(trainee) {
  await trainee.open("慢呼吸");
  await trainee.press("都没有，开始吧");
  await trainee.next();
  await trainee.pick("明天考试，翻来覆去静不下来");
  await trainee.next();
  await trainee.rated(5);
  await trainee.next();
  await trainee.page.locator(".breath").waitFor();
}

test("a phone vibrates with each phase once somebody has switched that on, and not behind a dark screen", async () => {
  const trainee = await phone(record);
  const { page } = trainee;
  await upToTheRhythm(trainee);
  await trainee.wait(25);
  assert.deepEqual((await asked(trainee)).buzz, [], "nobody asked for it");
  await page.getByRole("button", { name: /震动$/ }).click();
  await trainee.wait(20);
  const on = (await asked(trainee)).buzz;
  assert.ok(on.length >= 3 && on.length <= 5 && on.every((ms) => ms === 60), `${on.length} in two breaths of ten seconds`);
  await hide(page, true);
  await trainee.wait(30);
  assert.equal((await asked(trainee)).buzz.length, on.length, "nobody looks");
  await hide(page, false);
  await trainee.press("我回来了");
  await trainee.wait(10);
  const back = (await asked(trainee)).buzz.length;
  assert.ok(back > on.length, "somebody looks again");
  await page.getByRole("button", { name: /震动$/ }).click();
  await trainee.wait(20);
  assert.equal((await asked(trainee)).buzz.length, back, "switched off");
  await done(trainee);
});

test("a finger or a key that taps along puts no phase off", async () => {
  const trainee = await phone(record);
  const { page } = trainee;
  await upToTheRhythm(trainee);
  await page.getByRole("button", { name: /震动$/ }).click();
  await trainee.wait(5);
  const begun = (await asked(trainee)).buzz.length;
  for (let half = 0; half < 40; half += 1) {
    await page.keyboard.press("Shift");
    await trainee.wait(0.5);
  }
  const felt = (await asked(trainee)).buzz.length - begun;
  assert.ok(felt >= 3 && felt <= 5, `${felt} in two breaths of ten seconds`);
  await done(trainee);
});

test("the screen is held on from the start of a run to its end, let go when the page is hidden, and asked for again", async () => {
  const trainee = await phone(record);
  const { page } = trainee;
  await trainee.settled();
  assert.deepEqual((await asked(trainee)).wake, [], "a menu may go dark");
  await upToTheRhythm(trainee);
  const wake = async () => (await asked(trainee)).wake;
  assert.deepEqual(await wake(), ["screen"], "once for the whole run");
  await hide(page, true);
  assert.deepEqual(await wake(), ["screen", "released"]);
  await hide(page, false);
  await trainee.press("我回来了");
  await page.waitForFunction(() => window.asked.wake.length > 2);
  assert.deepEqual(await wake(), ["screen", "released", "screen"]);
  await trainee.press("停下来");
  await trainee.press("不想说，直接走");
  await trainee.heading("停在这里，很好");
  await page.waitForFunction(() => window.asked.wake.length > 3);
  assert.deepEqual(await wake(), ["screen", "released", "screen", "released"]);
  await done(trainee);
});

test("where a browser has neither, nothing is offered and nothing breaks", async () => {
  const trainee = await phone(lack);
  const { page } = trainee;
  assert.deepEqual(await page.evaluate(() => ["vibrate" in navigator, "wakeLock" in navigator]), [false, false]);
  await upToTheRhythm(trainee);
  assert.equal(await page.getByRole("button", { name: /震动$/ }).count(), 0);
  assert.equal(await page.getByRole("button", { name: "滴答声", exact: true }).count(), 1);
  await hide(page, true);
  await hide(page, false);
  await trainee.press("我回来了");
  await trainee.wait(20);
  await page.locator(".breath").waitFor();
  await trainee.press("停下来");
  await trainee.press("不想说，直接走");
  await trainee.heading("停在这里，很好");
  await done(trainee);
});

test("each of the eight moves has a figure of its own, and a body is coloured where somebody points", async () => {
  const trainee = await Trainee.visit(browser, stack);
  const { page } = trainee;
  await trainee.settled();
  const figures = new Set();
  await through(trainee, "e38-baduanjin", async () => {
    for (const figure of await page.locator("main svg.move").all()) figures.add(await figure.innerHTML());
  });
  assert.equal(figures.size, 8);
  const coloured = [];
  await through(trainee, "e07-name-the-feeling", async () => {
    const body = page.locator("main svg.body");
    if (!(await body.count())) return;
    coloured.push(await body.locator(".on").count());
    await page.locator("main .option input").first().click();
    coloured.push(await body.locator(".on").count());
  });
  assert.equal(coloured[0], 0, "nothing is coloured before somebody points");
  assert.ok(coloured[1] > 0);
  await done(trainee);
});
