// A certificate that the browser refuses, from the beginning and in the middle: a real TLS server before the gateway, and a
// browser that judges certificates as it always does. Before item 1 and behind it the numbers are there, nothing is claimed
// that is not so, and what waits arrives once.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { Desk } from "./desk.mjs";
import { MOUNTS, at, begin, button, choose, launch, open } from "./people.mjs";
import { Recorder } from "./recorder.mjs";
import { ROOT, Stack, manifest } from "./stack.mjs";
import { Tls } from "./tls.mjs";

const CLAIMS = /已经送到|已经看到|已经交给|已发送/;
let tls;
let stack;
let browser;
let desk;

before(async () => {
  tls = await Tls.make();
  stack = await Stack.start({ front: (name, port) => (name === "gateway" ? tls.start(port) : Recorder.start(name, port)) });
  browser = await launch(tls.trusted());
  desk = await Desk.setUp(browser, stack);
});
after(async () => {
  await browser?.close();
  await stack?.stop();
});

// A student's browser with nothing in it, and what it says of the certificate.
async function student(options = {}) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, ...options });
  const page = await context.newPage();
  const refused = [];
  page.on("requestfailed", (request) => refused.push(request.failure().errorText));
  return { context, page, refused: () => refused.filter((text) => text.includes("ERR_CERT_")).length };
}

// Every word that stands in the page or in a frame of it, seen or not.
async function everyWord(page) {
  const words = await Promise.all(page.frames().map((frame) => frame.evaluate(() => {
    const all = (root) => [root.textContent, ...[...root.querySelectorAll("*")].flatMap((one) => (one.shadowRoot ? all(one.shadowRoot) : []))];
    return document.body ? all(document.body).join("\n") : "";
  }).catch(() => "")));
  return words.join("\n");
}

const number = (place) => place.locator('a[href="tel:12356"]').locator("visible=true").first();

for (const mount of MOUNTS) {
  describe(`refused from the beginning, ${mount}`, () => {
    test("no script of the gateway comes: the numbers that the portal put between the tags stand there", async () => {
      const { context, page, refused } = await student();
      tls.show(tls.bad);
      tls.asked = 0;
      await open(page, stack, { mount });
      await number(page).waitFor();
      for (let n = 0; refused() === 0 && n < 100; n += 1) await page.waitForTimeout(50);
      assert.ok(refused() > 0, "the browser refused the certificate");
      assert.doesNotMatch(await everyWord(page), CLAIMS);
      assert.ok(await number(page).isVisible());
      assert.equal(tls.asked, 0, "nothing got through");
      tls.show(tls.good);
      await context.close();
    });

    test("the portal has the script itself, as from the package: the element shows all numbers, and why", async () => {
      const { context, page, refused } = await student();
      const body = await readFile(join(ROOT, "pkg/qinghe.js"));
      stack.recorders[0].own.set("/own-qinghe.js", { headers: { "content-type": "text/javascript" }, body });
      tls.show(tls.bad);
      tls.asked = 0;
      await page.addInitScript(() => {
        window.heard = [];
        for (const name of ["help", "progress", "ready", "finished"]) document.addEventListener(`qinghe-${name}`, () => window.heard.push(name));
      });
      await open(page, stack, { mount });
      await page.addScriptTag({ url: `${stack.portal}/own-qinghe.js` });
      const numbers = page.locator("qinghe-screening section[part=help] a[href^='tel:']");
      await numbers.first().waitFor();
      assert.ok((await numbers.count()) >= 4);
      for (let n = 0; refused() === 0 && n < 100; n += 1) await page.waitForTimeout(50);
      assert.ok(refused() > 0, "the browser refused the certificate");
      if (mount === "inline") await page.locator("qinghe-screening [part=message]").waitFor();
      for (const one of await numbers.all()) assert.ok(await one.isVisible());
      assert.doesNotMatch(await everyWord(page), CLAIMS);
      const heard = await page.evaluate(() => window.heard);
      assert.deepEqual(heard.filter((name) => name !== "help"), []);
      assert.equal(tls.asked, 0, "nothing got through");
      tls.show(tls.good);
      await context.close();
    });
  });

  test(`refused in the middle, ${mount}: card, numbers and code at once, true words, and one arrival once it is mended`, async () => {
    const { context, page, refused } = await student();
    const { manifest: own } = await manifest();
    const drawing = page.waitForResponse((answer) => answer.url().endsWith(own.code));
    const place = await open(page, stack, { mount });
    await begin(place);
    // It comes a second behind the first screen.
    await (await drawing).finished();
    for (let position = 1; position <= 8; position += 1) await choose(place, position, 0);
    await at(place, 9);
    const calls = desk.page.getByText("中途发来 · 安全方面让人担心");
    const before = await calls.count();
    tls.show(tls.bad);
    const asked = tls.asked;
    await place.locator(".option").nth(2).click();
    await place.getByRole("heading", { name: "谢谢你如实告诉我们" }).waitFor();
    assert.ok(await number(place.locator(".help")).isVisible());
    const delivery = place.locator(".delivery");
    assert.match(await delivery.innerText(), /还没有送到|还没有送出去|正在把消息封好/);
    await delivery.getByText("现在连不上网络，消息还没有送出去。").waitFor({ timeout: 30000 });
    assert.ok(refused() > 0, "the browser refused the certificate");
    // By hand it goes without any network: the sealed message lies on this device, and so does what draws it.
    await button(place, "给心理老师扫一个码").click();
    assert.ok((await place.getByRole("img", { name: "给心理老师扫的码" }).locator("path").getAttribute("d")).length > 2000);
    // Long enough for several refusals more.
    const until = refused() + 3;
    for (let n = 0; refused() < until && n < 300; n += 1) await page.waitForTimeout(100);
    assert.doesNotMatch(await delivery.innerText(), CLAIMS);
    assert.match(await delivery.innerText(), /还没有送出去/);
    assert.equal(tls.asked, asked, "nothing got through");
    tls.show(tls.good);
    // What the student does makes the next attempt quick.
    await button(place, "给心理老师扫一个码").click();
    await delivery.getByText("消息已经送到学校心理中心，老师还没有打开。").waitFor({ timeout: 60000 });
    await desk.live();
    await calls.nth(before).waitFor({ timeout: 30000 });
    await desk.page.waitForTimeout(3000);
    assert.equal(await calls.count(), before + 1, "once");
    await context.close();
  });
}
