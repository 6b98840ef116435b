//! A page, its disk, the network and the gateway on one clock: a discrete simulation. Everything that
//! can go wrong goes wrong by seed, so every failure can be replayed.

use crate::{
    dice::Dice,
    gateway::Gateway,
    page::{Ask, Page, Rows},
    suite::Suite,
};
use qinghe_content::Pack;
use qinghe_host::{Centres, Config, Delivery, Input};
use qinghe_session::{Event, Person};
use qinghe_wire::{HEAD_LEN, NOTICE_LEN, Progress, RECEIPT_KEY_LEN, Tier};
use std::{collections::BTreeMap, rc::Rc};

/// Length of a slot, as the gateway's default.
pub const SLOT_MS: u32 = 15_000;
/// When every sitting begins: an exact hour, 2027-01-15.
pub const BEGIN_MS: u64 = 500_000 * 3_600_000;

/// What can be seen from outside the core, oldest first.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Seen {
    Send {
        at_ms: u64,
        length: usize,
        prefix: Vec<u8>,
    },
    Wake {
        at_ms: u64,
        then_ms: u64,
    },
    SessionRow {
        at_ms: u64,
        length: usize,
    },
    OutboxRow {
        at_ms: u64,
        length: usize,
    },
    Forget {
        at_ms: u64,
    },
    Done {
        at_ms: u64,
    },
    /// Not outside: the plaintext on its way into the seal.
    Seal {
        at_ms: u64,
        head: [u8; HEAD_LEN],
        notice: Box<[u8; NOTICE_LEN]>,
    },
}

/// How the outside behaves.
pub struct Weather {
    /// Until then things go wrong.
    pub bad_until_ms: u64,
    /// The disk keeps nothing, as in a private window.
    pub disk_refuses: bool,
    /// Until then no request gets through; whatever else happens is left alone.
    pub down_until_ms: u64,
    dice: Dice,
    seal_ms: u64,
    disk_ms: u64,
    net_ms: u64,
}

/// What becomes of one request.
#[derive(Clone, Copy)]
enum Fate {
    Answered,
    AnswerLost,
    Dropped,
    Twice,
    CaptivePortal,
    Turned(u16),
}

impl Weather {
    /// Nothing goes wrong; how long things take depends on the seed alone.
    #[must_use]
    pub fn fair(seed: u64) -> Weather {
        let mut dice = Dice::new(seed);
        let (seal_ms, disk_ms, net_ms) = (dice.between(1, 40), dice.between(1, 60), dice.between(250, 900));
        Weather { bad_until_ms: 0, disk_refuses: false, down_until_ms: 0, dice, seal_ms, disk_ms, net_ms }
    }

    /// Fair, but no request gets through in the first `down_ms` of the sitting.
    #[must_use]
    pub fn down(seed: u64, down_ms: u64) -> Weather {
        Weather { down_until_ms: BEGIN_MS + down_ms, ..Weather::fair(seed) }
    }

    /// Everything can go wrong until `bad_until_ms`.
    #[must_use]
    pub fn foul(seed: u64, bad_until_ms: u64) -> Weather {
        Weather { bad_until_ms, ..Weather::fair(seed) }
    }

    fn bad(&self, now_ms: u64) -> bool {
        now_ms < self.bad_until_ms
    }

    fn takes(&mut self, now_ms: u64, usual: u64) -> u64 {
        if self.bad(now_ms) && self.dice.chance(30) { self.dice.between(1, 40 * usual) } else { usual }
    }

    fn fails(&mut self, now_ms: u64, percent: u64) -> bool {
        self.bad(now_ms) && self.dice.chance(percent)
    }

    fn fate(&mut self, now_ms: u64) -> Fate {
        if now_ms < self.down_until_ms {
            return Fate::Dropped;
        }
        if !self.bad(now_ms) {
            return Fate::Answered;
        }
        match self.dice.below(12) {
            0 | 1 => Fate::AnswerLost,
            2 | 3 => Fate::Dropped,
            4 => Fate::Twice,
            5 => Fate::CaptivePortal,
            6 => Fate::Turned(401),
            7 => Fate::Turned(503),
            _ => Fate::Answered,
        }
    }
}

enum Due {
    Sealed { job: u32, envelope: Vec<u8>, receipt_key: [u8; RECEIPT_KEY_LEN] },
    SealFailed { job: u32 },
    Disk(Put),
    Arrive { job: u32, envelope: Vec<u8>, receipt_key: [u8; RECEIPT_KEY_LEN], fate: Fate },
    Answer { job: u32, status: u16, receipt: Option<Vec<u8>> },
    Lost { job: u32 },
    Tick,
}

enum Put {
    Session(Vec<u8>),
    Outbox(Vec<u8>),
    ForgetSession,
    Forget,
}

