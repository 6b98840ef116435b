// What a screen reader meets and is told, through the accessibility tree; that nothing moves; and the whole way by keys alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { focused, lines, tree } from "./heard.mjs";
import { button } from "./people.mjs";
import { browser, setting, stack } from "./setting.mjs";
import { until } from "./until.mjs";

setting({ deskOpen: false });

const BAR = ["banner", "text: Qinghe", "button: 中文", "button: I need help now", "status (live polite)", "main"];
const NUMBERS = [
  "list: Numbers you can call now",
  "link: 12356 National psychological help line at least 18 hours a day, around the clock in many cities",
  "link: 12355 Youth service line hours differ by city",
  "link: 110 Police around the clock",
  "link: 120 Ambulance around the clock",
];
const SCREENS = {
  sees: [
    ...BAR,
    "heading: First: who will see what (level 1)",
    "text: At most 16 short items, about 5 minutes. Nothing is right or wrong, and it has nothing to do with marks.",
    "image: Your choices stay inside your device. Only one sealed, rough result goes to the teacher at the school's counselling centre.",
    "term: You",
    "definition",
    "text: see every choice and your result. Your choices stay on this device.",
    "term: The school's counselling centre",
    "definition",
    "text: sees one rough result, such as “all in all fine”. Never what you chose, never a score.",
    "term: Class teacher, parents, classmates, the school website",
    "definition",
    "text: see neither your choices nor the result, only that you finished.",
    "text: There is one case in which the psychology teacher hears earlier: if your choices make us worry about your safety, the teacher gets “please see this student soon”. Still not what you chose.",
    "button: I see",
  ],
  consent: [
    ...BAR,
    "heading: Would you like to do it now? (level 1)",
    "text: It is up to you. Not doing it today changes nothing and needs no reason. You can stop at any point.",
    "checkbox: Also tell the psychology teacher roughly what it is about For example “mood” or “worry”. Not ticked means not sent. (checked false)",
    "checkbox: This is a shared computer Then nothing is kept on it. If the page is closed you start again. (checked false)",
    "button: Yes, let's begin",
    "button: Not today",
  ],
  item: [
    ...BAR,
    "text: 1 of 16",
    "text: Over the last 2 weeks, how often have you been bothered by any of the following problems?",
    "heading: Little interest or pleasure in doing things (level 1)",
    "group: Choose the one that fits best",
    "button: Not at all (pressed false)",
    "button: Several days (pressed false)",
    "button: More than half the days (pressed true)",
    "button: Nearly every day (pressed false)",
    "button: Back (disabled true)",
    "button: I'd rather not say",
    "text: Developed by Drs. Robert L. Spitzer, Janet B.W. Williams, Kurt Kroenke and colleagues, with an educational grant from Pfizer Inc.",
  ],
  help: [
    ...BAR.with(3, "button: Leave this page"),
    "heading: Thank you for telling us (level 1)",
    "text: Thoughts like these mean things are very hard right now. It is not your fault, and you don't have to carry it alone.",
    "heading: Numbers you can call now (level 2)",
    ...NUMBERS,
    "text: If you are not safe now, please go where people are and show this page to an adult.",
    "text: As we said at the start, we are asking the psychology teacher to see you soon. The teacher only learns that, not what you chose.",
    "status (live polite)",
    "text: The message has reached the counselling centre. Nobody has opened it yet. The numbers work now.",
    "button: Next",
    "button: Show this to an adult",
    "button: I have read this, go on",
  ],
  result: [
    ...BAR,
    "heading: All done, thank you (level 1)",
    "text: Thank you for taking time for yourself. These numbers are for any time, for you or for a friend who needs them.",
    ...NUMBERS,
    "button: Hide my result (expanded true)",
    "heading: How these two weeks were (level 2)",
    "text: You need someone with you now; we find someone together",
    "text: Please tell an adult you trust today: family or a teacher. You can call the numbers above right now.",
    "text: This is a small look at yourself. It is not a diagnosis and does not say who you are.",
    "heading: This, and only this, goes to the counselling centre (level 2)",
    "heading: Sent on the way (level 3)",
  ],
};

async function opened(t, options = {}) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, ...options });
  t.after(() => context.close());
  const page = await context.newPage();
  const protocol = await context.newCDPSession(page);
  await protocol.send("Accessibility.enable");
  await page.goto(`${stack.gateway}/embed?battery=mood-and-anxiety&lang=en#t=${await stack.token("student-15")}`);
  await button(page, "I see").waitFor();
  return { page, heard: () => tree(protocol) };
}

// A press, and that the focus is then on a heading which was not there before. The tree follows the page by a moment.
async function pressed(heard, press, title) {
  const before = new Set((await heard()).map(({ id }) => id));
  await press();
  const heading = await until(async () => (await heard()).find(({ role, name }) => role === "heading" && name === title), 30, title);
  const order = await heard();
  assert.deepEqual(focused(order).map(({ role, name }) => `${role}: ${name}`), [`heading: ${title}`]);
  assert.ok(!before.has(heading.id), `${title}: a heading that stood before is not read out`);
  return order;
}

