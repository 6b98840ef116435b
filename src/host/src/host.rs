//! One envelope leaves at the start, in every slot, at the end and when the page goes, a notice where one waits
//! and a cover otherwise, so sending shows nothing. What the gateway answers is in `answers.rs`.

use crate::{
    Config, Entropy, Input, Now, Output,
    entry::{Entry, Sealed, State},
    hand::Hand,
    ids::Ids,
    jobs::{Job, Jobs},
    outbound::{self, Sitting},
    outbox,
    slots::Slots,
};
use qinghe_session::{Cause, Outcome, Recipient, Said};
use qinghe_wire::{ENVELOPE_LEN, EPOCH_LEN, Id, Notice, Stage};

/// Slots go on this long after the last notice, so that "a teacher has seen it" can arrive.
const AFTER_MS: u64 = 30 * 60 * 1000;
/// The rows lie on the device for so many slots after the end: enough for what a student may have sent last, so
/// that how long they lie does not tell how much it was.
pub const OVER_SLOTS: u32 = 4;
/// An answer to a request for keys that has not come by then does not come.
const REFRESH_MS: u64 = 60 * 1000;

/// An envelope with nothing inside.
pub(crate) struct Cover {
    id: Id,
    sitting: Id,
    sealed: Sealed,
}

/// Outbox and slot clock of one sitting, with whatever earlier ones have left to deliver.
pub struct Host {
    pub(crate) config: Config,
    pub(crate) sitting: Id,
    pub(crate) ids: Ids,
    token: String,
    /// Whether the gateway has taken an envelope with this token.
    pub(crate) token_taken: bool,
    entropy: Box<dyn Entropy>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) spare: Option<Cover>,
    pub(crate) jobs: Jobs,
    pub(crate) slots: Slots,
    /// Rows asked to be kept, and rows answered for, in the same order.
    pub(crate) rows_asked: u32,
    pub(crate) rows_answered: u32,
    /// Found rows, and the row of this host that holds everything of theirs.
    pub(crate) owed: Vec<(u32, u32)>,
    /// Whether the person has agreed to this sitting.
    pub(crate) started: bool,
    ends_ms: Option<u64>,
    /// The life of the storage that answered last.
    pub(crate) epoch: Option<[u8; EPOCH_LEN]>,
    /// When the rows may go; `None` before the end, and once they are gone.
    over_ms: Option<u64>,
    /// Since when fresh keys are waited for.
    refreshing_ms: Option<u64>,
    pub(crate) hand: Hand,
    pub(crate) now: Now,
}

impl Host {
    /// An empty outbox.
    #[must_use]
    pub fn new(config: Config, sitting: Id, mut entropy: Box<dyn Entropy>) -> Host {
        Host {
            slots: Slots::new(config.slot_ms, entropy.as_mut()),
            ids: Ids::draw(entropy.as_mut()),
            config,
            sitting,
            token: String::new(),
            token_taken: false,
            entropy,
            entries: Vec::new(),
            spare: None,
            jobs: Jobs::default(),
            rows_asked: 0,
            rows_answered: 0,
            owed: Vec::new(),
            started: false,
            ends_ms: None,
            epoch: None,
            over_ms: None,
            refreshing_ms: None,
            hand: Hand::default(),
            now: Now { mono_ms: 0, wall_ms: 0 },
        }
    }

    /// The outbox of a row whose sitting goes on, or `None` when the row is damaged.
    #[must_use]
    pub fn restore(config: Config, row: &[u8], entropy: Box<dyn Entropy>) -> Option<Host> {
        let restored = outbox::decode(row)?;
        let mut host = Host::new(config, restored.sitting, entropy);
        host.started = true;
        host.ids = restored.ids;
        host.entries = restored.entries;
        Some(host)
    }

    /// Takes over what a row of an earlier sitting, another version or another battery holds. Called before the
    /// first input; a damaged row has nothing to give.
    pub fn inherit(&mut self, row: &[u8]) {
        self.merge(row, true);
    }

    /// A newer launch token. Everything that waits travels with it.
    pub fn set_token(&mut self, token: &str) {
        token.clone_into(&mut self.token);
        self.token_taken = false;
    }

