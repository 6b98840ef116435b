// What a page's layout does wrong, as lines to read: cut off, too wide, one text over another, too small for a finger.

// Everything of the document and of the element's shadow tree that is drawn. Runs in the page.
function look({ wide }) {
  const wrong = [];
  const root = document.querySelector("#place").shadowRoot;
  const shown = (node) => node.checkVisibility({ visibilityProperty: true }) && node.getBoundingClientRect().width > 0;
  const name = (node) => `${node.nodeName.toLowerCase()}.${node.className.baseVal ?? node.className} "${node.textContent.trim().slice(0, 16)}"`;
  const all = Array.from(root.querySelectorAll(".app, .app *, .reading, .reading *")).filter(shown);
  if (document.scrollingElement.scrollWidth > wide) wrong.push(`the page is ${document.scrollingElement.scrollWidth} wide`);
  for (const node of all) {
    const box = node.getBoundingClientRect();
    if (box.left < -0.5 || box.right > wide + 0.5) wrong.push(`beside the screen: ${name(node)} ${Math.round(box.left)} to ${Math.round(box.right)}`);
    // Inline boxes and drawings have no scroll size.
    if (node.closest("svg") || getComputedStyle(node).display.startsWith("inline") || node.nodeName === "PROGRESS") continue;
    // The last syllable of a line may stand out of it, into the margin.
    const out = node.matches(".spelt") || node.querySelector(".spelt") ? 8 : 1;
    if (node.scrollWidth > node.clientWidth + out && node.clientWidth) wrong.push(`cut off sideways: ${name(node)} ${node.scrollWidth} in ${node.clientWidth}`);
    if (node.scrollHeight > node.clientHeight + 1 && getComputedStyle(node).overflowY !== "visible") wrong.push(`cut off below: ${name(node)}`);
  }
  // Every line of every text, with what it belongs to.
  const lines = [];
  for (const node of all) {
    for (const text of node.childNodes) {
      // Pinyin stands beside the text that it spells, which is transparent then.
      if (text.nodeType !== Node.TEXT_NODE || !text.data.trim() || node.matches("[data-spelt]")) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      const style = getComputedStyle(node);
      // A line box is higher than its letters; what counts is the letters.
      const most = parseFloat(style.fontSize);
      for (const box of range.getClientRects()) {
        const middle = (box.top + box.bottom) / 2;
        const half = Math.min(box.height, most) / 2;
        if (box.width > 1) lines.push({ node, text, left: box.left, right: box.right, top: middle - half, bottom: middle + half });
      }
    }
  }
  for (const one of lines) {
    const around = one.node.closest("button, a, label, summary");
    if (around) {
      const box = around.getBoundingClientRect();
      if (one.left < box.left - 1 || one.right > box.right + 1 || one.top < box.top - 1 || one.bottom > box.bottom + 1) wrong.push(`text out of its box: ${name(around)}`);
    }
  }
  lines.forEach((one, nth) => {
    for (const other of lines.slice(nth + 1)) {
      // Within one spelling syllables may reach over their neighbours, but not into the line above.
      const spelt = one.node.closest(".spelt");
      // The bar of reading helps stays at the lower edge, over what is scrolled; what it covers is looked for in `unreachable`.
      if (!one.node.closest(".reading") !== !other.node.closest(".reading")) continue;
      if (one.text === other.text || (spelt && spelt === other.node.closest(".spelt") && (one.node.nodeName === "RT") === (other.node.nodeName === "RT"))) continue;
      const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      if (across > 1 && down > 1) wrong.push(`text over text: ${name(one.node)} and ${name(other.node)}`);
    }
  });
  return wrong;
}

export const faults = (page) => page.evaluate(look, { wide: page.viewportSize().width });

// Whatever is pressed, or the whole label that is pressed for it.
export const small = (page) =>
  page.evaluate(() => {
    const found = document.querySelector("#place").shadowRoot.querySelectorAll("button, a[href], summary, input");
    const boxes = Array.from(found).filter((node) => node.checkVisibility()).map((node) => [node, (node.closest("label") || node).getBoundingClientRect()]);
    return boxes.filter(([, { width, height }]) => width < 44 || height < 44).map(([node, { width, height }]) => `too small: ${node.nodeName} ${node.textContent} ${width} x ${height}`);
  });

// The heading and whatever can be pressed: both its ends can be scrolled to, and nothing lies over its middle.
export const unreachable = (page) =>
  page.evaluate(() => {
    const wrong = [];
    const root = document.querySelector("#place").shadowRoot;
    const found = Array.from(root.querySelectorAll("h1, button, a[href], summary, label")).filter((node) => node.checkVisibility());
    for (const node of found) {
      const name = `${node.nodeName} ${node.textContent.slice(0, 16)}`;
      for (const [block, end] of [["start", "top"], ["end", "bottom"]]) {
        node.scrollIntoView({ block });
        const at = node.getBoundingClientRect()[end];
        if (at < -1 || at > innerHeight + 1) wrong.push(`not to be reached: the ${end} of ${name}`);
      }
      node.scrollIntoView({ block: "center" });
      const { left, right, top, bottom } = node.getBoundingClientRect();
      const hit = root.elementFromPoint((left + right) / 2, Math.min(Math.max((top + bottom) / 2, 1), innerHeight - 1));
      if (!hit || !(node.contains(hit) || hit.contains(node))) wrong.push(`covered: ${name}`);
    }
    window.scrollTo(0, 0);
    return wrong;
  });
