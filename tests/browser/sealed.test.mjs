// Ten thousand sealed envelopes, half with a routine notice and half with an urgent one, made by the element's
// own sender. Two simple readers try to tell them apart: a histogram of bytes, and the nearest centroid.
import assert from "node:assert/strict";
import { randomBytes, webcrypto } from "node:crypto";
import { test } from "node:test";
import { sealBoth } from "../../src/element/js/ports.js";

const MANY = 10000;
const ENVELOPE = 2048;
const CENTRE = new Uint8Array(8).fill(7);
// Version, suite and key id stand in the clear and are the same for all.
const CLEAR = 10;

async function key() {
  const { publicKey } = await webcrypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, false, ["deriveBits"]);
  return { id: new Uint8Array(randomBytes(8)), key: new Uint8Array(await webcrypto.subtle.exportKey("raw", publicKey)) };
}

// A head and a notice that differ in urgency and tier only.
function content(urgent) {
  const head = new Uint8Array(42);
  head.set([1, urgent ? 2 : 1]);
  head.set(randomBytes(32), 2);
  head.set(CENTRE, 34);
  const notice = new Uint8Array(512);
  notice.set([1, 0, 90]);
  notice.fill(0x61, 3, 92);
  notice[40] = urgent ? 3 : 0;
  return { head, notice };
}

async function sealed(count, alter = (envelope) => envelope) {
  const centre = { gateway: await key(), centre: { ...(await key()), id: CENTRE } };
  const made = [];
  for (let from = 0; from < count; from += 200) {
    const jobs = Array.from({ length: Math.min(200, count - from) }, (_, nth) => (from + nth) % 2 === 1);
    const some = jobs.map(async (urgent) => {
      const { head, notice } = content(urgent);
      return { urgent, bytes: alter((await sealBoth(centre, head, notice)).sealed, urgent) };
    });
    made.push(...(await Promise.all(some)));
  }
  return made;
}

// Chi-square of two byte histograms against each other: 255 degrees of freedom.
function chiSquare(made) {
  const counts = [new Float64Array(256), new Float64Array(256)];
  for (const { urgent, bytes } of made) for (let at = CLEAR; at < ENVELOPE; at += 1) counts[Number(urgent)][bytes[at]] += 1;
  const totals = counts.map((own) => own.reduce((all, n) => all + n, 0));
  let sum = 0;
  for (let value = 0; value < 256; value += 1) {
    const both = counts[0][value] + counts[1][value];
    for (const side of [0, 1]) {
      const expected = (both * totals[side]) / (totals[0] + totals[1]);
      sum += (counts[side][value] - expected) ** 2 / expected;
    }
  }
  return sum;
}

// Learns the mean of both kinds from one half and sorts the other half by it, both ways round; per cent right.
function nearest(made) {
  const halves = [made.filter((_, nth) => nth % 4 < 2), made.filter((_, nth) => nth % 4 >= 2)];
  let right = 0;
  for (const side of [0, 1]) {
    const means = [new Float64Array(ENVELOPE), new Float64Array(ENVELOPE)];
    const sizes = [0, 0];
    for (const { urgent, bytes } of halves[side]) {
      sizes[Number(urgent)] += 1;
      for (let at = 0; at < ENVELOPE; at += 1) means[Number(urgent)][at] += bytes[at];
    }
    means.forEach((mean, which) => mean.forEach((sum, at) => (mean[at] = sum / sizes[which])));
    for (const { urgent, bytes } of halves[1 - side]) {
      let nearer = 0;
      for (let at = 0; at < ENVELOPE; at += 1) nearer += (bytes[at] - means[0][at]) ** 2 - (bytes[at] - means[1][at]) ** 2;
      right += Number(nearer > 0 === urgent);
    }
  }
  return (100 * right) / made.length;
}

// Beyond both bounds chance comes less than once in ten thousand runs.
const HISTOGRAM = 365;
const BESIDE_HALF = 2;

test("ten thousand envelopes of two tiers cannot be told apart", async () => {
  const made = await sealed(MANY);
  for (const { bytes } of made) {
    assert.equal(bytes.length, ENVELOPE);
    assert.deepEqual(bytes.subarray(0, CLEAR), made[0].bytes.subarray(0, CLEAR));
  }
  const [histogram, right] = [chiSquare(made), nearest(made)];
  assert.ok(histogram < HISTOGRAM, `chi-square ${histogram}`);
  assert.ok(Math.abs(right - 50) < BESIDE_HALF, `${right} % right`);
});

test("both readers notice a planted mark", async () => {
  const constant = (made) => made.every(({ bytes }) => bytes.length === ENVELOPE);
  const padded = await sealed(1000, (envelope, urgent) => (urgent ? envelope.fill(0, ENVELOPE - 60) : envelope));
  assert.ok(constant(padded) && chiSquare(padded) > HISTOGRAM, `chi-square ${chiSquare(padded)}`);
  const one = await sealed(1000, (envelope, urgent) => {
    envelope[1000] = urgent ? envelope[1000] | 0x80 : envelope[1000] & 0x7f;
    envelope[1500] = urgent ? envelope[1500] | 0x80 : envelope[1500] & 0x7f;
    return envelope;
  });
  assert.ok(nearest(one) > 50 + BESIDE_HALF, `${nearest(one)} % right`);
});
