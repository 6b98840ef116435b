//! A score in the one form the engine knows: keyed inputs, a way to combine them, a missing rule, a
//! linear transformation, norms, bands. The compiler lowers every method that authors can write to it.

use crate::instrument::{AgeRange, ItemIndex};
use alloc::{string::String, vec::Vec};
use serde::Serialize;

/// One score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Score {
    /// Stable id, for example `total`.
    pub id: String,
    /// What enters it.
    pub inputs: Vec<Input>,
    /// How the inputs become a raw score.
    pub combine: Combine,
    /// What happens when responses are missing.
    pub missing: MissingRule,
    /// How the raw score becomes the scaled score that is read.
    pub scaling: Scaling,
    /// Lookup tables by group. Empty: the scaled score is read as it is. Otherwise the first that is
    /// made for the person is read, and without one there is no score.
    pub norms: Vec<Norm>,
    /// Named band sets; a battery chooses one.
    pub band_sets: Vec<BandSet>,
    /// What difference between two occasions is more than noise, when somebody has measured it.
    pub change: Option<Change>,
}

/// One input of a score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Input {
    /// A response, counted by a key.
    Item {
        /// The item.
        item: ItemIndex,
        /// Position in [`crate::Instrument::keys`].
        key: u8,
        /// When the response counts at all.
        only_if: Option<OnlyIf>,
    },
    /// An earlier score of the same instrument, as it is read.
    Score {
        /// Position in [`crate::Instrument::scores`], before this one.
        score: u8,
        /// Its factor.
        weight: i16,
    },
}

/// A response counts only if another item's response has at least a value; otherwise fixed points count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct OnlyIf {
    /// The other item.
    pub item: ItemIndex,
    /// Smallest unmirrored value of the other item's response at which this one counts.
    pub at_least: i16,
    /// Points when it does not count.
    pub otherwise: i16,
}

/// How inputs become a raw score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Combine {
    /// Their sum.
    Sum,
    /// The largest of them.
    Maximum,
    /// The value of the first pattern that holds, or 0: screening patterns in the style of a
    /// diagnostic algorithm. Never a diagnosis.
    First(Vec<Pattern>),
    /// The expected a posteriori trait estimate of the instrument's bank, in thousandths.
    Theta,
}

/// A pattern over the inputs of its score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pattern {
    /// The raw score it gives.
    pub value: i32,
    /// All of them hold.
    pub all: Vec<Within>,
}

/// An input lies in a range. Both ends are included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Within {
    /// Position in [`Score::inputs`].
    pub input: u8,
    /// Lowest value.
    pub from: i32,
    /// Highest value.
    pub to: i32,
}

/// What happens when responses are missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum MissingRule {
    /// Every input must be there.
    Complete,
    /// Up to `at_most` missing inputs are replaced by the person's own mean of the others.
    Prorate {
        /// Largest number of missing inputs.
        at_most: u16,
        /// How the prorated sum becomes a whole number; `None` hands the exact fraction to the scaling.
        rounding: Option<Rounding>,
    },
    /// Up to `at_most` missing inputs count as 0.
    BlanksAsZero {
        /// Largest number of missing inputs.
        at_most: u16,
    },
}

/// `raw × multiply / divide`, rounded to a whole number of units, plus `add`. One unit is `10^-decimals`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Scaling {
    /// Factor.
    pub multiply: i32,
    /// Divisor, positive.
    pub divide: i32,
    /// Units added after rounding.
    pub add: i32,
    /// The rounding rule.
    pub rounding: Rounding,
    /// Decimal places of the scaled score, 0 to 4.
    pub decimals: u8,
}

impl Scaling {
    /// The raw score itself.
    pub const NONE: Scaling =
        Scaling { multiply: 1, divide: 1, add: 0, rounding: Rounding::HalfUp, decimals: 0 };
}

/// A named rounding rule: the same raw score may fall into another band under another rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Rounding {
    /// To the nearest whole number, one half away from zero.
    HalfUp,
    /// Towards zero.
    Truncate,
    /// To the nearest whole number, one half to the even one.
    HalfEven,
}

/// Sex as norm tables distinguish it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub enum Sex {
    Female,
    Male,
}

/// Whom a norm or a band set is made for. `None` leaves that side open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize)]
pub struct Group {
    /// Whole years.
    pub ages: Option<AgeRange>,
    /// Sex.
    pub sex: Option<Sex>,
    /// School years from the first grade of primary school (1), both ends included.
    pub grades: Option<(u8, u8)>,
}

/// A lookup table from a scaled score to a norm score (T score, percentile, metric).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Norm {
    /// Stable id.
    pub id: String,
    /// Whom it is made for.
    pub group: Group,
    /// Steps, ascending: from this scaled score on, this value. Below the first there is no value.
    pub steps: Vec<(i32, i32)>,
}

/// Bands of one score for one population. Ascending cut scores, so a gap cannot be written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BandSet {
    /// Stable id, for example `kroenke-2001`.
    pub id: String,
    /// Bands, lowest first. The first begins at the lowest possible score.
    pub bands: Vec<Band>,
}

/// One band: all scores from `from` up to the next band's `from`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Band {
    /// Stable id, for example `moderate`.
    pub id: String,
    /// Lowest score of the band, in units of the score.
    pub from: i32,
}

/// The smallest difference that is more than measurement error with 95 % confidence: 1.96 standard errors
/// of the difference, `SD × √(2 (1 - r))`, rounded up to whole units (Jacobson and Truax 1991).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// In units of the score.
    pub reliable: i32,
    /// Whether a higher score is the worse one.
    pub higher_is_worse: bool,
}
