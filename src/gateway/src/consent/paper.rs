//! Slips of paper: a code that stands for one person's say about one student, until the school year is over. Whoever cannot
//! or will not use a screen ticks the paper, and somebody at the desk writes down what it says.

use super::token::{Student, Visitor};
use crate::{
    clock::DAY_MS,
    keys,
    store::{Db, SqlResult},
    values,
};
use qinghe_consent::Party;
use qrcodegen::{QrCode, QrCodeEcc};

/// How long a slip is good: a school year and its holidays.
const GOOD_MS: i64 = 300 * DAY_MS;
/// What the code on paper begins with.
const PREFIX: &str = "QH-";

/// A slip's code as it is printed: groups that can be read aloud.
#[must_use]
pub fn printed(code: &str) -> String {
    let groups: Vec<&str> = [code.get(..5), code.get(5..)].into_iter().flatten().collect();
    format!("{PREFIX}{}", groups.join("-"))
}

/// What somebody typed or scanned, as the code that it stands for.
#[must_use]
pub fn typed(text: &str) -> String {
    let bare: String = text.to_ascii_uppercase().chars().filter(char::is_ascii_alphanumeric).collect();
    // A code may itself begin with these two letters.
    match bare.strip_prefix("QH") {
        Some(code) if bare.len() > keys::CODE_LEN => code.to_owned(),
        _ => bare,
    }
}

/// The printed code as a picture: side of the code in modules, and a path of its dark ones.
#[must_use]
pub fn drawn(text: &str) -> Option<(i32, String)> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let mut path = String::new();
    for (x, y) in (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y))) {
        if code.get_module(x, y) {
            path.push_str(&format!("M{x} {y}h1v1h-1z"));
        }
    }
    Some((code.size(), path))
}

/// Keeps a new slip. Only the hash of its code is kept.
///
/// # Errors
/// What the storage says.
pub fn issue(db: &mut dyn Db, visitor: &Visitor, code: &str, now_ms: i64) -> SqlResult<()> {
    db.run("DELETE FROM consent_slip WHERE expires_at < ?1", values![now_ms])?;
    let Visitor { student, party, who, age } = visitor;
    let hash = keys::code_hash(code);
    let sql = "INSERT INTO consent_slip (code_hash, issuer, student, party, who, age, expires_at) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let values = values![
        &hash,
        &student.issuer,
        &student.pseudonym,
        party.word(),
        who,
        i64::from(*age),
        now_ms + GOOD_MS
    ];
    db.run(sql, values).map(drop)
}

/// Whose slip it is; `None` when there is none with this code, or its time is over.
///
/// # Errors
/// What the storage says.
pub fn whose(db: &mut dyn Db, code: &str, now_ms: i64) -> SqlResult<Option<Visitor>> {
    let hash = keys::code_hash(&typed(code));
    let sql =
        "SELECT issuer, student, party, who, age FROM consent_slip WHERE code_hash = ?1 AND expires_at >= ?2";
    let Some(row) = db.row(sql, values![&hash, now_ms])? else { return Ok(None) };
    let student = Student { issuer: row.get(0)?, pseudonym: row.get(1)? };
    let (party, age) = (Party::read(&row.get::<String>(2)?), u8::try_from(row.get::<i64>(4)?));
    let (Some(party), Ok(age)) = (party, age) else { return Ok(None) };
    Ok(Some(Visitor { student, party, who: row.get(3)?, age }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_write_it() {
        let code = "ABCDE23456";
        assert_eq!(printed(code), "QH-ABCDE-23456");
        for text in ["QH-ABCDE-23456", "qh abcde 23456", " abcde23456\n", "QHABCDE23456"] {
            assert_eq!(typed(text), code, "{text}");
        }
        assert_eq!(["QHCDE23456", "QH-QHCDE-23456"].map(typed), ["QHCDE23456", "QHCDE23456"]);
        let (side, path) = drawn(&printed(code)).unwrap();
        assert!(side >= 21 && path.starts_with('M'));
    }
}
