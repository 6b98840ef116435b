// Chinese in its traditional script: which tags and pages get it, that it stays, and what stands in the script in which it was printed.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { MOUNTS, button, open } from "./people.mjs";
import { Diary, walk } from "./record.mjs";
import { browser, setting, stack, student } from "./setting.mjs";
import { ROOT } from "./stack.mjs";
import { simplified, traditional } from "./traditional.mjs";
import { until } from "./until.mjs";

setting({ deskOpen: false });

const ASKED = { "zh-Hant": "zh-Hant", "zh-TW": "zh-Hant", "zh-HK": "zh-Hant", "zh-Hant-MO": "zh-Hant", "zh-CN": "zh-Hans", "zh-Hans-HK": "zh-Hans", fr: "zh-Hans", "en-GB": "en" };
const HELP = { "zh-Hant": "我現在需要幫助", "zh-Hans": "我现在需要帮助", en: "I need help now" };

test("the language that is asked for decides the script", async () => {
  for (const [asked, shown] of Object.entries(ASKED)) {
    const { context, page, complaints } = await student();
    await page.goto(`${stack.gateway}/embed?battery=mood-and-anxiety&lang=${asked}#t=${await stack.token("student-15")}`);
    await button(page, HELP[shown]).waitFor();
    assert.equal(await page.locator(".app").getAttribute("lang"), shown, asked);
    assert.deepEqual(complaints, []);
    await context.close();
  }
});

for (const mount of MOUNTS) {
  describe(`traditional script in the ${mount}`, () => {
    test("from the first screen to the end, and again after English", async () => {
      const { context, page, complaints } = await student();
      const place = await open(page, stack, { mount, lang: "zh-Hant" });
      await button(place, "我明白了").click();
      await button(place, "好，開始吧").click();
      await place.getByRole("heading", { name: "做事時提不起勁或沒有興趣" }).waitFor();
      await place.locator(".option", { hasText: "好幾天" }).click();
      await button(place, "English").click();
      await place.getByText("2 of 16").waitFor();
      await button(place, "中文").click();
      await place.getByRole("heading", { name: "感到心情低落、沮喪或絕望" }).waitFor();
      for (let position = 2; position <= 16; position += 1) {
        await place.getByText(`第 ${position} 題，共 16 題`, { exact: true }).waitFor();
        await place.locator(".option").first().click();
      }
      await place.getByRole("heading", { name: "做完了，謝謝你" }).waitFor();
      await button(place, "看看我的結果").click();
      await place.getByText("總體平穩").waitFor();
      assert.deepEqual(complaints, []);
      await context.close();
    });
  });
}

