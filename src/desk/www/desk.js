// Starts the desk. When it stops for any reason, the page says so plainly: a frozen list must never look live.
import init, { start } from "./qinghe_desk.js";

function stopped() {
  document.getElementById("desk").hidden = true;
  document.getElementById("fault").hidden = false;
  document.title = "请刷新 · 青禾";
}

// After a trap the module's scheduler never runs again, so everything on the screen is stale from then on.
const trapped = (error) => error instanceof WebAssembly.RuntimeError;
addEventListener("error", (event) => trapped(event.error) && stopped());
addEventListener("unhandledrejection", (event) => trapped(event.reason) && stopped());

try {
  await init({ module_or_path: new URL("./qinghe_desk_bg.wasm", import.meta.url) });
  start();
} catch (error) {
  console.error(error);
  stopped();
}
