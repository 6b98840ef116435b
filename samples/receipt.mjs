// Does a portal's token open the gateway? Takes the token out of a page, seals an empty envelope (a cover, which leaves
// nothing at the centre) with the element's own sender, sends it and opens the receipt.
// node samples/receipt.mjs PAGE GATEWAY [THROUGH]     addresses; THROUGH is the portal's own way to the gateway
import { randomBytes } from "node:crypto";
import { pathToFileURL } from "node:url";
import { fetchCentre } from "../src/element/js/centre.js";
import { join, openReceipt } from "../src/element/js/hpke.js";
import { sealBoth } from "../src/element/js/ports.js";

const COVER = 0;
const NOTICE = 512;
const DISPOSITIONS = ["cover", "stored"];
const PROGRESS = ["waiting", "seen", "contacted"];

// The token of a portal's page.
export async function tokenOf(page) {
  const answer = await fetch(page);
  const [, token] = /<qinghe-screening[^>]* token="([^"]+)"/.exec(await answer.text()) || [];
  if (!token) throw new Error(`${page} (${answer.status}) holds no <qinghe-screening> with a token. Is somebody signed in?`);
  return token;
}

// An envelope as the element seals it, and the key of its receipt.
export async function sealed(centre, { urgency = COVER, id = randomBytes(16), sitting = randomBytes(16), notice = new Uint8Array(NOTICE) } = {}) {
  const head = join([1, urgency], id, sitting, centre.centre.id);
  const made = await sealBoth(centre, head, notice).catch(() => Promise.reject(new Error("the gateway's keys are unusable")));
  return { id, envelope: made.sealed, key: made.exported };
}

// Sends it; a receipt in words, or what was refused.
export async function sent(base, token, { envelope, key, id }) {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/octet-stream" };
  const answer = await fetch(`${base}/v1/envelopes`, { method: "POST", headers, body: envelope });
  const body = new Uint8Array(await answer.arrayBuffer());
  if (answer.status !== 200) {
    const own = /^application\/problem\+json/.test(answer.headers.get("content-type"));
    const problem = own ? JSON.parse(Buffer.from(body)) : {};
    return { status: answer.status, code: problem.type?.split("/").pop(), detail: own ? `${problem.title} ${problem.detail}` : Buffer.from(body).toString().trim() };
  }
  const plain = await openReceipt(key, body);
  const genuine = plain && Buffer.from(plain.slice(3, 19)).equals(Buffer.from(id));
  if (!genuine) return { status: 200, detail: "not a receipt of this envelope" };
  return { status: 200, disposition: DISPOSITIONS[plain[1]], progress: PROGRESS[plain[2]] };
}

async function main([page, gateway, through = gateway]) {
  if (!gateway) throw new Error("usage: node samples/receipt.mjs PAGE GATEWAY [THROUGH]");
  const found = await sent(through, await tokenOf(page), await sealed(await fetchCentre(gateway)));
  if (!found.disposition) throw new Error(`no receipt: ${found.status} ${found.code || ""} ${found.detail}`);
  console.log(`receipt: ${found.disposition}, ${found.progress}`);
}

const READABLE = {
  gateway: "The gateway does not answer. Is it running, and is this its address?",
  "not-ready": "The centre has no key yet. Open the desk of the gateway and set it up.",
};

if (import.meta.url === pathToFileURL(process.argv[1] || "").href) {
  main(process.argv.slice(2)).catch((error) => {
    console.error(READABLE[error.code] || error.message);
    process.exit(1);
  });
}
