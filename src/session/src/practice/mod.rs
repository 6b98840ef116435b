//! One run of one exercise: events in, effects out. No clock, randomness, storage or network.
//!
//! The rules that hold for every exercise live here, so that no author can forget one: a way to stop on every
//! screen, an end when things get worse, an end at twice the nominal time, contraindications before the start,
//! ease for whoever gets dizzy. What a step does lives in `kinds/`, one file per kind.
//!
//! Nothing that was typed or rated has a form: it leaves this module only as [`Sealed`] bytes for the store
//! on the device.

mod clock;
mod event;
mod given;
mod kinds;
mod notebook;
mod run;
mod sealed;
mod trail;

pub use clock::Now;
pub use event::{Effect, Event, View};
pub use kinds::{Line, Seat, Shows, Tide, phase_lengths};
pub use run::{End, Run, StoryResult};
pub use sealed::Sealed;
pub(crate) use sealed::{open as open_row, seal as seal_row};

use clock::Clock;
use given::Given;
use kinds::{Leave, Left, Took, Work};
use notebook::Notebook;
use qinghe_content::exercise::{Elsewhere, Entry, ExercisePack, Form, Goto, Role, Step, StepKind, Variant};
use run::Marks;
use std::rc::Rc;
use trail::Trail;

/// Ratings at which a feeling counts as very strong (design rule, C1: "8 or more twice in a row").
const VERY_STRONG: u8 = 8;
/// A rise of a rating that ends a run (design rule, C1).
const WORSE_BY: u8 = 3;
/// A run ends at so many times its nominal minutes (design rule, C1).
const CAP: u64 = 2;
/// Milliseconds below which nothing is practice, however little there is to read.
const LEAST_RUN_MS: u64 = 10_000;
/// Whoever goes round so often is not helped, whatever the clock says.
const MOST_VISITS: usize = 400;

/// How a run is begun.
pub struct Setup<'a> {
    /// For whom.
    pub variant: Variant,
    /// Id of the entry.
    pub entry: &'a str,
    /// What earlier runs kept: bytes of [`Practice::notebook`], or nothing.
    pub earlier: &'a [u8],
    /// Whether the last rating of the last run was very strong; see [`Run::ends_high`].
    pub was_high: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Stage {
    NotFor,
    Step(u16),
    /// Over a step, which is left when it is over.
    Ease(u16),
    Leaving,
    Worse,
    Over(End),
}

/// One run of one exercise.
pub struct Practice {
    pack: Rc<ExercisePack>,
    form: usize,
    entry: usize,
    was_high: bool,
    notebook: Notebook,
    stage: Stage,
    work: Option<Box<dyn Work>>,
    /// Beside the form's steps.
    given: Vec<Given>,
    /// What the present step held when it was come to.
    came_with: Given,
    trail: Trail,
    visits: usize,
    clock: Clock,
    marks: Marks,
    /// The contraindication that applies. It is in no snapshot.
    turned: Option<u8>,
}

impl Practice {
    /// A new run; `None` when the exercise has no such variant or entry.
    #[must_use]
    pub fn new(pack: Rc<ExercisePack>, setup: &Setup<'_>, now: Now) -> Option<Practice> {
        let form = pack.exercise.forms.iter().position(|form| form.variant == setup.variant)?;
        let of = pack.exercise.forms.get(form)?;
        let entry = of.entries.iter().position(|entry| entry.id == setup.entry)?;
        let notebook = Notebook::open(&pack.exercise.id, setup.earlier);
        let given = of.steps.iter().map(|step| notebook.of(&step.id)).collect();
        let marks = Marks::new(of.steps.len());
        let (start, asked) = of.entries.get(entry).map(|entry| (entry.start, entry.asked))?;
        let asks = !of.not_for.is_empty() && !asked;
        let mut practice = Practice {
            form,
            entry,
            was_high: setup.was_high,
            notebook,
            stage: Stage::NotFor,
            work: None,
            given,
            came_with: Given::default(),
            trail: Trail::default(),
            visits: 0,
            clock: Clock::new(now),
            marks,
            turned: None,
            pack,
        };
        if !asks {
            practice.show(start, now);
        }
        Some(practice)
    }

    /// The pack in use.
    #[must_use]
    pub fn pack(&self) -> Rc<ExercisePack> {
        self.pack.clone()
    }

