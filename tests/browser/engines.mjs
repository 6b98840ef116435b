// Firefox and WebKitGTK, driven through their own drivers (W3C WebDriver), with the few words that the journeys need. The client is
// selenium-webdriver: the Selenium project keeps it beside the standard, and it takes a driver that runs already.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Key, WebDriver } from "selenium-webdriver";
import { Command } from "selenium-webdriver/lib/command.js";
import { Executor, HttpClient } from "selenium-webdriver/http/index.js";
import { spawned } from "./child.mjs";
import { freePort } from "./stack.mjs";
import { until } from "./until.mjs";

const WAIT_MS = 20000;

// What can be seen in the page and in its shadow trees, fits the selector, and says this (to the letter, or a part of it).
const FIND = `
  const [selector, text, part, nth] = arguments;
  const all = (root) => [...root.querySelectorAll("*")].flatMap((one) => (one.shadowRoot ? [one, ...all(one.shadowRoot)] : [one]));
  const says = (one) => text === null || (part ? one.textContent.includes(text) : one.textContent.trim() === text);
  const found = all(document).filter((one) => one.matches(selector) && one.getClientRects().length > 0 && says(one));
  return nth < 0 ? found.length : found[nth] || null;`;

// Which element has the focus, and what it says.
const FOCUS = `
  let one = document.activeElement;
  while (one && one.shadowRoot && one.shadowRoot.activeElement) one = one.shadowRoot.activeElement;
  return one ? [one.localName, one.textContent.trim()] : ["", ""];`;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const needed = (name, what) => {
  if (process.env[name]) return process.env[name];
  throw new Error(`${name} must name ${what}; \`cargo xtask test\` sets it.`);
};

// A program of ours, with what it says on either channel.
function begun(program, args, { env = {}, stdio = [] } = {}) {
  const said = [];
  const child = spawned(program, args, { stdio: ["ignore", "pipe", "pipe", ...stdio], env: { ...process.env, ...env } });
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on("line", (line) => said.push(line));
  return { child, said };
}

const ended = (child) =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once("exit", () => resolve());
    child.kill();
  });

async function answering(url, { child, said }) {
  const answers = () => fetch(`${url}/status`).then((given) => given.ok, () => false);
  const there = await until(() => (child.exitCode === null ? answers() : "gone")).catch(() => "silent");
  if (there !== true) throw new Error(`the driver does not answer:\n${said.join("\n")}`);
}

// A screen for a browser that has no headless mode.
async function screen() {
  const { child, said } = begun(needed("QINGHE_XVFB", "Xvfb"), ["-displayfd", "3", "-screen", "0", "1280x1600x24", "-nolisten", "tcp"], { stdio: ["pipe"] });
  const number = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", () => reject(new Error(`Xvfb ended:\n${said.join("\n")}`)));
    createInterface({ input: child.stdio[3] }).once("line", resolve);
  });
  return { child, display: `:${number}` };
}

export class Engine {
  // `wasm: false`: a browser whose Wasm somebody switched off.
  static async firefox({ wasm = true } = {}) {
    const port = await freePort();
    // The console of a page is read from the browser's own side, which needs the switch.
    const args = ["--port", String(port), "--websocket-port", String(await freePort()), "--allow-system-access"];
    const prefs = { "javascript.options.wasm": wasm };
    return Engine.start("Firefox", begun(needed("QINGHE_GECKODRIVER", "geckodriver"), args), port, {
      browserName: "firefox",
      "moz:firefoxOptions": { binary: needed("QINGHE_FIREFOX", "Firefox"), args: ["-headless"], prefs },
    });
  }

  // MiniBrowser has no sandbox of its own unless it is asked for one, so this runs in containers as well.
  static async webkit({ wasm = true } = {}) {
    const [port, home, shown] = [await freePort(), await mkdtemp(join(tmpdir(), "qinghe-webkit-")), await screen()];
    const env = { DISPLAY: shown.display, GDK_BACKEND: "x11", HOME: home, XDG_DATA_HOME: home, XDG_CACHE_HOME: home, XDG_CONFIG_HOME: home, JSC_useWasm: String(wasm) };
    const driver = begun(needed("QINGHE_WEBKIT_DRIVER", "WebKitWebDriver"), [`--port=${port}`], { env });
    const away = async () => {
      await ended(shown.child);
      // Its helpers write their caches to the last.
      await rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    };
    return Engine.start("WebKitGTK", driver, port, { browserName: "MiniBrowser", "webkitgtk:browserOptions": { args: ["--automation"] } }, away);
  }

