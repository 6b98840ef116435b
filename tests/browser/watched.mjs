// Whole sittings in the worst page around, watched from everywhere outside: by the page's scripts, by a session
// recorder, by the network, by the disk.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Desk } from "./desk.mjs";
import { lookAt } from "./observer.mjs";
import { at, begin, button, element, launch, pastHelp } from "./people.mjs";
import { launchPlain } from "./plain-browser.mjs";
import { RESULT, SKIP } from "./sheets.mjs";
import { look, record, spy, told } from "./spy.mjs";
import { ROOT, Stack, manifest } from "./stack.mjs";
import { until } from "./until.mjs";

const rrweb = await readFile(join(createRequire(import.meta.url).resolve("rrweb"), "../rrweb.umd.min.cjs"), "utf8");
const SHOWN_BY_THE_SPY = ["几乎每天", ...Object.values(RESULT)];

// Everything that would give a response or a result away, in the words of the screen.
export async function wording() {
  const files = ["scales/phq-9/text/zh-Hans.toml", "scales/gad-7/text/zh-Hans.toml"];
  const texts = await Promise.all(files.map((file) => readFile(join(ROOT, file), "utf8")));
  const found = texts.flatMap((text) => Array.from(text.split("[options]")[1].matchAll(/"([^"]*[\u4e00-\u9fff]{2}[^"]*)"/g), ([, words]) => words));
  return [...new Set([...found, ...Object.values(RESULT)])].filter((words) => words.length >= 2);
}

export class Lane {
  // `slotSeconds` longer than a sitting: whether a slot falls inside a run must not hang on this machine's speed.
  static async open({ slotSeconds = 60 } = {}) {
    const lane = new Lane();
    lane.stack = await Stack.start({ slotSeconds, recorded: true });
    // The counsellor's browser asks all the time; what it asks is not the students'.
    const desk = await launch();
    await Desk.setUp(desk, lane.stack);
    await desk.close();
    lane.browser = await launchPlain();
    await lane.take();
    return lane;
  }

  async close() {
    await this.browser?.close();
    await this.stack?.stop();
  }

  async take() {
    const [portal, gateway] = await Promise.all(this.stack.recorders.map((recorder) => recorder.take()));
    // A browser asks for the picture in its tab whenever it likes, even for a page it is leaving.
    const own = (one) => one.url !== "/favicon.ico";
    for (const one of gateway) {
      if (!one.url.startsWith("/embed")) continue;
      // The page holds the public keys of this lane's gateway, and how well they pack hangs on them: what counts is that the length
      // stays as it was at first.
      this.pageLength ??= one.answerLength;
      one.answerLength -= this.pageLength;
    }
    return { portal: portal.filter(own), gateway: gateway.filter(own) };
  }

