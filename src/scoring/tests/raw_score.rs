//! Scores of instruments that nobody wrote: any number of items, options, keys, missing data, scores over
//! scores, norms. The oracle is written another way: it fills in every missing value and adds fractions.

use crate::support::{
    Got, bands,
    drawn::{self, ROUNDINGS, Size},
    given, got, input, inputs, instrument,
    oracle::{self, Fraction, Said},
    pack, scored, sum, summed, through,
};
use proptest::prelude::*;
use qinghe_content::{
    AgeRange, Combine, Group, Input, Instrument, ItemIndex, MissingRule, Norm, OnlyIf, Pattern, Rounding,
    Scaling, Score, Sex, Within,
};
use qinghe_scoring::{Response, Scorer, Who, band, is_critical, range};

const LARGE: Size = Size { items: 16, options: 6, scores: 5 };
const NOBODY: Who = Who { age: None, sex: None, grade: None };

fn oracle(one: &Instrument, responses: &[Response], who: Who) -> Vec<Got> {
    let said: Vec<Said> = responses.iter().copied().map(Said::of).collect();
    oracle::scores(one, &said, who)
}

/// The last score of an instrument.
fn last(one: &Instrument, text: &str) -> Got {
    *scored(one, &given(text), NOBODY).last().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn every_score_is_what_fractions_give(tape in drawn::tape()) {
        let draw = &mut tape.draw();
        let one = drawn::instrument(draw, LARGE);
        let who = drawn::who(draw);
        let percent = draw.below(40);
        let responses = drawn::responses(draw, &one, percent, percent / 3);
        prop_assert_eq!(scored(&one, &responses, who), oracle(&one, &responses, who), "{:#?}", one);
    }

    /// What is drawn is what may be written, and one scorer for many sheets forgets the sheet before.
    #[test]
    fn a_scorer_gives_the_same_for_sheet_after_sheet(tape in drawn::tape()) {
        let draw = &mut tape.draw();
        let one = drawn::instrument(draw, LARGE);
        let back = through(&pack(vec![one.clone()], qinghe_content::Mode::Fixed));
        prop_assert_eq!(&back.instruments[0], &one);
        let mut scorer = Scorer::new(&one);
        for _ in 0..4 {
            let who = drawn::who(draw);
            let responses = drawn::responses(draw, &one, 20, 10);
            let from: Vec<Got> = scorer.score(responses.iter().copied(), who).map(got).collect();
            prop_assert_eq!(from, scored(&one, &responses, who));
        }
    }

    #[test]
    fn skipped_and_not_reached_count_the_same(tape in drawn::tape()) {
        let draw = &mut tape.draw();
        let one = drawn::instrument(draw, LARGE);
        let responses = drawn::responses(draw, &one, 15, 15);
        let swap = |response: &Response| match response {
            Response::Skipped => Response::NotReached,
            Response::NotReached => Response::Skipped,
            Response::Given(option) => Response::Given(*option),
        };
        let swapped: Vec<Response> = responses.iter().map(swap).collect();
        prop_assert_eq!(scored(&one, &responses, NOBODY), scored(&one, &swapped, NOBODY));
    }

    /// The order in which inputs stand in a score does not matter.
    #[test]
    fn inputs_have_no_order(tape in drawn::tape()) {
        let draw = &mut tape.draw();
        let one = drawn::instrument(draw, LARGE);
        let responses = drawn::responses(draw, &one, 15, 0);
        let mut turned = one.clone();
        for score in turned.scores.iter_mut().filter(|score| !matches!(score.combine, Combine::First(_))) {
            let by = draw.below(score.inputs.len());
            score.inputs.rotate_left(by);
        }
        prop_assert_eq!(scored(&turned, &responses, NOBODY), scored(&one, &responses, NOBODY));
    }

    /// No sheet has a score outside the range that lints and displays rely on.
    #[test]
    fn no_score_lies_outside_its_range(tape in drawn::tape()) {
        let draw = &mut tape.draw();
        let mut one = drawn::instrument(draw, LARGE);
        // Blanks can lower a score below every complete one; the range is that of complete responses.
        for score in &mut one.scores {
            score.missing = MissingRule::Complete;
        }
        for _ in 0..8 {
            let who = drawn::who(draw);
            let responses = drawn::responses(draw, &one, 0, 0);
            for (nth, got) in scored(&one, &responses, who).into_iter().enumerate() {
                let (low, high) = range(&one, nth);
                if let Got::Value(value) = got {
                    prop_assert!(i128::from(low) <= value && value <= i128::from(high),
                        "score {nth}: {value} is not in {low}..={high}: {one:#?}");
                }
            }
        }
    }

    #[test]
    fn the_band_is_the_last_that_begins_at_or_below(tape in drawn::tape(), value in -60..60i32) {
        let set = drawn::frame(&mut tape.draw()).band_sets.remove(0);
        let begun = set.bands.iter().filter(|band| band.from <= value).count();
        prop_assert_eq!(band(&set, value), begun.max(1) - 1);
        // Below the first band is the first.
        prop_assert_eq!(band(&set, i32::MIN), 0);
        prop_assert_eq!(band(&set, i32::MAX), set.bands.len() - 1);
    }

    #[test]
    fn a_response_is_critical_by_its_own_value_whatever_the_keying(tape in drawn::tape()) {
        let draw = &mut tape.draw();
        let one = drawn::instrument(draw, LARGE);
        let responses = drawn::responses(draw, &one, 10, 10);
        for (nth, (item, response)) in one.items.iter().zip(&responses).enumerate() {
            let values = &one.response_sets[usize::from(item.response_set)].values;
            let wanted = match (item.critical, response) {
                (Some(critical), Response::Given(option)) => values[usize::from(*option)] >= critical.at_least,
                _ => false,
            };
            prop_assert_eq!(is_critical(&one, ItemIndex(u16::try_from(nth).unwrap()), *response), wanted);
        }
    }

    /// Positions that point nowhere are missing data, never a panic.
    #[test]
    fn what_the_instrument_does_not_offer_is_missing(tape in drawn::tape(), option in 9u8.., cut in 0usize..20) {
        let one = drawn::instrument(&mut tape.draw(), LARGE);
        let none = vec![Response::Given(option); one.items.len()];
        let skipped = vec![Response::Skipped; one.items.len()];
        let wanted = scored(&one, &skipped, NOBODY);
        prop_assert_eq!(&scored(&one, &none, NOBODY), &wanted);
        prop_assert_eq!(&scored(&one, &none[..cut.min(none.len())], NOBODY), &wanted);
        prop_assert!(!is_critical(&one, ItemIndex(u16::MAX), Response::Given(0)));
        prop_assert!(none.iter().all(|none| !is_critical(&one, ItemIndex(0), *none)));
    }
}

