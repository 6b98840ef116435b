//! Cases as they are stored: what people did, in the order of the commits. How a case stands follows from it.
//!
//! A case belongs to a person within a centre. As long as a notice that was carried by hand has no person, it belongs to
//! its sitting.

use crate::{
    audit,
    case::{Act, Case, Done, Mark, Unlock},
    member::{Centre, StaffId},
    notices::{hex, next_change},
    store::{Db, Row, SqlError, SqlResult, Value},
    values,
};
use qinghe_wire::{CaseKind, Id};

/// Whose case it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whose {
    /// A person's: issuer and pseudonym.
    Person(String, String),
    /// Of a sitting whose person is not known yet.
    Sitting(Id),
}

impl Whose {
    /// From the columns of a row; an empty pseudonym means that the person is not known.
    #[must_use]
    pub fn of(issuer: String, pseudonym: String, sitting: Id) -> Whose {
        if pseudonym.is_empty() { Whose::Sitting(sitting) } else { Whose::Person(issuer, pseudonym) }
    }

    /// Columns of a new row.
    fn person(&self) -> (&str, &str) {
        match self {
            Whose::Person(issuer, pseudonym) => (issuer, pseudonym),
            Whose::Sitting(_) => ("", ""),
        }
    }
}

/// One row of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it means for the case.
    pub done: Done,
    /// The sitting it was written under.
    pub sitting: Id,
    /// The centre key it is sealed to, and the sealed entry; `None` for what has no words.
    pub sealed: Option<([u8; 8], Vec<u8>)>,
}

/// A case with everything in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Full {
    /// Whose.
    pub whose: Whose,
    /// All sittings of which this centre has something.
    pub sittings: Vec<Id>,
    /// How it stands.
    pub case: Case,
    /// What people wrote and did.
    pub entries: Vec<Entry>,
    /// Whether it was ever urgent.
    pub urgent: bool,
}

/// Somebody at a desk who does something.
#[derive(Clone, Debug)]
pub struct Hand {
    /// Whose desk.
    pub centre: Centre,
    /// Who.
    pub staff: StaffId,
    /// What the person is called.
    pub name: String,
    /// When, in milliseconds since 1970.
    pub now_ms: i64,
}

/// What somebody writes.
#[derive(Clone, Debug)]
pub struct Written {
    /// Which kind of entry.
    pub kind: CaseKind,
    /// Whether it closes the case.
    pub closes: bool,
    /// Whether it ends the hold.
    pub releases: bool,
    /// The centre key it is sealed to.
    pub key: [u8; 8],
    /// The sealed entry.
    pub sealed: Vec<u8>,
}

/// Whose case a sitting belongs to; `None` when this centre has nothing of it.
///
/// # Errors
/// What the storage says.
pub fn whose(db: &mut dyn Db, centre: Centre, sitting: &Id) -> SqlResult<Option<Whose>> {
    let sql = "SELECT issuer, pseudonym FROM notice WHERE sitting = ?1 AND centre = ?2 LIMIT 1";
    let row = db.row(sql, values![sitting, centre.word()])?;
    row.map(|row| Ok(Whose::of(row.get(0)?, row.get(1)?, *sitting))).transpose()
}

/// Everything of a case.
///
/// # Errors
/// What the storage says.
pub fn load(db: &mut dyn Db, centre: Centre, whose: &Whose) -> SqlResult<Full> {
    let (notices, acts) = match whose {
        Whose::Person(issuer, pseudonym) => {
            let of = |columns: &str, table: &str| {
                format!("SELECT {columns} FROM {table} WHERE issuer = ?1 AND pseudonym = ?2 AND centre = ?3")
            };
            let values = values![issuer, pseudonym, centre.word()];
            (db.rows(&of(NOTICE, "notice"), values)?, db.rows(&of(COLUMNS, "case_event"), values)?)
        }
        Whose::Sitting(sitting) => {
            let of = |columns: &str, table: &str| {
                format!("SELECT {columns} FROM {table} WHERE sitting = ?1 AND centre = ?2 AND pseudonym = ''")
            };
            let values = values![sitting, centre.word()];
            (db.rows(&of(NOTICE, "notice"), values)?, db.rows(&of(COLUMNS, "case_event"), values)?)
        }
    };
    let mut urgent = Vec::new();
    let mut sittings = Vec::new();
    for row in &notices {
        if row.get(1)? {
            urgent.push(row.get(2)?);
        }
        sittings.push(row.get(0)?);
    }
    let mut entries = acts.iter().map(entry).collect::<SqlResult<Vec<_>>>()?;
    entries.sort_by_key(|entry| entry.done.n);
    sittings.extend(entries.iter().map(|entry| entry.sitting));
    sittings.sort_unstable();
    sittings.dedup();
    let acts: Vec<Done> = entries.iter().map(|entry| entry.done.clone()).collect();
    let case = Case::after(&urgent, &acts);
    Ok(Full { whose: whose.clone(), sittings, case, entries, urgent: !urgent.is_empty() })
}

const NOTICE: &str = "sitting, urgent, arrived";
const COLUMNS: &str = "n, at, staff, name, act, closes, releases, sitting, centre_key, sealed";

