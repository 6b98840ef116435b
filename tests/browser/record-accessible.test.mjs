// WCAG 2.2 AA, as far as a machine can tell: axe-core over every screen of the growth record.
import assert from "node:assert/strict";
import { test } from "node:test";
import { judged } from "./axe.mjs";
import { Diary, walk } from "./record.mjs";
import { LOOKS, browser, ground, stack } from "./setting.mjs";

ground();

for (const [look, lang] of [["light", "zh-Hans"], ["dark", "en"], ["high-contrast", "zh-Hans"]]) {
  test(`every screen of the record: ${look}, ${lang}`, async () => {
    const diary = await Diary.visit(browser, stack, { lang, ...LOOKS[look] });
    const found = [];
    await walk(diary, lang, async (screen) => {
      const { findings, passes } = await judged(diary.page);
      found.push(...findings.map((one) => `${screen}: ${one}`));
      assert.ok(passes.length > 10, `${screen}: axe looked at too little`);
      // Nothing is wider than a phone.
      const wide = await diary.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (wide > 0) found.push(`${screen}: ${wide} pixels too wide`);
    });
    assert.deepEqual(found, []);
    assert.deepEqual(diary.complaints, []);
    await diary.context.close();
  });
}
