//! Time, as an argument: how long a run was in sight.

use super::Event;

/// A moment, as the world tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// Milliseconds since 1970.
    pub ms: u64,
    /// The day on the person's calendar, in days since 1970.
    pub day: u32,
}

/// Longest gap between two events that counts: a device that slept was not looked at.
const LONGEST_GAP_MS: u64 = 10 * 60_000;

pub(super) struct Clock {
    last_ms: u64,
    active_ms: u64,
    step_ms: u64,
    away: bool,
    pub day: u32,
}

impl Clock {
    pub(super) fn new(now: Now) -> Clock {
        Clock { last_ms: now.ms, active_ms: 0, step_ms: 0, away: false, day: now.day }
    }

    /// Goes on with a run that was active for so long.
    pub(super) fn resumed(now: Now, active_ms: u64) -> Clock {
        Clock { active_ms, ..Clock::new(now) }
    }

    pub(super) fn pass(&mut self, now: Now, event: &Event) {
        // A clock that was set back passes no time.
        let gap = now.ms.saturating_sub(self.last_ms).min(LONGEST_GAP_MS);
        self.last_ms = now.ms;
        self.day = now.day;
        if !self.away {
            self.active_ms = self.active_ms.saturating_add(gap);
            self.step_ms = self.step_ms.saturating_add(gap);
        }
        match event {
            Event::Away => self.away = true,
            Event::Tick => {}
            // Whoever does something is there.
            _ => self.away = false,
        }
    }

    /// A step begins.
    pub(super) fn step(&mut self) {
        self.step_ms = 0;
    }

    /// Milliseconds in sight since the step began.
    pub(super) fn in_step(&self) -> u64 {
        self.step_ms
    }

    /// Milliseconds in sight.
    pub(super) fn active(&self) -> u64 {
        self.active_ms
    }
}
