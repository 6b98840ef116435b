//! What stays of a run of an exercise once it is over: what a card or a diary showed, what is said to be kept, and
//! nothing else.

use proptest::prelude::*;
use qinghe_content::exercise::{Form, StepKind};
use qinghe_session::practice::{Effect, End, Event, Now, Practice, Setup, View};
use qinghe_tests::{
    dice::Dice,
    training::{FIRST_DAY, begin, exercise, noon, onward, ways_in},
};
use std::collections::BTreeSet;

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|part| part == text.as_bytes())
}

/// What is written at the step at this position.
fn secret(at: usize) -> String {
    format!("第{at:03}步上写的只有我自己知道")
}

fn at(view: &View) -> Option<usize> {
    if let View::Step { step, .. } = view { Some(usize::from(*step)) } else { None }
}

/// Somebody goes on, back and round, writes something else at every step, and stops when it pleases the dice. Says
/// which steps may be kept, and whether the world was asked to keep anything.
fn wander(practice: &mut Practice, form: &Form, dice: &mut Dice) -> (BTreeSet<usize>, bool) {
    let keep = form.steps.iter().enumerate().filter(|(_, step)| step.keep).map(|(at, _)| at);
    let (mut may_stay, mut kept, mut now): (BTreeSet<usize>, bool, Now) =
        (keep.collect(), false, noon(FIRST_DAY));
    while !matches!(practice.view(), View::Over(_)) {
        let here = at(&practice.view());
        let events = match dice.below(40) {
            0 => vec![Event::Stop],
            1..=3 => vec![Event::Back],
            _ => onward(form, &practice.view(), dice, 4),
        };
        for event in events {
            let event = match (event, here) {
                (Event::Write { field, .. }, Some(at)) => Event::Write { field, text: secret(at) },
                (event, _) => event,
            };
            now.ms += 1_500;
            kept |= practice.handle(now, event).contains(&Effect::Keep);
        }
        if let Some(StepKind::Card(lines)) = at(&practice.view()).map(|at| &form.steps[at].kind) {
            may_stay.extend(lines.iter().map(|at| usize::from(*at)));
        }
    }
    (may_stay, kept)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Whatever exercise, whatever way and whatever end.
    #[test]
    fn of_a_run_that_is_over_nothing_stays_but_what_a_card_kept(seed in any::<u64>()) {
        for (pack, form, entry) in ways_in() {
            let (mut practice, mut dice) = (begin(&pack, form.variant, &entry.id), Dice::new(seed));
            let (may_stay, kept) = wander(&mut practice, &form, &mut dice);
            let who = format!("{} {} {}", pack.exercise.id, form.variant.letter(), entry.id);
            let (row, notebook) = (practice.snapshot(), practice.notebook());
            for step in 0..form.steps.len() {
                prop_assert!(!holds(row.as_bytes(), &secret(step)), "{who}: the row holds step {step}");
                let stays = holds(notebook.as_bytes(), &secret(step));
                prop_assert!(!stays || may_stay.contains(&step), "{who}: the notebook holds step {step}");
                prop_assert!(!stays || kept, "{who}: what is kept is told");
            }
        }
    }
}

/// Goes to a step of the fixture.
fn go_to(practice: &mut Practice, form: &Form, id: &str, dice: &mut Dice) {
    let wanted = form.steps.iter().position(|step| step.id == id);
    while at(&practice.view()) != wanted {
        for event in onward(form, &practice.view(), dice, 2) {
            practice.handle(noon(FIRST_DAY), event);
        }
    }
}

/// What is typed is in the snapshot as long as a run goes on, and in the notebook once a card has shown it; an
/// emptied line leaves it, and no other exercise reads it.
#[test]
fn what_is_typed_is_sealed_and_comes_back() {
    let (pack, now) = (exercise("walk"), noon(FIRST_DAY));
    let form = pack.exercise.forms[0].clone();
    let (mut practice, mut dice) = (begin(&pack, form.variant, "first"), Dice::new(3));
    go_to(&mut practice, &form, "note", &mut dice);
    let note = "只有我自己知道";
    practice.handle(now, Event::Write { field: 0, text: note.to_owned() });
    let row = practice.snapshot();
    assert!(row.as_bytes().len().is_multiple_of(2048) && holds(row.as_bytes(), note));
    assert!(holds(row.as_bytes(), "好好睡觉") && !holds(practice.notebook().as_bytes(), "好好睡觉"));
    go_to(&mut practice, &form, "card", &mut dice);
    assert!(holds(practice.notebook().as_bytes(), "好好睡觉"), "the plan stands on a card");
    practice.handle(now, Event::Next);
    assert!(practice.view() == View::Over(End::Done));
    let notebook = practice.notebook();
    assert!(
        holds(notebook.as_bytes(), "好好睡觉") && !holds(notebook.as_bytes(), note),
        "the note stands on none"
    );
    assert!(!holds(practice.snapshot().as_bytes(), "好好睡觉"));
    let setup =
        Setup { variant: form.variant, entry: "first", earlier: notebook.as_bytes(), was_high: false };
    let again = Practice::new(pack.clone(), &setup, now).unwrap();
    assert!(holds(again.snapshot().as_bytes(), "好好睡觉"));
    let other = exercise("e01-slow-breathing");
    let setup = Setup { variant: other.exercise.forms[0].variant, entry: "again", ..setup };
    let foreign = Practice::new(other, &setup, now).unwrap();
    assert!(!holds(foreign.snapshot().as_bytes(), "好好睡觉"), "a notebook of another exercise is not read");
}

/// Whoever empties a line takes it off the card, and out of the notebook.
#[test]
fn an_emptied_line_is_gone() {
    let (pack, now) = (exercise("e11-kind-letter"), noon(FIRST_DAY));
    let form = pack.exercise.forms.last().unwrap().clone();
    let mut earlier = Vec::new();
    for (line, stays) in [("谢谢你这么说", true), ("", false)] {
        let setup = Setup { variant: form.variant, entry: "read", earlier: &earlier, was_high: false };
        let mut practice = Practice::new(pack.clone(), &setup, now).unwrap();
        practice.handle(now, Event::Next);
        practice.handle(now, Event::Write { field: 0, text: line.to_owned() });
        let effects = practice.handle(now, Event::Next);
        assert!(effects.contains(&Effect::Keep) && practice.view() == View::Over(End::Done));
        earlier = practice.notebook().as_bytes().to_vec();
        assert_eq!(holds(&earlier, "谢谢你这么说"), stays);
    }
}
