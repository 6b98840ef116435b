//! A pack: one battery with its instruments, wording, help lines and interface texts in one locale.

use crate::{
    Battery, Instrument, InstrumentText, Locale, Region, Texts, check,
    unpack::{Reader, Unpack},
};
use alloc::{string::String, vec::Vec};
use serde::Serialize;

/// Version of the pack layout. The element refuses any other.
pub const FORMAT: u16 = 3;

/// Everything one sitting needs in one locale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pack {
    /// Layout version, [`FORMAT`].
    pub format: u16,
    /// Locale of all wording inside.
    pub locale: Locale,
    /// Fingerprint of battery and instruments: packs of two locales with the same one differ in wording
    /// alone. See [`structure`].
    pub structure: u64,
    /// The battery.
    pub battery: Battery,
    /// Its instruments.
    pub instruments: Vec<Instrument>,
    /// Wording of each instrument, same order; `None` where the school brings it as a [`TextPack`].
    pub wording: Vec<Option<InstrumentText>>,
    /// Help lines.
    pub region: Region,
    /// Interface texts.
    pub texts: Texts,
}

/// Fingerprint of a battery and its instruments: FNV-1a (Fowler, Noll and Vo 1991) over their bytes. Tells
/// versions apart; it is no protection against anybody.
///
/// # Errors
/// [`PackError::Malformed`] when they cannot be encoded.
pub fn structure(battery: &Battery, instruments: &[Instrument]) -> Result<u64, PackError> {
    let bytes = postcard::to_allocvec(&(battery, instruments)).map_err(|_| PackError::Malformed)?;
    Ok(fingerprint(&bytes))
}

pub(crate) fn fingerprint(bytes: &[u8]) -> u64 {
    let mix = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3);
    bytes.iter().fold(0xCBF2_9CE4_8422_2325, mix)
}

/// Bytes with their fingerprint behind them.
pub(crate) fn sealed(value: &impl Serialize) -> Result<Vec<u8>, PackError> {
    let mut bytes = postcard::to_allocvec(value).map_err(|_| PackError::Malformed)?;
    bytes.extend(fingerprint(&bytes).to_le_bytes());
    Ok(bytes)
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
    /// Wording that this pack does not ask for.
    Foreign,
}

impl Pack {
    /// The pack as bytes (postcard, canonical) with their seal behind them. Everything in it is checked
    /// here, where it is made; the device checks that it is what was made.
    ///
    /// # Errors
    /// [`PackError::Inconsistent`] when a position in it points nowhere.
    pub fn encode(&self) -> Result<Vec<u8>, PackError> {
        check::pack(self)?;
        sealed(self)
    }

    /// Reads a pack that nothing follows.
    ///
    /// # Errors
    /// See [`PackError`]; trailing bytes count as malformed.
    pub fn decode(bytes: &[u8]) -> Result<Pack, PackError> {
        whole(bytes)
    }

    /// The most items that can be asked, at any age.
    #[must_use]
    pub fn item_count(&self) -> usize {
        self.battery.blocks.iter().map(|block| block.items.len()).sum()
    }

    /// Reads a pack that is followed by the text packs it needs, in any order.
    ///
    /// # Errors
    /// See [`PackError`]; a wording that is still missing counts as inconsistent.
    pub fn decode_with_texts(bytes: &[u8]) -> Result<Pack, PackError> {
        let (mut pack, mut rest) = front::<Pack>(bytes)?;
        while !rest.is_empty() {
            let (text, behind) = front::<TextPack>(rest)?;
            pack.add_text(text)?;
            rest = behind;
        }
        if pack.without_wording().next().is_some() {
            return Err(PackError::Inconsistent("wording of an instrument"));
        }
        Ok(pack)
    }

    /// Instruments whose wording is not here yet.
    pub fn without_wording(&self) -> impl Iterator<Item = &Instrument> {
        let all = self.instruments.iter().zip(&self.wording);
        all.filter(|(_, wording)| wording.is_none()).map(|(instrument, _)| instrument)
    }

