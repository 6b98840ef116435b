//! Nothing lost, nothing twice, nothing claimed: schedules of faults against the real session and the real host.
//!
//! `QINGHE_SCHEDULES=1000000` plays so many in all instead of fifty thousand, `QINGHE_FIRST=1000000` begins with that
//! one; `QINGHE_SEED=7` plays one and tells it.

use qinghe_tests::{
    dice::Dice,
    sim::{Report, Setting, World, bugs, bugs::Bug, faults::Plan},
    suite::Suite,
};
use std::rc::Rc;

/// Schedules of one run, over all parts.
const SCHEDULES: u64 = 50_000;
/// After so many that failed a part stops.
const ENOUGH: usize = 20;
/// Tests that share them, so that they run on every processor.
const PARTS: u64 = 8;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{name} must be a number")))
}

fn world(setting: &Rc<Setting>, seed: u64, bug: Option<Bug>) -> World {
    World::new(setting, seed, bug, Plan::draw(&mut Dice::new(seed), true), None)
}

fn told(setting: &Rc<Setting>, seed: u64, bug: Option<Bug>) -> String {
    let mut world = world(setting, seed, bug);
    world.watch();
    world.run().err().unwrap_or_default()
}

fn play(part: u64) {
    let setting = Setting::new(Suite::Plain);
    if let Some(seed) = number("QINGHE_SEED") {
        let mut world = world(&setting, seed, None);
        world.watch();
        panic!(
            "{}",
            world.run().map_or_else(|why| why, |_| format!("seed {seed} ends well\n{}", world.story()))
        );
    }
    let each = number("QINGHE_SCHEDULES").unwrap_or(SCHEDULES) / PARTS;
    let first = number("QINGHE_FIRST").unwrap_or(0) + part * each;
    let (mut met, mut red) = (Report::default(), Vec::new());
    for seed in first..first + each {
        match world(&setting, seed, None).run() {
            Ok(report) => met.add(&report),
            Err(_) => red.push(seed),
        }
        if red.len() == ENOUGH {
            break;
        }
    }
    println!("{met:?}");
    if let Some(seed) = red.first() {
        panic!("{}\nReplay them with QINGHE_SEED=n: {red:?}.", told(&setting, *seed, None));
    }
    assert!(
        u64::from(met.pages) > each * 2 && u64::from(met.notices) > each,
        "the schedules are hard: {met:?}"
    );
}

macro_rules! parts {
    ($($name:ident = $part:literal)+) => {
        $(#[test] fn $name() { play($part); })+
    };
}
parts! {
    nothing_is_lost_1 = 0
    nothing_is_lost_2 = 1
    nothing_is_lost_3 = 2
    nothing_is_lost_4 = 3
    nothing_is_lost_5 = 4
    nothing_is_lost_6 = 5
    nothing_is_lost_7 = 6
    nothing_is_lost_8 = 7
}

#[test]
fn the_same_with_real_envelopes() {
    let setting = Setting::new(Suite::hpke());
    for seed in 5_000_000..5_000_012 {
        if world(&setting, seed, None).run().is_err() {
            panic!("{}", told(&setting, seed, None));
        }
    }
}

/// Where the same human timing under the same faults shows in what leaves, and when.
fn shows(setting: &Rc<Setting>, seed: u64, bug: Option<Bug>) -> Result<Option<String>, String> {
    let play = |critical| {
        let mut world = World::new(setting, seed, bug, Plan::blind(&mut Dice::new(seed)), Some(critical));
        world.run().map(|_| world.while_it_lasted())
    };
    let (urgent, routine) = (play(true)?, play(false)?);
    let differs = urgent.iter().zip(&routine).position(|(one, other)| one != other);
    let differs = differs.or((urgent.len() != routine.len()).then_some(urgent.len().min(routine.len())));
    Ok(differs.map(|at| format!("envelope {at}: {:?} and {:?}", urgent.get(at), routine.get(at))))
}

#[test]
fn slots_do_not_depend_on_what_was_answered() {
    let setting = Setting::new(Suite::Plain);
    for seed in 0..1_500 {
        assert_eq!(shows(&setting, seed, None), Ok(None), "seed {seed}");
    }
}

/// The first schedule that finds a mistake.
fn caught(setting: &Rc<Setting>, bug: Bug) -> Option<(u64, String)> {
    (0..10_000).find_map(|seed| {
        let failed = world(setting, seed, Some(bug)).run().err();
        let shown = || shows(setting, seed, Some(bug)).unwrap_or_else(Some);
        let pairs = matches!(bug, Bug::UrgentAtOnce | Bug::UrgentRetriesSooner);
        failed.or_else(|| pairs.then(shown).flatten()).map(|why| (seed, why))
    })
}

#[test]
fn every_planted_mistake_is_found() {
    assert!(bugs::ALL.len() >= 30);
    let setting = Setting::new(Suite::Plain);
    let mut missed = Vec::new();
    for (bug, what) in bugs::ALL {
        match caught(&setting, *bug) {
            Some((seed, why)) => println!("{seed:>6}  {what}: {why}"),
            None => missed.push(what),
        }
    }
    assert!(missed.is_empty(), "not found within 10 000 schedules: {missed:#?}");
}
