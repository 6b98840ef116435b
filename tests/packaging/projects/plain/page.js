// The portal's server signs a token for every page view.
fetch("/launch")
  .then((answer) => answer.json())
  .then((launch) => {
    const tag = document.createElement("qinghe-screening");
    for (const [name, value] of Object.entries(launch)) tag.setAttribute(name, value);
    document.body.append(tag);
  });
