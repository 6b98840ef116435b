// `cargo xtask bench room`: fifty students of one computer room begin at once, on one line of 2 Mbit/s with 150 ms there and back.
// A real Chromium loads the page once through that line; its requests, their order and what each waited for are then made by
// fifty clients at the same time. `--json FILE` writes the figures too.
import { Agent, request } from "node:http";
import { writeFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { Desk } from "../browser/desk.mjs";
import { ON_THE_WAY, hurry, sayer, untilItem } from "../browser/measured.mjs";
import { launch } from "../browser/people.mjs";
import { Stack } from "../browser/stack.mjs";
import { Line } from "./line.mjs";
import { SchoolCache } from "./school-cache.mjs";

const STUDENTS = 50;
// 2 Mbit/s; and about what TLS 1.3 sends down for a certificate with its chain.
const ROOM = { rate: 250_000, delay: 150, secure: 4_500 };
// As browsers do it with HTTP/1.1.
const AT_ONCE = 6;
const PROMISED = { cold: 60, cached: 5 };

// Loads the page as a student does. Gives the requests, each with everything that had come before it was made, what item 1
// waited for, and how long it took.
async function recorded(browser, stack, line) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${stack.portal}/login?as=student-15`);
  // So that the way of the log-in is not part of it: connections of their own.
  await page.goto("about:blank");
  const [plan, come, numbers] = [[], [], new Map()];
  const note = (kind) => async (given) => {
    const asked = kind === "head" ? given.request() : given;
    if (numbers.has(asked)) come.push(`${kind} ${numbers.get(asked)}`);
  };
  page.on("request", (asked) => {
    if (/favicon/.test(asked.url())) return;
    numbers.set(asked, plan.length);
    plan.push({ asked, method: asked.method(), url: asked.url(), after: [...come], body: asked.postDataBuffer() });
  });
  page.on("response", note("head"));
  page.on("requestfinished", note("end"));
  await page.addInitScript(sayer);
  await page.addInitScript(hurry, ON_THE_WAY);
  const [began, carried] = [performance.now(), line.carried];
  await untilItem(page, `${stack.portal}/psych`, 60000);
  const seconds = (performance.now() - began) / 1000;
  const item = [...come];
  // What comes behind the first screen is part of what the room shares.
  await page.waitForTimeout(3000);
  for (const one of plan) {
    const headers = await one.asked.allHeaders();
    one.headers = Object.fromEntries(Object.entries(headers).filter(([name]) => !/^(:|host$|connection$|content-length$|if-)/.test(name)));
    delete one.asked;
  }
  await context.close();
  return { plan, item, seconds, bytes: line.carried - carried };
}

// One student: the same requests in the same order. `ports`: where each host is reached. Gives the seconds until item 1 and
// until everything was there.
async function student({ plan, item }, ports) {
  const agents = Object.fromEntries(Object.keys(ports).map((host) => [host, new Agent({ keepAlive: true, maxSockets: AT_ONCE })]));
  const began = performance.now();
  const events = new Map(plan.flatMap((_, nth) => ["head", "end"].map((kind) => [`${kind} ${nth}`, Promise.withResolvers?.() ?? withResolvers()])));
  const all = (names) => Promise.all(names.map((name) => events.get(name).promise));
  const go = async ({ method, url, headers, body, after }, nth) => {
    await all(after);
    const { host, pathname, search } = new URL(url);
    // A server ends connections that were idle for a while; browsers ask again on another, as is done here.
    const once = () => new Promise((resolve, reject) => {
      const asked = request({ host: "127.0.0.1", port: ports[host], agent: agents[host], method, path: pathname + search, headers: { ...headers, host } }, (answer) => {
        events.get(`head ${nth}`).resolve();
        answer.on("end", resolve).on("error", reject).resume();
      });
      asked.on("error", reject).end(body || undefined);
    });
    await once().catch(once);
    events.get(`end ${nth}`).resolve();
  };
  const everything = Promise.all(plan.map(go));
  const usable = await Promise.race([all(item), everything]).then(() => (performance.now() - began) / 1000);
  await everything;
  const whole = (performance.now() - began) / 1000;
  Object.values(agents).forEach((agent) => agent.destroy());
  return { usable, whole };
}

// Node 20 has no `Promise.withResolvers`.
function withResolvers() {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
}

async function room(load, ports, line, count = STUDENTS) {
  const carried = line.carried;
  const each = await Promise.all(Array.from({ length: count }, () => student(load, ports)));
  const usable = each.map((one) => one.usable).toSorted((a, b) => a - b);
  const whole = Math.max(...each.map((one) => one.whole));
  return { first: usable[0], middle: usable[Math.floor(count / 2)], last: usable[count - 1], whole, bytes: line.carried - carried };
}

const line = new Line(ROOM);
const stack = await Stack.start({ slotSeconds: 15, floorMs: 250, front: (_, port) => line.door(port) });
const browser = await launch();
const caches = [];
try {
  const desk = await Desk.setUp(browser, stack);
  await desk.context.close();
  const load = await recorded(browser, stack, line);
  const hosts = [stack.portal, stack.gateway].map((origin) => new URL(origin).host);
  const doors = stack.recorders.map(({ port }) => port);
  const straight = Object.fromEntries(hosts.map((host, nth) => [host, doors[nth]]));
  const alone = await room(load, straight, line, 1);
  const cold = await room(load, straight, line);
  for (const door of doors) caches.push(await SchoolCache.start(door));
  const through = Object.fromEntries(hosts.map((host, nth) => [host, caches[nth].port]));
  const filling = await room(load, through, line);
  const cached = await room(load, through, line);
  await report({ chromium: { last: load.seconds, bytes: load.bytes, requests: load.plan.length }, alone, cold, filling, cached });
} finally {
  await Promise.all(caches.map((cache) => cache.stop()));
  await browser.close();
  await stack.stop();
  await line.stop();
}

async function report(found) {
  const { values: args } = parseArgs({ options: { json: { type: "string" } } });
  const s = (value) => value.toFixed(1);
  const row = (name, { first, middle, last, whole, bytes }) => `| ${name} | ${s(first)} | ${s(middle)} | ${s(last)} | ${s(whole)} | ${Math.round(bytes / 1000)} |`;
  const { chromium, alone, cold, filling, cached } = found;
  console.log(`${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0].model.trim()}, Chromium ${browser.version()}, Node ${process.version}; load ${loadavg()[0].toFixed(1)}`);
  // What a browser does besides fetching: the clients do not.
  const besides = Math.max(0, chromium.last - alone.last);
  console.log(`One Chromium alone on the line: item 1 after ${s(chromium.last)} s, ${chromium.requests} requests, ${Math.round(chromium.bytes / 1000)} kB. One client: ${s(alone.last)} s, ${Math.round(alone.bytes / 1000)} kB. The difference, ${s(besides)} s, is what the browser itself needs.\n`);
  console.log(`| ${STUDENTS} at once, 2 Mbit/s, 150 ms: the line alone | first has item 1, s | middle, s | last, s | everything there, s | kB over the line |\n|---|--:|--:|--:|--:|--:|`);
  console.log([row("nothing cached anywhere", cold), row("a school cache that is empty", filling), row("a school cache that a class has used before", cached)].join("\n"));
  const kept = [[cold.last + besides, PROMISED.cold], [cached.last + besides, PROMISED.cached]];
  const broken = kept.filter(([took, most]) => took > most);
  console.log(broken.length ? `\nWith the browser's own part over the promise: ${broken.map(([took, most]) => `${s(took)} s instead of ${most} s`).join(", ")}` : `\nWith the browser's own part: ${kept.map(([took, most]) => `${s(took)} s of ${most} s`).join(" and ")}.`);
  if (args.json) await writeFile(args.json, `${JSON.stringify({ room: ROOM, students: STUDENTS, ...found }, undefined, 2)}\n`);
  if (broken.length) process.exitCode = 1;
}
