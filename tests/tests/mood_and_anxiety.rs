//! The real battery against what its authors published and its own rules, written a second time from
//! the papers and from `batteries/mood-and-anxiety/battery.toml`. Exhaustive where it can be.

use qinghe_content::{Instrument, ItemIndex, Locale, Pack, Tier};
use qinghe_scoring::{Response, ScoreOutcome, Sheet, Who, band, is_critical, score};
use qinghe_tests::{dice::Dice, pack};
use std::collections::BTreeMap;

/// The lowest score of each band: Kroenke, Spitzer and Williams 2001, table 3.
const PHQ_9: &[(&str, i32)] =
    &[("minimal", 0), ("mild", 5), ("moderate", 10), ("moderately-severe", 15), ("severe", 20)];
/// The same for Spitzer, Kroenke, Williams and Löwe 2006.
const GAD_7: &[(&str, i32)] = &[("minimal", 0), ("mild", 5), ("moderate", 10), ("severe", 15)];

fn sheet<'a>(pack: &'a Pack, responses: &'a [Vec<Response>]) -> Sheet<'a> {
    Sheet { pack, responses, quick: &[], who: Who::default(), earlier: &[] }
}

fn tier(pack: &Pack, responses: &[Vec<Response>]) -> Tier {
    let sheet = sheet(pack, responses);
    assert!(sheet.next().is_none(), "every item has its response");
    sheet.tier()
}

fn instrument<'a>(pack: &'a Pack, id: &str) -> &'a Instrument {
    pack.instruments.iter().find(|instrument| instrument.id == id).expect(id)
}

/// `raw` points spread over `items` items of 0 to 3, the first ones filled first.
fn spread(items: usize, raw: usize) -> Vec<Response> {
    let one = |nth: usize| Response::Given(u8::try_from(raw.saturating_sub(3 * nth).min(3)).unwrap());
    (0..items).map(one).collect()
}

fn published_bands(id: &str, set: &str, published: &[(&str, i32)], highest: i32) {
    let pack = pack(Locale::ZhHans);
    let instrument = instrument(&pack, id);
    let total = instrument.scores.iter().position(|score| score.id == "total").expect("total");
    let set = instrument.scores[total].band_sets.iter().find(|one| one.id == set).expect(set);
    for raw in 0..=highest {
        let given = spread(instrument.items.len(), usize::try_from(raw).unwrap());
        let ScoreOutcome::Computed(got) = score(instrument, total, &given, Who::default()) else {
            panic!("{id} {raw}")
        };
        assert_eq!(got, raw, "{id}");
        let wanted = published.iter().rev().find(|(_, from)| raw >= *from).map(|(name, _)| *name);
        assert_eq!(Some(set.bands[band(set, got)].id.as_str()), wanted, "{id} {raw}");
    }
}

#[test]
fn every_phq_9_score_falls_into_the_published_band() {
    published_bands("phq-9", "kroenke-2001", PHQ_9, 27);
}

#[test]
fn every_gad_7_score_falls_into_the_published_band() {
    published_bands("gad-7", "spitzer-2006", GAD_7, 21);
}

#[test]
fn the_only_critical_responses_are_those_to_the_ninth_item_of_the_phq_9() {
    let pack = pack(Locale::ZhHans);
    for instrument in &pack.instruments {
        for item in 0..u16::try_from(instrument.items.len()).unwrap() {
            for option in 0..4 {
                let critical = is_critical(instrument, ItemIndex(item), Response::Given(option));
                let wanted = instrument.id == "phq-9" && item == 8 && option >= 1;
                assert_eq!(critical, wanted, "{} item {item} option {option}", instrument.id);
            }
            for missing in [Response::Skipped, Response::NotReached] {
                assert!(!is_critical(instrument, ItemIndex(item), missing));
            }
        }
    }
    assert_eq!(instrument(&pack, "phq-9").items[8].id, "self-harm");
}

/// One instrument's choices: a value of 0 to 3 per item, or nothing.
type Values = [Option<u8>];

/// The prorated total, in the words of the holder: at most two missing, the person's own mean for them.
fn total(values: &Values) -> Option<u32> {
    let given: Vec<u32> = values.iter().flatten().map(|value| u32::from(*value)).collect();
    let (items, sum) = (u32::try_from(values.len()).unwrap(), given.iter().sum::<u32>());
    let count = u32::try_from(given.len()).unwrap();
    // Rounded half up: one half is added, the rest cut off.
    (items - count <= 2).then(|| (2 * sum * items + count) / (2 * count))
}

/// The policy of the battery, read from its file by a person and written as plain conditions.
fn oracle(phq_9: &Values, gad_7: &Values) -> Tier {
    if phq_9[8].is_some_and(|value| value >= 1) {
        return Tier::Urgent;
    }
    let (Some(mood), Some(worry)) = (total(phq_9), total(gad_7)) else { return Tier::Unclear };
    if mood >= 15 || worry >= 15 || (mood >= 10 && worry >= 10) {
        Tier::Priority
    } else if mood >= 10 || worry >= 10 {
        Tier::Watch
    } else {
        Tier::Routine
    }
}

