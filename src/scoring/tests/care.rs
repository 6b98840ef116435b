//! Validity indices, worked by hand: the value, one point below the cut and at it, and where to look again.

use crate::support::{self, at, at_least, block, byte, given, pack, rule, sheet, summed, through};
use qinghe_content::{
    Condition, Cut, Index, IndexKind, Instrument, ItemIndex, ItemRef, Mode, Pack, Tier, Validity,
};
use qinghe_scoring::{Care, Place, Response, Sheet};

fn index(kind: IndexKind, cuts: &[(i32, u16)]) -> Index {
    let cuts = cuts.iter().map(|(from, points)| Cut { from: *from, points: *points }).collect();
    Index { kind, cuts }
}

fn policy(indices: Vec<Index>) -> Option<Validity> {
    Some(Validity { floor_ms: 800, indices, doubtful_from: 2, unusable_from: 4 })
}

fn place(instrument: usize, item: usize) -> Place {
    Place { instrument, item }
}

fn item(instrument: usize, item: usize) -> ItemRef {
    ItemRef { instrument: byte(instrument), item: ItemIndex(u16::try_from(item).unwrap()) }
}

fn flags(text: &str) -> Vec<bool> {
    text.chars().filter(|letter| !letter.is_whitespace()).map(|letter| letter == '1').collect()
}

/// The judgement as text: [`Care`] cannot be printed.
fn word(care: Care) -> &'static str {
    match care {
        Care::Ok => "ok",
        Care::Doubtful => "doubtful",
        Care::Unusable => "unusable",
    }
}

/// The places as text, `instrument.item`: a [`Place`] cannot be printed.
fn told(places: &[Place]) -> String {
    places.iter().map(|place| format!("{}.{}", place.instrument, place.item)).collect::<Vec<_>>().join(" ")
}

/// The index has this value on this sheet, weighs from there on and not one below, and points at these
/// places when it weighs.
fn check(pack: &Pack, kind: &IndexKind, sheet: Sheet, value: i32, places: &str) {
    let with = |cuts: &[(i32, u16)]| {
        let mut pack = pack.clone();
        pack.battery.validity = policy(vec![index(kind.clone(), cuts)]);
        through(&pack)
    };
    let judge = |cuts: &[(i32, u16)]| {
        let pack = with(cuts);
        let sheet = Sheet { pack: &pack, ..sheet };
        (sheet.indices(), word(sheet.care()), told(&sheet.look_again()))
    };
    assert_eq!(judge(&[(value, 2)]), (vec![value], "doubtful", places.to_owned()), "{kind:?} at the cut");
    let below = (vec![value], "ok", String::new());
    assert_eq!(judge(&[(value + 1, 4)]), below, "{kind:?} below the cut");
    // The highest cut that is reached gives its points; they are not added up.
    let steps = [(value - 2, 3), (value - 1, 3), (value, 1), (value + 1, 9)];
    assert_eq!(judge(&steps), below, "{kind:?} between cuts");
    assert_eq!(judge(&[(value - 1, 1), (value, 4)]).1, "unusable", "{kind:?} at the second cut");
}

fn table(pack: &Pack, kind: &IndexKind, rows: &[(&[&str], i32, &str)]) {
    for (texts, value, places) in rows {
        let responses: Vec<Vec<Response>> = texts.iter().map(|text| given(text)).collect();
        check(pack, kind, sheet(pack, &responses), *value, places);
    }
}

fn four(items: usize) -> Instrument {
    summed(items, &[0, 1, 2, 3], &[0])
}

#[test]
fn quick_is_the_part_of_the_given_responses_that_came_too_soon() {
    let pack = pack(vec![four(4), four(4)], Mode::Fixed);
    for (texts, quick, value, places) in [
        (["0123", "0123"], ["0000", "0000"], 0, ""),
        (["0123", "0123"], ["0100", "0000"], 12, "0.1"),
        (["0123", "0123"], ["0100", "0001"], 25, "0.1 1.3"),
        (["0123", "0123"], ["1110", "0000"], 37, "0.0 0.1 0.2"),
        (["0123", "0123"], ["1111", "1111"], 100, "0.0 0.1 0.2 0.3 1.0 1.1 1.2 1.3"),
        // Of what was given: skipped or open items are neither.
        (["0---", "123-"], ["1111", "0001"], 25, "0.0"),
        (["0...", "...."], ["1000", "1000"], 100, "0.0"),
        (["----", "...."], ["1111", "1111"], 0, ""),
    ] {
        let responses = texts.map(given);
        let quick = quick.map(flags);
        check(&pack, &IndexKind::Quick, Sheet { quick: &quick, ..sheet(&pack, &responses) }, value, places);
        check(&pack, &IndexKind::Quick, sheet(&pack, &responses), 0, "");
    }
}

