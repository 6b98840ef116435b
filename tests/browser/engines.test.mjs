// The same journeys in Firefox and in WebKitGTK, with the real portal and gateway: the way to the result with clicks and with
// keys, a call for a person that arrives once, a gateway that stops in the middle, a reload, leaving, a strict page, the inline
// mount, no network, no Wasm, the three pages beside the sitting, and the desk.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { send } from "./carried.mjs";
import { Engine, Key } from "./engines.mjs";
import { PASSPHRASE } from "./people.mjs";
import { DIGITS, SECRET } from "./record.mjs";
import { desk, setting, stack } from "./setting.mjs";
import { Stack } from "./stack.mjs";
import { until } from "./until.mjs";

setting({ recorded: true });

const FRAME = "iframe";
const CARD = "谢谢你如实告诉我们";
const GO_ON = "我看过了，接着往下";
const DELIVERED = "消息已经送到学校心理中心";
const LIVE = "已连接，消息随时会到";
let authorization;

// Runs before anything else of a page and writes down, where this side can read it, what its console would say.
const PROBE = `
  // Also out of a page that is going away; what becomes of it there is no rejection of the page's.
  const say = (...all) => fetch("/said", { method: "POST", keepalive: true, body: all.map(String).join(" ") }).catch(() => {});
  addEventListener("error", (event) => say("error", event.message || event.target.src || event.target.href), true);
  addEventListener("unhandledrejection", ({ reason }) => say("rejected in", location.pathname, reason, reason && reason.stack));
  addEventListener("securitypolicyviolation", (event) => say("refused", event.effectiveDirective, event.blockedURI));
  for (const name of ["error", "warn"]) {
    const real = console[name];
    console[name] = (...all) => (say(name, ...all), real.apply(console, all));
  }`;
const PAGES = ["/embed", "/training", "/lessons", "/record", "/desk"];

const said = (school = stack) => school.recorders.flatMap(({ seen }) => seen.filter(({ url }) => url === "/said").map(({ body }) => String(body)));

async function listen(school = stack) {
  const [portal, gateway] = school.recorders;
  for (const recorder of [portal, gateway]) {
    recorder.own.set("/probe.js", { headers: { "content-type": "text/javascript" }, body: PROBE });
    recorder.own.set("/said", { headers: {}, body: "" });
  }
  for (const path of PAGES) {
    const given = await fetch(`http://127.0.0.1:${school.gatewayPort}${path}`);
    const headers = Object.fromEntries([...given.headers].filter(([name]) => !/length|encoding|connection/.test(name)));
    const body = (await given.text()).replace("<head>", '<head><script src="/probe.js"></script>');
    assert.match(body, /probe/);
    gateway.own.set(path, { headers, body });
  }
}

// A page of the school with the tightest policy there is, for a person of its own.
let nth = 0;
async function strict(engine, more = "", school = stack) {
  const sub = `engine${(nth += 1)}-journey`;
  const token = await school.token("student-15", { sub });
  const policy = `default-src 'none'; script-src 'self' ${school.gateway}; connect-src 'self'; img-src 'self'; frame-src ${school.gateway}; require-trusted-types-for 'script'; trusted-types 'none'`;
  const tag = `<qinghe-screening gateway="${school.gateway}" battery="mood-and-anxiety" token="${token}" lang="zh-Hans"${more}></qinghe-screening>`;
  const body = `<!doctype html><meta charset="utf-8"><script src="/probe.js"></script><script src="${school.gateway}/qinghe.js" async></script>${tag}`;
  school.recorders[0].own.set("/strict", { headers: { "content-type": "text/html", "content-security-policy": policy }, body });
  await engine.open(`${school.portal}/strict`, FRAME);
  return sub;
}

async function portal(engine) {
  await engine.open(`${stack.portal}/login?as=student-15`);
  await engine.open(`${stack.portal}/psych?lang=zh-Hans`, FRAME);
}

async function begin(engine) {
  await engine.press("我明白了");
  await engine.press("好，开始吧");
}

const at = (engine, position) => engine.find(`progress[value="${position}"]`);

async function choose(engine, position, value) {
  await at(engine, position);
  await engine.click(".option", null, { nth: value });
}

// What was chosen is on the disk a moment behind the next question. A driver that reloads quicker than any finger meets that moment.
const KEPT = `return new Promise((tell, fail) => {
  const asked = indexedDB.open("qinghe");
  asked.onerror = () => fail(asked.error);
  asked.onsuccess = () => {
    const found = asked.result.transaction("rows").objectStore("rows").getAllKeys();
    found.onsuccess = () => (asked.result.close(), tell(found.result.some((name) => name.endsWith(":session"))));
  };
})`;
const kept = (engine) => until(() => engine.run(KEPT));

async function toCard(engine, from = 1) {
  for (let position = from; position <= 8; position += 1) await choose(engine, position, 0);
  await choose(engine, 9, 1);
  await engine.find("h1, h2", CARD);
}

