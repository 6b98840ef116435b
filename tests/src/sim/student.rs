//! What the student does. Times and choices are drawn once, so that two schedules can differ in one response alone.

use super::{event::Event, world::World};
use crate::dice::Dice;
use qinghe_host::Input;
use qinghe_session::{Event as Does, HelpPage, Recipient, Said, Told, View};

/// One student.
pub struct Student {
    /// Whether the response that matters is a critical one.
    pub critical: bool,
    /// Puts a help card away in the moment in which it comes.
    pub brisk: bool,
    /// Says that this is a shared computer.
    pub shared: bool,
    declines: bool,
    asks_help: bool,
    looks: bool,
    wishes: Option<Recipient>,
    tells_second: bool,
    stays: bool,
}

impl Student {
    pub(super) fn draw(dice: &mut Dice) -> Student {
        Student {
            critical: dice.chance(60),
            brisk: false,
            shared: dice.chance(8),
            declines: dice.chance(6),
            asks_help: dice.chance(25),
            looks: false,
            wishes: dice
                .chance(25)
                .then(|| if dice.chance(50) { Recipient::School } else { Recipient::Second }),
            tells_second: dice.chance(12),
            stays: dice.chance(60),
        }
    }
}

/// After so many acts on one page nobody goes on.
const MOST: u32 = 40;

impl World {
    /// The student does one thing on the page in front.
    pub(super) fn act(&mut self, tab: usize) {
        self.tabs[tab].acts += 1;
        if self.focus != tab || self.tabs[tab].acts > MOST {
            return;
        }
        let Some(does) = self.does(tab) else { return };
        if matches!(does, Does::Agree { .. }) && self.student.shared {
            self.tabs[tab].shared = true;
        }
        self.do_(tab, does);
        if self.student.brisk && matches!(self.tabs[tab].page.session.view(), View::Help(_)) {
            // The card is put away in the same moment, so that it costs no time of its own.
            self.do_(tab, Does::HelpClose);
        }
        let gap = self.dice.between(200, 6_000);
        self.later(self.now + gap, Event::Act { tab });
    }

    pub(super) fn do_(&mut self, tab: usize, does: Does) {
        let now = self.clock(tab);
        let before = self.ledger.made.len();
        let asks = self.tabs[tab].page.act(now, does);
        self.carry_out(tab, asks);
        if self.ledger.made.len() > before
            && self.bug == Some(super::bugs::Bug::UrgentAtOnce)
            && self.student.critical
        {
            self.tell(tab, Input::Online);
        }
    }

    fn does(&mut self, tab: usize) -> Option<Does> {
        Some(match self.tabs[tab].page.session.view() {
            View::Sees { .. } => Does::Next,
            View::Consent { .. } if self.student.declines && self.tabs.len() > 1 => Does::NotToday,
            View::Consent { .. } => Does::Agree { share_domains: false, shared_device: self.student.shared },
            View::Item(_) | View::End { .. } if self.student.asks_help => {
                self.student.asks_help = false;
                self.student.looks = true;
                Does::HelpOpen
            }
            // On a later page: whether the wish for help is still known.
            View::Item(_) | View::End { .. } if self.student.looks && self.tabs[tab].acts < 6 && tab > 0 => {
                self.student.looks = false;
                Does::HelpOpen
            }
            View::Item(item) if item.item == CRITICAL_ITEM => Does::Choose(u8::from(self.student.critical)),
            View::Item(_) => Does::Choose(0),
            View::Again { .. } => Does::HandIn,
            View::Help(help) if help.told == Told::Asking && help.page == HelpPage::Tell => Does::Tell(true),
            View::Help(help) if help.told == Told::Asking => Does::HelpNext,
            View::Help(_) => {
                self.on_the_card(tab);
                Does::HelpClose
            }
            View::End { .. } => {
                if !self.student.stays {
                    let again = None;
                    self.strike(super::faults::Fault::Close { hide: true, again });
                }
                return None;
            }
            View::Declined | View::Left => return None,
        })
    }

    /// What may be said on the help card, straight to the host: the card itself is the session's.
    fn on_the_card(&mut self, tab: usize) {
        if std::mem::take(&mut self.student.tells_second) {
            let cause = qinghe_session::Cause::Asked;
            self.tell(tab, Input::Early { cause, to: Recipient::Second });
        }
        if let Some(to) = self.student.wishes.take() {
            self.tell(tab, Input::Follow { said: &Said::default(), to });
        }
    }
}

/// The item of the small battery whose response can call for a person at once.
pub const CRITICAL_ITEM: usize = 7;
