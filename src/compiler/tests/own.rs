//! What parents say about themselves cannot be named where something is told: the shipped battery, changed in one place. And
//! the texts for parents stand over those for students.

use crate::support::{SHIPPED, change, copy, today};
use qinghe_compiler::{Code, compile};
use qinghe_content::{Informant, Key};
use std::path::Path;
use tempfile::TempDir;

const BATTERY: &str = "batteries/parent-report/battery.toml";
const CASES: &str = "batteries/parent-report/cases.toml";
const VOICE: &str = "locales/zh-Hans.parent.toml";

/// The shipped report and a battery for students, with what both need.
fn shipped() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for part in [
        "locales",
        "regions",
        "batteries/parent-report",
        "batteries/mood-and-anxiety",
        "scales/psc-17",
        "scales/parent-changes",
        "scales/phq-4",
        "scales/who-5",
        "scales/phq-9",
        "scales/gad-7",
    ] {
        copy(&Path::new(SHIPPED).join(part), &folder.path().join(part));
    }
    folder
}

fn faults(folder: &TempDir) -> Vec<Code> {
    let report = compile(folder.path(), today());
    report
        .findings
        .into_iter()
        .map(|found| found.code)
        .filter(|code| code.severity() == qinghe_compiler::Severity::Error)
        .collect()
}

/// Rule, file, text to replace, replacement.
const FAULTS: &[(Code, &str, &str, &str)] = &[
    (
        Code::UnknownReference,
        BATTERY,
        "[[rule]]\ntier = \"watch\"\nwhen = { any = [\n",
        "[[rule]]\ntier = \"watch\"\nwhen = { any = [\n    { at_least = \"phq-4/total/kroenke-2009/mild\" },\n",
    ),
    (
        Code::UnknownReference,
        BATTERY,
        "{ not_computed = \"psc-17/total\" },",
        "{ not_computed = \"phq-4/total\" },",
    ),
    (
        Code::UnknownReference,
        BATTERY,
        "domain = \"mood\"\nwhen = { at_least = \"psc-17/internalising/gardner-1999/screen-positive\" }",
        "domain = \"mood\"\nwhen = { at_least = \"phq-4/total/kroenke-2009/mild\" }",
    ),
    (
        Code::UnknownReference,
        BATTERY,
        "instruments = [\"psc-17\"]\nlowest",
        "instruments = [\"phq-4\"]\nlowest",
    ),
    (
        Code::Own,
        BATTERY,
        "at_least = \"phq-4/total/kroenke-2009/moderate\"",
        "at_least = \"psc-17/total/gardner-1999/screen-positive\"",
    ),
    (Code::Own, BATTERY, "{ at_least = \"phq-4/total/kroenke-2009/moderate\" }", "{ critical = true }"),
    // An instrument with a critical item: nobody would hear of it.
    (Code::Own, BATTERY, "own = [\"phq-4\", \"who-5\"]", "own = [\"phq-4\", \"who-5\", \"phq-9\"]"),
    (Code::Own, BATTERY, "own = [\"phq-4\", \"who-5\"]\n", ""),
    (
        Code::Informant,
        BATTERY,
        "own = [\"phq-4\", \"who-5\"]",
        "own = [\"phq-4\", \"who-5\", \"parent-changes\"]",
    ),
    (Code::Duplicate, BATTERY, "own = [\"phq-4\", \"who-5\"]", "own = [\"phq-4\", \"phq-4\", \"who-5\"]"),
    (Code::NoUnclear, BATTERY, "{ not_computed = \"phq-4/total\" }, ", ""),
    (Code::Case, CASES, "own = \"heavy\"", "own = \"strained\""),
    (Code::MissingField, CASES, "own = \"heavy\"\n", ""),
    (Code::TextMissing, VOICE, "heavy = ", "# "),
    (Code::TextUnknown, VOICE, "[own]\n", "[own]\nheavier = \"累\"\n"),
    (Code::TextUnknown, VOICE, "[own]\n", "[page]\nwait = \"请等一下。\"\n[own]\n"),
    (Code::TextUnknown, "locales/en.toml", "[sent]\n", "[own]\nheavy = \"x\"\n[sent]\n"),
    (Code::Slots, VOICE, "最多 {items} 道小题", "几道小题"),
];

#[test]
fn nothing_that_is_told_can_name_what_a_parent_said_of_oneself() {
    assert_eq!(faults(&shipped()), []);
    for (code, file, from, to) in FAULTS {
        let folder = shipped();
        change(&folder, file, from, to);
        let found = faults(&folder);
        assert!(found.contains(code), "{from} -> {to}: {found:?}");
    }
}

#[test]
fn a_parent_is_spoken_to_as_a_parent_and_nobody_else_is() {
    let folder = shipped();
    let report = compile(folder.path(), today());
    for pack in &report.packs {
        let parent = pack.battery.informant == Informant::Parent;
        assert_eq!(pack.texts.get(Key::OwnHeavy).is_empty(), !parent, "{}", pack.battery.id);
    }
    let of = |battery: &str| report.packs.iter().find(|pack| pack.battery.id == battery).unwrap();
    let (parent, student) = (of("parent-report"), of("mood-and-anxiety"));
    assert_ne!(parent.texts.get(Key::HelpBodyNoticed), student.texts.get(Key::HelpBodyNoticed));
    // What is said to both stands once.
    assert_eq!(parent.texts.get(Key::HelpLinesTitle), student.texts.get(Key::HelpLinesTitle));
    // Every sentence that says 你 to a student says 您 here.
    let stray = Key::ALL
        .iter()
        .filter(|key| parent.locale.tag() == "zh-Hans" && parent.texts.get(**key).contains('你'));
    let stray: Vec<&str> = stray.map(|key| key.name()).collect();
    let unseen = |name: &&str| {
        [
            "company.",
            "adult.",
            "about.",
            "second.",
            "wish.",
            "help.young",
            "help.by-staff",
            "consent.young",
            "delivery.second",
            "sent.follow",
        ]
        .iter()
        .all(|screen| !name.starts_with(screen))
    };
    assert_eq!(stray.into_iter().filter(unseen).collect::<Vec<_>>(), Vec::<&str>::new());
}
