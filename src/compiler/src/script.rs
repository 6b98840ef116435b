//! Chinese in its traditional script, made of the simplified texts. What no converter can know stands in
//! `locales/zh-Hant.toml`; where that file is missing, so is the language.

use crate::{
    finding::{Code, Log},
    library::{Read, Translation},
    reader::{Any, Doc, Found},
};
use ferrous_opencc::{OpenCC, config::BuiltinConfig};
use qinghe_content::{InstrumentText, Key, Locale, Pack, Region, Texts};
use serde_json::Value;
use std::{cell::Cell, path::Path, sync::LazyLock};

const FILE: &str = "locales/zh-Hant.toml";

/// The file of corrections, if there is one.
pub(crate) fn open(log: &Log, root: &Path) -> Option<Doc> {
    root.join(FILE).exists().then(|| Doc::open(log, root, FILE)).flatten()
}

/// What the converter writes, what should stand there, and whether it was met.
struct Correction<'a> {
    place: Any<'a>,
    right: Found<'a, &'a str>,
    met: Cell<bool>,
}

/// To the traditional script as Taiwan writes it, and back. Words stay those of the author, so that a scale keeps its wording.
/// Read once: the tables are large.
static TABLES: LazyLock<Option<(OpenCC, OpenCC)>> = LazyLock::new(|| {
    OpenCC::from_config(BuiltinConfig::S2tw).ok().zip(OpenCC::from_config(BuiltinConfig::Tw2s).ok())
});

/// The converter with its corrections.
pub(crate) struct Script<'a> {
    there: &'static OpenCC,
    back: &'static OpenCC,
    corrections: Vec<Correction<'a>>,
    /// Said below an instrument whose script is not changed.
    as_printed: &'a str,
    log: &'a Log,
}

impl<'a> Script<'a> {
    /// Reads the corrections.
    pub(crate) fn new(log: &'a Log, doc: &'a Doc) -> Option<Script<'a>> {
        let top = doc.top(log);
        let as_printed = top.filled("as-printed", Code::Spaces, "Say that the items keep their script.");
        let table = top.table("corrections");
        let mut corrections = Vec::new();
        for place in table.iter().flat_map(|table| table.every()) {
            let Some(right) = place.text() else { continue };
            corrections.push(Correction { place, right, met: Cell::new(false) });
        }
        if let Some(table) = table {
            table.finish();
        }
        top.finish();
        let Some((there, back)) = TABLES.as_ref() else {
            log.file(
                Code::Unreadable,
                FILE,
                "the converter has no tables".to_owned(),
                "Report this as a bug.",
            );
            return None;
        };
        Some(Script { there, back, corrections, as_printed: as_printed?.value, log })
    }

    /// One text in traditional script.
    pub(crate) fn text(&self, text: &str) -> String {
        let mut made = self.there.convert(text);
        for correction in &self.corrections {
            if made.contains(correction.place.name) {
                correction.met.set(true);
                made = made.replace(correction.place.name, correction.right.value);
            }
        }
        made
    }

    /// The same pack in traditional script. `used`: its instruments, in its order.
    pub(crate) fn pack(&self, pack: &Pack, used: &[&Read]) -> Option<Pack> {
        let texts = Key::ALL.iter().map(|key| self.text(pack.texts.get(*key))).collect();
        let mut made = Pack {
            locale: Locale::ZhHant,
            region: self.region(&pack.region),
            texts: Texts::new(texts)?,
            wording: Vec::new(),
            ..pack.clone()
        };
        self.look(&made.battery.id, &[serde_json::to_value(&made.region), serde_json::to_value(&made.texts)]);
        for (read, wording) in used.iter().zip(&pack.wording) {
            made.wording.push(wording.as_ref().map(|wording| self.wording(read, wording)));
        }
        Some(made)
    }

    fn region(&self, region: &Region) -> Region {
        let mut made = region.clone();
        for line in &mut made.lines {
            line.name = self.text(&line.name);
            line.hours = self.text(&line.hours);
        }
        made
    }

    /// Another script is a change of the wording. Where nobody allows it, the wording stays to the letter, and a line says so.
    fn wording(&self, read: &Read, wording: &InstrumentText) -> InstrumentText {
        if !may_change(read) {
            let credit: Vec<&str> = wording.credit.as_deref().into_iter().chain([self.as_printed]).collect();
            return InstrumentText { credit: Some(credit.join(" ")), ..wording.clone() };
        }
        let all = |texts: &[String]| -> Vec<String> { texts.iter().map(|text| self.text(text)).collect() };
        let made = InstrumentText {
            instruction: self.text(&wording.instruction),
            items: all(&wording.items),
            options: wording.options.iter().map(|labels| all(labels)).collect(),
            credit: wording.credit.as_deref().map(|credit| self.text(credit)),
        };
        self.look(&read.instrument.id, &[serde_json::to_value(&made)]);
        made
    }

    /// Says which texts still have a character of the simplified script, whatever field they stand in.
    fn look(&self, whose: &str, made: &[serde_json::Result<Value>]) {
        let mut texts = Vec::new();
        made.iter().flatten().for_each(|value| strings(value, &mut texts));
        for text in texts.into_iter().filter(|text| !self.is_traditional(text)) {
            let what = format!("`{text}` (`{whose}`) is not all in traditional script");
            self.log.file(
                Code::Traditional,
                FILE,
                what,
                "Correct it here, or convert the field it stands in.",
            );
        }
    }

    /// Whether a text is what the tables make of its simplified form, and every character has a place in Big5, which is of the
    /// traditional script alone.
    fn is_traditional(&self, text: &str) -> bool {
        let han: String = text.chars().filter(|one| ('\u{3400}'..='\u{9fff}').contains(one)).collect();
        let (_, _, outside) = encoding_rs::BIG5.encode(&han);
        !outside && self.text(&self.back.convert(text)) == text
    }

    /// Says which corrections correct nothing.
    pub(crate) fn finish(self) {
        for correction in self.corrections.iter().filter(|correction| !correction.met.get()) {
            let what = format!("no text has `{}`", correction.place.name);
            correction.place.at.say(
                Code::Correction,
                what,
                "Remove the line, or write what the converter writes.",
            );
        }
    }
}

/// A translation of our own is ours in either script; of another one, its holder has to allow changes.
fn may_change(read: &Read) -> bool {
    let own = read.about.texts.iter().flatten().next();
    read.about.rights.script_form.is_some() || own.is_some_and(|text| text.translation == Translation::Own)
}

fn strings<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::Array(list) => list.iter().for_each(|one| strings(one, found)),
        Value::Object(fields) => fields.values().for_each(|one| strings(one, found)),
        _ => {}
    }
}

#[cfg(test)]
#[path = "script_tests.rs"]
mod script_tests;
