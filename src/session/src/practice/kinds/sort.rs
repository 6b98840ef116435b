//! Cards are put into bins. Where there is a right bin, cards that lie wrong come back with a reason.

use super::{At, Event, Given, Leave, Left, Shows, Took, Work};
use qinghe_content::exercise::Sort;

/// Stands for a card that lies in no bin.
const NOWHERE: u16 = u16::MAX;

pub(super) struct Sorting {
    sort: Sort,
    bins: Vec<Option<u8>>,
    again: Vec<u8>,
}

impl Sorting {
    pub(super) fn new(sort: Sort, kept: &Given) -> Sorting {
        let bins = sort.bins.len();
        let one = |at: usize| super::small(kept, at, bins);
        Sorting { bins: (0..sort.cards.len()).map(one).collect(), sort, again: Vec::new() }
    }

    fn placed(&self) -> bool {
        self.bins.iter().all(Option::is_some)
    }

    /// Positions of cards that do not lie where they belong.
    fn wrong(&self) -> Vec<u8> {
        let cards = (0u8..).zip(self.sort.cards.iter().zip(&self.bins));
        let wrong = cards.filter(|(_, (card, bin))| card.bin.is_some() && card.bin != **bin);
        wrong.map(|(at, _)| at).collect()
    }

    fn enough(&self, wrong: &[u8]) -> bool {
        let critical = |at: &u8| self.sort.cards.get(usize::from(*at)).is_some_and(|card| card.critical);
        let right = self.sort.cards.len().saturating_sub(wrong.len());
        right >= usize::from(self.sort.right_at_least) && !wrong.iter().any(critical)
    }
}

impl Work for Sorting {
    fn take(&mut self, event: &Event, _at: At) -> Took {
        let Event::Put { card, bin } = event else { return Took::Nothing };
        let slot = self.bins.get_mut(usize::from(*card));
        let Some(slot) = slot.filter(|_| usize::from(*bin) < self.sort.bins.len()) else {
            return Took::Nothing;
        };
        *slot = Some(*bin);
        self.again.retain(|one| one != card);
        Took::Changed
    }

    fn leave(&mut self, _at: At) -> Left {
        if !self.placed() {
            return Left::Stays;
        }
        let wrong = self.wrong();
        if self.enough(&wrong) {
            return Left::Goes(Leave::faithful());
        }
        self.again = wrong;
        Left::Changed
    }

    fn ready(&self, _at: At) -> bool {
        self.placed()
    }

    fn given(&self) -> Given {
        Given::numbers(self.bins.iter().map(|bin| bin.map_or(NOWHERE, u16::from)).collect())
    }

    fn shows(&self, _at: At) -> Shows {
        Shows::Sorted { bins: self.bins.clone(), again: self.again.clone() }
    }
}
