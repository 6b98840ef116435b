// RFC 9180, base mode, sender only: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM.
// Web Crypto does the work, so the same bytes as the `seal` crate cost half a kilobyte.
const subtle = () => crypto.subtle;
const text = (s) => new TextEncoder().encode(s);

const join = (...parts) => {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
};

const VERSION = text("HPKE-v1");
const KEM = join(text("KEM"), [0, 16]);
const SUITE = join(text("HPKE"), [0, 16, 0, 1, 0, 1]);
const NONE = new Uint8Array(0);
const CURVE = { name: "ECDH", namedCurve: "P-256" };
const HMAC = { name: "HMAC", hash: "SHA-256" };

const hmac = async (key, data) => {
  // HMAC with an empty key equals HMAC with zeros, and Web Crypto refuses an empty one.
  const raw = key.length ? key : new Uint8Array(32);
  const imported = await subtle().importKey("raw", raw, HMAC, false, ["sign"]);
  return new Uint8Array(await subtle().sign("HMAC", imported, data));
};

const extract = (suite, salt, label, secret) => hmac(salt, join(VERSION, suite, text(label), secret));

// Every length here is at most one SHA-256 block, so one round of HKDF-Expand is enough.
const expand = async (suite, secret, label, info, length) =>
  (await hmac(secret, join([0, length], VERSION, suite, text(label), info, [1]))).slice(0, length);

// Seals `plain` to the uncompressed public key `to`. Gives the encapsulated key and ciphertext in one
// piece, and `exported` bytes for the context `exporter` when one is named.
// Export is RFC 9180 section 5.3.
export async function seal(to, info, aad, plain, exporter, exported) {
  const recipient = await subtle().importKey("raw", to, CURVE, false, []);
  const own = await subtle().generateKey(CURVE, false, ["deriveBits"]);
  const enc = new Uint8Array(await subtle().exportKey("raw", own.publicKey));
  const dh = new Uint8Array(await subtle().deriveBits({ name: "ECDH", public: recipient }, own.privateKey, 256));
  const shared = await expand(KEM, await extract(KEM, NONE, "eae_prk", dh), "shared_secret", join(enc, to), 32);
  const context = join(
    [0],
    await extract(SUITE, NONE, "psk_id_hash", NONE),
    await extract(SUITE, NONE, "info_hash", info),
  );
  const secret = await extract(SUITE, shared, "secret", NONE);
  const raw = await expand(SUITE, secret, "key", context, 16);
  const iv = await expand(SUITE, secret, "base_nonce", context, 12);
  const key = await subtle().importKey("raw", raw, "AES-GCM", false, ["encrypt"]);
  const sealed = new Uint8Array(await subtle().encrypt({ name: "AES-GCM", iv, additionalData: aad }, key, plain));
  const out = { sealed: join(enc, sealed) };
  if (exporter) {
    const root = await expand(SUITE, secret, "exp", context, 32);
    out.exported = await expand(SUITE, root, "sec", exporter, exported);
  }
  return out;
}

// Opens a receipt: nonce, ciphertext and tag under the exported key. `undefined` when it is not genuine.
export async function openReceipt(raw, sealed) {
  try {
    const key = await subtle().importKey("raw", raw, "AES-GCM", false, ["decrypt"]);
    const iv = sealed.slice(0, 12);
    return new Uint8Array(await subtle().decrypt({ name: "AES-GCM", iv }, key, sealed.slice(12)));
  } catch (_) {
    return undefined;
  }
}

export { join, text };
