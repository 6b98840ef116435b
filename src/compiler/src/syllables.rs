//! How characters are read, for children who read with pinyin: one small table of characters and words for all their texts.
//! The table takes the longest word at each place, here and in the browser alike (`src/element/js/spell.js`).

use crate::{
    finding::{Code, Log},
    reader::{At, Doc},
};
use pinyin::ToPinyinMulti;
use qinghe_content::{Informant, Key, Locale, Pack};
use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

const FILE: &str = "locales/pinyin.toml";
/// Children below this age are offered pinyin.
const YOUNG: u8 = 14;

/// Character or word → its syllables, one for each character.
pub(crate) type Syllables = BTreeMap<String, String>;

/// The table for the texts of all batteries that ask children; `None` where the data room has no file for it.
pub(crate) fn read(log: &Log, root: &Path, packs: &[Pack]) -> Option<Syllables> {
    let doc = root.join(FILE).exists().then(|| Doc::open(log, root, FILE)).flatten()?;
    let texts: BTreeSet<&str> = packs.iter().filter(|pack| is_for_children(pack)).flat_map(texts).collect();
    Some(spell(log, &doc, &texts))
}

fn is_for_children(pack: &Pack) -> bool {
    let asked = &pack.battery;
    pack.locale == Locale::ZhHans && asked.informant == Informant::Student && asked.ages.min < YOUNG
}

/// What a child reads; the credit of a holder is for others, and is shown without.
fn texts(pack: &Pack) -> Vec<&str> {
    let mut all: Vec<&str> = Key::ALL.iter().map(|key| pack.texts.get(*key)).collect();
    all.extend(pack.region.lines.iter().flat_map(|line| [line.name.as_str(), line.hours.as_str()]));
    for wording in pack.wording.iter().flatten() {
        all.push(&wording.instruction);
        all.extend(wording.items.iter().chain(wording.options.iter().flatten()).map(String::as_str));
    }
    all
}

/// A reading that a person wrote down, and whether a text needed it.
struct Written<'a> {
    at: At<'a>,
    says: String,
    met: Cell<bool>,
}

/// The table that `texts` need, from what is written and what has one reading only.
pub(crate) fn spell(log: &Log, doc: &Doc, texts: &BTreeSet<&str>) -> Syllables {
    let written = written(log, doc);
    let longest = written.keys().map(|word| word.chars().count()).max().unwrap_or(1);
    let (mut table, mut open) = (Syllables::new(), BTreeMap::new());
    for text in texts {
        let han: Vec<char> = text.chars().collect();
        let mut at = 0;
        while let Some(rest) = han.get(at..).filter(|rest| !rest.is_empty()) {
            let word = (1..=longest.min(rest.len())).rev().find_map(|length| {
                let word: String = rest.iter().take(length).collect();
                written.get(&word).map(|found| (length, word, found))
            });
            if let Some((length, word, found)) = word {
                found.met.set(true);
                table.insert(word, found.says.clone());
                at += length;
                continue;
            }
            at += 1;
            let Some(one) = rest.first().filter(|one| is_han(**one)) else { continue };
            match readings(*one).as_slice() {
                [only] => drop(table.insert(one.to_string(), only.clone())),
                several => drop(open.entry(*one).or_insert_with(|| (several.join(", "), (*text).to_owned()))),
            }
        }
    }
    for (one, (several, text)) in open {
        let what = format!("`{one}` is read {several} (`{text}`)");
        log.file(Code::Syllable, FILE, what, "Write its usual reading, or the word and how it is read.");
    }
    for (word, found) in written.iter().filter(|(_, found)| !found.met.get()) {
        let what = format!("no text needs `{word}`");
        found.at.say(Code::Correction, what, "Remove it.");
    }
    table
}

/// Whether it is a Chinese character, which has a syllable.
fn is_han(one: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&one)
}

fn readings(one: char) -> Vec<String> {
    one.to_pinyin_multi().into_iter().flatten().map(|reading| reading.with_tone().to_owned()).collect()
}

/// What stands in the file, by character or word.
fn written<'a>(log: &'a Log, doc: &'a Doc) -> BTreeMap<String, Written<'a>> {
    let top = doc.top(log);
    let mut all = BTreeMap::new();
    let mut add = |at: At<'a>, word: String, says: &str| {
        let length = word.chars().count();
        if says.split(' ').count() != length || !word.chars().all(is_han) {
            let what = format!("`{word}` has not the syllables `{says}`");
            at.say(Code::WrongKind, what, "Give one syllable for each Chinese character.");
        }
        let twice = at.clone();
        let reading = Written { at, says: says.to_owned(), met: Cell::new(false) };
        if all.insert(word.clone(), reading).is_some() {
            twice.say(Code::Duplicate, format!("`{word}` is read in two ways"), "Write it once.");
        }
    };
    if let Some(usual) = top.table("usual") {
        for line in usual.every() {
            let Some(found) = line.text() else { continue };
            found.value.chars().for_each(|one| add(found.at.clone(), one.to_string(), line.name));
        }
        usual.finish();
    }
    if let Some(words) = top.table("words") {
        for line in words.every() {
            let Some(found) = line.text() else { continue };
            add(found.at.clone(), line.name.to_owned(), found.value);
        }
        words.finish();
    }
    top.finish();
    all
}

#[cfg(test)]
#[path = "syllables_tests.rs"]
mod syllables_tests;
