// Header, navigation and footer of the school's portal, and the one way to put text into HTML.
import { SCHOOL } from "./people.mjs";

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

class Safe {
  constructor(text) {
    this.text = text;
  }
  toString() {
    return this.text;
  }
}

const part = (value) => {
  if (value instanceof Safe) return value.text;
  if (Array.isArray(value)) return value.map(part).join("");
  return value === undefined || value === null || value === false ? "" : String(value).replace(/[&<>"']/g, (c) => ESCAPES[c]);
};

// Values are escaped unless they were made by `html` themselves.
export const html = (strings, ...values) => new Safe(strings.reduce((out, text, nth) => out + part(values[nth - 1]) + text));

const MENUS = {
  student: [["/", "首页"], ["/timetable", "课表"], ["/psych", "心理健康"], ["/received", "平台收到了什么"]],
  parent: [["/", "首页"], ["/family", "孩子的心理健康"], ["/received", "平台收到了什么"]],
  teacher: [["/", "首页"], ["/class", "班级完成情况"], ["/received", "平台收到了什么"]],
  counsellor: [["/", "首页"], ["/register", "名册"], ["/received", "平台收到了什么"]],
};

export function page({ who, path, title, body, head = "" }) {
  const menu = who ? MENUS[who.role] : [];
  return html`<!doctype html>
<html lang="zh-Hans">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · ${SCHOOL.name}</title>
<link rel="stylesheet" href="/portal.css">
${head}
</head>
<body>
<header class="top"><div class="wide">
<a class="school" href="/"><span class="badge" aria-hidden="true">青</span>${SCHOOL.name}<small>智慧校园</small></a>
${who && html`<form method="post" action="/logout"><span class="who">${who.name}</span><button>退出</button></form>`}
</div></header>
${who && html`<nav class="menu" aria-label="主菜单"><div class="wide">${menu.map(
    ([to, name]) => html`<a href="${to}"${to === path && html` aria-current="page"`}>${name}</a>`,
  )}</div></nav>`}
<main class="wide">${body}</main>
<footer class="wide">这是一个演示平台，学校和人物都是虚构的。</footer>
</body>
</html>`.toString();
}
