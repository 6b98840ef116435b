//! A rating from 0 to 10.

use super::{At, Event, Given, Leave, Left, Shows, Took, Work, small};
use qinghe_content::exercise::Slide;

pub(super) struct Rating {
    slide: Slide,
    rating: Option<u8>,
}

impl Rating {
    pub(super) fn new(slide: Slide, before: &Given) -> Rating {
        Rating { slide, rating: small(before, 0, 11) }
    }
}

impl Work for Rating {
    fn take(&mut self, event: &Event, _at: At) -> Took {
        match event {
            Event::Rate(rating) if *rating <= 10 => {
                self.rating = Some(*rating);
                Took::Changed
            }
            _ => Took::Nothing,
        }
    }

    fn leave(&mut self, _at: At) -> Left {
        let Some(rating) = self.rating else { return Left::Stays };
        let to = self.slide.ways.iter().rev().find(|way| rating >= way.at_least).map(|way| way.to);
        Left::Goes(Leave { to, rated: Some((self.slide.role, rating)), ..Leave::faithful() })
    }

    fn ready(&self, _at: At) -> bool {
        self.rating.is_some()
    }

    fn given(&self) -> Given {
        Given::numbers(self.rating.map(u16::from).into_iter().collect())
    }

    fn shows(&self, _at: At) -> Shows {
        Shows::Slide { rating: self.rating }
    }
}
