// Where the notebook lies in this browser: two sealed rows, AES-GCM under a key that scripts can use but not read, or,
// once it has a lock, under a key that only six digits give back. A database of its own, beside the element's.
const STORES = ["keys", "rows"];

const request = (asked) =>
  new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
    asked.onblocked = () => reject(new Error("blocked"));
  });

const committed = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = transaction.onabort = () => reject(transaction.error || new Error("aborted"));
  });

// The store of this name. The students' notebook and the families' lie beside each other and know nothing of each other.
export function diskOf(NAME) {
  // Whether there is a database at all: looking must not make one.
  async function exists() {
    if (!indexedDB.databases) return true;
    return (await indexedDB.databases()).some(({ name }) => name === NAME);
  }

  async function database() {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => STORES.forEach((name) => asked.result.createObjectStore(name));
    const db = await request(asked);
    db.onversionchange = () => db.close();
    return db;
  }

  async function within(mode, work) {
    const db = await database();
    try {
      const transaction = db.transaction(STORES, mode, mode === "readwrite" ? { durability: "strict" } : undefined);
      const done = committed(transaction);
      const [found] = await Promise.all([work(...STORES.map((name) => transaction.objectStore(name))), done]);
      return found;
    } finally {
      db.close();
    }
  }

  // The key in use: the device's own until a lock gives another.
  let key;

  async function deviceKey() {
    const found = await within("readonly", (keys) => request(keys.get("device")));
    if (found) return found;
    const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    try {
      // `add` loses against another window that was quicker; its key is then the one to use.
      await within("readwrite", (keys) => request(keys.add(made, "device")));
      return made;
    } catch (_) {
      return within("readonly", (keys) => request(keys.get("device")));
    }
  }

  async function keyOf(secret) {
    const material = await crypto.subtle.importKey("raw", new TextEncoder().encode(secret), "HKDF", false, ["deriveKey"]);
    const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: new TextEncoder().encode("qinghe/1 notebook") };
    return crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  }

  async function sealed(under, row) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const body = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, under, row));
    const bytes = new Uint8Array(12 + body.length);
    bytes.set(iv);
    bytes.set(body, 12);
    return bytes;
  }

  async function opened(under, bytes) {
    if (!bytes) return undefined;
    const how = { name: "AES-GCM", iv: bytes.slice(0, 12) };
    return new Uint8Array(await crypto.subtle.decrypt(how, under, bytes.slice(12)));
  }

  // Writes reach the disk in the order in which they were asked for.
  let last = Promise.resolve();
  const waiting = {};
  const after = (work) => (last = last.then(work, work));

  return {
    // The lock's bytes, if there is one. Rejects where storage is refused.
    async lock() {
      if (!(await exists())) return undefined;
      return within("readonly", (_, rows) => request(rows.get("lock")));
    },

    // Book and broken run, under the device's key or the key of a secret. What another key sealed counts as none.
    async rows(secret) {
      if (!(await exists())) return [undefined, undefined];
      key = secret ? await keyOf(secret) : await deviceKey();
      const found = await within("readonly", (_, rows) => Promise.all([request(rows.get("book")), request(rows.get("run"))]));
      return Promise.all(found.map((bytes) => opened(key, bytes).catch(() => undefined)));
    },

    // `undefined` removes the row. A row that waits to be written is replaced by a later one.
    put(name, row) {
      const waits = name in waiting;
      waiting[name] = row;
      if (waits) return last;
      return after(async () => {
        const now = waiting[name];
        delete waiting[name];
        key = key || (await deviceKey());
        const bytes = now && (await sealed(key, now));
        await within("readwrite", (_, rows) => request(bytes ? rows.put(bytes, name) : rows.delete(name)));
      });
    },

    // What another page of ours leaves for the notebook: under the device's own key, whatever lock the notebook has.
    hand: (bytes) =>
      after(async () => {
        const row = await sealed(await deviceKey(), bytes);
        await within("readwrite", (_, rows) => request(rows.put(row, "handed")));
      }),

    // Takes it, once.
    async takeOver() {
      if (!(await exists())) return undefined;
      const found = await within("readonly", (_, rows) => request(rows.get("handed")));
      if (!found) return undefined;
      await after(() => within("readwrite", (_, rows) => request(rows.delete("handed"))));
      return opened(await deviceKey(), found).catch(() => undefined);
    },

    // The lock as it is from now on: it counts its tries.
    putLock: (bytes) => after(() => within("readwrite", (_, rows) => request(rows.put(bytes, "lock")))),

    // Puts everything under the key of a secret with its lock, or back under the device's own; all of it, or nothing.
    relock: (secret, lock, book, run) =>
      after(async () => {
        const next = secret ? await keyOf(secret) : await deviceKey();
        const bytes = await Promise.all([book, run].map((row) => row && sealed(next, row)));
        await within("readwrite", (keys, rows) => {
          const put = (name, value) => (value ? rows.put(value, name) : rows.delete(name));
          ["book", "run"].forEach((name, nth) => put(name, bytes[nth]));
          if (!lock) keys.delete("pin");
          return request(put("lock", lock));
        });
        key = next;
      }),

    // The device's half of the lock.
    async makePinKey() {
      const made = await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
      await within("readwrite", (keys) => request(keys.put(made, "pin")));
    },

    async sign(challenge) {
      const pin = await within("readonly", (keys) => request(keys.get("pin")));
      return new Uint8Array(await crypto.subtle.sign("HMAC", pin, challenge));
    },

    wipe: () =>
      after(async () => {
        key = undefined;
        await request(indexedDB.deleteDatabase(NAME));
      }),
  };
}

// Nothing is asked for, nothing is kept.
const nothing = async () => undefined;
export const memory = {
  lock: nothing,
  rows: async () => [undefined, undefined],
  put: nothing,
  putLock: nothing,
  relock: nothing,
  hand: nothing,
  takeOver: nothing,
  makePinKey: nothing,
  sign: async () => new Uint8Array(32),
  wipe: nothing,
};
