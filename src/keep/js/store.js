// Where records lie in this browser: sealed rows, device keys that scripts can use but not read, and entries that came
// while a record was shut. A database of its own, beside the element's.
const NAME = "qinghe-record";
const STORES = ["rows", "keys", "inbox"];

const request = (asked) =>
  new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });

const committed = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = transaction.onabort = () => reject(transaction.error || new Error("aborted"));
  });

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));

// Whether there is a database at all: asking must not make one.
async function exists() {
  if (!indexedDB.databases) return true;
  return (await indexedDB.databases()).some(({ name }) => name === NAME);
}

async function database() {
  const asked = indexedDB.open(NAME, 1);
  asked.onupgradeneeded = () => {
    asked.result.createObjectStore("rows");
    asked.result.createObjectStore("keys");
    asked.result.createObjectStore("inbox", { autoIncrement: true });
  };
  const db = await request(asked);
  // Another window that deletes everything must not wait for this one.
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

export const disk = {
  // Names and ids of all records, with their rows.
  async rows() {
    if (!(await exists())) return [];
    return within("readonly", async (rows) => {
      const [keys, values] = await Promise.all([request(rows.getAllKeys()), request(rows.getAll())]);
      return keys.map((key, nth) => [unhex(key), values[nth].row, values[nth].revision]);
    });
  },

  // The new revision, or `null` when another window has written since `revision`.
  async put(id, row, revision, taken) {
    return within("readwrite", async (rows, _, inbox) => {
      const found = await request(rows.get(hex(id)));
      if ((found ? found.revision : 0) !== revision) return null;
      rows.put({ row, revision: revision + 1 }, hex(id));
      taken.forEach((key) => inbox.delete(key));
      return revision + 1;
    });
  },

  // Deletes row, key and inbox; with the last record the database itself.
  async remove(id) {
    const left = await within("readwrite", async (rows, keys, inbox) => {
      rows.delete(hex(id));
      keys.delete(hex(id));
      const [places, values] = await Promise.all([request(inbox.getAllKeys()), request(inbox.getAll())]);
      places.forEach((place, nth) => values[nth].id === hex(id) && inbox.delete(place));
      return request(rows.count());
    });
    if (left === 0) await request(indexedDB.deleteDatabase(NAME));
  },

  async inbox(id) {
    return within("readonly", async (_rows, _keys, inbox) => {
      const [places, values] = await Promise.all([request(inbox.getAllKeys()), request(inbox.getAll())]);
      const own = places.map((place, nth) => [place, values[nth]]).filter(([, value]) => value.id === hex(id));
      return own.map(([place, value]) => [place, value.entry]);
    });
  },

  async offer(id, entry) {
    return within("readwrite", (_rows, _keys, inbox) => request(inbox.add({ id: hex(id), entry })));
  },

  async makeKey(id) {
    const key = await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    await within("readwrite", async (_, keys) => request(keys.put(key, hex(id))));
  },

  async forgetKey(id) {
    await within("readwrite", async (_, keys) => request(keys.delete(hex(id))));
  },

  async sign(id, challenge) {
    const key = await within("readonly", (_, keys) => request(keys.get(hex(id))));
    return new Uint8Array(await crypto.subtle.sign("HMAC", key, challenge));
  },
};

// A shared computer: nothing is asked for, nothing is kept.
const refuse = async () => {
  throw new Error("memory only");
};
export const memory = { rows: async () => [], put: refuse, remove: async () => {}, inbox: async () => [], makeKey: refuse, forgetKey: async () => {}, sign: refuse };
