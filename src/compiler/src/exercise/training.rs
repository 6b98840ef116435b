//! What only an exercise of students has: offers, domains, for whom it is not, and a rating before and after.

use super::{ReadExercise, graph, ids, lay_out::elsewhere, letters, room::Own};
use crate::{
    finding::{Code, Log},
    reader::{At, Doc, Found, Table},
    words::{domains, is_id, tiers},
};
use qinghe_content::{
    Domain,
    exercise::{Elsewhere, Form, Help, OfferRule, Purpose, Step, StepKind, Training, Variant},
};

const HELPS: &[(&str, Help)] = &[("self", Help::Oneself), ("mutual", Help::Another)];

/// The fields at the top of `exercise.toml` that no lesson has.
pub(super) fn own(top: &Table<'_>) -> Own {
    let help = top.word("helps", HELPS);
    let about = domain_list(top);
    let with_adult =
        if top.has("with_adult") { letters(top, "with_adult", &Variant::STUDENTS) } else { None };
    let (not_for, instead) = turned_away(top);
    let leaves = !top.yes("private");
    let (after_urgent, calm) = (top.yes("after_urgent"), top.yes("calm"));
    if leaves {
        nothing_sensitive(top, &about);
    }
    let requires = top.text_opt("requires").filter(is_id).map(|found| found.value.to_owned());
    let together = top.yes("together");
    if together
        && (!leaves || after_urgent)
        && let Some(found) = top.find("together")
    {
        let what = "what is private, or for the worst moments, is not for two".to_owned();
        found.at.say(Code::Private, what, "Leave out `together`.");
    }
    let offers: Vec<OfferRule> = top.tables_opt("offer").into_iter().filter_map(offer).collect();
    let training = help.zip(about).map(|(help, domains)| Training {
        help,
        domains,
        leaves,
        after_urgent,
        calm,
        instead,
        requires,
        together,
        offers,
    });
    Own { purpose: training.map(Purpose::Training), not_for, with_adult: with_adult.unwrap_or_default() }
}

/// Whoever practises rates before and after, and sees no child's face: the page draws none.
pub(super) fn form(at: &At<'_>, form: &Form) {
    graph::ratings(at, form);
    for step in &form.steps {
        let drawn = match &step.kind {
            StepKind::Dialogue(_) => true,
            StepKind::Branch(branch) => branch.faces.is_some(),
            _ => false,
        };
        if drawn {
            let what = format!("step `{}` is one of family lessons", step.id);
            at.say(Code::StepData, what, "Leave out `face`; tell a talk in a `say`.");
        }
    }
}

/// What exercises say about each other.
pub(super) fn together(log: &Log, all: &[(ReadExercise, Doc)]) {
    let calm: Vec<&str> = all
        .iter()
        .filter(|(read, _)| read.exercise.training().is_some_and(|training| training.calm))
        .map(|(read, _)| read.exercise.id.as_str())
        .collect();
    if calm.len() != 1 {
        let what = format!("{} exercises say `calm = true`", calm.len());
        log.file(Code::Calm, "exercises", what, "Write it in the one that is played when another did harm.");
    }
    for (read, doc) in all {
        let top = doc.top(log);
        required(&top, read, all);
        offered(&top, read);
        for (at, one) in turned(&top, read) {
            leads(&at, one, read, all, &|_| true);
        }
        for (at, one, id) in opened(&top, read) {
            let has = |form: &Form| form.steps.iter().any(|step| step.id == id);
            leads(&at, one, read, all, &has);
        }
    }
}

/// What stands in its place, and where that is written.
fn turned<'a>(top: &Table<'a>, read: &'a ReadExercise) -> Vec<(At<'a>, &'a Elsewhere)> {
    let at = top.find("instead").map(|any| any.at.clone());
    let all = read.exercise.training().map_or(&[][..], |training| &training.instead);
    at.map_or_else(Vec::new, |at| all.iter().map(|one| (at.clone(), one)).collect())
}

/// Steps that lead to another exercise, and where that is written.
fn opened<'a>(top: &Table<'a>, read: &'a ReadExercise) -> Vec<(At<'a>, &'a Elsewhere, &'a str)> {
    let steps: Vec<&Step> = read.exercise.forms.iter().flat_map(|form| &form.steps).collect();
    let of = |table: Table<'a>| {
        let (id, opens) = (table.text_opt("id")?, table.text_opt("opens")?);
        let step = steps.iter().find(|step| step.id == id.value)?;
        Some((opens.at, step.opens.as_ref()?, step.id.as_str()))
    };
    top.tables_opt("step").into_iter().filter_map(of).collect()
}

