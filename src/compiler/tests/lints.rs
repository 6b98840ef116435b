//! Every lint rule has a fault that triggers it: the real data, changed in one place. The unchanged data
//! triggers none, so it is the counterpart of every row.

#![allow(clippy::unwrap_used)]

use qinghe_compiler::{Code, Date, Finding, Report, Severity, compile, write_packs};
use std::{fs, path::Path};
use tempfile::TempDir;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
const PHQ: &str = "scales/phq-9/instrument.toml";
const GAD: &str = "scales/gad-7/instrument.toml";
const ZH: &str = "scales/phq-9/text/zh-Hans.toml";
const CASES: &str = "scales/phq-9/cases.toml";
const BATTERY: &str = "batteries/mood-and-anxiety/battery.toml";
const BATTERY_CASES: &str = "batteries/mood-and-anxiety/cases.toml";
const CN: &str = "regions/cn.toml";
const LOCALE: &str = "locales/zh-Hans.toml";

/// The day on which the fixtures are read; the region was checked on it.
fn today() -> Date {
    "2026-11-24".parse().unwrap()
}

/// Rule, file, text to replace (first place), replacement.
const FAULTS: &[(Code, &str, &str, &str)] = &[
    (Code::Syntax, PHQ, "release = \"draft\"", "release = draft"),
    (Code::MissingField, PHQ, "recall_days = 14", ""),
    (Code::MissingField, BATTERY, "minutes = 5", ""),
    (Code::UnknownField, PHQ, "recall_days = 14", "recall_days = 14\nrecal_days = 14"),
    (Code::UnknownField, BATTERY, "minutes = 5", "minutes = 5\nminuten = 5"),
    (Code::WrongKind, PHQ, "recall_days = 14", "recall_days = \"14\""),
    (Code::WrongKind, PHQ, "recall_days = 14", "recall_days = -1"),
    (Code::WrongKind, PHQ, "ages = { min = 12 }", "ages = { min = 12, max = 11 }"),
    (
        Code::WrongKind,
        BATTERY,
        "when = { critical = true }",
        "when = { critical = true, not_computed = \"phq-9/total\" }",
    ),
    (Code::WrongKind, CN, "checked_on = \"2026-11-24\"", "checked_on = \"24.11.2026\""),
    (Code::UnknownWord, PHQ, "informant = \"student\"", "informant = \"pupil\""),
    (Code::UnknownWord, ZH, "locale = \"zh-Hans\"", "locale = \"en\""),
    (Code::UnknownWord, BATTERY, "tier = \"watch\"", "tier = \"yellow\""),
    (Code::Id, PHQ, "id = \"phq-9\"", "id = \"phq9\""),
    (Code::Id, PHQ, "id = \"self-harm\"", "id = \"Self_Harm\""),
    (Code::Version, PHQ, "version = \"1.0.0\"", "version = \"1.0\""),
    (Code::Version, BATTERY, "version = \"1.0.0\"", "version = \"1.0.01\""),
    (Code::Duplicate, PHQ, "id = \"mood\"", "id = \"interest\""),
    (Code::Duplicate, PHQ, "id = \"mild\"", "id = \"minimal\""),
    (Code::Duplicate, BATTERY, "[\"phq-9\", \"gad-7\"]", "[\"phq-9\", \"gad-7\", \"gad-7\"]"),
    (Code::Rights, PHQ, "permission = \"free\"", "permission = \"bring-your-own\""),
    (Code::Rights, PHQ, "source = \"phqscreeners.com\"", "source = \"\""),
    (Code::ResponseSet, PHQ, "values = [0, 1, 2, 3]", "values = [0, 1, 1, 3]"),
    (Code::UnknownReference, PHQ, "response_set = \"frequency\"", "response_set = \"often\""),
    (Code::UnknownReference, BATTERY, "[\"phq-9\", \"gad-7\"]", "[\"phq-9\", \"gad-8\"]"),
    (Code::UnknownReference, BATTERY, "kroenke-2001/moderately-severe", "kroenke-2001/very-severe"),
    (Code::UnknownReference, BATTERY, "not_computed = \"phq-9/total\"", "not_computed = \"phq-9/sum\""),
    (Code::UnknownReference, BATTERY, "region = \"cn\"", "region = \"xx\""),
    (Code::Critical, PHQ, "critical_at_least = 1", "critical_at_least = 4"),
    (Code::Critical, PHQ, "critical_at_least = 1", "critical_at_least = 0"),
    (Code::ScoreItems, PHQ, "items = [\"interest\",", "items = [\"boredom\","),
    (Code::ScoreItems, PHQ, "items = [\"interest\",", "items = [\"mood\","),
    (Code::Bands, PHQ, "from = 10", "from = 4"),
    (Code::Bands, PHQ, "from = 0", "from = 1"),
    (Code::Bands, PHQ, "from = 20", "from = 28"),
    (Code::Source, PHQ, "source = \"Kroenke, Spitzer and Williams 2001\"", "source = \"\""),
    (Code::Source, BATTERY, "sign_off = \"open", "sign_off = \"\" #"),
    (Code::Source, ZH, "certainty = \"medium", "certainty = \" \" #"),
    (Code::Prorate, PHQ, "at_most = 2", "at_most = 5"),
    (Code::OpenCheck, PHQ, "release = \"draft\"", "release = \"released\""),
    (Code::Wording, ZH, "mood = ", "mod = "),
    (Code::Wording, ZH, ", \"几乎每天\"]", "]"),
    (Code::Spaces, ZH, "\"感到心情低落", "\" 感到心情低落"),
    (Code::Spaces, LOCALE, "product = \"青禾\"", "product = \"\""),
    (Code::Case, CASES, "scores = { total = 27 }", "scores = { total = 26 }"),
    (Code::Case, CASES, "\"total/kroenke-2001\" = \"severe\"", "\"total/kroenke-2001\" = \"mild\""),
    (Code::Case, CASES, "critical = true\n", ""),
    (Code::Case, CASES, "responses = \"333 333 333\"", "responses = \"333 333 334\""),
    (Code::Case, PHQ, "rounding = \"half-up\"", "rounding = \"truncate\""),
    (Code::Case, BATTERY_CASES, "tier = \"watch\"", "tier = \"routine\""),
    (Code::Case, BATTERY_CASES, "domains = [\"mood\"]", "domains = []"),
    (Code::BandEdge, CASES, "responses = \"333 320 000\"", "responses = \"333 310 000\""),
    (Code::TierCase, BATTERY, "{ not_computed = \"phq-9/total\" }, ", ""),
    (Code::Ages, BATTERY, "ages = { min = 12 }", "ages = { min = 11 }"),
    (Code::Ages, PHQ, "ages = { min = 12 }", "ages = { min = 12, max = 18 }"),
    (Code::Informant, BATTERY, "informant = \"student\"", "informant = \"parent\""),
    (Code::RuleOrder, BATTERY, "tier = \"priority\"", "tier = \"watch\""),
    (Code::RuleOrder, BATTERY, "tier = \"watch\"", "tier = \"routine\""),
    (Code::NoUrgent, BATTERY, "when = { critical = true }", "when = { not_computed = \"phq-9/total\" }"),
    (Code::NoUnclear, BATTERY, ", { not_computed = \"gad-7/total\" }", ""),
    (Code::Number, CN, "number = \"12356\"", "number = \"12356转1\""),
    (Code::Checked, CN, "checked_on = \"2026-11-24\"", "checked_on = \"2026-11-25\""),
    (Code::Checked, CN, "checked_on = \"2026-11-24\"", "checked_on = \"2025-11-01\""),
    (Code::Checked, CN, "valid_until = \"2027-03-24\"", "valid_until = \"2027-03-25\""),
    (Code::NoHelpLine, CN, "kind = \"psychological\"", "kind = \"youth\""),
    (Code::TextMissing, LOCALE, "product = \"青禾\"", ""),
    (Code::TextUnknown, LOCALE, "product = \"青禾\"", "produkt = \"青禾\""),
    (Code::Slots, LOCALE, "第 {n} 题", "第 {m} 题"),
    (Code::Slots, LOCALE, "back = \"上一题\"", "back = \"上一{n}题\""),
];

