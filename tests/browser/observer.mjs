// Everything a page script, a storage viewer or the address bar can notice of one sitting.

// Runs in every frame before its scripts; only the host page keeps notes.
export function noteEverything() {
  if (window !== window.top) return;
  const notes = [];
  Object.defineProperty(window, "notes", { value: notes });
  const name = (node) => (node === window ? "window" : node === document ? "document" : node?.nodeName?.toLowerCase() || "?");
  const types = new Set(["qinghe-ready", "qinghe-finished", "qinghe-error", "qinghe-help", "qinghe-progress"]);
  for (const home of [window, Document.prototype, HTMLElement.prototype]) {
    for (const key in home) if (key.startsWith("on")) types.add(key.slice(2));
  }
  // The pointer's way into the iframe is the machine's, not the element's; where it goes inside is what must not show.
  for (const type of types) {
    window.addEventListener(
      type,
      (event) => {
        const note = [event.type, name(event.target)];
        if (event instanceof MouseEvent) note.push(event.clientX, event.clientY, event.buttons);
        if (event instanceof KeyboardEvent) note.push(event.key);
        if (event instanceof MessageEvent) note.push(JSON.stringify(event.data));
        if (event instanceof CustomEvent) note.push(JSON.stringify(event.detail));
        notes.push(note.join(" "));
      },
      true,
    );
  }
  new MutationObserver((records) => {
    for (const { type, target, attributeName } of records) notes.push(["mutation", type, name(target), attributeName || ""].join(" "));
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
}

// What one document leaves to be seen: address, title, storage in plain form, the size of every stored row.
export async function lookAt(frame) {
  return frame.evaluate(async () => {
    const request = (asked) =>
      new Promise((resolve, reject) => {
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error);
      });
    const rows = [];
    const databases = await indexedDB.databases();
    for (const { name, version } of databases) {
      const db = await request(indexedDB.open(name));
      for (const store of db.objectStoreNames) {
        const objects = db.transaction(store).objectStore(store);
        const [keys, values] = [await request(objects.getAllKeys()), await request(db.transaction(store).objectStore(store).getAll())];
        keys.forEach((key, nth) => rows.push([name, version, store, key, values[nth].byteLength ?? Object.prototype.toString.call(values[nth])].join(" ")));
      }
      db.close();
    }
    return {
      url: location.href,
      title: document.title,
      history: history.length,
      local: { ...localStorage },
      session: { ...sessionStorage },
      cookies: document.cookie,
      databases: databases.map(({ name, version }) => `${name} ${version}`).sort(),
      rows,
      caches: await caches.keys(),
    };
  });
}

// What the host page's script can measure at this moment.
export function lookFromHost(page) {
  return page.evaluate(() => {
    const tag = document.querySelector("qinghe-screening");
    const frame = tag.shadowRoot.querySelector("iframe");
    const box = frame.getBoundingClientRect();
    return {
      notes: window.notes,
      frames: window.length,
      box: [box.x, box.y, box.width, box.height],
      scroll: [scrollX, scrollY, document.documentElement.scrollHeight],
      active: document.activeElement.nodeName,
      attributes: tag.getAttributeNames(),
      inside: tag.shadowRoot.innerHTML,
      text: document.body.innerText,
      resources: performance.getEntriesByType("resource").map((entry) => `${entry.initiatorType} ${entry.name}`).sort(),
      marks: [...performance.getEntriesByType("mark"), ...performance.getEntriesByType("measure")].map((entry) => entry.name),
    };
  });
}
