//! The inbox: rows and what they held, grouped by sitting and put in the order of who waits most.
//! Pure; the clock comes in as a number.

use crate::{
    keys::Content,
    row::{Row, Seen},
};
use qinghe_wire::{Id, Notice, Tier, Wish};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, VecDeque},
    rc::Rc,
};

/// A row and what it held.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// As the gateway sent it.
    pub row: Row,
    /// As this browser opened it.
    pub content: Content,
}

impl Entry {
    /// A person is needed now: said by the outer layer, or by the notice itself.
    #[must_use]
    pub fn urgent(&self) -> bool {
        self.row.urgent || self.notice().is_some_and(|notice| notice.tier == Tier::Urgent)
    }

    /// The opened notice.
    #[must_use]
    pub fn notice(&self) -> Option<&Notice> {
        match &self.content {
            Content::Notice(notice) => Some(notice),
            _ => None,
        }
    }

    fn rank(&self) -> Rank {
        if self.urgent() {
            return Rank::Urgent;
        }
        let Some(notice) = self.notice() else { return Rank::Closed };
        match notice.tier {
            Tier::Urgent => Rank::Urgent,
            Tier::Priority => Rank::Priority,
            _ if notice.wish == Wish::BeSeen => Rank::Wish,
            Tier::Watch => Rank::Watch,
            Tier::Unclear => Rank::Unclear,
            Tier::Routine => Rank::Routine,
        }
    }
}

/// Who comes first among those nobody has seen yet. A closed message may hold anything, so it stands high.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Urgent,
    Priority,
    Wish,
    Closed,
    Watch,
    Unclear,
    Routine,
}

/// The four parts of the list, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// At least one urgent message that nobody has seen.
    Urgent,
    /// Something nobody has seen.
    Waiting,
    /// Nobody has seen it, and everything is within the usual range.
    Routine,
    /// Seen.
    Seen,
}

/// Everything that came of one sitting.
#[derive(Debug, PartialEq, Eq)]
pub struct Group {
    /// The sitting.
    pub sitting: Id,
    /// Oldest first; never empty.
    pub entries: Vec<Rc<Entry>>,
    /// Where it stands.
    pub section: Section,
}

/// What the head of a card says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Headline {
    /// The gravest tier of the sitting.
    Tier(Tier),
    /// Nothing of the sitting could be shown, because it names another row.
    Mismatch,
    /// Nothing of the sitting could be opened.
    Closed,
}

impl Group {
    fn of(sitting: Id, mut entries: Vec<Rc<Entry>>) -> Group {
        entries.sort_by_key(|entry| (entry.row.received_at, entry.row.change));
        let mut open = entries.iter().filter(|entry| entry.row.seen.is_none()).peekable();
        let section = if open.peek().is_none() {
            Section::Seen
        } else if open.any(|entry| entry.urgent()) {
            Section::Urgent
        } else if entries.iter().all(|entry| entry.rank() == Rank::Routine) {
            Section::Routine
        } else {
            Section::Waiting
        };
        Group { sitting, entries, section }
    }

    fn rank(&self) -> Rank {
        self.entries.iter().map(|entry| entry.rank()).min().unwrap_or(Rank::Routine)
    }

    /// Ids that nobody has acknowledged yet, oldest first.
    #[must_use]
    pub fn open_ids(&self) -> Vec<Id> {
        self.entries.iter().filter(|entry| entry.row.seen.is_none()).map(|entry| entry.row.id).collect()
    }

    /// When the oldest unseen message came, or else the oldest message. Unix milliseconds.
    #[must_use]
    pub fn waiting_since(&self) -> i64 {
        let open = self.entries.iter().find(|entry| entry.row.seen.is_none() && entry.urgent());
        let open = open.or_else(|| self.entries.iter().find(|entry| entry.row.seen.is_none()));
        open.or(self.entries.first()).map_or(0, |entry| entry.row.received_at)
    }

    /// The newest acknowledgement.
    #[must_use]
    pub fn seen(&self) -> Option<&Seen> {
        self.entries.iter().filter_map(|entry| entry.row.seen.as_ref()).max_by_key(|seen| seen.at)
    }

