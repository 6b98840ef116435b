//! Files of others: what can be expressed comes in, what cannot is named, and nothing makes us stumble.

use qinghe_compiler::{Code, Imported, Library, RemarkKind, export_fhir, import_fhir, import_osd, library};
use qinghe_content::{Combine, Locale};
use qinghe_scoring::{Response, ScoreOutcome, Who, scores};
use serde_json::{Value, json};
use std::path::Path;

const SHIPPED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

fn fhir(value: &Value) -> Imported {
    import_fhir(value.to_string().as_bytes(), "it")
}

fn osd(value: &Value) -> Imported {
    import_osd(value.to_string().as_bytes(), "it")
}

fn lines(imported: &Imported) -> Vec<String> {
    imported.remarks.iter().map(qinghe_compiler::Remark::line).collect()
}

fn says(imported: &Imported, wanted: &str) {
    let lines = lines(imported);
    assert!(lines.iter().any(|line| line.contains(wanted)), "`{wanted}` is not among {lines:#?}");
}

/// As an instrument; the only faults are that the rights are open and that no case is worked yet.
fn read(imported: &Imported, allowed: &[Code]) -> Library {
    let room = tempfile::tempdir().unwrap();
    imported.write(&room.path().join("scales/it")).unwrap();
    let (library, findings) = library(room.path());
    let bad: Vec<_> = findings
        .all
        .iter()
        .filter(|finding| finding.file != "batteries" && !finding.file.ends_with("cases.toml"))
        .filter(|finding| finding.code != Code::Rights && !allowed.contains(&finding.code))
        .collect();
    assert!(bad.is_empty(), "{bad:#?}\n{:#?}", imported.files);
    library
}

fn file<'a>(imported: &'a Imported, name: &str) -> &'a str {
    imported.files.iter().find(|(own, _)| own == name).map(|(_, text)| text.as_str()).unwrap()
}

fn option(code: &str, display: &str, value: f64) -> Value {
    json!({
        "valueCoding": { "system": "http://example.org/s", "code": code, "display": display },
        "extension": [{ "url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": value }],
    })
}

fn foreign() -> Value {
    let options =
        json!([option("LA1", "Never", 0.0), option("LA2", "Sometimes", 1.0), option("LA3", "Often", 2.0)]);
    let calculated = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression";
    let formula = |text: &str| json!([{ "url": calculated, "valueExpression": { "language": "text/fhirpath", "expression": text } }]);
    json!({
        "resourceType": "Questionnaire", "url": "http://example.org/q", "version": "2.1.0", "title": "Example",
        "language": "en-US", "copyright": "(c) Somebody. All rights reserved.",
        "contained": [{ "resourceType": "ValueSet", "id": "vs", "compose": { "include": [{ "system": "x", "concept": [
            { "code": "a", "display": "No", "extension": [{ "url": "http://hl7.org/fhir/StructureDefinition/itemWeight", "valueDecimal": 0 }] },
            { "code": "b", "display": "Yes", "extension": [{ "url": "http://hl7.org/fhir/StructureDefinition/itemWeight", "valueDecimal": 3 }] },
        ] }] } }],
        "item": [
            { "linkId": "intro", "type": "display", "text": "Think of the last week." },
            { "linkId": "g1", "type": "group", "text": "Part one", "item": [
                { "linkId": "/44250-9", "type": "choice", "text": "I felt low", "answerOption": options, "required": true },
                { "linkId": "g2", "type": "group", "item": [
                    { "linkId": "Q_2", "type": "open-choice", "text": "I worried", "answerOption": options },
                    { "linkId": "q3", "type": "choice", "text": "I hid", "answerValueSet": "#vs",
                      "enableWhen": [{ "question": "Q_2", "operator": "exists", "answerBoolean": true }] },
                ] },
            ] },
            { "linkId": "many", "type": "choice", "repeats": true, "text": "All that apply", "answerOption": options },
            { "linkId": "words", "type": "text", "text": "Tell us more" },
            { "linkId": "when", "type": "date", "text": "Since when" },
            { "linkId": "far", "type": "choice", "text": "x", "answerValueSet": "http://example.org/vs" },
            { "linkId": "half", "type": "choice", "text": "x", "answerOption": [option("a", "a", 0.0), option("b", "b", 0.5)] },
            { "linkId": "yes", "type": "boolean", "text": "I slept" },
            { "linkId": "sum", "type": "decimal", "readOnly": true, "text": "Total",
              "extension": formula("%resource.descendants().where(linkId in ('/44250-9' | 'Q_2')).answer.value.ordinal().sum()") },
            { "linkId": "odd", "type": "decimal", "readOnly": true, "extension": formula("%a * 2") },
        ],
    })
}