    /// Changes the wording to another locale of the same exercise; `false` (and no change) for any other.
    pub fn set_pack(&mut self, pack: Rc<ExercisePack>) -> bool {
        let same = pack.structure == self.pack.structure;
        if same {
            self.pack = pack;
        }
        same
    }

    /// What is kept of this exercise for later days: only what its cards and diaries show.
    #[must_use]
    pub fn notebook(&self) -> Sealed {
        self.notebook.seal(&self.pack.exercise.id)
    }

    /// What must survive a reload.
    #[must_use]
    pub fn snapshot(&self) -> Sealed {
        sealed::snapshot(self)
    }

    fn at(&self) -> kinds::At {
        kinds::At { ms: self.clock.in_step(), day: self.clock.day }
    }

    /// What is shown now.
    #[must_use]
    pub fn view(&self) -> View {
        match self.stage {
            Stage::NotFor => View::NotFor,
            Stage::Step(step) => match &self.work {
                Some(work) => View::Step {
                    step,
                    shows: work.shows(self.at()),
                    ready: work.ready(self.at()),
                    can_go_back: self.trail.can_go_back(),
                    breathes: self.breathes(step),
                },
                None => View::Over(End::Stopped),
            },
            Stage::Ease(_) => View::Ease,
            Stage::Leaving => View::Leaving,
            Stage::Worse => View::Worse,
            Stage::Over(end) => View::Over(end),
        }
    }

    fn shape(&self) -> Option<&Form> {
        self.pack.exercise.forms.get(self.form)
    }

    fn step(&self, at: u16) -> Option<&Step> {
        self.shape()?.steps.get(usize::from(at))
    }

    fn breathes(&self, at: u16) -> bool {
        let kind = self.step(at).map(|step| &step.kind);
        matches!(kind, Some(StepKind::Pacer(pacer)) if pacer.breathes())
    }

    /// Whether the present step goes on while the screen is off, so that nobody has to come back for it.
    #[must_use]
    pub fn in_background(&self) -> bool {
        self.behind().is_some()
    }

    /// Milliseconds of the present step, where it goes on while the screen is off.
    fn behind(&self) -> Option<u64> {
        let Stage::Step(at) = self.stage else { return None };
        background(&self.step(at)?.kind)
    }

    /// One step. What an event does is done before the time cap is looked at, so that nothing typed is lost.
    pub fn handle(&mut self, now: Now, event: Event) -> Vec<Effect> {
        self.clock.pass(now, &event, self.behind());
        let mut effects = match (self.stage, event) {
            (Stage::NotFor, Event::Begin) => self.begin(now),
            (Stage::NotFor, Event::Applies(which)) => {
                self.turned = Some(which);
                self.close(End::NotForMe)
            }
            (Stage::NotFor, Event::Stop) => self.close(End::Stopped),
            (Stage::Step(_) | Stage::Ease(_), Event::Stop) => self.stop(),
            (Stage::Step(step), Event::Dizzy) if self.breathes(step) => self.ease(step),
            (Stage::Step(step), Event::Next) => self.next(step, now),
            (Stage::Step(step), Event::Open) => self.open(step, now),
            (Stage::Step(_), Event::Back) => self.back(now),
            (Stage::Step(step), event) => self.work_on(step, &event),
            (Stage::Ease(step), Event::Next) => self.leave(step, Leave::unfaithful(), now),
            (Stage::Leaving, Event::Rate(rating)) if rating <= 10 => self.leaving(Some(rating)),
            (Stage::Leaving, Event::Skip | Event::Stop | Event::Next) => self.leaving(None),
            (Stage::Worse, Event::Agree(true)) => vec![Effect::Handoff],
            (Stage::Worse, Event::Next | Event::Stop) => self.close(End::Worse),
            _ => Vec::new(),
        };
        let running = matches!(self.stage, Stage::Step(_) | Stage::Ease(_));
        if running && (self.clock.active() > self.cap_ms() || self.visits > MOST_VISITS) {
            effects.extend(self.end(End::Long));
        }
        effects
    }

    /// Milliseconds that a run may take.
    fn cap_ms(&self) -> u64 {
        self.way_in().map_or(0, |entry| u64::from(entry.minutes) * 60_000 * CAP)
    }

    fn way_in(&self) -> Option<&Entry> {
        self.shape()?.entries.get(self.entry)
    }

    fn begin(&mut self, now: Now) -> Vec<Effect> {
        let start = self.way_in().map_or(0, |entry| entry.start);
        self.show(start, now)
    }

