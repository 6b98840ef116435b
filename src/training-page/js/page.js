// The page on which students practise, and that of the family's lessons. Help, leaving and the language work without the module,
// and go on working when it has stopped.
import init, { start } from "#pkg";
import help from "#help";
import packs from "#packs";
import runAt from "#run";
import leaves from "#leaves";
import where from "#where";
import { moving } from "./moving.js";
import { diskOf, memory } from "./store.js";

const disk = diskOf(`qinghe-${where.name}`);

["RTCPeerConnection", "webkitRTCPeerConnection", "RTCDataChannel"].forEach((name) => {
  try {
    delete window[name];
    Object.defineProperty(window, name, { value: undefined });
  } catch (_) {
    // Already absent.
  }
});

const TWICE_MS = 800;
const params = new URLSearchParams(location.search);
const framed = window.parent !== window;
const [fault, helpPage] = ["fault", "help"].map((id) => document.getElementById(id));
const tagOf = (text) => (/^en\b/i.test(text || "") ? "en" : "zh-Hans");
let tag = tagOf(params.get("lang") || navigator.language);
let shared = params.has("shared");
// Why nothing is kept, where nothing is: `refused`, or another window that has the notebook.
let unkept;
let before;
// The two parts of the page: the menu, and the place of runs behind it. One of them is on.
const ears = {};
let on = "menu";
const tell = (what) => ears[on] && ears[on](what);
const tellAll = (what) => Object.values(ears).forEach((take) => take(what));

// The launch admits what may leave, where anything may; it goes from the address at once.
const behind = new URLSearchParams(location.hash.slice(1));
const token = behind.get("t") || "";
const asked = behind.get("l") || "";
if (location.hash) history.replaceState(null, "", location.pathname + location.search);

document.documentElement.lang = tag;

function stopped() {
  [where.name, "run"].forEach((id) => (document.getElementById(id).hidden = true));
  fault.hidden = false;
}

const trapped = (error) => error instanceof WebAssembly.RuntimeError;
addEventListener("error", (event) => trapped(event.error) && stopped());
addEventListener("unhandledrejection", (event) => trapped(event.reason) && stopped());

function showHelp() {
  before = document.activeElement;
  helpPage.hidden = false;
  document.body.classList.add("helping");
  scrollTo(0, 0);
  helpPage.querySelector(tag === "en" ? ".en h1" : ".zh h1").focus({ preventScroll: true });
}

function hideHelp() {
  helpPage.hidden = true;
  document.body.classList.remove("helping");
  if (before && before.isConnected) before.focus({ preventScroll: true });
}

function leave() {
  document.title = "";
  document.body.textContent = "";
  if (framed) window.parent.postMessage({ qinghe: 1, type: "left" }, "*");
  location.replace("about:blank");
}

const pressed = {
  help: showHelp,
  back: hideHelp,
  leave,
  language() {
    tag = tag === "en" ? "zh-Hans" : "en";
    document.documentElement.lang = tag;
    tellAll("language");
    stock(tag);
  },
};
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button) pressed[button.dataset.do]();
});

let escaped = 0;
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (event.timeStamp - escaped < TWICE_MS) return leave();
  escaped = event.timeStamp;
  if (!helpPage.hidden) hideHelp();
});
document.addEventListener("visibilitychange", () => tell(document.hidden ? "away" : "here"));
["pointerdown", "keydown", "wheel"].forEach((name) => addEventListener(name, () => tell("touch"), { passive: true }));

// One window at a time writes the notebook: two would undo each other's pages.
let held;
const holds = () =>
  (held =
    held ||
    new Promise((resolve) => {
      if (!navigator.locks) return resolve(true);
      const hold = (lock) => (resolve(Boolean(lock)), lock && new Promise(() => {}));
      navigator.locks.request(`qinghe-${where.name}`, { ifAvailable: true }, hold).catch(() => resolve(true));
    }));

async function lock() {
  if (shared) return undefined;
  try {
    const found = await disk.lock();
    if (!(await holds())) unkept = "other";
    return unkept ? undefined : found;
  } catch (_) {
    unkept = "refused";
    return undefined;
  }
}

const keeper = () => (shared || unkept ? memory : disk);

// What keeps the page at hand goes as well: nothing shall tell that it was ever opened here.
async function forgetPage() {
  try {
    for (const one of await navigator.serviceWorker.getRegistrations()) {
      if (new URL(one.scope).pathname === `/${where.name}`) await one.unregister();
    }
    for (const name of await caches.keys()) if (name.startsWith(`qinghe-${where.name}-`)) await caches.delete(name);
  } catch (_) {
    // There was none.
  }
}

const kept = Object.fromEntries(Object.keys(disk).map((name) => [name, (...args) => keeper()[name](...args)]));

