// Photographs every screen of the desk: phone and desktop, light and dark, both languages.
// `node tests/browser/desk-pictures.mjs FOLDER`, with QINGHE_GATEWAY, QINGHE_CLI and QINGHE_CHROMIUM set.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { EN, ZH, doors, furnish, walk } from "./desk-screens.mjs";
import { launch } from "./people.mjs";
import { Stack } from "./stack.mjs";

const [folder, only = ""] = process.argv.slice(2);
const SIZES = { phone: { width: 360, height: 740 }, desktop: { width: 1280, height: 800 } };

await mkdir(folder, { recursive: true });
const stack = await Stack.start({ more: ["second_centre = true"] });
const browser = await launch();
try {
  const desks = await furnish(browser, stack);
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ["light", "dark"]) {
      for (const words of [ZH, EN]) {
        const name = `${size}-${colorScheme}-${words.lang}`;
        if (!name.includes(only)) continue;
        const look = async (page, screen) => {
          await page.waitForTimeout(400);
          await page.screenshot({ path: join(folder, `desk-${screen}-${name}.png`), fullPage: true });
        };
        for (const { page } of Object.values(desks)) {
          await page.setViewportSize(viewport);
          await page.emulateMedia({ colorScheme });
        }
        await doors(browser, stack, { viewport, colorScheme }, look, words.lang);
        await walk(stack, desks, look, words);
      }
    }
  }
} finally {
  await browser.close();
  await stack.stop();
}
