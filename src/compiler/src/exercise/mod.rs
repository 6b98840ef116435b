//! `exercises/<id>/` and `family/<id>/`: the folder, the top of its data, and everything that is looked at beside it.
//! What only one of the two rooms has stands in `training` and in `lesson`.

mod asked;
mod cases;
mod evidence;
mod graph;
mod guide;
mod knowledge;
mod lay_out;
mod lesson;
mod probes;
mod raw;
mod room;
mod self_check;
mod skeleton;
mod text;
mod times;
mod tone;
mod training;

pub use guide::Guide;
pub use knowledge::Known;
pub use lesson::coverage;
pub use times::Minutes;

use crate::{
    finding::{Code, Log},
    reader::{At, Doc, Table},
    words::{self, RELEASES, is_id, unique},
};
use qinghe_content::{
    Locale, Release,
    asked::ProbePack,
    exercise::{Exercise, ExercisePack, ExerciseText, FORMAT, Form, Variant, structure},
};
use raw::{RawEntry, RawStep};
use room::Room;
use std::path::Path;

pub(crate) use tone::Tone;

/// Longest exercise, in minutes (a lesson of half an hour).
const MOST_MINUTES: u8 = 30;
/// Most steps of one exercise.
const MOST_STEPS: usize = 200;

/// One exercise, with what only authors need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadExercise {
    /// What the run time uses.
    pub exercise: Exercise,
    /// Its wording, in the order of [`Locale::ALL`]; `None` where it has a fault.
    pub text: Vec<Option<ExerciseText>>,
    /// Who signed it off, or what is open.
    pub sign_off: String,
    /// How long each entry of each form takes, beside [`Exercise::forms`] and their entries, in Chinese.
    pub minutes: Vec<Vec<Minutes>>,
    /// Its bank, in every locale in which it has no fault; none where it has none yet.
    pub probes: Vec<ProbePack>,
}

impl ReadExercise {
    /// The wording in one locale.
    #[must_use]
    pub fn text(&self, locale: Locale) -> Option<&ExerciseText> {
        self.text.get(words::locale_index(locale))?.as_ref()
    }

    /// Its pack in one locale; `None` where its wording has a fault.
    #[must_use]
    pub fn pack(&self, locale: Locale) -> Option<ExercisePack> {
        Some(ExercisePack {
            format: FORMAT,
            locale,
            structure: structure(&self.exercise).ok()?,
            exercise: self.exercise.clone(),
            text: self.text(locale)?.clone(),
        })
    }

    /// Its packs in every locale.
    pub(crate) fn packs(&self) -> Vec<ExercisePack> {
        Locale::ALL.iter().filter_map(|locale| self.pack(*locale)).collect()
    }
}

/// Reads what families read without a lesson.
pub(crate) fn read_guides(log: &Log, root: &Path) -> Vec<Guide> {
    guide::read_all(log, root)
}

/// Reads every folder of `exercises/`.
pub(crate) fn read_all(log: &Log, root: &Path) -> Vec<ReadExercise> {
    let folders = room_of(log, root, Room::Exercises);
    if folders.is_empty() {
        return Vec::new();
    }
    let tone = tone::read(log, root, &Room::Exercises.forbidden());
    let mut all = every(log, root, Room::Exercises, &folders, &tone);
    training::together(log, &all);
    for (read, _) in &mut all {
        read.probes = probes::read(log, root, read, &tone);
    }
    all.into_iter().map(|(read, _)| read).collect()
}

/// Reads every folder of `family/`.
pub(crate) fn read_family(log: &Log, root: &Path) -> Vec<ReadExercise> {
    let folders = room_of(log, root, Room::Family);
    if folders.is_empty() {
        return Vec::new();
    }
    let tone = family_tone(log, root);
    let all = every(log, root, Room::Family, &folders, &tone);
    let all: Vec<ReadExercise> = all.into_iter().map(|(read, _)| read).collect();
    lesson::together(log, &all);
    all
}

/// Words that nobody reads in the family's room.
pub(crate) fn family_tone(log: &Log, root: &Path) -> Tone {
    tone::read(log, root, &Room::Family.forbidden())
}

fn room_of(log: &Log, root: &Path, room: Room) -> Vec<String> {
    crate::entries(log, root, room.folder(), |path| path.is_dir().then(|| crate::name(path)))
}

fn every(log: &Log, root: &Path, room: Room, folders: &[String], tone: &Tone) -> Vec<(ReadExercise, Doc)> {
    folders.iter().filter_map(|folder| read(log, root, room, folder, tone)).collect()
}

/// Reads every folder of `knowledge/`; the words that nobody reads are those of exercises.
pub(crate) fn read_knowledge(log: &Log, root: &Path) -> Vec<Known> {
    if !root.join("knowledge").is_dir() {
        return Vec::new();
    }
    knowledge::read_all(log, root, &tone::read(log, root, &Room::Exercises.forbidden()))
}

fn read(log: &Log, root: &Path, room: Room, folder: &str, tone: &Tone) -> Option<(ReadExercise, Doc)> {
    let path = |file: &str| format!("{}/{folder}/{file}", room.folder());
    let doc = Doc::open(log, root, &path(room.file()));
    let cases = Doc::open(log, root, &path("cases.toml"));
    let texts: Vec<Option<Doc>> = Locale::ALL
        .iter()
        .map(|locale| Doc::open(log, root, &path(&format!("text/{}.toml", locale.tag()))))
        .collect();
    let evidence = evidence::read(log, root, &path("evidence.md"));
    let doc = doc?;
    let of = Folder { room, name: folder, evidence };
    let read = content(log, &of, &doc, &texts, tone)?;
    if let (Some(cases), Some(pack)) = (cases, read.packs().into_iter().next())
        && pack.encode().is_ok()
    {
        cases::run(cases.top(log), pack);
    }
    Some((read, doc))
}