#[test]
fn a_foreign_questionnaire_comes_in_as_far_as_it_can_be_expressed() {
    let imported = fhir(&foreign());
    for wanted in [
        "left out: many: it repeats",
        "left out: words: an item of type `text`",
        "left out: when: an item of type `date`",
        "left out: far: its options stand in a value set that is not in the file",
        "left out: half: an option has the value 0.5",
        "left out: Q_2: a response in own words",
        "left out: q3: its condition (enableWhen)",
        "left out: g1: the text \"Part one\"",
        "to check: /44250-9: is called `i44250-9` here",
        "to check: /44250-9: it was required",
        "to check: yes: yes counts 1",
        "to check: sum: taken for a sum of 2 items",
        "left out: odd: its formula is not understood: %a * 2",
        "to check: instrument.toml: `permission` is not known",
    ] {
        says(&imported, wanted);
    }
    let library = read(&imported, &[]);
    let one = &library.instrument("it").unwrap().instrument;
    let ids: Vec<&str> = one.items.iter().map(|item| item.id.as_str()).collect();
    assert_eq!(ids, ["i44250-9", "q-2", "q3", "yes"]);
    let values: Vec<&[i16]> = one.response_sets.iter().map(|set| set.values.as_slice()).collect();
    assert_eq!(values, [&[0, 1, 2][..], &[0, 3], &[1, 0]]);
    assert_eq!(one.version, "2.1.0");
    let given = [2, 1, 1, 0].map(Response::Given);
    assert!(matches!(scores(one, &given, Who::default())[..], [ScoreOutcome::Computed(3)]));
    let evidence = file(&imported, "evidence.md");
    assert!(
        evidence.contains("| many | it repeats") && evidence.contains("http://example.org/q"),
        "{evidence}"
    );
    assert!(file(&imported, "instrument.toml").contains("release = \"draft\""));
    assert!(file(&imported, "text/en.toml").contains("Think of the last week."));
    assert!(file(&imported, "instrument.toml").contains("All rights reserved."));
}

#[test]
fn chinese_without_a_language_is_taken_for_chinese_and_another_language_is_left_out() {
    let mut chinese = foreign();
    chinese.as_object_mut().unwrap().remove("language");
    chinese["item"][1]["item"][0]["text"] = json!("我感到低落");
    let imported = fhir(&chinese);
    says(&imported, "it is taken for zh-Hans");
    assert!(imported.files.iter().any(|(name, _)| name == "text/zh-Hans.toml"));
    for tag in ["de", "zh-TW"] {
        let mut other = foreign();
        other["language"] = json!(tag);
        says(&fhir(&other), "left out: wording in");
    }
}

#[test]
fn toml_in_an_extension_is_read_and_never_copied() {
    let (shipped, _) = library(Path::new(SHIPPED));
    let text = export_fhir(shipped.instrument("gad-7").unwrap(), Locale::En).text;
    let mut json: Value = serde_json::from_str(&text).unwrap();
    for one in json["extension"].as_array_mut().unwrap() {
        if one["url"] == "urn:qinghe:fhir:instrument" {
            let more = format!(
                "release = \"released\"\n{}\n[[item]]\nid = \"extra\"",
                one["valueString"].as_str().unwrap()
            );
            one["valueString"] = json!(more);
        }
    }
    let imported = fhir(&json);
    says(&imported, "`item` is no field of an instrument");
    says(&imported, "`release` is no field of an instrument");
    let instrument = file(&imported, "instrument.toml");
    assert!(!instrument.contains("extra") && !instrument.contains("released"), "{instrument}");
    for (broken, wanted) in [("[[score", "cannot be read"), ("x = 1", "does not hold one score")] {
        let mut json: Value = serde_json::from_str(&text).unwrap();
        let scores =
            json["item"].as_array_mut().unwrap().iter_mut().find(|item| item["linkId"] == "/scores").unwrap();
        for one in scores["item"][0]["extension"].as_array_mut().unwrap() {
            if one["url"] == "urn:qinghe:fhir:score" {
                one["valueString"] = json!(broken);
            }
        }
        says(&fhir(&json), wanted);
    }
}

