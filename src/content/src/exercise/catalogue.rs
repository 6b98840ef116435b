//! What a menu needs of every exercise, without its steps.

use super::{Exercise, FORMAT, FormText, Help, OfferRule, Variant};
use crate::{
    Domain, Locale, PackError,
    pack::{sealed, whole_of},
};
use alloc::{string::String, vec::Vec};
use serde::Serialize;

/// Every exercise of students in one locale, as a menu shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Catalogue {
    /// Layout version, [`FORMAT`].
    pub format: u16,
    /// Locale of the wording.
    pub locale: Locale,
    /// The exercises, by id.
    pub listings: Vec<Listing>,
}

/// One exercise as a menu shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Listing {
    /// Id of the exercise.
    pub id: String,
    /// Whom it helps.
    pub help: Help,
    /// What it is about.
    pub domains: Vec<Domain>,
    /// See [`Exercise::evidence`].
    pub evidence: u8,
    /// See [`super::Training::leaves`].
    pub leaves: bool,
    /// See [`super::Training::after_urgent`].
    pub after_urgent: bool,
    /// See [`super::Training::calm`].
    pub calm: bool,
    /// See [`super::Training::requires`].
    pub requires: Option<String>,
    /// Where it is offered.
    pub offers: Vec<OfferRule>,
    /// What each variant reads of it.
    pub faces: Vec<Face>,
}

/// An exercise on the menu of one age variant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Face {
    /// For whom.
    pub variant: Variant,
    /// Nominal minutes of its first entry.
    pub minutes: u8,
    /// Its name.
    pub title: String,
    /// What it is good for.
    pub summary: String,
}

impl Face {
    /// From an exercise and its wording, form by form.
    #[must_use]
    pub fn of(exercise: &Exercise, texts: &[FormText]) -> Vec<Face> {
        let face = |(form, text): (&super::Form, &FormText)| Face {
            variant: form.variant,
            minutes: form.entries.first().map_or(0, |entry| entry.minutes),
            title: text.title.clone(),
            summary: text.summary.clone(),
        };
        exercise.forms.iter().zip(texts).map(face).collect()
    }
}

impl Listing {
    /// From an exercise of students and its wording, form by form; `None` for a family lesson: no student's menu shows it.
    #[must_use]
    pub fn of(exercise: &Exercise, texts: &[FormText]) -> Option<Listing> {
        let training = exercise.training()?;
        Some(Listing {
            id: exercise.id.clone(),
            help: training.help,
            domains: training.domains.clone(),
            evidence: exercise.evidence,
            leaves: training.leaves,
            after_urgent: training.after_urgent,
            calm: training.calm,
            requires: training.requires.clone(),
            offers: training.offers.clone(),
            faces: Face::of(exercise, texts),
        })
    }

    /// What this variant reads; `None` where the exercise is not made for it.
    #[must_use]
    pub fn face(&self, variant: Variant) -> Option<&Face> {
        self.faces.iter().find(|face| face.variant == variant)
    }
}

impl Catalogue {
    /// The catalogue of these exercises.
    #[must_use]
    pub fn new(locale: Locale, listings: Vec<Listing>) -> Catalogue {
        Catalogue { format: FORMAT, locale, listings }
    }

    /// The listing with this id.
    #[must_use]
    pub fn listing(&self, id: &str) -> Option<&Listing> {
        self.listings.iter().find(|listing| listing.id == id)
    }

    /// As bytes with their seal behind them.
    ///
    /// # Errors
    /// [`PackError::Malformed`] when it cannot be encoded.
    pub fn encode(&self) -> Result<Vec<u8>, PackError> {
        sealed(self)
    }

    /// Reads a catalogue that nothing follows.
    ///
    /// # Errors
    /// See [`PackError`]; trailing bytes count as malformed.
    pub fn decode(bytes: &[u8]) -> Result<Catalogue, PackError> {
        whole_of(bytes, FORMAT)
    }
}
