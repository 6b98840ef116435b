// What devices say of exercises, sealed as they seal it, for a whole school.
import assert from "node:assert/strict";
import { join, seal, text } from "../../src/element/js/hpke.js";

const bytes = (base64url) => Uint8Array.from(Buffer.from(base64url, "base64url"));
const varint = (value) => (value < 128 ? [value] : [(value & 127) | 128, ...varint(value >> 7)]);

// One flag as a device says it (docs/wire.md): skill, for oneself, this week, how far; no month, no first sitting.
function message(skill, reached) {
  const week = Math.floor((Math.floor(Date.now() / 86400000) + 3) / 7);
  const body = [1, ...varint(skill.length), ...Buffer.from(skill), 0, ...varint(week), reached, 0, 0];
  const plain = new Uint8Array(1024);
  plain.set([1, body.length >> 8, body.length & 255, ...body]);
  return plain;
}

async function tell(stack, sub, grade, skill, reached) {
  const { gatewayKey } = await (await fetch(`http://127.0.0.1:${stack.gatewayPort}/v1/centre`)).json();
  const token = await stack.token("student-15", { sub, grade });
  const aad = join([1, 1], bytes(gatewayKey.id));
  const { sealed } = await seal(bytes(gatewayKey.public), text("qinghe/1 flags to gateway"), aad, message(skill, reached));
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/octet-stream" };
  const answer = await fetch(`http://127.0.0.1:${stack.gatewayPort}/v1/flags`, { method: "POST", headers, body: join(aad, sealed) });
  assert.equal(answer.status, 204, await answer.text());
}

// `skill` completed (0) or mastered (1) by people with these numbers.
export const many = async (stack, from, to, skill, reached, grade = "9") => {
  for (let nth = from; nth < to; nth += 1) await tell(stack, `pupil-${nth}`.padEnd(22, "x"), grade, skill, reached);
};
