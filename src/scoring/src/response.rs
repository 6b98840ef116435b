//! What a person did, and what became of it.

use qinghe_content::{Group, ScoreRef, Sex};

/// What a person did with one item. No number means missing.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub enum Response {
    /// The item was not shown (yet).
    #[default]
    NotReached,
    /// The person chose not to say.
    Skipped,
    /// Position of the chosen option in the item's response set.
    Given(u8),
}

/// What norms need to know about a person.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Who {
    /// Whole years.
    pub age: Option<u8>,
    /// Sex.
    pub sex: Option<Sex>,
    /// School year, from the first grade of primary school (1).
    pub grade: Option<u8>,
}

impl Who {
    /// Whether a norm made for `group` is made for this person. What is not known does not fit.
    #[must_use]
    pub fn is_of(self, group: Group) -> bool {
        group.ages.is_none_or(|ages| self.age.is_some_and(|age| ages.contains(age)))
            && group.sex.is_none_or(|sex| self.sex == Some(sex))
            && group.grades.is_none_or(|(from, to)| self.grade.is_some_and(|at| from <= at && at <= to))
    }
}

/// A score as it is read, or the reason why there is none. Never zero for "not computed".
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum ScoreOutcome {
    /// The score, in units of `10^-decimals`.
    Computed(i32),
    /// There is no score.
    NotComputed(Why),
}

/// Why there is no score.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// More responses are missing than the score's rule allows; their number.
    Missing(u16),
    /// Some of its items were not asked.
    NotAsked,
    /// No norm is made for this person.
    NoNorm,
    /// Some of its items are still to come.
    Open,
}

/// A score of an earlier occasion.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Earlier {
    /// Which score; the band set does not matter.
    pub score: ScoreRef,
    /// Its value, in units of `10^-decimals`.
    pub value: i32,
}

/// An item of a battery.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Position in [`qinghe_content::Battery::instruments`].
    pub instrument: usize,
    /// Position in [`qinghe_content::Instrument::items`].
    pub item: usize,
}