fn scale() -> Value {
    json!({ "osd_version": "1.0", "definition": {
        "scale_info": { "name": "Example", "code": "EX", "citation": "Nobody 2020", "license": "free to use", "version": "1.0" },
        "parameters": { "shuffle_questions": { "type": "boolean", "default": false } },
        "likert_options": { "points": 4, "min": 1, "max": 4, "labels": ["l1", "l2", "l3", "l4"], "question_head": "head" },
        "dimensions": [{ "id": "low", "name": "Low" }],
        "items": [
            { "id": "q1", "type": "likert", "text_key": "q1" },
            { "id": "q2", "type": "likert", "text_key": "q2" },
            { "id": "q3", "type": "multi", "text_key": "q3", "options": [
                { "value": 5, "text_key": "often" }, { "value": 0, "text_key": "never" }] },
            { "id": "g", "type": "grid", "text_key": "q1", "rows": ["q1", "q2"], "columns": ["never", "often"] },
            { "id": "line", "type": "vas", "text_key": "q1", "min": 0, "max": 100 },
            { "id": "say", "type": "short", "text_key": "q1", "visible_when": { "item": "q1", "operator": "equals", "value": 1 } },
        ],
        "scoring": {
            "a_total": { "method": "sum_coded", "scores": ["low", "grid_sum"] },
            "low": { "method": "sum_coded", "items": { "q1": 1, "q2": -1 }, "norms": { "thresholds": [
                { "min": 2, "max": 4, "label": "Fine" }, { "min": 5, "max": 8, "label": "Not so fine" }] } },
            "grid_sum": { "method": "sum_coded", "items": ["g_1", "g_2"] },
            "middle": { "method": "mean_coded", "items": ["q1", "q2", "q3"] },
            "hundred": { "method": "mean_coded", "items": ["q1", "q2"], "transform": [
                { "op": "subtract", "value": 1 }, { "op": "divide", "value": 4 }, { "op": "multiply", "value": 100 }] },
            "thirds": { "method": "mean_coded", "items": ["q1", "q2"], "transform": [
                { "op": "subtract", "value": 1 }, { "op": "divide", "value": 3 }, { "op": "multiply", "value": 100 }] },
            "heavy": { "method": "weighted_sum", "items": ["q1", "q3"], "weights": { "q1": 2, "q3": 1 } },
            "worst": { "method": "max", "items": ["q1", "q2"] },
            "mapped": { "method": "sum_coded", "items": ["q1", "q2"], "value_map": { "default": [0, 0, 1, 1], "q2": [3, 2, 1, 0] } },
            "right": { "method": "sum_correct", "items": ["q3"], "correct_answers": { "q3": ["5"] } },
            "spread": { "method": "sd", "items": ["q1", "q2"] },
            "from_line": { "method": "sum_coded", "items": ["line"] },
            "round": { "method": "sum_coded", "scores": ["and_round"] },
            "and_round": { "method": "sum_coded", "scores": ["round"] },
        },
    }, "translations": {
        "en": { "head": "In the <b>last week</b>:", "q1": "I sat.", "q2": "I ran.", "q3": "I ate.", "l1": "Never", "l2": "Rarely",
                "l3": "Often", "l4": "Always", "often": "often", "never": "never" },
        "zh": { "head": "最近一周：", "q1": "我坐着。", "q2": "我跑步。", "q3": "我吃饭。", "l1": "从不", "l2": "很少", "l3": "经常",
                "l4": "总是", "often": "经常", "never": "从不" },
        "de": { "q1": "Ich sass." },
    } })
}

