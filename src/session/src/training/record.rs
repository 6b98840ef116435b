//! What somebody has done, week by week, without a word of what was typed: enough to know what rests, what is
//! mastered, and what may be told.

use super::{
    calendar::{Day, month, week},
    knowledge::{self, Going, KNOWLEDGE, Knowledge, KnowledgeItem, Sat},
    mastery::{Attempt, History, Standing},
    probe::{Halfway, Probe, ProbeItem, ProbeKind},
    rows,
};
use crate::practice::{End, Now, Run, Sealed};
use qinghe_content::exercise::Listing;
use std::collections::BTreeMap;

/// Runs that were left with a rise before an exercise rests.
const RISES: u8 = 2;
/// Days for which it rests.
const REST_DAYS: Day = 30;
/// Milliseconds for which only what calms and what leads to people is on the menu; at least to the end of the day.
const URGENT_MS: u64 = 86_400_000;
/// Months of harm that are kept until they are asked for.
const MOST_MONTHS: usize = 24;

/// Why an exercise is not on the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// Somebody is needed now.
    Urgent,
    /// It made things worse twice; it comes back on this day.
    Resting(Day),
}

/// What may be told of one skill and one week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// Completed in this week.
    Completed,
    /// Mastered.
    Mastered,
}

/// All that leaves of an exercise: at most one of these for each skill and week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flag {
    /// Id of the exercise.
    pub skill: String,
    /// See [`week`].
    pub week: u32,
    /// How far.
    pub reached: Reached,
}

/// How often exercises made things worse in a month. Without a name, and of every month in which some exercise
/// was done, so that its being there says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Harm {
    /// See [`month`].
    pub month: u32,
    /// Runs that ended with a rise.
    pub rises: u16,
}

/// One exercise in the record.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Card {
    pub rises: u8,
    pub rests_until: Option<Day>,
    pub ended_high: bool,
    /// The last week of which something was told.
    pub told_week: Option<u32>,
    pub told_mastered: bool,
    pub history: History,
}

/// Everything that is remembered between runs.
#[derive(Default)]
pub struct Record {
    pub(super) cards: BTreeMap<String, Card>,
    pub(super) urgent: Option<Now>,
    /// Rises by month.
    pub(super) harm: BTreeMap<u32, u16>,
    /// Sittings about core knowledge that are over, and the one that is not.
    pub(super) sat: Vec<Sat>,
    pub(super) going: Option<Going>,
    /// The probe that was begun and is not over.
    pub(super) halfway: Option<Halfway>,
}

impl Record {
    /// From its bytes; `None` when they are damaged.
    #[must_use]
    pub fn open(bytes: &[u8]) -> Option<Record> {
        rows::open(bytes)
    }

    /// The bytes for the sealed store.
    #[must_use]
    pub fn seal(&self) -> Sealed {
        rows::seal(self)
    }

    /// A tier or a response says that somebody is needed now.
    pub fn note_urgent(&mut self, now: Now) {
        self.urgent = Some(now);
    }

    /// Whether somebody was needed today, or within a day. A clock that is set back does not end it.
    #[must_use]
    pub fn is_urgent(&self, now: Now) -> bool {
        self.urgent.is_some_and(|at| now.day <= at.day || now.ms < at.ms.saturating_add(URGENT_MS))
    }

    /// Whether an exercise may be begun.
    ///
    /// # Errors
    /// Why it is not on the menu.
    pub fn may_start(&self, listing: &Listing, now: Now) -> Result<(), Held> {
        if self.is_urgent(now) && !listing.after_urgent {
            return Err(Held::Urgent);
        }
        let until = self.cards.get(&listing.id).and_then(|card| card.rests_until);
        // What is there for the worst moments never rests.
        match until.filter(|until| now.day < *until && !listing.after_urgent) {
            Some(until) => Err(Held::Resting(until)),
            None => Ok(()),
        }
    }

    /// Whether the last run of an exercise ended very strong; see [`crate::practice::Setup::was_high`].
    #[must_use]
    pub fn was_high(&self, exercise: &str) -> bool {
        self.cards.get(exercise).is_some_and(|card| card.ended_high)
    }

    /// What happened with a skill.
    #[must_use]
    pub fn history(&self, exercise: &str) -> Option<&History> {
        self.cards.get(exercise).map(|card| &card.history)
    }

    /// Notes a run that is over. What may be told of it comes back.
    pub fn after(&mut self, run: &Run, listing: &Listing, now: Now) -> Option<Flag> {
        if run.exercise != listing.id || run.end == End::NotForMe {
            return None;
        }
        let rose = run.rose == Some(true) || run.end == End::Worse;
        if listing.leaves {
            let rises = self.harm.entry(month(now.day)).or_default();
            *rises = rises.saturating_add(u16::from(rose));
        }
        let card = self.cards.entry(listing.id.clone()).or_default();
        card.ended_high = run.ends_high;
        if rose && run.end != End::Done {
            card.rises += 1;
            if card.rises >= RISES {
                card.rises = 0;
                card.rests_until = Some(now.day + REST_DAYS);
            }
        }
        if run.end != End::Done {
            return None;
        }
        card.history.lesson = card.history.lesson.or(Some(now.day));
        if run.practised {
            card.history.practise(now.day);
        }
        self.tell(listing, now.day, true)
    }

    /// Notes a probe that begins, as an attempt in which nothing was right yet. `false`, and no change, when it
    /// may not begin today.
    pub fn begun(&mut self, probe: &Probe, listing: &Listing, today: Day) -> bool {
        let Some(card) = self.cards.get_mut(&listing.id) else { return false };
        if card.history.lesson.is_none() || !card.history.may_attempt(probe.kind(), today) {
            return false;
        }
        card.history.attempts(probe.kind()).push(probe.begun(today));
        self.halfway = Some(probe.halfway(&listing.id, today));
        true
    }