test("an instrument whose holder allows no change stands as it was printed, and the page says so", async () => {
  const { context, page, complaints } = await student();
  const place = await open(page, stack, { as: "student-13", lang: "zh-Hant", more: "&battery=junior" });
  await button(place, "我明白了").click();
  await button(place, "我願意").click();
  await place.getByRole("heading", { name: "我感觉快乐、心情舒畅" }).waitFor();
  assert.match(await place.locator(".credit").textContent(), /題目照原文，用簡體字。$/);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("wording that a school brings is shown in traditional script's pages too", async () => {
  await stack.bringText("pss-10");
  const { context, page, complaints } = await student();
  const place = await open(page, stack, { lang: "zh-Hant", more: "&battery=own-stress" });
  await button(place, "我明白了").click();
  await button(place, "好，開始吧").click();
  await place.locator(".option").first().waitFor();
  assert.deepEqual(complaints, []);
  await context.close();
});

async function phone(address) {
  const { context, page, complaints } = await student();
  await page.clock.install();
  await page.goto(`${stack.gateway}${address}`);
  const on = page.locator(".ways .on");
  const room = async (title) => {
    await page.locator(".room", { has: page.getByText(title, { exact: true }) }).first().click();
    await page.getByRole("heading", { level: 1, name: title, exact: true }).waitFor();
  };
  const done = async () => {
    assert.deepEqual(complaints, []);
    await context.close();
  };
  return { context, page, on, room, done };
}

const heading = (page, name) => page.getByRole("heading", { level: 1, name, exact: true }).waitFor();

test("practising in traditional script: menu, help, an exercise to its rhythm, and again after English", async () => {
  const { page, on, room, done } = await phone("/training?lang=zh-TW&stage=J");
  await heading(page, "今天想練點什麼？");
  await page.waitForLoadState("networkidle");
  await traditional(page, "training-menu");
  await page.locator("details summary").last().click();
  await traditional(page, "training-settings");
  await page.locator(".help-now").click();
  await traditional(page, "training-help");
  await page.locator("[data-do=back]").click();
  await room("慢呼吸");
  await traditional(page, "training-face");
  await button(page, "開始").click();
  await button(page, "都沒有，開始吧").click();
  await traditional(page, "training-say");
  await on.click();
  await page.locator("button.option").first().waitFor();
  await traditional(page, "training-check");
  await page.getByText("明天考試，翻來覆去靜不下來", { exact: true }).click();
  await on.click();
  await page.locator(".place").nth(6).click();
  await traditional(page, "training-slide");
  await on.click();
  await page.getByText("坐穩，兩腳放平", { exact: false }).first().waitFor();
  await traditional(page, "training-ready");
  await on.click();
  await page.locator(".breath").waitFor();
  await traditional(page, "training-pacer");
  await page.goto("about:blank");
  await page.goto(`${stack.gateway}/training?lang=zh-TW&stage=J`);
  await heading(page, "今天想練點什麼？");
  await page.locator("[data-do=language]").click();
  await heading(page, "What would you like to practise today?");
  await page.locator("[data-do=language]").click();
  await heading(page, "今天想練點什麼？");
  await traditional(page, "training-again");
  await done();
});

test("the family's page in traditional script: every room, and again after English", async () => {
  const { page, done } = await phone("/family?lang=zh-HK");
  await page.locator(".offers .room").first().waitFor();
  const rooms = await page.locator("main .room:not(.lessons)").count();
  assert.ok(rooms > 4, `${rooms} rooms`);
  for (let nth = 0; nth < rooms; nth += 1) {
    await traditional(page, "family-start");
    await page.locator("main .room:not(.lessons)").nth(nth).click();
    await traditional(page, `family-${nth}`);
    await page.reload();
    await page.locator(".offers .room").first().waitFor();
  }
  await page.locator("[data-do=language]").click();
  await page.getByRole("heading", { name: "How are things at home today?" }).waitFor();
  await page.locator("[data-do=language]").click();
  await page.getByRole("heading", { name: "今天，家裡怎麼樣？" }).waitFor();
  await done();
});

test("a family lesson in traditional script, from the list to its forks", async () => {
  const { page, on, room, done } = await phone("/lessons?lang=zh-Hant&stage=lower-primary");
  await heading(page, "今天，家裡怎麼樣？");
  await page.waitForLoadState("networkidle");
  for (const one of await page.locator("details summary").all()) await one.click();
  await traditional(page, "lessons-home");
  await room("傾聽一刻鐘");
  await traditional(page, "lessons-face");
  await button(page, "開始").click();
  await traditional(page, "lessons-say");
  await on.click();
  await page.locator(".talk .turn.adult").first().waitFor();
  await traditional(page, "lessons-talk");
  await on.click();
  await page.locator("button.option").first().click();
  await page.locator(".said .face").waitFor();
  await traditional(page, "lessons-fork");
  await done();
});

test("the record in traditional script, screen by screen; its six words stay as they were drawn", async () => {
  const drawn = new Set((await readFile(join(ROOT, "src/seal/words/zh-Hans.txt"), "utf8")).split("\n"));
  const diary = await Diary.visit(browser, stack, { lang: "zh-Hant" });
  await walk(diary, "zh-Hant", async (screen) => {
    await traditional(diary.page, `record-${screen}`, ".words");
    if (screen !== "16-words") return;
    const words = await diary.page.locator(".words li").allInnerTexts();
    assert.deepEqual([words.length, words.filter((word) => !drawn.has(word.trim()))], [6, []]);
  });
  assert.deepEqual(diary.complaints, []);
  await diary.context.close();
});

test("what keeps the own result speaks as the sitting does", async () => {
  const { context, page, complaints } = await student();
  const place = await open(page, stack, { lang: "zh-Hant" });
  await button(place, "我明白了").click();
  await button(place, "好，開始吧").click();
  for (let position = 1; position <= 16; position += 1) {
    await place.getByText(`第 ${position} 題，共 16 題`, { exact: true }).waitFor();
    await place.locator(".option").first().click();
  }
  await button(place, "看看我的結果").click();
  await button(place, "放進我的成長檔案").click();
  await place.getByText("這裡還沒有你的成長檔案", { exact: false }).waitFor();
  const keep = place.locator(".keep");
  assert.equal(await keep.getAttribute("lang"), "zh-Hant");
  assert.deepEqual((await keep.innerText()).split("\n").filter(simplified), []);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("a page is in the script that its address asks for, or the browser where it asks for none, and at hand in it", async () => {
  const { context, page, complaints } = await student();
  await page.goto(`${stack.gateway}/family?lang=zh-Hans`);
  const script = async (path, language) => {
    const [vary, text] = await page.evaluate(async ([path, language]) => {
      const answer = await fetch(path, { headers: { "accept-language": language } });
      return [answer.headers.get("vary"), await answer.text()];
    }, [path, language]);
    assert.match(vary, /accept-language/i);
    return /<html lang="([^"]*)">/.exec(text)[1];
  };
  for (const path of ["/training", "/lessons", "/family", "/record"]) {
    assert.deepEqual([await script(`${path}?lang=zh-TW`, "en"), await script(`${path}?lang=zh-Hans`, "zh-TW")], ["zh-Hant", "zh-Hans"], path);
    assert.deepEqual([await script(path, "zh-TW,zh;q=0.9"), await script(path, "zh-CN,zh-TW;q=0.9")], ["zh-Hant", "zh-Hans"], path);
  }
  await page.goto(`${stack.gateway}/family?lang=zh-Hant`);
  // The other script's worker was there first: this one has everything before it takes its place.
  await until(() => page.evaluate(async () => /zh-Hant/.test((await navigator.serviceWorker.ready).active.scriptURL)));
  await context.setOffline(true);
  await page.reload();
  await page.getByRole("heading", { name: "今天，家裡怎麼樣？" }).waitFor();
  assert.deepEqual(complaints.filter((one) => !/ERR_INTERNET_DISCONNECTED/.test(one)), []);
  await context.close();
});

test("the tag of a page passes its script on", async () => {
  const { context, page, complaints } = await student();
  await page.goto(`${stack.portal}/login?as=student-15`);
  await page.goto(`${stack.portal}/psych?lang=zh-Hans`);
  for (const [name, title, shown] of [["training", "練習", "今天想練點什麼？"], ["family", "家裡", "今天，家裡怎麼樣？"], ["record", "成長檔案", "一份你自己的檔案"]]) {
    await page.addScriptTag({ url: `${stack.gateway}/qinghe-${name}.js` });
    await page.evaluate(([name, gateway]) => {
      document.body.innerHTML = "";
      const tag = document.createElement(`qinghe-${name}`);
      Object.entries({ gateway, stage: "J", lang: "zh-Hant-HK" }).forEach((one) => tag.setAttribute(...one));
      document.body.append(tag);
    }, [name, stack.gateway]);
    await page.frameLocator(`qinghe-${name} iframe`).getByRole("heading", { name: shown }).waitFor();
    assert.equal(await page.locator(`qinghe-${name} iframe`).getAttribute("title"), title);
  }
  assert.deepEqual(complaints, []);
  await context.close();
});