/// What the compiler makes of reverse keying, weights, counts and points of options is a key.
#[test]
fn one_key_for_every_way_to_count_a_response() {
    let mut one = instrument(1, &[1, 2, 3, 4]);
    one.keys =
        vec![vec![1, 2, 3, 4], vec![4, 3, 2, 1], vec![3, 6, 9, 12], vec![0, 0, 1, 1], vec![5, 0, -2, 7]];
    for (key, wanted) in (0u8..).zip(one.keys.clone()) {
        one.scores = vec![sum(vec![input(0, key)])];
        let got: Vec<Got> = ["0", "1", "2", "3"].iter().map(|text| last(&one, text)).collect();
        let wanted: Vec<Got> = wanted.iter().map(|points| Got::Value(i128::from(*points))).collect();
        assert_eq!(got, wanted, "key {key}");
    }
}

fn rule(at_most: u16, rounding: Option<Rounding>) -> MissingRule {
    MissingRule::Prorate { at_most, rounding }
}

/// Six of nine items give 0 0 1 1 1 1 = 4; the mean fills up to 6. Seven give 5: 45/7 = 6.43. Eight: 4.5.
#[test]
fn missing_rules_at_and_past_their_limit() {
    let mut one = summed(9, &[0, 1, 2, 3], &[0]);
    let mut table = |missing: MissingRule, rows: &[(&str, Got)]| {
        one.scores[0].missing = missing;
        for (text, wanted) in rows {
            assert_eq!(last(&one, text), *wanted, "{missing:?} {text}");
        }
    };
    let (three, eight) = ("001 111 ---", "000 011 11-");
    table(MissingRule::Complete, &[("333 333 333", Got::Value(27)), (eight, Got::Missing(1))]);
    table(rule(2, Some(ROUNDINGS[0])), &[(eight, Got::Value(5)), (three, Got::Missing(3))]);
    table(rule(2, Some(ROUNDINGS[1])), &[(eight, Got::Value(4)), ("333 333 3--", Got::Value(27))]);
    table(rule(2, Some(ROUNDINGS[2])), &[(eight, Got::Value(4)), ("000 111 22-", Got::Value(8))]);
    table(rule(3, Some(ROUNDINGS[0])), &[(three, Got::Value(6)), ("001 11- ---", Got::Missing(4))]);
    // 7 of 8 items: 63/8 = 7.875. 12 over 8 items: 13.5, to the even side up.
    table(rule(1, Some(ROUNDINGS[2])), &[("000 111 22-", Got::Value(8)), ("222 222 00-", Got::Value(14))]);
    table(
        MissingRule::BlanksAsZero { at_most: 3 },
        &[(three, Got::Value(4)), ("0-- --3 333", Got::Missing(4))],
    );
    table(MissingRule::BlanksAsZero { at_most: 9 }, &[("--- --- ---", Got::Value(0))]);
    // Nobody's mean is the mean of nothing.
    table(rule(9, Some(ROUNDINGS[0])), &[("--- --- ---", Got::Missing(9)), ("--- --- --2", Got::Value(18))]);
}

