//! A copy of the fixture data room, to be changed in one place.

use qinghe_compiler::{Code, Date, Report, compile};
use std::{fs, path::Path};
use tempfile::TempDir;

pub const SHIPPED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
pub const ROOM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/room");
pub const TEA: &str = "scales/tea/instrument.toml";
pub const TEA_ZH: &str = "scales/tea/text/zh-Hans.toml";
pub const TEA_CASES: &str = "scales/tea/cases.toml";
pub const LEAF: &str = "scales/leaf/instrument.toml";
pub const CHECK: &str = "scales/check/instrument.toml";
pub const OWN: &str = "scales/own/instrument.toml";
pub const FORM: &str = "batteries/every-form/battery.toml";
pub const FORM_CASES: &str = "batteries/every-form/cases.toml";
pub const WHOLE: &str = "batteries/whole/battery.toml";
pub const WHOLE_CASES: &str = "batteries/whole/cases.toml";
pub const WALK: &str = "exercises/walk/exercise.toml";
pub const WALK_ZH: &str = "exercises/walk/text/zh-Hans.toml";
pub const WALK_EN: &str = "exercises/walk/text/en.toml";
pub const WALK_CASES: &str = "exercises/walk/cases.toml";
pub const WALK_EVIDENCE: &str = "exercises/walk/evidence.md";
pub const PROBES: &str = "exercises/walk/probes.toml";
pub const PROBES_ZH: &str = "exercises/walk/probes.zh-Hans.toml";
pub const PROBES_EN: &str = "exercises/walk/probes.en.toml";
pub const TOPIC: &str = "knowledge/sleep/topic.toml";
pub const TOPIC_ZH: &str = "knowledge/sleep/text/zh-Hans.toml";
pub const REST: &str = "exercises/rest/exercise.toml";
pub const LESSON: &str = "family/d23-the-lost-game/lesson.toml";
pub const LESSON_ZH: &str = "family/d23-the-lost-game/text/zh-Hans.toml";
pub const LESSON_EN: &str = "family/d23-the-lost-game/text/en.toml";
pub const LESSON_CASES: &str = "family/d23-the-lost-game/cases.toml";
pub const REGION: &str = "regions/aa.toml";
pub const TRADITIONAL: &str = "locales/zh-Hant.toml";
pub const LOCALE: &str = "locales/zh-Hans.toml";

/// The day on which the fixtures are read; the regions were checked on it.
pub fn today() -> Date {
    "2026-11-24".parse().unwrap()
}

/// The room, with the interface texts that ship: their keys are those of the module.
pub fn room() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(Path::new(ROOM), folder.path());
    copy(&Path::new(SHIPPED).join("locales"), &folder.path().join("locales"));
    // What the shipped room corrects and spells are texts that are not here.
    fs::remove_file(folder.path().join("locales/pinyin.toml")).unwrap();
    copy(&Path::new(ROOM).join("locales"), &folder.path().join("locales"));
    folder
}

/// The room with one family lesson.
pub fn room_with_family() -> TempDir {
    let folder = room();
    let family = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/family");
    copy(Path::new(family), &folder.path().join("family"));
    folder
}

/// Ids of the topics of core knowledge, in order.
pub const TOPICS: [&str; 24] = [
    "body-and-mind",
    "feelings-pass",
    "stress-curve",
    "sleep",
    "movement",
    "two-weeks",
    "anxiety",
    "seeking-help",
    "who-helps",
    "confidentiality",
    "help-lines",
    "warning-signs",
    "asking-helps",
    "self-harm",
    "bullying",
    "body-safety",
    "online",
    "rumours",
    "medicine",
    "screening",
    "intimacy",
    "consent",
    "hard-to-stop",
    "job-stress",
];

/// The room with every topic of core knowledge, made up: the last four for university alone.
pub fn room_with_knowledge() -> TempDir {
    let folder = room();
    for (nth, id) in TOPICS.iter().enumerate() {
        let number = nth + 1;
        let mut topic = format!(
            "id = \"{id}\"\nnumber = {number}\nversion = \"1.0.0\"\nrelease = \"draft\"\n\
             sources = [\"Nobody 2020 (read)\"]\nsign_off = \"open: made up\"\n"
        );
        let (letters, lesson): (&[&str], &str) = match number {
            ..=20 => (&["P", "J", "S"], r#"lesson = { P = "睡一觉。", J = "睡一觉。", S = "睡一觉。" }"#),
            _ => (&["U"], r#"lesson = "睡一觉。""#),
        };
        let mut zh = format!("locale = \"zh-Hans\"\ntitle = \"题{number}\"\n{lesson}\n");
        let mut en = format!("locale = \"en\"\ntitle = \"Topic {number}\"\nlesson = \"Sleep.\"\n");
        for (stage, letter) in letters.iter().enumerate() {
            for (form, name) in ["A", "B", "C"].iter().enumerate() {
                let item = format!("{}-{}", letter.to_lowercase(), name.to_lowercase());
                let right = ["x", "y", "z"][(nth + stage + form) % 3];
                topic += &format!(
                    "\n[[item]]\nid = \"{item}\"\nstage = \"{letter}\"\nform = \"{name}\"\n\
                     options = [\"x\", \"y\", \"z\"]\nright = \"{right}\"\n"
                );
                for (text, ask, options) in [
                    (&mut zh, format!("第{number}题的{name}问什么？"), ["睡觉吧", "吃饭吧", "走走吧"]),
                    (&mut en, format!("What does {name} of {number} ask?"), ["sleep", "meals", "walks"]),
                ] {
                    let [x, y, z] = options;
                    *text += &format!(
                        "\n[item.{item}]\ntext = \"{ask}\"\nwhy = \"好。\"\n\
                         options = {{ x = \"{x}\", y = \"{y}\", z = \"{z}\" }}\n"
                    );
                }
            }
        }
        let path = folder.path().join("knowledge").join(id);
        fs::create_dir_all(path.join("text")).unwrap();
        fs::write(path.join("topic.toml"), topic).unwrap();
        fs::write(path.join("text/zh-Hans.toml"), zh).unwrap();
        fs::write(path.join("text/en.toml"), en).unwrap();
    }
    folder
}

pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() { copy(&path, &to) } else { fs::copy(&path, &to).map(|_| ()).unwrap() }
    }
}

pub fn change(folder: &TempDir, file: &str, from: &str, to: &str) {
    let path = folder.path().join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} does not hold `{from}`");
    fs::write(&path, text.replacen(from, to, 1)).unwrap();
}

pub fn read(folder: &TempDir) -> Report {
    compile(folder.path(), today())
}

pub fn codes(report: &Report) -> Vec<Code> {
    report.findings.iter().map(|finding| finding.code).collect()
}
