//! Nothing is guessed, and each character of a text has one syllable.

use super::*;
use crate::finding::Findings;
use proptest::prelude::*;
use std::fs;

const FILE_TEXT: &str = "[usual]\n\"de\" = \"的得\"\n\"jué\" = \"觉\"\n[words]\n\"睡觉\" = \"shuì jiào\"\n\"得到\" = \"dé dào\"\n";

fn table(file: &str, texts: &[&str]) -> (Syllables, Findings) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("locales")).unwrap();
    fs::write(folder.path().join(FILE), file).unwrap();
    let log = Log::default();
    let doc = Doc::open(&log, folder.path(), FILE).unwrap();
    let table = spell(&log, &doc, &texts.iter().copied().collect());
    drop(doc);
    (table, log.into_findings())
}

/// What a reader sees: each character with its syllable, if it has one. As the browser does it.
fn spelt(table: &Syllables, text: &str) -> Vec<(char, String)> {
    let han: Vec<char> = text.chars().collect();
    let (mut all, mut at) = (Vec::new(), 0);
    while at < han.len() {
        let longest = (1..=4.min(han.len() - at)).rev();
        let word = longest.map(|length| han[at..at + length].iter().collect::<String>());
        let word =
            word.into_iter().find(|word| table.contains_key(word)).unwrap_or_else(|| han[at].to_string());
        let says = table.get(&word).cloned().unwrap_or_default();
        let mut says = says.split(' ').map(str::to_owned);
        all.extend(word.chars().map(|one| (one, says.next().unwrap_or_default())));
        at += word.chars().count();
    }
    all
}

#[test]
fn a_word_says_how_its_characters_are_read() {
    let (table, findings) = table(FILE_TEXT, &["睡觉的{n}", "觉得", "得到"]);
    assert_eq!(findings.all, []);
    let said =
        |text: &str| spelt(&table, text).into_iter().map(|(_, says)| says).collect::<Vec<_>>().join(" ");
    assert_eq!(said("睡觉"), "shuì jiào");
    assert_eq!(said("觉得"), "jué de");
    assert_eq!(said("得到的"), "dé dào de");
}

#[test]
fn the_changed_tones_stand_where_they_are_spoken_and_nowhere_else() {
    let file = "[usual]\n\"yī\" = \"一\"\n\"bù\" = \"不\"\n\"gè\" = \"个\"\n\"yàng\" = \"样\"\n\"dì\" = \"地\"\n\"kàn\" = \"看\"\n\"shì\" = \"是\"\n\"qī\" = \"期\"\n\
                [words]\n\"安静\" = \"ān jìng\"\n\"周一\" = \"zhōu yī\"\n";
    let texts = [
        "一个",
        "不，是",
        "不安",
        "不安静",
        "第一个",
        "看一看",
        "是不是",
        "不一样",
        "周一",
        "一天一天",
        "二十一天",
        "星期一",
        "地",
    ];
    let (table, findings) = table(file, &texts);
    assert_eq!(findings.all, []);
    for (text, expected) in [
        ("一个", "yí gè"),
        ("不，是", "bù  shì"),
        ("不安", "bù ān"),
        ("不安静", "bù ān jìng"),
        ("第一个", "dì yī gè"),
        ("看一看", "kàn yi kàn"),
        ("是不是", "shì bu shì"),
        ("不一样", "bù yí yàng"),
        ("周一", "zhōu yī"),
        ("一天一天", "yì tiān yì tiān"),
        ("二十一天", "èr shí yī tiān"),
        ("星期一", "xīng qī yī"),
        ("星期，一个", "xīng qī  yí gè"),
        ("一", "yī"),
    ] {
        let said: Vec<String> = spelt(&table, text).into_iter().map(|(_, says)| says).collect();
        assert_eq!(said.join(" "), expected, "{text}");
    }
}

#[test]
fn several_readings_without_a_line_are_listed_and_so_are_lines_without_a_text() {
    let codes =
        |file: &str, texts: &[&str]| table(file, texts).1.all.iter().map(|one| one.code).collect::<Vec<_>>();
    let texts = ["睡觉的{n}", "觉得", "得到"];
    assert_eq!(
        codes(FILE_TEXT, &[&texts[..], &["长大"]].concat()),
        [Code::Syllable, Code::Syllable],
        "长, 大"
    );
    assert_eq!(codes(FILE_TEXT, &texts[..2]), [Code::Correction], "得到");
    let tones = FILE_TEXT.replace("[words]", "\"yī\" = \"一\"\n\"cì\" = \"次\"\n[words]");
    assert_eq!(codes(&tones, &[&texts[..], &["每周一次"]].concat()), [Code::Syllable], "周一 or 一次");
    assert_eq!(codes(&FILE_TEXT.replace("shuì jiào", "shuì"), &texts), [Code::WrongKind]);
    assert_eq!(codes(&FILE_TEXT.replace("的得", "的得觉"), &texts), [Code::Duplicate]);
}

/// A Chinese character that no table can read would stand there without a syllable, and nobody would know.
#[test]
fn a_character_without_any_reading_is_told_and_read_once_it_is_written_down() {
    // The first for which the tables have none.
    let bare = ('\u{3400}'..='\u{9fff}').find(|one| readings(*one).is_empty()).unwrap();
    let (text, texts) = (bare.to_string(), |text: &str| format!("得到{text}"));
    let (found, findings) = table(FILE_TEXT, &["睡觉的", "觉得", &texts(&text)]);
    let told: Vec<_> = findings.all.iter().map(|one| (one.code, one.what.contains(&text))).collect();
    assert_eq!(told, [(Code::Syllable, true)]);
    assert!(!found.contains_key(&text), "nothing is guessed");
    let file = FILE_TEXT.replace("[words]", &format!("\"hé\" = \"{bare}\"\n[words]"));
    let (found, findings) = table(&file, &["睡觉的", "觉得", &texts(&text)]);
    assert_eq!(findings.all, []);
    assert_eq!(found.get(&text).map(String::as_str), Some("hé"));
}

#[test]
fn with_every_syllable_taken_away_the_text_is_what_it_was() {
    let (table, findings) = table(FILE_TEXT, &["睡觉的{n}", "觉得", "得到"]);
    assert_eq!(findings.all, []);
    let part = prop::sample::select(vec!["睡觉", "觉", "得", "得到", "的", "{n}", "a", " ", "，", "12"]);
    let texts = prop::collection::vec(part, 0..20).prop_map(|parts| parts.concat());
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    runner
        .run(&texts, |text| {
            let said = spelt(&table, &text);
            prop_assert_eq!(said.iter().map(|(one, _)| one).collect::<String>(), text.clone());
            prop_assert!(said.iter().all(|(one, says)| is_han(*one) != says.is_empty()), "{text}");
            Ok(())
        })
        .unwrap();
}
