//! With items still open: what is called decided is what every way to go on gives, and a sitting that stops
//! has lost nothing. Every completion is tried; the judge of a complete sitting is the slow oracle.
//!
//! Completion: every item that is still asked gets some option. Nobody is expected to skip.

use crate::support::{
    self, Got, at, at_least, bands, byte, domain,
    drawn::{self, Draw, Size},
    given, inputs, instrument,
    oracle::{self, Judge, Said},
    pack, rule, sheet, sum, through, told,
};
use proptest::prelude::*;
use qinghe_content::{Combine, Condition, Domain, Input, Mode, Pack, Pattern, Score, Tier, Within};
use qinghe_scoring::{Place, Response, Sheet, Who, range};
use std::collections::BTreeSet;

const SMALL: Size = Size { items: 4, options: 3, scores: 3 };
/// So many open items at most: 3^5 completions.
const OPEN: usize = 5;

/// Responses of a battery, some skipped, at most [`OPEN`] not reached.
fn partial(draw: &mut Draw, pack: &Pack) -> Vec<Vec<Response>> {
    let mut all: Vec<Vec<Response>> =
        pack.instruments.iter().map(|one| drawn::responses(draw, one, 10, 45)).collect();
    let open = all.iter_mut().flatten().filter(|response| **response == Response::NotReached);
    open.skip(OPEN).for_each(|response| *response = Response::Given(0));
    all
}

/// Everything that can become of a sheet: tier and domains, and the first rule that can decide.
struct Ends {
    tiers: BTreeSet<&'static str>,
    domains: BTreeSet<Vec<&'static str>>,
    first_rule: usize,
}

fn ends(judge: Judge, responses: &[Vec<Response>]) -> Ends {
    let mut ends = Ends { tiers: BTreeSet::new(), domains: BTreeSet::new(), first_rule: usize::MAX };
    judge.completions(responses, &mut |complete| {
        let (tier, domains, rule) = judge.result(complete);
        ends.tiers.insert(tier.code());
        ends.domains.insert(codes(&domains));
        ends.first_rule = ends.first_rule.min(rule);
    });
    ends
}

