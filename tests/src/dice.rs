//! Reproducible chance (SplitMix64, Steele, Lea & Flood 2014): a seed in a failure message is a replay.

/// A seeded stream of numbers.
#[derive(Clone)]
pub struct Dice(u64);

impl Dice {
    /// A stream; different seeds give unrelated streams.
    #[must_use]
    pub fn new(seed: u64) -> Dice {
        Dice(seed ^ 0x5151_F00D_0BAD_CAFE)
    }

    /// The next number.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.roll() % end
    }

    /// A number from `from` up to, not including, `end`.
    pub fn between(&mut self, from: u64, end: u64) -> u64 {
        from + self.below(end - from)
    }

    /// Whether something that happens `percent` times in a hundred happens now.
    pub fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}
