// The page /consent. The platform's word comes in the fragment of the address, which no server hears, and leaves it at once;
// so does the name that the platform gave for the headline.
import { OWN, WORDS } from "./words.js";

const given = new URLSearchParams(location.hash.slice(1));
const token = given.get("t") || "";
const name = (given.get("n") || "").slice(0, 24);
const asked = given.get("lang") || "";
let chinese = /^zh-(hant|tw|hk|mo)\b/i.test(asked) ? "zh-Hant" : "zh-Hans";
let tongue = /^en\b/i.test(asked) ? "en" : chinese;
history.replaceState(null, "", location.pathname);

const screen = document.getElementById("screen");
let card;
// What is drawn now, so that another language or a change draws the same place again.
let here = () => {};
// Switches and answers live here and not in the page, so that a change of language loses none of them.
const on = new Set();
const checked = [];
let receipts = [];

const words = () => ({ ...WORDS[tongue], ...(card && card.party === "student" ? OWN[tongue] : {}) });
const fill = (text, slots = {}) =>
  text.replace(/\{(\w+)\}/g, (_, slot) => (slot === "name" ? name || WORDS[tongue].child : String(slots[slot])));

// An element with attributes and children; text is only ever text.
function tag(kind, attributes, ...children) {
  const made = document.createElement(kind);
  Object.entries(attributes || {}).forEach(([key, value]) => {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== undefined) made.setAttribute(key, value);
  });
  made.append(...children.flat().filter((child) => child !== undefined && child !== ""));
  return made;
}
const p = (text, kind) => tag("p", { class: kind }, text);
const button = (kind, text, press) => tag("button", { type: "button", class: kind, onclick: press }, text);

function draw(title, ...parts) {
  const heading = tag("h1", { tabindex: "-1" }, title);
  screen.replaceChildren(heading, ...parts.flat().filter((part) => part !== undefined && part !== ""));
  document.title = title;
  return heading;
}

function go(place) {
  here = place;
  const heading = place();
  window.scrollTo(0, 0);
  if (heading) heading.focus({ preventScroll: true });
}

async function ask(method, path, body) {
  const headers = { authorization: `Bearer ${token}` };
  let answer, said;
  try {
    const text = body === undefined ? undefined : JSON.stringify(body);
    answer = await fetch(`/v1/consent${path}`, { method, headers, body: text, credentials: "omit", cache: "no-store" });
    said = await answer.json();
  } catch (_) {
    throw "other";
  }
  if (!answer.ok) throw String(said.type).split("/").pop();
  return said;
}

// Runs one call with its button at rest; what goes wrong is said, and what was chosen stays.
async function run(press, work) {
  press.disabled = true;
  try {
    await work();
  } catch (code) {
    const back = here;
    go(() => fault(code, () => go(back)));
  }
}

function fault(code, again) {
  const { faults, again: word } = words();
  const [title, text] = faults[code === "token-invalid" ? "token-missing" : code] || faults.other;
  const gone = !faults[code] || code === "slow-down";
  return draw(title, p(text, "lead"), gone && again ? tag("div", { class: "actions" }, button("main", word, again)) : "");
}

const purposes = () => card.purposes.filter((one) => one.asked);
const slots = () => ({ months: card.facts.keepMonths, place: card.facts.place, contact: card.facts.contact, supervisor: card.facts.supervisor });

function factList() {
  const said = { ...WORDS[tongue].facts, ...(words().facts || {}) };
  const row = ([title, text]) => tag("div", { class: "fact" }, tag("dt", {}, title), tag("dd", {}, fill(text, slots())));
  return tag("dl", { class: "facts" }, Object.values(said).map(row));
}

function facts() {
  const say = words();
  return draw(
    fill(say.title),
    p(`${card.facts.school} · ${say.lead}`, "lead"),
    factList(),
    p(say.limit, "limit"),
    tag("div", { class: "actions pair" }, button("other", say.next, () => go(check)), button("other", say.refuse, refuse)),
    tag("div", { class: "below" }, button("quiet", say.paper, (event) => run(event.target, paper))),
  );
}

const refuse = (event) => hand(event.target, () => false);

function check() {
  const say = words();
  const item = ({ ask: text, options, right, why }, nth) => {
    const chosen = checked[nth];
    const option = (label, at) =>
      tag("button", { type: "button", class: "option", "aria-pressed": String(chosen === at), onclick: () => { checked[nth] = at; go(check); } }, label);
    const reply = chosen === undefined ? "" : p(chosen === right ? say.rightWord : say.wrongWord + why, "reply");
    return tag("section", { class: "check" }, tag("h2", {}, text), tag("div", { class: "options" }, options.map(option)), tag("div", { role: "status" }, reply));
  };
  const both = say.checks.every((_, nth) => checked[nth] !== undefined);
  const next = tag("button", { type: "button", class: "main", disabled: !both, onclick: () => go(choose) }, say.goOn);
  return draw(say.checkTitle, p(say.checkLead, "lead"), say.checks.map(item), tag("div", { class: "actions" }, next), tag("div", { class: "below" }, button("quiet", say.back, () => go(facts))));
}