  // `planted`: script for the frame, in the place of its first statement, which is the wall of `exits.js`.
  async plant(planted) {
    const { frame } = await manifest();
    const [hint, wall, ...script] = (await readFile(join(ROOT, "pkg", frame), "utf8")).split("\n");
    assert.match(hint, /^\/\//);
    assert.match(wall, /RTCPeerConnection/);
    this.stack.recorders[1].own.set(frame, { headers: { "content-type": "text/javascript" }, body: planted + script.join("\n") });
  }

  // The texts that the gateway serves to everybody in plain form.
  async plainTexts() {
    return (await Promise.all(["pkg/embed.html", "pkg/qinghe.js"].map((file) => readFile(join(ROOT, file), "utf8")))).join("\n");
  }

  // The page around: the spy first, then the recorder, then the element as the portal embeds it.
  async hostile(mount) {
    const token = await this.stack.token("student-15");
    const body = `<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>portal</title>
<script>(${spy})()</script><script>${rrweb.replaceAll("</script", "<\\/script")}</script><script>(${record})()</script>
<script src="${this.stack.gateway}/qinghe.js"></script><body><p>around</p>
<qinghe-screening gateway="${this.stack.gateway}" battery="mood-and-anxiety" token="${token}" lang="zh-Hans" mount="${mount}"></qinghe-screening>`;
    this.stack.recorders[0].own.set("/around", { headers: { "content-type": "text/html; charset=utf-8" }, body });
  }

  // One whole sitting, half of it with the mouse and half with keys. Until item 1 nothing is chosen and downloads
  // may overtake each other; from there on the order counts.
  async sit({ sheet, tier, mount = "frame" }) {
    await this.hostile(mount);
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 1100 } });
    const page = await context.newPage();
    const heard = [];
    page.on("console", (message) => heard.push(message.text()));
    await page.goto(`${this.stack.portal}/around`);
    const place = element(page, mount);
    const looked = () => page.evaluate(look, SHOWN_BY_THE_SPY);
    await begin(place);
    await at(place, 1);
    const { keep, manifest: own } = await manifest();
    // What comes a second behind the first screen as well, or it would fall before the first item or behind it as the machine goes.
    const behind = mount === "frame" ? [own.code, keep.keep, keep.wasm] : [own.code];
    for (const one of ["/v1/envelopes", ...behind]) await this.stack.recorders[1].answered(one);
    const before = await this.take();
    const early = await page.evaluate(() => {
      for (const channel of Object.keys(window.spied)) delete window.spied[channel];
      return window.recorded.length;
    });
    for (const [nth, value] of sheet.entries()) {
      await at(place, nth + 1);
      if (value === SKIP) await button(place, "这一题不想选").click();
      else if (nth % 2) await page.keyboard.press(String(value + 1));
      else await place.locator(".option").nth(value).click();
      if (nth === 8 && value > 0) await pastHelp(place);
      if (nth === 8) await looked();
    }
    const owner = mount === "inline" ? page.mainFrame() : page.frames().find((frame) => frame.url().startsWith(this.stack.gateway));
    const last = button(place, "看看我的结果");
    await last.waitFor();
    const end = await owner.evaluate(lookAtEnd);
    await last.click();
    await place.getByText(RESULT[tier]).waitFor();
    await looked();
    await button(place, "收起结果").click();
    await owner.evaluate(addField);
    await page.keyboard.type(RESULT[tier]);
    for (const press of ["Control+a", "Control+c", "Control+x", "Control+v"]) await page.keyboard.press(press);
    await owner.evaluate(() => window.field.remove());
    await page.waitForFunction(() => window.spied["H06 custom events"]?.length);
    await looked();
    const { spied, recorded } = await page.evaluate(() => ({ spied: window.spied, recorded: window.recorded }));
    spied["H30 session replay"] = told(recorded.slice(early));
    spied["A04 accessibility"] = await accessible(context, page);
    const trace = { spied, end, inside: await lookAt(owner), around: await lookAt(page.mainFrame()), heard };
    await this.leave(page);
    trace.before = { portal: before.portal.map(line).sort(), gateway: before.gateway.map(line).sort() };
    const after = await this.take();
    trace.after = { portal: after.portal.map(line), gateway: after.gateway.map(line) };
    const envelopes = [before, after].flatMap(({ gateway }) => gateway).filter((one) => one.url === "/v1/envelopes");
    // Version, suite and key id stand in the clear.
    trace.prefixesAlike = new Set(envelopes.map((one) => one.body.subarray(0, 10).toString("hex"))).size === 1;
    await context.close();
    return { trace: this.named(trace), whole: JSON.stringify(recorded) };
  }

  // Goes, and waits for what the page sends when it goes: on a busy machine that comes when nothing else is under way any more.
  async leave(page) {
    const [, gateway] = this.stack.recorders;
    const sent = () => gateway.seen.filter((one) => one.url === "/v1/envelopes").length;
    // The one at the end.
    await gateway.answered("/v1/envelopes");
    const before = sent();
    await page.goto("about:blank");
    await until(() => sent() > before, 30, "an envelope when the page goes");
  }

  // The same places under the same names in every lane, and tokens and dates by their length.
  named(trace) {
    const text = JSON.stringify(trace)
      .replaceAll(this.stack.portal, "PORTAL")
      .replaceAll(this.stack.gateway, "GATEWAY")
      .replaceAll(new URL(this.stack.portal).host, "PORTAL")
      .replaceAll(new URL(this.stack.gateway).host, "GATEWAY")
      .replace(/ey[\w-]+\.[\w-]+\.[\w-]+/g, (token) => `TOKEN of ${token.length}`)
      .replace(/\b[0-9a-f]{32}:/g, "ROW:");
    return JSON.parse(text);
  }
}

