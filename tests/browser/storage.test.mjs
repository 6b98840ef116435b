// Where a sitting is kept, in a browser as people have it: storage divided by site, and for some with storage of
// other sites refused. Playwright's own flags would hide both.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Desk } from "./desk.mjs";
import { at, begin, choose, element, launch, open } from "./people.mjs";
import { openProfile } from "./plain-browser.mjs";
import { Stack } from "./stack.mjs";

let folder;
const stacks = {};

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "qinghe-storage-"));
  const browser = await launch();
  for (const [site, portalHost] of [["the same site", "portal.school.localhost"], ["another site", "portal.elsewhere.localhost"]]) {
    stacks[site] = await Stack.start({ portalHost });
    await Desk.setUp(browser, stacks[site]);
  }
  await browser.close();
});
after(async () => {
  for (const stack of Object.values(stacks)) await stack.stop();
  if (folder) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

// The browser's own settings, as a person or a school makes them. Where other sites may not keep anything,
// Chromium still gives the frame a store of its own, because that one is divided by site.
const REFUSED = { content_settings: { exceptions: { cookies: { "xinli.school.localhost,*": { setting: 2 } } } } };
const CASES = [
  ["as it comes", "the same site", {}, true],
  ["as it comes", "another site", {}, true],
  ["with cookies of other sites refused", "the same site", { cookie_controls_mode: 1 }, true],
  ["with cookies of other sites refused", "another site", { cookie_controls_mode: 1 }, true],
  ["with all storage of the gateway refused", "the same site", REFUSED, false],
];

for (const [nth, [setting, site, preferences, kept]] of CASES.entries()) {
  test(`${setting}, the portal on ${site}: a sitting ${kept ? "survives" : "works and does not survive"} a reload`, async (t) => {
    const profile = join(folder, String(nth));
    await mkdir(join(profile, "Default"), { recursive: true });
    await writeFile(join(profile, "Default/Preferences"), JSON.stringify({ profile: preferences }));
    const context = await openProfile(profile);
    t.after(() => context.close());
    const [page] = context.pages();
    const stack = stacks[site];
    let place = await open(page, stack);
    await begin(place);
    await choose(place, 1, 3);
    await choose(place, 2, 2);
    await at(place, 3);
    await page.reload();
    place = element(page, "frame");
    if (kept) await place.getByText("你上次做到一半").waitFor();
    else {
      await place.getByRole("heading", { name: "先看看，谁会看到什么" }).waitFor();
      const inner = page.frames().find((frame) => frame.url().startsWith(stack.gateway));
      const refused = await inner.evaluate(() => indexedDB.databases().then(() => false, () => true));
      assert.ok(refused, "the setting refuses storage here, or this test proves nothing");
    }
  });
}
