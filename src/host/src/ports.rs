//! What the outside must provide, with a double that lives in memory.

/// A source of unpredictable ids.
pub trait Entropy {
    /// Sixteen random bytes.
    fn id(&mut self) -> [u8; 16];
}

/// Reproducible ids for tests and simulations (SplitMix64, Steele, Lea & Flood 2014). Never for real use.
pub struct SeededEntropy(pub u64);

impl SeededEntropy {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}

impl Entropy for SeededEntropy {
    fn id(&mut self) -> [u8; 16] {
        let mut id = [0; 16];
        id[..8].copy_from_slice(&self.next().to_be_bytes());
        id[8..].copy_from_slice(&self.next().to_be_bytes());
        id
    }
}