/// A folder: where it stands, what it is called, and the grade that its `evidence.md` gives.
struct Folder<'a> {
    room: Room,
    name: &'a str,
    evidence: Option<u8>,
}

fn content(
    log: &Log,
    folder: &Folder<'_>,
    doc: &Doc,
    texts: &[Option<Doc>],
    tone: &Tone,
) -> Option<ReadExercise> {
    let (exercise, steps, sign_off) = definition(&doc.top(log), folder)?;
    let mut read =
        ReadExercise { exercise, text: Vec::new(), sign_off, minutes: Vec::new(), probes: Vec::new() };
    for (locale, text) in Locale::ALL.iter().zip(texts) {
        let wording = text.as_ref().and_then(|text| {
            let wording = text::read(text.top(log), &read.exercise, &steps, *locale, tone)?;
            tone::reading(&text.top(log).at, &read.exercise, &wording, *locale);
            folder.room.wording(&text.top(log).at, &read.exercise, &wording, *locale);
            Some(wording)
        });
        read.text.push(wording);
    }
    times::check(&doc.top(log).at, &mut read);
    Some(read)
}

fn definition<'a>(top: &Table<'a>, folder: &Folder<'_>) -> Option<(Exercise, Vec<RawStep<'a>>, String)> {
    let id = words::named_id(top, folder.name);
    let version = words::version(top);
    let release: Option<Release> = top.word("release", RELEASES);
    let grade = top.whole::<u8>("evidence");
    if let Some(grade) = &grade {
        evidence::same(grade, folder.evidence);
    }
    let sign_off = top.filled("sign_off", Code::Source, "Say who signed it off, or write `open: …`.");
    let variants = letters(top, "variants", folder.room.variants());
    let own = folder.room.own(top, folder.name);
    let entries: Vec<RawEntry<'_>> = top.tables("entry").into_iter().filter_map(raw::entry).collect();
    let steps: Vec<RawStep<'a>> = top.tables("step").into_iter().filter_map(raw::step).collect();
    unique(&top.at, "step", steps.iter().map(|step| step.id.as_str()));
    unique(&top.at, "entry", entries.iter().map(|entry| entry.id.as_str()));
    if steps.len() > MOST_STEPS {
        let help = format!("Give at most {MOST_STEPS}; nobody gets through more.");
        top.at.say(Code::TooMany, format!("{} steps", steps.len()), &help);
        return None;
    }
    // The fields are all asked for by now; what remains is a misspelling.
    top.unknown();
    let variants = variants?;
    let lay_out = |one: &Variant| {
        lay_out::form(*one, own.with_adult.contains(one), own.not_for.clone(), &entries, &steps)
    };
    let forms: Vec<Option<Form>> = variants.iter().map(lay_out).collect();
    for form in forms.iter().flatten() {
        graph::check(&top.at, form);
        folder.room.form(&top.at, form);
    }
    let exercise = Exercise {
        id: id?,
        version: version?,
        release: release?,
        evidence: grade?.value,
        purpose: own.purpose?,
        forms: forms.into_iter().collect::<Option<_>>()?,
    };
    Some((exercise, steps, sign_off?.value.to_owned()))
}

/// A text whose letters are variants, youngest first: `"PJS"`.
fn letters(top: &Table<'_>, name: &str, of: &[Variant]) -> Option<Vec<Variant>> {
    let found = top.text(name)?;
    let all = variants_of(&found.at, found.value)?;
    let known: String = of.iter().map(|variant| variant.letter()).collect();
    if all.is_empty() {
        found.say(Code::MissingField, format!("`{name}` is empty"), &format!("Write some of: {known}."));
        return None;
    }
    if !all.iter().all(|variant| of.contains(variant)) {
        let what = format!("`{}` names a variant that this room does not have", found.value);
        found.say(Code::UnknownWord, what, &format!("Write some of: {known}."));
        return None;
    }
    Some(all)
}

/// The variants that letters stand for; `None` when one of them is no letter of a variant.
pub(super) fn variants_of(at: &At<'_>, text: &str) -> Option<Vec<Variant>> {
    let known = |letter: char| Variant::ALL.into_iter().find(|variant| variant.letter() == letter);
    let all: Option<Vec<Variant>> = text.chars().map(known).collect();
    let ascending = all.as_ref().is_some_and(|all| all.windows(2).all(|two| two.first() < two.last()));
    if !ascending {
        let what = format!("`{text}` is no list of variants");
        at.say(
            Code::UnknownWord,
            what,
            "Write some of the letters pPJS (in family lessons A), each once and in this order.",
        );
        return None;
    }
    all
}

fn ids(top: &Table<'_>, name: &str) -> Vec<String> {
    let Some(found) = top.find(name).and_then(|field| field.texts()) else { return Vec::new() };
    let all: Vec<String> =
        found.value.iter().filter(|one| is_id(one)).map(|one| one.value.to_owned()).collect();
    unique(&found.at, name, all.iter().map(String::as_str));
    all
}

fn minutes_ok(minutes: u8) -> bool {
    (1..=MOST_MINUTES).contains(&minutes)
}