function purposeWords(purpose) {
  const [title, hint] = { ...WORDS[tongue].purposes, ...words().purposes }[purpose];
  return { title, hint };
}

function choose() {
  const say = words();
  const line = tag("p", { class: "hint", role: "status" });
  const tell = () => { line.textContent = on.size ? fill(say.sendSome, { n: on.size }) : say.sendNone; };
  const row = ({ purpose }) => {
    const { title, hint } = purposeWords(purpose);
    const box = tag("input", { type: "checkbox", role: "switch" });
    box.checked = on.has(purpose);
    box.addEventListener("change", () => { if (box.checked) on.add(purpose); else on.delete(purpose); tell(); });
    return tag("label", { class: "switch" }, tag("span", {}, tag("strong", {}, title), tag("small", {}, hint)), box);
  };
  tell();
  return draw(
    say.chooseTitle,
    p(say.chooseLead, "lead"),
    purposes().map(row),
    others(),
    line,
    tag("div", { class: "actions" }, button("main", say.send, (event) => hand(event.target, (purpose) => on.has(purpose)))),
    tag("div", { class: "below" }, button("quiet", say.back, () => go(check))),
  );
}

// Who else is asked, what others decide, and by which rules.
function others() {
  const say = words();
  const told = card.purposes.filter((one) => !one.asked).map(({ purpose }) => purposeWords(purpose).title);
  const laws = Array.from(new Set(card.purposes.flatMap((one) => one.law)));
  const lines = [card.band === "child" ? say.childToo : say.youthToo, say.elders, told.length ? `${say.told}${told.join("、")}` : ""];
  return [
    tag("div", { class: "notes" }, lines.filter(Boolean).map((line) => p(line))),
    tag("details", {}, tag("summary", {}, say.laws), tag("ul", { lang: "zh-Hans" }, laws.map((law) => tag("li", {}, law)))),
  ];
}

// Yes and no go the same way and end on the same page.
function hand(press, yes) {
  const answers = Object.fromEntries(purposes().map(({ purpose }) => [purpose, yes(purpose)]));
  press.textContent = words().waitSend;
  return run(press, async () => {
    take(await ask("POST", "/answers", { answers }));
    go(thanks);
  });
}

function take(said) {
  receipts = said.receipts || [];
  card = said;
}

const claims = (receipt) => {
  const part = receipt.split(".")[1].replace(/-/g, "+").replace(/_/g, "/");
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(part), (char) => char.charCodeAt(0))));
};

function proof() {
  const say = words();
  const row = (receipt) => {
    const { n, purpose, act, at } = claims(receipt);
    const what = `${purposeWords(purpose).title} · ${say.state[act] || say.erase} · ${new Date(at).toLocaleString(tongue)}`;
    return tag("li", {}, fill(say.proofRow, { n, what }), tag("code", {}, receipt));
  };
  return tag("details", { class: "proof" }, tag("summary", {}, say.proof), p(say.proofLead), tag("ol", {}, receipts.map(row)), button("quiet", say.print, () => window.print()));
}

function thanks() {
  const say = words();
  return draw(
    say.thanksTitle,
    tag("div", { class: "sprout", "aria-hidden": "true" }, tag("i"), tag("i")),
    p(fill(say.thanks), "lead"),
    p(say.thanksBack),
    tag("div", { class: "actions" }, button("other", say.manage, () => go(manage))),
    proof(),
  );
}

let note = "";
let asking;
let stays;

