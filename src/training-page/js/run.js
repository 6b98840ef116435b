// The second part of the page as a script of its own, and the one way out of it.
import init, { make, open, start } from "#pkg";
import wasm from "#wasm";
import { bytes, fetchKeys } from "../../element/js/centre.js";
import { join, seal, text } from "../../element/js/hpke.js";

// Version and suite, as docs/wire.md has them.
const HEAD = [1, 1];

// Seals a message of one size to the gateway, and sends it. Whether it was taken; what was not waits for another visit.
async function leave(token, message) {
  try {
    const { gatewayKey } = await fetchKeys("");
    const aad = join(HEAD, bytes(gatewayKey.id));
    const { sealed } = await seal(bytes(gatewayKey.public), text("qinghe/1 flags to gateway"), aad, message);
    const headers = { "content-type": "application/octet-stream", authorization: `Bearer ${token}` };
    const how = { method: "POST", headers, body: join(aad, sealed), credentials: "omit", referrerPolicy: "no-referrer" };
    return (await fetch("/v1/flags", how)).status === 204;
  } catch (_) {
    return false;
  }
}

export default async () => {
  await init({ module_or_path: new URL(wasm, import.meta.url) });
  return { leave, make, open, start };
};
