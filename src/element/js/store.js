// The sealed store on this device: two rows of constant size per person and battery, AES-GCM under a
// key that scripts can use but not read. Whoever copies the rows sees how many people, not what they chose;
// whoever has the whole unlocked profile has the key too (SECURITY.md).
//
// Several pages may be open. Every write has a mark, and no outbox row is written over one that this page has
// neither written nor read: what another page has written comes back instead.
const NAME = "qinghe";
// A browser that has not opened its database by then is taken for one that has none.
const PATIENCE_MS = 3000;
const MARK = 12;

export const request = (asked) =>
  new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });

const database = () =>
  new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("keys");
      asked.result.createObjectStore("rows");
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
    asked.onblocked = () => reject(new Error("blocked"));
    setTimeout(() => reject(new Error("slow")), PATIENCE_MS);
  });

const committed = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });

const readKey = (db) => request(db.transaction("keys").objectStore("keys").get("device"));

async function makeKey(db) {
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const transaction = db.transaction("keys", "readwrite");
  // `add` loses against another tab that was quicker; its key is then the one to use.
  transaction.objectStore("keys").add(made, "device");
  return committed(transaction).then(() => made, () => readKey(db));
}

async function half(text) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const markOf = (sealed) => sealed && sealed.subarray(0, MARK).join();

// A store for one person and battery. Where storage is refused every call answers calmly: nothing kept, nothing
// found. `onLost` is called when the browser takes a database away that was there.
export async function openStore(subject, battery, onLost) {
  const opening = database();
  // Awaited, and so told, below.
  opening.catch(() => {});
  const [person, both] = await Promise.all([subject, `${subject}\n${battery}`].map(half));
  const store = new Store(person, `${person}:${both}`, onLost);
  try {
    await store.connect(opening);
  } catch (_) {
    // Not at all, as in a frame without storage: memory has to do.
  }
  return store;
}

class Store {
  constructor(person, id, onLost) {
    this.person = person;
    this.session = `${id}:session`;
    this.outbox = `${id}:outbox`;
    this.onLost = onLost;
    // Rows of an earlier layout, from before a person's batteries stood together.
    this.earlier = [`${id.split(":")[1]}:session`, `${id.split(":")[1]}:outbox`];
    // Grows when the row of another page is met. Writes asked for before the page was told of it know nothing of it.
    this.generation = 0;
    this.told = 0;
    // Whether the newest outbox row is on the disk; a session that is saved meanwhile waits until one is.
    this.kept = true;
    this.found = [];
    this.last = Promise.resolve();
  }

  async connect(opening) {
    const db = await opening;
    // Read with the first row that is opened or kept, and made with the first that is kept: nobody waits for it before the first
    // screen, and a shared computer has none. Of a database that is gone it is of no use.
    this.key = undefined;
    this.db = db;
    db.onclose = db.onversionchange = () => {
      db.close();
      this.db = undefined;
      this.closed = true;
      this.kept = false;
      this.onLost();
    };
  }

  // Writes must reach the disk in the order in which they were asked for. What fails gives `otherwise`.
  after(work, otherwise) {
    const run = async () => {
      try {
        if (!this.db && this.closed) await this.connect(database());
        return this.db ? await work() : otherwise;
      } catch (_) {
        return otherwise;
      }
    };
    this.last = this.last.then(run, run);
    return this.last;
  }

  rows(mode) {
    const transaction = this.db.transaction("rows", mode, { durability: "strict" });
    return { transaction, rows: transaction.objectStore("rows") };
  }

