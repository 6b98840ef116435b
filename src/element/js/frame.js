// The page inside the iframe, on the gateway's own origin.
import { mount, prepare } from "./module.js";

const params = new URLSearchParams(location.search);
const place = document.getElementById("place");
const options = {
  base: location.origin,
  battery: params.get("battery") || "",
  lang: params.get("lang") || "zh-Hans",
  // What would otherwise be one more request before item 1.
  centre: place.dataset.centre,
};
const framed = window.parent !== window;
const plain = document.getElementById("plain");
const prepared = prepare(options);
let host;
let unmount;
let given;

document.documentElement.lang = options.lang;

// Three messages exist, the same for every student: ready, finished, error with a code.
const tell = (type, code) => {
  if (framed && host) window.parent.postMessage(code ? { qinghe: 1, type, code } : { qinghe: 1, type }, host);
};

const fault = (code) => {
  plain.hidden = false;
  const texts = Array.from(plain.querySelectorAll("[data-for]"));
  const known = texts.some((text) => text.dataset.for === code) ? code : "wasm";
  texts.forEach((text) => {
    text.hidden = text.dataset.for !== known;
  });
  tell("error", code);
};

function start(token) {
  given = token;
  const root = place.shadowRoot || place.attachShadow({ mode: "open" });
  mount(root, { ...options, token, onDone: () => tell("finished"), onFault: fault }, prepared).then(
    (away) => {
      unmount = away;
      plain.hidden = true;
      tell("ready");
    },
    (reason) => fault(reason.code || "wasm"),
  );
}

// The Back button can bring the whole page back from memory, with what somebody else chose. It begins again from
// the rows of this device, of which a shared computer has none.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted || given === undefined) return;
  if (unmount) unmount();
  unmount = undefined;
  start(given);
});

if (framed) {
  // `frame-ancestors` decides which pages can be our parent at all.
  window.addEventListener("message", (event) => {
    const message = event.data;
    if (host || event.source !== window.parent || !message || message.qinghe !== 1 || message.type !== "init") return;
    host = event.origin;
    start(String(message.token || ""));
  });
  window.parent.postMessage({ qinghe: 1, type: "hello" }, "*");
} else {
  // Opened as a page of its own: the token comes in the fragment, which no server sees, and goes at once.
  const token = new URLSearchParams(location.hash.slice(1)).get("t") || "";
  history.replaceState(null, "", location.pathname + location.search);
  start(token);
}
