//! `POST /v1/flags`: what leaves of exercises. A person's launch admits it, and is forgotten in the same step.
//!
//! To count everybody once, a row is named by a keyed hash of school year, skill and person. The key is derived from the
//! gateway's own and is in no database and no backup, so whoever reads the storage can neither find a student's rows nor
//! tell which rows are one student's. There is no time in a row, and no order of arrival.

use crate::{
    App,
    clock::DAY_MS,
    consent,
    envelopes::{from_own_page, launched},
    problem::Problem,
    store::{Db, Room, SqlResult},
    values,
};
use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use hmac::{Hmac, KeyInit, Mac};
use jiff::{Timestamp, tz::Offset};
use qinghe_consent::Purpose;
use qinghe_wire::{FLAGS_INFO, FirstTry, Flags, HarmCount, Helps, Reached, SealedFlags, SkillFlag};
use sha2::Sha256;
use std::sync::Arc;
use tokio::time::{Instant, sleep_until};

/// What the key that names rows is derived for.
const PURPOSE: &[u8] = b"qinghe/1 counts";
/// Weeks and months that a device may be late: the summer holidays and some.
const LATE_WEEKS: i64 = 16;
const LATE_MONTHS: i64 = 6;
/// Skills counted in one school year: nobody fills a storage with invented ones.
const SKILLS: i64 = 200;
/// Names that no skill can have, for what is counted over skills.
const SELF: &str = "*self";
const MUTUAL: &str = "*mutual";
/// The first sitting of core knowledge.
const KNOWN: &str = "*known";
/// Who mastered a skill for oneself and one for others.
pub const BOTH: &str = "*both";
/// Month in which a school year begins.
const YEAR_BEGINS: i8 = 9;

/// Takes one message. Every answer waits for the response floor, and a good one is always the same.
pub async fn take(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Response {
    let floor = Instant::now() + app.config.response_floor();
    let answer = judge(&app, &headers, &body).await;
    sleep_until(floor).await;
    let mut response = match answer {
        Ok(()) => (StatusCode::NO_CONTENT, [(header::CACHE_CONTROL, "no-store")]).into_response(),
        Err(problem) => problem.into_response(),
    };
    crate::envelopes::allow(&app, &headers, response.headers_mut());
    response
}

async fn judge(app: &App, headers: &HeaderMap, body: &Bytes) -> Result<(), Problem> {
    let launch = launched(app, headers).await?;
    from_own_page(app, headers, &launch)?;
    if launch.late_s > 0 {
        return Err(Problem::TOKEN_EXPIRED);
    }
    if !app.limits.envelope(&launch) {
        return Err(Problem::SLOW_DOWN);
    }
    let flags = open(app, body)?;
    // Parents and teachers have exercises of their own; the figures are about students.
    if launch.role != "student" {
        return Ok(());
    }
    let [_, grade, _] = &launch.place;
    let grade = grade.clone().unwrap_or_default();
    let person = Person::new(app, &launch.issuer, &launch.pseudonym, grade);
    let asked = consent::asked(app, &launch);
    let taken = app.store.write(Room::Usual, move |db| {
        // The student's own yes stays on the device; without it nothing is sent.
        if let Some(asked) = &asked
            && !consent::guardians_agree(db, &asked.student, (Purpose::Skills, asked.band), asked.term)?
        {
            return Ok(false);
        }
        // Sums over everybody are statistics, and have a yes of their own.
        let known = match &asked {
            Some(asked) if !consent::is_given(db, asked, Purpose::Research)? => None,
            _ => flags.known,
        };
        count(db, &person, &Flags { known, ..flags }).map(|()| true)
    });
    if taken.await? { Ok(()) } else { Err(Problem::CONSENT_MISSING) }
}

fn open(app: &App, body: &[u8]) -> Result<Flags, Problem> {
    let sealed = SealedFlags::parse(body).map_err(|_| Problem::ENVELOPE_MALFORMED)?;
    if sealed.gateway_key != app.key_id {
        return Err(Problem::KEY_UNKNOWN);
    }
    let plain = qinghe_seal::open(&app.keys.private, FLAGS_INFO, sealed.aad, sealed.sealed);
    let plain = plain.map_err(|_| Problem::ENVELOPE_MALFORMED)?;
    Flags::decode(&plain).map_err(|_| Problem::ENVELOPE_MALFORMED)
}

/// The calendar as the rules need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Today {
    /// The calendar year in which the school year began.
    pub year: i64,
    /// Weeks since the one that began on Monday, 29 December 1969.
    pub week: i64,
    /// Months since January 1970.
    pub month: i64,
}

