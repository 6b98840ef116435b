//! The help card: a state machine of its own that lies over whatever else is shown.
//!
//! Help first, then one question, then who is told, then wishes. Nothing mutes it. What is sent is said
//! before, and "sent" is never said here: where a message is, only the outbox knows.

use crate::{
    event::{Cause, Effect, Event, Recipient},
    said::{About, Company, Said},
};

/// A correction may replace what was wished for once.
pub const FOLLOWS_MAX: u8 = 2;

/// Which part of the card is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HelpPage {
    /// Thanks, numbers, "go where people are".
    Card,
    /// "Is someone with you for the next hours?"
    Company,
    /// To be shown to an adult: large words, 110 and 120.
    Adult,
    /// Whether to tell the centre.
    Tell,
    /// What it is about, if the student wants to say it.
    About,
    /// Place, time, person, guardians, name.
    Wishes,
    /// The wishes are on their way.
    Sent,
}

/// Whether the school's centre is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// Yes, by the school's policy, as said before item 1.
    Must,
    /// The person is being asked.
    Asking,
    /// Yes, the person wanted it.
    Yes,
    /// No.
    No,
    /// Help was asked for before agreeing, so nothing may be sent.
    Unavailable,
}

/// The help card.
#[derive(Clone, Copy, PartialEq)]
pub struct HelpView {
    /// Why it is shown.
    pub cause: Cause,
    /// Which part of it.
    pub page: HelpPage,
    /// Whether the school's centre is told.
    pub told: Told,
    /// Whom the wishes are meant for.
    pub to: Recipient,
    /// What was said so far.
    pub said: Said,
    /// Whether the centre had been told for this reason before the card came this time.
    pub again: bool,
    /// Whether there is anybody to whom wishes could go.
    pub may_wish: bool,
    /// Whether the wishes may be sent as they are.
    pub may_send: bool,
    /// Times that wishes may still be sent.
    pub sends_left: u8,
    /// What does not change while the card is there.
    pub frame: Frame,
}

/// What the card must know of the person.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    /// Under fourteen: short texts, an adult first.
    pub young: bool,
    /// Nobody at the centre can tell who this is.
    pub anonymous: bool,
    /// There is a centre outside the school.
    pub second: bool,
    /// The student. Others get the numbers and one question, whether the centre shall know: who hurts whom is asked of
    /// nobody but the student, and only the student is shown to an adult.
    pub student: bool,
}

/// What the rules say at this moment.
#[derive(Clone, Copy)]
pub(crate) struct Rules {
    pub frame: Frame,
    /// Whether a critical response or result is told without asking.
    pub must: bool,
    /// Whether the person has agreed: only then may anything be sent.
    pub begun: bool,
    /// Whether the row is still kept. What was declined stays forgotten.
    pub keeps: bool,
}

/// A card that is shown.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Card {
    cause: Cause,
    page: HelpPage,
    again: bool,
    refused: bool,
}

/// What the card remembers for the whole sitting.
#[derive(Clone, Copy, Default, PartialEq)]
pub(crate) struct Safety {
    /// One bit per cause and recipient.
    pub told: u8,
    pub said: Said,
    /// The wishes are meant for the centre outside the school.
    pub second: bool,
    /// Notices with wishes so far.
    pub follows: u8,
    /// A card for a response or a result has been shown.
    pub shown: bool,
    /// Such a card is open, or was when the page went away: it comes before anything else.
    pub open: Option<Cause>,
}

const fn bit(cause: Cause, to: Recipient) -> u8 {
    let cause = match cause {
        Cause::Noticed => 0,
        Cause::Result => 1,
        Cause::Asked => 2,
    };
    match to {
        Recipient::School => 1 << cause,
        Recipient::Second => 8 << cause,
    }
}

impl Safety {
    pub(crate) fn has_told(&self, cause: Cause, to: Recipient) -> bool {
        self.told & bit(cause, to) != 0
    }

    fn has_told_at_all(&self, to: Recipient) -> bool {
        Cause::ALL.iter().any(|cause| self.has_told(*cause, to))
    }

    /// Whether the student asked the centre for help.
    pub(crate) fn asked(&self) -> bool {
        self.has_told(Cause::Asked, Recipient::School) || self.has_told(Cause::Asked, Recipient::Second)
    }