fn copy() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for room in ["scales", "batteries", "regions", "locales"] {
        copy_into(&Path::new(ROOT).join(room), &folder.path().join(room));
    }
    folder
}

fn copy_into(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() { copy_into(&path, &to) } else { fs::copy(&path, &to).map(|_| ()).unwrap() }
    }
}

fn change(folder: &TempDir, file: &str, from: &str, to: &str) {
    let path = folder.path().join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} does not hold `{from}`");
    fs::write(&path, text.replacen(from, to, 1)).unwrap();
}

fn codes(report: &Report) -> Vec<Code> {
    report.findings.iter().map(|finding| finding.code).collect()
}

#[test]
fn the_shipped_data_has_no_finding() {
    let report = compile(Path::new(ROOT), today());
    assert!(report.findings.is_empty(), "{}", report.render());
    assert_eq!(report.packs.len(), 2);
}

#[test]
fn every_rule_finds_its_fault_in_its_file() {
    for (code, file, from, to) in FAULTS {
        let folder = copy();
        change(&folder, file, from, to);
        let report = compile(folder.path(), today());
        assert!(
            codes(&report).contains(code),
            "{} not found for `{from}` → `{to}`:\n{}",
            code.id(),
            report.render()
        );
        let room = file.split('/').next().unwrap();
        // What is wrong in an instrument may show only in the battery that uses it.
        let near = |finding: &Finding| finding.file.starts_with(room) || finding.file == BATTERY;
        let placed = report.findings.iter().any(|finding| finding.code == *code && near(finding));
        assert!(placed, "{} elsewhere:\n{}", code.id(), report.render());
        assert_eq!(
            report.packs.is_empty(),
            code.severity() == Severity::Error || report.has_errors(),
            "{}",
            code.id()
        );
    }
}

