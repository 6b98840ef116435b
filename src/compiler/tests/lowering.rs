//! What is written becomes the run-time value that was meant.

#![allow(clippy::expect_used, clippy::panic)]

use crate::support::*;
use qinghe_compiler::{Method, Noise, Permission, Read, Reliability, Stage, Translation, decimal};
use qinghe_content::{
    Adaptive, Band, BatteryInstrument, Change, Combine, Condition, Group, IndexKind, Input, Instrument,
    ItemIndex, Locale, MissingRule, Mode, OnlyIf, Rounding, Scaling, Score, ScoreRef, Sex, Tier,
};

fn instrument(id: &str) -> Read {
    let report = read(&room());
    report.library.instrument(id).unwrap().clone()
}

fn score<'a>(one: &'a Instrument, id: &str) -> &'a Score {
    one.scores.iter().find(|score| score.id == id).unwrap()
}

/// The keys of a score's inputs, in order.
fn keys<'a>(one: &'a Instrument, id: &str) -> Vec<&'a [i16]> {
    let key = |input: &Input| match input {
        Input::Item { key, .. } => one.keys[usize::from(*key)].as_slice(),
        Input::Score { .. } => panic!("{id} has a score among its inputs"),
    };
    score(one, id).inputs.iter().map(key).collect()
}

#[test]
fn every_method_becomes_keys_a_combination_and_a_scaling() {
    let tea = instrument("tea").instrument;
    let (plain, mirrored) = (&[0, 1, 2, 3][..], &[3, 2, 1, 0][..]);
    assert_eq!(keys(&tea, "total"), [plain, plain, plain, mirrored, plain]);
    assert_eq!(score(&tea, "total").combine, Combine::Sum);
    assert_eq!(score(&tea, "total").scaling, Scaling::NONE);
    let missing = MissingRule::Prorate { at_most: 2, rounding: Some(Rounding::HalfUp) };
    assert_eq!(score(&tea, "total").missing, missing);

    let mean = Scaling { multiply: 100, divide: 3, add: 0, rounding: Rounding::HalfUp, decimals: 2 };
    assert_eq!(score(&tea, "mean").scaling, mean);
    assert_eq!(score(&tea, "mean").missing, MissingRule::Prorate { at_most: 1, rounding: None });

    let index = Scaling { multiply: 5, divide: 4, add: 0, rounding: Rounding::Truncate, decimals: 0 };
    assert_eq!(score(&tea, "index").scaling, index);
    assert_eq!(score(&tea, "index").missing, MissingRule::BlanksAsZero { at_most: 1 });

    assert_eq!(keys(&tea, "weighted"), [&[0, 2, 4, 6][..], plain]);
    let counted: [&[i16]; 5] = [&[0, 0, 1, 1], &[0, 0, 1, 1], &[0, 0, 1, 1], &[1, 1, 0, 0], &[0, 1, 1, 1]];
    assert_eq!(keys(&tea, "count"), counted);
    assert_eq!(score(&tea, "peak").combine, Combine::Maximum);
    assert_eq!(keys(&tea, "keyed"), [plain, &[0, 0, 1, 2]]);
    let keyed = Scaling { multiply: -5, divide: 2, add: 5, rounding: Rounding::HalfEven, decimals: 1 };
    assert_eq!(score(&tea, "keyed").scaling, keyed);
}

#[test]
fn identical_keys_stand_there_once() {
    let tea = instrument("tea").instrument;
    let mut once = tea.keys.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), tea.keys.len());
    assert_eq!(tea.keys.len(), 7, "{:?}", tea.keys);
}

#[test]
fn scores_enter_scores_and_patterns_name_their_inputs() {
    let tea = instrument("tea").instrument;
    let inputs = [Input::Score { score: 3, weight: 1 }, Input::Score { score: 4, weight: 1 }];
    assert_eq!(score(&tea, "both").inputs, inputs);
    let Combine::First(patterns) = &score(&tea, "kind").combine else { panic!("no patterns") };
    let [full, part] = patterns.as_slice() else { panic!("{patterns:?}") };
    assert_eq!((full.value, full.all.len()), (2, 2));
    assert_eq!((full.all[0].input, full.all[0].from, full.all[0].to), (0, 3, i32::MAX));
    assert_eq!((full.all[1].input, full.all[1].from, full.all[1].to), (1, 2, i32::MAX));
    assert_eq!((part.value, part.all[0].from, part.all[0].to), (1, 1, 4));
    let only = OnlyIf { item: ItemIndex(0), at_least: 2, otherwise: 1 };
    let gated = &score(&tea, "gated").inputs;
    assert!(
        matches!(gated[0], Input::Item { item: ItemIndex(2), only_if: Some(only_if), .. } if only_if == only)
    );
    assert!(matches!(gated[1], Input::Item { item: ItemIndex(4), only_if: None, .. }));
}

