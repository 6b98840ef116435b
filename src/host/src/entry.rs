//! One notice on its way.

use crate::Delivery;
use qinghe_session::Recipient;
use qinghe_wire::{EPOCH_LEN, Id, Notice, Progress, RECEIPT_KEY_LEN, Stage, Tier};

/// After this many failed tries, or this long, the person is told plainly.
const PATIENCE_TRIES: u32 = 3;
const PATIENCE_MS: u64 = 2 * 60 * 1000;
/// After this long without anybody opening it, the person is told so.
const LATE_MS: u64 = 30 * 60 * 1000;
/// An answer that has not come by then does not come; the browser itself gives up after 20 seconds.
const FLIGHT_MS: u64 = 60 * 1000;
/// A disk that has not answered by then is not waited for.
const DISK_MS: u64 = 5 * 1000;
/// So many refusals in a row, each of a fresh envelope, are meant: one may be damage on the way.
const REFUSALS: u8 = 3;

/// Where a notice is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// Not yet known to be stored.
    Open,
    /// The gateway gave a genuine receipt, in this life of its storage.
    Stored([u8; EPOCH_LEN]),
    /// The gateway refuses it. Tried again at the next visit, with the next token.
    Parked,
}

/// An envelope, ready to go.
#[derive(Clone)]
pub(crate) struct Sealed {
    pub envelope: Vec<u8>,
    pub receipt_key: [u8; RECEIPT_KEY_LEN],
}

pub(crate) struct Entry {
    pub notice: Notice,
    /// Whose key it is sealed to.
    pub to: Recipient,
    pub state: State,
    pub sealed: Option<Sealed>,
    /// Number of the first row that holds it; 0 before there is one.
    pub row: u32,
    /// Whether it is on the disk.
    pub saved: bool,
    /// Whether the question of saving is settled, one way or the other.
    pub ready: bool,
    pub progress: Progress,
    /// Whether a later envelope met the same life of the storage, so that the receipt was no straggler.
    pub confirmed: bool,
    /// Since when it is here, or stored.
    since_ms: u64,
    /// When it was sent, while its answer is waited for.
    flying_ms: Option<u64>,
    tries: u32,
    refusals: u8,
    /// The newest job when its receipt came.
    stored_at: u32,
}

/// How many ranks there are.
pub(crate) const RANKS: u8 = 4;

impl Entry {
    pub(crate) fn new(notice: Notice, to: Recipient, now_ms: u64) -> Entry {
        Entry {
            notice,
            to,
            state: State::Open,
            sealed: None,
            row: 0,
            saved: false,
            ready: false,
            progress: Progress::Waiting,
            confirmed: false,
            since_ms: now_ms,
            flying_ms: None,
            tries: 0,
            refusals: 0,
            stored_at: 0,
        }
    }

    /// One that was read from the disk, and so lies there.
    pub(crate) fn kept(notice: Notice, to: Recipient, state: State, progress: Progress) -> Entry {
        Entry { state, progress, saved: true, ready: true, ..Entry::new(notice, to, u64::MAX) }
    }

    /// Counts from now, unless it counts already.
    pub(crate) fn arrives(&mut self, now_ms: u64) {
        if self.since_ms == u64::MAX {
            self.since_ms = now_ms;
        }
    }

    /// Its row is forgotten; should it be offered again, it needs a new one.
    pub(crate) fn leaves_the_disk(&mut self) {
        (self.row, self.saved) = (0, false);
    }

    pub(crate) fn urgent(&self) -> bool {
        self.notice.tier == Tier::Urgent
    }

    pub(crate) fn is_final_of(&self, sitting: Id) -> bool {
        self.notice.stage == Stage::Final && self.notice.sitting == sitting
    }

    /// What is kept first when there is room for less than everything: below [`RANKS`].
    pub(crate) fn rank(&self) -> u8 {
        match self.state {
            State::Open if self.urgent() => 0,
            State::Open => 1,
            State::Parked => 2,
            State::Stored(_) => 3,
        }
    }

