//! `family/*.toml`: what families read without a lesson. A guide is a structure and one text file for each language; the page
//! that draws it knows its form, so here is checked what a reader would suffer from: a text that is missing in one
//! language, a sign without its card, numbers of no line, words that nobody should read, sentences that are too long.

use super::{
    room::Room,
    self_check,
    tone::{self, Measure, Tone, level},
};
use crate::{
    finding::{Code, Log},
    reader::{Doc, Texts},
    words::HELP_KINDS,
};
use qinghe_content::{Locale, exercise::Variant};
use serde_json::Value;
use std::{collections::BTreeSet, path::Path};

/// The guides, in the order of the page.
const NAMES: [&str; 7] = ["tonight", "crisis", "safe-home", "self-check", "prints", "year", "evening"];
/// Fields that quote what ought not to be said.
const QUOTED: [&str; 2] = ["not", "they"];

/// One guide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guide {
    /// What it is called among the files.
    pub name: &'static str,
    /// Its structure.
    pub is: Value,
    /// Its texts, in the order of [`Locale::MADE`], the last only where there is a traditional script.
    pub says: Vec<Value>,
}

/// Reads all of them; none where there is no `family/tonight.toml`.
pub(super) fn read_all(log: &Log, root: &Path) -> Vec<Guide> {
    if !root.join("family/tonight.toml").is_file() {
        return Vec::new();
    }
    let tone = tone::read(log, root, &Room::Family.forbidden());
    NAMES.into_iter().filter_map(|name| read(log, root, &tone, name)).collect()
}

fn read(log: &Log, root: &Path, tone: &Tone, name: &'static str) -> Option<Guide> {
    let file = format!("family/{name}.toml");
    let doc = Doc::open(log, root, &file)?;
    let is = doc.json();
    numbers(log, &file, &is);
    let mut says = Vec::new();
    for locale in Locale::ALL {
        let file = format!("family/{name}.{}.toml", locale.tag());
        let doc = Doc::open(log, root, &file)?;
        looked(log, tone, &doc.texts(log), locale);
        says.push(doc.json());
    }
    alike(log, name, &says);
    match name {
        "tonight" => cards(log, &is, &says),
        "self-check" => self_check::look(log, &is, &says),
        _ => {}
    }
    Some(Guide { name, is, says })
}

/// Words and sentences of one language.
fn looked(log: &Log, tone: &Tone, texts: &Texts<'_>, locale: Locale) {
    let mut measure = Measure::default();
    for (path, text) in texts {
        let quoted = path.iter().any(|part| QUOTED.contains(&part.as_str()));
        tone.words(text, locale, quoted);
        measure.add(text.value);
        let digits = text.value.chars().filter(char::is_ascii_digit).count();
        if digits >= 5 {
            let help = "Name the kind of the line in `numbers`; those are checked and kept in one place.";
            text.say(Code::Forbidden, "a help number is typed into this text".to_owned(), help);
        }
    }
    if let Some((_, first)) = texts.first() {
        log.at(first.at.file(), |at| level(at, Variant::Adult, &measure, locale));
    }
}

/// Every kind of number is one of the region's.
fn numbers(log: &Log, file: &str, is: &Value) {
    let mut all = BTreeSet::new();
    collect(is, &mut all);
    for kind in all.iter().filter(|kind| !HELP_KINDS.iter().any(|(known, _)| known == kind)) {
        let what = format!("there is no kind of help line `{kind}`");
        log.file(Code::UnknownReference, file, what, "Kinds stand in docs/instruments.md, below regions.");
    }
}

fn collect(of: &Value, kinds: &mut BTreeSet<String>) {
    match of {
        Value::Object(fields) => {
            for (name, field) in fields {
                match field {
                    Value::Array(list) if name == "numbers" => {
                        kinds.extend(list.iter().filter_map(Value::as_str).map(str::to_owned));
                    }
                    _ => collect(field, kinds),
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|one| collect(one, kinds)),
        _ => {}
    }
}

/// Every text is there in every language, and every list has as many lines.
fn alike(log: &Log, name: &str, says: &[Value]) {
    let paths: Vec<BTreeSet<String>> = says.iter().map(|one| paths(one, "")).collect();
    let all: BTreeSet<&String> = paths.iter().flatten().collect();
    for (locale, own) in Locale::ALL.iter().zip(&paths) {
        let file = format!("family/{name}.{}.toml", locale.tag());
        for path in all.iter().filter(|path| !own.contains(**path)) {
            let what = format!("`{path}` stands in another language and not here");
            log.file(Code::MissingField, &file, what, "Write it, or take it out of the other language.");
        }
    }
}

fn paths(of: &Value, at: &str) -> BTreeSet<String> {
    let below = |name: &str, value: &Value| {
        paths(value, &if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") })
    };
    match of {
        Value::Object(fields) => fields.iter().flat_map(|(name, value)| below(name, value)).collect(),
        Value::Array(list) => {
            list.iter().enumerate().flat_map(|(nth, one)| below(&nth.to_string(), one)).collect()
        }
        _ => BTreeSet::from([at.to_owned()]),
    }
}

/// Every sign has words for every stage: whoever tapped three times finds something.
fn cards(log: &Log, is: &Value, says: &[Value]) {
    let ids = |list: &str| {
        let all = is[list].as_array().into_iter().flatten();
        all.filter_map(|one| one["id"].as_str()).map(str::to_owned).collect::<Vec<_>>()
    };
    for (locale, own) in Locale::ALL.iter().zip(says) {
        let file = format!("family/tonight.{}.toml", locale.tag());
        for sign in ids("sign") {
            for stage in ids("stage") {
                let card = &own["card"][&sign][&stage];
                let lines = |name: &str| card[name].as_array().is_some_and(|list| !list.is_empty());
                let whole = lines("say")
                    && lines("not")
                    && card["next"].as_str().is_some_and(|next| !next.is_empty());
                if !whole {
                    let what = format!("`card.{sign}.{stage}` lacks `say`, `not` or `next`");
                    log.file(
                        Code::MissingField,
                        &file,
                        what,
                        "Write the words that a parent can say tonight.",
                    );
                }
            }
        }
    }
}
