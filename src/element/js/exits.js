// Stands in front of the frame's script (`dist.rs`), so runs before anything else, and takes away the ways out that neither the policy nor the
// sandbox closes: WebRTC, fresh realms in which it would come back, a cookie for the whole site, the
// frame's own address. What stays open is said in SECURITY.md; tests/browser/exits.test.mjs tries them all.
(function () {
  "use strict";

  function lock(home, name, descriptor) {
    try {
      Object.defineProperty(home, name, descriptor);
    } catch (_) {
      // Not there, or already locked.
    }
  }

  function remove(home, names) {
    if (!home) return;
    names.forEach(function (name) {
      if (!(name in home)) return;
      try {
        delete home[name];
      } catch (_) {
        // The next line hides it.
      }
      lock(home, name, { value: undefined, writable: false, configurable: false });
    });
  }

  function readOnly(home, name) {
    var found = home && Object.getOwnPropertyDescriptor(home, name);
    if (found) lock(home, name, { get: found.get, set: undefined, configurable: false });
  }

  // Replaces a function by one that first judges the argument at `position`, as the text that it becomes.
  function guard(home, name, position, refused, why) {
    var made = home[name];
    lock(home, name, {
      value: function () {
        var given = Array.prototype.slice.call(arguments);
        given[position] = String(given[position]);
        if (refused.test(given[position])) throw new TypeError(why);
        return made.apply(this, given);
      },
      writable: false,
      configurable: false,
    });
  }

  function guardSetter(home, name, refused) {
    var found = Object.getOwnPropertyDescriptor(home, name);
    lock(home, name, {
      get: found.get,
      set: function (value) {
        if (!refused(this)) found.set.call(this, value);
      },
      configurable: false,
    });
  }

  // A blank frame would bring every removed thing back, so nothing here may make one.
  var NESTED = /(^|:)(iframe|frame|frameset|object|embed|portal|fencedframe)$/i;
  guard(Document.prototype, "createElement", 0, NESTED, "This page has no inner pages.");
  guard(Document.prototype, "createElementNS", 1, NESTED, "This page has no inner pages.");
  remove(window, ["RTCPeerConnection", "webkitRTCPeerConnection", "mozRTCPeerConnection", "RTCDataChannel"]);
  remove(window, ["HTMLIFrameElement", "HTMLFrameElement", "HTMLFrameSetElement", "HTMLObjectElement", "HTMLEmbedElement"]);
  remove(window, ["HTMLFencedFrameElement", "FencedFrameConfig", "XSLTProcessor", "DOMParser"]);
  remove(window, ["open", "cookieStore", "SpeechRecognition", "webkitSpeechRecognition", "PresentationRequest"]);
  remove(Document.prototype, ["cookie", "domain", "write", "writeln", "execCommand"]);
  remove(Document, ["parseHTMLUnsafe"]);
  remove(DOMImplementation.prototype, ["createDocument"]);
  remove(Range.prototype, ["createContextualFragment"]);
  remove(Element.prototype, ["insertAdjacentHTML", "setHTMLUnsafe"]);
  remove(window.ShadowRoot && ShadowRoot.prototype, ["setHTMLUnsafe"]);
  remove(History.prototype, ["pushState"]);
  readOnly(Element.prototype, "innerHTML");
  readOnly(Element.prototype, "outerHTML");
  readOnly(window.ShadowRoot && ShadowRoot.prototype, "innerHTML");
  // Names are looked up and connections made ahead for whatever a link's `rel` says; no policy covers that.
  // Browsers that cannot construct style sheets need a link for the element's own (`module.js`).
  if ("adoptedStyleSheets" in Document.prototype) {
    var REL = /^rel$/i;
    var FIXED = "Links of this page are fixed.";
    guard(Element.prototype, "setAttribute", 0, REL, FIXED);
    guard(Element.prototype, "setAttributeNS", 1, REL, FIXED);
    guard(Document.prototype, "createAttribute", 0, REL, FIXED);
    guard(Document.prototype, "createAttributeNS", 1, REL, FIXED);
    readOnly(HTMLLinkElement.prototype, "rel");
    remove(HTMLLinkElement.prototype, ["relList"]);
    guardSetter(Attr.prototype, "value", function (attribute) { return REL.test(attribute.name); });
    ["nodeValue", "textContent"].forEach(function (name) {
      guardSetter(Node.prototype, name, function (node) { return node.nodeType === 2; });
    });
  }
  // It outlives a navigation of the frame, and then the page around can read it.
  lock(window, "name", { value: "", writable: false, configurable: false });

  // The frame stays where it is. Browsers without this event leave the address to `frame-src` of the page around.
  if (!window.navigation) return;
  var here = location.href.split("#")[0];
  // The way home of a page of its own, as the gateway has written it before anything of ours ran.
  var home = document.links.back;
  home = home && home.href;
  window.navigation.addEventListener("navigate", function (event) {
    var to = event.destination.url;
    var type = event.navigationType;
    var again = (type === "replace" && to === here) || (type === "reload" && to.split("#")[0] === here);
    if (again || type === "traverse" || to === home || to.indexOf("tel:") === 0) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  });
})();
