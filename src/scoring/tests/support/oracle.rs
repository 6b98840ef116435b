//! Scores, gates, tier and domains a second time, the slow way: complete responses only, every missing
//! value filled in, exact fractions, conditions as plain truth.

use super::Got;
use qinghe_content::{
    Combine, Condition, Domain, Group, Input, Instrument, MissingRule, Pack, Pattern, Rounding, Score,
    ScoreRef, Tier,
};
use qinghe_scoring::{Earlier, Response, Who};
use std::cmp::Ordering;

/// A fraction, in lowest terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fraction {
    over: i128,
    under: i128,
}

impl Fraction {
    pub fn new(over: i128, under: i128) -> Fraction {
        let (mut a, mut b) = (over.abs(), under);
        while b != 0 {
            (a, b) = (b, a % b);
        }
        Fraction { over: over / a, under: under / a }
    }

    pub fn whole(number: i128) -> Fraction {
        Fraction { over: number, under: 1 }
    }

    fn plus(self, other: Fraction) -> Fraction {
        Fraction::new(self.over * other.under + other.over * self.under, self.under * other.under)
    }

    fn times(self, over: i128, under: i128) -> Fraction {
        Fraction::new(self.over * over, self.under * under)
    }

    fn order(self, other: Fraction) -> Ordering {
        (self.over * other.under).cmp(&(other.over * self.under))
    }

    /// A whole number next to it: found by looking at both neighbours.
    pub fn rounded(self, rounding: Rounding) -> i128 {
        let below = self.over.div_euclid(self.under);
        let above = if below * self.under == self.over { below } else { below + 1 };
        let towards_zero = if self.over < 0 { above } else { below };
        let distance = |whole: i128| (self.over - whole * self.under).abs();
        match (distance(below).cmp(&distance(above)), rounding) {
            (_, Rounding::Truncate) => towards_zero,
            (Ordering::Less, _) => below,
            (Ordering::Greater, _) => above,
            (Ordering::Equal, Rounding::HalfUp) => below + above - towards_zero,
            (Ordering::Equal, Rounding::HalfEven) => {
                if below % 2 == 0 {
                    below
                } else {
                    above
                }
            }
        }
    }
}

/// What became of one item.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Said {
    Given(usize),
    Missing,
    NotAsked,
}

impl Said {
    pub fn of(response: Response) -> Said {
        match response {
            Response::Given(option) => Said::Given(usize::from(option)),
            Response::Skipped | Response::NotReached => Said::Missing,
        }
    }
}

/// All scores of an instrument.
pub fn scores(instrument: &Instrument, said: &[Said], who: Who) -> Vec<Got> {
    let mut before = Vec::new();
    for score in &instrument.scores {
        let next = one(instrument, score, said, who, &before);
        before.push(next);
    }
    before
}

fn value(instrument: &Instrument, item: u16, option: usize) -> Option<i16> {
    let set = instrument.items[usize::from(item)].response_set;
    instrument.response_sets[usize::from(set)].values.get(option).copied()
}

fn input(instrument: &Instrument, input: &Input, said: &[Said], before: &[Got]) -> Got {
    let state = |item: u16| said.get(usize::from(item)).copied().unwrap_or(Said::Missing);
    match input {
        Input::Score { score, weight } => match before[usize::from(*score)] {
            Got::Value(value) => Got::Value(value * i128::from(*weight)),
            other => other,
        },
        Input::Item { item, key, only_if } => {
            if let Some(only) = only_if {
                match state(only.item.0) {
                    Said::NotAsked => return Got::NotAsked,
                    Said::Missing => return Got::Missing(1),
                    Said::Given(option) => match value(instrument, only.item.0, option) {
                        None => return Got::Missing(1),
                        Some(value) if value < only.at_least => {
                            return Got::Value(i128::from(only.otherwise));
                        }
                        Some(_) => {}
                    },
                }
            }
            match state(item.0) {
                Said::NotAsked => Got::NotAsked,
                Said::Missing => Got::Missing(1),
                Said::Given(option) => match instrument.keys[usize::from(*key)].get(option) {
                    Some(points) => Got::Value(i128::from(*points)),
                    None => Got::Missing(1),
                },
            }
        }
    }
}

fn one(instrument: &Instrument, score: &Score, said: &[Said], who: Who, before: &[Got]) -> Got {
    let all: Vec<Got> = score.inputs.iter().map(|one| input(instrument, one, said, before)).collect();
    let raw = match &score.combine {
        Combine::First(patterns) => first(patterns, &all).map(|value| Fraction::whole(i128::from(value))),
        Combine::Sum | Combine::Maximum => {
            why_not(&score.missing, &all).map_or_else(|| Ok(filled(score, &all)), Err)
        }
        Combine::Theta => panic!("see the tests of item response theory"),
    };
    let raw = match raw {
        Ok(raw) => raw,
        Err(why) => return why,
    };
    let scaling = score.scaling;
    let scaled = raw.times(scaling.multiply.into(), scaling.divide.into()).rounded(scaling.rounding);
    norm(score, who, scaled + i128::from(scaling.add))
}

