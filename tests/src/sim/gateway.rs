//! A gateway with its faults: tokens, keys, rows, backups, power. Mirrors `src/gateway` rule by rule; that one is
//! tested by itself against the same rules.

use super::bugs::Bug;
use crate::suite::Suite;
use qinghe_wire::{Disposition, Envelope, Head, Id, Notice, Progress, Receipt, Urgency};
use std::collections::BTreeMap;

/// Sittings of its person that one launch may serve.
const SITTINGS: usize = 4;
/// How long a launch that was used in time may go on, in milliseconds.
const BOUND_MS: u64 = 30 * 86_400_000;
/// Of a launch that comes too late; far shorter than the real one, so that schedules meet it.
const LATE_MS: u64 = 60_000;

/// One stored notice.
#[derive(Clone)]
pub struct Row {
    /// What the outer layer said.
    pub head: Head,
    /// The inner layer.
    pub inner: Vec<u8>,
    /// Whether a person has opened it.
    pub seen: bool,
    /// Whether a person has spoken with the student.
    pub contacted: bool,
    at: u64,
}

#[derive(Clone, Default)]
struct Db {
    rows: BTreeMap<Id, Row>,
    launches: BTreeMap<u32, (u64, Vec<Id>)>,
    /// Copies that a wrong gateway has stored beside a row.
    doubles: BTreeMap<Id, u32>,
}

/// What it answers.
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Code of the problem.
    pub problem: Option<&'static str>,
    /// Seconds of `Retry-After`.
    pub retry_after_s: Option<u32>,
    /// The receipt.
    pub body: Vec<u8>,
}

fn refuse(status: u16, problem: &'static str, retry_after_s: Option<u32>) -> Reply {
    Reply { status, problem: Some(problem), retry_after_s, body: Vec::new() }
}

/// The gateway.
pub struct Gateway {
    db: Db,
    /// Rows that are not on the disk yet; only a wrong gateway has any.
    unsynced: Vec<Id>,
    backup: Option<Db>,
    /// Which life of the storage this is.
    pub life: u64,
    /// Which of its keys it has.
    pub key: usize,
    /// Which key the centre has.
    pub centre: usize,
    /// Nobody answers before.
    pub down_until: u64,
    /// Nothing can be stored before.
    pub full_until: u64,
    /// Its clock is that much ahead.
    pub clock_ms: i64,
    /// One notice that it never takes.
    pub poison: Option<Id>,
    /// Alerts raised for each notice.
    pub alerts: BTreeMap<Id, u32>,
    /// How often it has refused each notice.
    pub refused: BTreeMap<Id, u32>,
    /// It has refused what it had stored.
    pub wrongly: bool,
    forgotten: BTreeMap<Id, Row>,
}

impl Gateway {
    /// An empty one.
    #[must_use]
    pub fn new() -> Gateway {
        Gateway {
            db: Db::default(),
            unsynced: Vec::new(),
            backup: Some(Db::default()),
            life: 1,
            key: 0,
            centre: 0,
            down_until: 0,
            full_until: 0,
            clock_ms: 0,
            poison: None,
            alerts: BTreeMap::new(),
            refused: BTreeMap::new(),
            wrongly: false,
            forgotten: BTreeMap::new(),
        }
    }

    /// Names this life.
    #[must_use]
    pub fn epoch(&self) -> [u8; 8] {
        self.life.to_be_bytes()
    }

    /// Takes one envelope. Commits before it answers.
    pub fn take(&mut self, suite: &Suite, now: u64, token: &str, envelope: &[u8], bug: Option<Bug>) -> Reply {
        let now = now.saturating_add_signed(self.clock_ms);
        let Some((launch, expires)) = parse(token) else { return refuse(401, "token-invalid", None) };
        let Ok(outer) = Envelope::parse(envelope) else { return refuse(400, "envelope-malformed", None) };
        if outer.gateway_key != suite.gateway_id(self.key) {
            return refuse(400, "key-unknown", None);
        }
        let Some(opened) = suite.open_with(self.key, envelope) else {
            return refuse(400, "envelope-malformed", None);
        };
        let head = opened.head;
        if head.centre_key != suite.centre_id(self.centre) && head.centre_key != suite.centre_id(SECOND) {
            return refuse(400, "key-unknown", None);
        }
        if now < self.full_until {
            return refuse(503, "storage", Some(10));
        }
        if self.poison == Some(head.id) {
            *self.refused.entry(head.id).or_default() += 1;
            return refuse(413, "too-large", None);
        }
        match self.accept(now, launch, expires, head, opened.inner, bug) {
            Ok(disposition) => {
                let progress = self.progress(&head.sitting, bug);
                let receipt = Receipt { disposition, id: head.id, progress, epoch: self.epoch() };
                let body = suite.receipt(&opened.receipt_key, &receipt);
                Reply { status: 200, problem: None, retry_after_s: None, body }
            }
            Err(refusal) => {
                if refusal.0 == 409 && refusal.1 == "id-conflict" {
                    *self.refused.entry(head.id).or_default() += 1;
                }
                refuse(refusal.0, refusal.1, None)
            }
        }
    }

