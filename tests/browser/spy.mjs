// The worst page around that we can think of. `spy` is the page's first script: it listens to everything,
// replaces what the element might call, and watches what browsers offer for watching. `look` reads what can be
// read at one moment. What it learns stands in `window.spied`, by the ids of the leak checklist
// (`checklist.mjs`).

// Runs in the page, so it can use nothing of this file. `words`: what a result or response would be written in.
export function spy() {
  const spied = {};
  Object.defineProperty(window, "spied", { value: spied });
  const stringify = JSON.stringify.bind(JSON);
  const note = (channel, ...what) => (spied[channel] = spied[channel] || []).push(what.join(" "));
  const name = (node) => (node === window ? "window" : node === document ? "document" : node && node.nodeName ? node.nodeName.toLowerCase() : "?");
  const shown = (value) => {
    if (typeof value === "string") return value.length > 400 ? `text of ${value.length}` : value;
    if (value && value.byteLength !== undefined) return `bytes of ${value.byteLength}`;
    if (value instanceof Node || value === window) return name(value);
    if (value && typeof value === "object") return Object.prototype.toString.call(value);
    return String(value);
  };

  // Events, before anybody else gets them.
  const types = new Set(["qinghe-ready", "qinghe-finished", "qinghe-error", "qinghe-help", "qinghe-progress", "compositionstart", "compositionupdate", "compositionend"]);
  for (const more of ["focusin", "focusout", "DOMActivate", "fullscreenchange", "storage", "securitypolicyviolation", "visibilitychange"]) types.add(more);
  for (const home of [window, Document.prototype, HTMLElement.prototype]) for (const key in home) if (key.startsWith("on")) types.add(key.slice(2));
  for (const type of types) {
    window.addEventListener(
      type,
      (event) => {
        note("H04 events", event.type, name(event.target));
        note("H05 paths", event.type, event.composedPath().map(name).join("<"), event.relatedTarget ? name(event.relatedTarget) : "");
        if (event instanceof MouseEvent) note("H01 pointer", event.type, event.clientX, event.clientY, event.buttons);
        if (event instanceof KeyboardEvent) note("H02 keys", event.type, event.key, event.code);
        if (event instanceof InputEvent || event instanceof CompositionEvent) note("H03 input", event.type, event.data);
        if (event instanceof FocusEvent) note("H07 focus", event.type, name(event.target));
        if (event instanceof MessageEvent) note("H10 messages", event.origin, stringify(event.data), event.ports.length);
        if (event instanceof CustomEvent) note("H06 custom events", event.type, stringify(event.detail), event.composed);
        if (event instanceof ErrorEvent || event.type === "unhandledrejection") note("H22 errors", event.message || String(event.reason));
        if (event instanceof StorageEvent) note("H23 storage", event.key, event.newValue);
        if (event.type === "securitypolicyviolation") note("N17 reports", event.blockedURI, event.violatedDirective, event.sample);
        if (/copy|cut|paste/.test(event.type)) note("D09 clipboard", event.type, String(getSelection()));
        if (/^drag|^drop/.test(event.type)) note("H28 drag", event.type, event.clientX, event.clientY);
        if (/scroll|wheel/.test(event.type)) note("H08 scroll", event.type, name(event.target), scrollX, scrollY);
        if (event.type === "selectionchange") note("H16 selection", String(getSelection()));
      },
      true,
    );
  }

  // Functions that something on this page may call.
  const patch = (home, key, channel) => {
    const real = home && home[key];
    if (typeof real !== "function") return;
    const made = function (...given) {
      note(channel, key, given.map(shown).join(","));
      const result = new.target ? Reflect.construct(real, given, new.target) : real.apply(this, given);
      if (key === "attachShadow") look.roots.push(result);
      return result;
    };
    made.prototype = real.prototype;
    try {
      Object.defineProperty(home, key, { value: made, writable: true, configurable: true });
    } catch {
      // Not for the page to replace.
    }
  };
  const PATCHED = [
    [Element.prototype, ["attachShadow", "setAttribute"]],
    [window, ["fetch", "WebSocket", "Worker", "SharedWorker", "BroadcastChannel", "postMessage"]],
    [Navigator.prototype, ["sendBeacon", "vibrate"]],
    [XMLHttpRequest.prototype, ["open", "send"]],
    [WebAssembly, ["instantiate", "instantiateStreaming", "compile"]],
    [crypto.subtle && SubtleCrypto.prototype, ["encrypt", "decrypt", "digest", "generateKey", "deriveBits", "importKey"]],
    [Crypto.prototype, ["getRandomValues"]],
    [JSON, ["stringify", "parse"]],
    [TextDecoder.prototype, ["decode"]],
    [TextEncoder.prototype, ["encode"]],
  ];
  for (const [home, keys] of PATCHED) for (const key of keys) patch(home, key, "H21 patched globals");
  for (const key of ["log", "info", "warn", "error", "debug", "table", "trace"]) patch(console, key, "H22 console");
  for (const [home, keys] of [[Storage.prototype, ["setItem", "getItem", "removeItem"]], [IDBObjectStore.prototype, ["put", "add", "delete"]], [IDBFactory.prototype, ["open"]], [LockManager.prototype, ["request"]]]) {
    for (const key of keys) patch(home, key, "H23 storage");
  }
  for (const key of ["pushState", "replaceState"]) patch(History.prototype, key, "H12 location");
  for (const key of ["speak", "cancel"]) patch(window.speechSynthesis && SpeechSynthesis.prototype, key, "H25 speech");
  const text = Object.getOwnPropertyDescriptor(Node.prototype, "textContent");
  const data = Object.getOwnPropertyDescriptor(Node.prototype, "nodeValue");
  for (const [key, found] of [["textContent", text], ["nodeValue", data]]) {
    Object.defineProperty(Node.prototype, key, { ...found, set(value) {
      note("H21 written text", shown(value));
      found.set.call(this, value);
    } });
  }
  const create = Document.prototype.createTextNode;
  Document.prototype.createTextNode = function (value) {
    note("H21 written text", shown(value));
    return create.call(this, value);
  };

  // What browsers offer for watching.
  const kinds = new Set(PerformanceObserver.supportedEntryTypes);
  for (const type of kinds) {
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const channel = /longtask|long-animation|^event|first-input|paint|largest|visibility|soft|interaction-contentful/.test(type) ? "H20 moments" : "H20 performance";
        note(channel, type, entry.name, entry.initiatorType || "", type === "event" || type === "first-input" ? name(entry.target) : "");
      }
    }).observe({ type, buffered: true, durationThreshold: 16 });
  }
  if (window.ReportingObserver) new ReportingObserver((list) => list.forEach(({ type, body }) => note("N17 reports", type, stringify(body)))).observe();
  const mutations = new MutationObserver((records) => {
    for (const { type, target, attributeName } of records) note("H09 mutations", type, name(target), attributeName || "");
  });
  mutations.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  const sizes = new ResizeObserver((entries) => entries.forEach(({ target, contentRect }) => note("H09 sizes", name(target), contentRect.width, contentRect.height)));
  const sights = new IntersectionObserver(
    (entries) => entries.forEach(({ target, isIntersecting, isVisible, boundingClientRect: box }) => note("H29 sight", name(target), isIntersecting, isVisible, box.y, box.height)),
    { threshold: [0, 0.25, 0.5, 0.75, 1], trackVisibility: true, delay: 100 },
  );
  const look = { roots: [], note, name, stringify };
  Object.defineProperty(window, "spying", { value: look });
  document.addEventListener("DOMContentLoaded", () => {
    for (const node of document.querySelectorAll("qinghe-screening, body")) {
      sizes.observe(node);
      sights.observe(node);
    }
    look.roots.forEach((root) => mutations.observe(root, { subtree: true, childList: true, attributes: true, characterData: true }));
    // A face for some letters only, and rules that ask the page what is inside.
    const sheet = new CSSStyleSheet();
    sheet.insertRule('@font-face { font-family: spy; src: url("/spy-font"); unicode-range: U+5371, U+6025, U+628A, U+966A, U+4E07 }');
    sheet.insertRule("qinghe-screening { font-family: spy, sans-serif; --spy: 1; transition: color 1ms }");
    sheet.insertRule("qinghe-screening:focus-within { outline-color: rgb(1, 2, 3) }");
    sheet.insertRule("qinghe-screening:has(*) { outline-style: dotted }");
    sheet.insertRule("qinghe-screening::part(frame) { border-color: rgb(4, 5, 6) }");
    document.adoptedStyleSheets = [sheet];
  });
}

