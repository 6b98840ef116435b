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
  static async setUp(browser, stack) {
    const desk = new Desk();
    desk.stack = stack;
    desk.context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    desk.page = await desk.context.newPage();
    desk.complaints = watch(desk.page);
    desk.known = new Map();
    await desk.page.goto(`${stack.gateway}/desk`);
    await desk.page.locator("#code").fill(await stack.setupCode());
    await desk.page.locator("#name").fill("沈老师");
    await desk.page.locator("#passphrase").fill(PASSPHRASE);
    await desk.page.locator("#again").fill(PASSPHRASE);
    await button(desk.page, "配好钥匙").click();
    await desk.live();
    return desk;
  }

  async live() {
    await this.page.getByText("已连接，消息随时会到").waitFor({ timeout: 30000 });
  }

  // After the gateway was restarted, its sessions are gone and the page has locked itself.
  async unlockAgain() {
    const field = this.page.locator("input[autocomplete=current-password]");
    await field.waitFor({ timeout: 30000 });
    await field.fill(PASSPHRASE);
    await button(this.page, "打开").click();
    await this.live();
  }

  cards(tier) {
    return this.page.locator("article.card", { has: this.page.getByRole("heading", { name: TIER[tier], exact: true }) });
  }

  // Waits for a card with this tier that was not there at the last call.
  async shows(tier) {
    const before = this.known.get(tier) || 0;
    const cards = this.cards(tier);
    for (let n = 0; (await cards.count()) <= before; n += 1) {
      if (n > 150) throw new Error(`no new card says ${TIER[tier]}:\n${await this.page.locator("main").innerText()}`);
      await this.page.waitForTimeout(100);
    }
    this.known.set(tier, await cards.count());
    return cards.first();
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
    await card.waitFor({ timeout: 15000 });
    return { card, acknowledge: () => button(card, "我来处理").click() };
  }
}
