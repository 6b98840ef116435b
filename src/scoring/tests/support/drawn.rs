//! Everything that can be written, drawn from a tape of bytes. A failing test shows its tape, made short
//! and near zero; zeros give the simplest thing.

use super::{ANY_AGE, block, byte, critical, instrument as plain, pack as whole, rule};
use proptest::prelude::*;
use qinghe_content::{
    AgeRange, Band, BandSet, Block, Change, Combine, Condition, Domain, DomainRule, Group, Input, Instrument,
    Item, ItemIndex, MissingRule, Mode, Norm, OnlyIf, Pack, Pattern, ResponseSet, Rounding, Scaling, Score,
    ScoreRef, Sex, Tier, Within,
};
use qinghe_scoring::{Earlier, Response, Who};

pub const ROUNDINGS: [Rounding; 3] = [Rounding::HalfUp, Rounding::Truncate, Rounding::HalfEven];

/// Bytes, shown on one line.
#[derive(Clone)]
pub struct Tape(Vec<u8>);

impl std::fmt::Debug for Tape {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl Tape {
    pub fn draw(&self) -> Draw<'_> {
        Draw(&self.0)
    }
}

pub fn tape() -> impl Strategy<Value = Tape> {
    proptest::collection::vec(any::<u8>(), 100..700).prop_map(Tape)
}

/// Numbers from a tape; zeros behind its end.
pub struct Draw<'a>(&'a [u8]);

impl Draw<'_> {
    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        let mut byte = || {
            let (first, rest) = self.0.split_first().unwrap_or((&0, &[]));
            self.0 = rest;
            usize::from(*first)
        };
        let number = if end > 256 { byte() * 256 + byte() } else { byte() };
        number % end
    }

    pub fn within(&mut self, low: i32, high: i32) -> i32 {
        low + i32::try_from(self.below(usize::try_from(high - low).unwrap() + 1)).unwrap()
    }

    pub fn small(&mut self, low: i16, high: i16) -> i16 {
        i16::try_from(self.within(i32::from(low), i32::from(high))).unwrap()
    }

    /// What happens `percent` times in a hundred; never on a tape of zeros.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) >= 100 - percent
    }

    pub fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }
}

/// How large a drawn instrument may be.
#[derive(Clone, Copy)]
pub struct Size {
    pub items: usize,
    pub options: usize,
    pub scores: usize,
}

pub fn instrument(draw: &mut Draw, size: Size) -> Instrument {
    let mut one = plain(1, &[0, 1]);
    one.response_sets = (0..=draw.below(2)).map(|_| response_set(draw, size.options)).collect();
    let sets = one.response_sets.len();
    one.items = (0..=draw.below(size.items)).map(|_| item(draw, sets)).collect();
    one.keys.clear();
    for nth in 0..=draw.below(size.scores) {
        let next = score(draw, &mut one, nth);
        one.scores.push(next);
    }
    one
}

fn response_set(draw: &mut Draw, options: usize) -> ResponseSet {
    let mut values: Vec<i16> = Vec::new();
    for _ in 0..2 + draw.below(options - 1) {
        let mut value = draw.small(-3, 9);
        while values.contains(&value) {
            value += 1;
        }
        values.push(value);
    }
    ResponseSet { id: "set".to_owned(), values }
}

fn item(draw: &mut Draw, sets: usize) -> Item {
    let critical = if draw.chance(20) { critical(draw.small(-3, 9)) } else { None };
    Item { id: "item".to_owned(), response_set: byte(draw.below(sets)), reverse: draw.chance(30), critical }
}

/// Points of an item's options as authors write them: the value, mirrored, weighted, counted, or any.
fn key(draw: &mut Draw, values: &[i16]) -> Vec<i16> {
    let ends = values.iter().min().unwrap() + values.iter().max().unwrap();
    let (weight, from) = (draw.small(-3, 3), draw.small(-3, 9));
    let kind = draw.below(5);
    let one = |value: &i16| match kind {
        0 => *value,
        1 => ends - value,
        2 => weight * value,
        3 => i16::from(*value >= from),
        _ => draw.small(-9, 9),
    };
    values.iter().map(one).collect()
}

fn item_input(draw: &mut Draw, one: &mut Instrument, at: usize, plain: bool) -> Input {
    let values = &one.response_sets[usize::from(one.items[at].response_set)].values;
    let key = key(draw, values);
    one.keys.push(key);
    let item = |nth: usize| ItemIndex(u16::try_from(nth).unwrap());
    let only_if = (!plain && draw.chance(15)).then(|| OnlyIf {
        item: item(draw.below(one.items.len())),
        at_least: draw.small(-3, 9),
        otherwise: draw.small(-2, 2),
    });
    Input::Item { item: item(at), key: byte(one.keys.len() - 1), only_if }
}

