import { define } from "@qinghe/elements";

define(["qinghe-screening"]);

fetch("/launch")
  .then((answer) => answer.json())
  .then((launch) => {
    const tag = document.createElement("qinghe-screening");
    for (const [name, value] of Object.entries(launch)) tag.setAttribute(name, value);
    document.getElementById("app").append(tag);
  });
