//! The way that every family lesson goes: idea, talk, practice, task, plan, and a look back a week later. What a parent
//! has met once is known in all the others, and a printed page can rely on it.

use super::tone;
use crate::{finding::Code, reader::At};
use qinghe_content::{
    Locale,
    exercise::{Entry, Exercise, ExerciseText, Fits, Form, FormText, Goto, Pick, Step, StepKind, Who},
};
use std::collections::{BTreeSet, VecDeque};

/// Steps in their order; the practice stands between the second and the third.
const STEPS: [&str; 18] = [
    "idea",
    "model",
    "where",
    "task-here",
    "task-away",
    "plan",
    "again-in-a-week",
    "card",
    "did",
    "did-most",
    "did-some",
    "did-not",
    "happened",
    "quiz-1",
    "quiz-2",
    "quiz-3",
    "onward",
    "end",
];
/// Entry, first step, fewest and most minutes.
const ENTRIES: [(&str, &str, u8, u8); 2] = [("lesson", "idea", 6, 8), ("check", "did", 1, 4)];
/// Moments of the practice on the good way.
const MOMENTS: usize = 3;
/// Most characters of the idea in Chinese: a minute and a half, read aloud.
const IDEA: usize = 350;
/// Most lines of a card.
const LINES: usize = 3;

/// Whether a step belongs to the practice.
fn practises(id: &str) -> bool {
    id.starts_with("try-") || (id.starts_with("again") && id != "again-in-a-week")
}

pub(super) fn form(at: &At<'_>, form: &Form) {
    let say = |what: String, help: &str| at.say(Code::Lesson, what, help);
    entries(&say, form);
    order(&say, form);
    for step in &form.steps {
        if let Some(wanted) = wrong(form, step) {
            say(format!("step `{}` is not {wanted}", step.id), "docs/family.md lists the steps of a lesson.");
        }
    }
    let moments = good_way(form);
    if moments < MOMENTS {
        let what = format!("the good way has {moments} moments");
        say(what, "Lead the options with `fits = \"yes\"` from `try-1` through three moments or more.");
    }
}

fn entries(say: &impl Fn(String, &str), form: &Form) {
    let start = |entry: &Entry| form.steps.get(usize::from(entry.start)).map_or("", |step| step.id.as_str());
    let fits = |(entry, (id, first, least, most)): (&Entry, &(&str, &str, u8, u8))| {
        entry.id == *id && start(entry) == *first && (*least..=*most).contains(&entry.minutes)
    };
    if form.entries.len() != ENTRIES.len() || !form.entries.iter().zip(&ENTRIES).all(fits) {
        say(
            "other entries than those of a lesson".to_owned(),
            "Write `lesson` (start `idea`, 6 to 8 minutes), then `check` (start `did`, at most 4).",
        );
    }
}

fn order(say: &impl Fn(String, &str), form: &Form) {
    let all = form.steps.iter().map(|step| step.id.as_str()).chain(["end"]);
    let rest: Vec<&str> = all.clone().filter(|id| !practises(id)).collect();
    let odd = rest.iter().zip(STEPS).find(|(one, wanted)| **one != *wanted);
    if let Some((one, wanted)) = odd {
        say(
            format!("`{one}` stands where `{wanted}` should"),
            "Keep the steps and their order: docs/family.md.",
        );
    }
    let at = |name: &str| form.steps.iter().position(|step| step.id == name);
    let (from, to) = (at("model").unwrap_or(0), at("where").unwrap_or(usize::MAX));
    for id in ["try-1", "try-far", "again", "try-near"] {
        if at(id).is_none() {
            say(
                format!("there is no step `{id}`"),
                "A practice has its moments, a poor end, a second try and a good end.",
            );
        }
    }
    let strays =
        form.steps.iter().enumerate().filter(|(nth, step)| practises(&step.id) && !(from..to).contains(nth));
    for (_, step) in strays {
        say(format!("`{}` stands outside the practice", step.id), "Move it between `model` and `where`.");
    }
}

