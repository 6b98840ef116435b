//! Run-time types of everything authors write: instruments, batteries, regions and texts.
//!
//! Pure data. The compiler builds these values from the data rooms and writes them as a [`Pack`];
//! the element reads a pack back and never sees TOML. Positions inside a pack (`ItemIndex` and its
//! kin) are valid by construction: [`Pack::decode`] refuses a pack with a reference out of range, so
//! the run time indexes without a second check.

extern crate alloc;

mod battery;
mod instrument;
mod pack;
mod region;
mod text;

pub use battery::{
    Battery, BatteryInstrument, Condition, Disclosure, Domain, DomainRule, Policy, ScoreRef, Tier, TierRule,
};
pub use instrument::{
    AgeRange, Band, BandSet, Critical, Informant, Instrument, Item, ItemIndex, MissingRule, Release,
    ResponseSet, Rounding, Score, ScoreMethod,
};
pub use pack::{FORMAT, Pack, PackError};
pub use region::{HelpKind, HelpLine, Region};
pub use text::{InstrumentText, Key, Locale, Texts};
