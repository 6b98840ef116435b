//! Something is chosen, without right or wrong.

use super::{At, Event, Given, Leave, Left, Shows, Took, Work, small};
use qinghe_content::exercise::Pick;

pub(super) struct Picking {
    pick: Pick,
    /// Positions, in the order chosen.
    chosen: Vec<u8>,
}

impl Picking {
    pub(super) fn new(pick: Pick, before: &Given) -> Picking {
        let mut chosen: Vec<u8> = Vec::new();
        for at in 0..before.numbers.len() {
            chosen.extend(small(before, at, pick.options.len()).filter(|one| !chosen.contains(one)));
        }
        chosen.truncate(usize::from(pick.most));
        Picking { pick, chosen }
    }

    /// One more or one less. Where one is wanted, the last one chosen is it.
    fn toggle(&mut self, option: u8) -> bool {
        if usize::from(option) >= self.pick.options.len() {
            return false;
        }
        if let Some(at) = self.chosen.iter().position(|one| *one == option) {
            self.chosen.remove(at);
        } else if self.pick.most == 1 {
            self.chosen = vec![option];
        } else if self.chosen.len() < usize::from(self.pick.most) {
            self.chosen.push(option);
        } else {
            return false;
        }
        true
    }
}

impl Work for Picking {
    fn take(&mut self, event: &Event, _at: At) -> Took {
        match event {
            Event::Choose(option) if self.toggle(*option) => Took::Changed,
            _ => Took::Nothing,
        }
    }

    fn leave(&mut self, at: At) -> Left {
        if !self.ready(at) {
            return Left::Stays;
        }
        let first = self.chosen.first().and_then(|one| self.pick.options.get(usize::from(*one)));
        let to = first.filter(|_| self.pick.most == 1).and_then(|one| one.to);
        Left::Goes(Leave { to, ..Leave::faithful() })
    }

    fn ready(&self, _at: At) -> bool {
        self.chosen.len() >= usize::from(self.pick.least)
    }

    fn given(&self) -> Given {
        Given::numbers(self.chosen.iter().copied().map(u16::from).collect())
    }

    fn shows(&self, _at: At) -> Shows {
        Shows::Chosen { chosen: self.chosen.clone(), told: false }
    }
}
