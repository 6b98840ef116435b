//! The inbox: rows and what they held, grouped by person and put in the order of who waits most.
//! Pure; the clock comes in as a number.

use crate::{
    case::CaseState,
    keys::Content,
    row::{Row, Seen},
    together::Together,
};
use qinghe_wire::{Follow, Id, Notice, Tier, Wish};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, VecDeque},
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

/// The parts of the list, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// At least one urgent message that nobody has seen.
    Urgent,
    /// Something nobody has seen.
    Waiting,
    /// Seen, and somebody has to go on with it: only a person closes what was urgent.
    InHand,
    /// Nobody has seen it, and everything is within the usual range.
    Routine,
    /// Seen.
    Seen,
}

/// Whose messages they are: a person, or a sitting of somebody who carried a code and is not known yet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Person {
    /// The pseudonym.
    Known(String),
    /// The sitting.
    Sitting(Id),
}

impl Person {
    /// A text of its own for everybody.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Person::Known(pseudonym) => format!("p-{pseudonym}"),
            Person::Sitting(sitting) => format!("s-{}", Row::id_text(sitting)),
        }
    }
}

/// Everything that came of one person.
#[derive(Debug, PartialEq, Eq)]
pub struct Group {
    /// Who.
    pub person: Person,
    /// Oldest first; never empty.
    pub entries: Vec<Rc<Entry>>,
    /// What people of the centre did.
    pub case: Option<Rc<CaseState>>,
    /// Where it stands.
    pub section: Section,
}

/// What the head of a card says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Headline {
    /// The gravest tier of what counts now.
    Tier(Tier),
    /// A parent and the student see it very differently; neither result is shown.
    Differ,
    /// A parent's, and nobody knows yet beside whose it belongs; it is not shown.
    Waiting,
    /// Nothing of it could be shown, because it names another row.
    Mismatch,
    /// Nothing of it could be opened.
    Closed,
}

impl Group {
    fn of(person: Person, mut entries: Vec<Rc<Entry>>, case: Option<Rc<CaseState>>) -> Group {
        entries.sort_by_key(|entry| (entry.row.received_at, entry.row.change));
        let mut group = Group { person, entries, case, section: Section::Seen };
        group.section = group.place();
        group
    }

    fn place(&self) -> Section {
        let mut open = self.entries.iter().filter(|entry| entry.row.seen.is_none()).peekable();
        let nothing_new = open.peek().is_none();
        if open.any(|entry| entry.urgent()) {
            Section::Urgent
        } else if nothing_new && self.in_hand() {
            Section::InHand
        } else if nothing_new {
            Section::Seen
        } else if !self.in_hand() && self.rank() == Rank::Routine {
            Section::Routine
        } else {
            Section::Waiting
        }
    }

    /// Whether something that was seen is not settled yet.
    #[must_use]
    pub fn in_hand(&self) -> bool {
        self.entries.iter().any(|entry| entry.urgent() && entry.row.seen.is_some() && !self.settled(entry))
            || self.case.as_ref().is_some_and(|case| case.open())
    }

    /// A person has let the matter rest after this message came.
    fn settled(&self, entry: &Entry) -> bool {
        let closed = self.case.as_ref().and_then(|case| case.closed.as_ref());
        closed.is_some_and(|closed| closed.at >= entry.row.received_at)
    }

    /// What counts now: the newest sitting, what nobody has seen, and what was urgent and is not settled.
    /// Without the rest a hard spring would stand over a calm autumn for ever.
    pub fn current(&self) -> impl DoubleEndedIterator<Item = &Rc<Entry>> {
        let newest = self.entries.last().map(|entry| entry.row.sitting);
        self.entries.iter().filter(move |entry| {
            Some(entry.row.sitting) == newest
                || entry.row.seen.is_none()
                || entry.urgent() && !self.settled(entry)
        })
    }

