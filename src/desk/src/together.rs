//! A parent's report beside what the student said. Two people see one student; which of them is right, or who worries more,
//! is nothing that a list may say. Only [`Group::tells_tier`] says whose tier may be shown.

use crate::{
    model::{Entry, Group, Person},
    row::Role,
};
use qinghe_wire::{Informant, Stage, Tier};

/// Two results further apart in time are of different terms, and not compared. Milliseconds.
const APART_MS: i64 = 120 * 24 * 3_600_000;
/// So many steps between routine, watch, priority and urgent, and the two differ.
const STEPS: u8 = 2;

/// What a parent's report adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Together {
    /// No parent has written.
    NoParent,
    /// A parent has written, and the student has no result of that time. The parent's stands alone, so it is shown:
    /// somebody has to hear of it.
    Alone,
    /// A parent's code was carried by hand, and nobody knows yet whose parent it is. The student's own result may stand
    /// in this very list, and would be known with this one: not shown until the two can lie side by side.
    Waiting,
    /// A parent has written, and it cannot be read.
    Unclear,
    /// Both see much the same. The student's own result is shown.
    Alike,
    /// They differ. Neither result is shown: with one of them the other would be known.
    Differ,
}

impl Entry {
    /// Whether a parent wrote it: said by the notice, and while that is closed by the launch.
    #[must_use]
    pub fn from_parent(&self) -> bool {
        self.notice()
            .map_or(self.row.role == Some(Role::Parent), |notice| notice.informant == Informant::Parent)
    }

    /// The tier of a finished sitting.
    fn result(&self) -> Option<Tier> {
        self.notice().filter(|notice| notice.stage == Stage::Final).map(|notice| notice.tier)
    }
}

/// The place of a tier among those that can be compared.
fn step(tier: Tier) -> Option<u8> {
    match tier {
        Tier::Routine => Some(0),
        Tier::Watch => Some(1),
        Tier::Priority => Some(2),
        Tier::Urgent => Some(3),
        Tier::Unclear => None,
    }
}

impl Group {
    /// What a parent's newest report adds to the student's newest result.
    #[must_use]
    pub fn together(&self) -> Together {
        if !self.entries.iter().any(|entry| entry.from_parent()) {
            return Together::NoParent;
        }
        if matches!(self.person, Person::Sitting(_)) {
            return Together::Waiting;
        }
        let newest = |parent: bool| {
            let mut of = self.entries.iter().rev().filter(|entry| entry.from_parent() == parent);
            of.find_map(|entry| Some((entry.result()?, entry.row.received_at)))
        };
        let student = newest(false).and_then(|(tier, at)| Some((step(tier)?, at)));
        match (newest(true), student) {
            (Some((tier, at)), Some((student, then))) if (at - then).abs() <= APART_MS => match step(tier) {
                None => Together::Unclear,
                Some(parent) if parent.abs_diff(student) >= STEPS => Together::Differ,
                Some(_) => Together::Alike,
            },
            // A parent who has called and not finished has no result that could differ.
            (None, Some(_)) => Together::Unclear,
            _ => Together::Alone,
        }
    }

    /// Whether the tier of this message may be shown. A call for a person is no opinion, and always may.
    #[must_use]
    pub fn tells_tier(&self, entry: &Entry) -> bool {
        entry.urgent()
            || match self.together() {
                Together::NoParent | Together::Alone => true,
                Together::Unclear | Together::Alike => !entry.from_parent(),
                // What does not open has no tier, and the list has to say that it does not open.
                Together::Waiting => entry.notice().is_none() || !entry.from_parent(),
                // A message that does not open has no tier to show.
                Together::Differ => entry.notice().is_none(),
            }
    }

    /// The newest result of the student's own.
    pub(crate) fn own_result(&self) -> Option<&Entry> {
        let own = |entry: &&std::rc::Rc<Entry>| !entry.from_parent() && entry.result().is_some();
        self.entries.iter().rev().find(own).map(std::rc::Rc::as_ref)
    }
}

#[cfg(test)]
#[path = "together_tests.rs"]
mod tests;