    /// What the head of the card says.
    #[must_use]
    pub fn headline(&self) -> Headline {
        let gravest = self.entries.iter().filter_map(|entry| entry.notice()).map(|notice| notice.tier);
        match gravest.min_by_key(|tier| order(*tier)) {
            Some(tier) => Headline::Tier(tier),
            None if self.entries.iter().any(|entry| entry.content == Content::Mismatch) => Headline::Mismatch,
            None => Headline::Closed,
        }
    }

    /// Whether the student wishes to be seen.
    #[must_use]
    pub fn wish(&self) -> bool {
        self.entries.iter().filter_map(|entry| entry.notice()).any(|notice| notice.wish == Wish::BeSeen)
    }

    /// Domain codes of all messages, each once, in order of arrival.
    #[must_use]
    pub fn domains(&self) -> Vec<&str> {
        let mut codes: Vec<&str> = Vec::new();
        for code in self.entries.iter().filter_map(|entry| entry.notice()).flat_map(|notice| &notice.domains)
        {
            if !codes.contains(&code.as_str()) {
                codes.push(code);
            }
        }
        codes
    }
}

/// The gravest first.
fn order(tier: Tier) -> u8 {
    match tier {
        Tier::Urgent => 0,
        Tier::Priority => 1,
        Tier::Watch => 2,
        Tier::Unclear => 3,
        Tier::Routine => 4,
    }
}

/// What a row changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// Known already, or older than what is known.
    Stale,
    /// Known, and newer now.
    Changed,
    /// Not known before.
    New {
        /// Urgent and not seen by anyone.
        rings: bool,
    },
}

/// Everything this desk has received since it was unlocked.
#[derive(Default)]
pub struct Inbox {
    entries: BTreeMap<Id, Rc<Entry>>,
    closed: VecDeque<Row>,
}

impl Inbox {
    /// Takes rows in. What was opened before keeps its content; the rest waits for [`Inbox::take`],
    /// urgent ones in front. Returns whether anything that is shown has changed.
    pub fn receive(&mut self, rows: Vec<Row>) -> bool {
        let mut changed = false;
        for row in rows {
            match self.entries.get(&row.id) {
                Some(known) if known.row.sealed == row.sealed => {
                    let content = known.content.clone();
                    changed |= self.put(row, content) != Put::Stale;
                }
                _ if row.urgent && row.seen.is_none() => self.closed.push_front(row),
                _ => self.closed.push_back(row),
            }
        }
        changed
    }

    /// The next row to open.
    pub fn take(&mut self) -> Option<Row> {
        self.closed.pop_front()
    }

    /// How many rows are still to be opened.
    #[must_use]
    pub fn unopened(&self) -> usize {
        self.closed.len()
    }

    /// Keeps an opened row, unless a newer state of it is known.
    pub fn put(&mut self, row: Row, content: Content) -> Put {
        let known = self.entries.get(&row.id).map(|known| known.row.change);
        if known.is_some_and(|change| change >= row.change) {
            return Put::Stale;
        }
        let id = row.id;
        let entry = Rc::new(Entry { row, content });
        let rings = entry.urgent() && entry.row.seen.is_none();
        self.entries.insert(id, entry);
        if known.is_some() { Put::Changed } else { Put::New { rings } }
    }

    /// All sittings in the order of the page: who has waited longest first, what was seen last first.
    #[must_use]
    pub fn groups(&self) -> Vec<Rc<Group>> {
        let mut sittings: BTreeMap<Id, Vec<Rc<Entry>>> = BTreeMap::new();
        for entry in self.entries.values() {
            sittings.entry(entry.row.sitting).or_default().push(Rc::clone(entry));
        }
        let mut groups: Vec<Rc<Group>> =
            sittings.into_iter().map(|(sitting, entries)| Rc::new(Group::of(sitting, entries))).collect();
        groups.sort_by_cached_key(|group| match group.section {
            Section::Seen => {
                (Section::Seen, Rank::Urgent, Reverse(group.seen().map_or(0, |seen| seen.at)), 0)
            }
            section => (section, group.rank(), Reverse(0), group.waiting_since()),
        });
        groups
    }
}

#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;
