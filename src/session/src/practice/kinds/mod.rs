//! One file per kind of step. A step takes events, says whether it may be left, and what was given.

mod branch;
mod card;
mod check;
mod diary;
mod grid;
mod handoff;
mod pacer;
mod pick;
mod plan;
mod remind;
mod say;
mod seats;
mod slide;
mod sort;
mod timer;
mod wave;
mod write;

pub use pacer::phase_lengths;
pub use seats::Seat;
pub(super) use wave::Crest;
pub use wave::Tide;

use super::{Event, given::Given};
use qinghe_content::exercise::{Fits, Goto, Remind, Role, Step, StepKind, Story};

/// When something happens.
#[derive(Clone, Copy)]
pub(super) struct At {
    /// Milliseconds in sight since the step began.
    pub ms: u64,
    /// Days since 1970.
    pub day: u32,
}

/// What an event did.
pub(super) enum Took {
    Nothing,
    Changed,
    Handoff,
    Remind(Remind),
    /// Changed, and this is a rating before, where none was given yet.
    Rated(u8),
}

/// What wanting to go on did.
pub(super) enum Left {
    /// It may not be left yet.
    Stays,
    /// It shows what is still to be looked at.
    Changed,
    Goes(Leave),
}

/// How a step is left.
#[derive(Default)]
pub(super) struct Leave {
    /// Where to, in place of what follows.
    pub to: Option<Goto>,
    /// Whether it was done as it was meant.
    pub faithful: bool,
    /// It is a rhythm that may be left out.
    pub may_skip: bool,
    pub rated: Option<(Role, u8)>,
    pub story: Option<(Story, Fits)>,
    pub wave: Option<Crest>,
}

impl Leave {
    fn faithful() -> Leave {
        Leave { faithful: true, ..Leave::default() }
    }

    pub(super) fn unfaithful() -> Leave {
        Leave::default()
    }
}

/// What was given at the other steps.
#[derive(Clone, Copy)]
pub(super) struct Others<'a> {
    pub given: &'a [Given],
    /// Steps shown in this run.
    pub trail: &'a [u16],
    pub steps: &'a [Step],
}

/// What a step shows beside its wording.
#[derive(Clone, PartialEq)]
pub enum Shows {
    /// Its wording.
    Text,
    /// A rhythm.
    Pacer {
        /// Cycles done.
        cycle: u8,
        /// Position of the present phase.
        phase: u8,
        /// Milliseconds until the first phase begins.
        lead_ms: u64,
        /// Milliseconds of the phase that are over.
        phase_ms: u64,
        /// Milliseconds of the phase.
        phase_of_ms: u64,
        /// Half seconds that the person made each phase longer.
        pace: i8,
        /// Per cent of the phases that were tapped in time; `None` when nobody tapped.
        kept_up: Option<u8>,
    },
    /// Seconds that are left.
    Timer {
        /// Seconds.
        left: u16,
    },
    /// A rating.
    Slide {
        /// What was given.
        rating: Option<u8>,
    },
    /// Options, cards' bins, or words that were chosen.
    Chosen {
        /// Positions.
        chosen: Vec<u8>,
        /// Whether the replies to them are shown.
        told: bool,
    },
    /// Cards in bins.
    Sorted {
        /// The bin of each card.
        bins: Vec<Option<u8>>,
        /// Cards to look at again, once the person wanted to go on.
        again: Vec<u8>,
    },
    /// Lines of text.
    Written {
        /// Beside the fields.
        lines: Vec<String>,
    },
    /// Whether a reminder is wanted; `None`: not said yet.
    Remind {
        /// The reply.
        wanted: Option<bool>,
    },
    /// An urge over time.
    Wave {
        /// Seconds that are left.
        left: u16,
        /// Whether a rating is wanted now.
        due: bool,
        /// Seconds since the beginning, and the rating.
        points: Vec<(u16, u8)>,
        /// The highest rating, once there is one.
        highest: Option<u8>,
        /// How it went, once there are two ratings.
        tide: Option<Tide>,
    },
    /// Two people with one device.
    Seats(Seat),
    /// What was given at other steps.
    Card {
        /// Beside the card's lines.
        lines: Vec<Line>,
    },
    /// The diary.
    Diary {
        /// Day (since 1970) with a rating or the position of a word for each column (255: none), oldest first.
        rows: Vec<(u16, Vec<u8>)>,
    },
}

