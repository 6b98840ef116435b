//! A family lesson: an exercise for whoever raises a child. Nothing of it is offered to students, is rated or leaves.

use super::{Exercise, FORMAT, Face, FormText, Variant};
use crate::{
    Locale, PackError,
    pack::{sealed, whole_of},
};
use alloc::{string::String, vec::Vec};
use serde::Serialize;

/// What only a family lesson has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Lesson {
    /// Stage of the child.
    pub stage: LessonStage,
    /// Bands of the outline on family education that it serves.
    pub bands: Vec<Band>,
    /// What it is about, one to three.
    pub themes: Vec<Theme>,
    /// Whether it is taught first to everybody.
    pub first: bool,
}

macro_rules! named {
    ($(#[$about:meta])* $name:ident $count:literal { $($(#[$doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[allow(missing_docs)]
        pub enum $name { $($(#[$doc])* $variant),+ }

        impl $name {
            /// All of them, in the order of their declaration.
            pub const ALL: [$name; $count] = [$($name::$variant),+];

            /// The word used in data files.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }
        }
    };
}

named! {
    /// Stage of the child that a lesson is about.
    LessonStage 7 {
        Preschool = "preschool",
        LowerPrimary = "lower-primary",
        UpperPrimary = "upper-primary",
        Junior = "junior",
        Senior = "senior",
        University = "university",
        /// Whatever the age: a special situation.
        Any = "any",
    }
}

named! {
    /// Age bands of the national outline on family education (全国家庭教育指导大纲, 2019 revision), and what lies beyond it.
    Band 5 {
        From3 = "3-6",
        From6 = "6-12",
        From12 = "12-15",
        From15 = "15-18",
        /// Not in the outline: parents of university students.
        From18 = "18+",
    }
}

named! {
    /// What a lesson is about.
    Theme 23 {
        Listening = "listening",
        Feelings = "feelings",
        Praise = "praise",
        Limits = "limits",
        Homework = "homework",
        Marks = "marks",
        Friends = "friends",
        Bullying = "bullying",
        Phone = "phone",
        Sleep = "sleep",
        Body = "body",
        GrowingUp = "growing-up",
        School = "school",
        Worry = "worry",
        Mood = "mood",
        Safety = "safety",
        OwnStress = "own-stress",
        Conflict = "conflict",
        Choices = "choices",
        Distance = "distance",
        FamilyChange = "family-change",
        Loss = "loss",
        Differences = "differences",
    }
}

impl LessonStage {
    /// In whose words a child of this age practises. Before school an adult reads to the child, as in the first grades.
    #[must_use]
    pub const fn variant(self) -> Option<Variant> {
        Some(match self {
            LessonStage::Preschool | LessonStage::LowerPrimary => Variant::Little,
            LessonStage::UpperPrimary => Variant::Primary,
            LessonStage::Junior => Variant::Junior,
            LessonStage::Senior | LessonStage::University => Variant::Senior,
            LessonStage::Any => return None,
        })
    }

    /// Its band of the outline; `None` where the stage is none in particular.
    #[must_use]
    pub const fn band(self) -> Option<Band> {
        Some(match self {
            LessonStage::Preschool => Band::From3,
            LessonStage::LowerPrimary | LessonStage::UpperPrimary => Band::From6,
            LessonStage::Junior => Band::From12,
            LessonStage::Senior => Band::From15,
            LessonStage::University => Band::From18,
            LessonStage::Any => return None,
        })
    }
}

/// Every lesson of one locale, as the family page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Lessons {
    /// Layout version, [`FORMAT`].
    pub format: u16,
    /// Locale of the wording.
    pub locale: Locale,
    /// The lessons, by id.
    pub listings: Vec<LessonListing>,
    /// Exercises of students that a family can do at two seats, by id.
    pub together: Vec<Together>,
}

/// An exercise of students that parent and child can do together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Together {
    /// Id of the exercise.
    pub id: String,
    /// What it is called for each age.
    pub faces: Vec<Face>,
}

impl Together {
    /// From an exercise and its wording; `None` where its author does not say so.
    #[must_use]
    pub fn of(exercise: &Exercise, texts: &[FormText]) -> Option<Together> {
        let together = exercise.training()?.together;
        together.then(|| Together { id: exercise.id.clone(), faces: Face::of(exercise, texts) })
    }

    /// What it is called for a child of this age; `None` where it is not made for it.
    #[must_use]
    pub fn face(&self, stage: LessonStage) -> Option<&Face> {
        let variant = stage.variant()?;
        self.faces.iter().find(|face| face.variant == variant)
    }
}

/// One lesson as the family page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LessonListing {
    /// Id of the lesson.
    pub id: String,
    /// For whom, and what it is about.
    pub lesson: Lesson,
    /// Nominal minutes of its first entry.
    pub minutes: u8,
    /// Its name.
    pub title: String,
    /// What it is good for.
    pub summary: String,
}

impl LessonListing {
    /// From a lesson and its wording; `None` for an exercise of students.
    #[must_use]
    pub fn of(exercise: &Exercise, texts: &[FormText]) -> Option<LessonListing> {
        let (form, text) = (exercise.forms.first()?, texts.first()?);
        Some(LessonListing {
            id: exercise.id.clone(),
            lesson: exercise.lesson()?.clone(),
            minutes: form.entries.first()?.minutes,
            title: text.title.clone(),
            summary: text.summary.clone(),
        })
    }
}

impl Lessons {
    /// The catalogue of these lessons.
    #[must_use]
    pub fn new(locale: Locale, listings: Vec<LessonListing>, together: Vec<Together>) -> Lessons {
        Lessons { format: FORMAT, locale, listings, together }
    }

    /// The listing with this id.
    #[must_use]
    pub fn listing(&self, id: &str) -> Option<&LessonListing> {
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
    pub fn decode(bytes: &[u8]) -> Result<Lessons, PackError> {
        whole_of(bytes, FORMAT)
    }
}