/// Where somebody is led is there for everybody who is led.
fn leads(
    at: &At<'_>,
    one: &Elsewhere,
    read: &ReadExercise,
    all: &[(ReadExercise, Doc)],
    led: &dyn Fn(&Form) -> bool,
) {
    let id = &one.exercise;
    let Some((other, _)) = all.iter().find(|(other, _)| &other.exercise.id == id) else {
        return at.say(
            Code::UnknownReference,
            format!("there is no exercise `{id}`"),
            "Name another folder.",
        );
    };
    let entry = |form: &Form| {
        one.entry.as_ref().is_none_or(|entry| form.entries.iter().any(|known| &known.id == entry))
    };
    let fits = |form: &Form| other.exercise.form(form.variant).is_some_and(entry);
    if *id == read.exercise.id || !read.exercise.forms.iter().filter(|form| led(form)).all(fits) {
        let what = format!("`{id}` is not there for everybody who reads this, or lacks this entry");
        at.say(Code::NotFor, what, "Name another exercise that has every variant of this one.");
    }
}

/// What has to be written first is a card of another exercise, and everybody who reads this one can write it.
fn required(top: &Table<'_>, read: &ReadExercise, all: &[(ReadExercise, Doc)]) {
    let id = read.exercise.training().and_then(|training| training.requires.as_ref());
    let (Some(requires), Some(id)) = (top.text_opt("requires"), id) else { return };
    let Some((other, _)) = all.iter().find(|(other, _)| &other.exercise.id == id) else {
        return requires.say(
            Code::UnknownReference,
            format!("there is no exercise `{id}`"),
            "Name another folder.",
        );
    };
    let card = |form: &Form| form.steps.iter().any(|step| matches!(step.kind, StepKind::Card(_)));
    let fits = |form: &Form| other.exercise.form(form.variant).is_some_and(card);
    let free = other.exercise.training().is_some_and(|training| training.requires.is_none());
    if !free || *id == read.exercise.id || !read.exercise.forms.iter().all(fits) {
        let what = format!("`{id}` has no card for everybody who reads this, or requires another itself");
        requires.say(Code::NotFor, what, "Name an exercise with a card in every variant of this one.");
    }
}

/// Nobody is offered what is not made for them.
fn offered(top: &Table<'_>, read: &ReadExercise) {
    for only in top.tables_opt("offer").iter().filter_map(|offer| offer.text_opt("only")) {
        let made = |letter: char| read.exercise.forms.iter().any(|form| form.variant.letter() == letter);
        if !only.value.chars().all(made) {
            let what = format!("`{}` names a variant that this exercise does not have", only.value);
            only.say(Code::StepData, what, "Write some of `variants`.");
        }
    }
}

/// For whom it is not, and what they do in its place: one for all, or one for each.
fn turned_away(top: &Table<'_>) -> (Vec<String>, Vec<Elsewhere>) {
    let not_for = ids(top, "not_for");
    let field = top.find("instead");
    if field.is_some() == not_for.is_empty() {
        let help = "Write `not_for` and `instead` together: whoever is turned away gets something else.";
        top.at.say(Code::NotFor, "`not_for` without `instead`, or the other way round".to_owned(), help);
    }
    let Some(field) = field else { return (not_for, Vec::new()) };
    if !field.is_table() {
        let one = field.text().map(|found| elsewhere(found.value));
        let all = not_for.iter().filter_map(|_| one.clone()).collect();
        return (not_for, all);
    }
    let Some(table) = field.table() else { return (not_for, Vec::new()) };
    let one = |id: &String| table.text(id).map(|found| elsewhere(found.value));
    let all = not_for.iter().filter_map(one).collect();
    table.finish();
    (not_for, all)
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
    let variants = if table.has("only") {
        letters(&table, "only", &Variant::STUDENTS)?
    } else {
        Variant::STUDENTS.to_vec()
    };
    table.finish();
    Some(OfferRule { domain: domain?, tiers: found, rank: rank?.value, variants })
}
