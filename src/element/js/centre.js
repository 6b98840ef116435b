// What the launch token and the gateway say, in the form the core takes.

export const bytes = (base64url) => {
  const binary = atob(base64url.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
};

// Claims of a launch token, or `undefined`. The gateway checks the signature; here the claims only
// choose what to show.
export function claims(token) {
  try {
    const part = token.split(".")[1];
    const found = JSON.parse(new TextDecoder().decode(bytes(part)));
    return found && typeof found.sub === "string" && typeof found.jti === "string" ? found : undefined;
  } catch (_) {
    return undefined;
  }
}

// What the gateway says of its keys. Throws a code for the plain page.
export async function fetchKeys(base) {
  try {
    const answer = await fetch(`${base}/v1/centre`, { credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" });
    if (!answer.ok) throw new Error("status");
    return await answer.json();
  } catch (_) {
    throw new Fault("gateway");
  }
}

// The keys that a sitting seals to. `said`: the same, where the gateway wrote it into the page.
export async function fetchCentre(base, said) {
  const found = said ? JSON.parse(said) : await fetchKeys(base);
  if (!found.centreKey) throw new Fault("not-ready");
  return {
    slotMs: Math.round(found.slotSeconds * 1000),
    open: found.open !== false,
    // Platforms whose students' consents the gateway keeps, and the key that signs what it says of them.
    kept: found.consentFrom || [],
    consentKey: found.consentKey && bytes(found.consentKey.public),
    gateway: { id: bytes(found.gatewayKey.id), key: bytes(found.gatewayKey.public) },
    centre: { id: bytes(found.centreKey.id), key: bytes(found.centreKey.public) },
    second: found.secondKey && { id: bytes(found.secondKey.id), key: bytes(found.secondKey.public) },
  };
}

// A reason not to start, with a code that the page may show and report. Never holds content.
export class Fault extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}
