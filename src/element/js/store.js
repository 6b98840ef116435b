// The sealed store on this device: two rows of constant size per person and battery, AES-GCM under a
// key that scripts can use but not read. Whoever copies the rows sees how many people, not what they chose;
// whoever has the whole unlocked profile has the key too (SECURITY.md).
const NAME = "qinghe";

const request = (asked) =>
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
  });

const committed = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });

async function deviceKey(db) {
  const found = await request(db.transaction("keys").objectStore("keys").get("device"));
  if (found) return found;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const transaction = db.transaction("keys", "readwrite");
  // `add` loses against another tab that was quicker; its key is then the one to use.
  transaction.objectStore("keys").add(made, "device");
  try {
    await committed(transaction);
    return made;
  } catch (_) {
    return request(db.transaction("keys").objectStore("keys").get("device"));
  }
}

async function rowId(subject, battery) {
  const bytes = new TextEncoder().encode(`${subject}\n${battery}`);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// A store for one person and battery. Where storage is refused every call answers calmly: nothing
// kept, nothing found.
export async function openStore(subject, battery) {
  let db;
  let key;
  let id;
  try {
    db = await database();
    key = await deviceKey(db);
    id = await rowId(subject, battery);
  } catch (_) {
    return { load: async () => undefined, put: async () => false, forget: async () => {} };
  }

  // Writes of one row must reach the disk in the order in which they were asked for.
  let last = Promise.resolve();
  const after = (work) => (last = last.then(work, work));

  return {
    async load(kind) {
      try {
        const sealed = await request(db.transaction("rows").objectStore("rows").get(`${id}:${kind}`));
        if (!sealed) return undefined;
        const iv = sealed.slice(0, 12);
        return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, sealed.slice(12)));
      } catch (_) {
        return undefined;
      }
    },
    put: (kind, row) =>
      after(async () => {
        try {
          const iv = crypto.getRandomValues(new Uint8Array(12));
          const body = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, row));
          const sealed = new Uint8Array(12 + body.length);
          sealed.set(iv);
          sealed.set(body, 12);
          const transaction = db.transaction("rows", "readwrite", { durability: "strict" });
          transaction.objectStore("rows").put(sealed, `${id}:${kind}`);
          await committed(transaction);
          return true;
        } catch (_) {
          return false;
        }
      }),
    forget: (...kinds) =>
      after(async () => {
        try {
          const transaction = db.transaction("rows", "readwrite");
          kinds.forEach((kind) => transaction.objectStore("rows").delete(`${id}:${kind}`));
          await committed(transaction);
        } catch (_) {
          // Nothing could be kept here, so nothing is left.
        }
      }),
  };
}
