// WCAG 2.2 AA, as far as a machine can tell: axe-core over every screen of the growth record.
import assert from "node:assert/strict";
import { test } from "node:test";
import { judgedInEveryLook } from "./axe.mjs";
import { Diary, walk } from "./record.mjs";
import { browser, ground, stack } from "./setting.mjs";

ground();

for (const lang of ["zh-Hans", "en"]) {
  test(`every screen of the record: ${lang}`, async () => {
    const diary = await Diary.visit(browser, stack, { lang });
    const found = [];
    await walk(diary, lang, async (screen) => {
      found.push(...(await judgedInEveryLook(diary.page, screen)));
      // Nothing is wider than a phone.
      const wide = await diary.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (wide > 0) found.push(`${screen}: ${wide} pixels too wide`);
    });
    assert.deepEqual(found, []);
    assert.deepEqual(diary.complaints, []);
    await diary.context.close();
  });
}
