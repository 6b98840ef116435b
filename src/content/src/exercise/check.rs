//! Every position inside an exercise points somewhere, and every part has its wording.

use super::{ExercisePack, Faces, Form, FormText, Goto, Step, StepKind, StepText};
use crate::PackError;

type Checked = Result<(), PackError>;

fn require(ok: bool, what: &'static str) -> Checked {
    if ok { Ok(()) } else { Err(PackError::Inconsistent(what)) }
}

pub(crate) fn pack(pack: &ExercisePack) -> Checked {
    let (forms, texts) = (&pack.exercise.forms, &pack.text.forms);
    require(!forms.is_empty() && forms.len() == texts.len(), "wording per form")?;
    if let Some(training) = pack.exercise.training() {
        let beside = |form: &Form| form.not_for.len() == training.instead.len();
        require(forms.iter().all(beside), "something else per contraindication")?;
    }
    forms.iter().zip(texts).try_for_each(|(form, text)| check(form, text))
}

fn check(form: &Form, text: &FormText) -> Checked {
    require(!form.entries.is_empty(), "form without an entry")?;
    require(form.not_for.len() == text.not_for.len(), "wording per contraindication")?;
    require(form.steps.len() == text.steps.len(), "wording per step")?;
    require(form.entries.len() == text.entries.len(), "name per entry")?;
    for entry in &form.entries {
        require(usize::from(entry.start) < form.steps.len(), "start of an entry")?;
        require(entry.minutes > 0, "entry without minutes")?;
    }
    form.steps.iter().zip(&text.steps).try_for_each(|(step, text)| one(form, step, text))
}

fn one(form: &Form, step: &Step, text: &StepText) -> Checked {
    let goto = |to: Goto| match to {
        Goto::Step(at) => require(usize::from(at) < form.steps.len(), "way out of a step"),
        Goto::End => Ok(()),
    };
    let is_column = |at: &u16| {
        form.steps
            .get(usize::from(*at))
            .is_some_and(|step| matches!(step.kind, StepKind::Slide(_) | StepKind::Grid(_)))
    };
    goto(step.next)?;
    match &step.kind {
        StepKind::Slide(slide) => slide.ways.iter().try_for_each(|way| goto(way.to))?,
        StepKind::Pick(pick) => pick.options.iter().filter_map(|one| one.to).try_for_each(goto)?,
        StepKind::Branch(branch) => {
            branch.options.iter().filter_map(|(one, _)| one.to).try_for_each(goto)?;
            let drawn = |faces: &Faces| faces.after.len() == branch.options.len();
            require(branch.faces.as_ref().is_none_or(drawn), "face per option")?;
        }
        StepKind::Sort(sort) => {
            let inside = |bin: u8| usize::from(bin) < sort.bins.len();
            require(sort.cards.iter().filter_map(|card| card.bin).all(inside), "bin of a card")?;
            require(text.bins.len() == sort.bins.len(), "name of a bin")?;
        }
        StepKind::Remind(remind) => {
            require(usize::from(remind.entry) < form.entries.len(), "entry of a reminder")?;
        }
        StepKind::Check(check) => {
            require(usize::from(check.right) < check.options.len(), "right option")?;
        }
        StepKind::Card(lines) => {
            require(lines.iter().all(|at| usize::from(*at) < form.steps.len()), "line of a card")?;
        }
        StepKind::Diary(diary) => require(diary.columns.iter().all(is_column), "column of a diary")?,
        StepKind::Wave(wave) => {
            let fits = wave.every > 0 && wave.least <= wave.seconds;
            require(fits, "times of a wave")?;
        }
        StepKind::Seats(seats) => {
            require(seats.seats.len() == 2 && text.bins.len() == 2, "two people")?;
        }
        _ => {}
    }
    let parts = step.kind.parts();
    require(text.parts.len() == parts, "wording per part")?;
    require(text.replies.is_empty() || text.replies.len() == parts, "reply per part")
}

impl StepKind {
    /// How many parts need wording.
    #[must_use]
    pub fn parts(&self) -> usize {
        match self {
            StepKind::Say | StepKind::Timer(_) | StepKind::Remind(_) | StepKind::Handoff => 0,
            StepKind::Pacer(pacer) => pacer.phases.len(),
            // What 0 and what 10 means.
            StepKind::Slide(_) => 2,
            StepKind::Pick(pick) => pick.options.len(),
            StepKind::Write(write) => write.fields.len(),
            StepKind::Sort(sort) => sort.cards.len(),
            StepKind::Branch(branch) => branch.options.len(),
            StepKind::Plan(plan) => plan.fields.len(),
            StepKind::Check(check) => check.options.len(),
            StepKind::Card(lines) => lines.len(),
            StepKind::Grid(grid) => grid.words.len(),
            StepKind::Diary(diary) => diary.columns.len(),
            // Both ends, and what is said when it fell, held or is rising.
            StepKind::Wave(_) => 5,
            StepKind::Seats(seats) => seats.fields.len(),
            StepKind::Dialogue(dialogue) => dialogue.turns.len(),
        }
    }
}
