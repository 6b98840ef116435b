// Looks through a browser's whole profile on the disk.
import { readFile, readdir } from "node:fs/promises";
import { join, relative } from "node:path";

// `canaries`: name → text or bytes. Answers with `name: file` for everything found, text in both encodings that
// browsers write.
export async function found(folder, canaries) {
  const wanted = Object.entries(canaries).flatMap(([name, value]) =>
    typeof value === "string" ? [[name, Buffer.from(value)], [name, Buffer.from(value, "utf16le")]] : [[name, Buffer.from(value)]],
  );
  const hits = new Set();
  let files = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath || entry.path, entry.name);
    const content = await readFile(path).catch(() => Buffer.alloc(0));
    files += 1;
    for (const [name, bytes] of wanted) if (content.includes(bytes)) hits.add(`${name}: ${relative(folder, path)}`);
  }
  return { hits: [...hits].sort(), files };
}

// Pieces of a row that nothing else contains by chance.
export function pieces(name, bytes) {
  const out = {};
  for (let at = 0; at + 24 <= bytes.length && Object.keys(out).length < 12; at += 16) {
    const piece = bytes.slice(at, at + 24);
    if (new Set(piece).size >= 10) out[`${name} at ${at}`] = Uint8Array.from(piece);
  }
  return out;
}
