//! What a run counts and what it leaves out: timers behind a dark screen, bodies that get ready, parts that are left out, ways
//! that are gone twice, and where somebody is led.

use qinghe_content::exercise::{Form, StepKind};
use qinghe_session::practice::{End, Event, Now, Practice, Setup, Shows, View};
use qinghe_tests::{
    dice::Dice,
    training::{FIRST_DAY, begin, ended, exercise, noon, onward, ways_in},
};

/// Goes on to the step with this id, as somebody who takes no time would.
fn come_to(practice: &mut Practice, form: &Form, id: &str, now: Now) {
    let mut dice = Dice::new(7);
    for _ in 0..200 {
        let View::Step { step, .. } = practice.view() else {
            practice.handle(now, Event::Begin);
            continue;
        };
        if form.steps[usize::from(step)].id == id {
            return;
        }
        for event in onward(form, &practice.view(), &mut dice, 4) {
            practice.handle(now, event);
        }
    }
    panic!("no way to {id}");
}

fn timer_left(practice: &Practice) -> u16 {
    match practice.view() {
        View::Step { shows: Shows::Timer { left }, .. } => left,
        _ => panic!("no timer"),
    }
}

/// A timer that goes on with the screen off: by the clock on the wall, also over a reload, and towards practice no more
/// than it takes; the cap of the run does not see that time. Any other timer waits.
#[test]
fn a_timer_goes_on_while_the_screen_is_off_and_the_cap_does_not_see_it() {
    let pack = exercise("e17-start-small");
    let form = pack.exercise.forms.iter().find(|form| form.variant.letter() == 'J').unwrap().clone();
    let setup = Setup { variant: form.variant, entry: "first", earlier: &[], was_high: false };
    let (mut practice, mut now) = (begin(&pack, form.variant, "first"), noon(FIRST_DAY));
    come_to(&mut practice, &form, "five", now);
    assert!(practice.in_background() && timer_left(&practice) == 300);
    practice.handle(now, Event::Away);
    now.ms += 100_000;
    // The browser lets a hidden page look at the clock now and then, or puts it away altogether.
    practice.handle(now, Event::Tick);
    assert_eq!(timer_left(&practice), 200);
    let row = practice.snapshot();
    now.ms += 150_000;
    let mut again = Practice::resume(pack.clone(), &setup, row.as_bytes(), now).unwrap();
    assert_eq!(timer_left(&again), 50);
    again.handle(now, Event::Away);
    // Far longer than a whole run may take.
    now.ms += 4 * 3_600_000;
    again.handle(now, Event::Here);
    assert!(matches!(again.view(), View::Step { .. }) && timer_left(&again) == 0);
    again.handle(now, Event::Next);
    assert!(matches!(again.view(), View::Step { .. }), "the run goes on");
    // Six times five minutes in the dark, of a run that may take twenty-six.
    let minutes = form.entries.iter().find(|entry| entry.id == "first").unwrap().minutes;
    assert!(6 * 300 > u64::from(minutes) * 2 * 60);
    for _ in 1..6 {
        again.handle(now, Event::Back);
        assert_eq!(timer_left(&again), 300);
        again.handle(now, Event::Away);
        now.ms += 300_000;
        again.handle(now, Event::Here);
        assert_eq!(timer_left(&again), 0);
        again.handle(now, Event::Next);
    }
    assert!(matches!(again.view(), View::Step { .. }), "the run goes on");
    let walk = exercise("walk");
    let form = walk.exercise.forms[0].clone();
    let (mut practice, mut now) = (begin(&walk, form.variant, "first"), noon(FIRST_DAY));
    let timer = form.steps.iter().find(|step| matches!(step.kind, StepKind::Timer(_))).unwrap();
    come_to(&mut practice, &form, &timer.id, now);
    let left = timer_left(&practice);
    practice.handle(now, Event::Away);
    now.ms += 60_000;
    practice.handle(now, Event::Here);
    assert!(!practice.in_background() && timer_left(&practice) == left);
}

