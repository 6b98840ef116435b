//! A child's face, drawn by hand: three ages, seven expressions. It says in lines what the words beside it say, and a
//! name says it to whoever hears the page.

use crate::dom::{tag, text};
use crate::{parts::each, words::Word, words::run as w};
use qinghe_content::exercise::{Expression, LessonStage};
use yew::prelude::*;

/// How old the child looks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Age {
    /// Before school.
    Small,
    /// At primary school.
    Pupil,
    /// Older.
    Teen,
}

impl Age {
    /// The age that children of this stage have.
    #[must_use]
    pub const fn of(stage: LessonStage) -> Age {
        match stage {
            LessonStage::Preschool => Age::Small,
            LessonStage::LowerPrimary | LessonStage::UpperPrimary | LessonStage::Any => Age::Pupil,
            LessonStage::Junior | LessonStage::Senior | LessonStage::University => Age::Teen,
        }
    }
}

type Stroke = (&'static str, &'static str);

/// Shoulders, ears, head and hair.
const fn head(age: Age) -> &'static [Stroke] {
    match age {
        Age::Small => &[
            ("cloth", "M30 120c2-14 14-20 30-20s28 6 30 20z"),
            ("skin", "M20 66a7 8 0 1 0 12 0a7 8 0 1 0-12 0zM88 66a7 8 0 1 0 12 0a7 8 0 1 0-12 0z"),
            ("skin", "M60 22c24 0 36 18 36 42 0 23-16 40-36 40S24 87 24 64c0-24 12-42 36-42z"),
            ("hair", "M28 50c0-20 14-32 32-32s32 12 32 32c-8-12-16-14-22-14-2 4-8 6-14 4-10-3-22 0-28 10z"),
            ("line", "M60 18c-2-6 2-11 8-10M60 18c1-5-3-8-8-8"),
        ],
        Age::Pupil => &[
            ("cloth", "M24 120c2-16 16-22 36-22s34 6 36 22z"),
            ("scarf", "M44 100l16 9 16-9 4 5-15 8 3 7h-8l-2-6-2 6h-8l3-7-15-8z"),
            ("skin", "M22 64a6 8 0 1 0 10 0a6 8 0 1 0-10 0zM88 64a6 8 0 1 0 10 0a6 8 0 1 0-10 0z"),
            ("skin", "M60 22c22 0 33 17 33 41 0 24-14 39-33 39S27 87 27 63c0-24 11-41 33-41z"),
            ("hair", "M27 56c-3-24 12-40 33-40s36 16 33 40c-3-6-5-12-6-17-9 3-36 3-50-3-5 5-8 12-10 20z"),
        ],
        Age::Teen => &[
            ("cloth", "M16 120c2-15 14-21 28-23 4 9 28 9 32 0 14 2 26 8 28 23z"),
            ("skin", "M51 94h18v8c-4 5-14 5-18 0z"),
            ("skin", "M60 20c20 0 31 16 31 40 0 23-14 40-31 40S29 83 29 60c0-24 11-40 31-40z"),
            (
                "hair",
                "M27 64c-5-30 8-50 33-50s38 20 33 50c-2-4-4-9-4-15-4-4-7-9-9-14-8 8-28 14-46 12-2 6-4 12-7 17z",
            ),
        ],
    }
}

