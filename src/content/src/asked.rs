//! Items with one right option, explained afterwards: banks of an exercise, and core knowledge (核心知识).
//!
//! Loaded only when somebody is asked. The order of the options here is that of the author; whoever asks
//! shuffles them.

use crate::{
    Locale, PackError,
    exercise::Variant,
    pack::{sealed, whole_of},
    unpack::{Reader, Unpack, structs},
};
use alloc::{string::String, vec::Vec};
use serde::Serialize;

/// Version of both layouts. The element refuses any other.
pub const FORMAT: u16 = 1;

/// One item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// Stable id.
    pub id: String,
    /// Position of the right option.
    pub right: u8,
    /// Whether somebody's safety depends on it.
    pub critical: bool,
    /// What is asked.
    pub text: String,
    /// Three or four options.
    pub options: Vec<String>,
    /// Why the right one is right.
    pub why: String,
}

/// The bank of one exercise in one locale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProbePack {
    /// Layout version, [`FORMAT`].
    pub format: u16,
    /// Locale of the wording.
    pub locale: Locale,
    /// Id of the exercise.
    pub exercise: String,
    /// Its version.
    pub version: String,
    /// One for each variant of the exercise.
    pub banks: Vec<ProbeBank>,
}

/// What one age variant is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProbeBank {
    /// For whom.
    pub variant: Variant,
    /// Items about the skill.
    pub recall: Vec<Asked>,
    /// What to do, in situations that the exercise does not show.
    pub scenarios: Vec<Asked>,
}

/// Core knowledge of one stage in one locale. That of university has topics of its own behind the twenty, and the
/// variant `S`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KnowledgePack {
    /// Layout version, [`FORMAT`].
    pub format: u16,
    /// Locale of the wording.
    pub locale: Locale,
    /// For whom: `P`, `J` or `S`.
    pub stage: Variant,
    /// Topics, by number.
    pub topics: Vec<Topic>,
}

/// One topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Topic {
    /// From 1; the first twenty are those of every stage.
    pub number: u8,
    /// Stable id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// One screen.
    pub lesson: String,
    /// One item of each parallel form: A, B, C.
    pub forms: Vec<Asked>,
}

structs! {
    Asked { id, right, critical, text, options, why }
    ProbePack { format, locale, exercise, version, banks }
    ProbeBank { variant, recall, scenarios }
    KnowledgePack { format, locale, stage, topics }
    Topic { number, id, title, lesson, forms }
}

fn whole(item: &Asked) -> Result<(), PackError> {
    let inside = usize::from(item.right) < item.options.len();
    if inside { Ok(()) } else { Err(PackError::Inconsistent("right option")) }
}

impl ProbePack {
    /// As bytes with their seal behind them.
    ///
    /// # Errors
    /// [`PackError::Inconsistent`] when an item has no right option.
    pub fn encode(&self) -> Result<Vec<u8>, PackError> {
        self.banks.iter().flat_map(|bank| bank.recall.iter().chain(&bank.scenarios)).try_for_each(whole)?;
        sealed(self)
    }

    /// Reads a bank that nothing follows.
    ///
    /// # Errors
    /// See [`PackError`]; trailing bytes count as malformed.
    pub fn decode(bytes: &[u8]) -> Result<ProbePack, PackError> {
        whole_of(bytes, FORMAT)
    }

    /// What this variant is asked; `None` where the exercise is not made for it.
    #[must_use]
    pub fn bank(&self, variant: Variant) -> Option<&ProbeBank> {
        self.banks.iter().find(|bank| bank.variant == variant)
    }
}

impl KnowledgePack {
    /// As bytes with their seal behind them.
    ///
    /// # Errors
    /// [`PackError::Inconsistent`] when an item has no right option.
    pub fn encode(&self) -> Result<Vec<u8>, PackError> {
        self.topics.iter().flat_map(|topic| &topic.forms).try_for_each(whole)?;
        sealed(self)
    }

    /// Reads a pack that nothing follows.
    ///
    /// # Errors
    /// See [`PackError`]; trailing bytes count as malformed.
    pub fn decode(bytes: &[u8]) -> Result<KnowledgePack, PackError> {
        whole_of(bytes, FORMAT)
    }
}
