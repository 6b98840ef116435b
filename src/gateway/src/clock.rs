//! Two clocks, so that a test can be a year old in a moment.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// Milliseconds of a minute.
pub const MINUTE_MS: i64 = 60_000;
/// Milliseconds of an hour.
pub const HOUR_MS: i64 = 60 * MINUTE_MS;
/// Milliseconds of a day.
pub const DAY_MS: i64 = 24 * HOUR_MS;

/// Where time comes from.
pub trait Clock: Send + Sync {
    /// Milliseconds since 1970. Somebody may set this clock.
    fn now_ms(&self) -> i64;

    /// Milliseconds of a clock that nobody can set, with any beginning.
    fn steady_ms(&self) -> i64;
}

/// Milliseconds since 1970 as the machine believes: for commands that run once.
#[must_use]
pub fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// The clocks of the machine.
pub struct SystemClock {
    began: Instant,
}

impl SystemClock {
    /// Begins to count now.
    #[must_use]
    pub fn new() -> SystemClock {
        SystemClock { began: Instant::now() }
    }
}

impl Default for SystemClock {
    fn default() -> SystemClock {
        SystemClock::new()
    }
}

impl Clock for SystemClock {
    fn now_ms(&self) -> i64 {
        now_ms()
    }

    fn steady_ms(&self) -> i64 {
        i64::try_from(self.began.elapsed().as_millis()).unwrap_or(i64::MAX)
    }
}
