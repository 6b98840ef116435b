import { Stack } from "./stack.mjs";
import { launch, open, watch, begin, choose, button, at, delivered, answer, ZERO } from "./people.mjs";
import { Desk } from "./desk.mjs";
const stack = await Stack.start();
const browser = await launch();
const desk = await Desk.setUp(browser, stack);
const page = await browser.newPage({ viewport: { width: 360, height: 740 } });
const complaints = watch(page);
page.on("console", m => console.log("C", m.text()));
const place = await open(page, stack, { mount: "inline" });
await begin(place);
await choose(place, 1, 3);
await at(place, 2);
await page.evaluate(() => {
  const real = Node.prototype.insertBefore;
  Node.prototype.insertBefore = function (...a) {
    console.log("insertBefore called", this.nodeName);
    Node.prototype.insertBefore = real;
    throw new Error("refused once");
  };
  const real2 = Node.prototype.appendChild;
  Node.prototype.appendChild = function (...a) { console.log("append", this.nodeName); return real2.apply(this, a); };
});
await place.locator(".option").first().click();
await page.waitForTimeout(1500);
console.log(await page.evaluate(() => document.querySelector("qinghe-screening").shadowRoot.querySelector("div").shadowRoot.innerHTML.slice(0, 600)));
console.log(complaints);
await browser.close(); await stack.stop();