    /// The skill and kind of a probe that was left halfway today. It is the attempt of this day: another day has its own.
    #[must_use]
    pub fn halfway(&self, today: Day) -> Option<(&str, ProbeKind)> {
        let left = self.halfway.as_ref().filter(|left| left.day == today)?;
        Some((&left.skill, left.kind))
    }

    /// Goes on with it, where it is of this skill and kind: the same items in the same order, and what was chosen stays.
    #[must_use]
    pub fn resume_probe(&self, skill: &str, kind: ProbeKind, bank: &[ProbeItem], now: Now) -> Option<Probe> {
        self.halfway(now.day).filter(|left| *left == (skill, kind))?;
        self.halfway.as_ref()?.resume(bank, now.ms)
    }

    /// Notes a choice, so that it stays chosen whatever happens to the page.
    pub fn chose(&mut self, probe: &Probe) {
        let Some(left) = &self.halfway else { return };
        let going = probe.halfway(&left.skill, left.day);
        let same = going.kind == left.kind && going.items == left.items;
        self.halfway = Some(going).filter(|_| same && probe.shown().is_some());
    }

    /// Notes a probe that is over. `None`, and no change, when there was one of its kind today.
    pub fn probed(&mut self, kind: ProbeKind, attempt: Attempt, listing: &Listing) -> Option<Flag> {
        let day = attempt.day;
        let card = self.cards.entry(listing.id.clone()).or_default();
        let may = card.history.lesson.is_some() && card.history.may_attempt(kind, day);
        let list = card.history.attempts(kind);
        match list.last_mut() {
            // The one that was begun, and over by now; also when that was yesterday.
            Some(last) if last.is_open_for(&attempt) => *last = attempt,
            _ if may => list.push(attempt),
            _ => return None,
        }
        self.tell(listing, day, false)
    }

    /// Notes whether a skill was used outside. It is told for whole classes only, and not from here.
    pub fn used(&mut self, exercise: &str, used: bool, today: Day) {
        if let Some(card) = self.cards.get_mut(exercise).filter(|card| card.history.use_due(today)) {
            card.history.uses.push((today, used));
        }
    }

    /// A flag that had to wait because the week had its own already.
    pub fn overdue(&mut self, listing: &Listing, today: Day) -> Option<Flag> {
        self.tell(listing, today, false)
    }

    /// At most one flag for each skill and week; mastering is told once, completing in the weeks in which it
    /// happened. Of what is private nothing is told, ever.
    fn tell(&mut self, listing: &Listing, today: Day, completed: bool) -> Option<Flag> {
        let card = self.cards.get_mut(&listing.id).filter(|_| listing.leaves)?;
        let this = week(today);
        if card.told_week == Some(this) {
            return None;
        }
        let mastered = !card.told_mastered && card.history.standing(today) == Standing::Mastered;
        let reached = match (mastered, completed) {
            (true, _) => Reached::Mastered,
            (false, true) => Reached::Completed,
            (false, false) => return None,
        };
        card.told_week = Some(this);
        card.told_mastered |= mastered;
        Some(Flag { skill: listing.id.clone(), week: this, reached })
    }

    /// Whether core knowledge is to be asked today: at first, and again 7 and 30 days after the first time. A
    /// sitting that was begun goes on at any time.
    #[must_use]
    pub fn knowledge_due(&self, today: Day) -> bool {
        self.going.is_some() || knowledge::due(&self.sat, today)
    }

    /// Whether a sitting was begun and is not over.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.going.is_some()
    }

    /// The form that comes next (0, 1, 2 for A, B, C); the one that was begun, where one was. `seed` belongs to the
    /// person.
    #[must_use]
    pub fn next_form(&self, seed: u64) -> u8 {
        let going = self.going.as_ref().map(|going| going.form);
        going.unwrap_or_else(|| knowledge::next_form(&self.sat, seed))
    }

    /// The sitting that was begun goes on, with the items of its form.
    #[must_use]
    pub fn resume_knowledge(&self, items: Vec<KnowledgeItem>, now_ms: u64) -> Option<Knowledge> {
        Knowledge::resume(self.going.as_ref()?, items, now_ms)
    }

    /// Sittings that are over, in order.
    #[must_use]
    pub fn sittings(&self) -> &[Sat] {
        &self.sat
    }

    /// Notes a sitting after it was begun and after every choice. What may be told comes back once it is over:
    /// `completed`, or `mastered` where four in five were right at the first try; at most one a week.
    pub fn knew(&mut self, knowledge: &Knowledge, today: Day) -> Option<Flag> {
        let Some(sat) = knowledge.sat() else {
            self.going = Some(knowledge.going());
            return None;
        };
        self.going = None;
        self.sat.push(sat);
        let card = self.cards.entry(KNOWLEDGE.to_owned()).or_default();
        let this = week(today);
        if card.told_week.replace(this) == Some(this) {
            return None;
        }
        let reached = if sat.person.passed_first { Reached::Mastered } else { Reached::Completed };
        Some(Flag { skill: KNOWLEDGE.to_owned(), week: this, reached })
    }

    /// The counts of months that are over; they are given once.
    pub fn harm(&mut self, today: Day) -> Vec<Harm> {
        let now = month(today);
        let open = self.harm.split_off(&now);
        let over = std::mem::replace(&mut self.harm, open);
        let spare = over.len().saturating_sub(MOST_MONTHS);
        over.into_iter().skip(spare).map(|(month, rises)| Harm { month, rises }).collect()
    }
}