    /// Shows the card. Where the policy says so, the message leaves in this same step; once.
    pub(crate) fn open(&mut self, cause: Cause, rules: Rules) -> (Card, Option<Effect>) {
        let again = self.has_told(cause, Recipient::School);
        if cause != Cause::Asked {
            self.shown = true;
            self.open = Some(cause);
        }
        let card = Card { cause, page: HelpPage::Card, again, refused: false };
        let must = self.told_state(card, rules) == Told::Must;
        (card, if must { self.tell(cause, Recipient::School) } else { None })
    }

    /// The card that was open when the page went away.
    pub(crate) fn reopen(&self) -> Option<Card> {
        let cause = self.open?;
        let again = self.has_told(cause, Recipient::School);
        Some(Card { cause, page: HelpPage::Card, again, refused: false })
    }

    pub(crate) fn view(&self, card: Card, rules: Rules) -> HelpView {
        HelpView {
            cause: card.cause,
            page: card.page,
            told: self.told_state(card, rules),
            to: self.to(),
            said: self.said,
            again: card.again,
            may_wish: self.may_wish(rules),
            may_send: self.may_send(rules),
            sends_left: FOLLOWS_MAX.saturating_sub(self.follows),
            frame: rules.frame,
        }
    }

    fn to(&self) -> Recipient {
        if self.second { Recipient::Second } else { Recipient::School }
    }

    fn told_state(&self, card: Card, rules: Rules) -> Told {
        let must = rules.must && !rules.frame.anonymous && card.cause != Cause::Asked;
        match (rules.begun, must, self.has_told(card.cause, Recipient::School)) {
            (false, ..) => Told::Unavailable,
            (true, true, _) => Told::Must,
            (true, false, true) => Told::Yes,
            (true, false, false) => {
                if card.refused {
                    Told::No
                } else {
                    Told::Asking
                }
            }
        }
    }

    /// Wishes follow a call for a person. Who is anonymous calls by saying the name.
    fn may_send(&self, rules: Rules) -> bool {
        let reaches = if rules.frame.anonymous {
            !self.said.name.as_str().is_empty()
        } else {
            self.has_told_at_all(self.to())
        };
        rules.begun && self.follows < FOLLOWS_MAX && self.said.is_something() && reaches
    }

    fn tell(&mut self, cause: Cause, to: Recipient) -> Option<Effect> {
        let first = !self.has_told(cause, to);
        self.told |= bit(cause, to);
        first.then_some(Effect::Early { cause, to })
    }

    /// One step of an open card; `None` when it is put away.
    pub(crate) fn step(&mut self, card: Card, event: Event, rules: Rules) -> (Option<Card>, Vec<Effect>) {
        let at = |page| (Some(Card { page, ..card }), Vec::new());
        match event {
            Event::HelpClose => {
                // A card asked for may lie over one that still waits behind a quick exit.
                self.open = self.open.filter(|cause| *cause != card.cause);
                (None, Vec::new())
            }
            Event::HelpNext => at(self.next(card, rules)),
            Event::HelpBack => at(self.before(card, rules)),
            Event::ShowAdult if rules.frame.student => at(HelpPage::Adult),
            Event::Company(company) if card.page == HelpPage::Company => {
                self.said.company = company;
                at(if company == Company::Alone { HelpPage::Adult } else { self.behind_company(card, rules) })
            }
            Event::Tell(yes) => self.answer(card, yes, rules),
            Event::ByStaff if rules.begun && rules.frame.student => {
                self.said.about = About::HurtByStaff;
                at(HelpPage::About)
            }
            Event::TellSecond if card.page == HelpPage::About => self.turn_to_second(card, rules),
            Event::Say(wish) if matches!(card.page, HelpPage::About | HelpPage::Wishes) => {
                self.said.take(wish);
                self.second &= self.said.about == About::HurtByStaff;
                (Some(card), Vec::new())
            }
            Event::SendWishes if card.page == HelpPage::Wishes && self.may_send(rules) => {
                self.send(card, rules)
            }
            Event::ShowAdult
            | Event::Company(_)
            | Event::ByStaff
            | Event::TellSecond
            | Event::Say(_)
            | Event::SendWishes => (Some(card), Vec::new()),
            Event::Next
            | Event::Agree { .. }
            | Event::NotToday
            | Event::Choose(_)
            | Event::Skip
            | Event::Back
            | Event::LookAgain
            | Event::HandIn
            | Event::HelpOpen
            | Event::Leave
            | Event::ShowResult
            | Event::HideResult => (Some(card), Vec::new()),
        }
    }

