//! An exercise at two seats: parent and child with one device between them. Each has a run of one's own, so that neither writes
//! over the other; the two go on side by side. What each says is held here until the page is left, and nowhere else: no
//! snapshot, no notebook, no flag, no reminder.

use crate::room::{Playing, Room, step_of, words_of};
use qinghe_content::exercise::{ExercisePack, Form, Pick, Step, StepKind, Variant};
use qinghe_session::practice::{Effect, End, Event, Line, Now, Practice, Seat, Setup, Shows, View};
use std::rc::Rc;

/// Somebody at the device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// The one who raises the child; goes first, so that the child sees how it is done.
    Parent,
    /// The child.
    Child,
}

impl Who {
    const fn other(self) -> Who {
        match self {
            Who::Parent => Who::Child,
            Who::Child => Who::Parent,
        }
    }
}

/// How two people do a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manner {
    /// Each for oneself, one after the other.
    Each,
    /// One for both, because it says which way the run goes. The other has the next one.
    One,
    /// Both at once.
    Both,
    /// It would keep or show what is kept, and nothing is.
    Passed,
}

/// Whose turn it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// This one, for oneself.
    Own(Who),
    /// This one, for both.
    For(Who),
    /// Both.
    Both,
    /// The step says so itself.
    Said,
}

/// What was said at a step.
#[derive(Clone, PartialEq)]
pub struct Told {
    /// Position of the step.
    pub step: u16,
    /// By whom; `None`: by both.
    pub who: Option<Who>,
    /// What.
    pub line: Line,
}

/// The two.
pub struct Pair {
    /// The book as it came. It goes back as it came.
    pub book: Vec<u8>,
    /// What was said, in its order.
    pub told: Vec<Told>,
    /// Whose run is on the screen.
    at: Who,
    /// The other one's run.
    rest: Practice,
    /// Who decides next, where one decides for both.
    next: Who,
    /// The exercise is an agreement of two: what is written is written once.
    pact: bool,
}

impl Pair {
    /// Begins an exercise at two seats; `None` when it has not come or is not made for this age.
    pub fn begin(room: &mut Room, id: &str, variant: Variant, book: Vec<u8>, now: Now) -> Option<Pair> {
        let pack = room.shelf.as_ref()?.pack(id)?;
        let form = pack.exercise.form(variant)?;
        let (entry, pact) = (form.entries.first()?.id.clone(), is_pact(form));
        let run = |pack: Rc<ExercisePack>| {
            Practice::new(pack, &Setup { variant, entry: &entry, earlier: &[], was_high: false }, now)
        };
        let (practice, rest) = (run(pack.clone())?, run(pack)?);
        let exercise = id.to_owned();
        room.playing = Some(Playing { practice, exercise, entry, variant, screen: 0, run: None });
        room.wanted = None;
        Some(Pair { book, told: Vec::new(), at: Who::Parent, rest, next: Who::Parent, pact })
    }

    /// The other language has come.
    pub fn reword(&mut self, pack: Rc<ExercisePack>) {
        let _another_version_keeps_its_words = self.rest.set_pack(pack);
    }

    /// Whose turn it is at a step.
    #[must_use]
    pub fn turn(&self, step: &Step) -> Turn {
        match (manner(step, self.pact), &step.kind) {
            (_, StepKind::Seats(_)) => Turn::Said,
            (Manner::Each, _) => Turn::Own(self.at),
            (Manner::One, _) => Turn::For(self.next),
            _ => Turn::Both,
        }
    }

    /// Gives an event to the run, or to both. Whether somebody is to be turned to.
    pub fn handle(&mut self, playing: &mut Playing, event: &Event, now: Now) -> bool {
        let before = self.shown(playing);
        let step = step_at(&playing.practice.view());
        let how = step.and_then(|at| self.manner(playing, at));
        let waits = step.is_some() && step_at(&self.rest.view()) == step;
        let effects = match (how, event) {
            (_, Event::Stop) => self.both(playing, &Event::Stop, now),
            (Some(Manner::Each), Event::Next) => {
                self.note(playing);
                if self.at == Who::Parent && waits && is_ready(&playing.practice) {
                    self.swap(playing, now);
                    Vec::new()
                } else {
                    self.those_at(playing, step, event, now)
                }
            }
            (Some(Manner::Each), Event::Back) if self.at == Who::Child && waits => {
                self.swap(playing, now);
                Vec::new()
            }
            // What one chooses for oneself is not the other's.
            (Some(Manner::Each), _) => playing.practice.handle(now, event.clone()),
            (_, Event::Next) => {
                self.note(playing);
                let goes = how == Some(Manner::One) && is_ready(&playing.practice);
                let effects = self.those_at(playing, step, event, now);
                if goes && step_at(&playing.practice.view()) != step {
                    self.next = self.next.other();
                }
                effects
            }
            _ => self.those_at(playing, step, event, now),
        };
        self.settle(playing, step, now);
        playing.screen += u32::from(self.shown(playing) != before);
        effects.contains(&Effect::Handoff)
    }

    /// Those who stand at the step of the screen; both, where that is no step.
    fn those_at(&mut self, playing: &mut Playing, at: Option<u16>, event: &Event, now: Now) -> Vec<Effect> {
        if step_at(&self.rest.view()) == at {
            return self.both(playing, event, now);
        }
        playing.practice.handle(now, event.clone())
    }

    fn both(&mut self, playing: &mut Playing, event: &Event, now: Now) -> Vec<Effect> {
        let _the_same_again = self.rest.handle(now, event.clone());
        playing.practice.handle(now, event.clone())
    }

