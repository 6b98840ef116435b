//! Raw scores of instruments that nobody wrote: any number of items, options, keying, missing data.
//! The oracle is written another way: it fills in every missing value and adds fractions.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;
use qinghe_content::{
    AgeRange, Band, BandSet, Critical, Informant, Instrument, Item, ItemIndex, MissingRule, Release,
    ResponseSet, Rounding, Score, ScoreMethod,
};
use qinghe_scoring::{Response, ScoreOutcome, band, is_critical, raw_score};

/// A fraction. Exact: every mean of the synthetic instruments fits many times over.
#[derive(Clone, Copy)]
struct Fraction {
    over: i128,
    under: i128,
}

impl Fraction {
    fn plus(self, other: Fraction) -> Fraction {
        Fraction { over: self.over * other.under + other.over * self.under, under: self.under * other.under }
            .reduced()
    }

    fn reduced(self) -> Fraction {
        let (mut a, mut b) = (self.over.abs(), self.under);
        while b != 0 {
            (a, b) = (b, a % b);
        }
        Fraction { over: self.over / a.max(1), under: self.under / a.max(1) }
    }

    /// To the nearest whole number, a half away from zero: found by looking at the neighbours.
    fn rounded(self, rounding: Rounding) -> i128 {
        let floor = self.over.div_euclid(self.under);
        let above_floor = self.over - floor * self.under;
        match rounding {
            Rounding::Truncate if self.over < 0 && above_floor != 0 => floor + 1,
            Rounding::Truncate => floor,
            Rounding::HalfUp => match (2 * above_floor).cmp(&self.under) {
                std::cmp::Ordering::Less => floor,
                std::cmp::Ordering::Greater => floor + 1,
                std::cmp::Ordering::Equal if self.over < 0 => floor,
                std::cmp::Ordering::Equal => floor + 1,
            },
        }
    }
}

/// The value that counts for one item, mirrored by hand: the lowest option counts as the highest.
fn counted(instrument: &Instrument, item: usize, response: Response) -> Option<i128> {
    let item = &instrument.items[item];
    let mut values = instrument.response_sets[usize::from(item.response_set)].values.clone();
    let Response::Given(option) = response else { return None };
    let value = *values.get(usize::from(option))?;
    if !item.reverse {
        return Some(i128::from(value));
    }
    values.sort_unstable();
    let distance_from_lowest = i128::from(value) - i128::from(values[0]);
    Some(i128::from(values[values.len() - 1]) - distance_from_lowest)
}

/// The score with each missing value replaced by the person's own mean, or `None` past the limit.
fn oracle(instrument: &Instrument, score: &Score, responses: &[Response]) -> Option<i128> {
    let counted: Vec<Option<i128>> = score
        .items
        .iter()
        .map(|item| counted(instrument, usize::from(item.0), responses[usize::from(item.0)]))
        .collect();
    let given: Vec<i128> = counted.iter().flatten().copied().collect();
    let missing = counted.len() - given.len();
    let (at_most, rounding) = match score.missing {
        MissingRule::Complete => (0, Rounding::Truncate),
        MissingRule::Prorate { at_most, rounding } => (usize::from(at_most), rounding),
    };
    if missing > at_most || given.is_empty() {
        return None;
    }
    let mean = Fraction { over: given.iter().sum(), under: i128::try_from(given.len()).unwrap() };
    let zero = Fraction { over: 0, under: 1 };
    let filled = counted.iter().map(|value| value.map_or(mean, |value| Fraction { over: value, under: 1 }));
    Some(filled.fold(zero, Fraction::plus).rounded(rounding))
}

fn engine(instrument: &Instrument, responses: &[Response]) -> Result<i128, u16> {
    match raw_score(instrument, &instrument.scores[0], responses) {
        ScoreOutcome::Computed(raw) => Ok(i128::from(raw)),
        ScoreOutcome::NotComputed { missing } => Err(missing),
    }
}

prop_compose! {
    fn response_set()(
        values in proptest::collection::hash_set(prop_oneof![9 => -9i16..10, 1 => any::<i16>()], 2..7),
    ) -> ResponseSet {
        ResponseSet { id: "set".to_owned(), values: values.into_iter().collect() }
    }
}

prop_compose! {
    fn item(sets: u8)(
        response_set in 0..sets,
        reverse in any::<bool>(),
        critical in proptest::option::weighted(0.2, -9i16..10),
    ) -> Item {
        let critical = critical.map(|at_least| Critical { at_least });
        Item { id: "item".to_owned(), response_set, reverse, critical }
    }
}