#[test]
fn norms_bands_and_change_are_in_units_of_the_score() {
    let read = instrument("tea");
    let tea = &read.instrument;
    let [boys, grown] = score(tea, "normed").norms.as_slice() else { panic!("two norms") };
    assert_eq!(boys.steps, [(0, 40), (3, 50), (5, 60)]);
    let group = boys.group;
    assert_eq!((group.sex, group.grades), (Some(Sex::Male), Some((4, 6))));
    assert_eq!(group.ages.map(|ages| (ages.min, ages.max)), Some((10, Some(12))));
    assert_eq!(grown.group.ages.map(|ages| (ages.min, ages.max)), Some((18, None)));
    let high = Band { id: "high".to_owned(), from: 150 };
    assert_eq!(score(tea, "mean").band_sets[0].bands[1], high);
    // 1.96 × 2.5 × √(2 × 0.16) = 2.77
    assert_eq!(score(tea, "total").change, Some(Change { reliable: 3, higher_is_worse: true }));
    let about = &read.about.scores[0];
    let change = about.change.as_ref().unwrap();
    let index = Noise::Index { reliability: 8_400, kind: Reliability::Retest, sd: 25_000 };
    assert_eq!(change.noise, index);
    assert_eq!(about.band_sets[1].group.ages.map(|ages| ages.max), Some(Some(11)));
    assert_eq!(about.band_sets[0].population.as_deref(), Some("tests"));
}

#[test]
fn a_bank_counts_options_in_the_direction_of_the_trait() {
    let leaf = instrument("leaf").instrument;
    let bank = leaf.bank.as_ref().unwrap();
    assert_eq!((bank.metric.as_str(), bank.prior_mean, bank.prior_sd), ("leaf", 0, 10_000));
    let key = |at: usize| leaf.keys[usize::from(bank.items[at].key)].as_slice();
    assert_eq!((key(0), key(1), key(2)), (&[0, 1, 2][..], &[2, 1, 0][..], &[0, 1][..]));
    assert_eq!((bank.items[0].a, bank.items[0].b.as_slice()), (15_000, &[-5_000, 7_500][..]));
    assert_eq!((bank.items[2].a, bank.items[2].b.as_slice()), (20_744, &[2_500][..]));
    let theta = score(&leaf, "theta");
    assert_eq!(theta.combine, Combine::Theta);
    assert_eq!(theta.scaling, Scaling { decimals: 3, ..Scaling::NONE });
    assert_eq!(theta.band_sets[0].bands[1].from, 500);
    let t = Scaling { multiply: 1, divide: 10, add: 500, rounding: Rounding::HalfUp, decimals: 1 };
    assert_eq!(score(&leaf, "t-score").scaling, t);
    assert_eq!(score(&leaf, "ratio").scaling.decimals, 3);
}

#[test]
fn the_record_beside_an_instrument_keeps_what_only_authors_need() {
    let report = read(&room());
    let get = |id: &str| report.library.instrument(id).unwrap();
    let methods: Vec<Method> = get("tea").about.scores.iter().map(|score| score.method).collect();
    use Method::{Count, Maximum, Mean, Pattern, Sum, Weighted};
    assert_eq!(methods, [Sum, Mean, Sum, Weighted, Count, Maximum, Pattern, Sum, Sum, Sum, Sum]);
    for read in &report.library.instruments {
        assert_eq!(read.about.scores.len(), read.instrument.scores.len());
        for (score, about) in read.instrument.scores.iter().zip(&read.about.scores) {
            assert_eq!(score.norms.len(), about.norms.len());
            assert_eq!(score.band_sets.len(), about.band_sets.len());
            assert_eq!(score.change.is_some(), about.change.is_some());
            assert!(!about.missing.source.is_empty());
        }
    }
    let check = &get("check").about;
    assert!(check.licence_file && check.open && check.rights.permission == Permission::NonCommercial);
    assert_eq!(check.orders[0].items, [3, 4, 2, 0, 1].map(ItemIndex));
    assert!(check.scores[0].missing.unverified && !check.scores[1].missing.unverified);
    assert!(!get("tea").about.open && !get("tea").about.licence_file);
    assert!(get("leaf").about.bank.as_ref().unwrap().unverified);
    let leaf = get("leaf").about.texts[0].as_ref().unwrap();
    assert_eq!((leaf.translation, leaf.open_check.as_deref()), (Translation::Own, Some("back-translation")));
    let own = get("own");
    assert!(own.wording.iter().all(Option::is_none) && own.about.texts.iter().all(Option::is_none));
    assert_eq!(get("tea").text(Locale::En).unwrap().credit.as_deref(), Some("Nobody 2020"));
}

