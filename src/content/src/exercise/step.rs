//! Steps: what is shown or asked, and where it goes from there. Positions are those of [`crate::Form::steps`].

use super::Elsewhere;
use alloc::{string::String, vec::Vec};
use serde::Serialize;

/// One step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Stable id.
    pub id: String,
    /// What happens.
    pub kind: StepKind,
    /// What follows, where the step itself says nothing else.
    pub next: Goto,
    /// Tenths of a second below which nobody reads and does it. Worked out by the compiler: a third of what it
    /// takes an average adult. A run that is shorter than its steps together is no practice.
    pub least_tenths: u16,
    /// Whether what is given is kept for a card of another day, though none is shown in this run.
    pub keep: bool,
    /// The exercise to which this step offers to go over.
    pub opens: Option<Elsewhere>,
    /// What is drawn beside its words.
    pub picture: Option<Picture>,
}

/// What a page can draw beside a step. Whoever adds one here is told by the compiler where it has to be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub enum Picture {
    /// A body on which the chosen options are coloured.
    BodyMap,
    Chair,
    Together,
    Sprout,
    Leaf,
    /// A move of Baduanjin, 1 to 8 in the traditional order.
    Baduanjin1,
    Baduanjin2,
    Baduanjin3,
    Baduanjin4,
    Baduanjin5,
    Baduanjin6,
    Baduanjin7,
    Baduanjin8,
}

impl Picture {
    /// Each with its name in data files.
    pub const ALL: [(&'static str, Picture); 13] = [
        ("body-map", Picture::BodyMap),
        ("chair", Picture::Chair),
        ("together", Picture::Together),
        ("sprout", Picture::Sprout),
        ("leaf", Picture::Leaf),
        ("baduanjin-1", Picture::Baduanjin1),
        ("baduanjin-2", Picture::Baduanjin2),
        ("baduanjin-3", Picture::Baduanjin3),
        ("baduanjin-4", Picture::Baduanjin4),
        ("baduanjin-5", Picture::Baduanjin5),
        ("baduanjin-6", Picture::Baduanjin6),
        ("baduanjin-7", Picture::Baduanjin7),
        ("baduanjin-8", Picture::Baduanjin8),
    ];
    /// Ids of options that a body map can colour; besides them `all-over` stands for the whole of it.
    pub const BODY: [&'static str; 10] =
        ["head", "throat", "shoulders", "chest", "belly", "hands", "legs", "feet", "face", "jaw"];
}

/// Where a step goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Goto {
    /// To the step at this position.
    Step(u16),
    /// To the end of the run.
    End,
}

/// What happens in a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum StepKind {
    /// Something is said or shown.
    Say,
    /// A rhythm to follow.
    Pacer(Pacer),
    /// Time passes.
    Timer(Timer),
    /// A rating from 0 to 10.
    Slide(Slide),
    /// Something is chosen, without right or wrong.
    Pick(Pick),
    /// Something is written, for oneself.
    Write(Write),
    /// Cards are put into bins.
    Sort(Sort),
    /// A moment of a story: what would you do?
    Branch(Branch),
    /// A plan: what, when, where, with whom, and what if not.
    Plan(Plan),
    /// Being reminded of another entry.
    Remind(Remind),
    /// One item with a right option, explained until it is chosen.
    Check(Check),
    /// A result to keep: what was given in these steps.
    Card(Vec<u16>),
    /// Turning to a person.
    Handoff,
    /// Words for feelings on two axes.
    Grid(Grid),
    /// A row a day, with a chart.
    Diary(Diary),
    /// An urge that is watched while it comes and goes.
    Wave(Wave),
    /// Two people fill the same lines in turn.
    Seats(Seats),
    /// A talk to listen to.
    Dialogue(Dialogue),
}

/// Milliseconds to get ready for a rhythm that moves the body.
const LEAD_MS: u64 = 3_000;

/// A rhythm: its phases again and again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pacer {
    /// Phases of one cycle.
    pub phases: Vec<Phase>,
    /// How many cycles.
    pub cycles: u8,
    /// Whether it may be left early without counting as unfinished: a sore part of the body.
    pub may_skip: bool,
}

impl Pacer {
    /// Whether it paces breath, so that the button for dizziness is shown.
    #[must_use]
    pub fn breathes(&self) -> bool {
        self.phases.iter().any(|phase| matches!(phase.way, Way::In | Way::Out))
    }

    /// Milliseconds from its beginning to the first phase. A body needs a moment to be ready; a breath comes by itself.
    #[must_use]
    pub fn lead_ms(&self) -> u64 {
        if self.breathes() { 0 } else { LEAD_MS }
    }

    /// Milliseconds of one cycle as it was written.
    #[must_use]
    pub fn cycle_ms(&self) -> u64 {
        self.phases.iter().map(|phase| u64::from(phase.half_seconds) * 500).sum()
    }
}

/// One phase of a rhythm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Phase {
    /// What is done.
    pub way: Way,
    /// How long, in half seconds.
    pub half_seconds: u8,
}

/// What is done in a phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Way {
    /// Breathing in.
    In,
    /// Breathing out.
    Out,
    /// Making firm.
    Tense,
    /// Letting go, or resting.
    Rest,
    /// Moving.
    Move,
}

