//! A case: what follows from the urgent notices of a person and from what people of the centre did. Pure.
//!
//! Nothing but a person ends a case. A later notice of a lower tier is not even looked at; a later urgent one opens
//! it again.

use crate::{clock::DAY_MS, member::StaffId};
use qinghe_wire::CaseKind;

/// Two persons lift a lock within this time.
pub const BOTH_WITHIN_MS: i64 = DAY_MS;

/// What somebody did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// Wrote an entry. One of the kind [`CaseKind::Lock`] locks.
    Wrote(CaseKind),
    /// Asked for the lock to be lifted.
    AskedUnlock,
    /// Was the second person to ask; the lock is lifted.
    Unlocked,
}

impl Act {
    /// All of them.
    pub const ALL: [Act; 7] = [
        Act::Wrote(CaseKind::Contact),
        Act::Wrote(CaseKind::Outcome),
        Act::Wrote(CaseKind::Note),
        Act::Wrote(CaseKind::Report),
        Act::Wrote(CaseKind::Lock),
        Act::AskedUnlock,
        Act::Unlocked,
    ];

    /// As it is written in the API, the database and the audit log.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Act::Wrote(CaseKind::Contact) => "contact",
            Act::Wrote(CaseKind::Outcome) => "outcome",
            Act::Wrote(CaseKind::Note) => "note",
            Act::Wrote(CaseKind::Report) => "report",
            Act::Wrote(CaseKind::Lock) => "lock",
            Act::AskedUnlock => "unlock-asked",
            Act::Unlocked => "unlocked",
        }
    }

    /// Reads [`Act::word`].
    #[must_use]
    pub fn read(word: &str) -> Option<Act> {
        Act::ALL.into_iter().find(|act| act.word() == word)
    }
}

/// Who, and when in milliseconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// When.
    pub at: i64,
    /// Who.
    pub staff: StaffId,
    /// What the person is called.
    pub name: String,
}

/// Something that somebody did. The order is that of the commits: clocks jump.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// Place in the order of everything that happened at this gateway.
    pub n: i64,
    /// Who and when.
    pub mark: Mark,
    /// What.
    pub act: Act,
    /// Whether it closes the case.
    pub closes: bool,
    /// Whether it lets the family be written to again.
    pub releases: bool,
}

/// How a case stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Case {
    /// Who spoke with the student last.
    pub contacted: Option<Mark>,
    /// Who closed it; nobody while it is open.
    pub closed: Option<Mark>,
    /// Who locked it: nothing may reach the family.
    pub locked: Option<Mark>,
    /// Who asked for the lock to be lifted.
    pub unlock_asked: Option<Mark>,
    released: bool,
    urgent: bool,
}

/// What comes of asking for the lock to be lifted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unlock {
    /// There is no lock.
    NotLocked,
    /// Asked; another person must ask as well.
    Waiting,
    /// The same person asked before.
    AnotherPerson,
    /// Two persons have asked.
    Lifted,
}

impl Case {
    /// The state after everything that happened. `urgent` are the places of urgent notices in the same order as
    /// [`Done::n`]; neither list need be sorted.
    #[must_use]
    pub fn after(urgent: &[i64], done: &[Done]) -> Case {
        let mut all: Vec<(i64, Option<&Done>)> =
            urgent.iter().map(|n| (*n, None)).chain(done.iter().map(|done| (done.n, Some(done)))).collect();
        all.sort_by_key(|(n, _)| *n);
        let mut case = Case::default();
        for (_, done) in all {
            match done {
                None => case.called(),
                Some(done) => case.act(done),
            }
        }
        case
    }

    /// Whether sends to the family are held back.
    #[must_use]
    pub fn held(&self) -> bool {
        self.locked.is_some() || (self.urgent && !self.released)
    }

    /// What comes of `who` asking for the lock to be lifted at `now_ms`. `asker_active` says whether whoever asked
    /// before is still a member.
    #[must_use]
    pub fn unlock(&self, who: &StaffId, now_ms: i64, asker_active: bool) -> Unlock {
        if self.locked.is_none() {
            return Unlock::NotLocked;
        }
        let in_time = |asked: &&Mark| asker_active && (0..BOTH_WITHIN_MS).contains(&(now_ms - asked.at));
        match self.unlock_asked.as_ref().filter(in_time) {
            None => Unlock::Waiting,
            Some(asked) if asked.staff == *who => Unlock::AnotherPerson,
            Some(_) => Unlock::Lifted,
        }
    }

    fn called(&mut self) {
        self.urgent = true;
        self.released = false;
        self.closed = None;
    }

    fn act(&mut self, done: &Done) {
        let mark = || Some(done.mark.clone());
        match done.act {
            Act::Wrote(CaseKind::Contact) => self.contacted = mark(),
            Act::Wrote(CaseKind::Lock) => {
                // Locking again asks everybody anew.
                self.unlock_asked = None;
                self.locked = self.locked.take().or_else(mark);
            }
            Act::Wrote(CaseKind::Outcome | CaseKind::Note | CaseKind::Report) => {}
            Act::AskedUnlock => self.unlock_asked = mark(),
            Act::Unlocked => {
                self.locked = None;
                self.unlock_asked = None;
            }
        }
        if done.closes {
            self.closed = mark();
        }
        self.released |= done.closes || done.releases;
    }
}