#[test]
fn blocks_hold_items_in_order_ages_gates_and_modes() {
    let report = read(&room());
    let read = report.library.battery("every-form").unwrap();
    let battery = &read.battery;
    let used: Vec<BatteryInstrument> = (0..4).map(|instrument| BatteryInstrument { instrument }).collect();
    assert_eq!(battery.instruments, used);
    let items: Vec<Vec<u16>> =
        battery.blocks.iter().map(|block| block.items.iter().map(|item| item.0).collect()).collect();
    assert_eq!(items, [vec![4, 0, 1], vec![2, 3], vec![0, 1, 2], vec![3, 4, 2, 0, 1], vec![0, 1]]);
    let at = |instrument, score, band_set| ScoreRef { instrument, score, band_set };
    assert_eq!(battery.blocks[1].ask_if, Some(Condition::BandAtLeast(at(0, 5, 0), 1)));
    assert!(read.misses[1].as_deref().unwrap().contains("lukewarm") && read.misses[0].is_none());
    let adaptive =
        Adaptive { score: at(1, 0, 0), min_items: 1, max_items: 2, standard_error: 500, decided: 95 };
    assert_eq!(battery.blocks[2].mode, Mode::Adaptive(adaptive));
    assert_eq!(battery.blocks[3].mode, Mode::ExactStop);
    assert_eq!(battery.blocks[0].mode, Mode::Fixed);
    assert_eq!((battery.blocks[0].ages.min, battery.blocks[4].ages.min), (8, 14));
    assert_eq!((read.stage, read.reasons.len()), (Stage::Any, battery.policy.rules.len()));
    let [zh, en] = read.workload.as_slice() else { panic!("one for each locale") };
    assert_eq!((zh.items_usual, zh.items_most, zh.unread), (12, 14, 2));
    assert!(zh.seconds_usual < zh.seconds_most && en.seconds_most <= u32::from(battery.minutes) * 60);
    let whole = &report.library.battery("whole").unwrap().battery;
    let counts: Vec<usize> = whole.blocks.iter().map(|block| block.items.len()).collect();
    assert_eq!((counts, &whole.validity), (vec![5, 5], &None));
}

#[test]
fn every_condition_and_index_is_read() {
    let report = read(&room());
    let battery = &report.library.battery("every-form").unwrap().battery;
    let [urgent, unclear, priority, watch] = battery.policy.rules.as_slice() else { panic!("four rules") };
    assert_eq!((urgent.tier, &urgent.when), (Tier::Urgent, &Condition::AnyCritical));
    let at = |instrument, score| ScoreRef { instrument, score, band_set: 0 };
    let Condition::Any(parts) = &unclear.when else { panic!("any") };
    assert_eq!(
        (parts.len(), &parts[0], &parts[5]),
        (6, &Condition::NotComputed(at(0, 0)), &Condition::Unusable)
    );
    let both = Condition::All(vec![Condition::BandAtLeast(at(1, 0), 1), Condition::BandAtMost(at(2, 0), 0)]);
    let any = vec![Condition::BandAtLeast(at(0, 0), 2), Condition::Worsened(at(0, 0)), both];
    assert_eq!(priority.when, Condition::Any(any));
    assert_eq!(watch.when, Condition::Any(vec![Condition::Doubtful, Condition::BandAtLeast(at(1, 0), 1)]));
    let validity = battery.validity.as_ref().unwrap();
    assert_eq!((validity.floor_ms, validity.doubtful_from, validity.unusable_from), (800, 2, 4));
    let kinds: Vec<&IndexKind> = validity.indices.iter().map(|index| &index.kind).collect();
    assert_eq!(kinds.len(), 7);
    assert!(
        matches!(kinds[2], IndexKind::Straight { instruments, lowest_option: 1 } if instruments == &[0, 2])
    );
    assert!(matches!(kinds[3], IndexKind::Contradiction { pairs, apart: 3 }
        if pairs.len() == 1 && pairs[0].0.item == ItemIndex(0) && pairs[0].1.item == ItemIndex(1)));
    assert!(
        matches!(kinds[4], IndexKind::Instructed { items } if items[0].1 == 2 && items[0].0.instrument == 2)
    );
    assert_eq!(kinds[5], &IndexKind::Lie(at(2, 1)));
    assert_eq!(
        validity.indices[0].cuts.iter().map(|cut| (cut.from, cut.points)).collect::<Vec<_>>(),
        [(30, 2), (60, 4)]
    );
}

#[test]
fn a_group_may_leave_every_side_open() {
    assert_eq!(Group::default(), Group { ages: None, sex: None, grades: None });
    assert_eq!(decimal(1_667, 3), "1.667");
}