    /// One step.
    pub fn handle(&mut self, now: Now, input: Input<'_>) -> Vec<Output> {
        // Before the clock: what is said can change by waiting alone.
        let before = self.shown();
        self.now = now;
        let mut out = Vec::new();
        match input {
            Input::Start => self.agreed(&mut out),
            Input::NewLaunch => self.relaunched(&mut out),
            Input::Early { cause, to } => self.early(cause, to, &mut out),
            Input::Follow { said, to } => self.follow(said, to, &mut out),
            Input::Finish(outcome) => self.finish(outcome, &mut out),
            Input::Decline => self.decline(&mut out),
            Input::Moved => {
                let moved = self.slots_quicken();
                self.wake(moved, &mut out);
            }
            Input::Sealed { job, envelope, receipt_key } => self.sealed(job, envelope, receipt_key, &mut out),
            Input::HandSealed { job, inner } => self.hand_sealed(job, inner, &mut out),
            // The next slot asks again: at once, a browser that always fails would do nothing else.
            Input::SealFailed { job } => _ = self.jobs.sealed(job),
            Input::Saved => self.kept(true, &mut out),
            Input::SaveFailed => self.kept(false, &mut out),
            Input::Overtaken { row } => self.overtaken(row, &mut out),
            Input::Found { from, row } => self.found(from, row, &mut out),
            Input::DiskLost => self.disk_lost(&mut out),
            Input::Answer { job, status, receipt, problem, retry_after_ms } => {
                self.answer(job, (status, problem), receipt, retry_after_ms, &mut out);
            }
            Input::Lost { job } => self.lost(job),
            Input::Tick => self.tick(&mut out),
            Input::PageHide => self.page_hide(&mut out),
            Input::Online => self.online(&mut out),
            Input::Keys(centres) => self.keys(centres, &mut out),
            Input::KeysFailed => self.refreshing_ms = None,
            Input::Hand { open } => self.show_hand(open, &mut out),
        }
        if self.shown() != before {
            out.push(Output::Changed);
        }
        out
    }

    fn is_finished(&self) -> bool {
        self.entries.iter().any(|entry| entry.is_final_of(self.sitting))
    }