// What came from the gateway, by language. All packs, always all of them and in the same order: what is opened later
// makes no request, so no request tells it.
const stocks = {};

// A pack is called the same in every language but for the language.
async function pack([id, hash], of) {
  const address = `/m/${id}.${of}.${hash}.pack`;
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

async function stock(of) {
  const mine = (stocks[of] = stocks[of] || { packs: new Map() });
  const say = (what) => of === tag && tellAll(what);
  try {
    if (!mine.catalogue) mine.catalogue = await pack(packs.catalogue, of);
    say("catalogue");
    stands();
    await second();
    for (const one of packs.exercises) {
      const [id] = one;
      if (!mine.packs.has(id)) mine.packs.set(id, await pack(one, of));
      say(`pack:${id}`);
    }
    // What puts an entry into a growth record comes for everybody as well.
    if (!shared) ways.stock();
    say("stocked");
  } catch (_) {
    say("missing");
    stands();
  }
}

// Said to the page around once: when there is a menu, or the sentence that it could not be fetched. What comes behind
// the menu is not waited for, since a student can be off again before it is there.
let stood = !framed;
function stands() {
  if (!stood) window.parent.postMessage({ qinghe: 1, type: "ready" }, "*");
  stood = true;
}

// The second part, loaded behind the menu and once.
let loading;
function second() {
  loading =
    loading ||
    import(runAt)
      .then(({ default: load }) => load())
      .catch((error) => {
        loading = undefined;
        throw error;
      });
  return loading;
}
let begun;
let handed;
const ways = leaves(token, second);

const voice = () => speechSynthesis.getVoices().find(({ lang, localService }) => localService && lang.slice(0, 2) === tag.slice(0, 2));

const ports = {
  ...kept,
  ...moving,
  lock,
  wipe: () => Promise.all([keeper().wipe(), forgetPage()]),
  unkept: () => (unkept === "shut" ? undefined : unkept),
  shared: () => shared,
  share() {
    shared = true;
    forgetPage();
  },
  language: () => tag,
  stage: () => params.get("stage") || "",
  whose: () => where.name,
  // Another page of ours. What is to be shown there stands behind the #, which no server sees, and that page removes it.
  open: (name) => location.assign(`/family?lang=${tag}${shared ? "&shared" : ""}#${name}`),
  asked: () => asked,
  listen(part, take) {
    ears[part] = take;
  },
  without() {
    unkept = "shut";
  },
  day() {
    const now = new Date();
    return Math.floor(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) / 86400000);
  },
  catalogue: (of) => stocks[of] && stocks[of].catalogue,
  pack: (of, id) => stocks[of] && stocks[of].packs.get(id),
  has: (of, id) => Boolean(stocks[of] && stocks[of].packs.has(id)),
  seed: () => crypto.getRandomValues(new Uint32Array(1))[0],
  launched: () => ways.launched(),
  leave: (message) => ways.leave(message),
  records: () => ways.records(),
  file: (nth, kind, fields) => ways.file(nth, kind, fields, ports.day(), tag),
  async run(...given) {
    const { start } = await second();
    begun = given;
    on = "run";
    // Its first act is to ask what is to be begun.
    if (ears.run) tell("begin");
    else start(ports);
  },
  begun: () => begun,
  menu(book) {
    [handed, begun, on] = [book, undefined, "menu"];
    tell("book");
  },
  handed: () => handed,
  openLock: async (digits) => (await second()).open(ports, digits),
  makeLock: async (...given) => (await second()).make(ports, ...given),
  help: showHelp,
  lines: () => help[tag].map(({ number, name, hours }) => [number, name, hours]),
  save(name, text) {
    const address = URL.createObjectURL(new Blob([text], { type: "text/calendar" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
  },
  uid: () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join(""),
  stamp: () => `${new Date().toISOString().replace(/[-:]/g, "").slice(0, 15)}Z`,
  print: () => window.print(),
  // A voice of this device alone: others would send the words away.
  canSay: () => "speechSynthesis" in window && Boolean(voice()),
  say(text) {
    speechSynthesis.cancel();
    const said = new SpeechSynthesisUtterance(text);
    said.voice = voice();
    said.lang = tag;
    said.rate = 0.9;
    speechSynthesis.speak(said);
  },
  hush: () => "speechSynthesis" in window && speechSynthesis.cancel(),
};

if (!shared && "serviceWorker" in navigator) navigator.serviceWorker.register(where.worker, { scope: `/${where.name}` }).catch(() => {});
// Not awaited by the module itself: Chrome knows that only since 89.
(async () => {
  await init({ module_or_path: document.querySelector("link[as=fetch]").href });
  start(ports);
  await stock(tag);
})().catch(stopped);
