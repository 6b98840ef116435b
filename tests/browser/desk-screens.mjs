// Every screen of the desk, one after the other, for whoever looks at them: the camera and axe.
import { randomBytes } from "node:crypto";
import { carried, send } from "./carried.mjs";
import { Desk } from "./desk.mjs";
import { many } from "./flags.mjs";
import { button } from "./people.mjs";
import { Diary } from "./record.mjs";

// A centre with a lead, a colleague, somebody who waits for the key, and messages of every kind.
export async function furnish(browser, stack) {
  const lead = await Desk.setUp(browser, stack);
  const lin = await lead.colleague(browser, "林老师");
  const waiting = await Desk.join(browser, stack, await lead.invite("王老师"), "王老师");
  await waiting.checkCode();
  const head = await Desk.join(browser, stack, await lead.invite("周主任", "值班领导"), "周主任");
  await head.page.getByRole("heading", { name: "值班", exact: true }).waitFor({ timeout: 60000 });
  const first = await send(stack, { as: "student-16", stage: "early", tier: "urgent", trigger: "help" });
  const said = { about: 1, guardian: 2, name: "小树", company: 2, place: 2, time: 2, whom: 1, shared: true };
  await send(stack, { as: "student-16", sitting: first, stage: "follow", tier: "urgent", said });
  await lead.go("消息");
  await (await lead.urgent()).acknowledge();
  await send(stack, { stage: "early", tier: "urgent", trigger: "safety" });
  await send(stack, { as: "student-13", tier: "priority", domains: ["mood", "sleep"], wish: true });
  await send(stack, { as: "student-11", tier: "routine" });
  return { lead, lin, waiting, head };
}

// Walks through all of them; `look(page, name)` sees each.
export async function walk(stack, { lead, lin, waiting, head }, look, words = ZH) {
  const { page } = lead;
  await toLanguage([lead, lin, waiting, head], words);
  await look(waiting.page, "waits-for-the-key");
  await head.page.locator(".keep").first().waitFor({ timeout: 30000 });
  await look(head.page, "head-of-duty");
  await tab(lead, 0);
  await look(page, "messages");
  await button(page.locator("article.card", { hasText: "小树" }).first(), words.record).click();
  await look(page, "record");
  await page.locator(".step", { hasText: words.sheet }).getByRole("button").first().click();
  await page.locator("input[name=outcome]").nth(2).check();
  await page.locator("#note").fill("先聊了二十分钟，同学愿意明天再来。");
  await page.locator("#said").fill("他说：“爸爸喝了酒就会打我。”");
  await page.locator(".step", { has: page.locator("#lockwhy") }).getByRole("button", { name: words.lock, exact: true }).click();
  await look(page, "record-sheet-and-faults");
  await lead.context.setOffline(true);
  await page.locator(".step", { has: page.locator("#note") }).getByRole("button").click();
  await page.locator("li.unsaved button").first().waitFor({ timeout: 30000 });
  await look(page, "record-not-saved");
  await lead.context.setOffline(false);
  await page.locator("li.unsaved").waitFor({ state: "detached", timeout: 30000 });
  await duty(lead, look, words);
  await tab(lead, 3);
  await page.locator(".member").first().waitFor();
  await page.locator(".member", { hasText: "王老师" }).getByRole("button").first().click();
  await look(page, "staff-handing-over");
  await page.locator(".member", { hasText: "林老师" }).getByRole("button").last().click();
  await page.locator("summary", { hasText: words.passphrase }).click();
  await look(page, "staff-closing");
  await scan(stack, lead, look);
  await tab(lead, 4);
  await page.locator(".start .age-key").first().waitFor();
  await look(page, "handover");
  await handover(lead.context.browser(), stack, page, await page.locator(".step .age-key").innerText());
  await look(page, "handover-summary");
  await tab(lead, 5);
  await page.locator(".enrolled").waitFor();
  if (!(await page.locator(".figure").count())) {
    await look(page, "figures-empty");
    for (const [nth, text] of ["9", "60", "10", "0"].entries()) await page.locator(".enrolled input").nth(nth).fill(text);
    await page.locator(".enrolled .main").click();
    await look(page, "figures-faults");
    await page.locator(".enrolled input").nth(3).fill("40");
    await page.locator(".enrolled .main").click();
    await many(stack, 0, 15, "e01-slow-breathing", 1);
    await many(stack, 0, 15, "core-knowledge", 0);
    await tab(lead, 3);
    await tab(lead, 5);
    await page.locator(".figure").first().waitFor();
  }
  await look(page, "figures");
  await tab(lin, 2);
  await lin.page.locator(".duty").waitFor();
  await look(lin.page, "duty-to-read");
}

