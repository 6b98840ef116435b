//! Wording of one exercise in one locale, by the positions of its forms and steps.

use alloc::{string::String, vec::Vec};
use serde::Serialize;

/// All wording of one exercise in one locale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExerciseText {
    /// Beside [`crate::Exercise::forms`].
    pub forms: Vec<FormText>,
}

/// Wording for one age variant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FormText {
    /// Its name.
    pub title: String,
    /// What it is good for, in a sentence.
    pub summary: String,
    /// Contraindications, beside [`crate::Form::not_for`].
    pub not_for: Vec<String>,
    /// Beside [`crate::Form::entries`]: what a way back is called; empty for the first, which is the exercise itself.
    pub entries: Vec<String>,
    /// Beside [`crate::Form::steps`].
    pub steps: Vec<StepText>,
}

/// Wording of one step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StepText {
    /// What is said or asked; may have paragraphs.
    pub text: String,
    /// Its parts: phases, ends of a slide, options, lines, cards or words, in the order of the step's data.
    pub parts: Vec<String>,
    /// What is said about each part once it is chosen; as many as parts, or none.
    pub replies: Vec<String>,
    /// Names of the bins.
    pub bins: Vec<String>,
}
