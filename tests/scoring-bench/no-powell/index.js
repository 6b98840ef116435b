"use strict";
// Stands where jsCAT asks for `optimization-js`, which it names by a repository's address; the registry's
// package of that name brings five hundred others. Only jsCAT's maximum-likelihood estimator calls it.
// The bench measures its EAP estimator; should the other one ever run, it must not pass unnoticed.
exports.minimize_Powell = () => {
  throw new Error("The bench measures EAP; there is no Powell minimiser here for maximum likelihood.");
};
