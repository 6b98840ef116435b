//! What is asked of whom and when, and what follows: gates, ages, informants, orders, going back, and every
//! condition in its three values.

use crate::support::{
    Got, at, at_least, bands, block, critical, domain, given, got, inputs, instrument, pack, rule, sheet,
    sum, summed, through,
};
use qinghe_content::{
    Adaptive, AgeRange, Bank, Calibrated, Change, Combine, Condition, Domain, Informant, Instrument,
    ItemIndex, MissingRule, Mode, Pack, Rounding, Score, ScoreRef, Tier,
};
use qinghe_scoring::{Earlier, Place, Response, Sheet, Who};

/// Three items as a gate to the other four; the last item is critical from 1 on. Scores: the first three in
/// bands from 0 and 4, all seven in bands from 0, 8 and 14.
fn gated() -> Pack {
    let mut one = instrument(7, &[0, 1, 2, 3]);
    one.items[6].critical = critical(1);
    let short = Score { band_sets: vec![bands(&[0, 4])], ..sum(inputs(0..3)) };
    one.scores = vec![short, Score { band_sets: vec![bands(&[0, 8, 14])], ..sum(inputs(0..7)) }];
    let mut pack = pack(vec![one], Mode::Fixed);
    let mut long = block(0, 3..7, Mode::Fixed);
    long.ask_if = Some(at_least(0, 1));
    pack.battery.blocks = vec![block(0, 0..3, Mode::Fixed), long];
    let total = |band| Condition::BandAtLeast(at(0, 1), band);
    pack.battery.policy.rules = vec![
        rule(Tier::Urgent, Condition::AnyCritical),
        rule(Tier::Unclear, Condition::NotComputed(at(0, 1))),
        rule(Tier::Priority, total(2)),
        rule(Tier::Watch, total(1)),
    ];
    pack.battery.domains = vec![domain(Domain::Mood, total(1))];
    through(&pack)
}

fn code(tier: Option<Tier>) -> &'static str {
    tier.map_or("open", Tier::code)
}

/// Position of the next item of the only instrument.
fn next(sheet: Sheet) -> Option<usize> {
    sheet.next().map(|place| place.item)
}

#[test]
fn a_gate_opens_from_its_band_on() {
    let pack = gated();
    for (text, item, left, decided, tier) in [
        ("... ....", Some(0), 7, "open", "urgent"),
        ("32. ....", Some(2), 5, "open", "urgent"),
        ("10. ....", Some(2), 5, "open", "urgent"),
        ("120 ....", None, 0, "routine", "routine"),
        ("211 ....", Some(3), 4, "open", "urgent"),
        ("12- ....", None, 0, "routine", "routine"),
        ("211 320.", Some(6), 1, "open", "urgent"),
        ("211 0000", None, 0, "routine", "routine"),
        ("211 3100", None, 0, "watch", "watch"),
        ("333 3200", None, 0, "priority", "priority"),
        ("333 3201", None, 0, "urgent", "urgent"),
        ("333 32-0", None, 0, "unclear", "unclear"),
    ] {
        let responses = [given(text)];
        let sheet = sheet(&pack, &responses);
        assert_eq!((next(sheet), sheet.left()), (item, left), "{text}");
        assert_eq!((code(sheet.decided()), sheet.tier().code()), (decided, tier), "{text}");
        let place = |item: usize| Place { instrument: 0, item };
        let asked = text.starts_with("211") || text.starts_with("333") || text.contains(". ");
        assert_eq!(sheet.asks(place(6)), asked, "{text}");
        assert!(sheet.asks(place(0)) && !sheet.asks(place(7)), "{text}");
    }
}

