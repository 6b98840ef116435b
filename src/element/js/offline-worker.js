// Keeps the element at hand without a network, where a host asked for it: its page, its files, the packs, and the centre's public
// keys. Nothing of anybody is in here, and it answers for these addresses alone.
//
// Two versions never meet: every file carries its hash in its name, a shelf is filled whole or not at all, the page is taken from
// the shelf together with its files, and an older shelf stays until nobody uses it any more.
const PAGE = "/embed";
const CENTRE = "/v1/centre";
const FILES = __FILES__;
const TEXTS = __TEXTS__;
// What the page must name to be the page of these files.
const NAMED = __NAMED__;
const OURS = "qinghe-embed-";
const SHELF = `${OURS}${__VERSION__}`;
// A network that does not answer by then is taken for none.
const PATIENCE_MS = 4000;
// What the centre says, as the gateway writes it into the page.
const SAID = / data-centre="([^"]*)"/;

// The same answer with another text, which nobody has packed.
function saying(text, { headers }) {
  const kept = new Headers(headers);
  ["content-encoding", "content-length"].forEach((name) => kept.delete(name));
  return new Response(text, { headers: kept });
}

async function fill() {
  const page = await fetch(PAGE, { cache: "no-store" });
  const text = await page.clone().text();
  // A gateway in the middle of an update gives the page of another version.
  if (!page.ok || NAMED.some((name) => !text.includes(name))) throw new Error("another version");
  const shelf = await caches.open(SHELF);
  await shelf.addAll(FILES.concat(CENTRE));
  // Wording that the school brings itself; a gateway may have none of it.
  await Promise.all(TEXTS.map((name) => shelf.add(name).catch(() => {})));
  // Without what the centre says: the page asks for it when it is opened, and hears what was said last.
  await shelf.put(PAGE, saying(text.replace(SAID, ""), page));
}

// What was begun and not finished goes again; nothing reads a shelf whose worker never came in.
const undo = async (why) => {
  await caches.delete(SHELF);
  throw why;
};

addEventListener("install", (event) => event.waitUntil(fill().catch(undo)));

addEventListener("activate", (event) => {
  const tidy = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith(OURS) && name !== SHELF).map((name) => caches.delete(name)));
  };
  event.waitUntil(tidy());
});

const kept = async (name) => (await caches.open(SHELF)).match(name);

function inTime(request) {
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error("slow")), PATIENCE_MS));
  return Promise.race([fetch(request), late]);
}

// What the centre says is in the page, so a page that came is the newest word of it.
async function hear(page) {
  const found = SAID.exec(await page.text());
  if (!page.ok || !found) return;
  const said = found[1].replace(/&quot;/g, '"').replace(/&lt;/g, "<").replace(/&amp;/g, "&");
  await (await caches.open(SHELF)).put(CENTRE, new Response(said, { headers: { "content-type": "application/json" } }));
}

// A network that answers comes first: an update is met as soon as there is one.
async function page(event) {
  try {
    const answer = await inTime(event.request);
    event.waitUntil(hear(answer.clone()));
    return answer;
  } catch (error) {
    const found = await kept(PAGE);
    if (found) return found;
    throw error;
  }
}

async function centre(request) {
  try {
    const answer = await inTime(request);
    if (answer.ok) await (await caches.open(SHELF)).put(CENTRE, answer.clone());
    return answer;
  } catch (error) {
    const found = await kept(CENTRE);
    if (!found) throw error;
    const said = await found.json();
    // Where sittings begin only while somebody is on duty, nobody can say so now.
    said.open = said.lock === false;
    return saying(JSON.stringify(said), found);
  }
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (pathname === PAGE) event.respondWith(page(event));
  else if (pathname === CENTRE) event.respondWith(centre(request));
  else if (FILES.includes(pathname) || TEXTS.includes(pathname)) event.respondWith(kept(pathname).then((found) => found || fetch(request)));
});
