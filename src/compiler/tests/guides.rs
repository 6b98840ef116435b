//! What families read without a lesson: a copy of what ships, changed in one place.

use crate::support::*;
use qinghe_compiler::{Code, compile};
use std::{fs, path::Path};
use tempfile::TempDir;

const NAMES: [&str; 7] = ["tonight", "crisis", "safe-home", "self-check", "prints", "year", "evening"];
const CHECK: &str = "family/self-check.toml";
const TONIGHT: &str = "family/tonight.zh-Hans.toml";

/// The fixture room with the guides that ship.
fn furnished() -> TempDir {
    let room = room();
    let to = room.path().join("family");
    fs::create_dir_all(&to).unwrap();
    for name in NAMES {
        for end in ["toml", "zh-Hans.toml", "en.toml"] {
            let file = format!("{name}.{end}");
            fs::copy(Path::new(SHIPPED).join("family").join(&file), to.join(&file)).unwrap();
        }
    }
    fs::copy(
        Path::new(SHIPPED).join("exercises/forbidden.toml"),
        room.path().join("exercises/forbidden.toml"),
    )
    .unwrap();
    fs::copy(Path::new(SHIPPED).join("family/forbidden.toml"), to.join("forbidden.toml")).unwrap();
    room
}

/// Findings of the folder `family`.
fn found(room: &TempDir) -> Vec<(Code, String)> {
    let report = compile(room.path(), today());
    let of = report.findings.into_iter().filter(|one| one.file.starts_with("family/"));
    of.map(|one| (one.code, one.what)).collect()
}

#[test]
fn what_ships_has_no_fault_and_a_card_for_every_tap() {
    let report = compile(furnished().path(), today());
    assert_eq!(report.guides.iter().map(|one| one.name).collect::<Vec<_>>(), NAMES);
    let tonight = &report.guides[0];
    let ids = |list: &str| {
        tonight.is[list]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["id"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let (signs, stages) = (ids("sign"), ids("stage"));
    assert!(signs.len() >= 10 && stages.len() == 3);
    for text in &tonight.says {
        for (sign, stage) in signs.iter().flat_map(|sign| stages.iter().map(move |stage| (sign, stage))) {
            let said = text["card"][sign][stage]["say"].as_array().unwrap().len();
            assert!((2..=4).contains(&said), "{sign} {stage}");
        }
    }
    assert_eq!(found(&furnished()), []);
}

#[test]
fn every_fault_that_a_reader_would_suffer_from_is_named() {
    for (code, file, from, to, says) in [
        (Code::MissingField, TONIGHT, "again = ", "agein = ", "`again`"),
        (Code::MissingField, TONIGHT, "ask-stage", "ask_stage", "`ask-stage`"),
        (
            Code::UnknownReference,
            "family/tonight.toml",
            "numbers = [\"police\", \"rights\", \"youth\"]",
            "numbers = [\"polize\"]",
            "`polize`",
        ),
        (Code::Forbidden, TONIGHT, "title = \"今晚怎么开口\"", "title = \"抑郁症怎么办\"", "抑郁症"),
        (Code::Forbidden, TONIGHT, "title = \"今晚怎么开口\"", "title = \"打 12356\"", "number is typed"),
    ] {
        let room = furnished();
        change(&room, file, from, to);
        let all = found(&room);
        assert!(all.iter().any(|(one, what)| *one == code && what.contains(says)), "{from}: {all:?}");
    }
}

#[test]
fn a_sign_without_words_and_sentences_without_an_end_are_named() {
    let room = furnished();
    let path = room.path().join(TONIGHT);
    let text = fs::read_to_string(&path).unwrap();
    let line = text.lines().find(|line| line.starts_with("say = [")).unwrap();
    fs::write(&path, text.replacen(line, "say = []", 1)).unwrap();
    assert!(
        found(&room).iter().any(|(code, what)| *code == Code::MissingField && what.contains("lacks `say`"))
    );
    let room = furnished();
    let path = room.path().join("family/evening.zh-Hans.toml");
    let text = fs::read_to_string(&path).unwrap();
    let long =
        "今天晚上我们大家一起来说一说孩子在学校和家里遇到的那些让人放心不下的大大小小的事情".repeat(60);
    fs::write(&path, text.replacen("summary = \"", &format!("summary = \"{long}"), 1)).unwrap();
    assert!(found(&room).iter().any(|(code, _)| *code == Code::Reading));
}

#[test]
fn a_statement_leads_to_lessons_of_its_stage_and_can_be_read() {
    let faults = [
        (Code::UnknownReference, CHECK, "often = { d11 = 2, d21 = 2", "often = { d19 = 2, d21 = 2"),
        (Code::UnknownReference, CHECK, "fill = [\"d21\"", "fill = [\"d20\""),
        (Code::Lesson, CHECK, "suggests = 3", "suggests = 30"),
        (
            Code::Lesson,
            CHECK,
            "often = { d11 = 2, d21 = 2",
            "never = { d21 = 1 }\noften = { d11 = 2, d21 = 2",
        ),
        (Code::Lesson, CHECK, "often = { d71 = 4 }", "often = { d54 = 4 }"),
        (Code::MissingField, CHECK, "id = \"advice-first\"", "id = \"advice-last\""),
        (Code::MissingField, "family/self-check.en.toml", "advice-first", "advice-last"),
    ];
    for (code, file, from, to) in faults {
        let room = furnished();
        change(&room, file, from, to);
        let found = found(&room);
        assert!(found.iter().any(|(one, _)| *one == code), "{from} → {to}: {found:?}");
    }
}