    /// What may be said about it.
    pub(crate) fn delivery(&self, now_ms: u64, clock_runs: bool) -> Delivery {
        let waited = now_ms.saturating_sub(self.since_ms);
        match self.state {
            State::Parked => Delivery::Refused,
            State::Stored(_) => match self.progress {
                // Without a clock nothing more is heard, so "not yet" would be said for ever.
                Progress::Waiting if waited > LATE_MS || !clock_runs => Delivery::Late,
                Progress::Waiting => Delivery::Stored,
                Progress::Seen => Delivery::Seen,
                Progress::Contacted => Delivery::Contacted,
            },
            State::Open if self.tries >= PATIENCE_TRIES || waited > PATIENCE_MS => Delivery::Offline,
            State::Open if !self.ready => Delivery::Saving,
            State::Open => Delivery::Queued { saved: self.saved },
        }
    }

    /// Sealed, its row answered for (or not waited for any longer), and not on the wire.
    pub(crate) fn can_go(&self, now_ms: u64) -> bool {
        let flying = self.flying_ms.is_some_and(|since| now_ms.saturating_sub(since) <= FLIGHT_MS);
        self.state == State::Open && self.sealed.is_some() && self.disk_has_had_its_time(now_ms) && !flying
    }

    /// Its row is answered for, or not waited for any longer.
    pub(crate) fn disk_has_had_its_time(&self, now_ms: u64) -> bool {
        let waits = self.state == State::Open && !self.ready;
        !waits || now_ms.saturating_sub(self.since_ms) > DISK_MS
    }

    /// Whose turn it is: the smallest.
    pub(crate) fn turn(&self) -> u32 {
        self.tries.saturating_add(if self.urgent() { 0 } else { 2 })
    }

    pub(crate) fn flies(&mut self, now_ms: u64) {
        self.flying_ms = Some(now_ms);
    }

    /// Never tried and never answered: the slot at the end waits for such a final notice.
    pub(crate) fn is_fresh(&self) -> bool {
        self.state == State::Open && self.tries == 0 && self.flying_ms.is_none()
    }

    /// A genuine receipt for this very notice.
    pub(crate) fn stored(&mut self, epoch: [u8; EPOCH_LEN], newest_job: u32, now_ms: u64) {
        self.state = State::Stored(epoch);
        self.sealed = None;
        self.stored_at = newest_job;
        self.since_ms = now_ms;
        self.flying_ms = None;
        self.confirmed = false;
        self.tries = 0;
        self.refusals = 0;
        // What this receipt says of people may be older than the notice; the next one knows of it.
        self.progress = Progress::Waiting;
    }

    /// A receipt for a job of the same person says which life of the storage answered and how far people are.
    /// `true` when the notice has to be offered again.
    pub(crate) fn hears(
        &mut self,
        job: u32,
        epoch: [u8; EPOCH_LEN],
        progress: Option<Progress>,
        now_ms: u64,
    ) -> bool {
        let State::Stored(known) = self.state else { return false };
        if known != epoch {
            self.offer_again(now_ms);
            return true;
        }
        // A straggler, sent before this notice was stored, knows nothing of it.
        if job > self.stored_at {
            self.confirmed = true;
            self.progress = self.progress.max(progress.unwrap_or_default());
        }
        false
    }

    /// Whether it is stored is no longer known.
    pub(crate) fn offer_again(&mut self, now_ms: u64) {
        // Another page may have forgotten the row by now.
        self.leaves_the_disk();
        // Before it was sent the disk has had its time.
        self.ready = true;
        self.state = State::Open;
        self.progress = Progress::Waiting;
        self.confirmed = false;
        self.since_ms = now_ms;
    }

    /// The try came to nothing; the notice waits.
    pub(crate) fn failed(&mut self) {
        self.flying_ms = None;
        self.tries = self.tries.saturating_add(1);
        self.refusals = 0;
    }

    /// The gateway refused this envelope. The next try is a fresh one.
    pub(crate) fn refused(&mut self) {
        let refusals = self.refusals + 1;
        self.failed();
        self.sealed = None;
        self.refusals = refusals;
        if refusals >= REFUSALS {
            self.state = State::Parked;
        }
    }

    /// A new token may be taken where the old one was not.
    pub(crate) fn unpark(&mut self) {
        if self.state == State::Parked {
            self.state = State::Open;
            self.refusals = 0;
            self.tries = 0;
        }
    }
}
