//! Native half of `cargo xtask bench scoring`. Usage: `scoring FOLDER`: writes the instruments that every
//! engine scores to FOLDER, times this engine on them and prints microseconds per sheet or step as JSON.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use qinghe_content::{
    AgeRange, Band, BandSet, Bank, Calibrated, Combine, Informant, Input, Instrument, Item, ItemIndex,
    MissingRule, Release, ResponseSet, Scaling, Score,
};
use qinghe_headless::{Adaptive, Scorer};
use std::{fs, path::Path, time::Instant};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
const ROUNDS: usize = 9;
const SHEETS: usize = 100_000;
const PERSONS: usize = 400;
const STEPS: usize = 20;

fn main() {
    // `cargo bench` and `cargo test --benches` add arguments of their own.
    let Some(folder) = std::env::args().skip(1).find(|word| !word.starts_with("--")) else {
        println!("nothing to do: give a folder");
        return;
    };
    let folder = Path::new(&folder);
    fs::create_dir_all(folder).expect("the folder can be made");
    let mut found = serde_json::Map::new();
    for (name, instrument) in
        [("phq-9", only("phq-9", &["total"])), ("psc-17", psc()), ("hundred", hundred())]
    {
        fs::write(folder.join(format!("{name}.bin")), instrument.encode().expect("sound")).expect("written");
        found.insert(name.to_owned(), sheets(instrument).into());
    }
    let bank = bank();
    fs::write(folder.join("bank.bin"), bank.encode().expect("sound")).expect("written");
    found.insert("adaptive".to_owned(), adaptive(&bank).into());
    println!("{}", serde_json::Value::Object(found));
}

/// A shipped instrument with some of its scores.
fn only(id: &str, scores: &[&str]) -> Instrument {
    let report = qinghe_compiler::compile(Path::new(ROOT), qinghe_compiler::today());
    let mut instrument = report.library.instrument(id).expect("it is shipped").instrument.clone();
    instrument.scores.retain(|score| scores.contains(&score.id.as_str()));
    instrument
}

fn psc() -> Instrument {
    only("psc-17", &["internalising", "attention", "externalising", "total"])
}

/// 100 items of five options, every fifth reverse-keyed; five subscales of 20 and their total.
fn hundred() -> Instrument {
    let items = (0..100).map(|nth| item(nth, nth % 5 == 4)).collect();
    let subscale = |nth: u16| {
        let of = (nth * 20..(nth + 1) * 20).map(|at| Input::Item {
            item: ItemIndex(at),
            key: u8::from(at % 5 == 4),
            only_if: None,
        });
        score(&format!("s{nth}"), of.collect(), &[0, 40, 60])
    };
    let mut scores: Vec<Score> = (0..5).map(subscale).collect();
    let total = (0..5).map(|score| Input::Score { score, weight: 1 }).collect();
    scores.push(score("total", total, &[0, 100, 200, 300]));
    instrument("hundred", items, vec![0, 1, 2, 3, 4], vec![vec![0, 1, 2, 3, 4], vec![4, 3, 2, 1, 0]], scores)
}

/// 100 two-parameter items of tests/reference/irt.
fn bank() -> Instrument {
    let text = fs::read_to_string(format!("{ROOT}/tests/reference/irt/bank-2pl.csv")).expect("the bank");
    let unit = |text: &str| (text.parse::<f64>().expect("a number") * 10_000.0).round() as i32;
    let items = text.lines().skip(1).zip(0u16..).map(|(line, nth)| {
        let parts: Vec<&str> = line.split(',').collect();
        Calibrated { item: ItemIndex(nth), key: 0, a: unit(parts[1]), b: vec![unit(parts[2])] }
    });
    let items: Vec<Calibrated> = items.collect();
    let mut made = instrument(
        "bank",
        (0..100).map(|nth| item(nth, false)).collect(),
        vec![0, 1],
        vec![vec![0, 1]],
        Vec::new(),
    );
    made.bank = Some(Bank { metric: "synthetic".to_owned(), prior_mean: 0, prior_sd: 10_000, items });
    made
}

fn item(nth: u16, reverse: bool) -> Item {
    Item { id: format!("i{nth}"), response_set: 0, reverse, critical: None }
}

fn score(id: &str, inputs: Vec<Input>, from: &[i32]) -> Score {
    let bands = from.iter().map(|from| Band { id: format!("b{from}"), from: *from }).collect();
    Score {
        id: id.to_owned(),
        inputs,
        combine: Combine::Sum,
        missing: MissingRule::Complete,
        scaling: Scaling::NONE,
        norms: Vec::new(),
        band_sets: vec![BandSet { id: "made-up".to_owned(), bands }],
        change: None,
    }
}

fn instrument(
    id: &str,
    items: Vec<Item>,
    values: Vec<i16>,
    keys: Vec<Vec<i16>>,
    scores: Vec<Score>,
) -> Instrument {
    Instrument {
        id: id.to_owned(),
        version: "1.0.0".to_owned(),
        release: Release::Draft,
        informant: Informant::Student,
        ages: AgeRange { min: 10, max: None },
        recall_days: 0,
        items,
        response_sets: vec![ResponseSet { id: "r".to_owned(), values }],
        keys,
        scores,
        bank: None,
    }
}

/// Median microseconds per sheet.
fn sheets(instrument: Instrument) -> f64 {
    let mut chance = 1u64;
    let options = instrument.response_sets[0].values.len() as u64;
    let sheets: Vec<u8> = (0..SHEETS * instrument.items.len())
        .map(|_| u8::try_from(number(&mut chance) % options).expect("small"))
        .collect();
    let scorer = Scorer::of(instrument);
    let mut out = vec![0; SHEETS * scorer.width()];
    median(|| scorer.score_batch(&sheets, &mut out)) / SHEETS as f64
}

/// Median microseconds per step: next item, response, estimate.
fn adaptive(bank: &Instrument) -> f64 {
    let mut cat = Adaptive::of(bank).expect("it has a bank");
    let mut chance = 7u64;
    let mut sum = 0.0;
    let time = median(|| {
        for _ in 0..PERSONS {
            cat.reset();
            for _ in 0..STEPS {
                let item = usize::try_from(cat.next()).expect("an item");
                cat.give(item, usize::try_from(number(&mut chance) % 2).expect("small"));
            }
            sum += cat.theta();
        }
    });
    assert!(sum.is_finite());
    time / (PERSONS * STEPS) as f64
}

fn median(mut once: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let begin = Instant::now();
            once();
            begin.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[ROUNDS / 2]
}

/// SplitMix64 (Steele, Lea and Flood 2014).
fn number(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
