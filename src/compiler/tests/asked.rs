//! Banks and core knowledge: every rule has a fault that triggers it; the unchanged room triggers none.

use crate::support::*;
use qinghe_compiler::{Code, Known, Severity};
use qinghe_content::{
    Locale,
    asked::{KnowledgePack, ProbePack},
    exercise::Variant,
};
use std::fs;
use tempfile::TempDir;

/// Rule, file, text to replace (every place), replacement.
type Fault = (Code, &'static str, &'static str, &'static str);

#[rustfmt::skip]
const BANKS: &[Fault] = &[
    (Code::BankSize, PROBES, "[[recall]]\nid = \"r15\"\noptions = [\"a\", \"b\", \"c\"]\nright = \"c\"\n", ""),
    (Code::BankSize, PROBES, "id = \"r1\"\n", "id = \"r1\"\nonly = \"P\"\n"),
    (Code::BankSize, PROBES, "id = \"s10\"\n", "id = \"s10\"\nonly = \"J\"\n"),
    (Code::BankSize, PROBES, "right = \"b\"\ncritical = true", "right = \"b\""),
    (Code::Options, PROBES, "id = \"r1\"\noptions = [\"a\", \"b\", \"c\"]", "id = \"r1\"\noptions = [\"a\", \"b\"]"),
    (Code::Options, PROBES_ZH, "b = \"放右边吧\"", "b = \"以上都对\""),
    (Code::Options, PROBES_EN, "b = \"to my right\"", "b = \"None of the above\""),
    (Code::Options, PROBES_ZH, "b = \"放右边吧\"", "b = \"放左边，吧！\""),
    (Code::UnknownReference, PROBES, "id = \"r1\"\noptions = [\"a\", \"b\", \"c\"]\nright = \"a\"", "id = \"r1\"\noptions = [\"a\", \"b\", \"c\"]\nright = \"d\""),
    (Code::UnknownField, PROBES, "id = \"r1\"\n", "id = \"r1\"\ncritical = true\n"),
    (Code::UnknownWord, PROBES, "id = \"r1\"\n", "id = \"r1\"\nonly = \"K\"\n"),
    (Code::UnknownWord, PROBES_EN, "locale = \"en\"", "locale = \"zh-Hans\""),
    (Code::Duplicate, PROBES, "id = \"s1\"\n", "id = \"r1\"\n"),
    (Code::Balance, PROBES, "right = \"b\"", "right = \"a\""),
    (Code::Repeated, PROBES_ZH, "走时，地图放哪里？", "走时，杯子放哪里"),
    (Code::Repeated, PROBES_ZH, "走时，地图放哪里？", "带什么不会湿？"),
    (Code::Repeated, PROBES_EN, "Where does the map go when you walk?", "It rains."),
    (Code::Wording, PROBES_ZH, "[item.r1]", "[item.r99]"),
    (Code::StepText, PROBES_ZH, "text = \"走时，杯子放哪里？\"", "text = { P = \"走时，杯子放哪里？\" }"),
    (Code::StepText, PROBES_EN, "[item.r1]\ntext = \"Where does the cup go when you walk?\"\noptions = { a =", "[item.r1]\ntext = \"Where does the cup go when you walk?\"\noptions = { d ="),
    (Code::MissingField, PROBES_EN, "why = \"It is at hand.\"", ""),
    (Code::Forbidden, PROBES_ZH, "这样好拿", "坏词好拿"),
    (Code::Forbidden, PROBES_ZH, "放左边吧", "想开点吧"),
    (Code::Reading, PROBES_ZH, "这样好拿。", "这样放的话下次再走到这里的时候你就会觉得特别好拿而且不会掉到地上去。"),
];

#[rustfmt::skip]
const KNOWLEDGE: &[Fault] = &[
    (Code::Topic, TOPIC, "number = 4", "number = 5"),
    (Code::Topic, TOPIC, "number = 4", "number = 0"),
    (Code::Topic, TOPIC, "number = 4", "number = 25"),
    (Code::Topic, TOPIC, "stage = \"S\"", "stage = \"U\""),
    (Code::Topic, "knowledge/consent/topic.toml", "stage = \"U\"", "stage = \"S\""),
    (Code::Topic, TOPIC, "id = \"s-c\"\nstage = \"S\"\nform = \"C\"", "id = \"s-c\"\nstage = \"S\"\nform = \"A\""),
    (Code::Id, TOPIC, "id = \"sleep\"", "id = \"sleeping\""),
    (Code::Version, TOPIC, "version = \"1.0.0\"", "version = \"1\""),
    (Code::Source, TOPIC, "(read)", ""),
    (Code::Source, TOPIC, "[\"Nobody 2020 (read)\"]", "[]"),
    (Code::Source, TOPIC, "sign_off = \"open: made up\"", "sign_off = \"\""),
    (Code::UnknownWord, TOPIC, "stage = \"S\"", "stage = \"p\""),
    (Code::UnknownWord, TOPIC, "form = \"C\"", "form = \"D\""),
    (Code::UnknownField, TOPIC, "form = \"C\"", "form = \"C\"\ncritical = true"),
    (Code::Balance, TOPIC, "right = \"y\"", "right = \"x\""),
    (Code::Repeated, TOPIC_ZH, "第4题的B问什么？", "第4题的A问什么？"),
    (Code::Reading, TOPIC_ZH, "P = \"睡一觉。\"", "P = \"睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。睡觉。\""),
    (Code::StepText, TOPIC_ZH, "{ P = \"睡一觉。\", J = \"睡一觉。\", S = \"睡一觉。\" }", "{ P = \"睡一觉。\", J = \"睡一觉。\" }"),
    (Code::Forbidden, TOPIC_ZH, "why = \"好。\"", "why = \"坏词。\""),
    (Code::Wording, TOPIC_ZH, "[item.p-a]", "[item.p-z]"),
];

fn every(folder: &TempDir, file: &str, from: &str, to: &str) {
    let path = folder.path().join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} does not hold `{from}`");
    fs::write(&path, text.replace(from, to)).unwrap();
}

