// Photographs the documentation: node tests/browser/site-pictures.mjs FOLDER. Phone and desktop, light and dark, both languages.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { build } from "../../www/site/build.mjs";
import { launch } from "./people.mjs";
import { serve } from "./static-files.mjs";

const out = process.argv[2] || "tests/browser/shots/site";
const site = join(out, "built");
const NAMES = ["index", "guide", "embed", "instruments", "api", "reference", "host-api"];
await mkdir(out, { recursive: true });
await build(site);
const server = await serve(site);
const browser = await launch();
for (const [size, viewport] of [["phone", { width: 360, height: 740 }], ["desktop", { width: 1280, height: 800 }]]) {
  for (const colorScheme of ["light", "dark"]) {
    const page = await (await browser.newContext({ viewport, colorScheme })).newPage();
    for (const lang of ["zh-Hans", "en"]) {
      for (const name of NAMES) {
        await page.goto(`${server.origin}/${lang}/${name}.html`);
        if (name === "instruments") await page.locator("#phq-9 details").evaluate((one) => (one.open = true));
        await page.screenshot({ path: join(out, `${name}-${size}-${colorScheme}-${lang}.png`) });
        const below = page.locator(name === "instruments" ? "#phq-9" : "main h2").nth(name === "instruments" ? 0 : 1);
        if (!(await below.count())) continue;
        await below.evaluate((one) => one.scrollIntoView());
        await page.screenshot({ path: join(out, `${name}-below-${size}-${colorScheme}-${lang}.png`) });
      }
    }
    await page.context().close();
  }
}
await browser.close();
server.close();