async function duty(lead, look, words) {
  const { page } = lead;
  await tab(lead, 2);
  await page.locator(".duty").waitFor();
  if ((await page.locator(".duty .shift").count()) < 3) {
    for (let n = 0; n < 3; n += 1) await button(page, words.add).click();
    await page.locator("#first-0").selectOption({ label: "沈老师" });
    await page.locator("#second-0").selectOption({ label: "林老师" });
    await page.locator("#first-1").selectOption({ label: "林老师" });
    await button(page, words.save).click();
    await look(page, "duty-faults");
    await page.locator("#first-2").selectOption({ label: "沈老师" });
    await button(page, words.save).click();
    await page.getByText(words.saved).waitFor();
  }
  await look(page, "duty");
}

// A student's files, as the record's page would make them.
async function handover(browser, stack, page, key) {
  const diary = await Diary.visit(browser, stack);
  await diary.make();
  await diary.plan();
  await diary.journal("只给自己看。");
  await diary.room("交给下一个学校");
  await diary.press("14 到 17 岁");
  await diary.page.locator("#journal").check();
  for (const [field, value] of [["from", "青禾小学"], ["to", "青禾中学"], ["school-key", key.trim()]]) await diary.page.locator(`#${field}`).fill(value);
  await diary.press("封好，交接");
  await diary.heading("封好了");
  const [download] = await Promise.all([diary.page.waitForEvent("download"), diary.press("存概要文件")]);
  await page.locator("#summary").setInputFiles(await download.path());
  await page.locator(".receipt").first().waitFor();
  await diary.context.close();
}

async function scan(stack, lead, look) {
  const { page } = lead;
  await tab(lead, 1);
  await page.locator("#carried").fill("QH1:…");
  await page.locator(".step:has(#carried)").getByRole("button").click();
  await look(page, "scan");
  await page.locator("#carried").fill(await carried(stack, { id: randomBytes(16), stage: "early", tier: "urgent", trigger: "safety" }));
  await page.locator(".step:has(#carried)").getByRole("button").click();
  await page.locator("article.card").waitFor();
  await look(page, "scan-opened");
}

// The screens before anybody is in. `twoCentres`: a gateway with a second centre that is not set up.
export async function doors(browser, stack, options, look, lang = "zh-Hans") {
  const query = lang === "en" ? "?lang=en" : "";
  const visitor = await Desk.open(browser, stack, { query, ...options });
  const { page } = visitor;
  await page.locator("#passphrase").waitFor();
  await look(page, "door");
  await page.locator("#name").fill("林老师");
  await page.locator("#passphrase").fill("not this one at all");
  await page.locator("form .main").click();
  await page.locator("#passphrase-wrong:not(:empty)").waitFor({ timeout: 60000 });
  await look(page, "door-refused");
  await page.locator("main > .quiet").click();
  await page.locator("#again").waitFor();
  await look(page, "join");
  if (await page.locator(".centres").count()) {
    await page.locator(".centres .choice").nth(1).locator("label").click();
    await page.locator("#code").waitFor();
    await look(page, "second-set-up");
  }
  await visitor.context.close();
}

const tab = async ({ page }, nth) => {
  await page.locator(".tab").nth(nth).click();
  await page.waitForTimeout(200);
};

async function toLanguage(desks, words) {
  for (const { page } of desks) {
    if ((await page.locator(".desk").getAttribute("lang")) !== words.lang) await page.locator(".bar .quiet").click();
  }
}

export const ZH = { lang: "zh-Hans", record: "打开个案", sheet: "强制报告工作单", lock: "锁上", add: "加一段", save: "存下", saved: "已经存下，马上生效。", passphrase: "换自己的口令" };
export const EN = { lang: "en", record: "Open the case", sheet: "Sheet for a mandatory report", lock: "Lock", add: "Add a time", save: "Save", saved: "Saved; it counts from now on.", passphrase: "Change your passphrase" };
