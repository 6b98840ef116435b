//! Stopping early loses nothing: the shipped rules of `mood-and-anxiety` with `stop = "exact"` and the ninth
//! item of the PHQ-9 first, against every way in which a sitting could have gone on.
//!
//! Completion: every item left out gets some option. Whoever would have skipped items that were left out is
//! not followed.

use qinghe_content::{Condition, DomainRule, ItemIndex, Locale, Mode, Pack, Tier, TierRule};
use qinghe_scoring::{Place, Response, Sheet, Who};
use qinghe_tests::{dice::Dice, pack};
use std::collections::BTreeMap;

const MOOD: usize = 9;
const WORRY: usize = 7;
/// The ninth item: asked first, and always.
const CRITICAL: Place = Place { instrument: 0, item: 8 };

/// The battery with both blocks stopping exactly.
fn stopping() -> Pack {
    let mut pack = (*pack(Locale::ZhHans)).clone();
    assert_eq!(pack.battery.blocks.len(), 2);
    for block in &mut pack.battery.blocks {
        block.mode = Mode::ExactStop;
    }
    pack.battery.blocks[0].items = [8, 0, 1, 2, 3, 4, 5, 6, 7].map(ItemIndex).to_vec();
    again(&pack)
}

fn again(pack: &Pack) -> Pack {
    Pack::decode(&pack.encode().unwrap()).unwrap()
}

/// The same battery without the GAD-7: what looks at it cannot hold.
fn phq_9_alone() -> Pack {
    let mut pack = stopping();
    pack.battery.instruments.truncate(1);
    pack.battery.own.from = 1;
    pack.battery.blocks.truncate(1);
    let rules = std::mem::take(&mut pack.battery.policy.rules);
    let rule = |rule: TierRule| Some(TierRule { when: of_the_first(&rule.when)?, ..rule });
    pack.battery.policy.rules = rules.into_iter().filter_map(rule).collect();
    let domains = std::mem::take(&mut pack.battery.domains);
    let domain = |rule: DomainRule| Some(DomainRule { when: of_the_first(&rule.when)?, ..rule });
    pack.battery.domains = domains.into_iter().filter_map(domain).collect();
    assert_eq!((pack.battery.policy.rules.len(), pack.battery.domains.len()), (4, 1));
    again(&pack)
}

/// What is left of a condition when only the first instrument is there.
fn of_the_first(condition: &Condition) -> Option<Condition> {
    match condition {
        Condition::AnyCritical | Condition::Doubtful | Condition::Unusable => Some(condition.clone()),
        Condition::All(parts) => parts.iter().map(of_the_first).collect::<Option<_>>().map(Condition::All),
        Condition::Any(parts) => {
            let parts: Vec<Condition> = parts.iter().filter_map(of_the_first).collect();
            (!parts.is_empty()).then_some(Condition::Any(parts))
        }
        Condition::NotComputed(at)
        | Condition::Worsened(at)
        | Condition::BandAtLeast(at, _)
        | Condition::BandAtMost(at, _) => (at.instrument == 0).then(|| condition.clone()),
    }
}

fn sheet<'a>(pack: &'a Pack, responses: &'a [Vec<Response>]) -> Sheet<'a> {
    Sheet { pack, responses, quick: &[], who: Who::default(), earlier: &[] }
}

type End = (&'static str, Vec<&'static str>);

fn end(sheet: Sheet) -> End {
    (sheet.tier().code(), sheet.domains().iter().map(|domain| domain.code()).collect())
}

/// One instrument so far: points, responses with a value, and items that are open.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Sum {
    points: u32,
    given: u32,
    open: u32,
}

impl Sum {
    fn of(responses: &[Response]) -> Sum {
        let mut sum = Sum { points: 0, given: 0, open: 0 };
        for response in responses {
            match response {
                Response::Given(option) => {
                    sum.points += u32::from(*option);
                    sum.given += 1;
                }
                Response::NotReached => sum.open += 1,
                Response::Skipped => {}
            }
        }
        sum
    }

    /// Every total that can come out, in the words of the holder: the person's own mean for at most two
    /// missing responses, rounded half up; `None` past that.
    fn totals(self, items: u32) -> Vec<Option<u32>> {
        let given = self.given + self.open;
        let total = |points: u32| (items - given <= 2).then(|| (2 * points * items + given) / (2 * given));
        (self.points..=self.points + 3 * self.open).map(total).collect()
    }
}