// Runs in the page: what can be read there now. `words` are looked for on the page.
export async function look(words) {
  const { note, name, roots, stringify } = window.spying;
  const tag = document.querySelector("qinghe-screening");
  const frame = tag.shadowRoot && tag.shadowRoot.querySelector("iframe");
  const box = (frame || tag).getBoundingClientRect();
  note("H11 history", history.length, stringify(history.state));
  note("H12 location", location.pathname, location.hash);
  note("H13 title", document.title, frame ? frame.title : "");
  note("H14 frames", window.length, frame ? frame.contentWindow.length : "", frame ? frame.contentWindow.closed : "");
  const points = [];
  const deepest = (x, y, home = document) => {
    const found = home.elementFromPoint(x, y);
    return found && found.shadowRoot && found.shadowRoot !== home ? deepest(x, y, found.shadowRoot) : found;
  };
  for (let x = box.x + 10; x < box.right; x += box.width / 7) {
    for (let y = Math.max(box.y, 0) + 5; y < Math.min(box.bottom, innerHeight); y += 60) {
      const node = deepest(x, y);
      points.push(`${name(node)}${node && node.shadowRoot === null ? node.textContent.slice(0, 20) : ""}`);
    }
  }
  note("H15 points", points.join(), document.caretPositionFromPoint ? name((document.caretPositionFromPoint(box.x + 50, Math.max(box.y, 0) + 90) || {}).offsetNode) : "");
  const selection = getSelection();
  note("H16 selection", String(selection), selection.rangeCount, selection.getComposedRanges ? selection.getComposedRanges({ shadowRoots: roots }).length : "");
  const inner = (root) => Array.from(root.querySelectorAll("*")).map((node) => `${name(node)}.${node.className}|${node.getAttribute("aria-pressed") || ""}`);
  note("H21 roots", roots.map((root) => `${root.mode}: ${root.textContent} ${inner(root).join()}`).join("; "));
  note("H30 text", document.body.innerText, tag.getHTML ? tag.getHTML({ shadowRoots: roots }) : "");
  const style = getComputedStyle(tag);
  note("H18 style", style.height, style.outlineColor, style.outlineStyle, style.getPropertyValue("--spy"), Array.from(document.fonts, (face) => face.status).join());
  note("H19 animations", document.getAnimations().length);
  note("H09 sizes now", box.x, box.y, box.width, box.height, document.documentElement.scrollHeight);
  note("H08 scroll", scrollX, scrollY);
  note("H07 focus", name(document.activeElement), document.hasFocus(), roots.map((root) => name(root.activeElement)).join());
  note("H20 counts", Array.from(performance.eventCounts || [], ([type, count]) => `${type}=${count}`).join());
  note("H20 entries", performance.getEntriesByType("resource").map((entry) => `${entry.initiatorType} ${entry.name}`).sort().join(), performance.getEntriesByType("mark").concat(performance.getEntriesByType("measure")).map((entry) => entry.name).join());
  const databases = await indexedDB.databases();
  const locks = await navigator.locks.query();
  note("H23 storage", document.cookie, stringify(localStorage), stringify(sessionStorage), databases.map((one) => one.name).join(), (await caches.keys()).join());
  note("H24 channels", locks.held.concat(locks.pending).map((lock) => lock.name).join(), (await navigator.serviceWorker.getRegistrations()).length);
  note("H25 speech", window.speechSynthesis ? [speechSynthesis.speaking, speechSynthesis.pending].join() : "", navigator.userActivation.hasBeenActive);
  note("H26 screen", name(document.fullscreenElement), name(document.pointerLockElement), name(document.pictureInPictureElement));
  note("H27 fields", Array.from(document.querySelectorAll("input, textarea"), (field) => `${field.name} ${field.autocomplete}`).join());
  for (const word of words) {
    selection.removeAllRanges();
    note("H17 find", word, window.find(word, false, false, true, false, true, false));
  }
  selection.removeAllRanges();
}

// Runs in the page: rrweb with everything switched on.
export function record() {
  const events = [];
  Object.defineProperty(window, "recorded", { value: events });
  window.rrweb.record({
    emit: (event) => events.push(event),
    recordCrossOriginIframes: true,
    recordCanvas: true,
    collectFonts: true,
    inlineStylesheet: true,
    inlineImages: true,
    maskAllInputs: false,
    sampling: { mousemove: 20, mouseInteraction: true, scroll: 50, media: 50, input: "all" },
  });
}

// A recording without its times: a list of lines to compare, and one text to search.
export function told(events) {
  const lines = [];
  const bare = (value) =>
    JSON.stringify(value, (key, part) => (key === "timestamp" || key === "timeOffset" || key === "delay" ? undefined : part));
  for (const { type, data } of events) {
    // Movements come in bundles whose cut is a matter of time.
    if (type === 3 && data.positions) for (const { x, y, id } of data.positions) lines.push(`moved ${x} ${y} ${id}`);
    else lines.push(`${type} ${bare(data)}`);
  }
  return lines;
}
