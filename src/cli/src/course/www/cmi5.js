// Tells a cmi5 platform: initialized, completed, terminated. A score stands only in `passed`, and only where whoever made the
// package wanted one: 1 for everybody. The actor is handed back as the platform gave it and never looked into.
(function () {
  "use strict";
  var set = window.QINGHE;
  var given = new URLSearchParams(window.location.search);
  var VERB = "http://adlnet.gov/expapi/verbs/";
  var CMI5 = "https://w3id.org/xapi/cmi5/context/categories/cmi5";
  var MOVE_ON = "https://w3id.org/xapi/cmi5/context/categories/moveon";
  // Times are told in steps of five minutes, since how long somebody took is nobody's business here.
  var STEP_MS = 300000;
  var endpoint = (given.get("endpoint") || "").replace(/\/*$/, "/");
  var started = Date.now();
  var ready;
  var closed;
  var over = false;
  var auth;
  var template = {};
  var mode = "Normal";

  function ask(method, path, body) {
    var options = { method: method, cache: "no-store", credentials: "omit", keepalive: method !== "GET", headers: { authorization: "Basic " + auth, "x-experience-api-version": "1.0.3" } };
    if (body) {
      options.headers["content-type"] = "application/json";
      options.body = JSON.stringify(body);
    }
    return fetch(endpoint + path, options);
  }

  function about(more) {
    return Object.keys(more).map(function (name) { return name + "=" + encodeURIComponent(more[name]); }).join("&");
  }

  function now() {
    return new Date(Math.floor(Date.now() / STEP_MS) * STEP_MS).toISOString();
  }

  function uuid() {
    var bytes = Array.from(crypto.getRandomValues(new Uint8Array(16)));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    var text = bytes.map(function (byte) { return (byte + 256).toString(16).slice(1); }).join("");
    return text.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }

  function statement(verb, result, categories) {
    var context = JSON.parse(JSON.stringify(template));
    context.registration = given.get("registration");
    context.contextActivities = context.contextActivities || {};
    var known = context.contextActivities.category || [];
    context.contextActivities.category = known.concat(categories.map(function (id) { return { id: id }; }));
    var made = { id: uuid(), actor: JSON.parse(given.get("actor")), verb: { id: VERB + verb }, object: { id: given.get("activityId") }, context: context, timestamp: now() };
    if (result) made.result = result;
    return ask("PUT", "statements?" + about({ statementId: made.id }), made);
  }

  function took() {
    return "PT" + Math.ceil((Date.now() - started + 1) / STEP_MS) * 5 + "M";
  }

  function answered(answer) {
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  // One `completed` for a registration: a second sitting sends none.
  function before() {
    var query = about({ registration: given.get("registration"), activity: given.get("activityId"), verb: VERB + "completed", limit: 1 });
    return ask("GET", "statements?" + query).then(answered).then(function (found) { return found.statements.length > 0; });
  }

  function begin() {
    return fetch(given.get("fetch"), { method: "POST", credentials: "omit", cache: "no-store" })
      .then(answered)
      .then(function (found) {
        auth = found["auth-token"];
        var state = about({ activityId: given.get("activityId"), agent: given.get("actor"), registration: given.get("registration"), stateId: "LMS.LaunchData" });
        return ask("GET", "activities/state?" + state).then(answered);
      })
      .then(function (data) {
        template = data.contextTemplate || {};
        mode = data.launchMode || "Normal";
        // The rules want it read before anything is said; there may be none.
        return ask("GET", "agents/profile?" + about({ agent: given.get("actor"), profileId: "cmi5LearnerPreferences" })).catch(function () {});
      })
      .then(function () { return statement("initialized", undefined, [CMI5]); });
  }

  window.QINGHE_REPORT = {
    begin: function (then) {
      if (!given.get("fetch") || !given.get("endpoint")) return then(false);
      ready = begin();
      ready.then(function () { then(true); }, function () {
        ready = undefined;
        then(false);
      });
    },
    finish: function () {
      if (!ready || closed || mode !== "Normal") return;
      closed = ready.then(before).then(function (already) {
        if (already) return undefined;
        return statement("completed", { completion: true, duration: took() }, [CMI5, MOVE_ON]).then(function () {
          if (set.score !== "done") return undefined;
          return statement("passed", { success: true, score: { scaled: 1 }, duration: took() }, [CMI5, MOVE_ON]);
        });
      });
      closed.catch(function () { closed = undefined; });
    },
  };

  window.addEventListener("pagehide", function () {
    if (!ready || !auth || over) return;
    over = true;
    statement("terminated", { duration: took() }, [CMI5]).catch(function () {});
  });
})();
