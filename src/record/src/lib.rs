//! The personal growth record (一生一策): what a student keeps of the own sittings, skills and plans, and may carry to
//! the next school.
//!
//! Pure: days and random numbers come in, bytes go out, and only sealed ones ([`Record::seal`]). Nothing here can hold a
//! response: the crate that knows them is not linked, and no type has a place for one. What has a result in it
//! implements neither `Debug`, `Display` nor `Serialize`.

#[cfg(test)]
extern crate self as qinghe_record;

mod bytes;
mod codec;
#[cfg(test)]
mod damage_tests;
mod day;
mod entry;
mod fault;
pub mod handover;
pub mod kept;
pub mod merge;
pub mod permit;
mod record;
mod result;
pub mod sheets;
mod text;
pub mod timeline;

pub use day::Day;
pub use entry::{Body, Check, Entry, Journal, Plan, SafetyPlan, Skill, Stage, Step, Support};
pub use fault::Fault;
pub use qinghe_consent::Band as AgeBand;
pub use qinghe_wire::{Id, SignedPermit, Tier};
pub use record::{Class, MAX_ENTRIES, Record, open_entry, seal_entry};
pub use result::{Band, Change, Outcome, Score, ScoreParts};
pub use text::{LINE, Line, NOTE, Note, Text};
