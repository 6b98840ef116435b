//! Whether a skill is mastered (掌握): four gates and a decay, each a function of what happened and of today.
//!
//! Rules: design note C6. `mastered` is gates 1 to 3; gate 4, use outside, is told only for whole classes. The
//! figure is measured inside this software and says nothing about anybody's health.

use super::{calendar::Day, probe::ProbeKind};
use std::collections::BTreeSet;

/// Days after the lesson from which on recall counts.
const RECALL_AFTER: Day = 7;
/// New items that a recall asks.
pub(super) const RECALL_ITEMS: usize = 5;
/// Per cent of them that have to be right.
const RECALL_PERCENT: usize = 80;
/// Scenarios that a judgement asks, and how many have to be right besides every critical one.
pub(super) const SCENARIOS: usize = 5;
const SCENARIOS_RIGHT: usize = 4;
/// Attempts for which every bank has new items (lint QH0802).
const RECALLS: usize = 3;
const JUDGEMENTS: usize = 2;
/// Full runs, on so many different days, within so many days.
const RUNS: usize = 5;
const RUN_DAYS: usize = 3;
const RUN_SPAN: Day = 28;
/// Days after the lesson from which on use outside is asked for.
const USE_AFTER: Day = 28;
/// Days after which a skill has to be refreshed.
const FRESH_FOR: Day = 90;
/// Runs that are remembered: more than the gate ever looks at.
const MOST_RUNS: usize = 60;

/// One sitting of recall or judgement.
#[derive(Clone, PartialEq)]
pub struct Attempt {
    /// The day.
    pub day: Day,
    /// Ids of what was asked; all of it was new.
    pub items: Vec<String>,
    /// How many were right at the first try, in a time in which a person can read.
    pub right: u16,
    /// Whether every one on which somebody's safety depends was right.
    pub critical_right: bool,
}

/// What happened with one skill.
#[derive(Clone, Default, PartialEq)]
pub struct History {
    /// The day on which it was first completed.
    pub lesson: Option<Day>,
    /// Days of runs that were practice, in order; two on one day stand twice.
    pub practised: Vec<Day>,
    /// Recalls, in order.
    pub recalls: Vec<Attempt>,
    /// Judgements, in order.
    pub judgements: Vec<Attempt>,
    /// "Used outside in the last two weeks?", in order.
    pub uses: Vec<(Day, bool)>,
}

/// The day on which each gate was first open.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Gates {
    /// Delayed recall on new items.
    pub recall: Option<Day>,
    /// Unseen scenarios.
    pub judgement: Option<Day>,
    /// Verified practice.
    pub practice: Option<Day>,
    /// Use outside.
    pub used: Option<Day>,
}

/// Where somebody stands with a skill.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Not completed yet.
    New,
    /// Completed at least once.
    Completed,
    /// Mastered once, and due for a refresher.
    RefreshDue,
    /// Mastered, and fresh.
    Mastered,
}

impl Attempt {
    /// Whether it opens the gate of its kind, on a day on which it may.
    #[must_use]
    pub fn holds(&self, kind: ProbeKind) -> bool {
        match kind {
            ProbeKind::Recall => recalled(self),
            ProbeKind::Judgement => judged(self),
        }
    }

    /// Whether this one was begun and not yet finished, and `other` finishes it.
    pub(super) fn is_open_for(&self, other: &Attempt) -> bool {
        self.right == 0 && !self.critical_right && self.items == other.items && self.day <= other.day
    }
}

fn recalled(attempt: &Attempt) -> bool {
    attempt.items.len() >= RECALL_ITEMS
        && usize::from(attempt.right) * 100 >= attempt.items.len() * RECALL_PERCENT
}

fn judged(attempt: &Attempt) -> bool {
    attempt.critical_right
        && attempt.items.len() >= SCENARIOS
        && usize::from(attempt.right) * SCENARIOS >= attempt.items.len() * SCENARIOS_RIGHT
}

impl History {
    /// A run was practice.
    pub(super) fn practise(&mut self, day: Day) {
        self.practised.push(day);
        let spare = self.practised.len().saturating_sub(MOST_RUNS);
        self.practised.drain(..spare);
    }

    pub(super) fn attempts(&mut self, kind: ProbeKind) -> &mut Vec<Attempt> {
        match kind {
            ProbeKind::Recall => &mut self.recalls,
            ProbeKind::Judgement => &mut self.judgements,
        }
    }