fn missing_rule() -> impl Strategy<Value = MissingRule> {
    let rounding = prop_oneof![Just(Rounding::HalfUp), Just(Rounding::Truncate)];
    let prorate =
        (0u16..12, rounding).prop_map(|(at_most, rounding)| MissingRule::Prorate { at_most, rounding });
    prop_oneof![1 => Just(MissingRule::Complete), 4 => prorate]
}

/// An instrument with one score, the sum of `scored`.
fn synthetic(
    items: Vec<Item>,
    response_sets: Vec<ResponseSet>,
    scored: Vec<ItemIndex>,
    missing: MissingRule,
) -> Instrument {
    Instrument {
        id: "synthetic".to_owned(),
        version: "1.0.0".to_owned(),
        release: Release::Draft,
        informant: Informant::Student,
        ages: AgeRange { min: 12, max: None },
        recall_days: 14,
        items,
        response_sets,
        scores: vec![Score {
            id: "total".to_owned(),
            items: scored,
            method: ScoreMethod::Sum,
            missing,
            band_sets: Vec::new(),
        }],
    }
}

prop_compose! {
    fn instrument()(sets in proptest::collection::vec(response_set(), 1..4))(
        items in proptest::collection::vec(item(u8::try_from(sets.len()).unwrap()), 1..24),
        missing in missing_rule(),
        scored in proptest::collection::vec(any::<bool>(), 24),
        sets in Just(sets),
    ) -> Instrument {
        let all: Vec<ItemIndex> = (0..u16::try_from(items.len()).unwrap()).map(ItemIndex).collect();
        let some: Vec<ItemIndex> = all.iter().copied().filter(|item| scored[usize::from(item.0)]).collect();
        let items_of_score = if some.is_empty() { all } else { some };
        synthetic(items, sets, items_of_score, missing)
    }
}

/// Responses to every item; `percent_missing` of them are skipped or not reached.
fn responses(instrument: &Instrument, dice: &[u8], percent_missing: u8) -> Vec<Response> {
    let one = |(nth, item): (usize, &Item)| {
        let options = instrument.response_sets[usize::from(item.response_set)].values.len();
        let (roll, pick) = (dice[2 * nth], dice[2 * nth + 1]);
        if roll % 100 < percent_missing {
            return if pick.is_multiple_of(2) { Response::Skipped } else { Response::NotReached };
        }
        Response::Given(u8::try_from(usize::from(pick) % options).unwrap())
    };
    instrument.items.iter().enumerate().map(one).collect()
}