fn all_found(faults: &[Fault], room: impl Fn() -> TempDir) {
    let mut wrong = Vec::new();
    for (code, file, from, to) in faults {
        let folder = room();
        every(&folder, file, from, to);
        let report = read(&folder);
        let front = file.rsplit_once('/').unwrap().0.trim_end_matches("/text");
        let found = report.findings.iter().any(|one| one.code == *code && one.file.starts_with(front));
        if !found || !report.probes.is_empty() || code.severity() != Severity::Error {
            wrong.push(format!("{} for `{from}` → `{to}`:\n{}", code.id(), report.render()));
        }
    }
    assert!(wrong.is_empty(), "{} rows:\n{}", wrong.len(), wrong.join("\n\n"));
}

#[test]
fn every_fault_of_a_bank_is_found_in_its_folder() {
    all_found(BANKS, room);
}

#[test]
fn every_fault_of_core_knowledge_is_found_in_its_folder() {
    all_found(KNOWLEDGE, room_with_knowledge);
}

#[test]
fn a_draft_without_a_bank_is_a_warning_and_a_release_an_error() {
    let folder = room();
    fs::remove_file(folder.path().join(PROBES)).unwrap();
    let report = read(&folder);
    assert_eq!(codes(&report), [Code::NoBank], "{}", report.render());
    assert_eq!(report.probes.len(), 3, "the other exercise's, in every locale");
    change(&folder, WALK, "release = \"draft\"", "release = \"released\"");
    assert_eq!(codes(&read(&folder)), [Code::BankSize]);
    change(&folder, WALK, "release = \"released\"", "release = \"released\"\nprivate = true");
    assert!(!codes(&read(&folder)).contains(&Code::BankSize), "what is private needs no bank");
}

#[test]
fn a_missing_topic_is_a_warning_and_the_rest_is_packed() {
    let folder = room_with_knowledge();
    let whole = read(&folder);
    assert!(whole.findings.is_empty(), "{}", whole.render());
    assert_eq!(whole.knowledge.len(), 12, "three stages and university, in every locale");
    for Known { stage, pack } in &whole.knowledge {
        let last = if *stage == 'U' { 24 } else { 20 };
        assert_eq!(
            pack.topics.iter().map(|topic| topic.number).collect::<Vec<_>>(),
            (1..=last).collect::<Vec<u8>>()
        );
        assert!(pack.topics.iter().all(|topic| topic.forms.len() == 3));
        let bytes = pack.encode().unwrap();
        assert_eq!(KnowledgePack::decode(&bytes).as_ref(), Ok(pack));
        assert!(
            KnowledgePack::decode(&bytes[1..]).is_err() && ProbePack::decode(&bytes).as_ref().ok().is_none()
        );
    }
    let of = |stage, locale| {
        let found = whole.knowledge.iter().find(|one| one.stage == stage && one.pack.locale == locale);
        &found.unwrap().pack
    };
    let (university, senior) = (of('U', Locale::En), of('S', Locale::En));
    assert_eq!((university.stage, &university.topics[..20]), (Variant::Senior, &senior.topics[..]));
    let item = &of('J', Locale::ZhHans).topics[3].forms[1];
    assert_eq!((item.id.as_str(), item.text.as_str(), item.right), ("j-b", "第4题的B问什么？", 2));
    fs::remove_dir_all(folder.path().join("knowledge/online")).unwrap();
    let report = read(&folder);
    assert_eq!(codes(&report), [Code::NoTopic]);
    assert!(report.findings[0].help.contains("online"));
    assert!(
        report.knowledge.iter().all(|one| one.pack.topics.len() == if one.stage == 'U' { 23 } else { 19 })
    );
}

