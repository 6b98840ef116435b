// Chromium as people have it. Playwright's own flags switch off storage partitioning, the page cache behind
// the Back button and the popup blocker, so what is tried under them says little about a real browser.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { WHOLE } from "./people.mjs";

// Only what a machine without a screen, and a run without other people's traffic, cannot do without.
const FLAGS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-default-apps",
  "--disable-dev-shm-usage",
  "--disable-field-trial-config",
  "--disable-sync",
  "--hide-scrollbars",
  "--no-default-browser-check",
  "--no-first-run",
  "--password-store=basic",
  "--remote-debugging-pipe",
];

// A browser whose contexts begin empty. `flags` come on top.
export async function launchPlain(flags = []) {
  const profile = await mkdtemp(join(tmpdir(), "qinghe-browser-"));
  const args = [...FLAGS, ...flags, `--user-data-dir=${profile}`, "--no-startup-window"];
  const browser = await chromium.launch({ executablePath: WHOLE, ignoreDefaultArgs: true, args });
  browser.on("disconnected", () => rm(profile, { recursive: true, force: true, maxRetries: 5 }));
  return browser;
}

// One person's browser with its profile in a folder that outlives it.
export function openProfile(profile, options = {}, flags = []) {
  const args = [...FLAGS, ...flags, `--user-data-dir=${profile}`, "about:blank"];
  return chromium.launchPersistentContext(profile, { executablePath: WHOLE, ignoreDefaultArgs: true, args, ...options });
}
