//! Time passes.

use super::{At, Leave, Left, Shows, Work};
use qinghe_content::exercise::Timer;

pub(super) struct Timing(pub Timer);

impl Timing {
    fn left(&self, at: At) -> u64 {
        (u64::from(self.0.seconds) * 1000).saturating_sub(at.ms)
    }
}

impl Work for Timing {
    /// It may always be left; whether it was waited for is another matter. A tenth less is near enough.
    fn leave(&mut self, at: At) -> Left {
        let faithful = self.0.may_skip || self.left(at) <= u64::from(self.0.seconds) * 100;
        Left::Goes(Leave { faithful, ..Leave::default() })
    }

    fn shows(&self, at: At) -> Shows {
        Shows::Timer { left: u16::try_from(self.left(at).div_ceil(1000)).unwrap_or(u16::MAX) }
    }
}
