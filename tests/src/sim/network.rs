//! The way from a page to the gateway and back.

use super::{bugs::Bug, event::Event, world::World};
use crate::dice::Dice;
use qinghe_host::Input;
use qinghe_wire::{Id, RECEIPT_KEY_LEN};

/// The browser gives a request up after so long.
const PATIENCE: u64 = 20_000;

/// Until when which trouble lasts.
#[derive(Default)]
#[allow(missing_docs)]
pub struct Network {
    pub offline: u64,
    pub portal: u64,
    pub status: Option<(u64, u16, Option<u32>)>,
    pub lossy: u64,
    pub doubling: u64,
    pub slow: u64,
    pub damage: u64,
    pub replay: u64,
    pub redirect: u64,
    /// The gateway's database is busy until then: it answers, late.
    pub locked: u64,
    /// The next envelope meets a crash; with or without its commit.
    pub crash: Option<(bool, u64)>,
    /// An answer that a proxy has kept.
    pub cached: Option<Vec<u8>>,
}

/// One envelope on its way.
pub struct Parcel {
    pub tab: usize,
    pub job: u32,
    pub envelope: Vec<u8>,
    pub key: [u8; RECEIPT_KEY_LEN],
    pub token: String,
    pub sent: u64,
    /// Nobody waits for the answer of a copy.
    pub copy: bool,
}

fn turn_a_bit(bytes: &mut Vec<u8>, dice: &mut Dice) {
    if bytes.is_empty() || dice.chance(40) {
        bytes.truncate(bytes.len() / 2);
        return;
    }
    let at = usize::try_from(dice.below(bytes.len() as u64)).unwrap_or(0);
    bytes[at] ^= 1 << dice.below(8);
}

impl World {
    pub(super) fn send(&mut self, mut parcel: Parcel) {
        let now = self.now;
        self.sends.push((now, parcel.envelope.len()));
        if parcel.envelope.len() != qinghe_wire::ENVELOPE_LEN {
            self.wrong("an envelope has another length");
        }
        let id = self.tabs[parcel.tab].sealed.get(&parcel.key).copied().unwrap_or_default();
        if self.dropped.contains(&id) {
            return;
        }
        let net = &self.network;
        let usual = self.dice_net.between(60, 500);
        let quick = self.dice_net.between(2, 200);
        if now < net.offline {
            return self.later(now + quick, Event::Lost { tab: parcel.tab, job: parcel.job });
        }
        let up = if now < net.slow { self.dice_net.between(500, 40_000) } else { usual };
        if now < net.lossy && self.dice_net.chance(50) {
            return self.later(now + PATIENCE, Event::Lost { tab: parcel.tab, job: parcel.job });
        }
        if now < net.portal || now < net.redirect {
            return self.later(now + usual, Event::Foreign { tab: parcel.tab, job: parcel.job, sent: now });
        }
        if let Some((until, status, retry_after_s)) = net.status
            && now < until
        {
            let Parcel { tab, job, key, .. } = parcel;
            return self.later(now + usual, Event::Turned { tab, job, key, status, retry_after_s });
        }
        if now < net.damage && self.dice_net.chance(50) {
            turn_a_bit(&mut parcel.envelope, &mut self.dice_net);
            self.ledger.damaged.insert(id);
        }
        if now < net.doubling {
            let again = Parcel {
                copy: true,
                token: parcel.token.clone(),
                envelope: parcel.envelope.clone(),
                ..parcel
            };
            let gap = self.dice_net.below(90_000);
            self.later(now + up + gap, Event::Arrive(Box::new(again)));
        }
        parcel.sent = now;
        self.later(now + up, Event::Arrive(Box::new(parcel)));
    }

    /// An envelope is at the gateway's door.
    pub(super) fn arrive(&mut self, parcel: Parcel) {
        let now = self.now;
        let (tab, job) = (parcel.tab, parcel.job);
        let late = (parcel.sent + PATIENCE).max(now);
        if now < self.gateway.down_until {
            return self.later(now + 5, Event::Lost { tab, job });
        }
        if now < self.network.locked {
            let until = self.network.locked + 3;
            return self.later(until, Event::Arrive(Box::new(parcel)));
        }
        if let Some((committed, down)) = self.network.crash.take() {
            // A wrong gateway has answered already when it goes down before its commit.
            let answers = self.bug == Some(Bug::AckBeforeCommit) && !committed;
            let kept = committed
                .then(|| self.gateway_takes(&parcel))
                .or_else(|| answers.then(|| self.only_says(&parcel)));
            self.gateway.crash(self.bug);
            self.gateway.down_until = now + down;
            return match kept.filter(|_| answers) {
                Some(reply) => self.reply(parcel, reply),
                None => self.later(late, Event::Lost { tab, job }),
            };
        }
        let reply = self.gateway_takes(&parcel);
        if !parcel.copy {
            self.reply(parcel, reply);
        }
    }

    fn gateway_takes(&mut self, parcel: &Parcel) -> super::gateway::Reply {
        self.gateway.take(&self.suite, self.now, &parcel.token, &parcel.envelope, self.bug)
    }

