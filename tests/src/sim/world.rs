//! The clock, the queue of what is to happen, and how a page's wishes are carried out.

use super::{
    bugs::Bug,
    device::{Fetched, Put, Tab},
    disk::Disk,
    event::Event,
    faults::{Fault, Plan, When},
    gateway::{Gateway, Reply},
    ledger::Ledger,
    network::{Network, Parcel},
    setting::Setting,
    store::Done,
    student::Student,
};
use crate::{dice::Dice, page::Ask, suite::Suite};
use qinghe_host::{Input, Now};
use qinghe_wire::{Id, RECEIPT_KEY_LEN};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, BinaryHeap},
    rc::Rc,
};

/// Length of a slot in milliseconds, as the gateway's default.
pub(super) const SLOT_MS: u32 = 15_000;
/// The wall clock at the beginning: an exact hour, 2027-01-15.
const BEGIN_MS: u64 = 500_000 * 3_600_000;
/// A schedule that has so many events runs in a circle.
const EVENTS: u32 = 60_000;

/// What schedules met.
#[derive(Clone, Copy, Debug, Default)]
#[allow(missing_docs)]
pub struct Report {
    pub events: u32,
    pub notices: u32,
    pub pages: u32,
    pub sends: u32,
}

impl Report {
    /// Both together.
    pub fn add(&mut self, other: &Report) {
        self.events += other.events;
        self.notices += other.notices;
        self.pages += other.pages;
        self.sends += other.sends;
    }
}

/// One schedule, as it happens.
pub struct World {
    pub(super) seed: u64,
    pub(super) bug: Option<Bug>,
    pub(super) setting: Rc<Setting>,
    pub(super) suite: Rc<Suite>,
    pub(super) now: u64,
    queue: BinaryHeap<Reverse<(u64, u64)>>,
    events: BTreeMap<u64, Event>,
    asked: u64,
    pub(super) tabs: Vec<Tab>,
    pub(super) focus: usize,
    pub(super) disk: Disk,
    pub(super) slow_disk: u64,
    pub(super) gateway: Gateway,
    pub(super) network: Network,
    pub(super) ledger: Ledger,
    pub(super) student: Student,
    plan: Plan,
    steps: [Option<u64>; 3],
    /// How far the wall clock of the device is off.
    pub(super) wall: i64,
    pub(super) asleep: u64,
    /// The newest version of the battery is served.
    pub(super) newer: bool,
    pub(super) launches: u32,
    pub(super) healed: bool,
    pub(super) heal_at: u64,
    pub(super) judge_at: u64,
    /// The token that the page will get is old already.
    pub(super) stale_token: bool,
    pub(super) first_token: Option<String>,
    pub(super) dropped: BTreeSet<Id>,
    /// Every envelope: when it left and how long it was.
    pub(super) sends: Vec<(u64, usize)>,
    pub(super) dice: Dice,
    pub(super) dice_net: Dice,
    pub(super) dice_disk: Dice,
    failure: Option<String>,
    trace: Option<Vec<String>>,
    report: Report,
}

impl World {
    /// A schedule with its faults. `critical` fixes what the student's response is.
    #[must_use]
    pub fn new(
        setting: &Rc<Setting>,
        seed: u64,
        bug: Option<Bug>,
        plan: Plan,
        critical: Option<bool>,
    ) -> World {
        let mut dice = Dice::new(seed ^ 0x57_0D_E5);
        let mut student = Student::draw(&mut dice);
        student.critical = critical.unwrap_or(student.critical);
        student.brisk = critical.is_some();
        World {
            seed,
            bug,
            setting: setting.clone(),
            suite: setting.suite.clone(),
            now: 0,
            queue: BinaryHeap::new(),
            events: BTreeMap::new(),
            asked: 0,
            tabs: Vec::new(),
            focus: 0,
            disk: Disk::default(),
            slow_disk: 0,
            gateway: Gateway::new(),
            network: Network::default(),
            ledger: Ledger::default(),
            student,
            heal_at: plan.end,
            judge_at: 0,
            plan,
            steps: [None; 3],
            wall: 0,
            asleep: 0,
            newer: false,
            launches: 0,
            healed: false,
            stale_token: false,
            first_token: None,
            dropped: BTreeSet::new(),
            sends: Vec::new(),
            dice,
            dice_net: Dice::new(seed ^ 0x4E_37),
            dice_disk: Dice::new(seed ^ 0xD1_5C),
            failure: None,
            trace: None,
            report: Report::default(),
        }
    }