    /// The device goes to the other one. Nobody's time runs while the other has it.
    fn swap(&mut self, playing: &mut Playing, now: Now) {
        playing.practice.handle(now, Event::Away);
        std::mem::swap(&mut playing.practice, &mut self.rest);
        playing.practice.handle(now, Event::Here);
        self.at = self.at.other();
    }

    /// Leaves what is not for two, lets whoever is behind catch up, and ends for both where it ends for one early.
    fn settle(&mut self, playing: &mut Playing, came_from: Option<u16>, now: Now) {
        // Every pass leaves a step or a screen behind.
        for _ in 0..64 {
            let passes = [&mut playing.practice, &mut self.rest].into_iter().map(|run| pass(run, now));
            if !passes.fold(false, |any, one| any | one) {
                break;
            }
        }
        let early = |run: &Practice| matches!(run.view(), View::Over(end) if end != End::Done);
        if early(&self.rest) || early(&playing.practice) {
            let why_is_there = early(&self.rest) && !early(&playing.practice);
            for run in [&mut playing.practice, &mut self.rest] {
                [Event::Stop, Event::Skip].into_iter().for_each(|event| drop(run.handle(now, event)));
            }
            if why_is_there {
                std::mem::swap(&mut playing.practice, &mut self.rest);
            }
            return;
        }
        let (here, there) = (rank(&playing.practice.view()), rank(&self.rest.view()));
        let came = step_at(&playing.practice.view()) != came_from;
        if there < here || (there == here && came && self.at == Who::Child) {
            self.swap(playing, now);
        }
    }

    fn manner(&self, playing: &Playing, at: u16) -> Option<Manner> {
        let pack = playing.practice.pack();
        let (form, text) = words_of(&pack, playing.variant)?;
        Some(manner(step_of(form, text, at)?.0, self.pact))
    }

    fn shown(&self, playing: &Playing) -> (Who, (u8, u16)) {
        (self.at, rank(&playing.practice.view()))
    }

    /// Takes down what stands at the step now, for the sheet of both.
    fn note(&mut self, playing: &Playing) {
        let View::Step { step, shows, ready: true, .. } = playing.practice.view() else { return };
        let how = self.manner(playing, step);
        let line = match shows {
            Shows::Slide { rating: Some(rating) } => Line::Rating(rating),
            Shows::Seats(Seat::Both { lines }) => Line::Seats(lines),
            Shows::Written { lines } => Line::Texts(lines),
            Shows::Chosen { chosen, .. } if !chosen.is_empty() && self.is_said(playing, step) => {
                Line::Parts(step, chosen)
            }
            _ => return,
        };
        let who = (how == Some(Manner::Each)).then_some(self.at);
        let told = Told { step, who, line };
        match self.told.iter_mut().find(|one| (one.step, one.who) == (step, who)) {
            Some(one) => *one = told,
            None => self.told.push(told),
        }
    }

    /// What was chosen is worth a line, where it does not merely lead somewhere.
    fn is_said(&self, playing: &Playing, at: u16) -> bool {
        let pack = playing.practice.pack();
        let step = words_of(&pack, playing.variant).and_then(|(form, text)| step_of(form, text, at));
        step.is_some_and(|(step, _)| match &step.kind {
            StepKind::Grid(_) => true,
            StepKind::Pick(pick) => !leads(pick),
            _ => false,
        })
    }
}

fn is_pact(form: &Form) -> bool {
    form.steps.iter().any(|step| matches!(step.kind, StepKind::Seats(_)))
}

fn leads(pick: &Pick) -> bool {
    pick.options.iter().any(|option| option.to.is_some())
}

fn manner(step: &Step, pact: bool) -> Manner {
    let written = if pact { Manner::Both } else { Manner::Each };
    match &step.kind {
        StepKind::Slide(_) | StepKind::Grid(_) => Manner::Each,
        StepKind::Pick(pick) if leads(pick) => Manner::One,
        StepKind::Pick(_) | StepKind::Write(_) | StepKind::Plan(_) => written,
        StepKind::Branch(_) | StepKind::Check(_) | StepKind::Sort(_) => Manner::One,
        StepKind::Card(_) | StepKind::Diary(_) | StepKind::Remind(_) => Manner::Passed,
        StepKind::Say
        | StepKind::Pacer(_)
        | StepKind::Timer(_)
        | StepKind::Handoff
        | StepKind::Wave(_)
        | StepKind::Seats(_)
        | StepKind::Dialogue(_) => Manner::Both,
    }
}

fn step_at(view: &View) -> Option<u16> {
    match view {
        View::Step { step, .. } => Some(*step),
        _ => None,
    }
}

fn is_ready(run: &Practice) -> bool {
    matches!(run.view(), View::Step { ready: true, .. })
}

/// Whoever is further behind comes first.
fn rank(view: &View) -> (u8, u16) {
    match view {
        View::NotFor => (0, 0),
        View::Ease => (1, 0),
        View::Worse => (2, 0),
        View::Leaving => (3, 0),
        View::Step { step, .. } => (4, *step),
        View::Over(_) => (5, 0),
    }
}

/// Goes past a step that is not for two, or the question on the way out; whether it did.
fn pass(run: &mut Practice, now: Now) -> bool {
    let view = run.view();
    match &view {
        View::Leaving => drop(run.handle(now, Event::Skip)),
        View::Step { shows: Shows::Card { .. } | Shows::Diary { .. }, .. } => {
            drop(run.handle(now, Event::Next))
        }
        View::Step { shows: Shows::Remind { .. }, .. } => {
            drop(run.handle(now, Event::Agree(false)));
            drop(run.handle(now, Event::Next));
        }
        _ => return false,
    }
    run.view() != view
}
