//! What is stored of learning platforms: nonces that were used, for as long as a state lives, and what is still to be told.

use crate::{
    store::{Db, SqlResult},
    values,
};
use sha2::{Digest, Sha256};

/// A nonce is remembered for longer than any state lives, in milliseconds.
const SPENT_MS: i64 = 60 * 60 * 1000;
/// Told in one round.
const PAGE: i64 = 100;

/// Uses a nonce up; `false` when it was used before.
///
/// # Errors
/// What the storage says.
pub fn spend(db: &mut dyn Db, platform: &str, nonce: &str, now_ms: i64) -> SqlResult<bool> {
    db.run("DELETE FROM lti_nonce WHERE used_at < ?1", values![now_ms - SPENT_MS])?;
    let hash: [u8; 32] = Sha256::digest(format!("{platform}\n{nonce}")).into();
    if db.row("SELECT 1 FROM lti_nonce WHERE hash = ?1", values![&hash])?.is_some() {
        return Ok(false);
    }
    db.run("INSERT INTO lti_nonce (hash, used_at) VALUES (?1, ?2)", values![&hash, now_ms])?;
    Ok(true)
}

/// Something to tell a platform. Who it is about is sealed to the gateway's own key.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Keyed hash of person and place: told once, however often it is asked for.
    pub id: [u8; 32],
    /// A [`super::done::Ticket`].
    pub sealed: Vec<u8>,
    /// The slot at which it was first due, in milliseconds.
    pub slot: i64,
    /// Attempts so far.
    pub tries: i64,
}

/// Remembers something to tell at a slot; what waits already stays as it is.
///
/// # Errors
/// What the storage says.
pub fn queue(db: &mut dyn Db, waiting: &Waiting) -> SqlResult<()> {
    if db.row("SELECT 1 FROM lti_score WHERE id = ?1", values![&waiting.id])?.is_some() {
        return Ok(());
    }
    let sql = "INSERT INTO lti_score (id, sealed, slot, next_try, tries) VALUES (?1, ?2, ?3, ?3, 0)";
    db.run(sql, values![&waiting.id, &waiting.sealed, waiting.slot]).map(drop)
}

/// What is due.
///
/// # Errors
/// What the storage says.
pub fn due(db: &mut dyn Db, now_ms: i64) -> SqlResult<Vec<Waiting>> {
    // In the order of the hash: it says nothing about who was first.
    let sql = "SELECT id, sealed, slot, tries FROM lti_score WHERE next_try <= ?1 ORDER BY id LIMIT ?2";
    let rows = db.rows(sql, values![now_ms, PAGE])?;
    rows.iter()
        .map(|row| {
            Ok(Waiting { id: row.get(0)?, sealed: row.get(1)?, slot: row.get(2)?, tries: row.get(3)? })
        })
        .collect()
}

/// Told, or given up: nothing of it stays.
///
/// # Errors
/// What the storage says.
pub fn forget(db: &mut dyn Db, id: &[u8; 32]) -> SqlResult<()> {
    db.run("DELETE FROM lti_score WHERE id = ?1", values![id]).map(drop)
}

/// Not told yet; tried again at `next_ms`.
///
/// # Errors
/// What the storage says.
pub fn later(db: &mut dyn Db, id: &[u8; 32], next_ms: i64) -> SqlResult<()> {
    db.run("UPDATE lti_score SET tries = tries + 1, next_try = ?1 WHERE id = ?2", values![next_ms, id])
        .map(drop)
}
