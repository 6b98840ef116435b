//! Asking for what is known: new items only, in a shuffled order, the first choice locked, and nothing chosen
//! faster than it can be read.

use super::{
    calendar::Day,
    mastery::{Attempt, RECALL_ITEMS, SCENARIOS},
    order::Order,
};
use qinghe_content::asked::{Asked, ProbeBank};
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

/// Puts half of the critical ones first, at least one: there always is one among those that are asked, and the next
/// attempt still has some. `None` when there are none left.
fn with_critical(new: Vec<&ProbeItem>) -> Option<Vec<&ProbeItem>> {
    let (mut critical, others): (Vec<_>, Vec<_>) = new.into_iter().partition(|item| item.critical);
    let later = critical.split_off(critical.len().div_ceil(2));
    (!critical.is_empty()).then(|| critical.into_iter().chain(others).chain(later).collect())
}

/// One sitting of a probe.
pub struct Probe {
    kind: ProbeKind,
    /// Items with the order of their options.
    items: Vec<(ProbeItem, Vec<u8>)>,
    right: Vec<bool>,
    since_ms: u64,
}

/// A probe that was left halfway: what was drawn, in which order, and what was chosen so far. Nothing of it changes when
/// it is taken up again.
#[derive(Clone)]
pub(super) struct Halfway {
    pub skill: String,
    pub kind: ProbeKind,
    /// The day on which it began, and the only one on which it can be taken up.
    pub day: Day,
    /// Ids with the order of their options.
    pub items: Vec<(String, Vec<u8>)>,
    pub right: Vec<bool>,
}

impl Halfway {
    /// Goes on with it; `None` when its bank is another by now.
    pub(super) fn resume(&self, bank: &[ProbeItem], now_ms: u64) -> Option<Probe> {
        let known = |(id, order): &(String, Vec<u8>)| {
            let item = bank.iter().find(|item| &item.id == id)?;
            let mut sorted = order.clone();
            sorted.sort_unstable();
            sorted.into_iter().eq(0..item.options).then(|| (item.clone(), order.clone()))
        };
        let items: Vec<(ProbeItem, Vec<u8>)> = self.items.iter().map(known).collect::<Option<_>>()?;
        let open = self.right.len() < items.len();
        open.then(|| Probe { kind: self.kind, items, right: self.right.clone(), since_ms: now_ms })
    }
}

/// The items of a bank, for one kind of probe.
#[must_use]
pub fn bank(of: &ProbeBank, kind: ProbeKind) -> Vec<ProbeItem> {
    let list = match kind {
        ProbeKind::Recall => &of.recall,
        ProbeKind::Judgement => &of.scenarios,
    };
    let item = |asked: &Asked| ProbeItem {
        id: asked.id.clone(),
        options: u8::try_from(asked.options.len()).unwrap_or(u8::MAX),
        right: asked.right,
        critical: asked.critical,
    };
    list.iter().map(item).collect()
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
        if kind == ProbeKind::Judgement && bank.iter().any(|item| item.critical) {
            new = with_critical(new)?;
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

    /// The next item comes on the screen now: what was said about the one before is no time to read it.
    pub fn turn(&mut self, now_ms: u64) {
        self.since_ms = now_ms;
    }

    /// Position of the item that is asked, and how many there are.
    #[must_use]
    pub fn place(&self) -> (usize, usize) {
        (self.right.len(), self.items.len())
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

    /// What was drawn, as an attempt in which nothing was right: whoever reloads to see other items has used it
    /// up. See [`super::Record::begun`].
    #[must_use]
    pub fn begun(&self, day: Day) -> Attempt {
        let items = self.items.iter().map(|(item, _)| item.id.clone()).collect();
        Attempt { day, items, right: 0, critical_right: false }
    }

    /// What of it stays while it is not over.
    pub(super) fn halfway(&self, skill: &str, day: Day) -> Halfway {
        let items = self.items.iter().map(|(item, order)| (item.id.clone(), order.clone())).collect();
        Halfway { skill: skill.to_owned(), kind: self.kind, day, items, right: self.right.clone() }
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