/// The exact fraction goes on to the scale: 4.5 × 10 is 45 and not 50 or 40.
#[test]
fn the_exact_fraction_reaches_the_scale() {
    let mut one = summed(9, &[0, 1, 2, 3], &[0]);
    one.scores[0].scaling = Scaling { multiply: 10, ..Scaling::NONE };
    one.scores[0].missing = rule(2, None);
    assert_eq!(last(&one, "000 011 11-"), Got::Value(45));
    one.scores[0].missing = rule(2, Some(Rounding::HalfUp));
    assert_eq!(last(&one, "000 011 11-"), Got::Value(50));
    // A mean with two decimals of 5 over 7 of 9 items: 100 × 45 / 7 / 9 = 71.43.
    one.scores[0].scaling = Scaling { multiply: 100, divide: 9, decimals: 2, ..Scaling::NONE };
    one.scores[0].missing = rule(2, None);
    assert_eq!(last(&one, "001 111 1--"), Got::Value(71));
}

/// Zung: the raw score times 1.25. Raw 42 is 52.5.
#[test]
fn one_raw_score_under_three_roundings() {
    let mut one = summed(20, &[1, 2, 3, 4], &[20]);
    let raw = |total: usize| -> String {
        let over = total - 20;
        (0..20)
            .map(|nth| char::from(b'0' + u8::try_from(over.saturating_sub(3 * nth).min(3)).unwrap()))
            .collect()
    };
    for (rounding, wanted) in
        ROUNDINGS.into_iter().zip([[53, 53, 25, 100], [52, 52, 25, 100], [52, 52, 25, 100]])
    {
        one.scores[0].scaling = Scaling { multiply: 5, divide: 4, rounding, ..Scaling::NONE };
        let got = [42, 42, 20, 80].map(|total| last(&one, &raw(total)));
        assert_eq!(got, wanted.map(Got::Value), "{rounding:?}");
    }
    // 46 × 1.25 = 57.5: half to the even side is up.
    one.scores[0].scaling = Scaling { multiply: 5, divide: 4, rounding: Rounding::HalfEven, ..Scaling::NONE };
    assert_eq!(last(&one, &raw(46)), Got::Value(58));
}

