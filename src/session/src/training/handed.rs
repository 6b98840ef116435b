//! What the own result hands over to the exercises of a device, when the person presses for it: the tier, what stands out, and
//! when. One layout, for who writes it and who reads it.

use crate::practice::Now;
use qinghe_content::{Domain, Tier};

const VERSION: u8 = 1;

/// What is handed over.
#[derive(Clone, PartialEq, Eq)]
pub struct Handed {
    /// The tier.
    pub tier: Tier,
    /// When it was handed over.
    pub at: Now,
    /// What stands out, in the order of the battery.
    pub about: Vec<Domain>,
}

impl Handed {
    /// Version, tier by its place, day and milliseconds (little-endian), then domains by their place. `None` for a tier or a
    /// domain without a place.
    #[must_use]
    pub fn bytes(&self) -> Option<Vec<u8>> {
        let mut bytes = vec![VERSION, place(&Tier::ALL, &self.tier)?];
        bytes.extend(self.at.day.to_le_bytes());
        bytes.extend(self.at.ms.to_le_bytes());
        for domain in &self.about {
            bytes.push(place(&Domain::ALL, domain)?);
        }
        Some(bytes)
    }

    /// What [`Handed::bytes`] wrote; `None` for another version or length, or an unknown tier. Unknown domains are left out.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Handed> {
        let (&[VERSION, tier], rest) = bytes.split_first_chunk::<2>()? else { return None };
        let (day, rest) = rest.split_first_chunk::<4>()?;
        let (ms, about) = rest.split_first_chunk::<8>()?;
        let at = Now { day: u32::from_le_bytes(*day), ms: u64::from_le_bytes(*ms) };
        let about = about.iter().filter_map(|at| Domain::ALL.get(usize::from(*at)).copied()).collect();
        Some(Handed { tier: *Tier::ALL.get(usize::from(tier))?, at, about })
    }
}

fn place<T: PartialEq>(all: &[T], one: &T) -> Option<u8> {
    all.iter().position(|other| other == one).and_then(|at| u8::try_from(at).ok())
}

#[cfg(test)]
mod tests {
    use super::Handed;
    use crate::practice::Now;
    use qinghe_content::{Domain, Tier};

    #[test]
    fn what_is_written_is_read_and_its_layout_stays() {
        for tier in Tier::ALL {
            let handed =
                Handed { tier, at: Now { day: 20_000, ms: 9 }, about: vec![Domain::ALL[3], Domain::ALL[1]] };
            assert!(Handed::read(&handed.bytes().unwrap()) == Some(handed));
        }
        let bytes =
            Handed { tier: Tier::ALL[1], at: Now { day: 20_000, ms: 9 }, about: vec![Domain::ALL[3]] };
        assert_eq!(bytes.bytes().unwrap(), [1, 1, 32, 78, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 3]);
    }
}
