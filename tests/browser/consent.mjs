// What families and students do where the gateway keeps the consents.
import { Stack } from "./stack.mjs";

export const FACTS = [
  "[consent]",
  'school = "青山湖实验学校"',
  "keep_months = 12",
  'place = "学校自己的机房"',
  'contact = "沈老师（0571-8600 0000）"',
  'supervisor = "青山湖区教育局（0571-8600 1111）"',
];

// The page /consent as somebody of the portal opens it: by the link in the portal, where there is one.
export async function visit(page, stack, as, { name = "", lang = "zh-Hans", ...overrides } = {}) {
  const parts = new URLSearchParams({ t: await stack.consentToken(as, overrides), lang });
  if (name) parts.set("n", name);
  await page.goto("about:blank");
  await page.goto(`${stack.gateway}/consent#${parts}`);
  await page.locator("h1").waitFor();
}

export const heading = (page, name) => page.getByRole("heading", { level: 1, name }).waitFor();
export const press = (page, name) => page.getByRole("button", { name, exact: true }).first().click();

// Facts, both questions right, and these switches.
export async function through(page, switches) {
  await press(page, "我看完了");
  await press(page, "看不到");
  await press(page, "没有影响");
  await press(page, "接着往下");
  for (const name of switches) await page.getByRole("switch", { name }).check();
  await press(page, "就这样交给学校");
}

// One step of an honest `refuse` or `agree` without a browser.
export async function say(stack, as, answers, overrides = {}) {
  const answer = await fetch(`http://127.0.0.1:${stack.gatewayPort}/v1/consent/answers`, {
    method: "POST",
    headers: { authorization: `Bearer ${await stack.consentToken(as, overrides)}` },
    body: JSON.stringify({ answers }),
  });
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
}

export { Stack };