    /// How many messages came earlier and do not count now.
    #[must_use]
    pub fn earlier(&self) -> usize {
        self.entries.len() - self.current().count()
    }

    /// One of two that differ is at least marked, so both are listened to as early as that. What waits for the other may
    /// hold anything, and stands where that stands.
    fn rank(&self) -> Rank {
        let differ = match self.together() {
            Together::Differ => Some(Rank::Priority),
            Together::Waiting => Some(Rank::Closed),
            Together::NoParent | Together::Alone | Together::Unclear | Together::Alike => None,
        };
        let told = self.current().filter(|entry| self.tells_tier(entry)).map(|entry| entry.rank());
        let own = || self.own_result().map_or(Rank::Routine, Entry::rank);
        told.chain(differ).min().unwrap_or_else(own)
    }

    /// What counts now and may be told of.
    pub fn told(&self) -> impl DoubleEndedIterator<Item = &Rc<Entry>> {
        let both = self.together() == Together::Differ;
        self.current().filter(move |entry| both || self.tells_tier(entry))
    }

    /// The sitting under which something new about this person is written: the newest one.
    #[must_use]
    pub fn sitting(&self) -> Id {
        self.entries.last().map_or([0; 16], |entry| entry.row.sitting)
    }

    /// Every sitting, each once.
    #[must_use]
    pub fn sittings(&self) -> Vec<Id> {
        let case = self.case.iter().flat_map(|case| case.sittings.iter().copied());
        let all: BTreeSet<Id> = self.entries.iter().map(|entry| entry.row.sitting).chain(case).collect();
        all.into_iter().collect()
    }

    /// The pseudonym, where it is known.
    #[must_use]
    pub fn pseudonym(&self) -> Option<&str> {
        match &self.person {
            Person::Known(pseudonym) => Some(pseudonym),
            Person::Sitting(_) => None,
        }
    }

    /// Ids that nobody has acknowledged yet, oldest first.
    #[must_use]
    pub fn open_ids(&self) -> Vec<Id> {
        self.entries.iter().filter(|entry| entry.row.seen.is_none()).map(|entry| entry.row.id).collect()
    }

    /// When the oldest unseen message came, or else the oldest one that counts. Unix milliseconds.
    #[must_use]
    pub fn waiting_since(&self) -> i64 {
        let open = self.entries.iter().find(|entry| entry.row.seen.is_none() && entry.urgent());
        let open = open.or_else(|| self.entries.iter().find(|entry| entry.row.seen.is_none()));
        open.or(self.current().next()).map_or(0, |entry| entry.row.received_at)
    }

    /// The newest acknowledgement.
    #[must_use]
    pub fn seen(&self) -> Option<&Seen> {
        self.entries.iter().filter_map(|entry| entry.row.seen.as_ref()).max_by_key(|seen| seen.at)
    }

    /// What the head of the card says.
    #[must_use]
    pub fn headline(&self) -> Headline {
        let told = self.current().filter(|entry| self.tells_tier(entry));
        let gravest = told.filter_map(|entry| entry.notice()).map(|notice| notice.tier);
        // Where only a parent's message is new, what the student said before stands.
        let own = || {
            let hidden = matches!(self.together(), Together::Alike | Together::Unclear);
            self.own_result().filter(|_| hidden).and_then(Entry::notice).map(|notice| notice.tier)
        };
        match gravest.min_by_key(|tier| order(*tier)).or_else(own) {
            Some(Tier::Urgent) => Headline::Tier(Tier::Urgent),
            _ if self.together() == Together::Differ => Headline::Differ,
            Some(tier) => Headline::Tier(tier),
            None if self.current().any(|entry| entry.content == Content::Mismatch) => Headline::Mismatch,
            None if self.current().any(|entry| entry.notice().is_some()) => Headline::Waiting,
            None => Headline::Closed,
        }
    }