#[test]
fn an_open_scale_definition_comes_in_with_its_scores() {
    let imported = osd(&scale());
    for wanted in [
        "left out: line: an item of type `vas`",
        "left out: say: an item of type `short`",
        "left out: say: its condition (visible_when)",
        "left out: wording in de",
        "left out: shuffle_questions: a parameter",
        "left out: spread: the score: the method `sd`",
        "left out: from_line: the score: `line` enters",
        "left out: round: the score: it waits for itself",
        "left out: thirds: the score: its transformation adds a number with more than two decimal places",
        "to check: g: `g_1` is called `g-1` here",
        "to check: low: cut scores without a source",
    ] {
        says(&imported, wanted);
    }
    let library = read(&imported, &[]);
    let one = &library.instrument("it").unwrap().instrument;
    // q1 = 4, q2 = 1, q3 = 5 (the first option), rows of the grid 2 and 1.
    let given = [3, 0, 0, 1, 0].map(Response::Given);
    let found: Vec<(&str, i32)> = one
        .scores
        .iter()
        .zip(scores(one, &given, Who::default()))
        .map(|(score, outcome)| match outcome {
            ScoreOutcome::Computed(units) => (score.id.as_str(), units),
            ScoreOutcome::NotComputed(_) => (score.id.as_str(), i32::MIN),
        })
        .collect();
    let of =
        |id: &str| found.iter().find(|(own, _)| *own == id).unwrap_or_else(|| panic!("{id}: {found:?}")).1;
    assert_eq!(of("low"), 8, "4, and 1 mirrored");
    assert_eq!(of("grid-sum"), 3);
    assert_eq!(of("a-total"), 11);
    assert_eq!(of("middle"), 333, "(4 + 1 + 5) / 3 in hundredths");
    assert_eq!(of("hundred"), 3750, "(2.5 - 1) / 4 of 100 in hundredths");
    assert_eq!(of("heavy"), 13);
    assert_eq!(of("worst"), 4);
    assert_eq!(of("mapped"), 4, "4 is 1, and 1 is 3");
    assert_eq!(of("right"), 1);
    let low = one.scores.iter().find(|score| score.id == "low").unwrap();
    let bands: Vec<(&str, i32)> =
        low.band_sets[0].bands.iter().map(|band| (band.id.as_str(), band.from)).collect();
    assert_eq!(bands, [("fine", 2), ("not-so-fine", 5)]);
    assert!(matches!(low.combine, Combine::Sum));
    let zh = file(&imported, "text/zh-Hans.toml");
    assert!(zh.contains("我坐着。") && zh.contains("最近一周："), "{zh}");
    assert!(file(&imported, "text/en.toml").contains("In the last week:"));
}

#[test]
fn bad_files_give_findings() {
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(100_000), close.repeat(100_000));
    let nested =
        (0..100_000).fold(String::new(), |text, _| text + r#"{"linkId":"a","type":"group","item":["#);
    let large = format!("{{\"resourceType\":\"{}\"}}", "x".repeat(5 * 1024 * 1024));
    let (gbk, utf16): (&[u8], &[u8]) = (b"{\"title\":\"\xC7\xE0\xBA\xD3\"}", b"\xFF\xFE{\x00}\x00");
    let twice = json!({ "resourceType": "Questionnaire", "item": [
        { "linkId": "a", "type": "boolean", "text": "x" }, { "linkId": "a", "type": "boolean", "text": "y" }] });
    let many: Vec<Value> =
        (0..3000).map(|at| json!({ "linkId": at.to_string(), "type": "boolean" })).collect();
    let many = json!({ "resourceType": "Questionnaire", "item": many }).to_string();
    let bad: Vec<(Vec<u8>, &str)> = vec![
        (b"".to_vec(), "not JSON"),
        (b"{".to_vec(), "not JSON"),
        (b"\xE9\x9D".to_vec(), "ends in the middle of a character"),
        (gbk.to_vec(), "iconv -f GB18030"),
        (utf16.to_vec(), "UTF-16"),
        (deep("[", "]").into_bytes(), "recursion limit"),
        (deep("{\"item\":[", "]}").into_bytes(), "recursion limit"),
        (nested.into_bytes(), "recursion limit"),
        (large.into_bytes(), "more than 4194304 bytes"),
        (b"null".to_vec(), "the resource is `nothing`"),
        (b"[1,2]".to_vec(), "the resource is `nothing`"),
        (b"{\"resourceType\":\"Patient\"}".to_vec(), "the resource is `Patient`"),
        (b"{\"resourceType\":\"Questionnaire\"}".to_vec(), "no item could be taken over"),
        (b"{\"resourceType\":\"Questionnaire\",\"item\":7}".to_vec(), "no item could be taken over"),
        (twice.to_string().into_bytes(), "a: the linkId stands in the file twice"),
        (many.into_bytes(), "more than"),
    ];
    for (bytes, wanted) in bad {
        let imported = import_fhir(&bytes, "it");
        assert!(imported.has_faults() && imported.files.is_empty(), "{wanted}");
        says(&imported, wanted);
        if !wanted.contains("resource") && !wanted.contains("linkId") {
            assert!(import_osd(&bytes, "it").has_faults(), "{wanted}");
        }
    }
    for id in ["", "../x", "Upper", "a/b", "-a"] {
        assert!(import_fhir(foreign().to_string().as_bytes(), id).has_faults(), "{id}");
    }
    let mut twice = scale();
    twice["definition"]["items"][1]["id"] = json!("q1");
    says(&osd(&twice), "the id `q1` stands in the file twice");
    says(&osd(&json!({ "definition": {} })), "no Open Scale Definition");
}

