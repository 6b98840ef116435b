// What the loader imports for `mount="inline"`. The loader is small, so the words for a refused start stand here.
import page from "#page";
import { mount as mountIn } from "./module.js";

export function mount(root, options) {
  return mountIn(root, options).catch((reason) => {
    const words = page[options.lang.replace("nt", "ns")];
    if (reason && words[reason.code]) reason.text = words[reason.code];
    throw reason;
  });
}
