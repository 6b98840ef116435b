//! For any two sets of responses, what can be seen outside the core is the same: the same requests at
//! the same moments, the same sizes. The person's own timing is the same in both; only the choices differ.
//!
//! One thing is not blind and is not claimed to be: an early notice is written to the sealed outbox on
//! the device, so a sitting with one has more writes of the (constant-size) outbox row than one without.
//! When the rows go away is the same for everybody.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use qinghe_content::{Locale, Pack, Tier};
use qinghe_host::{Input, OUTBOX_LEN};
use qinghe_scoring::{Response, Sheet, Who};
use qinghe_session::{Event, SNAPSHOT_LEN, Told, View};
use qinghe_tests::{
    dice::Dice,
    pack,
    people::{Choices, choices},
    student,
    suite::Suite,
    world::{Seen, Weather, World},
};
use std::rc::Rc;

/// Something a person or the browser does, whatever was chosen.
#[derive(Clone, Copy)]
enum Step {
    Forward,
    Back,
    AskForHelp { tell: bool },
    LookAtResult,
    PageHide,
    Online,
}

/// When it happens.
#[derive(Clone, Copy)]
enum When {
    /// So long after what came before.
    After(u64),
    /// So long after the next slot, while its cover may still be sealing.
    BesideSlot(u64),
}

/// The timing of one sitting.
struct Script {
    seed: u64,
    share_domains: bool,
    steps: Vec<(When, Step)>,
}

impl Script {
    fn new(pack: &Pack, seed: u64, share_domains: bool) -> Script {
        let mut dice = Dice::new(seed);
        // Two screens before the first item; some steps wander, so a few more than there are items.
        let forward = 2 + pack.item_count() + 6;
        let mut steps = Vec::new();
        for _ in 0..forward {
            let when = match dice.below(8) {
                0 => When::After(dice.below(60)),
                1 => When::BesideSlot(dice.below(60)),
                _ => When::After(dice.between(300, 9_000)),
            };
            let step = match dice.below(24) {
                0 => Step::Back,
                1 => Step::AskForHelp { tell: dice.chance(50) },
                2 | 3 => Step::PageHide,
                4 => Step::Online,
                _ => Step::Forward,
            };
            steps.push((when, step));
        }
        steps.extend((0..pack.item_count()).map(|_| (When::After(dice.between(1, 2_000)), Step::Forward)));
        steps.push((When::After(dice.below(20_000)), Step::LookAtResult));
        steps.push((When::BesideSlot(dice.below(60)), Step::PageHide));
        Script { seed, share_domains, steps }
    }

    fn play(&self, pack: &Rc<Pack>, suite: &Rc<Suite>, choices: &Choices) -> Vec<Seen> {
        let mut world = World::open(pack, student(), suite, Weather::fair(self.seed), self.seed);
        for (when, step) in &self.steps {
            world.wait(match when {
                When::After(gap) => *gap,
                When::BesideSlot(gap) => world.until_slot() + gap,
            });
            self.take(&mut world, *step, choices);
        }
        world.wait(60_000);
        assert!(matches!(world.page.session.view(), View::End { .. }), "seed {}: all items done", self.seed);
        assert!(world.page.host.settled(), "seed {}: all delivered", self.seed);
        world.seen
    }

    fn take(&self, world: &mut World, step: Step, choices: &Choices) {
        // A card that lies over the items is put away in the same moment: it costs no time of its own.
        if matches!(world.page.session.view(), View::Help(_)) {
            world.act(Event::HelpClose);
        }
        match (step, world.page.session.view()) {
            (Step::PageHide, _) => world.input(Input::PageHide),
            (Step::Online, _) => world.input(Input::Online),
            (Step::Back, _) => world.act(Event::Back),
            (Step::LookAtResult, _) => world.act(Event::ShowResult),
            (Step::AskForHelp { tell }, _) => {
                world.act(Event::HelpOpen);
                if matches!(world.page.session.view(), View::Help(help) if help.told == Told::Asking) {
                    world.act(Event::Tell(tell));
                }
                world.act(Event::HelpClose);
            }
            (Step::Forward, View::Sees { .. }) => world.act(Event::Next),
            (Step::Forward, View::Consent { .. }) => {
                world.act(Event::Agree { share_domains: self.share_domains, shared_device: false });
            }
            (Step::Forward, View::Item(item)) => {
                world.act(choices[item.position - 1].map_or(Event::Skip, Event::Choose));
            }
            (Step::Forward, _) => {}
        }
    }
}

