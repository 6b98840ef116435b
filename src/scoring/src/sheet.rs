//! The responses of one sitting: what comes next, and what follows from them.

use crate::{
    Care, Earlier, Place, Response, ScoreOutcome, Who,
    condition::Truth,
    irt, is_critical,
    span::{self, Reply, Span},
};
use qinghe_content::{
    Adaptive, BandSet, Block, Calibrated, Condition, Domain, Instrument, ItemIndex, Mode, OwnState, Pack,
    Score, ScoreRef, Tier,
};

/// The responses of one sitting.
#[derive(Clone, Copy)]
pub struct Sheet<'a> {
    /// The battery.
    pub pack: &'a Pack,
    /// Per instrument of the battery, per item.
    pub responses: &'a [Vec<Response>],
    /// Whether the response came sooner than the battery's floor; same shape, or empty.
    pub quick: &'a [Vec<bool>],
    /// Whose they are, as far as norms and ages need it.
    pub who: Who,
    /// Scores of an earlier occasion.
    pub earlier: &'a [Earlier],
}

impl<'a> Sheet<'a> {
    /// The item to ask next; `None` when the sitting is complete.
    #[must_use]
    pub fn next(&self) -> Option<Place> {
        self.whole().next()
    }

    /// The most items that may still be asked.
    #[must_use]
    pub fn left(&self) -> usize {
        self.whole().left()
    }

    /// Whether the item is asked of this person, now that the gates stand as they do.
    #[must_use]
    pub fn asks(&self, place: Place) -> bool {
        let reading = self.whole();
        reading.reply(place).is_some_and(|reply| reply != Reply::NotAsked)
    }

    /// Every item that was reached and still counts, in the order of the blocks.
    #[must_use]
    pub fn reached(&self) -> Vec<Place> {
        let reading = self.whole();
        let mut places = reading.places();
        places.retain(|at| matches!(reading.reply(*at), Some(Reply::Given(_) | Reply::Missing)));
        places
    }

    /// The tier, when no response to the items still open can change it.
    #[must_use]
    pub fn decided(&self) -> Option<Tier> {
        self.told().read(false).decided()
    }

    /// The tier of a complete sitting: the first rule that holds decides, none gives `routine`. Where
    /// items are open, the most serious tier still possible.
    #[must_use]
    pub fn tier(&self) -> Tier {
        let reading = self.told().read(true);
        let rules = &self.pack.battery.policy.rules;
        let decided = rules.iter().find(|rule| reading.truth(&rule.when) != Truth::No);
        decided.map_or(Tier::Routine, |rule| rule.tier)
    }

    /// The domains whose condition holds, in the order of the battery.
    #[must_use]
    pub fn domains(&self) -> Vec<Domain> {
        let reading = self.told().read(true);
        let rules = self.pack.battery.domains.iter();
        rules.filter(|rule| reading.truth(&rule.when) == Truth::Yes).map(|rule| rule.domain).collect()
    }

    /// Whether a score is worse than on an earlier occasion by more than noise, and lies in the upper half
    /// of its bands.
    #[must_use]
    pub fn worsened(&self) -> bool {
        let reading = self.told().read(true);
        self.earlier.iter().any(|earlier| {
            let at = earlier.score;
            let bands = reading.band_set(at).map_or(0, |set| set.bands.len());
            let half = u8::try_from(bands.div_ceil(2)).unwrap_or(u8::MAX);
            bands > 0
                && reading.truth(&Condition::Worsened(at)) == Truth::Yes
                && reading.truth(&Condition::BandAtLeast(at, half)) == Truth::Yes
        })
    }

    /// Every score: per instrument of the battery, in the order of the instrument's.
    #[must_use]
    pub fn scores(&self) -> Vec<Vec<ScoreOutcome>> {
        let spans = self.told().read(true).spans;
        spans.into_iter().map(|of_one| of_one.into_iter().map(crate::outcome).collect()).collect()
    }

    /// What the validity policy says.
    #[must_use]
    pub fn care(&self) -> Care {
        self.told().read(true).care()
    }

    /// The value of each validity index, in the order of the battery.
    #[must_use]
    pub fn indices(&self) -> Vec<i32> {
        self.told().read(true).indices()
    }

