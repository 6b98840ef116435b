//! Figures over many people: what may be shown, and how sure it is. Pure.
//!
//! Nothing that is shown tells of fewer than [`LEAST`] people, by itself or by subtraction: of groups from their sum,
//! of one figure from another, of those who did from those enrolled, or of today from yesterday. What remains is what
//! somebody knows besides; these rules are no differential privacy, and SECURITY.md says so.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Fewest people of whom something is told.
pub const LEAST: i64 = 10;
/// The 97.5th percentile of the normal distribution: intervals of 95 per cent.
const Z: f64 = 1.959_963_984_540_054;

/// The 95 per cent interval of a proportion by Wilson's score method (Wilson 1927, JASA 22:209), in per cent; `None` for
/// more than everybody or for nobody.
#[must_use]
pub fn wilson(part: i64, whole: i64) -> Option<[f64; 3]> {
    let (x, n) = (i32::try_from(part).ok()?, i32::try_from(whole).ok()?);
    if n <= 0 || !(0..=n).contains(&x) {
        return None;
    }
    let (x, n) = (f64::from(x), f64::from(n));
    let (p, z2) = (x / n, Z * Z);
    let middle = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z / (1.0 + z2 / n) * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    Some([p, middle - half, middle + half].map(|one| (one.clamp(0.0, 1.0) * 1_000.0).round() / 10.0))
}

/// What is shown of a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Cell {
    /// Fewer than [`LEAST`], or something would follow from it.
    Hidden,
    /// All but a few; so many at least.
    AtLeast(i64),
    /// Exactly so many.
    Count(i64),
}

/// One count over a school, and over its groups.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Row {
    /// Everybody.
    pub total: Cell,
    /// Every group exactly, or none: one hidden group would follow from the sum.
    pub groups: Option<BTreeMap<String, i64>>,
}

impl Row {
    fn hidden() -> Row {
        Row { total: Cell::Hidden, groups: None }
    }
}

/// How many of how many, by group. Who belongs to no known group stands in `others`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Group → how many, and how many are enrolled.
    pub groups: BTreeMap<String, (i64, i64)>,
    /// Of no known group.
    pub others: i64,
}

impl Tally {
    fn total(&self) -> i64 {
        self.groups.values().map(|(count, _)| count).sum::<i64>() + self.others
    }

    fn enrolled(&self) -> i64 {
        self.groups.values().map(|(_, enrolled)| enrolled).sum()
    }

    fn row(&self, least: i64) -> Row {
        let all: Vec<Cell> = self.groups.values().map(|(count, of)| cell(*count, *of, least)).collect();
        let exact = all.iter().all(|cell| matches!(cell, Cell::Count(_)));
        let whole = exact && self.groups.len() > 1 && self.others == 0;
        let counts = || self.groups.iter().map(|(name, (count, _))| (name.clone(), *count)).collect();
        let total = cell(self.total(), self.enrolled(), least);
        let groups = (whole && matches!(total, Cell::Count(_))).then(counts);
        Row { total, groups }
    }
}

/// Whether a number tells of somebody: more than nobody, and too few.
fn few(count: i64, least: i64) -> bool {
    (1..least).contains(&count.abs())
}

fn cell(count: i64, enrolled: i64, least: i64) -> Cell {
    if count < least {
        Cell::Hidden
    } else if few(enrolled - count, least) {
        Cell::AtLeast(enrolled - least + 1)
    } else {
        Cell::Count(count)
    }
}

/// What may be shown of a count and of a part of it, such as everybody who completed and everybody who mastered.
#[must_use]
pub fn rows(all: &Tally, part: &Tally, least: i64) -> (Row, Row) {
    let (whole, mut some) = (all.row(least), part.row(least));
    let told = match (whole.total, some.total) {
        (Cell::Hidden, _) | (_, Cell::Hidden) => false,
        (Cell::Count(all), Cell::Count(part)) => !few(all - part, least),
        // Decided by what is shown of the whole, for deciding by the whole itself would tell it.
        (Cell::AtLeast(all), Cell::Count(part)) => all - part >= least,
        (_, Cell::AtLeast(_)) => true,
    };
    if !told {
        return (whole, Row::hidden());
    }
    let apart = |name: &str, count: i64| {
        let of = all.groups.get(name).map_or(0, |(count, _)| *count);
        !few(of - count, least)
    };
    // That a part's groups are shown would say something of the whole's, so they are shown together.
    some.groups = some
        .groups
        .filter(|groups| whole.groups.is_some() && groups.iter().all(|(name, count)| apart(name, *count)));
    (whole, some)
}

/// What is shown now when `before` was shown last: a number moves by nothing, or by so many that nobody can be found in the
/// difference. `known`: the groups that were shown last, whenever that was.
#[must_use]
pub fn after(before: Option<&Row>, known: Option<&BTreeMap<String, i64>>, now: Row, least: i64) -> Row {
    if let Some(before) = before
        && moved(before.total, now.total, least)
    {
        return before.clone();
    }
    let apart = |(name, count): (&String, &i64)| {
        known.and_then(|known| known.get(name)).is_none_or(|last| !few(count - last, least))
    };
    let groups = now.groups.filter(|groups| groups.iter().all(apart));
    Row { total: now.total, groups }
}

