//! An instrument (量表): items, response sets, keying, scores, cut scores, critical items.

use alloc::{string::String, vec::Vec};
use serde::{Deserialize, Serialize};

/// Position of an item in [`Instrument::items`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ItemIndex(pub u16);

/// Who describes whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Informant {
    /// The respondent describes themself.
    Student,
    /// A parent or guardian describes the child.
    Parent,
    /// A teacher describes the pupil.
    Teacher,
}

/// Ages, in whole years, for which an instrument or battery may be used. Both ends are included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgeRange {
    /// Youngest age in years.
    pub min: u8,
    /// Oldest age in years; `None` means no upper limit.
    pub max: Option<u8>,
}

impl AgeRange {
    /// Whether a person of `age` whole years is inside the range.
    #[must_use]
    pub fn contains(self, age: u8) -> bool {
        age >= self.min && self.max.is_none_or(|max| age <= max)
    }
}

/// Whether an instrument version is frozen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Release {
    /// May still change; its wording, a cut score or a rule is not yet checked against its holder.
    Draft,
    /// Never changes again; corrections are new versions.
    Released,
}

/// One instrument, without its wording (see [`crate::InstrumentText`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instrument {
    /// Stable id, for example `phq-9`.
    pub id: String,
    /// Version of this definition, `major.minor.patch`.
    pub version: String,
    /// Draft or released.
    pub release: Release,
    /// Who responds.
    pub informant: Informant,
    /// Ages for which it may be shown.
    pub ages: AgeRange,
    /// Recall period in days, for example 14 for "the last two weeks".
    pub recall_days: u16,
    /// Items in the order in which they are shown.
    pub items: Vec<Item>,
    /// Response sets that items refer to by position.
    pub response_sets: Vec<ResponseSet>,
    /// Scores that are computed from the responses.
    pub scores: Vec<Score>,
}

/// One item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Stable id, for example `self-harm`; never a position, because orders differ between forms.
    pub id: String,
    /// Position in [`Instrument::response_sets`].
    pub response_set: u8,
    /// Whether the value is mirrored before scoring: `lowest + highest - value` of its response set.
    pub reverse: bool,
    /// Set when a response to this item can call for a person at once.
    pub critical: Option<Critical>,
}

/// When a response to an item is critical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Critical {
    /// Smallest unmirrored response value that is critical.
    pub at_least: i16,
}

/// The values of the response options, in the order shown. At least two, all different.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResponseSet {
    /// Stable id.
    pub id: String,
    /// Value of each option.
    pub values: Vec<i16>,
}

impl ResponseSet {
    /// Lowest and highest option value.
    #[must_use]
    pub fn range(&self) -> (i16, i16) {
        let low = self.values.iter().copied().min().unwrap_or(0);
        let high = self.values.iter().copied().max().unwrap_or(0);
        (low, high)
    }
}

/// One score: which items, how they combine, what happens when some are missing, and how it is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// Stable id, for example `total`.
    pub id: String,
    /// Items that enter the score.
    pub items: Vec<ItemIndex>,
    /// How they combine.
    pub method: ScoreMethod,
    /// What happens when responses are missing.
    pub missing: MissingRule,
    /// Named band sets; a battery chooses one.
    pub band_sets: Vec<BandSet>,
}

/// How item values become a raw score. New kinds are added here, with their source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ScoreMethod {
    /// Sum of the (mirrored) item values.
    Sum,
}

/// What happens when responses are missing (skipped or not reached).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MissingRule {
    /// Every item of the score must be given.
    Complete,
    /// Up to `at_most` missing items are replaced by the person's own mean of the given ones.
    Prorate {
        /// Largest number of missing items.
        at_most: u16,
        /// How the prorated sum becomes a whole number.
        rounding: Rounding,
    },
}

/// A named rounding rule: the same raw value may fall into another band under another rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rounding {
    /// To the nearest whole number, one half away from zero.
    HalfUp,
    /// Towards zero.
    Truncate,
}

/// Bands of one score for one population. Ascending cut scores, so a gap cannot be written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BandSet {
    /// Stable id, for example `kroenke-2001`.
    pub id: String,
    /// Bands, lowest first. The first begins at the lowest possible score.
    pub bands: Vec<Band>,
}

/// One band: all scores from `from` up to the next band's `from`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Band {
    /// Stable id, for example `moderate`.
    pub id: String,
    /// Lowest score of the band.
    pub from: i32,
}
