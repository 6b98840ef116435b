//! The rules of acceptance, as one transaction, and what the desk reads and acknowledges.

use crate::{
    audit,
    launch::Launch,
    store::{Db, Row, SqlResult},
    values,
};
use qinghe_wire::{Head, Id, Progress, Urgency};

/// A launch that began a sitting in time may send for that sitting this long.
const BOUND_MS: i64 = 30 * 24 * 3_600_000;
/// Most notices in one answer to the desk.
const PAGE: i64 = 500;
/// Sittings that one launch may serve: its own, and what earlier visits of the same person left behind.
const SITTINGS: usize = 4;

/// An opened outer layer with a verified token.
pub struct Arrival {
    /// What the outer layer says.
    pub head: Head,
    /// The inner layer, closed.
    pub sealed: Vec<u8>,
    /// Who sent it.
    pub launch: Launch,
    /// Milliseconds since 1970.
    pub now_ms: i64,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A cover: nothing to store.
    Cover {
        /// How far people are with this sitting.
        progress: Progress,
    },
    /// Stored, now or by an earlier copy.
    Stored {
        /// How far people are with this sitting.
        progress: Progress,
        /// The new change number; `None` for a copy.
        change: Option<i64>,
    },
    /// The token serves another sitting, or the sitting belongs to another person.
    LaunchUsed,
    /// Another notice has this id.
    IdConflict,
    /// The token's time was over before the sitting began.
    Expired,
}

/// Decides and stores. Runs inside one transaction.
///
/// # Errors
/// What the storage says.
pub fn accept(db: &mut dyn Db, arrival: &Arrival) -> SqlResult<Verdict> {
    let verified = match bind(db, arrival)? {
        Binding::Bound => true,
        // A call for help is never thrown away for the sake of a clock.
        Binding::Late if arrival.head.urgency == Urgency::Urgent => false,
        Binding::Late => return Ok(Verdict::Expired),
        Binding::Other => return Ok(Verdict::LaunchUsed),
    };
    let progress = progress(db, &arrival.head.sitting)?;
    if arrival.head.urgency == Urgency::Cover {
        return Ok(Verdict::Cover { progress });
    }
    let Arrival { head, launch, .. } = arrival;
    let sql = "SELECT issuer, pseudonym, sitting FROM notice WHERE id = ?1";
    if let Some(row) = db.row(sql, values![&head.id])? {
        // Sealed anew, for another key or another slot, it is still the same notice; the first copy stays.
        let owner: (String, String, Id) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let same = owner == (launch.issuer.clone(), launch.pseudonym.clone(), head.sitting);
        return Ok(if same { Verdict::Stored { progress, change: None } } else { Verdict::IdConflict });
    }
    let change = next_change(db)?;
    insert(db, arrival, verified, change)?;
    Ok(Verdict::Stored { progress, change: Some(change) })
}

enum Binding {
    Bound,
    Late,
    Other,
}

/// Ties the launch to the sitting. A launch serves a few sittings of one person; a sitting belongs to one person.
fn bind(db: &mut dyn Db, arrival: &Arrival) -> SqlResult<Binding> {
    let Arrival { head, launch, now_ms, .. } = arrival;
    let person = (launch.issuer.clone(), launch.pseudonym.clone());
    let owner =
        db.row("SELECT issuer, pseudonym FROM launch WHERE sitting = ?1 LIMIT 1", values![&head.sitting])?;
    if let Some(row) = owner
        && person != (row.get(0)?, row.get(1)?)
    {
        return Ok(Binding::Other);
    }
    let sql = "SELECT sitting, pseudonym, bound_at FROM launch WHERE issuer = ?1 AND jti = ?2";
    let bound = db.rows(sql, values![&launch.issuer, &launch.jti])?;
    for row in &bound {
        if row.get::<String>(1)? != launch.pseudonym {
            return Ok(Binding::Other);
        }
        if row.get::<Id>(0)? == head.sitting {
            return Ok(if now_ms - row.get::<i64>(2)? > BOUND_MS { Binding::Late } else { Binding::Bound });
        }
    }
    if bound.len() >= SITTINGS {
        return Ok(Binding::Other);
    }
    if launch.expired {
        return Ok(Binding::Late);
    }
    let sql = "INSERT INTO launch (issuer, jti, sitting, pseudonym, bound_at) VALUES (?1, ?2, ?3, ?4, ?5)";
    db.run(sql, values![&launch.issuer, &launch.jti, &head.sitting, &launch.pseudonym, *now_ms])?;
    Ok(Binding::Bound)
}