/// Below zero, one half goes away from zero, the rest is cut towards it; what is added comes after.
#[test]
fn roundings_below_zero() {
    let mut one = summed(1, &[-9, -7, -5, 5], &[-9]);
    for (rounding, wanted) in ROUNDINGS.into_iter().zip([[-5, -4, -3, 3], [-4, -3, -2, 2], [-4, -4, -2, 2]]) {
        one.scores[0].scaling = Scaling { divide: 2, rounding, ..Scaling::NONE };
        assert_eq!(["0", "1", "2", "3"].map(|text| last(&one, text)), wanted.map(Got::Value), "{rounding:?}");
        let fraction = |over: i128| Got::Value(Fraction::new(over, 2).rounded(rounding));
        assert_eq!([-9, -7, -5, 5].map(fraction), wanted.map(Got::Value), "the oracle, {rounding:?}");
        one.scores[0].scaling = Scaling { divide: 2, add: 50, rounding, ..Scaling::NONE };
        assert_eq!(last(&one, "0"), Got::Value(wanted[0] + 50));
        one.scores[0].scaling = Scaling { multiply: -1, divide: 2, rounding, ..Scaling::NONE };
        assert_eq!(last(&one, "0"), Got::Value(-wanted[0]));
    }
}

#[test]
fn the_maximum_is_the_largest_input_that_is_there() {
    let mut one = summed(3, &[-3, -1, 0, 2], &[-3]);
    one.scores[0].combine = Combine::Maximum;
    for (missing, rows) in [
        (MissingRule::Complete, [("000", Got::Value(-3)), ("013", Got::Value(2)), ("0-0", Got::Missing(1))]),
        (rule(3, None), [("0-1", Got::Value(-1)), ("--0", Got::Value(-3)), ("---", Got::Missing(3))]),
        // A blank that counts as 0 is larger than what is below it.
        (
            MissingRule::BlanksAsZero { at_most: 3 },
            [("0-1", Got::Value(0)), ("3--", Got::Value(2)), ("---", Got::Value(0))],
        ),
    ] {
        one.scores[0].missing = missing;
        for (text, wanted) in rows {
            assert_eq!(last(&one, text), wanted, "{missing:?} {text}");
        }
    }
}

/// The second item counts only when the first is at least 2; otherwise one point.
#[test]
fn an_input_counts_only_if_another_response_is_high() {
    let mut one = instrument(2, &[0, 1, 2, 3]);
    let only_if = Some(OnlyIf { item: ItemIndex(0), at_least: 2, otherwise: 1 });
    one.scores = vec![sum(vec![Input::Item { item: ItemIndex(1), key: 0, only_if }])];
    for (text, wanted) in [
        ("23", Got::Value(3)),
        ("13", Got::Value(1)),
        ("30", Got::Value(0)),
        ("0-", Got::Value(1)),
        ("2-", Got::Missing(1)),
        ("-3", Got::Missing(1)),
    ] {
        assert_eq!(last(&one, text), wanted, "{text}");
    }
}

/// Two subscales and a total over them: as they are read, with factors, and missing where one is.
#[test]
fn a_total_over_scores_takes_them_as_they_are_read() {
    let mut one = instrument(4, &[0, 1, 2, 3]);
    let double = Scaling { multiply: 2, ..Scaling::NONE };
    let first = Score { scaling: double, ..sum(inputs([0, 1])) };
    let second = Score { missing: rule(1, Some(Rounding::HalfUp)), ..sum(inputs([2, 3])) };
    let over = vec![Input::Score { score: 0, weight: 1 }, Input::Score { score: 1, weight: -3 }];
    one.scores = vec![first, second, sum(over)];
    let table = |one: &Instrument, text: &str| scored(one, &given(text), NOBODY);
    assert_eq!(table(&one, "1223"), [6, 5, -9].map(Got::Value));
    assert_eq!(table(&one, "122-"), [6, 4, -6].map(Got::Value));
    assert_eq!(table(&one, "12--"), [Got::Value(6), Got::Missing(2), Got::Missing(1)]);
    // A missing subscale is a missing input: the total may have a rule of its own.
    one.scores[2].missing = rule(1, Some(Rounding::HalfUp));
    assert_eq!(table(&one, "12--")[2], Got::Value(12));
}

