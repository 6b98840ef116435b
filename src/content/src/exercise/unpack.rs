//! Reads exercise packs on the device; how and why stands in `crate::unpack`.

use super::{
    Band, Branch, Catalogue, Check, Choice, Dialogue, Diary, Elsewhere, Entry, Exercise, ExercisePack,
    ExerciseText, Expression, Face, Faces, Field, Fits, Form, FormText, Goto, Grid, Help, Lesson,
    LessonListing, LessonStage, Lessons, Listing, OfferRule, Pacer, Phase, Pick, Picture, Plan, Purpose,
    Remind, Role, Seats, Slide, Sort, SortCard, Step, StepKind, StepText, Story, Theme, Threshold, Timer,
    Together, Training, Turn, Variant, Wave, Way, Who, Word, Write,
};
use crate::unpack::{Reader, Unpack, choices, structs, words};

structs! {
    ExercisePack { format, locale, structure, exercise, text }
    Exercise { id, version, release, evidence, purpose, forms }
    Training { help, domains, leaves, after_urgent, calm, instead, requires, together, offers }
    Lesson { stage, bands, themes, first }
    OfferRule { domain, tiers, rank, variants }
    Form { variant, with_adult, not_for, entries, steps }
    Entry { id, start, minutes, stories, asked }
    Step { id, kind, next, least_tenths, keep, opens, picture }
    Elsewhere { exercise, entry }
    Pacer { phases, cycles, may_skip }
    Phase { way, half_seconds }
    Timer { seconds, may_skip, in_background }
    Slide { role, ways }
    Threshold { at_least, to }
    Pick { options, least, most }
    Choice { id, to }
    Write { fields, may_wait }
    Field { id, least }
    Sort { bins, cards, right_at_least }
    SortCard { id, bin, critical }
    Branch { story, options, faces }
    Faces { begins, after }
    Dialogue { turns }
    Turn { id, who }
    Story { id, critical }
    Plan { fields }
    Remind { entry, in_days, times }
    Check { options, right }
    Grid { words }
    Word { id, pleasant, lively }
    Diary { columns }
    Wave { seconds, every, least }
    Seats { seats, fields }
    ExerciseText { forms }
    FormText { title, summary, not_for, entries, steps }
    StepText { text, parts, replies, bins }
    Catalogue { format, locale, listings }
    Listing { id, help, domains, evidence, leaves, after_urgent, calm, requires, offers, faces }
    Face { variant, minutes, title, summary }
    Lessons { format, locale, listings, together }
    Together { id, faces }
    LessonListing { id, lesson, minutes, title, summary }
}

words! {
    Variant [Little, Primary, Junior, Senior, Adult]
    Expression [Glad, Calm, Thinking, Sad, Worried, Angry, Shut]
    LessonStage [Preschool, LowerPrimary, UpperPrimary, Junior, Senior, University, Any]
    Band [From3, From6, From12, From15, From18]
    Theme [
        Listening, Feelings, Praise, Limits, Homework, Marks, Friends, Bullying, Phone, Sleep, Body, GrowingUp,
        School, Worry, Mood, Safety, OwnStress, Conflict, Choices, Distance, FamilyChange, Loss, Differences
    ]
    Help [Oneself, Another]
    Picture [
        BodyMap, Chair, Together, Sprout, Leaf, Baduanjin1, Baduanjin2, Baduanjin3, Baduanjin4, Baduanjin5, Baduanjin6,
        Baduanjin7, Baduanjin8
    ]
    Way [In, Out, Tense, Rest, Move]
    Role [Before, After, Other]
    Fits [Yes, Partly, No]
}

choices! { from;
    Goto {
        0 => Goto::Step(from.next()),
        1 => Goto::End,
        else => Goto::End
    }
    Purpose {
        0 => Purpose::Training(from.next()),
        1 => Purpose::Family(from.next()),
        else => Purpose::Family(from.next())
    }
    Who {
        0 => Who::Child(from.next()),
        1 => Who::Adult,
        2 => Who::Other,
        else => Who::Other
    }
    StepKind {
        0 => StepKind::Say,
        1 => StepKind::Pacer(from.next()),
        2 => StepKind::Timer(from.next()),
        3 => StepKind::Slide(from.next()),
        4 => StepKind::Pick(from.next()),
        5 => StepKind::Write(from.next()),
        6 => StepKind::Sort(from.next()),
        7 => StepKind::Branch(from.next()),
        8 => StepKind::Plan(from.next()),
        9 => StepKind::Remind(from.next()),
        10 => StepKind::Check(from.next()),
        11 => StepKind::Card(from.next()),
        12 => StepKind::Handoff,
        13 => StepKind::Grid(from.next()),
        14 => StepKind::Diary(from.next()),
        15 => StepKind::Wave(from.next()),
        16 => StepKind::Seats(from.next()),
        17 => StepKind::Dialogue(from.next()),
        else => StepKind::Say
    }
}
