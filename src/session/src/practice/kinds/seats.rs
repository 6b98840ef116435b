//! Two people fill the same lines in turn. What the first wrote is covered until the second has written too;
//! then both are shown side by side.

use super::{
    At, Event, Given, Leave, Left, Shows, Took, Work,
    write::{LONGEST, complete},
};
use qinghe_content::exercise::Seats;

/// Where two people are.
#[derive(Clone, PartialEq)]
pub enum Seat {
    /// The first (0) or the second (1) writes; only the own lines are here.
    Writes {
        /// 0 or 1.
        who: u8,
        /// Beside the fields.
        lines: Vec<String>,
    },
    /// The device goes to the second. Nothing that was written is here.
    HandOver,
    /// Both have written.
    Both {
        /// The first one's lines and the second one's, beside the fields.
        lines: [Vec<String>; 2],
    },
}

#[derive(Clone, Copy, PartialEq)]
enum Turn {
    First = 0,
    HandOver = 1,
    Second = 2,
    Both = 3,
}

pub(super) struct Sitting {
    seats: Seats,
    turn: Turn,
    lines: [Vec<String>; 2],
}

impl Sitting {
    /// `anew`: it was come to by going forward. What was begun goes on with the hand-over, so that nobody comes to the
    /// other's lines by leaving and coming again.
    pub(super) fn new(seats: Seats, kept: &Given, anew: bool) -> Sitting {
        let (lines, done) = (lines(kept, seats.fields.len()), kept.numbers.first());
        let turn = match done {
            Some(1 | 2) => Turn::HandOver,
            Some(3) if !anew => Turn::Both,
            _ => Turn::First,
        };
        Sitting { seats, turn, lines }
    }

    fn who(&self) -> Option<usize> {
        match self.turn {
            Turn::First => Some(0),
            Turn::Second => Some(1),
            Turn::HandOver | Turn::Both => None,
        }
    }
}

fn lines(given: &Given, fields: usize) -> [Vec<String>; 2] {
    let mut texts = given.texts.iter().cloned();
    let mut take = || {
        let mut lines: Vec<String> = texts.by_ref().take(fields).collect();
        lines.resize(fields, String::new());
        lines
    };
    [take(), take()]
}

/// Both people's lines, once both have written.
pub(super) fn both(given: &Given, seats: &Seats) -> Option<[Vec<String>; 2]> {
    (given.numbers.first() == Some(&3)).then(|| lines(given, seats.fields.len()))
}

impl Work for Sitting {
    fn take(&mut self, event: &Event, _at: At) -> Took {
        let (Event::Write { field, text }, Some(who)) = (event, self.who()) else { return Took::Nothing };
        let line = self.lines.get_mut(who).and_then(|lines| lines.get_mut(usize::from(*field)));
        let Some(line) = line else { return Took::Nothing };
        *line = text.chars().take(LONGEST).collect();
        Took::Changed
    }

    fn leave(&mut self, at: At) -> Left {
        if !self.ready(at) {
            return Left::Stays;
        }
        self.turn = match self.turn {
            Turn::First => Turn::HandOver,
            Turn::HandOver => Turn::Second,
            Turn::Second => Turn::Both,
            Turn::Both => return Left::Goes(Leave::faithful()),
        };
        Left::Changed
    }

    fn ready(&self, _at: At) -> bool {
        let mine = self.who().and_then(|who| self.lines.get(who));
        mine.is_none_or(|lines| complete(&self.seats.fields, lines))
    }

    fn given(&self) -> Given {
        Given { numbers: vec![self.turn as u16], texts: self.lines.concat() }
    }

    fn shows(&self, _at: At) -> Shows {
        Shows::Seats(match (self.turn, self.who()) {
            (Turn::HandOver, _) => Seat::HandOver,
            (_, Some(who)) => Seat::Writes {
                who: u8::try_from(who).unwrap_or(0),
                lines: self.lines.get(who).cloned().unwrap_or_default(),
            },
            _ => Seat::Both { lines: self.lines.clone() },
        })
    }
}
