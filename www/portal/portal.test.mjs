// The portal against its own contract: what it signs, what it shows, what it never says.
import assert from "node:assert/strict";
import { createPublicKey, verify } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { spawned } from "../../tests/browser/child.mjs";

const GATEWAY = "http://xinli.school.localhost:9";
const ORIGIN = "http://portal.school.localhost:9";
let data, child, base;

before(async () => {
  data = await mkdtemp(join(tmpdir(), "portal-"));
  const server = join(dirname(fileURLToPath(import.meta.url)), "server.mjs");
  const args = ["--port", "0", "--origin", ORIGIN, "--gateway", GATEWAY, "--data", data];
  child = spawned(process.execPath, [server, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await new Promise((resolve) => createInterface({ input: child.stdout }).once("line", (...all) => resolve(all)));
  base = `http://127.0.0.1:${JSON.parse(line).port}`;
});
after(async () => {
  child.kill("SIGTERM");
  await new Promise((resolve) => child.once("exit", resolve));
  await rm(data, { recursive: true });
});

const ask = async (as, path, init = {}) => {
  const answer = await fetch(base + path, { redirect: "manual", ...init, headers: { cookie: `portal=${as}`, ...init.headers } });
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
};
const form = (fields) => ({ method: "POST", body: new URLSearchParams(fields) });
const token = (text) => /token="([^"]+)"/.exec(text)[1];
const claims = (jwt) => JSON.parse(Buffer.from(jwt.split(".")[1], "base64url"));

test("without a login there is only the login", async () => {
  assert.equal((await ask("nobody", "/psych")).headers.get("location"), "/login");
  const login = await ask("", "/login?as=student-15");
  assert.match(login.headers.get("set-cookie"), /portal=student-15; HttpOnly; SameSite=Lax/);
});

test("embedding is one script line and one tag", async () => {
  const { text, headers } = await ask("student-15", "/psych");
  assert.equal(text.match(/<qinghe-screening /g).length, 1);
  assert.ok(text.includes(`<script src="${GATEWAY}/qinghe.js" async></script>`));
  assert.ok(!text.includes('mount="inline"'));
  assert.match((await ask("student-15", "/psych?mount=inline")).text, /<qinghe-screening [^>]*mount="inline"/);
  assert.ok(headers.get("content-security-policy").includes(`frame-src ${GATEWAY}`));
});

test("a token is signed, fresh, and says nothing that names the person", async () => {
  const [first, second] = [token((await ask("student-13", "/psych")).text), token((await ask("student-13", "/psych")).text)];
  const { keys } = JSON.parse((await ask("", "/.well-known/jwks.json")).text);
  const [head, body, signature] = first.split(".");
  assert.deepEqual(JSON.parse(Buffer.from(head, "base64url")), { alg: "ES256", kid: keys[0].kid, typ: "qinghe-launch+jwt" });
  const key = { key: createPublicKey({ key: keys[0], format: "jwk" }), dsaEncoding: "ieee-p1363" };
  assert.ok(verify("sha256", Buffer.from(`${head}.${body}`), key, Buffer.from(signature, "base64url")));
  const said = claims(first);
  const known = ["iss", "aud", "sub", "jti", "iat", "exp", "role", "battery", "school", "age", "grade", "class", "consent"];
  assert.deepEqual(Object.keys(said), known);
  assert.ok(!JSON.stringify(said).includes("20250713") && !JSON.stringify(said).includes("林小禾"));
  assert.match(said.sub, /^[\w-]{22}$/);
  assert.equal(claims(second).sub, said.sub);
  assert.notEqual(claims(second).jti, said.jti);
  assert.ok(said.exp - said.iat <= 600);
  assert.notEqual(claims(token((await ask("student-15", "/psych")).text)).sub, said.sub);
});

test("a guardian agrees and takes it back", async () => {
  const consent = async () => claims(token((await ask("student-13-no-consent", "/psych")).text)).consent;
  assert.equal(await consent(), undefined);
  await ask("parent", "/family/consent", form({ agree: "yes" }));
  assert.match(await consent(), /^online-/);
  await ask("parent", "/family/consent", form({ agree: "no" }));
  assert.equal(await consent(), undefined);
  assert.equal((await ask("student-15", "/family/consent", form({ agree: "yes" }))).status, 403);
});

test("class teacher and parent learn that a sitting is done and nothing else", async () => {
  const before_ = await ask("teacher", "/class");
  assert.equal(before_.text.match(/做完了/g), null);
  const heard = { method: "POST", body: JSON.stringify({ name: "qinghe-finished", code: "" }) };
  assert.equal((await ask("student-13", "/psych/heard", heard)).status, 204);
  assert.equal((await ask("teacher", "/class")).text.match(/做完了/g).length, 1);
  assert.equal((await ask("student-13", "/class")).status, 403);
  assert.match((await ask("parent", "/received")).text, /qinghe-finished/);
});

test("the counsellor finds a person by the short code, and the look-up stays on record", async () => {
  const { sub } = claims(token((await ask("student-16", "/psych")).text));
  assert.match((await ask("counsellor", "/register", form({ code: sub.slice(0, 8) }))).text, /罗安，10-4 班/);
  assert.match((await ask("counsellor", "/register", form({ code: "zzzzzzzz" }))).text, /没有找到/);
  const page = await ask("counsellor", "/register");
  assert.ok(page.text.includes(sub.slice(0, 8)));
  assert.equal((await ask("teacher", "/register", form({ code: sub }))).status, 403);
});

test("text from outside is never markup", async () => {
  const { text } = await ask("counsellor", "/register", form({ code: "<b>abcdef</b>" }));
  assert.ok(!text.includes("<b>abcdef") && text.includes("&lt;b&gt;abcdef"));
});
