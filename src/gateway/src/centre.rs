//! The counselling centre: its public key, and its private key as the desk wrapped it.

use crate::audit;
use rusqlite::{Connection, OptionalExtension, params};

/// What the desk gave at set-up. The gateway can use none of it to open a notice.
#[derive(Clone)]
pub struct Centre {
    /// Name of the counsellor.
    pub name: String,
    /// Salt of the passphrase derivation.
    pub salt: Vec<u8>,
    /// SHA-256 of the derived proof of the passphrase.
    pub auth_hash: [u8; 32],
    /// Uncompressed P-256 point.
    pub public_key: [u8; 65],
    /// The private key under the passphrase.
    pub wrapped_key: Vec<u8>,
}

/// The centre, once it is set up.
///
/// # Errors
/// What SQLite says.
pub fn load(db: &Connection) -> rusqlite::Result<Option<Centre>> {
    let row = "SELECT name, salt, auth_hash, public_key, wrapped_key FROM centre";
    db.query_row(row, [], |row| {
        Ok(Centre {
            name: row.get(0)?,
            salt: row.get(1)?,
            auth_hash: row.get(2)?,
            public_key: row.get(3)?,
            wrapped_key: row.get(4)?,
        })
    })
    .optional()
}

/// Keeps the centre; `false` when there is one already. Nobody can replace the key through the network.
///
/// # Errors
/// What SQLite says.
pub fn set_up(db: &Connection, centre: &Centre, now_ms: i64) -> rusqlite::Result<bool> {
    let row = "INSERT OR IGNORE INTO centre VALUES (1, ?, ?, ?, ?, ?)";
    let new = db.execute(
        row,
        params![centre.name, centre.salt, centre.auth_hash, centre.public_key, centre.wrapped_key],
    )?;
    if new == 1 {
        audit::add(db, now_ms, &centre.name, "set-up", "desk")?;
    }
    Ok(new == 1)
}