    fn about(&self) -> Sitting<'_> {
        Sitting {
            sitting: self.sitting,
            launch: &self.config.launch,
            battery: &self.config.battery,
            battery_version: &self.config.battery_version,
            informant: self.config.informant,
            now_ms: self.now.wall_ms,
        }
    }

    fn agreed(&mut self, out: &mut Vec<Output>) {
        self.started = true;
        (self.ends_ms, self.over_ms) = (None, None);
        self.start(out);
    }

    fn relaunched(&mut self, out: &mut Vec<Output>) {
        // Where an old token was not taken, the new one may be.
        self.entries.iter_mut().for_each(Entry::unpark);
        if !self.started {
            self.end_soon();
        }
        self.start(out);
    }

    fn start(&mut self, out: &mut Vec<Output>) {
        self.arrive();
        if self.is_finished() {
            self.end();
        }
        self.begin_slot(out);
        // Notices first: the first slot goes when its cover is sealed, and takes what is ready by then.
        self.seal_notices(out);
        if self.spare.is_none() && !self.jobs.sealing_cover() {
            self.seal_cover(out);
        }
        self.save(out);
        self.fill_slot(out);
    }

    pub(crate) fn begin_slot(&mut self, out: &mut Vec<Output>) {
        let at_ms = self.slots.begin(self.now.mono_ms);
        out.push(Output::Wake { at_ms });
    }

    pub(crate) fn wake(&self, moved: Option<u64>, out: &mut Vec<Output>) {
        out.extend(moved.map(|at_ms| Output::Wake { at_ms }));
    }

    fn queue(&mut self, notice: Notice, to: Recipient, out: &mut Vec<Output>) {
        if self.config.centres.key(to).is_none() {
            return;
        }
        if self.ends_ms.is_some() {
            // Help asked for after the end: the rows live again, and slots that have stopped begin again.
            self.end();
        }
        if !self.slots.running() {
            self.begin_slot(out);
        }
        self.entries.push(Entry::new(notice, to, self.now.mono_ms));
        self.seal_notices(out);
        // Already now, so that a reload in the middle of sealing loses nothing.
        self.save(out);
        out.push(Output::Changed);
    }

    /// Asks for the seal of every notice that has none and for which none is on its way.
    pub(crate) fn seal_notices(&mut self, out: &mut Vec<Output>) {
        let open = self.entries.iter().filter(|entry| entry.state == State::Open && entry.sealed.is_none());
        for Entry { notice, to, .. } in open {
            if self.jobs.sealing_notice(notice.id) {
                continue;
            }
            // A notice always fits: its texts come from a battery that the compiler has measured.
            let Ok(padded) = notice.encode() else { continue };
            let Some(key) = self.config.centres.key(*to) else { continue };
            let job = self.jobs.add(Job::SealNotice(notice.id));
            out.push(Output::Seal { job, head: outbound::head(notice, key), notice: Box::new(padded) });
        }
    }

    /// One early notice for each trigger and recipient: a reload between the two rows may ask for it again, and so
    /// may another page of the same sitting.
    fn early(&mut self, cause: Cause, to: Recipient, out: &mut Vec<Output>) {
        let notice = outbound::early(&self.about(), [0; 16], cause);
        self.queue_once(notice, to, out);
    }

    fn follow(&mut self, said: &Said, to: Recipient, out: &mut Vec<Output>) {
        let id = self.entropy.id();
        let notice = outbound::follow(&self.about(), id, said);
        let same = |entry: &Entry| entry.to == to && entry.notice.follow == notice.follow;
        if !self.entries.iter().any(|entry| self.is_own(entry) && same(entry)) {
            self.queue(notice, to, out);
        }
    }

    /// The same end twice is one notice; a graver end in another page is another one.
    fn finish(&mut self, outcome: &Outcome, out: &mut Vec<Output>) {
        let notice = outbound::last(&self.about(), [0; 16], outcome);
        if self.queue_once(notice, Recipient::School, out) {
            self.end();
            // The slot at the end waits until the final notice is sealed and kept, for everybody alike.
            self.slots.due = true;
        }
    }

    fn queue_once(&mut self, notice: Notice, to: Recipient, out: &mut Vec<Output>) -> bool {
        let Some(id) = self.ids.of(&notice, to) else { return false };
        let new = self.entries.iter().all(|entry| entry.notice.id != id);
        if new {
            self.queue(outbound::named(notice, id), to, out);
        }
        new
    }

    /// The rows come back when something is in them again.
    pub(crate) fn live_again(&mut self) {
        match (self.ends_ms, self.over_ms) {
            (None, _) if !self.started => self.end_soon(),
            (Some(_), None) if self.started => self.end(),
            (Some(_), None) => self.end_soon(),
            _ => {}
        }
    }

    /// Whether the rows have gone, and nothing has brought them back.
    pub(crate) fn is_over(&self) -> bool {
        self.ends_ms.is_some() && self.over_ms.is_none()
    }

    /// Whether the slot at the end still waits.
    pub(crate) fn ends_now(&self) -> bool {
        self.is_finished() && !self.waits_for_final()
    }

    /// Slots go on for a while, rows for a moment; counted from now.
    fn end(&mut self) {
        self.ends_ms = Some(self.now.mono_ms + AFTER_MS);
        self.over_ms = Some(self.over_at());
    }

    /// Nothing more is expected: what is there is delivered, and that is all.
    fn end_soon(&mut self) {
        self.ends_ms = Some(self.over_at());
        self.over_ms = self.ends_ms;
    }

    fn over_at(&self) -> u64 {
        self.now.mono_ms + u64::from(OVER_SLOTS) * u64::from(self.config.slot_ms)
    }

    /// What waits from an earlier visit is still delivered; who never agreed has nothing to wait for.
    fn decline(&mut self, out: &mut Vec<Output>) {
        if self.slots.running() {
            self.end_soon();
        } else {
            out.push(Output::Over);
        }
    }

    pub(crate) fn seal_cover(&mut self, out: &mut Vec<Output>) {
        let id = self.entropy.id();
        // Before anybody agreed, only an earlier sitting may be heard of.
        let earlier = self.entries.first().filter(|_| !self.started).map(|entry| entry.notice.sitting);
        let sitting = earlier.unwrap_or(self.sitting);
        let (head, notice) = outbound::cover(id, sitting, self.config.centres.school);
        let job = self.jobs.add(Job::SealCover { id, sitting });
        out.push(Output::Seal { job, head, notice: Box::new(notice) });
    }

    fn sealed(&mut self, job: u32, envelope: &[u8], receipt_key: &[u8], out: &mut Vec<Output>) {
        let (Some(done), Ok(receipt_key)) = (self.jobs.sealed(job), receipt_key.try_into()) else { return };
        if envelope.len() != ENVELOPE_LEN {
            return;
        }
        let sealed = Sealed { envelope: envelope.to_vec(), receipt_key };
        match done {
            Job::SealCover { id, sitting } => {
                self.spare = Some(Cover { id, sitting, sealed });
                if !self.waits_for_final() {
                    self.fill_slot(out);
                }
            }
            Job::SealNotice(id) => {
                let entry = self.entries.iter_mut().find(|entry| entry.notice.id == id);
                let Some(entry) = entry.filter(|entry| entry.state == State::Open) else { return };
                entry.sealed = Some(sealed);
                if entry.notice.stage == Stage::Final && entry.ready {
                    self.fill_slot(out);
                }
            }
            Job::SealHand(_) | Job::Send { .. } => {}
        }
    }

    fn waits_for_final(&self) -> bool {
        let fresh = |entry: &&Entry| entry.is_final_of(self.sitting) && entry.is_fresh();
        self.entries.iter().filter(fresh).any(|entry| entry.sealed.is_none() || !entry.ready)
    }

    fn tick(&mut self, out: &mut Vec<Output>) {
        let now_ms = self.now.mono_ms;
        match self.slots.reached(now_ms) {
            Err(at_ms) => return out.push(Output::Wake { at_ms }),
            Ok(false) => return,
            Ok(true) => {}
        }
        if self.over_ms.is_some_and(|over| now_ms >= over) && self.sure() {
            self.over_ms = None;
            self.entries.retain(|entry| entry.notice.sitting == self.sitting);
            self.entries.iter_mut().for_each(Entry::leaves_the_disk);
            out.push(Output::Over);
        }
        if self.ends_ms.is_some_and(|end| now_ms >= end) {
            if self.settled() {
                return self.slots.stop();
            }
            // Another whole while: how many notices were late must not show in the number of slots.
            self.ends_ms = Some(now_ms + AFTER_MS);
        }
        self.begin_slot(out);
        self.seal_notices(out);
        if self.spare.is_none() && !self.jobs.sealing_cover() {
            self.seal_cover(out);
        }
        self.fill_slot(out);
    }

    /// Everything is stored, and a later envelope has met the same storage.
    fn sure(&self) -> bool {
        self.entries.iter().all(|entry| matches!(entry.state, State::Stored(_)) && entry.confirmed)
    }

    fn online(&mut self, out: &mut Vec<Output>) {
        if self.slots.running() {
            _ = self.slots_quicken();
            self.begin_slot(out);
            self.fill_slot(out);
        }
    }

    fn slots_quicken(&mut self) -> Option<u64> {
        self.slots.quicken(self.now.mono_ms)
    }

    fn page_hide(&mut self, out: &mut Vec<Output>) {
        if self.slots.running() {
            self.slots.due = true;
            self.fill_slot(out);
        }
    }

    /// Sends the one envelope of a slot: the most urgent notice that waits, otherwise a cover. A notice
    /// uses up the cover whose place it takes, so that neither the moment nor the work behind it differs.
    pub(crate) fn fill_slot(&mut self, out: &mut Vec<Output>) {
        if !self.slots.due {
            return;
        }
        let Some(cover) = self.spare.take() else { return };
        let now_ms = self.now.mono_ms;
        // Urgent ones first; but one that always fails must not keep the others from their turn.
        let turn = |entry: &&mut Entry| entry.turn();
        let waiting = self.entries.iter_mut().filter(|entry| entry.can_go(now_ms)).min_by_key(turn);
        let (id, sitting, sealed) = match waiting {
            Some(entry) => {
                entry.flies(now_ms);
                (entry.notice.id, entry.notice.sitting, entry.sealed.clone().unwrap_or(cover.sealed))
            }
            None => (cover.id, cover.sitting, cover.sealed),
        };
        let job = self.jobs.add(Job::Send { id, sitting });
        let Sealed { envelope, receipt_key } = sealed;
        out.push(Output::Send { job, envelope, receipt_key, token: self.token.clone() });
        self.slots.due = false;
        self.seal_cover(out);
    }

    /// Asks for fresh keys, once at a time.
    pub(crate) fn refresh(&mut self, out: &mut Vec<Output>) {
        let now_ms = self.now.mono_ms;
        if self.refreshing_ms.is_none_or(|since| now_ms.saturating_sub(since) > REFRESH_MS) {
            self.refreshing_ms = Some(now_ms);
            out.push(Output::Refresh);
        }
    }

    /// Everything is sealed again: to whom is the same, under which key is not.
    fn keys(&mut self, centres: crate::Centres, out: &mut Vec<Output>) {
        self.refreshing_ms = None;
        self.config.centres = centres;
        self.entries.iter_mut().for_each(|entry| entry.sealed = None);
        self.spare = None;
        self.jobs.forget_seals();
        self.seal_notices(out);
        if self.slots.running() {
            self.seal_cover(out);
        }
        // Who has fetched keys has a network, whatever the last tries were.
        let moved = self.slots_quicken();
        self.wake(moved, out);
        self.seal_hand(out);
    }
}
