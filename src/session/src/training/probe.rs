//! Asking for what is known: new items only, in a shuffled order, the first choice locked, and nothing chosen
//! faster than it can be read.

use super::{
    calendar::Day,
    mastery::{Attempt, RECALL_ITEMS, SCENARIOS},
};
use std::collections::BTreeSet;

/// Milliseconds below which a choice was not read, so it counts as not right (design rule, C5).
const LEAST_MS: u64 = 1_500;

/// What is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum ProbeKind {
    /// Items about the skill, at least a week after the lesson.
    Recall,
    /// What to do in a situation that training has not shown.
    Judgement,
}

/// One item of a bank.
#[derive(Clone, PartialEq, Eq)]
pub struct ProbeItem {
    /// Stable id.
    pub id: String,
    /// Number of options.
    pub options: u8,
    /// Position of the right one.
    pub right: u8,
    /// Whether somebody's safety depends on it.
    pub critical: bool,
}

/// A stream of numbers from a seed (SplitMix64, Steele, Lea and Flood 2014); the seed comes from outside.
struct Order(u64);

impl Order {
    fn next(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let below = (mixed ^ (mixed >> 31)) % u64::try_from(end.max(1)).unwrap_or(1);
        usize::try_from(below).unwrap_or(0)
    }

    /// Fisher and Yates.
    fn shuffle<T>(&mut self, all: &mut [T]) {
        for last in (1..all.len()).rev() {
            let other = self.next(last + 1);
            all.swap(last, other);
        }
    }
}

/// One sitting of a probe.
pub struct Probe {
    kind: ProbeKind,
    /// Items with the order of their options.
    items: Vec<(ProbeItem, Vec<u8>)>,
    right: Vec<bool>,
    since_ms: u64,
}

impl Probe {
    /// Draws new items from `bank`. `None` when there are too few that were never `seen`, or, for a judgement,
    /// none on which somebody's safety depends while the bank has such: what was learnt by heart proves
    /// nothing.
    #[must_use]
    pub fn draw(
        kind: ProbeKind,
        bank: &[ProbeItem],
        seen: &BTreeSet<&str>,
        seed: u64,
        now_ms: u64,
    ) -> Option<Probe> {
        let wanted = match kind {
            ProbeKind::Recall => RECALL_ITEMS,
            ProbeKind::Judgement => SCENARIOS,
        };
        let mut order = Order(seed);
        let mut new: Vec<&ProbeItem> = bank.iter().filter(|item| !seen.contains(item.id.as_str())).collect();
        order.shuffle(&mut new);
        // A critical one is always among those that are asked.
        if kind == ProbeKind::Judgement && bank.iter().any(|item| item.critical) {
            let critical = new.iter().position(|item| item.critical)?;
            new.swap(0, critical);
        }
        new.truncate(wanted);
        if new.len() < wanted {
            return None;
        }
        order.shuffle(&mut new);
        let with_order = |item: &ProbeItem| {
            let mut options: Vec<u8> = (0..item.options).collect();
            order.shuffle(&mut options);
            (item.clone(), options)
        };
        let items = new.into_iter().map(with_order).collect();
        Some(Probe { kind, items, right: Vec::new(), since_ms: now_ms })
    }

    /// The item that is asked now, and the positions of its options in the order shown; `None` at the end.
    #[must_use]
    pub fn shown(&self) -> Option<(&ProbeItem, &[u8])> {
        self.items.get(self.right.len()).map(|(item, order)| (item, order.as_slice()))
    }

    /// Takes the option at this place of the order shown. `false`, and no change, when there is none. The
    /// choice cannot be taken back.
    pub fn choose(&mut self, place: usize, now_ms: u64) -> bool {
        let Some((item, order)) = self.shown() else { return false };
        let Some(option) = order.get(place) else { return false };
        let read = now_ms.saturating_sub(self.since_ms) >= LEAST_MS;
        let right = read && *option == item.right;
        self.right.push(right);
        self.since_ms = now_ms;
        true
    }

    /// What it is.
    #[must_use]
    pub fn kind(&self) -> ProbeKind {
        self.kind
    }

    /// The attempt, once everything was asked.
    #[must_use]
    pub fn attempt(&self, day: Day) -> Option<Attempt> {
        if self.shown().is_some() {
            return None;
        }
        let all = self.items.iter().zip(&self.right);
        let critical_right = all.clone().all(|((item, _), right)| *right || !item.critical);
        let right = all.filter(|(_, right)| **right).count();
        Some(Attempt {
            day,
            items: self.items.iter().map(|(item, _)| item.id.clone()).collect(),
            right: u16::try_from(right).unwrap_or(u16::MAX),
            critical_right,
        })
    }
}