/// Four hours behind a dark screen are no more than the timer takes: whoever clicks through the rest has not practised.
#[test]
fn a_night_in_the_dark_is_no_practice_of_what_was_clicked_through() {
    let pack = exercise("e36-ride-it-out");
    let form = pack.exercise.forms.iter().find(|form| form.variant.letter() == 'J').unwrap().clone();
    for (in_sight, practised) in [(0, false), (30, true)] {
        let (mut practice, mut now) = (begin(&pack, form.variant, "first"), noon(FIRST_DAY));
        let (mut effects, mut dice, mut dark) = (Vec::new(), Dice::new(5), false);
        while ended(&effects).is_none() {
            if practice.in_background() && !dark {
                dark = true;
                practice.handle(now, Event::Away);
                now.ms += 4 * 3_600_000;
                practice.handle(now, Event::Here);
                assert_eq!(timer_left(&practice), 0);
            }
            now.ms += in_sight * 1_000;
            for event in onward(&form, &practice.view(), &mut dice, 2) {
                effects.extend(practice.handle(now, event));
            }
        }
        let run = ended(&effects).unwrap();
        assert!(dark);
        assert_eq!((run.end, run.practised), (End::Done, practised), "{in_sight} s a screen");
    }
}

/// A rhythm that moves the body gives time to get ready, and is made neither slower nor faster; a breath has both.
#[test]
fn a_body_gets_ready_and_keeps_its_measure() {
    for (id, entry, step, lead) in
        [("e19-bedtime-off-load", "tonight", "loosen", 3_000), ("e01-slow-breathing", "again", "breathe", 0)]
    {
        let pack = exercise(id);
        let form = pack.exercise.forms.iter().find(|form| form.variant.letter() == 'J').unwrap().clone();
        let step =
            form.steps.iter().find(|one| one.id == step || matches!(one.kind, StepKind::Pacer(_))).unwrap();
        let (mut practice, mut now) = (begin(&pack, form.variant, entry), noon(FIRST_DAY));
        come_to(&mut practice, &form, &step.id, now);
        let seen = |practice: &Practice| match practice.view() {
            View::Step { shows: Shows::Pacer { lead_ms, phase_ms, phase_of_ms, kept_up, .. }, .. } => {
                (lead_ms, phase_ms, phase_of_ms, kept_up)
            }
            _ => panic!("no rhythm"),
        };
        let (leads, _, of_ms, _) = seen(&practice);
        assert_eq!(leads, lead, "{id}");
        now.ms += 1_000;
        practice.handle(now, Event::Tap);
        assert_eq!((seen(&practice).0, seen(&practice).3.is_some()), (lead.saturating_sub(1_000), lead == 0));
        practice.handle(now, Event::Pace(1));
        assert_eq!(seen(&practice).2 > of_ms, lead == 0, "{id}");
        now.ms += 2_500;
        practice.handle(now, Event::Tick);
        assert_eq!((seen(&practice).0, seen(&practice).1), (0, if lead == 0 { 2_500 } else { 500 }));
    }
}