  static async start(name, program, port, capabilities, away = async () => {}) {
    const engine = Object.assign(new Engine(), { name, program, away });
    try {
      const url = `http://127.0.0.1:${port}`;
      await answering(url, program);
      const executor = new Executor(new HttpClient(url));
      executor.defineCommand("setContext", "POST", "/session/:sessionId/moz/context");
      engine.driver = WebDriver.createSession(executor, new Map(Object.entries(capabilities)));
      engine.version = (await engine.driver.getCapabilities()).getBrowserVersion();
      // Room for a whole frame: neither driver scrolls the page around a frame of another origin before it presses.
      await engine.driver.manage().window().setRect({ x: 0, y: 0, width: 1200, height: 1500 });
      return engine;
    } catch (why) {
      await engine.stop();
      throw why;
    }
  }

  async stop() {
    await this.driver?.quit().catch(() => {});
    await ended(this.program.child);
    await this.away();
  }

  run(script, ...args) {
    return this.driver.executeScript(script, ...args);
  }

  // Into the frame of a frame of … the page.
  async enter(...frames) {
    await this.driver.switchTo().defaultContent();
    for (const selector of frames) await this.driver.switchTo().frame(await this.find(selector));
  }

  async open(url, ...frames) {
    await this.driver.switchTo().defaultContent();
    await this.driver.get(url);
    await this.enter(...frames);
  }

  async find(selector, text = null, { part = false, nth = 0 } = {}) {
    for (const end = Date.now() + WAIT_MS; Date.now() < end; await pause(50)) {
      // Between two pages there is nothing to ask.
      const one = await this.run(FIND, selector, text, part, nth).catch(() => null);
      if (one) return one;
    }
    throw new Error(`${this.name}: no ${selector} ${text ?? ""} in\n${await this.text()}`);
  }

  says(text, selector = "*") {
    return this.find(selector, text, { part: true });
  }

  count(selector, text = null) {
    return this.run(FIND, selector, text, true, -1);
  }

  // What is drawn anew between looking and pressing is looked for again.
  async click(selector, text, how) {
    for (let tries = 0; ; tries += 1) {
      try {
        return await (await this.find(selector, text, how)).click();
      } catch (error) {
        if (tries > 4 || !/Stale|NotInteractable|Intercepted/.test(error.name)) throw error;
      }
    }
  }

  press(name) {
    return this.click("button", name);
  }

  async fill(selector, text) {
    const field = await this.find(selector);
    await field.clear();
    await field.sendKeys(text);
  }

  keys(...keys) {
    return this.driver.actions().sendKeys(...keys).perform();
  }

  // Goes on with the Tab key until the button has the focus, and presses it with Enter.
  async reach(name) {
    await this.find("button", name);
    const way = [];
    for (let tries = 0; tries < 40; tries += 1) {
      const [kind, says] = await this.run(FOCUS);
      if (kind === "button" && says === name) return this.keys(Key.ENTER);
      way.push(`${kind} ${says.slice(0, 20)}`);
      await this.keys(Key.TAB);
    }
    throw new Error(`${this.name}: Tab never came to ${name}:\n${way.join("\n")}`);
  }

  text() {
    return this.run("const text = (root) => [...root.children].map((one) => (one.innerText || '') + (one.shadowRoot ? text(one.shadowRoot) : '') + text(one)).join(''); return text(document)");
  }

  // What Firefox itself wrote about our pages: errors, refused loads, warnings of its own.
  async ownConsole() {
    if (this.name !== "Firefox") return [];
    const context = (where) => this.driver.execute(new Command("setContext").setParameter("context", where));
    await context("chrome");
    const all = await this.run("return Services.console.getMessageArray().map((one) => [one.sourceName || '', String(one.flags), one.errorMessage || String(one.message)])");
    await context("content");
    return all.filter(([source]) => /localhost/.test(source)).map((one) => one.join(" "));
  }
}

export { Key };
