//! Deleting what a purpose brought here.
//!
//! A call for a person, and everything about somebody for whom there was one or for whom a case was opened, stays: it is
//! the school's duty and not a matter of consent. What is said to whoever asks is therefore one sentence for everybody, and
//! never depends on what there was. Otherwise a deletion would be a way to learn whether a child had called for help.

use super::token::{Student, Visitor};
use crate::{
    App, flags,
    launch::owner,
    store::{Db, SqlResult},
    values,
};
use qinghe_consent::{Party, Purpose};

/// What stays, in codes that the page has words for. By purpose alone.
#[must_use]
pub const fn stays(purpose: Purpose) -> &'static [&'static str] {
    match purpose {
        Purpose::Screening | Purpose::ParentReport => &["duty", "taken-part", "receipts", "backups"],
        Purpose::Skills | Purpose::Research => &["counted", "receipts", "backups"],
        Purpose::Handover => &["own-files", "receipts"],
    }
}

/// Deletes. Says nothing about what there was.
///
/// # Errors
/// What the storage says.
pub fn erase(db: &mut dyn Db, app: &App, visitor: &Visitor, purpose: Purpose) -> SqlResult<()> {
    let student = &visitor.student;
    match purpose {
        Purpose::Screening => {
            if in_care(db, &student.issuer, &student.pseudonym)? {
                return Ok(());
            }
            let sql =
                "DELETE FROM notice WHERE issuer = ?1 AND pseudonym = ?2 AND role = 'student' AND urgent = 0";
            db.run(sql, values![&student.issuer, &student.pseudonym]).map(drop)
        }
        Purpose::ParentReport if visitor.party == Party::Guardian => reports(db, student, &visitor.who),
        Purpose::Skills => flags::forget(db, app, &student.issuer, &student.pseudonym),
        Purpose::Research => flags::forget_known(db, app, &student.issuer, &student.pseudonym),
        // Files of a handover never come here.
        Purpose::ParentReport | Purpose::Handover => Ok(()),
    }
}

/// What one guardian said of a student. It lies under the student's pseudonym; whose it is, the sittings of the
/// guardian's launches tell. Before launches named the student, reports lay under the guardian's own pseudonym.
fn reports(db: &mut dyn Db, student: &Student, who: &str) -> SqlResult<()> {
    for person in [student.pseudonym.as_str(), who] {
        if in_care(db, &student.issuer, person)? {
            return Ok(());
        }
    }
    let sql = "DELETE FROM notice WHERE issuer = ?1 AND role = 'parent' AND urgent = 0 AND (pseudonym = ?3 \
               OR pseudonym = ?2 AND (sitting IN (SELECT sitting FROM launch WHERE issuer = ?1 AND pseudonym = ?4) \
               OR sitting IN (SELECT sitting FROM late_report WHERE issuer = ?1 AND owner = ?4)))";
    db.run(sql, values![&student.issuer, &student.pseudonym, who, &owner(who, &student.pseudonym)]).map(drop)
}

/// Whether somebody called for this person, or a centre wrote anything about the person, ever.
///
/// # Errors
/// What the storage says.
pub fn in_care(db: &mut dyn Db, issuer: &str, person: &str) -> SqlResult<bool> {
    for sql in [
        "SELECT 1 FROM notice WHERE issuer = ?1 AND pseudonym = ?2 AND urgent = 1 LIMIT 1",
        "SELECT 1 FROM case_event WHERE issuer = ?1 AND pseudonym = ?2 LIMIT 1",
    ] {
        if db.row(sql, values![issuer, person])?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}
