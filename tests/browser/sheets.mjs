// Seeded sheets of responses for every tier of `mood-and-anxiety`.
export const RESULT = {
  routine: "这两周总体还不错",
  watch: "这两周有点吃力",
  priority: "值得和心理老师当面聊一聊",
  urgent: "你现在需要有人陪，我们一起找人",
  unclear: "这次可能没选准",
};
export const TIERS = Object.keys(RESULT);
export const SKIP = -1;

// Mulberry32 (Ettinger 2017): the same sheets on every run.
export function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

// The published cuts (Kroenke 2001; Spitzer 2006) and the battery's policy, written once more by hand.
function tierOf(sheet) {
  const [first, second] = [sheet.slice(0, 9), sheet.slice(9)];
  if (sheet[8] > 0) return "urgent";
  if (first.filter((value) => value === SKIP).length > 2) return "unclear";
  const sum = (values) => values.reduce((all, value) => all + value, 0);
  const [mood, worry] = [sum(first), sum(second)];
  if (mood >= 15 || worry >= 15 || (mood >= 10 && worry >= 10)) return "priority";
  return mood >= 10 || worry >= 10 ? "watch" : "routine";
}

export function sheetFor(tier, next) {
  for (;;) {
    const high = 1 + Math.floor(next() * 4);
    const sheet = Array.from({ length: 16 }, () => Math.floor(next() * high));
    if (tier !== "urgent") sheet[8] = 0;
    if (tier === "unclear") for (const item of [0, 2, 4, 6]) sheet[item] = SKIP;
    if (tierOf(sheet) === tier) return sheet;
  }
}

// `each` different sheets of every tier.
export function sheets(each, seed) {
  const next = random(seed);
  return TIERS.flatMap((tier) => {
    const found = new Map();
    while (found.size < each) {
      const sheet = sheetFor(tier, next);
      found.set(sheet.join(), { tier, sheet });
    }
    return Array.from(found.values());
  });
}
