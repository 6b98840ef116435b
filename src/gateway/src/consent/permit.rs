//! A yes to a handover on its way with the student: the growth record makes no request, so the gateway signs what it keeps
//! and the student carries it. Only where the table is satisfied, and for a short time: what is taken back later cannot
//! reach a file that has left.

use super::{Asked, Student, answers::decides, is_given, term, token::Visitor};
use crate::{App, clock::DAY_MS, problem::Problem};
use qinghe_consent::{Band, Purpose};
use qinghe_wire::{Permit, PermitAge, SignedPermit};
use sha2::{Digest, Sha256};

/// How long a permit counts, days.
const GOOD_DAYS: i64 = 30;

/// A permit for whoever stands before the page; only for somebody whose own yes is asked.
///
/// # Errors
/// [`Problem::CONSENT_MISSING`] while a yes is missing or somebody has said no; what the storage says, or the signer.
pub async fn for_visitor(app: &App, visitor: &Visitor) -> Result<SignedPermit, Problem> {
    if !decides(visitor, Purpose::Handover) {
        return Err(Problem::CONSENT_MISSING);
    }
    let (student, purpose, band) = (visitor.student.clone(), Purpose::Handover, visitor.band());
    let asked = Asked { student, purpose, band, term: term(app) };
    let given = app.store.read(move |db| is_given(db, &asked, purpose)).await?;
    if given { signed(app, &visitor.student, band) } else { Err(Problem::CONSENT_MISSING) }
}

/// A permit of a student of whom [`is_given`] says that everybody has agreed to a handover whom the table asks.
///
/// # Errors
/// [`Problem::CONSENT_ELSEWHERE`] where no consents are kept here; what the signer says.
pub fn signed(app: &App, student: &Student, band: Band) -> Result<SignedPermit, Problem> {
    let facts = app.config.consent.as_ref().ok_or(Problem::CONSENT_ELSEWHERE)?;
    let until = app.now_ms().div_euclid(DAY_MS) + GOOD_DAYS;
    let permit = Permit {
        age: match band {
            Band::Child => PermitAge::Child,
            Band::Youth => PermitAge::Youth,
            Band::Adult => PermitAge::Adult,
        },
        year: u16::try_from(term(app).year).map_err(|_| Problem::STORAGE)?,
        until: u32::try_from(until).map_err(|_| Problem::STORAGE)?,
        student: whose(student),
        key: app.signer.id,
        school: facts.school.trim().to_owned(),
    };
    let signature = app.signer.sign_bytes(&permit.to_sign()).ok_or(Problem::STORAGE)?;
    Ok(SignedPermit { permit, signature })
}

fn whose(student: &Student) -> [u8; 16] {
    let mut hash = Sha256::new();
    hash.update(&student.issuer);
    hash.update([0]);
    hash.update(&student.pseudonym);
    let mut first = [0; 16];
    first.iter_mut().zip(hash.finalize()).for_each(|(to, from)| *to = from);
    first
}
