//! A pack: one battery with its instruments, wording, help lines and interface texts in one locale.

use crate::{Battery, Condition, Instrument, InstrumentText, Locale, Region, ScoreRef, Texts};
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// Version of the pack layout. The element refuses any other.
pub const FORMAT: u16 = 1;

/// Everything one sitting needs in one locale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pack {
    /// Layout version, [`FORMAT`].
    pub format: u16,
    /// Locale of all wording inside.
    pub locale: Locale,
    /// The battery.
    pub battery: Battery,
    /// Its instruments.
    pub instruments: Vec<Instrument>,
    /// Wording of each instrument, same order.
    pub wording: Vec<InstrumentText>,
    /// Help lines.
    pub region: Region,
    /// Interface texts.
    pub texts: Texts,
}

/// Why bytes are not a usable pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PackError {
    /// Not a pack, or cut short.
    Malformed,
    /// A pack of another layout version.
    Format(u16),
    /// A position inside the pack points nowhere, or two lists differ in length.
    Inconsistent(&'static str),
}

impl Pack {
    /// The pack as bytes (postcard, canonical).
    ///
    /// # Errors
    /// [`PackError::Inconsistent`] when the pack would not decode again.
    pub fn encode(&self) -> Result<Vec<u8>, PackError> {
        self.check()?;
        postcard::to_allocvec(self).map_err(|_| PackError::Malformed)
    }

    /// Reads a pack and checks every position in it.
    ///
    /// # Errors
    /// See [`PackError`]; trailing bytes count as malformed.
    pub fn decode(bytes: &[u8]) -> Result<Pack, PackError> {
        let (format, _) = postcard::take_from_bytes::<u16>(bytes).map_err(|_| PackError::Malformed)?;
        if format != FORMAT {
            return Err(PackError::Format(format));
        }
        let (pack, rest) = postcard::take_from_bytes::<Pack>(bytes).map_err(|_| PackError::Malformed)?;
        if !rest.is_empty() {
            return Err(PackError::Malformed);
        }
        pack.check()?;
        Ok(pack)
    }

    /// Number of items of the whole battery.
    #[must_use]
    pub fn item_count(&self) -> usize {
        self.battery
            .instruments
            .iter()
            .filter_map(|used| self.instruments.get(usize::from(used.instrument)))
            .map(|instrument| instrument.items.len())
            .sum()
    }

    fn check(&self) -> Result<(), PackError> {
        let require = |ok: bool, what| if ok { Ok(()) } else { Err(PackError::Inconsistent(what)) };
        require(self.texts.len() == crate::Key::ALL.len(), "interface texts")?;
        require(self.wording.len() == self.instruments.len(), "wording per instrument")?;
        require(!self.battery.instruments.is_empty(), "battery without instruments")?;
        for used in &self.battery.instruments {
            require(usize::from(used.instrument) < self.instruments.len(), "instrument of the battery")?;
        }
        for (instrument, wording) in self.instruments.iter().zip(&self.wording) {
            check_instrument(instrument, wording)?;
        }
        let rules = self.battery.policy.rules.iter().map(|rule| &rule.when);
        for condition in rules.chain(self.battery.domains.iter().map(|rule| &rule.when)) {
            self.check_condition(condition)?;
        }
        Ok(())
    }

    fn check_condition(&self, condition: &Condition) -> Result<(), PackError> {
        match condition {
            Condition::AnyCritical => Ok(()),
            Condition::NotComputed(score) => self.bands(*score).map(|_| ()),
            Condition::BandAtLeast(score, band) => {
                let bands = self.bands(*score)?;
                if usize::from(*band) < bands {
                    Ok(())
                } else {
                    Err(PackError::Inconsistent("band of a condition"))
                }
            }
            Condition::All(parts) | Condition::Any(parts) => {
                if parts.is_empty() {
                    return Err(PackError::Inconsistent("condition without parts"));
                }
                parts.iter().try_for_each(|part| self.check_condition(part))
            }
        }
    }

    fn bands(&self, score: ScoreRef) -> Result<usize, PackError> {
        self.battery
            .instruments
            .get(usize::from(score.instrument))
            .and_then(|used| self.instruments.get(usize::from(used.instrument)))
            .and_then(|instrument| instrument.scores.get(usize::from(score.score)))
            .and_then(|score_def| score_def.band_sets.get(usize::from(score.band_set)))
            .map(|set| set.bands.len())
            .ok_or(PackError::Inconsistent("score of a condition"))
    }
}

fn check_instrument(instrument: &Instrument, wording: &InstrumentText) -> Result<(), PackError> {
    let require = |ok: bool, what| if ok { Ok(()) } else { Err(PackError::Inconsistent(what)) };
    require(!instrument.items.is_empty(), "instrument without items")?;
    require(wording.items.len() == instrument.items.len(), "stem per item")?;
    require(wording.options.len() == instrument.response_sets.len(), "labels per response set")?;
    for (set, labels) in instrument.response_sets.iter().zip(&wording.options) {
        require(set.values.len() >= 2, "response set with fewer than two options")?;
        require(labels.len() == set.values.len(), "label per option")?;
    }
    for item in &instrument.items {
        let set = usize::from(item.response_set);
        require(set < instrument.response_sets.len(), "response set of an item")?;
    }
    for score in &instrument.scores {
        require(!score.items.is_empty(), "score without items")?;
        let inside = score.items.iter().all(|item| usize::from(item.0) < instrument.items.len());
        require(inside, "item of a score")?;
        for set in &score.band_sets {
            let ascending = set.bands.windows(2).all(|pair| matches!(pair, [a, b] if a.from < b.from));
            require(!set.bands.is_empty() && ascending, "ascending bands")?;
        }
    }
    Ok(())
}
