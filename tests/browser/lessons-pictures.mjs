// Photographs screens of the family's lessons on a phone: light and dark, both languages.
// `node tests/browser/lessons-pictures.mjs FOLDER [light|dark] [zh-Hans|en]`
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { launch } from "./people.mjs";
import { Stack } from "./stack.mjs";

const [folder, ...only] = process.argv.slice(2);
const wanted = (group) => group.filter((name) => !group.some((other) => only.includes(other)) || only.includes(name));
await mkdir(folder, { recursive: true });
const stack = await Stack.start();
const browser = await launch();
try {
  for (const colorScheme of wanted(["light", "dark"])) {
    for (const lang of wanted(["zh-Hans", "en"])) {
      const context = await browser.newContext({ viewport: { width: 360, height: 740 }, colorScheme, deviceScaleFactor: 2 });
      const page = await context.newPage();
      let nth = 0;
      const take = async (name) => page.screenshot({ path: join(folder, `${String((nth += 1)).padStart(2, "0")}-${name}-${colorScheme}-${lang}.png`), fullPage: true });
      await page.goto(`${stack.gateway}/family?lang=${lang}`);
      await page.locator(".offers .room").nth(2).waitFor();
      await take("family");
      await page.locator(".offers .room").nth(2).click();
      await page.locator(".options .option").first().waitFor();
      await take("whose");
      await page.locator(".options .option").nth(1).click();
      await page.locator(".offers .room").first().waitFor();
      await page.waitForLoadState("networkidle");
      await take("start");
      await page.locator(".offers .room").first().click();
      await page.locator("main .actions .main").waitFor();
      await take("lesson");
      await page.locator("main .actions .main").click();
      const next = async () => page.locator(".ways .on").click();
      await page.locator(".stop").waitFor();
      await take("idea");
      await next();
      await page.locator(".talk").waitFor();
      await take("talk");
      await next();
      for (const [option, name] of [[0, "far"], [1, "near"]]) {
        await page.locator("button.option").nth(option).waitFor();
        if (option === 0) await take("fork");
        await page.locator("button.option").nth(option).click();
        await page.locator(".said .face").waitFor();
        await take(`reply-${name}`);
        await next();
        if (option === 0) {
          await take("try-far");
          await next();
          await page.locator(".option input").first().check();
          await next();
        }
      }
      await page.locator("button.option").nth(2).click();
      await next();
      await page.locator("button.option").first().click();
      await take("calm");
      await next();
      await next();
      await page.locator(".option input").first().check();
      await take("where");
      await next();
      await take("task");
      await next();
      await take("plan");
      await page.locator("textarea").nth(0).fill(lang === "en" ? "after the lights are out" : "关灯以后");
      await page.locator("textarea").nth(1).fill(lang === "en" ? "on the way, if I work late" : "加班就改到路上");
      await next();
      await take("remind");
      await page.locator(".row .other").first().click();
      await next();
      await take("card");
      await next();
      await take("over");
      await next();
      await page.locator(".larger").click();
      await take("large");
      await page.locator("main .main").click();
      await page.locator("main .actions .main").click();
      await page.locator(".stop").waitFor();
      await next();
      await take("large-talk");
      await page.goto(`${stack.gateway}/family?lang=${lang}#self-check`);
      await page.locator(".options .option").nth(3).click();
      await take("self-check");
      await page.locator(".statement input").nth(2).check();
      await page.locator("main .actions .main").click();
      await take("three");
      await context.close();
    }
  }
} finally {
  await browser.close();
  await stack.stop();
}
