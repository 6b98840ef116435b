//! Packs as files. The same data gives the same bytes and names.

use crate::{
    Guide, Known, Report, help_title,
    locale::{BACK, PageTexts},
    words::HELP_KINDS,
};
use qinghe_content::{
    HelpKind, Key, Locale, Pack, PackError,
    exercise::{Catalogue, ExercisePack, LessonListing, Lessons, Listing, Together},
};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, fs, io, path::Path};

/// Writes `<battery>.<locale>.<hash>.pack` for every pack (one hash for all locales of a battery), `packs.json` (battery → locale → pack and the text
/// packs that it needs), the same of exercises with `exercises.json` (catalogue, exercises, their banks and core knowledge: each
/// id → locale → pack) and of family lessons with `family.json`, `pinyin.json` (character or word → syllables, for texts that children read), and `help.json` (locale → title and lines of the first battery's region, texts of the
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
    for (nth, locale) in Locale::MADE.iter().enumerate().filter(|_| !report.guides.is_empty()) {
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

/// Packs of one kind on their way to be files: by id, the bytes of every locale.
struct Files<'a> {
    folder: &'a Path,
    all: BTreeMap<String, BTreeMap<&'static str, Vec<u8>>>,
}

impl Files<'_> {
    fn of(folder: &Path) -> Files<'_> {
        Files { folder, all: BTreeMap::new() }
    }

    fn add(&mut self, id: &str, locale: Locale, bytes: Result<Vec<u8>, PackError>) -> io::Result<()> {
        self.all.entry(id.to_owned()).or_default().insert(locale.tag(), bytes.map_err(odd)?);
        Ok(())
    }

    /// Writes them; gives id → locale → name. The locales of a pack share one hash, so that a script that knows it finds them all.
    fn write(self) -> io::Result<Map<String, Value>> {
        let mut index = Map::new();
        for (id, own) in self.all {
            let hash = own.values().fold(Sha256::new(), |sum, bytes| sum.chain_update(bytes));
            let hash = short(&hash.finalize());
            let mut names = Map::new();
            for (tag, bytes) in own {
                let name = format!("{id}.{tag}.{hash}.pack");
                fs::write(self.folder.join(&name), &bytes)?;
                names.insert(tag.to_owned(), json!(name));
            }
            index.insert(id, Value::Object(names));
        }
        Ok(index)
    }
}

/// Exercises and their catalogues; nothing where there are none.
fn write_exercises(report: &Report, folder: &Path) -> io::Result<()> {
    if report.exercises.is_empty() {
        return Ok(());
    }
    let new = || Files::of(folder);
    let (mut exercises, mut catalogues, mut probes, mut knowledge) = (new(), new(), new(), new());
    for pack in &report.exercises {
        exercises.add(&pack.exercise.id, pack.locale, pack.encode())?;
    }
    for locale in Locale::MADE {
        let of = report.exercises.iter().filter(|pack| pack.locale == locale);
        let listings: Vec<Listing> =
            of.filter_map(|pack| Listing::of(&pack.exercise, &pack.text.forms)).collect();
        if !listings.is_empty() {
            catalogues.add("catalogue", locale, Catalogue::new(locale, listings).encode())?;
        }
    }
    for pack in &report.probes {
        probes.add(&format!("{}.probes", pack.exercise), pack.locale, pack.encode())?;
    }
    for Known { stage, pack } in &report.knowledge {
        knowledge.add(&format!("knowledge-{}", stage.to_lowercase()), pack.locale, pack.encode())?;
    }
    let index = json!({
        "titles": titles(report), "catalogue": catalogues.write()?, "exercises": exercises.write()?,
        "first": first(report), "probes": probes.write()?, "knowledge": knowledge.write()?,
    });
    fs::write(folder.join("exercises.json"), format!("{index:#}\n"))
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
    if report.lessons.is_empty() {
        return Ok(());
    }
    let (mut lessons, mut catalogues) = (Files::of(folder), Files::of(folder));
    // The page of lessons has what two do together besides, so that nothing is asked for when they sit down.
    let together = |pack: &&ExercisePack| pack.exercise.training().is_some_and(|training| training.together);
    for pack in report.lessons.iter().chain(report.exercises.iter().filter(together)) {
        lessons.add(&pack.exercise.id, pack.locale, pack.encode())?;
    }
    for locale in Locale::MADE {
        let of = report.lessons.iter().filter(|pack| pack.locale == locale);
        let listings: Vec<LessonListing> =
            of.filter_map(|pack| LessonListing::of(&pack.exercise, &pack.text.forms)).collect();
        let practised = report.exercises.iter().filter(|pack| pack.locale == locale);
        let together = practised.filter_map(|pack| Together::of(&pack.exercise, &pack.text.forms)).collect();
        if !listings.is_empty() {
            catalogues.add("family", locale, Lessons::new(locale, listings, together).encode())?;
        }
    }
    let first = report.lessons.iter().map(|pack| &pack.exercise);
    let first = first.filter(|one| one.lesson().is_some_and(|lesson| lesson.first));
    let mut first: Vec<&str> = first.map(|one| one.id.as_str()).collect();
    first.sort_unstable();
    first.dedup();
    let index = json!({ "catalogue": catalogues.write()?, "exercises": lessons.write()?, "first": first });
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

fn plain_help(pack: &Pack, page: Option<&PageTexts>) -> Value {
    let lines = pack.region.lines.iter().filter(|line| line.kind != HelpKind::Rights);
    let lines: Vec<Value> =
        lines.map(|line| json!({ "number": line.number, "name": line.name, "hours": line.hours })).collect();
    let mut page = page.cloned();
    let back = page.as_mut().and_then(|texts| texts.remove(BACK));
    let need = pack.texts.get(Key::HelpButton);
    json!({ "title": help_title(pack), "need": need, "lines": lines, "page": page, "back": back })
}