/// The policy as plain conditions. `worry` is `None` where the GAD-7 is not asked at all.
fn judged(critical: bool, mood: Option<u32>, worry: Option<Option<u32>>) -> End {
    let high = |total: Option<u32>, cut: u32| total.is_some_and(|total| total >= cut);
    let gad = worry.unwrap_or(Some(0));
    let domains = [("mood", high(mood, 10)), ("anxiety", high(gad, 10))];
    let domains = domains.into_iter().filter(|(_, named)| *named).map(|(code, _)| code).collect();
    let tier = if critical {
        Tier::Urgent
    } else if mood.is_none() || gad.is_none() {
        Tier::Unclear
    } else if high(mood, 15) || high(gad, 15) || (high(mood, 10) && high(gad, 10)) {
        Tier::Priority
    } else if high(mood, 10) || high(gad, 10) {
        Tier::Watch
    } else {
        Tier::Routine
    };
    (tier.code(), domains)
}

/// Every end that the open items still allow. The ninth item may be open too.
fn ends(responses: &[Vec<Response>]) -> Vec<End> {
    let mut all = Vec::new();
    let ninths = match responses[0][CRITICAL.item] {
        Response::NotReached => vec![false, true],
        Response::Given(option) => vec![option >= 1],
        Response::Skipped => vec![false],
    };
    let worries: Vec<Option<Option<u32>>> = match responses.get(1) {
        Some(worry) => Sum::of(worry).totals(7).into_iter().map(Some).collect(),
        None => vec![None],
    };
    for critical in ninths {
        for mood in Sum::of(&responses[0]).totals(9) {
            for worry in &worries {
                let end = judged(critical, mood, *worry);
                if !all.contains(&end) {
                    all.push(end);
                }
            }
        }
    }
    all
}

/// A sitting that has stopped is what every completion is, and the ninth item was asked.
fn check_stop(pack: &Pack, responses: &[Vec<Response>]) {
    assert!(
        responses[CRITICAL.instrument][CRITICAL.item] != Response::NotReached,
        "the ninth item was left out"
    );
    let sheet = sheet(pack, responses);
    assert_eq!(ends(responses), [end(sheet)]);
    assert_eq!(sheet.decided().map(Tier::code), Some(sheet.tier().code()));
}

fn nothing(pack: &Pack) -> Vec<Vec<Response>> {
    pack.instruments[..pack.battery.instruments.len()]
        .iter()
        .map(|one| vec![Response::NotReached; one.items.len()])
        .collect()
}

/// What a walk over a decision tree counts.
#[derive(Default)]
struct Walk {
    /// Patterns by the number of items that they were spared.
    saved: BTreeMap<usize, u64>,
    prefixes: u64,
}

impl Walk {
    fn mean(&self) -> f64 {
        let all: u64 = self.saved.values().sum();
        self.saved.iter().map(|(saved, patterns)| *saved as f64 * *patterns as f64).sum::<f64>() / all as f64
    }
}

/// Every prefix once: at each the next item, or the end and what is left behind it.
fn walk(pack: &Pack, responses: &mut Vec<Vec<Response>>, open: usize, out: &mut Walk) {
    out.prefixes += 1;
    let Some(Place { instrument, item }) = sheet(pack, responses).next() else {
        check_stop(pack, responses);
        *out.saved.entry(open).or_default() += 4u64.pow(u32::try_from(open).unwrap());
        return;
    };
    // Not one item too many: behind the ninth something still hangs on what follows.
    let ninth = responses[CRITICAL.instrument][CRITICAL.item] == Response::NotReached;
    assert!(
        !ninth || (instrument, item) == (CRITICAL.instrument, CRITICAL.item),
        "the ninth item comes first"
    );
    assert!(ninth || ends(responses).len() > 1, "an item that changes nothing is asked");
    for option in 0..4 {
        responses[instrument][item] = Response::Given(option);
        walk(pack, responses, open - 1, out);
    }
    responses[instrument][item] = Response::NotReached;
}

