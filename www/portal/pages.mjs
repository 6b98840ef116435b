// The pages of each role.
import { html, page } from "./layout.mjs";
import { PEOPLE, person, students } from "./people.mjs";

const ROLES = { student: "学生", parent: "家长", teacher: "班主任", counsellor: "心理老师" };

export function login() {
  const card = (one) => html`<a class="card person" href="/login?as=${one.id}">
<strong>${one.name}</strong><span>${one.title || ROLES[one.role]}${one.age && `，${one.age} 岁`}</span>
<small>${note(one)}</small></a>`;
  return page({
    title: "登录",
    body: html`<h1>登录</h1><p class="lead">演示平台，不需要密码。请选一个身份。</p><div class="cards">${PEOPLE.map(card)}</div>`,
  });
}

const note = (one) =>
  ({
    "student-13": "家长已经同意",
    "student-13-no-consent": "家长还没有同意",
    "student-11": "比这套题的年龄小",
    parent: "周可心的妈妈",
  })[one.id] || (one.class ? `${one.class} 班` : "");

const NEWS = [
  ["11-23", "本周五下午大扫除，请带好抹布"],
  ["11-20", "秋季运动会成绩公布"],
  ["11-18", "图书馆新到 320 本书，欢迎借阅"],
];

export function home(who) {
  const news = html`<section class="card"><h2>校园通知</h2><ul class="news">${NEWS.map(
    ([day, text]) => html`<li><time>${day}</time>${text}</li>`,
  )}</ul></section>`;
  const tiles = {
    student: html`<a class="card tile" href="/psych"><h2>心理健康</h2><p>花五分钟，看看自己这两周过得怎么样。</p><span class="go">去看看</span></a>
<a class="card tile" href="/timetable"><h2>今日课表</h2><p>语文、数学、体育、英语、物理、班会</p><span class="go">全部课表</span></a>`,
    parent: html`<a class="card tile" href="/family"><h2>孩子的心理健康</h2><p>查看是否完成，签署或撤回同意。</p><span class="go">打开</span></a>`,
    teacher: html`<a class="card tile" href="/class"><h2>班级完成情况</h2><p>谁做完了，谁还没有做。</p><span class="go">打开</span></a>`,
    counsellor: html`<a class="card tile" href="/register"><h2>名册</h2><p>用工作台上的短编号，找到是哪位同学。</p><span class="go">打开</span></a>`,
  };
  return page({ who, path: "/", title: "首页", body: html`<h1>${who.name}，你好</h1><div class="cards two">${tiles[who.role]}${news}</div>` });
}

export function timetable(who) {
  const days = ["周一", "周二", "周三", "周四", "周五"];
  const lessons = [
    ["语文", "数学", "英语", "语文", "数学"],
    ["数学", "英语", "语文", "体育", "英语"],
    ["体育", "物理", "历史", "数学", "语文"],
    ["英语", "语文", "数学", "物理", "美术"],
    ["班会", "地理", "音乐", "心理", "自习"],
  ];
  const body = html`<h1>课表</h1><div class="card scroll"><table><thead><tr><th></th>${days.map((day) => html`<th>${day}</th>`)}</tr></thead>
<tbody>${lessons.map((row, nth) => html`<tr><th>${nth + 1}</th>${row.map((one) => html`<td>${one}</td>`)}</tr>`)}</tbody></table></div>`;
  return page({ who, path: "/timetable", title: "课表", body });
}

// The embedding is one line of script and one tag. What stands between the tags shows until the script has come: these
// numbers have to be there even where the gateway, or its certificate, is not.
const UNTIL_THEN = html`<p>想找人说说，现在就可以打：<a href="tel:12356">12356</a>（心理援助热线）、<a href="tel:110">110</a>、<a href="tel:120">120</a>。</p>`;

export function psych(who, { gateway, token, battery, mount, lang }) {
  return page({
    who,
    path: "/psych",
    title: "心理健康",
    head: scripts(gateway),
    body: html`<h1>心理健康</h1><p class="lead">下面这一块由学校心理中心提供。平台看不到你在里面选了什么。</p>${element({ gateway, token, battery, mount, lang })}`,
  });
}

const element = ({ gateway, token, battery, mount, lang }) =>
  html`<div class="element"><qinghe-screening gateway="${gateway}" token="${token}" battery="${battery}" lang="${lang}"${mount === "inline" && html` mount="inline"`}>${UNTIL_THEN}</qinghe-screening></div>`;
const scripts = (gateway) => html`<script src="${gateway}/qinghe.js" async></script><script src="/heard.js" defer></script>`;

export function report(who, { gateway, ...how }) {
  return page({
    who,
    path: "/family",
    title: "您看到的孩子",
    head: scripts(gateway),
    body: html`<h1>您看到的${person(who.child).name}</h1><p class="lead">下面这一块由学校心理中心提供。平台看不到您在里面选了什么。</p>${element({ gateway, battery: "parent-report", ...how })}`,
  });
}