/// Why there is no score, if so.
fn why_not(missing: &MissingRule, all: &[Got]) -> Option<Got> {
    let count = all.iter().filter(|one| matches!(one, Got::Missing(_))).count();
    let (at_most, zero) = match missing {
        MissingRule::Complete => (0, false),
        MissingRule::Prorate { at_most, .. } => (*at_most, false),
        MissingRule::BlanksAsZero { at_most } => (*at_most, true),
    };
    if all.contains(&Got::NotAsked) {
        Some(Got::NotAsked)
    } else if count > usize::from(at_most) || (count == all.len() && !zero) {
        Some(Got::Missing(u16::try_from(count).unwrap()))
    } else {
        all.contains(&Got::NoNorm).then_some(Got::NoNorm)
    }
}

/// The value of the first pattern that holds, when it is the same whatever an input that is not there
/// could be.
fn first(patterns: &[Pattern], all: &[Got]) -> Result<i32, Got> {
    let (mut values, mut certain) = (Vec::new(), false);
    for pattern in patterns {
        let inputs: Vec<_> =
            pattern.all.iter().map(|within| (within, all[usize::from(within.input)])).collect();
        let could = inputs.iter().all(|(within, got)| match got {
            Got::Value(value) => (i128::from(within.from)..=i128::from(within.to)).contains(value),
            _ => true,
        });
        if could {
            values.push(pattern.value);
            certain = inputs.iter().all(|(_, got)| matches!(got, Got::Value(_)));
        }
        if certain {
            break;
        }
    }
    if !certain {
        values.push(0);
    }
    if values.iter().all(|value| *value == values[0]) {
        return Ok(values[0]);
    }
    Err(why_not(&MissingRule::Complete, all).unwrap())
}

/// The raw score with every missing value filled in.
fn filled(score: &Score, all: &[Got]) -> Fraction {
    let value = |one: &Got| if let Got::Value(value) = one { Some(Fraction::whole(*value)) } else { None };
    let there: Vec<Fraction> = all.iter().filter_map(value).collect();
    let add = |values: &[Fraction]| values.iter().fold(Fraction::whole(0), |sum, one| sum.plus(*one));
    let fill = match score.missing {
        MissingRule::Prorate { .. } => add(&there).times(1, i128::try_from(there.len()).unwrap()),
        MissingRule::Complete | MissingRule::BlanksAsZero { .. } => Fraction::whole(0),
    };
    let filled: Vec<Fraction> = all.iter().map(|one| value(one).unwrap_or(fill)).collect();
    let raw = match score.combine {
        Combine::Maximum => filled.iter().copied().max_by(|a, b| a.order(*b)).unwrap(),
        _ => add(&filled),
    };
    match score.missing {
        MissingRule::Prorate { rounding: Some(rounding), .. } => Fraction::whole(raw.rounded(rounding)),
        _ => raw,
    }
}

fn fits(group: Group, who: Who) -> bool {
    let age = match (group.ages, who.age) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(ages), Some(age)) => age >= ages.min && age <= ages.max.unwrap_or(u8::MAX),
    };
    let grade = match (group.grades, who.grade) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some((from, to)), Some(grade)) => (from..=to).contains(&grade),
    };
    age && grade && (group.sex.is_none() || group.sex == who.sex)
}

fn norm(score: &Score, who: Who, scaled: i128) -> Got {
    if score.norms.is_empty() {
        return Got::Value(scaled);
    }
    let mut found = Got::NoNorm;
    let Some(norm) = score.norms.iter().find(|norm| fits(norm.group, who)) else { return found };
    for (from, value) in &norm.steps {
        if scaled >= i128::from(*from) {
            found = Got::Value(i128::from(*value));
        }
    }
    found
}

/// A sheet, judged.
#[derive(Clone, Copy)]
pub struct Judge<'a> {
    pub pack: &'a Pack,
    pub who: Who,
    pub earlier: &'a [Earlier],
}

/// What was asked, block by block, up to some block.
struct Standing {
    blocks: usize,
    said: Vec<Vec<Said>>,
}

