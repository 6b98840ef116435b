//! The duty plan against a table written a second time, and every fault of a plan.

use crate::{
    clock::MINUTE_MS,
    duty::{DAY, Duty, SILENCE_MS, Shift},
    duty_plan::{Plan, PlannedShift},
    member::StaffId,
};
use jiff::{
    ToSpan,
    civil::{Date, date},
    tz::Offset,
};
use proptest::prelude::*;

fn person(byte: u8) -> StaffId {
    StaffId([byte; 16])
}

fn planned(weekday: i8, from: &str, to: &str, first: u8, second: Option<u8>) -> PlannedShift {
    let name = |byte| person(byte).to_string();
    PlannedShift {
        weekday,
        from: from.to_owned(),
        to: to.to_owned(),
        first: name(first),
        second: second.map(name),
    }
}

fn plan(roster: Vec<PlannedShift>) -> Plan {
    Plan { lock: true, roster, ..Plan::default() }
}

fn checked(plan: &Plan) -> Result<Duty, Vec<String>> {
    plan.check(|staff| staff.0[0] < 50, |staff| staff.0[0] < 100)
}

/// Milliseconds since 1970 of a wall clock in Beijing.
fn beijing(day: i8, hour: i8, minute: i8) -> i64 {
    let local = date(2026, 9, day).at(hour, minute, 0, 0);
    Offset::from_hours(8).unwrap().to_timestamp(local).unwrap().as_millisecond()
}

fn first_at(duty: &Duty, at: i64) -> Option<u8> {
    duty.on_duty(at).map(|on| on.first.0[0])
}

/// 2026-09-07 is a Monday.
#[test]
fn a_week_at_school() {
    let mut plan = plan(vec![
        planned(1, "07:30", "17:30", 1, Some(2)),
        planned(1, "17:30", "06:00", 3, None),
        planned(2, "07:30", "24:00", 2, None),
        planned(7, "22:00", "07:30", 4, Some(1)),
    ]);
    plan.days_off = vec!["2026-09-15".to_owned()];
    let duty = checked(&plan).unwrap();
    for (day, hour, minute, first) in [
        (7, 7, 29, Some(4)),
        (7, 7, 30, Some(1)),
        (7, 17, 29, Some(1)),
        (7, 17, 30, Some(3)),
        (7, 23, 59, Some(3)),
        (8, 0, 0, Some(3)),
        (8, 5, 59, Some(3)),
        (8, 6, 0, None),
        (8, 23, 59, Some(2)),
        (9, 0, 0, None),
        (13, 21, 59, None),
        (13, 22, 0, Some(4)),
        // The day off is Tuesday the 15th: Monday's night shift goes on into it, its own does not begin.
        (15, 5, 59, Some(3)),
        (15, 8, 0, None),
    ] {
        assert_eq!(first_at(&duty, beijing(day, hour, minute)), first, "{day} {hour}:{minute}");
    }
    let night = duty.on_duty(beijing(8, 2, 15) + 17_123).unwrap();
    assert_eq!(night.since_ms, beijing(7, 17, 30), "a night shift began the day before");
}

#[test]
fn the_lock_opens_for_a_person_on_duty_whose_desk_asks() {
    let duty = checked(&plan(vec![planned(1, "08:00", "12:00", 1, Some(2))])).unwrap();
    let (on, off) = (beijing(7, 9, 0), beijing(7, 12, 0));
    let only = |who: u8, ago: i64| move |staff: &StaffId| (staff.0[0] == who).then_some(ago);
    for (at, who, ago, open) in [
        (on, 1, 0, true),
        (on, 1, SILENCE_MS - 1, true),
        (on, 1, SILENCE_MS, false),
        (on, 2, 100, true),
        (on, 3, 100, false),
        (off, 1, 100, false),
    ] {
        let gate = duty.gate(at, only(who, ago));
        assert_eq!((gate.open, gate.watched), (open, open), "{who} {ago}");
        let unlocked = Duty { lock: false, ..duty.clone() }.gate(at, only(who, ago));
        assert_eq!((unlocked.open, unlocked.watched), (true, open), "without the lock nothing pauses");
    }
}