    /// Writes down what happens.
    pub fn watch(&mut self) {
        self.trace = Some(Vec::new());
    }

    /// Plays it to the end.
    ///
    /// # Errors
    /// The rule that was broken, with what happened before when it was watched.
    pub fn run(&mut self) -> Result<Report, String> {
        let at = |fault: &(When, Fault)| if let When::At(at) = fault.0 { Some((at, fault.1)) } else { None };
        let planned: Vec<(u64, Fault)> = self.plan.faults.iter().filter_map(at).collect();
        for (at, fault) in planned {
            self.later(at, Event::Strike(fault));
        }
        self.later(0, Event::Open { battery: 0 });
        self.later(self.heal_at, Event::Heal);
        while let Some(Reverse((at, nth))) = self.queue.pop() {
            let Some(event) = self.events.remove(&nth) else { continue };
            self.now = at.max(self.now);
            self.report.events += 1;
            if self.report.events > EVENTS {
                self.wrong("it runs in a circle");
            }
            self.happen(event);
            if let Some(failure) = self.failure.take() {
                return Err(self.told(&failure));
            }
            if self.events.is_empty() {
                break;
            }
        }
        self.report.notices = u32::try_from(self.ledger.made.len()).unwrap_or(0);
        self.report.pages = u32::try_from(self.tabs.len()).unwrap_or(0);
        self.report.sends = u32::try_from(self.sends.len()).unwrap_or(0);
        Ok(self.report)
    }

    /// When envelopes left before the faults were over, and how long they were; how soon a schedule ends behind that
    /// is up to what is delivered.
    #[must_use]
    pub fn while_it_lasted(&self) -> Vec<(u64, usize)> {
        self.sends.iter().filter(|(at, _)| *at < self.heal_at).copied().collect()
    }

    /// What happened, when it was watched.
    #[must_use]
    pub fn story(&self) -> String {
        self.trace.as_ref().map(|lines| lines.join("\n")).unwrap_or_default()
    }

    fn told(&self, failure: &str) -> String {
        format!("seed {}: {failure}\n{}", self.seed, self.story())
    }

    pub(super) fn wrong(&mut self, what: &str) {
        self.failure.get_or_insert_with(|| what.to_owned());
    }

    pub(super) fn say(&mut self, line: impl FnOnce() -> String) {
        if let Some(trace) = &mut self.trace {
            trace.push(format!("{:>9} ms  {}", self.now, line()));
        }
    }

    pub(super) fn tells(&self) -> bool {
        self.trace.is_some()
    }

    /// A notice or cover in the story.
    pub(super) fn named(&self, tab: usize, key: &[u8; RECEIPT_KEY_LEN]) -> String {
        let id = self.tabs[tab].sealed.get(key);
        let nth = id.and_then(|id| self.ledger.made.get(id)).map(|made| made.nth);
        nth.map_or_else(|| "a cover".to_owned(), |nth| format!("notice {nth}"))
    }

    pub(super) fn later(&mut self, at: u64, event: Event) {
        self.asked += 1;
        self.queue.push(Reverse((at.max(self.now), self.asked)));
        self.events.insert(self.asked, event);
    }

    /// Everything that is still to come is not.
    pub(super) fn finish(&mut self) {
        self.events.clear();
        self.queue.clear();
    }

    fn happen(&mut self, event: Event) {
        self.step();
        if let Some(tab) = event.tab() {
            if !self.tabs[tab].open {
                return;
            }
            if self.now < self.asleep {
                return self.later(self.asleep + 1, event);
            }
        }
        match event {
            Event::Act { tab } => self.act(tab),
            Event::Glance { tab } => self.look_again(tab),
            Event::Sealed { tab, job, envelope, key } => {
                self.tell(tab, Input::Sealed { job, envelope: &envelope, receipt_key: &key });
            }
            Event::Commit { tab, nth } => self.commit(tab, nth),
            Event::Kept { tab, done } => self.kept(tab, done),
            Event::Arrive(parcel) => self.arrive(*parcel),
            Event::Answer { tab, job, key, reply } => self.answer(tab, job, &key, &reply),
            Event::Foreign { tab, job, sent } => self.foreign(tab, job, sent),
            Event::Turned { tab, job, key, status, retry_after_s } => {
                let problem = (status != 502).then_some(turned(status));
                if status == 403 {
                    self.gateway.refuses(self.tabs[tab].sealed.get(&key));
                }
                self.answer(tab, job, &key, &Reply { status, problem, retry_after_s, body: Vec::new() });
            }
            Event::Lost { tab, job } => {
                self.say(|| format!("page {tab}: no answer to job {job}"));
                self.tabs[tab].fails += 1;
                self.tell(tab, Input::Lost { job });
            }
            Event::Tick { tab, nth, wall } => self.tick(tab, nth, wall),
            Event::Keys { tab, fetched } => self.fetched(tab, fetched),
            Event::Strike(fault) => self.strike(fault),
            Event::Open { battery } => self.open(battery),
            Event::Online => self.online(),
            Event::Evening => self.evening(),
            Event::Heal => self.heal(),
            Event::Look { alone } => self.look(alone),
            Event::Judge => self.judge(),
        }
    }

