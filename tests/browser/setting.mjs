// What most journeys begin with: a gateway and a portal, a browser, a desk that is set up, and students.
// Every journey file runs in a process of its own, so these are its own.
import { after, before } from "node:test";
import { Desk } from "./desk.mjs";
import { launch, launchWhole, watch } from "./people.mjs";
import { Stack } from "./stack.mjs";

export let stack;
export let browser;
export let desk;

// A gateway, a portal and a browser, for pages that need no centre. `whole`: with all that belongs to a browser. `then`: what else
// stands before the first journey, in the same hook, because hooks of a file do not wait for each other.
export function ground({ whole = false, ...options } = {}, then = async () => {}) {
  before(async () => {
    stack = await Stack.start(options);
    browser = await (whole ? launchWhole() : launch());
    await then();
  });
  after(async () => {
    await browser?.close();
    await stack?.stop();
  });
}

// `deskOpen`: false closes the counsellor's browser after the set-up, so that only students make requests.
export function setting({ deskOpen = true, ...options } = {}) {
  ground(options, async () => {
    desk = await Desk.setUp(browser, stack);
    if (!deskOpen) await desk.context.close();
  });
}

// A student's browser with nothing in it.
export async function student(viewport = { width: 360, height: 740 }) {
  const context = await browser.newContext({ viewport });
  const page = await context.newPage();
  return { context, page, complaints: watch(page) };
}
