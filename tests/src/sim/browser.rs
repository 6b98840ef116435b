//! How a page is opened, and what the browser seals for it.

use super::{
    bugs::Bug,
    device::{Fetched, Tab},
    disk::Key,
    event::Event,
    gateway::{Reply, SECOND},
    world::{SLOT_MS, World},
};
use crate::page::{Page, Rows};
use qinghe_host::{Centres, Config, Input};
use qinghe_session::Session;
use qinghe_wire::{HEAD_LEN, Id, NOTICE_LEN, RECEIPT_KEY_LEN};
use std::collections::{BTreeMap, VecDeque};

impl World {
    pub(super) fn seal(&mut self, tab: usize, job: u32, mut head: [u8; HEAD_LEN], notice: &[u8; NOTICE_LEN]) {
        let mut id: Id = head[2..18].try_into().unwrap_or_default();
        if self.bug == Some(Bug::WrongRecipient) {
            head[34..].copy_from_slice(&self.suite.centre_id(self.tabs[tab].keys.centre));
        }
        let mut notice = *notice;
        if self.bug == Some(Bug::NewIdPerSeal) && head[1] != 0 {
            id = self.renamed(&mut head, &mut notice, id);
        }
        let keys = self.tabs[tab].keys;
        let known = [keys.centre, SECOND].iter().any(|nth| self.suite.centre_id(*nth) == head[34..]);
        if !known {
            // Fresh keys came between; the page has no key of that name any more.
            return self.tell_failed(tab, job);
        }
        let (mut envelope, key) = self.suite.seal_to(keys.gateway, &head, &notice);
        if self.bug == Some(Bug::LongerWhenUrgent) && head[1] == 2 {
            envelope.push(0);
        }
        self.tabs[tab].sealed.insert(key, id);
        let takes = 3;
        self.later(self.now + takes, Event::Sealed { tab, job, envelope, key });
    }

    fn tell_failed(&mut self, tab: usize, job: u32) {
        self.tell(tab, Input::SealFailed { job });
    }

    /// The mistake that gives every seal an id of its own.
    fn renamed(&mut self, head: &mut [u8; HEAD_LEN], notice: &mut [u8; NOTICE_LEN], id: Id) -> Id {
        let Ok(mut read) = qinghe_wire::Notice::decode(notice) else { return id };
        for byte in &mut read.id {
            *byte = self.dice.roll().to_le_bytes()[0];
        }
        head[2..18].copy_from_slice(&read.id);
        *notice = read.encode().unwrap_or(*notice);
        let meant = self.ledger.made.get(&id).map(|made| (made.at, made.urgent, made.to));
        if let Some((at, urgent, to)) = meant {
            let made = super::ledger::Made { nth: usize::MAX, at, urgent, to, safe: false, done: false };
            self.ledger.made.insert(read.id, made);
        }
        id
    }

    pub(super) fn token_for(&mut self, token: String) -> String {
        let first = self.first_token.get_or_insert_with(|| token.clone()).clone();
        if self.bug == Some(Bug::OldToken) { first } else { token }
    }

    pub(super) fn after_sending(&mut self, tab: usize, job: u32, key: [u8; RECEIPT_KEY_LEN]) {
        match self.bug {
            Some(Bug::SentIsStored) => {
                let id = self.tabs[tab].sealed.get(&key).copied().unwrap_or_default();
                let epoch = self.gateway.epoch();
                let (disposition, progress) =
                    (qinghe_wire::Disposition::Stored, qinghe_wire::Progress::Waiting);
                let body = qinghe_wire::Receipt { disposition, id, progress, epoch };
                let body = self.suite.receipt(&key, &body);
                let reply = Box::new(Reply { status: 200, problem: None, retry_after_s: None, body });
                self.later(self.now, Event::Answer { tab, job, key, reply });
            }
            Some(Bug::DeleteOnSend) => {
                self.disk.delete(Key { battery: self.tabs[tab].battery, outbox: true });
                self.tabs[tab].mark = None;
            }
            _ => {}
        }
    }

    pub(super) fn centres(&self, keys: Fetched) -> Centres {
        Centres { school: self.suite.centre_id(keys.centre), second: Some(self.suite.centre_id(SECOND)) }
    }

    /// A page is opened; `None` when it cannot be.
    pub(super) fn page(&mut self, battery: usize) -> Tab {
        let newer = usize::from(self.newer && battery == 0);
        let setting = self.setting.clone();
        let pack = &setting.packs[battery][newer];
        self.launches += 1;
        let life = if self.stale_token && !self.healed { 1 } else { 600_000 };
        let token = format!("{}.{}", self.launches, self.now + life);
        let keys = Fetched { gateway: self.gateway.key, centre: self.gateway.centre };
        let config = Config {
            slot_ms: SLOT_MS,
            centres: self.centres(keys),
            launch: format!("launch-{:08}", self.launches),
            battery: pack.battery.id.clone(),
            battery_version: pack.battery.version.clone(),
            informant: pack.battery.informant,
        };
        let outbox = self.disk.read(Key { battery, outbox: true });
        let mark = outbox.map(|row| row.mark);
        let mut rows = Rows {
            session: self.disk.read(Key { battery, outbox: false }).map(|row| row.bytes.clone()),
            outbox: outbox.map(|row| row.bytes.clone()),
        };
        self.mistaken(battery, newer, &mut rows);
        let person = crate::student();
        let fresh = Session::resume(pack.clone(), person, &setting.begun[battery][newer]).expect("it fits");
        let seed = self.seed ^ (u64::from(self.launches) << 40);
        let mut page = Page::open_with(fresh, pack, person, config, &rows, seed);
        page.doubts = !self.bug.is_some_and(Bug::believes);
        Tab {
            page,
            open: true,
            battery,
            since: self.now,
            mark,
            generation: 0,
            told: 0,
            chain: VecDeque::new(),
            busy: false,
            telling: false,
            lands: false,
            kept: true,
            waits: None,
            puts: 0,
            shared: false,
            tick: 0,
            keys,
            token,
            epoch: None,
            sealed: BTreeMap::new(),
            knows: BTreeMap::new(),
            found: Vec::new(),
            fails: 0,
            held: 0,
            acts: 0,
        }
    }

    fn mistaken(&mut self, battery: usize, newer: usize, rows: &mut Rows) {
        let pack = &self.setting.packs[battery][newer];
        let person = crate::student();
        let goes_on =
            rows.session.as_deref().is_some_and(|row| Session::resume(pack.clone(), person, row).is_some());
        match self.bug {
            Some(Bug::EarlierDropped) if !goes_on => rows.outbox = None,
            Some(Bug::UpgradeClears) if newer == 1 && !goes_on => {
                self.disk.delete(Key { battery, outbox: true });
                self.disk.delete(Key { battery, outbox: false });
                *rows = Rows::default();
            }
            _ => {}
        }
    }
}
