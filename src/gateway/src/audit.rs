//! Who did what at the desk. Every row's hash covers the row before it, so a removed or altered row shows.

use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

/// Adds a row. `at` in milliseconds since 1970.
///
/// # Errors
/// What SQLite says.
pub fn add(db: &Connection, at: i64, actor: &str, action: &str, subject: &str) -> rusqlite::Result<()> {
    let last: Option<(i64, Vec<u8>)> = db
        .query_row("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    let (seq, before) = last.map_or((1, Vec::new()), |(seq, hash)| (seq + 1, hash));
    let hash = link(&before, seq, at, actor, action, subject);
    db.execute(
        "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?)",
        params![seq, at, actor, action, subject, hash.as_slice()],
    )?;
    Ok(())
}

/// The first row that does not follow from the one before it; `None` when the chain is whole.
///
/// # Errors
/// What SQLite says.
pub fn first_break(db: &Connection) -> rusqlite::Result<Option<i64>> {
    let mut rows = db.prepare("SELECT seq, at, actor, action, subject, hash FROM audit ORDER BY seq")?;
    let mut rows = rows.query([])?;
    let (mut before, mut expected) = (Vec::new(), 1);
    while let Some(row) = rows.next()? {
        let (seq, at): (i64, i64) = (row.get(0)?, row.get(1)?);
        let (actor, action, subject): (String, String, String) = (row.get(2)?, row.get(3)?, row.get(4)?);
        let hash: Vec<u8> = row.get(5)?;
        if seq != expected || link(&before, seq, at, &actor, &action, &subject).as_slice() != hash {
            return Ok(Some(seq));
        }
        (before, expected) = (hash, seq + 1);
    }
    Ok(None)
}

fn link(before: &[u8], seq: i64, at: i64, actor: &str, action: &str, subject: &str) -> [u8; 32] {
    let mut hash = Sha256::new_with_prefix(before);
    hash.update(seq.to_be_bytes());
    hash.update(at.to_be_bytes());
    for text in [actor, action, subject] {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text);
    }
    hash.finalize().into()
}