/// Going back closes the gate: what was said behind it no longer counts, but a critical response does.
#[test]
fn a_gate_that_closes_again_takes_all_but_the_critical_response() {
    let pack = gated();
    let table = [
        ("333 3200", "priority", vec!["mood"], 7),
        ("100 3200", "routine", vec![], 3),
        ("100 3202", "urgent", vec![], 3),
        ("100 ---2", "urgent", vec![], 3),
        ("100 ----", "routine", vec![], 3),
        ("300 3202", "urgent", vec![], 3),
        // Open once more: everything is as it was.
        ("310 3202", "urgent", vec!["mood"], 7),
        ("310 3200", "watch", vec!["mood"], 7),
        ("310 32-0", "unclear", vec![], 7),
    ];
    for (text, tier, domains, reached) in table {
        let responses = [given(text)];
        let sheet = sheet(&pack, &responses);
        let named: Vec<&str> = sheet.domains().iter().map(|domain| domain.code()).collect();
        assert_eq!((sheet.tier().code(), named, sheet.reached().len()), (tier, domains, reached), "{text}");
        assert_eq!(code(sheet.decided()), tier, "{text}");
        assert!(sheet.next().is_none());
    }
}

/// While the gate may still close, nothing behind it is certain, whatever was said there.
#[test]
fn nothing_is_decided_behind_a_gate_that_may_close() {
    let pack = gated();
    for (text, decided, left) in [
        // 3 + 3 + x is at least 4: the gate is open for good.
        ("33. 3330", "priority", 1),
        ("33. 3331", "urgent", 1),
        // 2 + 0 + x: with 2 more there are 14 points, with less the gate is shut and there is no total.
        ("20. 3330", "open", 1),
        ("20. ---0", "open", 1),
        // At most 3: shut for good.
        ("00. 3330", "routine", 1),
        ("1-. 3330", "routine", 1),
    ] {
        let responses = [given(text)];
        let sheet = sheet(&pack, &responses);
        assert_eq!((code(sheet.decided()), sheet.left()), (decided, left), "{text}");
    }
    let mut late = gated();
    late.battery.policy.rules = vec![rule(Tier::Watch, Condition::BandAtMost(at(0, 2), 0))];
    let tail = sum(inputs(3..7));
    late.instruments[0].scores.push(Score { band_sets: vec![bands(&[0, 8])], ..tail });
    for (text, decided) in
        [("20. 3330", "open"), ("20. 1110", "open"), ("31. 1110", "watch"), ("200 1110", "routine")]
    {
        let responses = [given(text)];
        assert_eq!(code(sheet(&late, &responses).decided()), decided, "{text}");
    }
    late.battery.policy.rules = vec![rule(Tier::Watch, Condition::BandAtLeast(at(0, 2), 1))];
    for (text, decided) in [("20. 3330", "open"), ("31. 3330", "watch"), ("200 3330", "routine")] {
        let responses = [given(text)];
        assert_eq!(code(sheet(&late, &responses).decided()), decided, "{text}");
    }
}

/// A gate looks back: neither its own block nor a later one can open it.
#[test]
fn a_gate_looks_at_the_blocks_before_it() {
    let mut one = summed(6, &[0, 1], &[0, 1]);
    for item in [0, 2, 4] {
        one.items[item].critical = critical(1);
    }
    let mut pack = pack(vec![one], Mode::Fixed);
    let mut middle = block(0, 2..4, Mode::Fixed);
    middle.ask_if = Some(Condition::AnyCritical);
    pack.battery.blocks = vec![block(0, 0..2, Mode::Fixed), middle, block(0, 4..6, Mode::Fixed)];
    let pack = through(&pack);
    for (text, item) in [
        ("0. .. ..", Some(1)),
        ("00 .. ..", Some(4)),
        ("00 .. 1.", Some(5)),
        ("00 .. 11", None),
        ("00 1. 11", None),
        ("10 .. ..", Some(2)),
        ("10 .. 11", Some(2)),
    ] {
        assert_eq!(next(sheet(&pack, &[given(text)])), item, "{text}");
    }
    // A score that needs a later block is not asked when the gate is read.
    let mut ahead = pack.clone();
    ahead.battery.blocks[1].ask_if = Some(at_least(0, 0));
    assert_eq!(next(sheet(&ahead, &[given("11 .. 11")])), None);
}

