// In a hidden frame of a page whose host asked for `offline`, behind the first screen: keeps the element at hand once somebody
// here has agreed to take part on a device that is not shared. That shows in the rows of this device alone (store.js): a sitting
// on a shared computer writes none.
import { request } from "./store.js";

const NAME = "qinghe";
const LOOK_MS = 1000;

// The first bytes of every row, which are new with every writing. Without a database there are none, and none is made.
async function marks() {
  const asked = indexedDB.open(NAME);
  asked.onupgradeneeded = () => asked.transaction.abort();
  const db = await request(asked).catch(() => undefined);
  if (!db) return "";
  try {
    const rows = await request(db.transaction("rows").objectStore("rows").getAll());
    return rows.map((row) => row.subarray(0, 12).join()).join(";");
  } catch (_) {
    return "";
  } finally {
    db.close();
  }
}

async function begin() {
  if (!("serviceWorker" in navigator)) return;
  const before = await marks();
  const look = async () => {
    const now = await marks();
    if (now === before || !now) return void setTimeout(look, LOOK_MS);
    // Refused, or no network any more: it is tried again in the next sitting.
    navigator.serviceWorker.register("/offline-worker.js", { scope: "/embed" }).catch(() => {});
  };
  look();
}

begin();
