// The page between a learning platform and the element. No cookie and no storage of the browser: where the platform keeps
// values for tools it keeps the nonce of this login, so that a launch belongs to the browser that asked for it.
(function () {
  "use strict";
  var data = document.body.dataset;
  var KEY = "qinghe-login";
  // A platform that does not answer in this time has no such storage.
  var PATIENCE = 10000;

  function holder() {
    var around = window.parent !== window ? window.parent : window.opener;
    if (!around || data.frame === "_parent") return around;
    try {
      return around.frames[data.frame];
    } catch (_) {
      return undefined;
    }
  }

  // Asks the platform's storage; `subject` without and with what belongs to it, as 1EdTech's "LTI Client Side postMessages".
  function ask(subject, more, then) {
    var to = holder();
    var id = "qinghe-" + subject + "-" + data.nonce;
    var over = setTimeout(function () { finish(undefined); }, PATIENCE);
    function finish(answer) {
      clearTimeout(over);
      window.removeEventListener("message", heard);
      then(answer);
    }
    function heard(event) {
      var said = event.data;
      if (event.origin !== data.asks || !said || said.message_id !== id || said.subject !== subject + ".response") return;
      finish(said.error ? undefined : said.value);
    }
    if (!to) return finish(undefined);
    window.addEventListener("message", heard);
    to.postMessage(Object.assign({ subject: subject, message_id: id, key: KEY }, more), data.asks);
  }

  function refused() {
    document.getElementById("refused").hidden = false;
    help();
  }

  // Without a token the element shows the help numbers and why it does not begin.
  function help() {
    document.body.appendChild(document.createElement("qinghe-screening"));
  }

  // The same for everybody who closes a sitting. The platform hears of it later, at a moment of its own.
  function closed(tries) {
    if (!data.ticket) return;
    fetch("/lti/done", { method: "POST", body: data.ticket, headers: { "content-type": "text/plain" }, keepalive: true, credentials: "omit", cache: "no-store" }).then(
      function (answer) { if (!answer.ok && answer.status >= 429) again(tries); },
      function () { again(tries); },
    );
  }

  function again(tries) {
    if (tries < 8) setTimeout(function () { closed(tries + 1); }, 1000 * Math.pow(2, tries));
  }

  function mount() {
    var element = document.createElement("qinghe-screening");
    ["gateway", "battery", "token"].forEach(function (name) { element.setAttribute(name, data[name]); });
    element.addEventListener("qinghe-finished", function once() {
      element.removeEventListener("qinghe-finished", once);
      closed(0);
    });
    document.body.appendChild(element);
    // Canvas gives a frame the height that it asks for.
    if (window.parent !== window) window.parent.postMessage({ subject: "lti.frameResize", height: 820 }, data.around);
  }

  if (data.lti === "store") {
    ask("lti.put_data", { value: data.nonce }, function (kept) {
      if (kept === data.nonce) location.replace(data.next);
      else refused();
    });
  } else if (data.lti === "refused") {
    help();
  } else if (!data.frame) {
    mount();
  } else {
    ask("lti.get_data", {}, function (kept) {
      if (kept === data.nonce) mount();
      else refused();
    });
  }
})();