#[test]
fn a_block_is_asked_at_its_ages() {
    let mut pack = gated();
    pack.battery.blocks[1].ask_if = None;
    pack.battery.blocks[1].ages = AgeRange { min: 14, max: Some(16) };
    pack.instruments[0].ages = AgeRange { min: 12, max: Some(18) };
    for (age, item, left) in [
        (None, Some(0), 7),
        (Some(11), None, 0),
        (Some(12), Some(0), 3),
        (Some(13), Some(0), 3),
        (Some(14), Some(0), 7),
        (Some(16), Some(0), 7),
        (Some(17), Some(0), 3),
        (Some(19), None, 0),
    ] {
        let responses = [given(".......")];
        let sheet = Sheet { who: Who { age, ..Who::default() }, ..sheet(&pack, &responses) };
        assert_eq!((next(sheet), sheet.left()), (item, left), "{age:?}");
    }
    // What was not asked is neither missing nor high.
    let responses = [given("333 ....")];
    let young = Sheet { who: Who { age: Some(13), ..Who::default() }, ..sheet(&pack, &responses) };
    assert_eq!((code(young.decided()), young.tier()), ("routine", Tier::Routine));
}

#[test]
fn an_instrument_for_somebody_else_is_not_asked() {
    let mut pack = pack(vec![summed(2, &[0, 1], &[0, 1]), summed(2, &[0, 1], &[0, 1])], Mode::Fixed);
    pack.battery.policy.rules = vec![
        rule(Tier::Priority, at_least(1, 1)),
        rule(Tier::Unclear, Condition::NotComputed(at(1, 0))),
        rule(Tier::Watch, at_least(0, 1)),
    ];
    for (informant, left, tier) in [
        (Informant::Student, 2, Tier::Priority),
        (Informant::Parent, 0, Tier::Watch),
        (Informant::Teacher, 0, Tier::Watch),
    ] {
        pack.instruments[1].informant = informant;
        let responses = [given("11"), given("..")];
        assert_eq!(sheet(&pack, &responses).left(), left);
        let responses = [given("11"), given("11")];
        assert!(sheet(&pack, &responses).tier() == tier, "{informant:?}");
    }
}

/// Forms have other orders: what is asked next follows the form, what comes out does not.
#[test]
fn the_order_of_a_form_changes_the_order_alone() {
    let other = |pack: &Pack, items: [u16; 7]| {
        let mut other = pack.clone();
        let mut order = items.map(ItemIndex).to_vec();
        other.battery.blocks[1].items = order.split_off(3);
        other.battery.blocks[0].items = order;
        through(&other)
    };
    let pack = gated();
    let orders = [[2, 1, 0, 3, 4, 5, 6], [1, 2, 0, 6, 5, 4, 3], [0, 2, 1, 5, 3, 6, 4]];
    for order in orders {
        let turned = other(&pack, order);
        let mut responses = [given(".......")];
        for (item, option) in order.into_iter().map(usize::from).zip([2, 1, 1, 3, 0, 2, 0]) {
            assert_eq!(next(sheet(&turned, &responses)), Some(item), "{order:?}");
            responses[0][item] = Response::Given(option);
        }
        for text in ["333 3200", "333 3201", "100 3202", "222 11-0", "0-0 1111", "3-2 3200", "222 1100"] {
            let responses = [given(text)];
            let (one, two) = (sheet(&pack, &responses), sheet(&turned, &responses));
            assert!(one.tier() == two.tier() && one.domains() == two.domains(), "{order:?} {text}");
            assert!(one.decided() == two.decided() && two.next().is_none(), "{order:?} {text}");
        }
    }
}

/// Whether a condition holds: "yes", "no", or "maybe" while something is open.
fn truth(pack: &Pack, condition: &Condition, earlier: &[Earlier], texts: &[&str]) -> &'static str {
    let mut pack = pack.clone();
    pack.battery.policy.rules = vec![rule(Tier::Watch, condition.clone())];
    let responses: Vec<Vec<Response>> = texts.iter().map(|text| given(text)).collect();
    let sheet = Sheet { earlier, ..sheet(&pack, &responses) };
    match sheet.decided() {
        Some(Tier::Watch) => "yes",
        Some(Tier::Routine) => "no",
        None => "maybe",
        Some(_) => panic!("there is one rule"),
    }
}

