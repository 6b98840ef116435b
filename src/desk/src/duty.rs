//! The roster, the duty lock and the minutes: what is typed on the duty page, and what is wrong with it.

use crate::words::{Lang, duty::Duty as Words};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Minutes of a day.
const DAY: u32 = 24 * 60;
/// Most minutes until somebody is told.
const LONGEST: u32 = 24 * 60;

/// Words of the days, Monday first.
pub const DAYS: [Words; 7] = [
    Words::Monday,
    Words::Tuesday,
    Words::Wednesday,
    Words::Thursday,
    Words::Friday,
    Words::Saturday,
    Words::Sunday,
];

/// One time of the week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    /// 1 Monday to 7 Sunday.
    pub weekday: u8,
    /// `07:30`; may be empty while it is typed.
    pub from: String,
    /// `17:30`; `00:00` is the end of the day. May be empty while it is typed.
    pub to: String,
    /// Id of who is first; may be empty while it is chosen.
    pub first: String,
    /// Id of who is second.
    pub second: Option<String>,
}

/// Who is on duty at this moment, by id.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Now {
    /// Who is first.
    pub first: Option<String>,
    /// Who is second.
    pub second: Option<String>,
    /// Whether one of both has an unlocked desk.
    pub unlocked: bool,
}

/// An alarm that could not be sent.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Alarm {
    /// Since when, Unix milliseconds.
    pub since: i64,
    /// To whom; empty when the plan names nobody.
    pub to: String,
    /// Whether it was given up.
    #[serde(default)]
    pub failed: bool,
}

/// What came today and no key of the gateway and of the centres opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Unopened {
    /// Counted from then on, Unix milliseconds.
    pub since: i64,
    /// Attempts: a device tries again, so these are no notices.
    pub tries: u32,
}

/// What the gateway says about this moment, with the roster and with every news.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Moment {
    /// Who is on duty.
    #[serde(default)]
    pub now: Now,
    /// Whether a new sitting may begin.
    #[serde(default = "yes")]
    pub open: bool,
    /// The oldest alarm that could not be sent.
    pub alarm: Option<Alarm>,
    /// What cannot be opened here.
    pub unopened: Option<Unopened>,
}

const fn yes() -> bool {
    true
}

/// Everything about duty.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Duty {
    /// Whether new sittings need somebody on duty.
    pub lock: bool,
    /// The roster's clock, minutes east of Greenwich.
    pub utc_offset_minutes: i32,
    /// Minutes until the second and until the head of duty are told.
    pub minutes: [u32; 2],
    /// The times of the week.
    pub roster: Vec<Shift>,
    /// Days without duty, `2026-10-01`.
    #[serde(default)]
    pub days_off: Vec<String>,
    /// Id of the head of duty.
    pub head: Option<String>,
    /// How it is now.
    #[serde(flatten)]
    pub moment: Moment,
    /// Whether alarms can be sent at all.
    #[serde(default)]
    pub channel: bool,
}

/// What is wrong. Shifts count from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A time is missing, or both are the same.
    Time(usize),
    /// Nobody is first.
    First(usize),
    /// First and second are the same person.
    Same(usize),
    /// Two times overlap.
    Overlap(usize, usize),
    /// Not 1 to 1 440, or not ascending.
    Minutes,
    /// A day off that is no date.
    Day,
}

impl Duty {
    /// Reads it; `None` when it is not what the API says.
    #[must_use]
    pub fn parse(json: &str) -> Option<Duty> {
        let mut duty: Duty = serde_json::from_str(json).ok()?;
        // A clock on a page knows no 24:00.
        for shift in duty.roster.iter_mut().filter(|shift| shift.to == "24:00") {
            shift.to = "00:00".to_owned();
        }
        Some(duty)
    }

    /// What is sent to the gateway.
    #[must_use]
    pub fn body(&self) -> Value {
        let until = |shift: &Shift| match shift.to.as_str() {
            "00:00" => Shift { to: "24:00".to_owned(), ..shift.clone() },
            _ => shift.clone(),
        };
        let roster: Vec<Shift> = self.roster.iter().map(until).collect();
        json!({
            "lock": self.lock, "utcOffsetMinutes": self.utc_offset_minutes, "minutes": self.minutes,
            "roster": roster, "daysOff": self.days_off, "head": self.head,
        })
    }

