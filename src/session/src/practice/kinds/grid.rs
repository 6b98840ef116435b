//! A word for a feeling: a corner first, then a word in it.

use super::{At, Event, Given, Leave, Left, Shows, Took, Work, small};
use qinghe_content::exercise::Grid;

/// Words that may be chosen: feelings are often mixed.
const MOST: usize = 2;

pub(super) struct Naming {
    grid: Grid,
    words: Vec<u8>,
}

impl Naming {
    pub(super) fn new(grid: Grid, before: &Given) -> Naming {
        let words = (0..MOST).filter_map(|at| small(before, at, grid.words.len())).collect();
        Naming { grid, words }
    }
}

impl Work for Naming {
    fn take(&mut self, event: &Event, _at: At) -> Took {
        let Event::Choose(word) = event else { return Took::Nothing };
        if usize::from(*word) >= self.grid.words.len() {
            return Took::Nothing;
        }
        if let Some(at) = self.words.iter().position(|one| one == word) {
            self.words.remove(at);
        } else if self.words.len() < MOST {
            self.words.push(*word);
        } else {
            return Took::Nothing;
        }
        Took::Changed
    }

    fn leave(&mut self, at: At) -> Left {
        if self.ready(at) { Left::Goes(Leave::faithful()) } else { Left::Stays }
    }

    fn ready(&self, _at: At) -> bool {
        !self.words.is_empty()
    }

    fn given(&self) -> Given {
        Given::numbers(self.words.iter().copied().map(u16::from).collect())
    }

    fn shows(&self, _at: At) -> Shows {
        Shows::Chosen { chosen: self.words.clone(), told: true }
    }
}
