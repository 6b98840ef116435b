//! The sitting.

use crate::{
    said::Said,
    snapshot::{Kept, Snapshot},
};
use qinghe_content::{Battery, Disclosure, Domain, Informant, Instrument, ItemIndex, Pack, Tier};
use qinghe_scoring::{Care, Place, Response, Sheet, Who, is_critical};
use std::rc::Rc;

/// The age under which a guardian must have agreed (PIPL 2021, Art. 31).
const GUARDIAN_BELOW: u8 = 14;

/// Who sits down, as far as the rules need it.
#[derive(Clone, Copy)]
pub struct Person {
    /// Student, parent or teacher.
    pub informant: Informant,
    /// Whole years of the student, whoever responds; `None` when not stated.
    pub age: Option<u8>,
    /// Whether a guardian has agreed.
    pub guardian_consent: bool,
}

/// Why a battery may not be shown to this person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Outside the battery's ages, or the age is unknown.
    Age,
    /// Under 14 without a guardian's consent.
    Consent,
    /// The battery is for somebody else.
    Role,
}

/// What the person did.
#[derive(Clone, Copy, PartialEq)]
#[allow(missing_docs)]
pub enum Event {
    Next,
    Agree { share_domains: bool, shared_device: bool },
    NotToday,
    Choose(u8),
    Skip,
    Back,
    LookAgain,
    HandIn,
    HelpOpen,
    HelpClose,
    Tell(bool),
    ShowResult,
    HideResult,
}

/// Why a help card is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A critical response was noticed.
    Noticed,
    /// The result calls for a person, and no card came before it.
    Result,
    /// The person asked for help.
    Asked,
}

/// Who gets a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// The school's counselling centre.
    School,
    /// The centre outside the school, for somebody whom a member of staff hurts.
    Second,
}

/// What the world must do.
#[derive(Clone, PartialEq)]
pub enum Effect {
    /// The person agreed.
    Started {
        /// Nothing may be kept on this device.
        shared_device: bool,
    },
    /// The snapshot changed.
    Save,
    /// A person is needed now; tell the centre. Once per cause and recipient.
    Early {
        /// Why.
        cause: Cause,
        /// Whom.
        to: Recipient,
    },
    /// What the student wishes, behind such a message; at most twice, and the newest counts.
    Follow {
        /// What was said.
        said: Box<Said>,
        /// Whom.
        to: Recipient,
    },
    /// All items are done. Given once per sitting.
    Finished(Outcome),
    /// Not today.
    Declined,
}

/// The result of a sitting.
#[derive(Clone, PartialEq)]
pub struct Outcome {
    /// The tier.
    pub tier: Tier,
    /// Domains that stand out.
    pub domains: Vec<Domain>,
    /// Whether the domains may be told.
    pub share_domains: bool,
    /// Whether the responses can be read, and with how much caution.
    pub care: Care,
    /// Whether the person wants to be seen.
    pub wish_seen: bool,
}

/// What is shown.
#[derive(Clone, PartialEq)]
#[allow(missing_docs)]
pub enum View {
    /// The most items that may be asked.
    Sees {
        items: usize,
    },
    Consent {
        resumed: bool,
    },
    Item(ItemView),
    /// Some responses look as if they were not read; the person may look at them once more.
    Again {
        items: usize,
    },
    Help(HelpView),
    End {
        shown: Option<Outcome>,
    },
    Declined,
}

/// One item.
#[derive(Clone, Copy, PartialEq)]
pub struct ItemView {
    /// Position in [`Pack::instruments`].
    pub instrument: usize,
    /// Position in the instrument's items.
    pub item: usize,
    /// Position among the items asked, from 1.
    pub position: usize,
    /// Number of items asked, as far as it is known: it can fall, when a gate stays closed, and never rises.
    pub total: usize,
    /// What was chosen before.
    pub chosen: Response,
    /// Whether there is an item before this one.
    pub can_go_back: bool,
}

