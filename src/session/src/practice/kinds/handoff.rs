//! Turning to a person: the world shows who is there. Nothing is claimed to have been sent.

use super::{At, Event, Leave, Left, Took, Work};

pub(super) struct Turning;

impl Work for Turning {
    fn take(&mut self, event: &Event, _at: At) -> Took {
        if *event == Event::Agree(true) { Took::Handoff } else { Took::Nothing }
    }

    fn leave(&mut self, _at: At) -> Left {
        Left::Goes(Leave::faithful())
    }
}