    /// What the mistake answers whose commit never comes.
    fn only_says(&mut self, parcel: &Parcel) -> super::gateway::Reply {
        let mut untouched = super::gateway::Gateway::new();
        (untouched.key, untouched.centre, untouched.life) =
            (self.gateway.key, self.gateway.centre, self.gateway.life);
        untouched.take(&self.suite, self.now, &parcel.token, &parcel.envelope, None)
    }

    fn reply(&mut self, parcel: Parcel, mut reply: super::gateway::Reply) {
        let now = self.now;
        let (tab, job, key) = (parcel.tab, parcel.job, parcel.key);
        let usual = self.dice_net.between(250, 600);
        let down = if now < self.network.slow { self.dice_net.between(500, 30_000) } else { usual };
        if now < self.network.lossy && self.dice_net.chance(40) || now < self.network.offline {
            return self.later(parcel.sent + PATIENCE, Event::Lost { tab, job });
        }
        if now < self.network.replay && self.dice_net.chance(60) {
            if let Some(cached) = &self.network.cached {
                reply.body.clone_from(cached);
                (reply.status, reply.problem) = (200, None);
            }
        } else if reply.status == 200 {
            self.network.cached = Some(reply.body.clone());
        }
        if now < self.network.damage && self.dice_net.chance(30) && reply.status == 200 {
            turn_a_bit(&mut reply.body, &mut self.dice_net);
        }
        if now + down > parcel.sent + PATIENCE {
            return self.later(parcel.sent + PATIENCE, Event::Lost { tab, job });
        }
        self.later(now + down, Event::Answer { tab, job, key, reply: Box::new(reply) });
    }

    /// The page hears an answer, as `ports.js` gives it to the core.
    pub(super) fn answer(
        &mut self,
        tab: usize,
        job: u32,
        key: &[u8; RECEIPT_KEY_LEN],
        reply: &super::gateway::Reply,
    ) {
        let id = self.tabs[tab].sealed.get(key).copied().unwrap_or_default();
        let mut receipt = (reply.status == 200).then(|| self.suite.open_receipt(key, &reply.body)).flatten();
        let genuine = receipt.is_some();
        match self.bug {
            Some(Bug::AnyAnswerIsStored) if reply.status == 200 => receipt = Some(self.made_up(&id)),
            Some(Bug::ReceiptOfAnother) if reply.status == 200 && reply.body.len() == 60 => {
                receipt = Some(self.made_up(&id));
            }
            _ => {}
        }
        if let Some(bytes) = &mut receipt {
            match self.bug {
                Some(Bug::EpochIgnored) => bytes[19..27].fill(7),
                Some(Bug::SeenWhenStored) => bytes[2] = 1,
                Some(Bug::NewIdPerSeal) => bytes[3..19].copy_from_slice(&id),
                _ => {}
            }
            if genuine && self.bug != Some(Bug::EpochIgnored) {
                self.tabs[tab].epoch = bytes[19..27].try_into().ok();
            }
        }
        if self.tells() {
            let (what, status, problem) = (self.named(tab, key), reply.status, reply.problem.unwrap_or(""));
            let how = if receipt.is_some() { "with a receipt" } else { problem };
            self.say(|| format!("page {tab}: {status} {how} for {what} (job {job})"));
        }
        self.mistakes(tab, &id, reply.status, reply.problem, receipt.is_some());
        let wait = reply.retry_after_s.map(|seconds| seconds.saturating_mul(1_000));
        self.tabs[tab].held = self.now + u64::from(wait.unwrap_or(0));
        let input = Input::Answer {
            job,
            status: reply.status,
            receipt: receipt.as_deref(),
            problem: reply.problem,
            retry_after_ms: wait,
        };
        self.tell(tab, input);
    }

    fn made_up(&self, id: &Id) -> Vec<u8> {
        let epoch = self.gateway.epoch();
        let (disposition, progress) = (qinghe_wire::Disposition::Stored, qinghe_wire::Progress::Waiting);
        qinghe_wire::Receipt { disposition, id: *id, progress, epoch }.encode().to_vec()
    }

    /// Notices that a mistake gives up, and what else it does with an answer.
    fn mistakes(&mut self, tab: usize, id: &Id, status: u16, problem: Option<&str>, stored: bool) {
        let gives_up = match self.bug {
            Some(Bug::DropOn400) => status == 400,
            Some(Bug::DropOn401) => status == 401,
            Some(Bug::DropOn429) => status == 429,
            Some(Bug::DropOn5xx) => status >= 500,
            // One that is refused is tried again and again, and nothing else.
            Some(Bug::HeadOfLine) => status == 413,
            _ => false,
        };
        if gives_up && self.bug == Some(Bug::HeadOfLine) {
            let others: Vec<Id> = self.ledger.made.keys().filter(|made| *made != id).copied().collect();
            self.dropped.extend(others);
        } else if gives_up && self.ledger.made.contains_key(id) && problem != Some("key-unknown") {
            self.dropped.insert(*id);
        }
        let fails = &mut self.tabs[tab].fails;
        *fails = if stored { 0 } else { *fails + 1 };
    }
}
