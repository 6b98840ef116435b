//! How made-up people respond: graded responses (Samejima 1969) on a general trait, one trait for each
//! instrument and one for each subscale.
//!
//! Where an instrument has a bank, its parameters are used. Elsewhere they are drawn once from the seed:
//! slopes around 1.7, thresholds so that most people lie at the healthy end, as in a school that nobody
//! selected. These are assumptions that make sheets plausible; nothing here was estimated from anybody.

use super::dice::Dice;
use qinghe_content::{Condition, IndexKind, Input, Instrument, InstrumentText, ItemIndex, Pack, Score};

/// Slope and its spread on the log scale.
const SLOPE: (f64, f64) = (1.7, 0.25);
/// Where the middle threshold of an item lies: mean and spread.
const MIDDLE: (f64, f64) = (1.3, 0.5);
/// How much further out a critical item lies.
const CRITICAL: f64 = 1.2;
/// From the lowest to the highest threshold.
const WIDTH: f64 = 2.2;
/// Share of the variance of an instrument's trait that all instruments have in common.
const COMMON: f64 = 0.5;
/// Loadings on the trait of the instrument and on that of the subscale.
const LOADINGS: (f64, f64) = (0.8, 0.6);
/// Milliseconds for a Chinese character read silently, and to choose. Assumptions.
const CHARACTER_MS: f64 = 150.0;
const CHOICE_MS: f64 = 1_200.0;
/// Characters of an item whose wording is not here.
const UNREAD_CHARACTERS: usize = 18;

/// One item.
pub struct ItemModel {
    /// Option positions from least to most of the trait.
    order: Vec<u8>,
    a: f64,
    b: Vec<f64>,
    /// Loading on the instrument's trait, and on the trait of a subscale by position.
    whole: f64,
    part: Option<usize>,
    /// The option that the item itself asks for.
    pub instructed: Option<u8>,
    /// Usual time until a response.
    pub usual_ms: f64,
}

impl ItemModel {
    /// How many options there are.
    pub fn options(&self) -> usize {
        self.order.len()
    }
}

/// One instrument.
pub struct InstrumentModel {
    /// 1 when more of the trait is worse, -1 when it is better.
    direction: f64,
    parts: usize,
    pub items: Vec<ItemModel>,
}

/// Where one person stands on the traits of one instrument.
pub struct Standing {
    whole: f64,
    parts: Vec<f64>,
}

impl InstrumentModel {
    /// A model; `text` gives the length of the items.
    pub fn new(
        instrument: &Instrument,
        text: Option<&InstrumentText>,
        direction: f64,
        dice: &mut Dice,
    ) -> InstrumentModel {
        let mut model = InstrumentModel { direction, parts: instrument.scores.len(), items: Vec::new() };
        for (at, item) in (0u16..).zip(&instrument.items) {
            let item_at = ItemIndex(at);
            let options = instrument.response_sets.get(usize::from(item.response_set));
            let options = options.map_or(2, |set| set.values.len());
            let part = subscale(instrument, item_at);
            let score = part.or_else(|| first_score(instrument, item_at));
            let points = score.and_then(|score| points(instrument, score, item_at));
            let characters = text.and_then(|text| text.items.get(usize::from(at)));
            let characters = characters.map_or(UNREAD_CHARACTERS, |stem| stem.chars().count());
            let (a, b, order) = calibrated(instrument, item_at).unwrap_or_else(|| {
                let (a, b) = drawn(options, direction, item.critical.is_some(), dice);
                (a, b, order(options, points, item.reverse))
            });
            model.items.push(ItemModel {
                order,
                a,
                b,
                whole: if part.is_some() { LOADINGS.0 } else { 1.0 },
                part,
                instructed: None,
                usual_ms: CHOICE_MS + CHARACTER_MS * characters as f64,
            });
        }
        model
    }

    /// A person whose general trait is `general`.
    pub fn standing(&self, general: f64, dice: &mut Dice) -> Standing {
        let whole = COMMON.sqrt() * general * self.direction + (1.0 - COMMON).sqrt() * dice.normal();
        Standing { whole, parts: (0..self.parts).map(|_| dice.normal()).collect() }
    }

    /// The option that a person chooses.
    pub fn respond(&self, at: usize, standing: &Standing, dice: &mut Dice) -> u8 {
        let Some(item) = self.items.get(at) else { return 0 };
        let part = item.part.and_then(|part| standing.parts.get(part)).map_or(0.0, |part| LOADINGS.1 * part);
        let theta = item.whole * standing.whole + part;
        let drawn = dice.unit();
        // P(category ≥ k) falls with k; the category is the last one that the draw still reaches.
        let reached = |b: &&f64| 1.0 / (1.0 + libm::exp(-item.a * (theta - **b))) > drawn;
        let category = item.b.iter().take_while(reached).count();
        item.order.get(category).copied().unwrap_or(0)
    }
}

fn drawn(options: usize, direction: f64, critical: bool, dice: &mut Dice) -> (f64, Vec<f64>) {
    let a = dice.lognormal(SLOPE.0, SLOPE.1);
    let further = if critical { CRITICAL } else { 0.0 };
    let middle = direction * (MIDDLE.0 + further + MIDDLE.1 * dice.normal());
    let thresholds = options.max(2) - 1;
    let step = if thresholds > 1 { WIDTH / (thresholds - 1) as f64 } else { 0.0 };
    let lowest = middle - step * (thresholds - 1) as f64 / 2.0;
    (a, (0..thresholds).map(|k| lowest + step * k as f64).collect())
}

type Parameters = (f64, Vec<f64>, Vec<u8>);

