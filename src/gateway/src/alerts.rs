//! Alerts as they are stored: what was told to whom, and how sending went.

use crate::{
    escalation::{Due, SilentBefore, To, Unseen},
    member::Centre,
    store::{Db, Row, SqlError, SqlResult, Value},
    values,
    webhook::Event,
};
use qinghe_wire::Id;

/// Alerts in one answer to the desk.
const PAGE: i64 = 50;

/// One alert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alert {
    /// Its number.
    pub n: i64,
    /// Why.
    pub event: Event,
    /// In which part somebody is told.
    pub to: To,
    /// What the person is called; empty when the plan names nobody.
    pub staff: String,
    /// When it was made, in milliseconds since 1970.
    pub made_at: i64,
    /// When the receiver took it.
    pub sent_at: Option<i64>,
    /// When sending was given up.
    pub failed_at: Option<i64>,
    /// Attempts so far.
    pub tries: i64,
    /// When the last attempt was.
    pub last_try: Option<i64>,
    /// When to try next.
    pub next_try: i64,
    /// Whether its reason is gone: somebody has seen the notice, or a desk is open again.
    pub over: bool,
}

const COLUMNS: &str =
    "n, event, receiver, staff_name, made_at, sent_at, failed_at, tries, last_try, next_try, is_over";

fn alert(row: &Row) -> SqlResult<Alert> {
    let (event, to): (String, String) = (row.get(1)?, row.get(2)?);
    let odd = || SqlError("an alert holds a word that is not known".into());
    Ok(Alert {
        n: row.get(0)?,
        event: Event::read(&event).ok_or_else(odd)?,
        to: To::read(&to).ok_or_else(odd)?,
        staff: row.get(3)?,
        made_at: row.get(4)?,
        sent_at: row.get(5)?,
        failed_at: row.get(6)?,
        tries: row.get(7)?,
        last_try: row.get(8)?,
        next_try: row.get(9)?,
        over: row.get(10)?,
    })
}

/// Urgent notices of a centre that nobody has acknowledged, oldest first, with the steps that were taken.
///
/// # Errors
/// What the storage says.
pub fn unseen(db: &mut dyn Db, centre: Centre) -> SqlResult<Vec<Unseen>> {
    let sql = "SELECT n.id, n.received_at, a.step FROM notice n LEFT JOIN alert a ON a.notice = n.id \
               WHERE n.centre = ?1 AND n.urgent = 1 AND n.acknowledged_at IS NULL ORDER BY n.received_at, n.id";
    let mut all: Vec<Unseen> = Vec::new();
    for row in db.rows(sql, values![centre.word()])? {
        let (notice, step): (Id, Option<String>) = (row.get(0)?, row.get(2)?);
        if all.last().is_none_or(|last| last.notice != notice) {
            all.push(Unseen { notice, received_at: row.get(1)?, taken: Vec::new() });
        }
        if let (Some(last), Some(step)) = (all.last_mut(), step.as_deref().and_then(To::read)) {
            last.taken.push(step);
        }
    }
    Ok(all)
}

/// The last alert about silent desks.
///
/// # Errors
/// What the storage says.
pub fn silent_before(db: &mut dyn Db, centre: Centre) -> SqlResult<Option<SilentBefore>> {
    let sql = "SELECT shift_at, made_at, is_over FROM alert WHERE centre = ?1 AND event = 'desk-silent' \
               ORDER BY n DESC LIMIT 1";
    let row = db.row(sql, values![centre.word()])?;
    row.map(|row| Ok(SilentBefore { shift_ms: row.get(0)?, made_at: row.get(1)?, over: row.get(2)? }))
        .transpose()
}

/// Ends the alerts about silent desks.
///
/// # Errors
/// What the storage says.
pub fn heard(db: &mut dyn Db, centre: Centre) -> SqlResult<()> {
    let sql = "UPDATE alert SET is_over = 1 WHERE centre = ?1 AND event = 'desk-silent' AND is_over = 0";
    db.run(sql, values![centre.word()]).map(drop)
}

/// Whether somebody was told already of what no key opened on the day that began at `day`.
///
/// # Errors
/// What the storage says.
pub fn unopened_told(db: &mut dyn Db, day: i64) -> SqlResult<bool> {
    let sql = "SELECT 1 FROM alert WHERE event = 'unopened' AND shift_at = ?1";
    Ok(db.row(sql, values![day])?.is_some())
}

