// Below the own result: puts it into a growth record of this browser, when the student presses for it. Loaded behind the first
// screen for everybody, its module with it: keeping or not keeping asks the network for nothing.
import { handed, seal_permit, seal_result, Sat, words } from "#pkg";
import { diskOf } from "../../training-page/js/store.js";
import { load, pass, records, store } from "./append.js";

const notebook = diskOf("qinghe-training");

load().catch(() => {});

const forget = (root) => {
  const old = root.querySelector(".keep");
  if (old) old.remove();
};

const made = (name, attributes, ...inside) => {
  const node = document.createElement(name);
  Object.keys(attributes).forEach((key) => node.setAttribute(key, attributes[key]));
  node.append(...inside);
  return node;
};

// Sixteen bytes that are the same for one launch, so that nothing comes twice.
async function idOf(launch) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(launch));
  return new Uint8Array(digest, 0, 16);
}

// The permit inside an admission, whose signature was checked before the first item. Nothing where there is none.
function carried(admission) {
  try {
    return JSON.parse(atob(admission.split(".")[1].replace(/-/g, "+").replace(/_/g, "/"))).permit;
  } catch (_) {
    return undefined;
  }
}

const today = () => {
  const now = new Date();
  return Math.round(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) / 86400000);
};

// `entry` is a mounted sitting of `module.js`; `entry.shown` what is kept of it while its own result is on the screen.
export async function keep(entry) {
  forget(entry.root);
  if (!entry.shown) return;
  await load();
  // It may have been closed meanwhile.
  if (!entry.shown || entry.root.querySelector(".keep")) return;
  const english = entry.place.querySelector("[lang]").lang === "en";
  new Offer(entry, words(english), english ? "en" : "zh-Hans").show();
}

class Offer {
  constructor(entry, said, lang) {
    [this.title, this.lead, this.put, this.putInto, this.done, this.none, this.noneShared, this.doneShared, this.refused, this.pick, this.picked, this.notPicked] = said;
    Object.assign(this, { entry, lang });
  }

  show() {
    this.actions = made("div", { class: "actions" });
    this.status = made("p", { class: "hint", role: "status" });
    const section = made("section", { class: "screen", "aria-label": this.title }, made("h2", {}, this.title), made("p", { class: "body" }, this.lead), this.actions, this.status);
    // A page that comes back from memory begins again.
    addEventListener("pagehide", () => forget(this.entry.root), { once: true });
    this.practise(section);
    this.entry.root.append(made("div", { class: "app keep", lang: this.lang }, section));
    if (this.entry.held) return this.end(this.entry.held);
    return this.offer(this.put, () => this.press());
  }

  // For the notebook of exercises, which lies on the gateway's own origin and not on a shared computer. Alike for every tier.
  practise(section) {
    if (this.entry.rows.shared || new URL(import.meta.url).origin !== location.origin) return;
    const told = made("p", { class: "hint", role: "status" });
    const button = made("button", { type: "button", class: "other" }, this.pick);
    const actions = made("div", { class: "actions" }, button);
    section.append(actions, told);
    const done = () => {
      this.entry.practised = told.textContent = this.picked;
      actions.remove();
    };
    if (this.entry.practised) return done();
    button.addEventListener("click", () => {
      told.textContent = "";
      this.sat()
        .then((sat) => notebook.hand(handed(this.entry.pack, this.entry.shown, sat, Date.now())))
        .then(done, () => (told.textContent = this.notPicked));
    });
  }

  async sat() {
    const { jti, role, age, consent } = this.entry.claims;
    // Where the gateway keeps the consents, its word counts and not the platform's.
    return new Sat(role || "", age, this.entry.kept || !!consent, await idOf(jti), today());
  }

  offer(label, act) {
    const button = made("button", { type: "button", class: "other" }, label);
    button.addEventListener("click", act);
    this.actions.append(button);
  }

  end(text) {
    this.entry.held = text;
    this.actions.remove();
    this.status.className = "delivery";
    this.status.textContent = text;
  }

  async press() {
    this.status.textContent = "";
    try {
      const sat = await this.sat();
      const seal = (key) => seal_result(key, this.entry.pack, this.entry.shown, sat);
      const shared = () => this.both(pass, seal);
      if (this.entry.rows.shared) return (await shared()) ? this.end(this.doneShared) : this.say(this.noneShared);
      const all = await records();
      if (all.length > 1) return this.choose(all, seal);
      if (all.length === 1) return await this.into(all[0], seal);
      return (await shared()) ? this.end(this.doneShared) : this.say(this.none);
    } catch (_) {
      return this.say(this.refused);
    }
  }

  // The result, and behind it the yes to a handover where the gateway has signed one: it travels with the student.
  async both(put, seal) {
    if (!(await put(seal))) return false;
    const permit = carried(this.entry.admission);
    // Without it a slip is asked for later.
    if (permit) await put((key) => seal_permit(key, permit, today())).catch(() => {});
    return true;
  }

  say(text) {
    this.status.textContent = text;
  }

  choose(all, seal) {
    this.actions.textContent = "";
    all.forEach((record) => this.offer(this.putInto.replace("{name}", record.name), () => this.into(record, seal)));
    this.actions.firstChild.focus();
  }

  async into(record, seal) {
    if (await this.both((what) => store(record, what), seal)) this.end(this.done);
    else this.say(this.refused);
  }
}