impl Today {
    /// From milliseconds since 1970, in UTC; a school year begins in September.
    #[must_use]
    pub fn at(now_ms: i64) -> Today {
        let date = Timestamp::from_millisecond(now_ms)
            .map_or(jiff::civil::Date::default(), |at| Offset::UTC.to_datetime(at).date());
        let (year, month) = (i64::from(date.year()), i64::from(date.month()));
        let begun = date.month() >= YEAR_BEGINS;
        Today {
            year: if begun { year } else { year - 1 },
            week: (now_ms.div_euclid(DAY_MS) + 3).div_euclid(7),
            month: (year - 1970) * 12 + month - 1,
        }
    }
}

/// Somebody as far as rows are named: the hash of a person, and nothing that leads back.
struct Person {
    mac: Option<Hmac<Sha256>>,
    grade: String,
    today: Today,
}

impl Person {
    fn new(app: &App, issuer: &str, pseudonym: &str, grade: String) -> Person {
        let private = app.keys.private.to_bytes();
        let derived = Hmac::<Sha256>::new_from_slice(private.as_slice()).ok().map(|mut mac| {
            mac.update(PURPOSE);
            mac.finalize().into_bytes()
        });
        let mac =
            derived.and_then(|key| Hmac::<Sha256>::new_from_slice(key.as_slice()).ok()).map(|mut mac| {
                for part in [issuer, pseudonym] {
                    mac.update(&(part.len() as u64).to_be_bytes());
                    mac.update(part.as_bytes());
                }
                mac
            });
        Person { mac, grade, today: Today::at(app.now_ms()) }
    }

    /// The name of a row of this person about something.
    fn token(&self, what: &str, when: i64) -> Option<[u8; 32]> {
        let mut mac = self.mac.clone()?;
        mac.update(&when.to_be_bytes());
        mac.update(what.as_bytes());
        Some(mac.finalize().into_bytes().into())
    }
}

/// Takes a person out of the counts: their rows are found by their names, which only this gateway can make.
///
/// # Errors
/// What the storage says.
pub fn forget(db: &mut dyn Db, app: &App, issuer: &str, pseudonym: &str) -> SqlResult<()> {
    let person = Person::new(app, issuer, pseudonym, String::new());
    for row in db.rows("SELECT DISTINCT year, skill FROM skill_flag", &[])? {
        let (year, skill): (i64, String) = (row.get(0)?, row.get(1)?);
        if let Some(token) = person.token(&skill, year) {
            db.run("DELETE FROM skill_flag WHERE token = ?1", values![&token])?;
        }
    }
    forget_known(db, app, issuer, pseudonym)?;
    for row in db.rows("SELECT DISTINCT month FROM harm_told", &[])? {
        if let Some(token) = person.token("*harm", row.get(0)?) {
            db.run("DELETE FROM harm_told WHERE token = ?1", values![&token])?;
        }
    }
    Ok(())
}

/// Takes a person out of the sums over everybody.
///
/// # Errors
/// What the storage says.
pub fn forget_known(db: &mut dyn Db, app: &App, issuer: &str, pseudonym: &str) -> SqlResult<()> {
    let person = Person::new(app, issuer, pseudonym, String::new());
    for row in db.rows("SELECT DISTINCT year FROM first_try", &[])? {
        if let Some(token) = person.token(KNOWN, row.get(0)?) {
            db.run("DELETE FROM first_try WHERE token = ?1", values![&token])?;
        }
    }
    Ok(())
}

fn count(db: &mut dyn Db, person: &Person, flags: &Flags) -> SqlResult<()> {
    for flag in &flags.flags {
        let late = person.today.week - i64::from(flag.week);
        if (-1..=LATE_WEEKS).contains(&late) && room_for(db, person, &flag.skill)? {
            one(db, person, flag)?;
        }
    }
    if let Some(known) = flags.known {
        first_try(db, person, known)?;
    }
    flags.harm.iter().try_for_each(|harm| add_harm(db, person, *harm))
}

