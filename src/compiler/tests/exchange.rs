//! Every instrument, out as FHIR and in again, is the instrument that it was.

use qinghe_compiler::{
    Code, Finding, Imported, Library, Read, RemarkKind, export_csv, export_fhir, export_fhir_battery,
    import_fhir, library,
};
use qinghe_content::Locale;
use serde_json::Value;
use std::path::Path;
use tempfile::TempDir;

const SHIPPED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
/// Every form that a file can have.
const ROOM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/room");

/// Reads imported files as the instrument `id` of a data room of its own.
fn read(imported: &Imported, id: &str) -> (Library, Vec<Finding>) {
    let room: TempDir = tempfile::tempdir().unwrap();
    imported.write(&room.path().join("scales").join(id)).unwrap();
    let (library, findings) = library(room.path());
    // There is no battery here, and cases are worked by hand.
    let expected = |finding: &Finding| finding.file == "batteries" || finding.file.ends_with("cases.toml");
    (library, findings.all.into_iter().filter(|finding| !expected(finding)).collect())
}

/// What an import does not give back: nothing but that it is a draft with checks to do.
fn differences(before: &Read, after: &Read) -> Vec<String> {
    let mut all = Vec::new();
    let (one, other) = (&before.instrument, &after.instrument);
    let mut say = |same: bool, what: &str| {
        if !same {
            all.push(format!("{}: {what}", one.id));
        }
    };
    say(one.id == other.id && one.version == other.version, "id or version");
    say(one.informant == other.informant && one.ages == other.ages, "informant or ages");
    say(one.recall_days == other.recall_days, "recall period");
    say(one.items == other.items, "items");
    say(one.response_sets == other.response_sets, "response sets");
    say(one.keys == other.keys, "keys");
    for (a, b) in one.scores.iter().zip(&other.scores) {
        say(a == b, &format!("score {}", a.id));
    }
    say(one.scores.len() == other.scores.len(), "number of scores");
    say(one.bank == other.bank, "bank");
    say(before.wording == after.wording, "wording");
    say(before.about.rights == after.about.rights, "rights");
    say(before.about.scores == after.about.scores, "sources of scores");
    say(before.about.bank == after.about.bank, "source of the bank");
    say(before.about.orders == after.about.orders, "orders");
    say(before.about.texts == after.about.texts, "sources of the wording");
    all
}

fn there_and_back(root: &str) -> usize {
    let (shipped, _) = library(Path::new(root));
    let mut all = Vec::new();
    for before in &shipped.instruments {
        let id = &before.instrument.id;
        for locale in Locale::ALL {
            let imported = import_fhir(export_fhir(before, locale).text.as_bytes(), id);
            assert!(!imported.has_faults(), "{id}: {:?}", imported.remarks);
            assert!(imported.remarks.is_empty(), "{id}: {:?}", imported.remarks);
            let (after, findings) = read(&imported, id);
            assert!(after.instrument(id).is_some(), "{id}: {findings:#?}\n{:#?}", imported.files);
            let licence =
                |finding: &Finding| finding.file.ends_with("LICENSE.md") && finding.code == Code::Rights;
            assert!(findings.iter().all(licence), "{id}: {findings:#?}");
            all.extend(differences(before, after.instrument(id).unwrap()));
        }
    }
    assert!(all.is_empty(), "{all:#?}");
    shipped.instruments.len()
}

#[test]
fn every_shipped_instrument_comes_back() {
    let (shipped, _) = library(Path::new(SHIPPED));
    assert_eq!(there_and_back(SHIPPED), shipped.instruments.len());
    assert!(shipped.instruments.len() >= 12, "{}", shipped.instruments.len());
}

#[test]
fn every_form_of_the_format_comes_back() {
    assert_eq!(there_and_back(ROOM), 4);
}

#[test]
fn a_difference_is_seen() {
    let (shipped, _) = library(Path::new(SHIPPED));
    let before = shipped.instrument("phq-9").unwrap();
    let text = export_fhir(before, Locale::ZhHans).text;
    for (from, to, wanted) in [
        ("\"criticalAtLeast\"", "\"other\"", "items"),
        ("做事时提不起劲或没有兴趣", "做事时提不起劲", "wording"),
        ("{ id = \\\"mild\\\", from = 5 }", "{ id = \\\"mild\\\", from = 6 }", "score total"),
        ("min = 12", "min = 13", "informant or ages"),
        ("at_most = 2", "at_most = 3", "score total"),
    ] {
        assert!(text.contains(from), "{from}");
        let (after, findings) = read(&import_fhir(text.replace(from, to).as_bytes(), "phq-9"), "phq-9");
        let found = differences(before, after.instrument("phq-9").unwrap_or_else(|| panic!("{findings:#?}")));
        assert!(found.iter().any(|one| one.contains(wanted)), "{from}: {found:?}");
    }
}