export function family(who, records, consentPage) {
  const child = person(who.child);
  const consent = records.consent(child.id);
  const done = records.doneOn(child.id);
  return page({
    who,
    path: "/family",
    title: "孩子的心理健康",
    body: html`<h1>${child.name}的心理健康</h1>
<section class="card"><h2>完成情况</h2><p>${done ? `${done} 做完了一次自评。` : "还没有做过自评。"}</p>
<p class="quiet">平台只知道做完没有。孩子选了什么、结果怎么样，平台和家长都看不到。如果需要您一起帮忙，心理老师会先和孩子商量，再联系您。</p></section>
<section class="card"><h2>监护人同意</h2>
${consentPage && html`<p>这件事由学校心理中心自己的页面来问。同意、不同意、撤回、删除，都在那里。</p><p><a class="button" href="${consentPage}">打开同意页</a></p></section>`}
${!consentPage && html`<p>${consent ? "您已经同意孩子参加。可以随时撤回，撤回不影响孩子在学校的任何事情。" : "孩子未满 14 周岁，需要您先同意。不同意也没有关系，不会有任何影响。"}</p>
<form method="post" action="/family/consent"><input type="hidden" name="agree" value="${consent ? "no" : "yes"}"><button class="main">${consent ? "撤回同意" : "我同意"}</button></form></section>`}
<section class="card"><h2>说说您看到的</h2><p>大约七分钟。您选了什么只留在您的设备里，最后几题说的是您自己，只给您自己看。</p><p><a class="button" href="/family/report">去看看</a></p></section>
<section class="card"><h2>在家可以做的</h2><ul><li>每天留十分钟，只听，不评价。</li><li>先说看到的，再问：“这几天你睡得晚了，是不是有什么事？”</li><li>如果孩子说起不想活，不要责备，陪在身边，马上联系学校，或拨打 12356。</li></ul></section>`,
  });
}

export function classList(who, records) {
  const all = students().filter((one) => one.class === who.class);
  return page({
    who,
    path: "/class",
    title: "班级完成情况",
    body: html`<h1>${who.title}</h1><section class="card scroll"><table><thead><tr><th>姓名</th><th>自评</th></tr></thead><tbody>${all.map(
      (one) => html`<tr><td>${one.name}</td><td>${records.doneOn(one.id) ? "做完了" : "还没有做"}</td></tr>`,
    )}</tbody></table></section>
<p class="quiet">这里没有结果，也没有选择。做不做由学生自己决定，请不要催，也不要在班上点名。如果您担心某位同学，请直接找心理老师。</p>`,
  });
}

export function register(who, records, gateway, result) {
  const log = records.kept.lookups.slice(0, 10);
  return page({
    who,
    path: "/register",
    title: "名册",
    body: html`<h1>名册</h1>
<section class="card"><p>工作台上的每条消息只有一个短编号。在这里查它是哪位同学；每次查询都会留下记录。</p>
<form class="row" method="post" action="/register"><label>短编号 <input name="code" required minlength="6" maxlength="64" pattern="[A-Za-z0-9_\\-]+" autocomplete="off" spellcheck="false"></label><button class="main">查询</button></form>
${result && html`<p class="result" role="status">${result.person ? `${result.person.name}，${result.person.class} 班，${result.person.age} 岁` : "没有找到，请核对编号。"}</p>`}</section>
<section class="card"><h2>心理中心工作台</h2><p>消息在工作台里打开，只有您的口令能打开它们。</p><p><a class="button" href="${gateway}/desk" target="_blank" rel="noopener">打开工作台</a></p></section>
<section class="card scroll"><h2>最近的查询</h2>${log.length ? html`<table><thead><tr><th>时间</th><th>谁</th><th>编号</th><th>找到</th></tr></thead><tbody>${log.map(
      (one) => html`<tr><td>${one.at.slice(0, 16).replace("T", " ")}</td><td>${one.who}</td><td>${one.code}</td><td>${one.found ? "是" : "否"}</td></tr>`,
    )}</tbody></table>` : html`<p class="quiet">还没有查询过。</p>`}</section>`,
  });
}

export function received(who, records) {
  const row = (one) => html`<tr><td>${one.at.slice(11, 19)}</td><td>${one.what}</td><td><code>${one.detail}</code></td></tr>`;
  return page({
    who,
    path: "/received",
    title: "平台收到了什么",
    body: html`<h1>平台收到了什么</h1>
<section class="card"><p>封好的消息直接从浏览器送到学校心理中心，不经过本平台。所以这里连密文都没有：只有页面打开的请求，和元件说的“准备好了”“做完了”。</p>
<p class="quiet">下面是启动以来，本平台的服务器收到的每一个请求（方法、地址、正文），以及本平台的页面从元件那里听到的每一句话，最新的在最上面。</p></section>
<section class="card scroll"><table><thead><tr><th>时间</th><th>类型</th><th>内容</th></tr></thead><tbody>${records.received.map(row)}</tbody></table></section>`,
  });
}
