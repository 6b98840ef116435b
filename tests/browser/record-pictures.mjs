// Photographs every screen of the growth record: phone and desktop, light and dark, every language.
// `node tests/browser/record-pictures.mjs FOLDER [phone|desktop] [light|dark] [zh-Hans|zh-Hant|en]`
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { launch } from "./people.mjs";
import { Diary, walk } from "./record.mjs";
import { Stack } from "./stack.mjs";

const [folder, ...only] = process.argv.slice(2);
const SIZES = { phone: { width: 360, height: 740 }, desktop: { width: 1280, height: 800 } };
const wanted = (name) => only.length === 0 || !only.some((one) => one.length && ALL[name].includes(one)) || only.includes(name);
const LANGS = ["zh-Hans", "zh-Hant", "en"];
const ALL = { phone: ["phone", "desktop"], desktop: ["phone", "desktop"], light: ["light", "dark"], dark: ["light", "dark"], "zh-Hans": LANGS, "zh-Hant": LANGS, en: LANGS };

await mkdir(folder, { recursive: true });
const stack = await Stack.start();
const browser = await launch();
try {
  for (const size of Object.keys(SIZES).filter(wanted)) {
    for (const colorScheme of ["light", "dark"].filter(wanted)) {
      for (const lang of LANGS.filter(wanted)) {
        const diary = await Diary.visit(browser, stack, { lang, viewport: SIZES[size], colorScheme, deviceScaleFactor: size === "phone" ? 2 : 1 });
        await walk(diary, lang, async (name) => {
          await diary.page.waitForTimeout(150);
          await diary.page.screenshot({ path: join(folder, `${name}-${size}-${colorScheme}-${lang}.png`), fullPage: true });
        });
        await diary.context.close();
      }
    }
  }
} finally {
  await browser.close();
  await stack.stop();
}
