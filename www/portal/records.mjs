// What the portal itself knows: consents, who is done, who looked up whom, and everything it received.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { students } from "./people.mjs";

const RECEIVED_MAX = 200;

export class Records {
  constructor(folder) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.path = join(folder, "records.json");
    const first = { consents: {}, done: {}, lookups: [] };
    for (const student of students()) if (student.consent) first.consents[student.id] = `paper-${student.number.slice(-4)}`;
    this.kept = existsSync(this.path) ? JSON.parse(readFileSync(this.path, "utf8")) : first;
    // In memory only: it shows what arrives while the demo runs.
    this.received = [];
  }

  save() {
    writeFileSync(`${this.path}.new`, JSON.stringify(this.kept, null, 1), { mode: 0o600 });
    renameSync(`${this.path}.new`, this.path);
  }

  consent(id) {
    return this.kept.consents[id];
  }

  setConsent(id, reference) {
    if (reference) this.kept.consents[id] = reference;
    else delete this.kept.consents[id];
    this.save();
  }

  markDone(id) {
    this.kept.done[id] = new Date().toISOString().slice(0, 10);
    this.save();
  }

  doneOn(id) {
    return this.kept.done[id];
  }

  lookup(who, code, found) {
    this.kept.lookups.unshift({ at: new Date().toISOString(), who, code, found });
    this.kept.lookups.length = Math.min(this.kept.lookups.length, 100);
    this.save();
  }

  hear(entry) {
    this.received.unshift({ at: new Date().toISOString(), ...entry });
    this.received.length = Math.min(this.received.length, RECEIVED_MAX);
  }
}
