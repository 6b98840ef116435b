//! How characters are read, for children who read with pinyin: one small table of characters and words for all their texts.
//! The table takes the longest word at each place, here and in the browser alike (`src/element/js/spell.js`).

use crate::{
    finding::{Code, Log},
    reader::{At, Doc},
    sandhi::{Spoken, changes, spoken},
    script::is_han,
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

/// What has several readings and no line → those, and the first text with it.
type Open = BTreeMap<String, (String, String)>;

/// The table that `texts` need, from what is written and what has one reading only.
pub(crate) fn spell(log: &Log, doc: &Doc, texts: &BTreeSet<&str>) -> Syllables {
    let written = written(log, doc);
    let (mut table, mut open) = (Syllables::new(), Open::new());
    for text in texts {
        let han: Vec<char> = text.chars().collect();
        let pieces = pieces(&han, &written, &mut open);
        for piece in pieces.iter().filter(|piece| !piece.says.is_empty()) {
            table.insert(piece.word(&han), piece.says.join(" "));
        }
        speak(&han, &pieces, &mut table, &mut open);
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

/// A stretch of a text with one line in the table: a written word or one character, which says nothing where it is no Chinese one
/// or open.
struct Piece {
    from: usize,
    length: usize,
    says: Vec<String>,
}

impl Piece {
    fn word(&self, text: &[char]) -> String {
        text.iter().skip(self.from).take(self.length).collect()
    }
}

fn pieces(text: &[char], written: &BTreeMap<String, Written<'_>>, open: &mut Open) -> Vec<Piece> {
    let longest = written.keys().map(|word| word.chars().count()).max().unwrap_or(1);
    let (mut all, mut from) = (Vec::new(), 0);
    while let Some(rest) = text.get(from..).filter(|rest| !rest.is_empty()) {
        let word = (1..=longest.min(rest.len())).rev().find_map(|length| {
            let found = written.get(&rest.iter().take(length).collect::<String>())?;
            Some((length, found))
        });
        let (length, says) = match word {
            Some((length, found)) => {
                found.met.set(true);
                (length, found.says.split(' ').map(str::to_owned).collect())
            }
            None => (1, rest.first().map(|one| only_reading(*one, text, open)).unwrap_or_default()),
        };
        all.push(Piece { from, length, says });
        from += length;
    }
    all
}

/// The reading of a character that has one; what has several is open.
fn only_reading(one: char, text: &[char], open: &mut Open) -> Vec<String> {
    let all = if is_han(one) { readings(one) } else { Vec::new() };
    if all.len() > 1 || all.is_empty() && is_han(one) {
        open.entry(one.to_string()).or_insert_with(|| (all.join(", "), text.iter().collect()));
        return Vec::new();
    }
    all
}

/// Adds how 一 and 不 are spoken, as longer words: each with the piece that decides. Whatever stands between two pieces is joined
/// in every text alike, so that the longest word at a place is always the one that was meant.
fn speak(text: &[char], pieces: &[Piece], table: &mut Syllables, open: &mut Open) {
    let mut says: Vec<String> = vec![String::new(); text.len()];
    let mut joined = vec![false; text.len()];
    for piece in pieces {
        for (nth, syllable) in piece.says.iter().enumerate() {
            says.get_mut(piece.from + nth).into_iter().for_each(|place| place.clone_from(syllable));
        }
        joined.iter_mut().skip(piece.from).take(piece.length - 1).for_each(|after| *after = true);
    }
    let alone = |piece: &&Piece| piece.length == 1 && text.get(piece.from).is_some_and(|one| changes(*one));
    let plain = says.clone();
    for Piece { from: at, .. } in pieces.iter().filter(alone) {
        let next = plain.get(at + 1).map(String::as_str).unwrap_or_default();
        let (back, length) = match spoken(text, *at, next) {
            Spoken::Own(back) => (back, back),
            Spoken::Said(syllable, back) => {
                says.get_mut(*at).into_iter().for_each(|place| syllable.clone_into(place));
                (back, back + 1)
            }
            Spoken::Several => {
                let word: String = text.iter().skip(at.saturating_sub(1)).take(3).collect();
                open.entry(word).or_insert_with(|| ("in two ways".to_owned(), text.iter().collect()));
                continue;
            }
        };
        joined.iter_mut().skip(at.saturating_sub(back)).take(length).for_each(|after| *after = true);
    }
    let mut from = 0;
    for to in (0..text.len()).filter(|to| joined.get(*to) != Some(&true)) {
        let own = says.get(from..=to).unwrap_or_default();
        if own.iter().all(|syllable| !syllable.is_empty()) {
            table.insert(text.iter().skip(from).take(to + 1 - from).collect(), own.join(" "));
        }
        from = to + 1;
    }
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
