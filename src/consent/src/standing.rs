//! What follows from what people said.

use crate::{Asks, Band, Edition, Party, Purpose, rule};

/// What somebody said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Said {
    /// Yes.
    Yes,
    /// No.
    No,
    /// A yes taken back. Counts like a no.
    Withdrawn,
}

impl Said {
    /// As it is written in the API and the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Said::Yes => "yes",
            Said::No => "no",
            Said::Withdrawn => "withdrawn",
        }
    }

    /// Reads [`Said::word`].
    #[must_use]
    pub fn read(word: &str) -> Option<Said> {
        [Said::Yes, Said::No, Said::Withdrawn].into_iter().find(|said| said.word() == word)
    }
}

/// For which time and which facts it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// The calendar year in which the school year began.
    pub year: i64,
    /// The school's own number for its facts.
    pub school: u16,
}

/// One thing that one person said about one purpose, for one student.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer<'a> {
    /// About what.
    pub purpose: Purpose,
    /// On whose behalf.
    pub party: Party,
    /// Which guardian. A student is only one, so it is not looked at then.
    pub who: &'a str,
    /// What.
    pub said: Said,
    /// School year in which it was said.
    pub year: i64,
    /// What was agreed to.
    pub edition: Edition,
}

/// How a purpose stands.
#[derive(Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody can agree to this at this age.
    NoPath,
    /// Somebody whose yes is needed has said no. One guardian's no is enough.
    Refused,
    /// Nobody has said no, and a yes is still to come: self-help only, nothing is sent.
    Open {
        /// A guardian's.
        guardian: bool,
        /// The student's.
        student: bool,
    },
    /// Every yes that is needed is there.
    Given(Given),
}

/// Every yes that a purpose needs. Only [`standing`] and [`Admitted::with`] make one.
#[derive(Debug, PartialEq, Eq)]
pub struct Given(Purpose);

impl Given {
    /// For what.
    #[must_use]
    pub const fn purpose(&self) -> Purpose {
        self.0
    }
}

/// One side of a purpose.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    NotAsked,
    Open,
    Yes,
    No,
}

/// How `purpose` stands for a student of this age band. `answers` in the order in which they were given, all of this
/// student; those about other purposes are passed over.
///
/// A yes counts for its school year and its edition. A no counts for its school year whatever changes, until the same
/// person says yes: nobody must refuse twice. Whoever said nothing has not agreed.
#[must_use]
pub fn standing(purpose: Purpose, band: Band, answers: &[Answer<'_>], term: Term) -> Standing {
    let Some(rule) = rule(band, purpose) else { return Standing::NoPath };
    let sides = sides(purpose, rule.asks(), answers, term);
    match sides {
        [Side::No, _] | [_, Side::No] => Standing::Refused,
        [guardian, student] if guardian != Side::Open && student != Side::Open => {
            Standing::Given(Given(purpose))
        }
        [guardian, student] => {
            Standing::Open { guardian: guardian == Side::Open, student: student == Side::Open }
        }
    }
}

/// Why a sitting may not begin. A page says the same for both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotYet {
    /// Somebody has not been asked, or has not answered.
    Open,
    /// Somebody said no.
    Refused,
}

/// A student who may be asked on the screen, with what is still needed there. Only [`admit`] makes one.
#[derive(Debug, PartialEq, Eq)]
pub struct Admitted(Purpose);

impl Admitted {
    /// With what the student says on the screen.
    #[must_use]
    pub fn with(self, student_says_yes: bool) -> Option<Given> {
        student_says_yes.then_some(Given(self.0))
    }
}

/// Whether the student may be asked at the screen: every guardian's yes that is needed is there, and no no of anybody.
/// The student's own yes is asked at every sitting anew, so an older one is neither needed nor enough.
///
/// # Errors
/// [`NotYet`].
pub fn admit(purpose: Purpose, band: Band, answers: &[Answer<'_>], term: Term) -> Result<Admitted, NotYet> {
    match standing(purpose, band, answers, term) {
        Standing::Given(_) | Standing::Open { guardian: false, .. } => Ok(Admitted(purpose)),
        Standing::Open { guardian: true, .. } => Err(NotYet::Open),
        Standing::Refused | Standing::NoPath => Err(NotYet::Refused),
    }
}

/// Guardians' side and the student's.
fn sides(purpose: Purpose, asks: Asks, answers: &[Answer<'_>], term: Term) -> [Side; 2] {
    [Party::Guardian, Party::Student].map(|party| {
        if !asks.asks(party) {
            return Side::NotAsked;
        }
        let mine = |answer: &&Answer<'_>| answer.purpose == purpose && answer.party == party;
        let mut side = Side::Open;
        for (nth, answer) in answers.iter().enumerate().filter(|(_, answer)| mine(answer)) {
            let same = |later: &&Answer<'_>| party == Party::Student || later.who == answer.who;
            let said_later = answers.iter().skip(nth + 1).filter(mine).any(|later| same(&later));
            if said_later || answer.year != term.year {
                continue;
            }
            side = match (side, answer.said) {
                (Side::No, _) | (_, Said::No | Said::Withdrawn) => Side::No,
                (_, Said::Yes) if answer.edition == Edition::current(purpose, term.school) => Side::Yes,
                (before, Said::Yes) => before,
            };
        }
        side
    })
}
