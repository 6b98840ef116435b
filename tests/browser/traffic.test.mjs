// PRIVACY.md lists every request the element makes. What a browser really sends must be on that list, and
// every line of the list must be something a browser really sends.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { FACTS, say } from "./consent.mjs";
import { MOUNTS, ZERO, answer, begin, button, delivered, open } from "./people.mjs";
import { setting, stack, student } from "./setting.mjs";
import { ROOT } from "./stack.mjs";

// Made by browsers without constructable style sheets only, so a current Chromium never shows it.
const NOT_HERE = ["GET /m/element-*.css"];

function listed(document) {
  const [, section] = document.split("## Every request\n");
  const rows = section.split("\n## ")[0].split("\n").filter((line) => line.startsWith("| `"));
  return rows.map((row) => row.split("`")[1]);
}

// A star stands for a hash or a name: anything but a slash.
const fits = (pattern, request) =>
  new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\/]/g, "\\$&").replace(/\*/g, "[^/]+")}$`).test(request);

const unlisted = (patterns, requests) => requests.filter((request) => !patterns.some((pattern) => fits(pattern, request)));

const patterns = listed(await readFile(join(ROOT, "PRIVACY.md"), "utf8"));
const requests = [];

// The gateway keeps the consents, so that the question for them is on the list as well.
setting({ whole: true, recorded: true, deskOpen: false, keeps: true, more: FACTS });

async function take() {
  const [portal, gateway] = await Promise.all(stack.recorders.map((recorder) => recorder.take()));
  return { portal, gateway };
}

const address = ({ method, url }) => `${method} ${url.split("?")[0]}`;

async function sitting(mount) {
  await say(stack, "parent-15", { screening: true });
  // The desk's set-up was somebody else's.
  await take();
  const { context, page } = await student();
  const elsewhere = [];
  page.on("request", (request) => {
    const { origin } = new URL(request.url());
    if (origin !== stack.portal && origin !== stack.gateway) elsewhere.push(request.url());
  });
  let place = page;
  if (mount === "page") await page.goto(`${stack.gateway}/embed?battery=mood-and-anxiety&lang=zh-Hans#t=${await stack.token("student-15")}`);
  else place = await open(page, stack, { mount });
  await button(place, "English").click();
  await button(place, "中文").click();
  await begin(place);
  const critical = ZERO.with(8, 1);
  await answer(place, critical);
  await button(place, "看看我的结果").click();
  await delivered(place);
  await page.goto("about:blank");
  const seen = await take();
  await context.close();
  return { ...seen, elsewhere };
}

for (const mount of [...MOUNTS, "page"]) {
  test(`${mount}: a whole sitting makes the requests of PRIVACY.md and no other`, async () => {
    const { portal, gateway, elsewhere } = await sitting(mount);
    assert.deepEqual(elsewhere, [], "nobody else is asked");
    assert.deepEqual(unlisted(patterns, gateway.map(address)), []);
    assert.ok(gateway.filter((one) => address(one) === "POST /v1/envelopes").length >= 3);
    for (const one of gateway.filter(({ method }) => method === "POST")) {
      assert.equal(one.length, 2048);
      const names = one.headers.filter((_, nth) => nth % 2 === 0).map((name) => name.toLowerCase());
      assert.ok(!names.includes("cookie"), "no cookie goes to the gateway");
      assert.ok(!names.includes("referer"), "no address of a page goes to the gateway");
    }
    // The portal hears its own page loads and what its own script tells of the element's events.
    const told = portal.filter(({ url }) => url === "/psych/heard").map(({ body }) => JSON.parse(body));
    for (const one of told) assert.deepEqual(one, { name: one.name, code: "" });
    assert.deepEqual(told.map(({ name }) => name), mount === "page" ? [] : ["qinghe-ready", "qinghe-finished"]);
    requests.push(...gateway.map(address));
  });
}

test("a battery with the school's own wording asks for that too, and nothing else", async () => {
  await stack.bringText("pss-10");
  await take();
  const { context, page } = await student();
  const token = await stack.token("student-15", { battery: "own-stress" });
  await page.goto(`${stack.gateway}/embed?battery=own-stress&lang=zh-Hans#t=${token}`);
  await begin(page);
  await page.getByRole("heading", { name: "编出来的第 1 句" }).waitFor();
  await page.goto("about:blank");
  const { gateway } = await take();
  await context.close();
  assert.deepEqual(unlisted(patterns, gateway.map(address)), []);
  requests.push(...gateway.map(address));
});

test("a child who switches pinyin on asks for one file more", async () => {
  await take();
  const { context, page } = await student();
  const token = await stack.token("student-15", { age: 13 });
  await page.goto(`${stack.gateway}/embed?battery=mood-and-anxiety&lang=zh-Hans#t=${token}`);
  await button(page, "拼音").click();
  await page.locator(".spelt").first().waitFor();
  await page.goto("about:blank");
  const { gateway } = await take();
  await context.close();
  assert.deepEqual(unlisted(patterns, gateway.map(address)), []);
  requests.push(...gateway.map(address));
});

test("inline, from the npm package: one address that stays, and then the same", async () => {
  const { context, page } = await student();
  const token = await stack.token("student-15");
  const tag = `<qinghe-screening gateway="${stack.gateway}" battery="mood-and-anxiety" token="${token}" mount="inline" lang="zh-Hans"></qinghe-screening>`;
  const own = (path, type, body) => stack.recorders[0].own.set(path, { headers: { "content-type": type }, body });
  own("/package.js", "text/javascript", await readFile(join(ROOT, "pkg/npm/define.js")));
  own("/package", "text/html", `<!doctype html><script type="module" src="/package.js"></script>${tag}`);
  await take();
  await page.goto(`${stack.portal}/package`);
  await button(page, "我明白了").click();
  await page.goto("about:blank");
  const { gateway } = await take();
  await context.close();
  assert.deepEqual(unlisted(patterns, gateway.map(address)), []);
  requests.push(...gateway.map(address));
});

test("every line of the list was seen", () => {
  const idle = patterns.filter((pattern) => !NOT_HERE.includes(pattern) && !requests.some((request) => fits(pattern, request)));
  assert.deepEqual(idle, []);
  for (const pattern of NOT_HERE) assert.ok(patterns.includes(pattern), `${pattern} is not on the list any more`);
});

test("an unlisted request is noticed", () => {
  assert.deepEqual(unlisted(patterns, ["GET /qinghe.js", "POST /v1/statistics", "GET /m/a/b.pack"]), ["POST /v1/statistics", "GET /m/a/b.pack"]);
});
