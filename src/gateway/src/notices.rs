//! The rules of acceptance, as one transaction, and what the desk reads and acknowledges.

use crate::{audit, launch::Launch};
use qinghe_wire::{Head, Id, Progress, Urgency};
use rusqlite::{Connection, OptionalExtension, Row, params};
use sha2::{Digest, Sha256};

/// A launch that began a sitting in time may send for that sitting this long.
const BOUND_MS: i64 = 30 * 24 * 3_600_000;
/// Most notices in one answer to the desk.
const PAGE: i64 = 500;

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
/// What SQLite says.
pub fn accept(db: &Connection, arrival: &Arrival) -> rusqlite::Result<Verdict> {
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
    let digest: [u8; 32] =
        Sha256::new_with_prefix(arrival.head.encode()).chain_update(&arrival.sealed).finalize().into();
    let stored: Option<([u8; 32], String)> = db
        .query_row("SELECT digest, pseudonym FROM notice WHERE id = ?", [arrival.head.id], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    if let Some((old, owner)) = stored {
        let same = old == digest && owner == arrival.launch.pseudonym;
        return Ok(if same { Verdict::Stored { progress, change: None } } else { Verdict::IdConflict });
    }
    let change = next_change(db)?;
    insert(db, arrival, &digest, verified, change)?;
    Ok(Verdict::Stored { progress, change: Some(change) })
}

enum Binding {
    Bound,
    Late,
    Other,
}

/// Ties the launch to the sitting. One launch serves one sitting; a sitting belongs to one person.
fn bind(db: &Connection, arrival: &Arrival) -> rusqlite::Result<Binding> {
    let Arrival { head, launch, now_ms, .. } = arrival;
    let owner: Option<(String, String)> = db
        .query_row("SELECT issuer, pseudonym FROM launch WHERE sitting = ? LIMIT 1", [head.sitting], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    if owner.is_some_and(|owner| owner != (launch.issuer.clone(), launch.pseudonym.clone())) {
        return Ok(Binding::Other);
    }
    let bound: Option<(Id, String, i64)> = db
        .query_row(
            "SELECT sitting, pseudonym, bound_at FROM launch WHERE issuer = ? AND jti = ?",
            params![launch.issuer, launch.jti],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .optional()?;
    match bound {
        Some((sitting, pseudonym, _)) if sitting != head.sitting || pseudonym != launch.pseudonym => {
            Ok(Binding::Other)
        }
        Some((_, _, since)) if now_ms - since > BOUND_MS => Ok(Binding::Late),
        Some(_) => Ok(Binding::Bound),
        None if launch.expired => Ok(Binding::Late),
        None => {
            db.execute(
                "INSERT INTO launch VALUES (?, ?, ?, ?, ?)",
                params![launch.issuer, launch.jti, launch.pseudonym, head.sitting, now_ms],
            )?;
            Ok(Binding::Bound)
        }
    }
}

fn progress(db: &Connection, sitting: &Id) -> rusqlite::Result<Progress> {
    let seen = db.query_row(
        "SELECT EXISTS (SELECT 1 FROM notice WHERE sitting = ? AND acknowledged_at IS NOT NULL)",
        [sitting],
        |row| row.get(0),
    )?;
    Ok(if seen { Progress::Seen } else { Progress::Waiting })
}

fn next_change(db: &Connection) -> rusqlite::Result<i64> {
    db.query_row("SELECT coalesce(max(change), 0) + 1 FROM notice", [], |row| row.get(0))
}

fn insert(
    db: &Connection,
    arrival: &Arrival,
    digest: &[u8; 32],
    verified: bool,
    change: i64,
) -> rusqlite::Result<()> {
    let Arrival { head, sealed, launch, now_ms } = arrival;
    let [school, grade, class] = &launch.place;
    db.execute(
        "INSERT INTO notice VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, ?)",
        params![
            head.id,
            digest,
            head.sitting,
            head.urgency == Urgency::Urgent,
            now_ms,
            launch.issuer,
            launch.pseudonym,
            launch.jti,
            launch.role,
            school,
            grade,
            class,
            verified,
            head.centre_key,
            sealed,
            change
        ],
    )?;
    Ok(())
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

fn stored(row: &Row<'_>) -> rusqlite::Result<Stored> {
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
/// What SQLite says.
pub fn after(db: &Connection, cursor: i64) -> rusqlite::Result<Vec<Stored>> {
    let mut rows =
        db.prepare_cached(&format!("SELECT {COLUMNS} FROM notice WHERE change > ? ORDER BY change LIMIT ?"))?;
    rows.query_map([cursor, PAGE], stored)?.collect()
}

/// The newest change number.
///
/// # Errors
/// What SQLite says.
pub fn newest(db: &Connection) -> rusqlite::Result<i64> {
    next_change(db).map(|next| next - 1)
}

/// Marks a notice as seen by a person; the first person and time stay. `None` when there is no such notice.
///
/// # Errors
/// What SQLite says.
pub fn acknowledge(db: &Connection, id: Id, by: &str, now_ms: i64) -> rusqlite::Result<Option<Stored>> {
    let change = next_change(db)?;
    let first = db.execute(
        "UPDATE notice SET acknowledged_at = ?, acknowledged_by = ?, change = ? WHERE id = ? AND acknowledged_at IS NULL",
        params![now_ms, by, change, id],
    )?;
    if first == 1 {
        let subject: String = id.iter().map(|byte| format!("{byte:02x}")).collect();
        audit::add(db, now_ms, by, "acknowledge", &subject)?;
    }
    db.query_row(&format!("SELECT {COLUMNS} FROM notice WHERE id = ?"), [id], stored).optional()
}
