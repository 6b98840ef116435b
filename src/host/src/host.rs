//! Slots and retries. One envelope leaves at the start, in every slot, at the end and when the page
//! goes, a notice where one waits and a cover otherwise, so sending shows nothing.

use crate::{
    Config, Delivery, Entropy, Input, Output, Sent,
    hand::Hand,
    jobs::{Job, Jobs},
    outbound::{self, Sitting},
    outbox::{self, ENTRIES, Entry, State},
};
use qinghe_session::{Cause, Outcome, Recipient, Said};
use qinghe_wire::{Disposition, ENVELOPE_LEN, Id, Notice, Progress, RECEIPT_KEY_LEN, Receipt, Stage};

/// Slots go on this long after the last notice, so that "a teacher has seen it" can arrive.
const AFTER_MS: u64 = 30 * 60 * 1000;
/// After this many failed tries, or this long, the person is told plainly.
const PATIENCE_TRIES: u32 = 3;
const PATIENCE_MS: u64 = 2 * 60 * 1000;

/// After this long without anybody opening it, the person is told so.
const LATE_MS: u64 = 30 * 60 * 1000;

struct Cover {
    id: Id,
    envelope: Vec<u8>,
    receipt_key: [u8; RECEIPT_KEY_LEN],
}

/// Outbox and slot clock of one sitting.
pub struct Host {
    pub(crate) config: Config,
    sitting: Id,
    token: String,
    entropy: Box<dyn Entropy>,
    pub(crate) entries: Vec<Entry>,
    spare: Option<Cover>,
    pub(crate) jobs: Jobs,
    pub(crate) hand: Hand,
    /// Rows asked to be kept, and rows answered for, in the same order.
    rows_asked: u32,
    rows_answered: u32,
    next_slot_ms: Option<u64>,
    ends_ms: Option<u64>,
    /// When the rows may go; `None` before the end, and once they are gone.
    over_ms: Option<u64>,
    due: bool,
    progress: Progress,
    now_ms: u64,
}

impl Host {
    /// An empty outbox.
    #[must_use]
    pub fn new(config: Config, sitting: Id, entropy: Box<dyn Entropy>) -> Host {
        Host {
            config,
            sitting,
            token: String::new(),
            entropy,
            entries: Vec::new(),
            spare: None,
            jobs: Jobs::default(),
            hand: Hand::default(),
            rows_asked: 0,
            rows_answered: 0,
            next_slot_ms: None,
            ends_ms: None,
            over_ms: None,
            due: false,
            progress: Progress::Waiting,
            now_ms: 0,
        }
    }

    /// The outbox of a row, or `None` when the row is damaged.
    #[must_use]
    pub fn restore(config: Config, row: &[u8], entropy: Box<dyn Entropy>) -> Option<Host> {
        let restored = outbox::decode(row)?;
        let mut host = Host::new(config, restored.sitting, entropy);
        host.token = restored.token;
        host.progress = restored.progress;
        host.entries = restored.entries;
        Some(host)
    }

    /// The launch token to send with.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }

    /// A newer launch token.
    pub fn set_token(&mut self, token: &str) {
        token.clone_into(&mut self.token);
    }

    /// Where the most important notice is: the first urgent one, otherwise the newest; of those to one
    /// recipient, or of all.
    #[must_use]
    pub fn delivery(&self, to: Option<Recipient>) -> Delivery {
        let meant = || self.entries.iter().filter(|entry| to.is_none_or(|to| to == entry.to));
        let Some(entry) = meant().find(|entry| entry.urgent()).or(meant().next_back()) else {
            return Delivery::None;
        };
        let waited = self.now_ms.saturating_sub(entry.made_ms) > PATIENCE_MS;
        match entry.state {
            State::Refused => Delivery::Refused,
            State::Stored => match self.progress {
                Progress::Waiting if self.now_ms.saturating_sub(entry.made_ms) > LATE_MS => Delivery::Late,
                Progress::Waiting => Delivery::Stored,
                Progress::Seen => Delivery::Seen,
                Progress::Contacted => Delivery::Contacted,
            },
            State::Sealing => Delivery::Saving,
            State::Waiting if entry.tries >= PATIENCE_TRIES || waited => Delivery::Offline,
            State::Waiting => Delivery::Queued { saved: entry.saved },
        }
    }

    /// Whether every notice has come to its end.
    #[must_use]
    pub fn settled(&self) -> bool {
        self.entries.iter().all(|entry| matches!(entry.state, State::Stored | State::Refused))
    }