fn score(draw: &mut Draw, one: &mut Instrument, nth: usize) -> Score {
    let kind = draw.below(10);
    let mut inputs = Vec::new();
    if nth > 0 && kind >= 5 {
        let above = (0..nth).filter(|at| *at == nth - 1 || draw.chance(40)).collect::<Vec<_>>();
        inputs = above
            .iter()
            .map(|at| Input::Score { score: byte(*at), weight: draw.pick(&[1, 1, -1, 2, 0, -3]) })
            .collect();
    }
    if inputs.is_empty() || draw.chance(20) {
        for at in 0..one.items.len() {
            if at == 0 || !draw.chance(30) {
                inputs.push(item_input(draw, one, at, false));
            }
        }
    }
    let combine = match kind {
        9 if nth > 0 => Combine::First((0..=draw.below(3)).map(|_| pattern(draw, inputs.len())).collect()),
        3 | 4 | 8 => Combine::Maximum,
        _ => Combine::Sum,
    };
    Score { inputs, combine, ..frame(draw) }
}

/// What every score has, whatever enters it.
pub fn frame(draw: &mut Draw) -> Score {
    let mut frame = super::sum(Vec::new());
    frame.missing = missing(draw);
    if draw.chance(40) {
        frame.scaling = scaling(draw);
    }
    if draw.chance(20) {
        frame.norms = (0..=draw.below(2)).map(|_| norm(draw)).collect();
    }
    frame.band_sets = vec![band_set(draw)];
    if draw.chance(30) {
        frame.change = Some(Change { reliable: draw.within(1, 9), higher_is_worse: !draw.chance(40) });
    }
    frame
}

fn missing(draw: &mut Draw) -> MissingRule {
    let at_most = u16::try_from(draw.below(6)).unwrap();
    let rounding = draw.pick(&[None, Some(ROUNDINGS[0]), Some(ROUNDINGS[1]), Some(ROUNDINGS[2])]);
    match draw.below(4) {
        0 => MissingRule::Complete,
        1 => MissingRule::BlanksAsZero { at_most },
        _ => MissingRule::Prorate { at_most, rounding },
    }
}

fn scaling(draw: &mut Draw) -> Scaling {
    Scaling {
        multiply: draw.pick(&[1, 2, 5, 7, 10, -1, -3]),
        divide: draw.within(1, 8),
        add: draw.within(-20, 20),
        rounding: draw.pick(&ROUNDINGS),
        decimals: byte(draw.below(5)),
    }
}

fn norm(draw: &mut Draw) -> Norm {
    let ages =
        draw.chance(40).then(|| AgeRange { min: byte(draw.below(14)), max: draw.chance(50).then_some(16) });
    let sex = if draw.chance(40) { Some(draw.pick(&[Sex::Female, Sex::Male])) } else { None };
    let grades = draw.chance(20).then(|| (byte(draw.below(8)), byte(8 + draw.below(4))));
    let mut from = draw.within(-40, 5);
    let mut steps = Vec::new();
    for _ in 0..=draw.below(5) {
        steps.push((from, draw.within(20, 80)));
        from += draw.within(1, 9);
    }
    Norm { id: "norm".to_owned(), group: Group { ages, sex, grades }, steps }
}

fn band_set(draw: &mut Draw) -> BandSet {
    let mut from = -30_000;
    let mut bands = Vec::new();
    for _ in 0..=draw.below(4) {
        bands.push(Band { id: from.to_string(), from });
        from = if from < -1_000 { draw.within(-12, 12) } else { from + draw.within(1, 9) };
    }
    BandSet { id: "set".to_owned(), bands }
}

fn pattern(draw: &mut Draw, inputs: usize) -> Pattern {
    let within = |draw: &mut Draw| {
        let from = draw.within(-12, 30);
        Within { input: byte(draw.below(inputs)), from, to: from + draw.within(0, 40) }
    };
    Pattern { value: draw.within(-2, 6), all: (0..=draw.below(2)).map(|_| within(draw)).collect() }
}

pub fn who(draw: &mut Draw) -> Who {
    let sex = draw.pick(&[Some(Sex::Female), Some(Sex::Male), None]);
    let age = if draw.chance(80) { Some(byte(10 + draw.below(9))) } else { None };
    Who { age, sex, grade: if draw.chance(70) { Some(byte(1 + draw.below(12))) } else { None } }
}

