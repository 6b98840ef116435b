//! What is no Chinese character passes the converter untouched, whatever stands around it.

use super::*;
use proptest::prelude::*;
use std::fs;

fn with<T>(check: impl FnOnce(&Script<'_>) -> T) -> T {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("locales")).unwrap();
    let file =
        "as-printed = \"題目照原文\"\n[corrections]\n\"這臺\" = \"這台\"\n\"“\" = \"「\"\n\"”\" = \"」\"\n";
    fs::write(folder.path().join(FILE), file).unwrap();
    let log = Log::default();
    let doc = open(&log, folder.path()).unwrap();
    check(&Script::new(&log, &doc).unwrap())
}

/// Everything but Chinese characters and the quotation marks that a correction changes.
fn rest(text: &str) -> String {
    text.chars().filter(|one| !is_han(*one) && !"“”「」".contains(*one)).collect()
}

#[test]
fn placeholders_markup_and_numbers_stay_as_they_are() {
    // Characters of one and of several traditional forms, and of both scripts.
    let chinese = "这台设备里后面干净发现头发只有复习钟表松树系统台风了解着重要长大";
    let part = prop_oneof![
        prop::sample::select(chinese.chars().map(String::from).collect::<Vec<_>>()),
        prop::sample::select(vec![
            "{n}", "{total}", "<b>", "</b>", "[1]", "120", "Esc ", "PHQ-9", "“", "”", "\n", "—"
        ])
        .prop_map(str::to_owned),
        "[ -~]{0,4}",
    ];
    with(|script| {
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        let texts = prop::collection::vec(part, 0..24).prop_map(|parts| parts.concat());
        runner
            .run(&texts, |text| {
                let made = script.text(&text);
                prop_assert_eq!(rest(&made), rest(&text));
                prop_assert_eq!(made.chars().count(), text.chars().count());
                Ok(())
            })
            .unwrap();
    });
}

#[test]
fn phrases_decide_what_one_character_becomes() {
    with(|script| {
        for (simplified, traditional) in [
            ("皇后在后面", "皇后在後面"),
            ("头发发现", "頭髮發現"),
            ("干净的干部干预", "乾淨的幹部干預"),
            ("这台“设备”", "這台「設備」"),
        ] {
            assert_eq!(script.text(simplified), traditional);
            assert!(script.converter.is_traditional(traditional), "{traditional}");
            assert!(!script.converter.is_traditional(simplified), "{simplified}");
        }
    });
}