fn responses(values: &Values) -> Vec<Response> {
    values.iter().map(|value| value.map_or(Response::Skipped, Response::Given)).collect()
}

/// A pattern as a number: its digits in base `base`, one per item; the digit 4 is a missing response.
fn pattern<const N: usize>(mut number: u32, base: u32) -> [Option<u8>; N] {
    std::array::from_fn(|_| {
        let digit = number % base;
        number /= base;
        (digit < 4).then(|| u8::try_from(digit).unwrap())
    })
}

#[test]
fn every_phq_9_pattern_has_the_tier_of_the_rules() {
    let pack = pack(Locale::ZhHans);
    let worries: [[Option<u8>; 7]; 3] =
        [pattern(0, 4), pattern(0b11_11_11_01, 4), pattern(4u32.pow(7) - 1, 4)];
    assert_eq!(worries.map(|worry| total(&worry)), [Some(0), Some(10), Some(21)]);
    for number in 0..4u32.pow(9) {
        let mood: [Option<u8>; 9] = pattern(number, 4);
        // Each pattern beside one of three states of worry, so that 4^9 stays 4^9.
        let worry = &worries[usize::try_from(number).unwrap() % 3];
        let wanted = oracle(&mood, worry);
        let got = tier(&pack, &[responses(&mood), responses(worry)]);
        assert!(got == wanted, "{mood:?} {worry:?}: {} and not {}", wanted.code(), got.code());
    }
}

#[test]
fn every_pair_of_totals_has_the_tier_and_domains_of_the_rules() {
    let pack = pack(Locale::ZhHans);
    let mut tiers = BTreeMap::new();
    for mood in 0..=24 {
        for worry in 0..=21 {
            let all = [spread(9, mood), spread(7, worry)];
            let got = tier(&pack, &all);
            let values = |given: &[Response]| -> Vec<Option<u8>> {
                given
                    .iter()
                    .map(|one| if let Response::Given(option) = one { Some(*option) } else { None })
                    .collect()
            };
            assert_eq!(got, oracle(&values(&all[0]), &values(&all[1])), "{mood} {worry}");
            let named: Vec<&str> = sheet(&pack, &all).domains().iter().map(|domain| domain.code()).collect();
            let wanted = [("mood", mood >= 10), ("anxiety", worry >= 10)];
            let wanted: Vec<&str> =
                wanted.iter().filter(|(_, named)| *named).map(|(code, _)| *code).collect();
            assert_eq!(named, wanted, "{mood} {worry}");
            *tiers.entry(got.code()).or_insert(0) += 1;
        }
    }
    assert_eq!(tiers.len(), 3, "routine, watch and priority; nothing here is critical or missing: {tiers:?}");
}

#[test]
fn missing_responses_follow_the_rules_too() {
    let pack = pack(Locale::ZhHans);
    let mut dice = Dice::new(1);
    let mut met = BTreeMap::new();
    for _ in 0..60_000 {
        let (mood, worry): ([Option<u8>; 9], [Option<u8>; 7]) =
            (pattern(dice.below(5u64.pow(9)) as u32, 5), pattern(dice.below(5u64.pow(7)) as u32, 5));
        let wanted = oracle(&mood, &worry);
        let got = tier(&pack, &[responses(&mood), responses(&worry)]);
        assert!(got == wanted, "{mood:?} {worry:?}: {} and not {}", wanted.code(), got.code());
        *met.entry(got.code()).or_insert(0) += 1;
    }
    assert_eq!(met.len(), Tier::ALL.len(), "every tier is met: {met:?}");
}

/// Strain added to a calm sitting never lowers the tier.
#[test]
fn more_strain_is_never_a_calmer_tier() {
    let rank = |tier: Tier| {
        [Tier::Routine, Tier::Watch, Tier::Priority, Tier::Urgent].iter().position(|one| *one == tier)
    };
    let pack = pack(Locale::ZhHans);
    let mut dice = Dice::new(2);
    for _ in 0..8_000 {
        let number = dice.below(4u64.pow(9)) as u32;
        let mut all = [
            responses(&pattern::<9>(number, 4)),
            responses(&pattern::<7>(dice.below(4u64.pow(7)) as u32, 4)),
        ];
        let before = rank(tier(&pack, &all)).expect("complete responses are clear");
        let (part, at) = (usize::from(dice.chance(44)), dice.below(7) as usize);
        if let Response::Given(option) = all[part][at] {
            all[part][at] = Response::Given((option + 1).min(3));
        }
        assert!(rank(tier(&pack, &all)).expect("still complete") >= before, "pattern {number}");
    }
}

/// Both wordings are of one battery: a result does not depend on the language.
#[test]
fn every_locale_scores_alike() {
    let (zh, en) = (pack(Locale::ZhHans), pack(Locale::En));
    assert!(zh.battery == en.battery && zh.instruments == en.instruments);
}
