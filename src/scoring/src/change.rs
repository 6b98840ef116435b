//! Change between two occasions (Jacobson and Truax 1991).

use qinghe_content::{Change, Tier};

/// The smallest difference that is more than measurement error with 95 % confidence:
/// `1.96 · SD · √2 · √(1 - r)`, where r is the reliability (test–retest, or alpha) and SD the standard
/// deviation in the same sample (Jacobson and Truax 1991). In units of `sd`.
#[must_use]
pub fn reliable_difference(sd: f64, reliability: f64) -> f64 {
    1.96 * sd * (2.0 * (1.0 - reliability)).sqrt()
}

/// How two occasions compare.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Worse by more than noise.
    Worse,
    /// Not distinguishable from noise.
    Same,
    /// Better by more than noise.
    Better,
}

/// Compares `now` with `before`, both in units of the score.
#[must_use]
pub fn direction(change: Change, before: i32, now: i32) -> Direction {
    let difference = i64::from(now) - i64::from(before);
    let worse = if change.higher_is_worse { difference } else { -difference };
    // No difference is never more than noise.
    let least = i64::from(change.reliable).max(1);
    if worse >= least {
        Direction::Worse
    } else if worse <= -least {
        Direction::Better
    } else {
        Direction::Same
    }
}

/// Whether the tier changed and the score behind it changed by more than noise: only then is a new tier
/// worth a word about getting better or worse.
#[must_use]
pub fn tier_changed(change: Change, before: (Tier, i32), now: (Tier, i32)) -> bool {
    before.0 != now.0 && direction(change, before.1, now.1) != Direction::Same
}