#[test]
fn every_rule_has_a_row() {
    let elsewhere = [Code::Unreadable, Code::CheckSoon];
    for code in Code::ALL.iter().filter(|code| !elsewhere.contains(code)) {
        assert!(FAULTS.iter().any(|row| row.0 == *code), "{} has no fault that triggers it", code.id());
    }
}

#[test]
fn a_missing_file_is_named() {
    for file in [PHQ, ZH, CASES, "scales/gad-7/evidence.md", BATTERY_CASES, LOCALE] {
        let folder = copy();
        fs::remove_file(folder.path().join(file)).unwrap();
        let report = compile(folder.path(), today());
        assert!(
            report.findings.iter().any(|finding| finding.code == Code::Unreadable && finding.file == file),
            "{}",
            report.render()
        );
    }
    let empty = tempfile::tempdir().unwrap();
    assert!(compile(empty.path(), today()).has_errors());
}

#[test]
fn old_help_numbers_warn_first_and_stop_the_build_after_a_year() {
    let later = |day: &str| compile(Path::new(ROOT), day.parse().unwrap());
    let soon = later("2027-03-25");
    assert_eq!((codes(&soon), soon.packs.len()), (vec![Code::CheckSoon], 2), "{}", soon.render());
    let dead = later("2027-11-25");
    assert!(codes(&dead).contains(&Code::Checked) && dead.packs.is_empty(), "{}", dead.render());
}

#[test]
fn all_faults_of_all_files_come_at_once() {
    let folder = copy();
    change(&folder, PHQ, "version = \"1.0.0\"", "version = \"one\"");
    change(&folder, PHQ, "critical_at_least = 1", "critical_at_least = 9");
    change(&folder, ZH, "certainty = ", "sureness = ");
    change(&folder, GAD, "from = 5", "from = 12");
    change(&folder, CN, "number = \"110\"", "number = \"one one zero\"");
    change(&folder, LOCALE, "back = \"上一题\"", "");
    let found = codes(&compile(folder.path(), today()));
    for code in [Code::Version, Code::Critical, Code::Bands, Code::Number, Code::TextMissing] {
        assert!(found.contains(&code), "{}: {found:?}", code.id());
    }
}

#[test]
fn a_finding_shows_code_line_what_why_and_what_to_do() {
    let folder = copy();
    change(&folder, PHQ, "from = 10", "from = 4");
    let report = compile(folder.path(), today());
    let text = report.render();
    for part in [
        "error[QH0109]: a band cannot begin at 4 here",
        "scales/phq-9/instrument.toml:68:31",
        "{ id = \"moderate\", from = 4 },",
        "bands ascend, begin at the lowest possible score and can all be reached",
        "help: Begin at 0, ascend, and stay at or below 27.",
    ] {
        assert!(text.contains(part), "`{part}` is missing in:\n{text}");
    }
}

#[test]
fn packs_are_the_same_bytes_every_time_and_decode_again() {
    let report = compile(Path::new(ROOT), today());
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write_packs(&report, one.path()).unwrap();
    write_packs(&compile(Path::new(ROOT), today()), two.path()).unwrap();
    let mut names: Vec<_> =
        fs::read_dir(one.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names.len(), 4, "{names:?}");
    for name in names {
        let bytes = fs::read(one.path().join(&name)).unwrap();
        assert_eq!(bytes, fs::read(two.path().join(&name)).unwrap());
        if name.to_str().unwrap().ends_with(".pack") {
            assert!(report.packs.contains(&qinghe_content::Pack::decode(&bytes).unwrap()));
        }
    }
}
