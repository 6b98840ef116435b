//! The two rooms in which exercises stand, and what each asks of its own. The only place that tells them apart.

use super::{lesson, skeleton, training};
use crate::reader::{At, Table};
use qinghe_content::{
    Locale,
    exercise::{Exercise, ExerciseText, Form, Purpose, Variant},
};

/// A data room.
#[derive(Clone, Copy)]
pub(super) enum Room {
    /// Students practise.
    Exercises,
    /// A family learns.
    Family,
}

/// What the top of the data says beside what both rooms have.
pub(super) struct Own {
    pub purpose: Option<Purpose>,
    pub not_for: Vec<String>,
    pub with_adult: Vec<Variant>,
}

impl Room {
    pub(super) const fn folder(self) -> &'static str {
        match self {
            Room::Exercises => "exercises",
            Room::Family => "family",
        }
    }

    pub(super) const fn file(self) -> &'static str {
        match self {
            Room::Exercises => "exercise.toml",
            Room::Family => "lesson.toml",
        }
    }

    /// Files of words that nobody reads here; what hurts a student hurts a parent too.
    pub(super) fn forbidden(self) -> Vec<&'static str> {
        match self {
            Room::Exercises => vec!["exercises/forbidden.toml"],
            Room::Family => vec!["exercises/forbidden.toml", "family/forbidden.toml"],
        }
    }

    pub(super) const fn variants(self) -> &'static [Variant] {
        match self {
            Room::Exercises => &Variant::STUDENTS,
            Room::Family => &[Variant::Adult],
        }
    }

    pub(super) fn own(self, top: &Table<'_>, folder: &str) -> Own {
        match self {
            Room::Exercises => training::own(top),
            Room::Family => lesson::own(top, folder),
        }
    }

    pub(super) fn form(self, at: &At<'_>, form: &Form) {
        match self {
            Room::Exercises => training::form(at, form),
            Room::Family => skeleton::form(at, form),
        }
    }

    pub(super) fn wording(self, at: &At<'_>, exercise: &Exercise, text: &ExerciseText, locale: Locale) {
        match self {
            Room::Exercises => {}
            Room::Family => skeleton::wording(at, exercise, text, locale),
        }
    }
}
