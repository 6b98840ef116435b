//! `knowledge/<topic>/`: core knowledge (核心知识), twenty topics for three stages.

use super::{
    Tone,
    asked::{self, RawItem, Worded},
    evidence::STATES,
    text::{Ear, PerVariant, named_locale, pick},
    tone::{self, count},
};
use crate::{
    finding::{Code, Log},
    reader::{At, Doc, Table},
    words::{self, RELEASES, unique},
};
use qinghe_content::{
    Locale, Release,
    asked::{Asked, FORMAT, KnowledgePack, Topic},
    exercise::Variant,
};
use std::{collections::BTreeSet, path::Path};

/// Ids of the topics, by number from 1 (design note C5).
const TOPICS: [&str; 20] = [
    "body-and-mind",
    "feelings-pass",
    "stress-curve",
    "sleep",
    "movement",
    "two-weeks",
    "anxiety",
    "seeking-help",
    "who-helps",
    "confidentiality",
    "help-lines",
    "warning-signs",
    "asking-helps",
    "self-harm",
    "bullying",
    "body-safety",
    "online",
    "rumours",
    "medicine",
    "screening",
];
/// Stages, with the most characters of a lesson: one screen.
const STAGES: [(Variant, &str, usize); 3] =
    [(Variant::Primary, "P", 160), (Variant::Junior, "J", 220), (Variant::Senior, "S", 280)];
/// Parallel forms.
const FORMS: [&str; 3] = ["A", "B", "C"];

/// One topic in every locale without a fault.
struct ReadTopic {
    number: u8,
    /// In the order of [`Locale::ALL`], and in it by stage.
    by_locale: Vec<Option<Vec<Topic>>>,
}

/// The packs of every stage and locale for which there is something.
pub(super) fn read_all(log: &Log, root: &Path, tone: &Tone) -> Vec<KnowledgePack> {
    let folders = crate::entries(log, root, "knowledge", |path| path.is_dir().then(|| crate::name(path)));
    let mut topics: Vec<ReadTopic> =
        folders.iter().filter_map(|folder| topic(log, root, folder, tone)).collect();
    topics.sort_by_key(|topic| topic.number);
    let missing: Vec<&str> =
        TOPICS.iter().filter(|id| folders.iter().all(|one| one != *id)).copied().collect();
    if !missing.is_empty() {
        let what = format!("{} of 20 topics are missing", missing.len());
        log.file(Code::NoTopic, "knowledge", what, &format!("Still to be written: {}.", missing.join(", ")));
    }
    let mut packs = Vec::new();
    for (nth, locale) in Locale::ALL.iter().enumerate() {
        for (stage, (variant, ..)) in STAGES.iter().enumerate() {
            let of = |topic: &ReadTopic| topic.by_locale.get(nth)?.as_ref()?.get(stage).cloned();
            let topics: Vec<Topic> = topics.iter().filter_map(of).collect();
            whole_forms(log, &topics, variant.letter());
            if !topics.is_empty() {
                packs.push(KnowledgePack { format: FORMAT, locale: *locale, stage: *variant, topics });
            }
        }
    }
    packs
}

/// A whole form is a list that somebody answers from top to bottom.
fn whole_forms(log: &Log, topics: &[Topic], letter: char) {
    if topics.len() < TOPICS.len() {
        return;
    }
    for (form, name) in FORMS.iter().enumerate() {
        let list: Vec<Asked> = topics.iter().filter_map(|topic| topic.forms.get(form).cloned()).collect();
        log.at("knowledge", |at| asked::balance(at, &format!("stage {letter}, form {name}"), &list));
    }
}

/// Stage and form of an item, by position.
type Place = (usize, usize);

fn topic(log: &Log, root: &Path, folder: &str, tone: &Tone) -> Option<ReadTopic> {
    let path = |file: &str| format!("knowledge/{folder}/{file}");
    let doc = Doc::open(log, root, &path("topic.toml"));
    let texts: Vec<Option<Doc>> = Locale::ALL
        .iter()
        .map(|locale| Doc::open(log, root, &path(&format!("text/{}.toml", locale.tag()))))
        .collect();
    let doc = doc?;
    let (number, items) = definition(&doc.top(log), folder)?;
    let by_locale = Locale::ALL.iter().zip(&texts).map(|(locale, text)| {
        let text = text.as_ref()?.top(log);
        wording(&text, folder, number, &items, Ear { tone, locale: *locale })
    });
    Some(ReadTopic { number, by_locale: by_locale.collect() })
}

