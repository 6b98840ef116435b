//! Times as people read them.

use crate::words::{Lang, Word};
use js_sys::Date;
use wasm_bindgen::JsValue;

/// A waiting time in its two largest useful units. Below zero counts as zero: clocks differ.
#[must_use]
pub fn waited(lang: Lang, ms: i64) -> String {
    let seconds = ms.max(0) / 1000;
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    let (s, m, h, d) =
        ((seconds % 60).to_string(), (minutes % 60).to_string(), (hours % 24).to_string(), days.to_string());
    match (days, hours, minutes) {
        (0, 0, 0) => lang.fill(Word::Seconds, &[("s", &s)]),
        (0, 0, _) => lang.fill(Word::Minutes, &[("m", &m), ("s", &s)]),
        (0, _, _) => lang.fill(Word::Hours, &[("h", &h), ("m", &m)]),
        _ => lang.fill(Word::Days, &[("d", &d), ("h", &h)]),
    }
}

/// This computer's clock, Unix milliseconds.
#[must_use]
pub fn now() -> i64 {
    whole(Date::now())
}

/// A moment in this computer's calendar: hours and minutes, and the day when it was another day.
#[must_use]
pub fn moment(lang: Lang, ms: i64) -> String {
    let (date, today) = (at(ms), Date::new_0());
    let time = format!("{:02}:{:02}", date.get_hours(), date.get_minutes());
    if date.to_date_string() == today.to_date_string() {
        return time;
    }
    let (month, day) = ((date.get_month() + 1).to_string(), date.get_date().to_string());
    lang.fill(Word::MonthDay, &[("month", &month), ("day", &day), ("time", &time)])
}

/// A day and its time in this computer's calendar: `2026-10-01 09:05`.
#[must_use]
pub fn day(ms: i64) -> String {
    let date = at(ms);
    let (year, month, day) = (date.get_full_year(), date.get_month() + 1, date.get_date());
    format!("{year}-{month:02}-{day:02} {:02}:{:02}", date.get_hours(), date.get_minutes())
}

/// How far this computer's clock is ahead of Greenwich, minutes.
#[must_use]
pub fn offset_minutes() -> i32 {
    // The browser says how far Greenwich is ahead.
    #[allow(clippy::cast_possible_truncation)]
    let behind = Date::new_0().get_timezone_offset() as i32;
    -behind
}

/// Hours, minutes and seconds in this computer's calendar.
#[must_use]
pub fn to_the_second(ms: i64) -> String {
    let date = at(ms);
    format!("{:02}:{:02}:{:02}", date.get_hours(), date.get_minutes(), date.get_seconds())
}

/// The `Date` header of an answer, Unix milliseconds.
#[must_use]
pub fn from_header(text: &str) -> Option<i64> {
    let ms = Date::parse(text);
    ms.is_finite().then(|| whole(ms))
}

fn at(ms: i64) -> Date {
    // Exact up to the year 287396.
    #[allow(clippy::cast_precision_loss)]
    Date::new(&JsValue::from_f64(ms as f64))
}

#[allow(clippy::cast_possible_truncation)]
fn whole(ms: f64) -> i64 {
    ms as i64
}

#[cfg(test)]
mod tests {
    use super::waited;
    use crate::words::Lang::{En, Zh};

    #[test]
    fn a_clock_shows_its_two_largest_units() {
        for (ms, zh, en) in [
            (-5_000, "0 秒", "0 s"),
            (999, "0 秒", "0 s"),
            (59_999, "59 秒", "59 s"),
            (60_000, "1 分 0 秒", "1 min 0 s"),
            (192_000, "3 分 12 秒", "3 min 12 s"),
            (3_600_000, "1 小时 0 分", "1 h 0 min"),
            (86_399_000, "23 小时 59 分", "23 h 59 min"),
            (90_000_000, "1 天 1 小时", "1 d 1 h"),
        ] {
            assert_eq!((waited(Zh, ms).as_str(), waited(En, ms).as_str()), (zh, en));
        }
    }
}