/// Whether two numbers differ by a few.
fn moved(before: Cell, now: Cell, least: i64) -> bool {
    match (before, now) {
        (Cell::Count(before), Cell::Count(now)) => few(now - before, least),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilsons_interval_is_that_of_published_examples() {
        // Newcombe 1998 (Stat Med 17:857), table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
        for (part, whole, low, high) in
            [(81, 263, 25.5, 36.6), (15, 148, 6.2, 16.0), (0, 20, 0.0, 16.1), (1, 29, 0.6, 17.2)]
        {
            let [_, found_low, found_high] = wilson(part, whole).unwrap();
            assert_eq!((found_low, found_high), (low, high), "{part} of {whole}");
        }
        assert_eq!((wilson(3, 0), wilson(4, 3), wilson(-1, 3)), (None, None, None));
    }

    fn tally(counts: &[i64], enrolled: i64, others: i64) -> Tally {
        let groups = counts.iter().enumerate().map(|(nth, count)| (format!("g{nth}"), (*count, enrolled)));
        Tally { groups: groups.collect(), others }
    }

    /// Every number that could be asked for of two groups and their sum.
    fn quantities(all: [i64; 2], part: [i64; 2], enrolled: i64) -> Vec<i64> {
        let mut found = Vec::new();
        for (all, part, of) in [
            (all[0], part[0], enrolled),
            (all[1], part[1], enrolled),
            (all[0] + all[1], part[0] + part[1], 2 * enrolled),
        ] {
            found.extend([all, part, all - part, of - all, of - part]);
        }
        found
    }

    /// Every table of two groups: whoever sees what is shown, knows the rules and tries every table that would look the
    /// same, finds no number that tells of fewer than three people.
    #[test]
    fn nothing_small_can_be_worked_out_of_what_is_shown() {
        let (least, enrolled) = (3, 7);
        let mut classes: BTreeMap<(Row, Row), Vec<Vec<i64>>> = BTreeMap::new();
        let pairs: Vec<[i64; 2]> =
            (0..=enrolled).flat_map(|all| (0..=all).map(move |part| [all, part])).collect();
        for one in &pairs {
            for other in &pairs {
                let (all, part) = ([one[0], other[0]], [one[1], other[1]]);
                let shown = rows(&tally(&all, enrolled, 0), &tally(&part, enrolled, 0), least);
                classes.entry(shown).or_default().push(quantities(all, part, enrolled));
            }
        }
        let mut told = 0;
        for (shown, tables) in &classes {
            for nth in 0..15 {
                let first = tables[0][nth];
                let sure = tables.iter().all(|table| table[nth] == first);
                assert!(!(sure && few(first, least)), "{shown:?} tells quantity {nth}: {first}");
            }
            told += usize::from(shown.0.groups.is_some());
        }
        assert!(told > 3, "something is shown: {told}");
    }

    /// Counts that grow, looked at every day: two numbers of one cell differ by nothing or by enough, and groups never add
    /// up to a total that moved by a few.
    #[test]
    fn nobody_is_found_between_two_days() {
        let mut seed = 7_u64;
        let mut roll = |end: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            i64::try_from((seed >> 33) % end).unwrap()
        };
        for _ in 0..300 {
            let (mut counts, mut before, mut known) = ([0, 0, 0], None::<Row>, None);
            let (mut totals, mut cells, mut sums) =
                (Vec::<i64>::new(), vec![Vec::<i64>::new(); 3], Vec::<i64>::new());
            for _ in 0..60 {
                for count in &mut counts {
                    *count = (*count + roll(5)).min(200);
                }
                let now = rows(&tally(&counts, 200, 0), &tally(&[0, 0, 0], 200, 0), LEAST).0;
                let shown = after(before.as_ref(), known.as_ref(), now, LEAST);
                if let Cell::Count(total) = shown.total {
                    totals.push(total);
                }
                if let Some(groups) = &shown.groups {
                    groups.values().zip(&mut cells).for_each(|(count, cell)| cell.push(*count));
                    sums.push(groups.values().sum());
                    known = Some(groups.clone());
                }
                before = Some(shown);
            }
            let apart = |list: &[i64]| list.windows(2).all(|two| !few(two[1] - two[0], LEAST));
            assert!(apart(&totals) && cells.iter().all(|cell| apart(cell)));
            assert!(sums.iter().all(|sum| totals.iter().all(|total| !few(sum - total, LEAST))));
            assert!(!totals.is_empty());
        }
    }

    #[test]
    fn who_belongs_to_no_group_keeps_the_groups_hidden() {
        let all = tally(&[40, 50], 300, 1);
        let (row, _) = rows(&all, &tally(&[0, 0], 300, 0), LEAST);
        assert_eq!((row.total, row.groups), (Cell::Count(91), None));
        let (row, _) = rows(&tally(&[40, 50], 300, 0), &tally(&[0, 0], 300, 0), LEAST);
        assert!(row.groups.is_some());
        assert_eq!(cell(295, 300, LEAST), Cell::AtLeast(291));
        assert_eq!((cell(300, 300, LEAST), cell(9, 300, LEAST)), (Cell::Count(300), Cell::Hidden));
    }
}
