// Starts the real gateway and the real portal on free ports, in a folder of their own.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile, mkdir } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { spawned } from "./child.mjs";
import { Recorder } from "./recorder.mjs";

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");

// Which file of the build is called how.
export const manifest = async () => JSON.parse(await readFile(join(ROOT, "pkg/manifest.json"), "utf8"));

const run = promisify(execFile);

export const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

function started(name, program, args) {
  const child = spawned(program, args, { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, RUST_LOG: "error" } });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`${name} ended before it was ready (${code})`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (line.includes('"ready":true')) {
        child.removeAllListeners("exit");
        resolve(child);
      }
    });
  });
}

const ended = (child, signal) =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once("exit", () => resolve());
    child.kill(signal);
  });

export class Stack {
  // `slotSeconds`: 1 to 60. `floorMs`: least time before an envelope is answered. `recorded`: browsers
  // reach both servers through a recorder each, `stack.recorders`. `more`: further lines of the gateway's configuration.
  // `front`: what browsers reach them through instead, `(name, port) => { port, scheme, stop() }`.
  // `assets`: what the gateway serves, when it is not `pkg/`. `portalHost`: a name below `localhost`. `keeps`: the gateway keeps the guardians' consent; `more` then has a table [consent].
  static async start({ slotSeconds = 1, floorMs = 50, recorded = false, more = [], portalHost = "portal.school.localhost", keeps = false, front, assets = join(ROOT, "pkg") } = {}) {
    const stack = new Stack();
    stack.data = await mkdtemp(join(tmpdir(), "qinghe-"));
    [stack.portalPort, stack.gatewayPort] = [await freePort(), await freePort()];
    const servers = [["portal", stack.portalPort], ["gateway", stack.gatewayPort]];
    const before = front || (recorded && Recorder.start.bind(Recorder));
    stack.recorders = before ? await Promise.all(servers.map(([name, port]) => before(name, port))) : [];
    const [portal, gateway] = before ? stack.recorders : [{ port: stack.portalPort }, { port: stack.gatewayPort }];
    stack.portal = `http://${portalHost}:${portal.port}`;
    stack.gateway = `${gateway.scheme || "http"}://xinli.school.localhost:${gateway.port}`;
    await mkdir(join(stack.data, "portal"));
    const config = [
      `listen = "127.0.0.1:${stack.gatewayPort}"`,
      `public_origin = "${stack.gateway}"`,
      `data = ${JSON.stringify(join(stack.data, "gateway"))}`,
      `assets = ${JSON.stringify(assets)}`,
      `slot_seconds = ${slotSeconds}`,
      `response_floor_ms = ${floorMs}`,
      ...more,
      "[[host]]",
      `issuer = "${stack.portal}"`,
      `jwks = "http://127.0.0.1:${stack.portalPort}/.well-known/jwks.json"`,
      `origin = "${stack.portal}"`,
      ...(keeps ? ['consent = "gateway"'] : []),
    ];
    await writeFile(join(stack.data, "gateway.toml"), config.join("\n"));
    await stack.startGateway();
    stack.portalChild = await started("the portal", process.execPath, [
      join(ROOT, "www/portal/server.mjs"),
      ...["--port", String(stack.portalPort), "--origin", stack.portal, "--gateway", stack.gateway],
      ...["--data", join(stack.data, "portal"), "--consent", keeps ? "gateway" : "portal"],
    ]);
    return stack;
  }

  async startGateway() {
    const program = process.env.QINGHE_GATEWAY;
    if (!program) throw new Error("QINGHE_GATEWAY must name the gateway's program; `cargo xtask test` sets it.");
    this.gatewayChild = await started("the gateway", program, ["--config", join(this.data, "gateway.toml")]);
  }

  stopGateway(signal = "SIGTERM") {
    return ended(this.gatewayChild, signal);
  }

  setupCode(centre = "school") {
    return readFile(join(this.data, "gateway", centre === "school" ? "setup-code" : `setup-code-${centre}`), "utf8");
  }

  // Wording as a school would bring it, made up for the journeys and checked by `qinghe text-pack`.
  async bringText(instrument) {
    const definition = await readFile(join(ROOT, "scales", instrument, "instrument.toml"), "utf8");
    const ids = (kind) => [...definition.matchAll(new RegExp(`^\\[\\[${kind}\\]\\]\\nid = "([^"]+)"`, "gm"))].map(([, id]) => id);
    const folder = join(this.data, "gateway/texts");
    await mkdir(folder, { recursive: true });
    const text = [
      'locale = "zh-Hans"',
      'source = "Made up for a journey"',
      'certainty = "none: made up"',
      'translation = "own"',
      'instruction = "这是为测试编的一份文字。"',
      "[options]",
      ...ids("response_set").map((id) => `${id} = ["从不", "很少", "有时", "经常", "总是"]`),
      "[items]",
      ...ids("item").map((id, nth) => `${id} = "编出来的第 ${nth + 1} 句"`),
    ];
    const source = join(this.data, `${instrument}.toml`);
    await writeFile(source, text.join("\n"));
    await run(process.env.QINGHE_CLI, ["text-pack", "--root", ROOT, "--instrument", instrument, "--text", source, "--out", folder]);
  }

  // A signed launch token of the demo portal; `overrides` as its `/token` takes them.
  async token(as, overrides = {}) {
    const query = new URLSearchParams({ as, battery: "mood-and-anxiety", ...overrides });
    const answer = await fetch(`http://127.0.0.1:${this.portalPort}/token?${query}`);
    if (!answer.ok) throw new Error(`no token for ${as}: ${answer.status}`);
    return (await answer.text()).trim();
  }

  // A signed consent token of the demo portal.
  async consentToken(as, overrides = {}) {
    const query = new URLSearchParams({ as, ...overrides });
    const answer = await fetch(`http://127.0.0.1:${this.portalPort}/consent-token?${query}`);
    if (!answer.ok) throw new Error(`no consent token for ${as}: ${answer.status}`);
    return (await answer.text()).trim();
  }

  async stop() {
    await Promise.all(this.recorders.map((recorder) => recorder.stop()));
    await Promise.all([ended(this.gatewayChild, "SIGTERM"), ended(this.portalChild, "SIGTERM")]);
    await rm(this.data, { recursive: true, force: true });
  }
}
