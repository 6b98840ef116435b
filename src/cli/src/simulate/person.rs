//! One made-up person: who they are, how carefully they respond, and how fast.

use super::{
    dice::Dice,
    model::{InstrumentModel, Standing},
};
use qinghe_content::{AgeRange, Sex};
use qinghe_scoring::{Response, Who};

/// How a sheet was filled in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Careful,
    /// Any option, each as often.
    Random,
    /// One option throughout.
    Straight,
    /// Long runs of one option after the other.
    LongString,
    /// Back and forth, or up and down.
    Alternating,
    /// What the person would have said anyway, without reading.
    Quick,
    /// Carefully, up to a point; nothing after it.
    EndsEarly,
}

impl Kind {
    pub const CARELESS: [Kind; 6] =
        [Kind::Random, Kind::Straight, Kind::LongString, Kind::Alternating, Kind::Quick, Kind::EndsEarly];

    pub const fn word(self) -> &'static str {
        match self {
            Kind::Careful => "careful",
            Kind::Random => "random",
            Kind::Straight => "straight",
            Kind::LongString => "long-string",
            Kind::Alternating => "alternating",
            Kind::Quick => "quick",
            Kind::EndsEarly => "ends-early",
        }
    }
}

/// Share of those who are careless from the first item on; the others begin somewhere in the first half.
const FROM_THE_START: f64 = 0.7;
/// Of a hundred careful responses so many miss the option that was meant.
const SLIPS: f64 = 0.015;
/// Share of careful people who leave some items out, and of the items that they leave out.
const SKIPPERS: (f64, f64) = (0.2, 0.03);
/// How often a careful reader does what an instructed item asks.
const FOLLOWS: f64 = 0.98;
/// Spread of reading times between people and between items, on the log scale.
const SPREAD: (f64, f64) = (0.35, 0.35);
/// Usual time of somebody who does not read: median and spread. Assumptions.
const UNREAD: (f64, f64) = (1_100.0, 0.5);
const HURRIED: (f64, f64) = (600.0, 0.4);

/// One person.
pub struct Person {
    pub kind: Kind,
    pub who: Who,
    standings: Vec<Standing>,
    pace: f64,
    skips: f64,
    /// Part of the items after which carelessness begins, or the sheet ends.
    turn: f64,
    option: u8,
    other: u8,
    run: usize,
    zigzag: bool,
}

impl Person {
    pub fn new(models: &[InstrumentModel], ages: AgeRange, careless: f64, dice: &mut Dice) -> Person {
        let kind = if dice.chance(careless) {
            Kind::CARELESS.get(dice.below(Kind::CARELESS.len())).copied().unwrap_or(Kind::Random)
        } else {
            Kind::Careful
        };
        // The six youngest years: no school has pupils of every age of an adult instrument.
        let oldest = ages.max.unwrap_or(u8::MAX).min(ages.min.saturating_add(5));
        let age = ages.min
            + u8::try_from(dice.below(usize::from(oldest.saturating_sub(ages.min)) + 1)).unwrap_or(0);
        let sex = if dice.chance(0.5) { Sex::Female } else { Sex::Male };
        let grade = age.saturating_sub(6).clamp(1, 16);
        let general = dice.normal();
        let turn = match kind {
            Kind::EndsEarly => dice.between(0.3, 0.8),
            Kind::Careful | Kind::Quick => 0.0,
            _ if dice.chance(FROM_THE_START) => 0.0,
            _ => dice.between(0.1, 0.5),
        };
        Person {
            kind,
            who: Who { age: Some(age), sex: Some(sex), grade: Some(grade) },
            standings: models.iter().map(|model| model.standing(general, dice)).collect(),
            pace: dice.lognormal(1.0, SPREAD.0),
            skips: if dice.chance(SKIPPERS.0) { SKIPPERS.1 } else { 0.0 },
            turn,
            option: u8::try_from(dice.below(9)).unwrap_or(0),
            other: u8::try_from(dice.below(9)).unwrap_or(0),
            run: 0,
            zigzag: dice.chance(0.5),
        }
    }

    /// The response to the `asked`-th of `all` items and the milliseconds until it came.
    pub fn respond(
        &mut self,
        models: &[InstrumentModel],
        place: (usize, usize),
        (asked, all): (usize, usize),
        dice: &mut Dice,
    ) -> (Response, u32) {
        let turned = asked as f64 >= self.turn * all as f64;
        let Some(model) = models.get(place.0) else { return (Response::Skipped, 0) };
        let Some(item) = model.items.get(place.1) else { return (Response::Skipped, 0) };
        let options = item.options();
        let careful = |this: &Person, dice: &mut Dice| match this.standings.get(place.0) {
            _ if item.instructed.is_some() && dice.chance(FOLLOWS) => item.instructed.unwrap_or(0),
            _ if dice.chance(SLIPS) => position(dice.below(options)),
            Some(standing) => model.respond(place.1, standing, dice),
            None => 0,
        };
        let option = match self.kind {
            Kind::EndsEarly if turned => return (Response::Skipped, hurried(UNREAD, dice)),
            Kind::Careful | Kind::EndsEarly if dice.chance(self.skips) => {
                return (Response::Skipped, self.reading(item.usual_ms, dice));
            }
            Kind::Random if turned => position(dice.below(options)),
            Kind::Straight if turned => self.straight(options, dice),
            Kind::LongString if turned => self.long_string(options, dice),
            Kind::Alternating if turned => self.alternating(options),
            _ => careful(self, dice),
        };
        let option = option.min(position(options.saturating_sub(1)));
        let ms = match self.kind {
            Kind::Quick => hurried(HURRIED, dice),
            Kind::Careful | Kind::EndsEarly => self.reading(item.usual_ms, dice),
            _ if turned => hurried(UNREAD, dice),
            _ => self.reading(item.usual_ms, dice),
        };
        (Response::Given(option), ms)
    }

    fn reading(&self, usual: f64, dice: &mut Dice) -> u32 {
        milliseconds(dice.lognormal(usual * self.pace, SPREAD.1))
    }

    fn straight(&mut self, options: usize, dice: &mut Dice) -> u8 {
        if self.run == 0 {
            self.run = 1;
            self.option = position(dice.below(options));
        }
        self.option
    }

    fn long_string(&mut self, options: usize, dice: &mut Dice) -> u8 {
        if self.run == 0 {
            self.run = 6 + dice.below(10);
            self.option = position(dice.below(options));
        }
        self.run -= 1;
        self.option
    }

    fn alternating(&mut self, options: usize) -> u8 {
        let last = options.max(2) - 1;
        let step = self.run;
        self.run += 1;
        if self.zigzag {
            let at = step % (2 * last);
            return position(at.min(2 * last - at));
        }
        let (one, other) = (usize::from(self.option) % (last + 1), usize::from(self.other) % (last + 1));
        let other = if one == other { (one + 1) % (last + 1) } else { other };
        position(if step.is_multiple_of(2) { one } else { other })
    }
}

fn hurried((median, spread): (f64, f64), dice: &mut Dice) -> u32 {
    milliseconds(dice.lognormal(median, spread))
}

fn milliseconds(time: f64) -> u32 {
    // Clamped: the conversion is exact.
    time.clamp(50.0, 600_000.0) as u32
}

fn position(option: usize) -> u8 {
    u8::try_from(option).unwrap_or(u8::MAX)
}
