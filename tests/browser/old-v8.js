// Run by an old Node, so in the words that it knows: which of these files does its V8 not take? Names come as arguments.
"use strict";
const fs = require("fs");
const vm = require("vm");

function fault(path) {
  const body = fs.readFileSync(path);
  try {
    if (/\.wasm$/.test(path)) return WebAssembly.validate(body) ? null : String(new WebAssembly.Module(body));
    const text = body.toString();
    try {
      new vm.Script(text);
    } catch (error) {
      new vm.SourceTextModule(text);
    }
    return null;
  } catch (error) {
    return String(error.message);
  }
}

const found = {};
for (const path of process.argv.slice(2)) {
  const why = fault(path);
  if (why) found[path] = why;
}
console.log(JSON.stringify({ v8: process.versions.v8, found }));
