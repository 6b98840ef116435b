//! The counselling centre: its public key, and its private key as the desk wrapped it.

use crate::{
    audit,
    store::{Db, SqlResult},
    values,
};

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
/// What the storage says.
pub fn load(db: &mut dyn Db) -> SqlResult<Option<Centre>> {
    let sql = "SELECT name, salt, auth_hash, public_key, wrapped_key FROM centre";
    let Some(row) = db.row(sql, &[])? else { return Ok(None) };
    Ok(Some(Centre {
        name: row.get(0)?,
        salt: row.get(1)?,
        auth_hash: row.get(2)?,
        public_key: row.get(3)?,
        wrapped_key: row.get(4)?,
    }))
}

/// Keeps the centre; `false` when there is one already. Nobody can replace the key through the network.
///
/// # Errors
/// What the storage says.
pub fn set_up(db: &mut dyn Db, centre: &Centre, now_ms: i64) -> SqlResult<bool> {
    let sql = "INSERT INTO centre (one, name, salt, auth_hash, public_key, wrapped_key) VALUES (1, ?1, ?2, ?3, ?4, ?5) \
               ON CONFLICT (one) DO NOTHING";
    let Centre { name, salt, auth_hash, public_key, wrapped_key } = centre;
    let new = db.run(sql, values![name, salt, auth_hash, public_key, wrapped_key])?;
    if new == 1 {
        audit::add(db, now_ms, name, "set-up", "desk")?;
    }
    Ok(new == 1)
}
