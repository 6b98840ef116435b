//! Deleting what a purpose brought here.
//!
//! A call for a person, and everything about somebody for whom there was one or for whom a case was opened, stays: it is
//! the school's duty and not a matter of consent. What is said to whoever asks is therefore one sentence for everybody, and
//! never depends on what there was. Otherwise a deletion would be a way to learn whether a child had called for help.

use super::token::{Student, Visitor};
use crate::{
    App, flags,
    store::{Db, SqlResult},
    values,
};
use qinghe_consent::{Party, Purpose};

/// What stays, in codes that the page has words for. By purpose alone.
#[must_use]
pub const fn stays(purpose: Purpose) -> &'static [&'static str] {
    match purpose {
        Purpose::Screening | Purpose::ParentReport => &["duty", "taken-part", "receipts", "backups"],
        Purpose::Skills => &["counted", "receipts", "backups"],
        Purpose::Handover => &["own-files", "receipts"],
        Purpose::Research => &["receipts"],
    }
}

/// Deletes. Says nothing about what there was.
///
/// # Errors
/// What the storage says.
pub fn erase(db: &mut dyn Db, app: &App, visitor: &Visitor, purpose: Purpose) -> SqlResult<()> {
    let student = &visitor.student;
    match purpose {
        Purpose::Screening => notices(db, student, &student.pseudonym, "student"),
        // A parent's reports lie under the parent's own pseudonym.
        Purpose::ParentReport if visitor.party == Party::Guardian => {
            notices(db, student, &visitor.who, "parent")
        }
        Purpose::Skills => flags::forget(db, app, &student.issuer, &student.pseudonym),
        // Files of a handover never come here, and nothing is gathered for research yet.
        Purpose::ParentReport | Purpose::Handover | Purpose::Research => Ok(()),
    }
}

fn notices(db: &mut dyn Db, student: &Student, of: &str, role: &str) -> SqlResult<()> {
    for person in [student.pseudonym.as_str(), of] {
        if in_care(db, &student.issuer, person)? {
            return Ok(());
        }
    }
    let sql = "DELETE FROM notice WHERE issuer = ?1 AND pseudonym = ?2 AND role = ?3 AND urgent = 0";
    db.run(sql, values![&student.issuer, of, role]).map(drop)
}

/// Whether somebody called for this person, or a centre wrote anything about the person, ever.
fn in_care(db: &mut dyn Db, issuer: &str, person: &str) -> SqlResult<bool> {
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
