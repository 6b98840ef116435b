//! A shorter way to the same numbers for the usual sheet: everything given, plain sums. What it does not
//! cover goes through `qinghe_scoring`; the tests hold both to the same result.

use qinghe_content::{Combine, Input, Instrument, Scaling, Score};

/// An instrument whose scores are sums of keyed items or of earlier scores, laid out flat.
pub(crate) struct Plan {
    /// Number of options of each item.
    options: Vec<u8>,
    /// Points, key behind key.
    points: Vec<i32>,
    scores: Vec<Sum>,
}

struct Sum {
    /// Item and where its key begins in the points.
    items: Vec<(usize, usize)>,
    /// Earlier score and its weight.
    earlier: Vec<(usize, i32)>,
    /// Cut scores of the first band set.
    cuts: Vec<i32>,
}

impl Plan {
    /// `None` when some score is more than a sum.
    pub(crate) fn of(instrument: &Instrument) -> Option<Plan> {
        let options = instrument.items.iter().map(|item| {
            let set = instrument.response_sets.get(usize::from(item.response_set))?;
            u8::try_from(set.values.len()).ok()
        });
        let points = instrument.keys.iter().flatten().map(|points| i32::from(*points)).collect();
        let scores = instrument.scores.iter().map(|score| Sum::of(instrument, score));
        Some(Plan {
            options: options.collect::<Option<_>>()?,
            points,
            scores: scores.collect::<Option<_>>()?,
        })
    }

    /// Value and band of every score into `pairs`; `false`, and nothing of use in it, when a response is
    /// missing or no option of its item.
    pub(crate) fn score(&self, sheet: &[u8], pairs: &mut [i32]) -> bool {
        if !sheet.iter().zip(&self.options).all(|(code, options)| code < options) {
            return false;
        }
        for (nth, sum) in self.scores.iter().enumerate() {
            let mut value = 0;
            for (item, key) in &sum.items {
                let option = sheet.get(*item).map_or(0, |option| usize::from(*option));
                value += self.points.get(key + option).copied().unwrap_or(0);
            }
            for (earlier, weight) in &sum.earlier {
                value += pairs.get(earlier * 2).copied().unwrap_or(0) * weight;
            }
            let reached = sum.cuts.iter().filter(|from| **from <= value).count();
            let Some([first, second]) = pairs.get_mut(nth * 2..nth * 2 + 2) else { return false };
            (*first, *second) = (value, i32::try_from(reached).unwrap_or(0).max(1) - 1);
            if sum.cuts.is_empty() {
                *second = -1;
            }
        }
        true
    }
}

impl Sum {
    fn of(instrument: &Instrument, score: &Score) -> Option<Sum> {
        let plain = score.combine == Combine::Sum && score.scaling == Scaling::NONE && score.norms.is_empty();
        // Small enough that no sum leaves 32 bits.
        if !plain || score.inputs.len() > 512 {
            return None;
        }
        let (mut items, mut earlier) = (Vec::new(), Vec::new());
        for input in &score.inputs {
            match input {
                Input::Item { item, key, only_if: None } => {
                    let before = instrument.keys.iter().take(usize::from(*key));
                    items.push((usize::from(item.0), before.map(Vec::len).sum()));
                }
                Input::Score { score, weight: 1 } => earlier.push((usize::from(*score), 1)),
                Input::Item { .. } | Input::Score { .. } => return None,
            }
        }
        let cuts = score.band_sets.first().into_iter().flat_map(|set| &set.bands).map(|band| band.from);
        Some(Sum { items, earlier, cuts: cuts.collect() })
    }
}