function manage() {
  const say = words();
  const act = (path, body, after) => (event) =>
    run(event.target, async () => {
      const said = await ask("POST", path, body);
      take(said);
      [note, asking, stays] = [say.done, undefined, after && after(said)];
      go(manage);
    });
  const row = ({ purpose, said }) => {
    const { title, hint } = purposeWords(purpose);
    const answer = (yes) => act("/answers", { answers: { [purpose]: yes } });
    const change = said === "yes"
      ? [button("other", say.withdraw, act("/withdraw", { purposes: [purpose] }))]
      : [button("other", said ? say.agree : say.agreeFirst, answer(true)), said ? "" : button("other", say.decline, answer(false))];
    const erase = asking === purpose
      ? tag("div", { class: "sure" }, p(say.eraseAsk), button("other", say.eraseYes, act("/delete", { purposes: [purpose] }, (told) => [purpose, told.stays[purpose]])), button("other", say.eraseNo, () => { asking = undefined; go(manage); }))
      : button("quiet", say.erase, () => { [asking, stays, note] = [purpose, undefined, ""]; go(manage); });
    // What the student takes along: the growth record asks nobody, so the yes travels with it.
    const carry = purpose === "handover" && said === "yes" ? button("other", say.permit, (event) => run(event.target, permit)) : "";
    const kept = stays && stays[0] === purpose ? tag("div", { class: "reply", role: "status" }, p(say.erased), tag("ul", {}, stays[1].map((code) => tag("li", {}, say.stays[code])))) : "";
    return tag("section", { class: "choice" }, tag("h2", {}, title), p(hint, "hint"), p(say.state[said] || say.state.none, "state"), tag("div", { class: "row" }, change, carry, erase), kept);
  };
  return draw(
    say.manageTitle,
    p(say.manageLead, "lead"),
    tag("div", { role: "status" }, note && !stays ? p(note, "reply") : ""),
    purposes().map(row),
    others(),
    tag("div", { class: "below" }, button("quiet", say.facts_again, () => go(facts)), button("quiet", say.paper, (event) => run(event.target, paper))),
  );
}

async function paper() {
  const slip = await ask("POST", "/slip");
  const back = here;
  go(() => sheet(slip, back));
}

function picture({ side, path }, label) {
  const drawing = (kind, attributes, ...children) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", kind);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    made.append(...children);
    return made;
  };
  return drawing("svg", { viewBox: `-4 -4 ${side + 8} ${side + 8}`, class: "qr", role: "img", "aria-label": label }, drawing("path", { d: path }));
}

async function permit() {
  let signed;
  try {
    signed = await ask("POST", "/permit");
  } catch (code) {
    if (code !== "consent-missing") throw code;
    [note, asking, stays] = [words().permitNotYet, undefined, undefined];
    return go(manage);
  }
  return go(() => along(signed));
}

// The yes in the student's hands: a code to photograph, and the same as text.
function along(signed) {
  const say = words();
  const until = new Date(signed.until * 86400000).toLocaleDateString(tongue, { timeZone: "UTC" });
  return draw(
    say.permitTitle,
    p(fill(say.permitLead, { until }), "lead"),
    tag("div", { class: "permit" }, picture(signed, say.permitTitle), p(say.permitText, "hint noprint"), tag("code", {}, signed.text)),
    p(say.permitBack, "hint"),
    tag("div", { class: "actions noprint" }, button("main", say.print, () => window.print()), button("quiet", say.back, () => go(manage))),
  );
}

function sheet(slip, back) {
  const say = words();
  const code = picture(slip, slip.code);
  const row = ({ purpose }) => {
    const { title, hint } = purposeWords(purpose);
    return tag("tr", {}, tag("th", { scope: "row" }, title, tag("small", {}, hint)), tag("td", {}, `□ ${say.paperYes}`), tag("td", {}, `□ ${say.paperNo}`));
  };
  return draw(
    say.paperTitle,
    p(say.paperLead, "lead noprint"),
    tag("div", { class: "slip" }, code, tag("div", {}, p(say.paperCode), tag("strong", { class: "code" }, slip.code), p(card.facts.school))),
    factList(),
    p(say.limit, "limit"),
    tag("table", {}, tag("tbody", {}, purposes().map(row))),
    tag("div", { class: "sign" }, p(say.paperName), p(say.paperDate)),
    tag("div", { class: "actions noprint" }, button("main", say.print, () => window.print()), button("quiet", say.back, () => go(back))),
  );
}

function dress() {
  document.documentElement.lang = tongue;
  const other = document.getElementById("tongue");
  other.textContent = WORDS[tongue].other;
  other.lang = tongue === "en" ? chinese : "en";
  document.getElementById("big").textContent = WORDS[tongue].bigger;
}
document.getElementById("tongue").addEventListener("click", () => {
  tongue = tongue === "en" ? chinese : "en";
  dress();
  here();
});
document.getElementById("big").addEventListener("click", (event) => {
  const large = document.documentElement.classList.toggle("large");
  event.currentTarget.setAttribute("aria-pressed", String(large));
});

// The words in traditional script are a file of their own, which nobody else loads. Without it the page speaks as it was written.
async function learn() {
  if (WORDS[chinese]) return;
  const made = await import("./words.zh-Hant.js").catch(() => undefined);
  if (made) {
    WORDS[chinese] = made.WORDS[chinese];
    OWN[chinese] = made.OWN[chinese];
  } else {
    chinese = tongue = "zh-Hans";
  }
}

async function begin() {
  await learn();
  dress();
  try {
    if (!token) throw "token-missing";
    take(await ask("GET", ""));
    // Whoever has answered this school year finds the answers.
    go(purposes().some(({ said }) => said) ? manage : facts);
  } catch (code) {
    go(() => fault(typeof code === "string" ? code : "other", begin));
  }
}
begin();
