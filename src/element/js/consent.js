// Where the gateway keeps the consents, a sitting begins with its signed admission of this very launch: nothing that a page
// made up, showed again or took from somebody else will do. The gateway itself begins nothing without one either.
import { bytes, Fault } from "./centre.js";

const read = (part) => JSON.parse(new TextDecoder().decode(bytes(part)));

// Whether `text` is an admission of the launch with these `claims`, signed with `key` by the gateway at `base`.
export async function admits(text, key, base, claims) {
  try {
    const [head, body, signature] = text.split(".");
    const [kind, said] = [read(head), read(body)];
    const curve = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
    const own = await crypto.subtle.importKey("raw", key, curve, false, ["verify"]);
    const signed = new TextEncoder().encode(`${head}.${body}`);
    return (
      (await crypto.subtle.verify(curve, own, bytes(signature), signed)) &&
      kind.typ === "qinghe-consent-admission+jwt" &&
      said.purpose === (claims.role === "parent" ? "parent-report" : "screening") &&
      said.iss === base &&
      said.host === claims.iss &&
      said.sub === claims.sub &&
      said.jti === claims.jti &&
      // By the clocks of the servers: those of school computers are often wrong.
      said.exp > claims.iat
    );
  } catch (_) {
    return false;
  }
}

// The admission. Throws a code for the plain page unless this student may be asked. It says the same whoever has not agreed.
export async function admit(base, key, token, claims) {
  let answer, text;
  try {
    const headers = { authorization: `Bearer ${token}` };
    answer = await fetch(`${base}/v1/admission`, { headers, credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" });
    text = await answer.text();
  } catch (_) {
    throw new Fault("gateway");
  }
  if (answer.ok ? !(await admits(text, key, base, claims)) : text.includes("/consent-missing")) throw new Fault("consent-missing");
  if (!answer.ok) throw new Fault(answer.status < 429 ? "token" : "gateway");
  return text;
}
