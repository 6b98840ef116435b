//! The sitting.

use crate::{
    event::{Cause, Effect, Event, Recipient},
    safety::{Card, Frame, Rules},
    snapshot::{Kept, Snapshot},
    view::{ItemView, Outcome, View},
};
use qinghe_content::{Battery, Disclosure, Domain, Informant, Instrument, ItemIndex, Pack, Tier};
use qinghe_scoring::{Care, Earlier, Place, Response, ScoreOutcome, Sheet, Who, is_critical};
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
    /// A self-check without a name: nobody at the centre can tell who this is.
    pub anonymous: bool,
    /// Whether there is a centre outside the school.
    pub second: bool,
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

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Stage {
    Sees {
        resumed: bool,
    },
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
    person: Person,
    earlier: Vec<Earlier>,
    stage: Stage,
    /// The card lies over the stage, so closing it needs no memory of where one was.
    help: Option<Card>,
    /// Nothing of this module is to be seen any more.
    left: bool,
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
        Ok(Session::over(pack, person, Stage::Sees { resumed: false }, false, kept))
    }

    fn over(pack: Rc<Pack>, person: Person, stage: Stage, begun: bool, kept: Kept) -> Session {
        let who = Who { age: person.age, ..Who::default() };
        Session {
            pack,
            who,
            person,
            earlier: Vec::new(),
            stage,
            help: None,
            left: false,
            begun,
            path: Vec::new(),
            since_ms: 0,
            kept,
        }
    }

    /// The same sitting, compared with what was scored on an earlier occasion.
    #[must_use]
    pub fn with_earlier(mut self, earlier: Vec<Earlier>) -> Session {
        self.earlier = earlier;
        self
    }

    /// Goes on where `row` stopped; `None` when it is damaged, of another battery or another version.
    #[must_use]
    pub fn resume(pack: Rc<Pack>, person: Person, row: &[u8]) -> Option<Session> {
        admit(&pack.battery, person).ok()?;
        let kept = Kept::decode(&pack, row)?;
        let stage = match (kept.finished, kept.left) {
            (true, _) => Stage::End { shown: false },
            // Whoever had to be away quickly finds the usual beginning, and the card behind it.
            (false, true) => Stage::Sees { resumed: true },
            (false, false) => Stage::Consent { resumed: true },
        };
        let mut session = Session::over(pack, person, stage, true, kept);
        session.path = session.sheet().reached();
        if !session.kept.left {
            session.help = session.kept.safety.reopen();
        }
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

    /// Whether the person has agreed, now or on an earlier visit.
    #[must_use]
    pub fn begun(&self) -> bool {
        self.begun
    }

    /// Whether this sitting believes that it has told this recipient for this reason. Where a page goes on and its outbox
    /// does not hold such a call, the call has to be made again.
    #[must_use]
    pub fn has_told(&self, cause: Cause, to: Recipient) -> bool {
        self.kept.safety.has_told(cause, to)
    }

    /// What must survive a reload.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        self.kept.encode(&self.pack)
    }

    /// Tier and scores (per instrument of the battery, in the instrument's order) of a sitting that is over; `None`
    /// before, so that nothing half done is kept.
    #[must_use]
    pub fn finished(&self) -> Option<(Tier, Vec<Vec<ScoreOutcome>>)> {
        self.kept.finished.then(|| (self.sheet().tier(), self.sheet().scores()))
    }

    /// The domains that stand out in a sitting that is over, in the order of the battery; none before.
    #[must_use]
    pub fn stands_out(&self) -> Vec<Domain> {
        if self.kept.finished { self.sheet().domains() } else { Vec::new() }
    }

    /// What is shown now.
    #[must_use]
    pub fn view(&self) -> View {
        if self.left {
            return View::Left;
        }
        if let Some(card) = self.help {
            return View::Help(self.kept.safety.view(card, self.rules()));
        }
        match self.stage {
            Stage::Sees { .. } => View::Sees { items: self.sheet().left(), anonymous: self.person.anonymous },
            Stage::Consent { resumed } => {
                let young = self.young() && self.person.informant == Informant::Student;
                View::Consent { resumed, young }
            }
            Stage::Item(at) => self.item_view(at).map_or(View::Declined, View::Item),
            Stage::Again => View::Again { items: self.sheet().look_again().len() },
            Stage::End { shown } => {
                View::End { shown: shown.then(|| self.outcome()), own: self.sheet().own().filter(|_| shown) }
            }
            Stage::Declined => View::Declined,
        }
    }

    /// One step, at `now_ms` of any clock that runs on.
    pub fn handle(&mut self, now_ms: u64, event: Event) -> Vec<Effect> {
        if self.left {
            return Vec::new();
        }
        let shown = (self.stage, self.help.is_some());
        let effects = match (event, self.help) {
            (Event::Leave, _) => self.leave(),
            (_, Some(card)) => {
                let (card, effects) = self.kept.safety.step(card, event, self.rules());
                self.help = card;
                effects
            }
            (_, None) => self.handle_stage(now_ms, event),
        };
        if shown != (self.stage, self.help.is_some()) {
            self.since_ms = now_ms;
        }
        effects
    }

    fn handle_stage(&mut self, now_ms: u64, event: Event) -> Vec<Effect> {
        match (self.stage, event) {
            (_, Event::HelpOpen) => self.show_card(Cause::Asked).into_iter().collect(),
            (Stage::Sees { resumed }, Event::Next) => self.go(Stage::Consent { resumed }),
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
        self.kept.safety.said.shared_device |= shared_device;
        self.kept.left = false;
        self.help = self.kept.safety.reopen();
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
            effects.extend(self.show_card(Cause::Noticed));
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
    fn advance(&mut self, shown: usize) -> Vec<Effect> {
        if let Some(place) = self.sheet().next() {
            self.path.truncate(shown);
            self.path.push(place);
            return self.go(Stage::Item(shown));
        }
        if !self.kept.looked && !self.sheet().look_again().is_empty() {
            return self.go(Stage::Again);
        }
        self.finish()
    }

    /// Shows the card, every time there is a reason; what it tells the centre leaves once.
    fn show_card(&mut self, cause: Cause) -> Option<Effect> {
        let (card, effect) = self.kept.safety.open(cause, self.rules());
        self.help = Some(card);
        effect
    }

    fn young(&self) -> bool {
        self.person.age.is_some_and(|age| age < GUARDIAN_BELOW)
    }

    fn rules(&self) -> Rules {
        Rules {
            frame: Frame {
                // The age is the child's, whoever responds.
                young: self.young() && self.person.informant == Informant::Student,
                anonymous: self.person.anonymous,
                second: self.person.second,
                student: self.person.informant == Informant::Student,
            },
            must: self.pack.battery.disclosure == Disclosure::Must,
            begun: self.begun,
            keeps: self.stage != Stage::Declined,
        }
    }

    /// A neutral page, and the usual beginning at the next visit. Behind the end nothing is written: the
    /// rows may be gone already.
    fn leave(&mut self) -> Vec<Effect> {
        self.left = true;
        let keeps = self.begun && !self.kept.finished && self.stage != Stage::Declined;
        self.kept.left = keeps;
        [Effect::Left].into_iter().chain(keeps.then_some(Effect::Save)).collect()
    }

    fn finish(&mut self) -> Vec<Effect> {
        self.stage = Stage::End { shown: false };
        if std::mem::replace(&mut self.kept.finished, true) {
            return Vec::new();
        }
        let outcome = self.outcome();
        let calls = outcome.tier == Tier::Urgent || self.sheet().worsened();
        let early = if calls && !self.kept.safety.shown { self.show_card(Cause::Result) } else { None };
        early.into_iter().chain([Effect::Finished(outcome)]).collect()
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
            wish_seen: self.kept.safety.asked(),
        }
    }

    fn sheet(&self) -> Sheet<'_> {
        let Kept { responses, quick, .. } = &self.kept;
        Sheet { pack: &self.pack, responses, quick, who: self.who, earlier: &self.earlier }
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
            own: sheet.is_own(*place),
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
