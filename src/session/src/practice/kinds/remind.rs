//! Being reminded of another entry, when the person wants it.

use super::{At, Event, Given, Leave, Left, Shows, Took, Work};
use qinghe_content::exercise::Remind;

pub(super) struct Reminding {
    remind: Remind,
    wanted: Option<bool>,
}

impl Reminding {
    pub(super) fn new(remind: Remind) -> Reminding {
        Reminding { remind, wanted: None }
    }
}

impl Work for Reminding {
    /// Once: a second yes would put a second row into the calendar.
    fn take(&mut self, event: &Event, _at: At) -> Took {
        match event {
            Event::Agree(true) if self.wanted != Some(true) => {
                self.wanted = Some(true);
                Took::Remind(self.remind)
            }
            Event::Agree(false) if self.wanted.is_none() => {
                self.wanted = Some(false);
                Took::Changed
            }
            _ => Took::Nothing,
        }
    }

    fn leave(&mut self, _at: At) -> Left {
        Left::Goes(Leave::faithful())
    }

    fn given(&self) -> Given {
        Given::numbers(self.wanted.map(u16::from).into_iter().collect())
    }

    fn shows(&self, _at: At) -> Shows {
        Shows::Remind { wanted: self.wanted }
    }
}
