// Tells the portal what its page hears from the element. No event says a result.
for (const name of ["qinghe-ready", "qinghe-finished", "qinghe-error"]) {
  document.addEventListener(name, (event) => {
    const code = event.detail && typeof event.detail.code === "string" ? event.detail.code : "";
    fetch("/psych/heard", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ name, code }), keepalive: true });
  });
}
