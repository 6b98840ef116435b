// The record's own page. When the module stops for any reason, the page says so plainly; what was saved is safe.
import init, { start } from "#pkg";
import { disk, memory } from "../../keep/js/store.js";

["RTCPeerConnection", "webkitRTCPeerConnection", "RTCDataChannel"].forEach((name) => {
  try {
    delete window[name];
    Object.defineProperty(window, name, { value: undefined });
  } catch (_) {
    // Already absent.
  }
});

const params = new URLSearchParams(location.search);
const framed = window.parent !== window;
const place = document.getElementById("record");
const fault = document.getElementById("fault");
let shared = params.has("shared");
let channel;

function stopped() {
  place.hidden = true;
  fault.hidden = false;
}

const trapped = (error) => error instanceof WebAssembly.RuntimeError;
addEventListener("error", (event) => trapped(event.error) && stopped());
addEventListener("unhandledrejection", (event) => trapped(event.reason) && stopped());

const ports = {
  ...Object.fromEntries(Object.keys(memory).map((name) => [name, (...args) => (shared ? memory : disk)[name](...args)])),
  shared: () => shared,
  // Somebody said on the page itself that the computer is shared.
  share() {
    shared = true;
  },
  forgetMemory() {
    if (channel) channel.close();
    channel = undefined;
  },
  // Another page of ours on this computer may offer an entry, sealed to `key`, to a record that lies open in memory.
  onEntry(take, key) {
    this.forgetMemory();
    if (!("BroadcastChannel" in window)) return;
    channel = new BroadcastChannel("qinghe-record");
    channel.onmessage = ({ data }) => {
      if (data && data.ask) channel.postMessage({ to: data.ask, key });
      if (data && data.offer) channel.postMessage({ to: data.offer, taken: take(data.entry) });
    };
  },
  save(name, bytes) {
    const address = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
  },
  print: () => window.print(),
  leave() {
    document.title = "";
    place.remove();
    document.body.textContent = "";
    if (framed) window.parent.postMessage({ qinghe: 1, type: "left" }, "*");
    location.replace("about:blank");
  },
  language: () => params.get("lang") || navigator.language || "zh-Hans",
  speak(tag) {
    document.documentElement.lang = tag;
  },
  today() {
    const now = new Date();
    return Uint32Array.of(now.getFullYear(), now.getMonth() + 1, now.getDate());
  },
  // Grey pixels of a photograph, not larger than a code needs.
  async picture(file) {
    const image = await createImageBitmap(file);
    const scale = Math.min(1, 3000 / Math.max(image.width, image.height));
    const [width, height] = [image.width, image.height].map((side) => Math.max(1, Math.round(side * scale)));
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [width, height];
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(image, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    const grey = new Uint8Array(width * height);
    for (let at = 0; at < grey.length; at += 1) {
      grey[at] = (data[at * 4] * 77 + data[at * 4 + 1] * 150 + data[at * 4 + 2] * 29) >> 8;
    }
    return [width, height, grey];
  },
  // Whether the school has signed it. Its key came with the page, so that this page asks nobody.
  async proves(said, signature) {
    const curve = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
    const key = Uint8Array.from(atob(place.dataset.key), (letter) => letter.charCodeAt(0));
    return crypto.subtle.verify(curve, await crypto.subtle.importKey("raw", key, curve, false, ["verify"]), signature, said);
  },
};

document.documentElement.lang = /^en\b/i.test(ports.language()) ? "en" : "zh-Hans";
// Not awaited by the module itself: Chrome knows that only since 89.
(async () => {
  await init({ module_or_path: document.querySelector("link[as=fetch]").href });
  start(ports);
  if (framed) window.parent.postMessage({ qinghe: 1, type: "ready" }, "*");
})().catch(stopped);
