//! When the next envelope leaves. Knows nothing of notices, so it cannot tell of them: a cover and a notice
//! that fail slow the clock down alike, and what makes it quick again happens to everybody.

use crate::Entropy;

/// After so many failures in a row a slot is four times, then twenty times as long.
const SLOWER: u32 = 4;
const SLOWEST: u32 = 8;
/// No slot is longer than this, whoever asks for patience: 5 minutes.
const LONGEST_MS: u64 = 300_000;

/// The clock.
pub(crate) struct Slots {
    slot_ms: u64,
    next_ms: Option<u64>,
    /// Whether the envelope of a slot that has come is still to be sent.
    pub due: bool,
    fails: u32,
    /// Not before then, because the gateway asked for it.
    hold_ms: u64,
    /// State of a small generator: thousands of pages must not come back at the same moment.
    noise: u64,
}

impl Slots {
    pub(crate) fn new(slot_ms: u32, entropy: &mut dyn Entropy) -> Slots {
        let seed = entropy.id().iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte));
        Slots { slot_ms: u64::from(slot_ms), next_ms: None, due: false, fails: 0, hold_ms: 0, noise: seed }
    }

    pub(crate) fn running(&self) -> bool {
        self.next_ms.is_some()
    }

    pub(crate) fn stop(&mut self) {
        self.next_ms = None;
    }

    /// The slot is now; gives the moment of the next one.
    pub(crate) fn begin(&mut self, now_ms: u64) -> u64 {
        self.due = true;
        self.schedule(now_ms)
    }

    /// The moment of the next slot, counted from now.
    fn schedule(&mut self, now_ms: u64) -> u64 {
        let usual = match self.fails {
            0..SLOWER => self.slot_ms,
            SLOWER..SLOWEST => (4 * self.slot_ms).min(LONGEST_MS),
            _ => (20 * self.slot_ms).min(LONGEST_MS),
        };
        let usual = usual.max(self.slot_ms);
        let spread = if self.fails < SLOWER { 0 } else { self.below(usual / 4) };
        let at_ms = now_ms.saturating_add(usual + spread).max(self.held(now_ms));
        self.next_ms = Some(at_ms);
        at_ms
    }

    /// Whether a slot has come; otherwise the moment to ask again.
    pub(crate) fn reached(&self, now_ms: u64) -> Result<bool, u64> {
        let Some(next) = self.next_ms else { return Ok(false) };
        // No slot is that far away: a clock that was set back after all must not silence it.
        let far = next.saturating_sub(now_ms) > 2 * LONGEST_MS.max(self.slot_ms);
        if now_ms < next && !far { Err(next) } else { Ok(true) }
    }

    /// A genuine receipt came. Gives the moment of the next slot when it moves: nothing slows the clock any more.
    pub(crate) fn success(&mut self, now_ms: u64) -> Option<u64> {
        self.hold_ms = 0;
        self.quicken(now_ms)
    }

    /// An envelope failed, cover or notice. Gives the moment of the next slot when it moves.
    pub(crate) fn failed(&mut self, now_ms: u64, retry_after_ms: Option<u32>) -> Option<u64> {
        self.fails = self.fails.saturating_add(1);
        let wait = u64::from(retry_after_ms?).min(LONGEST_MS);
        let spread = self.below(wait / 4);
        self.hold_ms = now_ms.saturating_add(wait + spread);
        self.next_ms.filter(|next| *next < self.hold_ms)?;
        self.next_ms = Some(self.hold_ms);
        self.next_ms
    }

    /// Something happened that happens to everybody: at most one slot from now. Gives the moment when it moves.
    pub(crate) fn quicken(&mut self, now_ms: u64) -> Option<u64> {
        self.fails = 0;
        let at_ms = now_ms.saturating_add(self.slot_ms).max(self.held(now_ms));
        self.next_ms.filter(|next| *next > at_ms)?;
        self.next_ms = Some(at_ms);
        self.next_ms
    }

    /// A moment that is further away than anybody may ask for comes from a clock that was set back.
    fn held(&self, now_ms: u64) -> u64 {
        if self.hold_ms.saturating_sub(now_ms) > 2 * LONGEST_MS { 0 } else { self.hold_ms }
    }

    /// Below `end`, or 0. SplitMix64 (Steele, Lea & Flood 2014); spreads load and hides nothing.
    fn below(&mut self, end: u64) -> u64 {
        self.noise = self.noise.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.noise;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)).checked_rem(end).unwrap_or(0)
    }
}