/// The simulation.
pub struct World {
    /// Milliseconds since 1970.
    pub now_ms: u64,
    /// The page that is open.
    pub page: Page,
    /// The gateway.
    pub gateway: Gateway,
    /// What is on the disk.
    pub disk: Rows,
    /// The network and the machine.
    pub weather: Weather,
    /// Everything seen so far.
    pub seen: Vec<Seen>,
    suite: Rc<Suite>,
    pack: Rc<Pack>,
    person: Person,
    seed: u64,
    /// Page loads so far; what an older load asked for no longer answers.
    life: u64,
    due: BTreeMap<(u64, u64), (u64, Due)>,
    asked: u64,
    disk_free_ms: u64,
}

impl World {
    /// A page just opened on a device that holds `disk`.
    #[must_use]
    pub fn open(pack: &Rc<Pack>, person: Person, suite: &Rc<Suite>, weather: Weather, seed: u64) -> World {
        let disk = Rows::default();
        let page = Page::open(pack, person, config(pack, suite), &disk, seed);
        let mut world = World {
            now_ms: BEGIN_MS,
            page,
            gateway: Gateway::default(),
            disk,
            weather,
            seen: Vec::new(),
            suite: suite.clone(),
            pack: pack.clone(),
            person,
            seed,
            life: 0,
            due: BTreeMap::new(),
            asked: 0,
            disk_free_ms: 0,
        };
        let asks = world.page.mount(world.now_ms);
        world.carry_out(asks);
        world
    }

    /// The person does something now.
    pub fn act(&mut self, event: Event) {
        let asks = self.page.act(self.now_ms, event);
        self.carry_out(asks);
        self.check_truth();
    }

    /// The browser says something now.
    pub fn input(&mut self, input: Input<'_>) {
        let asks = self.page.input(self.now_ms, input);
        self.carry_out(asks);
        self.check_truth();
    }

    /// How long until the clock of the slots comes next; nothing when it does not run.
    #[must_use]
    pub fn until_slot(&self) -> u64 {
        let tick = self.due.iter().find(|(_, (_, due))| matches!(due, Due::Tick));
        tick.map_or(0, |((at_ms, _), _)| at_ms.saturating_sub(self.now_ms))
    }

    /// Lets `gap_ms` pass.
    pub fn wait(&mut self, gap_ms: u64) {
        let until = self.now_ms + gap_ms;
        while let Some(next) = self.due.first_entry().filter(|next| next.key().0 <= until) {
            let ((at_ms, _), (life, due)) = next.remove_entry();
            self.now_ms = at_ms.max(self.now_ms);
            self.happen(life, due);
        }
        self.now_ms = until;
    }

    /// The page is torn down at any moment and opened again. Writes reach the disk in their order or
    /// not at all; requests on the wire go on; nothing that was asked for is answered any more.
    pub fn reload(&mut self, dice: &mut Dice) {
        let writes: Vec<_> = self.due.iter().filter(|(_, (_, due))| matches!(due, Due::Disk(_))).collect();
        let kept = dice.below(writes.len() as u64 + 1);
        let keys: Vec<_> = writes.into_iter().map(|(key, _)| *key).collect();
        for (nth, key) in keys.into_iter().enumerate() {
            let write = self.due.remove(&key);
            if let (Some((_, Due::Disk(put))), true) = (write, (nth as u64) < kept) {
                self.put(put);
            }
        }
        self.life += 1;
        self.disk_free_ms = 0;
        let seed = self.seed ^ (self.life << 32);
        self.page = Page::open(&self.pack, self.person, config(&self.pack, &self.suite), &self.disk, seed);
        let asks = self.page.mount(self.now_ms);
        self.carry_out(asks);
    }

    fn ask(&mut self, at_ms: u64, due: Due) {
        self.asked += 1;
        self.due.insert((at_ms, self.asked), (self.life, due));
    }

    fn carry_out(&mut self, asks: Vec<Ask>) {
        for ask in asks {
            self.record(&ask);
            match ask {
                Ask::Seal { job, head, notice } => self.seal(job, &head, &notice),
                Ask::Send { job, envelope, receipt_key } => {
                    let fate = self.weather.fate(self.now_ms);
                    let at = self.now_ms + self.weather.takes(self.now_ms, self.weather.net_ms / 2);
                    self.ask(at, Due::Arrive { job, envelope, receipt_key, fate });
                }
                Ask::SaveOutbox { row } => self.write(Put::Outbox(row)),
                Ask::SaveSession { row } => self.write(Put::Session(row)),
                Ask::ForgetSession => self.write(Put::ForgetSession),
                Ask::Forget => self.write(Put::Forget),
                Ask::Wake { at_ms } => {
                    // One timer; a new request replaces the old one.
                    self.due.retain(|_, (_, due)| !matches!(due, Due::Tick));
                    self.ask(at_ms.max(self.now_ms), Due::Tick);
                }
                Ask::Done => {}
            }
        }
    }

    fn record(&mut self, ask: &Ask) {
        let at_ms = self.now_ms;
        self.seen.push(match ask {
            Ask::Seal { head, notice, .. } => Seen::Seal { at_ms, head: *head, notice: notice.clone() },
            Ask::Send { envelope, .. } => {
                Seen::Send { at_ms, length: envelope.len(), prefix: envelope[..10].to_vec() }
            }
            Ask::SaveOutbox { row } => Seen::OutboxRow { at_ms, length: row.len() },
            Ask::SaveSession { row } => Seen::SessionRow { at_ms, length: row.len() },
            Ask::Wake { at_ms: then_ms } => Seen::Wake { at_ms, then_ms: *then_ms },
            Ask::ForgetSession | Ask::Forget => Seen::Forget { at_ms },
            Ask::Done => Seen::Done { at_ms },
        });
    }