    /// Whether a call for a person still waits that belongs to no finished sitting, because its student said
    /// "not today" before it could leave. The next sitting takes it along.
    #[must_use]
    pub fn carries_call(&self) -> bool {
        !self.settled() && !self.is_finished()
    }

    fn is_finished(&self) -> bool {
        self.entries.iter().any(|entry| entry.notice.stage == Stage::Final)
    }

    /// What every notice of the sitting holds, oldest first.
    #[must_use]
    pub fn sent(&self) -> Vec<Sent> {
        self.entries.iter().map(|entry| Sent { notice: entry.notice.clone() }).collect()
    }

    /// One step.
    pub fn handle(&mut self, now_ms: u64, input: Input<'_>) -> Vec<Output> {
        // Before the clock: what is said can change by waiting alone.
        let before = self.spoken();
        self.now_ms = now_ms;
        let mut out = Vec::new();
        match input {
            Input::Start | Input::NewLaunch => self.start(&mut out),
            Input::Early { cause, to } => self.early(cause, to, &mut out),
            Input::Follow { said, to } => self.follow(said, to, &mut out),
            Input::Finish(outcome) => self.finish(outcome, &mut out),
            Input::Decline => self.decline(&mut out),
            Input::Sealed { job, envelope, receipt_key } => self.sealed(job, envelope, receipt_key, &mut out),
            Input::HandSealed { job, inner } => self.hand_sealed(job, inner, &mut out),
            Input::Hand { open } => self.show_hand(open, &mut out),
            // The next slot asks again: at once, a browser that always fails would do nothing else.
            Input::SealFailed { job } => _ = self.jobs.sealed(job),
            Input::Saved => self.kept(true, &mut out),
            Input::SaveFailed => self.kept(false, &mut out),
            Input::Answer { job, status, receipt } => self.answer(job, status, receipt, &mut out),
            Input::Lost { job } => self.lost(job),
            Input::Tick => self.tick(&mut out),
            Input::PageHide => self.page_hide(&mut out),
            Input::Online => self.online(&mut out),
        }
        if self.spoken() != before {
            out.push(Output::Changed);
        }
        out
    }

    /// All that can be said on a screen: of the most important notice, and of each recipient's.
    fn spoken(&self) -> [Delivery; 3] {
        [None, Some(Recipient::School), Some(Recipient::Second)].map(|to| self.delivery(to))
    }

