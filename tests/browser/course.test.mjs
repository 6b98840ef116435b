// Packages in a course: what they are, where they find the platform, and that it hears the same of everybody.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Platform } from "./course.mjs";
import { answer, at, begin, button, launch, responses, watch, ZERO } from "./people.mjs";
import { Desk } from "./desk.mjs";
import { Stack } from "./stack.mjs";
import { until } from "./until.mjs";

let platform, stack, browser;
before(async () => {
  platform = await Platform.start();
  stack = await Stack.start({ more: platform.table() });
  browser = await launch();
  const desk = await Desk.setUp(browser, stack);
  await desk.context.close();
  for (const [kind, score] of [["scorm12", "none"], ["scorm12", "done"], ["scorm2004", "none"], ["scorm2004", "done"], ["cmi5", "none"], ["cmi5", "done"]]) {
    await platform.import(kind, stack.gateway, stack.data, score);
  }
});
after(async () => {
  await browser?.close();
  await stack?.stop();
  await platform?.stop();
});

const URGENT = responses(Array(9).fill(3), Array(7).fill(3));
const ENDS = {
  routine: (place) => begin(place).then(() => answer(place, ZERO)),
  urgent: (place) => begin(place).then(() => answer(place, URGENT)),
  notToday: (place) => button(place, "我明白了").click().then(() => button(place, "今天先不做").click()),
};
const fresh = async () => {
  const context = await browser.newContext({ viewport: { width: 460, height: 920 } });
  const page = await context.newPage();
  return { context, page, complaints: watch(page) };
};
const inside = (page) => page.frameLocator("#place iframe").locator("body");

test("a package holds plain files, and a manifest of the form that platforms read", async () => {
  const again = await platform.import("scorm12", stack.gateway, stack.data);
  assert.deepEqual(again, await platform.import("scorm12", stack.gateway, stack.data), "the same bytes every time");
  const { context, page } = await fresh();
  for (const [name, files] of Object.entries(platform.packages)) {
    for (const file of Object.keys(files)) assert.match(file, /^[a-z0-9-]+\.(html|js|css|xml)$/, name);
    const xml = files["imsmanifest.xml"] || files["cmi5.xml"];
    // A browser's parser: well formed, and every element where its schema has it.
    const tree = await page.evaluate((text) => {
      const found = new DOMParser().parseFromString(text, "application/xml");
      const told = (node) => [node.nodeName, Object.fromEntries(Array.from(node.attributes, ({ name, value }) => [name, value])), Array.from(node.children, told)];
      return told(found.documentElement);
    }, xml.toString());
    const names = (node) => node[2].map(([name]) => name);
    const child = (node, ...path) => path.reduce((from, name) => from[2].find(([own]) => own === name), node);
    if (name.startsWith("cmi5")) {
      assert.equal(tree[0], "courseStructure");
      assert.equal(tree[1].xmlns, "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd");
      assert.deepEqual(names(tree), ["course", "au"]);
      assert.deepEqual(names(child(tree, "course")), ["title", "description"]);
      assert.deepEqual(names(child(tree, "au")), ["title", "description", "url"]);
      const au = child(tree, "au")[1];
      assert.deepEqual([au.moveOn, au.launchMethod, au.masteryScore], ["Completed", "AnyWindow", name.endsWith("done") ? "1" : undefined]);
      assert.notEqual(au.id, child(tree, "course")[1].id);
      continue;
    }
    const newer = name.startsWith("scorm2004");
    assert.equal(tree[0], "manifest");
    assert.deepEqual(names(tree), ["metadata", "organizations", "resources"]);
    assert.deepEqual(names(child(tree, "metadata")), ["schema", "schemaversion"]);
    const organizations = child(tree, "organizations");
    assert.equal(organizations[1].default, child(organizations, "organization")[1].identifier);
    const item = child(organizations, "organization", "item");
    const resource = child(tree, "resources", "resource");
    assert.equal(item[1].identifierref, resource[1].identifier);
    assert.deepEqual(names(item), newer ? ["title", "imsss:sequencing"] : ["title"]);
    assert.deepEqual(names(child(organizations, "organization")), newer ? ["title", "item", "imsss:sequencing"] : ["title", "item"]);
    assert.equal(resource[1][newer ? "adlcp:scormType" : "adlcp:scormtype"], "sco");
    // Every file stands in the manifest, and nothing else does.
    const listed = resource[2].map(([, { href }]) => href).sort();
    assert.deepEqual(listed, Object.keys(files).filter((file) => !file.endsWith(".xml")).sort());
    assert.ok(xml.toString().includes(newer ? "2004 4th Edition" : "<schemaversion>1.2<"));
  }
  await context.close();
});

