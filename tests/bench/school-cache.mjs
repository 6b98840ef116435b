// The cache that a school puts into its network: keeps what its answers allow to keep, asks again where they want to be asked,
// and asks once for what several ask for at the same time.
import { Agent, createServer, request } from "node:http";
import CachePolicy from "http-cache-semantics";

const whole = async (stream) => {
  const parts = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
};

export class SchoolCache {
  // Before the server that `towards` leads to.
  static async start(towards) {
    const cache = Object.assign(new SchoolCache(), { towards, kept: new Map(), agent: new Agent({ keepAlive: true, maxSockets: 64 }), hits: 0, asked: 0 });
    cache.server = createServer((asked, answer) => cache.serve(asked, answer).catch(() => answer.destroy()));
    await new Promise((resolve) => cache.server.listen(0, "127.0.0.1", resolve));
    cache.port = cache.server.address().port;
    return cache;
  }

  forward({ method, url, headers }, body) {
    return new Promise((resolve, reject) => {
      const on = request({ host: "127.0.0.1", port: this.towards, agent: this.agent, method, path: url, headers }, async (given) => {
        resolve({ status: given.statusCode, headers: given.headers, body: await whole(given) });
      });
      on.on("error", reject).end(body);
    });
  }

  async serve(asked, answer) {
    const body = await whole(asked);
    const plain = { method: asked.method, url: asked.url, headers: asked.headers };
    const { status, headers, body: given } = asked.method === "GET" ? await this.get(plain) : await this.forward(plain, body);
    const { "transfer-encoding": _, connection: __, ...own } = headers;
    answer.writeHead(status, { ...own, "content-length": given.length }).end(given);
  }

  async get(asked) {
    // A browser's own question whether its copy still holds is the cache's to answer.
    const { "if-none-match": _, "if-modified-since": __, connection: ___, ...headers } = asked.headers;
    const plain = { ...asked, headers };
    const key = `${headers.host} ${asked.url} ${headers["accept-encoding"] || ""}`;
    const old = await this.kept.get(key);
    if (old && old.policy.satisfiesWithoutRevalidation(plain)) {
      this.hits += 1;
      return { ...old.answer, headers: old.policy.responseHeaders() };
    }
    const fetched = this.ask(plain, old);
    // Whoever asks meanwhile waits for the same answer. What may not be kept is asked for by each.
    if (!old) this.kept.set(key, fetched);
    const found = await fetched;
    if (!found.policy.storable()) this.kept.delete(key);
    else this.kept.set(key, Promise.resolve(found));
    return found.answer;
  }

  async ask(plain, old) {
    this.asked += 1;
    const answer = await this.forward(old ? { ...plain, headers: old.policy.revalidationHeaders(plain) } : plain);
    if (!old) return { answer, policy: new CachePolicy(plain, answer) };
    const { policy, modified } = old.policy.revalidatedPolicy(plain, answer);
    return modified ? { answer, policy } : { answer: { ...old.answer, headers: policy.responseHeaders() }, policy };
  }

  async stop() {
    this.agent.destroy();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
