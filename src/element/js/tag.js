// What the four tags have in common: one version of each on a page, an iframe of the gateway's own origin, and events
// that are the same for everybody.

// A server that renders the page imports this as well, and has no elements.
export var Base = typeof HTMLElement === "undefined" ? class {} : HTMLElement;

export function register(name, made) {
  if (typeof customElements === "undefined") return;
  var there = customElements.get(name);
  made.version = __VERSION__;
  if (!there) return customElements.define(name, made);
  if (there.version === made.version) return;
  // The elements that stand may be in the middle of a sitting, so the first version stays.
  console.error("<" + name + "> " + there.version + " is on this page already; " + made.version + " stays out.");
  emit(document, "qinghe-error", { code: "version" });
}

export function emit(tag, name, detail) {
  tag.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail: detail }));
}

export function element(name, text, parent) {
  var made = document.createElement(name);
  if (text) made.textContent = text;
  if (parent) parent.appendChild(made);
  return made;
}

function asked(tag) {
  return tag.getAttribute("lang") || document.documentElement.lang || "";
}

// Of what is written in this script.
export function language(tag) {
  return /^en\b/i.test(asked(tag)) ? "en" : "zh-Hans";
}

// The same for what also stands in traditional script.
export function script(tag) {
  return /^zh-(hant|tw|hk|mo)\b/i.test(asked(tag)) ? "zh-Hant" : language(tag);
}

export function origin(tag) {
  try {
    // No base: an address without a host would be the portal itself.
    return new URL(tag.getAttribute("gateway")).origin;
  } catch (_) {
    return undefined;
  }
}

// Puts the frame before `next` and gives what takes it away again. `heard` gets what the frame says, and nobody else.
export function frame(tag, options, next, heard) {
  var made = element("iframe");
  var lazy = tag.getAttribute("loading");
  made.title = options.title;
  made.referrerPolicy = "no-referrer";
  if (options.sandbox) made.sandbox = options.sandbox;
  if (options.allow) made.allow = options.allow;
  if (lazy) made.loading = lazy;
  made.setAttribute("part", "frame");
  var size = { display: "block", width: "100%", height: "var(--qinghe-height, " + (window.innerWidth < 480 ? options.narrow : 760) + "px)", border: "0" };
  Object.keys(size).forEach(function (name) {
    made.style.setProperty(name, size[name]);
  });
  made.src = options.gateway + options.path;
  function listen(event) {
    var message = event.data;
    if (event.source === made.contentWindow && event.origin === options.gateway && message && message.qinghe === 1) heard(message, event.source);
  }
  window.addEventListener("message", listen);
  tag.shadowRoot.insertBefore(made, next);
  return function () {
    window.removeEventListener("message", listen);
    made.remove();
  };
}

// A move is a disconnect and a connect in one task; only a real removal ends anything.
export function whenGone(tag, then) {
  Promise.resolve().then(function () {
    if (!tag.isConnected) then();
  });
}
