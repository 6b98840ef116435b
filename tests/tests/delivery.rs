//! Nothing lost, nothing twice, nothing claimed: whole sittings against a network, a disk and a machine
//! that fail by seed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use qinghe_content::Locale;
use qinghe_tests::{
    dice::Dice,
    pack,
    people::{Wanderer, choices},
    student,
    suite::Suite,
    world::{BEGIN_MS, Weather, World},
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
