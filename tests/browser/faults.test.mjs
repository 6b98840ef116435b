// What happens when things go wrong: no network, a reload, a killed gateway, a panic, a missing module.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { MOUNTS, at, begin, button, choose, delivered, element, open } from "./people.mjs";
import { desk, setting, stack, student } from "./setting.mjs";
import { manifest } from "./stack.mjs";

setting({ recorded: true });

// Without these a sitting cannot begin.
const { wasm, packs } = (await manifest()).manifest;
const NEEDED = { wasm, pack: packs["mood-and-anxiety"]["zh-Hans"][0] };
// A line that fails in the middle of a file.
const breaksOff = (type) => (answer) => {
  answer.writeHead(200, { "content-type": type, "content-length": 9000, "access-control-allow-origin": "*", "cache-control": "no-store" });
  answer.write("\0asm", () => setTimeout(() => answer.destroy(), 20));
};

const toItem9 = async (place) => {
  for (let position = 1; position <= 8; position += 1) await choose(place, position, 0);
  await choose(place, 9, 2);
  await place.getByRole("heading", { name: "谢谢你如实告诉我们" }).waitFor();
};

// What stands while nothing else can.
const plain = (page, mount) => (mount === "inline" ? element(page, mount) : page.frameLocator("qinghe-screening iframe").locator("#plain"));

// In the page: the portal takes its tag away and puts it back.
async function putBack() {
  const tag = document.querySelector("qinghe-screening");
  const parent = tag.parentNode;
  tag.remove();
  await new Promise((resolve) => setTimeout(resolve, 20));
  parent.appendChild(tag);
}

