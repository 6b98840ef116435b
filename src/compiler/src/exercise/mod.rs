//! `exercises/<id>/`: the folder, the top of `exercise.toml`, and everything that is looked at beside it.

mod asked;
mod cases;
mod evidence;
mod graph;
mod guide;
mod knowledge;
mod lay_out;
mod probes;
mod raw;
mod text;
mod times;
mod tone;

pub use guide::Guide;
pub use times::Minutes;

use crate::{
    finding::{Code, Log},
    reader::{At, Doc, Found, Table},
    words::{self, RELEASES, domains, is_id, tiers, unique},
};
use qinghe_content::{
    Domain, Locale, Release,
    asked::{KnowledgePack, ProbePack},
    exercise::{Exercise, ExercisePack, ExerciseText, FORMAT, Form, Help, OfferRule, Variant, structure},
};
use raw::{RawEntry, RawStep};
use std::{collections::BTreeMap, path::Path};

pub(crate) use tone::Tone;

const HELPS: &[(&str, Help)] = &[("self", Help::Oneself), ("mutual", Help::Another)];
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
    guide::read_all(log, root, &tone::again(root))
}

/// What family lessons are called, by their code, in every locale.
pub(crate) fn lesson_titles(log: &Log, root: &Path) -> Vec<BTreeMap<String, String>> {
    guide::lessons(log, root)
}

/// Reads every folder of `exercises/`.
pub(crate) fn read_all(log: &Log, root: &Path) -> Vec<ReadExercise> {
    let folders = crate::entries(log, root, "exercises", |path| path.is_dir().then(|| crate::name(path)));
    if folders.is_empty() {
        return Vec::new();
    }
    let tone = tone::read(log, root);
    let mut all: Vec<(ReadExercise, Doc)> =
        folders.iter().filter_map(|folder| read(log, root, folder, &tone)).collect();
    together(log, &all);
    for (read, _) in &mut all {
        read.probes = probes::read(log, root, read, &tone);
    }
    all.into_iter().map(|(read, _)| read).collect()
}

/// Reads every folder of `knowledge/`; the words that nobody reads are those of exercises.
pub(crate) fn read_knowledge(log: &Log, root: &Path) -> Vec<KnowledgePack> {
    if !root.join("knowledge").is_dir() {
        return Vec::new();
    }
    knowledge::read_all(log, root, &tone::read(log, root))
}

/// What exercises say about each other.
fn together(log: &Log, all: &[(ReadExercise, Doc)]) {
    let calm: Vec<&str> = all
        .iter()
        .filter(|(read, _)| read.exercise.calm)
        .map(|(read, _)| read.exercise.id.as_str())
        .collect();
    if calm.len() != 1 {
        let what = format!("{} exercises say `calm = true`", calm.len());
        log.file(Code::Calm, "exercises", what, "Write it in the one that is played when another did harm.");
    }
    for (read, doc) in all {
        let top = doc.top(log);
        let (Some(instead), Some(id)) = (top.text_opt("instead"), &read.exercise.instead) else { continue };
        let other = all.iter().find(|(other, _)| other.exercise.id == *id);
        let Some((other, _)) = other else {
            instead.say(
                Code::UnknownReference,
                format!("there is no exercise `{id}`"),
                "Name another folder.",
            );
            continue;
        };
        let fits = |form: &Form| other.exercise.form(form.variant).is_some();
        if id == &read.exercise.id || !read.exercise.forms.iter().all(fits) {
            let what = format!("`{id}` is not there for everybody who reads this");
            instead.say(Code::NotFor, what, "Name another exercise that has every variant of this one.");
        }
    }
}

fn read(log: &Log, root: &Path, folder: &str, tone: &Tone) -> Option<(ReadExercise, Doc)> {
    let path = |file: &str| format!("exercises/{folder}/{file}");
    let doc = Doc::open(log, root, &path("exercise.toml"));
    let cases = Doc::open(log, root, &path("cases.toml"));
    let texts: Vec<Option<Doc>> = Locale::ALL
        .iter()
        .map(|locale| Doc::open(log, root, &path(&format!("text/{}.toml", locale.tag()))))
        .collect();
    let evidence = evidence::read(log, root, folder);
    let doc = doc?;
    let read = content(log, folder, &doc, &texts, evidence, tone)?;
    if let (Some(cases), Some(pack)) = (cases, read.packs().into_iter().next())
        && pack.encode().is_ok()
    {
        cases::run(cases.top(log), pack);
    }
    Some((read, doc))
}

fn content(
    log: &Log,
    folder: &str,
    doc: &Doc,
    texts: &[Option<Doc>],
    evidence: Option<u8>,
    tone: &Tone,
) -> Option<ReadExercise> {
    let (exercise, steps, sign_off) = definition(&doc.top(log), folder, evidence)?;
    let mut read =
        ReadExercise { exercise, text: Vec::new(), sign_off, minutes: Vec::new(), probes: Vec::new() };
    for (locale, text) in Locale::ALL.iter().zip(texts) {
        let wording = text.as_ref().and_then(|text| {
            let wording = text::read(text.top(log), &read.exercise, &steps, *locale, tone)?;
            tone::reading(&text.top(log).at, &read.exercise, &wording, *locale);
            Some(wording)
        });
        read.text.push(wording);
    }
    times::check(&doc.top(log).at, &mut read);
    Some(read)
}