fn progress(db: &mut dyn Db, sitting: &Id) -> SqlResult<Progress> {
    let sql = "SELECT 1 FROM notice WHERE sitting = ?1 AND acknowledged_at IS NOT NULL LIMIT 1";
    let seen = db.row(sql, values![sitting])?.is_some();
    Ok(if seen { Progress::Seen } else { Progress::Waiting })
}

/// Counted, and not the largest in the table: a desk that has seen a row must notice what comes after its deletion.
fn next_change(db: &mut dyn Db) -> SqlResult<i64> {
    let sql = "INSERT INTO counter (name, value) VALUES ('change', 1) \
               ON CONFLICT (name) DO UPDATE SET value = counter.value + 1 RETURNING value";
    db.row(sql, &[])?.map_or(Ok(0), |row| row.get(0))
}

fn insert(db: &mut dyn Db, arrival: &Arrival, verified: bool, change: i64) -> SqlResult<()> {
    let Arrival { head, sealed, launch, now_ms } = arrival;
    let [school, grade, class] = &launch.place;
    let sql = "INSERT INTO notice (id, sitting, urgent, received_at, issuer, pseudonym, launch, role, school, grade, \
               class, verified, centre_key, sealed, change) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)";
    let values = values![
        &head.id,
        &head.sitting,
        head.urgency == Urgency::Urgent,
        *now_ms,
        &launch.issuer,
        &launch.pseudonym,
        &launch.jti,
        &launch.role,
        school,
        grade,
        class,
        verified,
        &head.centre_key,
        sealed,
        change
    ];
    db.run(sql, values).map(drop)
}

/// One stored notice, its inner layer closed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Stored {
    pub id: Id,
    pub sitting: Id,
    pub urgent: bool,
    pub received_at: i64,
    pub pseudonym: String,
    pub launch: String,
    pub role: String,
    pub place: [Option<String>; 3],
    pub verified: bool,
    pub centre_key: [u8; 8],
    pub sealed: Vec<u8>,
    pub acknowledged_at: Option<i64>,
    pub acknowledged_by: Option<String>,
    pub change: i64,
}

const COLUMNS: &str = "id, sitting, urgent, received_at, pseudonym, launch, role, school, grade, class, verified, centre_key, \
                       sealed, acknowledged_at, acknowledged_by, change";

fn stored(row: &Row) -> SqlResult<Stored> {
    Ok(Stored {
        id: row.get(0)?,
        sitting: row.get(1)?,
        urgent: row.get(2)?,
        received_at: row.get(3)?,
        pseudonym: row.get(4)?,
        launch: row.get(5)?,
        role: row.get(6)?,
        place: [row.get(7)?, row.get(8)?, row.get(9)?],
        verified: row.get(10)?,
        centre_key: row.get(11)?,
        sealed: row.get(12)?,
        acknowledged_at: row.get(13)?,
        acknowledged_by: row.get(14)?,
        change: row.get(15)?,
    })
}

/// What changed after the cursor, oldest change first.
///
/// # Errors
/// What the storage says.
pub fn after(db: &mut dyn Db, cursor: i64) -> SqlResult<Vec<Stored>> {
    let sql = format!("SELECT {COLUMNS} FROM notice WHERE change > ?1 ORDER BY change LIMIT ?2");
    db.rows(&sql, values![cursor, PAGE])?.iter().map(stored).collect()
}

/// The newest change number.
///
/// # Errors
/// What the storage says.
pub fn newest(db: &mut dyn Db) -> SqlResult<i64> {
    let row = db.row("SELECT value FROM counter WHERE name = 'change'", &[])?;
    row.map_or(Ok(0), |row| row.get(0))
}

/// Marks a notice as seen by a person; the first person and time stay. `None` when there is no such notice.
///
/// # Errors
/// What the storage says.
pub fn acknowledge(db: &mut dyn Db, id: Id, by: &str, now_ms: i64) -> SqlResult<Option<Stored>> {
    let get = format!("SELECT {COLUMNS} FROM notice WHERE id = ?1");
    let found = db.row(&get, values![&id])?.as_ref().map(stored).transpose()?;
    if found.as_ref().is_none_or(|notice| notice.acknowledged_at.is_some()) {
        return Ok(found);
    }
    let change = next_change(db)?;
    let sql = "UPDATE notice SET acknowledged_at = ?1, acknowledged_by = ?2, change = ?3 WHERE id = ?4";
    db.run(sql, values![now_ms, by, change, &id])?;
    let subject: String = id.iter().map(|byte| format!("{byte:02x}")).collect();
    audit::add(db, now_ms, by, "acknowledge", &subject)?;
    db.row(&get, values![&id])?.as_ref().map(stored).transpose()
}
