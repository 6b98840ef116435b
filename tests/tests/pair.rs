//! Two seats: parent and child do an exercise together, each for oneself where it is about oneself, and nobody sees what the
//! other has put down before the own turn is over.

use qinghe_content::{
    Locale,
    exercise::{Lessons, StepKind, Together, Variant},
};
use qinghe_session::practice::{End, Event, Shows, View};
use qinghe_tests::{
    dice::Dice,
    training::{FIRST_DAY, exercises, noon, onward},
};
use qinghe_training_page::{
    pair::{Pair, Turn, Who},
    room::{Playing, Room, words_of},
    shelf::{Shelf, Whose},
};

/// Every exercise for two, with its variants, on the shelf of the family's page.
fn all() -> Vec<(String, Variant)> {
    let of_pack = exercises().into_iter().filter_map(|pack| Together::of(&pack.exercise, &pack.text.forms));
    of_pack.flat_map(|one| one.faces.into_iter().map(move |face| (one.id.clone(), face.variant))).collect()
}

fn begin(id: &str, variant: Variant) -> (Pair, Playing) {
    let packs = exercises();
    let together = packs.iter().filter_map(|pack| Together::of(&pack.exercise, &pack.text.forms)).collect();
    let bytes = Lessons::new(Locale::ZhHans, Vec::new(), together).encode().unwrap();
    let mut shelf = Shelf::new(Whose::Families, Locale::ZhHans, &bytes).unwrap();
    for pack in packs {
        shelf.put(pack.exercise.id.clone(), pack.encode().unwrap());
    }
    let mut room = Room { shelf: Some(shelf), ..Room::default() };
    let pair = Pair::begin(&mut room, id, variant, b"book".to_vec(), noon(FIRST_DAY)).unwrap();
    assert!(room.book.record.history(id).is_none());
    (pair, room.playing.take().unwrap())
}

/// Whose turn it is, and at which step.
fn turn(pair: &Pair, playing: &Playing) -> Option<(u16, Turn)> {
    let View::Step { step, .. } = playing.practice.view() else { return None };
    let pack = playing.practice.pack();
    let (form, _) = words_of(&pack, playing.variant)?;
    Some((step, pair.turn(form.steps.get(usize::from(step))?)))
}

fn is_empty(shows: &Shows) -> bool {
    match shows {
        Shows::Slide { rating } => rating.is_none(),
        Shows::Chosen { chosen, .. } => chosen.is_empty(),
        Shows::Written { lines } => lines.iter().all(String::is_empty),
        _ => true,
    }
}

/// Goes through; both rate alike, so that neither is led elsewhere.
fn go_through(id: &str, variant: Variant, seed: u64) -> Pair {
    let (mut pair, mut playing) = begin(id, variant);
    let (mut dice, mut now) = (Dice::new(seed), noon(FIRST_DAY));
    let mut own: Vec<(u16, Who)> = Vec::new();
    for _ in 0..3_000 {
        let view = playing.practice.view();
        if let View::Over(end) = view {
            assert!(matches!(end, End::Done | End::Long), "{id}: nobody stopped");
            return pair;
        }
        let pack = playing.practice.pack();
        let (form, _) = words_of(&pack, variant).unwrap();
        if let Some((at, Turn::Own(who))) = turn(&pair, &playing)
            && own.last() != Some(&(at, who))
        {
            let View::Step { ref shows, .. } = view else { panic!() };
            assert!(is_empty(shows), "{id} step {at}: {who:?} begins with nothing there");
            if who == Who::Child {
                assert_eq!(own.last(), Some(&(at, Who::Parent)), "{id} step {at}: the parent goes first");
            }
            own.push((at, who));
        }
        if let View::Step { shows, .. } = &view {
            let kept = matches!(shows, Shows::Card { .. } | Shows::Diary { .. } | Shows::Remind { .. });
            assert!(!kept, "{id}: nothing that is kept is shown or asked");
        }
        for event in onward(form, &view, &mut dice, 4) {
            now.ms += 1_500;
            pair.handle(&mut playing, &event, now);
        }
    }
    panic!("{id} has no end");
}

