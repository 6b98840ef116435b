// Stands in front of a server and writes down what a network would see: every request with its headers
// and length, every answer with its status, headers and length. It changes nothing on the way; `own` holds
// the few pages and scripts that a test puts in place of the server's, or what answers in its place.
import { createServer, request as forward } from "node:http";
import { until } from "./until.mjs";

const whole = async (stream) => {
  const parts = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
};

export class Recorder {
  // Listens on a free port of loopback; `towards` is the port of the server behind it.
  static async start(name, towards) {
    const recorder = new Recorder();
    Object.assign(recorder, { name, towards, seen: [], busy: 0, own: new Map() });
    // A browser that leaves hangs up in the middle of what it asks.
    recorder.server = createServer((asked, answer) => recorder.pass(asked, answer).catch(() => answer.destroy()));
    await new Promise((resolve) => recorder.server.listen(0, "127.0.0.1", resolve));
    recorder.port = recorder.server.address().port;
    return recorder;
  }

  async pass(asked, answer) {
    this.busy += 1;
    answer.on("close", () => (this.busy -= 1));
    const one = { to: this.name, method: asked.method, url: asked.url, headers: asked.rawHeaders };
    // Written down when it arrives, so that the order is that of the requests.
    this.seen.push(one);
    const body = await whole(asked);
    Object.assign(one, { length: body.length, body });
    const own = this.own.get(asked.url.split("?")[0]);
    if (typeof own === "function") return own(answer);
    if (own) return void answer.writeHead(200, own.headers).end(own.body);
    const options = { host: "127.0.0.1", port: this.towards, method: asked.method, path: asked.url, headers: asked.headers };
    // A server that is down looks down, and whoever hangs up here hangs up there.
    const given = await new Promise((resolve, reject) => {
      const passed = forward(options, resolve);
      passed.on("error", reject);
      answer.on("close", () => passed.destroy());
      passed.end(body);
    });
    const content = await whole(given);
    Object.assign(one, { status: given.statusCode, answerHeaders: given.rawHeaders, answerLength: content.length, content });
    answer.writeHead(given.statusCode, given.rawHeaders);
    answer.end(content);
  }

  // Waits until an answer to this address has gone out.
  async answered(url) {
    const answered = () => this.seen.some((one) => one.url === url && one.status !== undefined);
    await until(answered, 30, `an answer to ${url}`);
  }

  // Gives what was seen since the last call, once nothing is under way.
  async take() {
    for (let quiet = 0; quiet < 3; quiet = this.busy ? 0 : quiet + 1) await new Promise((resolve) => setTimeout(resolve, 30));
    return this.seen.splice(0);
  }

  stop() {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(resolve));
  }
}
