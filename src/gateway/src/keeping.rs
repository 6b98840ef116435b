//! What is older than a family was promised goes by itself. One place and one rule for each purpose; what the duty of care
//! asks for, and the receipts of consents, stay.

use crate::{
    App, audit,
    consent::{self, in_care},
    flags::Today,
    member::Centre,
    store::{Db, Room, SqlResult},
    values,
};
use jiff::{Timestamp, ToSpan, tz::Offset};
use std::{sync::Arc, time::Duration};

/// Between two looks.
const EVERY: Duration = Duration::from_secs(600);
/// The first look comes soon: a gateway that is restarted every night keeps its word too.
const FIRST: Duration = Duration::from_secs(1);

/// Looks until the gateway stops. Nothing is promised, and nothing deleted, where the platforms keep the consents.
pub async fn over(app: Arc<App>) {
    let mut stopping = app.stopping.clone();
    let mut wait = FIRST;
    loop {
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
        wait = EVERY;
        let Some(kept) = Kept::of(&app) else { return };
        let now_ms = app.now_ms();
        // The log has said why; the next look does it.
        let _logged = app.store.write(Room::Usual, move |db| sweep(db, &kept, now_ms)).await;
    }
}

/// What was promised to whom, and until when that reaches back.
struct Kept {
    issuers: Vec<String>,
    before_ms: i64,
    year: i64,
    month: i64,
}

impl Kept {
    fn of(app: &App) -> Option<Kept> {
        let months = i64::from(app.config.consent.as_ref()?.keep_months);
        let issuers: Vec<String> = consent::kept_here(app).into_iter().map(str::to_owned).collect();
        let before_ms = months_before(app.now_ms(), months)?;
        let then = Today::at(before_ms);
        (!issuers.is_empty()).then_some(Kept { issuers, before_ms, year: then.year, month: then.month })
    }
}

/// The same day and time so many months earlier; the last day of a month that is shorter.
fn months_before(now_ms: i64, months: i64) -> Option<i64> {
    let now = Offset::UTC.to_datetime(Timestamp::from_millisecond(now_ms).ok()?);
    let then = now.checked_sub(months.months()).ok()?;
    Some(Offset::UTC.to_timestamp(then).ok()?.as_millisecond())
}

fn sweep(db: &mut dyn Db, kept: &Kept, now_ms: i64) -> SqlResult<()> {
    let mut gone = 0;
    for issuer in &kept.issuers {
        gone += results(db, issuer, kept.before_ms)?;
    }
    // Counts have a school year and no day: a year goes when its last day is older than that.
    for sql in ["DELETE FROM skill_flag WHERE year < ?1", "DELETE FROM first_try WHERE year < ?1"] {
        gone += db.run(sql, values![kept.year])?;
    }
    gone += db.run("DELETE FROM harm_told WHERE month < ?1", values![kept.month])?;
    db.run("DELETE FROM consent_slip WHERE expires_at < ?1", values![now_ms])?;
    if gone > 0 {
        let what = format!("deleted after its time: {gone}");
        audit::add(db, Centre::School, now_ms, "gateway", &what, "")?;
    }
    Ok(())
}

/// Results of students and reports of parents. Calls, and everything about somebody who called or of whom a case was opened,
/// stay as long as the school's duty does, and somebody of the school ends that.
fn results(db: &mut dyn Db, issuer: &str, before_ms: i64) -> SqlResult<u64> {
    let sql = "SELECT DISTINCT pseudonym FROM notice WHERE issuer = ?1 AND urgent = 0 AND received_at < ?2";
    let mut gone = 0;
    for row in db.rows(sql, values![issuer, before_ms])? {
        let person: String = row.get(0)?;
        if !in_care(db, issuer, &person)? {
            let sql =
                "DELETE FROM notice WHERE issuer = ?1 AND pseudonym = ?2 AND urgent = 0 AND received_at < ?3";
            gone += db.run(sql, values![issuer, &person, before_ms])?;
        }
    }
    // That a sitting took place is kept so that nothing arrives twice; of a sitting without a row nothing can.
    for table in ["launch", "late_report"] {
        let sql = format!(
            "DELETE FROM {table} WHERE issuer = ?1 AND bound_at < ?2 \
             AND NOT EXISTS (SELECT 1 FROM notice WHERE notice.sitting = {table}.sitting) \
             AND NOT EXISTS (SELECT 1 FROM case_event WHERE case_event.sitting = {table}.sitting)"
        );
        db.run(&sql, values![issuer, before_ms])?;
    }
    Ok(gone)
}

#[cfg(test)]
mod tests {
    use super::months_before;

    #[test]
    fn months_are_those_of_the_calendar() {
        let at = |text: &str| text.parse::<jiff::Timestamp>().unwrap().as_millisecond();
        for (now, months, then) in [
            ("2026-11-28T08:00:00Z", 12, "2025-11-28T08:00:00Z"),
            ("2026-03-31T00:00:00Z", 1, "2026-02-28T00:00:00Z"),
            ("2028-02-29T10:00:00Z", 12, "2027-02-28T10:00:00Z"),
            ("2026-01-15T00:00:00Z", 120, "2016-01-15T00:00:00Z"),
        ] {
            assert_eq!(months_before(at(now), months), Some(at(then)), "{now} {months}");
        }
    }
}