    /// Goes on to a step.
    fn show(&mut self, to: u16, now: Now) -> Vec<Effect> {
        self.trail.on(to);
        if let (false, Some(StepKind::Branch(branch))) =
            (self.trail.again(), self.step(to).map(|step| &step.kind))
        {
            let story = branch.story.id.clone();
            self.marks.come_to(to, &story);
        }
        self.present(to, now)
    }

    /// Shows the step to which the trail leads.
    fn present(&mut self, at: u16, now: Now) -> Vec<Effect> {
        let Some(step) = self.shape().and_then(|form| form.steps.get(usize::from(at))) else {
            return self.end(End::Done);
        };
        let kept = self.given.get(usize::from(at)).cloned().unwrap_or_default();
        let others = kinds::Others {
            given: &self.given,
            trail: self.trail.shown(),
            steps: self.shape().map_or(&[], |form| &form.steps),
        };
        let work = kinds::begin(&step.kind, &kept, !self.trail.again(), others, now.day);
        let kept = work.keeps(at);
        self.work = Some(work);
        self.stage = Stage::Step(at);
        self.came_with = self.given.get(usize::from(at)).cloned().unwrap_or_default();
        self.visits += 1;
        self.clock.step();
        self.take_up(at);
        let keep = self.note(&kept);
        keep.into_iter().chain([Effect::Save]).collect()
    }

    /// What the present step holds goes to the list of what was given.
    fn take_up(&mut self, at: u16) {
        let given = self.work.as_ref().map(|work| work.given());
        if let (Some(slot), Some(given)) = (self.given.get_mut(usize::from(at)), given) {
            *slot = given;
        }
    }

    fn work_on(&mut self, at: u16, event: &Event) -> Vec<Effect> {
        let now = self.at();
        let Some(work) = &mut self.work else { return Vec::new() };
        match work.take(event, now) {
            Took::Nothing => Vec::new(),
            Took::Changed => {
                self.take_up(at);
                vec![Effect::Save]
            }
            Took::Rated(first) => {
                self.marks.before = self.marks.before.or(Some(first));
                self.take_up(at);
                vec![Effect::Save]
            }
            Took::Handoff => vec![Effect::Handoff],
            Took::Remind(remind) => {
                self.take_up(at);
                let entry = self.shape().and_then(|form| form.entries.get(usize::from(remind.entry)));
                let entry = entry.map(|entry| entry.id.clone());
                let from_day = now.day + u32::from(remind.in_days);
                let remind = entry.map(|entry| Effect::Remind { entry, from_day, times: remind.times });
                remind.into_iter().chain([Effect::Save]).collect()
            }
        }
    }

    fn next(&mut self, at: u16, now: Now) -> Vec<Effect> {
        let place = self.at();
        let Some(work) = &mut self.work else { return Vec::new() };
        match work.leave(place) {
            Left::Stays => Vec::new(),
            Left::Changed => {
                self.take_up(at);
                vec![Effect::Save]
            }
            Left::Goes(leave) => {
                self.take_up(at);
                self.leave(at, leave, now)
            }
        }
    }

    /// Goes over to another exercise. At the last step the run is done, before it the run is stopped.
    fn open(&mut self, at: u16, now: Now) -> Vec<Effect> {
        let Some((to, next)) = self.step(at).and_then(|step| Some((step.opens.clone()?, step.next))) else {
            return Vec::new();
        };
        let mut effects = if next == Goto::End { self.next(at, now) } else { self.end(End::Stopped) };
        effects.push(Effect::Open(to));
        effects
    }

    /// What to do in its place, once a contraindication applies.
    #[must_use]
    pub fn instead(&self) -> Option<&Elsewhere> {
        self.pack.exercise.training()?.instead.get(usize::from(self.turned?))
    }

    fn leave(&mut self, at: u16, leave: Leave, now: Now) -> Vec<Effect> {
        let least = self.step(at).map_or(0, |step| step.least_tenths);
        // Whoever comes back and goes on again reads and writes only what changes.
        let least = match self.given.get(usize::from(at)) {
            Some(given) if self.trail.again() => given.changed(&self.came_with, least),
            _ => least,
        };
        self.marks.left(at, &leave, least);
        let wave = leave.wave.map(|crest| {
            let before = *self.marks.before.get_or_insert(crest.first);
            (Role::After, crest.counts_as(before))
        });
        if let Some((role, rating)) = leave.rated.or(wave)
            && self.rated(at, role, rating)
        {
            return self.worse();
        }
        let next = self.step(at).map_or(Goto::End, |step| step.next);
        match leave.to.unwrap_or(next) {
            Goto::Step(to) => self.show(to, now),
            Goto::End => self.end(End::Done),
        }
    }

