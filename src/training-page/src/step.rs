//! One file per kind of step: what it looks like. What it does is in `qinghe_session::practice`.

mod branch;
mod card;
mod check;
mod dialogue;
mod diary;
mod grid;
mod handoff;
mod pacer;
mod pick;
mod plan;
mod remind;
mod say;
mod seats;
mod slide;
mod sort;
mod timer;
mod wave;
mod write;

pub use slide::rating;

use crate::dom::{plain, text};
use crate::{
    app::{Act, App, Here},
    parts::{each, knob, press},
};
use qinghe_content::exercise::{Exercise, Form, FormText, Step, StepKind, StepText};
use qinghe_session::practice::{Event, Shows};
use yew::prelude::*;

/// A step and all that it may need to draw itself.
#[derive(Clone, Copy)]
pub struct Seen<'a> {
    /// The page.
    pub app: &'a App,
    /// Language, browser, wishes.
    pub here: &'a Here,
    /// For the heading.
    pub node: &'a NodeRef,
    /// The step.
    pub step: &'a Step,
    /// Its wording.
    pub words: &'a StepText,
    /// What the engine says of it.
    pub shows: &'a Shows,
    /// Whether it may be left.
    pub ready: bool,
    /// All steps.
    pub form: &'a Form,
    /// All wording.
    pub text: &'a FormText,
    /// The exercise.
    pub exercise: &'a Exercise,
}

impl Seen<'_> {
    /// The wording of a part.
    pub fn part(&self, at: usize) -> &str {
        self.words.parts.get(at).map_or("", String::as_str)
    }

    /// What is said about a part once it is chosen.
    pub fn reply(&self, at: usize) -> Option<&str> {
        self.words.replies.get(at).map(String::as_str)
    }

    /// Positions that are chosen.
    pub fn chosen(&self) -> &[u8] {
        match self.shows {
            Shows::Chosen { chosen, .. } => chosen,
            _ => &[],
        }
    }

    /// Whether the part at this position is chosen.
    pub fn is_chosen(&self, at: usize) -> bool {
        u8::try_from(at).is_ok_and(|at| self.chosen().contains(&at))
    }
}

/// Draws a step.
pub fn view(seen: &Seen<'_>) -> Html {
    match &seen.step.kind {
        StepKind::Say => say::view(seen),
        StepKind::Pacer(pacer) => pacer::view(seen, pacer),
        StepKind::Timer(timer) => timer::view(seen, timer),
        StepKind::Slide(_) => slide::view(seen),
        StepKind::Pick(pick) => pick::view(seen, pick),
        StepKind::Write(write) => write::view(seen, &write.fields, write.may_wait),
        StepKind::Sort(sort) => sort::view(seen, sort),
        StepKind::Branch(branch) => branch::view(seen, branch),
        StepKind::Plan(plan) => plan::view(seen, plan),
        StepKind::Remind(_) => remind::view(seen),
        StepKind::Check(check) => check::view(seen, check),
        StepKind::Card(_) => card::view(seen),
        StepKind::Handoff => handoff::view(seen),
        StepKind::Grid(grid) => grid::view(seen, grid),
        StepKind::Diary(diary) => diary::view(seen, diary),
        StepKind::Wave(wave) => wave::view(seen, wave),
        StepKind::Seats(seats) => seats::view(seen, seats),
        StepKind::Dialogue(talk) => dialogue::view(seen, talk),
    }
}

/// Options as buttons. Once it is `over`, only the one that was chosen is there to press.
fn choices(seen: &Seen<'_>, count: usize, over: bool) -> Html {
    let option = |at: usize| {
        let place = u8::try_from(at).unwrap_or(u8::MAX);
        let on = seen.is_chosen(at);
        let choose = press(seen.here, Act::Event(Event::Choose(place)));
        knob("option", Some(on), over && !on, Some(choose), text(seen.part(at)))
    };
    plain("div", "options", Box::new([each((0..count).map(option))]))
}