/// What the bank says of an item.
fn calibrated(instrument: &Instrument, item: ItemIndex) -> Option<Parameters> {
    let known = instrument.bank.as_ref()?.items.iter().find(|known| known.item == item)?;
    let key = instrument.keys.get(usize::from(known.key))?;
    let real = |parameter: &i32| f64::from(*parameter) / 10_000.0;
    let category = |k: usize| {
        let at = key.iter().position(|points| usize::try_from(*points) == Ok(k))?;
        u8::try_from(at).ok()
    };
    let order = (0..=known.b.len()).map(category).collect::<Option<_>>()?;
    Some((real(&known.a), known.b.iter().map(real).collect(), order))
}

/// Options from fewest to most points; in the order shown where points say nothing.
fn order(options: usize, points: Option<&[i16]>, reverse: bool) -> Vec<u8> {
    let mut order: Vec<u8> = (0..options).filter_map(|at| u8::try_from(at).ok()).collect();
    let points = points.filter(|points| points.len() == options);
    let (first, last) = (points.and_then(<[i16]>::first), points.and_then(<[i16]>::last));
    let falls = match (first, last) {
        (Some(first), Some(last)) if first != last => first > last,
        _ => reverse,
    };
    if falls {
        order.reverse();
    }
    if let Some(points) = points {
        order.sort_by_key(|at| points.get(usize::from(*at)).copied());
    }
    order
}

fn items_of(score: &Score) -> impl Iterator<Item = (ItemIndex, u8)> {
    score.inputs.iter().filter_map(|input| match input {
        Input::Item { item, key, .. } => Some((*item, *key)),
        Input::Score { .. } => None,
    })
}

/// The smallest score that an item enters, where it is a part and not the whole.
fn subscale(instrument: &Instrument, item: ItemIndex) -> Option<usize> {
    let sizes = instrument.scores.iter().enumerate().filter(|(_, score)| {
        let size = items_of(score).count();
        size >= 2 && size < instrument.items.len() && items_of(score).any(|(own, _)| own == item)
    });
    sizes.min_by_key(|(_, score)| items_of(score).count()).map(|(at, _)| at)
}

fn first_score(instrument: &Instrument, item: ItemIndex) -> Option<usize> {
    instrument.scores.iter().position(|score| items_of(score).any(|(own, _)| own == item))
}

fn points(instrument: &Instrument, score: usize, item: ItemIndex) -> Option<&[i16]> {
    let (_, key) = items_of(instrument.scores.get(score)?).find(|(own, _)| *own == item)?;
    instrument.keys.get(usize::from(key)).map(Vec::as_slice)
}

/// 1 when more is worse, -1 when more is better, as far as the change index says it.
fn by_change(instrument: &Instrument) -> Option<f64> {
    let change = instrument.scores.iter().find_map(|score| score.change)?;
    Some(if change.higher_is_worse { 1.0 } else { -1.0 })
}

/// The model of one instrument alone.
pub fn alone(instrument: &Instrument, text: Option<&InstrumentText>, seed: u64) -> InstrumentModel {
    let direction = by_change(instrument).unwrap_or(1.0);
    InstrumentModel::new(instrument, text, direction, &mut Dice::of(seed, u64::MAX))
}

/// The models of a battery's instruments, in its order.
pub fn of_battery(pack: &Pack, seed: u64) -> Vec<InstrumentModel> {
    let mut dice = Dice::of(seed, u64::MAX);
    let mut all = Vec::new();
    for (nth, used) in pack.battery.instruments.iter().enumerate() {
        let at = usize::from(used.instrument);
        let Some(instrument) = pack.instruments.get(at) else { continue };
        let text = pack.wording.get(at).and_then(Option::as_ref);
        let direction = by_change(instrument).unwrap_or_else(|| by_policy(pack, nth));
        all.push(InstrumentModel::new(instrument, text, direction, &mut dice));
    }
    for index in pack.battery.validity.iter().flat_map(|policy| &policy.indices) {
        match &index.kind {
            IndexKind::Instructed { items } => {
                for (at, option) in items {
                    let model = all.get_mut(usize::from(at.instrument));
                    if let Some(item) = model.and_then(|model| model.items.get_mut(usize::from(at.item.0))) {
                        item.instructed = Some(*option);
                    }
                }
            }
            // Painting oneself well has little to do with how one is.
            IndexKind::Lie(score) => {
                let model = all.get_mut(usize::from(score.instrument));
                for item in model.into_iter().flat_map(|model| &mut model.items) {
                    if item.part == Some(usize::from(score.score)) {
                        item.whole = 0.0;
                    }
                }
            }
            _ => {}
        }
    }
    all
}

/// Where the tier policy asks for a band and higher ones, more is worse.
fn by_policy(pack: &Pack, nth: usize) -> f64 {
    let rules = pack.battery.policy.rules.iter().map(|rule| &rule.when);
    let mut all: Vec<&Condition> = rules.chain(pack.battery.domains.iter().map(|rule| &rule.when)).collect();
    let (mut up, mut down) = (0, 0);
    while let Some(condition) = all.pop() {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => all.extend(parts),
            Condition::BandAtLeast(score, _) if usize::from(score.instrument) == nth => up += 1,
            Condition::BandAtMost(score, _) if usize::from(score.instrument) == nth => down += 1,
            _ => {}
        }
    }
    if down > up { -1.0 } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_stand_in_the_order_of_their_points() {
        assert_eq!(order(4, Some(&[0, 1, 2, 3]), false), [0, 1, 2, 3]);
        assert_eq!(order(4, Some(&[3, 2, 1, 0]), false), [3, 2, 1, 0]);
        assert_eq!(order(4, Some(&[0, 0, 1, 1]), false), [0, 1, 2, 3]);
        assert_eq!(order(4, Some(&[1, 1, 0, 0]), false), [3, 2, 1, 0]);
        assert_eq!(order(3, None, true), [2, 1, 0]);
    }
}
