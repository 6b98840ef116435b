// Tells a SCORM run-time that the page was closed, and nothing else. The learner's name and id are never asked for; no
// interaction, comment, time or resume data is ever written.
(function () {
  "use strict";
  var set = window.QINGHE;
  var newer = set.kind === "scorm2004";
  var name = newer ? "API_1484_11" : "API";
  var DEEPEST = 10;
  var api;
  var over = false;

  // A window of another origin throws; then the run-time is not there.
  function at(place) {
    try {
      return (place && place[name]) || undefined;
    } catch (_) {
      return undefined;
    }
  }

  function up(place) {
    for (var depth = 0; place && depth < DEEPEST; depth += 1) {
      var found = at(place);
      if (found) return found;
      try {
        if (place.parent === place) return undefined;
        place = place.parent;
      } catch (_) {
        return undefined;
      }
    }
    return undefined;
  }

  function opener(place) {
    try {
      return place.opener;
    } catch (_) {
      return undefined;
    }
  }

  // Frames around, then the window that opened this one, then the one that opened the frames around.
  function find() {
    return up(window) || up(opener(window)) || up(opener(window.top));
  }

  function call(verb, a, b) {
    var named = (newer ? "" : "LMS") + verb;
    try {
      return b === undefined ? api[named](a) : api[named](a, b);
    } catch (_) {
      return "";
    }
  }

  function write(values) {
    values.forEach(function (pair) { call("SetValue", pair[0], pair[1]); });
    call("Commit", "");
  }

  var status = newer ? "cmi.completion_status" : "cmi.core.lesson_status";
  var score = newer ? "cmi.score." : "cmi.core.score.";

  window.QINGHE_REPORT = {
    begin: function (then) {
      api = find();
      var open = api && String(call("Initialize", "")) === "true";
      then(!!open);
      if (!open) api = undefined;
      else if (["completed", "passed"].indexOf(call("GetValue", status)) < 0) write([[status, "incomplete"]]);
    },
    // Written when the last page stands, since browsers drop what is sent while a page closes. The score first: some
    // platforms reckon with what they have when the status arrives.
    finish: function () {
      if (!api) return;
      var values = set.score === "done" ? [[score + "min", "0"], [score + "max", "100"], [score + "raw", "100"]] : [];
      if (newer && values.length) values.push([score + "scaled", "1"]);
      write(values.concat([[status, "completed"]]));
    },
  };

  window.addEventListener("pagehide", function () {
    if (!api || over) return;
    over = true;
    call(newer ? "Terminate" : "Finish", "");
  });
})();
