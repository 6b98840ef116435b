//! What was given at a step. What the numbers mean is known to the step's kind alone.

/// Numbers and texts; neither printable nor serialisable.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Given {
    pub numbers: Vec<u16>,
    pub texts: Vec<String>,
}

impl Given {
    pub(super) fn numbers(numbers: Vec<u16>) -> Given {
        Given { numbers, texts: Vec::new() }
    }

    /// How much of `least` what changed since `before` is worth: nothing, all of it, or the part of the lines that are
    /// others now.
    pub(super) fn changed(&self, before: &Given, least: u16) -> u16 {
        if self == before {
            return 0;
        }
        if self.numbers != before.numbers || self.texts.len() != before.texts.len() {
            return least;
        }
        let others = self.texts.iter().zip(&before.texts).filter(|(now, was)| now != was).count();
        let part = u64::from(least) * others as u64 / self.texts.len().max(1) as u64;
        u16::try_from(part).unwrap_or(least)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.numbers.is_empty() && self.texts.iter().all(String::is_empty)
    }
}
