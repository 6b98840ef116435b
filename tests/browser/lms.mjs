// A small learning platform: a course page with the tool in its frame, OpenID login, key set, and the book of results.
import { createServer } from "node:http";
import { createPublicKey, generateKeyPairSync, randomUUID, sign } from "node:crypto";

const CLAIM = "https://purl.imsglobal.org/spec/lti/claim/";
const AGS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint";
const encoded = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const escaped = (text) => String(text).replace(/&/g, "&amp;").replace(/"/g, "&quot;");

// What a platform hears from its tools, and, where it has a storage for them, does (1EdTech, LTI Client Side postMessages).
const hears = (storage) => `
  const kept = {};
  window.heard = [];
  window.addEventListener("message", (event) => {
    const { subject, message_id, key, value } = event.data || {};
    window.heard.push(event.data);
    if (!${storage}) return;
    if (subject === "lti.put_data") kept[key] = value;
    else if (subject !== "lti.get_data") return;
    event.source.postMessage({ subject: subject + ".response", message_id, key, value: kept[key] }, event.origin);
  });`;

export class Lms {
  static async start(host = "lms.other.localhost") {
    const lms = new Lms();
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    lms.key = privateKey;
    lms.heard = [];
    lms.storage = false;
    // A browser that leaves hangs up in the middle of what it asks.
    lms.server = createServer((request, response) => lms.answer(request, response).catch(() => response.destroy()));
    await new Promise((resolve) => lms.server.listen(0, "127.0.0.1", resolve));
    lms.port = lms.server.address().port;
    lms.origin = `http://${host}:${lms.port}`;
    lms.inner = `http://127.0.0.1:${lms.port}`;
    return lms;
  }

  // Its table in the gateway's configuration.
  table() {
    return [
      "[[lti]]",
      'name = "course"',
      `issuer = "${this.origin}"`,
      'client_id = "client-1"',
      'deployments = ["1"]',
      `authorize = "${this.origin}/auth"`,
      `jwks = "${this.inner}/keys"`,
      `token = "${this.inner}/token"`,
      `origins = ["${this.origin}", "${this.inner}"]`,
      "age = 15",
      "completion = true",
      "completion_slot_seconds = 1",
      "[lti.batteries]",
      'mood-and-anxiety = "这两周过得怎么样"',
    ];
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
    const html = (text) => response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(text);
    const json = (value) => response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
    if (url.pathname === "/course") return html(this.course(url.searchParams.get("as")));
    if (url.pathname === "/auth") return html(this.auth(url.searchParams));
    if (url.pathname === "/keys") return json({ keys: [{ ...createPublicKey(this.key).export({ format: "jwk" }), kid: "r1", alg: "RS256", use: "sig" }] });
    if (url.pathname === "/token") return json({ access_token: "leave", token_type: "bearer", expires_in: 3600 });
    if (url.pathname === "/line/1/scores") {
      this.heard.push(JSON.parse(body));
      return json({});
    }
    // Every browser asks for it.
    if (url.pathname === "/favicon.ico") return response.writeHead(204).end();
    return response.writeHead(404).end();
  }

  course(as) {
    const login = new URL("/lti/login", this.gateway);
    const asked = { iss: this.origin, client_id: "client-1", login_hint: as, target_link_uri: `${this.gateway}/lti/launch`, lti_message_hint: "9" };
    if (this.storage) asked.lti_storage_target = "_parent";
    Object.entries(asked).forEach(([name, value]) => login.searchParams.set(name, value));
    const frame = `<iframe id="tool" name="tool" width="400" height="860" src="${escaped(login)}"></iframe>`;
    return `<!doctype html><meta charset="utf-8"><title>课程</title><script>${hears(this.storage)}</script><h1>初二三班</h1>${frame}`;
  }

  auth(asked) {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: this.origin, aud: "client-1", sub: asked.get("login_hint"), iat: now, exp: now + 60, nonce: asked.get("nonce"), jti: randomUUID(),
      name: "林晓晓", email: "lin@school.cn",
      [`${CLAIM}message_type`]: "LtiResourceLinkRequest",
      [`${CLAIM}version`]: "1.3.0",
      [`${CLAIM}deployment_id`]: "1",
      [`${CLAIM}target_link_uri`]: `${this.gateway}/lti/launch`,
      [`${CLAIM}resource_link`]: { id: "1" },
      [`${CLAIM}roles`]: ["http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"],
      [`${CLAIM}custom`]: { battery: "mood-and-anxiety" },
      [AGS]: { scope: ["https://purl.imsglobal.org/spec/lti-ags/scope/score"], lineitem: `${this.inner}/line/1` },
    };
    const signed = `${encoded({ alg: "RS256", kid: "r1", typ: "JWT" })}.${encoded(claims)}`;
    const token = `${signed}.${sign("sha256", Buffer.from(signed), this.key).toString("base64url")}`;
    this.last = { action: asked.get("redirect_uri"), token, state: asked.get("state") };
    const field = (name, value) => `<input type="hidden" name="${name}" value="${escaped(value)}">`;
    return `<!doctype html><form method="post" action="${escaped(this.last.action)}">${field("id_token", token)}${field("state", this.last.state)}</form><script>document.forms[0].submit()</script>`;
  }
}
