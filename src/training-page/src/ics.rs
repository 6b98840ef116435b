//! A reminder for the phone's own calendar (RFC 5545). It names no exercise: calendars are looked at by others.

use crate::words::{Locale, menu};

/// Midday: not in a lesson, not at night.
const HOUR: u32 = 12;

/// A calendar with one event a day, `times` days from `day` (days since 1970) on. `uid` is a random name; `stamp` the
/// moment it was made, as `YYYYMMDDTHHMMSSZ`.
#[must_use]
pub fn calendar(locale: Locale, day: u32, times: u8, uid: &str, stamp: &str) -> String {
    let (year, month, of_month) = date(day);
    let start = format!("{year:04}{month:02}{of_month:02}T{HOUR:02}0000");
    let repeat = if times > 1 { format!("RRULE:FREQ=DAILY;COUNT={times}\r\n") } else { String::new() };
    // Times without a zone are those of wherever the person is.
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Qinghe//Training//EN\r\nBEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:{stamp}\r\n\
         DTSTART:{start}\r\nDURATION:PT10M\r\n{repeat}SUMMARY:{summary}\r\nCLASS:PRIVATE\r\nTRANSP:TRANSPARENT\r\n\
         BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:{summary}\r\nTRIGGER:PT0M\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        summary = menu::ICS.say(locale),
    )
}

/// Year, month and day of the month of a day since 1970 (proleptic Gregorian; Hinnant, "chrono-compatible low-level
/// date algorithms", 2013).
#[must_use]
pub fn date(day: u32) -> (u32, u32, u32) {
    let days = u64::from(day) + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let of_month = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    (small(year), small(month), small(of_month))
}

#[cfg(test)]
mod tests {
    use super::{calendar, date};
    use crate::words::Locale;

    #[test]
    fn days_have_dates() {
        assert_eq!(
            [0, 58, 59, 19_782, 20_784].map(date),
            [(1970, 1, 1), (1970, 2, 28), (1970, 3, 1), (2024, 2, 29), (2026, 11, 27)]
        );
    }

    #[test]
    fn a_calendar_has_crlf_short_lines_and_no_name_of_an_exercise() {
        for locale in Locale::ALL {
            let text = calendar(locale, 20_784, 7, "abc", "20261127T010203Z");
            assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')));
            assert!(text.contains("DTSTART:20261127T120000\r\n") && text.contains("COUNT=7\r\n"));
        }
        assert!(!calendar(Locale::En, 20_784, 1, "abc", "x").contains("RRULE"));
    }
}
