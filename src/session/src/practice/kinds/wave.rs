//! An urge is watched while it comes and goes: rated again and again, until it has passed or the time is over.

use super::{At, Event, Given, Leave, Left, Shows, Took, Work};
use qinghe_content::exercise::Wave;

/// Points without which there is no wave to tell of.
const FEWEST: usize = 2;

/// How a wave went, in one of three words.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tide {
    /// It is below its highest point: part 2 of the step's wording.
    Fell,
    /// It is where it was all the time: part 3.
    Held,
    /// It is at its highest point, above the first: part 4.
    Rising,
}

/// First, highest and last rating of a wave.
#[derive(Clone, Copy)]
pub(in crate::practice) struct Crest {
    pub first: u8,
    pub highest: u8,
    pub last: u8,
}

impl Crest {
    fn tide(self) -> Tide {
        if self.last < self.highest {
            Tide::Fell
        } else if self.last > self.first {
            Tide::Rising
        } else {
            Tide::Held
        }
    }

    /// Whether it came down by at least half of what it went up.
    fn passed(self) -> bool {
        let (up, down) = (self.highest - self.first, self.highest - self.last);
        down > 0 && u16::from(down) * 2 >= u16::from(up)
    }

    /// What the wave counts as for the rules about getting worse, which compare it with `before`. Going up is
    /// what urges do; one that passed did not make things worse.
    pub(in crate::practice) fn counts_as(self, before: u8) -> u8 {
        if self.passed() { self.last.min(before) } else { self.last }
    }
}

pub(super) struct Waving {
    wave: Wave,
    /// Second and rating, ascending.
    points: Vec<(u16, u8)>,
    /// Seconds that had passed before a reload.
    before: u64,
}

impl Waving {
    pub(super) fn new(wave: Wave, kept: &Given) -> Waving {
        let points = points(kept, wave.seconds);
        Waving { before: points.last().map_or(0, |(at, _)| u64::from(*at)), wave, points }
    }

    /// Seconds since it began, no more than it takes.
    fn second(&self, at: At) -> u16 {
        let passed = u16::try_from(self.before + at.ms / 1000).unwrap_or(u16::MAX);
        passed.min(self.wave.seconds)
    }

    /// Number of the interval in which a second lies.
    fn interval(&self, second: u16) -> u16 {
        second / self.wave.every.max(1)
    }

    fn due(&self, at: At) -> bool {
        let now = self.interval(self.second(at));
        self.points.last().is_none_or(|(last, _)| self.interval(*last) < now)
    }

    fn rate(&mut self, rating: u8, at: At) {
        let second = self.second(at);
        // Within one interval the later rating corrects the earlier.
        if !self.due(at) {
            self.points.pop();
        }
        self.points.push((second, rating));
    }

    fn crest(&self) -> Option<Crest> {
        let (first, last) = (self.points.first()?.1, self.points.last()?.1);
        let highest = self.points.iter().map(|(_, rating)| *rating).max()?;
        (self.points.len() >= FEWEST).then_some(Crest { first, highest, last })
    }
}

/// Points from their numbers; what does not ascend, or lies outside, is left out.
pub(super) fn points(given: &Given, seconds: u16) -> Vec<(u16, u8)> {
    let mut points: Vec<(u16, u8)> = Vec::new();
    for pair in given.numbers.chunks_exact(2) {
        let [second, rating] = *pair else { continue };
        let later = points.last().is_none_or(|(last, _)| *last < second);
        if let Some(rating) = u8::try_from(rating).ok().filter(|rating| *rating <= 10 && later) {
            points.extend((second <= seconds).then_some((second, rating)));
        }
    }
    points
}

impl Work for Waving {
    fn take(&mut self, event: &Event, at: At) -> Took {
        let Event::Rate(rating) = event else { return Took::Nothing };
        if *rating > 10 {
            return Took::Nothing;
        }
        self.rate(*rating, at);
        // The first is the rating before, should somebody stop on the way.
        match self.points.as_slice() {
            [(_, first)] => Took::Rated(*first),
            _ => Took::Changed,
        }
    }

    /// As it was meant: rated in at least every second interval, until it had passed or the time was over.
    fn leave(&mut self, at: At) -> Left {
        let Some(crest) = self.crest().filter(|_| self.ready(at)) else { return Left::Stays };
        let second = self.second(at);
        let rated = self.points.len() * 2 > usize::from(self.interval(second));
        let waited = u32::from(second) * 10 >= u32::from(self.wave.seconds) * 9;
        let faithful = rated && (waited || crest.passed());
        Left::Goes(Leave { faithful, wave: Some(crest), ..Leave::default() })
    }

    fn ready(&self, at: At) -> bool {
        self.second(at) >= self.wave.least && !self.due(at) && self.points.len() >= FEWEST
    }

    fn given(&self) -> Given {
        Given::numbers(self.points.iter().flat_map(|(at, rating)| [*at, u16::from(*rating)]).collect())
    }

    fn shows(&self, at: At) -> Shows {
        Shows::Wave {
            left: self.wave.seconds - self.second(at),
            due: self.due(at),
            points: self.points.clone(),
            highest: self.points.iter().map(|(_, rating)| *rating).max(),
            tide: self.crest().map(Crest::tide),
        }
    }
}
