// The training page as a student uses it, in the words of the page.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { button, watch } from "./people.mjs";
import { ROOT } from "./stack.mjs";

export class Trainee {
  static async visit(browser, stack, { query = "&stage=J", lang = "zh-Hans", clock = true, ...options } = {}) {
    const trainee = new Trainee();
    trainee.stack = stack;
    trainee.context = browser.newContext ? await browser.newContext({ viewport: { width: 360, height: 740 }, acceptDownloads: true, ...options }) : browser;
    trainee.page = await trainee.context.newPage();
    // Minutes of practice pass in a moment: the page's clock is the test's.
    trainee.clock = clock;
    if (clock) await trainee.page.clock.install();
    trainee.complaints = watch(trainee.page);
    trainee.requests = [];
    trainee.page.on("request", (request) => trainee.requests.push(`${request.method()} ${new URL(request.url()).pathname}`));
    trainee.address = `${stack.gateway}/training?lang=${lang}${query}`;
    await trainee.page.goto(trainee.address);
    return trainee;
  }

  press(name) {
    return button(this.page, name).click();
  }

  heading(name) {
    return this.page.getByRole("heading", { name, exact: true, level: 1 }).waitFor();
  }

  says(text) {
    return this.page.getByText(text, { exact: true }).first().waitFor();
  }

  menu() {
    return this.heading("今天想练点什么？");
  }

  // Every pack has come: what is opened now needs no network.
  async settled() {
    await this.menu();
    await this.page.waitForLoadState("networkidle");
  }

  async open(title, entry = "开始") {
    await this.menu();
    await this.page.locator(".room", { has: this.page.getByText(title, { exact: true }) }).first().click();
    await this.heading(title);
    await this.press(entry);
  }

  next() {
    return this.page.locator(".ways .on").click();
  }

  async rate(value) {
    await this.page.locator(".place").nth(value).click();
  }

  // Rates and goes on.
  async rated(value) {
    await this.rate(value);
    await this.next();
  }

  pick(name) {
    return this.page.getByText(name, { exact: true }).click();
  }

  async picked(...names) {
    for (const name of names) await this.pick(name);
    await this.next();
  }

  // Time passes while the student looks at the screen.
  async wait(seconds) {
    if (!this.clock) return this.page.waitForTimeout(Math.min(seconds, 1) * 1000);
    for (let left = seconds; left > 0; left -= 5) await this.page.clock.runFor(Math.min(5, left) * 1000);
  }

  async end() {
    await this.context.close();
    return this.complaints;
  }
}

// Everything that the page's database holds, as text.
export const stored = (page, database = "qinghe-training") =>
  page.evaluate(async (name) => {
    const names = (await indexedDB.databases()).map((one) => one.name);
    if (!names.includes(name)) return undefined;
    const request = (asked) => new Promise((resolve, reject) => ((asked.onsuccess = () => resolve(asked.result)), (asked.onerror = () => reject(asked.error))));
    const db = await request(indexedDB.open(name));
    const all = {};
    for (const room of db.objectStoreNames) {
      const store = db.transaction(room).objectStore(room);
      const [keys, values] = await Promise.all([request(store.getAllKeys()), request(db.transaction(room).objectStore(room).getAll())]);
      all[room] = Object.fromEntries(keys.map((key, nth) => [key, values[nth]]));
    }
    db.close();
    const text = (bytes) => new TextDecoder().decode(bytes);
    return {
      keys: Object.entries(all.keys).map(([name, key]) => [name, key.extractable]),
      rows: Object.fromEntries(Object.entries(all.rows).map(([name, bytes]) => [name, { length: bytes.length, text: text(bytes) }])),
    };
  }, database);

