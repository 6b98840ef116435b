// What another page of ours imports to put an entry into a record: `records()`, `append()`, `offer()`. The module is loaded
// when it is needed for the first time.
import init, { record_key, record_name, seal_entry } from "#pkg";
import wasm from "#wasm";
import { disk } from "./store.js";

let loading;
export function load() {
  loading = loading || init({ module_or_path: new URL(wasm, import.meta.url) });
  // What did not come is asked for again the next time.
  loading.catch(() => (loading = undefined));
  return loading;
}

// The records of this browser: `[{ id, name }]`. Empty where there is none, or storage is refused.
export async function records() {
  try {
    const rows = await disk.rows();
    if (rows.length === 0) return [];
    await load();
    return rows.map(([id, row]) => ({ id, name: record_name(row) })).filter(({ name }) => name);
  } catch (_) {
    return [];
  }
}

// Puts what `seal(key)` gives into a shut record. Resolves to whether it is stored.
export async function store({ id }, seal) {
  await load();
  const row = (await disk.rows()).find(([known]) => known.every((byte, nth) => byte === id[nth]));
  if (!row) return false;
  const sealed = seal(record_key(row[1]));
  try {
    await disk.offer(id, sealed);
    return true;
  } catch (_) {
    return false;
  }
}

// Puts an entry (docs/record.md) into a shut record of this browser: sealed to its public key, so it needs no PIN. Rejects
// with a sentence when the entry is none; resolves to whether it is stored.
export const append = (id, entry) => store({ id }, (key) => seal_entry(key, entry));

// On a shared computer nothing is stored: what `seal(key)` gives goes to a record that lies open in memory in another
// window, sealed to a key that this window made up. Resolves to whether one took it.
export async function pass(seal, patience = 1500) {
  if (!("BroadcastChannel" in window)) return false;
  await load();
  const channel = new BroadcastChannel("qinghe-record");
  const name = crypto.getRandomValues(new Uint32Array(2)).join("-");
  return new Promise((resolve, reject) => {
    let asked = true;
    const end = (taken) => {
      clearTimeout(timer);
      channel.close();
      resolve(taken);
    };
    const timer = setTimeout(() => end(false), patience);
    channel.onmessage = ({ data }) => {
      if (!data || data.to !== name) return;
      if (data.taken) end(true);
      // The first window that answers; of two, one is enough.
      if (!data.key || !asked) return;
      asked = false;
      try {
        channel.postMessage({ offer: name, entry: seal(data.key) });
      } catch (why) {
        reject(why);
      }
    };
    channel.postMessage({ ask: name });
  });
}

// The same with an entry.
export const offer = (entry, patience) => pass((key) => seal_entry(key, entry), patience);
