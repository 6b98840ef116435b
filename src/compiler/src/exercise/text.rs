//! `text/<locale>.toml`: every text for every age variant that reads it.

use super::{
    Tone,
    raw::{RawKind, RawStep},
    variants_of,
};
use crate::{
    finding::Code,
    locale,
    reader::{Any, At, Table},
};
use qinghe_content::{
    Locale,
    exercise::{Exercise, ExerciseText, Fits, FormText, StepText, Variant},
};

/// A text of each variant that reads it.
pub(super) type PerVariant = Vec<(Variant, String)>;

struct StepWords {
    text: PerVariant,
    parts: Vec<PerVariant>,
    replies: Vec<PerVariant>,
    bins: Vec<PerVariant>,
}

/// How texts are looked at while they are read, where their place is known.
#[derive(Clone, Copy)]
pub(super) struct Ear<'a> {
    pub tone: &'a Tone,
    pub locale: Locale,
}

pub(super) fn read(
    top: Table<'_>,
    exercise: &Exercise,
    steps: &[RawStep<'_>],
    locale: Locale,
    tone: &Tone,
) -> Option<ExerciseText> {
    let ear = Ear { tone, locale };
    named_locale(&top, locale);
    let all: Vec<Variant> = exercise.forms.iter().map(|form| form.variant).collect();
    let title = ear.one(&top, "title", &all);
    let summary = ear.one(&top, "summary", &all);
    let not_for = exercise.forms.first().map(|form| form.not_for.clone()).unwrap_or_default();
    let not_for = if not_for.is_empty() {
        Some(Vec::new())
    } else {
        top.table("not_for").and_then(|table| ear.list(&table, &not_for, &all, &|_| false))
    };
    let ways = exercise.forms.first().map_or(&[][..], |form| form.entries.get(1..).unwrap_or_default());
    let ways: Vec<String> = ways.iter().map(|entry| entry.id.clone()).collect();
    let ways = if ways.is_empty() {
        Some(Vec::new())
    } else {
        top.table("entry").and_then(|table| ear.list(&table, &ways, &all, &|_| false))
    };
    let words = top.table("step").and_then(|table| ear.of_steps(&table, steps, &all));
    top.finish();
    let (title, summary, not_for, ways, words) = (title?, summary?, not_for?, ways?, words?);
    let form = |variant: &Variant| FormText {
        title: pick(&title, *variant),
        summary: pick(&summary, *variant),
        not_for: not_for.iter().map(|text| pick(text, *variant)).collect(),
        entries: [String::new()].into_iter().chain(ways.iter().map(|text| pick(text, *variant))).collect(),
        steps: steps
            .iter()
            .zip(&words)
            .filter(|(step, _)| step.only.as_ref().is_none_or(|only| only.contains(variant)))
            .map(|(_, words)| step_text(words, *variant))
            .collect(),
    };
    Some(ExerciseText { forms: all.iter().map(form).collect() })
}

/// `locale` is that of the file.
pub(super) fn named_locale(top: &Table<'_>, locale: Locale) {
    if let Some(tag) = top.text("locale")
        && tag.value != locale.tag()
    {
        let what = format!("this file is `{}`", locale.tag());
        tag.say(Code::UnknownWord, what, "Give the locale of the file.");
    }
}

pub(super) fn pick(text: &PerVariant, variant: Variant) -> String {
    text.iter().find(|(of, _)| *of == variant).map(|(_, text)| text.clone()).unwrap_or_default()
}

fn step_text(words: &StepWords, variant: Variant) -> StepText {
    let all = |texts: &[PerVariant]| texts.iter().map(|text| pick(text, variant)).collect();
    StepText {
        text: pick(&words.text, variant),
        parts: all(&words.parts),
        replies: all(&words.replies),
        bins: all(&words.bins),
    }
}

impl Ear<'_> {
    fn of_steps(self, table: &Table<'_>, steps: &[RawStep<'_>], all: &[Variant]) -> Option<Vec<StepWords>> {
        for given in table.every().filter(|given| steps.iter().all(|step| step.id != given.name)) {
            let what = format!("there is no step `{}`", given.name);
            given.at.say(Code::StepText, what, "Remove it, or correct the id.");
        }
        let words: Vec<Option<StepWords>> = steps
            .iter()
            .map(|step| {
                let Some(given) = table.find(&step.id) else {
                    let what = format!("step `{}` has no wording", step.id);
                    table.at.say(Code::StepText, what, "Add a table `[step.<id>]` with its texts.");
                    return None;
                };
                self.of_step(&given.table()?, step, all)
            })
            .collect();
        words.into_iter().collect()
    }

    fn of_step(self, table: &Table<'_>, step: &RawStep<'_>, all: &[Variant]) -> Option<StepWords> {
        let only = |one: &Variant| step.only.as_ref().is_none_or(|only| only.contains(one));
        let read: Vec<Variant> = all.iter().copied().filter(only).collect();
        let (names, bins) = (step.kind.names(), step.kind.bins());
        let wanted = |name: &str, ids: &[String], quoted: &dyn Fn(&str) -> bool| {
            if ids.is_empty() {
                return Some(Vec::new());
            }
            table.table(name).and_then(|inner| self.list(&inner, ids, &read, quoted))
        };
        let replies = step.kind.replies() || table.has("replies");
        let replies = if replies { names.as_slice() } else { &[] };
        let text = self.one(table, "text", &read);
        let parts = wanted("parts", &names, &|id| quotes(&step.kind, id));
        let replies = wanted("replies", replies, &|_| false);
        let bins = wanted("bins", bins, &|_| false);
        if matches!(step.kind, RawKind::Wave(_)) {
            names
                .iter()
                .zip(parts.iter().flatten())
                .for_each(|(name, texts)| numbers(&table.at, name, texts));
        }
        table.unknown();
        Some(StepWords { text: text?, parts: parts?, replies: replies?, bins: bins? })
    }

    /// One text for each of these ids, and for nothing else.
    pub(super) fn list(
        self,
        table: &Table<'_>,
        ids: &[String],
        all: &[Variant],
        quoted: &dyn Fn(&str) -> bool,
    ) -> Option<Vec<PerVariant>> {
        for given in table.every().filter(|given| ids.iter().all(|id| id != given.name)) {
            let what = format!("there is no part `{}`", given.name);
            given.at.say(Code::StepText, what, "Remove it, or correct the id.");
        }
        let texts: Vec<Option<PerVariant>> = ids
            .iter()
            .map(|id| {
                let Some(given) = table.find(id) else {
                    table.at.say(Code::StepText, format!("`{id}` has no wording"), "Add its text.");
                    return None;
                };
                self.per_variant(&given, all, quoted(id))
            })
            .collect();
        texts.into_iter().collect()
    }

    pub(super) fn one(self, table: &Table<'_>, name: &str, all: &[Variant]) -> Option<PerVariant> {
        table.need(name).and_then(|any| self.per_variant(&any, all, false))
    }

    /// A text that everybody reads, or a table from letters to texts: `{ P = "…", JS = "…" }`.
    fn per_variant(self, any: &Any<'_>, all: &[Variant], quoted: bool) -> Option<PerVariant> {
        if !any.is_table() {
            let text = self.clean(any, quoted)?;
            return Some(all.iter().map(|variant| (*variant, text.clone())).collect());
        }
        let mut found: PerVariant = Vec::new();
        for given in any.table()?.every() {
            let text = self.clean(&given, quoted)?;
            for variant in variants_of(&given.at, given.name)? {
                if !all.contains(&variant) || found.iter().any(|(of, _)| *of == variant) {
                    let what = format!("variant {} reads no text here, or two", variant.letter());
                    given.at.say(Code::StepText, what, "Give each variant of the step one text.");
                }
                found.push((variant, text.clone()));
            }
        }
        for variant in all.iter().filter(|variant| found.iter().all(|(of, _)| of != *variant)) {
            let what = format!("`{}` has no text for variant {}", any.name, variant.letter());
            any.at.say(Code::StepText, what, "Write one, or let another text serve it too.");
        }
        (found.len() == all.len()).then_some(found)
    }

    fn clean(self, any: &Any<'_>, quoted: bool) -> Option<String> {
        let found = any.text()?;
        if found.value.is_empty() || found.value.trim() != found.value {
            blank(&found.at);
        }
        self.tone.words(&found, self.locale, quoted);
        Some(found.value.to_owned())
    }
}