#[test]
fn every_phq_9_pattern_ends_as_it_would_have() {
    let pack = phq_9_alone();
    let mut out = Walk::default();
    walk(&pack, &mut nothing(&pack), MOOD, &mut out);
    assert_eq!(out.saved.values().sum::<u64>(), 4u64.pow(9), "every pattern comes to one end");
    println!("PHQ-9 alone, all {} patterns: {:.2} of 9 items saved in the mean", 4u64.pow(9), out.mean());
    println!("patterns by items saved: {:?}; {} prefixes", out.saved, out.prefixes);
    assert!((0.5..8.0).contains(&out.mean()), "{}", out.mean());
}

/// The tier of the full sitting from the engine itself, for every pattern.
#[test]
fn a_full_sitting_ends_as_the_plain_conditions_say() {
    let mut pack = phq_9_alone();
    pack.battery.blocks[0].mode = Mode::Fixed;
    for number in 0..4u32.pow(9) {
        let option = |nth: u32| Response::Given(u8::try_from(number >> (2 * nth) & 3).unwrap());
        let responses = [(0..9).map(option).collect::<Vec<_>>()];
        let sheet = sheet(&pack, &responses);
        assert_eq!(ends(&responses), [end(sheet)], "{number:o}");
    }
}

/// Both instruments: responses that have the same sums so far go on alike, so one sheet for each of them
/// stands for all.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Class {
    critical: Option<bool>,
    sums: Vec<Sum>,
}

impl Class {
    fn of(responses: &[Vec<Response>]) -> Class {
        let critical = match responses[0][CRITICAL.item] {
            Response::NotReached => None,
            response => Some(matches!(response, Response::Given(option) if option >= 1)),
        };
        Class { critical, sums: responses.iter().map(|all| Sum::of(all)).collect() }
    }
}

/// All sittings, class by class; `skipping` adds a skip to the options of every item.
fn classes(pack: &Pack, skipping: bool) -> Walk {
    let mut out = Walk::default();
    let start = nothing(pack);
    let mut open = start.iter().map(Vec::len).sum::<usize>();
    let mut level = BTreeMap::from([(Class::of(&start), (start, 1u64))]);
    while !level.is_empty() {
        let mut below: BTreeMap<Class, (Vec<Vec<Response>>, u64)> = BTreeMap::new();
        for (responses, patterns) in level.into_values() {
            out.prefixes += 1;
            let Some(Place { instrument, item }) = sheet(pack, &responses).next() else {
                check_stop(pack, &responses);
                *out.saved.entry(open).or_default() += patterns * 4u64.pow(u32::try_from(open).unwrap());
                continue;
            };
            let skip = skipping.then_some(Response::Skipped);
            for response in (0..4).map(Response::Given).chain(skip) {
                let mut next = responses.clone();
                next[instrument][item] = response;
                below.entry(Class::of(&next)).or_insert((next, 0)).1 += patterns;
            }
        }
        level = below;
        open = open.saturating_sub(1);
    }
    out
}

#[test]
fn every_sum_of_both_instruments_ends_as_it_would_have() {
    let out = classes(&stopping(), false);
    assert_eq!(out.saved.values().sum::<u64>(), 4u64.pow(16), "every pattern comes to one end");
    println!("PHQ-9 and GAD-7, all patterns: {:.2} of 16 items saved in the mean", out.mean());
    println!("patterns by items saved: {:?}; {} classes", out.saved, out.prefixes);
    assert!((0.5..15.0).contains(&out.mean()), "{}", out.mean());
    // The same of the PHQ-9 alone, where every prefix was walked.
    let mut every = Walk::default();
    let alone = phq_9_alone();
    walk(&alone, &mut nothing(&alone), MOOD, &mut every);
    assert_eq!(classes(&alone, false).saved, every.saved, "one sheet stands for all of its class");
}

/// Skipped items before the stop: prorated where two are missing, unclear from three on.
#[test]
fn skipping_before_the_stop_changes_nothing_about_it() {
    let alone = classes(&phq_9_alone(), true);
    assert!(alone.prefixes > 500, "{}", alone.prefixes);
    let both = classes(&stopping(), true);
    assert!(both.prefixes > 20_000, "{}", both.prefixes);
}

/// One whole sitting with these choices: what was asked, and how it ended.
fn sit(pack: &Pack, choices: &[Vec<Response>]) -> Vec<Vec<Response>> {
    let mut responses = nothing(pack);
    while let Some(Place { instrument, item }) = sheet(pack, &responses).next() {
        assert!(responses[instrument][item] == Response::NotReached, "asked twice");
        responses[instrument][item] = choices[instrument][item];
    }
    responses
}

