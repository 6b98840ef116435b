//! Who is on duty, and whether the duty lock lets new sittings begin. Pure: time and what desks did come in.

use crate::{clock::MINUTE_MS, member::StaffId};
use jiff::{Timestamp, civil::Date, tz::Offset};

/// A desk on duty asks for news at least this often; one that does not is silent.
pub const SILENCE_MS: i64 = 90_000;
/// Minutes of a day.
pub const DAY: u16 = 24 * 60;

/// Hours of one weekday, and who is on duty in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// 1 is Monday, 7 is Sunday: the day on which the shift begins.
    pub weekday: i8,
    /// Minute of the day at which it begins; 0 to 1 439.
    pub from: u16,
    /// Minute at which it ends; 1 to 1 440. Not after `from` means on the following day.
    pub to: u16,
    /// Who is on duty.
    pub first: StaffId,
    /// Who is told when the first is not there.
    pub second: Option<StaffId>,
}

impl Shift {
    /// Minutes it lasts.
    #[must_use]
    pub fn minutes(&self) -> u16 {
        if self.to > self.from { self.to - self.from } else { self.to + DAY - self.from }
    }
}

/// The duty of one centre. Made by [`crate::duty_plan::Plan::check`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// Whether new sittings begin only while somebody on duty has an unlocked desk.
    pub lock: bool,
    /// What the clocks on the centre's walls are ahead of UTC.
    pub offset: Offset,
    /// Minutes after which an urgent notice that nobody acknowledged is told to the second, then to the head.
    pub minutes: [u32; 2],
    /// No two of them at one time.
    pub roster: Vec<Shift>,
    /// Days on which no shift begins.
    pub days_off: Vec<Date>,
    /// The head of duty.
    pub head: Option<StaffId>,
}

/// Who is on duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OnDuty {
    /// Whose desk rings.
    pub first: StaffId,
    /// Who is told when the first is not there.
    pub second: Option<StaffId>,
    /// When the shift began, in milliseconds since 1970.
    pub since_ms: i64,
}

/// What a new sitting meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gate {
    /// Who is on duty.
    pub on: Option<OnDuty>,
    /// Whether one of them has an unlocked desk that asked for news lately.
    pub watched: bool,
    /// Whether a new sitting may begin.
    pub open: bool,
}

impl Duty {
    /// Who is on duty at `at_ms` (milliseconds since 1970). A shift that began before midnight goes on after it,
    /// also into a day off; on a day off none begins.
    #[must_use]
    pub fn on_duty(&self, at_ms: i64) -> Option<OnDuty> {
        let local = self.offset.to_datetime(Timestamp::from_millisecond(at_ms).ok()?);
        let (today, minute) = (local.date(), i32::from(local.hour()) * 60 + i32::from(local.minute()));
        let yesterday = today.yesterday().ok();
        let begun = [(Some(today), minute), (yesterday, minute + i32::from(DAY))];
        let found = begun.into_iter().find_map(|(day, minute)| {
            let day = day.filter(|day| !self.days_off.contains(day))?;
            let weekday = day.weekday().to_monday_one_offset();
            let hours = |shift: &Shift| {
                let from = i32::from(shift.from);
                (from..from + i32::from(shift.minutes())).contains(&minute)
            };
            let shift = self.roster.iter().find(|shift| shift.weekday == weekday && hours(shift))?;
            Some((shift, i64::from(minute - i32::from(shift.from))))
        })?;
        let (shift, running) = found;
        let since_ms = at_ms.div_euclid(MINUTE_MS) * MINUTE_MS - running * MINUTE_MS;
        Some(OnDuty { first: shift.first, second: shift.second, since_ms })
    }

    /// Whether the lock is open. `asked` says how many milliseconds ago a member's unlocked desk last asked for
    /// news; `None` without such a desk.
    #[must_use]
    pub fn gate(&self, at_ms: i64, asked: impl Fn(&StaffId) -> Option<i64>) -> Gate {
        let on = self.on_duty(at_ms);
        let fresh = |staff: StaffId| asked(&staff).is_some_and(|ago| ago < SILENCE_MS);
        let watched = on.is_some_and(|on| fresh(on.first) || on.second.is_some_and(fresh));
        Gate { on, watched, open: watched || !self.lock }
    }
}
