// Keeps a page at hand without a network: a safety plan, or what to say tonight, must open where there is none. It answers for
// this page and for files that never change, and for nothing else.
const FILES = __FILES__;
const PAGE = __PAGE__;
const OURS = `qinghe-${PAGE.slice(1)}-`;
const SHELF = `${OURS}${__VERSION__}`;

addEventListener("install", (event) => {
  const fill = async () => (await caches.open(SHELF)).addAll(FILES);
  event.waitUntil(fill().then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const tidy = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith(OURS) && name !== SHELF).map((name) => caches.delete(name)));
    await clients.claim();
  };
  event.waitUntil(tidy());
});

async function page(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const found = await caches.match(PAGE, { ignoreSearch: true });
    if (found) return found;
    throw error;
  }
}

addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== location.origin) return;
  if (pathname === PAGE) event.respondWith(page(event.request));
  else if (FILES.includes(pathname)) event.respondWith(caches.match(pathname).then((found) => found || fetch(event.request)));
});
