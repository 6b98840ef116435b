// Every sample against the vectors, and then as a server beside the real gateway. `samples/run` or `cargo xtask test` starts it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomBytes, webcrypto } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, describe, test } from "node:test";
import { fetchCentre } from "../src/element/js/centre.js";
import { spawned } from "../tests/browser/child.mjs";
import { LANGUAGES } from "./programs.mjs";
import { sealed, sent, tokenOf } from "./receipt.mjs";

const NORMAL = 1;
const URGENT = 2;
const NAMES = Object.keys(LANGUAGES);
const ended = [];
const folder = mkdtempSync(join(tmpdir(), "qinghe-samples-"));
const secrets = join(folder, "secrets");
const base64 = (length) => randomBytes(length).toString("base64url");

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

function start([program, ...args], env, ready) {
  const child = spawned(program, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", ready ? "inherit" : "ignore"] });
  ended.push(() => new Promise((resolve) => child.once("exit", resolve) && child.kill()));
  if (!ready) return undefined;
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`${program} ended (${code})`)));
    createInterface({ input: child.stdout }).once("line", () => resolve(child.removeAllListeners("exit")));
  });
}

// A server says nothing when it is ready, so it is asked.
async function answers(address) {
  for (let tries = 0; tries < 300; tries += 1) {
    const answer = await fetch(address).catch(() => undefined);
    if (answer) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${address} does not answer`);
}

const hosts = {};
let gateway;

before(async () => {
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "assets/embed.html"), "");
  mkdirSync(secrets);
  execFileSync("openssl", ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", join(secrets, "launch-key.pem")]);
  writeFileSync(join(secrets, "pseudonym-secret"), randomBytes(32));
  const port = await freePort();
  gateway = `http://127.0.0.1:${port}`;
  for (const name of NAMES) hosts[name] = { port: await freePort() };
  const lines = [`listen = "127.0.0.1:${port}"`, `public_origin = "${gateway}"`, "response_floor_ms = 0"];
  lines.push(`data = ${JSON.stringify(join(folder, "data"))}`, `assets = ${JSON.stringify(join(folder, "assets"))}`);
  for (const host of Object.values(hosts)) {
    host.origin = `http://127.0.0.1:${host.port}`;
    lines.push("[[host]]", `issuer = "${host.origin}"`, `origin = "${host.origin}"`, `jwks = "${host.origin}/.well-known/jwks.json"`);
  }
  writeFileSync(join(folder, "gateway.toml"), lines.join("\n"));
  const program = process.env.QINGHE_GATEWAY;
  assert.ok(program, "QINGHE_GATEWAY must name the gateway's program; `samples/run` says how to build it.");
  await start([program, "--config", join(folder, "gateway.toml")], { RUST_LOG: "error" }, true);
  await setUp();
});

after(async () => {
  await Promise.all(ended.map((end) => end()));
  rmSync(folder, { recursive: true, force: true });
});

// The centre gets its key. Nobody opens a notice here, so what its people keep under a passphrase is random.
async function setUp() {
  const pair = async () => {
    const { publicKey } = await webcrypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, false, ["deriveBits"]);
    return Buffer.from(await webcrypto.subtle.exportKey("raw", publicKey)).toString("base64url");
  };
  const code = readFileSync(join(folder, "data/setup-code"), "utf8");
  const body = { centre: "school", code, name: "沈老师", salt: base64(16), authKey: base64(32), wrappedStaffKey: base64(60), grant: base64(113) };
  Object.assign(body, { staffPublic: await pair(), centrePublic: await pair() });
  const answer = await fetch(`${gateway}/desk/api/setup`, { method: "POST", body: JSON.stringify(body) });
  assert.equal(answer.status, 201, await answer.text());
}

const post = (base, token, body) => fetch(`${base}/v1/envelopes`, { method: "POST", headers: { authorization: `Bearer ${token}` }, body });