#[test]
fn the_six_are_done_in_turns_and_both_stand_on_the_sheet() {
    let all = all();
    let mut ids: Vec<&str> = all.iter().map(|(id, _)| id.get(..3).unwrap()).collect();
    ids.dedup();
    assert_eq!(ids, ["e03", "e04", "e07", "e21", "e25", "e30"]);
    for (id, variant) in &all {
        for seed in 0..24 {
            let pair = go_through(id, *variant, seed);
            assert_eq!(pair.book, b"book", "the book goes back as it came");
            let by = |who| {
                pair.told.iter().filter(|one| one.who == Some(who)).map(|one| one.step).collect::<Vec<_>>()
            };
            let (parent, child) = (by(Who::Parent), by(Who::Child));
            assert!(!parent.is_empty(), "{id}: something is said");
            // The end of the time may come between the two.
            assert!(
                parent.starts_with(&child) && parent.len() - child.len() <= 1,
                "{id}: {parent:?} {child:?}"
            );
            let pact = pair.told.iter().any(|one| one.who.is_none());
            assert_eq!(
                pact,
                id.starts_with("e30"),
                "{id} {variant:?} {seed} {:?}",
                pair.told.iter().map(|one| (one.step, one.who)).collect::<Vec<_>>()
            );
        }
    }
}

#[test]
fn what_one_decides_for_both_is_decided_in_turns() {
    let (mut pair, mut playing) = begin("e21-traffic-light", Variant::Primary);
    let (mut dice, mut now) = (Dice::new(5), noon(FIRST_DAY));
    let mut deciders = Vec::new();
    let mut last = None;
    while !matches!(playing.practice.view(), View::Over(_)) {
        let pack = playing.practice.pack();
        let (form, _) = words_of(&pack, Variant::Primary).unwrap();
        let here = turn(&pair, &playing);
        if let Some((at, Turn::For(who))) = here
            && last != here
            && form
                .steps
                .get(usize::from(at))
                .is_some_and(|step| matches!(step.kind, StepKind::Branch(_) | StepKind::Pick(_)))
        {
            deciders.push(who);
        }
        last = here;
        for event in onward(form, &playing.practice.view(), &mut dice, 4) {
            now.ms += 1_000;
            pair.handle(&mut playing, &event, now);
        }
    }
    assert!(deciders.len() > 4, "{deciders:?}");
    assert!(deciders.contains(&Who::Parent) && deciders.contains(&Who::Child), "{deciders:?}");
}

#[test]
fn whoever_wants_to_stop_stops_for_both_and_is_asked_nothing() {
    for (id, variant) in all() {
        for stop_at in [0, 3, 9, 20] {
            let (mut pair, mut playing) = begin(&id, variant);
            let (mut dice, mut now) = (Dice::new(1), noon(FIRST_DAY));
            for nth in 0..=stop_at {
                let pack = playing.practice.pack();
                let (form, _) = words_of(&pack, variant).unwrap();
                let view = playing.practice.view();
                let events =
                    if nth == stop_at { vec![Event::Stop] } else { onward(form, &view, &mut dice, 4) };
                for event in events {
                    now.ms += 500;
                    pair.handle(&mut playing, &event, now);
                }
            }
            assert!(matches!(playing.practice.view(), View::Over(_)), "{id} after {stop_at}");
        }
    }
}

/// Anything in any order, by either: no panic, and an end for one that is not the end of the way is one for both.
#[test]
fn any_events_of_two_people() {
    for (id, variant) in all() {
        for seed in 0..40 {
            let (mut pair, mut playing) = begin(&id, variant);
            let (mut dice, mut now) = (Dice::new(seed), noon(FIRST_DAY));
            for _ in 0..250 {
                now.ms += dice.below(4_000);
                let small = |dice: &mut Dice, end: u64| u8::try_from(dice.below(end)).unwrap();
                let event = match dice.below(14) {
                    0 => Event::Begin,
                    1 => Event::Back,
                    2 => Event::Dizzy,
                    3..=4 => Event::Rate(small(&mut dice, 12)),
                    5 => Event::Tick,
                    6 => Event::Away,
                    7 => Event::Here,
                    8 => Event::Choose(small(&mut dice, 8)),
                    9 => Event::Agree(true),
                    _ => {
                        let pack = playing.practice.pack();
                        let (form, _) = words_of(&pack, variant).unwrap();
                        let view = playing.practice.view();
                        let rating = small(&mut dice, 11);
                        for event in onward(form, &view, &mut dice, rating) {
                            pair.handle(&mut playing, &event, now);
                        }
                        continue;
                    }
                };
                pair.handle(&mut playing, &event, now);
                let view = playing.practice.view();
                assert!(!matches!(view, View::Leaving), "{id}: nobody is asked on the way out");
                let mut seen: Vec<_> = pair.told.iter().map(|one| (one.step, one.who)).collect();
                let all = seen.len();
                seen.dedup();
                assert_eq!(seen.len(), all, "{id}: what is said again takes the place of what was said");
            }
        }
    }
}