/// The first pattern that holds gives the value, none gives 0; both ends of a range are inside.
#[test]
fn the_first_pattern_that_holds_decides() {
    let mut one = instrument(4, &[0, 1, 2, 3]);
    let within = |input, from, to| Within { input, from, to };
    let patterns = vec![
        Pattern { value: 2, all: vec![within(0, 5, i32::MAX), within(1, 1, 2)] },
        Pattern { value: 7, all: vec![within(0, 3, 4)] },
        Pattern { value: 1, all: vec![within(0, 2, 9)] },
    ];
    let scores = (0..2).map(|score| Input::Score { score, weight: 1 }).collect();
    one.scores =
        vec![sum(inputs(0..4)), sum(inputs([0])), Score { combine: Combine::First(patterns), ..sum(scores) }];
    for (text, wanted) in [
        ("1211", Got::Value(2)),
        ("2210", Got::Value(2)),
        ("3200", Got::Value(1)),
        ("0320", Got::Value(1)),
        ("1111", Got::Value(7)),
        ("0300", Got::Value(7)),
        ("0200", Got::Value(1)),
        ("0100", Got::Value(0)),
        ("0-00", Got::Missing(1)),
        ("-300", Got::Missing(2)),
    ] {
        assert_eq!(last(&one, text), wanted, "{text}");
    }
    // What is missing could be anything: where no value of it changes the result, there is a result.
    let Combine::First(patterns) = &mut one.scores[2].combine else { panic!("patterns") };
    patterns.retain(|pattern| pattern.value == 2);
    for (text, wanted) in [("0-00", Got::Value(0)), ("3-00", Got::Value(0)), ("1-00", Got::Missing(1))] {
        assert_eq!(last(&one, text), wanted, "{text}");
    }
}

/// The first norm that is made for the person is read; what is not known about a person does not fit.
#[test]
fn norms_by_group() {
    let mut one = summed(1, &[0, 1, 2, 3], &[0]);
    let norm = |group: Group, steps: &[(i32, i32)]| Norm { id: "n".to_owned(), group, steps: steps.to_vec() };
    let boys =
        Group { ages: Some(AgeRange { min: 12, max: Some(14) }), sex: Some(Sex::Male), grades: Some((7, 9)) };
    let girls = Group { sex: Some(Sex::Female), ..Group::default() };
    one.scores[0].norms = vec![norm(boys, &[(0, 40), (2, 55)]), norm(girls, &[(1, 30), (3, 70)])];
    let boy = Who { age: Some(12), sex: Some(Sex::Male), grade: Some(9) };
    let girl = Who { sex: Some(Sex::Female), ..NOBODY };
    let table = |who: Who| ["0", "1", "2", "3"].map(|text| scored(&one, &given(text), who)[0]);
    assert_eq!(table(boy), [40, 40, 55, 55].map(Got::Value));
    assert_eq!(table(Who { age: Some(14), grade: Some(7), ..boy }), [40, 40, 55, 55].map(Got::Value));
    assert_eq!(table(girl), [Got::NoNorm, Got::Value(30), Got::Value(30), Got::Value(70)]);
    let others = [
        NOBODY,
        Who { age: Some(11), ..boy },
        Who { age: Some(15), ..boy },
        Who { age: None, ..boy },
        Who { grade: Some(6), ..boy },
        Who { grade: Some(10), ..boy },
        Who { grade: None, ..boy },
        Who { sex: None, ..boy },
    ];
    for (nth, who) in others.into_iter().enumerate() {
        assert_eq!(table(who), [Got::NoNorm; 4], "person {nth}");
    }
    one.scores[0].norms.push(norm(Group::default(), &[(0, 1)]));
    assert_eq!(scored(&one, &given("3"), NOBODY), [Got::Value(1)], "a norm for everybody");
    assert_eq!(scored(&one, &given("3"), boy), [Got::Value(55)], "the first that fits");
}

#[test]
fn the_range_is_that_of_the_values_read() {
    let mut one = summed(5, &[0, 1, 2, 3], &[0]);
    assert_eq!(range(&one, 0), (0, 15));
    one.scores[0].scaling = Scaling { multiply: -2, add: 3, ..Scaling::NONE };
    assert_eq!(range(&one, 0), (-27, 3));
    let girls = Group { sex: Some(Sex::Female), ..Group::default() };
    let steps = vec![(-27, 80), (-5, 20), (0, 45)];
    one.scores[0].norms = vec![Norm { id: "n".to_owned(), group: girls, steps }];
    assert_eq!(range(&one, 0), (20, 80));
    // A score over one that has norms, whoever they are for.
    one.scores.push(sum(vec![Input::Score { score: 0, weight: 2 }, input(0, 0)]));
    assert_eq!(range(&one, 1), (40, 163));
    assert_eq!(range(&one, 2), (0, 0), "no such score");
}

