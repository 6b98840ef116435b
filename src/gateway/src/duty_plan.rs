//! The duty plan as the desk writes it, and every fault in it at once.

use crate::{
    duty::{DAY, Duty, Shift},
    member::StaffId,
};
use jiff::{civil::Date, tz::Offset};
use serde::{Deserialize, Serialize};

/// Shifts of a week.
const SHIFTS: usize = 100;
/// Days off that a plan can name.
const DAYS_OFF: usize = 400;
/// Clocks on Earth are 12 hours behind UTC to 14 ahead.
const OFFSETS: std::ops::RangeInclusive<i32> = -12 * 60..=14 * 60;
/// Longest time until somebody is told, in minutes.
const LONGEST: u32 = 24 * 60;
/// China's clocks.
const BEIJING: i32 = 8 * 60;

/// The plan, as it travels and as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Plan {
    pub lock: bool,
    pub utc_offset_minutes: i32,
    pub minutes: [u32; 2],
    pub roster: Vec<PlannedShift>,
    pub days_off: Vec<String>,
    pub head: Option<String>,
}

/// One shift of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[allow(missing_docs)]
pub struct PlannedShift {
    pub weekday: i8,
    pub from: String,
    pub to: String,
    pub first: String,
    pub second: Option<String>,
}

impl Default for Plan {
    /// Before a lead has written one: no lock, nobody on duty, a quarter and half an hour.
    fn default() -> Plan {
        Plan {
            lock: false,
            utc_offset_minutes: BEIJING,
            minutes: [15, 30],
            roster: Vec::new(),
            days_off: Vec::new(),
            head: None,
        }
    }
}

impl Plan {
    /// The duty that the plan describes. `can_open` says whether a member is active and may open notices, `active`
    /// whether somebody is a member at all.
    ///
    /// # Errors
    /// All faults, each with what to do.
    pub fn check(
        &self,
        can_open: impl Fn(&StaffId) -> bool,
        active: impl Fn(&StaffId) -> bool,
    ) -> Result<Duty, Vec<String>> {
        let mut faults = Vec::new();
        let offset = self.offset(&mut faults);
        if !(1 <= self.minutes[0] && self.minutes[0] < self.minutes[1] && self.minutes[1] <= LONGEST) {
            faults
                .push(format!("minutes: must be two rising numbers of 1 to {LONGEST}; 15 and 30 are usual."));
        }
        if self.roster.len() > SHIFTS {
            faults.push(format!("roster: has more than {SHIFTS} shifts; join neighbours."));
        }
        let roster: Vec<Option<Shift>> = (1..)
            .zip(self.roster.iter().take(SHIFTS))
            .map(|(nth, planned)| planned.check(nth, &can_open, &mut faults))
            .collect();
        overlaps(&roster, &mut faults);
        let days_off = self.dates(&mut faults);
        let head = self.head.as_deref().map(StaffId::read);
        if head.is_some_and(|head| !head.is_some_and(|head| active(&head))) {
            faults.push("head: is no active member; choose one of the list, or nobody.".to_owned());
        }
        match (faults.is_empty(), offset) {
            (true, Some(offset)) => Ok(Duty {
                lock: self.lock,
                offset,
                minutes: self.minutes,
                roster: roster.into_iter().flatten().collect(),
                days_off,
                head: head.flatten(),
            }),
            _ => Err(faults),
        }
    }

    fn offset(&self, faults: &mut Vec<String>) -> Option<Offset> {
        let minutes = self.utc_offset_minutes;
        let offset = OFFSETS.contains(&minutes).then(|| Offset::from_seconds(minutes * 60).ok()).flatten();
        if offset.is_none() {
            faults.push(format!("utcOffsetMinutes: must be -720 to 840; {BEIJING} is Beijing."));
        }
        offset
    }

    fn dates(&self, faults: &mut Vec<String>) -> Vec<Date> {
        if self.days_off.len() > DAYS_OFF {
            faults.push(format!("daysOff: names more than {DAYS_OFF} days; remove past ones."));
        }
        let mut dates = Vec::new();
        for text in self.days_off.iter().take(DAYS_OFF) {
            match text.parse::<Date>() {
                Ok(date) if date.to_string() == *text => dates.push(date),
                _ => faults.push(format!("daysOff: {text:?} is no date; write it like 2026-10-01.")),
            }
        }
        dates
    }
}

impl PlannedShift {
    fn check(
        &self,
        nth: usize,
        can_open: impl Fn(&StaffId) -> bool,
        faults: &mut Vec<String>,
    ) -> Option<Shift> {
        let before = faults.len();
        let mut fault = |what: &str| faults.push(format!("roster, shift {nth}: {what}"));
        if !(1..=7).contains(&self.weekday) {
            fault("weekday must be 1 (Monday) to 7 (Sunday).");
        }
        let (from, to) =
            (minute(&self.from).filter(|from| *from < DAY), minute(&self.to).filter(|to| *to > 0));
        if from.is_none() {
            fault("`from` must be a time from 00:00 to 23:59.");
        }
        if to.is_none() {
            fault("`to` must be a time from 00:01 to 24:00.");
        }
        if from.is_some() && from == to {
            fault("begins and ends at one time; for a whole day write 00:00 to 24:00.");
        }
        let member = |text: &str| StaffId::read(text).filter(&can_open);
        let (first, second) = (member(&self.first), self.second.as_deref().map(member));
        if first.is_none() {
            fault("`first` is no active member who may open notices; choose one of the list.");
        }
        if second.is_some_and(|second| second.is_none()) {
            fault("`second` is no active member who may open notices; choose one of the list, or nobody.");
        }
        if first.is_some() && second.flatten() == first {
            fault("`second` is the same person as `first`; choose another one, or nobody.");
        }
        let sound = faults.len() == before;
        let shift =
            Shift { weekday: self.weekday, from: from?, to: to?, first: first?, second: second.flatten() };
        sound.then_some(shift)
    }
}

/// Minutes since midnight of `HH:MM`; 24:00 is the end of the day.
fn minute(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let number = |text: &str| (text.len() == 2).then(|| text.parse::<u8>().ok()).flatten();
    let (hours, minutes) = (u16::from(number(hours)?), u16::from(number(minutes)?));
    (minutes < 60 && hours * 60 + minutes <= DAY).then_some(hours * 60 + minutes)
}

/// Two shifts at one time would leave open who is on duty.
fn overlaps(roster: &[Option<Shift>], faults: &mut Vec<String>) {
    let sound: Vec<(usize, &Shift)> =
        (1..).zip(roster).filter_map(|(nth, shift)| shift.as_ref().map(|shift| (nth, shift))).collect();
    for (at, (nth, one)) in sound.iter().enumerate() {
        for (other_nth, other) in sound.iter().skip(at + 1) {
            if meet(one, other) {
                faults.push(format!(
                    "roster: shifts {nth} and {other_nth} are at one time; end the first one sooner."
                ));
            }
        }
    }
}

fn meet(one: &Shift, other: &Shift) -> bool {
    let week = 7 * i32::from(DAY);
    let begins = |shift: &Shift| (i32::from(shift.weekday) - 1) * i32::from(DAY) + i32::from(shift.from);
    // Either begins while the other runs; a week has no end.
    let gap = |from: &Shift, to: &Shift| (begins(to) - begins(from)).rem_euclid(week);
    gap(one, other) < i32::from(one.minutes()) || gap(other, one) < i32::from(other.minutes())
}
