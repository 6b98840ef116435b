//! What `explain` says about the fixture, to the letter. `QINGHE_GOLDEN=write` writes the files anew.

use qinghe_compiler::{explain, library};
use qinghe_content::Locale;
use std::{fs, path::Path};

const SHIPPED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
const ROOM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/room");
const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/explain");

/// Scores of every method, every kind of block, condition, validity index and step.
const TOLD: &[&str] = &["tea", "leaf", "check", "own", "every-form", "walk"];

#[test]
fn the_fixture_is_told_as_it_was_read_and_approved() {
    let (room, _) = library(Path::new(ROOM));
    for id in TOLD {
        for locale in Locale::ALL {
            let path = Path::new(GOLDEN).join(format!("{id}.{}.md", locale.tag()));
            let told = explain(&room, id, locale).unwrap_or_else(|| panic!("{id}"));
            if std::env::var_os("QINGHE_GOLDEN").is_some_and(|what| what == "write") {
                fs::create_dir_all(GOLDEN).unwrap();
                fs::write(&path, &told).unwrap();
            }
            let wanted = fs::read_to_string(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
            assert_eq!(told, wanted, "{}", path.display());
        }
    }
}

#[test]
fn everything_shipped_can_be_told_and_nothing_unverified_goes_unsaid() {
    let (shipped, _) = library(Path::new(SHIPPED));
    for read in &shipped.instruments {
        let id = &read.instrument.id;
        let scores = read.about.scores.iter();
        let states = scores.flat_map(|score| {
            let norms = score.norms.iter().map(|norm| &norm.from);
            let sets = score.band_sets.iter().map(|set| &set.from);
            let change = score.change.iter().map(|change| &change.from);
            norms.chain(sets).chain(change).chain([&score.missing]).chain(&score.scale)
        });
        let unverified = states.chain(&read.about.bank).filter(|from| from.unverified).count();
        for (locale, mark, open) in
            [(Locale::En, "[unverified].", " Open check: "), (Locale::ZhHans, "（未核实）。", "待核对：")]
        {
            let told = explain(&shipped, id, locale).unwrap();
            assert_eq!(told.matches(mark).count(), unverified, "{id}: {told}");
            let checks = read.about.texts.iter().flatten().filter(|text| text.open_check.is_some()).count();
            assert_eq!(told.matches(open).count(), checks, "{id}: {told}");
            assert!(!told.contains("  \n") && !told.contains("``"), "{id}: {told}");
        }
    }
    for read in &shipped.batteries {
        for locale in Locale::ALL {
            let told = explain(&shipped, &read.battery.id, locale).unwrap();
            assert!(told.contains(read.sign_off.trim_end_matches('.')), "{told}");
        }
    }
    for read in &shipped.exercises {
        for (locale, text) in Locale::ALL.iter().zip(&read.text) {
            let told = explain(&shipped, &read.exercise.id, *locale).unwrap();
            let titles = text.iter().flat_map(|text| &text.forms).all(|form| told.contains(&form.title));
            assert!(titles && told.contains(read.sign_off.trim_end_matches('.')), "{told}");
        }
    }
    assert!(explain(&shipped, "no-such-thing", Locale::En).is_none());
}