    fn seal(&mut self, job: u32, head: &[u8; HEAD_LEN], notice: &[u8; NOTICE_LEN]) {
        let at = self.now_ms + self.weather.takes(self.now_ms, self.weather.seal_ms);
        if self.weather.fails(self.now_ms, 5) {
            self.ask(at, Due::SealFailed { job });
        } else {
            let (envelope, receipt_key) = self.suite.seal(head, notice);
            self.ask(at, Due::Sealed { job, envelope, receipt_key });
        }
    }

    /// One write after another, as `store.js` does it.
    fn write(&mut self, put: Put) {
        let at = self.now_ms + self.weather.takes(self.now_ms, self.weather.disk_ms);
        self.disk_free_ms = self.disk_free_ms.max(at);
        self.ask(self.disk_free_ms, Due::Disk(put));
    }

    fn put(&mut self, put: Put) {
        match put {
            _ if self.weather.disk_refuses => {}
            Put::Session(row) => self.disk.session = Some(row),
            Put::Outbox(row) => self.disk.outbox = Some(row),
            Put::ForgetSession => self.disk.session = None,
            Put::Forget => self.disk = Rows::default(),
        }
    }

    fn happen(&mut self, life: u64, due: Due) {
        if let Due::Arrive { job, envelope, receipt_key, fate } = due {
            return self.arrive(life, job, &envelope, &receipt_key, fate);
        }
        if life != self.life {
            return;
        }
        match due {
            Due::Sealed { job, envelope, receipt_key } => {
                self.input(Input::Sealed { job, envelope: &envelope, receipt_key: &receipt_key });
            }
            Due::SealFailed { job } => self.input(Input::SealFailed { job }),
            Due::Disk(put) => {
                let answered = matches!(put, Put::Outbox(_));
                self.put(put);
                if answered {
                    self.input(if self.weather.disk_refuses { Input::SaveFailed } else { Input::Saved });
                }
            }
            Due::Answer { job, status, receipt } => {
                self.input(Input::Answer { job, status, receipt: receipt.as_deref() });
            }
            Due::Lost { job } => self.input(Input::Lost { job }),
            Due::Tick => self.input(Input::Tick),
            Due::Arrive { .. } => {}
        }
    }

    fn arrive(&mut self, life: u64, job: u32, envelope: &[u8], key: &[u8; RECEIPT_KEY_LEN], fate: Fate) {
        let (status, body) = match fate {
            Fate::Dropped => (0, Vec::new()),
            Fate::CaptivePortal => (200, b"<html>please log in</html>".to_vec()),
            Fate::Turned(status) => (status, Vec::new()),
            Fate::Twice => {
                self.gateway.take(&self.suite, envelope);
                self.gateway.take(&self.suite, envelope)
            }
            Fate::Answered | Fate::AnswerLost => self.gateway.take(&self.suite, envelope),
        };
        if life != self.life {
            return;
        }
        let at = self.now_ms + self.weather.takes(self.now_ms, self.weather.net_ms / 2);
        if matches!(fate, Fate::Dropped | Fate::AnswerLost) {
            self.ask(at, Due::Lost { job });
        } else {
            let receipt = (status == 200).then(|| self.suite.open_receipt(key, &body)).flatten();
            self.ask(at, Due::Answer { job, status, receipt });
        }
    }

    /// Nothing is called stored that the gateway does not hold, nor saved that is not on the disk.
    fn check_truth(&self) {
        let sent = self.page.host.sent();
        let Some(shown) = sent.iter().find(|sent| sent.notice.tier == Tier::Urgent).or(sent.last()) else {
            return;
        };
        match self.page.host.delivery(None) {
            Delivery::Stored => {
                assert!(self.gateway.holds(&shown.notice.id), "called stored, seed {}", self.seed)
            }
            Delivery::Seen => {
                assert!(self.gateway.progress >= Progress::Seen, "called seen, seed {}", self.seed)
            }
            Delivery::Contacted => {
                assert!(self.gateway.progress == Progress::Contacted, "called contacted, seed {}", self.seed);
            }
            Delivery::Queued { saved: true } => {
                let row = self.disk.outbox.as_deref().unwrap_or_default();
                let id = shown.notice.id;
                assert!(row.windows(16).any(|part| part == id), "called saved, seed {}", self.seed);
            }
            _ => {}
        }
    }
}

/// What the launch and the gateway say about a sitting.
#[must_use]
pub fn config(pack: &Pack, suite: &Suite) -> Config {
    Config {
        slot_ms: SLOT_MS,
        centres: Centres { school: suite.centre_key(), second: None },
        launch: "launch-0123456789abcdef".to_owned(),
        battery: pack.battery.id.clone(),
        battery_version: pack.battery.version.clone(),
        informant: pack.battery.informant,
    }
}
