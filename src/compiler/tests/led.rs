//! Faults in what exercises say of each other and of the ways into them, each in the fixture room, changed in one place.

use crate::support::*;
use qinghe_compiler::{Code, Severity};

/// Rule, file, text to replace (first place), replacement.
type Fault = (Code, &'static str, &'static str, &'static str);

#[rustfmt::skip]
const FAULTS: &[Fault] = &[
    (Code::UnknownReference, WALK, "instead = \"rest\"", "instead = \"rest\"\nrequires = \"nap\""),
    (Code::NotFor, WALK, "instead = \"rest\"", "instead = \"rest\"\nrequires = \"walk\""),
    (Code::NotFor, WALK, "instead = \"rest\"", "instead = \"rest\"\nrequires = \"rest\""),
    (Code::UnknownReference, WALK, "instead = \"rest\"", "instead = { sore-foot = \"nap\" }"),
    (Code::NotFor, WALK, "instead = \"rest\"", "instead = { sore-foot = \"rest/nap\" }"),
    (Code::MissingField, WALK, "instead = \"rest\"", "instead = { }"),
    (Code::UnknownField, WALK, "instead = \"rest\"", "instead = { sore-foot = \"rest\", sore-hand = \"rest\" }"),
    (Code::UnknownReference, WALK, "kind = \"handoff\"", "kind = \"handoff\"\nopens = \"nap\""),
    (Code::NotFor, WALK, "kind = \"handoff\"", "kind = \"handoff\"\nopens = \"rest/nap\""),
    (Code::StepData, WALK, "id = \"feel\"", "id = \"feel\"\nopens = \"rest\""),
    (Code::StepData, WALK, "id = \"where\"", "id = \"where\"\npicture = \"body-map\""),
    (Code::UnknownWord, WALK, "id = \"where\"", "id = \"where\"\npicture = \"sunset\""),
    (Code::MissingField, WALK_ZH, "[entry]\n", "[entries]\n"),
    (Code::StepText, WALK_EN, "daily = \"Once more\"\n", ""),
    (Code::NotFor, WALK, "stories = 1", "stories = 1\nasked = true"),
    (Code::StepData, WALK, "seconds = 5\n", "seconds = 5\nin_background = true\n"),
    (Code::StepData, WALK, "cycles = 4", "cycles = 4\nmay_skip = true"),
    (Code::StepData, WALK, "rank = 1", "rank = 1\nonly = \"S\""),
    (Code::UnknownWord, WALK, "rank = 1", "rank = 1\nonly = \"K\""),
];

#[test]
fn every_fault_of_a_way_is_found_in_its_file() {
    let mut wrong = Vec::new();
    for (code, file, from, to) in FAULTS {
        let folder = room();
        change(&folder, file, from, to);
        let report = read(&folder);
        let found = report.findings.iter().any(|one| one.code == *code && one.file == *file);
        if !found || !report.packs.is_empty() || code.severity() != Severity::Error {
            wrong.push(format!("{} for `{from}` → `{to}`:\n{}", code.id(), report.render()));
        }
    }
    assert!(wrong.is_empty(), "{} rows:\n{}", wrong.len(), wrong.join("\n\n"));
}
