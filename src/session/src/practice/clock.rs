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

/// Gap after which a device is taken to have slept, where what is on goes on while it does.
const SLEPT_MS: u64 = 30_000;

pub(super) struct Clock {
    last_ms: u64,
    active_ms: u64,
    /// Out of sight, while what was on went on.
    behind_ms: u64,
    step_ms: u64,
    away: bool,
    pub day: u32,
}

/// Times of a run that is gone on with.
pub(super) struct Kept {
    pub active_ms: u64,
    pub behind_ms: u64,
    /// When it was kept, and milliseconds since the step began.
    pub last_ms: u64,
    pub step_ms: u64,
}

impl Clock {
    pub(super) fn new(now: Now) -> Clock {
        Clock { last_ms: now.ms, active_ms: 0, behind_ms: 0, step_ms: 0, away: false, day: now.day }
    }

    /// Goes on with a run. `behind`: milliseconds of its step, where that went on meanwhile.
    pub(super) fn resumed(now: Now, kept: &Kept, behind: Option<u64>) -> Clock {
        let Kept { active_ms, behind_ms, last_ms, step_ms } = *kept;
        let mut clock = Clock { active_ms, behind_ms, ..Clock::new(now) };
        if let Some(of_ms) = behind.filter(|_| last_ms > 0) {
            clock.step_ms = step_ms;
            clock.pass_behind(now.ms.saturating_sub(last_ms), of_ms);
        }
        clock
    }

    pub(super) fn kept(&self) -> Kept {
        let Clock { active_ms, behind_ms, last_ms, step_ms, .. } = *self;
        Kept { active_ms, behind_ms, last_ms, step_ms }
    }

    /// Time passes out of sight. No more of it counts than the step takes.
    fn pass_behind(&mut self, gap: u64, of_ms: u64) {
        let counts = gap.min(of_ms.saturating_sub(self.step_ms));
        self.behind_ms = self.behind_ms.saturating_add(counts);
        self.step_ms = self.step_ms.saturating_add(gap);
    }

    /// `behind`: milliseconds of the present step, where that goes on while nobody looks.
    pub(super) fn pass(&mut self, now: Now, event: &Event, behind: Option<u64>) {
        // A clock that was set back passes no time.
        let gap = now.ms.saturating_sub(self.last_ms);
        self.last_ms = now.ms;
        self.day = now.day;
        match behind.filter(|_| self.away || gap > SLEPT_MS) {
            Some(of_ms) => self.pass_behind(gap, of_ms),
            None if !self.away => {
                let gap = gap.min(LONGEST_GAP_MS);
                self.active_ms = self.active_ms.saturating_add(gap);
                self.step_ms = self.step_ms.saturating_add(gap);
            }
            None => {}
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

    /// Milliseconds since the step began, in sight or where it goes on without.
    pub(super) fn in_step(&self) -> u64 {
        self.step_ms
    }

    /// Milliseconds in sight.
    pub(super) fn active(&self) -> u64 {
        self.active_ms
    }

    /// Milliseconds that count towards practice.
    pub(super) fn practised(&self) -> u64 {
        self.active_ms.saturating_add(self.behind_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::{Clock, Event, Kept, Now};

    /// A step of five minutes whose screen stays dark for `gap` milliseconds, `seen` milliseconds after it began.
    fn dark(seen: u64, gap: u64) -> Clock {
        let at = |ms| Now { ms, day: 1 };
        let mut clock = Clock::new(at(1_000));
        clock.pass(at(1_000 + seen), &Event::Away, Some(300_000));
        clock.pass(at(1_000 + seen + gap), &Event::Here, Some(300_000));
        clock
    }

    #[test]
    fn behind_a_dark_screen_no_more_counts_than_the_step_still_takes() {
        for (seen, gap, counts) in [
            (0, 100_000, 100_000),
            (0, 14_400_000, 300_000),
            (20_000, 14_400_000, 280_000),
            (20_000, 280_000, 280_000),
        ] {
            let clock = dark(seen, gap);
            assert_eq!((clock.active(), clock.practised()), (seen, seen + counts), "{seen} {gap}");
            assert_eq!(clock.in_step(), seen + gap, "the timer goes by the clock on the wall");
        }
    }

    #[test]
    fn a_reload_counts_no_more_either_and_only_where_the_step_goes_on() {
        let kept = Kept { active_ms: 50_000, behind_ms: 40_000, last_ms: 1_000, step_ms: 60_000 };
        let now = Now { ms: 14_401_000, day: 1 };
        let counted = |behind| Clock::resumed(now, &kept, behind).practised();
        assert_eq!((counted(Some(300_000)), counted(None)), (330_000, 90_000));
    }
}
