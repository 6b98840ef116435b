// Plain sheets of the family page: what to say tonight, the crisis page, a safer home. They are made when the page is built, so
// they need neither the module nor a network. What is tapped here is kept nowhere.
export default (lesson) => {
  const place = document.getElementById("sheet");
  const shelf = place.querySelector(".shelf");
  // The way that led here, and what had the focus before.
  let way = [];
  let before;

  function show() {
    const name = way[way.length - 1];
    const found = name && [...shelf.children].find((one) => one.dataset.sheet === name);
    place.hidden = !name;
    document.body.classList.toggle("reading", Boolean(name));
    for (const one of shelf.children) one.hidden = one !== found;
    place.querySelector(".wait").hidden = Boolean(found) || !name;
    if (!name) {
      if (before && before.isConnected) before.focus({ preventScroll: true });
      return;
    }
    scrollTo(0, 0);
    const heading = found && found.querySelector("h1");
    if (heading) heading.focus({ preventScroll: true });
  }

  function back() {
    if (!way.length) return;
    way.pop();
    show();
  }

  place.addEventListener("click", (event) => {
    const at = event.target.closest("[data-to], [data-lesson], [data-sheet-do]");
    if (!at) return;
    event.preventDefault();
    if (at.dataset.to) {
      // Going back to where one came from is a way back, not a longer way.
      const met = way.indexOf(at.dataset.to);
      way = met >= 0 ? way.slice(0, met + 1) : [...way, at.dataset.to];
      show();
    } else if (at.dataset.lesson) {
      way = [];
      show();
      lesson(at.dataset.lesson);
    } else if (at.dataset.sheetDo === "print") {
      window.print();
    } else if (at.dataset.sheetDo === "home") {
      way = [];
      show();
    } else {
      back();
    }
  });

  return {
    // The sheets of a language have come, or are not there yet.
    fill(markup) {
      const made = new DOMParser().parseFromString(markup || "", "text/html");
      shelf.replaceChildren(...made.body.children);
      show();
    },
    open(name) {
      before = document.activeElement;
      way = [name];
      show();
    },
    back,
  };
};