fn codes(domains: &[Domain]) -> Vec<&'static str> {
    domains.iter().map(|domain| domain.code()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    /// Any battery, any sheet: nothing that is called decided can still change.
    #[test]
    fn what_is_decided_stays_so_however_one_goes_on(tape in drawn::tape()) {
        let draw = &mut tape.draw();
        let pack = drawn::pack(draw, SMALL);
        let (who, earlier) = (drawn::who(draw), drawn::earlier(draw, &pack));
        let responses = partial(draw, &pack);
        let sheet = Sheet { who, earlier: &earlier, ..sheet(&pack, &responses) };
        let all = ends(Judge { pack: &pack, who, earlier: &earlier }, &responses);
        let rules = &pack.battery.policy.rules;
        if let Some(tier) = sheet.decided() {
            prop_assert_eq!(&all.tiers, &BTreeSet::from([tier.code()]), "decided: {}", told(&pack));
        }
        let stopped = sheet.next().is_none();
        if stopped {
            prop_assert_eq!(&all.tiers, &BTreeSet::from([sheet.tier().code()]), "stopped: {}", told(&pack));
            prop_assert_eq!(&all.domains, &BTreeSet::from([codes(&sheet.domains())]), "stopped: {}", told(&pack));
        }
        // A domain that is named stays.
        let named = codes(&sheet.domains());
        let stays = |code: &&str| all.domains.iter().all(|end| end.contains(code));
        prop_assert!(named.iter().all(stays), "{named:?} of {:?}: {}", all.domains, told(&pack));
        // Handed in as it is, the sheet has the most serious tier that is possible.
        let serious = rules.iter().take(all.first_rule + 1).any(|rule| rule.tier == sheet.tier());
        let none = all.first_rule == rules.len() && sheet.tier() == Tier::Routine;
        prop_assert!(serious || none, "{}: {}", sheet.tier().code(), told(&pack));
        prop_assert_eq!(sheet.left() == 0, stopped);
    }

    /// A complete sheet is what the oracle says, asks nothing, and is decided.
    #[test]
    fn a_complete_sheet_is_what_the_rules_say(tape in drawn::tape()) {
        let draw = &mut tape.draw();
        let pack = drawn::pack(draw, Size { items: 6, options: 5, scores: 4 });
        let back = through(&pack);
        prop_assert!(back == pack);
        let (who, earlier) = (drawn::who(draw), drawn::earlier(draw, &pack));
        let responses: Vec<Vec<Response>> =
            pack.instruments.iter().map(|one| drawn::responses(draw, one, 15, 0)).collect();
        let sheet = Sheet { who, earlier: &earlier, ..sheet(&pack, &responses) };
        let (tier, domains, _) = Judge { pack: &pack, who, earlier: &earlier }.result(&responses);
        prop_assert_eq!(sheet.tier().code(), tier.code(), "{}", told(&pack));
        prop_assert_eq!(codes(&sheet.domains()), codes(&domains), "{}", told(&pack));
        prop_assert_eq!(sheet.decided().map(Tier::code), Some(tier.code()), "{}", told(&pack));
        prop_assert!(sheet.next().is_none() && sheet.left() == 0);
    }

    /// Step by step to the end: each item comes once, and where nobody skips `left` was never too small.
    /// (A skipped response can open again what was settled with every response there.)
    #[test]
    fn a_sitting_asks_each_item_once_and_never_more_than_was_said(tape in drawn::tape()) {
        let draw = &mut tape.draw();
        let pack = drawn::pack(draw, Size { items: 5, options: 4, scores: 3 });
        let (who, skipped) = (drawn::who(draw), if draw.chance(50) { 15 } else { 0 });
        let mut responses: Vec<Vec<Response>> =
            pack.instruments.iter().map(|one| vec![Response::NotReached; one.items.len()]).collect();
        let mut left = Vec::new();
        loop {
            let sheet = Sheet { who, ..sheet(&pack, &responses) };
            left.push(sheet.left());
            let Some(place) = sheet.next() else { break };
            prop_assert!(sheet.asks(place));
            let Place { instrument, item } = place;
            prop_assert!(responses[instrument][item] == Response::NotReached, "asked twice");
            let one = &pack.instruments[instrument];
            let mut other = drawn::responses(draw, one, skipped, 0);
            responses[instrument][item] = other.swap_remove(item);
        }
        let steps = left.len() - 1;
        for (step, left) in left.into_iter().enumerate() {
            prop_assert!(skipped > 0 || left >= steps - step, "{left} left, {} came", steps - step);
        }
        let sheet = Sheet { who, ..sheet(&pack, &responses) };
        let here = sheet.reached();
        let given = |at: &Place| responses[at.instrument][at.item] != Response::NotReached;
        prop_assert!(here.iter().all(given) && here.len() <= steps);
    }

    /// One score, rules and domains that look at bands from some band on: not one item too many.
    #[test]
    fn with_one_score_a_sitting_stops_at_the_earliest_item(tape in drawn::tape()) {
        let draw = &mut tape.draw();
        let pack = single(draw);
        let responses = partial(draw, &pack);
        let sheet = sheet(&pack, &responses);
        let judge = Judge { pack: &pack, who: Who::default(), earlier: &[] };
        let all = ends(judge, &responses);
        let certain = all.tiers.len() == 1 && all.domains.len() == 1;
        let critical = pack.instruments[0].items.iter().zip(&responses[0]).any(|(item, response)| {
            item.critical.is_some() && *response == Response::NotReached
        });
        prop_assert_eq!(sheet.next().is_none(), certain && !critical, "{}", told(&pack));
        let tier = (all.tiers.len() == 1).then(|| all.tiers.first().copied()).flatten();
        prop_assert_eq!(sheet.decided().map(Tier::code), tier, "{}", told(&pack));
    }

    /// Such a score's range is reached at both ends.
    #[test]
    fn with_one_score_the_range_is_as_narrow_as_can_be(tape in drawn::tape()) {
        let mut pack = single(&mut tape.draw());
        // Over a norm the range is that of all norms.
        pack.instruments[0].scores[0].norms.clear();
        let one = &pack.instruments[0];
        let judge = Judge { pack: &pack, who: Who::default(), earlier: &[] };
        let mut all = BTreeSet::new();
        let mut responses = vec![vec![Response::NotReached; one.items.len()]];
        // What is not an input does not matter.
        let is_input = |at: usize| one.scores[0].inputs.iter().any(|input| {
            matches!(input, Input::Item { item, .. } if usize::from(item.0) == at)
        });
        (0..one.items.len()).filter(|at| !is_input(*at)).for_each(|at| responses[0][at] = Response::Given(0));
        judge.completions(&responses, &mut |complete| {
            let said: Vec<Said> = complete[0].iter().copied().map(Said::of).collect();
            all.extend(oracle::scores(one, &said, Who::default()));
        });
        let ends = [all.first().copied(), all.last().copied()];
        let (low, high) = range(one, 0);
        let wanted = [low, high].map(|end| Some(Got::Value(i128::from(end))));
        prop_assert_eq!(ends, wanted, "{}", told(&pack));
    }
}

