//! An exercise as bytes: one exercise in one locale, loaded when somebody opens it.

use super::{Exercise, ExerciseText, check};
use crate::{
    Locale, PackError,
    pack::{fingerprint, sealed, whole_of},
};
use alloc::vec::Vec;
use serde::Serialize;

/// Version of the layout. The element refuses any other.
pub const FORMAT: u16 = 3;

/// One exercise in one locale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExercisePack {
    /// Layout version, [`FORMAT`].
    pub format: u16,
    /// Locale of the wording.
    pub locale: Locale,
    /// Fingerprint of the exercise: packs of two locales with the same one differ in wording alone.
    pub structure: u64,
    /// The exercise.
    pub exercise: Exercise,
    /// Its wording.
    pub text: ExerciseText,
}

/// Fingerprint of an exercise without its wording.
///
/// # Errors
/// [`PackError::Malformed`] when it cannot be encoded.
pub fn structure(exercise: &Exercise) -> Result<u64, PackError> {
    let bytes = postcard::to_allocvec(exercise).map_err(|_| PackError::Malformed)?;
    Ok(fingerprint(&bytes))
}

impl ExercisePack {
    /// The pack as bytes (postcard, canonical) with their seal behind them, checked where it is made.
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
    pub fn decode(bytes: &[u8]) -> Result<ExercisePack, PackError> {
        whole_of(bytes, FORMAT)
    }
}
