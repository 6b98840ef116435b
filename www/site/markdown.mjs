// Markdown to HTML: headings with the anchors that the repository uses, links inside the site, and named snippets.
import { posix } from "node:path";
import MarkdownIt from "markdown-it";

export const escape = (text) => String(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

// As the places where the repository is read make them: the documents link to each other by these.
export const slug = (text) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replace(/\s/g, "-");

// A block of code. `name`: it can be copied, and a test runs it.
export const snippet = ({ name, kind, text }) =>
  `<figure class="code"${name ? ` data-snippet="${escape(name)}"` : ""}><pre tabindex="0"><code data-kind="${escape(kind)}">${escape(text)}</code></pre></figure>\n`;

// The fences of a text, in order: `kind name` after the ticks; one without a name is called by kind and number.
export function fences(text, prefix) {
  const seen = {};
  return new MarkdownIt()
    .parse(text, {})
    .filter(({ type }) => type === "fence")
    .map(({ info, content }) => {
      const [kind = "text", name] = info.trim().split(/\s+/);
      seen[kind] = (seen[kind] || 0) + 1;
      return { name: `${prefix}/${name || `${kind}-${seen[kind]}`}`, kind, text: content };
    });
}

// Where a link leads: `page(path)` gives the site's address of a file of the repository, or nothing.
function linked(href, folder, page) {
  if (/^[a-z]+:/.test(href)) return { href };
  if (href.startsWith("#")) return { href };
  const [path, anchor] = href.split("#");
  if (/^[\w-]+\.html$/.test(path)) return { href };
  const file = path.startsWith("/") ? path.slice(1) : posix.normalize(posix.join(folder, path));
  const found = page(file);
  return found ? { href: anchor ? `${found.split("#")[0]}#${anchor}` : found } : { file };
}

// `folder`: where the text lies in the repository. `included`: snippets by name, for lines `@@ name`.
export function render(text, { folder, page, included = {}, prefix, runs }) {
  const md = new MarkdownIt({ html: false, linkify: false });
  const headings = [];
  const used = new Set();
  const anchors = new Map();
  const own = prefix ? fences(text, prefix) : [];
  let fence = 0;
  md.renderer.rules.fence = (tokens, nth) => {
    const at = own[fence++];
    used.add(at?.name);
    return snippet(at && runs(at) ? at : { kind: tokens[nth].info, text: tokens[nth].content });
  };
  md.renderer.rules.heading_open = (tokens, nth) => {
    const plain = tokens[nth + 1].children.map(({ content }) => content).join("");
    const base = slug(plain);
    const count = anchors.get(base) || 0;
    anchors.set(base, count + 1);
    const id = count ? `${base}-${count}` : base;
    const level = Number(tokens[nth].tag[1]);
    headings.push({ level, id, text: plain });
    return `<h${level} id="${escape(id)}">`;
  };
  md.renderer.rules.table_open = () => '<div class="scroll" tabindex="0"><table>\n';
  md.renderer.rules.table_close = () => "</table></div>\n";
  // A column of numbers: a class, because a strict policy refuses a style at an element.
  const number = (token) => (/right/.test(token.attrGet("style")) ? ' class="number"' : "");
  md.renderer.rules.td_open = (tokens, nth) => `<td${number(tokens[nth])}>`;
  // A corner without words is no heading.
  const named = (tokens, nth) => Boolean(tokens[nth].content);
  md.renderer.rules.th_open = (tokens, nth) => (named(tokens, nth + 1) ? `<th scope="col"${number(tokens[nth])}>` : "<td>");
  md.renderer.rules.th_close = (tokens, nth) => (named(tokens, nth - 1) ? "</th>" : "</td>");
  const closing = [];
  md.renderer.rules.link_open = (tokens, nth) => {
    const { href, file } = linked(tokens[nth].attrGet("href"), folder, page);
    closing.push(href ? "</a>" : "</span>");
    return href ? `<a href="${escape(href)}">` : `<span class="file" title="${escape(file)}">`;
  };
  md.renderer.rules.link_close = () => closing.pop();
  md.renderer.rules.image = (tokens, nth) => escape(tokens[nth].content);
  const lines = text.replace(/^@@ (\S+)$/gm, (_, name) => {
    if (!included[name]) throw new Error(`${folder}: there is no snippet \`${name}\``);
    used.add(name);
    return `\n@@${name}@@\n`;
  });
  const html = md.render(lines).replace(/<p>@@(\S+?)@@<\/p>/g, (_, name) => snippet(included[name]));
  return { html, headings, used: [...used].filter(Boolean) };
}

// One line of a comment.
export const inline = (text) => new MarkdownIt().renderInline(text);
