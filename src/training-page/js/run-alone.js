// The second part of a page from which nothing leaves.
import init, { make, open, start } from "#pkg";
import wasm from "#wasm";

export default async () => {
  await init({ module_or_path: new URL(wasm, import.meta.url) });
  return { make, open, start };
};
