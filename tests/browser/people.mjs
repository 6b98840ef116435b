// What student and counsellor do, in the words of the page.
import { chromium } from "playwright-core";

export const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
export const PASSPHRASE = "春风十里 青禾如许 2026";

export const WHOLE = process.env.QINGHE_CHROMIUM || "/usr/bin/chromium";

// Without a window, where there is a Chromium for that: `tools.rs` says why.
export const launch = (...more) => chromium.launch({ executablePath: process.env.QINGHE_HEADLESS_SHELL || WHOLE, args: [...FLAGS, ...more] });

// With all that a browser asks for of its own accord, like the picture in a tab.
export const launchWhole = (...more) => chromium.launch({ executablePath: WHOLE, args: [...FLAGS, ...more] });

// Chromium's advice about every sandbox like ours. It is meant for a frame of the page's own origin; ours has another.
const ADVICE = /both allow-scripts and allow-same-origin for its sandbox attribute/;

// Fails the journey at its end when a page complained.
export function watch(page, complaints = []) {
  page.on("pageerror", (error) => complaints.push(`page error: ${error.message}`));
  page.on("console", (message) => {
    if (ADVICE.test(message.text())) return;
    if (message.type() === "error" || message.type() === "warning") complaints.push(`console: ${message.text()}`);
  });
  return complaints;
}

export const MOUNTS = ["frame", "inline"];

// Opens the student's page and gives the element's own document.
export async function open(page, stack, { as = "student-15", mount = "frame", lang = "zh-Hans", more = "" } = {}) {
  await page.goto(`${stack.portal}/login?as=${as}`);
  const query = new URLSearchParams({ lang });
  if (mount === "inline") query.set("mount", "inline");
  await page.goto(`${stack.portal}/psych?${query}${more}`);
  return element(page, mount);
}

export const element = (page, mount) =>
  mount === "inline" ? page.locator("qinghe-screening") : page.frameLocator("qinghe-screening iframe").locator("body");

export const button = (place, name) => place.getByRole("button", { name, exact: true });

// Under fourteen the same button says 我愿意.
export const agree = (place) => place.getByRole("button", { name: /^(好，开始吧|我愿意)$/ });

export async function begin(place, { shareDomains = false, shared = false } = {}) {
  await button(place, "我明白了").click();
  if (shareDomains) await place.getByLabel("也让心理老师知道大概是哪方面").check();
  if (shared) await place.getByLabel("这是公用电脑").check();
  await agree(place).click();
}

// Esc twice, as quick as fingers are, however long the page takes to answer the first: the driver's own press waits for that.
export async function escapeTwice(page) {
  const keys = await page.context().newCDPSession(page);
  const press = ["rawKeyDown", "keyUp"].map((type) => ({ type, key: "Escape", code: "Escape", windowsVirtualKeyCode: 27 }));
  // The page may be gone before it answers.
  await Promise.allSettled([...press, ...press].map((one) => keys.send("Input.dispatchKeyEvent", one)));
}

// Leaves the help card, whichever of its pages is shown: everything on it may stay unsaid.
export const pastHelp = (place) => place.locator(".help .other").last().click();

export async function at(place, position) {
  await place.getByText(`第 ${position} 题，共 16 题`, { exact: true }).waitFor();
}

// Chooses option `value` (from 0) on the item that is shown.
export async function choose(place, position, value) {
  await at(place, position);
  await place.locator(".option").nth(value).click();
}

// Answers all items. A help card that comes is closed again.
export async function answer(place, values) {
  for (const [nth, value] of values.entries()) {
    await choose(place, nth + 1, value);
    if (nth === 8 && value > 0) await pastHelp(place);
  }
  await place.getByRole("heading", { name: "做完了，谢谢你" }).waitFor();
}

export const delivered = (place) =>
  place.locator(".delivery").getByText("消息已经送到学校心理中心，老师还没有打开。").waitFor();

export const ZERO = Array(16).fill(0);
// Sixteen responses: nine of the first instrument, seven of the second.
export const responses = (first, second) => [...first, ...second];
