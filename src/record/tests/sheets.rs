//! Sheets of paper: any order, any repetition, any damage.

use crate::support::{Dice, mutated};
use qinghe_record::sheets::{PART, Refused, Scan, Scanned, split};
use qinghe_seal::age::MAX_FILE;

fn file(dice: &mut Dice, length: usize) -> Vec<u8> {
    (0..length).map(|_| dice.roll() as u8).collect()
}

#[test]
fn sheets_in_any_order_and_twice_give_the_file() {
    for seed in 0..60 {
        let mut dice = Dice(seed);
        let length = dice.one(&[1, PART - 1, PART, PART + 1, 3_255, 15_543, 64_695]);
        let file = file(&mut dice, length);
        let mut texts = split(&file);
        let count = texts.len();
        assert_eq!(count, length.div_ceil(PART));
        for at in (1..texts.len()).rev() {
            texts.swap(at, dice.below(at + 1));
        }
        let mut scanned = Scanned::default();
        let mut seen = Vec::new();
        for text in &texts {
            assert_eq!(scanned.file(), None, "seed {seed}");
            let Ok(Scan::New(nth)) = scanned.add(text) else { panic!("seed {seed}: not new") };
            assert_eq!(scanned.add(text), Ok(Scan::Again(nth)));
            seen.push(nth);
            let missing: Vec<usize> = (1..=count).filter(|nth| !seen.contains(nth)).collect();
            assert_eq!(scanned.missing(), missing, "seed {seed}");
        }
        assert_eq!(scanned.file().unwrap(), file, "seed {seed}");
    }
}

#[test]
fn every_text_fits_the_compact_mode_of_a_code() {
    let compact = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    let texts = split(&file(&mut Dice(1), MAX_FILE));
    assert_eq!(texts.len(), 437);
    for text in texts {
        assert!(text.len() <= 970, "version 20 with error correction M holds 970: {}", text.len());
        assert!(text.chars().all(|letter| compact.contains(letter)));
    }
}

#[test]
fn a_sheet_of_another_file_is_told() {
    let mut dice = Dice(2);
    let (one, other) = (split(&file(&mut dice, 2_000)), split(&file(&mut dice, 2_000)));
    let mut scanned = Scanned::default();
    scanned.add(&one[0]).unwrap();
    assert_eq!(scanned.add(&other[1]), Err(Refused::OtherFile));
    assert_eq!(scanned.missing(), [2, 3, 4]);
    scanned.clear();
    assert_eq!(scanned.add(&other[1]), Ok(Scan::New(2)));
    for foreign in ["", "https://example.org", "QH1", "QH2:a:1/1:b:c", "WIFI:T:WPA;S:a;P:b;;"] {
        assert_eq!(scanned.add(foreign), Err(Refused::Foreign), "{foreign}");
    }
}

#[test]
fn no_damaged_text_is_taken_and_none_panics() {
    let mut dice = Dice(3);
    let file = file(&mut dice, 2_000);
    let texts = split(&file);
    for seed in 0..20_000 {
        let mut dice = Dice(seed);
        let text = &texts[dice.below(texts.len())];
        let broken = mutated(&mut dice, text.as_bytes());
        let broken = String::from_utf8_lossy(&broken).into_owned();
        let mut scanned = Scanned::default();
        if broken.trim() == text.as_str() {
            continue;
        }
        if let Ok(Scan::New(nth)) = scanned.add(&broken) {
            // Base 45 has letters that say the same bytes; then the part is the right one.
            let right = split(&file)[nth - 1].clone();
            let mut whole = Scanned::default();
            whole.add(&right).unwrap();
            texts.iter().for_each(|text| drop(whole.add(text)));
            whole.add(&broken).unwrap();
            assert_eq!(whole.file(), Some(file.clone()), "seed {seed}");
        }
    }
}