fn entry(row: &Row) -> SqlResult<Entry> {
    let word: String = row.get(4)?;
    let act = Act::read(&word).ok_or_else(|| SqlError(format!("`{word}` is no act of a case")))?;
    let mark = Mark { at: row.get(1)?, staff: StaffId(row.get(2)?), name: row.get(3)? };
    let done = Done { n: row.get(0)?, mark, act, closes: row.get(5)?, releases: row.get(6)? };
    let (key, sealed): (Option<[u8; 8]>, Option<Vec<u8>>) = (row.get(8)?, row.get(9)?);
    Ok(Entry { done, sitting: row.get(7)?, sealed: key.zip(sealed) })
}

/// Writes an entry; its number, and whether it is new: the same ciphertext again is the same entry. `None` when this
/// centre has nothing of the sitting.
///
/// # Errors
/// What the storage says.
pub fn write(
    db: &mut dyn Db,
    hand: &Hand,
    sitting: &Id,
    written: &Written,
) -> SqlResult<Option<(i64, bool)>> {
    let Some(whose) = whose(db, hand.centre, sitting)? else { return Ok(None) };
    let sql = "SELECT n FROM case_event WHERE sitting = ?1 AND centre = ?2 AND sealed = ?3";
    if let Some(row) = db.row(sql, values![sitting, hand.centre.word(), &written.sealed])? {
        return Ok(Some((row.get(0)?, false)));
    }
    let act = Act::Wrote(written.kind);
    let n = insert(db, hand, &whose, sitting, act, Some(written))?;
    Ok(Some((n, true)))
}

/// Asks for the lock to be lifted. `None` when this centre has nothing of the sitting.
///
/// # Errors
/// What the storage says.
pub fn unlock(db: &mut dyn Db, hand: &Hand, sitting: &Id) -> SqlResult<Option<(Unlock, Full)>> {
    let Some(whose) = whose(db, hand.centre, sitting)? else { return Ok(None) };
    let before = load(db, hand.centre, &whose)?;
    let asker_active = match &before.case.unlock_asked {
        Some(asked) => crate::staff::by_id(db, &asked.staff)?.is_some_and(|member| member.active),
        None => false,
    };
    let verdict = before.case.unlock(&hand.staff, hand.now_ms, asker_active);
    match verdict {
        Unlock::Waiting => insert(db, hand, &whose, sitting, Act::AskedUnlock, None)?,
        Unlock::Lifted => insert(db, hand, &whose, sitting, Act::Unlocked, None)?,
        Unlock::NotLocked | Unlock::AnotherPerson => return Ok(Some((verdict, before))),
    };
    Ok(Some((verdict, load(db, hand.centre, &whose)?)))
}

fn insert(
    db: &mut dyn Db,
    hand: &Hand,
    whose: &Whose,
    sitting: &Id,
    act: Act,
    written: Option<&Written>,
) -> SqlResult<i64> {
    let n = next_change(db)?;
    let (issuer, pseudonym) = whose.person();
    let (closes, releases) = written.map_or((false, false), |written| (written.closes, written.releases));
    let sql = format!(
        "INSERT INTO case_event ({COLUMNS}, centre, issuer, pseudonym) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)"
    );
    let (key, sealed) = match written {
        Some(written) => (Value::from(&written.key), Value::from(&written.sealed)),
        None => (Value::Null, Value::Null),
    };
    let centre = hand.centre.word();
    let values = values![
        n,
        hand.now_ms,
        &hand.staff.0,
        &hand.name,
        act.word(),
        closes,
        releases,
        sitting,
        key,
        sealed,
        centre,
        issuer,
        pseudonym
    ];
    db.run(&sql, values)?;
    let more = if closes {
        ", closes"
    } else if releases {
        ", releases"
    } else {
        ""
    };
    audit::add(db, hand.centre, hand.now_ms, &hand.name, &format!("{}{more}", act.word()), &hex(sitting))?;
    Ok(n)
}

/// Whose cases have entries after the cursor, with the number of each; at most `most`, oldest first.
///
/// # Errors
/// What the storage says.
pub fn touched(db: &mut dyn Db, centre: Centre, cursor: i64, most: i64) -> SqlResult<Vec<(i64, Whose)>> {
    let sql = "SELECT n, issuer, pseudonym, sitting FROM case_event WHERE centre = ?1 AND n > ?2 ORDER BY n LIMIT ?3";
    let rows = db.rows(sql, values![centre.word(), cursor, most])?;
    rows.iter().map(|row| Ok((row.get(0)?, Whose::of(row.get(1)?, row.get(2)?, row.get(3)?)))).collect()
}

/// Whether a person of the centre has spoken with this student after the place `since` in the order of everything.
///
/// # Errors
/// What the storage says.
pub fn contacted(
    db: &mut dyn Db,
    centre: Centre,
    issuer: &str,
    pseudonym: &str,
    since: i64,
) -> SqlResult<bool> {
    let sql = "SELECT 1 FROM case_event WHERE issuer = ?1 AND pseudonym = ?2 AND centre = ?3 AND act = 'contact' \
               AND n > ?4 LIMIT 1";
    Ok(db.row(sql, values![issuer, pseudonym, centre.word(), since])?.is_some())
}
