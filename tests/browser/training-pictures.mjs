// Photographs screens of the training page: phone and desktop, light and dark, both languages.
// `node tests/browser/training-pictures.mjs FOLDER [phone|desktop] [light|dark] [zh-Hans|en] [an exercise's id …]`
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { launch } from "./people.mjs";
import { Stack } from "./stack.mjs";
import { Trainee, through } from "./training.mjs";

const [folder, ...only] = process.argv.slice(2);
const SIZES = { phone: { width: 360, height: 740 }, desktop: { width: 1280, height: 800 } };
const GROUPS = [["phone", "desktop"], ["light", "dark"], ["zh-Hans", "en"]];
const wanted = (name) => only.includes(name) || !GROUPS.find((group) => group.includes(name)).some((other) => only.includes(other));
const given = only.filter((name) => !GROUPS.flat().includes(name));
const exercises = given.length ? given : ["e01-slow-breathing", "e07-name-the-feeling", "e08-small-steps", "e31-urge-surfing", "e34-safety-plan", "e35-one-step-to-help", "e38-baduanjin"];

await mkdir(folder, { recursive: true });
const stack = await Stack.start();
const browser = await launch();
try {
  for (const size of GROUPS[0].filter(wanted)) {
    for (const colorScheme of GROUPS[1].filter(wanted)) {
      for (const lang of GROUPS[2].filter(wanted)) {
        const trainee = await Trainee.visit(browser, stack, { lang, query: "", viewport: SIZES[size], colorScheme, deviceScaleFactor: size === "phone" ? 2 : 1 });
        const { page } = trainee;
        const taken = new Set();
        const take = (prefix) => async (name) => {
          const file = `${prefix}-${name}`;
          if (taken.has(file)) return;
          taken.add(file);
          await page.clock.runFor(1500);
          await page.screenshot({ path: join(folder, `${file}-${size}-${colorScheme}-${lang}.png`), fullPage: true });
        };
        await page.locator(".option").first().waitFor();
        await take("00")("stage");
        await page.locator(".option").nth(2).click();
        await page.locator(".room").nth(3).waitFor();
        await page.waitForLoadState("networkidle");
        await take("00")("menu");
        await page.locator(".help-now").click();
        await take("00")("help");
        await page.keyboard.press("Escape");
        await page.locator(".library").click();
        await page.locator("main .rooms .room").nth(19).waitFor();
        await take("00")("library");
        await page.locator("main .rooms .room").nth(6).click();
        await page.locator(".reading").waitFor();
        await take("00")("topic");
        await page.locator("main .back").click();
        await page.locator("main .rooms .room").nth(19).waitFor();
        await page.locator("main .back").click();
        for (const id of exercises) {
          const title = id.split("-")[0];
          await through(trainee, id, take(title), { lang, text: lang === "en" ? "a short line of my own" : "写给自己的一句话" });
        }
        await take("99")("menu");
        await trainee.context.close();
      }
    }
  }
} finally {
  await browser.close();
  await stack.stop();
}