/// The help card.
#[derive(Clone, Copy, PartialEq)]
pub struct HelpView {
    /// Why it is shown.
    pub cause: Cause,
    /// Whether the centre is told.
    pub told: Told,
}

/// Whether the centre is told.
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

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Stage {
    Sees,
    Consent {
        resumed: bool,
    },
    /// Position in the path.
    Item(usize),
    Again,
    End {
        shown: bool,
    },
    Declined,
}

/// One sitting of one battery.
pub struct Session {
    pack: Rc<Pack>,
    who: Who,
    stage: Stage,
    /// The card lies over the stage, so closing it needs no memory of where one was.
    help: Option<HelpView>,
    /// Whether the person has agreed, now or on an earlier visit: only then may anything be sent.
    begun: bool,
    /// The items shown so far in the order shown, the present one included.
    path: Vec<Place>,
    /// When the present item was shown.
    since_ms: u64,
    kept: Kept,
}

impl Session {
    /// A new sitting.
    ///
    /// # Errors
    /// [`Refusal`] when the battery may not be shown to this person.
    pub fn new(pack: Rc<Pack>, person: Person) -> Result<Session, Refusal> {
        admit(&pack.battery, person)?;
        let kept = Kept::empty(&pack);
        Ok(Session::over(pack, person, Stage::Sees, kept))
    }

    fn over(pack: Rc<Pack>, person: Person, stage: Stage, kept: Kept) -> Session {
        let who = Who { age: person.age, ..Who::default() };
        let begun = stage != Stage::Sees;
        Session { pack, who, stage, help: None, begun, path: Vec::new(), since_ms: 0, kept }
    }

    /// Goes on where `row` stopped; `None` when it is damaged, of another battery or another version.
    #[must_use]
    pub fn resume(pack: Rc<Pack>, person: Person, row: &[u8]) -> Option<Session> {
        admit(&pack.battery, person).ok()?;
        let kept = Kept::decode(&pack, row)?;
        let stage =
            if kept.finished { Stage::End { shown: false } } else { Stage::Consent { resumed: true } };
        let mut session = Session::over(pack, person, stage, kept);
        session.path = session.sheet().reached();
        Some(session)
    }

    /// The pack in use.
    #[must_use]
    pub fn pack(&self) -> Rc<Pack> {
        self.pack.clone()
    }

    /// Changes the wording to another locale of the same battery; `false` (and no change) for any other.
    pub fn set_pack(&mut self, pack: Rc<Pack>) -> bool {
        let same = pack.structure == self.pack.structure;
        if same {
            self.pack = pack;
        }
        same
    }

