// The code that carries a sealed message by hand, pictures for the help card, and what helps young readers. A file of its own: loaded
// behind the first screen, so that it costs no student a wait, and is there before a network can fail.
import { encode } from "uqr";

import { dress } from "./pictures.js";
import { offer } from "./reading.js";

// What stands beside the first screen once it is there. `entry`: what is mounted; see module.js.
export function begin(entry) {
  dress(entry.root);
  offer(entry);
  follow(entry);
}

// A page that is ours says which language it speaks, also after another was chosen. An inline mount is in somebody else's.
function follow({ base, root }) {
  if (base !== location.origin) return;
  const tell = () => {
    const app = root.querySelector(".app");
    if (app) document.documentElement.lang = app.lang;
  };
  new MutationObserver(tell).observe(root, { subtree: true, attributes: true, attributeFilter: ["lang"] });
  tell();
}

// `text` holds the characters of a QR code's alphanumeric mode only; the lowest error correction gives the
// largest modules, and a screen is not a torn label.
export function draw(text) {
  const { size, data } = encode(text, { ecc: "L", border: 0 });
  return { size, dark: Uint8Array.from(data.flat(), Number) };
}