/// Brows, eyes and mouth.
const fn looks(expression: Expression) -> &'static [Stroke] {
    match expression {
        Expression::Glad => &[
            ("line", "M40 52q6-5 12-2M68 50q6-3 12 2"),
            ("line eye", "M41 65q5-7 10 0M69 65q5-7 10 0"),
            ("mouth", "M47 78q13 4 26 0c-1 9-7 13-13 13s-12-4-13-13z"),
            ("blush", "M31 76a6 4 0 1 0 12 0a6 4 0 1 0-12 0zM77 76a6 4 0 1 0 12 0a6 4 0 1 0-12 0z"),
        ],
        Expression::Calm => &[
            ("line", "M40 53q6-3 12-1M68 52q6-2 12 1"),
            (
                "dot",
                "M43 64a3.4 3.8 0 1 0 6.8 0a3.4 3.8 0 1 0-6.8 0zM70.2 64a3.4 3.8 0 1 0 6.8 0a3.4 3.8 0 1 0-6.8 0z",
            ),
            ("line", "M50 81q10 6 20 0"),
        ],
        Expression::Thinking => &[
            ("line", "M40 51q6-4 12-2M68 54q6-1 12 1"),
            (
                "dot",
                "M46 60a3.4 3.8 0 1 0 6.8 0a3.4 3.8 0 1 0-6.8 0zM73 60a3.4 3.8 0 1 0 6.8 0a3.4 3.8 0 1 0-6.8 0z",
            ),
            ("line", "M54 84q7-4 14-1"),
        ],
        Expression::Sad => &[
            ("line", "M40 55q5-5 12-6M68 49q7 1 12 6"),
            (
                "dot",
                "M43 66a3.4 3.4 0 1 0 6.8 0a3.4 3.4 0 1 0-6.8 0zM70 66a3.4 3.4 0 1 0 6.8 0a3.4 3.4 0 1 0-6.8 0z",
            ),
            ("line", "M41 61q5-3 10-1M69 60q5-2 10 1"),
            ("line", "M50 86q10-8 20 0"),
            ("tear", "M44 74c-4 6-3 9 0 9s4-3 0-9z"),
        ],
        Expression::Worried => &[
            ("line", "M39 54q6-7 13-6M68 48q7-1 13 6"),
            (
                "ring",
                "M42 64a4.5 5.5 0 1 0 9 0a4.5 5.5 0 1 0-9 0zM69 64a4.5 5.5 0 1 0 9 0a4.5 5.5 0 1 0-9 0z",
            ),
            ("dot", "M44.5 65a2 2.4 0 1 0 4 0a2 2.4 0 1 0-4 0zM71.5 65a2 2.4 0 1 0 4 0a2 2.4 0 1 0-4 0z"),
            ("line", "M49 84q4-5 8-1t8 0 6-1"),
        ],
        Expression::Angry => &[
            ("line", "M39 48q8 1 13 7M68 55q5-6 13-7"),
            (
                "dot",
                "M43 64a3.4 3.4 0 1 0 6.8 0a3.4 3.4 0 1 0-6.8 0zM70 64a3.4 3.4 0 1 0 6.8 0a3.4 3.4 0 1 0-6.8 0z",
            ),
            ("line", "M49 86q11-7 22-1"),
            ("blush", "M30 75a7 5 0 1 0 14 0a7 5 0 1 0-14 0zM76 75a7 5 0 1 0 14 0a7 5 0 1 0-14 0z"),
        ],
        Expression::Shut => &[
            ("line", "M40 54h11M69 54h11"),
            ("line", "M40 64q6 3 11 0M69 64q6 3 11 0"),
            ("line", "M53 83h14"),
        ],
    }
}

/// What the face says, in a word.
const fn named(expression: Expression) -> Word {
    match expression {
        Expression::Glad => w::FACE_GLAD,
        Expression::Calm => w::FACE_CALM,
        Expression::Thinking => w::FACE_THINKING,
        Expression::Sad => w::FACE_SAD,
        Expression::Worried => w::FACE_WORRIED,
        Expression::Angry => w::FACE_ANGRY,
        Expression::Shut => w::FACE_SHUT,
    }
}

/// The face. `class` says how large.
pub fn face(here: &crate::app::Here, class: &'static str, age: Age, expression: Expression) -> Html {
    let stroke = |(class, path): &Stroke| tag!("path", "class" = *class, "d" = *path;);
    let all = head(age).iter().chain(looks(expression)).map(stroke);
    let said = here.say(named(expression));
    tag!("svg", "class" = class, "viewBox" = "0 0 120 120", "role" = "img", "aria-label" = said;
        tag!("title"; text(said)),
        each(all),
    )
}
