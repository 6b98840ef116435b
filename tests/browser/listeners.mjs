// Whoever waits outside for something that got out: an HTTP server that also takes WebSockets, a bare TCP
// port, and a UDP port that looks like a STUN server. Everything on loopback, everything noted by name.
import { createSocket } from "node:dgram";
import { createServer } from "node:http";
import { createServer as createPlain } from "node:net";

const listening = (server) => new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server.address().port)));

export class Listeners {
  static async start() {
    const outside = new Listeners();
    outside.arrived = new Map();
    outside.http = createServer((asked, answer) => {
      outside.note(asked.url);
      // Whatever asks may read it, so that no second request is saved by a refusal of the first.
      answer.writeHead(200, { "access-control-allow-origin": "*", "access-control-allow-headers": "*", "content-type": "text/html" });
      asked.resume().on("end", () => answer.end("<!doctype html>"));
    });
    outside.http.on("upgrade", (asked, socket) => {
      outside.note(asked.url);
      socket.destroy();
    });
    outside.port = await listening(outside.http);
    // A different site than portal and gateway.
    outside.origin = `http://away.localhost:${outside.port}`;
    return outside;
  }

  // `/name` or `/name/anything`.
  note(url) {
    const name = url.split(/[/?]/)[1];
    this.arrived.set(name, (this.arrived.get(name) || 0) + 1);
  }

  // A port of its own for one trick, for traffic that carries no name.
  async portFor(name, kind) {
    this.more = this.more || [];
    if (kind === "tcp") {
      const server = createPlain((socket) => {
        this.note(`/${name}`);
        socket.on("error", () => {}).destroy();
      });
      this.more.push(server);
      return listening(server);
    }
    const socket = createSocket("udp4");
    socket.on("message", () => this.note(`/${name}`));
    this.more.push(socket);
    await new Promise((resolve) => socket.bind(0, "127.0.0.1", resolve));
    return socket.address().port;
  }

  stop() {
    this.http.closeAllConnections();
    this.http.close();
    (this.more || []).forEach((one) => one.close());
  }
}
