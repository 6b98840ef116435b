// What is imported for what it does must survive the bundler.
import "@qinghe/elements/define";

fetch("/launch")
  .then((answer) => answer.json())
  .then((launch) => {
    const tag = document.createElement("qinghe-screening");
    for (const [name, value] of Object.entries(launch)) tag.setAttribute(name, value);
    document.getElementById("app").append(tag);
  });