// The title of an exercise for one variant, from its own texts.
export async function titleOf(id, lang, variant = "J") {
  const text = await readFile(join(ROOT, "exercises", id, "text", `${lang}.toml`), "utf8");
  const [, value] = /^title = (.*)$/m.exec(text);
  const own = value.startsWith("{") ? new RegExp(`\\b\\w*${variant}\\w* = "([^"]*)"`).exec(value)[1] : value.slice(1, value.lastIndexOf('"'));
  return own.replace(/\\"/g, '"');
}

// What the screen is, whichever exercise it belongs to.
export async function kindOf(page) {
  const kinds = [
    ["pacer", ".breath"], ["wave", ".sea"], ["timer", ".clock"], ["rating", ".place"], ["write", "textarea"], ["sort", ".bins"], ["corners", ".corners"],
    ["words", ".play .chips"], ["pick", ".option input"], ["choice", ".options button.option"], ["diary", "table"], ["card", ".kept"], ["handoff", "main .lines"],
    ["not-for", ".plain"],
  ];
  return page.evaluate((all) => (all.find(([, selector]) => document.querySelector(`main ${selector.replace("main ", "")}`)) || ["say"])[0], kinds);
}

// Does on any screen what lets a person go on, and goes on.
export async function forward(trainee, { text = "试着写一句", rating = 4, pass = 0, last = false } = {}) {
  const { page } = trainee;
  const kind = await kindOf(page);
  const on = page.locator(".ways .on");
  if (kind === "rating" || kind === "wave") await page.locator(".place").nth(rating).click();
  if (kind === "wave") await trainee.wait(pass || 190);
  if (kind === "wave") await page.locator(".place").nth(rating - 1).click();
  if (kind === "write") for (const line of await page.locator("textarea").all()) await line.fill(text);
  if (kind === "corners") await page.locator(".corners .option").nth(3).click();
  if (kind === "corners" || kind === "words") await page.locator(".play .chips .chip").first().click();
  if (kind === "sort") {
    // A card that comes back lay wrong: it goes into the next bin.
    const tried = new Map();
    for (let turn = 0; turn < 90 && (await page.locator(".bins").count()); turn += 1) {
      const bins = page.locator(".bins .option");
      const card = await page.locator(".card.one .big").innerText();
      const bin = tried.get(card) ?? turn;
      tried.set(card, bin + 1);
      await bins.nth(bin % (await bins.count())).click();
      if (!(await page.locator(".bins").count())) await on.click();
    }
    return kind;
  }
  const offered = async (selector) => (last ? (await page.locator(selector).all()).reverse() : page.locator(selector).all());
  if (kind === "pick") for (const option of await offered(".option input")) if (await on.isDisabled()) await option.click();
  if (kind === "choice") for (const option of await offered("button.option")) if ((await on.isDisabled()) && (await option.isEnabled())) await option.click();
  if (kind === "timer") await trainee.wait(pass || 1);
  await on.click();
  return kind;
}

// Goes through an exercise to its end, with `take` called at every screen.
export async function through(trainee, id, take, options = {}) {
  const { page } = trainee;
  const title = await titleOf(id, options.lang || "zh-Hans", options.variant);
  await page.locator(".room", { has: page.getByText(title, { exact: true }) }).first().click();
  await page.getByRole("heading", { level: 1, name: title, exact: true }).waitFor();
  await take("face");
  await page.locator(".actions button").first().click();
  const kinds = [];
  const seen = new Map();
  for (let step = 0; step < 60; step += 1) {
    if (!(await page.locator(".ways .stop").count())) break;
    const kind = await kindOf(page);
    kinds.push(kind);
    await take(kind);
    // What is asked for the third time is rated higher, or left by its last option: some steps come back until they are.
    const asked = await page.locator("main h1").innerText();
    const often = (seen.get(asked) || 0) > 1;
    await forward(trainee, { ...options, rating: often ? 8 : 4, last: often });
    seen.set(asked, (seen.get(asked) || 0) + 1);
  }
  await take("over");
  await page.locator(".ways button", { hasText: options.lang === "en" ? "See the others" : "看看别的" }).click();
  return kinds;
}