/// The first sitting of core knowledge; what is told again changes nothing.
fn first_try(db: &mut dyn Db, person: &Person, known: FirstTry) -> SqlResult<()> {
    let Some(token) = person.token(KNOWN, person.today.year) else { return Ok(()) };
    let sql = "INSERT INTO first_try (token, year, answered, correct) VALUES (?1, ?2, ?3, ?4)
               ON CONFLICT (token) DO NOTHING";
    let (answered, correct) = (i64::from(known.answered), i64::from(known.right));
    db.run(sql, values![&token, person.today.year, answered, correct]).map(drop)
}

fn room_for(db: &mut dyn Db, person: &Person, skill: &str) -> SqlResult<bool> {
    let sql = "SELECT 1 FROM skill_flag WHERE year = ?1 AND skill = ?2 LIMIT 1";
    if db.row(sql, values![person.today.year, skill])?.is_some() {
        return Ok(true);
    }
    let sql = "SELECT count(DISTINCT skill) FROM skill_flag WHERE year = ?1";
    let known: i64 = db.row(sql, values![person.today.year])?.map_or(Ok(0), |row| row.get(0))?;
    Ok(known < SKILLS)
}

fn one(db: &mut dyn Db, person: &Person, flag: &SkillFlag) -> SqlResult<()> {
    put(db, person, &flag.skill, flag.reached)?;
    let (mine, other) = match (flag.reached, flag.helps) {
        (Reached::Mastered, Helps::Oneself) => (SELF, MUTUAL),
        (Reached::Mastered, Helps::Another) => (MUTUAL, SELF),
        _ => return Ok(()),
    };
    put(db, person, mine, Reached::Mastered)?;
    let Some(token) = person.token(other, person.today.year) else { return Ok(()) };
    if db.row("SELECT 1 FROM skill_flag WHERE token = ?1", values![&token])?.is_some() {
        put(db, person, BOTH, Reached::Mastered)?;
    }
    Ok(())
}

/// A row for a person and a skill; the farthest that was reached stays.
fn put(db: &mut dyn Db, person: &Person, skill: &str, reached: Reached) -> SqlResult<()> {
    let Some(token) = person.token(skill, person.today.year) else { return Ok(()) };
    let reached: i64 = match reached {
        Reached::Completed => 1,
        Reached::Mastered => 2,
    };
    let sql = "INSERT INTO skill_flag (token, year, skill, grade, reached) VALUES (?1, ?2, ?3, ?4, ?5)
               ON CONFLICT (token) DO UPDATE SET reached = excluded.reached
               WHERE skill_flag.reached < excluded.reached";
    db.run(sql, values![&token, person.today.year, skill, &person.grade, reached]).map(drop)
}

/// Adds a month's rises once for each person; the number keeps no trace of whose they were.
fn add_harm(db: &mut dyn Db, person: &Person, harm: HarmCount) -> SqlResult<()> {
    let (month, late) = (i64::from(harm.month), person.today.month - i64::from(harm.month));
    let Some(token) = person.token("*harm", month).filter(|_| (1..=LATE_MONTHS).contains(&late)) else {
        return Ok(());
    };
    let sql = "INSERT INTO harm_told (token, month) VALUES (?1, ?2) ON CONFLICT (token) DO NOTHING";
    if db.run(sql, values![&token, month])? == 0 {
        return Ok(());
    }
    let sql = "INSERT INTO harm (month, rises) VALUES (?1, ?2)
               ON CONFLICT (month) DO UPDATE SET rises = harm.rises + excluded.rises";
    db.run(sql, values![month, i64::from(harm.rises)]).map(drop)
}

#[cfg(test)]
mod tests {
    use super::Today;
    use crate::clock::DAY_MS;

    #[test]
    fn a_school_year_begins_in_september() {
        let at = |day: i64| Today::at(day * DAY_MS);
        // 2026-08-31, 2026-09-01, 2026-11-27 (a Friday), 2027-01-01.
        assert_eq!([20_696, 20_697, 20_784, 20_819].map(|day| at(day).year), [2025, 2026, 2026, 2026]);
        assert_eq!(at(20_784), Today { year: 2026, week: 2_969, month: 682 });
        assert_eq!([at(20_786).week, at(20_787).week], [2_969, 2_970]);
    }
}
