// The counsellor's page, as a counsellor uses it.
import { PASSPHRASE, button, watch } from "./people.mjs";

export const TIER = {
  routine: "总体平稳",
  watch: "有点吃力",
  priority: "值得当面聊聊",
  urgent: "请尽快见面",
  unclear: "这次没选准",
};

export class Desk {
  // An empty page of the desk in a browser of its own.
  static async open(browser, stack, { query = "", ...options } = {}) {
    const desk = new Desk();
    desk.stack = stack;
    desk.context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    desk.page = await desk.context.newPage();
    desk.complaints = watch(desk.page);
    desk.known = new Map();
    await desk.page.goto(`${stack.gateway}/desk${query}`);
    return desk;
  }

  // The first member of a centre, who is its lead.
  static async setUp(browser, stack, { name = "沈老师", centre = "school", ...options } = {}) {
    const desk = await Desk.open(browser, stack, { query: centre === "second" ? "?centre=second" : "", ...options });
    desk.name = name;
    await desk.page.locator("#code").fill(await stack.setupCode(centre));
    await desk.page.locator("#name").fill(name);
    await desk.choosePassphrase();
    await button(desk.page, "配好钥匙").click();
    await desk.live();
    return desk;
  }

  // Somebody with an invitation code; waits for the key afterwards, or is in at once as head of duty.
  static async join(browser, stack, code, name, options) {
    const desk = await Desk.open(browser, stack, options);
    desk.name = name;
    await button(desk.page, "我有邀请码").click();
    await desk.page.locator("#code").fill(code);
    await desk.choosePassphrase();
    await button(desk.page, "加入").click();
    return desk;
  }

  async choosePassphrase() {
    await this.page.locator("#passphrase").fill(PASSPHRASE);
    await this.page.locator("#again").fill(PASSPHRASE);
  }

  async live() {
    await this.page.getByText("已连接，消息随时会到").waitFor({ timeout: 60000 });
  }

  async signIn(passphrase = PASSPHRASE) {
    await this.page.locator("#name").fill(this.name);
    await this.page.locator("#passphrase").fill(passphrase);
    await button(this.page, "打开").click();
  }

  // After the gateway was restarted, its sessions are gone and the page has locked itself.
  async unlockAgain() {
    const field = this.page.locator("input[autocomplete=current-password]");
    await field.waitFor({ timeout: 30000 });
    await this.signIn();
    await this.live();
  }

  // One of the rooms of the desk: 消息, 扫码, 值班, 同事.
  async go(room) {
    await this.page.locator(".tab", { hasText: room }).click();
    await this.page.locator(`.tab[aria-current=page]`, { hasText: room }).waitFor();
  }

  // Invites somebody; gives the code.
  async invite(name, role = "心理老师") {
    await this.go("同事");
    await this.page.locator("#invite-name").fill(name);
    await this.page.locator(".choice", { hasText: role }).locator("label").click();
    await button(this.page, "生成邀请码").click();
    return (await this.page.locator(".invite-code").innerText()).trim();
  }

  member(name) {
    return this.page.locator(".member", { has: this.page.getByRole("heading", { name: new RegExp(`^${name}`) }) });
  }

  // Hands the centre's key to a colleague after comparing the codes.
  async grant(name, code) {
    await this.go("消息");
    await this.go("同事");
    const member = this.member(name);
    await button(member, `把钥匙交给${name}`).click();
    const shown = (await member.locator(".check dd").innerText()).trim();
    if (shown !== code) throw new Error(`the check codes differ: ${shown}, ${code}`);
    await member.locator(".tick").click();
    await button(member, "交出钥匙").click();
    await this.page.getByText(`${name}现在可以打开消息了。`).waitFor();
  }

  // What the own screen says while waiting for the key.
  async checkCode() {
    return (await this.page.locator(".check dd").innerText({ timeout: 60000 })).trim();
  }

  // A colleague of this one, joined and granted.
  async colleague(browser, name, role) {
    const desk = await Desk.join(browser, this.stack, await this.invite(name, role), name);
    await this.grant(name, await desk.checkCode());
    await desk.live();
    await this.go("消息");
    return desk;
  }

  // Opens the record of the first card that holds this text.
  async record(text) {
    await this.go("消息");
    await button(this.page.locator("article.card", { hasText: text }).first(), "打开个案").click();
    await this.page.locator(".case").waitFor();
  }

  cards(tier) {
    return this.page.locator("article.card", { has: this.page.getByRole("heading", { name: TIER[tier], exact: true }) });
  }

  // Waits for a result of this tier that was not there at the last call. Several of one person stand on one card.
  async shows(tier) {
    const before = this.known.get(tier) || 0;
    const count = async () => (await this.page.locator(".came li").allTextContents()).filter((line) => line.includes(`做完后发来 · ${TIER[tier]}`)).length;
    for (let n = 0; (await count()) <= before; n += 1) {
      if (n > 150) throw new Error(`no new result says ${TIER[tier]}:\n${await this.page.locator("main").innerText()}`);
      await this.page.waitForTimeout(100);
    }
    this.known.set(tier, await count());
  }

  // Acknowledges every urgent card there is, so that the next one is the one a journey is about.
  async clear() {
    const urgent = this.page.locator("article.card.urgent");
    for (let left = await urgent.count(); left > 0; left = await urgent.count()) {
      await button(urgent.first(), "我来处理").click();
      for (let n = 0; (await urgent.count()) >= left && n < 100; n += 1) await this.page.waitForTimeout(50);
    }
  }

  // The urgent card that waits longest.
  async urgent() {
    const card = this.page.locator("article.card.urgent").first();
    await card.waitFor();
    return { card, acknowledge: () => button(card, "我来处理").click() };
  }
}