#[test]
fn a_long_string_runs_in_the_order_asked_and_above_the_lowest_options() {
    let pack = pack(vec![four(4), four(4)], Mode::Fixed);
    let kind = IndexKind::LongString { lowest_option: 1 };
    table(
        &pack,
        &kind,
        &[
            (&["0000", "0000"], 0, ""),
            (&["0100", "0000"], 1, "0.1"),
            (&["0110", "1111"], 4, "1.0 1.1 1.2 1.3"),
            (&["0111", "1100"], 5, "0.1 0.2 0.3 1.0 1.1"),
            // The first of two of one length.
            (&["2203", "3011"], 2, "0.0 0.1"),
            // What was skipped does not break the run; another option does.
            (&["22-2", "-230"], 4, "0.0 0.1 0.3 1.1"),
            (&["2232", "2230"], 3, "0.3 1.0 1.1"),
            (&["2202", "2230"], 3, "0.3 1.0 1.1"),
            (&["----", "...."], 0, ""),
        ],
    );
    table(&pack, &IndexKind::LongString { lowest_option: 0 }, &[(&["0001", "1000"], 3, "0.0 0.1 0.2")]);
    let mut turned = pack.clone();
    turned.battery.blocks = vec![block(1, [3, 2, 1, 0], Mode::Fixed), block(0, 0..4, Mode::Fixed)];
    table(
        &turned,
        &kind,
        &[
            (&["3120", "1133"], 2, "1.3 1.2"),
            (&["1230", "1133"], 3, "1.1 1.0 0.0"),
            (&["3310", "3211"], 3, "1.0 0.0 0.1"),
        ],
    );
}

#[test]
fn straight_counts_instruments_answered_with_one_option() {
    let mut both_ways = four(4);
    both_ways.items[2].reverse = true;
    let pack = pack(vec![four(3), both_ways, four(3)], Mode::Fixed);
    let kind = IndexKind::Straight { instruments: vec![0, 1], lowest_option: 2 };
    table(
        &pack,
        &kind,
        &[
            (&["012", "0123", "222"], 0, ""),
            (&["222", "0123", "222"], 1, "0.0 0.1 0.2"),
            (&["221", "0123", "222"], 0, ""),
            // Below the lowest option only where every item points the same way.
            (&["111", "0123", "000"], 0, ""),
            (&["000", "0000", "000"], 1, "1.0 1.1 1.2 1.3"),
            (&["333", "1111", "000"], 2, "0.0 0.1 0.2 1.0 1.1 1.2 1.3"),
            // What was skipped is not another option; one response is no row.
            (&["3-3", "----", "000"], 1, "0.0 0.2"),
            (&["3--", "--1-", "000"], 0, ""),
        ],
    );
}

#[test]
fn a_contradiction_lies_apart_after_keying() {
    let mut one = four(4);
    one.items[1].reverse = true;
    let mut two = summed(2, &[5, 1, 3, 2, 4], &[0]);
    two.items[0].reverse = true;
    let pack = pack(vec![one, two], Mode::Fixed);
    let pairs =
        |apart, pairs: &[(ItemRef, ItemRef)]| IndexKind::Contradiction { pairs: pairs.to_vec(), apart };
    let (first, across) = ((item(0, 0), item(0, 1)), (item(0, 2), item(1, 0)));
    table(
        &pack,
        &pairs(2, &[first, across]),
        &[
            // Both affirmed: 3 and, turned round, 0. Both denied: 0 and 3.
            (&["3300", "40"], 1, "0.0 0.1"),
            (&["0000", "40"], 1, "0.0 0.1"),
            (&["3200", "40"], 1, "0.0 0.1"),
            // 2 and 1, 3 and 2, 3 and 3.
            (&["2200", "40"], 0, ""),
            (&["3100", "40"], 0, ""),
            (&["3000", "40"], 0, ""),
            (&["3-00", "40"], 0, ""),
            (&["..00", "40"], 0, ""),
            // Positions count, not values: the last of five turned round is the first.
            (&["3030", "40"], 1, "0.2 1.0"),
            (&["3330", "40"], 2, "0.0 0.1 0.2 1.0"),
            (&["3030", "00"], 0, ""),
            (&["3020", "40"], 1, "0.2 1.0"),
            (&["3010", "40"], 0, ""),
        ],
    );
    table(&pack, &pairs(3, &[first]), &[(&["3200", "40"], 0, ""), (&["3300", "40"], 1, "0.0 0.1")]);
}

