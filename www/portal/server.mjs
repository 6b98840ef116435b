// A demo school portal: an existing platform that embeds the element. Node's standard library only.
// usage: node server.mjs --port N --origin URL --gateway URL --data DIR [--listen 127.0.0.1]
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import * as pages from "./pages.mjs";
import { PEOPLE, person, students } from "./people.mjs";
import { Records } from "./records.mjs";
import { Signer } from "./tokens.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const BODY_MAX = 4096;
const text = { type: "string" };
// `consent`: who keeps the guardians' consent, this portal or the gateway.
const options = { port: text, origin: text, gateway: text, data: text, listen: { ...text, default: "127.0.0.1" }, consent: { ...text, default: "portal" } };
const { values: args } = parseArgs({ options });
for (const name of ["port", "origin", "gateway", "data"]) {
  if (!args[name]) {
    console.error(`--${name} is missing. usage: node server.mjs --port N --origin URL --gateway URL --data DIR`);
    process.exit(1);
  }
}

const signer = new Signer(args.data, args.origin, args.gateway);
const records = new Records(args.data);
const files = {
  "/portal.css": ["text/css; charset=utf-8", readFileSync(join(HERE, "portal.css"))],
  "/heard.js": ["text/javascript; charset=utf-8", readFileSync(join(HERE, "heard.js"))],
};
// What embedding needs and nothing more. Scripts and connections to the gateway, and the element's own
// constructed style sheets, are for the inline mount; the iframe needs `frame-src` and the loader only.
const POLICY = [
  "default-src 'none'",
  `script-src 'self' ${args.gateway} 'wasm-unsafe-eval'`,
  `style-src 'self' ${args.gateway}`,
  `connect-src 'self' ${args.gateway}`,
  `frame-src ${args.gateway}`,
  "img-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");
const HEADERS = {
  "content-security-policy": POLICY,
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cache-control": "no-store",
};

class Answer {
  constructor(status, type, body, headers = {}) {
    Object.assign(this, { status, type, body, headers });
  }
}
const page = (body, status = 200) => new Answer(status, "text/html; charset=utf-8", body);
const plain = (body, status = 200) => new Answer(status, "text/plain; charset=utf-8", body);
const json = (value) => new Answer(200, "application/json", JSON.stringify(value));
const redirect = (to, headers = {}) => new Answer(303, "text/plain", "", { location: to, ...headers });
const cookie = (value, more = "") => ({ "set-cookie": `portal=${value}; HttpOnly; SameSite=Lax; Path=/${more}` });

const open = {
  "GET /favicon.ico": () => new Answer(204, "image/x-icon", ""),
  "GET /.well-known/jwks.json": () => json(signer.jwks()),
  "GET /login": ({ query }) =>
    person(query.get("as")) ? redirect("/", cookie(query.get("as"))) : page(pages.login()),
  "POST /logout": () => redirect("/login", cookie("", "; Max-Age=0")),
  // The next two exist in the demo only: a real platform never gives a token to whoever asks.
  "GET /people.json": () => json(PEOPLE.map(({ id, name, role }) => ({ id, name, role }))),
  "GET /token": ({ query }) => demoToken(query),
  "GET /consent-token": ({ query }) => demoConsentToken(query),
};

const signedIn = {
  "GET /": ({ who }) => page(pages.home(who)),
  "GET /timetable": ({ who }) => page(pages.timetable(who)),
  "GET /psych": ({ who, query }) => allowed(who, "student") || psych(who, query),
  "POST /psych/heard": ({ who, body }) => (who.role === "parent" ? undefined : allowed(who, "student")) || heard(who, body),
  "GET /family": ({ who }) => allowed(who, "parent") || page(pages.family(who, records, consentPage(who))),
  "GET /family/report": ({ who, query }) => allowed(who, "parent") || report(who, query),
  "POST /family/consent": ({ who, body }) => allowed(who, "parent") || consent(who, body),
  "GET /class": ({ who }) => allowed(who, "teacher") || page(pages.classList(who, records)),
  "GET /register": ({ who }) => allowed(who, "counsellor") || page(pages.register(who, records, args.gateway)),
  "POST /register": ({ who, body }) => allowed(who, "counsellor") || lookup(who, body),
  "GET /received": ({ who }) => page(pages.received(who, records)),
};

const allowed = (who, role) => (who.role === role ? undefined : plain("这一页不是给你的。", 403));

function psych(who, query) {
  const lang = ["en", "zh-Hant"].find((one) => one === query.get("lang")) || "zh-Hans";
  // A school offers one set at a time; the demo shows any that is asked for.
  const battery = /^[a-z0-9-]{1,48}$/.test(query.get("battery") || "") ? query.get("battery") : "mood-and-anxiety";
  const token = signer.sign(signer.claims(who, battery, records.consent(who.id)));
  return page(pages.psych(who, { gateway: args.gateway, token, battery, lang, mount: query.get("mount") }));
}

