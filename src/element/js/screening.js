// The tag of a sitting. Draws the iframe (or, for trusted pages, mounts inline) and shows the help numbers in plain
// HTML until the module is there, and again whenever it is not.
import { Base, element, emit, frame, language, origin, script, whenGone } from "./tag.js";

var HELP = __HELP__;

function plainHelp(lang, root) {
  var box = element("section", "", root);
  var help = HELP[lang];
  box.lang = lang;
  box.setAttribute("part", "help");
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

// Why it cannot begin or go on, above the help numbers.
function fault(self, own, code, text) {
  var words = HELP[own.lang].page;
  if (!own.said) {
    own.said = element("p");
    own.said.setAttribute("part", "message");
  }
  own.said.textContent = text || words[code] || words.wasm;
  self.shadowRoot.insertBefore(own.said, own.plain);
  help(self, own, true);
  emit(self, "qinghe-error", { code: code });
}

// The portal hears that the numbers stand in its page. It never hears of help that a student looks for inside.
function help(self, own, shown) {
  own.plain.hidden = !shown;
  if (shown) emit(self, "qinghe-help");
}

function ready(self, own) {
  help(self, own, false);
  emit(self, "qinghe-ready");
}

function framed(self, own, gateway) {
  var options = {
    title: own.lang === "en" ? "Qinghe self-check" : "青禾心理健康",
    sandbox: "allow-scripts allow-same-origin allow-top-navigation-to-custom-protocols",
    narrow: 880,
    gateway: gateway,
    path: "/embed?battery=" + encodeURIComponent(self.getAttribute("battery")) + "&lang=" + script(self),
  };
  own.away = frame(self, options, own.plain, function (message, source) {
    var type = message.type;
    if (type === "hello") {
      source.postMessage({ qinghe: 1, type: "init", token: self.getAttribute("token") }, gateway);
      emit(self, "qinghe-progress");
    } else if (type === "ready") {
      // Into what is hidden in the next line.
      if (self.hasAttribute("offline")) element("iframe", "", own.plain).src = gateway + "/offline";
      ready(self, own);
    } else if (type === "finished") emit(self, "qinghe-finished");
    else if (type === "error") emit(self, "qinghe-error", { code: String(message.code) });
  });
}

function inline(self, own, gateway) {
  var place = element("div", "", self.shadowRoot);
  var options = {
    base: gateway,
    battery: self.getAttribute("battery"),
    token: self.getAttribute("token"),
    lang: script(self),
    onDone: function () { emit(self, "qinghe-finished"); },
    onFault: function (code) { if (self._ === own) fault(self, own, code); },
  };
  import(/* webpackIgnore: true */ /* @vite-ignore */ gateway + __INLINE__).then(function (module) {
    if (self._ === own) emit(self, "qinghe-progress");
    return module.mount(place.attachShadow({ mode: "open" }), options);
  }).then(function (unmount) {
    if (self._ !== own) return unmount();
    own.away = unmount;
    ready(self, own);
  }, function (reason) {
    if (self._ === own) fault(self, own, (reason && reason.code) || "wasm", reason && reason.text);
  });
}

export class QingheScreening extends Base {
  connectedCallback() {
    var self = this;
    if (self._) return; // moved within the page
    var root = self.shadowRoot || self.attachShadow({ mode: "open" });
    var own = (self._ = { lang: language(self) });
    own.plain = plainHelp(own.lang, root);
    var gateway = origin(self);
    var missing = !gateway || !self.getAttribute("battery") ? "attribute" : self.getAttribute("token") ? "" : "token";
    if (missing) return fault(self, own, missing);
    emit(self, "qinghe-help");
    if (self.getAttribute("mount") === "inline") inline(self, own, gateway);
    else framed(self, own, gateway);
  }

  disconnectedCallback() {
    var self = this;
    whenGone(self, function () {
      var own = self._;
      if (!own) return;
      self._ = undefined;
      if (own.away) own.away();
      // The module may hold on to what it was given for as long as something is to be delivered.
      own.away = own.plain = own.said = undefined;
      self.shadowRoot.textContent = "";
    });
  }
}
