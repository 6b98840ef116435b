//! One item with a right option: explained, and asked until it is chosen. The first choice is kept.

use super::{At, Event, Given, Leave, Left, Shows, Took, Work, small};
use qinghe_content::exercise::Check;

pub(super) struct Checking {
    check: Check,
    first: Option<u8>,
    last: Option<u8>,
}

impl Checking {
    pub(super) fn new(check: Check, before: &Given) -> Checking {
        let end = check.options.len();
        Checking { first: small(before, 0, end), last: small(before, 1, end), check }
    }
}

impl Work for Checking {
    fn take(&mut self, event: &Event, at: At) -> Took {
        match event {
            Event::Choose(option) if usize::from(*option) < self.check.options.len() && !self.ready(at) => {
                self.first = self.first.or(Some(*option));
                self.last = Some(*option);
                Took::Changed
            }
            _ => Took::Nothing,
        }
    }

    fn leave(&mut self, at: At) -> Left {
        if self.ready(at) { Left::Goes(Leave::faithful()) } else { Left::Stays }
    }

    fn ready(&self, _at: At) -> bool {
        self.last == Some(self.check.right)
    }

    fn given(&self) -> Given {
        Given::numbers([self.first, self.last].into_iter().flatten().map(u16::from).collect())
    }

    fn shows(&self, _at: At) -> Shows {
        Shows::Chosen { chosen: self.last.into_iter().collect(), told: true }
    }
}
