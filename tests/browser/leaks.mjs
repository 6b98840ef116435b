// Leaks planted in the frame's script: each tells a little of the responses in its own way. A check that does
// not notice them all is blind in one eye. `shows` finds the leak in what two sittings differ in.

// Runs in the frame before its own script. `each(option)` follows every response, `end(sum)` the last one.
function prelude() {
  const leaks = [];
  let sum = 0;
  let given = 0;
  const heard = (option) => {
    sum += option;
    given += 1;
    leaks.forEach((leak) => leak.each?.(option));
    if (given === 16) setTimeout(() => leaks.forEach((leak) => leak.end?.(sum)), 0);
  };
  window.addEventListener("click", (event) => {
    const option = event.composedPath().find((node) => node.classList?.contains("option"));
    if (option) heard(Array.from(option.parentNode.querySelectorAll(".option")).indexOf(option));
  }, true);
  window.addEventListener("keydown", (event) => /^[1-4]$/.test(event.key) && heard(Number(event.key) - 1), true);
  return leaks;
}

const high = (work) => `{ end(sum) { if (sum > 20) { ${work} } } }`;
const root = 'document.querySelector("#place").shadowRoot';
const screen = `${root}.querySelector(".screen")`;

// The name; the planted script; which part of what was watched must differ, and what the difference says.
export const LEAKS = [
  ["N01 a request more", high('fetch("/v1/centre", { cache: "no-store" })'), "after", /GET.*\/v1\/centre"/],
  ["N03 an address with a number", "{ end(sum) { fetch(`/v1/centre?sum=${sum}`) } }", "after", /centre\?sum=/],
  ["N04 another method", high('fetch("/v1/centre", { method: "HEAD" })'), "after", /"HEAD"/],
  ["N05 a header more", high('const real = fetch; window.fetch = (to, more) => real(to, { ...more, headers: { ...more?.headers, "x-note": "1" } })'), "after", /x-note/],
  ["N10 a beacon at the end", high('addEventListener("pagehide", () => navigator.sendBeacon("/v1/centre?gone", "x"))'), "after", /centre\?gone/],
  ["N13 a picture by result", high('new Image().src = "/m/high.png"'), "after", /high\.png/],
  ["N15 a referrer", high('fetch("/v1/centre?from", { referrerPolicy: "unsafe-url" })'), "after", /referer: GATEWAY/],
  ["H07 focus for the page around", high("parent.focus()"), "spied", /H07 focus|H04 events/],
  ["H10 a longer message", high('parent.postMessage({ qinghe: 1, type: "ready", sum }, "*")'), "spied", /"sum":/],
  ["H11 an entry of the history", high('history.pushState(null, "", "?high")'), "spied", /H11 history/],
  ["H12 the frame's address", high('history.replaceState(null, "", "/embed?high")'), "inside", /embed\?high/],
  ["H13 the title", high('document.title = "high"'), "inside", /"high"/],
  ["H14 an inner frame", high('document.body.append(document.createElement("iframe"))'), "spied", /H14 frames/],
  ["H22 the console", "{ each(option) { console.log(option) } }", "heard", /[1-3]/],
  ["H23 local storage", high('localStorage.setItem("high", 1)'), "inside", /"local":.*high/],
  ["D03 a cache", high('caches.open("high")'), "inside", /"caches":.*high/],
  ["D04 a database more", high('indexedDB.open("high", 1)'), "inside", /"databases":.*high/],
  [
    "D04 a row more",
    high('const asked = indexedDB.open("qinghe"); asked.onsuccess = () => asked.result.transaction("rows", "readwrite").objectStore("rows").put("text", "high")'),
    "inside",
    /rows high/,
  ],
  ["N14 a cookie", high('document.cookie = "high=1"'), "inside", /high=1/],
  ["A01 a label", high(`${screen}.setAttribute("aria-label", "high")`), "end", /"labels":.*high/],
  ["A02 an announcement", high(`${screen}.append(Object.assign(document.createElement("p"), { role: "status", textContent: "high" }))`), "end", /"announced":.*high/],
  ["A03 a stop more", high(`${root}.append(document.createElement("input"))`), "end", /"INPUT/],
  ["S02 a taller page", high(`${screen}.append(Object.assign(document.createElement("p"), { textContent: "a little more" }))`), "end", /height/],
];

export const planted = () => `(() => { const leaks = (${prelude})(); leaks.push(${LEAKS.map(([, script]) => script).join(",\n")}); })();\n`;