#[test]
fn an_instructed_item_wants_one_position() {
    let pack = pack(vec![four(4), four(2)], Mode::Fixed);
    let kind = IndexKind::Instructed { items: vec![(item(1, 1), 0), (item(0, 2), 3), (item(0, 0), 1)] };
    table(
        &pack,
        &kind,
        &[
            (&["1230", "30"], 0, ""),
            (&["1220", "30"], 1, "0.2"),
            (&["1220", "33"], 2, "0.2 1.1"),
            (&["0220", "31"], 3, "0.0 0.2 1.1"),
            // Not said is not missed.
            (&["-2.0", "3-"], 0, ""),
        ],
    );
}

#[test]
fn a_lie_scale_gives_its_score() {
    let pack = pack(vec![four(3), four(3)], Mode::Fixed);
    table(
        &pack,
        &IndexKind::Lie(at(1, 0)),
        &[
            (&["333", "000"], 0, ""),
            (&["333", "213"], 6, ""),
            (&["333", "333"], 9, ""),
            // No score, no lie.
            (&["333", "33-"], 0, ""),
            (&["333", "33."], 0, ""),
        ],
    );
}

/// Odd and even items of three instruments of two items. With odd items 0, 1, 2 the deviations are -1, 0, 1
/// and their squares sum to 2.
#[test]
fn odd_even_is_the_distance_of_two_halves() {
    let pack = pack(vec![four(2), four(2), four(2), four(2)], Mode::Fixed);
    let kind = IndexKind::OddEven { instruments: vec![0, 1, 2] };
    table(
        &pack,
        &kind,
        &[
            // The same halves: r = 1.
            (&["00", "11", "22", "00"], 0, ""),
            (&["00", "11", "33", "03"], 0, ""),
            // Even 0, 0, 1: r = 1 / √(2 · 2/3) = 0.866, stepped up 1.732 / 1.866 = 0.928.
            (&["00", "10", "21", "03"], 7, ""),
            // Even 1, 0, 2: r = 1 / 2, stepped up 1 / 1.5 = 0.667.
            (&["01", "10", "22", "03"], 33, ""),
            // Even 3, 0, 3: r = 0.
            (&["03", "10", "23", "00"], 100, ""),
            // Even 1, 2, 0: r = -1/2; 2, 1, 0: r = -1. Stepped up no further than -1.
            (&["01", "12", "20", "00"], 200, ""),
            (&["02", "11", "20", "00"], 200, ""),
            // A half without a response leaves its instrument out, and two are too few.
            (&["02", "1-", "20", "03"], 0, ""),
            // Nobody is doubted for being the same everywhere.
            (&["11", "11", "11", "03"], 0, ""),
            (&["01", "02", "03", "03"], 0, ""),
        ],
    );
    // Odd 0, 1, 2, 3: deviations -3/2, -1/2, 1/2, 3/2, squares 5. Even 0, 3, 0, 1: -1, 2, -1, 0, squares 6,
    // products 3/2 - 1 - 1/2 = 0. Even 1, 3, 0, 1: -1/4, 7/4, -5/4, -1/4, squares 19/4, products
    // 3/8 - 7/8 - 5/8 - 3/8 = -3/2: r = -0.308, stepped up -0.889.
    let kind = IndexKind::OddEven { instruments: vec![0, 1, 2, 3] };
    table(&pack, &kind, &[(&["00", "13", "20", "31"], 100, ""), (&["01", "13", "20", "31"], 189, "")]);
}

