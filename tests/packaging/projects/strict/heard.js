// Everything that the tags tell, and everything that the page's policy refused.
window.heard = [];
window.refused = [];
for (const name of ["ready", "progress", "finished", "help", "left", "error"]) {
  document.addEventListener(`qinghe-${name}`, ({ type, target, detail }) => window.heard.push([target.localName || "document", type, detail]));
}
document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => window.refused.push(`${violatedDirective} ${blockedURI}`));