// Urgent and normal notices of everybody, or of one person, by the desk's own interface.
async function stored(sub) {
  const rows = [];
  for (let cursor = 0, more = true; more; ) {
    const given = await fetch(`http://127.0.0.1:${stack.gatewayPort}/desk/api/notices?after=${cursor}`, { headers: { authorization }, signal: AbortSignal.timeout(2000) })
      .then((answer) => answer.json(), () => ({ notices: [] }));
    rows.push(...given.notices.filter(({ pseudonym }) => !sub || pseudonym === sub));
    more = given.notices.length > 0;
    cursor = given.cursor;
  }
  return ["urgent", "normal"].map((kind) => rows.filter(({ urgency }) => urgency === kind).length);
}

// An exercise from the first question to the thanks.
async function exercise(engine) {
  const next = () => engine.click(".ways .on:not(:disabled)");
  const rate = async (value) => {
    await engine.click(".place", null, { nth: value });
    await next();
  };
  const pick = async (many) => {
    for (let option = 0; option < many; option += 1) await engine.click(".option", null, { nth: option });
    await next();
  };
  await engine.open(`${stack.gateway}/training?lang=zh-Hans&stage=J`);
  await engine.click(".room", "五样东西，回到这里", { part: true });
  await engine.find("h1", "五样东西，回到这里");
  await engine.press("开始");
  await rate(5);
  await next();
  for (const many of [5, 4, 1, 0]) await pick(many);
  await engine.find(".clock");
  await next();
  await next();
  await rate(3);
  await engine.click(".option", "可以了", { part: true });
  await next();
  await engine.find("h1, h2", "做完了");
}

// One lesson of the family, from its first moment to its end.
async function lesson(engine) {
  const next = () => engine.click(".ways .on:not(:disabled)");
  const fork = async (option) => {
    await engine.click("button.option", null, { nth: option });
    await engine.find(".said .face");
    await next();
  };
  const tick = async (option) => {
    await engine.click(".option", null, { nth: option });
    await next();
  };
  await engine.open(`${stack.gateway}/lessons?lang=zh-Hans&stage=lower-primary`);
  await engine.click(".room", "倾听一刻钟", { part: true });
  await engine.press("开始");
  await engine.find(".ways .stop");
  await next();
  await engine.find(".talk .turn.adult");
  await next();
  await engine.find(".story .face");
  await fork(0);
  await engine.says("小满心里，也许是这样的");
  await next();
  await tick(0);
  for (const option of [1, 2, 0]) await fork(option);
  await next();
  await tick(0);
  await next();
  for (const [nth, text] of ["关灯以后", "加班就改到路上"].entries()) await (await engine.find("textarea", null, { nth })).sendKeys(text);
  await next();
  await engine.press("好，提醒我");
  await next();
  await engine.says("关灯以后", ".kept");
  await next();
  await engine.find("h1", "今天这一课，学完了");
}

