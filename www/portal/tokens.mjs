// The portal's signing key, pairwise pseudonyms and launch tokens (docs/wire.md).
import { createHash, createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SCHOOL, person as byId } from "./people.mjs";

const LIFE_S = 600;

function secret(path, make) {
  if (!existsSync(path)) writeFileSync(path, make(), { mode: 0o600, flag: "wx" });
  return readFileSync(path);
}

export class Signer {
  constructor(folder, origin, audience) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const fresh = () =>
      generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ type: "pkcs8", format: "pem" });
    this.key = createPrivateKey(secret(join(folder, "signing-key.pem"), fresh));
    this.salt = secret(join(folder, "pseudonym-secret"), () => randomBytes(32));
    this.origin = origin;
    this.audience = audience;
    const { x, y } = createPublicKey(this.key).export({ format: "jwk" });
    this.jwk = { kty: "EC", crv: "P-256", x, y, alg: "ES256", use: "sig" };
    // RFC 7638: the thumbprint names the key, so a new key has a new name.
    const members = JSON.stringify({ crv: "P-256", kty: "EC", x, y });
    this.jwk.kid = createHash("sha256").update(members).digest("base64url").slice(0, 16);
  }

  jwks() {
    return { keys: [this.jwk] };
  }

  // Another pseudonym for every gateway, and nothing of the person in it.
  pseudonym(id) {
    return createHmac("sha256", this.salt).update(`${this.audience}\n${id}`).digest("base64url").slice(0, 22);
  }

  // Claims for one launch. No name, no student number, no birth date.
  claims(person, battery, consent) {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: this.origin,
      aud: this.audience,
      sub: this.pseudonym(person.id),
      jti: randomBytes(18).toString("base64url"),
      iat: now,
      exp: now + LIFE_S,
      role: person.role === "student" ? "student" : person.role === "parent" ? "parent" : "teacher",
      battery,
      school: SCHOOL.code,
    };
    if (person.role === "student") Object.assign(claims, { age: person.age, grade: person.grade, class: person.class });
    // A parent speaks about a child: the pseudonym is that of the child's own launches, the age is the child's.
    if (person.child) Object.assign(claims, { student: this.pseudonym(person.child), age: byId(person.child)?.age });
    if (consent) claims.consent = consent;
    return claims;
  }

  // Who stands before the gateway's page of consent, and for which student. The portal has made sure who that is.
  consentClaims(person) {
    const { iss, aud, sub, jti, iat, exp } = this.claims(person, "");
    const child = byId(person.child);
    const about = child ? { role: "parent", student: this.pseudonym(child.id), age: child.age } : { role: "student", age: person.age };
    return { iss, aud, sub, jti, iat, exp, ...about };
  }

  sign(claims, typ = "qinghe-launch+jwt") {
    const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const head = part({ alg: "ES256", kid: this.jwk.kid, typ });
    const input = `${head}.${part(claims)}`;
    const signature = sign("sha256", Buffer.from(input), { key: this.key, dsaEncoding: "ieee-p1363" });
    return `${input}.${signature.toString("base64url")}`;
  }
}
