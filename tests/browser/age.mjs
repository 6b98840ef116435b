// A key pair as age programs write it: X25519 in Bech32 (https://age-encryption.org/v1, BIP 173).
import { generateKeyPairSync } from "node:crypto";

const LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

function checksum(values) {
  let sum = 1;
  for (const value of values) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    GENERATOR.forEach((mask, nth) => (top >> nth) & 1 && (sum ^= mask));
  }
  return sum;
}

function bech32(prefix, bytes) {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("");
  const fives = bits.match(/.{1,5}/g).map((five) => parseInt(five.padEnd(5, "0"), 2));
  const letters = Array.from(prefix, (letter) => letter.charCodeAt(0));
  const front = [...letters.map((code) => code >> 5), 0, ...letters.map((code) => code & 31)];
  const sum = checksum([...front, ...fives, 0, 0, 0, 0, 0, 0]) ^ 1;
  const tail = [25, 20, 15, 10, 5, 0].map((shift) => (sum >> shift) & 31);
  return `${prefix}1${[...fives, ...tail].map((five) => LETTERS[five]).join("")}`;
}

// `{ identity, recipient }`: the private half for a key file, the public half to seal to.
export function ageKey() {
  const { publicKey, privateKey } = generateKeyPairSync("x25519");
  const part = (key, name) => Buffer.from(key.export({ format: "jwk" })[name], "base64url");
  return { identity: bech32("age-secret-key-", part(privateKey, "d")).toUpperCase(), recipient: bech32("age", part(publicKey, "x")) };
}
