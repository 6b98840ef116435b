//! `exercises/<id>/probes.toml` and its wording: the bank from which mastery is probed.

use super::{
    ReadExercise, Tone,
    asked::{self, RawItem, Worded},
    text::{Ear, named_locale},
    tone,
};
use crate::{
    finding::{Code, Log},
    reader::{At, Doc, Table},
    words::{locale_index, unique},
};
use qinghe_content::{
    Locale, Release,
    asked::{FORMAT, ProbeBank, ProbePack},
    exercise::{FormText, StepKind, Variant},
};
use std::{collections::BTreeSet, path::Path};

/// Recall items: two attempts at five, and a refresher.
const RECALL: usize = 15;
/// Scenarios: two attempts at five.
const SCENARIOS: usize = 10;
/// Critical scenarios, where there are such: one for each attempt.
const CRITICAL: usize = 2;

/// Items of both lists, in the order of the file.
struct Bank {
    recall: Vec<RawItem>,
    scenarios: Vec<RawItem>,
}

/// The bank in every locale without a fault; none where there is no file yet.
pub(super) fn read(log: &Log, root: &Path, of: &ReadExercise, tone: &Tone) -> Vec<ProbePack> {
    let id = &of.exercise.id;
    let path = |file: &str| format!("exercises/{id}/{file}");
    if !root.join(path("probes.toml")).exists() {
        // Of what is private nobody is told that it was learnt, so nobody has to show it.
        if of.exercise.training().is_some_and(|training| !training.leaves) {
            return Vec::new();
        }
        let code = match of.exercise.release {
            Release::Draft => Code::NoBank,
            Release::Released => Code::BankSize,
        };
        log.file(code, &path("probes.toml"), "there is no bank".to_owned(), "Write one: docs/knowledge.md.");
        return Vec::new();
    }
    let Some(doc) = Doc::open(log, root, &path("probes.toml")) else { return Vec::new() };
    let top = doc.top(log);
    let bank = raw(&top);
    let variants: Vec<Variant> = of.exercise.forms.iter().map(|form| form.variant).collect();
    variants.iter().for_each(|variant| enough(&top.at, &bank, *variant));
    let of_locale = |locale: &Locale| {
        let doc = Doc::open(log, root, &path(&format!("probes.{}.toml", locale.tag())))?;
        let text = doc.top(log);
        named_locale(&text, *locale);
        let ear = Ear { tone, locale: *locale };
        let all = || bank.recall.iter().chain(&bank.scenarios);
        let words = asked::worded(ear, &text, all, &variants);
        text.unknown();
        let words = words?;
        let shown = |variant: &Variant| {
            let form = of.exercise.forms.iter().position(|form| form.variant == *variant)?;
            let wording = of.text.get(locale_index(*locale))?.as_ref()?.forms.get(form)?;
            Some(asks(&of.exercise.forms.get(form)?.steps, wording))
        };
        let one = |variant: &Variant| {
            let shown = shown(variant).unwrap_or_default();
            of_variant(&text.at, &bank, &words, *variant, *locale, &shown)
        };
        let banks = variants.iter().map(one).collect();
        let (exercise, version) = (id.clone(), of.exercise.version.clone());
        Some(ProbePack { format: FORMAT, locale: *locale, exercise, version, banks })
    };
    Locale::ALL.iter().filter_map(of_locale).collect()
}

fn raw(top: &Table<'_>) -> Bank {
    let item = |table: &Table<'_>, scenario: bool| {
        let item = asked::raw(table);
        let critical = scenario && table.yes("critical");
        let only = asked::only(table);
        table.unknown();
        Some(RawItem { critical, only: only?, ..item? })
    };
    let list = |name: &str, scenario: bool| {
        top.tables(name).iter().filter_map(|table| item(table, scenario)).collect::<Vec<_>>()
    };
    let bank = Bank { recall: list("recall", false), scenarios: list("scenario", true) };
    top.unknown();
    let ids = bank.recall.iter().chain(&bank.scenarios).map(|item| item.id.as_str());
    unique(&top.at, "item", ids);
    bank
}

/// Enough new items for every attempt that the rules promise.
fn enough(at: &At<'_>, bank: &Bank, variant: Variant) {
    let letter = variant.letter();
    let count = |list: &[RawItem]| list.iter().filter(|item| item.is_for(variant)).count();
    for (list, least, name) in [(&bank.recall, RECALL, "recall"), (&bank.scenarios, SCENARIOS, "scenario")] {
        let found = count(list);
        if found < least {
            let what = format!("{found} items `{name}` for variant {letter}");
            at.say(Code::BankSize, what, &format!("Write at least {least}."));
        }
    }
    let critical = bank.scenarios.iter().filter(|item| item.critical && item.is_for(variant)).count();
    if (1..CRITICAL).contains(&critical) {
        let what = format!("one critical scenario for variant {letter}");
        at.say(Code::BankSize, what, "Write another, so that a second attempt has one too.");
    }
}

/// What the exercise asks itself, so that a bank does not ask it again.
fn asks(steps: &[qinghe_content::exercise::Step], text: &FormText) -> BTreeSet<String> {
    let asks = |kind: &StepKind| matches!(kind, StepKind::Check(_) | StepKind::Branch(_));
    let both = steps.iter().zip(&text.steps).filter(|(step, _)| asks(&step.kind));
    both.map(|(_, text)| asked::plain(&text.text)).collect()
}

fn of_variant(
    at: &At<'_>,
    bank: &Bank,
    words: &[Worded],
    variant: Variant,
    locale: Locale,
    shown: &BTreeSet<String>,
) -> ProbeBank {
    let (first, second) = words.split_at(bank.recall.len().min(words.len()));
    let recall = asked::of_variant(&bank.recall, first, variant);
    let scenarios = asked::of_variant(&bank.scenarios, second, variant);
    let letter = variant.letter();
    asked::balance(at, &format!("recall, variant {letter}"), &recall);
    asked::balance(at, &format!("scenarios, variant {letter}"), &scenarios);
    let both: Vec<_> = recall.iter().chain(&scenarios).cloned().collect();
    asked::repeated(at, &both, shown);
    tone::level(at, variant, &asked::measure(&both), locale);
    ProbeBank { variant, recall, scenarios }
}
