//! People who do the same at the same moments and choose differently, and batteries made up for them.

use crate::{
    changed,
    dice::Dice,
    pack,
    people::{Choices, choices},
    student,
};
use qinghe_content::{Critical, Disclosure, Locale, Mode, Pack, Tier};
use qinghe_scoring::{Response, Sheet, Who};
use std::rc::Rc;

/// One set of choices and what it comes to.
pub struct Member {
    /// One per item, in the order in which they are asked.
    pub choices: Choices,
    /// The result.
    pub tier: Tier,
    /// Codes of the domains that stand out.
    pub domains: Vec<&'static str>,
    /// Position of the first critical response, from 0.
    pub critical: Option<usize>,
}

impl Member {
    /// What these choices come to in this battery, all of whose blocks are fixed.
    #[must_use]
    pub fn of(pack: &Pack, choices: Choices) -> Member {
        let blank =
            |instrument: &qinghe_content::Instrument| vec![Response::NotReached; instrument.items.len()];
        let mut responses: Vec<Vec<Response>> = pack.instruments.iter().map(blank).collect();
        let asked = pack.battery.blocks.iter().flat_map(|block| {
            block.items.iter().map(|item| (usize::from(block.instrument), usize::from(item.0)))
        });
        let mut critical = None;
        for (position, ((instrument, item), choice)) in asked.zip(&choices).enumerate() {
            responses[instrument][item] = choice.map_or(Response::Skipped, Response::Given);
            if choice.is_some_and(|option| is_critical(pack, instrument, item, option)) {
                critical = critical.or(Some(position));
            }
        }
        let who = Who { age: student().age, ..Who::default() };
        let sheet = Sheet { pack, responses: &responses, quick: &[], who, earlier: &[] };
        let domains = sheet.domains().iter().map(|domain| domain.code()).collect();
        Member { tier: sheet.tier(), domains, critical, choices }
    }
}

/// The rule of the critical item, written once more: the value of the chosen option reaches the mark.
fn is_critical(pack: &Pack, instrument: usize, item: usize, option: u8) -> bool {
    let instrument = &pack.instruments[instrument];
    let item = &instrument.items[item];
    let values = &instrument.response_sets[usize::from(item.response_set)].values;
    let value = values[usize::from(option)];
    item.critical.as_ref().is_some_and(|mark| value >= mark.at_least)
}

/// A group for one script: `each` of every tier there is, people one step apart on either side of a boundary,
/// and people with the same sum of whom only one chose a critical item.
#[must_use]
pub fn group(pack: &Pack, dice: &mut Dice, each: usize, edges: usize) -> Vec<Member> {
    let mut found: Vec<Member> = Vec::new();
    // A battery made up by chance need not have every tier, so the search for one ends.
    for tier in Tier::ALL {
        let mut left = each;
        for _ in 0..4_000 {
            if left == 0 {
                break;
            }
            let one = Member::of(pack, choices(pack, dice));
            if one.tier == tier {
                found.push(one);
                left -= 1;
            }
        }
    }
    for _ in 0..edges {
        found.extend(boundary(pack, dice).into_iter().flatten());
        found.extend(same_sum(pack, dice).into_iter().flatten());
    }
    found
}

/// Two people who differ by one step in one item and come to different tiers.
fn boundary(pack: &Pack, dice: &mut Dice) -> Option<[Member; 2]> {
    let mut low = Member::of(pack, choices(pack, dice));
    for _ in 0..200 {
        let at = index(dice, low.choices.len());
        let mut next = low.choices.clone();
        next[at] = match next[at] {
            Some(option) if option < 3 => Some(option + 1),
            Some(_) => continue,
            None => Some(0),
        };
        let high = Member::of(pack, next);
        if high.tier != low.tier {
            return Some([low, high]);
        }
        low = high;
    }
    None
}

/// Two people with the same sum, of whom one moved a point from another item to a critical one.
fn same_sum(pack: &Pack, dice: &mut Dice) -> Option<[Member; 2]> {
    for _ in 0..400 {
        let one = Member::of(pack, choices(pack, dice));
        let (from, to) = (index(dice, one.choices.len()), index(dice, one.choices.len()));
        let mut moved = one.choices.clone();
        match (moved[from], moved[to]) {
            (Some(more), Some(less)) if from != to && more > 0 && less < 3 => {
                moved[from] = Some(more - 1);
                moved[to] = Some(less + 1);
            }
            _ => continue,
        }
        let other = Member::of(pack, moved);
        if other.critical.is_some() != one.critical.is_some() {
            return Some([one, other]);
        }
    }
    None
}

fn index(dice: &mut Dice, end: usize) -> usize {
    usize::try_from(dice.below(end as u64)).unwrap_or_default()
}

/// A battery that nobody wrote: other items are critical, in another order, with other cut scores.
///
/// # Panics
/// When a block is not fixed.
#[must_use]
pub fn battery(seed: u64) -> Rc<Pack> {
    let dice = &mut Dice::new(seed);
    changed(&pack(Locale::ZhHans), |pack| {
        for item in pack.instruments.iter_mut().flat_map(|instrument| &mut instrument.items) {
            let at_least = i16::try_from(dice.between(1, 4)).unwrap_or(1);
            item.critical = dice.chance(15).then_some(Critical { at_least });
        }
        for block in &mut pack.battery.blocks {
            assert!(matches!(block.mode, Mode::Fixed), "who is asked what must not hang on the responses");
            for at in (1..block.items.len()).rev() {
                block.items.swap(at, index(dice, at + 1));
            }
        }
        if dice.chance(50) {
            pack.battery.blocks.reverse();
        }
        let sets = pack.instruments.iter_mut().flat_map(|one| &mut one.scores);
        for bands in sets.flat_map(|score| &mut score.band_sets) {
            let mut from = bands.bands[0].from;
            for band in &mut bands.bands[1..] {
                from += 1 + i32::try_from(dice.below(6)).unwrap_or_default();
                band.from = from;
            }
        }
        pack.battery.disclosure = if dice.chance(50) { Disclosure::Must } else { Disclosure::Choice };
    })
}