for (const [name, language] of Object.entries(LANGUAGES)) {
  describe(name, () => {
    let host, program, tokens, relay, centre;

    before(async () => {
      assert.ok(language.here(), `${name} is missing. Debian, Ubuntu: sudo apt-get install ${language.packages.join(" ")}`);
      host = hosts[name];
      program = language.program();
      relay = `${host.origin}/qinghe`;
      centre = await fetchCentre(gateway);
      const env = { QINGHE_ORIGIN: host.origin, QINGHE_GATEWAY: gateway, QINGHE_SECRETS: secrets, PORT: String(host.port) };
      start(program.serve(host.port), env);
      await answers(host.origin);
      const [run, ...args] = [...program.tokens, secrets, host.origin, gateway];
      tokens = JSON.parse(execFileSync(run, args, { encoding: "utf8" }));
    });

    test("keeps to the vectors", () => {
      const [run, ...args] = program.test;
      // With our own context in its environment, Node's runner would skip the file and call that a success.
      const { NODE_TEST_CONTEXT: _, ...env } = process.env;
      execFileSync(run, args, { stdio: ["ignore", "ignore", "inherit"], env });
    });

    test("serves a page that may load the gateway and nothing else, with a token that is never kept", async () => {
      const answer = await fetch(host.origin);
      const policy = `default-src 'none'; script-src ${gateway}; frame-src ${gateway}; base-uri 'none'; form-action 'none'`;
      assert.equal(answer.headers.get("content-security-policy"), policy);
      assert.equal(answer.headers.get("cache-control"), "no-store");
      const page = await answer.text();
      assert.ok(page.includes(`<script src="${gateway}/qinghe.js" async></script>`), page);
      assert.ok(page.includes(`<qinghe-screening gateway="${gateway}" battery="mood-and-anxiety" token="`), page);
      assert.notEqual(await tokenOf(host.origin), await tokenOf(host.origin), "a launch for every page view");
    });

    test("gets a receipt, straight and by its own way", async () => {
      for (const base of [gateway, relay]) {
        const token = await tokenOf(host.origin);
        assert.deepEqual(await sent(base, token, await sealed(centre)), { status: 200, disposition: "cover", progress: "waiting" });
        const notice = await sealed(centre, { urgency: NORMAL });
        for (const again of [1, 2]) {
          assert.equal((await sent(base, token, notice)).disposition, "stored", `time ${again}`);
        }
      }
    });

    test("has its tokens judged by the gateway, and passes the answers on as they are", async () => {
      for (const base of [gateway, relay]) {
        const asked = async (token, more = { urgency: NORMAL }) => {
          const { status, code, disposition } = await sent(base, tokens[token], await sealed(centre, more));
          return [status, code || disposition];
        };
        assert.deepEqual(await asked("valid"), [200, "stored"]);
        assert.deepEqual(await asked("replayed"), [409, "launch-used"]);
        assert.deepEqual(await asked("expired"), [401, "token-expired"]);
        assert.deepEqual(await asked("expired", { urgency: URGENT }), [200, "stored"]);
        assert.deepEqual(await asked("audience"), [403, "token-audience"]);
        const envelope = await sealed(centre, { urgency: NORMAL });
        envelope.envelope[700] ^= 16;
        assert.equal((await sent(base, tokens.valid, envelope)).code, "envelope-malformed");
      }
      for (const forged of ["altered", "oversized"]) {
        assert.equal((await sent(gateway, tokens[forged], await sealed(centre))).code, "token-invalid");
      }
    });

    test("passes nothing on that is forged, cut or too long, and never in the gateway's name", async () => {
      const { envelope } = await sealed(centre, { urgency: NORMAL });
      const longer = [2049, 8193, 60000].map((size) => [tokens.valid, new Uint8Array(size), 413]);
      const forged = [tokens.altered, tokens.oversized, "", "a.b.c"].map((token) => [token, envelope, 401]);
      for (const [token, body, status] of [...forged, [tokens.valid, envelope.subarray(1), 400], ...longer]) {
        const answer = await post(relay, token, body);
        assert.equal(answer.status, status, `${body.length} bytes under ${token.slice(0, 8)}`);
        assert.match(answer.headers.get("content-type"), /^text\/plain/);
      }
      assert.equal((await fetch(`${host.origin}/elsewhere`)).status, 404);
    });

    test("passes on when to come back, once a person has sent too much", async () => {
      const { envelope } = await sealed(centre);
      let answer;
      for (let times = 0; times < 130 && answer?.status !== 429; times += 1) {
        answer = await post(relay, tokens.replayed, envelope);
        await answer.arrayBuffer();
      }
      assert.equal(answer.status, 429);
      assert.match(answer.headers.get("retry-after"), /^\d+$/);
      assert.match(answer.headers.get("content-type"), /^application\/problem\+json/);
    });

    test("says so when the gateway does not answer", async () => {
      const port = await freePort();
      const nobody = `http://127.0.0.1:${await freePort()}`;
      const env = { QINGHE_ORIGIN: host.origin, QINGHE_GATEWAY: gateway, QINGHE_REACH: nobody, QINGHE_SECRETS: secrets, PORT: String(port) };
      start(program.serve(port), env);
      await answers(`http://127.0.0.1:${port}/`);
      const found = await sent(`http://127.0.0.1:${port}/qinghe`, tokens.valid, await sealed(centre));
      assert.deepEqual([found.status, found.code], [502, undefined]);
    });
  });
}
