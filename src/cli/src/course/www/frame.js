// Opens the element in a frame of the gateway's own origin. Of a sitting this page hears that it is ready, finished, or has
// an error, the same for everybody, and passes "finished" on. Nothing that somebody responded ever comes here.
(function () {
  "use strict";
  var set = window.QINGHE;
  var report = window.QINGHE_REPORT;
  var frame;
  var token;

  function say(text) {
    document.getElementById("plain").hidden = false;
    document.getElementById("said").textContent = text;
  }

  function heard(event) {
    if (!frame || event.source !== frame.contentWindow || event.origin !== set.gateway) return;
    var message = event.data;
    if (!message || message.qinghe !== 1) return;
    if (message.type === "hello") frame.contentWindow.postMessage({ qinghe: 1, type: "init", token: token }, set.gateway);
    else if (message.type === "ready") document.getElementById("plain").hidden = true;
    else if (message.type === "finished") report.finish();
    else if (message.type === "error") document.getElementById("plain").hidden = false;
  }

  function open() {
    frame = document.createElement("iframe");
    frame.title = "青禾心理健康";
    frame.referrerPolicy = "no-referrer";
    frame.sandbox = "allow-scripts allow-same-origin allow-top-navigation-to-custom-protocols";
    frame.src = set.gateway + "/embed?battery=" + encodeURIComponent(set.battery) + "&lang=" + set.lang;
    window.addEventListener("message", heard);
    document.getElementById("place").appendChild(frame);
  }

  report.begin(function (connected) {
    document.getElementById("alone").hidden = connected;
  });
  // A simple request: no preflight, no credentials, nothing about the person.
  fetch(set.gateway + "/v1/course", { method: "POST", body: set.key, headers: { "content-type": "text/plain" }, credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" })
    .then(function (answer) {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    })
    .then(function (launch) {
      token = launch.token;
      open();
    })
    .catch(function () {
      say("现在打不开，这不怪你。过一会儿再试，下面的电话随时可以打。 It does not open now. That is not your fault; try again later. The numbers below work at any time.");
    });
})();
