//! The table, cell by cell, against a copy of it that was typed from the research by hand.

use qinghe_consent::{Asks, Band, Edition, Law, Party, Purpose, Rule, Said, rule};

/// Rows: purposes in the order of [`Purpose::ALL`]; columns: under 14, 14 to 17, 18 and older.
const TABLE: [[&str; 3]; 5] = [
    ["guardian then child", "student and guardian", "student"],
    ["guardian", "student", "student"],
    ["guardian, student told", "student, guardian told", "student"],
    ["guardian", "student and guardian", "student"],
    ["guardian", "guardian, student told", "no path"],
];

fn said(rule: Option<Rule>) -> String {
    let Some(rule) = rule else { return "no path".to_owned() };
    let asks = match rule.asks() {
        Asks::Student => "student",
        Asks::Guardian => "guardian",
        Asks::GuardianThenChild => "guardian then child",
        Asks::Both => "student and guardian",
    };
    let tells = rule.tells().map(|party| format!(", {} told", party.word()));
    format!("{asks}{}", tells.unwrap_or_default())
}

#[test]
fn every_cell_is_as_it_was_written_down() {
    for (purpose, row) in Purpose::ALL.into_iter().zip(TABLE) {
        for (band, cell) in Band::ALL.into_iter().zip(row) {
            assert_eq!(said(rule(band, purpose)), cell, "{purpose:?}, {band:?}");
        }
    }
}

#[test]
fn every_age_is_in_the_band_of_the_law() {
    for age in 0..=u8::MAX {
        let band = if age < 14 {
            Band::Child
        } else if age < 18 {
            Band::Youth
        } else {
            Band::Adult
        };
        assert_eq!(Band::of(age), band, "{age}");
    }
}

#[test]
fn under_fourteen_a_guardian_is_always_asked_by_law_and_a_grown_up_alone() {
    for purpose in Purpose::ALL {
        let child = rule(Band::Child, purpose).unwrap();
        assert!(child.asks().asks(Party::Guardian) && child.law().contains(&Law::Pipl31), "{purpose:?}");
        if let Some(adult) = rule(Band::Adult, purpose) {
            assert!(!adult.asks().asks(Party::Guardian), "{purpose:?}");
        }
    }
}

#[test]
fn no_cell_is_without_a_source_and_nobody_is_told_who_is_asked() {
    for (purpose, band) in Purpose::ALL.into_iter().flat_map(|one| Band::ALL.map(|band| (one, band))) {
        let Some(rule) = rule(band, purpose) else { continue };
        assert!(!rule.law().is_empty() && rule.law().iter().all(|law| !law.citation().is_empty()));
        assert!(rule.tells().is_none_or(|party| !rule.asks().asks(party)), "{purpose:?}, {band:?}");
        assert!([Party::Student, Party::Guardian].iter().any(|party| rule.asks().asks(*party)));
    }
}

#[test]
fn words_and_numbers_are_read_back() {
    for purpose in Purpose::ALL {
        assert_eq!(Purpose::read(purpose.word()), Some(purpose));
        let edition = Edition::current(purpose, u16::MAX);
        assert_eq!(Edition::read(edition.number()), Some(edition));
    }
    for said in [Said::Yes, Said::No, Said::Withdrawn] {
        assert_eq!(Said::read(said.word()), Some(said));
    }
    for party in [Party::Student, Party::Guardian] {
        assert_eq!(Party::read(party.word()), Some(party));
    }
    assert_eq!((Purpose::read("all"), Said::read("maybe"), Party::read("teacher")), (None, None, None));
    assert_eq!(Edition::read(-1), None);
}
