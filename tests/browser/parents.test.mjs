// A parent's report, from the portal to the counsellor's desk: nothing begins without consent, the own items leave nowhere,
// and where parent and child differ nobody reads there who worries more.
import assert from "node:assert/strict";
import { test } from "node:test";
import { FACTS, say } from "./consent.mjs";
import { TIER } from "./desk.mjs";
import { MOUNTS, answer, begin, button, delivered, element, open } from "./people.mjs";
import { desk, setting, stack, student } from "./setting.mjs";

setting({ keeps: true, more: FACTS });

const ITEMS = 31;
const TOLD = 22;
const CALM = { child: 0, changes: 0, own: 0 };

// Signs a parent in at the portal and opens the report there.
async function visit(page, { as = "parent-15", mount = "frame", lang = "zh-Hans" } = {}) {
  await page.goto(`${stack.portal}/login?as=${as}`);
  await page.goto(`${stack.portal}/family`);
  await page.getByRole("link", { name: "去看看" }).click();
  if (mount !== "frame" || lang !== "zh-Hans") await page.goto(`${stack.portal}/family/report?lang=${lang}&mount=${mount}`);
  return element(page, mount);
}

// Every item; `child` of the seventeen, `changes` of the five, `own` of the last nine.
async function fill(place, { child, changes, own }) {
  for (let nth = 1; nth <= ITEMS; nth += 1) {
    await place.getByText(`第 ${nth} 题，共 ${ITEMS} 题`, { exact: true }).waitFor();
    const about = place.getByText("这一题说的是您自己，只给您自己看，不会送出去。");
    assert.equal(await about.count(), nth > TOLD ? 1 : 0, `item ${nth}`);
    const option = nth <= 17 ? (typeof child === "function" ? child(nth) : child) : nth <= TOLD ? (nth === TOLD ? 0 : changes) : own;
    // Read, and not only pressed: what comes sooner than the battery's floor of 700 ms counts as unread.
    if (nth <= TOLD) await new Promise((read) => setTimeout(read, 750));
    await place.locator(".option").nth(option).click();
  }
  const again = place.getByRole("heading", { name: "要不要再看一眼？" });
  const end = place.getByRole("heading", { name: "填完了，谢谢您" });
  await again.or(end).waitFor();
  if (await again.count()) await button(place, "不用了，就这样").click();
  await end.waitFor();
}

const start = async (place) => {
  await button(place, "我明白了").click();
  await button(place, "好，开始吧").click();
};
const arrived = (place) => place.locator(".delivery").getByText("消息已经送到学校心理中心。有没有人打开").waitFor();
const card = () => desk.page.locator("article.card");

test("without a guardian's yes to this purpose nothing begins and nothing is sent, and the numbers stand there", async () => {
  await say(stack, "parent-15", { screening: true });
  for (const mount of MOUNTS) {
    const { context, page } = await student();
    const sent = [];
    page.on("request", (request) => request.method() === "POST" && request.url().startsWith(stack.gateway) && sent.push(request.url()));
    const place = await visit(page, { mount });
    await place.getByText("什么都没有发送").locator("visible=true").first().waitFor();
    assert.equal(await place.locator(".option").count(), 0);
    await place.locator("summary").getByText("我现在需要帮助").locator("visible=true").first().click();
    assert.ok(await place.locator('a[href="tel:12356"]').locator("visible=true").first().isVisible());
    await page.waitForTimeout(1000);
    assert.deepEqual(sent, []);
    await context.close();
  }
});

test("a parent answers, reads about the child and, apart, about oneself; the desk hears of it kindly", async () => {
  await say(stack, "parent-15", { "parent-report": true });
  const { context, page, complaints } = await student();
  const sizes = new Set();
  page.on("request", (request) => {
    if (request.url().endsWith("/v1/envelopes") && request.method() === "POST") sizes.add(request.postDataBuffer().length);
  });
  const place = await visit(page);
  await place.getByText("最后几题说的是您自己，只给您自己看，什么都不会送出去。").waitFor();
  await place.getByText("您和孩子的看法差得远的时候，只看到“看法不一样”。").waitFor();
  await start(place);
  await fill(place, { child: 0, changes: 0, own: 3 });
  await button(place, "看看结果").click();
  await place.getByRole("heading", { name: "您这两周看到的孩子" }).waitFor();
  await place.getByText("看上去总体还不错").waitFor();
  // Worn out, and told so apart from the child; the notice says nothing of it.
  await place.getByRole("heading", { name: "您自己这两周" }).waitFor();
  await place.getByText("您这两周很不容易").waitFor();
  const sent = await place.locator(".sent").innerText();
  assert.match(sent, /家长/);
  assert.match(sent, /总体平稳/);
  await arrived(place);
  assert.deepEqual([...sizes], [2048]);
  assert.deepEqual(complaints, []);
  // Alone, it reaches a person as what it is.
  await card().getByText("家长写了。暂时没有孩子自己的结果可以对照。").waitFor();
  await card().getByText(`家长写的 · 做完后发来 · ${TIER.routine}`).waitFor();
  // Seen by a person, and the parent's page says the same as before.
  await button(card().first(), "我看到了").click();
  await card().getByText("沈老师看过").waitFor();
  await page.waitForTimeout(2500);
  await arrived(place);
  await context.close();
});

