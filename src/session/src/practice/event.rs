//! What comes into a run, what goes out, and what is shown.

use super::{End, Run, Shows};
use qinghe_content::exercise::Elsewhere;

/// What the person did, or the world.
#[derive(Clone, PartialEq)]
#[allow(missing_docs)]
pub enum Event {
    /// None of the contraindications applies.
    Begin,
    /// This contraindication applies. Which one is not kept.
    Applies(u8),
    /// Over to the exercise that the step offers.
    Open,
    Next,
    Back,
    /// "Stop, this is not helping."
    Stop,
    /// Dizziness, tingling or a tight chest.
    Dizzy,
    /// No rating on the way out, or this line is left for later.
    Skip,
    Rate(u8),
    /// A card is put into a bin.
    Put {
        card: u8,
        bin: u8,
    },
    /// An option, a word or a line of a list, taken or given back.
    Choose(u8),
    Write {
        field: u8,
        text: String,
    },
    /// In time with the rhythm.
    Tap,
    /// Slower (1) or faster (-1), by half a second a phase.
    Pace(i8),
    /// Yes or no to a reminder or to turning to somebody.
    Agree(bool),
    /// Time has passed; the view may have changed.
    Tick,
    /// The page is out of sight.
    Away,
    /// It is there again.
    Here,
}

/// What the world must do.
#[derive(Clone, PartialEq)]
pub enum Effect {
    /// The snapshot changed.
    Save,
    /// The notebook changed: keep [`super::Practice::notebook`] on the device.
    Keep,
    /// Remind of an entry, at noon of these days unless the person says otherwise.
    Remind {
        /// Id of the entry.
        entry: String,
        /// Days since 1970 of the first reminder.
        from_day: u32,
        /// Number of days, one after the other.
        times: u8,
    },
    /// Help the person to turn to somebody.
    Handoff,
    /// Go over to another exercise.
    Open(Elsewhere),
    /// Play the calming exercise.
    Calm,
    /// The run is over; remove its snapshot from the device. Given once per run.
    Ended(Run),
}

/// What is shown.
#[derive(Clone, PartialEq)]
pub enum View {
    /// For whom it is not, before anything else.
    NotFor,
    /// A step.
    Step {
        /// Position in the form's steps.
        step: u16,
        /// What it shows.
        shows: Shows,
        /// Whether `Next` leads on.
        ready: bool,
        /// Whether there is a step before it.
        can_go_back: bool,
        /// Whether the button for dizziness is shown.
        breathes: bool,
    },
    /// Breathe as it comes, and sit down; `Next` goes on without the rhythm.
    Ease,
    /// On the way out: how strong is it now? May be left out.
    Leaving,
    /// It did not help. Offers somebody to talk to; `Next` closes.
    Worse,
    /// Over.
    Over(End),
}