/// Two instruments of three items, 0 to 3 each; bands from 0, 3 and 6; one response may be missing.
fn pair() -> Pack {
    let mut one = summed(3, &[0, 1, 2, 3], &[0, 3, 6]);
    one.scores[0].missing = MissingRule::Prorate { at_most: 1, rounding: Some(Rounding::HalfUp) };
    one.scores[0].change = Some(Change { reliable: 3, higher_is_worse: true });
    pack(vec![one.clone(), one], Mode::Fixed)
}

#[test]
fn every_condition_in_its_three_values() {
    let pack = pair();
    let least = Condition::BandAtLeast(at(0, 0), 1);
    let most = Condition::BandAtMost(at(0, 0), 1);
    let not = Condition::NotComputed(at(0, 0));
    for (text, at_least, at_most, not_computed) in [
        ("...", "maybe", "maybe", "no"),
        ("0..", "maybe", "maybe", "no"),
        ("00.", "maybe", "yes", "no"),
        ("000", "no", "yes", "no"),
        ("02.", "maybe", "yes", "no"),
        ("02-", "yes", "yes", "no"),
        ("03.", "yes", "maybe", "no"),
        ("33.", "yes", "no", "no"),
        ("32-", "yes", "no", "no"),
        ("210", "yes", "yes", "no"),
        ("11-", "yes", "yes", "no"),
        ("01-", "no", "yes", "no"),
        ("0--", "no", "no", "yes"),
        ("--.", "no", "no", "yes"),
        ("3-.", "yes", "maybe", "no"),
        ("0-.", "maybe", "yes", "no"),
    ] {
        let texts = [text, "000"];
        let got = [&least, &most, &not].map(|condition| truth(&pack, condition, &[], &texts));
        assert_eq!(got, [at_least, at_most, not_computed], "{text}");
    }
    let mut pack = pack;
    pack.instruments[0].items[1].critical = critical(2);
    for (text, wanted) in [("...", "maybe"), ("3.3", "maybe"), (".1.", "no"), (".-.", "no"), (".2.", "yes")] {
        assert_eq!(truth(&pack, &Condition::AnyCritical, &[], &[text, "000"]), wanted, "{text}");
    }
}

#[test]
fn worsened_needs_an_earlier_score_and_more_than_noise() {
    let mut pack = pair();
    let earlier = |value| Earlier { score: ScoreRef { band_set: 7, ..at(0, 0) }, value };
    let worsened = Condition::Worsened(at(0, 0));
    for (before, text, wanted) in [
        (3, "222", "yes"),
        (3, "221", "no"),
        (3, "22.", "maybe"),
        (3, "33.", "yes"),
        (3, "20.", "no"),
        (3, "0--", "no"),
        (3, "22-", "yes"),
        (9, "000", "no"),
    ] {
        assert_eq!(truth(&pack, &worsened, &[earlier(before)], &[text, "000"]), wanted, "{before} {text}");
    }
    let other = Earlier { score: at(1, 0), value: 0 };
    assert_eq!(truth(&pack, &worsened, &[other], &["333", "333"]), "no", "another score");
    assert_eq!(truth(&pack, &worsened, &[other, earlier(6), earlier(0)], &["222", "000"]), "no", "the first");
    assert_eq!(truth(&pack, &worsened, &[], &["333", "000"]), "no");
    pack.instruments[0].scores[0].change = Some(Change { reliable: 3, higher_is_worse: false });
    for (before, text, wanted) in [(5, "110", "yes"), (5, "111", "no"), (5, "11.", "maybe"), (0, "333", "no")]
    {
        assert_eq!(truth(&pack, &worsened, &[earlier(before)], &[text, "000"]), wanted, "{before} {text}");
    }
    pack.instruments[0].scores[0].change = None;
    assert_eq!(truth(&pack, &worsened, &[earlier(9)], &["000", "000"]), "no", "nobody measured it");
}

