//! Chinese in its traditional script, made of the simplified texts. What no converter can know stands in
//! `locales/zh-Hant.toml`; where that file is missing, so is the language.

use crate::{
    Guide, Known,
    finding::{Code, Log},
    library::{Read, Translation},
    reader::{Any, Doc},
};
use ferrous_opencc::{OpenCC, config::BuiltinConfig};
use qinghe_content::{
    InstrumentText, Key, Locale, Pack, Region, Texts,
    asked::{Asked, KnowledgePack, ProbePack},
    exercise::ExercisePack,
};
use serde_json::Value;
use std::{cell::Cell, path::Path, sync::LazyLock};

const FILE: &str = "locales/zh-Hant.toml";

/// The file of corrections, if there is one.
pub(crate) fn open(log: &Log, root: &Path) -> Option<Doc> {
    root.join(FILE).exists().then(|| Doc::open(log, root, FILE)).flatten()
}

/// What the converter writes, what should stand there, and whether it was met.
struct Correction {
    wrong: String,
    right: String,
    met: Cell<bool>,
}

/// To the traditional script as Taiwan writes it, and back. Words stay those of the author, so that a scale keeps its wording.
/// Read once: the tables are large.
static TABLES: LazyLock<Option<(OpenCC, OpenCC)>> = LazyLock::new(|| {
    OpenCC::from_config(BuiltinConfig::S2tw).ok().zip(OpenCC::from_config(BuiltinConfig::Tw2s).ok())
});

/// The converter with its corrections. What is no content, as what a page of the gateway says beside it, is corrected as the
/// content is.
pub struct Traditional {
    there: &'static OpenCC,
    back: &'static OpenCC,
    corrections: Vec<Correction>,
}

impl Traditional {
    /// With the corrections of `root`; `None` where there are none, and so no traditional script.
    #[must_use]
    pub fn open(root: &Path) -> Option<Traditional> {
        let log = Log::default();
        let doc = open(&log, root)?;
        Some(Script::new(&log, &doc)?.converter)
    }

    /// One text in traditional script.
    #[must_use]
    pub fn text(&self, text: &str) -> String {
        let mut made = self.there.convert(text);
        for Correction { wrong, right, met } in &self.corrections {
            if made.contains(wrong) {
                met.set(true);
                made = made.replace(wrong, right);
            }
        }
        made
    }

    /// Whether a text is what the tables make of its simplified form, and all of it in Big5: none of it is of the simplified script
    /// alone.
    #[must_use]
    pub fn is_traditional(&self, text: &str) -> bool {
        in_big5(text) && self.text(&self.back.convert(text)) == text
    }
}

/// The traditional script has them, and Big5 has no place for them.
const BESIDE: &str = "咔噔擀軲";

/// Whether it is a Chinese character, which has a syllable.
#[must_use]
pub const fn is_han(one: char) -> bool {
    matches!(one, '\u{3400}'..='\u{9fff}')
}

/// Every character has a place in Big5, which is of the traditional script alone.
fn in_big5(text: &str) -> bool {
    let han: String = text.chars().filter(|one| is_han(*one) && !BESIDE.contains(*one)).collect();
    !encoding_rs::BIG5.encode(&han).2
}

/// The converter for content, which says what is wrong with it.
pub(crate) struct Script<'a> {
    converter: Traditional,
    /// Where each correction stands.
    places: Vec<Any<'a>>,
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
        let (mut corrections, mut places) = (Vec::new(), Vec::new());
        for place in table.iter().flat_map(|table| table.every()) {
            let Some(right) = place.text() else { continue };
            let (wrong, right) = (place.name.to_owned(), right.value.to_owned());
            corrections.push(Correction { wrong, right, met: Cell::new(false) });
            places.push(place);
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
        Some(Script {
            converter: Traditional { there, back, corrections },
            places,
            as_printed: as_printed?.value,
            log,
        })
    }

    fn text(&self, text: &str) -> String {
        self.converter.text(text)
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

    /// An exercise, or a lesson. Its words are ours, whatever script they stand in.
    pub(crate) fn exercise(&self, pack: &ExercisePack) -> ExercisePack {
        let mut made = ExercisePack { locale: Locale::ZhHant, ..pack.clone() };
        let all = |texts: &mut Vec<String>| texts.iter_mut().for_each(|text| *text = self.text(text));
        for form in &mut made.text.forms {
            (form.title, form.summary) = (self.text(&form.title), self.text(&form.summary));
            all(&mut form.not_for);
            all(&mut form.entries);
            for step in &mut form.steps {
                step.text = self.text(&step.text);
                [&mut step.parts, &mut step.replies, &mut step.bins].into_iter().for_each(all);
            }
        }
        self.look(&made.exercise.id, &[serde_json::to_value(&made.text)]);
        made
    }

    /// What is asked about an exercise.
    pub(crate) fn probes(&self, pack: &ProbePack) -> ProbePack {
        let mut made = ProbePack { locale: Locale::ZhHant, ..pack.clone() };
        let asked = made.banks.iter_mut().flat_map(|bank| bank.recall.iter_mut().chain(&mut bank.scenarios));
        asked.for_each(|one| self.asked(one));
        self.look(&made.exercise, &[serde_json::to_value(&made.banks)]);
        made
    }

    /// Core knowledge of a stage.
    pub(crate) fn knowledge(&self, known: &Known) -> Known {
        let mut made = KnowledgePack { locale: Locale::ZhHant, ..known.pack.clone() };
        for topic in &mut made.topics {
            (topic.title, topic.lesson) = (self.text(&topic.title), self.text(&topic.lesson));
            topic.forms.iter_mut().for_each(|one| self.asked(one));
        }
        self.look("knowledge", &[serde_json::to_value(&made.topics)]);
        Known { pack: made, ..known.clone() }
    }

    fn asked(&self, one: &mut Asked) {
        (one.text, one.why) = (self.text(&one.text), self.text(&one.why));
        one.options.iter_mut().for_each(|option| *option = self.text(option));
    }

    /// A guide's texts, with those in traditional script behind them.
    pub(crate) fn guide(&self, guide: &mut Guide) {
        let simplified = Locale::ALL.iter().position(|locale| *locale == Locale::ZhHans);
        let Some(made) = simplified.and_then(|at| guide.says.get(at)).map(|says| self.value(says)) else {
            return;
        };
        self.look(guide.name, &[Ok(made.clone())]);
        guide.says.push(made);
    }

    /// Every text in it; names of fields stay.
    fn value(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.text(text)),
            Value::Array(list) => list.iter().map(|one| self.value(one)).collect(),
            Value::Object(fields) => {
                fields.iter().map(|(name, one)| (name.clone(), self.value(one))).collect()
            }
            other => other.clone(),
        }
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
        for text in texts.into_iter().filter(|text| !self.converter.is_traditional(text)) {
            let what = format!("`{text}` (`{whose}`) is not all in traditional script");
            self.log.file(
                Code::Traditional,
                FILE,
                what,
                "Correct it here, or convert the field it stands in.",
            );
        }
    }

    /// Says which corrections correct nothing.
    pub(crate) fn finish(self) {
        let unmet = self.converter.corrections.iter().zip(&self.places).filter(|(one, _)| !one.met.get());
        for (correction, place) in unmet {
            let what = format!("no text has `{}`", correction.wrong);
            place.at.say(Code::Correction, what, "Remove the line, or write what the converter writes.");
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