/// Time passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Timer {
    /// How long.
    pub seconds: u16,
    /// Whether it may be left early without counting as unfinished.
    pub may_skip: bool,
    /// Whether it goes on by the clock on the wall while the screen is off.
    pub in_background: bool,
}

/// A rating from 0 to 10.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Slide {
    /// What it is for.
    pub role: Role,
    /// Where high ratings go in place of `next`; the last that is reached counts, so they ascend.
    pub ways: Vec<Threshold>,
}

/// What a rating is for. `Before` and `After` ask how strong something unpleasant is, so lower is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Role {
    /// Before the exercise.
    Before,
    /// After it, or after a part of it.
    After,
    /// Anything else.
    Other,
}

/// A rating from which on the way is another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Threshold {
    /// 1 to 10.
    pub at_least: u8,
    /// Where it goes.
    pub to: Goto,
}

/// Something is chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pick {
    /// What can be chosen.
    pub options: Vec<Choice>,
    /// At least so many.
    pub least: u8,
    /// At most so many; where it is 1 an option may lead elsewhere.
    pub most: u8,
}

/// One option.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// Stable id.
    pub id: String,
    /// Where it goes in place of `next`.
    pub to: Option<Goto>,
}

/// Something is written. It never leaves the device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Write {
    /// Lines to fill.
    pub fields: Vec<Field>,
    /// Whether the step may be left for later, with a person.
    pub may_wait: bool,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Field {
    /// Stable id.
    pub id: String,
    /// Characters that are needed; 0: may stay empty.
    pub least: u16,
}

/// Cards are put into bins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sort {
    /// Ids of the bins.
    pub bins: Vec<String>,
    /// The cards.
    pub cards: Vec<SortCard>,
    /// So many have to lie right before it goes on; every critical one besides.
    pub right_at_least: u8,
}

/// One card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SortCard {
    /// Stable id.
    pub id: String,
    /// Its bin; `None` where there is no right one.
    pub bin: Option<u8>,
    /// Whether somebody's safety depends on it.
    pub critical: bool,
}

/// One moment of a story.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Branch {
    /// Moments of one story have the same.
    pub story: Story,
    /// What can be done, and whether it helps.
    pub options: Vec<(Choice, Fits)>,
    /// How a child looks at that moment and after each option; `None` where no child is drawn.
    pub faces: Option<Faces>,
}

/// How a child looks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Faces {
    /// When the moment begins.
    pub begins: Expression,
    /// Beside the options: once that was done.
    pub after: Vec<Expression>,
}

/// A child's face.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub enum Expression {
    Glad,
    Calm,
    Thinking,
    Sad,
    Worried,
    Angry,
    /// Shut: nothing comes out any more.
    Shut,
}

/// A talk to listen to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dialogue {
    /// Who speaks, turn by turn.
    pub turns: Vec<Turn>,
}

/// One turn of a talk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Turn {
    /// Stable id.
    pub id: String,
    /// Who speaks.
    pub who: Who,
}

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Who {
    /// The child, with this face.
    Child(Expression),
    /// The adult from whom one learns.
    Adult,
    /// Somebody else.
    Other,
}

/// Which story a moment belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Story {
    /// Stable id.
    pub id: String,
    /// Whether somebody's safety depends on it.
    pub critical: bool,
}

/// Whether an option helps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Fits {
    /// It helps.
    Yes,
    /// It does no harm and does not help much.
    Partly,
    /// It makes things worse.
    No,
}

/// A plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// Its lines, each of them needed where `least` says so.
    pub fields: Vec<Field>,
}

/// Being reminded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Remind {
    /// Position in [`crate::Form::entries`].
    pub entry: u8,
    /// Days from today.
    pub in_days: u8,
    /// On so many days, one after the other.
    pub times: u8,
}

/// One item with a right option.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    /// Ids of the options.
    pub options: Vec<String>,
    /// Position of the right one.
    pub right: u8,
}

/// Words for feelings on two axes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Grid {
    /// The words.
    pub words: Vec<Word>,
}

/// One word, in one of four corners.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Word {
    /// Stable id.
    pub id: String,
    /// Pleasant or not.
    pub pleasant: bool,
    /// Much energy or little.
    pub lively: bool,
}

impl Word {
    /// Its corner: 0 pleasant and lively, 1 pleasant and quiet, 2 unpleasant and lively, 3 unpleasant and
    /// quiet.
    #[must_use]
    pub const fn corner(&self) -> u8 {
        match (self.pleasant, self.lively) {
            (true, true) => 0,
            (true, false) => 1,
            (false, true) => 2,
            (false, false) => 3,
        }
    }
}

/// A row a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diary {
    /// Positions of the slides and grids of which it keeps what was given first.
    pub columns: Vec<u16>,
}

/// An urge, rated again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Wave {
    /// How long, in seconds; a multiple of `every`.
    pub seconds: u16,
    /// Seconds from one rating to the next.
    pub every: u16,
    /// Seconds after which it may be left.
    pub least: u16,
}

/// Two people with one device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Seats {
    /// Ids of the two people, in the order in which they write.
    pub seats: Vec<String>,
    /// Lines that each of them fills.
    pub fields: Vec<Field>,
}