    fn about(&self) -> Sitting<'_> {
        Sitting {
            sitting: self.sitting,
            launch: &self.config.launch,
            battery: &self.config.battery,
            battery_version: &self.config.battery_version,
            informant: self.config.informant,
            now_ms: self.now_ms,
        }
    }

    fn start(&mut self, out: &mut Vec<Output>) {
        if self.is_finished() {
            self.end();
        }
        self.due = true;
        self.schedule(out);
        if self.spare.is_none() {
            self.seal_cover(out);
        }
        self.seal_notices(out);
        self.save(out);
        self.fill_slot(out);
    }

    fn schedule(&mut self, out: &mut Vec<Output>) {
        let at_ms = self.now_ms + u64::from(self.config.slot_ms);
        self.next_slot_ms = Some(at_ms);
        out.push(Output::Wake { at_ms });
    }

    fn queue(&mut self, notice: Notice, to: Recipient, out: &mut Vec<Output>) {
        if self.entries.len() == ENTRIES || self.config.centres.key(to).is_none() {
            return;
        }
        if self.ends_ms.is_some() {
            // Help asked for after the end: the rows live again, and slots that have stopped begin again.
            self.end();
        }
        if self.next_slot_ms.is_none() {
            self.due = true;
            self.schedule(out);
        }
        self.entries.push(Entry::new(notice, to, self.now_ms));
        self.seal_notices(out);
        // Already now, so that a reload in the middle of sealing loses nothing.
        self.save(out);
        out.push(Output::Changed);
    }

    /// Asks for the seal of every notice that has none and for which none is on its way.
    fn seal_notices(&mut self, out: &mut Vec<Output>) {
        for Entry { notice, to, .. } in self.entries.iter().filter(|entry| entry.state == State::Sealing) {
            if self.jobs.sealing_notice(notice.id) {
                continue;
            }
            // A notice always fits: its texts come from a battery that the compiler has measured.
            let Ok(padded) = notice.encode() else { continue };
            let Some(key) = self.config.centres.key(*to) else { continue };
            let job = self.jobs.add(Job::SealNotice(notice.id));
            let head = outbound::head(notice, key);
            out.push(Output::Seal { job, head, notice: Box::new(padded) });
        }
    }

    /// One early notice for each cause and recipient: a reload between the two rows may ask for it again.
    fn early(&mut self, cause: Cause, to: Recipient, out: &mut Vec<Output>) {
        let id = self.entropy.id();
        let notice = outbound::early(&self.about(), id, cause);
        if self.entries.iter().all(|entry| entry.notice.trigger != notice.trigger || entry.to != to) {
            self.queue(notice, to, out);
        }
    }

    fn follow(&mut self, said: &Said, to: Recipient, out: &mut Vec<Output>) {
        let id = self.entropy.id();
        let notice = outbound::follow(&self.about(), id, said);
        self.queue(notice, to, out);
    }

    fn finish(&mut self, outcome: &Outcome, out: &mut Vec<Output>) {
        if self.is_finished() {
            return;
        }
        let id = self.entropy.id();
        let notice = outbound::last(&self.about(), id, outcome);
        self.queue(notice, Recipient::School, out);
        self.end();
        // The slot at the end waits until the final notice is sealed and kept, for everybody alike.
        self.due = true;
    }

    /// Slots go on for a while, rows for a moment; counted from now.
    fn end(&mut self) {
        self.ends_ms = Some(self.now_ms + AFTER_MS);
        self.over_ms = Some(self.now_ms + 2 * u64::from(self.config.slot_ms));
    }

    /// What waits from an earlier visit is still delivered; who never agreed has nothing to wait for.
    fn decline(&mut self, out: &mut Vec<Output>) {
        if self.next_slot_ms.is_none() {
            out.push(Output::Over);
            return;
        }
        self.end();
        self.ends_ms = self.over_ms;
    }

    fn seal_cover(&mut self, out: &mut Vec<Output>) {
        let id = self.entropy.id();
        let (head, notice) = outbound::cover(id, self.sitting, self.config.centres.school);
        let job = self.jobs.add(Job::SealCover(id));
        out.push(Output::Seal { job, head, notice: Box::new(notice) });
    }

    fn sealed(&mut self, job: u32, envelope: &[u8], receipt_key: &[u8], out: &mut Vec<Output>) {
        let (Some(done), Ok(key)) = (self.jobs.sealed(job), receipt_key.try_into()) else { return };
        if envelope.len() != ENVELOPE_LEN {
            return;
        }
        match done {
            Job::SealCover(id) | Job::SendCover(id) => {
                self.spare = Some(Cover { id, envelope: envelope.to_vec(), receipt_key: key });
                let finishing =
                    self.entries.iter().any(|entry| entry.notice.stage == Stage::Final && !entry.ready);
                if !finishing {
                    self.fill_slot(out);
                }
            }
            // The answer to that one is `hand_sealed`.
            Job::SealHand(_) => {}
            Job::SealNotice(id) | Job::SendNotice(id) => {
                if let Some(entry) = self.entries.iter_mut().find(|entry| entry.notice.id == id) {
                    entry.state = State::Waiting;
                    entry.envelope = envelope.to_vec();
                    entry.receipt_key = key;
                }
                self.save(out);
            }
        }
    }

    fn save(&mut self, out: &mut Vec<Output>) {
        let row = outbox::encode(self.sitting, &self.token, self.progress, &self.entries)
            // Too long a launch token must not cost a notice; a reload brings a new one anyway.
            .or_else(|| outbox::encode(self.sitting, "", self.progress, &self.entries));
        let Some(row) = row else { return };
        self.rows_asked += 1;
        for entry in self.entries.iter_mut().filter(|entry| entry.state == State::Waiting && entry.row == 0) {
            entry.row = self.rows_asked;
        }
        out.push(Output::Save { row });
    }

    fn kept(&mut self, saved: bool, out: &mut Vec<Output>) {
        if self.rows_answered == self.rows_asked {
            return;
        }
        self.rows_answered += 1;
        let answered = 1..=self.rows_answered;
        let waiting = |entry: &&mut Entry| entry.state == State::Waiting && !entry.ready;
        let mut news = false;
        for entry in self.entries.iter_mut().filter(waiting).filter(|entry| answered.contains(&entry.row)) {
            entry.saved = saved;
            entry.ready = true;
            news |= entry.notice.stage == Stage::Final;
        }
        if news {
            self.fill_slot(out);
        }
    }

    fn tick(&mut self, out: &mut Vec<Output>) {
        let Some(next) = self.next_slot_ms else { return };
        // A clock that was set back must not silence the slots.
        let far = next.saturating_sub(self.now_ms) > u64::from(self.config.slot_ms);
        if self.now_ms < next && !far {
            out.push(Output::Wake { at_ms: next });
            return;
        }
        if self.over_ms.is_some_and(|over| self.now_ms >= over) && self.settled() {
            self.over_ms = None;
            out.push(Output::Over);
        }
        if self.ends_ms.is_some_and(|end| self.now_ms >= end) {
            if self.settled() {
                self.next_slot_ms = None;
                return;
            }
            // Another whole while: how many notices were late must not show in the number of slots.
            self.ends_ms = Some(self.now_ms + AFTER_MS);
        }
        self.due = true;
        self.schedule(out);
        if self.spare.is_none() && !self.jobs.sealing_cover() {
            self.seal_cover(out);
        }
        self.seal_notices(out);
        self.fill_slot(out);
    }

    fn online(&mut self, out: &mut Vec<Output>) {
        if self.next_slot_ms.is_some() {
            self.due = true;
            self.schedule(out);
            self.fill_slot(out);
        }
    }

    fn page_hide(&mut self, out: &mut Vec<Output>) {
        if self.next_slot_ms.is_some() {
            self.due = true;
            self.fill_slot(out);
        }
    }

    /// Sends the one envelope of a slot: the most urgent notice that waits, otherwise a cover. A notice
    /// uses up the cover whose place it takes, so that neither the moment nor the work behind it differs.
    fn fill_slot(&mut self, out: &mut Vec<Output>) {
        if !self.due {
            return;
        }
        let Some(cover) = self.spare.take() else { return };
        let (job, envelope, receipt_key) = match self.next_entry() {
            Some(entry) => {
                entry.in_flight = true;
                (Job::SendNotice(entry.notice.id), entry.envelope.clone(), entry.receipt_key)
            }
            None => (Job::SendCover(cover.id), cover.envelope, cover.receipt_key),
        };
        let job = self.jobs.add(job);
        out.push(Output::Send { job, envelope, receipt_key });
        self.due = false;
        self.seal_cover(out);
    }

    fn next_entry(&mut self) -> Option<&mut Entry> {
        let waiting = |entry: &&mut Entry| entry.state == State::Waiting && entry.ready && !entry.in_flight;
        // The first of the urgent ones, otherwise the first.
        self.entries.iter_mut().filter(waiting).min_by_key(|entry| !entry.urgent())
    }

    fn answer(&mut self, job: u32, status: u16, receipt: Option<&[u8]>, out: &mut Vec<Output>) {
        let genuine = receipt.and_then(|bytes| Receipt::decode(bytes).ok());
        match self.jobs.sent(job) {
            Some(Job::SendCover(id)) => {
                if let Some(receipt) = genuine.filter(|receipt| receipt.id == id) {
                    self.progress = self.progress.max(receipt.progress);
                }
            }
            Some(Job::SendNotice(id)) => self.answer_notice(id, status, genuine, out),
            Some(Job::SealNotice(_) | Job::SealCover(_) | Job::SealHand(_)) | None => {}
        }
    }

    fn answer_notice(&mut self, id: Id, status: u16, receipt: Option<Receipt>, out: &mut Vec<Output>) {
        let Some(entry) = self.entries.iter_mut().find(|entry| entry.notice.id == id) else { return };
        entry.in_flight = false;
        match (status, receipt) {
            (200, Some(receipt)) if receipt.id == id && receipt.disposition == Disposition::Stored => {
                entry.state = State::Stored;
                entry.envelope = Vec::new();
                self.progress = self.progress.max(receipt.progress);
                self.save(out);
            }
            (400 | 403 | 409 | 413, _) => {
                entry.state = State::Refused;
                self.save(out);
            }
            // Anything else may pass: a captive portal's 200, an expired token, a busy or broken gateway.
            _ => entry.tries += 1,
        }
    }

    fn lost(&mut self, job: u32) {
        let Some(Job::SendNotice(id)) = self.jobs.sent(job) else { return };
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.notice.id == id) {
            entry.in_flight = false;
            entry.tries += 1;
        }
    }
}