/// Whoever always takes the longest option does not pass.
#[test]
fn the_right_option_is_not_mostly_the_longest() {
    for (longer, told) in [(7, false), (8, true)] {
        let folder = room();
        let path = folder.path().join(PROBES_ZH);
        let mut text = fs::read_to_string(&path).unwrap();
        for nth in 0..longer {
            let (front, behind) = text.split_once(&format!("[item.r{}]", nth + 1)).unwrap();
            let right = ["放左边吧", "放右边吧", "放中间吧"][nth % 3];
            text = format!("{front}[item.r{}]{}", nth + 1, behind.replacen(right, "放在最好的那边吧", 1));
        }
        fs::write(&path, text).unwrap();
        let report = read(&folder);
        assert_eq!(
            codes(&report),
            if told { vec![Code::Balance; 2] } else { Vec::new() },
            "{}",
            report.render()
        );
    }
}

/// In each topic the places are balanced, over the whole form they are not.
#[test]
fn a_whole_form_is_balanced_too() {
    let folder = room_with_knowledge();
    for id in TOPICS {
        let file = format!("knowledge/{id}/topic.toml");
        let path = folder.path().join(&file);
        let text = fs::read_to_string(&path).unwrap();
        let (mut form, mut lines) = (' ', Vec::new());
        for line in text.lines() {
            if let Some(name) = line.strip_prefix("form = \"") {
                form = name.chars().next().unwrap();
            }
            let place = match form {
                'A' => "x",
                'B' => "y",
                _ => "z",
            };
            lines.push(if line.starts_with("right = ") {
                format!("right = \"{place}\"")
            } else {
                line.to_owned()
            });
        }
        fs::write(&path, lines.join("\n")).unwrap();
    }
    let report = read(&folder);
    assert!(!report.findings.is_empty() && codes(&report).iter().all(|code| *code == Code::Balance));
    let all = |what: &str| what.contains("in 20 of 20") || what.contains("in 24 of 24");
    assert!(report.findings.iter().all(|one| one.file == "knowledge" && all(&one.what)));
}

#[test]
fn banks_are_laid_out_for_each_variant_and_read_back() {
    let folder = room();
    change(
        &folder,
        PROBES,
        "[[scenario]]\nid = \"s10\"",
        "[[scenario]]\nid = \"s11\"\noptions = [\"a\", \"b\", \"c\"]\nright = \"b\"\nonly = \"J\"\n\n[[scenario]]\nid = \"s10\"",
    );
    for (file, text) in [(PROBES_ZH, "掉了，怎么办？"), (PROBES_EN, "It is gone. What now?")] {
        let path = folder.path().join(file);
        let more = format!(
            "\n[item.s11]\ntext = {{ J = \"{text}\" }}\noptions = {{ a = \"aa\", b = \"bb\", c = \"cc\" }}\nwhy = \"w\"\n"
        );
        fs::write(&path, fs::read_to_string(&path).unwrap() + &more).unwrap();
    }
    let report = read(&folder);
    assert!(report.findings.is_empty(), "{}", report.render());
    for pack in &report.probes {
        assert_eq!(ProbePack::decode(&pack.encode().unwrap()).as_ref(), Ok(pack));
    }
    let walk =
        report.probes.iter().find(|pack| pack.exercise == "walk" && pack.locale == Locale::ZhHans).unwrap();
    let count = |variant| walk.bank(variant).map(|bank| (bank.recall.len(), bank.scenarios.len()));
    assert_eq!((count(Variant::Primary), count(Variant::Junior)), (Some((15, 10)), Some((15, 11))));
    assert_eq!(count(Variant::Senior), None);
    let first = &walk.bank(Variant::Primary).unwrap().scenarios[0];
    assert!(first.critical && first.right == 0 && first.options.len() == 3);
}
