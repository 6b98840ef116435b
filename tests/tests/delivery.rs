//! Nothing lost, nothing twice, nothing claimed: whole sittings against a network, a disk and a machine
//! that fail by seed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use qinghe_content::Locale;
use qinghe_session::{Event, View};
use qinghe_tests::{
    dice::Dice,
    pack,
    page::{Ask, Page, Rows},
    people::{Wanderer, choices},
    student,
    suite::Suite,
    world::{BEGIN_MS, Weather, World, config},
};
use qinghe_wire::{Notice, Stage, Trigger};
use std::rc::Rc;

/// How often each fault and each way out was met, so that the schedules are known to be hard.
#[derive(Default)]
struct Met {
    reloads: u32,
    repeats: u32,
    early: usize,
}

fn sitting(suite: &Rc<Suite>, seed: u64, met: &mut Met) {
    let pack = pack(Locale::ZhHans);
    let mut dice = Dice::new(seed);
    let bad_ms = dice.between(10_000, 240_000);
    let weather = Weather::foul(seed, BEGIN_MS + bad_ms);
    let mut world = World::open(&pack, student(), suite, weather, seed);
    let mut person = Wanderer::new(choices(&pack, &mut dice), &mut dice);
    // Where the disk keeps nothing, the screen says so, and no page can come back.
    let reload_percent = if dice.chance(20) { 0 } else { dice.below(12) };
    world.weather.disk_refuses = reload_percent == 0;
    while world.now_ms < world.weather.bad_until_ms || !person.promised.result {
        person.act(&mut world, &mut dice);
        world.wait(if dice.chance(20) { dice.below(40) } else { dice.between(100, 9_000) });
        if dice.chance(reload_percent) {
            if person.promised.result && world.page.host.settled() {
                break; // Opened again, this would be another sitting.
            }
            world.reload(&mut dice);
            person.reloaded();
            met.reloads += 1;
        }
    }
    // The sun comes out; the person lets the page lie open, having looked whether help is still known.
    for _ in 0..8 {
        person.act(&mut world, &mut dice);
    }
    world.wait(180_000);
    check(&world, suite, &person, seed);
    met.repeats += world.gateway.repeats();
    met.early += world.gateway.notices(suite).len() - 1;
}

fn check(world: &World, suite: &Suite, person: &Wanderer, seed: u64) {
    let notices = world.gateway.notices(suite);
    let count = |is: &dyn Fn(&Notice) -> bool| notices.iter().filter(|notice| is(notice)).count();
    let safety = count(&|notice| notice.trigger == Some(Trigger::Safety));
    let help = count(&|notice| notice.trigger == Some(Trigger::HelpAsked));
    assert_eq!(safety, usize::from(person.promised.safety), "safety, seed {seed}");
    assert_eq!(help, usize::from(person.promised.help), "help, seed {seed}");
    assert_eq!(count(&|notice| notice.stage == Stage::Final), 1, "final, seed {seed}");
    assert_eq!((world.gateway.conflicts, world.gateway.malformed), (0, 0), "seed {seed}");
    assert!(world.page.host.settled(), "settled, seed {seed}");
}

#[test]
fn every_notice_is_stored_exactly_once_whatever_fails() {
    let suite = Rc::new(Suite::Plain);
    let mut met = Met::default();
    for seed in 0..3_000 {
        sitting(&suite, seed, &mut met);
    }
    assert!(met.reloads > 1_000 && met.repeats > 200 && met.early > 1_000);
}

#[test]
fn the_same_with_real_envelopes() {
    let suite = Rc::new(Suite::hpke());
    let mut met = Met::default();
    for seed in 10_000..10_012 {
        sitting(&suite, seed, &mut met);
    }
}

/// "Not today" forgets the responses; a call for a person that could not leave yet is not a response.
#[test]
fn a_call_that_waits_outlives_not_today_and_the_page() {
    let pack = pack(Locale::ZhHans);
    let config = config(&pack, &Suite::Plain);
    let mut page = Page::open(&pack, student(), config.clone(), &Rows::default(), 1);
    let agree = Event::Agree { share_domains: false, shared_device: false };
    let choices = [Event::Choose(0); 8].into_iter().chain([Event::Choose(1)]);
    let mut outbox = None;
    for event in [Event::Next, agree].into_iter().chain(choices) {
        for ask in page.act(BEGIN_MS, event) {
            if let Ask::SaveOutbox { row } = ask {
                outbox = Some(row);
            }
        }
    }
    let mut later = Page::open(&pack, student(), config, &Rows { session: None, outbox }, 2);
    assert!(matches!(later.session.view(), View::Sees { .. }));
    let asks = later.mount(BEGIN_MS + 60_000);
    let urgent = asks.iter().any(|ask| matches!(ask, Ask::Seal { head, .. } if head[1] == 2));
    assert!(urgent, "it is sealed again and goes with the next slot");
}