for (const [kind, score] of [["scorm12", "none"], ["scorm12", "done"], ["scorm2004", "done"]]) {
  test(`${kind}, score ${score}: the platform stores the same bytes for every end`, async () => {
    const stored = [];
    for (const end of Object.values(ENDS)) {
      const { context, page, complaints } = await fresh();
      await page.goto(`${platform.origin}/player/${kind}-${score}`);
      await end(page.frameLocator("#page").frameLocator("#place iframe").locator("body"));
      await until(() => page.evaluate(() => calls.some((call) => call.includes("completed"))));
      // Leaving the page ends the run-time's session.
      await page.evaluate(() => document.getElementById("page").setAttribute("src", "about:blank"));
      await until(() => page.evaluate(() => calls.some(([verb]) => /Finish|Terminate/.test(verb))));
      // The run-time reckons the time of a session by itself; what the page writes has none.
      const timeless = (text) => text.replace(/(_time\\?":\\?")[^"\\]*/g, "$1");
      stored.push(timeless(await page.evaluate(() => JSON.stringify({ calls, stored: stored() }))));
      assert.deepEqual(complaints, []);
      await context.close();
    }
    assert.equal(new Set(stored).size, 1, stored.join("\n"));
    const { calls } = JSON.parse(stored[0]);
    const written = calls.filter(([verb]) => /SetValue/.test(verb));
    const points = written.filter(([, name]) => name.includes("score"));
    assert.equal(points.length > 0, score === "done");
    // The score comes before the status, and every value was taken.
    const finished = written.findIndex(([, name, value]) => value === "completed");
    assert.ok(points.every((point) => written.indexOf(point) < finished));
    assert.ok(written.every((call) => call.at(-1) === "true"), JSON.stringify(written));
    assert.doesNotMatch(stored[0], /interactions\.\d|suspend_data":"[^"]|comments":"[^"]/);
    for (const [verb, name] of calls) {
      if (/GetValue/.test(verb)) assert.match(name, /lesson_status|completion_status/, "who it is is nobody's business");
    }
  });
}

test("the run-time is found in the window that opened the page, and in the one that opened the frames around", async () => {
  for (const [kind, where, place] of [
    ["scorm2004", "content/scorm2004-none/index.html", (page) => inside(page)],
    ["scorm12", "framed/scorm12-none", (page) => page.frameLocator("#page").frameLocator("#place iframe").locator("body")],
  ]) {
    const { context, page } = await fresh();
    await page.goto(`${platform.origin}/opener/${kind}-none`);
    const [popup] = await Promise.all([context.waitForEvent("page"), page.evaluate((to) => void window.open(to), `${platform.origin}/${where}`)]);
    await button(place(popup), "我明白了").waitFor();
    assert.ok(await page.evaluate(() => calls.some((call) => call.includes("incomplete"))), `${kind} at ${where}`);
    await context.close();
  }
});

test("without a platform, and below a page of another origin, a student is served all the same", async () => {
  const { context, page, complaints } = await fresh();
  await page.goto(`${platform.origin}/content/scorm12-none/index.html`);
  await page.locator("#alone").getByText("没有连上课程平台").waitFor();
  await begin(inside(page));
  await at(inside(page), 1);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("when the gateway is away the numbers are there", async () => {
  const { context, page } = await fresh();
  await page.route(`${stack.gateway}/**`, (route) => route.abort());
  await page.goto(`${platform.origin}/player/scorm12-none`);
  const place = page.frameLocator("#page");
  await place.getByText("现在打不开，这不怪你").waitFor();
  assert.ok(await place.locator('a[href="tel:12356"]').first().isVisible());
  await context.close();
});

test("cmi5: initialized, completed, terminated, the same for every end, and a score only where it was wanted", async () => {
  for (const score of ["none", "done"]) {
    const told = [];
    for (const [nth, end] of Object.values(ENDS).entries()) {
      platform.statements = [];
      platform.log = [];
      const { context, page, complaints } = await fresh();
      const asked = new URLSearchParams({
        endpoint: platform.store, fetch: `${platform.store.replace("/xapi", "")}/fetch`, registration: `00000000-0000-4000-8000-00000000000${nth}`,
        activityId: "https://lms/au/1", actor: JSON.stringify({ objectType: "Agent", account: { homePage: "https://lms", name: "opaque" } }),
      });
      await page.goto(`${platform.origin}/content/cmi5-${score}/index.html?${asked}`);
      await end(inside(page));
      await until(() => platform.statements.some(({ verb }) => verb.id.endsWith(score === "done" ? "passed" : "completed")));
      await page.goto("about:blank");
      await until(() => platform.statements.some(({ verb }) => verb.id.endsWith("terminated")));
      const first = platform.log.findIndex((line) => line.includes("/statements"));
      assert.deepEqual(platform.log.slice(0, first), ["POST /fetch", "GET /xapi/activities/state", "GET /xapi/agents/profile"]);
      assert.equal(platform.log.filter((line) => line === "POST /fetch").length, 1);
      told.push(JSON.stringify(platform.statements.map(({ id, timestamp, context: { registration, ...around }, ...rest }) => {
        assert.match(timestamp, /:\d[05]:00\.000Z$/, "no finer than five minutes");
        return { ...rest, around };
      })));
      if (nth === 0) {
        // A second sitting of the same registration is not completed twice.
        await page.goto(`${platform.origin}/content/cmi5-${score}/index.html?${asked}`);
        await end(inside(page));
        await page.goto("about:blank");
        await until(() => platform.statements.filter(({ verb }) => verb.id.endsWith("terminated")).length === 2);
        assert.equal(platform.statements.filter(({ verb }) => verb.id.endsWith("completed")).length, 1);
      }
      assert.deepEqual(complaints, []);
      await context.close();
    }
    assert.equal(new Set(told).size, 1, told.join("\n"));
    const verbs = JSON.parse(told[0]).map(({ verb }) => verb.id.split("/").pop());
    assert.deepEqual(verbs, ["initialized", "completed", ...(score === "done" ? ["passed"] : []), "terminated"]);
    assert.equal(told[0].includes('"score"'), score === "done");
  }
});
