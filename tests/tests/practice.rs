//! Runs of exercises: every event has a result in every state, every run ends, the stop rules hold in every
//! exercise that ships, and clicking through is no practice.

use proptest::prelude::*;
use qinghe_content::exercise::{Form, Role, StepKind};
use qinghe_session::practice::{Effect, End, Event, Line, Now, Practice, Seat, Setup, Shows, Tide, View};
use qinghe_tests::{
    dice::Dice,
    training::{FIRST_DAY, begin, ended, exercise, go_through, noon, onward, ways_in},
};

/// Any event, sensible or not.
fn any_event(dice: &mut Dice) -> Event {
    let small = |dice: &mut Dice, end: u64| u8::try_from(dice.below(end)).unwrap();
    match dice.below(26) {
        0 => Event::Begin,
        1 => Event::Skip,
        2..=7 => Event::Next,
        8 => Event::Back,
        9 => Event::Dizzy,
        10..=12 => Event::Rate(small(dice, 13)),
        13..=14 => Event::Put { card: small(dice, 16), bin: small(dice, 4) },
        15..=17 => Event::Choose(small(dice, 14)),
        18 => Event::Write {
            field: small(dice, 8),
            text: "写一点什么吧".repeat(usize::from(small(dice, 4))),
        },
        19 => Event::Tap,
        20 => Event::Pace(if dice.chance(50) { 1 } else { -1 }),
        21 => Event::Agree(dice.chance(50)),
        22 => Event::Away,
        23 => Event::Applies(small(dice, 4)),
        24 => Event::Open,
        _ => Event::Here,
    }
}

/// What a run has said so far.
#[derive(Default)]
struct Heard {
    ended: u32,
    over: bool,
}