  async seal(row) {
    const iv = crypto.getRandomValues(new Uint8Array(MARK));
    // A device that knows none has a first row now.
    this.key = (await this.known()) || (await makeKey(this.db));
    const body = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, this.key, row));
    const sealed = new Uint8Array(MARK + body.length);
    sealed.set(iv);
    sealed.set(body, MARK);
    return sealed;
  }

  // The device's key, if it has one: another page may have made it since.
  async known() {
    this.key = this.key || (await readKey(this.db));
    return this.key;
  }

  // A row that cannot be opened is an empty one: nothing can be got from it, and it may be written over. That its key cannot be
  // read says nothing of it, and is thrown.
  async open(sealed) {
    const key = await this.known();
    try {
      const iv = sealed.slice(0, MARK);
      return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, sealed.slice(MARK)));
    } catch (_) {
      return new Uint8Array(0);
    }
  }

  // What an earlier page has left: session and outbox.
  load() {
    return this.after(async () => {
      const { rows } = this.rows("readonly");
      const names = [this.session, this.outbox, ...this.earlier];
      const there = await Promise.all(names.map((name) => request(rows.get(name))));
      const [session, outbox] = await Promise.all([there[0] || there[2], there[1] || there[3]].map((row) => row && this.open(row)));
      // Met only now: what could not be read is still another page's.
      this.mark = markOf(there[1]);
      return { session, outbox };
    }, {});
  }

  // Tells `ok` when it is on the disk, `found` with the row of another page that is there instead, or neither.
  async putOutbox(row, tell) {
    const asked = this.told;
    const answer = await this.after(async () => {
      const sealed = await this.seal(row);
      const { transaction, rows } = this.rows("readwrite");
      const there = await request(rows.get(this.outbox));
      const foreign = there && markOf(there) !== this.mark;
      if (foreign || asked !== this.generation) {
        const met = this.meet(there);
        return { found: there ? await this.open(there) : new Uint8Array(0), met };
      }
      rows.put(sealed, this.outbox);
      this.earlier.forEach((name) => rows.delete(name));
      await committed(transaction);
      this.mark = markOf(sealed);
      // Not in the same transaction: where room is left for one row only, it is for this one.
      if (this.waits) await this.writeSession(this.waits).catch(() => {});
      // Taken away meanwhile, it holds nothing.
      return { ok: !!this.db };
    }, {});
    // Neither where another page was first: what this one has told does not stand there yet.
    this.kept = !!answer.ok;
    // In one step, so that nothing can be asked for between the two.
    if (answer.found) this.told = answer.met;
    tell(answer);
  }

  meet(there) {
    if (markOf(there) !== this.mark) this.generation += 1;
    this.mark = markOf(there);
    return this.generation;
  }

  // "Told" may stand on the disk only where what was told stands too.
  putSession(row) {
    return this.after(async () => {
      this.waits = row;
      if (this.kept) await this.writeSession(row);
    });
  }

  async writeSession(row) {
    const sealed = await this.seal(row);
    const { transaction, rows } = this.rows("readwrite");
    rows.put(sealed, this.session);
    await committed(transaction);
    this.waits = undefined;
  }

  forgetSession() {
    return this.after(async () => {
      this.waits = undefined;
      const { transaction, rows } = this.rows("readwrite");
      [this.session, this.earlier[0]].forEach((name) => rows.delete(name));
      await committed(transaction);
    });
  }

  // Tells the row of another page, which then stays.
  async forget(tell) {
    const asked = this.told;
    const answer = await this.after(async () => {
      const { transaction, rows } = this.rows("readwrite");
      const there = await request(rows.get(this.outbox));
      if (there && (markOf(there) !== this.mark || asked !== this.generation)) {
        const met = this.meet(there);
        return { found: await this.open(there), met };
      }
      [this.session, this.outbox, ...this.earlier].forEach((name) => rows.delete(name));
      await committed(transaction);
      this.mark = undefined;
      this.waits = undefined;
      return undefined;
    });
    if (!answer) return;
    this.told = answer.met;
    tell(answer.found);
  }

  // Tells what other pages have written since, and outboxes of this person's other batteries: `(row, number)`.
  async look(tell) {
    const seen = await this.after(async () => {
      const { rows } = this.rows("readonly");
      const all = await request(rows.getAllKeys(IDBKeyRange.bound(`${this.person}:`, `${this.person}:~`)));
      const names = all.filter((name) => name.endsWith(":outbox"));
      const sealed = await Promise.all(names.map((name) => request(rows.get(name))));
      const there = names.map((name, nth) => ({ name, row: sealed[nth], mark: markOf(sealed[nth]), own: name === this.outbox }));
      const unknown = there.filter(({ name, mark, own }) =>
        own ? mark !== this.mark : !this.found.some((known) => known.name === name && known.mark === mark),
      );
      const opened = await Promise.all(unknown.map(({ row }) => this.open(row)));
      let met;
      const news = unknown.map(({ name, row, mark, own }, nth) => {
        if (own) met = this.meet(row);
        else this.found.push({ name, mark });
        return [opened[nth], own ? undefined : this.found.length - 1];
      });
      return { met, news };
    });
    if (!seen) return;
    seen.news.forEach(([row, from]) => {
      if (from === undefined) this.told = seen.met;
      tell(row, from);
    });
  }

  // Everything of a found row is in ours. It goes, unless somebody has written it since, or a sitting of its own
  // battery that is not finished stands beside it.
  release(from) {
    return this.after(async () => {
      const { name, mark } = this.found[from];
      const { transaction, rows } = this.rows("readwrite");
      const [there, beside] = await Promise.all([name, name.replace(/outbox$/, "session")].map((one) => request(rows.get(one))));
      if (!beside && markOf(there) === mark) rows.delete(name);
      await committed(transaction);
    });
  }
}