/// Responses to every item; so many in a hundred are skipped, and so many not reached.
pub fn responses(draw: &mut Draw, one: &Instrument, skipped: usize, open: usize) -> Vec<Response> {
    let mut respond = |item: &Item| {
        let options = one.response_sets[usize::from(item.response_set)].values.len();
        match draw.below(100) {
            roll if roll < skipped => Response::Skipped,
            roll if roll < skipped + open => Response::NotReached,
            _ => Response::Given(byte(draw.below(options))),
        }
    };
    one.items.iter().map(&mut respond).collect()
}

pub fn condition(draw: &mut Draw, instruments: &[Instrument], depth: usize) -> Condition {
    let instrument = draw.below(instruments.len());
    let scores = &instruments[instrument].scores;
    let score = draw.below(scores.len());
    let at = ScoreRef { instrument: byte(instrument), score: byte(score), band_set: 0 };
    let bands = scores[score].band_sets[0].bands.len();
    let mut band = || byte(if bands > 1 { 1 + draw.below(bands - 1) } else { 0 });
    let (upper, lower) = (band(), band() - u8::from(bands > 1));
    let parts =
        |draw: &mut Draw| (0..=draw.below(3)).map(|_| condition(draw, instruments, depth - 1)).collect();
    match draw.below(16) {
        0..=4 => Condition::BandAtLeast(at, upper),
        5 | 6 => Condition::BandAtMost(at, lower),
        7 => Condition::AnyCritical,
        8 => Condition::NotComputed(at),
        9 if scores[score].change.is_some() => Condition::Worsened(at),
        10 | 11 if depth > 0 => Condition::All(parts(draw)),
        12 | 13 if depth > 0 => Condition::Any(parts(draw)),
        _ => Condition::BandAtLeast(at, upper),
    }
}

/// Blocks of every item, some behind gates, some for some ages, in any order.
fn blocks(draw: &mut Draw, instruments: &[Instrument]) -> Vec<Block> {
    let mut all: Vec<Block> = Vec::new();
    for (nth, one) in instruments.iter().enumerate() {
        let cut = if draw.chance(50) { draw.below(one.items.len()) } else { 0 };
        for items in [0..cut, cut..one.items.len()].into_iter().filter(|items| !items.is_empty()) {
            let mode = draw.pick(&[Mode::Fixed, Mode::ExactStop, Mode::ExactStop]);
            let mut next = block(nth, items, mode);
            if draw.chance(30) {
                next.items.reverse();
            }
            if draw.chance(50) {
                next.ask_if = Some(condition(draw, instruments, 1));
            }
            next.ages = AgeRange { min: if draw.chance(10) { 14 } else { 0 }, ..ANY_AGE };
            all.insert(if draw.chance(20) { 0 } else { all.len() }, next);
        }
    }
    all
}

/// A battery of one or two drawn instruments, with gates, rules and domains.
pub fn pack(draw: &mut Draw, size: Size) -> Pack {
    let instruments: Vec<Instrument> = (0..=draw.below(2)).map(|_| instrument(draw, size)).collect();
    let mut pack = whole(instruments, Mode::Fixed);
    let instruments = &pack.instruments;
    pack.battery.blocks = blocks(draw, instruments);
    let tiers = [Tier::Priority, Tier::Watch, Tier::Urgent, Tier::Unclear, Tier::Routine];
    pack.battery.policy.rules = (0..=draw.below(4))
        .map(|_| {
            let tier = draw.pick(&tiers);
            rule(tier, condition(draw, instruments, 2))
        })
        .collect();
    pack.battery.domains = [Domain::Mood, Domain::Sleep]
        .into_iter()
        .take(draw.below(3))
        .map(|domain| DomainRule { domain, when: condition(draw, instruments, 2) })
        .collect();
    pack
}

/// Scores of an earlier occasion: of about half of the scores.
pub fn earlier(draw: &mut Draw, pack: &Pack) -> Vec<Earlier> {
    let mut all = Vec::new();
    for (instrument, one) in pack.instruments.iter().enumerate() {
        for score in 0..one.scores.len() {
            if draw.chance(50) {
                let score = ScoreRef { instrument: byte(instrument), score: byte(score), band_set: 9 };
                all.push(Earlier { score, value: draw.within(-15, 30) });
            }
        }
    }
    all
}
