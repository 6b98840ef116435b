// The sealed store by itself, in the browser that it is written for: the rules that the simulation of
// `tests/tests/delivery.rs` takes for granted, where several pages write the same rows.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { after, before, beforeEach, test } from "node:test";
import { launch } from "./people.mjs";

const STORE = new URL("../../src/element/js/store.js", import.meta.url);
let server, browser, page;

before(async () => {
  const script = await readFile(STORE);
  server = createServer((request, answer) => {
    const js = request.url === "/store.js";
    answer.setHeader("content-type", js ? "text/javascript" : "text/html");
    answer.end(js ? script : "<!doctype html>");
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.close();
});
beforeEach(async () => {
  // A profile of its own for each test.
  page = await (await browser.newContext()).newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.evaluate(async () => {
    const { openStore } = await import("/store.js");
    const bytes = (text) => text && new TextEncoder().encode(text);
    const text = (row) => row && new TextDecoder().decode(row);
    window.store = async () => {
      const one = await openStore("student-15", "battery", () => {});
      return {
        load: async () => {
          const { session, outbox } = await one.load();
          return [text(session), text(outbox)];
        },
        outbox: (row) =>
          new Promise((done) => one.putOutbox(bytes(row), ({ ok, found }) => done(found ? text(found) : !!ok))),
        session: (row) => one.putSession(bytes(row)),
        forgetSession: () => one.forgetSession(),
        forget: async () => {
          let stays;
          await one.forget((row) => (stays = text(row)));
          return stays;
        },
        look: async () => {
          const rows = [];
          await one.look((row) => rows.push(text(row)));
          return rows;
        },
      };
    };
    window.gone = () => new Promise((done) => (indexedDB.deleteDatabase("qinghe").onsuccess = done));
    // What the next page would read.
    window.there = async () => (await window.store()).load();
  });
});

test("'told' does not stand beside the row of another page, and stands there as soon as ours does", async () => {
  const seen = await page.evaluate(async () => {
    const [one, other] = [await window.store(), await window.store()];
    await one.load();
    const first = [await one.outbox("one"), await one.session("before")];
    await other.load();
    await other.outbox("other");
    // The outbox with the notice, and the session in which it is told, asked for in one breath.
    const [told] = await Promise.all([one.outbox("one, notice"), one.session("told")]);
    const between = await window.there();
    const again = await one.outbox("one, other, notice");
    return { first: first[0], told, between, again, end: await window.there() };
  });
  assert.deepEqual(seen, {
    first: true,
    told: "other",
    between: ["before", "other"],
    again: true,
    end: ["told", "one, other, notice"],
  });
});

test("the newest session is the one that waits, and a later one is not written over by it", async () => {
  const seen = await page.evaluate(async () => {
    const [one, other] = [await window.store(), await window.store()];
    await one.load();
    await other.load();
    await other.outbox("other");
    await Promise.all([one.outbox("one"), one.session("first"), one.session("second")]);
    await one.outbox("both");
    const second = await window.there();
    await Promise.all([one.outbox("both"), one.session("third"), one.outbox("both")]);
    return [second, await window.there()];
  });
  assert.deepEqual(seen, [
    ["second", "both"],
    ["third", "both"],
  ]);
});

test("a session that waits is forgotten with the session", async () => {
  const seen = await page.evaluate(async () => {
    const [one, other] = [await window.store(), await window.store()];
    await one.load();
    await other.load();
    await other.outbox("other");
    await Promise.all([one.outbox("one"), one.session("told")]);
    await one.forgetSession();
    await one.outbox("both");
    return window.there();
  });
  assert.deepEqual(seen, [undefined, "both"]);
});

// Every way in which a page can meet the row of another one.
for (const way of ["outbox", "forget", "look"]) {
  test(`what is asked for while the row of another page is being opened is not written over it: ${way}`, async () => {
    const seen = await page.evaluate(async (way) => {
      const [one, other] = [await window.store(), await window.store()];
      await one.load();
      await one.outbox("first");
      await other.load();
      await other.outbox("other");
      const late = [];
      const { decrypt } = SubtleCrypto.prototype;
      SubtleCrypto.prototype.decrypt = function (...args) {
        SubtleCrypto.prototype.decrypt = decrypt;
        late.push(one.outbox("late"));
        return decrypt.apply(this, args);
      };
      const told = [await one[way]("one")].flat();
      return [told, await late[0], (await window.there())[1], await one.outbox("all"), (await window.there())[1]];
    }, way);
    assert.deepEqual(seen, [["other"], "other", "other", true, "all"]);
  });
}

test("a database that is taken away holds nothing that was told, and gets both again", async () => {
  const seen = await page.evaluate(async () => {
    const one = await window.store();
    await one.load();
    await one.outbox("one, notice");
    await window.gone();
    await one.session("told");
    return [await window.there(), await one.outbox("one, notice"), await window.there()];
  });
  assert.deepEqual(seen, [[undefined, undefined], true, ["told", "one, notice"]]);
});

test("nor does one that is taken away in the moment in which the session behind it is written", async () => {
  const seen = await page.evaluate(async () => {
    const [one, other] = [await window.store(), await window.store()];
    await one.load();
    await other.load();
    await other.outbox("other");
    await Promise.all([one.outbox("one"), one.session("waits")]);
    let going;
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (row, key) {
      if (key.endsWith(":session")) {
        IDBObjectStore.prototype.put = put;
        this.transaction.db.onversionchange();
        going = window.gone();
      }
      return put.call(this, row, key);
    };
    const writes = [one.outbox("both, notice"), one.session("told")];
    const kept = await writes[0];
    await going;
    await writes[1];
    return [kept, await window.there(), await one.outbox("both, notice"), await window.there()];
  });
  assert.deepEqual(seen, [false, [undefined, undefined], true, ["told", "both, notice"]]);
});

test("that the key cannot be read says nothing of a row: it is not taken for an empty one, and not written over", async () => {
  const seen = await page.evaluate(async () => {
    const one = await window.store();
    await one.load();
    await one.outbox("kept");
    const { get } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.get = function (name) {
      if (name === "device") throw new Error("not now");
      return get.call(this, name);
    };
    const next = await window.store();
    const meanwhile = [await next.load(), await next.outbox("over it"), await next.look()];
    IDBObjectStore.prototype.get = get;
    const again = [await next.outbox("over it, later"), await next.look(), await next.outbox("both")];
    const third = await window.store();
    return { meanwhile, again, later: [await third.look(), await window.there()] };
  });
  const later = [["both"], [undefined, "both"]];
  assert.deepEqual(seen, { meanwhile: [[undefined, undefined], false, []], again: ["kept", [], true], later });
});

test("no page's end takes the row of another page along", async () => {
  const seen = await page.evaluate(async () => {
    const [one, other] = [await window.store(), await window.store()];
    await one.load();
    await one.outbox("one");
    await other.load();
    await other.outbox("other");
    const stays = await one.forget();
    const between = await window.there();
    return [stays, between[1], await one.forget(), await window.there()];
  });
  assert.deepEqual(seen, ["other", "other", undefined, [undefined, undefined]]);
});

// It was asked for when this page took everything to be delivered; that row may hold what is not.
for (const way of ["outbox", "look"]) {
  test(`nor does an end that was asked for before the page was told of that row: ${way}`, async () => {
    const seen = await page.evaluate(async (way) => {
      const [one, other] = [await window.store(), await window.store()];
      await one.load();
      await one.outbox("one");
      await other.load();
      await other.outbox("other");
      const [, stays] = await Promise.all([one[way]("one"), one.forget()]);
      const between = await window.there();
      return [stays, between[1], await one.forget(), await window.there()];
    }, way);
    assert.deepEqual(seen, ["other", "other", undefined, [undefined, undefined]]);
  });
}
