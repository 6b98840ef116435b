//! `locales/<tag>.toml`: the interface texts, one table per screen. The table `page` is for the plain HTML
//! around the module and goes into no pack. `locales/<tag>.parent.toml` says some of them as one speaks to a parent, and
//! those about oneself (`own.*`), which nobody else is shown.

use crate::{
    finding::{Code, Log},
    reader::{Doc, Table},
};
use qinghe_content::{Informant, Key, Locale, Texts};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

/// Names of the texts in `[page]`: what the page says before the module is there, and a sentence for every
/// code with which a start can be refused. `now` is for whoever needs help there, `back` the way home of a page of its own.
const PAGE: &[&str] = &[
    "now",
    "wait",
    "attribute",
    "token",
    "battery",
    "gateway",
    "not-ready",
    "paused",
    "age-not-eligible",
    "consent-missing",
    "role",
    "insecure",
    "wasm",
    BACK,
];

/// The one that a page says only when it is asked to.
pub(crate) const BACK: &str = "back";

/// Texts of the plain HTML, by name.
pub(crate) type PageTexts = BTreeMap<&'static str, String>;

/// The interface texts of one locale by who reads them.
#[derive(Clone)]
pub(crate) struct Voices {
    student: Texts,
    /// `None` where the data room has no battery for parents.
    parent: Option<Texts>,
}

impl Voices {
    /// As one speaks to whoever responds.
    pub(crate) fn to(&self, informant: Informant) -> &Texts {
        self.parent.as_ref().filter(|_| informant == Informant::Parent).unwrap_or(&self.student)
    }
}

/// Whether a text is about oneself.
fn own(name: &str) -> bool {
    name.starts_with("own.")
}

/// All texts of one locale: those of the packs and those of the plain HTML.
pub(crate) fn read(log: &Log, root: &Path, locale: Locale) -> Option<(Voices, PageTexts)> {
    let page = PAGE.iter().map(|name| format!("page.{name}"));
    let names: Vec<String> = Key::ALL.iter().map(|key| key.name().to_owned()).chain(page).collect();
    let doc = Doc::open(log, root, &format!("locales/{}.toml", locale.tag()))?;
    let top = doc.top(log);
    let mut texts = written(&top, &names, |name| !own(name));
    let empty = names.iter().zip(&mut texts).filter(|(name, _)| own(name));
    empty.for_each(|(_, text)| *text = Some(String::new()));
    missing(&top, &names, &texts);
    let mut texts: Vec<String> = texts.into_iter().collect::<Option<_>>()?;
    let parent = parent(log, root, locale, &names, &texts);
    let page = texts.split_off(Key::ALL.len());
    let voices = Voices { student: Texts::new(texts)?, parent };
    Some((voices, PAGE.iter().copied().zip(page).collect()))
}

/// The texts of `locales/<tag>.parent.toml` over the others; those about oneself all stand in it.
fn parent(log: &Log, root: &Path, locale: Locale, names: &[String], student: &[String]) -> Option<Texts> {
    let file = format!("locales/{}.parent.toml", locale.tag());
    if !root.join(&file).exists() {
        return None;
    }
    let doc = Doc::open(log, root, &file)?;
    let top = doc.top(log);
    let mut texts = written(&top, names, |name| !name.starts_with("page."));
    let silent = |name: &str| !own(name);
    for ((_, text), other) in names.iter().zip(&mut texts).zip(student).filter(|((name, _), _)| silent(name))
    {
        text.get_or_insert_with(|| other.clone());
    }
    missing(&top, names, &texts);
    texts.truncate(Key::ALL.len());
    Texts::new(texts.into_iter().collect::<Option<_>>()?)
}

fn missing(top: &Table<'_>, names: &[String], texts: &[Option<String>]) {
    for (name, _) in names.iter().zip(texts).filter(|(_, text)| text.is_none()) {
        top.at.say(Code::TextMissing, format!("`{name}` has no text"), "Add it in the voice of the file.");
    }
}

/// The texts of a file by the position of their names.
fn written(top: &Table<'_>, names: &[String], here: impl Fn(&str) -> bool) -> Vec<Option<String>> {
    let mut texts: Vec<Option<String>> = vec![None; names.len()];
    for screen in top.every() {
        let Some(table) = screen.table() else { continue };
        for found in table.every() {
            let dotted = format!("{}.{}", screen.name, found.name);
            let Some(found) = found.text() else { continue };
            let Some(at) = names.iter().position(|name| *name == dotted && here(name)) else {
                found.say(
                    Code::TextUnknown,
                    format!("`{dotted}` is no key"),
                    "Correct the name; the keys stand in src/content/src/text.rs.",
                );
                continue;
            };
            if found.value.is_empty() || found.value.trim() != found.value {
                found.say(
                    Code::Spaces,
                    "the text is empty or has blank edges".to_owned(),
                    "Write the text and nothing else.",
                );
            }
            let wanted: BTreeSet<&str> =
                Key::ALL.get(at).map(|key| key.slots().iter().copied().collect()).unwrap_or_default();
            let given = slots(found.value);
            if given != wanted {
                let all: Vec<String> = wanted.iter().map(|slot| format!("{{{slot}}}")).collect();
                let help = if all.is_empty() {
                    "Use no placeholder.".to_owned()
                } else {
                    format!("Use {}, and no other.", all.join(" and "))
                };
                found.say(Code::Slots, "the placeholders are not those of the key".to_owned(), &help);
            }
            if let Some(slot) = texts.get_mut(at) {
                *slot = Some(found.value.to_owned());
            }
        }
        table.finish();
    }
    texts
}

pub(crate) fn slots(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|part| part.split_once('}').map(|(name, _)| name)).collect()
}