/// Ends the alerts about a notice: somebody has seen it.
///
/// # Errors
/// What the storage says.
pub fn seen(db: &mut dyn Db, notice: &Id) -> SqlResult<()> {
    db.run("UPDATE alert SET is_over = 1 WHERE notice = ?1", values![notice]).map(drop)
}

/// What an alert is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// A step of the clock of a notice.
    Step(Due),
    /// Silent desks in the shift that began then.
    Silence(i64),
    /// Envelopes that no key here opens, on the day that began then.
    Unopened(i64),
    /// Nothing: a trial.
    Trial,
}

/// Keeps an alert. A step that was taken is not taken again.
///
/// # Errors
/// What the storage says.
pub fn add(db: &mut dyn Db, centre: Centre, about: About, to: To, name: &str, now_ms: i64) -> SqlResult<()> {
    // Not the number of a change: an alert is nothing that a desk waits for.
    let last =
        db.row("SELECT coalesce(max(n), 0) FROM alert", &[])?.map_or(Ok(0), |row| row.get::<i64>(0))?;
    let n = last + 1;
    let (event, notice, step, shift) = match &about {
        About::Step(due) => (Event::Unseen, (&due.notice).into(), due.step.word().into(), Value::Null),
        About::Silence(shift) => (Event::DeskSilent, Value::Null, Value::Null, (*shift).into()),
        About::Unopened(day) => (Event::Unopened, Value::Null, Value::Null, (*day).into()),
        About::Trial => (Event::Test, Value::Null, Value::Null, Value::Null),
    };
    let sql = "INSERT INTO alert (n, centre, event, receiver, staff_name, made_at, tries, next_try, is_over, notice, step, \
               shift_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?6, 0, ?7, ?8, ?9) ON CONFLICT (notice, step) DO NOTHING";
    let values = values![n, centre.word(), event.word(), to.word(), name, now_ms, notice, step, shift];
    db.run(sql, values).map(drop)
}

/// Alerts that wait to be sent, oldest first.
///
/// # Errors
/// What the storage says.
pub fn unsent(db: &mut dyn Db, centre: Centre) -> SqlResult<Vec<Alert>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM alert WHERE centre = ?1 AND sent_at IS NULL AND failed_at IS NULL AND is_over = 0 ORDER BY n"
    );
    db.rows(&sql, values![centre.word()])?.iter().map(alert).collect()
}

/// The newest alerts, newest first.
///
/// # Errors
/// What the storage says.
pub fn newest(db: &mut dyn Db, centre: Centre) -> SqlResult<Vec<Alert>> {
    let sql = format!("SELECT {COLUMNS} FROM alert WHERE centre = ?1 ORDER BY n DESC LIMIT ?2");
    db.rows(&sql, values![centre.word(), PAGE])?.iter().map(alert).collect()
}

/// What became of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// The receiver took it.
    Taken,
    /// It did not; try again then.
    Again(i64),
    /// It did not, for a day.
    GivenUp,
}

/// Notes an attempt.
///
/// # Errors
/// What the storage says.
pub fn attempted(db: &mut dyn Db, n: i64, attempt: Attempt, now_ms: i64) -> SqlResult<()> {
    let (column, value) = match attempt {
        Attempt::Taken => ("sent_at", now_ms),
        Attempt::Again(at) => ("next_try", at),
        Attempt::GivenUp => ("failed_at", now_ms),
    };
    db.run(
        &format!("UPDATE alert SET tries = tries + 1, last_try = ?3, {column} = ?1 WHERE n = ?2"),
        values![value, n, now_ms],
    )
    .map(drop)
}

/// The oldest alarm that should have been sent by now and was not.
///
/// # Errors
/// What the storage says.
pub fn unsent_alarm(db: &mut dyn Db, centre: Centre) -> SqlResult<Option<Alert>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM alert WHERE centre = ?1 AND sent_at IS NULL AND is_over = 0 AND tries > 0 ORDER BY n LIMIT 1"
    );
    db.row(&sql, values![centre.word()])?.as_ref().map(alert).transpose()
}
