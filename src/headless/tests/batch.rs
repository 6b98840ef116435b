//! The short way and the engine give the same numbers, for every instrument in `scales/`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use qinghe_content::Instrument;
use qinghe_headless::{COMPUTED, NONE, NOT_REACHED, SKIPPED, Scorer};
use qinghe_scoring::{Response, ScoreOutcome, Who, band, scores};
use std::path::Path;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
const SHEETS: usize = 400;

fn number(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(0x1405_7B7E_F767_814F);
    *state >> 33
}

/// One sheet; `gaps`: one in so many responses is missing or no option at all.
fn sheet(instrument: &Instrument, chance: &mut u64, gaps: u64) -> Vec<u8> {
    let one = |set: u8, chance: &mut u64| {
        let options = instrument.response_sets[usize::from(set)].values.len() as u64;
        match number(chance) % gaps {
            0 => [SKIPPED, NOT_REACHED, u8::try_from(options).unwrap()][number(chance) as usize % 3],
            _ => u8::try_from(number(chance) % options).unwrap(),
        }
    };
    instrument.items.iter().map(|item| one(item.response_set, chance)).collect()
}

fn response(code: u8) -> Response {
    match code {
        NOT_REACHED => Response::NotReached,
        SKIPPED => Response::Skipped,
        option => Response::Given(option),
    }
}

fn by_the_engine(instrument: &Instrument, sheet: &[u8]) -> Vec<i32> {
    let responses: Vec<Response> = sheet.iter().copied().map(response).collect();
    let outcomes = scores(instrument, &responses, Who::default());
    let pair = |(outcome, score): (&ScoreOutcome, &qinghe_content::Score)| match outcome {
        ScoreOutcome::Computed(value) => {
            [*value, score.band_sets.first().map_or(-1, |set| i32::try_from(band(set, *value)).unwrap())]
        }
        ScoreOutcome::NotComputed(_) => [NONE, -1],
    };
    outcomes.iter().zip(&instrument.scores).flat_map(pair).collect()
}

#[test]
fn every_instrument_gets_the_same_numbers_both_ways() {
    let (library, _) = qinghe_compiler::library(Path::new(ROOT));
    assert!(library.instruments.len() > 40);
    let mut chance = 20_261_125;
    for read in &library.instruments {
        let instrument = &read.instrument;
        let scorer = Scorer::of(instrument.clone());
        let sheets: Vec<Vec<u8>> = (0..SHEETS)
            .map(|nth| sheet(instrument, &mut chance, if nth % 2 == 0 { u64::MAX } else { 9 }))
            .collect();
        let mut out = vec![0; SHEETS * scorer.width()];
        scorer.score_batch(&sheets.concat(), &mut out);
        for (sheet, row) in sheets.iter().zip(out.chunks(scorer.width())) {
            let (_, pairs) = row.split_last().unwrap();
            assert!(pairs == by_the_engine(instrument, sheet), "{}", instrument.id);
        }
    }
}

#[test]
fn an_instrument_comes_back_from_its_bytes() {
    let (library, _) = qinghe_compiler::library(Path::new(ROOT));
    for read in &library.instruments {
        let bytes = read.instrument.encode().unwrap();
        assert!(Instrument::decode(&bytes).unwrap() == read.instrument, "{}", read.instrument.id);
        assert!(Instrument::decode(&bytes[1..]).is_err());
    }
}

#[test]
fn one_sheet_says_as_much_as_the_engine_and_as_the_batch() {
    let (library, _) = qinghe_compiler::library(Path::new(ROOT));
    let mut chance = 20_261_128;
    for read in &library.instruments {
        let instrument = &read.instrument;
        let scorer = Scorer::of(instrument.clone());
        for _ in 0..20 {
            let sheet = sheet(instrument, &mut chance, 9);
            let all = scorer.read(&sheet, -1, -1, -1);
            let mut row = vec![0; scorer.width()];
            scorer.score_batch(&sheet, &mut row);
            let mut at = 0;
            for (nth, score) in instrument.scores.iter().enumerate() {
                let (state, value) = (all[at], all[at + 1]);
                let batch = if state == COMPUTED { value } else { NONE };
                assert_eq!(batch, row[nth * 2], "{} {}", instrument.id, score.id);
                if !score.band_sets.is_empty() {
                    assert_eq!(all[at + 2], row[nth * 2 + 1], "{} {}", instrument.id, score.id);
                }
                at += 2 + score.band_sets.len();
            }
            assert_eq!(all[at..], row[row.len() - 1..], "{}: critical", instrument.id);
        }
    }
}
