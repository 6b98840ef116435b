//! Conditions in three values: with items still open, a condition may hold.

use crate::{
    Care, band, change,
    sheet::Reading,
    span::{Reply, Span},
};
use qinghe_content::{Condition, ScoreRef};

/// Whether a condition holds, whatever is still to come.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Truth {
    No,
    Maybe,
    Yes,
}

impl Truth {
    fn of(certain: bool, possible: bool) -> Truth {
        match (certain, possible) {
            (true, _) => Truth::Yes,
            (false, true) => Truth::Maybe,
            (false, false) => Truth::No,
        }
    }
}

impl Reading<'_> {
    /// Whether a condition holds. Three-valued logic after Kleene (1952): as exact as its parts when each
    /// part looks at different items, and never wrong.
    pub(crate) fn truth(&self, condition: &Condition) -> Truth {
        match condition {
            Condition::All(parts) => parts.iter().map(|part| self.truth(part)).min().unwrap_or(Truth::Yes),
            Condition::Any(parts) => parts.iter().map(|part| self.truth(part)).max().unwrap_or(Truth::No),
            Condition::AnyCritical => self.any_critical(),
            Condition::Doubtful => self.cared(|care| care != Care::Ok),
            Condition::Unusable => self.cared(|care| care == Care::Unusable),
            Condition::NotComputed(at) => match self.span(*at) {
                Span::Missing(_) | Span::NoNorm => Truth::Yes,
                Span::Open => Truth::Maybe,
                Span::Within(..) | Span::NotAsked => Truth::No,
            },
            Condition::BandAtLeast(at, least) => {
                self.banded(*at, |low, high| Truth::of(low >= *least, high >= *least))
            }
            Condition::BandAtMost(at, most) => {
                self.banded(*at, |low, high| Truth::of(high <= *most, low <= *most))
            }
            Condition::Worsened(at) => self.worsened(*at),
        }
    }

    /// Whether every part that looks at this instrument is known, so that nothing further about it matters.
    pub(crate) fn settled(&self, instrument: u8, condition: &Condition) -> bool {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().all(|part| self.settled(instrument, part))
            }
            Condition::AnyCritical | Condition::Doubtful | Condition::Unusable => true,
            Condition::NotComputed(at)
            | Condition::BandAtLeast(at, _)
            | Condition::BandAtMost(at, _)
            | Condition::Worsened(at) => at.instrument != instrument || self.truth(condition) != Truth::Maybe,
        }
    }

    /// The bands of the two ends.
    fn banded(&self, at: ScoreRef, judge: impl Fn(u8, u8) -> Truth) -> Truth {
        match (self.span(at), self.band_set(at)) {
            (Span::Within(low, high), Some(set)) => {
                let position = |score| u8::try_from(band(set, score)).unwrap_or(u8::MAX);
                judge(position(low), position(high))
            }
            (Span::Open, _) => Truth::Maybe,
            _ => Truth::No,
        }
    }

    fn worsened(&self, at: ScoreRef) -> Truth {
        let same = |one: ScoreRef| one.instrument == at.instrument && one.score == at.score;
        let before = self.sheet.earlier.iter().find(|earlier| same(earlier.score));
        let change = self.score(at).and_then(|score| score.change);
        let (Some(before), Some(change)) = (before, change) else { return Truth::No };
        match self.span(at) {
            Span::Within(low, high) => {
                let worse = |now| change::direction(change, before.value, now) == change::Direction::Worse;
                Truth::of(worse(low) && worse(high), worse(low) || worse(high))
            }
            Span::Open => Truth::Maybe,
            _ => Truth::No,
        }
    }

    fn cared(&self, judge: impl Fn(Care) -> bool) -> Truth {
        let open = |reply: &Reply| matches!(reply, Reply::Open | Reply::Perhaps);
        if !self.at_end && self.replies.iter().flatten().any(open) {
            return Truth::Maybe;
        }
        let holds = judge(self.care());
        Truth::of(holds, holds)
    }
}
