// The growth record as a student uses it, in the words of the page.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { button, watch } from "./people.mjs";
import { ROOT } from "./stack.mjs";

export const SECRET = "操场边的两棵老槐树";
export const DIGITS = "495103";

// What a result page gives to the record.
export const result = (nth, { day = 20700, value = 11, tier = "watch", title = "心情和担心" } = {}) => ({
  kind: "result",
  id: Array(16).fill(nth),
  day,
  battery: "mood-and-anxiety",
  version: "1.0.0",
  title,
  tier,
  scores: [
    {
      instrument: "phq-9",
      version: "1.0.0",
      score: "total",
      name: "情绪",
      decimals: 0,
      value,
      range: [Math.max(0, value - 4), Math.min(27, value + 4)],
      scale: [0, 27],
      bands: [[0, "很少"], [5, "轻"], [10, "中"], [15, "比较重"], [20, "重"]].map(([from, name]) => ({ from, name })),
      change: { reliable: 6, higherIsWorse: true },
    },
  ],
});

export class Diary {
  static async visit(browser, stack, { query = "", ...options } = {}) {
    const diary = new Diary();
    diary.stack = stack;
    diary.context = browser.newContext ? await browser.newContext({ viewport: { width: 360, height: 740 }, acceptDownloads: true, ...options }) : browser;
    diary.page = await diary.context.newPage();
    diary.complaints = watch(diary.page);
    diary.address = `${stack.gateway}/record?lang=zh-Hans${query}`;
    await diary.page.goto(diary.address);
    return diary;
  }

  press(name) {
    return button(this.page, name).click();
  }

  heading(name) {
    return this.page.getByRole("heading", { name, exact: true }).waitFor({ timeout: 20000 });
  }

  says(text) {
    return this.page.getByText(text, { exact: true }).waitFor({ timeout: 20000 });
  }

  async make({ name = "小树", pin } = {}) {
    await this.press("建一份档案");
    await this.page.locator("#name").fill(name);
    await this.page.locator("#passphrase").fill(SECRET);
    await this.page.locator("#again").fill(SECRET);
    if (pin) await this.page.locator("#pin").fill(pin);
    await this.press("建好它");
    await this.heading(name);
  }

  async unlock(secret = SECRET, name = "小树") {
    const [field, way] = /^\d{6}$/.test(secret) ? ["#digits", "用六位数字打开"] : ["#passphrase", "用口令打开"];
    await this.page.locator(".field input").waitFor();
    if (!(await this.page.locator(field).count())) await this.press(way);
    await this.page.locator(field).fill(secret);
    await this.press("打开");
    if (name) await this.heading(name);
  }

  room(name) {
    return this.page.locator(".room", { has: this.page.getByText(name, { exact: true }) }).click();
  }

  async plan({ goal = "这周有三天十点半前睡", owner = "妈妈", next = "2026-12-04" } = {}) {
    await this.room("我的计划");
    await this.press("写一个计划");
    await this.page.locator("#goal").fill(goal);
    await this.page.locator("#steps").fill("九点半关手机\n泡脚");
    await this.page.locator("#owner").fill(owner);
    await this.page.locator("#next").fill(next);
    await this.press("存好");
    await this.says(goal);
    await this.press("← 返回");
  }

  async journal(text) {
    await this.room("日记");
    await this.press("写一页");
    await this.page.locator("#text").fill(text);
    await this.press("存好");
    await this.says(text);
    await this.press("← 返回");
  }

  // Puts an entry in as the element's result page does; gives how many records took it.
  async append(entry) {
    const { record } = JSON.parse(await readFile(join(ROOT, "pkg/manifest.json"), "utf8"));
    return this.page.evaluate(
      async ([from, { id, ...rest }]) => {
        const { append, records } = await import(from);
        const all = await records();
        for (const record of all) await append(record.id, { id: Uint8Array.from(id), ...rest });
        return all.map(({ name }) => name);
      },
      [record.append, entry],
    );
  }

  // The six words of a copy, and its file.
  async copy() {
    await this.room("带走一份");
    await this.press("给我六个词");
    const words = await this.page.locator(".words li").allInnerTexts();
    await this.press("抄好了");
    await this.page.locator("#first-word").fill(words[1].trim());
    await this.page.locator("#second-word").fill(words[4].trim());
    await this.press("下一步");
    await this.heading("封好了，选一种带走的方式");
    const [download] = await Promise.all([this.page.waitForEvent("download"), this.page.getByText("存成文件", { exact: true }).click()]);
    return { words: words.map((word) => word.trim()), file: await download.path(), name: download.suggestedFilename() };
  }

  async bring(file, secret) {
    await this.page.locator("input[type=file]").first().setInputFiles(file);
    await this.page.locator("#secret").fill(secret);
    await this.press("看看里面");
  }
}
