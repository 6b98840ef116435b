//! Where one exercise leads to another: in the place of what is not for somebody, and at a step that offers it. On the page of
//! the students, with the exercises that ship.

use qinghe_content::{
    Locale,
    exercise::{Catalogue, Elsewhere, Variant},
};
use qinghe_session::practice::{End, Event, Now, View};
use qinghe_tests::{
    dice::Dice,
    training::{FIRST_DAY, exercises, listings, noon, onward},
};
use qinghe_training_page::{
    room::{Ask, Room, words_of},
    shelf::{Shelf, Whose},
};

const PLAN: &str = "e34-safety-plan";
const HELP: &str = "e35-one-step-to-help";

/// The page of somebody of this stage, every pack arrived. Who has a plan has written it.
fn room(variant: Variant, has_plan: bool) -> Room {
    let catalogue = Catalogue::new(Locale::ZhHans, listings()).encode().unwrap();
    let mut shelf = Shelf::new(Whose::Students, Locale::ZhHans, &catalogue).unwrap();
    for pack in exercises() {
        shelf.put(pack.exercise.id.clone(), pack.encode().unwrap());
    }
    let mut room = Room { shelf: Some(shelf), ..Room::default() };
    room.book.settings.variant = Some(variant);
    if has_plan {
        room.book.notes.insert(PLAN.into(), vec![1]);
    }
    room
}

/// Begins an exercise and goes on, in any way, until the step with this id.
fn come_to(room: &mut Room, exercise: &str, id: &str, now: Now) {
    for seed in 0..500 {
        let mut dice = Dice::new(seed);
        let entries = room.entries(exercise);
        let entry = &entries[usize::try_from(dice.below(entries.len() as u64)).unwrap()].id;
        assert!(room.start(exercise, entry, now));
        for _ in 0..200 {
            let playing = room.playing.as_ref().unwrap();
            let (pack, view) = (playing.practice.pack(), playing.practice.view());
            let (form, _) = words_of(&pack, playing.variant).unwrap();
            match view {
                View::Step { step, .. } if form.steps[usize::from(step)].id == id => return,
                View::Over(_) => break,
                _ => {}
            }
            let rating = u8::try_from(seed % 11).unwrap();
            for event in onward(form, &view, &mut dice, rating) {
                room.handle(event, now);
            }
        }
    }
    panic!("no way to {id}");
}

fn opens(asks: &[Ask]) -> Option<&str> {
    asks.iter().find_map(|ask| if let Ask::Open(to) = ask { Some(to.exercise.as_str()) } else { None })
}

#[test]
fn what_is_not_for_somebody_has_something_in_its_place() {
    let now = noon(FIRST_DAY);
    let mut turned = Vec::new();
    for variant in Variant::STUDENTS {
        for pack in exercises() {
            let id = pack.exercise.id.as_str();
            let Some(form) = pack.exercise.form(variant) else { continue };
            for (at, not_for) in (0u8..).zip(&form.not_for) {
                let mut room = room(variant, true);
                assert!(room.start_first(id, now) && room.instead().is_none());
                room.handle(Event::Applies(at), now);
                let Some(to) = room.instead() else { panic!("{id}, {not_for}: nothing") };
                assert!(room.start_led(&to, now), "{id}, {not_for}: {} begins", to.exercise);
                turned.push((id.to_owned(), not_for.clone(), to.exercise));
            }
        }
    }
    for (id, not_for, to) in [
        ("e01-slow-breathing", "", "e05-grounding"),
        ("e20-bed-for-sleep", "", "e19-bedtime-off-load"),
        ("e24-social-ladder", "bullied-now", "e27-if-i-am-targeted"),
        ("e24-social-ladder", "no-voice", HELP),
        ("e36-ride-it-out", "", HELP),
        ("e37-ten-minute-movement", "heart", "e07-name-the-feeling"),
        ("e37-ten-minute-movement", "hungry", HELP),
    ] {
        let all = turned.iter().filter(|one| one.0 == id && (not_for.is_empty() || one.1 == not_for));
        let all: Vec<&str> = all.map(|one| one.2.as_str()).collect();
        assert!(!all.is_empty() && all.iter().all(|one| *one == to), "{id}, {not_for}: {all:?}");
    }
}

/// Exercise, step, whether there is a plan, where it leads, and where on a day on which somebody is needed.
const OVER: [(&str, &str, bool, &str, Option<&str>); 6] = [
    ("e12-worry-time", "bigger", false, "e23-five-steps", None),
    ("e12-worry-time", "first-sentence", false, HELP, Some(HELP)),
    ("e31-urge-surfing", "not-alone", false, PLAN, Some(PLAN)),
    ("e31-urge-surfing", "not-alone", true, "e36-ride-it-out", Some(PLAN)),
    ("e10-thought-detective", "", false, "e27-if-i-am-targeted", None),
    ("e06-notice-name-refocus", "", false, HELP, Some(HELP)),
];

#[test]
fn a_step_leads_over_and_when_somebody_is_needed_only_to_what_is_there_then() {
    let now = noon(FIRST_DAY);
    for (id, step, has_plan, to, then) in OVER {
        let pack = exercises().into_iter().find(|pack| pack.exercise.id == id).unwrap();
        let form = pack.exercise.form(Variant::Junior).unwrap();
        let leads = |one: &&qinghe_content::exercise::Step| one.opens.is_some();
        let step = if step.is_empty() { &form.steps.iter().find(leads).unwrap().id } else { step };
        for urgent in [false, true] {
            let mut room = room(Variant::Junior, has_plan);
            come_to(&mut room, id, step, now);
            if urgent {
                room.book.record.note_urgent(now);
            }
            let asks = room.handle(Event::Open, now);
            assert_eq!(opens(&asks), if urgent { then } else { Some(to) }, "{id}, {step}, {urgent}");
            let run = room.playing.as_ref().unwrap().run.as_ref().unwrap();
            assert!(run.end == End::Done || run.end == End::Stopped, "{id}");
            if let Some(to) = opens(&asks) {
                assert!(room.start_led(&Elsewhere::first(to), now), "{to} begins");
            }
        }
    }
}

/// Whatever leads anywhere on the page, on a day on which somebody is needed.
#[test]
fn when_somebody_is_needed_nothing_else_begins_waits_or_is_reminded_of() {
    let now = noon(FIRST_DAY);
    let mut room = room(Variant::Junior, true);
    let ids: Vec<String> = room.shelf.as_ref().unwrap().listings().iter().map(|one| one.id.clone()).collect();
    let mine: Vec<String> = ids.into_iter().filter(|id| !room.entries(id).is_empty()).collect();
    for id in &mine {
        room.book.remind(id, "first", now.day, 1);
    }
    assert_eq!(room.due(now).len(), mine.len());
    assert!(mine.iter().all(|id| room.start_first(id, now)));
    room.book.record.note_urgent(now);
    room.playing = None;
    let begins: Vec<&String> = mine.iter().filter(|id| room.start_first(id, now)).collect();
    let stays = |id: &&String| ["e05-grounding", "e34-safety-plan", HELP, "rest"].contains(&id.as_str());
    assert_eq!(begins, mine.iter().filter(stays).collect::<Vec<_>>());
    let due: Vec<&String> = room.due(now).into_iter().map(|one| &one.exercise).collect();
    assert_eq!(due.len(), begins.len());
    assert!(due.iter().all(|id| begins.contains(id)));
    for id in &mine {
        assert_eq!(
            room.over_to(&Elsewhere::first(id), now).is_some(),
            begins.contains(&id) || id == "e36-ride-it-out"
        );
    }
}
