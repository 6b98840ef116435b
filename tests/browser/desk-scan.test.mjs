// A notice carried by hand: by the camera, as a picture, as text; with and without a network.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { carried, draw, film, png, send } from "./carried.mjs";
import { Desk } from "./desk.mjs";
import { button, launch, launchWhole } from "./people.mjs";
import { Stack } from "./stack.mjs";

let stack;
let browser;
let desk;
let folder;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "qinghe-scan-"));
  stack = await Stack.start();
  browser = await launch();
  desk = await Desk.setUp(browser, stack);
});
after(async () => {
  await browser?.close();
  await stack?.stop();
  await rm(folder, { recursive: true, force: true });
});

const URGENT = { stage: "early", tier: "urgent", trigger: "safety" };
const waits = (place) => place.locator("article.card.urgent");

test("a camera reads the code, the card opens at once and is stored", async () => {
  const code = await carried(stack, URGENT);
  const name = join(folder, "code.y4m");
  await writeFile(name, film(draw(code, { scale: 6, width: 1280, height: 720 })));
  const camera = await launchWhole("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${name}`);
  try {
    const scanner = await Desk.open(camera, stack);
    scanner.name = "沈老师";
    await scanner.signIn();
    await scanner.live();
    await scanner.go("扫码");
    await button(scanner.page, "打开摄像头").click();
    await scanner.page.getByText("已经存到心理中心").waitFor({ timeout: 60000 });
    await scanner.page.locator("article.card", { hasText: "安全方面让人担心" }).waitFor();
    // The camera is off again.
    assert.equal(await scanner.page.locator("video").count(), 0);
    assert.deepEqual(scanner.complaints, []);
  } finally {
    await camera.close();
  }
  const card = waits(desk.page).first();
  await card.getByText("当面带来的").waitFor();
  await card.getByText("还不知道是哪位同学").waitFor();
  await button(card, "我来处理").click();
});

test("a picture does the same, and the envelope that comes later is the same message", async () => {
  const [id, sitting] = [randomBytes(16), randomBytes(16)];
  const picture = png(draw(await carried(stack, { ...URGENT, id, sitting }), { scale: 5 }));
  await desk.go("扫码");
  await desk.page.locator("#picture").setInputFiles({ name: "code.png", mimeType: "image/png", buffer: picture });
  await desk.page.getByText("已经存到心理中心").waitFor({ timeout: 30000 });
  await button(desk.page, "去看消息").click();
  const card = desk.page.locator("article.card.urgent");
  await card.getByText("还不知道是哪位同学").waitFor();
  await send(stack, { ...URGENT, as: "student-16", id, sitting });
  await desk.page.locator("article.card.urgent", { hasText: "学生" }).waitFor();
  assert.equal(await card.count(), 1);
  assert.equal(await card.locator(".came li").count(), 1);
  await button(card, "我来处理").click();
});

test("without a network the text opens all the same and is stored afterwards, once", async () => {
  const code = await carried(stack, { ...URGENT, trigger: "help" });
  await desk.go("扫码");
  await desk.context.setOffline(true);
  await desk.page.locator("#carried").fill(`  ${code}\n`);
  await button(desk.page, "打开").click();
  await desk.page.locator("article.card", { hasText: "同学主动求助" }).waitFor();
  await desk.page.getByText("还没有存上；连上服务器以后会自己再存").waitFor({ timeout: 30000 });
  await desk.context.setOffline(false);
  await desk.page.getByText("已经存到心理中心").waitFor({ timeout: 60000 });
  await button(desk.page, "再扫一个").click();
  await desk.page.locator("#carried").fill(code);
  await button(desk.page, "打开").click();
  await desk.page.getByText("已经存到心理中心").waitFor();
  await button(desk.page, "去看消息").click();
  await waits(desk.page).getByText("同学主动求助").waitFor();
  assert.equal(await waits(desk.page).locator(".came li").count(), 1);
});

test("a parent's code shows the same page for every result, and a call at once", async () => {
  const shown = [];
  for (const tier of ["routine", "watch", "priority", "unclear"]) {
    await desk.go("扫码");
    await desk.page.locator("#carried").fill(await carried(stack, { tier, parent: true, domains: tier === "routine" ? [] : ["mood"] }));
    await button(desk.page, "打开").click();
    await desk.page.getByText("已经存到心理中心").waitFor();
    const card = desk.page.locator(".scan article.card");
    await card.getByRole("heading", { name: "等着和孩子的放在一起看" }).waitFor();
    shown.push((await card.innerText()).replace(/\d+[:：]\d+/g, "00:00"));
    await button(desk.page, "去看消息").click();
    await desk.page.locator("article.card", { hasText: "等着和孩子的放在一起看" }).first().waitFor();
  }
  assert.equal(new Set(shown).size, 1, shown.join("\n---\n"));
  await desk.go("扫码");
  await desk.page.locator("#carried").fill(await carried(stack, { ...URGENT, parent: true }));
  await button(desk.page, "打开").click();
  await desk.page.locator(".scan article.card", { hasText: "安全方面让人担心" }).waitFor();
  await button(desk.page, "再扫一个").click();
});

test("what is no code, is damaged or is for somebody else says so", async () => {
  const code = await carried(stack, URGENT);
  await desk.go("扫码");
  const paste = async (text, words) => {
    await desk.page.locator("#carried").fill(text);
    await button(desk.page, "打开").click();
    await desk.page.getByText(words).waitFor();
  };
  await paste("https://example.org", "这不是青禾的二维码。");
  await paste(code.slice(0, -3), "文字不完整，或者有几个字不对。");
  const other = code[60] === "A" ? "B" : "A";
  await paste(code.slice(0, 60) + other + code.slice(61), /给另一个心理中心的|内容打不开|有几个字不对/);
  const picture = async (buffer, words) => {
    await desk.page.locator("#picture").setInputFiles({ name: "x.png", mimeType: "image/png", buffer });
    await desk.page.getByText(words).waitFor();
  };
  await picture(png({ grey: new Uint8Array(160000).fill(200), width: 400, height: 400 }), "照片里没有找到二维码。");
  await picture(Buffer.from("not a picture"), "这个文件打不开");
});