/// The items of one direction are turned round first, and each counts as a part of its own range.
#[test]
fn odd_even_compares_parts_of_the_range_in_one_direction() {
    let mut turned = four(4);
    turned.items[1].reverse = true;
    turned.items[3].reverse = true;
    let two = summed(3, &[0, 1], &[0]);
    let six = summed(2, &[0, 1, 2, 3, 4, 5], &[0]);
    let pack = pack(vec![turned, two, six], Mode::Fixed);
    let kind = IndexKind::OddEven { instruments: vec![0, 1, 2] };
    table(
        &pack,
        &kind,
        &[
            // (0, 0), (1/2, 1), (1, 1): deviations -1/2, 0, 1/2 and -2/3, 1/3, 1/3: r = 0.866.
            (&["0303", "110", "55"], 7, ""),
            // (0, 0), (1, 1), (1/5, 1/5).
            (&["0303", "111", "11"], 0, ""),
            // Skipped: the odd half of the first is its third item alone.
            (&["-303", "111", "11"], 0, ""),
        ],
    );
}

/// Two options that add up to `sum`, in one of several ways.
fn split(sum: u8, highest: u8, way: usize) -> [u8; 2] {
    let (from, to) = (sum.saturating_sub(highest), sum.min(highest));
    let first = from + byte(way) % (to - from + 1);
    [first, sum - first]
}

/// Thirds, fifths and sevenths are not exact in binary: halves that are the same everywhere, whatever they
/// are made of, are still the same.
#[test]
fn the_same_halves_everywhere_are_the_same_with_any_number_of_options() {
    for highest in 2..9u8 {
        let values: Vec<i16> = (0..=i16::from(highest)).collect();
        for instruments in 3..9 {
            let mut pack = pack(vec![summed(4, &values, &[0]); instruments], Mode::Fixed);
            let kind = IndexKind::OddEven { instruments: (0..instruments).map(byte).collect() };
            pack.battery.validity = policy(vec![index(kind, &[(1, 4)])]);
            for (odd, even) in
                (0..=2 * highest).flat_map(|odd| (0..=2 * highest).map(move |even| (odd, even)))
            {
                let one = |nth: usize| {
                    let ([a, c], [b, d]) = (split(odd, highest, nth), split(even, highest, nth / 2));
                    [a, b, c, d].map(Response::Given).to_vec()
                };
                let responses: Vec<Vec<Response>> = (0..instruments).map(one).collect();
                let value = sheet(&pack, &responses).indices();
                assert_eq!(value, [0], "{odd} and {even} of {highest} in {instruments}");
            }
        }
    }
}

/// Points add up over the indices; all that weigh are looked at again, in the order asked, each item once.
#[test]
fn points_add_up_and_every_place_is_looked_at_once() {
    let mut pack = pack(vec![four(4), four(4)], Mode::Fixed);
    pack.battery.validity = policy(vec![
        index(IndexKind::Quick, &[(25, 1), (50, 3)]),
        index(IndexKind::LongString { lowest_option: 1 }, &[(3, 1), (6, 2)]),
        index(IndexKind::Instructed { items: vec![(item(1, 3), 0)] }, &[(1, 1)]),
    ]);
    let pack = through(&pack);
    let rows = [
        ("0123", "0120", "0000 0000", vec![0, 1, 0], "ok", ""),
        // One point each: not yet doubtful, so nothing to look at.
        ("0123", "0120", "1100 0000", vec![25, 1, 0], "ok", ""),
        ("0111", "0230", "0000 0000", vec![0, 3, 0], "ok", ""),
        ("0123", "0121", "0000 0000", vec![0, 1, 1], "ok", ""),
        ("0111", "0230", "1100 0000", vec![25, 3, 0], "doubtful", "0.0 0.1 0.2 0.3"),
        ("0123", "0121", "0000 0011", vec![25, 1, 1], "doubtful", "1.2 1.3"),
        ("0111", "0121", "0000 0011", vec![25, 3, 1], "doubtful", "0.1 0.2 0.3 1.2 1.3"),
        ("0123", "0121", "1111 0000", vec![50, 1, 1], "unusable", "0.0 0.1 0.2 0.3 1.3"),
        ("1111", "1120", "0000 1100", vec![25, 6, 0], "doubtful", "0.0 0.1 0.2 0.3 1.0 1.1"),
        ("1111", "1121", "0000 1100", vec![25, 6, 1], "unusable", "0.0 0.1 0.2 0.3 1.0 1.1 1.3"),
    ];
    for (first, second, quick, indices, care, again) in rows {
        let responses = [given(first), given(second)];
        let (one, two) = quick.split_once(' ').unwrap();
        let quick = [flags(one), flags(two)];
        let sheet = Sheet { quick: &quick, ..sheet(&pack, &responses) };
        let got = (sheet.indices(), word(sheet.care()), told(&sheet.look_again()));
        assert_eq!(got, (indices, care, again.to_owned()), "{first} {second}");
    }
}

