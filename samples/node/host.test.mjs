// The sample against docs/vectors.json. `node host.test.mjs tokens FOLDER ORIGIN GATEWAY` prints tokens for a gateway to judge.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Host, ageOn } from "./host.mjs";

const vectors = JSON.parse(readFileSync(new URL("../../docs/vectors.json", import.meta.url)));
const bytes = (text) => Buffer.from(text, "base64url");
const claimsOf = (token) => JSON.parse(bytes(token.split(".")[1]));
const ANNA = { id: "20230417", age: 15, school: "s-017", grade: "9", class: "初三(2)班" };

function body({ name, append = 0, cut = 0, xor }) {
  const sent = bytes(vectors.envelopes.find((one) => one.name === name).bytes);
  const out = Buffer.concat([sent.subarray(0, sent.length - cut), Buffer.alloc(append)]);
  if (xor) out[xor.at] ^= xor.with;
  return out;
}

function tokens(folder, origin, gateway) {
  const read = (name) => readFileSync(join(folder, name));
  const host = new Host({ origin, gateway, pem: read("launch-key.pem"), secret: read("pseudonym-secret") });
  const claims = host.claims(ANNA);
  const [valid, older] = [host.sign(claims), host.sign({ ...claims, age: 16 })].map((token) => token.split("."));
  const fresh = (change) => host.sign({ ...host.claims(ANNA), ...change });
  return {
    valid: valid.join("."),
    replayed: host.sign({ ...claims, sub: host.pseudonym("20230418") }),
    expired: fresh({ iat: claims.iat - 90_000, exp: claims.exp - 90_000 }),
    audience: fresh({ aud: "https://elsewhere.example" }),
    altered: [valid[0], older[1], valid[2]].join("."),
    oversized: fresh({ note: "x".repeat(3000) }),
  };
}

if (process.argv[2] === "tokens") console.log(JSON.stringify(tokens(...process.argv.slice(3))));
else {
  const { host: theirs, gateway } = vectors;
  const settings = { origin: theirs.origin, gateway: gateway.origin, pem: theirs.key, secret: bytes(theirs.pseudonymSecret) };
  const host = new Host(settings);

  test("key, header and pseudonyms are those of the vectors", () => {
    assert.deepEqual(host.jwks, theirs.jwks);
    assert.equal(host.header, theirs.header);
    for (const { person, sub } of vectors.pseudonyms) assert.equal(host.pseudonym(person), sub);
    for (const { birthday, on, age } of vectors.ages) assert.equal(ageOn(birthday, on), age, `${birthday} ${on}`);
  });

  test("a token says what the vectors say, under a launch of its own", () => {
    const [one, two] = [1, 2].map(() => claimsOf(host.sign(host.claims(ANNA, vectors.now))));
    assert.deepEqual({ ...one, jti: "" }, { ...vectors.launch.claims, jti: "" });
    assert.match(one.jti, /^[\w-]{16,64}$/);
    assert.notEqual(one.jti, two.jti);
    assert.equal(claimsOf(host.sign(host.claims({ ...ANNA, consent: "c-1" }))).consent, "c-1");
  });

  test("every signature has 64 bytes and holds", () => {
    for (let nth = 0; nth < 600; nth += 1) {
      const token = host.sign({ nth });
      assert.equal(token.split(".")[2].length, 86);
      assert.equal(host.refuses(token, Buffer.alloc(2048)), 0);
    }
  });

  for (const { name, token, envelope, host: expected } of vectors.exchanges) {
    test(`${name}: ${expected}`, () => {
      assert.equal(host.refuses(token ?? "", body(envelope)), expected === "forwards" ? 0 : expected);
    });
  }
}