#[test]
fn every_fault_of_a_plan_is_named_at_once() {
    let faulty = Plan {
        utc_offset_minutes: 900,
        minutes: [30, 30],
        days_off: vec!["2026-02-30".to_owned(), "20260101".to_owned(), "2026-10-01".to_owned()],
        head: Some(person(100).to_string()),
        ..plan(vec![
            planned(0, "07:30", "08:00", 1, None),
            planned(1, "24:00", "00:00", 1, None),
            planned(1, "7:30", "08:60", 1, None),
            planned(2, "08:00", "08:00", 1, None),
            planned(3, "08:00", "09:00", 60, Some(60)),
            planned(4, "08:00", "09:00", 1, Some(1)),
            planned(5, "08:00", "10:00", 1, None),
            planned(5, "09:59", "10:30", 2, None),
            planned(7, "23:00", "02:00", 1, None),
            planned(1, "01:59", "03:00", 2, None),
            planned(1, "03:00", "04:00", 2, None),
        ])
    };
    let faults = checked(&faulty).unwrap_err();
    for wanted in [
        "utcOffsetMinutes",
        "minutes: must",
        "\"2026-02-30\"",
        "\"20260101\"",
        "head: is no",
        "shift 1: weekday",
        "shift 2: `from`",
        "shift 2: `to`",
        "shift 3: `from`",
        "shift 3: `to`",
        "shift 4: begins and ends",
        "shift 5: `first`",
        "shift 5: `second` is no",
        "shift 6: `second` is the same",
        "shifts 7 and 8",
        "shifts 9 and 10",
    ] {
        assert_eq!(
            faults.iter().filter(|fault| fault.contains(wanted)).count(),
            1,
            "{wanted} in {faults:#?}"
        );
    }
    assert_eq!(faults.len(), 16, "{faults:#?}");
    // A head of duty may hold any role; the people of the roster must be able to open what arrives.
    let sound =
        Plan { head: Some(person(60).to_string()), ..plan(vec![planned(1, "08:00", "09:00", 1, None)]) };
    assert_eq!(checked(&sound).unwrap().head, Some(person(60)));
}

/// Written a second time: walk through every shift of every day around.
fn oracle(duty: &Duty, offset_minutes: i64, at_ms: i64) -> Option<(StaffId, i64)> {
    let local = at_ms.div_euclid(MINUTE_MS) + offset_minutes;
    let today = local.div_euclid(1440);
    (today - 2..=today + 1).rev().find_map(|day| {
        let weekday = (day + 3).rem_euclid(7) + 1;
        let off = duty.days_off.contains(&date(1970, 1, 1).checked_add(day.days()).unwrap());
        let running = duty.roster.iter().find(|shift| {
            let start = day * 1440 + i64::from(shift.from);
            let mut end = day * 1440 + i64::from(shift.to);
            if end <= start {
                end += 1440;
            }
            i64::from(shift.weekday) == weekday && !off && (start..end).contains(&local)
        })?;
        Some((running.first, (day * 1440 + i64::from(running.from) - offset_minutes) * MINUTE_MS))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_plan_says_what_the_table_says(
        shifts in proptest::collection::vec((1i8..=7, 0u16..DAY, 1u16..=DAY, 0u8..9), 0..14),
        off in proptest::collection::vec(-20i64..20, 0..6), offset in -720i64..=840,
        times in proptest::collection::vec(-20 * 86_400_000i64..20 * 86_400_000, 40),
    ) {
        // What overlaps, or lasts no time, is left out, as a lead would have to.
        let mut kept = plan(Vec::new());
        kept.utc_offset_minutes = i32::try_from(offset).unwrap();
        for (weekday, from, to, first) in shifts {
            let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
            kept.roster.push(planned(weekday, &clock(from), &clock(to), first, None));
            if checked(&kept).is_err() {
                kept.roster.pop();
            }
        }
        let day = |number: i64| -> Date { date(2026, 9, 7).checked_add(number.days()).unwrap() };
        kept.days_off = off.iter().map(|number| day(*number).to_string()).collect();
        let duty = checked(&kept).unwrap();
        for time in times {
            let at = beijing(7, 0, 0) + time;
            let said = duty.on_duty(at).map(|on| (on.first, on.since_ms));
            prop_assert_eq!(said, oracle(&duty, offset, at));
        }
    }

    /// Two shifts are refused exactly when some minute of a week belongs to both.
    #[test]
    fn shifts_meet_when_they_share_a_minute(
        one in (1i8..=7, 0u16..DAY, 1u16..=DAY), other in (1i8..=7, 0u16..DAY, 1u16..=DAY), near in any::<bool>(),
    ) {
        let shift = |(weekday, from, to): (i8, u16, u16)| Shift { weekday, from, to, first: person(1), second: None };
        // Half of the pairs touch or nearly touch.
        let other = if near { (one.0, one.2.min(DAY - 1), other.2) } else { other };
        prop_assume!(one.1 != one.2 && other.1 != other.2);
        let minutes = |shift: &Shift| {
            let start = (usize::try_from(shift.weekday).unwrap() - 1) * 1440 + usize::from(shift.from);
            (0..usize::from(shift.minutes())).map(move |nth| (start + nth) % (7 * 1440)).collect::<Vec<_>>()
        };
        let mut week = vec![false; 7 * 1440];
        minutes(&shift(one)).iter().for_each(|minute| week[*minute] = true);
        let shared = minutes(&shift(other)).iter().any(|minute| week[*minute]);
        let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        let both = plan([one, other].map(|(day, from, to)| planned(day, &clock(from), &clock(to), 1, None)).to_vec());
        prop_assert_eq!(checked(&both).is_err(), shared);
    }
}