    /// Faults that wait for so many events.
    fn step(&mut self) {
        for nth in 0..self.steps.len() {
            let Some(count) = self.steps[nth] else { continue };
            self.steps[nth] = Some(count + 1);
            let due = |planned: &(When, Fault)| planned.0 == When::Step { nth, events: count };
            let faults: Vec<Fault> =
                self.plan.faults.iter().filter(|fault| due(fault)).map(|(_, fault)| *fault).collect();
            for fault in faults {
                self.strike(fault);
            }
        }
    }

    /// A notice was made: faults that were waiting for it are placed.
    fn critical(&mut self, nth: usize) {
        if let Some(step) = self.steps.get_mut(nth) {
            step.get_or_insert(0);
        }
        let planned: Vec<(u64, Fault)> = self
            .plan
            .faults
            .iter()
            .filter_map(|(when, fault)| match when {
                When::After { nth: of, ms } if *of == nth => Some((self.now + ms, *fault)),
                _ => None,
            })
            .collect();
        for (at, fault) in planned {
            self.later(at, Event::Strike(fault));
        }
    }

    /// Both clocks of a page.
    pub(super) fn clock(&self, tab: usize) -> Now {
        let wall_ms = (BEGIN_MS + self.now).saturating_add_signed(self.wall);
        let mono_ms =
            if self.bug == Some(Bug::WallClock) { wall_ms } else { 5_000 + self.now - self.tabs[tab].since };
        Now { mono_ms, wall_ms }
    }

    /// The browser says something to a page.
    pub(super) fn tell(&mut self, tab: usize, input: Input<'_>) {
        let now = self.clock(tab);
        // Nothing is made, and nothing that is said changes, by a seal or by the clock alone.
        let idle = matches!(input, Input::Sealed { .. } | Input::Tick);
        let asks = self.tabs[tab].page.input(now, input);
        let quiet = idle && !asks.iter().any(|ask| matches!(ask, Ask::SaveOutbox { .. } | Ask::Forget));
        self.carry_all(tab, asks, quiet);
    }

    pub(super) fn carry_out(&mut self, tab: usize, asks: Vec<Ask>) {
        self.carry_all(tab, asks, false);
    }

    fn carry_all(&mut self, tab: usize, asks: Vec<Ask>, quiet: bool) {
        if !quiet {
            let before = self.ledger.made.len();
            let after = self.ledger.note(self.now, &mut self.tabs[tab]);
            for nth in before..after {
                self.say(|| format!("page {tab}: notice {nth} is made"));
                self.critical(nth);
            }
        }
        for ask in asks {
            self.carry(tab, ask);
        }
        if quiet {
            return;
        }
        if let Err(what) = self.ledger.claims(self.now, &self.tabs[tab], &self.disk, &self.gateway) {
            self.wrong(&what);
        }
    }