    /// Everything that was ever asked, which is never new again.
    #[must_use]
    pub fn seen(&self) -> BTreeSet<&str> {
        let all = self.recalls.iter().chain(&self.judgements);
        all.flat_map(|attempt| &attempt.items).map(String::as_str).collect()
    }

    /// Whether an attempt may be begun today: one a day of each kind, so that nobody guesses through a bank.
    #[must_use]
    pub fn may_attempt(&self, kind: ProbeKind, today: Day) -> bool {
        let list = match kind {
            ProbeKind::Recall => &self.recalls,
            ProbeKind::Judgement => &self.judgements,
        };
        list.last().is_none_or(|last| last.day < today)
    }

    /// Whether a recall is due: not on the seventh day to the day, or everybody would be ready for it. `seed`
    /// belongs to the person and moves it by up to four days.
    #[must_use]
    pub fn recall_due(&self, seed: u64, today: Day) -> bool {
        let delay = RECALL_AFTER + u32::try_from(seed % 5).unwrap_or(0);
        self.lesson.is_some_and(|lesson| today >= lesson + delay) && self.gates().recall.is_none()
    }

    /// What is to be asked today: recall first, scenarios once it holds, and recall again when what was mastered has
    /// faded. Nothing once so many were begun that a bank need not hold another, or on a day that had one.
    #[must_use]
    pub fn probe_due(&self, seed: u64, today: Day) -> Option<ProbeKind> {
        let faded = self.standing(today) == Standing::RefreshDue;
        let recall = (faded || self.recall_due(seed, today)) && self.recalls.len() < RECALLS;
        let gates = self.gates();
        let judgement =
            gates.recall.is_some() && gates.judgement.is_none() && self.judgements.len() < JUDGEMENTS;
        let kind = match (recall, judgement) {
            (true, _) => ProbeKind::Recall,
            (false, true) => ProbeKind::Judgement,
            (false, false) => return None,
        };
        self.may_attempt(kind, today).then_some(kind)
    }

    /// Whether use outside is to be asked for: four weeks after the lesson, then every four weeks.
    #[must_use]
    pub fn use_due(&self, today: Day) -> bool {
        let last = self.uses.last().map(|(day, _)| *day).or(self.lesson);
        last.is_some_and(|last| today >= last + USE_AFTER)
    }

    /// When each gate was first open.
    #[must_use]
    pub fn gates(&self) -> Gates {
        let Some(lesson) = self.lesson else { return Gates::default() };
        let delayed = |attempt: &&Attempt| attempt.day >= lesson + RECALL_AFTER && recalled(attempt);
        let late = |(day, used): &&(Day, bool)| *used && *day >= lesson + USE_AFTER;
        Gates {
            recall: self.recalls.iter().find(delayed).map(|attempt| attempt.day),
            judgement: self.judgements.iter().find(|attempt| judged(attempt)).map(|attempt| attempt.day),
            practice: self.practice_day(),
            used: self.uses.iter().find(late).map(|(day, _)| *day),
        }
    }

    /// The first day on which the runs of the last four weeks were enough.
    fn practice_day(&self) -> Option<Day> {
        let enough = |day: &&Day| {
            let last = self.practised.iter().filter(|one| **one <= **day && **one + RUN_SPAN > **day);
            let days: BTreeSet<&Day> = last.clone().collect();
            last.count() >= RUNS && days.len() >= RUN_DAYS
        };
        self.practised.iter().find(enough).copied()
    }

    /// Where the person stands today. A later recall that holds refreshes what was mastered.
    #[must_use]
    pub fn standing(&self, today: Day) -> Standing {
        if self.lesson.is_none() {
            return Standing::New;
        }
        let gates = self.gates();
        let (Some(recall), Some(judgement), Some(practice)) = (gates.recall, gates.judgement, gates.practice)
        else {
            return Standing::Completed;
        };
        let mastered = recall.max(judgement).max(practice);
        let refreshed = self.recalls.iter().rev().find(|attempt| attempt.day > mastered && recalled(attempt));
        let proved = refreshed.map_or(mastered, |attempt| attempt.day);
        if today > proved + FRESH_FOR { Standing::RefreshDue } else { Standing::Mastered }
    }
}
