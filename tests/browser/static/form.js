// The yardstick of the bench: what somebody would write by hand for the same sixteen items in one language,
// without privacy, resuming, help card, sealing or a second language.
const MOOD = {
  task: "在过去的两周里，你生活中以下症状出现的频率有多少？",
  options: ["完全不会", "好几天", "一半以上的天数", "几乎每天"],
  items: ["第一题", "第二题", "第三题", "第四题", "第五题", "第六题", "第七题", "第八题", "第九题"],
};
const WORRY = { task: "在过去的两周里，你有多少时候受到以下问题的困扰？", options: MOOD.options, items: ["第一题", "第二题", "第三题", "第四题", "第五题", "第六题", "第七题"] };
const items = [MOOD, WORRY].flatMap((form) => form.items.map((stem) => ({ stem, form })));
const given = [];
let at = 0;

function show() {
  const { stem, form } = items[at];
  document.querySelector("progress").value = at + 1;
  document.querySelector("#task").textContent = form.task;
  document.querySelector("h1").textContent = stem;
  document.querySelector("#options").replaceChildren(
    ...form.options.map((label, value) => {
      const button = document.createElement("button");
      button.className = "option";
      button.textContent = label;
      button.onclick = () => choose(value);
      return button;
    }),
  );
}

function choose(value) {
  given[at] = value;
  at = Math.min(at + 1, items.length - 1);
  show();
}

document.querySelector("#back").onclick = () => {
  at = Math.max(at - 1, 0);
  show();
};
show();
