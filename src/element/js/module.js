// Loads the Wasm once per page and mounts sittings in shadow roots. Whatever is thrown out of the core, a panic or a
// refusal of the browser, takes the whole Wasm instance with it, so recovery resets the instance and mounts every
// sitting again from its rows.
import init, { Signal, Sitting, __wbg_reset_state } from "#pkg";
import manifest from "#manifest";
import css from "#css";
import { claims, Fault, fetchCentre } from "./centre.js";
import { join } from "./hpke.js";
import { Ports, drawn } from "./ports.js";
import { scriptOf } from "./script.js";
import { openStore } from "./store.js";
import { canRead } from "./voice.js";

const mounted = new Set();
let wasm;
let panics = [];

const locale = (tag) => scriptOf(tag || "");

// What a sitting needs of the gateway. It is asked for once more where it did not arrive whole: a body breaks off on a bad line, and
// now and then in a busy browser, which calls both a `TypeError`. Rejects with a `Fault`.
async function arrive(work, again = true) {
  try {
    return await work();
  } catch (reason) {
    // By its word and not by its class: `consent.js` brings its own copy of that.
    const fault = typeof reason.code === "string" ? reason : new Fault(reason instanceof TypeError ? "gateway" : "wasm");
    if (!again || fault.code !== "gateway") throw fault;
    await new Promise((resolve) => setTimeout(resolve, 500));
    return arrive(work, false);
  }
}

function load(base) {
  // The default credentials mode, because it is the one the page's preload uses; the gateway has no cookies.
  wasm = wasm || arrive(() => init({ module_or_path: fetch(base + manifest.wasm) }));
  // A tag that is put into the page again may have better luck.
  wasm.catch(() => (wasm = undefined));
  return wasm;
}

async function fetchPack(base, battery, tag) {
  const known = Object.prototype.hasOwnProperty.call(manifest.packs, battery) && manifest.packs[battery];
  if (!known) throw new Fault("battery");
  const [hash, ...brought] = known;
  const named = locale(tag);
  // The pack first, then the wording that the school itself brings for it, in the script in which it was printed.
  const files = [`/m/${battery}.${named}.${hash}.pack`, ...brought.map((one) => `/texts/${one}.${named.replace("nt", "ns")}.text`)];
  const parts = await Promise.all(files.map((file) => fetchPart(base + file)));
  return join(...parts);
}

async function fetchPart(address) {
  // The mode of the page's preload here too.
  const answer = await fetch(address);
  if (!answer.ok) throw new Fault(answer.status === 404 ? "battery" : "gateway");
  return new Uint8Array(await answer.arrayBuffer());
}

// Begins every download that does not need the token. Await the result only in `mount`.
export function prepare({ base, battery, lang, centre }) {
  const parts = [load(base), arrive(() => fetchPack(base, battery, lang)), arrive(() => fetchCentre(base, centre))];
  // Each part is awaited, and so reported, in `mount`; until then a failure is not "unhandled".
  parts.forEach((part) => part.catch(() => {}));
  return parts;
}

function style(root) {
  if ("adoptedStyleSheets" in root && "replaceSync" in CSSStyleSheet.prototype) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
    return;
  }
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = new URL(manifest.css, import.meta.url).href;
  root.appendChild(link);
}

class Entry {
  constructor(root, options) {
    this.root = root;
    this.base = options.base;
    this.battery = options.battery;
    this.done = options.onDone;
    this.fault = options.onFault;
    this.raw = options.token;
    this.rows = {};
  }

  async open([loading, packing, asking], lang) {
    if (!window.isSecureContext || !crypto.subtle) throw new Fault("insecure");
    // The core knows that somebody reads Chinese; in which script, it was told here.
    this.chinese = locale(lang) === "en" ? "" : lang;
    this.claims = claims(this.raw);
    if (!this.claims || this.claims.battery !== this.battery) throw new Fault("token");
    // Read while the rest is on its way.
    style(this.root);
    // A parent who speaks about two children is two: nothing said of one travels under the other.
    const { sub, student } = this.claims;
    // Opened while the rest is on its way, and read only then: the page before may still be writing.
    const opening = openStore(student ? `${sub}.${student}` : sub, this.battery, () => this.signal("DiskLost"));
    this.pack = await packing;
    this.centre = await asking;
    this.store = await opening;
    this.rows = { ...(await this.store.load()), shared: false };
    await this.agreed();
    await loading;
    if (this.gone) return;
    this.mount(false);
    mounted.add(this);
    // The first screen waits neither for what other pages have left, nor for the voices, which a browser gets when it is first asked.
    drawn().then(() => {
      if (this.gone) return;
      this.look();
      canRead();
    });
    // What the page before had still under way with the disk has landed by then.
    this.looker = setTimeout(() => this.look(), 5000);
    // When it is needed there may be no network to fetch it with; but what is on the glass first must not wait for it.
    const behind = new Promise((resolve) => setTimeout(resolve, 1000));
    this.drawing = behind.then(() => import(/* @vite-ignore */ this.base + manifest.code));
    this.drawing.then(({ begin }) => this.gone || begin(this)).catch(() => {});
    // The own record lies at this origin, so an inline mount has none.
    if (this.base !== location.origin) return;
    this.keeping = behind.then(() => import(/* @vite-ignore */ this.base + manifest.keep[+(locale(lang) === "zh-Hant")])).catch(() => ({ keep() {} }));
  }