for (const kind of ["firefox", "webkit"]) {
  describe(kind, () => {
    let engine;
    before(async () => {
      await listen();
      desk.page.on("request", (request) => {
        if (request.url().includes("/desk/api/notices")) authorization = request.headers().authorization || authorization;
      });
      stack.recorders.forEach(({ seen }) => seen.splice(0));
      engine = await Engine[kind]();
      console.log(`${engine.name} ${engine.version}`);
    });
    after(() => engine?.stop());

    test("from the portal's page to the result; help at once, and one notice each", async () => {
      const [calls, ends] = await stored();
      await portal(engine);
      await begin(engine);
      await toCard(engine);
      assert.equal(await engine.count('.help a[href="tel:12356"]'), 1);
      await engine.says(DELIVERED, ".delivery");
      await engine.press(GO_ON);
      for (let position = 10; position <= 16; position += 1) await choose(engine, position, 0);
      await engine.press("看看我的结果");
      await engine.says("你现在需要有人陪，我们一起找人");
      await engine.says(DELIVERED, ".delivery");
      // The call at the response and the result, which is as urgent.
      assert.deepEqual(await stored(), [calls + 2, ends]);
    });

    test("the same with keys alone", async () => {
      await strict(engine);
      await engine.reach("我明白了");
      await engine.reach("好，开始吧");
      for (let position = 1; position <= 16; position += 1) {
        await at(engine, position);
        await engine.keys("1");
      }
      await engine.reach("看看我的结果");
      await engine.says("这两周总体还不错");
    });

    test("a gateway that stops and comes back: nothing claimed, nothing lost, nothing twice; a reload goes on", async () => {
      const sub = await strict(engine);
      await begin(engine);
      await choose(engine, 1, 3);
      await at(engine, 2);
      await stack.stopGateway("SIGKILL");
      await toCard(engine, 2);
      await engine.says("现在还没有送到", ".delivery");
      assert.equal(await engine.count(".delivery", DELIVERED), 0);
      await stack.startGateway();
      await engine.driver.navigate().refresh();
      await engine.enter(FRAME);
      await engine.find("h1, h2", CARD);
      await engine.says(DELIVERED, ".delivery");
      await desk.unlockAgain();
      await engine.press(GO_ON);
      await engine.says("你上次做到一半");
      await engine.press("好，开始吧");
      await at(engine, 10);
      await engine.press("上一题");
      await at(engine, 9);
      assert.equal(await (await engine.find(".option", null, { nth: 1 })).getAttribute("aria-pressed"), "true");
      assert.deepEqual(await stored(sub), [1, 0]);
    });

    test("mounted inline it is the same, and goes on after a reload", async () => {
      await engine.open(`${stack.portal}/login?as=student-16`);
      await engine.open(`${stack.portal}/psych?lang=zh-Hans&mount=inline`);
      await begin(engine);
      await choose(engine, 1, 3);
      await at(engine, 2);
      await kept(engine);
      await engine.driver.navigate().refresh();
      await engine.says("你上次做到一半");
      await engine.press("好，开始吧");
      await at(engine, 2);
    });

    test("kept at hand it opens without a network", async () => {
      await strict(engine, " offline");
      await begin(engine);
      await choose(engine, 1, 3);
      await at(engine, 2);
      await kept(engine);
      const active = "return navigator.serviceWorker.getRegistration('/embed').then((found) => !!found && !!found.active && found.active.state === 'activated')";
      await until(() => engine.run(active));
      const page = stack.recorders[1].own.get("/embed");
      stack.recorders[1].own.delete("/embed");
      await stack.stopGateway();
      await engine.driver.switchTo().defaultContent();
      await engine.run("const tag = document.querySelector('qinghe-screening'); const place = tag.parentNode; tag.remove(); return new Promise((go) => setTimeout(() => (place.append(tag), go())))");
      await engine.enter(FRAME);
      await engine.says("你上次做到一半");
      await engine.press("好，开始吧");
      await at(engine, 2);
      await stack.startGateway();
      stack.recorders[1].own.set("/embed", page);
      await desk.unlockAgain();
    });

    test("Esc twice leaves", async () => {
      await strict(engine);
      await begin(engine);
      await choose(engine, 1, 3);
      await at(engine, 2);
      await engine.keys(Key.ESCAPE, Key.ESCAPE);
      await engine.find("h1, h2", "今天的安排");
      assert.equal(await engine.count(".bar, .option"), 0);
    });

    test("an exercise, a lesson, and a record under six digits", async () => {
      await exercise(engine);
      await lesson(engine);
      await engine.open(`${stack.gateway}/record?lang=zh-Hans`);
      await engine.press("建一份档案");
      for (const [field, text] of [["#name", "小树"], ["#passphrase", SECRET], ["#again", SECRET], ["#pin", DIGITS]]) await engine.fill(field, text);
      await engine.press("建好它");
      await engine.find("h1, h2", "小树");
      for (const lock of [() => engine.press("锁上"), () => engine.driver.navigate().refresh()]) {
        await lock();
        await engine.fill("#digits", DIGITS);
        await engine.press("打开");
        await engine.find("h1, h2", "小树");
      }
    });

    test("a desk is set up, locked and opened; a call out of the same browser is looked at and marked as seen", async () => {
      const school = await Stack.start({ recorded: true });
      try {
        await listen(school);
        await engine.open(`${school.gateway}/desk`);
        for (const [field, text] of [["#code", await school.setupCode()], ["#name", "沈老师"], ["#passphrase", PASSPHRASE], ["#again", PASSPHRASE]]) await engine.fill(field, text);
        await engine.press("配好钥匙");
        await engine.find("*", LIVE);
        await engine.press("锁上");
        await engine.find("#passphrase");

        // The students' page says which keys the centre has, so it is taken once there are some.
        await listen(school);
        await strict(engine, "", school);
        await begin(engine);
        await toCard(engine);
        await engine.says(DELIVERED, ".delivery");

        const unlock = async () => {
          await engine.open(`${school.gateway}/desk`);
          for (const [field, text] of [["#name", "沈老师"], ["#passphrase", PASSPHRASE]]) await engine.fill(field, text);
          await engine.press("打开");
          await engine.find("*", LIVE);
        };
        await unlock();
        await engine.find("article.card.urgent");
        await engine.press("打开个案");
        await engine.click(".case .back");
        await engine.press("我来处理");
        await engine.says("沈老师看过");
        // What comes while it is open shows by itself; what was seen stays so.
        await send(school, { as: "student-16", stage: "early", tier: "urgent", trigger: "help" });
        await engine.click(".tab", "消息", { part: true });
        await engine.find("article.card.urgent");
        await unlock();
        await engine.says("沈老师看过", "article.card");
        assert.equal(await engine.count("article.card.urgent"), 1);
        assert.deepEqual(said(school), []);
      } finally {
        await school.stop();
      }
    });

    test("the console stayed empty", async () => {
      assert.deepEqual([...said(), ...(await engine.ownConsole())], []);
    });

    test("where Wasm is switched off, the numbers are there and the page says why", async () => {
      const plain = await Engine[kind]({ wasm: false });
      try {
        await strict(plain);
        await plain.says("这个浏览器暂时打不开问卷", "#plain p");
        await plain.find('#plain a[href="tel:12356"]');
      } finally {
        await plain.stop();
      }
    });
  });
}
