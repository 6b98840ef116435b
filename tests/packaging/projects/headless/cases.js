// Every golden case through the package; the same in Node and in a worker. Gives what differs, and how much was looked at.
export function differences(engine, { scales, batteries }) {
  const found = [];
  let looked = 0;
  const check = (where, got, wanted) => {
    looked += 1;
    if (JSON.stringify(got) !== JSON.stringify(wanted)) found.push(`${where}: ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`);
  };
  for (const { id, name, responses, group, critical, scores, bands } of scales) {
    check(`${id}, ${name}`, engine.validate(id, responses), []);
    const got = engine.score(id, responses, group);
    check(`${id}, ${name}: critical`, got.critical, critical);
    const score = (one) => got.scores.find((each) => each.id === one);
    for (const [one, value] of Object.entries(scores)) check(`${id}, ${name}: ${one}`, score(one).value, value === "not-computed" ? null : value);
    // A case writes `none` for no band, and some band sets have a band of that name.
    for (const [path, band] of Object.entries(bands)) {
      const [one, set] = path.split("/");
      check(`${id}, ${name}: ${path}`, score(one).bands[set] === null ? "none" : score(one).bands[set], band);
    }
  }
  for (const { id, name, responses, quick, earlier, group, tier, domains } of batteries) {
    check(`${id}, ${name}`, engine.validateBattery(id, responses), []);
    const got = engine.tier(id, responses, { who: group, quick, earlier });
    check(`${id}, ${name}: tier`, got.tier, tier);
    if (domains) check(`${id}, ${name}: domains`, got.domains, domains);
  }
  return { found, looked };
}
