// A tag that draws one of the gateway's own pages: an iframe from its origin, and nothing else. The page around it
// learns that it stands and that it was left.
import { Base, element, emit, frame, origin, script, whenGone } from "./tag.js";

var FAULT = "The attribute `gateway` must be the gateway's address, such as https://xinli.school.edu.cn.";

// `options`: the titles in every script, the least height of a narrow window, `path(tag)`, and what the frame may use.
export function pageTag(options) {
  return class extends Base {
    connectedCallback() {
      var self = this;
      if (self._) return;
      var root = self.shadowRoot || self.attachShadow({ mode: "open" });
      var gateway = origin(self);
      if (!gateway) {
        root.textContent = "";
        element("p", FAULT, root).setAttribute("part", "message");
        return emit(self, "qinghe-error", { code: "attribute" });
      }
      var lang = script(self);
      var path = options.path + "?lang=" + lang + options.query(self);
      self._ = frame(self, Object.assign({}, options, { title: options[lang], gateway: gateway, path: path }), null, function (message) {
        if (message.type === "ready" || message.type === "left") emit(self, "qinghe-" + message.type);
      });
    }

    disconnectedCallback() {
      var self = this;
      whenGone(self, function () {
        if (self._) self._();
        self._ = undefined;
      });
    }
  };
}

export function shared(tag) {
  return tag.hasAttribute("shared") ? "&shared" : "";
}
