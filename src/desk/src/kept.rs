//! What was written and is not saved yet. It is sealed already, so it may wait in this page while the desk is
//! locked; only the member who wrote it sends it.

use qinghe_wire::{CaseKind, Id};
use std::collections::BTreeMap;

/// What the gateway is asked to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// An entry of a case.
    Entry {
        /// What it is.
        kind: CaseKind,
        /// Whether the matter can rest.
        closes: bool,
        /// Whether the family may be written to again.
        releases: bool,
    },
    /// The guardian lock goes on.
    Lock,
    /// A code that was carried by hand.
    Hand {
        /// Id of the notice.
        id: Id,
        /// Whether a person is needed now.
        urgent: bool,
    },
}

impl Order {
    /// The kind under which the sealed bytes open; `None` for what is no entry.
    #[must_use]
    pub fn kind(&self) -> Option<CaseKind> {
        match self {
            Order::Entry { kind, .. } => Some(*kind),
            Order::Lock => Some(CaseKind::Lock),
            Order::Hand { .. } => None,
        }
    }
}

/// Sealed bytes and the key that opens them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// Id of the key.
    pub key: [u8; 8],
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Waits for its turn, or for the network.
    Waiting,
    /// On its way.
    Sending,
    /// The gateway has refused it; a person decides.
    Refused,
}

/// One thing that is not saved yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// Number in this page.
    pub n: u32,
    /// Who wrote it: centre and id of the member.
    pub owner: String,
    /// The sitting it is written under.
    pub sitting: Id,
    /// What it is.
    pub order: Order,
    /// Key to which it is sealed.
    pub key: [u8; 8],
    /// The sealed bytes: always the same ones, so that a second try cannot make a second entry.
    pub sealed: Vec<u8>,
    /// How far it is.
    pub state: State,
    /// Whether it was tried in vain.
    pub tried: bool,
}

/// Everything of this page that is not saved yet.
#[derive(Default)]
pub struct Kept {
    pending: Vec<Pending>,
    last: u32,
    /// What was being typed when the desk locked itself: sealed, by its writer.
    drafts: BTreeMap<String, Vec<u8>>,
}

impl Kept {
    /// Takes something in; gives its number.
    pub fn add(&mut self, owner: &str, sitting: Id, order: Order, sealed: Sealed) -> u32 {
        self.last += 1;
        let (n, owner, state) = (self.last, owner.to_owned(), State::Waiting);
        let Sealed { key, bytes } = sealed;
        self.pending.push(Pending { n, owner, sitting, order, key, sealed: bytes, state, tried: false });
        n
    }

    /// Puts other bytes in the place of these: the centre's key was changed before they were taken.
    pub fn reseal(&mut self, n: u32, sealed: Sealed) {
        if let Some(one) = self.pending.iter_mut().find(|one| one.n == n) {
            (one.key, one.sealed, one.state) = (sealed.key, sealed.bytes, State::Waiting);
        }
    }

    /// One of them.
    #[must_use]
    pub fn get(&self, n: u32) -> Option<&Pending> {
        self.pending.iter().find(|one| one.n == n)
    }

    /// The next one to send; it counts as on its way. One at a time, in the order in which it was written.
    pub fn next(&mut self, owner: &str) -> Option<Pending> {
        if self.of(owner).any(|one| one.state == State::Sending) {
            return None;
        }
        let next = self.pending.iter_mut().find(|one| one.owner == owner && one.state == State::Waiting)?;
        next.state = State::Sending;
        Some(next.clone())
    }

    /// It is saved.
    pub fn saved(&mut self, n: u32) {
        self.pending.retain(|one| one.n != n);
    }

    /// These bytes are at the gateway, whatever became of its answer.
    pub fn found(&mut self, sealed: &[u8]) {
        self.pending.retain(|one| one.sealed != sealed);
    }

    /// No answer: it goes on waiting.
    pub fn lost(&mut self, n: u32) {
        self.set(n, State::Waiting);
    }

    /// The gateway has refused it.
    pub fn refused(&mut self, n: u32) {
        self.set(n, State::Refused);
    }

    /// The page was left while something was on its way.
    pub fn interrupted(&mut self) {
        for one in self.pending.iter_mut().filter(|one| one.state == State::Sending) {
            one.state = State::Waiting;
        }
    }

