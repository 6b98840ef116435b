//! Item response theory: the graded response model on a fixed grid.
//!
//! Category probabilities after Samejima (1969); with two categories the model is the two-parameter
//! logistic one (Birnbaum 1968). The trait estimate is the mean of the posterior (expected a posteriori,
//! Bock and Mislevy 1982) over 121 equally spaced points on [-6, 6], its standard error the posterior
//! standard deviation. The next item is the one with the most Fisher information at the estimate. `libm`
//! in place of the system's functions: the same bits on every target.

use crate::span::Reply;
use qinghe_content::{Bank, Calibrated, Instrument};

/// Number of grid points.
pub const POINTS: usize = 121;
const LOWEST: f64 = -6.0;
const STEP: f64 = 0.1;
/// Parameters are stored in ten-thousandths.
const UNIT: f64 = 10_000.0;

fn point(nth: usize) -> f64 {
    // 121 points: the conversion is exact.
    LOWEST + STEP * nth as f64
}

fn real(parameter: i32) -> f64 {
    f64::from(parameter) / UNIT
}

/// P(category ≥ k), 1 below the first threshold and 0 above the last.
fn at_or_above(item: &Calibrated, k: usize, theta: f64) -> f64 {
    match k.checked_sub(1).map(|at| item.b.get(at)) {
        None => 1.0,
        Some(None) => 0.0,
        Some(Some(b)) => 1.0 / (1.0 + libm::exp(-real(item.a) * (theta - real(*b)))),
    }
}

/// P(category < k).
fn below(item: &Calibrated, k: usize, theta: f64) -> f64 {
    match k.checked_sub(1).map(|at| item.b.get(at)) {
        None => 0.0,
        Some(None) => 1.0,
        Some(Some(b)) => 1.0 / (1.0 + libm::exp(real(item.a) * (theta - real(*b)))),
    }
}

/// Probability of a category, from 0.
fn category(item: &Calibrated, k: usize, theta: f64) -> f64 {
    let high = at_or_above(item, k, theta);
    if high < 0.5 {
        return high - at_or_above(item, k + 1, theta);
    }
    // Near 1 the difference of what lies below is the exact one.
    below(item, k + 1, theta) - below(item, k, theta)
}

/// Fisher information of an item at theta: `a² Σ (P*ₖQ*ₖ - P*ₖ₊₁Q*ₖ₊₁)² / Pₖ`.
#[must_use]
pub fn information(item: &Calibrated, theta: f64) -> f64 {
    let mut sum = 0.0;
    let mut above = 1.0;
    for k in 0..=item.b.len() {
        let next = at_or_above(item, k + 1, theta);
        let slope = above * (1.0 - above) - next * (1.0 - next);
        let here = above - next;
        if here > 0.0 {
            sum += slope * slope / here;
        }
        above = next;
    }
    real(item.a) * real(item.a) * sum
}

/// An estimate of the trait.
#[derive(Clone, Copy, PartialEq)]
pub struct Estimate {
    /// Theta.
    pub theta: f64,
    /// Its standard error.
    pub error: f64,
}

impl Estimate {
    /// Theta in thousandths, one half up.
    pub(crate) fn thousandths(self) -> i64 {
        // Inside [-6000, 6000].
        (self.theta * 1000.0 + 0.5).floor() as i64
    }
}

/// What is known about the trait: a weight for every grid point. A response multiplies; nothing is
/// computed again.
#[derive(Clone)]
pub struct Posterior {
    weights: [f64; POINTS],
}

impl Posterior {
    /// The normal prior of a bank.
    #[must_use]
    pub fn prior(bank: &Bank) -> Posterior {
        let (mean, sd) = (real(bank.prior_mean), real(bank.prior_sd));
        let mut weights = [0.0; POINTS];
        for (nth, weight) in weights.iter_mut().enumerate() {
            let z = (point(nth) - mean) / sd;
            *weight = libm::exp(-0.5 * z * z);
        }
        Posterior { weights }
    }

    /// After these categories of these items.
    pub(crate) fn of(bank: &Bank, given: &[(&Calibrated, usize)]) -> Posterior {
        let mut posterior = Posterior::prior(bank);
        for (item, k) in given {
            posterior.take(&core::array::from_fn(|nth| category(item, *k, point(nth))));
        }
        posterior
    }

    /// One response more, from a table.
    pub fn take(&mut self, curve: &[f64; POINTS]) {
        let mut most = 0.0;
        for (weight, likelihood) in self.weights.iter_mut().zip(curve) {
            *weight *= likelihood;
            most = if *weight > most { *weight } else { most };
        }
        // Many unlikely responses must not vanish together.
        if most > 0.0 && most < 1e-150 {
            self.weights.iter_mut().for_each(|weight| *weight /= most);
        }
    }

    /// Mean and standard deviation. One pass: the grid is symmetric and small, so the difference of
    /// squares loses nothing that matters at 1e-9.
    #[must_use]
    pub fn estimate(&self) -> Estimate {
        let (mut mass, mut first, mut second) = (0.0, 0.0, 0.0);
        for (nth, weight) in self.weights.iter().enumerate() {
            let theta = point(nth);
            mass += weight;
            first += weight * theta;
            second += weight * theta * theta;
        }
        let theta = first / mass;
        Estimate { theta, error: (second / mass - theta * theta).max(0.0).sqrt() }
    }