/// Whether a part says what somebody ought not to say: an option that makes things worse, a wrong option, a
/// card to be sorted.
fn quotes(kind: &RawKind<'_>, id: &str) -> bool {
    match kind {
        RawKind::Branch { options, .. } => {
            options.iter().any(|one| one.id == id && one.fits == Some(Fits::No))
        }
        RawKind::Check { right, .. } => right.name != id,
        RawKind::Sort { .. } => true,
        _ => false,
    }
}

/// What a wave tells holds its numbers, and nothing else does.
fn numbers(at: &At<'_>, name: &str, texts: &PerVariant) {
    let (needed, allowed): (&[&str], &[&str]) = match name {
        "fell" => (&["highest", "last"], &["highest", "last"]),
        "held" | "rising" => (&[], &["last"]),
        _ => (&[], &[]),
    };
    for (_, text) in texts {
        let found = locale::slots(text);
        if needed.iter().any(|one| !found.contains(one)) || found.iter().any(|one| !allowed.contains(one)) {
            let what = format!("`{name}` of a wave has other placeholders than it should");
            at.say(
                Code::Slots,
                what,
                "`fell` has {highest} and {last}, `held` and `rising` may have {last}, the ends have none.",
            );
        }
    }
}

fn blank(at: &At<'_>) {
    at.say(
        Code::Spaces,
        "the text is empty or has blank edges".to_owned(),
        "Write the text and nothing else.",
    );
}
