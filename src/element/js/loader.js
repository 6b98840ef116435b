// The one script a portal adds. Draws the iframe (or, for trusted pages, mounts inline) and shows the
// help numbers in plain HTML until the module is there, and again whenever it is not.
(function () {
  "use strict";
  var TAG = "qinghe-screening";
  if (!window.customElements || customElements.get(TAG)) return;

  var HELP = __HELP__;
  var MODULE = __MODULE__;

  function element(name, text, parent) {
    var made = document.createElement(name);
    if (text) made.textContent = text;
    if (parent) parent.appendChild(made);
    return made;
  }

  function language(tag) {
    return /^en\b/i.test(tag || "") ? "en" : "zh-Hans";
  }

  function plainHelp(lang) {
    var box = element("section");
    var help = HELP[lang];
    box.lang = lang;
    var need = element("details", "", box);
    element("summary", help.need, need);
    element("p", help.page.now, need);
    element("h2", help.title, box);
    var list = element("ul", "", box);
    help.lines.forEach(function (line) {
      var link = element("a", line.number + " " + line.name, element("li", "", list));
      link.href = "tel:" + line.number;
      element("small", " " + line.hours, link.parentNode);
    });
    return box;
  }

  class QingheScreening extends HTMLElement {
    constructor() {
      super();
      this.root = this.attachShadow({ mode: "open" });
      this.onMessage = this.onMessage.bind(this);
    }

    connectedCallback() {
      if (this.open) return; // moved within the page
      this.open = true;
      this.lang_ = language(this.getAttribute("lang") || document.documentElement.lang);
      this.plain = this.root.appendChild(plainHelp(this.lang_));
      var gateway = this.origin();
      if (!gateway || !this.getAttribute("battery")) return this.fault("attribute");
      if (!this.getAttribute("token")) return this.fault("token");
      if (this.getAttribute("mount") === "inline") this.inline(gateway);
      else this.frame(gateway);
    }

    disconnectedCallback() {
      var self = this;
      // A move is a disconnect and a connect in one task; only a real removal ends the sitting.
      Promise.resolve().then(function () {
        if (self.isConnected || !self.open) return;
        self.open = false;
        window.removeEventListener("message", self.onMessage);
        if (self.unmount) self.unmount();
        self.unmount = self.iframe = self.place = undefined;
        while (self.root.firstChild) self.root.removeChild(self.root.firstChild);
      });
    }

    origin() {
      try {
        // No base: an address without a host would be the portal itself.
        return new URL(this.getAttribute("gateway")).origin;
      } catch (_) {
        return undefined;
      }
    }

    frame(gateway) {
      var frame = element("iframe");
      frame.title = this.lang_ === "en" ? "Qinghe self-check" : "青禾心理自评";
      frame.referrerPolicy = "no-referrer";
      frame.sandbox = "allow-scripts allow-same-origin allow-top-navigation-to-custom-protocols";
      frame.setAttribute("part", "frame");
      var size = { display: "block", width: "100%", height: "var(--qinghe-height, " + (window.innerWidth < 480 ? 880 : 760) + "px)", border: "0" };
      Object.keys(size).forEach(function (name) {
        frame.style.setProperty(name, size[name]);
      });
      frame.src = gateway + "/embed?battery=" + encodeURIComponent(this.getAttribute("battery")) + "&lang=" + this.lang_;
      this.iframe = frame;
      this.gateway = gateway;
      window.addEventListener("message", this.onMessage);
      this.root.insertBefore(frame, this.plain);
    }

    onMessage(event) {
      if (!this.iframe || event.source !== this.iframe.contentWindow || event.origin !== this.gateway) return;
      var message = event.data;
      if (!message || message.qinghe !== 1) return;
      if (message.type === "hello") {
        event.source.postMessage({ qinghe: 1, type: "init", token: this.getAttribute("token") }, this.gateway);
      } else if (message.type === "ready") this.ready();
      else if (message.type === "finished") this.emit("qinghe-finished");
      else if (message.type === "error") this.emit("qinghe-error", { code: String(message.code) });
    }

    inline(gateway) {
      var self = this;
      var place = (this.place = element("div", "", this.root));
      var options = {
        base: gateway,
        battery: this.getAttribute("battery"),
        token: this.getAttribute("token"),
        lang: this.lang_,
        onDone: function () { self.emit("qinghe-finished"); },
        onFault: function (code) { self.fault(code); },
      };
      import(gateway + MODULE.inline).then(function (module) {
        return module.mount(place.attachShadow({ mode: "open" }), options);
      }).then(function (unmount) {
        if (self.place !== place) return unmount();
        self.unmount = unmount;
        self.ready();
      }, function (reason) {
        if (self.place === place) self.fault((reason && reason.code) || "wasm", reason && reason.text);
      });
    }

    ready() {
      this.plain.hidden = true;
      this.emit("qinghe-ready");
    }

    fault(code, text) {
      var words = HELP[this.lang_].page;
      this.plain.hidden = false;
      this.said = this.said || element("p");
      this.said.textContent = text || words[code] || words.wasm;
      this.root.insertBefore(this.said, this.plain);
      this.emit("qinghe-error", { code: code });
    }

    emit(name, detail) {
      this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail: detail }));
    }
  }

  customElements.define(TAG, QingheScreening);
})();
