// The growth record as a student uses it, in the words of the page.
import { button, watch } from "./people.mjs";
import { manifest } from "./stack.mjs";

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
  static async visit(browser, stack, { query = "", lang = "zh-Hans", ...options } = {}) {
    const diary = new Diary();
    diary.stack = stack;
    diary.context = browser.newContext ? await browser.newContext({ viewport: { width: 360, height: 740 }, acceptDownloads: true, ...options }) : browser;
    diary.page = await diary.context.newPage();
    diary.complaints = watch(diary.page);
    diary.address = `${stack.gateway}/record?lang=${lang}${query}`;
    await diary.page.goto(diary.address);
    return diary;
  }

  press(name) {
    return button(this.page, name).click();
  }

  heading(name) {
    return this.page.getByRole("heading", { name, exact: true }).waitFor();
  }

  says(text) {
    return this.page.getByText(text, { exact: true }).waitFor();
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
    const { keep } = await manifest();
    return this.page.evaluate(
      async ([from, { id, ...rest }]) => {
        const { append, records } = await import(from);
        const all = await records();
        for (const record of all) await append(record.id, { id: Uint8Array.from(id), ...rest });
        return all.map(({ name }) => name);
      },
      [keep.append, entry],
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

const WALK = {
  "zh-Hans": {
    make: "建一份档案", build: "建好它", lock: "锁上", back: "← 返回", save: "存好", cancel: "算了", plans: "我的计划", plan: "写一个计划", safety: "安全计划",
    writeSafety: "写我的安全计划", journal: "日记", page: "写一页", time: "走过的日子", text: "用文字看", take: "带走一份", words: "给我六个词", copied: "抄好了",
    next: "下一步", print: "印在纸上", done: "好了", bring: "拿进来", hand: "交给下一个学校", seal: "封好，交接", settings: "锁和设置", look: "看看里面", strength: "这把锁有多牢？",
    shared: "我在用公用电脑", empty: "从空白开始", name: "小树", file: "存成文件", sealed: "封好了", digits: "用六位数字打开", open: "打开", wrong: "这个口令打不开它。慢慢来，再试一次。", supports: "身边的支持", support: "记一个支持",
    phrase: "用口令打开", leave: "返回", edit: "改一改", remove: "拿掉", really: "真的拿掉", child: "不满 14 岁", teen: "14 到 17 岁", clear: "清掉这份档案",
    typed: {
      goal: "这周有三天十点半前睡", steps: "九点半关手机\n泡脚", owner: "妈妈", what: "考试可以坐在门口", who: "李老师，心理室", signs: "不想回消息\n睡不着",
      people: "姑姑 138 0000 0000", text: "今天下雨，操场没人。\n不过还行。", other: "李老师", from: "青禾小学", to: "青禾中学",
    },
  },
  "zh-Hant": {
    make: "建一份檔案", build: "建好它", lock: "鎖上", back: "← 返回", save: "存好", cancel: "算了", plans: "我的計劃", plan: "寫一個計劃", safety: "安全計劃",
    writeSafety: "寫我的安全計劃", journal: "日記", page: "寫一頁", time: "走過的日子", text: "用文字看", take: "帶走一份", words: "給我六個詞", copied: "抄好了",
    next: "下一步", print: "印在紙上", done: "好了", bring: "拿進來", hand: "交給下一個學校", seal: "封好，交接", settings: "鎖和設置", look: "看看裡面", strength: "這把鎖有多牢？",
    shared: "我在用公用電腦", empty: "從空白開始", name: "小樹", file: "存成文件", sealed: "封好了", digits: "用六位數字打開", open: "打開", wrong: "這個口令打不開它。慢慢來，再試一次。", supports: "身邊的支持", support: "記一個支持",
    phrase: "用口令打開", leave: "返回", edit: "改一改", remove: "拿掉", really: "真的拿掉", child: "不滿 14 歲", teen: "14 到 17 歲", clear: "清掉這份檔案",
    typed: {
      goal: "這週有三天十點半前睡", steps: "九點半關手機\n泡腳", owner: "媽媽", what: "考試可以坐在門口", who: "李老師，心理室", signs: "不想回訊息\n睡不著",
      people: "姑姑 138 0000 0000", text: "今天下雨，操場沒人。\n不過還行。", other: "李老師", from: "青禾小學", to: "青禾中學",
    },
  },
  en: {
    make: "Make a record", build: "Make it", lock: "Lock", back: "← Back", save: "Save", cancel: "Cancel", plans: "My plans", plan: "Write a plan", safety: "My safety plan",
    writeSafety: "Write my safety plan", journal: "Journal", page: "Write a page", time: "The way so far", text: "Read it as text", take: "Take a copy", words: "Give me six words", copied: "I have written them down",
    next: "Next", print: "Print it on paper", done: "Done", bring: "Bring in", hand: "Hand over to the next school", seal: "Seal and hand over", settings: "Lock and settings", look: "Look inside", strength: "How strong is this lock?",
    shared: "I am on a shared computer", empty: "Begin with an empty one", name: "Willow", file: "Save a file", sealed: "It is sealed", digits: "Open with six digits", open: "Open", wrong: "This passphrase does not open it. Take your time and try again.", supports: "Who stands by me", support: "Add somebody or something",
    phrase: "Open with the passphrase", leave: "Back", edit: "Edit", remove: "Remove", really: "Yes, remove it", child: "Under 14", teen: "14 to 17", clear: "Clear this record",
    typed: {
      goal: "Three nights this week in bed before half past ten", steps: "Phone away at half past nine\nA warm foot bath", owner: "Mum", what: "May sit by the door in exams", who: "Ms Li, counselling room",
      signs: "I stop answering messages", people: "Aunt Mei 138 0000 0000", text: "It rained today. Nobody on the field.\nStill, it was all right.", other: "Ms Li", from: "Willow Primary", to: "Willow Middle School",
    },
  },
};

const inTraditional = (entry) => JSON.parse(JSON.stringify(entry).replace(/[担绪轻较]/g, (one) => ({ 担: "擔", 绪: "緒", 轻: "輕", 较: "較" })[one]));

// Every screen of the page, with `take` called at each.
export async function walk(diary, lang, take) {
  const { page } = diary;
  const words = WALK[lang];
  const { typed } = words;
  const press = (name) => button(page, name).click();
  const room = (name) => page.locator(".room", { has: page.getByText(name, { exact: true }) }).click();
  const back = () => press(words.back);
  // An entry stays in the script in which it was kept.
  const kept = (entry) => diary.append(lang === "zh-Hant" ? inTraditional(entry) : entry);
  const heading = (name) => page.getByRole("heading", { name, exact: true }).waitFor();
  await button(page, words.make).waitFor();
  await take("01-welcome");
  await press(words.make);
  await page.locator("#name").fill(words.name);
  await page.locator("#passphrase").fill("short");
  await press(words.build);
  await page.getByText(words.strength).click();
  await take("02-make");
  await page.locator("#passphrase").fill(SECRET);
  await page.locator("#again").fill(SECRET);
  await page.locator("#pin").fill(DIGITS);
  await press(words.build);
  await heading(words.name);
  await take("03-empty");
  await kept(result(1, { day: 20500, value: 18, tier: "priority" }));
  await kept(result(2, { day: 20560, value: 15, tier: "priority" }));
  await kept(result(3, { day: 20640, value: 8 }));
  await kept(result(4, { day: 20700, value: 6, tier: "routine" }));
  await press(words.lock);
  await page.locator("#digits").waitFor();
  await take("04-digits");
  await press(words.phrase);
  await page.locator("#passphrase").fill("nothing like it");
  await press(words.open);
  await page.getByText(words.wrong).first().waitFor();
  await take("05-wrong");
  await page.locator("#passphrase").fill(SECRET);
  await press(words.open);
  await heading(words.name);
  await room(words.time);
  await take("06-time");
  await page.getByText(words.text).click();
  await take("07-time-text");
  await back();
  await room(words.plans);
  await take("08-plans-empty");
  await press(words.plan);
  await press(words.save);
  await take("09-plan-form");
  await page.locator("#goal").fill(typed.goal);
  await page.locator("#steps").fill(typed.steps);
  await page.locator("#owner").fill(typed.owner);
  await page.locator("#next").fill("2026-12-04");
  await press(words.save);
  await page.locator(".card").waitFor();
  await take("10-plans");
  await back();
  await room(words.supports);
  await press(words.support);
  await page.locator("#what").fill(typed.what);
  await page.locator("#who").fill(typed.who);
  await press(words.save);
  await page.locator(".card").waitFor();
  await back();
  await room(words.safety);
  await press(words.writeSafety);
  await take("11-safety-form");
  await page.locator("#signs").fill(typed.signs);
  await page.locator("#people").fill(typed.people);
  await page.locator("#likely").fill("7");
  await page.locator("#review").fill("2026-12-01");
  await press(words.save);
  await page.locator(".card").waitFor();
  await take("12-safety");
  await back();
  await room(words.journal);
  await press(words.page);
  await page.locator("#text").fill(typed.text);
  await press(words.save);
  await page.locator(".card").waitFor();
  await take("13-journal");
  await back();
  await take("14-home");
  await room(words.take);
  await take("15-copy");
  await press(words.words);
  const six = await page.locator(".words li").allInnerTexts();
  await take("16-words");
  await press(words.copied);
  await page.locator("#first-word").fill(six[1].trim());
  await page.locator("#second-word").fill("?");
  await press(words.next);
  await take("17-check");
  await page.locator("#second-word").fill(six[4].trim());
  await press(words.next);
  await page.getByText(words.file, { exact: true }).waitFor();
  await take("18-ready");
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByText(words.file, { exact: true }).click()]);
  const file = await download.path();
  await page.locator(".room", { has: page.getByText(words.print) }).click();
  await page.locator(".code").first().waitFor();
  await take("19-paper");
  await press(words.leave);
  await press(words.done);
  await room(words.plans);
  await press(words.edit);
  await page.locator("#owner").fill(typed.other);
  await press(words.save);
  await back();
  await room(words.journal);
  await press(words.remove);
  await press(words.really);
  await back();
  await room(words.bring);
  await take("20-bring");
  await page.locator("input[type=file]").first().setInputFiles(file);
  await page.locator("#secret").fill(six.map((word) => word.trim()).join(" "));
  await take("21-secret");
  await press(words.look);
  await page.locator(".choice").first().waitFor();
  await page.locator(".choice").first().click();
  await take("22-preview");
  await press(words.cancel);
  await room(words.hand);
  await press(words.child);
  await take("23-whose-yes");
  await press(words.teen);
  await page.locator("#school-key").fill("age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p");
  await page.locator("#from").fill(typed.from);
  await page.locator("#to").fill(typed.to);
  await take("23-hand");
  await press(words.seal);
  await heading(words.sealed);
  await take("24-handed");
  await back();
  await room(words.settings);
  await press(words.clear);
  await take("25-settings");
}
