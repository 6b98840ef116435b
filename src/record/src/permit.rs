//! Who has agreed to a handover. The table is `qinghe-consent`'s; a yes that is not the student's own comes as a signed
//! permit ([`qinghe_wire::SignedPermit`]) that the student carries, for this crate asks nobody.

use crate::{Day, Id};
use qinghe_consent::{Band, Party, Purpose, rule};
use qinghe_wire::{PermitAge, SignedPermit};
use sha2::{Digest, Sha256};

pub use qinghe_wire::PERMIT_PREFIX;

/// Why a permit does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotGood {
    /// It was altered, or another school's key signed it.
    Unproved,
    /// It is of another school year.
    OtherYear,
    /// Its last day is over.
    Over,
}

/// That everybody has agreed whom the table asks. Only [`Agreed::by_student`] and [`Agreed::by_permit`] make one, and
/// without one nothing is handed over.
pub struct Agreed(Option<SignedPermit>);

impl Agreed {
    /// Where the table asks the student alone: pressing after reading is the yes. `None` where it asks a guardian.
    #[must_use]
    pub fn by_student(band: Band) -> Option<Agreed> {
        let alone = rule(band, Purpose::Handover).is_some_and(|rule| !rule.asks().asks(Party::Guardian));
        alone.then_some(Agreed(None))
    }

    /// With a permit. `proved`: somebody who has the key of the school found that the signature holds.
    ///
    /// # Errors
    /// [`NotGood`].
    pub fn by_permit(signed: SignedPermit, today: Day, proved: bool) -> Result<Agreed, NotGood> {
        counts(&signed, today)?;
        if proved { Ok(Agreed(Some(signed))) } else { Err(NotGood::Unproved) }
    }

    pub(crate) fn permit(self) -> Option<SignedPermit> {
        self.0
    }
}

/// Whether a permit counts today, its signature aside.
///
/// # Errors
/// [`NotGood::OtherYear`], [`NotGood::Over`].
pub fn counts(signed: &SignedPermit, today: Day) -> Result<(), NotGood> {
    if u32::from(signed.permit.year) != school_year(today) {
        return Err(NotGood::OtherYear);
    }
    if signed.permit.until < today.days() { Err(NotGood::Over) } else { Ok(()) }
}

/// The calendar year in which the school year of a day began: in September.
#[must_use]
pub fn school_year(day: Day) -> u32 {
    let (year, month, _) = day.parts();
    if month >= 9 { year } else { year.saturating_sub(1) }
}

/// The age of whom it is about.
#[must_use]
pub fn band(signed: &SignedPermit) -> Band {
    match signed.permit.age {
        PermitAge::Child => Band::Child,
        PermitAge::Youth => Band::Youth,
        PermitAge::Adult => Band::Adult,
    }
}

/// Under which it lies in a record: the same permit is the same entry.
#[must_use]
pub fn id_of(signed: &SignedPermit) -> Id {
    let digest = Sha256::digest(signed.to_text());
    let mut id = Id::default();
    id.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    id
}
