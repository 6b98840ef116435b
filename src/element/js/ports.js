// The browser's side of the core: every request is carried out later, never inside the call that asked.
import { fetchCentre } from "./centre.js";
import { join, openReceipt, seal, text } from "./hpke.js";
import { canRead, read } from "./voice.js";

const OUTER_INFO = text("qinghe/1 envelope to gateway");
const INNER_INFO = text("qinghe/1 notice to centre");
const RECEIPT = text("qinghe/1 receipt");
const OUTER_PLAIN = 1957;
const PATIENCE_MS = 20000;

export class Ports {
  // `entry` is the mounted element: `answer(method, ...args)` calls the core, `rows` is its memory.
  constructor(entry) {
    this.entry = entry;
  }

  seal(job, head, notice) {
    const [own, told] = [head.slice(), notice.slice()];
    // Sealing and sending each in a task of its own: together they hold a slow phone up for as long as a finger notices.
    drawn().then(() => sealBoth(this.entry.centre, own, told)).then((both) => new Promise((resolve) => setTimeout(resolve, 0, both))).then(
      ({ sealed, exported }) => this.entry.answer("sealed", job, sealed, exported),
      () => this.entry.answer("seal_failed", job),
    );
  }

  // The inner layer alone, to be carried by hand.
  sealHand(job, aad, id, notice) {
    const { key } = keyOf(this.entry.centre, id.slice()) || {};
    const sealing = key ? seal(key, INNER_INFO, aad.slice(), notice.slice()) : Promise.reject(new Error("key"));
    sealing.then(
      ({ sealed }) => this.entry.answer("hand_sealed", job, sealed),
      () => this.entry.answer("seal_failed", job),
    );
  }

  send(job, envelope, receiptKey, token) {
    post(this.entry.base, envelope.slice(), receiptKey.slice(), token).then(
      ({ status, receipt, problem, wait }) => this.entry.answer("answer", job, status, receipt, problem, wait),
      () => this.entry.answer("lost", job),
    );
  }

  refresh() {
    fetchCentre(this.entry.base).then(
      (centre) => {
        this.entry.centre = centre;
        this.entry.answer("keys", this);
      },
      () => this.entry.signal("KeysFailed"),
    );
  }

  saveOutbox(row, memory) {
    const kept = row.slice();
    this.entry.rows.outbox = kept;
    this.entry.rows.shared = memory;
    const tell = ({ ok, found }) => (found ? this.entry.answer("overtaken", found) : this.entry.answer("saved", !!ok));
    if (memory) Promise.resolve({}).then(tell);
    else this.entry.store.putOutbox(kept, tell);
  }

  saveSession(row, memory) {
    this.entry.rows.session = row.slice();
    this.entry.rows.shared = memory;
    if (memory) return;
    // Behind the picture of the next item, which a slow phone had to wait for otherwise; a notice does not wait here. By then there may be
    // a newer one, or none.
    drawn().then(() => {
      const { session } = this.entry.rows;
      if (session) this.entry.store.putSession(session);
    });
  }

  forgetSession() {
    delete this.entry.rows.session;
    this.entry.store.forgetSession();
  }

  forget() {
    this.entry.rows = { shared: this.entry.rows.shared };
    this.entry.store.forget((found) => this.entry.answer("found", found));
  }

  took(from) {
    this.entry.store.release(from);
  }

  now() {
    return performance.now();
  }

  wake(at) {
    clearTimeout(this.entry.timer);
    this.entry.timer = setTimeout(() => this.entry.signal("Tick"), Math.max(0, at - performance.now()));
  }

  draw() {
    if (this.drawing) return;
    this.drawing = Promise.resolve().then(() => {
      this.drawing = undefined;
      this.entry.answer("draw");
    });
  }

  locale(tag) {
    this.entry.speak(tag);
  }

  read(text, tag) {
    read(text, tag);
  }

  canRead() {
    return canRead();
  }

  code(text) {
    this.entry.drawing.then(
      ({ draw }) => {
        const { size, dark } = draw(text);
        this.entry.answer("code", size, dark);
      },
      // Without it the page says whom to show it to; the numbers are there as well.
      () => {},
    );
  }

  idle(at) {
    clearTimeout(this.entry.idler);
    this.entry.idler = setTimeout(() => this.entry.signal("Idle"), Math.max(0, at - Date.now()));
  }

  wiped() {
    this.entry.wiped = true;
    this.forgetSession();
  }

  // Whether the own result is on the screen, and what is kept of it.
  own(snapshot) {
    const { entry } = this;
    if (!snapshot === !entry.shown || !entry.keeping) return;
    entry.shown = snapshot;
    entry.keeping.then(({ keep }) => keep(entry));
  }

  done() {
    Promise.resolve().then(() => this.entry.done());
  }

  slotMs() {
    return this.entry.centre.slotMs;
  }

  open() {
    return this.entry.centre.open;
  }

  centreKey() {
    return this.entry.centre.centre.id;
  }

  secondKey() {
    const { second } = this.entry.centre;
    return second ? second.id : new Uint8Array(0);
  }

  random() {
    return crypto.getRandomValues(new Uint8Array(16));
  }
}

// Once what a press has drawn is on the glass, and in a task of its own, so that a press that waits goes first: a slow phone seals for as
// long as it draws. A window that is not drawn does not wait for it.
export const drawn = () =>
  new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(() => setTimeout(resolve)));
    setTimeout(resolve, 100);
  });

const keyOf = ({ centre, second }, id) => [centre, second].find((one) => one && one.id.join() === id.join());

// An envelope, and the key of its receipt.
export async function sealBoth(keys, head, notice) {
  const { gateway } = keys;
  // The head names the key of the inner layer; what it names and nobody has cannot be sealed to another.
  const { key } = keyOf(keys, head.subarray(34, 42)) || {};
  if (!key) throw new Error("key");
  const inner = await seal(key, INNER_INFO, head.subarray(2, 34), notice);
  const plain = new Uint8Array(OUTER_PLAIN);
  plain.set(head);
  plain.set(inner.sealed, head.length);
  const prefix = join([1, 1], gateway.id);
  const outer = await seal(gateway.key, OUTER_INFO, prefix, plain, RECEIPT, 16);
  return { sealed: join(prefix, outer.sealed), exported: outer.exported };
}

async function post(base, body, receiptKey, token) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    const answer = await fetch(`${base}/v1/envelopes`, {
      method: "POST",
      body,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/octet-stream" },
      keepalive: true,
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
      referrerPolicy: "no-referrer",
      signal: patience.signal,
    });
    const given = new Uint8Array(await answer.arrayBuffer());
    const receipt = answer.status === 200 ? await openReceipt(receiptKey, given) : undefined;
    const seconds = Number(answer.headers.get("retry-after"));
    const wait = seconds > 0 ? Math.min(seconds, 86400) * 1000 : undefined;
    return { status: answer.status, receipt, problem: receipt ? undefined : problemOf(answer, given), wait };
  } finally {
    clearTimeout(timer);
  }
}

// A refusal counts only in the gateway's own form: a filter on the way must not silence a notice for good.
function problemOf(answer, body) {
  if (!/^application\/problem\+json/.test(answer.headers.get("content-type"))) return undefined;
  try {
    return String(JSON.parse(new TextDecoder().decode(body)).type).split("/").pop();
  } catch (_) {
    return undefined;
  }
}