    /// Takes the wording of one instrument from the school's own file, to the letter: a pack in traditional script shows it in
    /// the script in which it was printed.
    ///
    /// # Errors
    /// [`PackError::Foreign`] when it is of another instrument, version or locale or is not needed,
    /// [`PackError::Inconsistent`] when it does not fit the instrument.
    pub fn add_text(&mut self, brought: TextPack) -> Result<(), PackError> {
        let wanted = self.instruments.iter().zip(&mut self.wording).find(|(instrument, wording)| {
            wording.is_none() && instrument.id == brought.instrument && instrument.version == brought.version
        });
        let Some((instrument, wording)) = wanted.filter(|_| brought.locale == self.locale.written()) else {
            return Err(PackError::Foreign);
        };
        check::wording(instrument, &brought.text)?;
        *wording = Some(brought.text);
        Ok(())
    }
}

/// The wording of one instrument in one locale, brought by a school that may use it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TextPack {
    /// Layout version, [`FORMAT`].
    pub format: u16,
    /// Instrument id.
    pub instrument: String,
    /// Version of the definition it was checked against.
    pub version: String,
    /// Locale of the wording.
    pub locale: Locale,
    /// The wording.
    pub text: InstrumentText,
}

impl TextPack {
    /// The text pack as bytes (postcard, canonical).
    ///
    /// # Errors
    /// [`PackError::Malformed`] when it cannot be encoded.
    pub fn encode(&self) -> Result<Vec<u8>, PackError> {
        sealed(self)
    }

    /// Reads a text pack. Whether it fits is known when it is added to a pack.
    ///
    /// # Errors
    /// See [`PackError`]; trailing bytes count as malformed.
    pub fn decode(bytes: &[u8]) -> Result<TextPack, PackError> {
        whole(bytes)
    }
}

impl Instrument {
    /// One instrument alone as bytes, for engines that need no wording.
    ///
    /// # Errors
    /// [`PackError::Inconsistent`] when it would not decode again.
    pub fn encode(&self) -> Result<Vec<u8>, PackError> {
        check::instrument(self)?;
        sealed(&(FORMAT, self))
    }

    /// Reads one instrument.
    ///
    /// # Errors
    /// See [`PackError`]; trailing bytes count as malformed.
    pub fn decode(bytes: &[u8]) -> Result<Instrument, PackError> {
        whole::<(u16, Instrument)>(bytes).map(|(_, instrument)| instrument)
    }
}

/// One value of this layout version that takes up all of the bytes.
fn whole<T: Unpack>(bytes: &[u8]) -> Result<T, PackError> {
    whole_of(bytes, FORMAT)
}

/// As [`whole`], of a layout with its own versions.
pub(crate) fn whole_of<T: Unpack>(bytes: &[u8], wanted: u16) -> Result<T, PackError> {
    match front_of(bytes, wanted)? {
        (value, []) => Ok(value),
        _ => Err(PackError::Malformed),
    }
}

/// One value of this layout version at the front of the bytes, and what lies behind it.
fn front<T: Unpack>(bytes: &[u8]) -> Result<(T, &[u8]), PackError> {
    front_of(bytes, FORMAT)
}

fn front_of<T: Unpack>(bytes: &[u8], wanted: u16) -> Result<(T, &[u8]), PackError> {
    let mut first = Reader::new(bytes);
    let format: u16 = first.next();
    if first.rest().is_some() && format != wanted {
        return Err(PackError::Format(format));
    }
    let mut reader = Reader::new(bytes);
    let value = reader.next();
    let behind = reader.rest().and_then(|rest| rest.split_first_chunk());
    let Some((seal, rest)) = behind else { return Err(PackError::Malformed) };
    let read = bytes.len() - rest.len() - seal.len();
    match bytes.get(..read) {
        Some(read) if fingerprint(read) == u64::from_le_bytes(*seal) => Ok((value, rest)),
        _ => Err(PackError::Malformed),
    }
}
