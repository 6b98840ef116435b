// What another page of ours imports to put an entry into a record: `records()` and `append()`. The module is loaded
// when it is needed for the first time.
import init, { record_name, seal_entry } from "#pkg";
import wasm from "#wasm";
import { disk } from "./store.js";

let loading;
const load = () => (loading = loading || init({ module_or_path: new URL(wasm, import.meta.url) }));

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

// Puts an entry (docs/record.md) into a shut record of this browser: sealed to its public key, so it needs no PIN. Rejects
// with a sentence when the entry is none; resolves to whether it is stored.
export async function append(id, entry) {
  await load();
  const row = (await disk.rows()).find(([known]) => known.every((byte, nth) => byte === id[nth]));
  if (!row) return false;
  const sealed = seal_entry(row[1], entry);
  try {
    await disk.offer(id, sealed);
    return true;
  } catch (_) {
    return false;
  }
}

// On a shared computer nothing is stored: offers the entry to a record that lies open in memory in another window.
// Resolves to whether one took it.
export function offer(entry, patience = 1500) {
  if (!("BroadcastChannel" in window)) return Promise.resolve(false);
  const channel = new BroadcastChannel("qinghe-record");
  const name = crypto.getRandomValues(new Uint32Array(2)).join("-");
  return new Promise((resolve) => {
    const end = (taken) => {
      clearTimeout(timer);
      channel.close();
      resolve(taken);
    };
    const timer = setTimeout(() => end(false), patience);
    channel.onmessage = ({ data }) => data && data.taken === name && end(true);
    channel.postMessage({ offer: name, entry });
  });
}
