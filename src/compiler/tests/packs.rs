//! Packs, text packs and the data that ships.

use crate::support::*;
use qinghe_compiler::{Code, Findings, compile, text_pack, write_packs};
use qinghe_content::{
    Locale, Pack, PackError, TextPack,
    asked::{KnowledgePack, ProbePack},
    exercise::{Catalogue, ExercisePack},
};
use std::{
    fs,
    path::{Path, PathBuf},
};

const BROUGHT: &str = "own.zh-Hans.toml";

#[test]
fn the_shipped_data_has_no_finding() {
    let report = compile(Path::new(SHIPPED), today());
    assert_eq!(codes(&report), [], "{}", report.render());
    assert_eq!(report.packs.len(), report.library.batteries.len() * (Locale::ALL.len() + 1));
    assert!(!report.packs.is_empty());
}

#[test]
fn old_help_numbers_warn_first_and_stop_the_build_after_a_year() {
    let folder = room();
    let later = |day: &str| compile(folder.path(), day.parse().unwrap());
    let soon = later("2027-03-25");
    assert_eq!((codes(&soon), soon.packs.len()), (vec![Code::CheckSoon], 6), "{}", soon.render());
    let dead = later("2027-11-25");
    assert!(codes(&dead).contains(&Code::Checked) && dead.packs.is_empty(), "{}", dead.render());
}

#[test]
fn packs_are_the_same_bytes_every_time_and_decode_again() {
    let folder = room_with_knowledge();
    let report = read(&folder);
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write_packs(&report, one.path()).unwrap();
    write_packs(&read(&folder), two.path()).unwrap();
    let mut names: Vec<_> =
        fs::read_dir(one.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    let (mut decoded, mut catalogues) = (0, 0);
    for name in &names {
        let bytes = fs::read(one.path().join(name)).unwrap();
        assert_eq!(bytes, fs::read(two.path().join(name)).unwrap());
        if name.to_str().unwrap().ends_with(".pack") {
            decoded += 1;
            let battery = Pack::decode(&bytes).is_ok_and(|pack| report.packs.contains(&pack));
            let exercise = ExercisePack::decode(&bytes).is_ok_and(|pack| report.exercises.contains(&pack));
            let catalogue = Catalogue::decode(&bytes).is_ok_and(|all| all.listings.len() == 2);
            catalogues += usize::from(catalogue);
            let bank = ProbePack::decode(&bytes).is_ok_and(|pack| report.probes.contains(&pack));
            let known = KnowledgePack::decode(&bytes)
                .is_ok_and(|pack| report.knowledge.iter().any(|one| one.pack == pack));
            assert_eq!(
                [battery, exercise, catalogue, bank, known].iter().filter(|one| **one).count(),
                1,
                "{name:?}"
            );
        }
    }
    let asked = report.probes.len() + report.knowledge.len();
    assert_eq!(asked, 6 + 12);
    assert_eq!(decoded, report.packs.len() + report.exercises.len() + asked + 3, "{names:?}");
    assert_eq!(catalogues, 3, "one for each locale");
}

fn bring(change: impl Fn(String) -> String, id: &str) -> Result<Vec<u8>, Findings> {
    let folder = room();
    let text = fs::read_to_string(folder.path().join(BROUGHT)).unwrap();
    let file: PathBuf = folder.path().join("brought.toml");
    fs::write(&file, change(text)).unwrap();
    text_pack(folder.path(), id, Locale::ZhHans, &file)
}

#[test]
fn a_pack_without_wording_takes_the_text_pack_made_for_it() {
    let report = read(&room());
    let own = |pack: &&Pack| pack.battery.id == "every-form" && pack.locale == Locale::ZhHans;
    let mut pack = report.packs.iter().find(own).unwrap().clone();
    assert_eq!(pack.without_wording().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["own"]);
    let brought = TextPack::decode(&bring(|text| text, "own").unwrap()).unwrap();
    assert_eq!((brought.instrument.as_str(), brought.version.as_str()), ("own", "2.3.4"));
    assert_eq!(brought.text.items, ["第一题", "第二题"]);
    pack.add_text(brought.clone()).unwrap();
    assert_eq!(pack.without_wording().count(), 0);
    assert_eq!(pack.add_text(brought), Err(PackError::Foreign));
}

#[test]
fn a_text_pack_is_checked_like_wording_that_ships() {
    let found = |change: &dyn Fn(String) -> String, id: &str| {
        let findings = bring(change, id).unwrap_err();
        assert!(findings.has_errors() && findings.render().contains("error["));
        findings.all.iter().map(|finding| finding.code).collect::<Vec<_>>()
    };
    let same = |text: String| text;
    assert!(found(&|text| text.replace("second = ", "third = "), "own").contains(&Code::Wording));
    assert!(found(&|text| text.replace("\"三\"", "\"\""), "own").contains(&Code::Spaces));
    assert!(found(&|text| text.replace("zh-Hans", "en"), "own").contains(&Code::UnknownWord));
    assert!(found(&|text| text.replace("translation", "#"), "own").contains(&Code::MissingField));
    assert!(found(&|text| text.replace(']', ""), "own").contains(&Code::Syntax));
    assert!(found(&same, "tea").contains(&Code::Brought));
    assert!(found(&same, "nobody").contains(&Code::UnknownReference));
    assert!(found(&same, "../scales/own").contains(&Code::UnknownReference));
    let folder = room();
    let missing = folder.path().join("nowhere.toml");
    let findings = text_pack(folder.path(), "own", Locale::ZhHans, &missing).unwrap_err();
    assert!(findings.all.iter().any(|finding| finding.code == Code::Unreadable));
}

#[test]
fn wording_that_may_not_ship_is_not_there() {
    let folder = room();
    fs::create_dir(folder.path().join("scales/own/text")).unwrap();
    let report = read(&folder);
    let told = report
        .findings
        .iter()
        .any(|finding| finding.code == Code::Rights && finding.file == "scales/own/text");
    assert!(told, "{}", report.render());
    for file in ["scales/check/LICENSE.md", "scales/own/cases.toml", "scales/own/evidence.md"] {
        let folder = room();
        fs::remove_file(folder.path().join(file)).unwrap();
        let report = read(&folder);
        assert!(report.findings.iter().any(|finding| finding.file == file), "{}", report.render());
    }
}
