//! The rules of acceptance, as one transaction, and what the desk reads and acknowledges.

use crate::{
    alerts, audit, cases,
    clock::DAY_MS,
    consent,
    launch::Launch,
    member::Centre,
    store::{Db, Row, SqlResult},
    values,
};
use qinghe_wire::{Head, Id, Progress, Urgency};

/// A launch that began a sitting in time may send for that sitting this long.
const BOUND_MS: i64 = 30 * DAY_MS;
/// A launch whose time was over before it began a sitting is still taken for so long, and marked. It is taken for
/// everybody: were a call for help alone taken, the answer would tell from outside that it was one.
const LATE_S: i64 = 24 * 3_600;
/// Most notices in one answer to the desk.
pub const PAGE: i64 = 500;
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
    /// Whose consent must be here before a sitting begins; `None` where the platform keeps it.
    pub asked: Option<consent::Asked>,
    /// Whose key it is sealed to.
    pub centre: Centre,
    /// Whether that key was retired before it came.
    pub key_retired: bool,
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
        /// The new change number when it told whose another notice is.
        change: Option<i64>,
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
    /// A sitting would begin without a consent that it needs.
    NoConsent,
    /// The token's time was over long before the sitting began.
    Expired,
}

/// Decides and stores. Runs inside one transaction.
///
/// # Errors
/// What the storage says.
pub fn accept(db: &mut dyn Db, arrival: &Arrival) -> SqlResult<Verdict> {
    if without_consent(db, arrival)? {
        return Ok(Verdict::NoConsent);
    }
    let verified = match bind(db, arrival)? {
        Binding::Bound => true,
        Binding::Unbound => false,
        // A call for help is never thrown away for the sake of a clock.
        Binding::Late if arrival.head.urgency == Urgency::Urgent => false,
        Binding::Late => return Ok(Verdict::Expired),
        Binding::Other => return Ok(Verdict::LaunchUsed),
    };
    let before = before(db, arrival)?;
    let (progress, mut change) = (before.progress, before.change);
    if arrival.head.urgency == Urgency::Cover {
        return Ok(Verdict::Cover { progress, change });
    }
    let Arrival { head, launch, .. } = arrival;
    let sql = "SELECT issuer, pseudonym, sitting, centre, launch FROM notice WHERE id = ?1";
    if let Some(row) = db.row(sql, values![&head.id])? {
        let owner: (String, String, Id, String) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        let this = (launch.issuer.clone(), launch.person().to_owned(), head.sitting);
        // Sealed anew, for another key or another slot, it is still the same notice; the first copy stays.
        if owner != (this.0, this.1, this.2, arrival.centre.word().to_owned()) {
            return Ok(Verdict::IdConflict);
        }
        if row.get::<String>(4)?.is_empty() {
            change = Some(confirm(db, arrival, verified)?);
        }
        return Ok(Verdict::Stored { progress, change });
    }
    let n = next_change(db)?;
    insert(db, arrival, verified, n)?;
    Ok(Verdict::Stored { progress, change: Some(n) })
}

/// Whether this envelope would begin a sitting that nobody agreed to. What has begun goes on as it was agreed to, and a call
/// for a person is never a matter of consent.
fn without_consent(db: &mut dyn Db, arrival: &Arrival) -> SqlResult<bool> {
    let Some(asked) = &arrival.asked else { return Ok(false) };
    if arrival.head.urgency == Urgency::Urgent {
        return Ok(false);
    }
    let begun = db.row("SELECT 1 FROM launch WHERE sitting = ?1 LIMIT 1", values![&arrival.head.sitting])?;
    Ok(begun.is_none() && consent::admitted(db, asked)?.is_err())
}

enum Binding {
    Bound,
    /// Taken, though nothing shows that the launch was in time.
    Unbound,
    Late,
    Other,
}

/// Ties the launch to the sitting. A launch serves a few sittings of one person; a sitting belongs to one person.
fn bind(db: &mut dyn Db, arrival: &Arrival) -> SqlResult<Binding> {
    let Arrival { head, launch, now_ms, .. } = arrival;
    let person = (launch.issuer.clone(), launch.owner());
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
        if row.get::<String>(1)? != person.1 {
            return Ok(Binding::Other);
        }
        if row.get::<Id>(0)? == head.sitting {
            return Ok(if now_ms - row.get::<i64>(2)? > BOUND_MS { Binding::Late } else { Binding::Bound });
        }
    }
    if bound.len() >= SITTINGS {
        return Ok(Binding::Other);
    }
    if launch.late_s > 0 {
        if launch.late_s > LATE_S {
            return Ok(Binding::Late);
        }
        if launch.by_parent() {
            let sql = "INSERT INTO late_report (sitting, issuer, owner, bound_at) VALUES (?1, ?2, ?3, ?4) \
                       ON CONFLICT (sitting) DO NOTHING";
            db.run(sql, values![&head.sitting, &launch.issuer, &person.1, *now_ms])?;
        }
        return Ok(Binding::Unbound);
    }
    let sql = "INSERT INTO launch (issuer, jti, sitting, pseudonym, bound_at) VALUES (?1, ?2, ?3, ?4, ?5)";
    db.run(sql, values![&launch.issuer, &launch.jti, &head.sitting, &person.1, *now_ms])?;
    Ok(Binding::Bound)
}

