// The reference of the API, from the types that are written by hand: TypeScript's own parser reads them.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import ts from "typescript";
import { escape, inline, slug, snippet } from "./markdown.mjs";

// What stands above a declaration or a member, as one paragraph.
const told = (node) =>
  ts
    .getJSDocCommentsAndTags(node)
    .map(({ comment }) => ts.getTextOfJSDocComment(comment) || "")
    .join(" ")
    .replace(/\s*\n\s*/g, " ")
    .trim();

const KINDS = { interface: ts.isInterfaceDeclaration, type: ts.isTypeAliasDeclaration, function: ts.isFunctionDeclaration, const: ts.isVariableStatement };

// Comments are told beside the code, not in it.
const bare = (text) => text.replace(/\/\*\*[^]*?\*\//g, "").replace(/\n\s*\n/g, "\n").trim();

function member(node, source) {
  const signature = ts.isMethodSignature(node);
  const name = node.name.getText(source).replaceAll('"', "");
  const type = signature ? node.getText(source).slice(node.name.getText(source).length).replace(/;$/, "") : node.type.getText(source);
  return { name, optional: Boolean(node.questionToken), type: bare(type), told: told(node) };
}

// Everything that a file of types exports.
export async function declared(path) {
  const source = ts.createSourceFile(path, await readFile(path, "utf8"), ts.ScriptTarget.Latest, true);
  const exported = source.statements.filter((node) => ts.canHaveModifiers(node) && ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword));
  return exported.map((node) => {
    const [kind] = Object.entries(KINDS).find(([, is]) => is(node)) || [];
    if (!kind) throw new Error(`${path}: nobody says how to show \`${node.getText(source).slice(0, 60)}\``);
    const named = kind === "const" ? node.declarationList.declarations[0] : node;
    return {
      kind,
      name: named.name.getText(source),
      told: told(node),
      code: bare(node.getText(source)).replace(/^export (declare )?/, ""),
      from: (node.heritageClauses || []).flatMap(({ types }) => types.map((type) => type.getText(source))),
      members: kind === "interface" ? node.members.map((one) => member(one, source)) : [],
    };
  });
}

// Own members first, then those that come from elsewhere in the same file.
function all(one, declarations) {
  const above = one.from.flatMap((name) => {
    const base = declarations.find((other) => other.name === name);
    return base ? all(base, declarations).map((member) => ({ from: name, ...member })) : [];
  });
  return [...one.members, ...above];
}

function shown(one, declarations, { words, say, seen }) {
  const id = slug(one.name) + (seen.has(one.name) ? "-const" : "");
  seen.add(one.name);
  const rows = all(one, declarations).map(
    ({ name, optional, type, told, from }) =>
      `<tr><th scope="row"><code>${escape(name)}</code>${optional ? ` <small>${words.optional}</small>` : ""}</th><td><code>${escape(type)}</code></td><td>${say(told)}${from ? ` <small>${words.inherited(`<code>${escape(from)}</code>`)}</small>` : ""}</td></tr>`,
  );
  const table = `<div class="scroll" tabindex="0"><table><thead><tr><th scope="col">${words.member}</th><th scope="col">${words.type}</th><th scope="col">${words.about}</th></tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
  const body = rows.length ? table : snippet({ kind: "ts", text: one.code });
  return `<section class="declared"><h3 id="${escape(id)}"><code>${escape(one.name)}</code> <small>${one.kind}</small></h3>${one.told ? `<p>${say(one.told)}</p>` : ""}${body}</section>`;
}

// The page's body. `translate(sentence)` gives a comment in the page's language, and fails where there is none.
export async function reference(root, words, translate) {
  const parts = [["elements", "tags", "index.d.ts"], ["headless", "engine", "headless.d.ts"]];
  const headings = [];
  const html = [];
  for (const [part, id, file] of parts) {
    const declarations = await declared(join(root, "www/npm", file));
    const say = (text) => (text ? inline(translate(text)) : "");
    headings.push({ level: 2, id, text: words[part] });
    html.push(`<h2 id="${id}">${words[part]}</h2>`);
    const seen = new Set(part === "headless" ? ["version"] : []);
    for (const one of declarations) html.push(shown(one, declarations, { words, say, seen }));
  }
  return { html: html.join("\n"), headings };
}
