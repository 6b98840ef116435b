//! Which scores complete responses can give: cut scores and cases stand where scores are.

use qinghe_content::{Combine, Input, Instrument, ItemIndex, Rounding, Scaling, Score};
use std::collections::BTreeSet;

/// Widest sum that is worked out.
const WIDEST: i64 = 20_000;

/// Values, and the items that they come from.
struct Attained {
    values: BTreeSet<i32>,
    items: BTreeSet<ItemIndex>,
}

/// Every value that score `at` can have when nothing is missing. `None` where that depends on more than the
/// choice for each item by itself: norms, conditions, trait estimates, an item that enters twice.
pub(crate) fn scores(instrument: &Instrument, at: usize) -> Option<BTreeSet<i32>> {
    let mut wanted = vec![false; at + 1];
    let mut open = vec![at];
    while let Some(at) = open.pop() {
        let Some(wanted) = wanted.get_mut(at).filter(|wanted| !**wanted) else { continue };
        *wanted = true;
        let inputs = instrument.scores.get(at).into_iter().flat_map(|score| &score.inputs);
        open.extend(inputs.filter_map(|input| match input {
            Input::Score { score, .. } => Some(usize::from(*score)),
            Input::Item { .. } => None,
        }));
    }
    let mut known: Vec<Option<Attained>> = Vec::new();
    for (score, wanted) in instrument.scores.iter().zip(wanted) {
        let one = if wanted { one(instrument, score, &known) } else { None };
        known.push(one);
    }
    known.pop()?.map(|attained| attained.values)
}

fn one(instrument: &Instrument, score: &Score, known: &[Option<Attained>]) -> Option<Attained> {
    let mut items = BTreeSet::new();
    let mut parts: Vec<Vec<i64>> = Vec::new();
    for input in &score.inputs {
        match input {
            Input::Item { item, key, only_if: None } => {
                if !items.insert(*item) {
                    return None;
                }
                let key = instrument.keys.get(usize::from(*key))?;
                parts.push(key.iter().map(|points| i64::from(*points)).collect());
            }
            Input::Item { .. } => return None,
            Input::Score { score, weight } => {
                let inner = known.get(usize::from(*score))?.as_ref()?;
                if inner.items.iter().any(|item| !items.insert(*item)) {
                    return None;
                }
                parts.push(inner.values.iter().map(|value| i64::from(*value) * i64::from(*weight)).collect());
            }
        }
    }
    let raw: Vec<i64> = match &score.combine {
        Combine::Sum => sums(&parts)?,
        Combine::Maximum => largest(&parts),
        Combine::First(_) | Combine::Theta => return None,
    };
    if !score.norms.is_empty() {
        return None;
    }
    let values = raw.into_iter().map(|raw| scaled(raw, score.scaling)).collect::<Option<_>>()?;
    Some(Attained { values, items })
}

fn sums(parts: &[Vec<i64>]) -> Option<Vec<i64>> {
    let low: i64 = parts.iter().map(|part| part.iter().min().copied().unwrap_or(0)).sum();
    let high: i64 = parts.iter().map(|part| part.iter().max().copied().unwrap_or(0)).sum();
    let width = usize::try_from(high - low).ok().filter(|_| high - low <= WIDEST)?;
    let mut reached = Bits::one(width + 1);
    for part in parts {
        let least = part.iter().min().copied().unwrap_or(0);
        let steps: BTreeSet<usize> =
            part.iter().filter_map(|value| usize::try_from(value - least).ok()).collect();
        let mut next = Bits::none(width + 1);
        for step in steps {
            next.add(&reached, step);
        }
        reached = next;
    }
    Some((low..=high).zip(0..).filter(|(_, at)| reached.has(*at)).map(|(value, _)| value).collect())
}

/// A set of small numbers, one bit each.
struct Bits(Vec<u64>);

impl Bits {
    fn none(count: usize) -> Bits {
        Bits(vec![0; count.div_ceil(64)])
    }

    /// The set that holds 0.
    fn one(count: usize) -> Bits {
        let mut bits = Bits::none(count);
        if let Some(first) = bits.0.first_mut() {
            *first = 1;
        }
        bits
    }

    /// Adds every number of `other` plus `step`.
    fn add(&mut self, other: &Bits, step: usize) {
        let (words, bits) = (step / 64, step % 64);
        for (at, word) in self.0.iter_mut().enumerate().skip(words) {
            let from = |at: Option<usize>| at.and_then(|at| other.0.get(at)).copied().unwrap_or(0);
            *word |= from(at.checked_sub(words)) << bits;
            if bits > 0 {
                *word |= from(at.checked_sub(words + 1)) >> (64 - bits);
            }
        }
    }

    fn has(&self, at: usize) -> bool {
        self.0.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
    }
}

fn largest(parts: &[Vec<i64>]) -> Vec<i64> {
    let least = parts.iter().map(|part| part.iter().min().copied().unwrap_or(i64::MIN)).max();
    let all: BTreeSet<i64> = parts.iter().flatten().copied().collect();
    all.into_iter().filter(|value| least.is_none_or(|least| *value >= least)).collect()
}

/// The scaled score of a whole raw score, worked out again and not by the engine.
fn scaled(raw: i64, scaling: Scaling) -> Option<i32> {
    let (top, bottom) = (raw.checked_mul(i64::from(scaling.multiply))?, i64::from(scaling.divide));
    let (down, rest) = (top.abs() / bottom, top.abs() % bottom);
    let up = match scaling.rounding {
        Rounding::Truncate => false,
        Rounding::HalfUp => rest * 2 >= bottom,
        Rounding::HalfEven => rest * 2 > bottom || (rest * 2 == bottom && down % 2 == 1),
    };
    let rounded = top.signum() * (down + i64::from(up));
    i32::try_from(rounded + i64::from(scaling.add)).ok()
}

#[cfg(test)]
mod tests {
    use super::{largest, scaled, sums};
    use qinghe_content::{Rounding, Scaling};

    #[test]
    fn sums_leave_out_what_cannot_be() {
        assert_eq!(sums(&[vec![0, 2], vec![0, 3]]).unwrap(), [0, 2, 3, 5]);
        assert_eq!(sums(&[vec![-1, 1], vec![1, 2]]).unwrap(), [0, 1, 2, 3]);
        assert_eq!(sums(&vec![vec![0, 1, 2, 3]; 9]).unwrap(), (0..=27).collect::<Vec<i64>>());
        assert_eq!(
            sums(&[vec![0, 63, 64, 130], vec![0, 1, 127]]).unwrap(),
            [0, 1, 63, 64, 65, 127, 130, 131, 190, 191, 257]
        );
        assert!(sums(&[vec![0, 20_001]]).is_none());
    }

    #[test]
    fn the_largest_is_never_below_every_lowest() {
        assert_eq!(largest(&[vec![0, 3], vec![1, 2]]), [1, 2, 3]);
    }

    #[test]
    fn scaling_rounds_as_it_is_told() {
        let with = |rounding| Scaling { multiply: 5, divide: 4, add: 1, rounding, decimals: 0 };
        assert_eq!(scaled(46, with(Rounding::Truncate)), Some(58));
        assert_eq!(scaled(46, with(Rounding::HalfUp)), Some(59));
        assert_eq!(scaled(46, with(Rounding::HalfEven)), Some(59));
        assert_eq!(scaled(42, with(Rounding::HalfEven)), Some(53));
        assert_eq!(scaled(-46, with(Rounding::HalfUp)), Some(-57));
    }
}
