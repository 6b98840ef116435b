// The pages of `cargo xtask bench web` still do what is measured: the element with PHQ-9 alone, with a hundred items, and the
// page by hand. Nothing is timed here, and no form kit is installed.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { phq9 } from "../bench/packs.mjs";
import { subjects } from "../bench/web.mjs";

let all;
before(async () => {
  all = await subjects({ kits: false });
});
after(() => all?.stop());

test("element and page by hand show the same nine items, and each press the next one", async () => {
  const { items } = await phq9();
  for (const name of ["Qinghe", "Qinghe, tag in a portal", "by hand"]) {
    const { item, stems, pressed, files } = await all.go[name]({ pause: 0 });
    assert.ok(item > 0, name);
    assert.equal(pressed, 8, name);
    stems.forEach((stem, nth) => assert.ok(stem.includes(items[nth].text), `${name}, item ${nth + 1}: ${stem}`));
    assert.ok(files.every(({ bytes }) => bytes > 0), `${name}: ${JSON.stringify(files)}`);
  }
});

test("five requests until the first screen of a tag stands", async () => {
  const { files } = await all.go["Qinghe, tag in a portal"]({ pause: 0 });
  const paths = files.map(({ url }) => new URL(url).pathname);
  // On a busy machine what comes a second behind the first screen may be there too, or what agreeing sends.
  const behind = paths.findIndex((path) => /^\/m\/(code|keep)-|^\/v1\/envelopes$/.test(path));
  const first = behind < 0 ? paths : paths.slice(0, behind);
  const asked = first.filter((path) => path === "/qinghe.js" || path === "/embed" || path.startsWith("/m/") || path.startsWith("/v1/"));
  assert.equal(asked.length, 5, asked.join("\n"));
});

test("the long instrument has its hundred items", async () => {
  const { stems, pressed } = await all.go["Qinghe, 100 items"]({ pause: 0 });
  assert.equal(pressed, 99);
  assert.match(stems[98], /编出来的第 99/);
});
