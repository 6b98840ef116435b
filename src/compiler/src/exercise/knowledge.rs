//! `knowledge/<topic>/`: core knowledge (核心知识): twenty topics for three stages, and four for university alone.

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
use std::{collections::BTreeSet, ops::RangeInclusive, path::Path};

/// Core knowledge of one stage in one locale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// `P`, `J`, `S`, or `U` for university.
    pub stage: char,
    /// What is read and asked. University reads the words of `S`.
    pub pack: KnowledgePack,
}

/// Ids of the topics, by number from 1 (design note C5).
const TOPICS: [&str; 24] = [
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
    "intimacy",
    "consent",
    "hard-to-stop",
    "job-stress",
];

/// Whom an item is written for.
struct Group {
    letter: &'static str,
    reads: Variant,
    /// Most characters of a lesson: one screen.
    most: usize,
    /// Topics written for it, by number.
    topics: RangeInclusive<u8>,
}

const GROUPS: [Group; 4] = [
    Group { letter: "P", reads: Variant::Primary, most: 160, topics: 1..=20 },
    Group { letter: "J", reads: Variant::Junior, most: 220, topics: 1..=20 },
    Group { letter: "S", reads: Variant::Senior, most: 280, topics: 1..=20 },
    Group { letter: "U", reads: Variant::Senior, most: 280, topics: 21..=24 },
];

/// Stages, each with the groups whose topics it is asked.
const STAGES: [(char, Variant, &[usize]); 4] = [
    ('P', Variant::Primary, &[0]),
    ('J', Variant::Junior, &[1]),
    ('S', Variant::Senior, &[2]),
    ('U', Variant::Senior, &[2, 3]),
];
/// Parallel forms.
const FORMS: [&str; 3] = ["A", "B", "C"];

/// One topic in every locale without a fault.
struct ReadTopic {
    number: u8,
    /// In the order of [`Locale::ALL`], and in it by group.
    by_locale: Vec<Option<Vec<(usize, Topic)>>>,
}

/// The packs of every stage and locale for which there is something.
pub(super) fn read_all(log: &Log, root: &Path, tone: &Tone) -> Vec<Known> {
    let folders = crate::entries(log, root, "knowledge", |path| path.is_dir().then(|| crate::name(path)));
    let mut topics: Vec<ReadTopic> =
        folders.iter().filter_map(|folder| topic(log, root, folder, tone)).collect();
    topics.sort_by_key(|topic| topic.number);
    let missing: Vec<&str> =
        TOPICS.iter().filter(|id| folders.iter().all(|one| one != *id)).copied().collect();
    if !missing.is_empty() {
        let what = format!("{} of {} topics are missing", missing.len(), TOPICS.len());
        log.file(Code::NoTopic, "knowledge", what, &format!("Still to be written: {}.", missing.join(", ")));
    }
    let mut packs = Vec::new();
    for (nth, locale) in Locale::ALL.iter().enumerate() {
        for (stage, reads, groups) in STAGES {
            let of = |topic: &ReadTopic| {
                let mut written = topic.by_locale.get(nth)?.as_ref()?.iter();
                written.find(|(group, _)| groups.contains(group)).map(|(_, topic)| topic.clone())
            };
            let topics: Vec<Topic> = topics.iter().filter_map(of).collect();
            whole_forms(log, &topics, stage, groups);
            if !topics.is_empty() {
                let pack = KnowledgePack { format: FORMAT, locale: *locale, stage: reads, topics };
                packs.push(Known { stage, pack });
            }
        }
    }
    packs
}

/// A whole form is a list that somebody answers from top to bottom.
fn whole_forms(log: &Log, topics: &[Topic], letter: char, groups: &[usize]) {
    let all = groups.iter().filter_map(|group| GROUPS.get(*group)).map(|group| group.topics.len()).sum();
    if topics.len() < all {
        return;
    }
    for (form, name) in FORMS.iter().enumerate() {
        let list: Vec<Asked> = topics.iter().filter_map(|topic| topic.forms.get(form).cloned()).collect();
        log.at("knowledge", |at| asked::balance(at, &format!("stage {letter}, form {name}"), &list));
    }
}

/// Group and form of an item, by position.
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
            GROUPS.iter().enumerate().map(|(nth, group)| (group.letter, nth)).collect();
        let forms: Vec<(&str, usize)> = FORMS.iter().enumerate().map(|(nth, form)| (*form, nth)).collect();
        let (stage, form) = (table.word("stage", &stages), table.word("form", &forms));
        table.unknown();
        let (stage, form) = (stage?, form?);
        let only = GROUPS.get(stage).map(|group| vec![group.reads]);
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
    each_once(&top.at, number.value, &items).then_some(())?;
    id.zip(version).zip(release).zip(sign_off)?;
    Some((number.value, items))
}

fn each_once(at: &At<'_>, number: u8, items: &[(Place, RawItem)]) -> bool {
    let mut whole = true;
    for (stage, group) in GROUPS.iter().enumerate() {
        let wanted = usize::from(group.topics.contains(&number));
        for (form, name) in FORMS.iter().enumerate() {
            let found = items.iter().filter(|(place, _)| *place == (stage, form)).count();
            if found != wanted {
                whole = false;
                let what = format!("{found} items for stage {}, form {name}", group.letter);
                let help = format!("Write exactly {wanted}: the forms ask the same idea in other words.");
                at.say(Code::Topic, what, &help);
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
) -> Option<Vec<(usize, Topic)>> {
    named_locale(top, ear.locale);
    let groups = || GROUPS.iter().enumerate().filter(|(_, group)| group.topics.contains(&number));
    let all: Vec<Variant> = groups().map(|(_, group)| group.reads).collect();
    let (title, lesson) = (ear.one(top, "title", &all), ear.one(top, "lesson", &all));
    let words = asked::worded(ear, top, || items.iter().map(|(_, item)| item), &all);
    top.unknown();
    let (title, lesson, words): (PerVariant, PerVariant, Vec<Worded>) = (title?, lesson?, words?);
    let mut topics = Vec::new();
    let mut every = Vec::new();
    for (nth, group) in groups() {
        let (variant, most) = (group.reads, group.most);
        let lesson = pick(&lesson, variant);
        let length = count(&lesson);
        if ear.locale == Locale::ZhHans && length > most {
            let what = format!("the lesson for {} has {length} characters", group.letter);
            top.at.say(Code::Reading, what, &format!("Keep to one screen: at most {most}."));
        }
        let mut forms: Vec<(usize, Asked)> = Vec::new();
        for ((place, item), words) in items.iter().zip(&words).filter(|((place, _), _)| place.0 == nth) {
            let one = asked::of_variant([item], std::slice::from_ref(words), variant);
            forms.extend(one.into_iter().map(|asked| (place.1, asked)));
        }
        forms.sort_by_key(|(form, _)| *form);
        let forms: Vec<Asked> = forms.into_iter().map(|(_, asked)| asked).collect();
        asked::repeated(&top.at, &forms, &BTreeSet::new());
        let mut measure = asked::measure(&forms);
        measure.add(&lesson);
        tone::level(&top.at, variant, &measure, ear.locale);
        every.extend(forms.iter().cloned());
        let (id, title) = (folder.to_owned(), pick(&title, variant));
        topics.push((nth, Topic { number, id, title, lesson, forms }));
    }
    asked::balance(&top.at, "the topic", &every);
    Some(topics)
}
