// The tag that draws the training page in a portal's page: an iframe from the gateway's own origin, and nothing else. The
// page around it learns only that it was left.
(function () {
  "use strict";
  var TAG = "qinghe-training";
  if (!window.customElements || customElements.get(TAG)) return;

  class QingheTraining extends HTMLElement {
    connectedCallback() {
      if (this.iframe) return;
      var gateway;
      try {
        gateway = new URL(this.getAttribute("gateway")).origin;
      } catch (_) {
        return this.say("The attribute `gateway` must be the gateway's address, such as https://xinli.school.edu.cn.");
      }
      var root = this.shadowRoot || this.attachShadow({ mode: "open" });
      var frame = document.createElement("iframe");
      var lang = this.getAttribute("lang") || document.documentElement.lang || "zh-Hans";
      var stage = this.getAttribute("stage");
      frame.title = /^en\b/i.test(lang) ? "Practice" : "练习";
      frame.referrerPolicy = "no-referrer";
      frame.allow = "screen-wake-lock; autoplay";
      var size = { display: "block", width: "100%", height: "var(--qinghe-height, " + (window.innerWidth < 480 ? 720 : 760) + "px)", border: "0" };
      Object.keys(size).forEach(function (name) {
        frame.style.setProperty(name, size[name]);
      });
      var query = "?lang=" + encodeURIComponent(lang) + (stage ? "&stage=" + encodeURIComponent(stage) : "");
      // The launch stands behind the #, which no server sees; the page takes it from there and removes it.
      var token = this.getAttribute("token");
      frame.src = gateway + "/training" + query + (this.hasAttribute("shared") ? "&shared" : "") + (token ? "#t=" + encodeURIComponent(token) : "");
      this.onMessage = this.onMessage.bind(this);
      this.gateway = gateway;
      window.addEventListener("message", this.onMessage);
      this.iframe = root.appendChild(frame);
    }

    disconnectedCallback() {
      var self = this;
      Promise.resolve().then(function () {
        if (self.isConnected || !self.iframe) return;
        window.removeEventListener("message", self.onMessage);
        self.iframe.remove();
        self.iframe = undefined;
      });
    }

    onMessage(event) {
      if (!this.iframe || event.source !== this.iframe.contentWindow || event.origin !== this.gateway) return;
      if (event.data && event.data.qinghe === 1 && event.data.type === "left") {
        this.dispatchEvent(new CustomEvent("qinghe-left", { bubbles: true, composed: true }));
      }
    }

    say(text) {
      var made = document.createElement("p");
      made.textContent = text;
      this.appendChild(made);
    }
  }

  customElements.define(TAG, QingheTraining);
})();
