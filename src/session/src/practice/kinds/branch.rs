//! One moment of a story: what is done has a consequence, which is told before it goes on.

use super::{At, Event, Given, Leave, Left, Shows, Took, Work, small};
use qinghe_content::exercise::Branch;

pub(super) struct Telling {
    branch: Branch,
    chosen: Option<u8>,
}

impl Telling {
    pub(super) fn new(branch: Branch, before: &Given) -> Telling {
        Telling { chosen: small(before, 0, branch.options.len()), branch }
    }
}

impl Work for Telling {
    /// What is done is done; another way is tried by telling the story again.
    fn take(&mut self, event: &Event, _at: At) -> Took {
        match event {
            Event::Choose(option)
                if self.chosen.is_none() && usize::from(*option) < self.branch.options.len() =>
            {
                self.chosen = Some(*option);
                Took::Changed
            }
            _ => Took::Nothing,
        }
    }

    fn leave(&mut self, _at: At) -> Left {
        let option = self.chosen.and_then(|one| self.branch.options.get(usize::from(one)));
        let Some((choice, fits)) = option else { return Left::Stays };
        let story = Some((self.branch.story.clone(), *fits));
        Left::Goes(Leave { to: choice.to, story, ..Leave::faithful() })
    }

    fn ready(&self, _at: At) -> bool {
        self.chosen.is_some()
    }

    fn given(&self) -> Given {
        Given::numbers(self.chosen.map(u16::from).into_iter().collect())
    }

    fn shows(&self, _at: At) -> Shows {
        Shows::Chosen { chosen: self.chosen.into_iter().collect(), told: true }
    }
}