/// What was there before this envelope.
struct Before {
    progress: Progress,
    /// The number of the change when a notice that was carried by hand has got its person now.
    change: Option<i64>,
}

/// How far people of this centre are with the sitting. Whoever sends under a sitting is also the person of the notices
/// of it that were carried by hand.
fn before(db: &mut dyn Db, arrival: &Arrival) -> SqlResult<Before> {
    let Arrival { head, launch, centre, .. } = arrival;
    let sql = "SELECT centre, pseudonym, acknowledged_at, arrived FROM notice WHERE sitting = ?1";
    let (mut seen, mut first, mut unknown) = (false, None::<i64>, false);
    for row in db.rows(sql, values![&head.sitting])? {
        unknown |= row.get::<String>(1)?.is_empty();
        if row.get::<String>(0)? == centre.word() {
            seen |= row.get::<Option<i64>>(2)?.is_some();
            let arrived: i64 = row.get(3)?;
            first = Some(first.map_or(arrived, |first| first.min(arrived)));
        }
    }
    let change = if unknown { Some(identify(db, &head.sitting, launch)?) } else { None };
    let contacted = match first {
        Some(first) => cases::contacted(db, *centre, &launch.issuer, launch.person(), first)?,
        None => false,
    };
    let progress = match (contacted, seen) {
        // What people do with a parent's report is told to no parent, so that a lock against one does not show.
        _ if launch.by_parent() => Progress::Waiting,
        (true, _) => Progress::Contacted,
        (false, true) => Progress::Seen,
        (false, false) => Progress::Waiting,
    };
    Ok(Before { progress, change })
}

/// Gives the notices of a sitting that were carried by hand, and what was written about them, their person.
fn identify(db: &mut dyn Db, sitting: &Id, launch: &Launch) -> SqlResult<i64> {
    let [school, grade, class] = &launch.place;
    let sql = "UPDATE case_event SET issuer = ?1, pseudonym = ?2 WHERE sitting = ?3 AND pseudonym = ''";
    db.run(sql, values![&launch.issuer, launch.person(), sitting])?;
    let mut newest = 0;
    let unknown = db.rows("SELECT id FROM notice WHERE sitting = ?1 AND pseudonym = ''", values![sitting])?;
    for row in unknown {
        newest = next_change(db)?;
        let id: Id = row.get(0)?;
        let sql = "UPDATE notice SET issuer = ?1, pseudonym = ?2, role = ?3, school = ?4, grade = ?5, class = ?6, \
                   change = ?7 WHERE id = ?8";
        let values =
            values![&launch.issuer, launch.person(), &launch.role, school, grade, class, newest, &id];
        db.run(sql, values)?;
    }
    Ok(newest)
}

/// The envelope of a notice that was carried by hand before. A code is proof of nobody; the envelope is.
fn confirm(db: &mut dyn Db, arrival: &Arrival, verified: bool) -> SqlResult<i64> {
    let change = next_change(db)?;
    let Arrival { head, sealed, launch, key_retired, .. } = arrival;
    let sql = "UPDATE notice SET launch = ?1, verified = ?2, centre_key = ?3, sealed = ?4, urgent = ?5, key_retired = ?6, \
               change = ?7 WHERE id = ?8";
    let urgent = head.urgency == Urgency::Urgent;
    let values =
        values![&launch.jti, verified, &head.centre_key, sealed, urgent, *key_retired, change, &head.id];
    db.run(sql, values)?;
    Ok(change)
}

/// Counted, and not the largest in the table: a desk that has seen a row must notice what comes after its deletion.
/// # Errors
/// What the storage says.
pub fn next_change(db: &mut dyn Db) -> SqlResult<i64> {
    let sql = "INSERT INTO counter (name, value) VALUES ('change', 1) \
               ON CONFLICT (name) DO UPDATE SET value = counter.value + 1 RETURNING value";
    db.row(sql, &[])?.map_or(Ok(0), |row| row.get(0))
}

fn insert(db: &mut dyn Db, arrival: &Arrival, verified: bool, change: i64) -> SqlResult<()> {
    let Arrival { head, sealed, launch, centre, key_retired, now_ms, asked: _ } = arrival;
    let [school, grade, class] = &launch.place;
    let sql = "INSERT INTO notice (id, sitting, urgent, received_at, issuer, pseudonym, launch, role, school, grade, \
               class, verified, centre_key, sealed, change, arrived, centre, key_retired) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?15, ?16, ?17)";
    let values = values![
        &head.id,
        &head.sitting,
        head.urgency == Urgency::Urgent,
        *now_ms,
        &launch.issuer,
        launch.person(),
        &launch.jti,
        &launch.role,
        school,
        grade,
        class,
        verified,
        &head.centre_key,
        sealed,
        change,
        centre.word(),
        *key_retired
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
    /// For grouping by person; never shown.
    pub issuer: String,
    pub by_hand: bool,
    pub key_retired: bool,
}

const COLUMNS: &str = "id, sitting, urgent, received_at, pseudonym, launch, role, school, grade, class, verified, centre_key, \
                       sealed, acknowledged_at, acknowledged_by, change, issuer, by_hand, key_retired";

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
        issuer: row.get(16)?,
        by_hand: row.get(17)?,
        key_retired: row.get(18)?,
    })
}