    fn accept(
        &mut self,
        now: u64,
        launch: u32,
        expires: u64,
        head: Head,
        inner: Vec<u8>,
        bug: Option<Bug>,
    ) -> Result<Disposition, (u16, &'static str)> {
        self.bind(now, launch, expires, &head, bug)?;
        if head.urgency == Urgency::Cover {
            return Ok(Disposition::Cover);
        }
        if bug == Some(Bug::DedupeDay) {
            let old = self.db.rows.get(&head.id).filter(|row| now.saturating_sub(row.at) > 86_400_000);
            if old.is_some() {
                *self.db.doubles.entry(head.id).or_default() += 1;
            }
        }
        if bug == Some(Bug::DedupeInMemory) && self.forgotten.remove(&head.id).is_some() {
            *self.db.doubles.entry(head.id).or_default() += 1;
        }
        if let Some(old) = self.db.rows.get(&head.id) {
            if bug == Some(Bug::AlertPerCopy) {
                *self.alerts.entry(head.id).or_default() += 1;
            }
            let differs = bug == Some(Bug::DedupeByCiphertext) && old.inner != inner;
            self.wrongly |= differs;
            let same = old.head.sitting == head.sitting && !differs;
            return if same { Ok(Disposition::Stored) } else { Err((409, "id-conflict")) };
        }
        *self.alerts.entry(head.id).or_default() += 1;
        if bug == Some(Bug::SyncNormal) {
            self.unsynced.push(head.id);
        }
        self.db.rows.insert(head.id, Row { head, inner, seen: false, contacted: false, at: now });
        Ok(Disposition::Stored)
    }

    fn bind(
        &mut self,
        now: u64,
        launch: u32,
        expires: u64,
        head: &Head,
        bug: Option<Bug>,
    ) -> Result<(), (u16, &'static str)> {
        let most = if bug == Some(Bug::OneSittingPerLaunch) { 1 } else { SITTINGS };
        let late = |urgency| if urgency == Urgency::Urgent { Ok(()) } else { Err((401, "token-expired")) };
        match self.db.launches.get_mut(&launch) {
            Some((since, _)) if now.saturating_sub(*since) > BOUND_MS => late(head.urgency),
            Some((_, sittings)) if sittings.contains(&head.sitting) => Ok(()),
            Some((_, sittings)) if sittings.len() >= most => Err((409, "launch-used")),
            Some((_, sittings)) => {
                sittings.push(head.sitting);
                Ok(())
            }
            None if now > expires + 120_000 + LATE_MS => late(head.urgency),
            None if now > expires + 120_000 => Ok(()),
            None => {
                self.db.launches.insert(launch, (now, vec![head.sitting]));
                Ok(())
            }
        }
    }

    /// Contacted or seen when a person has done so with every urgent notice of the sitting, or with all where none
    /// is urgent.
    fn progress(&self, sitting: &Id, bug: Option<Bug>) -> Progress {
        let all = || {
            let anywhere = bug == Some(Bug::SeenOfAnySitting);
            self.db.rows.values().filter(move |row| anywhere || row.head.sitting == *sitting)
        };
        if bug == Some(Bug::SeenOfAnySitting) {
            return if all().any(|row| row.seen) { Progress::Seen } else { Progress::Waiting };
        }
        let urgent = all().any(|row| row.head.urgency == Urgency::Urgent);
        let counted = || all().filter(|row| !urgent || row.head.urgency == Urgency::Urgent);
        if counted().next().is_none() || !counted().all(|row| row.seen) {
            Progress::Waiting
        } else if counted().all(|row| row.contacted) {
            Progress::Contacted
        } else {
            Progress::Seen
        }
    }

    /// It is set up so that it will not take this.
    pub fn refuses(&mut self, id: Option<&Id>) {
        if let Some(id) = id {
            *self.refused.entry(*id).or_default() += 1;
        }
    }

    /// A person opens everything that is there.
    pub fn people_look(&mut self, contact: bool) {
        for row in self.db.rows.values_mut() {
            row.seen = true;
            row.contacted |= contact;
        }
    }

    /// The process ends and begins again.
    pub fn crash(&mut self, bug: Option<Bug>) {
        if bug == Some(Bug::DedupeInMemory) {
            self.forgotten = self.db.rows.clone();
        }
    }

    /// The machine loses its power: what was not synced is gone.
    pub fn power_cut(&mut self, bug: Option<Bug>) {
        for id in self.unsynced.drain(..) {
            self.db.rows.remove(&id);
        }
        self.crash(bug);
    }

    /// What is written now reaches the disk.
    pub fn sync(&mut self) {
        self.unsynced.clear();
    }

    /// The nightly backup.
    pub fn back_up(&mut self) {
        self.backup = Some(self.db.clone());
    }

    /// Last night's backup comes back, as another life.
    pub fn restore(&mut self, bug: Option<Bug>) {
        if let Some(backup) = self.backup.clone() {
            self.db = backup;
            self.unsynced.clear();
            if bug != Some(Bug::RestoreKeepsEpoch) {
                self.life += 1;
            }
        }
    }

    /// The row of a notice.
    #[must_use]
    pub fn row(&self, id: &Id) -> Option<&Row> {
        self.db.rows.get(id)
    }

    /// Every notice, opened as the desk does, with how often it is stored beyond once.
    #[must_use]
    pub fn notices(&self, suite: &Suite) -> Vec<(Head, Notice, u32)> {
        let open = |row: &Row| {
            let plain = suite.open_inner(&row.head, &row.inner).expect("sealed to a centre");
            let notice = Notice::decode(&plain).expect("a canonical notice");
            (row.head, notice, self.db.doubles.get(&row.head.id).copied().unwrap_or(0))
        };
        self.db.rows.values().map(open).collect()
    }
}

impl Default for Gateway {
    fn default() -> Gateway {
        Gateway::new()
    }
}

/// Which of the centres is the second one.
pub const SECOND: usize = crate::suite::KEYS - 1;

/// A token here is its launch and its end: `7.600000`.
fn parse(token: &str) -> Option<(u32, u64)> {
    let (launch, expires) = token.split_once('.')?;
    Some((launch.parse().ok()?, expires.parse().ok()?))
}