  // Where the gateway keeps the consents, its word counts and not the platform's. What has begun on this device was
  // admitted then, and a message that waits here must not wait for a signature.
  async agreed() {
    const { role, iss, anonymous } = this.claims;
    this.kept = (role === "parent" || (role === "student" && anonymous !== true)) && this.centre.kept.includes(iss);
    const { session, outbox } = this.rows;
    if (!this.kept || session || outbox) return;
    this.admission = await arrive(async () => {
      const { admit } = await import(/* @vite-ignore */ this.base + manifest.consent);
      return admit(this.base, this.centre.consentKey, this.raw, this.claims);
    });
  }

  mount(recovered) {
    const { jti, role, age, consent, anonymous } = this.claims;
    const given = {
      raw: this.raw,
      jti,
      role: role || "",
      age: Number.isInteger(age) ? age : -1,
      agreed: this.kept || !!consent,
      anonymous: anonymous === true,
      session: this.rows.session,
      outbox: this.rows.outbox,
      shared: !!this.rows.shared,
      recovered,
    };
    this.place = document.createElement("div");
    this.root.appendChild(this.place);
    try {
      this.sitting = new Sitting(this.place, new Ports(this), this.pack, given);
    } catch (reason) {
      this.place.remove();
      throw typeof reason === "string" ? new Fault(reason) : reason;
    }
    ["click", "change", "keydown"].forEach((type) => this.place.addEventListener(type, (event) => this.answer("heard", event)));
  }

  // Calls the core with an answer. Late answers for an element that is gone are dropped.
  answer(method, ...args) {
    if (!this.sitting) return undefined;
    try {
      return this.sitting[method](...args);
    } catch (_) {
      recover();
      return undefined;
    }
  }

  signal(name) {
    this.answer("signal", Signal[name]);
  }

  // Whether another page, or another battery of the same person, has left something to deliver.
  look() {
    if (!this.rows.shared) this.store.look((row, from) => this.answer("found", row, from));
  }

  async speak(tag) {
    try {
      const pack = await arrive(() => fetchPack(this.base, this.battery, tag === "en" ? tag : this.chinese));
      if (this.answer("set_pack", pack)) this.pack = pack;
    } catch (_) {
      // Offline: the language stays as it is, and nothing is lost.
    }
  }

  close() {
    this.gone = true;
    mounted.delete(this);
    clearTimeout(this.timer);
    clearTimeout(this.idler);
    clearTimeout(this.looker);
    if (!this.sitting) return;
    const sitting = this.sitting;
    this.sitting = undefined;
    try {
      sitting.signal(Signal.PageHide);
      sitting.free();
    } catch (_) {
      recover();
    }
    // What still waits for an answer holds this entry for a while, but not the screen.
    this.place.textContent = "";
    this.place.remove();
  }
}

function recover() {
  const now = Date.now();
  panics = panics.filter((at) => now - at < 60000).concat(now);
  const entries = Array.from(mounted);
  entries.forEach((entry) => {
    clearTimeout(entry.timer);
    clearTimeout(entry.idler);
    entry.sitting = undefined;
    entry.place.remove();
  });
  if (panics.length > 3) {
    entries.forEach((entry) => entry.fault("wasm"));
    return;
  }
  __wbg_reset_state();
  entries.forEach((entry) => {
    try {
      // What was cleared stays cleared: the next person must not meet the last one's beginning.
      if (entry.wiped) throw new Fault("wasm");
      entry.mount(true);
    } catch (_) {
      entry.fault("wasm");
    }
  });
}

window.addEventListener("pagehide", () => mounted.forEach((entry) => entry.signal("PageHide")));
const back = () =>
  mounted.forEach((entry) => {
    entry.signal("Online");
    entry.look();
  });
window.addEventListener("online", back);
// Out of the browser's page cache: timers have slept, and other pages were there.
window.addEventListener("pageshow", (event) => event.persisted && back());
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) mounted.forEach((entry) => entry.look());
});


// Esc twice within a second: away from here. A touch that lifts a cover does nothing else.
let escaped = -Infinity;
let stirred = -Infinity;
const every = (method, ...args) => Array.from(mounted, (entry) => entry[method](...args)).some(Boolean);
const pressed = (event) => {
  if (every("answer", "touch", true)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  if (event.type !== "keydown" || event.key !== "Escape" || event.repeat || event.isComposing) return;
  if (event.timeStamp - escaped < 1000) every("signal", "Leave");
  escaped = event.timeStamp;
};
const stir = (event) => {
  if (event.timeStamp - stirred < 1000) return;
  stirred = event.timeStamp;
  every("answer", "touch", false);
};
["keydown", "click"].forEach((type) => window.addEventListener(type, pressed, true));
["pointermove", "wheel", "touchmove"].forEach((type) => window.addEventListener(type, stir, { capture: true, passive: true }));

// Mounts one sitting in `root` (a shadow root). Resolves to a function that takes it away.
// Rejects with a `Fault`.
export async function mount(root, options, prepared = prepare(options)) {
  const entry = new Entry(root, options);
  await entry.open(prepared, options.lang);
  return () => entry.close();
}
