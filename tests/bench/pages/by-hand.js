// The floor: what somebody would write for these nine items and nothing else. One language; no consent, no privacy, no sealing,
// no resuming, no way to help.
import { items, options, task } from "#phq9";

const given = [];
let at = 0;

function show() {
  document.querySelector("progress").value = at + 1;
  document.querySelector("#task").textContent = task;
  document.querySelector("h1").textContent = items[at].text;
  document.querySelector("#options").replaceChildren(
    ...options.map((label, value) => {
      const button = document.createElement("button");
      button.className = "option";
      button.textContent = label;
      button.onclick = () => choose(value);
      return button;
    }),
  );
}

function choose(value) {
  given[at] = value;
  if (at + 1 < items.length) {
    at += 1;
    show();
  } else {
    document.querySelector("main").textContent = `${given.reduce((sum, one) => sum + one)}`;
  }
}

document.querySelector("#back").onclick = () => {
  at = Math.max(at - 1, 0);
  show();
};
show();