fn saved(responses: &[Vec<Response>]) -> usize {
    responses.iter().flatten().filter(|response| **response == Response::NotReached).count()
}

/// Any choices at all, item by item and in no class: the stopped sitting ends as the full one.
#[test]
fn chance_sittings_end_as_the_full_ones() {
    let (stopping, full) = (stopping(), pack(Locale::ZhHans));
    let mut dice = Dice::new(4);
    for _ in 0..2_000 {
        let highest = 1 + dice.below(4);
        let mut draw = |items: usize| -> Vec<Response> {
            (0..items).map(|_| Response::Given(u8::try_from(dice.below(highest)).unwrap())).collect()
        };
        let choices = [draw(MOOD), draw(WORRY)];
        let responses = sit(&stopping, &choices);
        check_stop(&stopping, &responses);
        assert_eq!(end(sheet(&stopping, &responses)), end(sheet(&full, &choices)));
    }
}

/// A school that nobody measured: two traits that go together at 0.75, items that follow them by the graded
/// response model. Slopes and thresholds are made up so that about one in six has 10 points or more.
struct School {
    dice: Dice,
}

impl School {
    fn even(&mut self) -> f64 {
        (self.dice.below(1 << 52) as f64 + 0.5) / (1u64 << 52) as f64
    }

    fn normal(&mut self) -> f64 {
        (-2.0 * self.even().ln()).sqrt() * (std::f64::consts::TAU * self.even()).cos()
    }

    fn respond(&mut self, trait_level: f64, first: f64) -> Response {
        let even = self.even();
        let level = 2.0 * trait_level + (even / (1.0 - even)).ln();
        let above = [first, first + 1.3, first + 2.1].iter().filter(|b| level > 2.0 * **b).count();
        Response::Given(u8::try_from(above).unwrap())
    }

    fn student(&mut self) -> [Vec<Response>; 2] {
        let mood = self.normal();
        let worry = 0.75 * mood + (1.0f64 - 0.75 * 0.75).sqrt() * self.normal();
        // Tiredness and sleep are often said, the ninth item seldom.
        let thresholds = [0.1, 0.2, 0.0, -0.3, 0.3, 0.3, 0.2, 0.9, 1.7];
        let mood = thresholds.map(|first| self.respond(mood, first)).to_vec();
        let worry = [0.0, 0.3, 0.1, 0.3, 0.8, 0.1, 0.7].map(|first| self.respond(worry, first)).to_vec();
        [mood, worry]
    }
}

#[test]
fn a_simulated_school_is_spared_items_and_ends_the_same() {
    const STUDENTS: usize = 3_000;
    let (both, alone, full) = (stopping(), phq_9_alone(), pack(Locale::ZhHans));
    let mut school = School { dice: Dice::new(5) };
    let (mut spared, mut spared_alone, mut high, mut critical) = (0, 0, 0, 0);
    let mut tiers: BTreeMap<&str, usize> = BTreeMap::new();
    for _ in 0..STUDENTS {
        let choices = school.student();
        let responses = sit(&both, &choices);
        check_stop(&both, &responses);
        let ended = end(sheet(&both, &responses));
        assert_eq!(ended, end(sheet(&full, &choices)));
        *tiers.entry(ended.0).or_default() += 1;
        spared += saved(&responses);
        spared_alone += saved(&sit(&alone, &choices[..1]));
        high += usize::from(Sum::of(&choices[0]).points >= 10);
        critical += usize::from(choices[0][CRITICAL.item] != Response::Given(0));
    }
    let mean = |number: usize| number as f64 / STUDENTS as f64;
    println!(
        "simulated school, {STUDENTS} students: {:.0} % with a PHQ-9 of 10 or more, {:.0} % with a critical \
              response; {tiers:?}",
        100.0 * mean(high),
        100.0 * mean(critical)
    );
    println!("PHQ-9 alone: {:.2} of 9 items saved in the mean", mean(spared_alone));
    println!("PHQ-9 and GAD-7: {:.2} of 16 items saved in the mean", mean(spared));
    assert!(
        (0.10..0.25).contains(&mean(high)) && (0.03..0.2).contains(&mean(critical)),
        "no plausible school"
    );
    assert!(mean(spared_alone) > 0.5 && mean(spared) > mean(spared_alone));
}
