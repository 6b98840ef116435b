//! An item bank: parameters of item response theory.

use crate::instrument::ItemIndex;
use alloc::{string::String, vec::Vec};
use serde::Serialize;

/// Parameters of an instrument's items under the graded response model (Samejima 1969), logistic metric
/// without the constant 1.7: `P(option ≥ k | θ) = 1 / (1 + exp(-a (θ - b_k)))`. An item with two options
/// is the two-parameter logistic model (Birnbaum 1968).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Bank {
    /// Name of the metric, for example `promis-depression`.
    pub metric: String,
    /// Mean of the normal prior, in ten-thousandths.
    pub prior_mean: i32,
    /// Standard deviation of the normal prior, in ten-thousandths, positive.
    pub prior_sd: i32,
    /// Calibrated items.
    pub items: Vec<Calibrated>,
}

/// One calibrated item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Calibrated {
    /// The item.
    pub item: ItemIndex,
    /// Position in [`crate::Instrument::keys`] of the key that orders its options from 0 upwards.
    pub key: u8,
    /// Slope, in ten-thousandths, positive.
    pub a: i32,
    /// Thresholds, in ten-thousandths, ascending; one fewer than categories.
    pub b: Vec<i32>,
}
