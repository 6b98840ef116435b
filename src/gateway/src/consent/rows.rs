//! What people said, as it is kept: rows that are only added, each with the signed receipt that the person was given. A
//! receipt names the hash of the one before it about the same student, so none can be taken out of the middle.

use super::{
    Asked,
    receipt::{RECEIPT, Signer},
    token::{Student, Visitor},
};
use crate::{
    audit,
    member::Centre,
    store::{Db, Row, SqlError, SqlResult},
    values,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use qinghe_consent::{Admitted, Answer, Edition, NotYet, Party, Purpose, Said, Term, admit};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Somebody said something.
    Said(Said),
    /// Somebody had deleted what could be deleted.
    Deleted,
}

impl Act {
    /// As it is kept.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Act::Said(said) => said.word(),
            Act::Deleted => "deleted",
        }
    }

    fn read(word: &str) -> Option<Act> {
        if word == Act::Deleted.word() { Some(Act::Deleted) } else { Said::read(word).map(Act::Said) }
    }
}

/// How it came here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// By the page.
    Online,
    /// From a slip of paper, written down by this member of staff.
    Paper(String),
}

/// What the gateway is while it writes rows.
pub struct Scribe<'a> {
    /// Signs the receipts.
    pub signer: &'a Signer,
    /// The gateway's public origin.
    pub origin: &'a str,
    /// The school year and the edition in force.
    pub term: Term,
    /// Milliseconds since 1970.
    pub now_ms: i64,
}

/// What a receipt says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Version, 1.
    pub v: u8,
    /// The gateway.
    pub iss: String,
    /// Number of the row.
    pub n: i64,
    /// Milliseconds since 1970.
    pub at: i64,
    /// The platform.
    pub host: String,
    /// The student's pseudonym.
    pub student: String,
    /// `student` or `guardian`.
    pub party: String,
    /// Pseudonym of whoever said it.
    pub who: String,
    /// The purpose.
    pub purpose: String,
    /// `yes`, `no`, `withdrawn` or `deleted`.
    pub act: String,
    /// The year in which the school year began.
    pub year: i64,
    /// [`Edition::number`].
    pub edition: i64,
    /// `online` or `paper`.
    pub way: String,
    /// Who wrote it down from paper.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Base64url of the hash of the receipt before it about this student.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// What it is about.
    pub act: Act,
    /// Which purpose.
    pub purpose: Purpose,
    /// On whose behalf.
    pub party: Party,
    /// The pseudonym of whoever it was.
    pub who: String,
    /// School year.
    pub year: i64,
    /// What it was about, exactly.
    pub edition: Edition,
    /// SHA-256 of the receipt.
    pub hash: [u8; 32],
    /// The signed receipt.
    pub receipt: String,
}

impl Kept {
    /// What was said; a deletion says nothing.
    #[must_use]
    pub fn said(&self) -> Option<Said> {
        if let Act::Said(said) = self.act { Some(said) } else { None }
    }
}

const COLUMNS: &str = "act, purpose, party, who, year, edition, hash, receipt";

fn kept(row: &Row) -> SqlResult<Kept> {
    let odd = |what: &str| SqlError(format!("a consent row has an unknown {what}"));
    let text = |nth| row.get::<String>(nth);
    Ok(Kept {
        act: Act::read(&text(0)?).ok_or_else(|| odd("act"))?,
        purpose: Purpose::read(&text(1)?).ok_or_else(|| odd("purpose"))?,
        party: Party::read(&text(2)?).ok_or_else(|| odd("party"))?,
        who: text(3)?,
        year: row.get(4)?,
        edition: Edition::read(row.get(5)?).ok_or_else(|| odd("edition"))?,
        hash: row.get(6)?,
        receipt: text(7)?,
    })
}

/// Everything about a student, oldest first.
///
/// # Errors
/// What the storage says.
pub fn load(db: &mut dyn Db, student: &Student) -> SqlResult<Vec<Kept>> {
    let sql = format!("SELECT {COLUMNS} FROM consent_event WHERE student = ?1 AND issuer = ?2 ORDER BY n");
    db.rows(&sql, values![&student.pseudonym, &student.issuer])?.iter().map(kept).collect()
}

/// The answers among the rows, for the rules.
#[must_use]
pub fn answers(rows: &[Kept]) -> Vec<Answer<'_>> {
    let mut answers = Vec::new();
    for row in rows {
        let Kept { purpose, party, ref who, year, edition, .. } = *row;
        answers.extend(row.said().map(|said| Answer { purpose, party, who, said, year, edition }));
    }
    answers
}

/// A student who may be asked, with the hash of the newest row about it.
pub type Opening = (Admitted, Option<[u8; 32]>);

/// Whether somebody may be asked at the screen.
///
/// # Errors
/// What the storage says.
pub fn admitted(db: &mut dyn Db, asked: &Asked) -> SqlResult<Result<Opening, NotYet>> {
    let Asked { student, purpose, band, term } = asked;
    let rows = load(db, student)?;
    let head = rows.iter().rev().find(|row| row.purpose == *purpose).map(|row| row.hash);
    Ok(admit(*purpose, *band, &answers(&rows), *term).map(|admitted| (admitted, head)))
}