for (const mount of MOUNTS) {
  describe(mount, () => {
    test("without a network the help card comes at once, says so, and the message follows later", async () => {
      const { context, page } = await student();
      const place = await open(page, stack, { mount });
      await begin(place);
      await at(place, 1);
      await context.setOffline(true);
      await toItem9(place);
      await place.locator(".delivery").getByText("现在连不上网络，消息还没有送出去。").waitFor();
      await context.setOffline(false);
      await delivered(place);
      await context.close();
    });

    test("a reload goes on where it stopped and delivers what was waiting", async () => {
      const { context, page } = await student();
      let place = await open(page, stack, { mount });
      await begin(place);
      await choose(place, 1, 3);
      // One card holds all notices of this student, those of the journeys before this one too.
      const calls = desk.page.getByText("中途发来 · 安全方面让人担心");
      const before = await calls.count();
      await stack.stopGateway("SIGKILL");
      for (let position = 2; position <= 8; position += 1) await choose(place, position, 0);
      await choose(place, 9, 1);
      await place.getByRole("heading", { name: "谢谢你如实告诉我们" }).waitFor();
      await stack.startGateway();
      await page.reload();
      place = element(page, mount);
      // The card was open when the page went away, so it comes first.
      await place.getByRole("heading", { name: "谢谢你如实告诉我们" }).waitFor();
      await button(place, "我看过了，接着往下").click();
      await place.getByText("你上次做到一半").waitFor();
      // What was waiting does not wait for the student to go on.
      await desk.unlockAgain();
      await calls.nth(before).waitFor();
      assert.equal(await calls.count(), before + 1);
      await button(place, "好，开始吧").click();
      await at(place, 10);
      await button(place, "上一题").click();
      assert.equal(await place.locator(".option").nth(1).getAttribute("aria-pressed"), "true");
      await context.close();
    });

    test("on a shared computer nothing stays", async () => {
      const { context, page } = await student();
      let place = await open(page, stack, { mount });
      await begin(place, { shared: true });
      await choose(place, 1, 3);
      await choose(place, 2, 3);
      await page.reload();
      place = element(page, mount);
      await place.getByRole("heading", { name: "先看看，谁会看到什么" }).waitFor();
      const owner = mount === "inline" ? page.mainFrame() : page.frames().find((frame) => frame.url().startsWith(stack.gateway));
      assert.equal(await owner.evaluate(rows), 0);
      await context.close();
    });

    test("a panic is recovered and no response is lost", async () => {
      const { context, page } = await student();
      const place = await open(page, stack, { mount });
      await begin(place);
      await choose(place, 1, 3);
      await choose(place, 2, 2);
      await at(place, 3);
      const owner = mount === "inline" ? page.mainFrame() : page.frames().find((frame) => frame.url().startsWith(stack.gateway));
      await owner.evaluate(() => {
        // A refused insertion is a real failure inside the module.
        const real = Node.prototype.insertBefore;
        Node.prototype.insertBefore = function () {
          Node.prototype.insertBefore = real;
          throw new Error("refused once");
        };
      });
      await place.locator(".option").first().click();
      await place.getByText("刚才页面出了点小问题，已经恢复。").waitFor();
      await button(place, "好，开始吧").click();
      await at(place, 4);
      for (const [back, value] of [[3, 0], [2, 2], [1, 3]]) {
        await button(place, "上一题").click();
        await at(place, back);
        assert.equal(await place.locator(".option").nth(value).getAttribute("aria-pressed"), "true");
      }
      await context.close();
    });

    test("help numbers are there while Wasm is slow and when the browser cannot use it", async () => {
      const { context, page } = await student();
      let release;
      const held = new Promise((resolve) => (release = resolve));
      await page.route(/\.wasm$/, async (route) => {
        await held;
        await route.fulfill({ contentType: "application/wasm", headers: { "access-control-allow-origin": "*" }, body: "\0asm of another kind" });
      });
      const place = await open(page, stack, { mount });
      const number = place.locator('a[href="tel:12356"]').locator("visible=true").first();
      await number.waitFor();
      release();
      await plain(page, mount).getByText("这个浏览器暂时打不开问卷").first().waitFor();
      assert.ok(await number.isVisible());
      await context.close();
    });

    for (const [what, path] of Object.entries(NEEDED)) {
      test(`a ${what} that breaks off on the way is asked for again; never whole, it is the network and not the browser`, async () => {
        const { context, page } = await student();
        const { own } = stack.recorders[1];
        const broken = breaksOff(what === "wasm" ? "application/wasm" : "application/octet-stream");
        own.set(path, broken);
        const place = await open(page, stack, { mount });
        await plain(page, mount).getByText("现在连不上学校心理中心。请检查网络，过一会儿再试。").first().waitFor();
        assert.ok(await place.locator('a[href="tel:12356"]').locator("visible=true").first().isVisible());
        let left = 1;
        own.set(path, (answer) => {
          left -= 1;
          own.delete(path);
          broken(answer);
        });
        // Where the portal puts its tag into the page again, the same page can begin.
        await page.evaluate(putBack);
        await button(place, "我明白了").waitFor();
        assert.equal(left, 0, "it did break off once");
        await context.close();
      });
    }

    test("removed and put back, again and again, the element leaves nothing behind", async () => {
      const { context, page } = await student();
      const place = await open(page, stack, { mount });
      await button(place, "我明白了").waitFor();
      const session = await context.newCDPSession(page);
      const nodes = async () => {
        await session.send("HeapProfiler.collectGarbage");
        await session.send("HeapProfiler.collectGarbage");
        const { metrics } = await session.send("Performance.getMetrics");
        return metrics.find((metric) => metric.name === "Nodes").value;
      };
      await session.send("Performance.enable");
      const again = async (times) => {
        for (let n = 0; n < times; n += 1) {
          await page.evaluate(putBack);
          await button(place, "我明白了").waitFor();
        }
      };
      await again(3);
      const first = await nodes();
      await again(12);
      const last = await nodes();
      assert.ok(last <= first + 40, `DOM nodes grew from ${first} to ${last} over 12 rounds`);
      await context.close();
    });
  });
}

test("a refused start says why and keeps the numbers", async () => {
  const { context, page } = await student();
  const cases = [
    [{ age: "11" }, "不是给你这个年龄准备的"],
    [{ age: "13", consent: "" }, "先请家长同意"],
    [{ battery: "another" }, "登录信息过期了，或者不完整"],
  ];
  for (const [overrides, words] of cases) {
    const token = await stack.token("student-15", overrides);
    await page.goto(`${stack.gateway}/embed?battery=mood-and-anxiety&lang=zh-Hans#t=${token}`);
    await page.getByText(words).waitFor();
    assert.ok(await page.locator('a[href="tel:12356"]').first().isVisible());
    assert.ok(!page.url().includes("#t="), "the token leaves the address at once");
    await page.goto("about:blank");
  }
  await context.close();
});

function rows() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("qinghe", 1);
    asked.onerror = () => reject(asked.error);
    asked.onsuccess = () => {
      const counted = asked.result.transaction("rows").objectStore("rows").count();
      counted.onsuccess = () => resolve(counted.result);
    };
  });
}