#[test]
fn without_a_policy_nothing_is_doubted() {
    let pack = pack(vec![four(4)], Mode::Fixed);
    let (responses, quick) = ([given("3333")], [flags("1111")]);
    let sheet = Sheet { quick: &quick, ..sheet(&pack, &responses) };
    assert!(sheet.indices().is_empty() && sheet.care() == Care::Ok && sheet.look_again().is_empty());
}

/// What lies behind a gate that closed again is not looked at.
#[test]
fn what_does_not_count_is_not_judged() {
    let mut pack = pack(vec![four(2), four(3)], Mode::Fixed);
    pack.instruments[0].scores[0].band_sets = vec![support::bands(&[0, 2])];
    pack.battery.blocks[1].ask_if = Some(at_least(0, 1));
    for kind in [
        IndexKind::LongString { lowest_option: 0 },
        IndexKind::Straight { instruments: vec![1], lowest_option: 0 },
        IndexKind::Instructed { items: vec![(item(1, 0), 0)] },
        IndexKind::Contradiction { pairs: vec![(item(1, 0), item(0, 1))], apart: 2 },
    ] {
        pack.battery.validity = policy(vec![index(kind, &[(2, 4)])]);
        let shut = [given("01"), given("333")];
        let value = sheet(&pack, &shut).indices()[0];
        assert!(value <= 1 && sheet(&pack, &shut).look_again().is_empty(), "{value}");
        let open = [given("11"), given("333")];
        assert!(sheet(&pack, &open).indices()[0] > value || value == 1);
    }
    pack.battery.validity = policy(vec![index(IndexKind::Quick, &[(50, 4)])]);
    let (shut, quick) = ([given("01"), given("333")], [flags("01"), flags("111")]);
    let sheet = Sheet { quick: &quick, ..sheet(&pack, &shut) };
    assert_eq!((sheet.indices(), told(&sheet.look_again())), (vec![50], "0.1".to_owned()));
}

/// Care is judged at the end: nothing about it is decided while something is open.
#[test]
fn doubtful_includes_unusable_and_waits_for_the_end() {
    let mut pack = pack(vec![four(6)], Mode::Fixed);
    let kind = IndexKind::LongString { lowest_option: 1 };
    pack.battery.validity = policy(vec![index(kind, &[(3, 2), (5, 4)])]);
    pack.battery.policy.rules =
        vec![rule(Tier::Unclear, Condition::Unusable), rule(Tier::Watch, Condition::Doubtful)];
    for (text, decided, tier) in [
        ("012301", Some(Tier::Routine), Tier::Routine),
        ("022201", Some(Tier::Watch), Tier::Watch),
        ("022221", Some(Tier::Watch), Tier::Watch),
        ("022222", Some(Tier::Unclear), Tier::Unclear),
        ("02222-", Some(Tier::Watch), Tier::Watch),
        // Handed in as it is.
        ("02222.", None, Tier::Watch),
        ("......", None, Tier::Routine),
    ] {
        let responses = [given(text)];
        let sheet = sheet(&pack, &responses);
        assert!(sheet.decided() == decided && sheet.tier() == tier, "{text}: {}", sheet.tier().code());
    }
    // What is unusable is doubtful too.
    pack.battery.policy.rules.remove(0);
    for (text, tier) in [("012301", Tier::Routine), ("022201", Tier::Watch), ("022222", Tier::Watch)] {
        assert!(sheet(&pack, &[given(text)]).tier() == tier, "{text}");
    }
    // A rule before it that holds decides all the same.
    pack.battery.policy.rules.insert(0, rule(Tier::Urgent, Condition::AnyCritical));
    pack.instruments[0].items[0].critical = support::critical(1);
    let responses = [given("1.....")];
    assert!(sheet(&pack, &responses).decided() == Some(Tier::Urgent));
    assert!(place(0, 1) == sheet(&pack, &responses).next().unwrap());
}
