//! Items and options as FHIR has them. Names of the extensions: `README.md`.

use super::fhirpath::item_link;
use crate::library::Read;
use qinghe_content::{Item, Locale};
use serde_json::{Map, Value, json};

pub(super) const ITEM_WEIGHT: &str = "http://hl7.org/fhir/StructureDefinition/itemWeight";
pub(super) const ORDINAL_VALUE: &str = "http://hl7.org/fhir/StructureDefinition/ordinalValue";
pub(super) const TRANSLATION: &str = "http://hl7.org/fhir/StructureDefinition/translation";
pub(super) const HIDDEN: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-hidden";
pub(super) const VARIABLE: &str = "http://hl7.org/fhir/StructureDefinition/variable";
pub(super) const CALCULATED: &str =
    "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression";
const ITEM_CONTROL: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl";
const ITEM_CONTROLS: &str = "http://hl7.org/fhir/questionnaire-item-control";

pub(super) const OWN_INSTRUMENT: &str = "urn:qinghe:fhir:instrument";
pub(super) const OWN_WORDING: &str = "urn:qinghe:fhir:wording";
pub(super) const OWN_ITEM: &str = "urn:qinghe:fhir:item";
pub(super) const OWN_SCORE: &str = "urn:qinghe:fhir:score";

/// `linkId`s of what is no item of the instrument. No item can have one, because of the stroke.
pub(super) const INSTRUCTION: &str = "/instruction";
pub(super) const CREDIT: &str = "/credit";
pub(super) const ITEMS: &str = "/items";
pub(super) const SCORES: &str = "/scores";

/// Sets `name` to the wording in `locale`, with the others as translations. Nothing where it is not there.
pub(super) fn put_text(
    into: &mut Map<String, Value>,
    name: &str,
    locale: Locale,
    find: impl Fn(Locale) -> Option<String>,
) {
    let others = Locale::ALL.into_iter().filter(|other| *other != locale);
    let others: Vec<Value> = others
        .filter_map(|other| {
            let content = find(other)?;
            Some(json!({ "url": TRANSLATION, "extension": [
                { "url": "lang", "valueCode": other.tag() },
                { "url": "content", "valueString": content },
            ] }))
        })
        .collect();
    if let Some(text) = find(locale) {
        into.insert(name.to_owned(), Value::String(text));
    }
    if !others.is_empty() {
        into.insert(format!("_{name}"), json!({ "extension": others }));
    }
}

/// One item that is asked.
pub(super) fn item(read: &Read, at: usize, item: &Item, locale: Locale, prefix: &str) -> Value {
    let mut made = Map::new();
    made.insert("linkId".to_owned(), json!(item_link(prefix, &item.id)));
    made.insert("type".to_owned(), json!("choice"));
    made.insert("required".to_owned(), json!(false));
    made.insert("repeats".to_owned(), json!(false));
    put_text(&mut made, "text", locale, |locale| read.text(locale)?.items.get(at).cloned());
    made.insert("answerOption".to_owned(), Value::Array(options(read, item, locale)));
    let set = read.instrument.response_sets.get(usize::from(item.response_set));
    let mut own = vec![json!({ "url": "responseSet", "valueCode": set.map(|set| set.id.as_str()) })];
    if item.reverse {
        own.push(json!({ "url": "reverse", "valueBoolean": true }));
    }
    if let Some(critical) = item.critical {
        own.push(json!({ "url": "criticalAtLeast", "valueInteger": critical.at_least }));
    }
    let radio = json!({ "coding": [{ "system": ITEM_CONTROLS, "code": "radio-button" }] });
    made.insert(
        "extension".to_owned(),
        json!([
            { "url": ITEM_CONTROL, "valueCodeableConcept": radio },
            { "url": OWN_ITEM, "extension": own },
        ]),
    );
    Value::Object(made)
}

fn options(read: &Read, item: &Item, locale: Locale) -> Vec<Value> {
    let at = usize::from(item.response_set);
    let Some(set) = read.instrument.response_sets.get(at) else { return Vec::new() };
    let system = format!("{}:{}", url(&read.instrument.id), set.id);
    let one = |(nth, value): (usize, &i16)| {
        let mut coding = Map::new();
        coding.insert("system".to_owned(), json!(system));
        coding.insert("code".to_owned(), json!(value.to_string()));
        put_text(&mut coding, "display", locale, |locale| {
            read.text(locale)?.options.get(at)?.get(nth).cloned()
        });
        json!({ "valueCoding": coding, "extension": [
            { "url": ITEM_WEIGHT, "valueDecimal": value },
            { "url": ORDINAL_VALUE, "valueDecimal": value },
        ] })
    };
    set.values.iter().enumerate().map(one).collect()
}

/// Canonical address of an instrument. No address on the web: nothing is fetched from there.
pub(super) fn url(id: &str) -> String {
    format!("urn:qinghe:instrument:{id}")
}

/// A score, read-only, with its expression where there is one.
pub(super) fn score(
    link: String,
    id: &str,
    decimals: u8,
    expression: Option<&String>,
    own: Option<String>,
) -> Value {
    let mut extensions = Vec::new();
    if let Some(expression) = expression {
        extensions.push(json!({ "url": CALCULATED, "valueExpression": {
            "description": format!("score {id}"), "language": "text/fhirpath", "expression": expression,
        } }));
    }
    if let Some(own) = own {
        extensions.push(json!({ "url": OWN_SCORE, "valueString": own }));
    }
    let kind = if decimals == 0 { "integer" } else { "decimal" };
    json!({ "linkId": link, "text": id, "type": kind, "readOnly": true, "extension": extensions })
}

/// Scores are for programs; whoever responds does not see them.
pub(super) fn hidden(scores: Vec<Value>) -> Value {
    json!({
        "linkId": SCORES, "type": "group", "item": scores,
        "extension": [{ "url": HIDDEN, "valueBoolean": true }],
    })
}

/// Expressions that others use.
pub(super) fn variables(all: &[(String, String)]) -> impl Iterator<Item = Value> {
    all.iter().map(|(name, expression)| {
        json!({ "url": VARIABLE, "valueExpression": {
            "name": name, "language": "text/fhirpath", "expression": expression,
        } })
    })
}

/// A text that is only shown.
pub(super) fn display(link: &str, locale: Locale, find: impl Fn(Locale) -> Option<String>) -> Option<Value> {
    let mut made = Map::new();
    put_text(&mut made, "text", locale, find);
    if made.is_empty() {
        return None;
    }
    made.insert("linkId".to_owned(), json!(link));
    made.insert("type".to_owned(), json!("display"));
    Some(Value::Object(made))
}
