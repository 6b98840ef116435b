//! Reproducible chance: SplitMix64 (Steele, Lea and Flood 2014). `libm` in place of the system's
//! functions, so that a seed gives the same table on every machine.

/// A seeded stream.
pub struct Dice(u64);

impl Dice {
    /// The stream of one row; rows do not depend on each other.
    pub fn of(seed: u64, row: u64) -> Dice {
        let mut first = Dice(seed ^ 0x7169_6E67_6865_0001);
        let mixed = first.roll() ^ row.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        Dice(mixed)
    }

    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 up to, not including, 1.
    pub fn unit(&mut self) -> f64 {
        // 53 bits: exact.
        (self.roll() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// From `low` to `high`.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// A position below `end`; 0 when there is none.
    pub fn below(&mut self, end: usize) -> usize {
        // The bias of the remainder is below 2^-50 for what is drawn here.
        usize::try_from(self.roll() % (end.max(1) as u64)).unwrap_or(0)
    }

    /// Whether something with this probability happens now.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// Standard normal (Box and Muller 1958).
    pub fn normal(&mut self) -> f64 {
        let radius = (-2.0 * libm::log(1.0 - self.unit())).sqrt();
        radius * libm::cos(core::f64::consts::TAU * self.unit())
    }

    /// Lognormal, by its median and the standard deviation of its logarithm.
    pub fn lognormal(&mut self, median: f64, sigma: f64) -> f64 {
        median * libm::exp(sigma * self.normal())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_and_a_row_are_one_stream() {
        let draw = |seed, row| Dice::of(seed, row).unit().to_bits();
        assert_eq!(draw(1, 2), draw(1, 2));
        assert!(draw(1, 2) != draw(1, 3) && draw(1, 2) != draw(2, 2));
    }

    #[test]
    fn the_normal_is_normal() {
        let mut dice = Dice::of(7, 0);
        let all: Vec<f64> = (0..100_000).map(|_| dice.normal()).collect();
        let mean = all.iter().sum::<f64>() / 1e5;
        let variance = all.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / 1e5;
        let beyond = all.iter().filter(|x| x.abs() > 1.96).count();
        assert!(mean.abs() < 0.02 && (variance - 1.0).abs() < 0.02, "{mean} {variance}");
        assert!((4_700..5_300).contains(&beyond), "{beyond}");
    }
}