impl Judge<'_> {
    /// An item that is asked and has no response yet, or the end.
    fn standing(&self, responses: &[Vec<Response>]) -> Result<Standing, (usize, usize)> {
        let said = responses.iter().map(|all| vec![Said::NotAsked; all.len()]).collect();
        let mut standing = Standing { blocks: 0, said };
        for block in &self.pack.battery.blocks {
            let nth = usize::from(block.instrument);
            let instrument = &self.pack.instruments[nth];
            let young = |age: u8| !block.ages.contains(age) || !instrument.ages.contains(age);
            let foreign = instrument.informant != self.pack.battery.informant;
            let shut = block.ask_if.as_ref().is_some_and(|gate| !self.holds(gate, responses, &standing));
            standing.blocks += 1;
            if foreign || shut || self.who.age.is_some_and(young) {
                continue;
            }
            for item in block.items.iter().map(|item| usize::from(item.0)) {
                if responses[nth][item] == Response::NotReached {
                    return Err((nth, item));
                }
                standing.said[nth][item] = Said::of(responses[nth][item]);
            }
        }
        Ok(standing)
    }

    fn score(&self, at: ScoreRef, standing: &Standing) -> Got {
        let nth = usize::from(at.instrument);
        scores(&self.pack.instruments[nth], &standing.said[nth], self.who)[usize::from(at.score)]
    }

    /// Position of the score's band.
    fn band(&self, at: ScoreRef, standing: &Standing) -> Option<usize> {
        let Got::Value(value) = self.score(at, standing) else { return None };
        let score = &self.pack.instruments[usize::from(at.instrument)].scores[usize::from(at.score)];
        let bands = &score.band_sets[usize::from(at.band_set)].bands;
        Some(bands.iter().filter(|band| i128::from(band.from) <= value).count().max(1) - 1)
    }

    fn holds(&self, condition: &Condition, responses: &[Vec<Response>], standing: &Standing) -> bool {
        match condition {
            Condition::All(parts) => parts.iter().all(|part| self.holds(part, responses, standing)),
            Condition::Any(parts) => parts.iter().any(|part| self.holds(part, responses, standing)),
            Condition::BandAtLeast(at, band) => self.band(*at, standing) >= Some(usize::from(*band)),
            Condition::BandAtMost(at, band) => {
                self.band(*at, standing).is_some_and(|found| found <= usize::from(*band))
            }
            Condition::NotComputed(at) => {
                matches!(self.score(*at, standing), Got::Missing(_) | Got::NoNorm)
            }
            Condition::AnyCritical => self.critical(responses, standing.blocks),
            Condition::Worsened(at) => {
                let mut same = self.earlier.iter().filter(|earlier| {
                    (earlier.score.instrument, earlier.score.score) == (at.instrument, at.score)
                });
                let score = &self.pack.instruments[usize::from(at.instrument)].scores[usize::from(at.score)];
                match (same.next(), self.score(*at, standing), score.change) {
                    (Some(earlier), Got::Value(now), Some(change)) => {
                        let up = now - i128::from(earlier.value);
                        let worse = if change.higher_is_worse { up } else { -up };
                        worse >= i128::from(change.reliable)
                    }
                    _ => false,
                }
            }
            // No drawn battery has a validity policy.
            Condition::Doubtful | Condition::Unusable => false,
        }
    }

    /// Whether something critical was said in the first `blocks` blocks, asked now or not.
    fn critical(&self, responses: &[Vec<Response>], blocks: usize) -> bool {
        self.pack.battery.blocks.iter().take(blocks).any(|block| {
            let (nth, instrument) =
                (usize::from(block.instrument), &self.pack.instruments[usize::from(block.instrument)]);
            block.items.iter().any(|item| {
                let Response::Given(option) = responses[nth][usize::from(item.0)] else { return false };
                let critical = instrument.items[usize::from(item.0)].critical;
                critical.is_some_and(|critical| {
                    value(instrument, item.0, usize::from(option))
                        .is_some_and(|value| value >= critical.at_least)
                })
            })
        })
    }

    /// Tier and domains of complete responses, with the position of the rule that decided.
    pub fn result(&self, responses: &[Vec<Response>]) -> (Tier, Vec<Domain>, usize) {
        let Ok(standing) = self.standing(responses) else { panic!("something is open") };
        let battery = &self.pack.battery;
        let rules = &battery.policy.rules;
        let rule = rules.iter().position(|rule| self.holds(&rule.when, responses, &standing));
        let domains = battery.domains.iter().filter(|rule| self.holds(&rule.when, responses, &standing));
        let tier = rule.map_or(Tier::Routine, |nth| rules[nth].tier);
        (tier, domains.map(|rule| rule.domain).collect(), rule.unwrap_or(rules.len()))
    }

    /// Every way to respond to what is still asked, whatever opens or closes on the way.
    pub fn completions(&self, responses: &[Vec<Response>], visit: &mut dyn FnMut(&[Vec<Response>])) {
        let Err((nth, item)) = self.standing(responses) else { return visit(responses) };
        let instrument = &self.pack.instruments[nth];
        let set = usize::from(instrument.items[item].response_set);
        for option in 0..instrument.response_sets[set].values.len() {
            let mut next = responses.to_vec();
            next[nth][item] = Response::Given(super::byte(option));
            self.completions(&next, visit);
        }
    }
}