    /// Whether the student wishes to be seen.
    #[must_use]
    pub fn wish(&self) -> bool {
        let own = self.current().filter(|entry| !entry.from_parent());
        own.filter_map(|entry| entry.notice()).any(|notice| notice.wish == Wish::BeSeen)
    }

    /// Domain codes of all messages that count, each once, in order of arrival.
    #[must_use]
    pub fn domains(&self) -> Vec<&str> {
        let mut codes: Vec<&str> = Vec::new();
        for code in self.told().filter_map(|entry| entry.notice()).flat_map(|notice| &notice.domains) {
            if !codes.contains(&code.as_str()) {
                codes.push(code);
            }
        }
        codes
    }

    /// What the student said on the help card: the newest counts.
    #[must_use]
    pub fn follow(&self) -> Option<&Follow> {
        self.current().rev().find_map(|entry| entry.notice()?.follow.as_ref())
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
    cases: Vec<Rc<CaseState>>,
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

    /// Takes the state of a case in.
    pub fn case(&mut self, case: CaseState) {
        let known = |old: &Rc<CaseState>| {
            let same_person = case.person.is_some() && old.person == case.person;
            same_person || old.sittings.iter().any(|sitting| case.sittings.contains(sitting))
        };
        self.cases.retain(|old| !known(old));
        self.cases.push(Rc::new(case));
    }

    /// Takes every row out again whose content depended on keys that are here by now.
    pub fn reopen(&mut self) {
        let closed: Vec<Id> = self
            .entries
            .iter()
            .filter(|(_, entry)| entry.content == Content::OtherKey)
            .map(|(id, _)| *id)
            .collect();
        for id in closed {
            if let Some(entry) = self.entries.remove(&id) {
                self.closed.push_back(entry.row.clone());
            }
        }
    }

    /// Everybody in the order of the page: who has waited longest first, what was seen last first.
    #[must_use]
    pub fn groups(&self) -> Vec<Rc<Group>> {
        let owners = self.owners();
        let mut people: BTreeMap<Person, Vec<Rc<Entry>>> = BTreeMap::new();
        for entry in self.entries.values() {
            let own = entry.row.pseudonym.clone().or_else(|| owners.get(&entry.row.sitting).cloned());
            let person = own.map_or(Person::Sitting(entry.row.sitting), Person::Known);
            people.entry(person).or_default().push(Rc::clone(entry));
        }
        let group = |(person, entries): (Person, Vec<Rc<Entry>>)| {
            let case = self.case_of(&person, &entries);
            Rc::new(Group::of(person, entries, case))
        };
        let mut groups: Vec<Rc<Group>> = people.into_iter().map(group).collect();
        groups.sort_by_cached_key(|group| match group.section {
            Section::Seen => {
                (Section::Seen, Rank::Urgent, Reverse(group.seen().map_or(0, |seen| seen.at)), 0)
            }
            section => (section, group.rank(), Reverse(0), group.waiting_since()),
        });
        groups
    }

    /// Whose sitting it is, as far as any row or case says.
    fn owners(&self) -> BTreeMap<Id, String> {
        let rows =
            self.entries.values().filter_map(|entry| Some((entry.row.sitting, entry.row.pseudonym.clone()?)));
        let of_case = |case: &Rc<CaseState>| {
            let person = case.person.clone();
            case.sittings.clone().into_iter().filter_map(move |sitting| Some((sitting, person.clone()?)))
        };
        rows.chain(self.cases.iter().flat_map(of_case)).collect()
    }

    fn case_of(&self, person: &Person, entries: &[Rc<Entry>]) -> Option<Rc<CaseState>> {
        let own = |case: &&Rc<CaseState>| match (person, &case.person) {
            (Person::Known(pseudonym), Some(other)) => pseudonym == other,
            _ => entries.iter().any(|entry| case.sittings.contains(&entry.row.sitting)),
        };
        self.cases.iter().find(own).cloned()
    }
}

#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;