    /// Takes it out again, to be changed. Not while it is on its way.
    pub fn take_back(&mut self, n: u32) -> Option<Pending> {
        let at = self.pending.iter().position(|one| one.n == n && one.state != State::Sending)?;
        Some(self.pending.remove(at))
    }

    /// What one member has not saved yet, oldest first.
    pub fn of<'a>(&'a self, owner: &'a str) -> impl Iterator<Item = &'a Pending> {
        self.pending.iter().filter(move |one| one.owner == owner)
    }

    /// Keeps what was being typed.
    pub fn keep_drafts(&mut self, owner: &str, sealed: Vec<u8>) {
        self.drafts.insert(owner.to_owned(), sealed);
    }

    /// Gives back what was being typed.
    pub fn take_drafts(&mut self, owner: &str) -> Option<Vec<u8>> {
        self.drafts.remove(owner)
    }

    /// Whether closing the page would lose something.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pending.is_empty() && self.drafts.is_empty()
    }

    fn set(&mut self, n: u32, state: State) {
        if let Some(one) = self.pending.iter_mut().find(|one| one.n == n) {
            (one.state, one.tried) = (state, true);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Kept, Order, Sealed, State};
    use qinghe_wire::CaseKind;

    const NOTE: Order = Order::Entry { kind: CaseKind::Note, closes: false, releases: false };

    fn sealed(bytes: u8) -> Sealed {
        Sealed { key: [7; 8], bytes: vec![bytes] }
    }

    fn kept() -> Kept {
        let mut kept = Kept::default();
        for bytes in [1, 2] {
            kept.add("school/lin", [2; 16], NOTE, sealed(bytes));
        }
        kept.add("school/shen", [2; 16], Order::Lock, sealed(3));
        kept
    }

    #[test]
    fn one_at_a_time_in_order_and_the_same_bytes_again() {
        let mut kept = kept();
        let first = kept.next("school/lin").unwrap();
        assert_eq!((first.n, first.sealed.as_slice(), first.state), (1, [1].as_slice(), State::Sending));
        assert!(kept.next("school/lin").is_none());
        kept.lost(1);
        let again = kept.next("school/lin").unwrap();
        assert!(again.tried && !first.tried);
        assert_eq!((again.n, again.sealed), (first.n, first.sealed));
        kept.saved(1);
        assert_eq!(kept.next("school/lin").map(|one| one.n), Some(2));
    }

    #[test]
    fn nobody_sends_what_somebody_else_wrote() {
        let mut kept = kept();
        assert_eq!(kept.next("school/shen").map(|one| one.n), Some(3));
        assert!(kept.next("second/lin").is_none());
        assert_eq!(kept.of("school/lin").count(), 2);
    }

    #[test]
    fn an_answer_that_was_lost_makes_no_second_entry() {
        let mut kept = kept();
        assert!(kept.next("school/lin").is_some());
        kept.found(&[1]);
        kept.lost(1);
        assert_eq!(kept.next("school/lin").map(|one| one.n), Some(2));
    }

    #[test]
    fn after_a_change_of_keys_other_bytes_take_the_same_place() {
        let mut kept = kept();
        assert!(kept.next("school/lin").is_some());
        kept.reseal(1, Sealed { key: [8; 8], bytes: vec![11] });
        let again = kept.next("school/lin").unwrap();
        assert_eq!((again.n, again.key, again.sealed), (1, [8; 8], vec![11]));
        assert_eq!(kept.of("school/lin").count(), 2);
    }

    #[test]
    fn what_was_refused_waits_for_a_person_and_stops_nothing() {
        let mut kept = kept();
        assert!(kept.next("school/lin").is_some());
        assert!(kept.take_back(1).is_none(), "it is on its way");
        kept.refused(1);
        assert_eq!(kept.next("school/lin").map(|one| one.n), Some(2));
        assert_eq!(kept.take_back(1).map(|one| one.sealed), Some(vec![1]));
        kept.lost(2);
        assert_eq!(kept.of("school/lin").count(), 1);
    }

    #[test]
    fn a_lock_in_the_middle_loses_nothing() {
        let mut kept = kept();
        assert!(kept.next("school/lin").is_some());
        kept.interrupted();
        kept.keep_drafts("school/lin", vec![9]);
        assert_eq!(kept.next("school/lin").map(|one| one.n), Some(1));
        assert_eq!((kept.take_drafts("school/shen"), kept.take_drafts("school/lin")), (None, Some(vec![9])));
        assert!(!kept.is_empty() && Kept::default().is_empty());
    }
}
