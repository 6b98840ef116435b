// A portal's side of Qinghe in one file: signs launch tokens, shows the element, passes envelopes on.
// Node 20 or newer, standard library only. Contract: docs/wire.md. Start: node host.mjs
import { createHash, createHmac, createPrivateKey, createPublicKey, randomBytes, sign, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const ENVELOPE = 2048;
const TOKEN_MAX = 4096;
const LIFE_S = 600;
const BATTERY = "mood-and-anxiety";

export class Host {
  // `origin`: of this portal, and its `iss`. `gateway`: the gateway's `public_origin`, to the letter.
  // `pem`: P-256 key in PKCS #8. `secret`: 32 random bytes; whoever has it can turn people into pseudonyms.
  constructor({ origin, gateway, pem, secret }) {
    Object.assign(this, { origin, gateway, secret, key: createPrivateKey(pem) });
    this.publicKey = createPublicKey(this.key);
    const { x, y } = this.publicKey.export({ format: "jwk" });
    // RFC 7638 names the key by its content, so another key has another name.
    const kid = createHash("sha256").update(`{"crv":"P-256","kty":"EC","x":"${x}","y":"${y}"}`).digest("base64url");
    this.header = JSON.stringify({ alg: "ES256", kid, typ: "qinghe-launch+jwt" });
    this.jwks = { keys: [{ kty: "EC", crv: "P-256", alg: "ES256", use: "sig", kid, x, y }] };
  }

  // Always the same for this person and gateway, and nothing of the person in it.
  pseudonym(person) {
    return createHmac("sha256", this.secret).update(`${this.gateway} ${person}`).digest("base64url");
  }

  // No name, no student number, no birth date: the token travels with every envelope.
  claims(student, now = Math.floor(Date.now() / 1000)) {
    const { age, school, grade, class: form, consent } = student;
    return {
      iss: this.origin,
      aud: this.gateway,
      sub: this.pseudonym(student.id),
      jti: randomBytes(16).toString("base64url"),
      iat: now,
      exp: now + LIFE_S,
      role: "student",
      battery: BATTERY,
      age,
      school,
      grade,
      class: form,
      ...(consent && { consent }),
    };
  }

  sign(claims) {
    const part = (text) => Buffer.from(text).toString("base64url");
    const input = `${part(this.header)}.${part(JSON.stringify(claims))}`;
    const signature = sign("sha256", Buffer.from(input), { key: this.key, dsaEncoding: "ieee-p1363" });
    return `${input}.${signature.toString("base64url")}`;
  }

  // Status to refuse with, or 0 to pass on. Times, audience and repetition are the gateway's to judge:
  // it takes an urgent notice even when the token has run out.
  refuses(token, body) {
    if (!this.signed(token)) return 401;
    if (body.length > ENVELOPE) return 413;
    return body.length < ENVELOPE ? 400 : 0;
  }

  // The header is compared to the letter, so nobody else chooses the algorithm.
  signed(token) {
    const parts = token.length > TOKEN_MAX ? [] : token.split(".");
    if (parts.length !== 3 || parts[0] !== Buffer.from(this.header).toString("base64url")) return false;
    const key = { key: this.publicKey, dsaEncoding: "ieee-p1363" };
    return verify("sha256", Buffer.from(`${parts[0]}.${parts[1]}`), key, Buffer.from(parts[2], "base64url"));
  }

  page(token) {
    return `<!doctype html>
<html lang="zh-Hans">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>心理健康</title>
<script src="${this.gateway}/qinghe.js" async></script></head>
<body><qinghe-screening gateway="${this.gateway}" battery="${BATTERY}" token="${token}" lang="zh-Hans"></qinghe-screening></body>
</html>
`;
  }
}

// Whole years between two days, both as "2011-09-01".
export function ageOn(birthday, today) {
  const years = Number(today.slice(0, 4)) - Number(birthday.slice(0, 4));
  return today.slice(5) < birthday.slice(5) ? years - 1 : years;
}

// Yours: whoever is signed in, from your session and your records. `consent` only where a guardian has agreed; under 14 it must be there.
function signedIn() {
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(new Date());
  return { id: "20230417", age: ageOn("2011-09-01", today), school: "s-017", grade: "9", class: "9-2" };
}

// The whole body, of which no more than a little is kept.
async function read(request) {
  const parts = [];
  let size = 0;
  for await (const part of request) {
    if (size <= ENVELOPE) parts.push(part);
    size += part.length;
    if (size > 65536) throw new Error("far too long");
  }
  return Buffer.concat(parts);
}

// Passes an envelope and its answer on unchanged, and keeps nothing. Neither is written to a log.
async function forward(host, reach, request, response) {
  const token = (request.headers.authorization || "").replace(/^Bearer /, "");
  const body = await read(request);
  const status = host.refuses(token, body);
  // Not in the gateway's form, so that our refusal silences no notice: the sender keeps it and tries again.
  if (status) return response.writeHead(status, { "content-type": "text/plain" }).end("refused by the portal\n");
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/octet-stream" };
  const answer = await fetch(`${reach}/v1/envelopes`, { method: "POST", headers, body, redirect: "error" });
  const kept = ["content-type", "retry-after"].filter((name) => answer.headers.has(name));
  const passed = Object.fromEntries(kept.map((name) => [name, answer.headers.get(name)]));
  response.writeHead(answer.status, { ...passed, "cache-control": "no-store" }).end(Buffer.from(await answer.arrayBuffer()));
}

function serve() {
  const { QINGHE_ORIGIN: origin, QINGHE_GATEWAY: gateway, QINGHE_SECRETS: folder = ".", PORT = "8400" } = process.env;
  // How this server reaches the gateway, where that is not its public address.
  const reach = process.env.QINGHE_REACH || gateway;
  const read = (name) => readFileSync(join(folder, name));
  const host = new Host({ origin, gateway, pem: read("launch-key.pem"), secret: read("pseudonym-secret") });
  const policy = `default-src 'none'; script-src ${gateway}; frame-src ${gateway}; base-uri 'none'; form-action 'none'`;
  const routes = {
    "GET /": (_, response) => {
      const headers = { "content-type": "text/html; charset=utf-8", "content-security-policy": policy, "cache-control": "no-store" };
      response.writeHead(200, headers).end(host.page(host.sign(host.claims(signedIn()))));
    },
    "GET /.well-known/jwks.json": (_, response) =>
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(host.jwks)),
    "POST /qinghe/v1/envelopes": (request, response) => forward(host, reach, request, response),
  };
  const server = createServer(async (request, response) => {
    const route = routes[`${request.method} ${request.url.split("?")[0]}`];
    try {
      if (route) await route(request, response);
      else response.writeHead(404).end();
    } catch {
      if (!response.headersSent) response.writeHead(502, { "content-type": "text/plain" });
      response.end("the gateway does not answer\n");
    }
  });
  server.listen(Number(PORT), "127.0.0.1");
}

if (import.meta.url === pathToFileURL(process.argv[1] || "").href) serve();