#[test]
fn what_others_do_not_understand_is_said() {
    let (shipped, _) = library(Path::new(SHIPPED));
    let says = |id: &str, wanted: &str| {
        let made = export_fhir(shipped.instrument(id).unwrap(), Locale::En);
        let lines: Vec<String> = made.remarks.iter().map(qinghe_compiler::Remark::line).collect();
        assert!(made.remarks.iter().all(|remark| remark.kind == RemarkKind::Foreign));
        assert!(lines.iter().any(|line| line.contains(wanted)), "{id}: {lines:#?}");
    };
    says("phq-9", "self-harm: from value 1 on the response is critical");
    says("phq-9", "score/total: the bands of `kroenke-2001`");
    says("phq-9", "calculatedExpression");
}

#[test]
fn wording_that_a_school_brings_is_not_in_the_file() {
    let (room, _) = library(Path::new(ROOM));
    let own = room.instrument("own").unwrap();
    let made = export_fhir(own, Locale::En);
    assert!(made.remarks.iter().any(|remark| remark.what.contains("bring-your-own")), "{:?}", made.remarks);
    let json: Value = serde_json::from_str(&made.text).unwrap();
    let mut texts = Vec::new();
    collect(&json, "text", &mut texts);
    collect(&json, "display", &mut texts);
    let scores: Vec<&str> = own.instrument.scores.iter().map(|score| score.id.as_str()).collect();
    assert!(texts.iter().all(|text| scores.contains(&text.as_str())), "{texts:?}");
    let table = export_csv(own, Locale::En);
    assert!(table.remarks.iter().any(|remark| remark.what.contains("wording")));
}

/// Every text of a field, however deep.
fn collect(value: &Value, name: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (field, inner) in fields {
                if let (true, Some(text)) = (field == name, inner.as_str()) {
                    found.push(text.to_owned());
                }
                collect(inner, name, found);
            }
        }
        Value::Array(parts) => parts.iter().for_each(|part| collect(part, name, found)),
        _ => {}
    }
}

#[test]
fn every_link_is_there_once_and_every_extension_has_a_value() {
    for root in [SHIPPED, ROOM] {
        let (library, _) = library(Path::new(root));
        let instruments = library.instruments.iter().map(|one| export_fhir(one, Locale::ZhHans).text);
        let batteries =
            library.batteries.iter().map(|one| export_fhir_battery(&library, one, Locale::En).text);
        for text in instruments.chain(batteries) {
            let json: Value = serde_json::from_str(&text).unwrap();
            let mut links = Vec::new();
            collect(&json, "linkId", &mut links);
            let count = links.len();
            links.sort();
            links.dedup();
            assert_eq!(links.len(), count);
            extensions(&json);
        }
    }
}

fn extensions(value: &Value) {
    match value {
        Value::Object(fields) => {
            for one in fields.get("extension").and_then(Value::as_array).into_iter().flatten() {
                let values = one.as_object().unwrap().keys().filter(|key| key.starts_with("value")).count();
                assert_eq!(values + usize::from(one.get("extension").is_some()), 1, "{one}");
                assert!(!one.as_object().unwrap().values().any(Value::is_null), "{one}");
            }
            fields.values().for_each(extensions);
        }
        Value::Array(parts) => parts.iter().for_each(extensions),
        _ => {}
    }
}

#[test]
fn a_gate_becomes_enable_when() {
    let (library, _) = library(Path::new(ROOM));
    let battery = library.battery("every-form").unwrap();
    let gates = battery.battery.blocks.iter().filter(|block| block.ask_if.is_some()).count();
    assert!(gates > 0);
    let made = export_fhir_battery(&library, battery, Locale::ZhHans);
    let json: Value = serde_json::from_str(&made.text).unwrap();
    let mut links = Vec::new();
    collect(&json, "linkId", &mut links);
    let groups = json["item"].as_array().unwrap();
    let gated: Vec<&Value> = groups.iter().filter(|group| group.get("enableWhen").is_some()).collect();
    let untold = made.remarks.iter().filter(|remark| remark.what.contains("its gate cannot be told")).count();
    assert_eq!(gated.len() + untold, gates);
    for part in gated.iter().flat_map(|group| group["enableWhen"].as_array().unwrap()) {
        assert!(links.iter().any(|link| link == part["question"].as_str().unwrap()), "{part}");
    }
}

#[test]
fn a_table_of_items_has_a_row_for_each() {
    let (shipped, _) = library(Path::new(SHIPPED));
    let table = export_csv(shipped.instrument("ces-d").unwrap(), Locale::En).text;
    let rows: Vec<&str> = table.lines().collect();
    assert!(
        rows[0].starts_with("id,stem,options,values,reverse,critical_from,points in total"),
        "{}",
        rows[0]
    );
    assert_eq!(rows.len(), 21);
    assert_eq!(rows.iter().filter(|row| row.contains(",0 | 1 | 2 | 3,yes,,3 | 2 | 1 | 0")).count(), 4);
}