/// Keeps what somebody did, and gives the receipt. Said again by the same person in the same term it is the same row.
///
/// # Errors
/// What the storage says, or the signer.
pub fn add(
    db: &mut dyn Db,
    scribe: &Scribe<'_>,
    visitor: &Visitor,
    (purpose, act): (Purpose, Act),
    way: &Way,
) -> SqlResult<String> {
    let Visitor { student, party, who, .. } = visitor;
    let rows = load(db, student)?;
    let edition = Edition::current(purpose, scribe.term.school);
    let mine = |row: &&Kept| row.purpose == purpose && row.party == *party && row.who == *who;
    if let Some(last) = rows.iter().rev().find(mine)
        && act != Act::Deleted
        && (last.act, last.year, last.edition) == (act, scribe.term.year, edition)
    {
        return Ok(last.receipt.clone());
    }
    let n: i64 =
        db.row("SELECT coalesce(max(n), 0) + 1 FROM consent_event", &[])?.map_or(Ok(1), |row| row.get(0))?;
    let before = rows.last().map(|row| row.hash);
    let (word, by) = match way {
        Way::Online => ("online", None),
        Way::Paper(staff) => ("paper", Some(staff.clone())),
    };
    let receipt = Receipt {
        v: 1,
        iss: scribe.origin.to_owned(),
        n,
        at: scribe.now_ms,
        host: student.issuer.clone(),
        student: student.pseudonym.clone(),
        party: party.word().to_owned(),
        who: who.clone(),
        purpose: purpose.word().to_owned(),
        act: act.word().to_owned(),
        year: scribe.term.year,
        edition: edition.number(),
        way: word.to_owned(),
        by,
        before: before.map(|hash| BASE64.encode(hash)),
    };
    let text = scribe.signer.sign(RECEIPT, &receipt).map_err(SqlError)?;
    insert(db, &receipt, before.as_ref(), &text)?;
    log(db, scribe, &receipt)?;
    Ok(text)
}

fn insert(db: &mut dyn Db, receipt: &Receipt, before: Option<&[u8; 32]>, text: &str) -> SqlResult<()> {
    let hash: [u8; 32] = Sha256::digest(text).into();
    let before = before.map_or(crate::store::Value::Null, Into::into);
    let sql = "INSERT INTO consent_event (n, at, issuer, student, purpose, party, who, act, year, edition, way, \
               recorded_by, before, hash, receipt) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)";
    let values = values![
        receipt.n,
        receipt.at,
        &receipt.host,
        &receipt.student,
        &receipt.purpose,
        &receipt.party,
        &receipt.who,
        &receipt.act,
        receipt.year,
        receipt.edition,
        &receipt.way,
        &receipt.by,
        before,
        &hash,
        text
    ];
    db.run(sql, values).map(drop)
}

/// The log says that somebody answered and not what: nobody at the desk needs a list of those who said no.
fn log(db: &mut dyn Db, scribe: &Scribe<'_>, receipt: &Receipt) -> SqlResult<()> {
    let actor = receipt.by.as_ref().unwrap_or(&receipt.party);
    let what = match (receipt.act.as_str(), &receipt.by) {
        ("deleted", _) => "consent, deleted",
        (_, Some(_)) => "consent from paper",
        (_, None) => "consent answered",
    };
    let action = format!("{what}: {}", receipt.purpose);
    audit::add(db, Centre::School, scribe.now_ms, actor, &action, &receipt.student)
}

/// Rows that are not what their receipt says, by number; receipts are compared with the signer's own signature.
///
/// # Errors
/// What the storage says.
pub fn faults(db: &mut dyn Db, signer: &Signer) -> SqlResult<Vec<i64>> {
    let sql = "SELECT n, at, issuer, student, purpose, party, who, act, year, edition, way, recorded_by, before, hash, \
               receipt FROM consent_event ORDER BY n";
    let (mut odd, mut last) = (Vec::new(), std::collections::HashMap::<(String, String), [u8; 32]>::new());
    db.each(sql, &[], &mut |row| {
        let (n, text): (i64, String) = (row.get(0)?, row.get(14)?);
        let (before, hash): (Option<[u8; 32]>, [u8; 32]) = (row.get(12)?, row.get(13)?);
        let found = Receipt {
            v: 1,
            iss: String::new(),
            n,
            at: row.get(1)?,
            host: row.get(2)?,
            student: row.get(3)?,
            purpose: row.get(4)?,
            party: row.get(5)?,
            who: row.get(6)?,
            act: row.get(7)?,
            year: row.get(8)?,
            edition: row.get(9)?,
            way: row.get(10)?,
            by: row.get(11)?,
            before: before.map(|hash| BASE64.encode(hash)),
        };
        let whose = (found.host.clone(), found.student.clone());
        let told = signer.read::<Receipt>(RECEIPT, &text).map(|told| Receipt { iss: String::new(), ..told });
        let own: [u8; 32] = Sha256::digest(&text).into();
        if told.as_ref() != Some(&found) || own != hash || last.get(&whose).copied() != before {
            odd.push(n);
        }
        last.insert(whose, hash);
        Ok(())
    })?;
    Ok(odd)
}
