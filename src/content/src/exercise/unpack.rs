//! Reads exercise packs on the device; how and why stands in `crate::unpack`.

use super::{
    Branch, Catalogue, Check, Choice, Diary, Entry, Exercise, ExercisePack, ExerciseText, Face, Field, Fits,
    Form, FormText, Goto, Grid, Help, Listing, OfferRule, Pacer, Phase, Pick, Plan, Remind, Role, Seats,
    Slide, Sort, SortCard, Step, StepKind, StepText, Story, Threshold, Timer, Variant, Wave, Way, Word,
    Write,
};
use crate::unpack::{Reader, Unpack, choices, structs, words};

structs! {
    ExercisePack { format, locale, structure, exercise, text }
    Exercise {
        id, version, release, help, domains, evidence, leaves, after_urgent, calm, instead, offers, forms
    }
    OfferRule { domain, tiers, rank }
    Form { variant, with_adult, not_for, entries, steps }
    Entry { id, start, minutes, stories }
    Step { id, kind, next, least_tenths, keep }
    Pacer { phases, cycles }
    Phase { way, half_seconds }
    Timer { seconds, may_skip }
    Slide { role, ways }
    Threshold { at_least, to }
    Pick { options, least, most }
    Choice { id, to }
    Write { fields, may_wait }
    Field { id, least }
    Sort { bins, cards, right_at_least }
    SortCard { id, bin, critical }
    Branch { story, options }
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
    FormText { title, summary, not_for, steps }
    StepText { text, parts, replies, bins }
    Catalogue { format, locale, listings }
    Listing { id, help, domains, evidence, leaves, after_urgent, calm, offers, faces }
    Face { variant, minutes, title, summary }
}

words! {
    Variant [Little, Primary, Junior, Senior]
    Help [Oneself, Another]
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
        else => StepKind::Say
    }
}