/// Four megabytes of anything are answered in the time that people wait.
#[test]
fn floods_are_answered() {
    let began = std::time::Instant::now();
    let flood = |one: fn(usize) -> String, size: usize| (0..size).map(one).collect::<Vec<_>>().join(",");
    let own = |toml: String| {
        let item = json!({ "linkId": "a", "type": "boolean", "text": "x" });
        let own = json!({ "url": "urn:qinghe:fhir:instrument", "valueString": toml });
        json!({ "resourceType": "Questionnaire", "extension": [own], "item": [item] }).to_string()
    };
    let item = |text: String| json!({ "resourceType": "Questionnaire", "item": [text] }).to_string();
    for text in [
        format!(
            "{{\"resourceType\":\"Questionnaire\",\"item\":[{}]}}",
            flood(|_| "{}".to_owned(), 1_200_000)
        ),
        own((0..300_000).map(|at| format!("a{at}=1\n")).collect()),
        own((0..200_000).map(|at| format!("[[x{at}]]\n")).collect()),
        item("x".repeat(4_000_000)),
    ] {
        assert!(text.len() <= 4 * 1024 * 1024, "{}", text.len());
        assert!(import_fhir(text.as_bytes(), "it").has_faults());
    }
    let head = "{\"scale_info\":{\"name\":\"x\"},\"likert_options\":{\"points\":2},\"items\":[{\"id\":\"a\",\"type\":\"likert\"}],";
    for text in [
        format!("{head}\"scoring\":{{{}}}}}", flood(|at| format!("\"s{at}\":{{}}"), 250_000)),
        format!(
            "{head}\"scoring\":{{\"s\":{{\"items\":[{}]}}}}}}",
            flood(|at| format!("\"a{at}\""), 350_000)
        ),
    ] {
        assert!(text.len() <= 4 * 1024 * 1024, "{}", text.len());
        assert!(import_osd(text.as_bytes(), "it").has_faults());
    }
    assert!(began.elapsed().as_secs() < 120, "{:?}", began.elapsed());
}

/// Whatever is cut off or changed, there is an answer, and what is written can be read by the lints.
#[test]
fn damaged_files_are_answered() {
    let mut dice = 0x9e37_79b9_u64;
    let mut next = |many: usize| {
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        (dice % many as u64) as usize
    };
    let (shipped, _) = library(Path::new(SHIPPED));
    let own = export_fhir(shipped.instrument("gad-2").unwrap(), Locale::ZhHans).text;
    let mut came_in = 0;
    for (text, reader) in [
        (own, import_fhir as fn(&[u8], &str) -> Imported),
        (foreign().to_string(), import_fhir),
        (scale().to_string(), import_osd),
    ] {
        for round in 0..400 {
            let mut bytes = text.clone().into_bytes();
            if round % 4 == 0 {
                bytes.truncate(next(bytes.len()));
            } else {
                // Letters for letters, so that it stays JSON often enough.
                for _ in 0..=next(3) {
                    let at = next(bytes.len());
                    if bytes[at].is_ascii_alphanumeric() {
                        bytes[at] = b"0aZ9-"[next(5)];
                    }
                }
            }
            let imported = reader(&bytes, "it");
            if imported.has_faults() {
                assert!(imported.remarks.iter().any(|remark| remark.kind == RemarkKind::Fault));
                continue;
            }
            came_in += 1;
            if round % 10 == 1 {
                let room = tempfile::tempdir().unwrap();
                imported.write(&room.path().join("scales/it")).unwrap();
                let (_, findings) = library(room.path());
                let broken = |code: Code| matches!(code, Code::Syntax | Code::Encoding | Code::Unreadable);
                let bad: Vec<_> = findings
                    .all
                    .iter()
                    .filter(|finding| broken(finding.code) && finding.file.starts_with("scales/it/i"))
                    .collect();
                assert!(bad.is_empty(), "{bad:#?}");
            }
        }
    }
    assert!(came_in > 300, "{came_in}");
}

#[test]
fn nothing_is_overwritten() {
    let room = tempfile::tempdir().unwrap();
    let imported = fhir(&foreign());
    imported.write(room.path()).unwrap();
    let before = std::fs::read_to_string(room.path().join("instrument.toml")).unwrap();
    assert!(osd(&scale()).write(room.path()).is_err());
    assert_eq!(std::fs::read_to_string(room.path().join("instrument.toml")).unwrap(), before);
}
