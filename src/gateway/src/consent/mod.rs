//! What guardians and students agree to: the page `/consent`, its calls, and what a student's element asks before item 1.
//! `docs/consent.md` is the prose of it; the table of who must agree stands in `qinghe-consent`.

mod answers;
mod config;
mod erase;
mod page;
mod paper;
mod permit;
mod receipt;
mod rows;
mod student;
mod token;

pub use answers::{decided, say};
pub use config::{ConsentConfig, ConsentFrom};
pub use erase::in_care;
pub use page::routes;
pub use paper::whose;
pub use receipt::Signer;
pub use rows::{Way, admitted, faults};
pub use student::admission;
pub use token::Student;

use crate::{
    App,
    flags::Today,
    launch::Launch,
    store::{Db, SqlResult},
};
use qinghe_consent::{Answer, Band, Party, Purpose, Standing, Term, rule, standing};

/// Whose consent must be here, and to what.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The student.
    pub student: Student,
    /// What for.
    pub purpose: Purpose,
    /// The student's age band.
    pub band: Band,
    /// The school year and edition.
    pub term: Term,
}

/// The school year and the school's edition, now.
pub(crate) fn term(app: &App) -> Term {
    let school = app.config.consent.as_ref().map_or(0, |facts| facts.edition);
    Term { year: Today::at(app.now_ms()).year, school }
}

/// Whether this gateway keeps the consents of a platform's students.
fn keeps(app: &App, issuer: &str) -> bool {
    app.config.hosts.iter().any(|host| host.issuer == issuer && host.consent == ConsentFrom::Gateway)
}

/// The platforms whose students' consents are kept here.
pub(crate) fn kept_here(app: &App) -> Vec<&str> {
    let hosts = app.config.hosts.iter().filter(|host| host.consent == ConsentFrom::Gateway);
    hosts.map(|host| host.issuer.as_str()).collect()
}

/// Whose consent must be here before this launch begins anything. `None` where the platform keeps it, for teachers, and
/// for a self-check without a name: nobody could be found who has agreed to it, so there the platform says. A parent who
/// names no student is asked about oneself, and about that nobody can have agreed.
pub(crate) fn asked(app: &App, launch: &Launch) -> Option<Asked> {
    if !keeps(app, &launch.issuer) {
        return None;
    }
    let purpose = match launch.role.as_str() {
        "student" if !launch.anonymous => Purpose::Screening,
        "parent" => Purpose::ParentReport,
        _ => return None,
    };
    // Students always say their age, and so does who names one; the youngest need the most.
    let band = Band::of(launch.age.unwrap_or_default());
    let student = Student { issuer: launch.issuer.clone(), pseudonym: launch.person().to_owned() };
    Some(Asked { student, purpose, band, term: term(app) })
}

/// Whether a platform that keeps consents itself says nothing of one that the law asks for, or opens what nobody can agree to.
pub(crate) fn claim_is_missing(app: &App, launch: &Launch) -> bool {
    let child = launch.role == "student" && launch.age.is_some_and(|age| Band::of(age) == Band::Child);
    // Nobody reports about a grown-up, whoever keeps the consents.
    let grown = launch.about.is_some() && launch.age.is_some_and(|age| Band::of(age) == Band::Adult);
    asked(app, launch).is_none() && (child && !launch.claims_consent || grown)
}

/// Whether everybody whose yes a purpose needs has said it, for the student of this launch.
///
/// # Errors
/// What the storage says.
pub fn is_given(db: &mut dyn Db, asked: &Asked, purpose: Purpose) -> SqlResult<bool> {
    let rows = rows::load(db, &asked.student)?;
    Ok(matches!(standing(purpose, asked.band, &rows::answers(&rows), asked.term), Standing::Given(_)))
}

/// Whether no guardian stands in the way of a purpose: all that are asked have said yes, or none is asked.
///
/// # Errors
/// What the storage says.
pub fn guardians_agree(
    db: &mut dyn Db,
    student: &Student,
    (purpose, band): (Purpose, Band),
    term: Term,
) -> SqlResult<bool> {
    if rule(band, purpose).is_none_or(|rule| !rule.asks().asks(Party::Guardian)) {
        return Ok(true);
    }
    let rows = rows::load(db, student)?;
    let guardians: Vec<Answer<'_>> =
        rows::answers(&rows).into_iter().filter(|answer| answer.party == Party::Guardian).collect();
    Ok(matches!(
        standing(purpose, band, &guardians, term),
        Standing::Given(_) | Standing::Open { guardian: false, .. }
    ))
}