fn definition(top: &Table<'_>, folder: &str) -> Option<(u8, Vec<(Place, RawItem)>)> {
    let id = words::named_id(top, folder);
    let number = top.whole::<u8>("number");
    let (version, release): (_, Option<Release>) = (words::version(top), top.word("release", RELEASES));
    sources(top);
    let sign_off = top.filled("sign_off", Code::Source, "Say who signed it off, or write `open: …`.");
    let item = |table: &Table<'_>| {
        let item = asked::raw(table);
        let stages: Vec<(&str, usize)> =
            STAGES.iter().enumerate().map(|(nth, (_, letter, _))| (*letter, nth)).collect();
        let forms: Vec<(&str, usize)> = FORMS.iter().enumerate().map(|(nth, form)| (*form, nth)).collect();
        let (stage, form) = (table.word("stage", &stages), table.word("form", &forms));
        table.unknown();
        let (stage, form) = (stage?, form?);
        let only = STAGES.get(stage).map(|(variant, ..)| vec![*variant]);
        Some(((stage, form), RawItem { only, ..item? }))
    };
    let items: Vec<(Place, RawItem)> = top.tables("item").iter().filter_map(item).collect();
    top.unknown();
    unique(&top.at, "item", items.iter().map(|(_, item)| item.id.as_str()));
    let number = number?;
    let known = usize::from(number.value).checked_sub(1).and_then(|nth| TOPICS.get(nth));
    if known != Some(&folder) {
        let help = "docs/knowledge.md lists the topics with their numbers.";
        number.say(Code::Topic, format!("topic {} is not `{folder}`", number.value), help);
        return None;
    }
    each_once(&top.at, &items).then_some(())?;
    id.zip(version).zip(release).zip(sign_off)?;
    Some((number.value, items))
}

fn each_once(at: &At<'_>, items: &[(Place, RawItem)]) -> bool {
    let mut whole = true;
    for (stage, (_, letter, _)) in STAGES.iter().enumerate() {
        for (form, name) in FORMS.iter().enumerate() {
            let found = items.iter().filter(|(place, _)| *place == (stage, form)).count();
            if found != 1 {
                whole = false;
                let what = format!("{found} items for stage {letter}, form {name}");
                at.say(Code::Topic, what, "Write exactly one: the forms ask the same idea in other words.");
            }
        }
    }
    whole
}

fn sources(top: &Table<'_>) {
    let Some(found) = top.texts("sources") else { return };
    if found.value.is_empty() {
        found.say(Code::Source, "no source".to_owned(), "Name at least one.");
    }
    for one in found.value.iter().filter(|one| !STATES.iter().any(|state| one.value.ends_with(state))) {
        let help = format!("End it with one of: {}.", STATES.join(", "));
        one.say(Code::Source, "a source that does not say whether it was read".to_owned(), &help);
    }
}

fn wording(
    top: &Table<'_>,
    folder: &str,
    number: u8,
    items: &[(Place, RawItem)],
    ear: Ear<'_>,
) -> Option<Vec<Topic>> {
    named_locale(top, ear.locale);
    let all: Vec<Variant> = STAGES.iter().map(|(variant, ..)| *variant).collect();
    let (title, lesson) = (ear.one(top, "title", &all), ear.one(top, "lesson", &all));
    let words = asked::worded(ear, top, || items.iter().map(|(_, item)| item), &all);
    top.unknown();
    let (title, lesson, words): (PerVariant, PerVariant, Vec<Worded>) = (title?, lesson?, words?);
    let mut topics = Vec::new();
    let mut every = Vec::new();
    for (stage, (variant, letter, most)) in STAGES.iter().enumerate() {
        let lesson = pick(&lesson, *variant);
        let length = count(&lesson);
        if ear.locale == Locale::ZhHans && length > *most {
            let what = format!("the lesson for {letter} has {length} characters");
            top.at.say(Code::Reading, what, &format!("Keep to one screen: at most {most}."));
        }
        let mut forms: Vec<(usize, Asked)> = Vec::new();
        for ((place, item), words) in items.iter().zip(&words).filter(|((place, _), _)| place.0 == stage) {
            let one = asked::of_variant([item], std::slice::from_ref(words), *variant);
            forms.extend(one.into_iter().map(|asked| (place.1, asked)));
        }
        forms.sort_by_key(|(form, _)| *form);
        let forms: Vec<Asked> = forms.into_iter().map(|(_, asked)| asked).collect();
        asked::repeated(&top.at, &forms, &BTreeSet::new());
        let mut measure = asked::measure(&forms);
        measure.add(&lesson);
        tone::level(&top.at, *variant, &measure, ear.locale);
        every.extend(forms.iter().cloned());
        topics.push(Topic { number, id: folder.to_owned(), title: pick(&title, *variant), lesson, forms });
    }
    asked::balance(&top.at, "the topic", &every);
    Some(topics)
}