const SECOND = "Feeling down, depressed, or hopeless";
const option = (page, nth) => page.locator(".option").nth(nth);

// From item 1, where the focus is, to the help card after item 9.
async function toHelp(page) {
  for (let position = 2; position <= 9; position += 1) {
    await page.locator(`progress[value="${position}"]`).waitFor();
    if (position < 9) await option(page, 0).click();
  }
}

async function toEnd(page, heard) {
  await page.locator(".help .close .other").click();
  for (let position = 10; position <= 16; position += 1) {
    await page.locator(`progress[value="${position}"]`).waitFor();
    if (position < 16) await option(page, 0).click();
  }
  await pressed(heard, () => option(page, 0).click(), "All done, thank you");
}

test("every screen is read from the top, and each press puts the focus on a heading that was not there", async (t) => {
  const { page, heard } = await opened(t);
  // Messages wait until it was read that they have not arrived.
  let release;
  const released = new Promise((resolve) => (release = resolve));
  await page.route("**/v1/envelopes", async (route) => {
    await released;
    await route.continue();
  });
  assert.deepEqual(lines(await heard()), SCREENS.sees);
  let order = await pressed(heard, () => button(page, "I see").click(), "Would you like to do it now?");
  assert.deepEqual(lines(order), SCREENS.consent);
  await pressed(heard, () => button(page, "Yes, let's begin").click(), "Little interest or pleasure in doing things");
  await pressed(heard, () => option(page, 2).click(), SECOND);
  // What was chosen is told on the way back.
  order = await pressed(heard, () => button(page, "Back").click(), "Little interest or pleasure in doing things");
  assert.deepEqual(lines(order), SCREENS.item);
  await option(page, 2).click();
  await toHelp(page);
  order = await pressed(heard, () => option(page, 1).click(), "Thank you for telling us");
  // Where the message is comes later, politely, and takes the focus from nobody.
  const said = (nodes) => nodes.findIndex(({ role, around }) => role === "StaticText" && around.at(-1) === "status");
  const [line, live] = [(nodes) => nodes[said(nodes)], (nodes) => nodes[said(nodes) - 1].id];
  assert.match(line(order).name, /has not arrived yet|on its way/);
  release();
  const ids = (nodes) => focused(nodes).map(({ id }) => id);
  const [region, heading] = [live(order), ids(order)];
  order = await until(async () => {
    const now = await heard();
    return /has reached the counselling centre/.test(line(now).name) && now;
  }, 30, "the message arrives");
  assert.deepEqual([live(order), ids(order)], [region, heading], "the same region, the same focus");
  assert.deepEqual(lines(order).slice(0, SCREENS.help.length), SCREENS.help);
  await toEnd(page, heard);
  await button(page, "Show my result").click();
  await page.locator(".sent").waitFor();
  order = await heard();
  assert.deepEqual(lines(order).slice(0, SCREENS.result.length), SCREENS.result);
  // What opens does so below the button, which keeps the focus.
  assert.deepEqual(focused(order).map(({ name }) => name), ["Hide my result"]);
  assert.ok(lines(order).includes("status (live polite)"));
});

const languages = (page) => page.evaluate(() => {
  const root = document.querySelector("#place").shadowRoot;
  return [root.querySelector(".app").lang, root.querySelector(".bar .quiet").lang, document.documentElement.lang];
});
const TOLD = [["en", "zh-Hans"], ["zh-Hans", "en"], ["en", "zh-Hans"]];

// Through the languages and back: what is told in each.
async function through(page) {
  const told = [await languages(page)];
  for (const [press, then] of [["中文", "English"], ["English", "中文"]]) {
    await button(page, press).click();
    await button(page, then).waitFor();
    told.push(await languages(page));
  }
  return told;
}

test("the language is told, and the button of the other language in its own", async (t) => {
  const { page } = await opened(t);
  assert.deepEqual((await through(page)).map(([app, other]) => [app, other]), TOLD);
});

test("the page around tells it too", async (t) => {
  const { page } = await opened(t);
  // What tells it comes a second behind the first screen.
  for (const [nth, press] of [undefined, "中文", "English"].entries()) {
    if (press) await button(page, press).click();
    await until(async () => (await languages(page))[2] === TOLD[nth][0], 10, `the page's language after ${press}`);
  }
});

for (const reducedMotion of ["reduce", "no-preference"]) {
  test(`nothing moves: ${reducedMotion}`, async (t) => {
    const { page } = await opened(t, { reducedMotion });
    const moving = [];
    // Asked in the same task as the press, and in the next frame: what runs for a tenth of a second is seen as well.
    const press = async (selector, nth = 0) => {
      await page.locator(selector).nth(nth).waitFor();
      moving.push(...await page.evaluate(async ([selector, nth]) => {
        const root = document.querySelector("#place").shadowRoot;
        const seen = new Set();
        const note = () => [...document.getAnimations(), ...root.getAnimations()].forEach((one) => seen.add(one.animationName || one.transitionProperty || "script"));
        root.querySelectorAll(selector)[nth].click();
        for (let frame = 0; frame < 6; frame += 1) {
          note();
          await new Promise((resolve) => requestAnimationFrame(resolve));
        }
        return Array.from(seen, (name) => `${name} after ${selector}`);
      }, [selector, nth]));
    };
    await press(".actions .main");
    await page.locator(".tick").first().waitFor();
    await press(".tick input", 1);
    await press(".actions .main");
    await press(".option", 1);
    await press(".below .quiet");
    await press(".help-now");
    await press(".help .close .other");
    assert.deepEqual(moving, []);
  });
}

