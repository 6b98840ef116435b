// Buttons that copy, and the choice in the catalogue. Without this script every page can be read whole.
const { copy, copied, notCopied } = document.body.dataset;

for (const figure of document.querySelectorAll("[data-snippet]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = copy;
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  said.className = "said";
  button.addEventListener("click", async () => {
    said.textContent = "";
    try {
      await navigator.clipboard.writeText(figure.querySelector("code").textContent);
      said.textContent = copied;
    } catch {
      said.textContent = notCopied;
    }
  });
  const bar = document.createElement("figcaption");
  bar.append(said, button);
  figure.prepend(bar);
}

const choices = document.querySelector(".choices");
if (choices) {
  const all = [...document.querySelectorAll(".instrument")];
  const count = document.querySelector(".count");
  choices.hidden = false;
  const show = () => {
    const wanted = choices.querySelector(":checked").value;
    for (const one of all) one.hidden = wanted !== "every" && one.dataset.wording !== wanted;
    const shown = all.filter(({ hidden }) => !hidden).length;
    // The sentence has the numbers in it, in whatever order a language wants them: the shown one stands first.
    count.textContent = count.textContent.replace(/\d+/, shown);
  };
  choices.addEventListener("change", show);
  show();
}

// On a narrow window the list of a page's parts begins shut, so that the page itself is in sight.
const contents = document.querySelector(".contents details");
if (contents && matchMedia("(max-width: 60rem)").matches) contents.open = false;

// Whoever comes with an instrument's name in the address finds it open.
const opened = () => {
  const details = document.getElementById(decodeURIComponent(location.hash.slice(1)))?.querySelector("details");
  if (details) details.open = true;
};
addEventListener("hashchange", opened);
opened();