// What a parent sees at home. The token names the child by the pseudonym of the child's own tokens.
function report(who, query) {
  const lang = ["en", "zh-Hant"].find((one) => one === query.get("lang")) || "zh-Hans";
  const token = signer.sign(signer.claims(who, "parent-report"));
  return page(pages.report(who, { gateway: args.gateway, token, lang, mount: query.get("mount") }));
}

function heard(who, body) {
  let said;
  try {
    said = JSON.parse(body);
  } catch {
    return plain("bad request", 400);
  }
  records.hear({ what: "页面听到", detail: `${said.name}${said.code ? ` (${said.code})` : ""}` });
  if (said.name === "qinghe-finished") records.markDone(who.id);
  return new Answer(204, "text/plain", "");
}

function consent(who, body) {
  const agree = new URLSearchParams(body).get("agree") === "yes";
  records.setConsent(who.child, agree ? `online-${Date.now().toString(36)}` : undefined);
  return redirect("/family");
}

const CONSENT = "qinghe-consent+jwt";

// The gateway's own page, where it keeps the consents. The name stands behind the #, so it reaches no server.
function consentPage(who) {
  if (args.consent !== "gateway") return undefined;
  const parts = new URLSearchParams({ t: signer.sign(signer.consentClaims(who), CONSENT), n: person(who.child).name });
  return `${args.gateway}/consent#${parts}`;
}

function demoConsentToken(query) {
  const who = person(query.get("as"));
  if (!who) return plain("no such person", 404);
  const claims = signer.consentClaims(who);
  if (query.has("age")) claims.age = Number(query.get("age"));
  if (query.has("student")) claims.student = query.get("student");
  if (query.has("exp")) Object.assign(claims, { iat: claims.iat + Number(query.get("exp")) - 600, exp: claims.iat + Number(query.get("exp")) });
  return plain(signer.sign(claims, CONSENT));
}

function lookup(who, body) {
  const code = (new URLSearchParams(body).get("code") || "").trim();
  const found = code.length >= 6 ? students().find((one) => signer.pseudonym(one.id).startsWith(code)) : undefined;
  records.lookup(who.name, code.slice(0, 64), Boolean(found));
  return page(pages.register(who, records, args.gateway, { person: found }));
}

function demoToken(query) {
  const who = person(query.get("as"));
  if (!who) return plain("no such person", 404);
  const claims = signer.claims(who, query.get("battery") || "mood-and-anxiety", records.consent(who.id));
  for (const name of ["aud", "iss", "role", "sub", "jti"]) if (query.has(name)) claims[name] = query.get(name);
  if (query.has("anonymous")) claims.anonymous = true;
  if (query.has("student")) claims.student = query.get("student");
  if (query.has("age")) claims.age = Number(query.get("age"));
  if (query.has("consent")) claims.consent = query.get("consent") || undefined;
  if (query.has("exp")) Object.assign(claims, { iat: claims.iat + Number(query.get("exp")) - 600, exp: claims.iat + Number(query.get("exp")) });
  return plain(signer.sign(claims));
}

async function read(request) {
  const parts = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > BODY_MAX) throw new Error("too large");
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

async function answer(request) {
  const url = new URL(request.url, args.origin);
  const body = request.method === "POST" ? await read(request) : "";
  if (files[url.pathname] && request.method === "GET") return new Answer(200, ...files[url.pathname]);
  const address = url.pathname + (url.search ? "?…" : "");
  records.hear({ what: `${request.method} 请求`, detail: address + (body ? `  ${body.slice(0, 200)}` : "") });
  const route = `${request.method} ${url.pathname}`;
  if (open[route]) return open[route]({ query: url.searchParams, body });
  const who = person(/(?:^|; )portal=([\w-]+)/.exec(request.headers.cookie || "")?.[1]);
  if (!who) return redirect("/login");
  if (request.method === "POST" && request.headers.origin && request.headers.origin !== args.origin) return plain("wrong origin", 403);
  return signedIn[route] ? signedIn[route]({ who, query: url.searchParams, body }) : plain("没有这一页。", 404);
}

const server = createServer((request, response) => {
  answer(request)
    .catch((error) => plain(error.message === "too large" ? "too large" : "error", error.message === "too large" ? 413 : 500))
    .then(({ status, type, body, headers }) => {
      response.writeHead(status, { ...HEADERS, "content-type": type, ...headers });
      response.end(body);
    });
});
server.on("error", (error) => {
  console.error(`Port ${args.port} cannot be listened on (${error.code}). Stop what uses it, or choose another with --port.`);
  process.exit(1);
});
server.listen(Number(args.port), args.listen, () => console.log(JSON.stringify({ ready: true, port: server.address().port })));
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    server.close(() => process.exit(0));
    server.closeAllConnections();
  });
}
