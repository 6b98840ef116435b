//! Who did what at the desk. Every row's hash covers the row before it, and the end of the log is kept apart, so a row
//! that was removed, altered or moved shows. The storage itself refuses to change or remove one.

use crate::{
    member::Centre,
    store::{Db, SqlResult},
    values,
};
use sha2::{Digest, Sha256};

/// Adds a row of a centre. `at` in milliseconds since 1970.
///
/// # Errors
/// What the storage says.
pub fn add(
    db: &mut dyn Db,
    centre: Centre,
    at: i64,
    actor: &str,
    action: &str,
    subject: &str,
) -> SqlResult<()> {
    let Head { seq, hash } = next(db, centre, at, actor, action, subject)?;
    let hash = hash.unwrap_or_default();
    let mut columns = "seq, at, actor, action, subject, hash".to_owned();
    let mut marks = "?1, ?2, ?3, ?4, ?5, ?6".to_owned();
    let mut values = values![seq, at, actor, action, subject, &hash].to_vec();
    // A backup of an older schema is restored into that schema first, and there the column is not there yet.
    if centre != Centre::School {
        columns += ", centre";
        marks += ", ?7";
        values.push(centre.word().into());
    }
    db.run(&format!("INSERT INTO audit ({columns}) VALUES ({marks})"), &values)?;
    let sql = "INSERT INTO audit_head (one, seq, hash) VALUES (1, ?1, ?2) \
               ON CONFLICT (one) DO UPDATE SET seq = excluded.seq, hash = excluded.hash";
    db.run(sql, values![seq, &hash]).map(drop)
}

/// What the end of the log would be with one more row.
///
/// # Errors
/// What the storage says.
pub fn next(
    db: &mut dyn Db,
    centre: Centre,
    at: i64,
    actor: &str,
    action: &str,
    subject: &str,
) -> SqlResult<Head> {
    let Head { seq, hash } = head(db)?;
    let said = [actor, action, subject, centre.word()];
    let hash = link(hash.as_deref().unwrap_or_default(), seq + 1, at, said);
    Ok(Head { seq: seq + 1, hash: Some(hash.to_vec()) })
}

/// The end of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Number of the last row; 0 when there is none.
    pub seq: i64,
    /// Its hash.
    pub hash: Option<Vec<u8>>,
}

impl std::fmt::Display for Head {
    /// `12:` and 64 hexadecimal digits; what `check --audit-head` takes.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}:", self.seq)?;
        self.hash.iter().flatten().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

/// The end of the log as it was kept apart.
///
/// # Errors
/// What the storage says.
pub fn head(db: &mut dyn Db) -> SqlResult<Head> {
    let row = db.row("SELECT seq, hash FROM audit_head", &[])?;
    row.map_or(Ok(Head { seq: 0, hash: None }), |row| Ok(Head { seq: row.get(0)?, hash: row.get(1)? }))
}

/// The first row that does not follow from the one before it, or the one after the last when rows at the end are
/// missing; `None` when the chain is whole. With `known`, an end of the log that somebody wrote down, also when that
/// row is not in it any more.
///
/// # Errors
/// What the storage says.
pub fn first_break(db: &mut dyn Db, known: Option<&str>) -> SqlResult<Option<i64>> {
    let (mut last, mut broken) = (Head { seq: 0, hash: None }, None);
    let mut met = known.is_none_or(|known| known == last.to_string());
    let sql = "SELECT seq, at, actor, action, subject, hash, centre FROM audit ORDER BY seq";
    db.each(sql, &[], &mut |row| {
        let (seq, at): (i64, i64) = (row.get(0)?, row.get(1)?);
        let (actor, action, subject): (String, String, String) = (row.get(2)?, row.get(3)?, row.get(4)?);
        let (hash, centre): (Vec<u8>, String) = (row.get(5)?, row.get(6)?);
        let said = [actor.as_str(), &action, &subject, &centre];
        let before = last.hash.as_deref().unwrap_or_default();
        if seq != last.seq + 1 || link(before, seq, at, said).as_slice() != hash {
            broken = broken.or(Some(seq));
        }
        last = Head { seq, hash: Some(hash) };
        met = met || known == Some(last.to_string().as_str());
        Ok(())
    })?;
    if broken.is_none() && (!met || head(db)? != last) {
        broken = Some(last.seq + 1);
    }
    Ok(broken)
}

/// The school's centre is not hashed: there was no other one when the log began, and its rows must still be read.
fn link(before: &[u8], seq: i64, at: i64, said: [&str; 4]) -> [u8; 32] {
    let mut hash = Sha256::new_with_prefix(before);
    hash.update(seq.to_be_bytes());
    hash.update(at.to_be_bytes());
    let [texts @ .., centre] = said;
    let other = Some(centre).filter(|centre| *centre != Centre::School.word());
    for text in texts.into_iter().chain(other) {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text);
    }
    hash.finalize().into()
}

/// One row, as a lead reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Shown {
    pub seq: i64,
    pub at: i64,
    pub actor: String,
    pub action: String,
    pub subject: String,
}

/// Rows of a centre after `seq`, at most `most`.
///
/// # Errors
/// What the storage says.
pub fn after(db: &mut dyn Db, centre: Centre, seq: i64, most: i64) -> SqlResult<Vec<Shown>> {
    let sql = "SELECT seq, at, actor, action, subject FROM audit WHERE centre = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3";
    let rows = db.rows(sql, values![centre.word(), seq, most])?;
    let shown = rows.iter().map(|row| {
        Ok(Shown {
            seq: row.get(0)?,
            at: row.get(1)?,
            actor: row.get(2)?,
            action: row.get(3)?,
            subject: row.get(4)?,
        })
    });
    shown.collect()
}
