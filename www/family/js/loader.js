// The tag that draws the family's page in a portal's page: an iframe from the gateway's own origin, and nothing else. It takes
// no token, and the page around it learns nothing.
(function () {
  "use strict";
  var TAG = "qinghe-family";
  if (!window.customElements || customElements.get(TAG)) return;

  class QingheFamily extends HTMLElement {
    connectedCallback() {
      if (this.iframe) return;
      var gateway;
      try {
        gateway = new URL(this.getAttribute("gateway")).origin;
      } catch (_) {
        var said = document.createElement("p");
        said.textContent = "The attribute `gateway` must be the gateway's address, such as https://xinli.school.edu.cn.";
        this.appendChild(said);
        return;
      }
      var lang = this.getAttribute("lang") || document.documentElement.lang || "zh-Hans";
      var frame = document.createElement("iframe");
      frame.title = /^en\b/i.test(lang) ? "At home" : "家里";
      frame.referrerPolicy = "no-referrer";
      var size = { display: "block", width: "100%", height: "var(--qinghe-height, " + (window.innerWidth < 480 ? 720 : 760) + "px)", border: "0" };
      Object.keys(size).forEach(function (name) {
        frame.style.setProperty(name, size[name]);
      });
      frame.src = gateway + "/family?lang=" + encodeURIComponent(lang) + (this.hasAttribute("shared") ? "&shared" : "");
      this.iframe = (this.shadowRoot || this.attachShadow({ mode: "open" })).appendChild(frame);
    }
  }

  customElements.define(TAG, QingheFamily);
})();
