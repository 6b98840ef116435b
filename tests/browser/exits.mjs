// Every way we know by which a script in the element's frame could send something away. A trick gets `to`:
// an address outside, ports of its own, a host name that nobody else asks for, and what is its own (`more`).
// It runs by itself in the frame's realm, so it can use nothing of this file.

function add({ url, host, more: [name, attributes, parent = "body"] }) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value.replaceAll("URL", url).replaceAll("HOST", host));
  document[parent].append(node);
}
const made = (...more) => ({ run: add, more });

function write({ url, more: [text] }) {
  const place = document.createElement("div");
  document.body.append(place);
  place.innerHTML = text.replaceAll("URL", url);
}
const html = (...more) => ({ run: write, more });

function style({ url, more: [rule] }) {
  const own = new CSSStyleSheet();
  own.insertRule(rule.replaceAll("URL", url));
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, own];
}
const rule = (...more) => ({ run: style, more });

// WebRTC out of a realm in which nobody has removed it.
async function stunFrom({ name, udp, more: [how] }) {
  const put = (node) => document.body.appendChild(node);
  const newest = () => window[window.length - 1];
  const realm = {
    own: () => window,
    created: () => put(document.createElement("iframe")).contentWindow,
    namespaced: () => put(document.createElementNS("http://www.w3.org/1999/xhtml", "h:iframe")).contentWindow,
    written: () => (put(document.createElement("div")).innerHTML = "<iframe></iframe>") && newest(),
    unsafe: () => put(document.createElement("div")).setHTMLUnsafe("<iframe></iframe>") || newest(),
    fragment: () => put(document.createRange().createContextualFragment("<iframe></iframe>")) && newest(),
    parsed: () => put(new DOMParser().parseFromString("<iframe></iframe>", "text/html").querySelector("iframe")) && newest(),
    adopted: () => put(document.implementation.createDocument("http://www.w3.org/1999/xhtml", "iframe").documentElement) && newest(),
    extended: () => {
      class Inner extends HTMLIFrameElement {}
      customElements.define(`inner-${name}`, Inner, { extends: "iframe" });
      return put(new Inner()) && newest();
    },
    transformed: () => {
      const xsl = "http://www.w3.org/1999/XSL/Transform";
      const style = document.implementation.createDocument(xsl, "xsl:stylesheet");
      style.documentElement.setAttribute("version", "1.0");
      const template = style.documentElement.appendChild(style.createElementNS(xsl, "xsl:template"));
      template.setAttribute("match", "/");
      template.appendChild(style.createElementNS(xsl, "xsl:element")).setAttribute("name", "iframe");
      const processor = new XSLTProcessor();
      processor.importStylesheet(style);
      return put(processor.transformToFragment(style, document)) && newest();
    },
    object: () =>
      new Promise((resolve, reject) => {
        const inner = document.createElement("object");
        inner.addEventListener("load", () => resolve(inner.contentWindow));
        inner.addEventListener("error", reject);
        put(Object.assign(inner, { type: "text/html", data: location.href }));
      }),
    popup: () => window.open("about:blank"),
  };
  const peer = new (await realm[how]()).RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${udp}` }] });
  peer.createDataChannel("x");
  await peer.setLocalDescription(await peer.createOffer());
}
const stun = (...more) => ({ run: stunFrom, more, kind: "udp" });

// `kind`: what kind of arrival shows it; without one, a request to `to.url`. `leaves`: the frame may be gone afterwards.
export const EXITS = {
  fetch: { run: (to) => fetch(to.url, { mode: "no-cors" }) },
  "fetch with keepalive": { run: (to) => fetch(to.url, { method: "POST", mode: "no-cors", keepalive: true, body: "x" }) },
  "fetch with cors": { run: (to) => fetch(to.url) },
  fetchLater: { run: (to) => window.fetchLater(to.url, { activateAfter: 0 }) },
  beacon: { run: (to) => navigator.sendBeacon(to.url, "x") },
  XMLHttpRequest: {
    run: (to) => {
      const asked = new XMLHttpRequest();
      asked.open("GET", to.url);
      asked.send();
    },
  },
  EventSource: { run: (to) => new EventSource(to.url) },
  WebSocket: { run: (to) => new WebSocket(to.url.replace("http:", "ws:")) },
  WebTransport: { run: (to) => new WebTransport(`https://127.0.0.1:${to.udp}/`), kind: "udp" },
  image: { run: (to) => (new Image().src = to.url) },
  "image set": made("img", { srcset: "URL 2x, URL 1x" }),
  picture: html('<picture><source srcset="URL"><img></picture>'),
  "image in SVG": {
    run: (to) => {
      const svg = (name) => document.createElementNS("http://www.w3.org/2000/svg", name);
      const image = svg("image");
      image.setAttribute("href", to.url);
      document.body.appendChild(svg("svg")).append(image);
    },
  },
  "image in an input": made("input", { type: "image", src: "URL" }),
  script: made("script", { src: "URL" }),
  "module by import": { run: (to) => import(to.url).catch(() => {}) },
  worker: { run: (to) => new Worker(URL.createObjectURL(new Blob([`fetch("${to.url}", { mode: "no-cors" })`]))) },
  "shared worker": { run: (to) => new SharedWorker(URL.createObjectURL(new Blob([`fetch("${to.url}", { mode: "no-cors" })`]))) },
  "style sheet": made("link", { rel: "stylesheet", href: "URL" }),
  "image in a style": rule("body { background-image: url(URL) }"),
  "bullet in a style": rule("body { list-style: url(URL); display: list-item }"),
  "style attribute": {
    run: (to) => {
      const place = document.createElement("p");
      place.setAttribute("style", `background: url(${to.url}); width: 9px; height: 9px`);
      document.body.append(place);
    },
  },
  font: { run: (to) => void new FontFace("away", `url(${to.url})`).load().catch(() => {}) },
  audio: made("audio", { src: "URL", preload: "auto" }),
  video: made("video", { src: "URL", preload: "auto" }),
  poster: made("video", { poster: "URL" }),
  object: made("object", { data: "URL", type: "text/html" }),
  embed: made("embed", { src: "URL", type: "text/html" }),
  preload: made("link", { rel: "preload", as: "image", href: "URL" }, "head"),
  prefetch: made("link", { rel: "prefetch", href: "URL" }, "head"),
  modulepreload: made("link", { rel: "modulepreload", href: "URL" }, "head"),
  "speculation rules": {
    run: (to) => {
      const rules = document.createElement("script");
      rules.type = "speculationrules";
      rules.textContent = JSON.stringify({ prefetch: [{ source: "list", urls: [to.url], eagerness: "immediate" }] });
      document.head.append(rules);
    },
    // Browsers heed them in a page of its own only.
    top: true,
  },
  preconnect: {
    run: (to) => {
      const link = document.createElement("link");
      Object.assign(link, { rel: "preconnect", href: `http://127.0.0.1:${to.tcp}` });
      document.head.append(link);
    },
    kind: "tcp",
  },
  "preconnect by attribute": {
    run: (to) => {
      const link = document.createElement("link");
      link.href = `http://127.0.0.1:${to.tcp}`;
      const rel = document.createAttribute("REL");
      rel.textContent = "preconnect";
      link.setAttributeNode(rel);
      document.head.append(link);
    },
    kind: "tcp",
  },
  "preconnect by a link that was there": {
    run: (to) => {
      const [link] = document.head.querySelectorAll("link[rel]");
      link.href = `http://127.0.0.1:${to.tcp}`;
      for (const change of [() => (link.attributes.rel.value = "preconnect"), () => (link.attributes.rel.nodeValue = "preconnect"), () => link.relList.add("preconnect"), () => (link.rel = "preconnect")]) {
        try {
          change();
        } catch {
          // The next way.
        }
      }
    },
    kind: "tcp",
  },
  "dns-prefetch": { ...made("link", { rel: "dns-prefetch", href: "http://HOST/" }, "head"), kind: "dns" },
  "inner frame": made("iframe", { src: "URL" }),
  "inner frame by markup": html('<iframe src="URL"></iframe>'),
  "inner frame's text": {
    run: (to) => {
      const inner = document.createElement("iframe");
      inner.srcdoc = `<img src="${to.url}">`;
      document.body.append(inner);
    },
  },
  "form, into an inner frame": {
    run: (to) => {
      const inner = document.body.appendChild(document.createElement("iframe"));
      inner.name = "inner";
      const form = document.body.appendChild(document.createElement("form"));
      Object.assign(form, { action: to.url, method: "post", target: "inner" });
      form.submit();
    },
  },
  WebRTC: stun("own"),
  "WebRTC of a made frame": stun("created"),
  "WebRTC of a frame with a prefix": stun("namespaced"),
  "WebRTC of a written frame": stun("written"),
  "WebRTC of a frame written past the sanitizer": stun("unsafe"),
  "WebRTC of a parsed frame": stun("parsed"),
  "WebRTC of a frame from a fragment": stun("fragment"),
  "WebRTC of a frame of another document": stun("adopted"),
  "WebRTC of a frame by extension": stun("extended"),
  "WebRTC of a transformed frame": stun("transformed"),
  "WebRTC of an object": stun("object"),
  "WebRTC of a window": stun("popup"),
  "window.open": { run: (to) => window.open(to.url) },
  "window.open without opener": { run: (to) => window.open(to.url, "_blank", "noopener") },
  "link to a new window": {
    run: (to) => {
      const link = document.body.appendChild(document.createElement("a"));
      Object.assign(link, { href: to.url, target: "_blank" }).click();
    },
  },
  "ping of a link": {
    run: (to) => {
      const link = document.body.appendChild(document.createElement("a"));
      Object.assign(link, { href: "#", ping: to.url }).click();
    },
  },
  "location.href": { run: (to) => void (location.href = to.url), leaves: true },
  "location.assign": { run: (to) => location.assign(to.url), leaves: true },
  "location.replace": { run: (to) => location.replace(to.url), leaves: true },
  "navigation.navigate": { run: (to) => void navigation.navigate(to.url).committed.catch(() => {}), leaves: true },
  link: {
    run: (to) => {
      const link = document.body.appendChild(document.createElement("a"));
      Object.assign(link, { href: to.url }).click();
    },
    leaves: true,
  },
  refresh: { ...made("meta", { "http-equiv": "refresh", content: "0;url=URL" }, "head"), leaves: true },
  form: {
    run: (to) => {
      const form = document.body.appendChild(document.createElement("form"));
      Object.assign(form, { action: to.url, method: "post" }).submit();
    },
    leaves: true,
  },
  "location of the page around": { run: (to) => void (top.location = to.url), leaves: true },
};

