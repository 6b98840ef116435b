//! What the gateway knows of a centre besides its people: its public keys and its duty plan.

use crate::{
    clock::DAY_MS,
    duty::Duty,
    duty_plan::Plan,
    member::Centre,
    store::{Db, SqlError, SqlResult},
    values,
};

/// Envelopes sealed to a retired key are taken this long: what waits on a device may be old.
pub const RETIRED_MS: i64 = 90 * DAY_MS;

/// One public key of a centre.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CentreKey {
    /// First eight bytes of SHA-256 over `public`.
    pub id: [u8; 8],
    /// Uncompressed P-256 point.
    pub public: [u8; 65],
    /// When, in milliseconds since 1970; 0 when that is not known.
    pub made_at: i64,
    /// When another one took its place.
    pub retired_at: Option<i64>,
}

/// A centre as every request needs it, kept in memory.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Newest first.
    pub keys: Vec<CentreKey>,
    /// The plan as a lead wrote it.
    pub plan: Plan,
    /// What it means; `None` only if a stored plan cannot be read any more.
    pub duty: Option<Duty>,
}

impl Known {
    /// The key to seal to; `None` before set-up.
    #[must_use]
    pub fn current(&self) -> Option<&CentreKey> {
        self.keys.iter().find(|key| key.retired_at.is_none())
    }

    /// The key with this id.
    #[must_use]
    pub fn key(&self, id: &[u8; 8]) -> Option<&CentreKey> {
        self.keys.iter().find(|key| key.id == *id)
    }
}

/// Loads a centre.
///
/// # Errors
/// What the storage says.
pub fn load(db: &mut dyn Db, centre: Centre) -> SqlResult<Known> {
    let sql =
        "SELECT id, public, made_at, retired_at FROM centre_key WHERE centre = ?1 ORDER BY made_at DESC, id";
    let rows = db.rows(sql, values![centre.word()])?;
    let keys = rows.iter().map(|row| {
        Ok(CentreKey { id: row.get(0)?, public: row.get(1)?, made_at: row.get(2)?, retired_at: row.get(3)? })
    });
    let keys = keys.collect::<SqlResult<Vec<_>>>()?;
    let plan = match db.row("SELECT plan FROM duty WHERE centre = ?1", values![centre.word()])? {
        Some(row) => serde_json::from_str(&row.get::<String>(0)?)
            .map_err(|why| SqlError(format!("the duty plan of `{}` cannot be read: {why}", centre.word())))?,
        None => Plan::default(),
    };
    // Whom it names was checked when it was written; people who have left since simply have no desk.
    let duty = plan.check(|_| true, |_| true).ok();
    Ok(Known { keys, plan, duty })
}

/// Adds a key, which becomes the current one; the one before is retired. `false` when this key is known.
///
/// # Errors
/// What the storage says.
pub fn add_key(db: &mut dyn Db, centre: Centre, key: &CentreKey) -> SqlResult<bool> {
    if db.row("SELECT 1 FROM centre_key WHERE id = ?1", values![&key.id])?.is_some() {
        return Ok(false);
    }
    let sql = "UPDATE centre_key SET retired_at = ?1 WHERE centre = ?2 AND retired_at IS NULL";
    db.run(sql, values![key.made_at, centre.word()])?;
    let sql = "INSERT INTO centre_key (id, centre, public, made_at) VALUES (?1, ?2, ?3, ?4)";
    db.run(sql, values![&key.id, centre.word(), &key.public, key.made_at])?;
    Ok(true)
}

/// Keeps a duty plan.
///
/// # Errors
/// What the storage says; a plan that cannot be written as JSON, which does not happen.
pub fn set_plan(db: &mut dyn Db, centre: Centre, plan: &Plan) -> SqlResult<()> {
    let text = serde_json::to_string(plan).map_err(|why| SqlError(why.to_string()))?;
    let sql = "INSERT INTO duty (centre, plan) VALUES (?1, ?2) ON CONFLICT (centre) DO UPDATE SET plan = excluded.plan";
    db.run(sql, values![centre.word(), &text]).map(drop)
}