/// One set of choices and what it comes to.
struct Member {
    choices: Choices,
    tier: Tier,
    domains: Vec<&'static str>,
    critical: bool,
}

fn member(pack: &Pack, dice: &mut Dice) -> Member {
    let choices = choices(pack, dice);
    let response = |choice: &Option<u8>| choice.map_or(Response::Skipped, Response::Given);
    let responses: Vec<Vec<Response>> =
        [&choices[..9], &choices[9..]].map(|part| part.iter().map(response).collect()).into();
    let who = Who { age: student().age, ..Who::default() };
    let sheet = Sheet { pack, responses: &responses, quick: &[], who, earlier: &[] };
    let domains = sheet.domains().iter().map(|domain| domain.code()).collect();
    let tier = sheet.tier();
    Member { choices, tier, domains, critical: tier == Tier::Urgent }
}

/// `each` members of every tier.
fn members(pack: &Pack, dice: &mut Dice, each: usize) -> Vec<Member> {
    let mut found: Vec<Member> = Vec::new();
    for tier in Tier::ALL {
        let mut left = each;
        while left > 0 {
            let one = member(pack, dice);
            if one.tier == tier {
                found.push(one);
                left -= 1;
            }
        }
    }
    found
}

/// What a page, a relay or a person behind the screen can see.
fn outside(seen: &[Seen]) -> Vec<&Seen> {
    let is_outside = |seen: &&Seen| {
        matches!(
            seen,
            Seen::Send { .. }
                | Seen::Wake { .. }
                | Seen::SessionRow { .. }
                | Seen::Forget { .. }
                | Seen::Done { .. }
        )
    };
    seen.iter().filter(is_outside).collect()
}

/// The same, and every write to the device.
fn outside_and_disk(seen: &[Seen]) -> Vec<&Seen> {
    seen.iter().filter(|seen| !matches!(seen, Seen::Seal { .. })).collect()
}

fn sizes_are_constant(seen: &[Seen]) {
    for one in seen {
        match one {
            Seen::Send { length, .. } => assert_eq!(*length, qinghe_wire::ENVELOPE_LEN),
            Seen::SessionRow { length, .. } => assert_eq!(*length, SNAPSHOT_LEN),
            Seen::OutboxRow { length, .. } => assert_eq!(*length, OUTBOX_LEN),
            _ => {}
        }
    }
}

/// Plays one script with members of every tier and compares all with all.
fn compare(seed: u64, share_domains: bool, pairs: &mut [u32; 2]) {
    let (pack, suite) = (pack(Locale::ZhHans), Rc::new(Suite::Plain));
    let script = Script::new(&pack, seed, share_domains);
    let members = members(&pack, &mut Dice::new(seed ^ 0xA11), 3);
    let played: Vec<(Member, Vec<Seen>)> = members
        .into_iter()
        .map(|member| {
            let seen = script.play(&pack, &suite, &member.choices);
            sizes_are_constant(&seen);
            (member, seen)
        })
        .collect();
    for (nth, (one, seen)) in played.iter().enumerate() {
        for (other, also) in &played[nth + 1..] {
            assert!(outside(seen) == outside(also), "seed {seed}: {:?} and {:?} show", one.tier, other.tier);
            if one.critical == other.critical {
                let same = outside_and_disk(seen) == outside_and_disk(also);
                assert!(same, "seed {seed}: {:?} and {:?} show on the disk", one.tier, other.tier);
            }
            let told = one.tier == other.tier && (!share_domains || one.domains == other.domains);
            // The same seed gives the same ids, so not even they are left out of the comparison. And what
            // differs for the centre must differ here, or this test would compare nothing.
            assert_eq!(seen == also, told, "seed {seed}: {:?} and {:?}, inside", one.tier, other.tier);
            pairs[usize::from(one.tier != other.tier)] += 1;
        }
    }
}

fn many(seeds: std::ops::Range<u64>, share_domains: bool) {
    let mut pairs = [0; 2];
    for seed in seeds {
        compare(seed, share_domains, &mut pairs);
    }
    assert!(pairs[0] > 4_000 && pairs[1] > 25_000, "{pairs:?}");
}

#[test]
fn nothing_outside_depends_on_the_responses_when_domains_are_shared() {
    many(0..300, true);
}

#[test]
fn nothing_outside_depends_on_the_responses_when_only_the_tier_is_told() {
    many(1_000..1_300, false);
}