    /// What must survive a reload.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        self.kept.encode(&self.pack)
    }

    /// What is shown now.
    #[must_use]
    pub fn view(&self) -> View {
        if let Some(help) = self.help {
            return View::Help(help);
        }
        match self.stage {
            Stage::Sees => View::Sees { items: self.sheet().left() },
            Stage::Consent { resumed } => View::Consent { resumed },
            Stage::Item(at) => self.item_view(at).map_or(View::Declined, View::Item),
            Stage::Again => View::Again { items: self.sheet().look_again().len() },
            Stage::End { shown } => View::End { shown: shown.then(|| self.outcome()) },
            Stage::Declined => View::Declined,
        }
    }

    /// One step, at `now_ms` of any clock that runs on.
    pub fn handle(&mut self, now_ms: u64, event: Event) -> Vec<Effect> {
        let shown = (self.stage, self.help.is_some());
        let effects = match self.help {
            Some(help) => self.handle_help(help, event),
            None => self.handle_stage(now_ms, event),
        };
        if shown != (self.stage, self.help.is_some()) {
            self.since_ms = now_ms;
        }
        effects
    }

    fn handle_stage(&mut self, now_ms: u64, event: Event) -> Vec<Effect> {
        match (self.stage, event) {
            (_, Event::HelpOpen) => self.open_help(),
            (Stage::Sees, Event::Next) => self.go(Stage::Consent { resumed: false }),
            (Stage::Consent { .. }, Event::Agree { share_domains, shared_device }) => {
                self.agree(share_domains, shared_device)
            }
            (Stage::Consent { .. }, Event::NotToday) => {
                self.stage = Stage::Declined;
                vec![Effect::Declined]
            }
            (Stage::Item(at), Event::Choose(option)) => self.respond(now_ms, at, Response::Given(option)),
            (Stage::Item(at), Event::Skip) => self.respond(now_ms, at, Response::Skipped),
            (Stage::Item(at), Event::Back) if at > 0 => self.go(Stage::Item(at - 1)),
            (Stage::Again, Event::LookAgain) => {
                self.kept.looked = true;
                self.path = self.sheet().look_again();
                self.stage = Stage::Item(0);
                vec![Effect::Save]
            }
            (Stage::Again, Event::HandIn) => self.finish().into_iter().chain([Effect::Save]).collect(),
            (Stage::End { .. }, Event::ShowResult) => self.go(Stage::End { shown: true }),
            (Stage::End { .. }, Event::HideResult) => self.go(Stage::End { shown: false }),
            _ => Vec::new(),
        }
    }

    fn go(&mut self, stage: Stage) -> Vec<Effect> {
        self.stage = stage;
        Vec::new()
    }

    fn agree(&mut self, share_domains: bool, shared_device: bool) -> Vec<Effect> {
        self.begun = true;
        self.kept.share_domains = share_domains;
        let mut effects = vec![Effect::Started { shared_device }];
        effects.extend(self.advance(self.path.len()));
        effects.push(Effect::Save);
        effects
    }

    fn respond(&mut self, now_ms: u64, at: usize, response: Response) -> Vec<Effect> {
        let Some(place) = self.path.get(at).copied() else { return Vec::new() };
        let Some(instrument) = used(&self.pack).nth(place.instrument) else { return Vec::new() };
        if !offered(instrument, place.item, response) {
            return Vec::new();
        }
        let index = ItemIndex(u16::try_from(place.item).unwrap_or(u16::MAX));
        let critical = is_critical(instrument, index, response);
        let floor = self.pack.battery.validity.as_ref().map_or(0, |policy| u64::from(policy.floor_ms));
        self.kept.set(place, response, now_ms.saturating_sub(self.since_ms) < floor);
        let mut effects = Vec::new();
        if critical {
            effects.extend(self.notice());
        }
        // An item whose gate has closed since is not shown again.
        let shown = self.path.iter().enumerate().skip(at + 1);
        let next = shown.filter(|(_, place)| self.sheet().asks(**place)).map(|(at, _)| at).next();
        match next {
            Some(at) => self.stage = Stage::Item(at),
            None => effects.extend(self.advance(at + 1)),
        }
        // Last: the row says what was told, so it may reach the disk only behind what was told.
        effects.push(Effect::Save);
        effects
    }

    /// Shows the next item behind the first `shown` of the path, or ends.
    fn advance(&mut self, shown: usize) -> Option<Effect> {
        if let Some(place) = self.sheet().next() {
            self.path.truncate(shown);
            self.path.push(place);
            self.stage = Stage::Item(shown);
            return None;
        }
        if !self.kept.looked && !self.sheet().look_again().is_empty() {
            self.stage = Stage::Again;
            return None;
        }
        self.finish()
    }

    /// Shows the card for a critical response. The card comes every time, the message once.
    fn notice(&mut self) -> Option<Effect> {
        let told = match (self.pack.battery.disclosure, self.kept.told_noticed) {
            (Disclosure::Must, _) => Told::Must,
            (Disclosure::Choice, true) => Told::Yes,
            (Disclosure::Choice, false) => Told::Asking,
        };
        self.help = Some(HelpView { cause: Cause::Noticed, told });
        (told == Told::Must).then(|| self.tell(Cause::Noticed)).flatten()
    }

    fn tell(&mut self, cause: Cause) -> Option<Effect> {
        let told = match cause {
            Cause::Noticed | Cause::Result => &mut self.kept.told_noticed,
            Cause::Asked => &mut self.kept.told_asked,
        };
        let first = !std::mem::replace(told, true);
        first.then_some(Effect::Early { cause, to: Recipient::School })
    }

    fn open_help(&mut self) -> Vec<Effect> {
        let told = match (self.begun, self.kept.told_asked) {
            (false, _) => Told::Unavailable,
            (true, true) => Told::Yes,
            (true, false) => Told::Asking,
        };
        self.help = Some(HelpView { cause: Cause::Asked, told });
        Vec::new()
    }

    fn handle_help(&mut self, help: HelpView, event: Event) -> Vec<Effect> {
        match event {
            Event::HelpClose => {
                self.help = None;
                Vec::new()
            }
            Event::Tell(yes) if help.told == Told::Asking => {
                let told = if yes { Told::Yes } else { Told::No };
                self.help = Some(HelpView { told, ..help });
                if !yes {
                    return Vec::new();
                }
                let early = self.tell(help.cause);
                // What was declined is forgotten and must not come back by asking for help.
                let save = (self.stage != Stage::Declined).then_some(Effect::Save);
                early.into_iter().chain(save).collect()
            }
            _ => Vec::new(),
        }
    }

    fn finish(&mut self) -> Option<Effect> {
        self.stage = Stage::End { shown: false };
        let first = !std::mem::replace(&mut self.kept.finished, true);
        first.then(|| Effect::Finished(self.outcome()))
    }

    fn outcome(&self) -> Outcome {
        let sheet = self.sheet();
        let tier = sheet.tier();
        Outcome {
            tier,
            domains: sheet.domains(),
            share_domains: self.kept.share_domains,
            // What is too incomplete to read is as unusable as what was not read.
            care: if tier == Tier::Unclear { Care::Unusable } else { sheet.care() },
            wish_seen: self.kept.told_asked,
        }
    }

    fn sheet(&self) -> Sheet<'_> {
        let Kept { responses, quick, .. } = &self.kept;
        Sheet { pack: &self.pack, responses, quick, who: self.who, earlier: &[] }
    }

    fn item_view(&self, at: usize) -> Option<ItemView> {
        let place = self.path.get(at)?;
        let instrument = usize::from(self.pack.battery.instruments.get(place.instrument)?.instrument);
        let sheet = self.sheet();
        let reached = if self.kept.looked {
            self.path.iter().filter(|place| self.kept.get(**place) != Response::NotReached).count()
        } else {
            sheet.reached().len()
        };
        Some(ItemView {
            instrument,
            item: place.item,
            position: at + 1,
            total: (reached + sheet.left()).max(at + 1),
            chosen: self.kept.get(*place),
            can_go_back: at > 0,
        })
    }
}

pub(crate) fn used(pack: &Pack) -> impl Iterator<Item = &Instrument> {
    pack.battery.instruments.iter().filter_map(|used| pack.instruments.get(usize::from(used.instrument)))
}

/// Whether the item offers this response at all.
pub(crate) fn offered(instrument: &Instrument, item: usize, response: Response) -> bool {
    let Response::Given(option) = response else { return true };
    let set = instrument
        .items
        .get(item)
        .and_then(|item| instrument.response_sets.get(usize::from(item.response_set)));
    set.is_some_and(|set| usize::from(option) < set.values.len())
}

fn admit(battery: &Battery, person: Person) -> Result<(), Refusal> {
    if person.informant != battery.informant {
        return Err(Refusal::Role);
    }
    let age = person.age.filter(|age| battery.ages.contains(*age)).ok_or(Refusal::Age)?;
    if person.informant == Informant::Student && age < GUARDIAN_BELOW && !person.guardian_consent {
        return Err(Refusal::Consent);
    }
    Ok(())
}