// The stop where the focus is, and whether it can be seen there.
const stop = (page) =>
  page.evaluate(() => {
    const node = document.querySelector("#place").shadowRoot.activeElement;
    if (!node) return null;
    const { outlineWidth, outlineStyle } = getComputedStyle(node);
    const { top, left, bottom } = node.getBoundingClientRect();
    const place = Array.from(node.getRootNode().querySelectorAll("*")).indexOf(node);
    return { place, name: node.textContent || node.closest("label").textContent, seen: outlineStyle !== "none" && parseFloat(outlineWidth) > 0, top: top + scrollY, left, bottom: bottom + scrollY, inside: bottom > 0 && top < innerHeight };
  });

// The stops from where the focus is until it leaves the page, or comes round to the first: without a window around it there is not
// always something between the two.
async function stops(page, key) {
  const found = [];
  for (let nth = 0; nth < 40; nth += 1) {
    await page.keyboard.press(key);
    const at = await stop(page);
    if (found.length && at?.place === found[0].place) {
      await page.keyboard.press(key === "Tab" ? "Shift+Tab" : "Tab");
      return found;
    }
    if (at) found.push(at);
    else if (found.length) return found;
  }
  throw new Error(`no way out by ${key}: ${found.slice(-3).map(({ name }) => name)}`);
}

// Leaves a screen forwards, goes through all of it backwards, and then to the stop that is wanted.
async function stopAt(page, screen, wanted, { headed = true } = {}) {
  const names = (list) => list.map(({ name }) => name);
  const ahead = await stops(page, "Tab");
  const all = (await stops(page, "Shift+Tab")).reverse();
  for (const at of [...ahead, ...all]) assert.ok(at.seen && at.inside, `${screen}: the focus is not seen on ${at.name}`);
  // From the heading on; in the bar above it are two more.
  assert.deepEqual(names(ahead), names(all).slice(-ahead.length), `${screen}: another order backwards`);
  assert.ok(!headed || all.length - ahead.length <= 2, `${screen}: of ${names(all)} only ${names(ahead)} come behind the heading`);
  const beside = (one, other) => Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 4;
  const seen = all.toSorted((one, other) => (beside(one, other) ? one.left - other.left : one.top - other.top));
  assert.deepEqual(names(all), names(seen), `${screen}: not in the order that is seen`);
  for (let nth = 0; nth < all.length + 2; nth += 1) {
    await page.keyboard.press("Tab");
    if ((await stop(page))?.name.includes(wanted)) return names(all);
  }
  throw new Error(`${screen}: ${wanted} is not reached`);
}

test("from the first Tab to the result by keys alone: every stop is seen, in the order of the screen, and none is a trap", async (t) => {
  const { page } = await opened(t, { viewport: { width: 800, height: 700 } });
  const at = (position) => page.locator(`progress[value="${position}"]`).waitFor();
  assert.deepEqual(await stopAt(page, "who sees what", "I see"), ["中文", "I need help now", "I see"]);
  await page.keyboard.press("Enter");
  await page.locator(".tick").first().waitFor();
  assert.equal((await stopAt(page, "consent", "shared computer")).length, 6);
  await page.keyboard.press("Space");
  assert.ok(await page.locator(".tick input").nth(1).isChecked());
  await page.keyboard.press("Space");
  // A tick leaves the focus where it was.
  await page.keyboard.press("Tab");
  assert.match((await stop(page)).name, /let's begin/);
  await page.keyboard.press("Enter");
  await at(1);
  assert.equal((await stopAt(page, "item", "Several days")).length, 7);
  await page.keyboard.press("Space");
  await at(2);
  assert.equal((await stopAt(page, "item 2", "Back")).length, 8);
  for (let position = 2; position <= 8; position += 1) {
    await at(position);
    await page.keyboard.press("1");
  }
  await at(9);
  await page.keyboard.press("2");
  await page.locator(".help .delivery").waitFor();
  await stopAt(page, "help card", "Next");
  await page.keyboard.press("Enter");
  await page.locator(".help .option").first().waitFor();
  await stopAt(page, "company", "go on");
  await page.keyboard.press("Enter");
  for (let position = 10; position <= 16; position += 1) {
    await at(position);
    await page.keyboard.press("1");
  }
  await page.locator('[aria-expanded="false"]').waitFor();
  await stopAt(page, "end", "Show my result");
  await page.keyboard.press("Space");
  await page.locator(".sent").waitFor();
  // What opened stands below the button that opened it, where the focus still is.
  await stopAt(page, "result", "Hide my result", { headed: false });
});
