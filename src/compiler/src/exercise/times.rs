//! How long an entry takes: what is read, done and waited for, along the shortest and the longest way.
//!
//! Reading and choosing as for batteries (`workload.rs`). Writing a line: 20 seconds, an assumption. The longest
//! way is the one that never goes back; where a way goes back, the shortest way from there to the end is added.
//! The engine ends a run at twice its nominal minutes, so the longest way has to fit below that, and the
//! shortest into the nominal minutes. Whoever goes more than three times as fast as this has not read it: such a run
//! is no practice.

use super::{ReadExercise, graph};
use crate::{
    finding::Code,
    reader::At,
    words::locale_index,
    workload::{CHOICE_MS, reading},
};
use qinghe_content::{
    Locale,
    exercise::{Form, FormText, Goto, Step, StepKind, StepText},
};

/// So many times as fast as an average adult goes nobody who reads and does it.
const FASTER: u64 = 3;
/// Milliseconds to write one line.
const LINE_MS: u64 = 20_000;

/// How long one entry takes, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Minutes {
    /// The shortest way to the end.
    pub shortest: u32,
    /// The longest way that never goes back.
    pub longest: u32,
}

pub(super) fn check(at: &At<'_>, read: &mut ReadExercise) {
    let texts: Vec<_> = Locale::ALL.iter().filter_map(|one| Some((*one, read.text(*one)?.clone()))).collect();
    let Some((first, _)) = texts.first().cloned() else { return };
    for (locale, text) in &texts {
        let of_forms =
            read.exercise.forms.iter().zip(&text.forms).map(|(form, text)| of_form(form, text, *locale));
        let minutes: Vec<Vec<Minutes>> = of_forms.collect();
        for (form, all) in read.exercise.forms.iter().zip(&minutes) {
            for (entry, found) in form.entries.iter().zip(all) {
                let nominal = u32::from(entry.minutes) * 60;
                let who =
                    format!("entry `{}`, variant {}, {}", entry.id, form.variant.letter(), locale.tag());
                if found.longest > nominal * 2 {
                    let what = format!("{who}: the longest way takes {} seconds", found.longest);
                    at.say(
                        Code::Cap,
                        what,
                        "Shorten it, or give more `minutes`: at twice as many the run ends.",
                    );
                }
                if found.shortest > nominal {
                    let what = format!("{who}: the shortest way takes {} seconds", found.shortest);
                    at.say(Code::Cap, what, "Say so in `minutes`: nobody should be told less.");
                }
            }
        }
        for (form, text) in read.exercise.forms.iter_mut().zip(&text.forms) {
            for (step, text) in form.steps.iter_mut().zip(&text.steps) {
                let least = u16::try_from(cost(step, text, *locale) / 100 / FASTER).unwrap_or(u16::MAX);
                // The quicker of two languages, so that a change of language changes nothing.
                step.least_tenths = if *locale == first { least } else { step.least_tenths.min(least) };
            }
        }
        if locale_index(*locale) == 0 {
            read.minutes = minutes;
        }
    }
}

fn of_form(form: &Form, text: &FormText, locale: Locale) -> Vec<Minutes> {
    let costs: Vec<u64> =
        form.steps.iter().zip(&text.steps).map(|(step, text)| cost(step, text, locale)).collect();
    let cost = |at: usize| costs.get(at).copied().unwrap_or(0);
    // Bellman and Ford: few steps, so rounds are cheap.
    let mut shortest = vec![u64::MAX; costs.len()];
    for _ in 0..=costs.len() {
        for (at, step) in form.steps.iter().enumerate() {
            let onward = |way: &Goto| match way {
                Goto::End => Some(0),
                Goto::Step(to) => shortest.get(usize::from(*to)).copied().filter(|rest| *rest != u64::MAX),
            };
            let best = graph::ways(step).iter().filter_map(onward).min();
            if let (Some(best), Some(slot)) = (best.map(|best| best + cost(at)), shortest.get_mut(at)) {
                *slot = best.min(*slot);
            }
        }
    }
    let mut longest = vec![0_u64; costs.len()];
    for (at, step) in form.steps.iter().enumerate().rev() {
        let onward = |way: &Goto| match way {
            Goto::End => 0,
            Goto::Step(to) => {
                let to = usize::from(*to);
                let list = if to > at { &longest } else { &shortest };
                list.get(to).copied().filter(|rest| *rest != u64::MAX).unwrap_or(0)
            }
        };
        let most = graph::ways(step).iter().map(onward).max().unwrap_or(0);
        if let Some(slot) = longest.get_mut(at) {
            *slot = most + cost(at);
        }
    }
    let seconds = |ms: Option<&u64>| {
        let ms = ms.copied().filter(|ms| *ms != u64::MAX).unwrap_or(0);
        u32::try_from(ms.div_ceil(1000)).unwrap_or(u32::MAX)
    };
    let of_entry = |start: u16| Minutes {
        shortest: seconds(shortest.get(usize::from(start))),
        longest: seconds(longest.get(usize::from(start))),
    };
    form.entries.iter().map(|entry| of_entry(entry.start)).collect()
}

fn cost(step: &Step, text: &StepText, locale: Locale) -> u64 {
    let read = |all: &[String]| all.iter().map(|one| reading(one, locale)).sum::<u64>();
    let said = reading(&text.text, locale);
    // One reply is read, the longest for safety's sake.
    let reply = text.replies.iter().map(|one| reading(one, locale)).max().unwrap_or(0);
    let lines = |needed: usize| needed as u64 * LINE_MS;
    let done = match &step.kind {
        StepKind::Say | StepKind::Card(_) | StepKind::Diary(_) => 0,
        StepKind::Dialogue(_) => read(&text.parts),
        StepKind::Pacer(pacer) => pacer.lead_ms() + pacer.cycle_ms() * u64::from(pacer.cycles),
        StepKind::Timer(timer) => u64::from(timer.seconds) * 1000,
        StepKind::Slide(_) | StepKind::Remind(_) | StepKind::Handoff => CHOICE_MS,
        StepKind::Pick(pick) => read(&text.parts) + CHOICE_MS * u64::from(pick.least.max(1)),
        StepKind::Branch(_) | StepKind::Check(_) => read(&text.parts) + CHOICE_MS + reply,
        StepKind::Sort(sort) => read(&text.parts) + CHOICE_MS * sort.cards.len() as u64,
        // A corner is chosen first, and then one word among those that stand there.
        StepKind::Grid(_) => read(&text.parts) / 4 + 2 * CHOICE_MS + reply,
        StepKind::Write(write) => {
            lines(write.fields.iter().filter(|field| field.least > 0 && !write.may_wait).count())
        }
        StepKind::Plan(plan) => lines(plan.fields.iter().filter(|field| field.least > 0).count()),
        StepKind::Wave(wave) => u64::from(wave.seconds) * 1000,
        // Each of them writes, and both read what the other wrote.
        StepKind::Seats(seats) => {
            2 * lines(seats.fields.iter().filter(|field| field.least > 0).count()) + 3 * CHOICE_MS
        }
    };
    said + done
}