    /// How whoever responds is doing; `None` where the battery does not ask.
    #[must_use]
    pub fn own(&self) -> Option<OwnState> {
        let rules = &self.pack.battery.own.rules;
        let reading = self.whole();
        let decided = rules.iter().find(|rule| reading.truth(&rule.when) != Truth::No);
        (!rules.is_empty()).then(|| decided.map_or(OwnState::Well, |rule| rule.state))
    }

    /// Whether a place is one of the items about whoever responds.
    #[must_use]
    pub fn is_own(&self, place: Place) -> bool {
        place.instrument >= usize::from(self.pack.battery.own.from)
    }

    /// Everything, for what is asked next and for the own screen.
    fn whole(&self) -> Reading<'a> {
        Reading::new(*self, false)
    }

    /// What may be told.
    fn told(&self) -> Told<'a> {
        let own = usize::from(self.pack.battery.own.from);
        Told(Sheet { responses: self.responses.get(..own).unwrap_or(self.responses), ..*self })
    }

    /// The items that the indices point at, in the order asked, where the responses are not `ok`.
    #[must_use]
    pub fn look_again(&self) -> Vec<Place> {
        self.told().read(true).look_again()
    }
}

/// A sheet that ends before the first response about whoever responds. Tier, domains, care and scores are read from it
/// and from nothing else, so the rest can have no part in them.
struct Told<'a>(Sheet<'a>);

impl<'a> Told<'a> {
    fn read(self, at_end: bool) -> Reading<'a> {
        Reading::new(self.0, at_end)
    }
}

/// A sheet with every item's state worked out.
pub(crate) struct Reading<'a> {
    pub(crate) sheet: Sheet<'a>,
    /// Whether this is how it stays, with whatever is open: otherwise care waits for what is still to come.
    pub(crate) at_end: bool,
    pub(crate) replies: Vec<Vec<Reply>>,
    spans: Vec<Vec<Span>>,
    /// Per block.
    asked: Vec<Truth>,
}

