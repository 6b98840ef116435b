// Pictures of every screen of the page /consent, for people to look at. usage: node consent-pictures.mjs FOLDER
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { FACTS, Stack, press, through, visit } from "./consent.mjs";
import { launch } from "./people.mjs";

const folder = process.argv[2] || "target/pictures";
await mkdir(folder, { recursive: true });
const stack = await Stack.start({ keeps: true, more: FACTS });
const browser = await launch();
const SIZES = { phone: { width: 360, height: 740 }, desktop: { width: 1100, height: 800 } };

async function take({ size, colorScheme, lang, large, as }) {
  const context = await browser.newContext({ viewport: SIZES[size], colorScheme, deviceScaleFactor: size === "phone" ? 2 : 1 });
  const page = await context.newPage();
  const shoot = (name) => page.screenshot({ path: join(folder, `${as}-${size}-${colorScheme}-${lang}${large ? "-large" : ""}-${name}.png`), fullPage: true });
  const en = lang === "en";
  await visit(page, stack, as, { lang, name: as === "parent-15" ? (en ? "Yifan" : "一帆") : "" });
  if (large) await press(page, en ? "Large type" : "大字");
  if (await page.getByRole("button", { name: en ? "Read the eight things again" : "再看一遍八件事" }).count()) {
    await press(page, en ? "Read the eight things again" : "再看一遍八件事");
  }
  await shoot("1-facts");
  const next = en ? "I have read it" : "我看完了";
  await press(page, next);
  await page.locator(".check >> nth=0").locator(".option >> nth=0").click();
  await page.locator(".check >> nth=1").locator(".option >> nth=0").click();
  await shoot("2-check");
  await press(page, en ? "Go on" : "接着往下");
  await page.getByRole("switch").first().check();
  await page.waitForTimeout(300);
  await shoot("3-choose");
  await press(page, en ? "Hand this in" : "就这样交给学校");
  await page.locator(".sprout").waitFor();
  await shoot("4-thanks");
  await press(page, en ? "See my choices" : "看看我的选择");
  await page.getByRole("button", { name: en ? "Delete what is there" : "删除已有的" }).first().click();
  await press(page, en ? "Delete" : "删除");
  await page.locator(".reply li").first().waitFor();
  await shoot("5-manage");
  await press(page, en ? "I prefer paper" : "想用纸的");
  await page.locator(".qr").waitFor();
  await shoot("6-paper");
  if (size === "desktop" && !large) await page.pdf({ path: join(folder, `${as}-${lang}-paper.pdf`), format: "A4" });
  await page.goto("about:blank");
  await page.goto(`${stack.gateway}/consent#lang=${lang}`);
  await page.locator("h1").waitFor();
  await shoot("7-no-link");
  await context.close();
}

await take({ size: "phone", colorScheme: "light", lang: "zh-Hans", as: "parent-15" });
await take({ size: "phone", colorScheme: "dark", lang: "zh-Hans", as: "parent" });
await take({ size: "phone", colorScheme: "light", lang: "en", as: "parent-15" });
await take({ size: "phone", colorScheme: "light", lang: "zh-Hans", as: "parent-2", large: true });
await take({ size: "desktop", colorScheme: "light", lang: "zh-Hans", as: "parent-15" });
await take({ size: "desktop", colorScheme: "dark", lang: "en", as: "parent" });
await take({ size: "phone", colorScheme: "light", lang: "zh-Hans", as: "student-15" });
await browser.close();
await stack.stop();
