// The second part of the page as a script of its own.
import init, { make, open, start } from "#pkg";
import wasm from "#wasm";

export default async () => {
  await init({ module_or_path: new URL(wasm, import.meta.url) });
  return { make, open, start };
};
