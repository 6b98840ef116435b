// A reporter of Node's runner, for `cargo xtask test`: the files in which something failed, a line each.
import { resolve } from "node:path";

export default async function* redFiles(source) {
  const red = new Set();
  for await (const { type, data } of source) {
    // A file that was ended from outside is called by its name.
    const file = data.file || (data.nesting === 0 && data.name.endsWith(".test.mjs") && data.name);
    if (type !== "test:fail" || data.todo !== undefined || !file || red.has(resolve(file))) continue;
    red.add(resolve(file));
    yield `${resolve(file)}\n`;
  }
}
