//! Help lines and services of one region.

use alloc::{string::String, vec::Vec};
use serde::Serialize;

/// What a help line is for; its icon, order and wording follow from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum HelpKind {
    /// Psychological help line.
    Psychological,
    /// Youth line.
    Youth,
    /// Police.
    Police,
    /// Ambulance.
    Ambulance,
    /// Where somebody turns who is hurt by people that ought to protect; shown only then.
    Rights,
}

/// One line: a number that can be dialled, and when someone answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HelpLine {
    /// What it is for.
    pub kind: HelpKind,
    /// The number exactly as dialled, digits only.
    pub number: String,
    /// Its name in the locale of the pack.
    pub name: String,
    /// When it is answered, in the locale of the pack.
    pub hours: String,
}

/// The help lines of one region, in the locale of the pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Region {
    /// Region code, for example `cn`.
    pub id: String,
    /// Day on which a person last checked every number, `YYYY-MM-DD`.
    pub checked_on: String,
    /// Lines, most useful first.
    pub lines: Vec<HelpLine>,
}