/// Kleene's tables: `yes`, `maybe` and `no` of one instrument against those of the other.
#[test]
fn all_and_any_of_three_values() {
    let pack = pair();
    let texts = [("no", "000"), ("maybe", "0.."), ("yes", "333")];
    let rank = |value: &str| texts.iter().position(|(name, _)| *name == value).unwrap();
    let parts = vec![Condition::BandAtLeast(at(0, 0), 1), Condition::BandAtLeast(at(1, 0), 1)];
    for (one, first) in texts {
        for (two, second) in texts {
            let all = truth(&pack, &Condition::All(parts.clone()), &[], &[first, second]);
            let any = truth(&pack, &Condition::Any(parts.clone()), &[], &[first, second]);
            assert_eq!(rank(all), rank(one).min(rank(two)), "all: {one}, {two}");
            assert_eq!(rank(any), rank(one).max(rank(two)), "any: {one}, {two}");
        }
    }
}

/// The first rule that holds decides; where a rule that may hold gives the same tier, nothing hangs on it.
#[test]
fn rules_in_order() {
    let mut pack = pair();
    pack.battery.policy.rules = vec![
        rule(Tier::Priority, Condition::BandAtLeast(at(0, 0), 2)),
        rule(Tier::Priority, Condition::BandAtLeast(at(1, 0), 2)),
        rule(Tier::Watch, Condition::BandAtLeast(at(0, 0), 1)),
    ];
    for (first, second, decided, tier) in [
        ("333", "...", "priority", "priority"),
        ("3..", "333", "priority", "priority"),
        ("3..", "000", "open", "priority"),
        ("30.", "000", "open", "priority"),
        ("300", "...", "open", "priority"),
        ("300", "00.", "watch", "watch"),
        ("00.", "00.", "open", "watch"),
        ("000", "00.", "routine", "routine"),
        ("000", "0..", "open", "priority"),
    ] {
        let responses = [given(first), given(second)];
        let sheet = sheet(&pack, &responses);
        assert_eq!((code(sheet.decided()), sheet.tier().code()), (decided, tier), "{first} {second}");
    }
}

/// The critical item stands last and comes first; the rest stops where nothing can change any more.
#[test]
fn a_critical_item_is_asked_however_much_is_decided() {
    let mut one: Instrument = summed(4, &[0, 1, 2, 3], &[0, 6]);
    one.items[3].critical = critical(1);
    let second = one.clone();
    let mut pack = pack(vec![one, second], Mode::ExactStop);
    pack.battery.policy.rules =
        vec![rule(Tier::Urgent, Condition::AnyCritical), rule(Tier::Watch, at_least(0, 1))];
    let place = |instrument, item| Some(Place { instrument, item });
    for (first, second, next) in [
        ("....", "....", place(0, 3)),
        // Urgent, whatever follows: only the other critical item is still asked.
        ("...1", "....", place(1, 3)),
        ("...1", "...0", None),
        ("...0", "....", place(0, 0)),
        // 6 of 6, or at most 5: nothing more about the first instrument.
        ("33.0", "....", place(1, 3)),
        ("33.0", "...0", None),
        ("20.0", "...0", None),
        ("2.30", "...0", place(0, 1)),
        // No rule looks at the second instrument's score.
        ("2110", "....", place(1, 3)),
        ("2110", "...0", None),
    ] {
        let responses = [given(first), given(second)];
        let sheet = sheet(&pack, &responses);
        assert!(sheet.next() == next, "{first} {second}");
        assert_eq!(sheet.left() == 0, next.is_none());
    }
    for block in &mut pack.battery.blocks {
        block.mode = Mode::Fixed;
    }
    let responses = [given("33.1"), given("...0")];
    assert_eq!(sheet(&pack, &responses).left(), 4, "everything is asked where nothing may be left out");
}

