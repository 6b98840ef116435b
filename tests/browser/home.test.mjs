// The way home of a page of its own: there where its address asks for it and leads to a platform of the gateway, the same
// whatever was chosen, and the only place to which the page can go.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ZERO, answer, at, begin, button, choose, delivered } from "./people.mjs";
import { setting, stack, student } from "./setting.mjs";
import { until } from "./until.mjs";

setting({ recorded: true });

const WORDS = { "zh-Hans": "回到学校网站", "zh-Hant": "回到學校網站", en: "Back to the school's website" };

// A page of the portal that a link may lead home to, and what a browser told it.
const HOME = "/psych?from=%E9%A6%96%E9%A1%B5&done=1";

async function visit(t, { back = stack.portal + HOME, lang = "zh-Hans", sub = "home-journey" } = {}) {
  const { context, page, complaints } = await student();
  t.after(() => context.close());
  await page.goto(`${stack.portal}/login?as=student-15`);
  const token = await stack.token("student-15", { sub });
  const query = new URLSearchParams({ battery: "mood-and-anxiety", lang, ...(back && { back }) });
  await page.goto(`${stack.gateway}/embed?${query}#t=${token}`);
  return { page, complaints };
}

const home = (page) => page.locator("#back");

// What the portal was asked for on the way home, and with which of the headers that a browser writes by itself.
async function arrival(page, press) {
  await stack.recorders[0].take();
  await press();
  await page.waitForURL((url) => url.origin === stack.portal);
  await page.waitForLoadState();
  const [first] = await stack.recorders[0].take();
  const names = first.headers.filter((_, nth) => nth % 2 === 0).map((name) => name.toLowerCase());
  return { method: first.method, url: first.url, names: names.sort(), length: first.length };
}

test("it leads home from every screen, in the words of the page, and says nothing on the way", async (t) => {
  const seen = [];
  for (const lang of Object.keys(WORDS)) {
    const { page, complaints } = await visit(t, { lang, sub: `home-${lang}-journey` });
    await page.locator(".screen .actions .main").waitFor();
    assert.equal(await home(page).innerText(), WORDS[lang]);
    assert.ok((await home(page).boundingBox()).height >= 44, "a finger's height");
    seen.push(await arrival(page, () => home(page).click()));
    assert.deepEqual(complaints, []);
  }
  const { page } = await visit(t, { sub: "home-end-journey" });
  await begin(page);
  await answer(page, ZERO.with(8, 2));
  await button(page, "看看我的结果").click();
  await delivered(page);
  seen.push(await arrival(page, () => home(page).click()));
  for (const one of seen) {
    assert.deepEqual([one.method, one.url, one.length], ["GET", HOME, 0]);
    assert.ok(!one.names.includes("referer"), one.names.join());
    // Whoever has just called for a person goes home like everybody.
    assert.deepEqual(one.names, seen[0].names);
  }
});

test("who goes home in the middle comes back to where it was", async (t) => {
  const { page } = await visit(t, { sub: "home-middle-journey" });
  await begin(page);
  for (const position of [1, 2, 3]) await choose(page, position, 1);
  await at(page, 4);
  await home(page).click();
  await page.waitForURL((url) => url.origin === stack.portal);
  const token = await stack.token("student-15", { sub: "home-middle-journey" });
  await page.goto(`${stack.gateway}/embed?battery=mood-and-anxiety&lang=zh-Hans#t=${token}`);
  await page.getByText("你上次做到一半").waitFor();
  await button(page, "好，开始吧").click();
  await at(page, 4);
  assert.equal(await home(page).count(), 0, "this address asks for no way home");
});

test("a start that is refused has the way home too, and an address elsewhere gives none", async (t) => {
  const { page } = await visit(t);
  await page.goto("about:blank");
  await page.goto(`${stack.gateway}/embed?battery=mood-and-anxiety&lang=zh-Hans&back=${encodeURIComponent(stack.portal + HOME)}`);
  await page.locator("#plain [lang=zh-Hans] [data-for=token]").waitFor();
  await home(page).click();
  await page.waitForURL(stack.portal + HOME);
  for (const back of ["https://away.test/", "/psych", "javascript:document.title=1", `${stack.portal}@away.test/`, `${stack.portal}.away.test/`]) {
    const { page } = await visit(t, { back });
    await button(page, "我明白了").waitFor();
    assert.equal(await home(page).count(), 0, back);
  }
});

test("a page with a way home goes nowhere else, not even by another link in its place", async (t) => {
  const { page } = await visit(t);
  await begin(page);
  await at(page, 1);
  const tries = [
    (to) => void (location.href = to),
    (to) => location.assign(to),
    (to) => void (document.querySelector("#back").href = to, document.querySelector("#back").click()),
    (to) => {
      const link = document.createElement("a");
      Object.assign(link, { href: to, id: "back" });
      document.body.prepend(link);
      link.click();
    },
    (to) => {
      const form = document.createElement("form");
      Object.assign(form, { action: to, method: "post" });
      document.body.append(form);
      form.submit();
    },
  ];
  await stack.recorders[0].take();
  for (const [nth, attempt] of tries.entries()) {
    // Beside its own address in the smallest way: another query would carry something out.
    for (const to of [`${stack.portal}/psych?from=%E9%A6%96%E9%A1%B5&done=2`, `${stack.portal}${HOME}#secret`, "about:blank"]) {
      await page.evaluate(attempt, to).catch(() => {});
      await page.waitForTimeout(100);
      assert.ok(page.url().startsWith(`${stack.gateway}/embed`), `try ${nth} went to ${page.url()}`);
    }
  }
  // The right address, and something along with it.
  await page.evaluate(tries.at(-1), stack.portal + HOME).catch(() => {});
  await page.waitForTimeout(300);
  assert.ok(page.url().startsWith(`${stack.gateway}/embed`), "a form was sent home");
  assert.deepEqual((await stack.recorders[0].take()).map(({ url }) => url), []);
  await page.evaluate((to) => location.assign(to), stack.portal + HOME);
  await until(() => page.url() === stack.portal + HOME);
});
