// Practising: one journey for every kind of step, the rules by which a run stops, what stays and what does not, and that
// nothing of it can be told from the traffic. The real page, gateway and exercises.
import assert from "node:assert/strict";
import { test } from "node:test";
import { browser, ground, stack } from "./setting.mjs";
import { Trainee, forward } from "./training.mjs";

ground();

const visit = (options) => Trainee.visit(browser, stack, options);
const done = async (trainee) => assert.deepEqual(await trainee.end(), []);
const hide = (page, hidden) =>
  page.evaluate((value) => {
    Object.defineProperty(document, "hidden", { value, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);
const moving = (page) => page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === "running").length);

test("slow breathing from its reasons to its end: say, check, slide, pacer, timer, pick", async () => {
  const trainee = await visit();
  const { page } = trainee;
  await trainee.open("慢呼吸");
  await trainee.press("都没有，开始吧");
  await trainee.next();
  // A wrong choice is explained, and asked again.
  await trainee.pick("闻到教室里有烟味");
  await page.getByText("有危险就先离开", { exact: false }).waitFor();
  assert.ok(await page.locator(".ways .on").isDisabled());
  await trainee.pick("明天考试，翻来覆去静不下来");
  await trainee.next();
  assert.ok(await page.locator(".ways .on").isDisabled(), "no rating is chosen before the person does");
  await trainee.rated(6);
  await trainee.next();
  await page.locator(".breath").waitFor();
  assert.equal((await page.locator(".now").innerText()).split("。")[0].trim(), "吸气");
  assert.equal(await moving(page), 1);
  // One animation of transform and opacity, handed over whole.
  const [frames] = await page.evaluate(() => document.getAnimations().map((one) => one.effect.getKeyframes()));
  const moved = new Set(frames.flatMap((frame) => Object.keys(frame)));
  for (const name of ["offset", "computedOffset", "easing", "composite"]) moved.delete(name);
  assert.deepEqual([...moved].sort(), ["opacity", "transform"]);
  await trainee.wait(5);
  assert.equal((await page.locator(".now").innerText()).split("。")[0].trim(), "慢慢呼气");
  await trainee.says("第 1 轮，一共 30 轮");
  await trainee.press("慢一点");
  await trainee.wait(5);
  assert.equal((await page.locator(".now").innerText()).split("。")[0].trim(), "慢慢呼气", "a new pace begins a new cycle");
  await trainee.press("快一点");
  await trainee.wait(301);
  await trainee.says("跟完了，歇一歇");
  assert.equal(await moving(page), 0);
  await trainee.next();
  await page.locator(".clock").waitFor();
  assert.match(await page.locator(".clock").innerText(), /0:(30|29)$/);
  await trainee.wait(31);
  await page.getByText("时间到了").waitFor();
  await trainee.next();
  await trainee.rated(3);
  await trainee.picked("考试前");
  await trainee.heading("做完了");
  await trainee.press("看看别的");
  await trainee.menu();
  await page.getByText("练过一次", { exact: false }).first().waitFor();
  await done(trainee);
});

test("tapping along tells how well it keeps up, and a run that is not followed is no practice", async () => {
  const trainee = await visit();
  const { page } = trainee;
  await trainee.open("慢呼吸");
  await trainee.press("都没有，开始吧");
  await trainee.next();
  await trainee.pick("明天考试，翻来覆去静不下来");
  await trainee.next();
  await trainee.rated(5);
  await trainee.next();
  const circle = page.locator(".breath");
  await circle.click();
  await page.getByText("跟上了 10 成").waitFor();
  await trainee.wait(3);
  await trainee.wait(4);
  await circle.click();
  await page.getByText(/跟上了 [0-7] 成/).waitFor();
  await trainee.press("先到这里");
  await trainee.press("先到这里");
  await trainee.rated(4);
  await trainee.picked("别的时候");
  await trainee.press("看看别的");
  await trainee.menu();
  assert.equal(await page.getByText("练过一次", { exact: false }).count(), 0);
  await done(trainee);
});

test("dizziness ends the rhythm, and stopping asks once and may be left unsaid", async () => {
  const trainee = await visit();
  const { page } = trainee;
  await trainee.open("慢呼吸");
  await trainee.press("都没有，开始吧");
  await trainee.next();
  await trainee.pick("明天考试，翻来覆去静不下来");
  await trainee.next();
  await trainee.rated(5);
  await trainee.next();
  await trainee.press("有点晕");
  await trainee.heading("先不跟节奏了");
  assert.equal(await moving(page), 0);
  await trainee.press("好些了，往下走");
  await page.locator(".clock").waitFor();
  await trainee.press("停下来");
  await trainee.heading("能停下来，也是在照顾自己");
  await trainee.press("不想说，直接走");
  await trainee.heading("停在这里，很好");
  await trainee.press("看看别的");
  await trainee.menu();
  await done(trainee);
});

test("a rise by three ends the run, and what calms is played", async () => {
  const trainee = await visit();
  const { page } = trainee;
  await trainee.open("五样东西，回到这里");
  await trainee.rated(2);
  await trainee.press("停下来");
  await trainee.rate(7);
  await trainee.heading("它现在不适合你");
  // E05 itself made it worse, so it is not what is offered.
  assert.equal(await page.getByRole("button", { name: "陪我缓一缓" }).count(), 0);
  await trainee.press("我想找个人");
  await page.locator("#help .zh h1").waitFor();
  assert.ok((await page.locator("#help .zh .lines a").count()) >= 3);
  await trainee.press("回到刚才的地方");
  await trainee.press("都不用，先走了");
  await trainee.press("看看别的");
  await trainee.open("小步行动");
  await trainee.press("都没有，开始吧");
  await trainee.rated(3);
  await trainee.press("停下来");
  await trainee.rate(8);
  await trainee.heading("它现在不适合你");
  await trainee.press("陪我缓一缓");
  await trainee.heading("现在心里有多乱？");
  await done(trainee);
});

test("a contraindication leads to another exercise, and which one it was is not kept", async () => {
  const trainee = await visit();
  const { page } = trainee;
  await trainee.open("慢呼吸");
  await trainee.heading("开始之前，先看一眼");
  await trainee.press("有一条说的是我");
  await trainee.heading("谢谢你先看了一眼");
  await trainee.press("五样东西，回到这里");
  await trainee.heading("现在心里有多乱？");
  // An exercise is not gone on with by chance after a stop.
  await page.reload();
  await trainee.menu();
  await page.getByText("上次停在半路").waitFor();
  await trainee.press("不接了");
  await page.getByText("上次停在半路").waitFor({ state: "detached" });
  await done(trainee);
});

test("a run ends at twice its time, and time out of sight does not count", async () => {
  const trainee = await visit();
  const { page } = trainee;
  await trainee.open("五样东西，回到这里");
  await trainee.rated(4);
  await hide(page, true);
  await page.getByText("先停在这儿").waitFor();
  await page.clock.fastForward("20:00");
  await hide(page, false);
  await trainee.press("我回来了");
  assert.equal(await page.getByText("做了好一会儿了").count(), 0);
  await trainee.wait(365);
  await trainee.heading("做了好一会儿了，先到这里");
  await done(trainee);
});

test("a rhythm rests while nobody looks, and goes on where it was", async () => {
  const trainee = await visit();
  const { page } = trainee;
  await trainee.open("慢呼吸");
  await trainee.press("都没有，开始吧");
  await trainee.next();
  await trainee.pick("明天考试，翻来覆去静不下来");
  await trainee.next();
  await trainee.rated(5);
  await trainee.next();
  await trainee.wait(5);
  await hide(page, true);
  assert.equal(await moving(page), 0);
  await page.clock.fastForward("09:00");
  await hide(page, false);
  await trainee.press("我回来了");
  await page.locator(".now", { hasText: "慢慢呼气" }).waitFor();
  await trainee.says("第 1 轮，一共 30 轮");
  const at = await page.evaluate(() => document.getAnimations()[0].currentTime);
  assert.ok(at > 4900 && at < 9000, `the circle is where the words are: ${at}`);
  await done(trainee);
});

test("cards into bins, a word for a feeling, the body, a card and a diary", async () => {
  const trainee = await visit();
  const { page } = trainee;
  const bin = (name) => page.locator(".bins").getByRole("button", { name, exact: true }).click();
  await trainee.open("给心情起个名字");
  await trainee.next();
  // The first card lies wrong: it comes back with its reason.
  for (const name of ["不舒服，劲儿小", "舒服，劲儿小", "不舒服，劲儿大", "不舒服，劲儿小", "舒服，劲儿大", "不舒服，劲儿小"]) await bin(name);
  await trainee.next();
  await trainee.says("再看看这一张");
  await trainee.says("跳起来了，身体在说：太好了。");
  await bin("舒服，劲儿大");
  await trainee.next();
  await trainee.rated(5);
  await page.locator(".corners").getByRole("button", { name: "不舒服，劲儿小", exact: true }).click();
  await trainee.press("孤单");
  await trainee.press("换一块");
  await page.locator(".corners").getByRole("button", { name: "不舒服，劲儿大", exact: true }).click();
  await trainee.press("担心");
  await page.getByText("已经挑了两个", { exact: false }).waitFor();
  await trainee.next();
  await trainee.pick("胸口");
  assert.equal(await page.locator(".body .on").count(), 1);
  await trainee.pick("全身");
  assert.ok((await page.locator(".body .on").count()) >= 5);
  await trainee.next();
  await trainee.picked("有人陪");
  await trainee.rated(3);
  const card = page.locator(".kept");
  await card.waitFor();
  for (const text of ["孤单、担心", "胸口、全身", "有人陪"]) await card.getByText(text, { exact: true }).waitFor();
  await trainee.next();
  await page.locator("table").waitFor();
  assert.equal(await page.locator("tbody tr").count(), 1);
  await trainee.next();
  await trainee.heading("做完了");
  await done(trainee);
});

test("a plan, a reminder in the calendar and on the next day's menu, and a chart after two days", async () => {
  const trainee = await visit();
  const { page } = trainee;
  await trainee.open("小步行动");
  await trainee.press("都没有，开始吧");
  await trainee.rated(5);
  await trainee.next();
  await trainee.pick("今天放学，到操场走一圈");
  await trainee.next();
  await trainee.picked("和人在一起");
  await trainee.picked("和一个同学说声早");
  await trainee.rated(7);
  await trainee.rated(4);
  await page.getByText("切小", { exact: false }).first().waitFor();
  await trainee.next();
  await trainee.rated(8);
  const lines = page.locator("textarea");
  for (const [nth, text] of ["和小林说声早", "早读前", "教室门口", "起晚了"].entries()) await lines.nth(nth).fill(text);
  assert.ok(await page.locator(".ways .on").isDisabled(), "a plan with a gap is none");
  await lines.nth(4).fill("第一节下课再说");
  await trainee.next();
  await trainee.press("好，提醒我");
  const [download] = await Promise.all([page.waitForEvent("download"), trainee.press("也存进手机日历")]);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  const calendar = Buffer.concat(chunks).toString("utf8");
  assert.match(calendar, /^BEGIN:VCALENDAR\r\n[^]*RRULE:FREQ=DAILY;COUNT=7\r\n[^]*END:VCALENDAR\r\n$/);
  // Random letters stand for nothing.
  const told = calendar.replace(/^UID:.*$/m, "");
  for (const secret of ["小林", "小步", "e08"]) assert.ok(!told.includes(secret), "a calendar names no exercise");
  await trainee.next();
  await page.locator(".kept").getByText("和小林说声早").waitFor();
  await trainee.next();
  await trainee.rated(4);
  await trainee.heading("做完了");
  for (const [joy, achieved, rows] of [[6, 7, 1], [8, 9, 2]]) {
    await page.clock.fastForward("24:00:00");
    await page.reload();
    await trainee.menu();
    await page.getByText("你说过，想回来看看").waitFor();
    await trainee.press("今天的一小步");
    await trainee.press("都没有，开始吧");
    await trainee.picked("做了");
    await trainee.rated(joy);
    await trainee.rated(achieved);
    await page.locator("table").waitFor();
    assert.equal(await page.locator("tbody tr").count(), rows);
    assert.equal(await page.locator(".chart").count(), rows > 1 ? 1 : 0);
    await trainee.next();
    await trainee.picked("还做这件");
    await trainee.heading("做完了");
    await trainee.press("看看别的");
  }
  await done(trainee);
});

test("a story goes on by what is done, and can be told again", async () => {
  const trainee = await visit();
  const { page } = trainee;
  await trainee.open("求助一步");
  await trainee.rated(5);
  await trainee.next();
  await trainee.picked("心理老师");
  await trainee.picked("当面说");
  for (const [nth, text] of ["开学到现在", "总睡不着", "想请您听我说十分钟"].entries()) await page.locator("textarea").nth(nth).fill(text);
  await trainee.next();
  await page.locator(".option").nth(1).click();
  await page.locator(".said").waitFor();
  assert.ok(await page.locator(".option").first().isDisabled(), "what is done is done");
  await trainee.press("然后");
  await trainee.next();
  await page.locator(".option").first().click();
  await trainee.press("然后");
  await page.locator(".option").first().click();
  await trainee.press("然后");
  await trainee.picked("班主任");
  await page.locator("textarea").nth(0).fill("明天课间");
  await page.locator("textarea").nth(1).fill("心理室");
  await trainee.next();
  for (const text of ["心理老师", "总睡不着", "心理室"]) await page.locator(".kept").getByText(text, { exact: true }).waitFor();
  assert.ok((await page.locator("main .lines a").count()) >= 3, "the numbers stand below the card");
  await done(trainee);
});

test("a wave is watched and drawn", async () => {
  const trainee = await visit();
  const { page } = trainee;
  await trainee.open("冲动来了，冲浪");
  for (let step = 0; step < 12 && !(await page.locator(".sea").count()); step += 1) await forward(trainee);
  await page.locator(".sea").waitFor();
  await page.getByText("现在有多强？点一个数。").waitFor();
  for (const [nth, value] of [5, 7, 6, 3].entries()) {
    await trainee.rate(value);
    assert.equal(await page.locator(".sea circle").count(), nth + 1);
    await page.getByText(/秒后再问你一次/).waitFor();
    if (nth < 3) await trainee.wait(60);
  }
  await page.getByText("最高到过 7，现在是 3。", { exact: false }).waitFor();
  await trainee.next();
  await page.locator(".option").first().waitFor();
  await done(trainee);
});

test("the calming exercise with keys alone, and every screen takes the focus along", async () => {
  const trainee = await visit();
  const { page } = trainee;
  await trainee.settled();
  const until = async (name) => {
    for (let press = 0; press < 60; press += 1) {
      const label = await page.evaluate(() => document.activeElement.innerText || document.activeElement.getAttribute("aria-label") || "");
      if (label.trim().startsWith(name)) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`never came to ${name}`);
  };
  const onHeading = () => page.waitForFunction(() => document.activeElement.tagName === "H1");
  await until("五样东西，回到这里");
  await page.keyboard.press("Enter");
  await onHeading();
  await until("开始");
  await page.keyboard.press("Enter");
  await onHeading();
  await page.keyboard.press("Tab");
  if (await page.evaluate(() => document.activeElement.className.includes("aloud"))) await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  for (let more = 0; more < 4; more += 1) await page.keyboard.press("ArrowRight");
  await until("下一步");
  await page.keyboard.press("Enter");
  await onHeading();
  await until("下一步");
  await page.keyboard.press("Enter");
  await onHeading();
  for (let nth = 0; nth < 5; nth += 1) {
    await page.locator(".option input").nth(nth).focus();
    await page.keyboard.press("Space");
  }
  await until("下一步");
  await page.keyboard.press("Enter");
  await onHeading();
  await page.getByText("碰四样东西", { exact: false }).waitFor();
  await until("停下来");
  await page.keyboard.press("Enter");
  await trainee.heading("能停下来，也是在照顾自己");
  await onHeading();
  await done(trainee);
});

test("who asked for less motion sees the circle fade, and the words are the same", async () => {
  const trainee = await visit({ reducedMotion: "reduce" });
  const { page } = trainee;
  await trainee.open("慢呼吸");
  await trainee.press("都没有，开始吧");
  await trainee.next();
  await trainee.pick("明天考试，翻来覆去静不下来");
  await trainee.next();
  await trainee.rated(5);
  await trainee.next();
  await page.locator(".breath").waitFor();
  const [frames] = await page.evaluate(() => document.getAnimations().map((one) => one.effect.getKeyframes()));
  assert.ok(frames.every((frame) => "opacity" in frame && !("transform" in frame)));
  assert.equal((await page.locator(".now").innerText()).split("。")[0].trim(), "吸气");
  await done(trainee);
});