/// [`Response`] cannot be printed, on purpose, so a failing case shows the dice it was made from.
fn dice() -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(any::<u8>(), 48)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn the_score_is_the_sum_with_missing_values_at_the_persons_mean(
        instrument in instrument(), dice in dice(), percent in 0u8..60,
    ) {
        let given = responses(&instrument, &dice, percent);
        let wanted = oracle(&instrument, &instrument.scores[0], &given);
        prop_assert_eq!(engine(&instrument, &given).ok(), wanted);
    }

    #[test]
    fn not_computed_names_how_many_are_missing(instrument in instrument(), dice in dice()) {
        let given = responses(&instrument, &dice, 50);
        let score = &instrument.scores[0];
        let missing = score.items.iter().filter(|item| !matches!(given[usize::from(item.0)], Response::Given(_)));
        let missing = u16::try_from(missing.count()).unwrap();
        let limit = match score.missing {
            MissingRule::Complete => 0,
            MissingRule::Prorate { at_most, .. } => at_most,
        };
        let nothing_given = usize::from(missing) == score.items.len();
        match engine(&instrument, &given) {
            Ok(_) => prop_assert!(missing <= limit && !nothing_given),
            Err(said) => prop_assert!(said == missing && (missing > limit || nothing_given)),
        }
    }

    #[test]
    fn skipped_and_not_reached_count_the_same(instrument in instrument(), dice in dice()) {
        let given = responses(&instrument, &dice, 30);
        let swap = |response: &Response| match response {
            Response::Skipped => Response::NotReached,
            Response::NotReached => Response::Skipped,
            Response::Given(option) => Response::Given(*option),
        };
        let swapped: Vec<Response> = given.iter().map(swap).collect();
        prop_assert_eq!(engine(&instrument, &given), engine(&instrument, &swapped));
    }

    /// Mirrored twice is not mirrored: turning both the keying and the chosen value keeps the score.
    #[test]
    fn reverse_keying_is_an_involution(instrument in instrument(), dice in dice()) {
        let mut evenly = instrument;
        // Evenly spaced options have a mirror image among themselves.
        for set in &mut evenly.response_sets {
            let options = i16::try_from(set.values.len()).unwrap();
            set.values = (0..options).collect();
        }
        let given = responses(&evenly, &dice, 20);
        let mut turned = evenly.clone();
        for item in &mut turned.items {
            item.reverse = !item.reverse;
        }
        let options = |item: &Item| evenly.response_sets[usize::from(item.response_set)].values.len();
        let mirror = |(item, response): (&Item, &Response)| match response {
            Response::Given(option) => Response::Given(u8::try_from(options(item)).unwrap() - 1 - option),
            other => *other,
        };
        let mirrored: Vec<Response> = evenly.items.iter().zip(&given).map(mirror).collect();
        prop_assert_eq!(engine(&turned, &mirrored), engine(&evenly, &given));
    }

    /// A larger value of one item never gives a smaller score, nor a lower band.
    #[test]
    fn score_and_band_are_monotonic(instrument in instrument(), dice in dice(), at in 0usize..24, step in 1i32..9) {
        let given = responses(&instrument, &dice, 10);
        let at = at % instrument.items.len();
        let options = instrument.response_sets[usize::from(instrument.items[at].response_set)].values.len();
        let mut scored: Vec<(i128, i128)> = Vec::new();
        for option in 0..u8::try_from(options).unwrap() {
            let mut other = given.clone();
            other[at] = Response::Given(option);
            if let (Some(value), Ok(raw)) = (counted(&instrument, at, other[at]), engine(&instrument, &other)) {
                scored.push((value, raw));
            }
        }
        scored.sort_unstable();
        prop_assert!(scored.windows(2).all(|pair| pair[0].1 <= pair[1].1));
        let bands = (0..5).map(|nth| Band { id: nth.to_string(), from: nth * step - 9 }).collect();
        let set = BandSet { id: "set".to_owned(), bands };
        let at = |raw: &(i128, i128)| band(&set, i32::try_from(raw.1).unwrap());
        prop_assert!(scored.windows(2).all(|pair| at(&pair[0]) <= at(&pair[1])));
    }

    #[test]
    fn a_response_is_critical_by_its_own_value_whatever_the_keying(instrument in instrument(), dice in dice()) {
        let given = responses(&instrument, &dice, 20);
        for (nth, (item, response)) in instrument.items.iter().zip(&given).enumerate() {
            let index = ItemIndex(u16::try_from(nth).unwrap());
            let values = &instrument.response_sets[usize::from(item.response_set)].values;
            let wanted = match (item.critical, response) {
                (Some(critical), Response::Given(option)) => values[usize::from(*option)] >= critical.at_least,
                _ => false,
            };
            prop_assert_eq!(is_critical(&instrument, index, *response), wanted);
        }
    }

    /// Positions that point nowhere are missing data, never a panic.
    #[test]
    fn what_the_instrument_does_not_offer_is_missing(instrument in instrument(), cut in 0usize..24, option in 7u8..) {
        let none = vec![Response::Given(option); instrument.items.len()];
        prop_assert!(engine(&instrument, &none).is_err());
        let missing = engine(&instrument, &none[..cut.min(none.len())]);
        prop_assert_eq!(missing, engine(&instrument, &none));
        prop_assert!(!is_critical(&instrument, ItemIndex(u16::MAX), Response::Given(0)));
    }
}

/// The largest instruments that can be written stay inside the arithmetic.
#[test]
fn extreme_values_do_not_overflow() {
    let items = 1_000u16;
    let make = |value: i16| {
        let item = Item { id: "item".to_owned(), response_set: 0, reverse: false, critical: None };
        let set = ResponseSet { id: "set".to_owned(), values: vec![0, value] };
        let missing = MissingRule::Prorate { at_most: 1, rounding: Rounding::HalfUp };
        let scored = (0..items).map(ItemIndex).collect();
        synthetic(vec![item; usize::from(items)], vec![set], scored, missing)
    };
    for value in [i16::MIN, i16::MAX] {
        let mut given = vec![Response::Given(1); usize::from(items)];
        given[0] = Response::Skipped;
        assert_eq!(engine(&make(value), &given), Ok(i128::from(value) * i128::from(items)));
    }
}

/// Both rules on the same responses: 4 over 8 of 9 items is 4.5.
#[test]
fn the_rounding_rule_decides_at_one_half() {
    let fraction = Fraction { over: 9, under: 2 };
    assert_eq!((fraction.rounded(Rounding::HalfUp), fraction.rounded(Rounding::Truncate)), (5, 4));
    let below_zero = Fraction { over: -9, under: 2 };
    assert_eq!((below_zero.rounded(Rounding::HalfUp), below_zero.rounded(Rounding::Truncate)), (-5, -4));
}
