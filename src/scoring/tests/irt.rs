//! Item response theory against numbers from R (`tests/reference/irt`), against the formulas written a
//! second time, and the adaptive administration step by step.

use crate::support::{
    Got, at, bands,
    drawn::{self, Draw},
    inputs, instrument, pack, rule, scored, sheet, sum, through,
};
use proptest::prelude::*;
use qinghe_content::{
    Adaptive, Bank, Calibrated, Combine, Instrument, ItemIndex, Mode, Pack, Rounding, Scaling, Score, Tier,
};
use qinghe_scoring::{
    Response, Sheet, Who,
    irt::{Estimate, Grid, Posterior, information},
};
use std::collections::BTreeMap;

/// A table of the reference: one map from column to text for each row.
fn table(name: &str) -> Vec<BTreeMap<String, String>> {
    let path = format!("{}/../../tests/reference/irt/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|why| panic!("{path}: {why}"));
    let cells = |line: &str| -> Vec<String> {
        line.split(',').map(|cell| cell.trim_matches('"').to_owned()).collect()
    };
    let mut lines = text.lines().map(cells);
    let head = lines.next().unwrap();
    lines.map(|row| head.iter().cloned().zip(row).collect()).collect()
}

fn real(row: &BTreeMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap()
}

/// A parameter in ten-thousandths.
fn stored(parameter: f64) -> i32 {
    let stored = (parameter * 10_000.0).round();
    assert!((stored / 10_000.0 - parameter).abs() < 1e-12, "{parameter} has more than four decimals");
    stored as i32
}

/// An instrument whose only score is theta; every option's position is its category.
fn of_bank(parameters: &[(f64, Vec<f64>)]) -> Instrument {
    let options = i16::try_from(parameters[0].1.len()).unwrap();
    let values: Vec<i16> = (0..=options).collect();
    let mut one = instrument(parameters.len(), &values);
    let known = |(nth, (a, b)): (u16, &(f64, Vec<f64>))| {
        let b = b.iter().map(|b| stored(*b)).collect();
        Calibrated { item: ItemIndex(nth), key: 0, a: stored(*a), b }
    };
    let items = (0u16..).zip(parameters).map(known).collect();
    one.bank = Some(Bank { metric: "none".to_owned(), prior_mean: 0, prior_sd: 10_000, items });
    let all = 0..u16::try_from(parameters.len()).unwrap();
    one.scores = vec![Score { combine: Combine::Theta, ..sum(inputs(all)) }];
    one
}

fn reference(bank: &str) -> Instrument {
    let thresholds: &[&str] = if bank == "cesd" { &["b1", "b2", "b3"] } else { &["b"] };
    let file = if bank == "cesd" { "cesd.csv" } else { "bank-2pl.csv" };
    let one =
        |row: &BTreeMap<String, String>| (real(row, "a"), thresholds.iter().map(|b| real(row, b)).collect());
    of_bank(&table(file).iter().map(one).collect::<Vec<_>>())
}

/// The posterior on the same grid from scratch, in logarithms: the sum of all log likelihoods, then one
/// exponent. Mean, deviation about the mean, and the part at or above a cut.
struct Scratch {
    weights: Vec<(f64, f64)>,
}

/// ln P(category): each of both ends is written where it is exact.
fn log_chance(item: &Calibrated, k: usize, theta: f64) -> f64 {
    let scale = f64::from(item.a) / 10_000.0;
    let at = |nth: usize| scale * (theta - f64::from(item.b[nth]) / 10_000.0);
    let above = |x: f64| 1.0 / (1.0 + (-x).exp());
    let chance = match k {
        0 => above(-at(0)),
        k if k == item.b.len() => above(at(k - 1)),
        // P* - P*' = P* (1 - P*') (1 - exp(x' - x)): nothing is lost where both are near 1.
        k => above(at(k - 1)) * above(-at(k)) * -(at(k) - at(k - 1)).exp_m1(),
    };
    chance.ln()
}

impl Scratch {
    fn new(bank: &Bank, given: &[(usize, usize)]) -> Scratch {
        let mean = f64::from(bank.prior_mean) / 10_000.0;
        let sd = f64::from(bank.prior_sd) / 10_000.0;
        let log = |theta: f64| {
            let likelihood: f64 = given.iter().map(|(nth, k)| log_chance(&bank.items[*nth], *k, theta)).sum();
            likelihood - (theta - mean).powi(2) / (2.0 * sd * sd)
        };
        let logs: Vec<(f64, f64)> =
            (-60..=60).map(|tenth| f64::from(tenth) / 10.0).map(|theta| (theta, log(theta))).collect();
        let most = logs.iter().map(|(_, log)| *log).fold(f64::NEG_INFINITY, f64::max);
        let raw: Vec<(f64, f64)> = logs.into_iter().map(|(theta, log)| (theta, (log - most).exp())).collect();
        let mass: f64 = raw.iter().map(|(_, weight)| weight).sum();
        Scratch { weights: raw.into_iter().map(|(theta, weight)| (theta, weight / mass)).collect() }
    }

    fn estimate(&self) -> Estimate {
        let theta: f64 = self.weights.iter().map(|(theta, weight)| theta * weight).sum();
        let spread: f64 = self.weights.iter().map(|(at, weight)| (at - theta).powi(2) * weight).sum();
        Estimate { theta, error: spread.sqrt() }
    }

    fn above(&self, cut: f64) -> f64 {
        self.weights.iter().filter(|(theta, _)| *theta >= cut - 1e-9).map(|(_, weight)| weight).sum()
    }
}

/// Category of every item that was given.
fn given_of(row: &BTreeMap<String, String>) -> Vec<(usize, usize)> {
    let digit = |(nth, letter): (usize, char)| Some((nth, letter.to_digit(10)? as usize));
    row["responses"].chars().enumerate().filter_map(digit).collect()
}

fn posterior(grid: &Grid, given: &[(usize, usize)]) -> Posterior {
    let mut posterior = grid.prior();
    for (nth, k) in given {
        assert!(grid.give(&mut posterior, *nth, *k));
    }
    posterior
}

fn near(got: f64, wanted: f64, within: f64, what: &str) {
    assert!((got - wanted).abs() <= within, "{what}: {got} and not {wanted}");
}

#[test]
fn estimates_and_next_items_are_those_of_r() {
    for (bank, file) in [("cesd", "eap-grm.csv"), ("2pl", "eap-2pl.csv")] {
        let one = reference(bank);
        let grid = Grid::new(one.bank.as_ref().unwrap());
        let rows = table(file);
        assert!(rows.len() >= 50, "{file}");
        for row in &rows {
            let (given, what) = (given_of(row), format!("{file} {}", row["pattern"]));
            let Estimate { theta, error } = posterior(&grid, &given).estimate();
            near(theta, real(row, "eap_sum"), 1e-9, &what);
            near(error, real(row, "sd_sum"), 1e-9, &what);
            // The other package counts the ends of the grid half.
            near(theta, real(row, "eap"), 1e-3, &what);
            near(error, real(row, "sd"), 1e-3, &what);
            let next = grid.next(real(row, "eap"), |nth| given.iter().all(|(one, _)| *one != nth));
            assert_eq!(next.map_or(String::new(), |nth| (nth + 1).to_string()), row["next_item"], "{what}");
            let mut responses = vec![Response::Skipped; one.items.len()];
            given.iter().for_each(|(nth, k)| responses[*nth] = Response::Given(u8::try_from(*k).unwrap()));
            let thousandths = (real(row, "eap_sum") * 1000.0).round() as i128;
            assert_eq!(scored(&one, &responses, Who::default()), [Got::Value(thousandths)], "{what}");
        }
    }
}

#[test]
fn information_is_that_of_r() {
    let banks = BTreeMap::from([("cesd", reference("cesd")), ("2pl", reference("2pl"))]);
    let rows = table("information.csv");
    assert!(rows.len() >= 800);
    for row in rows {
        let bank = banks[row["bank"].as_str()].bank.as_ref().unwrap();
        let item = &bank.items[row["item"].parse::<usize>().unwrap() - 1];
        let got = information(item, real(&row, "theta"));
        near(got, real(&row, "information"), 1e-9, &format!("{row:?}"));
    }
}

/// A bank of any shape: slopes from 0.3 to 4, thresholds from -3 to 3.
fn bank(draw: &mut Draw, items: usize) -> Instrument {
    let steps = 1 + draw.below(4);
    let one = |_| {
        let a = f64::from(draw.within(3_000, 40_000)) / 10_000.0;
        let mut b = -3.0;
        let b = (0..steps).map(|_| {
            b += f64::from(draw.within(1, 15_000)) / 10_000.0;
            b
        });
        (a, b.map(|b: f64| (b * 10_000.0).round() / 10_000.0).collect())
    };
    let mut one = of_bank(&(0..items).map(one).collect::<Vec<_>>());
    if let Some(bank) = &mut one.bank {
        (bank.prior_mean, bank.prior_sd) = (draw.within(-5_000, 5_000), draw.within(5_000, 15_000));
    }
    one
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    /// Whatever the order of the responses, updating is computing anew.
    #[test]
    fn an_updated_posterior_is_the_one_from_scratch(tape in drawn::tape()) {
        let draw = &mut tape.draw();
        let items = 1 + draw.below(30);
        let one = bank(draw, items);
        let bank = one.bank.as_ref().unwrap();
        let grid = Grid::new(bank);
        let mut given: Vec<(usize, usize)> =
            (0..bank.items.len()).map(|nth| (nth, draw.below(bank.items[nth].b.len() + 1))).collect();
        given.rotate_left(draw.below(items));
        let mut updated = grid.prior();
        for count in 0..=given.len() {
            if count > 0 {
                grid.give(&mut updated, given[count - 1].0, given[count - 1].1);
            }
            let scratch = Scratch::new(bank, &given[..count]);
            let (got, wanted) = (updated.estimate(), scratch.estimate());
            near(got.theta, wanted.theta, 1e-12, &format!("theta after {count}: {bank:?}"));
            near(got.error, wanted.error, 1e-12, &format!("error after {count}: {bank:?}"));
            for cut in [-6.0, -1.3, 0.0, 0.7, 2.45, 6.0, 7.0] {
                near(updated.above(cut), scratch.above(cut), 1e-12, &format!("above {cut}"));
            }
        }
        let responses: Vec<Response> = (0..items).map(|nth| {
            let k = given.iter().find(|(one, _)| *one == nth).unwrap().1;
            Response::Given(u8::try_from(k).unwrap())
        }).collect();
        let wanted = (Scratch::new(bank, &given).estimate().theta * 1000.0 + 0.5).floor() as i128;
        prop_assert_eq!(scored(&one, &responses, Who::default()), [Got::Value(wanted)]);
    }

    /// The next item has the most information; the table in front of the formula changes nothing.
    #[test]
    fn the_next_item_is_the_one_with_the_most_information(tape in drawn::tape()) {
        let draw = &mut tape.draw();
        let one = bank(draw, 40);
        let bank = one.bank.as_ref().unwrap();
        let grid = Grid::new(bank);
        for _ in 0..40 {
            let theta = f64::from(draw.within(-6_500, 6_500)) / 1000.0;
            let left = draw.below(100);
            let free: Vec<bool> = (0..40).map(|_| draw.below(100) >= left).collect();
            let all = bank.items.iter().enumerate().filter(|(nth, _)| free[*nth]);
            let mut best: Option<(usize, f64)> = None;
            for (nth, item) in all {
                let here = information(item, theta);
                if best.is_none_or(|(_, most)| here > most) {
                    best = Some((nth, here));
                }
            }
            prop_assert_eq!(grid.next(theta, |nth| free[nth]), best.map(|(nth, _)| nth), "at {}", theta);
        }
        prop_assert_eq!(grid.next(0.0, |_| false), None);
    }

    /// Every adaptive sitting: the right item next, the stop at the right moment.
    #[test]
    fn an_adaptive_sitting_asks_the_best_item_and_stops_by_its_rule(tape in drawn::tape()) {
        let draw = &mut tape.draw();
        let items = 3 + draw.below(12);
        let mut one = bank(draw, items);
        let cuts: Vec<i32> = [-100_000, draw.within(-1500, 0), draw.within(1, 1500)][..1 + draw.below(3)].to_vec();
        one.scores[0].band_sets = vec![bands(&cuts)];
        let min_items = u8::try_from(1 + draw.below(3)).unwrap();
        let rule = Adaptive {
            score: at(0, 0),
            min_items,
            max_items: min_items + u8::try_from(draw.below(items)).unwrap(),
            standard_error: u16::try_from(draw.pick(&[0, 0, 300, 500, 700])).unwrap(),
            decided: draw.pick(&[0, 70, 90]),
        };
        let pack = through(&pack(vec![one], Mode::Adaptive(rule)));
        let mut responses = vec![vec![Response::NotReached; items]];
        for step in 0..=items {
            let sheet = sheet(&pack, &responses);
            let next = sheet.next().map(|place| place.item);
            let wanted = expected(&pack, &rule, &cuts, &responses[0]);
            prop_assert!(wanted.contains(&next), "step {}: {:?} and not {:?}", step, next, wanted);
            let most = items.min(usize::from(rule.max_items)) - step;
            prop_assert_eq!(sheet.left(), if next.is_none() { 0 } else { most });
            let Some(item) = next else { break };
            let skip = draw.chance(10);
            let option = u8::try_from(draw.below(pack.instruments[0].response_sets[0].values.len())).unwrap();
            responses[0][item] = if skip { Response::Skipped } else { Response::Given(option) };
        }
        prop_assert!(sheet(&pack, &responses).next().is_none());
    }
}

/// What may come next by the rule, from scratch: the items with the most information, or nothing.
fn expected(pack: &Pack, rule: &Adaptive, cuts: &[i32], responses: &[Response]) -> Vec<Option<usize>> {
    let bank = pack.instruments[0].bank.as_ref().unwrap();
    let mut given = Vec::new();
    for (nth, response) in responses.iter().enumerate() {
        if let Response::Given(option) = response {
            given.push((nth, usize::from(*option)));
        }
    }
    let free: Vec<usize> =
        (0..responses.len()).filter(|nth| responses[*nth] == Response::NotReached).collect();
    let reached = responses.len() - free.len();
    let scratch = Scratch::new(bank, &given);
    let Estimate { theta, error } = scratch.estimate();
    let precise = error * 1000.0 <= f64::from(rule.standard_error);
    let (sure, side) = (f64::from(rule.decided) / 100.0, |cut: &i32| scratch.above(f64::from(*cut) / 1000.0));
    let decided =
        rule.decided > 0 && cuts[1..].iter().all(|cut| side(cut) >= sure || side(cut) <= 1.0 - sure);
    let enough = reached >= usize::from(rule.min_items) && (precise || decided);
    if free.is_empty() || enough || reached >= usize::from(rule.max_items) {
        return vec![None];
    }
    let here = |nth: &usize| information(&bank.items[*nth], theta);
    let most = free.iter().map(here).fold(f64::NEG_INFINITY, f64::max);
    free.iter().filter(|nth| here(nth) >= most - 1e-9).map(|nth| Some(*nth)).collect()
}

/// The four reasons to stop, each alone, with items of one kind.
#[test]
fn each_reason_to_stop() {
    let parameters = vec![(2.0, vec![0.0]); 12];
    let stop = |standard_error: u16, decided: u8, min_items: u8, max_items: u8, options: [u8; 12]| {
        let mut one = of_bank(&parameters);
        one.scores[0].band_sets = vec![bands(&[-6000, 500])];
        let rule = Adaptive { score: at(0, 0), min_items, max_items, standard_error, decided };
        let pack = pack(vec![one], Mode::Adaptive(rule));
        let mut responses = vec![vec![Response::NotReached; 12]];
        let mut asked = 0;
        while let Some(place) = sheet(&pack, &responses).next() {
            responses[0][place.item] = Response::Given(options[asked]);
            asked += 1;
        }
        asked
    };
    let bank = of_bank(&parameters).bank.unwrap();
    let after = |options: &[u8]| {
        let given: Vec<(usize, usize)> =
            options.iter().map(|option| usize::from(*option)).enumerate().collect();
        Scratch::new(&bank, &given)
    };
    let mixed = [0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1];
    // Nothing but the length.
    assert_eq!(stop(0, 0, 1, 12, mixed), 12);
    assert_eq!(stop(0, 0, 1, 5, mixed), 5);
    // The first length with a small enough error, and no sooner than `min_items`.
    let precise = (1..=12).find(|count| after(&mixed[..*count]).estimate().error <= 0.45).unwrap();
    assert!((2..12).contains(&precise), "{precise}");
    assert_eq!(stop(450, 0, 1, 12, mixed), precise);
    assert_eq!(stop(450, 0, 11, 12, mixed), 11);
    assert_eq!(stop(450, 0, 1, 2, mixed), 2);
    // Sure of the side below the cut, or above it.
    for options in [[0; 12], [1; 12]] {
        let sure = |count: &usize| {
            let above = after(&options[..*count]).above(0.5);
            above >= 0.95 || above <= 0.05
        };
        let decided = (1..=12).find(sure).unwrap();
        assert!((2..12).contains(&decided), "{decided}");
        assert_eq!(stop(0, 95, 1, 12, options), decided);
        // A person at one end of the scale never gets precise.
        assert_eq!(stop(300, 0, 1, 12, options), 12);
    }
    // Undecided about the cut in the middle of the two.
    assert_eq!(stop(0, 99, 1, 12, mixed), 12);
}

/// Theta as it is read: scaled, in bands, and open until the block is over.
#[test]
fn theta_is_scaled_and_read_in_bands() {
    let mut one = reference("cesd");
    one.scores[0].scaling =
        Scaling { multiply: 1, divide: 10, add: 500, rounding: Rounding::HalfUp, decimals: 1 };
    one.scores[0].band_sets = vec![bands(&[-100, 550, 600])];
    assert_eq!(qinghe_scoring::range(&one, 0), (-100, 1100));
    let rule_of = Adaptive { score: at(0, 0), min_items: 4, max_items: 6, standard_error: 0, decided: 0 };
    let mut pack = pack(vec![one], Mode::Adaptive(rule_of));
    let least = |band| qinghe_content::Condition::BandAtLeast(at(0, 0), band);
    pack.battery.policy.rules = vec![rule(Tier::Priority, least(2)), rule(Tier::Watch, least(1))];
    let pack = through(&pack);
    for (option, tier) in [(0, Tier::Routine), (1, Tier::Watch), (3, Tier::Priority)] {
        let mut responses = vec![vec![Response::NotReached; 20]];
        let mut given = Vec::new();
        while let Some(place) = sheet(&pack, &responses).next() {
            let open = Sheet { who: Who { age: Some(15), ..Who::default() }, ..sheet(&pack, &responses) };
            assert!(open.decided().is_none(), "theta decides nothing before the block is over");
            responses[0][place.item] = Response::Given(option);
            given.push((place.item, usize::from(option)));
        }
        let bank = pack.instruments[0].bank.as_ref().unwrap();
        let score = (Scratch::new(bank, &given).estimate().theta * 100.0 + 500.0).round() as i128;
        let wanted = if score >= 600 {
            Tier::Priority
        } else if score >= 550 {
            Tier::Watch
        } else {
            Tier::Routine
        };
        assert!(sheet(&pack, &responses).decided() == Some(wanted) && wanted == tier, "{option}: {score}");
        assert_eq!(scored(&pack.instruments[0], &responses[0], Who::default()), [Got::Value(score)]);
    }
    let none = scored(&pack.instruments[0], &[Response::Skipped; 20], Who::default());
    assert_eq!(none, [Got::Missing(20)], "no response, no estimate");
}

/// Responses that speak against each other, on banks at the edge of what can be written: still a number.
#[test]
fn unlikely_patterns_have_an_estimate() {
    for (items, a, b) in [(100, 2.4, 2.0), (400, 4.0, 2.0), (60, 9.0, 5.0), (1000, 1.0, 0.0)] {
        let one =
            of_bank(&(0..items).map(|nth| (a, vec![if nth % 2 == 0 { -b } else { b }])).collect::<Vec<_>>());
        let bank = one.bank.as_ref().unwrap();
        let grid = Grid::new(bank);
        for against in [0, 1] {
            let given: Vec<(usize, usize)> = (0..items).map(|nth| (nth, (nth + against) % 2)).collect();
            let (got, wanted) = (posterior(&grid, &given).estimate(), Scratch::new(bank, &given).estimate());
            near(got.theta, wanted.theta, 1e-6, &format!("{items} items, {a}, {b}, {against}"));
            near(got.error, wanted.error, 1e-6, &format!("{items} items, {a}, {b}, {against}"));
        }
    }
}

/// Turned upside down, a bank gives the same estimates with the other sign: neither end is less exact.
#[test]
fn both_ends_of_the_scale_are_alike() {
    let up: Vec<(f64, Vec<f64>)> =
        (0..20).map(|nth| (5.0, vec![-2.0 + 0.2 * f64::from(nth), 2.5 + 0.1 * f64::from(nth)])).collect();
    let up: Vec<(f64, Vec<f64>)> =
        up.into_iter().map(|(a, b)| (a, b.iter().map(|b| (b * 10.0).round() / 10.0).collect())).collect();
    let down: Vec<(f64, Vec<f64>)> =
        up.iter().map(|(a, b)| (*a, b.iter().rev().map(|b| -b).collect())).collect();
    let (up, down) = (of_bank(&up), of_bank(&down));
    let (one, two) = (Grid::new(up.bank.as_ref().unwrap()), Grid::new(down.bank.as_ref().unwrap()));
    for low in 0..20 {
        let given: Vec<(usize, usize)> = (0..20).map(|nth| (nth, if nth < low { 0 } else { 2 })).collect();
        let mirrored: Vec<(usize, usize)> = given.iter().map(|(nth, k)| (*nth, 2 - k)).collect();
        let (a, b) = (posterior(&one, &given).estimate(), posterior(&two, &mirrored).estimate());
        near(a.theta, -b.theta, 1e-6, &format!("{low} at the lowest option"));
        near(a.error, b.error, 1e-6, &format!("{low} at the lowest option"));
    }
}

#[test]
fn what_is_not_in_the_bank_is_refused() {
    let one = reference("cesd");
    let grid = Grid::new(one.bank.as_ref().unwrap());
    let mut posterior = grid.prior();
    let before = posterior.estimate();
    near(before.theta, 0.0, 1e-12, "the prior");
    near(before.error, 1.0, 1e-6, "the prior");
    // A cut on a grid point has the point on its upper side.
    let scratch = Scratch::new(one.bank.as_ref().unwrap(), &[]);
    for cut in (-61..=61).map(|tenth| f64::from(tenth) / 10.0) {
        near(posterior.above(cut), scratch.above(cut), 1e-12, &format!("above {cut}"));
    }
    assert!(!grid.give(&mut posterior, 20, 0) && !grid.give(&mut posterior, 0, 4));
    assert!(posterior.estimate() == before, "nothing happened");
    assert!(grid.give(&mut posterior, 0, 3) && posterior.estimate().theta > before.theta);
}
