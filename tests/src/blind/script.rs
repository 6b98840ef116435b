//! What a person and the browser do in one sitting, and when, whatever was chosen.

use crate::{
    dice::Dice,
    people::Choices,
    student,
    suite::Suite,
    world::{Seen, Weather, World},
};
use qinghe_content::Pack;
use qinghe_host::Input;
use qinghe_session::{Event, Person, Told, View};
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
pub struct Script {
    /// Chance and the machine's speed.
    pub seed: u64,
    /// Whether the domains go along.
    pub share_domains: bool,
    /// Until so long after the beginning no request gets through.
    pub down_ms: u64,
    steps: Vec<(When, Step)>,
}

impl Script {
    /// A seeded sitting, long enough for every item of the battery.
    #[must_use]
    pub fn new(pack: &Pack, seed: u64, share_domains: bool) -> Script {
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
        Script { seed, share_domains, down_ms: 0, steps }
    }

    /// Plays it with these choices, until everything is delivered.
    ///
    /// # Panics
    /// When the sitting does not come to its end, or something stays undelivered.
    #[must_use]
    pub fn play(&self, pack: &Rc<Pack>, suite: &Rc<Suite>, choices: &Choices) -> Vec<Seen> {
        self.played_by(student(), pack, suite, choices).seen
    }

    /// The same with somebody else before the screen.
    ///
    /// # Panics
    /// As [`Script::play`].
    #[must_use]
    pub fn played_by(&self, person: Person, pack: &Rc<Pack>, suite: &Rc<Suite>, choices: &Choices) -> World {
        let weather = Weather::down(self.seed, self.down_ms);
        let mut world = World::open(pack, person, suite, weather, self.seed);
        for (when, step) in &self.steps {
            world.wait(match when {
                When::After(gap) => *gap,
                When::BesideSlot(gap) => world.until_slot() + gap,
            });
            self.take(&mut world, *step, choices);
        }
        world.wait(60_000 + 3 * self.down_ms);
        assert!(matches!(world.page.session.view(), View::End { .. }), "seed {}: all items done", self.seed);
        assert!(world.page.host.settled(), "seed {}: all delivered", self.seed);
        world
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
            (Step::Forward, View::Again { .. }) => world.act(Event::HandIn),
            (Step::Forward, _) => {}
        }
    }
}