/// What changed in a centre after the cursor, oldest change first; at most [`PAGE`].
///
/// # Errors
/// What the storage says.
pub fn after(db: &mut dyn Db, centre: Centre, cursor: i64) -> SqlResult<Vec<Stored>> {
    let sql =
        format!("SELECT {COLUMNS} FROM notice WHERE change > ?1 AND centre = ?2 ORDER BY change LIMIT ?3");
    db.rows(&sql, values![cursor, centre.word(), PAGE])?.iter().map(stored).collect()
}

/// The newest change number.
///
/// # Errors
/// What the storage says.
pub fn newest(db: &mut dyn Db) -> SqlResult<i64> {
    let row = db.row("SELECT value FROM counter WHERE name = 'change'", &[])?;
    row.map_or(Ok(0), |row| row.get(0))
}

/// The notice of a centre with this id.
///
/// # Errors
/// What the storage says.
pub fn find(db: &mut dyn Db, centre: Centre, id: &Id) -> SqlResult<Option<Stored>> {
    let sql = format!("SELECT {COLUMNS} FROM notice WHERE id = ?1 AND centre = ?2");
    db.row(&sql, values![id, centre.word()])?.as_ref().map(stored).transpose()
}

/// Marks a notice as seen by a person; the first person and time stay, and its alerts are over. `None` when the centre
/// has no such notice.
///
/// # Errors
/// What the storage says.
pub fn acknowledge(db: &mut dyn Db, hand: &cases::Hand, id: &Id) -> SqlResult<Option<Stored>> {
    let found = find(db, hand.centre, id)?;
    if found.as_ref().is_none_or(|notice| notice.acknowledged_at.is_some()) {
        return Ok(found);
    }
    let change = next_change(db)?;
    let sql = "UPDATE notice SET acknowledged_at = ?1, acknowledged_by = ?2, change = ?3 WHERE id = ?4";
    db.run(sql, values![hand.now_ms, &hand.name, change, id])?;
    alerts::seen(db, id)?;
    audit::add(db, hand.centre, hand.now_ms, &hand.name, "acknowledge", &hex(id))?;
    find(db, hand.centre, id)
}

/// A notice that somebody carried to the desk as a code.
#[derive(Clone, Debug)]
pub struct Carried {
    /// Its idempotency key.
    pub id: Id,
    /// The sitting.
    pub sitting: Id,
    /// Whether it is urgent, as the desk read it inside.
    pub urgent: bool,
    /// The centre key it is sealed to.
    pub key: [u8; 8],
    /// Whether that key is retired.
    pub key_retired: bool,
    /// The inner layer, closed.
    pub sealed: Vec<u8>,
}

/// Stores it once; `None` when another notice has this id. The row has no person until an envelope of its sitting names
/// one; if one came before, it has that person at once.
///
/// # Errors
/// What the storage says.
pub fn carry(db: &mut dyn Db, hand: &cases::Hand, carried: &Carried) -> SqlResult<Option<Stored>> {
    let Carried { id, sitting, urgent, key, key_retired, sealed } = carried;
    if db.row("SELECT 1 FROM notice WHERE id = ?1", values![id])?.is_some() {
        return Ok(find(db, hand.centre, id)?.filter(|stored| stored.sitting == *sitting));
    }
    let sql = "SELECT issuer, pseudonym FROM launch WHERE sitting = ?1 LIMIT 1";
    let person = db.row(sql, values![sitting])?;
    let (issuer, pseudonym): (String, String) = match &person {
        Some(row) => (row.get(0)?, row.get(1)?),
        None => Default::default(),
    };
    let n = next_change(db)?;
    let sql = "INSERT INTO notice (id, sitting, urgent, received_at, issuer, pseudonym, launch, role, verified, centre_key, \
               sealed, change, arrived, centre, key_retired, by_hand) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, '', '', 0, ?7, ?8, ?9, ?9, ?10, ?11, 1)";
    let centre = hand.centre.word();
    let values =
        values![id, sitting, *urgent, hand.now_ms, &issuer, &pseudonym, key, sealed, n, centre, *key_retired];
    db.run(sql, values)?;
    audit::add(db, hand.centre, hand.now_ms, &hand.name, "carried by hand", &hex(id))?;
    find(db, hand.centre, id)
}

/// As the audit log names a notice or a sitting.
#[must_use]
pub fn hex(id: &Id) -> String {
    id.iter().map(|byte| format!("{byte:02x}")).collect()
}