// What could be left where the page around finds it, or the disk. `look` runs in the page around afterwards and
// says whether something is there; it gets the frame's element and an address of its own.
export const LEFT = {
  "cookie for the whole site": {
    run: () => void (document.cookie = "left=1; domain=school.localhost; path=/"),
    look: () => document.cookie.includes("left=1"),
  },
  "cookie from the cookie store": {
    run: () => cookieStore.set({ name: "left2", value: "1", domain: "school.localhost" }),
    look: () => document.cookie.includes("left2=1"),
  },
  "entry in the history": { run: () => history.pushState(null, "", "?left"), look: (before) => history.length > before.history },
  "entry by a fragment": { run: () => void (location.hash = "left"), look: (before) => history.length > before.history },
  "file in the downloads": {
    run: () => {
      const link = document.createElement("a");
      Object.assign(link, { href: URL.createObjectURL(new Blob(["left"])), download: "left.txt" }).click();
    },
    look: (before, downloads) => downloads > 0,
  },
  "name of the frame": {
    run: () => void (window.name = "left"),
    look: async (before, downloads) => {
      const frame = document.querySelector("qinghe-screening")?.shadowRoot.querySelector("iframe") || document.querySelector("iframe");
      const loaded = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
      frame.src = "/bare";
      await loaded;
      return downloads < 0 || frame.contentWindow.name === "left";
    },
  },
};