/// Until an adaptive block is over, a score that needs all of its items may end as not asked.
#[test]
fn an_adaptive_block_decides_nothing_but_theta() {
    let mut one = summed(3, &[0, 1], &[0, 1]);
    let known = |item| Calibrated { item: ItemIndex(item), key: 0, a: 10_000, b: vec![0] };
    one.bank = Some(Bank {
        metric: "none".to_owned(),
        prior_mean: 0,
        prior_sd: 10_000,
        items: (0..3).map(known).collect(),
    });
    let theta = Score { combine: Combine::Theta, ..sum(inputs(0..3)) };
    one.scores.push(Score { band_sets: vec![bands(&[-6000, 0])], ..theta });
    let rule_of = Adaptive { score: at(0, 1), min_items: 2, max_items: 2, standard_error: 0, decided: 0 };
    let mut pack = pack(vec![one], Mode::Adaptive(rule_of));
    pack.battery.policy.rules =
        vec![rule(Tier::Priority, at_least(0, 1)), rule(Tier::Watch, Condition::BandAtLeast(at(0, 1), 1))];
    let pack = through(&pack);
    for (text, decided, left) in [
        ("...", "open", 2),
        ("1..", "open", 1),
        ("11.", "watch", 0),
        ("00.", "routine", 0),
        ("111", "priority", 0),
    ] {
        let responses = [given(text)];
        let sheet = sheet(&pack, &responses);
        assert_eq!((code(sheet.decided()), sheet.left()), (decided, left), "{text}");
    }
}

/// A score whose norm begins above the lowest score: as long as it may get there, it may be read.
#[test]
fn a_norm_that_begins_higher_up_is_not_given_up_too_early() {
    let mut pack = pair();
    let steps = vec![(4, 50), (8, 70)];
    let group = qinghe_content::Group::default();
    pack.instruments[0].scores[0].norms = vec![qinghe_content::Norm { id: "n".to_owned(), group, steps }];
    pack.instruments[0].scores[0].band_sets = vec![bands(&[0, 60])];
    let (not, high) = (Condition::NotComputed(at(0, 0)), Condition::BandAtLeast(at(0, 0), 1));
    for (text, not_computed, at_least) in [
        ("...", "maybe", "maybe"),
        ("00.", "yes", "no"),
        ("10.", "maybe", "maybe"),
        ("100", "yes", "no"),
        ("22.", "no", "no"),
        ("23.", "no", "maybe"),
        ("233", "no", "yes"),
    ] {
        assert_eq!(truth(&pack, &not, &[], &[text, "000"]), not_computed, "{text}");
        assert_eq!(truth(&pack, &high, &[], &[text, "000"]), at_least, "{text}");
    }
    assert_eq!(
        got(qinghe_scoring::score(&pack.instruments[0], 0, &given("100"), Who::default())),
        Got::NoNorm
    );
    assert_eq!(
        got(qinghe_scoring::score(&pack.instruments[0], 1, &given("100"), Who::default())),
        Got::NotAsked
    );
}

/// Care is judged over what was asked: a rule about it does not keep a block going.
#[test]
fn a_rule_about_care_does_not_keep_a_block_going() {
    let mut pack = pack(vec![summed(4, &[0, 1, 2, 3], &[0, 6])], Mode::ExactStop);
    pack.battery.policy.rules =
        vec![rule(Tier::Unclear, Condition::Unusable), rule(Tier::Watch, at_least(0, 1))];
    for (text, item) in [("33..", None), ("32..", Some(2)), ("01..", Some(2)), ("010.", None)] {
        let responses = [given(text)];
        let sheet = sheet(&pack, &responses);
        assert_eq!((next(sheet), sheet.decided()), (item, None), "{text}");
    }
}

/// A sheet of another shape than its battery (a damaged row) is incomplete, and no panic.
#[test]
fn a_sheet_of_another_shape_is_read_as_far_as_it_goes() {
    let pack = gated();
    let long = vec![given("333 3333 33"), given("1")];
    for (responses, tier) in [(vec![], "unclear"), (vec![given("33")], "unclear"), (long, "urgent")] {
        let quick = vec![vec![true]];
        let sheet = Sheet { quick: &quick, ..sheet(&pack, &responses) };
        let _ =
            (sheet.next().is_some(), sheet.left(), sheet.decided(), sheet.domains(), sheet.reached().len());
        let _ = (sheet.look_again().len(), sheet.asks(Place { instrument: 9, item: 9 }));
        assert_eq!(sheet.tier().code(), tier);
    }
}