/// One instrument with one score in its own bands, stopping exactly. The score is any that depends on its
/// items one by one; norms go up and have a value for every score.
fn single(draw: &mut Draw) -> Pack {
    let mut one = drawn::instrument(draw, Size { items: 6, options: 3, scores: 1 });
    let score = &mut one.scores[0];
    for input in &mut score.inputs {
        if let Input::Item { only_if, .. } = input {
            *only_if = None;
        }
    }
    let value = draw.within(-3, 9);
    let bands: Vec<i32> = (1..5)
        .scan(value, |from, _| {
            *from += draw.within(1, 6);
            Some(*from)
        })
        .collect();
    let bands: Vec<i32> = [-30_000].into_iter().chain(bands).collect();
    score.band_sets = vec![support::bands(&bands)];
    for norm in &mut score.norms {
        norm.group = qinghe_content::Group::default();
        norm.steps[0].0 = -30_000;
        norm.steps.sort_by_key(|(_, value)| *value);
        let mut from: Vec<i32> = norm.steps.iter().map(|(from, _)| *from).collect();
        from.sort_unstable();
        norm.steps.iter_mut().zip(from).for_each(|(step, from)| step.0 = from);
    }
    let mut pack = pack(vec![one], Mode::ExactStop);
    let tiers = [Tier::Priority, Tier::Watch];
    pack.battery.policy.rules = if draw.chance(70) {
        vec![rule(tiers[0], at_least(0, 3)), rule(tiers[1], at_least(0, 1))]
    } else {
        vec![rule(tiers[0], at_least(0, 2))]
    };
    if draw.chance(50) {
        pack.battery.domains = vec![domain(Domain::Mood, at_least(0, byte(1 + draw.below(4))))];
    }
    pack
}

/// A pattern whose one input is missing or not asked and whose other is open: what is still to come may
/// settle it, so nothing is said before.
#[test]
fn an_open_pattern_is_not_given_up_for_what_is_not_there() {
    let mut one = instrument(4, &[0, 1, 2, 3]);
    let holds = |input, from| Within { input, from, to: i32::MAX };
    let pattern = Pattern { value: 1, all: vec![holds(0, 2), holds(1, 2)] };
    let two = (0..2).map(|score| Input::Score { score, weight: 1 }).collect();
    let first = Score { combine: Combine::First(vec![pattern]), ..sum(two) };
    one.scores =
        vec![sum(inputs([0, 1])), sum(inputs([2, 3])), Score { band_sets: vec![bands(&[0, 1])], ..first }];
    let mut pack = pack(vec![one], Mode::Fixed);
    let not_computed = Condition::NotComputed(at(0, 2));
    pack.battery.policy.rules =
        vec![rule(Tier::Unclear, not_computed), rule(Tier::Watch, Condition::BandAtLeast(at(0, 2), 1))];
    for (text, decided) in [
        ("-3..", None),
        ("-30.", None),
        ("-300", Some(Tier::Routine)),
        ("-331", Some(Tier::Unclear)),
        ("..-3", None),
        ("00-.", Some(Tier::Routine)),
        ("33-.", Some(Tier::Unclear)),
        ("3333", Some(Tier::Watch)),
        ("333.", Some(Tier::Watch)),
    ] {
        assert!(sheet(&pack, &[given(text)]).decided() == decided, "{text}");
    }
    // The first two items are not asked at all.
    pack.battery.blocks[0].items.drain(..2);
    for (text, decided) in [(".. ..", None), (".. 01", Some(Tier::Routine)), (".. 02", Some(Tier::Routine))] {
        assert!(sheet(&pack, &[given(text)]).decided() == decided, "{text}");
    }
}
