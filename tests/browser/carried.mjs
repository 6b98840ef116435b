// Notices made without the element: sealed as a student's device would, so that a journey of the desk chooses what
// arrives. The bytes are those of docs/wire.md, written a second time.
import { randomBytes } from "node:crypto";
import { encode } from "uqr";
import { deflateSync } from "node:zlib";
import { join, seal, text } from "../../src/element/js/hpke.js";

const NOTICE = 512;
const OUTER_PLAIN = 1957;
const STAGES = { early: 0, final: 1, follow: 2 };
const TIERS = { routine: 0, watch: 1, priority: 2, urgent: 3, unclear: 4 };
const TRIGGERS = { safety: 0, help: 1 };
const BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const decode = (base64url) => new Uint8Array(Buffer.from(base64url, "base64url"));

const varint = (value) => {
  const out = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...out, rest];
    out.push((rest % 128) + 128);
  }
};
const string = (value) => {
  const bytes = new TextEncoder().encode(value);
  return [...varint(bytes.length), ...bytes];
};

// What the student said: places in the lists of `wire::Follow`, 0 for nothing.
const follow = ({ company = 0, about = 0, place = 0, time = 0, whom = 0, guardian = 0, shared = false, name = "" }) => [
  ...[company, about, place, time, whom, guardian].flatMap(varint),
  Number(shared),
  ...string(name),
];

function notice(id, sitting, { stage = "final", tier = "routine", domains = [], trigger, wish = false, said, parent = false }) {
  const body = [
    ...id,
    ...sitting,
    ...string("launch-of-a-journey"),
    ...string("mood-and-anxiety"),
    ...string("1"),
    ...varint(STAGES[stage]),
    ...varint(TIERS[tier]),
    ...varint(domains.length),
    ...domains.flatMap(string),
    ...(trigger ? [1, ...varint(TRIGGERS[trigger])] : [0]),
    ...varint(0),
    ...varint(Number(parent)),
    ...varint(Number(wish)),
    ...(said ? [1, ...follow(said)] : [0]),
    ...varint(Math.floor(Date.now() / 3600000)),
  ];
  const padded = new Uint8Array(NOTICE);
  padded.set([1, body.length >> 8, body.length & 255, ...body]);
  return padded;
}

export const keys = async (stack) => (await fetch(`http://127.0.0.1:${stack.gatewayPort}/v1/centre`)).json();

// Sends one notice; gives its sitting, for the next one of the same sitting. `to`: `centreKey` or `secondKey`; `given`: what
// the device fetched from `/v1/centre`, for one that sends late.
export async function send(stack, { as = "student-15", id = randomBytes(16), sitting = randomBytes(16), to = "centreKey", given, ...what } = {}) {
  given ??= await keys(stack);
  const centre = given[to];
  const urgent = what.tier === "urgent" ? 2 : 1;
  const inner = await seal(decode(centre.public), text("qinghe/1 notice to centre"), join(id, sitting), notice(id, sitting, what));
  const plain = new Uint8Array(OUTER_PLAIN);
  plain.set(join([1, urgent], id, sitting, decode(centre.id), inner.sealed));
  const prefix = join([1, 1], decode(given.gatewayKey.id));
  const outer = await seal(decode(given.gatewayKey.public), text("qinghe/1 envelope to gateway"), prefix, plain);
  const answer = await fetch(`http://127.0.0.1:${stack.gatewayPort}/v1/envelopes`, {
    method: "POST",
    headers: { authorization: `Bearer ${await stack.token(as)}`, "content-type": "application/octet-stream" },
    body: join(prefix, outer.sealed),
  });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return sitting;
}

// A notice as the text of a code, to be carried by hand.
export async function carried(stack, { id = randomBytes(16), sitting = randomBytes(16), to = "centreKey", ...what } = {}) {
  const centre = (await keys(stack))[to];
  const inner = await seal(decode(centre.public), text("qinghe/1 notice to centre"), join(id, sitting), notice(id, sitting, what));
  return `QH1:${base45(join([1], id, sitting, decode(centre.id), inner.sealed))}`;
}

function base45(bytes) {
  let out = "";
  for (let at = 0; at < bytes.length; at += 2) {
    const two = at + 1 < bytes.length;
    let value = two ? bytes[at] * 256 + bytes[at + 1] : bytes[at];
    for (let digit = 0; digit < (two ? 3 : 2); digit += 1) {
      out += BASE45[value % 45];
      value = Math.floor(value / 45);
    }
  }
  return out;
}

// The code as grey pixels: `scale` for each module, a quiet edge of four modules, in a picture of this size at least.
export function draw(content, { scale = 6, width = 0, height = 0 } = {}) {
  const { data, size } = encode(content, { ecc: "L", border: 4 });
  const side = size * scale;
  const [w, h] = [Math.max(side, width), Math.max(side, height)];
  const [left, top] = [(w - side) >> 1, (h - side) >> 1];
  const grey = new Uint8Array(w * h).fill(255);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      if (data[Math.floor(y / scale)][Math.floor(x / scale)]) grey[(top + y) * w + left + x] = 20;
    }
  }
  return { grey, width: w, height: h };
}

// An uncompressed film of one picture, as Chromium's false camera plays it.
export function film({ grey, width, height }) {
  const colour = Buffer.alloc((width / 2) * (height / 2) * 2, 128);
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\nFRAME\n`), Buffer.from(grey), colour]);
}

// The picture as a PNG file.
export function png({ grey, width, height }) {
  const rows = Buffer.concat(Array.from({ length: height }, (_, y) => Buffer.concat([Buffer.from([0]), grey.subarray(y * width, (y + 1) * width)])));
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  const chunk = (name, body) => {
    const all = Buffer.concat([Buffer.from(name), body]);
    const frame = Buffer.alloc(all.length + 8);
    frame.writeUInt32BE(body.length, 0);
    frame.set(all, 4);
    frame.writeUInt32BE(crc(all), all.length + 4);
    return frame;
  };
  return Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}

function crc(bytes) {
  let value = ~0;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit += 1) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return ~value >>> 0;
}