/// One line of a card.
#[derive(Clone, PartialEq)]
pub enum Line {
    /// Nothing was given there.
    Empty,
    /// These parts of the step at this position.
    Parts(u16, Vec<u8>),
    /// What was written.
    Texts(Vec<String>),
    /// A rating.
    Rating(u8),
    /// The points of a wave: second and rating.
    Wave(Vec<(u16, u8)>),
    /// What two people wrote, the first and the second.
    Seats([Vec<String>; 2]),
}

pub(super) trait Work {
    /// What an event does, `Next` aside.
    fn take(&mut self, _event: &Event, _at: At) -> Took {
        Took::Nothing
    }

    /// The person wants to go on.
    fn leave(&mut self, at: At) -> Left;

    /// Whether going on leads on.
    fn ready(&self, _at: At) -> bool {
        true
    }

    fn given(&self) -> Given {
        Given::default()
    }

    fn shows(&self, _at: At) -> Shows {
        Shows::Text
    }

    /// Positions of the steps of which the notebook keeps what was given, once this one is shown. It stands at `at`.
    fn keeps(&self, _at: u16) -> Vec<u16> {
        Vec::new()
    }
}

/// The work of a step. `anew`: it was come to by going forward, so choices are made afresh; what was typed
/// stays in any case.
pub(super) fn begin(
    kind: &StepKind,
    kept: &Given,
    anew: bool,
    others: Others<'_>,
    day: u32,
) -> Box<dyn Work> {
    let before = if anew { &Given::default() } else { kept };
    match kind {
        StepKind::Say | StepKind::Dialogue(_) => Box::new(say::Say),
        StepKind::Pacer(pacer) => Box::new(pacer::Pacing::new(pacer.clone())),
        StepKind::Timer(timer) => Box::new(timer::Timing(*timer)),
        StepKind::Slide(slide) => Box::new(slide::Rating::new(slide.clone(), before)),
        StepKind::Pick(pick) => Box::new(pick::Picking::new(pick.clone(), before)),
        StepKind::Write(write) => Box::new(write::Writing::new(write.fields.clone(), write.may_wait, kept)),
        StepKind::Sort(sort) => Box::new(sort::Sorting::new(sort.clone(), kept)),
        StepKind::Branch(branch) => Box::new(branch::Telling::new(branch.clone(), before)),
        StepKind::Plan(plan) => Box::new(plan::Planning::new(plan.clone(), kept)),
        StepKind::Remind(remind) => Box::new(remind::Reminding::new(*remind)),
        StepKind::Check(check) => Box::new(check::Checking::new(check.clone(), before)),
        StepKind::Card(lines) => Box::new(card::Showing::new(lines, others)),
        StepKind::Handoff => Box::new(handoff::Turning),
        StepKind::Grid(grid) => Box::new(grid::Naming::new(grid.clone(), before)),
        StepKind::Diary(diary) => Box::new(diary::Keeping::new(diary, kept, others, day)),
        StepKind::Wave(wave) => Box::new(wave::Waving::new(*wave, before)),
        StepKind::Seats(seats) => Box::new(seats::Sitting::new(seats.clone(), kept, anew)),
    }
}

/// A number from a list, when it lies below `end`.
fn small(given: &Given, at: usize, end: usize) -> Option<u8> {
    let number = u8::try_from(*given.numbers.get(at)?).ok()?;
    (usize::from(number) < end).then_some(number)
}
