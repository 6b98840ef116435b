//! An instrument (量表): items, response sets, keying, scores, cut scores, critical items.

use crate::{bank::Bank, score::Score};
use alloc::{string::String, vec::Vec};
use serde::Serialize;

/// Position of an item in [`Instrument::items`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct ItemIndex(pub u16);

/// Who describes whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Informant {
    /// The respondent describes themself.
    Student,
    /// A parent or guardian describes the child.
    Parent,
    /// A teacher describes the pupil.
    Teacher,
}

/// Ages, in whole years, for which an instrument or battery may be used. Both ends are included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Release {
    /// May still change; its wording, a cut score or a rule is not yet checked against its holder.
    Draft,
    /// Never changes again; corrections are new versions.
    Released,
}

/// One instrument, without its wording (see [`crate::InstrumentText`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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
    /// Scoring keys that inputs of scores refer to by position: points of each option, in the order of
    /// the options. Reverse keying, per-option values, weights and counts are all keys by now.
    pub keys: Vec<Vec<i16>>,
    /// Scores that are computed from the responses. A score uses only scores before it.
    pub scores: Vec<Score>,
    /// Item parameters for adaptive use.
    pub bank: Option<Bank>,
}

/// One item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Item {
    /// Stable id, for example `self-harm`; never a position, because orders differ between forms.
    pub id: String,
    /// Position in [`Instrument::response_sets`].
    pub response_set: u8,
    /// Whether the item says the opposite of what its instrument measures. Scores carry their own keys;
    /// this is for whoever compares items with each other.
    pub reverse: bool,
    /// Set when a response to this item can call for a person at once.
    pub critical: Option<Critical>,
}

/// When a response to an item is critical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Critical {
    /// Smallest unmirrored response value that is critical.
    pub at_least: i16,
}

/// The values of the response options, in the order shown. At least two, all different.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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
