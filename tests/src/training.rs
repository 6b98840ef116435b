//! Shipped exercises as packs, and people who do them: one who clicks, one who takes the time, one who does
//! anything at all.

use crate::dice::Dice;
use qinghe_content::{
    Locale,
    exercise::{Entry, ExercisePack, Form, Listing, Role, StepKind, Variant},
};
use qinghe_session::practice::{Effect, Event, Now, Practice, Run, Seat, Setup, Shows, View};
use std::{rc::Rc, sync::OnceLock};

/// A day in milliseconds.
pub const DAY_MS: u64 = 86_400_000;
/// The day on which runs of these tests begin.
pub const FIRST_DAY: u32 = 20_000;

/// Noon of a day.
#[must_use]
pub fn noon(day: u32) -> Now {
    Now { ms: u64::from(day) * DAY_MS + DAY_MS / 2, day }
}

/// The packs of every exercise that ships, and of the compiler's fixture with every kind of step, in Chinese,
/// encoded and decoded again.
///
/// # Panics
/// When the data rooms have a fault.
#[must_use]
pub fn exercises() -> Vec<Rc<ExercisePack>> {
    static PACKS: OnceLock<Vec<ExercisePack>> = OnceLock::new();
    let packs = PACKS.get_or_init(|| {
        let shipped = qinghe_compiler::library(&crate::root());
        let fixture = qinghe_compiler::library(&crate::root().join("src/compiler/tests/room"));
        let mut all = Vec::new();
        for (library, findings) in [shipped, fixture] {
            assert!(!findings.has_errors(), "{}", findings.render());
            let packs = library.exercises.iter().filter_map(|read| read.pack(Locale::ZhHans));
            all.extend(packs.map(|pack| ExercisePack::decode(&pack.encode().unwrap()).unwrap()));
        }
        all
    });
    packs.iter().cloned().map(Rc::new).collect()
}

/// What a menu knows of each of them.
#[must_use]
pub fn listings() -> Vec<Listing> {
    exercises().iter().filter_map(|pack| Listing::of(&pack.exercise, &pack.text.forms)).collect()
}

/// One exercise by its id.
///
/// # Panics
/// When there is none.
#[must_use]
pub fn exercise(id: &str) -> Rc<ExercisePack> {
    exercises().into_iter().find(|pack| pack.exercise.id == id).unwrap_or_else(|| panic!("no exercise {id}"))
}

/// Every exercise, form and entry.
#[must_use]
pub fn ways_in() -> Vec<(Rc<ExercisePack>, Form, Entry)> {
    let of_pack = |pack: Rc<ExercisePack>| {
        let forms = pack.exercise.forms.clone();
        forms.into_iter().flat_map(move |form| {
            let pack = pack.clone();
            form.entries.clone().into_iter().map(move |entry| (pack.clone(), form.clone(), entry))
        })
    };
    exercises().into_iter().flat_map(of_pack).collect()
}

/// A run that begins at noon of the first day.
///
/// # Panics
/// When there is no such variant or entry.
#[must_use]
pub fn begin(pack: &Rc<ExercisePack>, variant: Variant, entry: &str) -> Practice {
    let setup = Setup { variant, entry, earlier: &[], was_high: false };
    Practice::new(pack.clone(), &setup, noon(FIRST_DAY)).unwrap_or_else(|| panic!("no entry {entry}"))
}

