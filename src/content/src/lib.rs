//! Run-time types of everything authors write: instruments, batteries, exercises, regions and texts.
//!
//! Pure data. The compiler builds these values from the data rooms and writes them as a [`Pack`];
//! the element reads a pack back and never sees TOML. Positions inside a pack (`ItemIndex` and its
//! kin) are valid by construction: [`Pack::encode`] refuses a pack with a reference out of range, and
//! [`Pack::decode`] one that is not, byte for byte, what was encoded.

extern crate alloc;

pub mod asked;
mod bank;
mod battery;
mod check;
pub mod exercise;
mod instrument;
mod pack;
mod region;
mod score;
mod text;
mod unpack;
mod validity;

pub use bank::{Bank, Calibrated};
pub use battery::{
    Adaptive, Battery, BatteryInstrument, Block, Condition, Disclosure, Domain, DomainRule, Mode, Own,
    OwnRule, OwnState, Policy, ScoreRef, Tier, TierRule,
};
pub use instrument::{AgeRange, Critical, Informant, Instrument, Item, ItemIndex, Release, ResponseSet};
pub use pack::{FORMAT, Pack, PackError, TextPack, structure};
pub use region::{HelpKind, HelpLine, Region};
pub use score::{
    Band, BandSet, Change, Combine, Group, Input, MissingRule, Norm, OnlyIf, Pattern, Rounding, Scaling,
    Score, Sex, Within,
};
pub use text::{InstrumentText, Key, Locale, Texts, digits, joined};
pub use validity::{Cut, Index, IndexKind, ItemRef, Validity};
