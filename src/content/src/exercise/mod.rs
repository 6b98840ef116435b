//! An exercise (练习): steps as data, one graph per age variant, wording beside it.
//!
//! Authors write one list of steps; the compiler lays it out for each [`Variant`], so that the device walks
//! a plain graph and never asks who it is for. What a step is called for here and in `session` has one file.

mod catalogue;
mod check;
mod lesson;
mod pack;
mod step;
mod text;
mod unpack;

pub use catalogue::{Catalogue, Face, Listing};
pub use lesson::{Band, Lesson, LessonListing, LessonStage, Lessons, Theme, Together};
pub use pack::{ExercisePack, FORMAT, structure};
pub use step::{
    Branch, Check, Choice, Dialogue, Diary, Expression, Faces, Field, Fits, Goto, Grid, Pacer, Phase, Pick,
    Picture, Plan, Remind, Role, Seats, Slide, Sort, SortCard, Step, StepKind, Story, Threshold, Timer, Turn,
    Wave, Way, Who, Word, Write,
};
pub use text::{ExerciseText, FormText, StepText};

use crate::{Domain, Release, Tier};
use alloc::{string::String, vec::Vec};
use serde::Serialize;

/// For whom the wording and the steps are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Variant {
    /// Grades 1 to 3, with an adult: `p`.
    Little,
    /// Grades 4 to 6: `P`.
    Primary,
    /// Junior secondary school: `J`.
    Junior,
    /// Senior secondary school and university: `S`.
    Senior,
    /// Whoever raises a child, in family lessons: `A`.
    Adult,
}

impl Variant {
    /// The variants of students, youngest first.
    pub const STUDENTS: [Variant; 4] = [Variant::Little, Variant::Primary, Variant::Junior, Variant::Senior];
    /// Every variant, youngest first.
    pub const ALL: [Variant; 5] =
        [Variant::Little, Variant::Primary, Variant::Junior, Variant::Senior, Variant::Adult];

    /// The letter used in data files.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Variant::Little => 'p',
            Variant::Primary => 'P',
            Variant::Junior => 'J',
            Variant::Senior => 'S',
            Variant::Adult => 'A',
        }
    }

    /// The variant for a student of `age` whole years; `None` below 6.
    #[must_use]
    pub const fn of(age: u8) -> Option<Variant> {
        match age {
            0..=5 => None,
            6..=8 => Some(Variant::Little),
            9..=11 => Some(Variant::Primary),
            12..=14 => Some(Variant::Junior),
            15.. => Some(Variant::Senior),
        }
    }
}

/// Whom an exercise helps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Help {
    /// The person (自助).
    Oneself,
    /// Somebody else (互助).
    Another,
}

/// One exercise, without its wording (see [`ExerciseText`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Exercise {
    /// Stable id, for example `e01-slow-breathing`.
    pub id: String,
    /// Version of this definition, `major.minor.patch`.
    pub version: String,
    /// Draft or released.
    pub release: Release,
    /// 1: plausible, thin; 2: some trials in youth, or strong adult data; 3: several trials in youth.
    pub evidence: u8,
    /// Whose it is, and what only theirs have.
    pub purpose: Purpose,
    /// One for each variant it is made for, youngest first.
    pub forms: Vec<Form>,
}

/// Whose an exercise is. What one kind has and the other must not have stands here, so that nothing can have both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Purpose {
    /// Students practise.
    Training(Training),
    /// A family learns.
    Family(Lesson),
}

/// What only an exercise of students has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Training {
    /// Whom it helps.
    pub help: Help,
    /// What it is about.
    pub domains: Vec<Domain>,
    /// Whether `completed` and `mastered` may leave the device. Where the use itself is sensitive: never.
    pub leaves: bool,
    /// Whether it stays on the menu when somebody is needed now.
    pub after_urgent: bool,
    /// The one exercise that is played when another has made things worse.
    pub calm: bool,
    /// Beside the contraindications: what to do in its place.
    pub instead: Vec<Elsewhere>,
    /// The exercise whose card has to be written before this one begins.
    pub requires: Option<String>,
    /// Whether a family can do it at two seats on its own page.
    pub together: bool,
    /// Where it is offered.
    pub offers: Vec<OfferRule>,
}

impl Exercise {
    /// The form for this variant.
    #[must_use]
    pub fn form(&self, variant: Variant) -> Option<&Form> {
        self.forms.iter().find(|form| form.variant == variant)
    }

    /// What only an exercise of students has.
    #[must_use]
    pub fn training(&self) -> Option<&Training> {
        match &self.purpose {
            Purpose::Training(training) => Some(training),
            Purpose::Family(_) => None,
        }
    }

    /// What only a family lesson has.
    #[must_use]
    pub fn lesson(&self) -> Option<&Lesson> {
        match &self.purpose {
            Purpose::Family(lesson) => Some(lesson),
            Purpose::Training(_) => None,
        }
    }
}

/// Another exercise, to which somebody is led.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Elsewhere {
    /// Id of the exercise.
    pub exercise: String,
    /// Id of the entry; `None`: the first.
    pub entry: Option<String>,
}

impl Elsewhere {
    /// The first way into this exercise.
    #[must_use]
    pub fn first(exercise: &str) -> Elsewhere {
        Elsewhere { exercise: exercise.into(), entry: None }
    }
}

/// In which tiers an exercise is offered for a domain, and how early in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OfferRule {
    /// The domain that stands out.
    pub domain: Domain,
    /// Tiers in which it is offered; `unclear` is offered what `routine` is.
    pub tiers: Vec<Tier>,
    /// 1 comes first.
    pub rank: u8,
    /// To whom.
    pub variants: Vec<Variant>,
}

/// An exercise as one age variant meets it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Form {
    /// For whom.
    pub variant: Variant,
    /// Whether it is done beside an adult.
    pub with_adult: bool,
    /// Ids of the contraindications that are shown before the start.
    pub not_for: Vec<String>,
    /// Ways in; the first is the exercise itself, the others come back to it on later days.
    pub entries: Vec<Entry>,
    /// The steps.
    pub steps: Vec<Step>,
}

/// A way into an exercise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Stable id.
    pub id: String,
    /// Position of its first step.
    pub start: u16,
    /// Nominal minutes. The engine ends a run at twice as many.
    pub minutes: u8,
    /// Stories that have to be told before a run is practice.
    pub stories: u8,
    /// Whether contraindications were asked on another day, so that this way in does not ask again.
    pub asked: bool,
}