    /// Posterior probability that theta is `cut` or more.
    #[must_use]
    pub fn above(&self, cut: f64) -> f64 {
        let mass: f64 = self.weights.iter().sum();
        // A cut on a grid point has the point on its upper side, whatever the last bits say.
        let over = self.weights.iter().enumerate().filter(|(nth, _)| point(*nth) >= cut - 1e-9);
        over.map(|(_, weight)| weight).sum::<f64>() / mass
    }
}

/// The calibrated items that were given, with their category.
pub(crate) fn given<'a>(
    instrument: &Instrument,
    bank: &'a Bank,
    replies: &[Reply],
) -> Vec<(&'a Calibrated, usize)> {
    let one = |item: &'a Calibrated| {
        let Some(Reply::Given(option)) = replies.get(usize::from(item.item.0)) else { return None };
        let key = instrument.keys.get(usize::from(item.key))?;
        Some((item, usize::try_from(*key.get(usize::from(*option))?).ok()?))
    };
    bank.items.iter().filter_map(one).collect()
}

/// The most informative of `items` at theta.
pub(crate) fn best<'a>(items: impl Iterator<Item = &'a Calibrated>, theta: f64) -> Option<&'a Calibrated> {
    let mut found: Option<(&Calibrated, f64)> = None;
    for item in items {
        let here = information(item, theta);
        if found.is_none_or(|(_, most)| here > most) {
            found = Some((item, here));
        }
    }
    found.map(|(item, _)| item)
}

/// A bank with its curves computed once: for many persons, or many steps.
pub struct Grid {
    bank: Bank,
    /// Per item, per category.
    curves: Vec<Vec<[f64; POINTS]>>,
    /// Information, all items of one grid point side by side.
    information: Vec<f64>,
    /// Per item: more than a straight line between two grid points can be wrong by.
    slack: Vec<f64>,
}

impl Grid {
    /// Tables of `bank`.
    #[must_use]
    pub fn new(bank: &Bank) -> Grid {
        let curve = |item: &Calibrated, k: usize| core::array::from_fn(|nth| category(item, k, point(nth)));
        let curves =
            bank.items.iter().map(|item| (0..=item.b.len()).map(|k| curve(item, k)).collect()).collect();
        let at = |nth: usize| bank.items.iter().map(move |item| information(item, point(nth)));
        let slack = bank.items.iter().map(|item| {
            // The error is at most an eighth of the second difference; the whole of it leaves room for the
            // places between the points at which it was taken.
            let here = |nth: usize| information(item, point(nth));
            let bend = |nth: usize| (here(nth - 1) - 2.0 * here(nth) + here(nth + 1)).abs();
            (1..POINTS - 1).map(bend).fold(0.0, f64::max)
        });
        Grid {
            slack: slack.collect(),
            information: (0..POINTS).flat_map(at).collect(),
            curves,
            bank: bank.clone(),
        }
    }

    /// The bank.
    #[must_use]
    pub fn bank(&self) -> &Bank {
        &self.bank
    }

    /// The prior.
    #[must_use]
    pub fn prior(&self) -> Posterior {
        Posterior::prior(&self.bank)
    }

    /// Updates `posterior` by category `k` of item `nth` of the bank; `false` when there is no such one.
    pub fn give(&self, posterior: &mut Posterior, nth: usize, k: usize) -> bool {
        let curve = self.curves.get(nth).and_then(|item| item.get(k));
        curve.map(|curve| posterior.take(curve)).is_some()
    }

    /// Position in the bank of the most informative item at `theta` that is still free; the first of equal
    /// ones. The table tells which few can be it, the formula which one is.
    #[must_use]
    pub fn next(&self, theta: f64, free: impl Fn(usize) -> bool) -> Option<usize> {
        let outside = !(LOWEST..=-LOWEST).contains(&theta);
        let along = ((theta - LOWEST) / STEP).clamp(0.0, (POINTS - 1) as f64);
        let below = (along as usize).min(POINTS - 2);
        let (weight, items) = (along - below as f64, self.bank.items.len());
        let low = self.information.get(below * items..(below + 1) * items)?;
        let high = self.information.get((below + 1) * items..(below + 2) * items)?;
        let about = |low: &f64, high: &f64| low + weight * (high - low);
        let mut least = f64::NEG_INFINITY;
        for (nth, ((low, high), slack)) in low.iter().zip(high).zip(&self.slack).enumerate() {
            if free(nth) {
                least = least.max(about(low, high) - slack);
            }
        }
        let mut found: Option<(usize, f64)> = None;
        for (nth, ((low, high), slack)) in low.iter().zip(high).zip(&self.slack).enumerate() {
            if free(nth) && (outside || about(low, high) + slack >= least) {
                let exact =
                    self.bank.items.get(nth).map_or(f64::NEG_INFINITY, |item| information(item, theta));
                if found.is_none_or(|(_, most)| exact > most) {
                    found = Some((nth, exact));
                }
            }
        }
        found.map(|(nth, _)| nth)
    }
}
