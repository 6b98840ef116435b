//! Packs as files. The same data gives the same bytes and names.

use crate::{Guide, Known, Report, help_title, locale::PageTexts, words::HELP_KINDS};
use qinghe_content::{
    HelpKind, Key, Locale, Pack, PackError,
    exercise::{Catalogue, ExercisePack, LessonListing, Lessons, Listing, Together},
};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, fs, io, path::Path};

/// Writes `<battery>.<locale>.<hash>.pack` for every pack (one hash for all locales of a battery), `packs.json` (battery → locale → pack and the text
/// packs that it needs), the same of exercises with `exercises.json` (a catalogue per locale, exercise → locale → pack and bank, stage → locale → core
/// knowledge) and of family lessons with `family.json`, `pinyin.json` (character or word → syllables, for texts that children read), and `help.json` (locale → title and lines of the first battery's region, texts of the
/// plain HTML).
///
/// # Errors
/// When a file cannot be written, or a pack is not consistent, which the lints exclude.
pub fn write_packs(report: &Report, folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let (mut index, mut help) = (Map::new(), Map::new());
    let shared = shared_hashes(report)?;
    for pack in &report.packs {
        let tag = pack.locale.tag();
        let hash = shared.get(pack.battery.id.as_str()).map_or("", String::as_str);
        let name = format!("{}.{tag}.{hash}.pack", pack.battery.id);
        fs::write(folder.join(&name), pack.encode().map_err(odd)?)?;
        let locales = index.entry(pack.battery.id.clone()).or_insert_with(|| json!({}));
        if let Some(locales) = locales.as_object_mut() {
            let texts: Vec<String> = pack
                .without_wording()
                .map(|one| format!("{}.{}.{}.text", one.id, one.version, pack.locale.written().tag()))
                .collect();
            locales.insert(tag.to_owned(), json!({ "pack": name, "texts": texts }));
        }
        // The plain page around the module is the one that was written.
        if pack.locale.written() == pack.locale {
            help.entry(tag.to_owned()).or_insert_with(|| plain_help(pack, report.pages.get(tag)));
        }
    }
    if let Some(syllables) = &report.syllables {
        fs::write(folder.join("pinyin.json"), json!(syllables).to_string())?;
    }
    write_exercises(report, folder)?;
    write_guides(report, folder)?;
    write_lessons(report, folder)?;
    fs::write(folder.join("packs.json"), format!("{:#}\n", Value::Object(index)))?;
    fs::write(folder.join("help.json"), format!("{:#}\n", Value::Object(help)))
}

/// Battery → one hash over its packs in every locale, so that a script that knows one hash finds them all.
fn shared_hashes(report: &Report) -> io::Result<BTreeMap<&str, String>> {
    let mut all: BTreeMap<&str, Sha256> = BTreeMap::new();
    for pack in &report.packs {
        all.entry(&pack.battery.id).or_default().update(pack.encode().map_err(odd)?);
    }
    Ok(all.into_iter().map(|(id, sum)| (id, short(&sum.finalize()))).collect())
}

fn odd(why: PackError) -> io::Error {
    io::Error::other(format!("{why:?}"))
}