#[test]
fn bands_begin_at_their_cut() {
    let set = bands(&[0, 5, 10, 15, 20]);
    for (score, wanted) in
        [(0, 0), (4, 0), (5, 1), (9, 1), (10, 2), (14, 2), (15, 3), (19, 3), (20, 4), (27, 4)]
    {
        assert_eq!(band(&set, score), wanted, "{score}");
    }
}

/// The scaled score by fractions, kept inside what a score can be.
fn clamped(raw: i128, scaling: Scaling) -> Got {
    let scaled = Fraction::new(raw * i128::from(scaling.multiply), i128::from(scaling.divide));
    let units = scaled.rounded(scaling.rounding) + i128::from(scaling.add);
    Got::Value(units.clamp(i128::from(i32::MIN), i128::from(i32::MAX)))
}

/// As many items as can be written, at the largest values, under the largest factors: still exact. What is
/// larger than a score can be is the largest score.
#[test]
fn extreme_sizes_do_not_overflow() {
    let items = u16::MAX;
    let ends = [1, -1, 7, 1_000_000, i32::MAX, i32::MIN];
    for value in [i16::MIN, i16::MAX] {
        let mut one = summed(usize::from(items), &[0, value], &[0]);
        let responses = vec![Response::Given(1); usize::from(items)];
        let raw = i128::from(value) * i128::from(items);
        for (multiply, divide) in ends.into_iter().flat_map(|by| [(by, 1), (by, 6), (by, i32::MAX)]) {
            for add in [0, i32::MIN, i32::MAX] {
                one.scores[0].scaling = Scaling { multiply, divide, add, ..Scaling::NONE };
                let wanted = clamped(raw, one.scores[0].scaling);
                assert_eq!(scored(&one, &responses, NOBODY), [wanted], "{multiply} / {divide} + {add}");
            }
        }
    }
}

/// The same with the person's mean: a thousand items under a factor of a million are exact. Beyond that
/// nothing wraps round.
#[test]
fn extreme_sizes_do_not_overflow_with_missing_responses() {
    for (items, multiply) in [(1_000, 1_000_000), (1_000, -1_000_000), (65_535, i32::MAX), (65_535, i32::MIN)]
    {
        for value in [i16::MIN, i16::MAX] {
            let mut one = summed(items, &[0, value], &[0]);
            let mut responses = vec![Response::Given(1); items];
            responses[0] = Response::Skipped;
            let raw = i128::from(value) * i128::try_from(items).unwrap();
            for (rounding, divide) in [(None, 1), (None, 1_000_000), (Some(Rounding::HalfUp), 999)] {
                one.scores[0].missing = rule(1, rounding);
                one.scores[0].scaling = Scaling { multiply, divide, ..Scaling::NONE };
                let [Got::Value(got)] = scored(&one, &responses, NOBODY)[..] else { panic!("not computed") };
                let Got::Value(wanted) = clamped(raw, one.scores[0].scaling) else { panic!("not computed") };
                let exact = items == 1_000 || rounding.is_some();
                assert!(got == wanted || !exact && got.signum() == wanted.signum(), "{got} and not {wanted}");
            }
        }
    }
}

/// The largest score as often as it goes into another.
#[test]
fn scores_over_the_largest_scores_do_not_overflow() {
    for (value, most) in [(i16::MIN, i32::MIN), (i16::MAX, i32::MAX)] {
        let mut one = summed(2, &[0, value], &[0]);
        one.scores[0].scaling = Scaling { multiply: i32::MAX, ..Scaling::NONE };
        for nth in 1..4 {
            let over = vec![Input::Score { score: nth - 1, weight: i16::MAX }; 300];
            let scaling = Scaling { multiply: i32::MAX, ..Scaling::NONE };
            one.scores.push(Score { missing: rule(1, None), scaling, ..sum(over) });
        }
        let most = Got::Value(i128::from(most));
        assert_eq!(scored(&one, &given("11"), NOBODY), [most; 4]);
        assert_eq!(range(&one, 3), if value < 0 { (i32::MIN, 0) } else { (0, i32::MAX) });
    }
}