/// Parts that may be left out: every number of them that is left out, and practice as long as at least as many were
/// followed.
#[test]
fn of_what_may_be_left_out_half_is_still_practice() {
    let pack = exercise("e04-muscle-relaxation");
    let form = pack.exercise.forms.iter().find(|form| form.variant.letter() == 'J').unwrap().clone();
    let parts = form
        .steps
        .iter()
        .filter(|step| matches!(&step.kind, StepKind::Pacer(pacer) if pacer.may_skip))
        .count();
    for skipped in 0..=parts {
        let (mut practice, mut now) = (begin(&pack, form.variant, "again"), noon(FIRST_DAY));
        let (mut effects, mut left, mut dice) = (Vec::new(), skipped, Dice::new(5));
        while ended(&effects).is_none() {
            let View::Step { step, .. } = practice.view() else {
                effects.extend(practice.handle(now, Event::Begin));
                continue;
            };
            let kind = &form.steps[usize::from(step)].kind;
            let skips = left > 0 && matches!(kind, StepKind::Pacer(_));
            left -= usize::from(skips);
            let seconds = match kind {
                StepKind::Pacer(_) if skips => 20,
                StepKind::Pacer(_) => 46,
                StepKind::Timer(timer) => timer.seconds,
                _ => 8,
            };
            for _ in 0..seconds {
                now.ms += 1_000;
                effects.extend(practice.handle(now, Event::Tick));
            }
            let events = match kind {
                // Every group of parts is done.
                StepKind::Pick(pick) if pick.options[0].id == "do" => vec![Event::Choose(0), Event::Next],
                _ => onward(&form, &practice.view(), &mut dice, 4),
            };
            for event in events {
                effects.extend(practice.handle(now, event));
            }
        }
        let run = ended(&effects).unwrap();
        assert_eq!((run.end, run.practised), (End::Done, skipped * 2 <= parts), "{skipped} of {parts}");
    }
}

/// Whoever goes back over what was written and on again has not written it a second time, and is not asked for the time
/// that it takes.
#[test]
fn going_back_and_on_again_asks_for_no_more_time() {
    let pack = exercise("e17-start-small");
    let form = pack.exercise.forms.iter().find(|form| form.variant.letter() == 'J').unwrap().clone();
    let least: u64 = form.steps.iter().map(|step| u64::from(step.least_tenths) * 100).sum();
    for turns in [0, 40] {
        let (mut practice, mut now) = (begin(&pack, form.variant, "first"), noon(FIRST_DAY));
        let (mut effects, mut dice, mut turned) = (Vec::new(), Dice::new(5), false);
        while ended(&effects).is_none() {
            let View::Step { step, .. } = practice.view() else {
                effects.extend(practice.handle(now, Event::Begin));
                continue;
            };
            let at = &form.steps[usize::from(step)];
            if at.id == "two-minutes" && !turned {
                turned = true;
                for _ in 0..turns {
                    for event in [Event::Back, Event::Next] {
                        now.ms += 200;
                        effects.extend(practice.handle(now, event));
                    }
                }
            }
            // A third of what it takes, and the timers in full.
            let timer = matches!(at.kind, StepKind::Timer(_));
            now.ms += if timer { 901_000 } else { u64::from(at.least_tenths) * 110 };
            for event in onward(&form, &practice.view(), &mut dice, 4) {
                effects.extend(practice.handle(now, event));
            }
        }
        let run = ended(&effects).unwrap();
        assert_eq!((run.end, run.practised), (End::Done, true), "{turns} turns of {least} ms");
    }
}

/// Who is led elsewhere: by the contraindication that applies, and nobody who has come in by a way that asked before.
#[test]
fn each_contraindication_leads_to_its_own_and_an_entry_that_asked_before_does_not_ask() {
    let pack = exercise("e37-ten-minute-movement");
    let form = pack.exercise.forms[0].clone();
    for (at, id) in (0u8..).zip(&form.not_for) {
        let mut practice = begin(&pack, form.variant, "first");
        assert!(practice.instead().is_none());
        practice.handle(noon(FIRST_DAY), Event::Applies(at));
        let food = ["hungry", "cannot-stop"].contains(&id.as_str());
        let wanted = if food { "e35-one-step-to-help" } else { "e07-name-the-feeling" };
        assert!(practice.view() == View::Over(End::NotForMe));
        assert_eq!(practice.instead().map(|to| to.exercise.as_str()), Some(wanted), "{id}");
    }
    for (pack, form, entry) in ways_in() {
        let practice = begin(&pack, form.variant, &entry.id);
        let asks = !form.not_for.is_empty() && !entry.asked;
        assert_eq!(practice.view() == View::NotFor, asks, "{} {}", pack.exercise.id, entry.id);
    }
}