/// The first half of a hash, as it stands in names.
fn short(hash: &[u8]) -> String {
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// What families read: one file per locale with the numbers of the first battery's region, and `guides.json` (locale → file);
/// nothing where there are no guides.
fn write_guides(report: &Report, folder: &Path) -> io::Result<()> {
    let mut index = Map::new();
    for (nth, locale) in Locale::ALL.iter().enumerate().filter(|_| !report.guides.is_empty()) {
        let Some(pack) = report.packs.iter().find(|pack| pack.locale == *locale) else { continue };
        let guide = |one: &Guide| (one.name.to_owned(), json!({ "is": one.is, "says": one.says.get(nth) }));
        let guides: Map<String, Value> = report.guides.iter().map(guide).collect();
        let text =
            json!({ "numbers": by_kind(pack), "guides": guides, "lessons": lesson_titles(report, *locale) })
                .to_string();
        let hash = short(&Sha256::digest(&text));
        let name = format!("guides.{}.{hash}.json", locale.tag());
        fs::write(folder.join(&name), text)?;
        index.insert(locale.tag().to_owned(), json!(name));
    }
    if index.is_empty() {
        return Ok(());
    }
    fs::write(folder.join("guides.json"), format!("{:#}\n", Value::Object(index)))
}

/// What lessons are called, by their code (`d21` of `d21-listen-a-quarter-hour`).
fn lesson_titles(report: &Report, locale: Locale) -> Map<String, Value> {
    let of = report.lessons.iter().filter(|pack| pack.locale == locale);
    let title = |pack: &ExercisePack| {
        let code = pack.exercise.id.split('-').next().unwrap_or_default().to_owned();
        Some((code, json!(pack.text.forms.first()?.title)))
    };
    of.filter_map(title).collect()
}

/// Help lines by the word of their kind.
fn by_kind(pack: &Pack) -> Value {
    let of = |kind: HelpKind| -> Value {
        let lines = pack.region.lines.iter().filter(|line| line.kind == kind);
        lines.map(|line| json!([line.number, line.name, line.hours])).collect()
    };
    HELP_KINDS.iter().map(|(word, kind)| ((*word).to_owned(), of(*kind))).collect()
}

/// Exercises and their catalogues; nothing where there are none.
fn write_exercises(report: &Report, folder: &Path) -> io::Result<()> {
    let (mut exercises, mut catalogues) = (Map::new(), Map::new());
    for pack in &report.exercises {
        let tag = pack.locale.tag();
        let name = named(folder, &pack.exercise.id, tag, pack.encode())?;
        put(&mut exercises, &pack.exercise.id, tag, name);
    }
    for locale in Locale::ALL {
        let of = report.exercises.iter().filter(|pack| pack.locale == locale);
        let listings: Vec<Listing> =
            of.filter_map(|pack| Listing::of(&pack.exercise, &pack.text.forms)).collect();
        if !listings.is_empty() {
            let tag = locale.tag();
            let name = named(folder, "catalogue", tag, Catalogue::new(locale, listings).encode())?;
            catalogues.insert(tag.to_owned(), json!(name));
        }
    }
    let (mut probes, mut knowledge) = (Map::new(), Map::new());
    for pack in &report.probes {
        let tag = pack.locale.tag();
        let name = named(folder, &format!("{}.probes", pack.exercise), tag, pack.encode())?;
        put(&mut probes, &pack.exercise, tag, name);
    }
    for Known { stage, pack } in &report.knowledge {
        let (tag, stage) = (pack.locale.tag(), stage.to_string());
        let name = named(folder, &format!("knowledge-{}", stage.to_lowercase()), tag, pack.encode())?;
        put(&mut knowledge, &stage, tag, name);
    }
    if !exercises.is_empty() {
        let index = json!({
            "titles": titles(report), "catalogue": catalogues, "exercises": exercises, "first": first(report),
            "probes": probes, "knowledge": knowledge,
        });
        fs::write(folder.join("exercises.json"), format!("{index:#}\n"))?;
    }
    Ok(())
}

/// Exercise → locale → its name, as the oldest students read it: for people who count and do not practise.
fn titles(report: &Report) -> Value {
    let mut titles = Map::new();
    for pack in &report.exercises {
        let forms = pack.exercise.forms.iter().zip(&pack.text.forms);
        if let Some((_, text)) = forms.max_by_key(|(form, _)| form.variant) {
            put(&mut titles, &pack.exercise.id, pack.locale.tag(), text.title.clone());
        }
    }
    Value::Object(titles)
}

/// Family lessons and their catalogues; nothing where there are none.
fn write_lessons(report: &Report, folder: &Path) -> io::Result<()> {
    let (mut lessons, mut catalogues) = (Map::new(), Map::new());
    for pack in &report.lessons {
        let tag = pack.locale.tag();
        put(&mut lessons, &pack.exercise.id, tag, named(folder, &pack.exercise.id, tag, pack.encode())?);
    }
    // The page of lessons has these packs besides, so that nothing is asked for when two sit down.
    for pack in &report.exercises {
        if pack.exercise.training().is_some_and(|training| training.together) && !lessons.is_empty() {
            let tag = pack.locale.tag();
            put(&mut lessons, &pack.exercise.id, tag, named(folder, &pack.exercise.id, tag, pack.encode())?);
        }
    }
    for locale in Locale::ALL {
        let of = report.lessons.iter().filter(|pack| pack.locale == locale);
        let listings: Vec<LessonListing> =
            of.filter_map(|pack| LessonListing::of(&pack.exercise, &pack.text.forms)).collect();
        let practised = report.exercises.iter().filter(|pack| pack.locale == locale);
        let together = practised.filter_map(|pack| Together::of(&pack.exercise, &pack.text.forms)).collect();
        if !listings.is_empty() {
            let tag = locale.tag();
            let name = named(folder, "family", tag, Lessons::new(locale, listings, together).encode())?;
            catalogues.insert(tag.to_owned(), json!(name));
        }
    }
    if lessons.is_empty() {
        return Ok(());
    }
    let first = report.lessons.iter().map(|pack| &pack.exercise);
    let first = first.filter(|one| one.lesson().is_some_and(|lesson| lesson.first));
    let mut first: Vec<&str> = first.map(|one| one.id.as_str()).collect();
    first.dedup();
    let index = json!({ "catalogue": catalogues, "exercises": lessons, "first": first });
    fs::write(folder.join("family.json"), format!("{index:#}\n"))
}

/// What is at hand in the worst moments is loaded first, and what calms before all.
fn first(report: &Report) -> Vec<&str> {
    let all = report.exercises.iter().map(|pack| &pack.exercise);
    let all = all.filter_map(|one| Some((one.training()?, one.id.as_str())));
    let urgent = all.filter(|(one, _)| one.after_urgent || one.calm);
    let mut first: Vec<(bool, &str)> = urgent.map(|(one, id)| (!one.calm, id)).collect();
    first.sort_unstable();
    first.dedup();
    first.into_iter().map(|(_, id)| id).collect()
}

/// `what` → `tag` → `name`.
fn put(into: &mut Map<String, Value>, what: &str, tag: &str, name: String) {
    let locales = into.entry(what.to_owned()).or_insert_with(|| json!({}));
    if let Some(locales) = locales.as_object_mut() {
        locales.insert(tag.to_owned(), json!(name));
    }
}

/// Writes a pack under a name with its hash.
fn named(folder: &Path, id: &str, tag: &str, bytes: Result<Vec<u8>, PackError>) -> io::Result<String> {
    let bytes = bytes.map_err(odd)?;
    let hash = short(&Sha256::digest(&bytes));
    let name = format!("{id}.{tag}.{hash}.pack");
    fs::write(folder.join(&name), &bytes)?;
    Ok(name)
}

fn plain_help(pack: &Pack, page: Option<&PageTexts>) -> Value {
    let lines = pack.region.lines.iter().filter(|line| line.kind != HelpKind::Rights);
    let lines: Vec<Value> =
        lines.map(|line| json!({ "number": line.number, "name": line.name, "hours": line.hours })).collect();
    json!({ "title": help_title(pack), "need": pack.texts.get(Key::HelpButton), "lines": lines, "page": page })
}
