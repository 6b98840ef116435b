//! Stories in exercises: the first telling counts, whatever is told afterwards.

use proptest::prelude::*;
use qinghe_content::exercise::{ExercisePack, Form, StepKind};
use qinghe_session::practice::{Event, Practice, Setup, StoryResult, View};
use qinghe_tests::{
    dice::Dice,
    training::{FIRST_DAY, begin, ended, exercise, noon, onward, ways_in},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

/// The story of the moment that is shown, and its position.
fn moment(form: &Form, practice: &Practice) -> Option<(String, u16)> {
    let View::Step { step, .. } = practice.view() else { return None };
    match &form.steps[usize::from(step)].kind {
        StepKind::Branch(branch) => Some((branch.story.id.clone(), step)),
        _ => None,
    }
}

/// The same run in other hands: from its row, as after a reload.
fn twin(pack: &Rc<ExercisePack>, setup: &Setup<'_>, practice: &Practice) -> Practice {
    Practice::resume(pack.clone(), setup, practice.snapshot().as_bytes(), noon(FIRST_DAY)).unwrap()
}

/// What the run tells of its stories when it is stopped now.
fn told(mut practice: Practice) -> Vec<StoryResult> {
    let mut effects = practice.handle(noon(FIRST_DAY), Event::Stop);
    effects.extend(practice.handle(noon(FIRST_DAY), Event::Skip));
    ended(&effects).map(|run| run.stories.clone()).unwrap_or_default()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Anybody in any exercise with stories, going on, back, round again and through a reload: once a run comes to a
    /// moment that was left before, nothing changes how this story went.
    #[test]
    fn the_first_telling_counts(seed in any::<u64>()) {
        for (pack, form, entry) in ways_in() {
            if !form.steps.iter().any(|step| matches!(step.kind, StepKind::Branch(_))) {
                continue;
            }
            let setup = Setup { variant: form.variant, entry: &entry.id, earlier: &[], was_high: false };
            let (mut practice, mut dice) = (begin(&pack, form.variant, &entry.id), Dice::new(seed));
            let (mut left, mut settled) = (BTreeSet::new(), BTreeMap::new());
            for _ in 0..160 {
                if matches!(practice.view(), View::Over(_) | View::Worse) {
                    break;
                }
                let before = moment(&form, &practice);
                let back = dice.chance(15);
                let events = if back { vec![Event::Back] } else { onward(&form, &practice.view(), &mut dice, 3) };
                for event in events {
                    practice.handle(noon(FIRST_DAY), event);
                }
                if dice.chance(10) && matches!(practice.view(), View::Step { .. }) {
                    practice = twin(&pack, &setup, &practice);
                }
                let here = moment(&form, &practice);
                if !back && let Some((story, at)) = before && here.as_ref().is_none_or(|(_, one)| *one != at) {
                    left.insert((story, at));
                }
                let now = told(twin_or_over(&pack, &setup, &practice));
                for one in &now {
                    if let Some(right) = settled.get(&one.id) {
                        prop_assert_eq!(one.right, *right, "{} {}", pack.exercise.id, one.id);
                    }
                }
                // Chosen afresh: this is no look at what was done, but another telling.
                let afresh = matches!(practice.view(), View::Step { ready: false, .. });
                if let Some((story, _)) = here.filter(|here| afresh && left.contains(here)) {
                    let right = now.iter().find(|one| one.id == story).map(|one| one.right);
                    settled.entry(story).or_insert(right.unwrap());
                }
            }
        }
    }
}

fn twin_or_over(pack: &Rc<ExercisePack>, setup: &Setup<'_>, practice: &Practice) -> Practice {
    match practice.view() {
        View::Over(_) | View::Worse => begin(pack, setup.variant, setup.entry),
        _ => twin(pack, setup, practice),
    }
}

/// Going back to look and on again is no second telling: what was done stays done, and the story goes on.
#[test]
fn whoever_looks_back_goes_on_with_the_same_telling() {
    let (pack, now) = (exercise("e21-traffic-light"), noon(FIRST_DAY));
    let form = pack.exercise.forms[1].clone();
    let step = |id: &str| form.steps.iter().position(|step| step.id == id).unwrap();
    let at = |practice: &Practice| match practice.view() {
        View::Step { step, ready, .. } => (usize::from(step), ready),
        _ => panic!("no step"),
    };
    let mut practice = begin(&pack, form.variant, "stories");
    // The menu, the queue, a step aside.
    for event in [Event::Rate(3), Event::Next, Event::Choose(0), Event::Next, Event::Choose(1), Event::Next] {
        practice.handle(now, event);
    }
    assert_eq!(at(&practice), (step("queue-2"), false));
    for reload in [false, true] {
        practice.handle(now, Event::Back);
        practice.handle(now, Event::Back);
        assert_eq!(at(&practice), (step("menu"), true));
        if reload {
            let setup = Setup { variant: form.variant, entry: "stories", earlier: &[], was_high: false };
            practice = twin(&pack, &setup, &practice);
        }
        practice.handle(now, Event::Next);
        practice.handle(now, Event::Choose(2));
        assert_eq!(at(&practice), (step("queue-1"), true), "done is done");
        practice.handle(now, Event::Next);
        assert_eq!(at(&practice), (step("queue-2"), false));
    }
    // Yelling comes after that, in the same telling.
    practice.handle(now, Event::Choose(0));
    practice.handle(now, Event::Next);
    let queue = told(practice).into_iter().find(|story| story.id == "queue").unwrap();
    assert!(!queue.right);
}
