//! People in front of the page. What they do is theirs; what they chose is given from outside, so that
//! two sittings can differ in the responses alone.

use crate::{dice::Dice, world::World};
use qinghe_content::Pack;
use qinghe_session::{Cause, Event, Told, View};

/// What a person chooses, one entry per item of the whole battery: an option, or nothing.
pub type Choices = Vec<Option<u8>>;

/// Choices of a seeded person whose strain lies somewhere between none and much.
#[must_use]
pub fn choices(pack: &Pack, dice: &mut Dice) -> Choices {
    let (strain, skips) = (dice.below(4), if dice.chance(30) { 25 } else { 3 });
    let one = |_| {
        if dice.chance(skips) {
            return None;
        }
        let most = if dice.chance(70) { strain + 1 } else { 4 };
        u8::try_from(dice.below(most.min(4))).ok()
    };
    (0..pack.item_count()).map(one).collect()
}

/// A person who keeps to the choices, but wanders, asks for help and comes back.
pub struct Wanderer {
    choices: Choices,
    share_domains: bool,
    /// After a reload: looks once whether the wish for help is still known.
    look_again: bool,
    /// What the page has promised to this person.
    pub promised: Promised,
}

/// Promises made on the screen.
#[derive(Clone, Copy, Default)]
pub struct Promised {
    /// "The centre is told", on the card of a critical response.
    pub safety: bool,
    /// "The centre is told", because the person asked.
    pub help: bool,
    /// The end was shown.
    pub result: bool,
}

impl Wanderer {
    /// A person with these choices.
    #[must_use]
    pub fn new(choices: Choices, dice: &mut Dice) -> Wanderer {
        let promised = Promised::default();
        Wanderer { choices, share_domains: dice.chance(50), look_again: false, promised }
    }

    /// The page was opened again.
    pub fn reloaded(&mut self) {
        self.look_again = self.promised.help;
    }

    /// Does one thing.
    pub fn act(&mut self, world: &mut World, dice: &mut Dice) {
        let event = match world.page.session.view() {
            View::Sees { .. } => Event::Next,
            View::Consent { .. } => Event::Agree { share_domains: self.share_domains, shared_device: false },
            View::Item(_) | View::End { .. } if std::mem::take(&mut self.look_again) => Event::HelpOpen,
            View::Item(item) => match dice.below(20) {
                0 => Event::Back,
                1 => Event::HelpOpen,
                _ => self.choices[item.position - 1].map_or(Event::Skip, Event::Choose),
            },
            View::Again { .. } => {
                if dice.chance(50) {
                    Event::LookAgain
                } else {
                    Event::HandIn
                }
            }
            View::Help(help) if help.told == Told::Asking => {
                Event::Tell(self.promised.help || dice.chance(50))
            }
            View::Help(_) => Event::HelpClose,
            // Once all is delivered the rows are gone, and a wish made in the very moment of a reload can
            // be lost with the page; the card still said "saving" then.
            View::End { .. } if dice.chance(10) && !world.page.host.settled() => Event::HelpOpen,
            View::End { .. } => Event::ShowResult,
            View::Declined | View::Left => Event::HelpClose,
        };
        world.act(event);
        self.listen(&world.page.session.view());
    }

    fn listen(&mut self, view: &View) {
        match view {
            View::Help(help) if matches!(help.told, Told::Must | Told::Yes) => match help.cause {
                Cause::Noticed | Cause::Result => self.promised.safety = true,
                Cause::Asked => self.promised.help = true,
            },
            View::End { .. } => self.promised.result = true,
            _ => {}
        }
    }
}