fn definition<'a>(
    top: &Table<'a>,
    folder: &str,
    evidence: Option<u8>,
) -> Option<(Exercise, Vec<RawStep<'a>>, String)> {
    let id = words::named_id(top, folder);
    let version = words::version(top);
    let release: Option<Release> = top.word("release", RELEASES);
    let help = top.word("helps", HELPS);
    let about = domain_list(top);
    let grade = top.whole::<u8>("evidence");
    if let Some(grade) = &grade {
        evidence::same(grade, evidence);
    }
    let sign_off = top.filled("sign_off", Code::Source, "Say who signed it off, or write `open: …`.");
    let (variants, adult) = (letters(top, "variants"), letters_opt(top, "with_adult"));
    let (not_for, instead) = turned_away(top);
    let leaves = !top.yes("private");
    let (after_urgent, calm) = (top.yes("after_urgent"), top.yes("calm"));
    if leaves {
        nothing_sensitive(top, &about);
    }
    let offers: Vec<OfferRule> = top.tables_opt("offer").into_iter().filter_map(offer).collect();
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
    let lay_out = |one: &Variant| lay_out::form(*one, adult.contains(one), not_for.clone(), &entries, &steps);
    let forms: Vec<Option<Form>> = variants.iter().map(lay_out).collect();
    for form in forms.iter().flatten() {
        graph::check(&top.at, form);
    }
    let exercise = Exercise {
        id: id?,
        version: version?,
        release: release?,
        help: help?,
        domains: about?,
        evidence: grade?.value,
        leaves,
        after_urgent,
        calm,
        instead,
        offers,
        forms: forms.into_iter().collect::<Option<_>>()?,
    };
    Some((exercise, steps, sign_off?.value.to_owned()))
}

/// For whom it is not, and what they do in its place.
fn turned_away(top: &Table<'_>) -> (Vec<String>, Option<String>) {
    let not_for = ids(top, "not_for");
    let instead = top.text_opt("instead").filter(is_id);
    if instead.is_some() == not_for.is_empty() {
        let help = "Write `not_for` and `instead` together: whoever is turned away gets something else.";
        top.at.say(Code::NotFor, "`not_for` without `instead`, or the other way round".to_owned(), help);
    }
    (not_for, instead.map(|found| found.value.to_owned()))
}

fn nothing_sensitive(top: &Table<'_>, about: &Option<Vec<Domain>>) {
    let sensitive = |domain: &Domain| matches!(domain, Domain::Grief | Domain::Safety);
    if about.iter().flatten().any(sensitive) {
        let what = "an exercise about grief or safety that is not `private`".to_owned();
        top.at.say(Code::Private, what, "Write `private = true`: that somebody does it is told to nobody.");
    }
}

fn domain_list(top: &Table<'_>) -> Option<Vec<Domain>> {
    let names = top.texts("domains")?;
    let known = domains();
    let one = |name: &Found<'_, &str>| {
        let found = known.iter().find(|(code, _)| *code == name.value).map(|(_, domain)| *domain);
        if found.is_none() {
            let all: Vec<&str> = known.iter().map(|(code, _)| *code).collect();
            let help = format!("Write some of: {}.", all.join(", "));
            name.say(Code::UnknownWord, format!("`{}` is no domain", name.value), &help);
        }
        found
    };
    names.value.iter().map(one).collect()
}

fn offer(table: Table<'_>) -> Option<OfferRule> {
    let domain = table.word("domain", &domains());
    let names = table.texts("tiers")?;
    let known = tiers();
    let mut found = Vec::new();
    for name in &names.value {
        match known.iter().find(|(code, _)| *code == name.value) {
            Some((_, tier)) => found.push(*tier),
            None => {
                name.say(
                    Code::UnknownWord,
                    format!("`{}` is no tier", name.value),
                    "Write tiers of the wire.",
                );
            }
        }
    }
    let rank = table.whole::<u8>("rank");
    table.finish();
    Some(OfferRule { domain: domain?, tiers: found, rank: rank?.value })
}

/// A text whose letters are variants, youngest first: `"PJS"`.
fn letters(top: &Table<'_>, name: &str) -> Option<Vec<Variant>> {
    let found = top.text(name)?;
    let all = variants_of(&found.at, found.value)?;
    if all.is_empty() {
        found.say(Code::MissingField, format!("`{name}` is empty"), "Write some of the letters p, P, J, S.");
        return None;
    }
    Some(all)
}

fn letters_opt(top: &Table<'_>, name: &str) -> Vec<Variant> {
    let found = top.text_opt(name);
    found.and_then(|found| variants_of(&found.at, found.value)).unwrap_or_default()
}

/// The variants that letters stand for; `None` when one of them is no letter of a variant.
pub(super) fn variants_of(at: &At<'_>, text: &str) -> Option<Vec<Variant>> {
    let known = |letter: char| Variant::ALL.into_iter().find(|variant| variant.letter() == letter);
    let all: Option<Vec<Variant>> = text.chars().map(known).collect();
    let ascending = all.as_ref().is_some_and(|all| all.windows(2).all(|two| two.first() < two.last()));
    if !ascending {
        let what = format!("`{text}` is no list of variants");
        at.say(Code::UnknownWord, what, "Write some of the letters pPJS, each once and in this order.");
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