/// What this view takes to go on, as somebody who wants to be done would choose it; ratings before and
/// after stay at `rating`.
#[must_use]
pub fn onward(form: &Form, view: &View, dice: &mut Dice, rating: u8) -> Vec<Event> {
    let View::Step { step, shows, .. } = view else {
        return match view {
            View::NotFor => vec![Event::Begin],
            View::Leaving => vec![Event::Rate(rating)],
            _ => vec![Event::Next],
        };
    };
    let kind = form.steps.get(usize::from(*step)).map(|step| &step.kind);
    let below = |dice: &mut Dice, end: usize| u8::try_from(dice.below(end.max(1) as u64)).unwrap_or(0);
    let mut events = match (kind, shows) {
        (Some(StepKind::Slide(slide)), _) if slide.role == Role::Other => vec![Event::Rate(below(dice, 11))],
        (Some(StepKind::Slide(_)), _) => vec![Event::Rate(rating)],
        (Some(StepKind::Pick(pick)), Shows::Chosen { chosen, .. }) => {
            let wanted = usize::from(pick.least.max(1)).saturating_sub(chosen.len());
            let free = (0..u8::try_from(pick.options.len()).unwrap_or(0)).filter(|one| !chosen.contains(one));
            let mut free: Vec<u8> = free.collect();
            (0..wanted).map(|_| Event::Choose(free.remove(usize::from(below(dice, free.len()))))).collect()
        }
        (Some(StepKind::Branch(branch)), _) => vec![Event::Choose(below(dice, branch.options.len()))],
        (Some(StepKind::Check(check)), _) => vec![Event::Choose(below(dice, check.options.len()))],
        (Some(StepKind::Grid(grid)), _) => vec![Event::Choose(below(dice, grid.words.len()))],
        (Some(StepKind::Sort(sort)), _) => (0u8..)
            .zip(&sort.cards)
            .map(|(card, of)| Event::Put { card, bin: of.bin.unwrap_or(below(dice, sort.bins.len())) })
            .collect(),
        (Some(StepKind::Write(write)), _) => (0u8..)
            .zip(&write.fields)
            .map(|(field, of)| Event::Write { field, text: enough("好好吃饭", of.least) })
            .collect(),
        (Some(StepKind::Plan(plan)), _) => (0u8..)
            .zip(&plan.fields)
            .map(|(field, of)| Event::Write { field, text: enough("好好睡觉", of.least) })
            .collect(),
        (Some(StepKind::Remind(_)), _) => vec![Event::Agree(true)],
        (Some(StepKind::Wave(_)), _) => vec![Event::Rate(rating)],
        (Some(StepKind::Seats(seats)), Shows::Seats(Seat::Writes { .. })) => (0u8..)
            .zip(&seats.fields)
            .map(|(field, of)| Event::Write { field, text: enough("一起吃饭", of.least) })
            .collect(),
        _ => Vec::new(),
    };
    // A wave is left after its least time; whoever will not wait for that stops.
    let waits = matches!((kind, view), (Some(StepKind::Wave(_)), View::Step { ready: false, .. }));
    events.push(if waits && dice.chance(2) { Event::Stop } else { Event::Next });
    events
}

/// A text again and again, until it has as many characters as a line needs.
fn enough(text: &str, least: u16) -> String {
    text.repeat(usize::from(least).div_ceil(text.chars().count()).max(1))
}

/// The run that effects tell of.
#[must_use]
pub fn ended(effects: &[Effect]) -> Option<&Run> {
    effects.iter().find_map(|effect| if let Effect::Ended(run) = effect { Some(run) } else { None })
}

/// Goes through to the end: `ms` pass with every event, and, for a patient person, as long as a step takes
/// besides. Says what came of it.
///
/// # Panics
/// When it does not end.
#[must_use]
pub fn go_through(
    practice: &mut Practice,
    form: &Form,
    ms: u64,
    patient: bool,
    dice: &mut Dice,
) -> (Vec<Effect>, Now) {
    let (pack, mut now) = (practice.pack(), noon(FIRST_DAY));
    let mut all = Vec::new();
    for _ in 0..20_000 {
        let view = practice.view();
        if matches!(view, View::Over(_)) {
            return (all, now);
        }
        if patient {
            for _ in 0..seconds(form, &view) {
                now.ms += 1_000;
                all.extend(practice.handle(now, Event::Tick));
            }
        }
        let mut events = onward(form, &practice.view(), dice, 4);
        if let View::Step { shows: Shows::Wave { left: 1.., .. }, .. } = practice.view()
            && patient
        {
            events.retain(|event| matches!(event, Event::Rate(_)));
        }
        for event in events {
            now.ms += ms;
            all.extend(practice.handle(now, event));
        }
    }
    panic!("{} has no end", pack.exercise.id);
}

/// Seconds that somebody who takes the time spends on a view.
fn seconds(form: &Form, view: &View) -> u64 {
    let View::Step { step, .. } = view else { return 3 };
    match form.steps.get(usize::from(*step)).map(|step| &step.kind) {
        Some(StepKind::Pacer(pacer)) => {
            (pacer.lead_ms() + pacer.cycle_ms() * u64::from(pacer.cycles)) / 1_000
        }
        Some(StepKind::Timer(timer)) => u64::from(timer.seconds),
        Some(StepKind::Write(_) | StepKind::Plan(_)) => 60,
        Some(StepKind::Sort(_)) => 30,
        Some(StepKind::Wave(wave)) => u64::from(wave.every),
        Some(StepKind::Seats(_)) => 40,
        _ => 10,
    }
}