    fn next(&self, card: Card, rules: Rules) -> HelpPage {
        match card.page {
            HelpPage::Card if !rules.frame.student => HelpPage::Tell,
            HelpPage::Card => HelpPage::Company,
            HelpPage::Adult if self.said.company == Company::NotSaid => HelpPage::Company,
            HelpPage::Adult => self.behind_company(card, rules),
            HelpPage::Tell | HelpPage::About if self.may_wish(rules) => match card.page {
                HelpPage::Tell => HelpPage::About,
                _ => HelpPage::Wishes,
            },
            page @ (HelpPage::Company
            | HelpPage::Tell
            | HelpPage::About
            | HelpPage::Wishes
            | HelpPage::Sent) => page,
        }
    }

    /// Whether there is anybody to whom wishes could go.
    fn may_wish(&self, rules: Rules) -> bool {
        let reaches = rules.frame.anonymous || self.has_told_at_all(self.to());
        rules.begun && rules.frame.student && reaches
    }

    fn behind_company(&self, card: Card, rules: Rules) -> HelpPage {
        match self.told_state(card, rules) {
            Told::Must | Told::Yes => HelpPage::About,
            Told::Asking | Told::No | Told::Unavailable => HelpPage::Tell,
        }
    }

    fn before(&self, card: Card, rules: Rules) -> HelpPage {
        match card.page {
            HelpPage::Card | HelpPage::Company => HelpPage::Card,
            HelpPage::Tell if !rules.frame.student => HelpPage::Card,
            HelpPage::Adult if rules.frame.young && self.said.company == Company::NotSaid => HelpPage::Card,
            HelpPage::Adult | HelpPage::Tell => HelpPage::Company,
            HelpPage::About => match self.behind_company(card, rules) {
                HelpPage::Tell => HelpPage::Tell,
                _ => HelpPage::Company,
            },
            HelpPage::Wishes => HelpPage::About,
            HelpPage::Sent if self.follows < FOLLOWS_MAX => HelpPage::Wishes,
            HelpPage::Sent => HelpPage::Sent,
        }
    }

    /// "Shall we tell the psychology teacher?"
    fn answer(&mut self, card: Card, yes: bool, rules: Rules) -> (Option<Card>, Vec<Effect>) {
        match (self.told_state(card, rules), yes) {
            (Told::Must | Told::Yes | Told::Unavailable, _) => (Some(card), Vec::new()),
            (Told::Asking | Told::No, false) => (Some(Card { refused: true, ..card }), Vec::new()),
            // A message that nobody could act on is not sent: first the name.
            (Told::Asking | Told::No, true) if rules.frame.anonymous && rules.frame.student => {
                (Some(Card { page: HelpPage::Wishes, ..card }), Vec::new())
            }
            (Told::Asking | Told::No, true) => {
                let page = match card.page {
                    _ if !rules.frame.student => HelpPage::Tell,
                    HelpPage::Card => HelpPage::Company,
                    _ => HelpPage::About,
                };
                let early = self.tell(card.cause, Recipient::School);
                (Some(Card { page, ..card }), early.into_iter().chain(save(rules)).collect())
            }
        }
    }

    fn turn_to_second(&mut self, card: Card, rules: Rules) -> (Option<Card>, Vec<Effect>) {
        if !rules.begun || !rules.frame.second || self.said.about != About::HurtByStaff {
            return (Some(card), Vec::new());
        }
        self.second = true;
        let card = Some(Card { page: HelpPage::Wishes, ..card });
        if rules.frame.anonymous {
            return (card, Vec::new());
        }
        let early = self.tell(card.map_or(Cause::Asked, |card| card.cause), Recipient::Second);
        (card, early.into_iter().chain(save(rules)).collect())
    }

    fn send(&mut self, card: Card, rules: Rules) -> (Option<Card>, Vec<Effect>) {
        self.follows += 1;
        let to = self.to();
        let early = if self.has_told_at_all(to) { None } else { self.tell(card.cause, to) };
        let follow = Effect::Follow { said: Box::new(self.said), to };
        let effects = early.into_iter().chain([follow]).chain(save(rules)).collect();
        (Some(Card { page: HelpPage::Sent, ..card }), effects)
    }
}

/// Only together with something sent: a row written for every touch of the card would show the card.
fn save(rules: Rules) -> Option<Effect> {
    rules.keeps.then_some(Effect::Save)
}
