// One line that a whole room shares: so many bytes a second each way, and so long on the way. It stands before servers as what
// it is, a stream: what it carries is not looked at.
import { connect, createServer } from "node:net";

const PIECE = 1460;
const TICK_MS = 5;
// What is on its way at most, for one stream and direction: a window of TCP, so that nobody's bytes crowd out the others'.
const WINDOW = 64 * 1024;

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class Way {
  // `rate`: bytes a second, of all streams together.
  constructor(rate) {
    Object.assign(this, { rate, tokens: 0, at: performance.now(), waiting: [], carried: 0 });
  }

  // Gives every stream in turn one piece, as far as the bytes reach.
  tick() {
    const now = performance.now();
    this.tokens = Math.min(this.tokens + ((now - this.at) * this.rate) / 1000, (this.rate * 50) / 1000);
    this.at = now;
    while (this.tokens > 0 && this.waiting.length) {
      const one = this.waiting.shift();
      const piece = Math.min(PIECE, one.bytes - one.gone);
      one.gone += piece;
      this.tokens -= piece;
      this.carried += piece;
      if (one.gone < one.bytes) this.waiting.push(one);
      else one.through();
    }
  }

  // Resolves when so many bytes have passed.
  pass(bytes) {
    return new Promise((through) => this.waiting.push({ bytes, gone: 0, through }));
  }
}

export class Line {
  // `rate`: bytes a second each way. `delay`: milliseconds there and back. A new connection takes a way there and back before
  // its first byte, and with `secure` another one with `secure` bytes down: what TLS 1.3 and a certificate cost.
  constructor({ rate, delay, secure = 0 }) {
    Object.assign(this, { delay, secure, up: new Way(rate), down: new Way(rate), doors: [] });
    this.ticking = setInterval(() => [this.up, this.down].forEach((way) => way.tick()), TICK_MS);
  }

  get carried() {
    return this.down.carried;
  }

  // A door to the server on this port of loopback; gives its own port.
  async door(towards) {
    const open = new Set();
    const server = createServer((near) => {
      const far = connect(towards, "127.0.0.1");
      open.add(near).add(far);
      [near, far].forEach((one) => one.on("error", () => {}).on("close", () => open.delete(one)));
      near.setNoDelay(true);
      const opened = this.opened();
      this.carry(near, far, this.up, opened);
      this.carry(far, near, this.down, opened);
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    const door = { port: server.address().port, stop: () => (open.forEach((one) => one.destroy()), new Promise((resolve) => server.close(resolve))) };
    this.doors.push(door);
    return door;
  }

  async opened() {
    await wait(this.delay);
    if (!this.secure) return;
    await this.down.pass(this.secure);
    await wait(this.delay);
  }

  // In order, each piece after those before it, half the way's time later.
  carry(from, to, way, opened) {
    let passed = opened;
    let arrived = opened;
    let inside = 0;
    from.on("data", (bytes) => {
      inside += bytes.length;
      if (inside > WINDOW) from.pause();
      const due = passed.then(() => way.pass(bytes.length)).then(() => performance.now() + this.delay / 2);
      passed = due;
      arrived = Promise.all([due, arrived]).then(async ([when]) => {
        await wait(Math.max(0, when - performance.now()));
        if (!to.destroyed) to.write(bytes);
        inside -= bytes.length;
        if (inside <= WINDOW) from.resume();
      });
    });
    // What is still on its way arrives before the end does.
    from.on("close", () => arrived.then(() => to.end()));
  }

  async stop() {
    clearInterval(this.ticking);
    await Promise.all(this.doors.map((door) => door.stop()));
  }
}