    /// Everything that is wrong, all at once.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        for (nth, shift) in self.roster.iter().enumerate() {
            if shift.times().is_none() {
                faults.push(Fault::Time(nth));
            }
            if shift.first.is_empty() {
                faults.push(Fault::First(nth));
            } else if shift.second.as_ref() == Some(&shift.first) {
                faults.push(Fault::Same(nth));
            }
            let earlier = self.roster.iter().take(nth).position(|other| overlap(other, shift));
            faults.extend(earlier.map(|other| Fault::Overlap(other, nth)));
        }
        let [a, b] = self.minutes;
        if !((1..=LONGEST).contains(&a) && (1..=LONGEST).contains(&b) && a < b) {
            faults.push(Fault::Minutes);
        }
        if !self.days_off.iter().all(|day| is_date(day)) {
            faults.push(Fault::Day);
        }
        faults
    }

    /// A new time: the next day after the last one, with the same hours and people.
    pub fn add_shift(&mut self) {
        let next = self.roster.last().cloned().map_or_else(
            || Shift {
                weekday: 1,
                from: "07:30".to_owned(),
                to: "17:30".to_owned(),
                first: String::new(),
                second: None,
            },
            |last| Shift { weekday: last.weekday % 7 + 1, ..last },
        );
        self.roster.push(next);
    }

    /// The clock of the roster: `UTC+08:00`.
    #[must_use]
    pub fn zone(&self) -> String {
        let minutes = self.utc_offset_minutes.abs();
        let sign = if self.utc_offset_minutes < 0 { '-' } else { '+' };
        format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

impl Fault {
    /// In words.
    #[must_use]
    pub fn say(self, lang: Lang) -> String {
        let number = |nth: usize| (nth + 1).to_string();
        let shift = |nth: usize| lang.fill(Words::Shift, &[("n", &number(nth))]);
        match self {
            Fault::Time(nth) => lang.fill(Words::FaultTime, &[("shift", &shift(nth))]),
            Fault::First(nth) => lang.fill(Words::FaultFirst, &[("shift", &shift(nth))]),
            Fault::Same(nth) => lang.fill(Words::FaultSame, &[("shift", &shift(nth))]),
            Fault::Overlap(other, nth) => {
                lang.fill(Words::FaultOverlap, &[("shift", &shift(nth)), ("other", &number(other))])
            }
            Fault::Minutes => lang.say(Words::FaultMinutes).to_owned(),
            Fault::Day => lang.say(Words::FaultDay).to_owned(),
        }
    }
}

impl Shift {
    /// Whether it ends on the following day: its end is before its beginning.
    #[must_use]
    pub fn overnight(&self) -> bool {
        self.times().is_some_and(|(from, to)| to < from)
    }

    /// Minutes of the day at which it begins and ends; `None` when one is missing or both are the same.
    fn times(&self) -> Option<(u32, u32)> {
        let end = |minute: u32| if minute == 0 { DAY } else { minute };
        minute(&self.from).zip(minute(&self.to).map(end)).filter(|(from, to)| from != to)
    }

    /// Minute of the week at which it begins, and minutes that it lasts.
    fn span(&self) -> Option<(u32, u32)> {
        let (from, to) = self.times()?;
        let lasts = if to > from { to - from } else { to + DAY - from };
        Some((u32::from(self.weekday.clamp(1, 7) - 1) * DAY + from, lasts))
    }
}

/// Sunday night reaches into Monday.
fn overlap(one: &Shift, other: &Shift) -> bool {
    let Some((a, b)) = one.span().zip(other.span()) else { return false };
    let into = |from: u32, to: u32| (to + 7 * DAY - from) % (7 * DAY);
    into(a.0, b.0) < a.1 || into(b.0, a.0) < b.1
}

/// Minutes since midnight; `None` when it is no time of the day.
fn minute(time: &str) -> Option<u32> {
    let (hour, minute) = time.split_once(':')?;
    let two = |text: &str, most: u32| -> Option<u32> {
        let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|number| digits && *number <= most)
    };
    Some(two(hour, 23)? * 60 + two(minute, 59)?)
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |at: usize, long: usize| -> Option<u32> {
        let part = parts.get(at).filter(|part| part.len() == long)?;
        part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok())?
    };
    let (Some(year), Some(month), Some(day)) = (number(0, 4), number(1, 2), number(2, 2)) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    parts.len() == 3 && (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::{Alarm, Duty, Fault, Moment, Now, Shift};
    use crate::words::Lang;
    use serde_json::json;

    fn shift(weekday: u8, from: &str, to: &str, first: &str) -> Shift {
        Shift {
            weekday,
            from: from.to_owned(),
            to: to.to_owned(),
            first: first.to_owned(),
            second: Some("second".to_owned()),
        }
    }

    fn duty(roster: Vec<Shift>) -> Duty {
        Duty {
            lock: true,
            utc_offset_minutes: 480,
            minutes: [15, 30],
            roster,
            days_off: vec!["2026-10-01".to_owned()],
            head: None,
            moment: Moment { now: Now::default(), open: true, alarm: None, unopened: None },
            channel: true,
        }
    }

    #[test]
    fn what_is_read_is_sent_back_but_for_the_present() {
        let given = json!({
            "lock": true, "utcOffsetMinutes": 480, "minutes": [15, 30], "head": "z", "daysOff": ["2026-10-01"],
            "roster": [{ "weekday": 1, "from": "07:30", "to": "17:30", "first": "x", "second": null }],
            "now": { "first": "x", "second": null, "unlocked": true }, "open": false, "channel": true,
            "alarm": { "since": 5, "to": "林老师", "lastTry": 6, "failed": false },
            "unopened": { "since": 7, "tries": 3 },
        });
        let read = Duty::parse(&given.to_string()).unwrap();
        let Moment { now, open, alarm, unopened } = read.moment.clone();
        assert_eq!((now.first.as_deref(), now.unlocked, open), (Some("x"), true, false));
        assert_eq!(alarm, Some(Alarm { since: 5, to: "林老师".to_owned(), failed: false }));
        assert_eq!(unopened, Some(Unopened { since: 7, tries: 3 }));
        let mut sent = given;
        if let Some(fields) = sent.as_object_mut() {
            for present in ["now", "open", "channel", "alarm", "unopened"] {
                fields.remove(present);
            }
        }
        assert_eq!(read.body(), sent);
        assert!(read.faults().is_empty());
        assert!(Duty::parse("{}").is_none());
    }

    #[test]
    fn the_end_of_a_day_is_midnight_on_the_page_and_24_on_the_wire() {
        let day = duty(vec![shift(1, "12:00", "00:00", "a")]);
        assert!(day.faults().is_empty() && !day.roster[0].overnight());
        assert_eq!(day.body()["roster"][0]["to"], "24:00");
        let mut given = day.body();
        given["now"] = json!({});
        assert_eq!(Duty::parse(&given.to_string()).unwrap().roster, day.roster);
    }

    #[test]
    fn every_fault_is_found_at_once() {
        let mut bad = duty(vec![
            shift(1, "07:30", "17:30", "a"),
            shift(1, "17:30", "18:00", "a"),
            shift(1, "12:00", "13:00", "second"),
            shift(2, "9:00", "10:00", ""),
            shift(2, "10:00", "", "a"),
            shift(7, "20:00", "07:31", "a"),
        ]);
        bad.minutes = [30, 15];
        bad.days_off.push("2026-02-29".to_owned());
        let expected = [
            Fault::Same(2),
            Fault::Overlap(0, 2),
            Fault::Time(3),
            Fault::First(3),
            Fault::Time(4),
            Fault::Overlap(0, 5),
            Fault::Minutes,
            Fault::Day,
        ];
        assert_eq!(bad.faults(), expected);
        assert_eq!(Fault::Overlap(0, 2).say(Lang::Zh), "第 3 段和第 1 段的时间重叠了。");
    }

    #[test]
    fn a_night_reaches_into_the_next_day_and_sunday_into_monday() {
        let night = shift(5, "20:00", "07:00", "a");
        assert!(night.overnight() && !shift(5, "07:00", "20:00", "a").overnight());
        let faults = |other: Shift| duty(vec![night.clone(), other]).faults();
        for clear in [
            shift(5, "07:00", "20:00", "a"),
            shift(6, "07:00", "20:00", "a"),
            shift(4, "20:00", "00:00", "a"),
        ] {
            assert_eq!(faults(clear), []);
        }
        for over in [
            shift(6, "06:59", "08:00", "a"),
            shift(5, "19:00", "20:01", "a"),
            shift(5, "23:00", "23:30", "a"),
        ] {
            assert_eq!(faults(over), [Fault::Overlap(0, 1)]);
        }
        let (monday, sunday) = (shift(1, "07:00", "17:00", "a"), shift(7, "20:00", "07:00", "a"));
        assert_eq!(duty(vec![monday, sunday]).faults(), []);
    }

    #[test]
    fn dates_and_times_are_strict() {
        for (day, good) in [
            ("2028-02-29", true),
            ("2026-12-31", true),
            ("2100-02-29", false),
            ("2026-13-01", false),
            ("2026-1-01", false),
            ("2026-04-31", false),
            ("2026-10-01-02", false),
        ] {
            let given = Duty { days_off: vec![day.to_owned()], ..duty(vec![]) };
            assert_eq!(given.faults().is_empty(), good, "{day}");
        }
        for (from, to, good) in [
            ("00:00", "23:59", true),
            ("00:00", "00:00", true),
            ("09:00", "09:00", false),
            ("24:00", "24:30", false),
            ("08:60", "09:00", false),
            ("", "", false),
        ] {
            assert_eq!(duty(vec![shift(1, from, to, "a")]).faults().is_empty(), good, "{from}");
        }
    }

    #[test]
    fn the_next_shift_is_the_next_day() {
        let mut empty = duty(vec![]);
        empty.add_shift();
        assert_eq!((empty.roster[0].weekday, empty.roster[0].from.as_str()), (1, "07:30"));
        let mut week = duty(vec![shift(7, "08:00", "12:00", "a")]);
        week.add_shift();
        assert_eq!(week.roster[1], shift(1, "08:00", "12:00", "a"));
        assert_eq!(week.zone(), "UTC+08:00");
        assert_eq!(Duty { utc_offset_minutes: -210, ..week }.zone(), "UTC-03:30");
    }
}