impl<'a> Reading<'a> {
    pub(crate) fn new(sheet: Sheet<'a>, at_end: bool) -> Reading<'a> {
        let replies = sheet.responses.iter().map(|given| vec![Reply::NotAsked; given.len()]).collect();
        let mut reading = Reading { sheet, at_end, replies, spans: Vec::new(), asked: Vec::new() };
        // A gate looks at the blocks before it only: the others are not asked yet, so nothing turns round.
        for block in &sheet.pack.battery.blocks {
            let asked = reading.gate(block);
            reading.asked.push(asked);
            if asked != Truth::No {
                reading.fill(block, asked == Truth::Yes);
            }
        }
        reading.spread();
        reading
    }

    fn gate(&mut self, block: &Block) -> Truth {
        let fits = self.instrument(block.instrument).is_some_and(|instrument| {
            let age = |age| block.ages.contains(age) && instrument.ages.contains(age);
            let battery = &self.sheet.pack.battery;
            // The age is the child's, whoever responds.
            block.instrument >= battery.own.from
                || self.sheet.who.age.is_none_or(age) && instrument.informant == battery.informant
        });
        match &block.ask_if {
            _ if !fits => Truth::No,
            None => Truth::Yes,
            Some(condition) => {
                self.spread();
                self.truth(condition)
            }
        }
    }

    fn fill(&mut self, block: &Block, certain: bool) {
        let nth = usize::from(block.instrument);
        let Some(responses) = self.sheet.responses.get(nth) else { return };
        let over = self.stopped(block, responses);
        let Some(replies) = self.replies.get_mut(nth) else { return };
        for item in &block.items {
            let at = usize::from(item.0);
            let (Some(response), Some(reply)) = (responses.get(at), replies.get_mut(at)) else { continue };
            *reply = match response {
                _ if !certain => Reply::Perhaps,
                Response::Given(option) => Reply::Given(*option),
                Response::Skipped => Reply::Missing,
                Response::NotReached if over => Reply::NotAsked,
                Response::NotReached if matches!(block.mode, Mode::Adaptive(_)) => Reply::Perhaps,
                Response::NotReached => Reply::Open,
            };
        }
    }

    /// Works the scores out from the replies as they are.
    fn spread(&mut self) {
        let used = self.sheet.pack.battery.instruments.iter();
        let instruments = used.map(|used| self.sheet.pack.instruments.get(usize::from(used.instrument)));
        let one = |(instrument, replies): (Option<&Instrument>, &Vec<Reply>)| {
            let mut spans = Vec::new();
            if let Some(instrument) = instrument {
                span::all(instrument, replies, self.sheet.who, &mut spans);
            }
            spans
        };
        self.spans = instruments.zip(&self.replies).map(one).collect();
    }

    /// Whether an adaptive block needs no further item.
    fn stopped(&self, block: &Block, responses: &[Response]) -> bool {
        let Mode::Adaptive(rule) = block.mode else { return false };
        let reached = block.items.iter().filter(|item| reached(responses, **item)).count();
        if reached >= usize::from(rule.max_items) {
            return true;
        }
        if reached < usize::from(rule.min_items) {
            return false;
        }
        let Some(posterior) = self.posterior(block, responses) else { return true };
        let error = posterior.estimate().error * 1000.0;
        error <= f64::from(rule.standard_error) || self.band_decided(rule, &posterior)
    }

    fn posterior(&self, block: &Block, responses: &[Response]) -> Option<irt::Posterior> {
        let instrument = self.instrument(block.instrument)?;
        let bank = instrument.bank.as_ref()?;
        let replies: Vec<Reply> = responses.iter().copied().map(Reply::of).collect();
        Some(irt::Posterior::of(bank, &irt::given(instrument, bank, &replies)))
    }

    /// Whether theta lies on one side of every cut with the probability asked for.
    fn band_decided(&self, rule: Adaptive, posterior: &irt::Posterior) -> bool {
        let (Some(score), Some(set)) = (self.score(rule.score), self.band_set(rule.score)) else {
            return false;
        };
        let sure = f64::from(rule.decided) / 100.0;
        rule.decided > 0
            && set.bands.iter().skip(1).all(|band| {
                let above = posterior.above(span::theta_at(score.scaling, band.from));
                above >= sure || above <= 1.0 - sure
            })
    }

    pub(crate) fn next(&self) -> Option<Place> {
        let open = self.sheet.pack.battery.blocks.iter().zip(&self.asked);
        open.filter(|(_, asked)| **asked != Truth::No).find_map(|(block, _)| self.next_of(block))
    }

    fn next_of(&self, block: &Block) -> Option<Place> {
        let nth = usize::from(block.instrument);
        let responses = self.sheet.responses.get(nth)?;
        let mut free = block.items.iter().filter(|item| !reached(responses, **item));
        let item = match block.mode {
            Mode::Fixed => *free.next()?,
            Mode::ExactStop => {
                let instrument = self.instrument(block.instrument)?;
                let critical = |item: &ItemIndex| {
                    instrument.items.get(usize::from(item.0)).is_some_and(|item| item.critical.is_some())
                };
                let first = *free.clone().find(|item| critical(item)).or_else(|| free.next())?;
                if !critical(&first) && self.cannot_matter(block.instrument) {
                    return None;
                }
                first
            }
            Mode::Adaptive(_) if self.stopped(block, responses) => return None,
            Mode::Adaptive(_) => {
                let bank = self.instrument(block.instrument)?.bank.as_ref()?;
                let theta = self.posterior(block, responses)?.estimate().theta;
                let free: Vec<ItemIndex> = free.copied().collect();
                let calibrated = bank.items.iter().filter(|known: &&Calibrated| free.contains(&known.item));
                irt::best(calibrated, theta)?.item
            }
        };
        Some(Place { instrument: nth, item: usize::from(item.0) })
    }

    /// Whether no response to the open items of this instrument can change tier, domains or gates.
    fn cannot_matter(&self, instrument: u8) -> bool {
        let battery = &self.sheet.pack.battery;
        let domains = || battery.domains.iter().map(|rule| &rule.when);
        let gates = || battery.blocks.iter().filter_map(|block| block.ask_if.as_ref());
        let known = |condition: &Condition| self.truth(condition) != Truth::Maybe;
        let settled = |condition: &Condition| self.settled(instrument, condition);
        let rules = battery.policy.rules.iter().map(|rule| &rule.when);
        let whole = self.decided().is_some() && domains().all(known) && gates().all(known);
        whole || (rules.chain(domains()).chain(gates())).all(settled)
    }

    pub(crate) fn decided(&self) -> Option<Tier> {
        let mut possible = None;
        for rule in &self.sheet.pack.battery.policy.rules {
            let truth = self.truth(&rule.when);
            if truth == Truth::No {
                continue;
            }
            if possible.is_some_and(|tier| tier != rule.tier) {
                return None;
            }
            possible = Some(rule.tier);
            if truth == Truth::Yes {
                return possible;
            }
        }
        match possible {
            None | Some(Tier::Routine) => Some(Tier::Routine),
            Some(_) => None,
        }
    }

    fn left(&self) -> usize {
        let open = self.sheet.pack.battery.blocks.iter().zip(&self.asked);
        let of = |block: &Block| {
            let Some(responses) = self.sheet.responses.get(usize::from(block.instrument)) else { return 0 };
            let free = block.items.iter().filter(|item| !reached(responses, **item)).count();
            match block.mode {
                _ if self.next_of(block).is_none() => 0,
                Mode::Adaptive(rule) => {
                    free.min(usize::from(rule.max_items).saturating_sub(block.items.len() - free))
                }
                Mode::Fixed | Mode::ExactStop => free,
            }
        };
        open.filter(|(_, asked)| **asked != Truth::No).map(|(block, _)| of(block)).sum()
    }

    pub(crate) fn any_critical(&self) -> Truth {
        let mut found = Truth::No;
        // A gate looks at the blocks before it.
        for block in self.sheet.pack.battery.blocks.iter().take(self.asked.len()) {
            let nth = usize::from(block.instrument);
            let (Some(instrument), Some(responses), Some(replies)) =
                (self.instrument(block.instrument), self.sheet.responses.get(nth), self.replies.get(nth))
            else {
                continue;
            };
            for item in &block.items {
                let at = usize::from(item.0);
                let (Some(response), Some(reply)) = (responses.get(at), replies.get(at)) else { continue };
                // What was said counts even where the gate has closed since.
                if is_critical(instrument, *item, *response) {
                    return Truth::Yes;
                }
                let open = *response == Response::NotReached && *reply != Reply::NotAsked;
                if open && instrument.items.get(at).is_some_and(|item| item.critical.is_some()) {
                    found = Truth::Maybe;
                }
            }
        }
        found
    }

    /// Every item of the battery in the order of the blocks.
    pub(crate) fn places(&self) -> Vec<Place> {
        let mut places = Vec::new();
        for block in &self.sheet.pack.battery.blocks {
            for item in &block.items {
                places.push(Place { instrument: block.instrument.into(), item: item.0.into() });
            }
        }
        places
    }

    pub(crate) fn reply(&self, at: Place) -> Option<Reply> {
        self.replies.get(at.instrument)?.get(at.item).copied()
    }

    pub(crate) fn instrument(&self, nth: u8) -> Option<&'a Instrument> {
        let used = self.sheet.pack.battery.instruments.get(usize::from(nth))?;
        self.sheet.pack.instruments.get(usize::from(used.instrument))
    }

    pub(crate) fn score(&self, at: ScoreRef) -> Option<&'a Score> {
        self.instrument(at.instrument)?.scores.get(usize::from(at.score))
    }

    pub(crate) fn band_set(&self, at: ScoreRef) -> Option<&'a BandSet> {
        self.score(at)?.band_sets.get(usize::from(at.band_set))
    }

    pub(crate) fn span(&self, at: ScoreRef) -> Span {
        let spans = self.spans.get(usize::from(at.instrument));
        spans.and_then(|spans| spans.get(usize::from(at.score))).copied().unwrap_or(Span::Open)
    }
}

fn reached(responses: &[Response], item: ItemIndex) -> bool {
    responses.get(usize::from(item.0)).is_some_and(|response| *response != Response::NotReached)
}