/// What a step should be and is not.
fn wrong(form: &Form, step: &Step) -> Option<&'static str> {
    let ends = step.next == Goto::End;
    let (good, wanted) = match (step.id.as_str(), &step.kind) {
        ("model", StepKind::Dialogue(talk)) => {
            let adult = talk.turns.iter().any(|turn| turn.who == Who::Adult);
            let child = talk.turns.iter().any(|turn| matches!(turn.who, Who::Child(_)));
            (
                (4..=8).contains(&talk.turns.len()) && adult && child,
                "a talk of 4 to 8 turns between adult and child",
            )
        }
        ("again", StepKind::Pick(pick)) => {
            (again(form, step, pick), "a pick with a second try (to `try-1`) and a way on")
        }
        (id, StepKind::Branch(branch)) if practises(id) => {
            let good = branch.story.id == "home"
                && branch.faces.is_some()
                && (2..=3).contains(&branch.options.len());
            (
                good,
                "a moment of the story `home` with a `face`, and with two or three options that have one each",
            )
        }
        (id, kind) if practises(id) => {
            (matches!(kind, StepKind::Say | StepKind::Pick(_)), "a branch, a say or a pick")
        }
        ("where", kind) => (options(kind) == 2, "a pick of two"),
        ("plan", StepKind::Plan(plan)) => {
            let ids: Vec<&str> = plan.fields.iter().map(|field| field.id.as_str()).collect();
            (ids == ["when", "obstacle"], "a plan with `when` and `obstacle`")
        }
        ("again-in-a-week", StepKind::Remind(remind)) => (
            (remind.entry, remind.in_days, remind.times) == (1, 7, 1),
            "a reminder of `check` after seven days, once",
        ),
        ("card", StepKind::Card(lines)) => {
            (!lines.is_empty() && ends, "a card with the plan, and then the end")
        }
        ("did", kind) => (options(kind) == 3, "a pick of three"),
        ("happened", StepKind::Write(write)) => {
            (write.fields.iter().all(|field| field.least == 0), "a line that may stay empty")
        }
        (id, StepKind::Check(check)) if id.starts_with("quiz-") => {
            (check.options.len() == 3, "a check of three options")
        }
        ("onward", StepKind::Say) => (ends, "the end of the look back"),
        (id, kind) => {
            let says = ["idea", "task-here", "task-away", "did-most", "did-some", "did-not"].contains(&id);
            (says && matches!(kind, StepKind::Say), "of the kind that a lesson has there")
        }
    };
    (!good).then_some(wanted)
}

fn options(kind: &StepKind) -> usize {
    match kind {
        StepKind::Pick(pick) if pick.most == 1 => pick.options.len(),
        _ => 0,
    }
}

/// A second try is offered and never forced.
fn again(form: &Form, step: &Step, pick: &Pick) -> bool {
    let goes = |to: Goto| match to {
        Goto::Step(to) => form.steps.get(usize::from(to)),
        Goto::End => None,
    };
    let all: Vec<&Step> = pick.options.iter().filter_map(|one| goes(one.to.unwrap_or(step.next))).collect();
    let moment = |step: &&Step| matches!(step.kind, StepKind::Branch(_));
    pick.most == 1 && all.iter().any(moment) && all.iter().any(|step| !practises(&step.id))
}

/// How many moments the shortest way has on which everything helps.
fn good_way(form: &Form) -> usize {
    let start = form.steps.iter().position(|step| step.id == "try-1");
    let (mut open, mut seen) = (VecDeque::from_iter(start.map(|start| (start, 0))), BTreeSet::new());
    while let Some((at, moments)) = open.pop_front() {
        let Some(step) = form.steps.get(at).filter(|_| seen.insert(at)) else { continue };
        let StepKind::Branch(branch) = &step.kind else { return moments };
        for (choice, _) in branch.options.iter().filter(|(_, fits)| *fits == Fits::Yes) {
            if let Goto::Step(to) = choice.to.unwrap_or(step.next) {
                open.push_back((usize::from(to), moments + 1));
            }
        }
    }
    0
}

/// What only the wording shows.
pub(super) fn wording(at: &At<'_>, exercise: &Exercise, text: &ExerciseText, locale: Locale) {
    for (form, text) in exercise.forms.iter().zip(&text.forms) {
        let of = |id: &str| {
            let found = form.steps.iter().position(|step| step.id == id);
            found.and_then(|nth| text.steps.get(nth)).map_or("", |step| step.text.as_str())
        };
        let idea = tone::count(of("idea"));
        if locale == Locale::ZhHans && idea > IDEA {
            let what = format!("the idea has {idea} characters, more than {IDEA}");
            at.say(Code::Lesson, what, "One idea, a minute and a half.");
        }
        if of("card").lines().count() > LINES {
            at.say(
                Code::Lesson,
                "a card of more than three lines".to_owned(),
                "Keep what is worth remembering.",
            );
        }
        typed(at, text);
    }
}

/// Numbers that are dialled in an emergency.
const DIALLED: [&str; 3] = ["110", "119", "120"];
/// As many digits as the shortest help line.
const LINE_DIGITS: usize = 5;

/// A help number, or a place for one.
fn typed(at: &At<'_>, text: &FormText) {
    let all =
        text.steps.iter().flat_map(|step| [&step.text].into_iter().chain(&step.parts).chain(&step.replies));
    for text in all.chain([&text.title, &text.summary]) {
        let mut runs = text.split(|letter: char| !letter.is_ascii_digit());
        if let Some(number) = runs.find(|run| DIALLED.contains(run) || run.len() >= LINE_DIGITS) {
            let help = "Write “the help numbers at the foot of this page”: those are checked.";
            at.say(Code::Typed, format!("`{number}` stands in a lesson"), help);
        }
        if text.contains('{') {
            at.say(Code::Typed, "a lesson has no placeholders".to_owned(), "Write it out.");
        }
    }
}