    /// Notes a rating; whether it says that things got worse.
    fn rated(&mut self, at: u16, role: Role, rating: u8) -> bool {
        match role {
            Role::Other => false,
            Role::Before => {
                if self.marks.afters.is_empty() {
                    self.marks.before = Some(rating);
                }
                false
            }
            Role::After => {
                let last = self.marks.afters.last().map_or(self.was_high, |(_, last)| *last >= VERY_STRONG);
                self.marks.afters.push((at, rating));
                self.marks.risen(WORSE_BY) || (rating >= VERY_STRONG && last)
            }
        }
    }

    fn back(&mut self, now: Now) -> Vec<Effect> {
        let Some(at) = self.trail.back() else { return Vec::new() };
        // A rating that is looked at again is given again, not twice.
        if self.marks.afters.last().is_some_and(|(of, _)| *of == at) {
            self.marks.afters.pop();
        }
        self.present(at, now)
    }

    fn ease(&mut self, at: u16) -> Vec<Effect> {
        self.marks.eased = true;
        self.stage = Stage::Ease(at);
        vec![Effect::Save]
    }

    /// The person has had enough. Whoever gave a rating at the start is asked once more, and may refuse.
    fn stop(&mut self) -> Vec<Effect> {
        if self.marks.before.is_some() && self.marks.afters.is_empty() {
            self.stage = Stage::Leaving;
            self.work = None;
            return vec![Effect::Save];
        }
        self.end(End::Stopped)
    }

    fn leaving(&mut self, rating: Option<u8>) -> Vec<Effect> {
        if let Some(rating) = rating
            && self.rated(u16::MAX, Role::After, rating)
        {
            return self.worse();
        }
        self.end(End::Stopped)
    }

    /// Ends, and offers the calming exercise and a person.
    fn worse(&mut self) -> Vec<Effect> {
        let mut effects = self.end(End::Worse);
        self.stage = Stage::Worse;
        // The calming exercise does not answer with itself.
        if self.pack.exercise.training().is_some_and(|training| !training.calm) {
            effects.push(Effect::Calm);
        }
        effects
    }

    fn end(&mut self, end: End) -> Vec<Effect> {
        let enough = self.way_in().is_some_and(|entry| {
            let least = u64::from(self.marks.least_tenths) * 100;
            self.clock.practised() >= least.max(LEAST_RUN_MS)
                && self.marks.stories.len() >= usize::from(entry.stories)
        });
        let fully = end == End::Done && enough;
        let run = self.marks.run(self.pack.exercise.id.clone(), end, fully, VERY_STRONG);
        let keeps = |(at, step): (u16, &Step)| step.keep.then_some(at);
        let kept: Vec<u16> =
            self.shape().into_iter().flat_map(|form| (0u16..).zip(&form.steps)).filter_map(keeps).collect();
        let keep = self.note(&kept);
        self.forget();
        self.stage = Stage::Over(end);
        keep.into_iter().chain([Effect::Ended(run)]).collect()
    }

    /// Closes what has no run to tell of, or has told it.
    fn close(&mut self, end: End) -> Vec<Effect> {
        self.forget();
        self.stage = Stage::Over(end);
        Vec::new()
    }

    /// Nothing of a run that is over is left but its notebook: no row that is still written can hold it.
    fn forget(&mut self) {
        self.work = None;
        self.given = Vec::new();
        self.came_with = Given::default();
        self.trail = Trail::default();
        self.marks = Marks::new(0);
    }

    /// Copies what a card or a diary shows into the notebook.
    fn note(&mut self, kept: &[u16]) -> Option<Effect> {
        let form = self.pack.exercise.forms.get(self.form)?;
        let changed = self.notebook.note(form, &self.given, kept);
        changed.then_some(Effect::Keep)
    }
}

/// Milliseconds of a step that goes on while the screen is off.
fn background(kind: &StepKind) -> Option<u64> {
    match kind {
        StepKind::Timer(timer) if timer.in_background => Some(u64::from(timer.seconds) * 1_000),
        _ => None,
    }
}