    fn carry(&mut self, tab: usize, ask: Ask) {
        match ask {
            Ask::Seal { job, head, notice } => self.seal(tab, job, head, &notice),
            // Shown on the screen; what a desk reads from it is tested by itself.
            Ask::SealHand { .. } | Ask::Done => {}
            Ask::Send { job, envelope, receipt_key, token } => {
                let token = self.token_for(token);
                if self.tells() {
                    let what = self.named(tab, &receipt_key);
                    self.say(|| format!("page {tab}: sends {what} (job {job})"));
                }
                let sent = self.now;
                self.send(Parcel { tab, job, envelope, key: receipt_key, token, sent, copy: false });
                self.after_sending(tab, job, receipt_key);
            }
            Ask::SaveOutbox { mut row } => {
                if self.bug == Some(Bug::RowOfItsOwnLength) {
                    row.truncate(row.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1));
                }
                if self.bug == Some(Bug::SavedBeforeCommit) {
                    self.later(self.now, Event::Kept { tab, done: Done::Saved });
                }
                let page = &self.tabs[tab];
                let generation = if self.bug == Some(Bug::MetIsTold) { page.generation } else { page.told };
                self.put(tab, Put::Outbox { row, generation });
            }
            Ask::SaveSession { row } => self.put(tab, Put::Session { row }),
            Ask::Took { from } => {
                let found =
                    usize::try_from(from).ok().and_then(|from| self.tabs[tab].found.get(from).copied());
                if let Some((key, mark)) = found {
                    self.put(tab, Put::Took { key, mark });
                }
            }
            Ask::Wake { at_ms } => self.wake(tab, at_ms),
            Ask::Refresh => self.refresh(tab),
            Ask::ForgetSession if self.bug == Some(Bug::StaleSessionLies) => {}
            Ask::ForgetSession => self.put(tab, Put::ForgetSession),
            Ask::Forget => {
                self.say(|| format!("page {tab}: over"));
                // A restore of which no receipt has spoken yet is nobody's fault.
                let unheard = self.tabs[tab].epoch.is_some_and(|heard| heard != self.gateway.epoch());
                let held = |id: &&Id| unheard || self.gateway.row(id).is_some();
                let sure = self.ledger.made.keys().filter(held).copied().collect();
                let generation = self.tabs[tab].told;
                self.put(tab, Put::Forget { sure, generation });
            }
        }
    }

    fn wake(&mut self, tab: usize, at_ms: u64) {
        self.tabs[tab].tick += 1;
        let nth = self.tabs[tab].tick;
        let gap = at_ms.saturating_sub(self.clock(tab).mono_ms);
        let gap = match self.bug {
            Some(Bug::BackoffUnbounded) => gap << self.tabs[tab].fails.min(24),
            Some(Bug::RetryAfterObeyed) => gap.max(self.tabs[tab].held.saturating_sub(self.now)),
            Some(Bug::UrgentRetriesSooner) if self.urgent_waits(tab) => gap / 3,
            _ => gap,
        };
        self.later(self.now + gap, Event::Tick { tab, nth, wall: at_ms });
    }

    fn urgent_waits(&self, tab: usize) -> bool {
        let sent = self.tabs[tab].page.host.sent();
        sent.iter().any(|sent| {
            sent.notice.tier == qinghe_wire::Tier::Urgent && self.gateway.row(&sent.notice.id).is_none()
        })
    }

    fn tick(&mut self, tab: usize, nth: u64, wall: u64) {
        if self.tabs[tab].tick != nth {
            return;
        }
        let early = wall.saturating_sub(self.clock(tab).wall_ms);
        if self.bug == Some(Bug::WallClock) && early > 0 {
            // It waits until the clock on the wall says so.
            return self.later(self.now + early.min(400 * 86_400_000), Event::Tick { tab, nth, wall });
        }
        self.tell(tab, Input::Tick);
    }

    fn refresh(&mut self, tab: usize) {
        if self.bug == Some(Bug::RefreshIgnored) {
            return;
        }
        let reachable =
            self.now >= self.network.offline.max(self.network.portal).max(self.gateway.down_until);
        let fetched = reachable.then_some(Fetched { gateway: self.gateway.key, centre: self.gateway.centre });
        self.later(self.now + 90, Event::Keys { tab, fetched });
    }

    fn fetched(&mut self, tab: usize, fetched: Option<Fetched>) {
        let Some(keys) = fetched else { return self.tell(tab, Input::KeysFailed) };
        if self.bug != Some(Bug::StaleKeys) {
            self.tabs[tab].keys = keys;
        }
        let centres = self.centres(self.tabs[tab].keys);
        self.tell(tab, Input::Keys(centres));
    }

    /// A portal or a redirect answers with a page of its own.
    fn foreign(&mut self, tab: usize, job: u32, sent: u64) {
        if sent < self.network.redirect {
            return self.tell(tab, Input::Lost { job });
        }
        let body = b"<html>please log in to the school net to go on with it</html>".to_vec();
        let reply = Reply { status: 200, problem: None, retry_after_s: None, body };
        let key = self.tabs[tab].sealed.iter().next_back().map_or([0; 16], |(key, _)| *key);
        self.answer(tab, job, &key, &reply);
    }
}

fn turned(status: u16) -> &'static str {
    match status {
        401 => "token-expired",
        403 => "origin-refused",
        429 => "slow-down",
        503 => "not-ready",
        _ => "storage",
    }
}
