import { readFileSync } from "node:fs";

/** Name and version of an installed package, as its own package.json has it. */
export function installed(name) {
  const path = new URL(`../node_modules/${name}/package.json`, import.meta.url);
  return `${name} ${JSON.parse(readFileSync(path, "utf8")).version}`;
}