// In the element's document, on the page after the last item: what a neighbour sees and a screen reader says.
// How far the message has come is a matter of time and stands apart. A press is answered in tasks of its own, so
// what the last one set going comes first.
async function lookAtEnd() {
  await new Promise((resolve) => setTimeout(resolve, 0));
  const place = document.querySelector("#place, qinghe-screening");
  const root = place.shadowRoot.querySelector(".screen") ? place.shadowRoot : Array.from(place.shadowRoot.querySelectorAll("*")).find((node) => node.shadowRoot).shadowRoot;
  const screen = root.querySelector(".screen");
  const text = (node) => {
    const copy = node.cloneNode(true);
    copy.querySelectorAll(".delivery").forEach((part) => part.replaceChildren());
    return copy.textContent;
  };
  return {
    text: text(screen),
    stops: Array.from(root.querySelectorAll("button:not([disabled]), a[href], input, summary, [tabindex='0']"), (node) => `${node.nodeName} ${node.textContent}`),
    announced: Array.from(root.querySelectorAll("[aria-live], [role=status], [role=alert]"), text),
    labels: Array.from(root.querySelectorAll("[aria-label]"), (node) => node.getAttribute("aria-label")),
    height: screen.scrollHeight,
  };
}

// A field as a page may have one, to type into: what is typed belongs to the frame.
function addField() {
  const place = document.querySelector("#place, qinghe-screening");
  window.field = place.shadowRoot.appendChild(document.createElement("input"));
  window.field.focus();
}

// The accessibility tree as the page around has it.
async function accessible(context, page) {
  const session = await context.newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  await session.detach();
  return nodes.filter((node) => !node.ignored).map((node) => `${node.role?.value} ${node.name?.value || ""}`);
}

// What a network sees of one request and its answer, in one line.
function line(one) {
  const pairs = (list) => Array.from({ length: list.length / 2 }, (_, nth) => [list[2 * nth].toLowerCase(), list[2 * nth + 1]]);
  const headers = (list = []) => pairs(list).map(([name, value]) => `${name}: ${name === "date" ? "…" : value}`);
  const { to, method, url, length, status, answerLength } = one;
  return JSON.stringify({ to, method, url, headers: headers(one.headers), length, status, answerHeaders: headers(one.answerHeaders), answerLength });
}

// Moments hang on how busy the machine is, so they count only where they separate two groups.
export const NOISY = ["H20 moments"];

// Everything that must be the same, as one object.
export function exact({ spied, ...trace }) {
  return { ...trace, spied: Object.fromEntries(Object.entries(spied).filter(([channel]) => !NOISY.includes(channel))) };
}

// Channels that tell two groups of sittings apart: something is in every one of the one group and in none of the other.
export function separable(one, other) {
  const channels = new Set([...one, ...other].flatMap((spied) => Object.keys(spied)));
  const tells = (group, against, channel) => {
    const sets = (spied) => new Set(spied[channel] || []);
    const [own, others] = [group.map(sets), against.map(sets)];
    return [...own[0]].some((line) => own.every((set) => set.has(line)) && others.every((set) => !set.has(line)));
  };
  return [...channels].filter((channel) => tells(one, other, channel) || tells(other, one, channel)).sort();
}
