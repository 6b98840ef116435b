import { Lane, separable, exact, wording } from "./watched.mjs";
import { sheets } from "./sheets.mjs";
const lane = await Lane.open();
const all = sheets(1, 20261124); const A = all[0], B = all[3];
const words = await wording(); console.log(words.length, words.slice(0,8));
for (const mount of process.argv.slice(2)) {
  const got=[]; const t0=Date.now();
  for (const s of [A,A,B,B]) { const r=await lane.sit({...s, mount}); got.push(r); console.log(mount, Date.now()-t0, words.filter(w=>r.whole.includes(w)).length); }
  globalThis.keep={end:got[0].trace.end, ax: got[0].trace.spied["A04 accessibility"]};
  console.log(mount, "separable", separable(got.slice(0,2).map(g=>g.trace.spied), got.slice(2).map(g=>g.trace.spied)));
  const chans=Object.keys(got[0].trace.spied);
  console.log(chans.length, chans.map(c=>`${c}:${got[0].trace.spied[c].length}`).join(", "));
  for (const c of chans) { const v=got.map(g=>JSON.stringify(g.trace.spied[c])); if (new Set(v).size>1) { const a=got[0].trace.spied[c]; for (const g of got.slice(1)) { const b=g.trace.spied[c]||[]; const i=a.findIndex((x,i)=>x!==b[i]); if (i>=0||a.length!==b.length) {console.log("DIFF",c,a.length,b.length,i,String(a[i]).slice(0,150),"|",String(b[i]).slice(0,150)); break} } } }
  
  for (const k of ["inside","around","end","heard","before","after"]) console.log(k, new Set(got.map(g=>JSON.stringify(g.trace[k]))).size);
}
console.log(JSON.stringify((globalThis.keep||{}),null,1)); await lane.close();
