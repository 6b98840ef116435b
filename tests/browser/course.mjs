// A learning platform that plays packages: scorm-again as its run-time, and a small record store for cmi5.
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { promisify } from "node:util";
import { inflateRawSync } from "node:zlib";
import { ROOT } from "./stack.mjs";

const run = promisify(execFile);
export const KEY = "a-key-for-one-package-2026";
const HTML = "text/html; charset=utf-8";
// As Moodle serves the files of a package, wrong types and all.
const TYPES = { html: HTML, js: "application/javascript", css: "text/css", xml: "application/xml" };

// The files of a zip, by name.
export function unzipped(bytes) {
  const files = {};
  const end = bytes.lastIndexOf(Buffer.from("PK\x05\x06"));
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, packed, name, extra, comment, start] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32), bytes.readUInt32LE(at + 42)];
    const data = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28);
    const raw = bytes.subarray(data, data + packed);
    files[bytes.toString("utf8", at + 46, at + 46 + name)] = method === 8 ? inflateRawSync(raw) : raw;
    at += 46 + name + extra + comment;
  }
  return files;
}

// Every call of the page and its answer, and what the run-time then sends to the platform.
const PLAYER = (kind) => `
  const newer = ${JSON.stringify(kind)} === "scorm2004";
  const made = newer ? new Scorm2004API({ autocommit: false, logLevel: 5 }) : new Scorm12API({ autocommit: false, logLevel: 5 });
  window.calls = [];
  const seen = {};
  for (const verb of ["Initialize", "Finish", "Terminate", "GetValue", "SetValue", "Commit"]) {
    const name = newer ? verb : "LMS" + verb;
    if (typeof made[name] !== "function") continue;
    seen[name] = (...given) => {
      const answer = made[name](...given);
      calls.push([name, ...given, String(answer)]);
      return answer;
    };
  }
  window[newer ? "API_1484_11" : "API"] = seen;
  window.stored = () => JSON.stringify(made.renderCMIToJSONObject ? made.renderCMIToJSONObject() : made.cmi);`;

export class Platform {
  static async start() {
    const platform = new Platform();
    platform.packages = {};
    platform.statements = [];
    platform.log = [];
    platform.server = createServer((request, response) => platform.answer(request, response).catch((why) => response.writeHead(500).end(String(why))));
    await new Promise((resolve) => platform.server.listen(0, "127.0.0.1", resolve));
    platform.port = platform.server.address().port;
    platform.origin = `http://lms.other.localhost:${platform.port}`;
    platform.store = `http://store.other.localhost:${platform.port}/xapi`;
    return platform;
  }

  table() {
    return ["[[course]]", 'name = "grade-8"', `key = "${KEY}"`, `origins = ["${this.origin}"]`, 'battery = "mood-and-anxiety"', "age = 15"];
  }

  // Makes a package with the program that ships and keeps its files.
  async import(kind, gateway, folder, score = "none") {
    const out = join(folder, `${kind}-${score}.zip`);
    await run(process.env.QINGHE_CLI, ["pack", kind, "--battery", "mood-and-anxiety", "--gateway", gateway, "--key", KEY, "--score", score, "--root", ROOT, "--out", out]);
    const bytes = await readFile(out);
    this.packages[`${kind}-${score}`] = unzipped(bytes);
    return bytes;
  }

  stop() {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(resolve));
  }

  async answer(request, response) {
    const url = new URL(request.url, this.origin);
    const parts = [];
    for await (const part of request) parts.push(part);
    const body = Buffer.concat(parts).toString();
    const send = (type, text, status = 200) => response.writeHead(status, { "content-type": type }).end(text);
    // Every browser asks for it.
    if (url.pathname === "/favicon.ico") return send(HTML, "", 204);
    const [, room, name = "", ...rest] = url.pathname.split("/");
    if (room === "xapi" || room === "fetch") return this.record(request, response, url, body);
    if (room === "scorm-again.js") return send(TYPES.js, await readFile(join(ROOT, "node_modules/scorm-again/dist/scorm-again.js")));
    if (room === "content") {
      const file = this.packages[name]?.[rest.join("/")];
      return file ? send(TYPES[rest.join("/").split(".").pop()] || "application/octet-stream", file) : send(HTML, "", 404);
    }
    const page = (text) => send(HTML, `<!doctype html><meta charset="utf-8"><title>课程</title>${text}`);
    const frame = (src) => `<iframe id="page" width="420" height="880" src="${src}"></iframe>`;
    const player = `<script src="/scorm-again.js"></script><script>${PLAYER(name.split("-")[0])}</script>`;
    if (room === "player") return page(player + frame(`/content/${name}/index.html`));
    // The run-time stays in this window; the package opens in another one, alone or in a frame.
    if (room === "opener") return page(player);
    if (room === "framed") return page(frame(`/content/${name}/index.html`));
    return send(HTML, "", 404);
  }

  record(request, response, url, body) {
    const allowed = { "access-control-allow-origin": "*", "access-control-allow-headers": "*", "access-control-allow-methods": "*" };
    const json = (value, status = 200) => response.writeHead(status, { ...allowed, "content-type": "application/json" }).end(JSON.stringify(value));
    if (request.method === "OPTIONS") return json({});
    this.log.push(`${request.method} ${url.pathname}`);
    if (url.pathname === "/fetch") return json({ "auth-token": "dG9rZW4=" });
    if (request.headers.authorization !== "Basic dG9rZW4=" || request.headers["x-experience-api-version"] !== "1.0.3") return json({}, 401);
    if (url.pathname.endsWith("/activities/state")) return json({ launchMode: "Normal", moveOn: "Completed", contextTemplate: { extensions: { "https://w3id.org/xapi/cmi5/context/extensions/sessionid": "s-1" } } });
    if (url.pathname.endsWith("/agents/profile")) return json({ languagePreference: "zh-CN" });
    if (request.method === "GET") return json({ statements: this.statements.filter(({ verb, context }) => verb.id === url.searchParams.get("verb") && context.registration === url.searchParams.get("registration")) });
    const made = JSON.parse(body);
    // The rule that a strict store keeps (9.5.1): a score stands in passed and failed only.
    if (made.result?.score && !/passed$|failed$/.test(made.verb.id)) return json({}, 403);
    this.statements.push(made);
    return response.writeHead(204, allowed).end();
  }
}
