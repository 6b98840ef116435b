//! Chance from a seed that comes from outside.

/// A stream of numbers from a seed (SplitMix64, Steele, Lea and Flood 2014); the seed comes from outside.
pub(super) struct Order(pub u64);

impl Order {
    pub(super) fn next(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let below = (mixed ^ (mixed >> 31)) % u64::try_from(end.max(1)).unwrap_or(1);
        usize::try_from(below).unwrap_or(0)
    }

    /// Fisher and Yates.
    pub(super) fn shuffle<T>(&mut self, all: &mut [T]) {
        for last in (1..all.len()).rev() {
            let other = self.next(last + 1);
            all.swap(last, other);
        }
    }
}