impl Heard {
    fn listen(&mut self, effects: &[Effect], view: &View) {
        for effect in effects {
            assert!(!self.over, "nothing after the end");
            if let Effect::Ended(_) = effect {
                self.ended += 1;
            }
        }
        assert!(self.ended <= 1, "a run ends once");
        self.over = matches!(view, View::Over(_));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Anything in any order: no panic, at most one end, and a reload goes on where it stopped.
    #[test]
    fn any_events_in_any_order(seed in any::<u64>()) {
        for (pack, form, entry) in ways_in() {
            let mut dice = Dice::new(seed);
            let setup = Setup { variant: form.variant, entry: &entry.id, earlier: &[], was_high: false };
            let (mut practice, mut heard) = (begin(&pack, form.variant, &entry.id), Heard::default());
            let mut now = noon(FIRST_DAY);
            for nth in 0..300 {
                now.ms += dice.below(4_000);
                let effects = practice.handle(now, any_event(&mut dice));
                heard.listen(&effects, &practice.view());
                let kept = effects.iter().filter(|effect| **effect == Effect::Save).count();
                prop_assert!(kept <= 1, "one row for one event");
                let over = matches!(practice.view(), View::Over(_) | View::Worse);
                if nth % 41 == 40 && !over {
                    let row = practice.snapshot();
                    let again = Practice::resume(pack.clone(), &setup, row.as_bytes(), now);
                    prop_assert!(again.is_some(), "an own row is accepted");
                    practice = again.unwrap();
                    prop_assert!(practice.snapshot().as_bytes() == row.as_bytes(), "and comes back unchanged");
                }
            }
        }
    }

    /// Whatever is done, a run is over at twice its time; a clock that stands still does not keep anybody.
    #[test]
    fn every_run_ends(seed in any::<u64>()) {
        for (pack, form, entry) in ways_in() {
            for step_ms in [0, 2_500] {
                let mut dice = Dice::new(seed);
                let mut practice = begin(&pack, form.variant, &entry.id);
                let mut now = noon(FIRST_DAY);
                let mut events = 0;
                while !matches!(practice.view(), View::Over(_) | View::Worse | View::Leaving) {
                    let forward = dice.chance(90);
                    let next = if forward { onward(&form, &practice.view(), &mut dice, 3) } else { vec![Event::Back] };
                    for event in next {
                        now.ms += step_ms;
                        practice.handle(now, event);
                        events += 1;
                    }
                    prop_assert!(events < 40_000, "{} goes on for ever", pack.exercise.id);
                    let passed = now.ms - noon(FIRST_DAY).ms;
                    let cap = u64::from(entry.minutes) * 120_000 + step_ms * 40;
                    prop_assert!(passed <= cap, "{} goes on after twice its time", pack.exercise.id);
                }
            }
        }
    }

    #[test]
    fn bytes_that_are_no_row_are_refused_or_read_but_never_a_panic(
        noise in proptest::collection::vec(any::<u8>(), 0..5_000), flips in proptest::collection::vec((0usize..220, 0u8..8), 1..5),
    ) {
        for (pack, form, entry) in ways_in() {
            let setup = Setup { variant: form.variant, entry: &entry.id, earlier: &noise, was_high: false };
            prop_assert!(Practice::resume(pack.clone(), &setup, &noise, noon(FIRST_DAY)).is_none());
            let mut row = Practice::new(pack.clone(), &setup, noon(FIRST_DAY)).unwrap().snapshot().as_bytes().to_vec();
            for (at, bit) in &flips {
                row[*at] ^= 1 << bit;
            }
            if let Some(mut practice) = Practice::resume(pack.clone(), &setup, &row, noon(FIRST_DAY)) {
                let mut dice = Dice::new(u64::from(row[0]));
                for _ in 0..60 {
                    practice.handle(noon(FIRST_DAY), any_event(&mut dice));
                }
            }
        }
    }
}

/// Walks somewhere into a run.
fn somewhere(practice: &mut Practice, form: &Form, dice: &mut Dice, steps: u64) -> Now {
    let mut now = noon(FIRST_DAY);
    for _ in 0..steps {
        if matches!(practice.view(), View::Over(_) | View::Worse) {
            break;
        }
        for event in onward(form, &practice.view(), dice, 3) {
            now.ms += 700;
            practice.handle(now, event);
        }
    }
    now
}

#[test]
fn stop_ends_every_screen_and_asks_at_most_once() {
    for (pack, form, entry) in ways_in() {
        for steps in 0..40 {
            let mut dice = Dice::new(steps);
            let mut practice = begin(&pack, form.variant, &entry.id);
            let now = somewhere(&mut practice, &form, &mut dice, steps);
            if matches!(practice.view(), View::Over(_)) {
                continue;
            }
            let mut effects = practice.handle(now, Event::Stop);
            if practice.view() == View::Leaving {
                effects.extend(practice.handle(now, Event::Skip));
            }
            assert!(practice.view() == View::Over(End::Stopped), "{} after {steps}", pack.exercise.id);
            assert!(ended(&effects).is_none_or(|run| run.end == End::Stopped && !run.practised));
        }
    }
}

/// A bot that always does something valid, in no time or at an inhuman pace, never practises anything.
#[test]
fn clicking_through_is_no_practice() {
    for (pack, form, entry) in ways_in() {
        for ms in [0, 40, 400] {
            for seed in 0..12 {
                let mut practice = begin(&pack, form.variant, &entry.id);
                let (effects, _) = go_through(&mut practice, &form, ms, false, &mut Dice::new(seed));
                let run = ended(&effects).unwrap();
                assert!(!run.practised, "{} {} in {ms} ms", pack.exercise.id, entry.id);
            }
        }
    }
}

/// The counterpart: whoever takes the time, comes to the end and has told the stories has practised.
#[test]
fn taking_the_time_is_practice() {
    for (pack, form, entry) in ways_in() {
        let (mut whole, mut practised) = (0, 0);
        // Whoever wanders among many stories is stopped by the clock more often than not.
        for seed in 0..100 {
            let mut practice = begin(&pack, form.variant, &entry.id);
            let (effects, _) = go_through(&mut practice, &form, 1_500, true, &mut Dice::new(seed));
            let run = ended(&effects).unwrap();
            whole += u32::from(run.end == End::Done && run.stories.len() >= usize::from(entry.stories));
            practised += u32::from(run.practised);
            if whole == 4 {
                break;
            }
        }
        let who = (&pack.exercise.id, form.variant.letter(), &entry.id);
        assert!(whole == 4 && practised == 4, "{who:?}: {practised} of {whole}");
    }
}

#[test]
fn every_rise_by_three_and_every_second_eight_ends_with_a_person_offered() {
    let pack = exercise("e01-slow-breathing");
    let form = pack.exercise.forms[1].clone();
    for was_high in [false, true] {
        for before in 0..=10 {
            for after in 0..=10 {
                let setup = Setup { variant: form.variant, entry: "again", earlier: &[], was_high };
                let mut practice = Practice::new(pack.clone(), &setup, noon(FIRST_DAY)).unwrap();
                let mut effects = Vec::new();
                let script =
                    [Event::Begin, Event::Rate(before), Event::Next, Event::Stop, Event::Rate(after)];
                for event in script {
                    effects.extend(practice.handle(noon(FIRST_DAY), event));
                }
                let worse = after >= before + 3 || (after >= 8 && was_high);
                let run = ended(&effects).unwrap();
                assert_eq!(run.end == End::Worse, worse, "{before} to {after}");
                assert_eq!(run.rose, Some(after > before));
                assert_eq!(run.ends_high, after >= 8);
                assert_eq!(practice.view() == View::Worse, worse);
                assert_eq!(effects.contains(&Effect::Calm), worse);
                if worse {
                    assert!(practice.handle(noon(FIRST_DAY), Event::Agree(true)) == [Effect::Handoff]);
                }
            }
        }
    }
}

/// Looking at a rating again does not make one very strong rating two.
#[test]
fn going_back_does_not_count_twice() {
    let pack = exercise("walk");
    let mut practice = begin(&pack, pack.exercise.forms[0].variant, "first");
    let form = pack.exercise.forms[0].clone();
    let mut dice = Dice::new(1);
    let is_after = |view: &View| {
        let View::Step { step, .. } = view else { return false };
        matches!(&form.steps[usize::from(*step)].kind, StepKind::Slide(slide) if slide.role == Role::After)
    };
    let now = noon(FIRST_DAY);
    while !is_after(&practice.view()) {
        for event in onward(&form, &practice.view(), &mut dice, 8) {
            practice.handle(now, event);
        }
    }
    for _ in 0..3 {
        practice.handle(now, Event::Rate(8));
        practice.handle(now, Event::Next);
        assert!(practice.view() != View::Worse);
        practice.handle(now, Event::Back);
        assert!(is_after(&practice.view()));
    }
}

/// Time out of sight is no time, and a clock that is set back takes none away.
#[test]
fn only_time_in_sight_counts() {
    let pack = exercise("e01-slow-breathing");
    let mut practice = begin(&pack, pack.exercise.forms[0].variant, "again");
    let mut now = noon(FIRST_DAY);
    for event in [Event::Begin, Event::Rate(3), Event::Next, Event::Away] {
        practice.handle(now, event);
    }
    for _ in 0..100 {
        now.ms += 60_000;
        practice.handle(now, Event::Tick);
    }
    assert!(matches!(practice.view(), View::Step { .. }));
    practice.handle(now, Event::Here);
    now.ms -= 3_600_000;
    practice.handle(now, Event::Tick);
    assert!(matches!(practice.view(), View::Step { .. }));
    now.ms += 601_000;
    practice.handle(now, Event::Tick);
    now.ms += 1_000;
    practice.handle(now, Event::Tick);
    assert!(practice.view() == View::Over(End::Long));
}

/// What a wave counts as, over every first, highest and last rating that there is.
#[test]
fn an_urge_that_comes_down_by_half_of_its_rise_is_not_worse() {
    let pack = exercise("walk");
    let form = pack.exercise.forms[0].clone();
    for first in 0..=10_u8 {
        for highest in first..=10 {
            for last in 0..=highest {
                let mut practice = begin(&pack, form.variant, "urge");
                let mut now = noon(FIRST_DAY);
                let mut effects = practice.handle(now, Event::Begin);
                for rating in [first, highest, last] {
                    effects.extend(practice.handle(now, Event::Rate(rating)));
                    now.ms += 20_000;
                }
                effects.extend(practice.handle(now, Event::Tick));
                let View::Step { shows: Shows::Wave { due, tide, highest: top, left, .. }, .. } =
                    practice.view()
                else {
                    panic!("no wave")
                };
                assert!(due && left == 60 && top == Some(highest));
                assert!((tide == Some(Tide::Fell)) == (last < highest));
                assert!((tide == Some(Tide::Rising)) == (last == highest && last > first));
                practice.handle(now, Event::Next);
                assert!(matches!(practice.view(), View::Step { .. }), "a rating is due");
                effects.extend(practice.handle(now, Event::Rate(last)));
                effects.extend(practice.handle(now, Event::Next));
                let came_down = last < highest && (highest - last) * 2 >= highest - first;
                let worse = last >= first + 3 && !came_down;
                assert_eq!(practice.view() == View::Worse, worse, "{first} {highest} {last}");
                assert_eq!(effects.contains(&Effect::Calm), worse);
                if !worse {
                    effects.extend(practice.handle(now, Event::Next));
                }
                let run = ended(&effects).unwrap();
                assert_eq!(run.rose, Some(last > first && !came_down), "{first} {highest} {last}");
                assert_eq!(run.ends_high, last >= 8 && (!came_down || first >= 8));
            }
        }
    }
}

/// Before its least time a wave is left by stopping only, and a reload loses none of its points.
#[test]
fn a_wave_takes_its_least_time_and_survives_a_reload() {
    let pack = exercise("walk");
    let form = pack.exercise.forms[0].clone();
    let setup = Setup { variant: form.variant, entry: "urge", earlier: &[], was_high: false };
    let mut practice = begin(&pack, form.variant, "urge");
    let mut now = noon(FIRST_DAY);
    practice.handle(now, Event::Begin);
    practice.handle(now, Event::Rate(6));
    now.ms += 25_000;
    practice.handle(now, Event::Rate(7));
    practice.handle(now, Event::Next);
    let points = |practice: &Practice| {
        let View::Step { shows: Shows::Wave { points, left, .. }, ready, .. } = practice.view() else {
            panic!()
        };
        (points, left, ready)
    };
    assert!(points(&practice) == (vec![(0, 6), (25, 7)], 95, false));
    let row = practice.snapshot();
    let mut practice = Practice::resume(pack.clone(), &setup, row.as_bytes(), now).unwrap();
    assert!(points(&practice) == (vec![(0, 6), (25, 7)], 95, false));
    now.ms += 14_000;
    practice.handle(now, Event::Rate(5));
    assert!(points(&practice) == (vec![(0, 6), (39, 5)], 81, false), "one interval, one point");
    now.ms += 1_000;
    practice.handle(now, Event::Rate(4));
    assert!(points(&practice) == (vec![(0, 6), (39, 5), (40, 4)], 80, true));
    let View::Step { step, .. } = practice.view() else { panic!() };
    practice.handle(now, Event::Next);
    let View::Step { shows: Shows::Card { lines }, .. } = practice.view() else { panic!("a card") };
    assert!(lines[1] == Line::Wave(vec![(0, 6), (39, 5), (40, 4)]) && lines[0] == Line::Empty, "step {step}");
}

/// Until both have written nobody comes to the first one's words, by any events in any order.
#[test]
fn what_the_first_seat_wrote_is_covered_until_both_have_written() {
    let pack = exercise("walk");
    let form = pack.exercise.forms[1].clone();
    let setup = Setup { variant: form.variant, entry: "two", earlier: &[], was_high: false };
    let (first, second) = ("第一个人写的", "第二个人写的");
    let write = |text: &str| Event::Write { field: 0, text: text.to_owned() };
    for seed in 0..300 {
        let (mut dice, now) = (Dice::new(seed), noon(FIRST_DAY));
        let mut practice = begin(&pack, form.variant, "two");
        for event in [Event::Begin, Event::Next, write(first), Event::Next] {
            practice.handle(now, event);
        }
        let mut seconds_turn = false;
        for _ in 0..30 {
            let View::Step { shows, .. } = practice.view() else { break };
            match &shows {
                Shows::Seats(Seat::Writes { who, lines }) => {
                    assert!(*who == 1 && lines.iter().all(|line| !line.contains(first)), "seed {seed}");
                    seconds_turn = true;
                }
                Shows::Seats(Seat::HandOver) => {}
                Shows::Seats(Seat::Both { lines }) => {
                    assert!(seconds_turn && lines[0][0] == first && lines[1][0] == second);
                    practice.handle(now, Event::Next);
                    let View::Step { shows: Shows::Card { lines }, .. } = practice.view() else { panic!() };
                    let both = [[first, ""], [second, ""]].map(|two| two.map(str::to_owned).to_vec());
                    assert!(lines[0] == Line::Seats(both));
                    break;
                }
                _ => panic!("only seats until both have written"),
            }
            match dice.below(5) {
                0 => drop(practice.handle(now, Event::Next)),
                1 => drop(practice.handle(now, Event::Back)),
                2 => drop(practice.handle(now, write(second))),
                3 => drop(practice.handle(now, Event::Skip)),
                _ => {
                    let row = practice.snapshot();
                    practice = Practice::resume(pack.clone(), &setup, row.as_bytes(), now).unwrap();
                }
            }
        }
    }
}

/// What was left half way stands on no card, in no later run either.
#[test]
fn a_card_holds_nothing_of_two_seats_until_both_have_written() {
    let pack = exercise("walk");
    let (form, now) = (pack.exercise.forms[1].clone(), noon(FIRST_DAY));
    let mut practice = begin(&pack, form.variant, "two");
    let first = Event::Write { field: 0, text: "第一个人写的".to_owned() };
    for event in [Event::Begin, first, Event::Next, Event::Stop] {
        practice.handle(now, event);
    }
    let notebook = practice.notebook();
    let setup = Setup { variant: form.variant, entry: "urge", earlier: notebook.as_bytes(), was_high: false };
    let (mut practice, mut now) = (Practice::new(pack.clone(), &setup, now).unwrap(), now);
    practice.handle(now, Event::Begin);
    for rating in [6, 5, 4] {
        practice.handle(now, Event::Rate(rating));
        now.ms += 20_000;
    }
    practice.handle(now, Event::Rate(4));
    practice.handle(now, Event::Next);
    let View::Step { shows: Shows::Card { lines }, .. } = practice.view() else { panic!("a card") };
    assert!(lines[0] == Line::Empty && matches!(lines[1], Line::Wave(_)));
}

#[test]
fn whoever_is_dizzy_may_stop_too() {
    let pack = exercise("walk");
    let (form, now) = (pack.exercise.forms[1].clone(), noon(FIRST_DAY));
    let mut practice = begin(&pack, form.variant, "first");
    for event in [Event::Begin, Event::Rate(4), Event::Next, Event::Dizzy] {
        practice.handle(now, event);
    }
    assert!(practice.view() == View::Ease);
    practice.handle(now, Event::Stop);
    assert!(practice.view() == View::Leaving);
    practice.handle(now, Event::Skip);
    assert!(practice.view() == View::Over(End::Stopped));
}
