import { load } from "../plain/qinghe/headless.js";
import { differences } from "./cases.js";

self.onmessage = async ({ data }) => {
  try {
    const engine = await load();
    const told = await engine.explain("phq-9", "en");
    self.postMessage({ ...differences(engine, data), told: told.length, document: typeof document });
  } catch (error) {
    self.postMessage({ error: String(error) });
  }
};