test("student and parent far apart: both are to be heard, and neither result stands there", async () => {
  await say(stack, "parent-15", { screening: true });
  const child = await student();
  const place = await open(child.page, stack, { as: "student-15" });
  await begin(place);
  await answer(place, [2, 2, 2, 2, 2, 2, 2, 2, 0, 2, 2, 2, 2, 2, 2, 2]);
  await button(place, "看看我的结果").click();
  await delivered(place);
  await child.context.close();
  const head = desk.page.locator("article.card", { has: desk.page.getByRole("heading", { name: "看法不一样", exact: true }) });
  await head.waitFor();
  await head.getByText("家长也写了，和孩子的看法不一样。两边的结果都不在这里显示，请分别听一听，先听孩子的。").waitFor();
  const text = await head.innerText();
  for (const tier of Object.values(TIER)) assert.ok(!text.includes(tier), `${tier} stands on the card: ${text}`);
  // In the record neither.
  await button(head, "打开个案").click();
  const record = desk.page.locator(".case .card.whole");
  await record.getByText("家长也写了，和孩子的看法不一样。").waitFor();
  for (const tier of Object.values(TIER)) assert.ok(!(await record.innerText()).includes(tier), tier);
  await desk.go("消息");
});

test("seen alike: the student's own result stands, and that both see it alike", async () => {
  const { context, page } = await student();
  const place = await visit(page);
  await start(place);
  // Worry and sadness at the cut, the total below its own: watch; the student said priority.
  await fill(place, { ...CALM, child: (nth) => (nth <= 5 ? 1 : 0) });
  await button(place, "看看结果").click();
  await arrived(place);
  await card().getByText("家长也写了，两个人的看法差不多。").waitFor();
  await desk.page.locator("article.card").getByRole("heading", { name: TIER.priority, exact: true }).waitFor();
  await context.close();
});

test("words that a parent has heard bring the numbers at once, and one question; nobody asks who hurts the child", async () => {
  const { context, page, complaints } = await student();
  const place = await visit(page);
  await start(place);
  for (let nth = 1; nth < TOLD; nth += 1) {
    await place.getByText(`第 ${nth} 题，共 ${ITEMS} 题`, { exact: true }).waitFor();
    await place.locator(".option").first().click();
  }
  await place.getByText("活着没意思").waitFor();
  await place.locator(".option").nth(1).click();
  await place.getByRole("heading", { name: "谢谢您把听到的说出来" }).waitFor();
  await place.locator('a[href="tel:12356"]').locator("visible=true").first().waitFor();
  assert.equal(await button(place, "给身边的大人看").count(), 0);
  await button(place, "下一步").click();
  await place.getByText("老师只知道有一位家长希望有人联系").waitFor();
  for (const never of ["家里有人伤害我", "伤害我的人就在学校工作", "接下来几个小时，你身边有人陪吗"]) {
    assert.equal(await place.getByText(never).count(), 0, never);
  }
  await button(place, "好，请老师联系").click();
  await arrived(place);
  const urgent = await desk.urgent();
  await urgent.card.getByText("家长写的").first().waitFor();
  await urgent.card.getByText("安全方面让人担心").first().waitFor();
  assert.deepEqual(complaints, []);
  await urgent.acknowledge();
  await button(place, "我看过了，接着往下").click();
  await place.getByText(`第 ${TOLD + 1} 题，共 ${ITEMS} 题`, { exact: true }).waitFor();
  await context.close();
});

test("of two children of one parent, each sitting is its own", async () => {
  const { context, page } = await student();
  const place = await visit(page);
  await start(place);
  await place.locator(".option").first().click();
  await place.getByText(`第 2 题，共 ${ITEMS} 题`).waitFor();
  const other = await stack.token("parent-15", { battery: "parent-report", student: "another-child-0123", age: 12 });
  await page.goto("about:blank");
  await page.goto(`${stack.gateway}/embed?battery=parent-report&lang=zh-Hans#t=${other}`);
  // Nothing of the first child's is offered to go on with; and for this one nobody has agreed.
  await page.locator("#plain [lang=zh-Hans] [data-for=consent-missing]").waitFor();
  assert.equal(await page.getByText("前面的选择都还在").count(), 0);
  await context.close();
});

