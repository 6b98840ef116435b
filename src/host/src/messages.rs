//! What the host is told, and what it asks of the browser.

use qinghe_content::Informant;
use qinghe_session::{Outcome, Recipient, Said};
use qinghe_wire::{HEAD_LEN, Id, NOTICE_LEN, RECEIPT_KEY_LEN};

/// What a sitting is about.
#[derive(Clone)]
pub struct Config {
    /// Length of a slot in milliseconds.
    pub slot_ms: u32,
    /// Whom notices can be sealed to.
    pub centres: Centres,
    /// Id of the launch token.
    pub launch: String,
    /// Battery id.
    pub battery: String,
    /// Battery version.
    pub battery_version: String,
    /// Who responds.
    pub informant: Informant,
}

/// Key ids of the centres behind the gateway.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Centres {
    /// The school's counselling centre.
    pub school: [u8; 8],
    /// The centre outside the school, where there is one.
    pub second: Option<[u8; 8]>,
}

impl Centres {
    /// The key to seal to. Where there is no second centre, what was meant for it goes to nobody else.
    #[must_use]
    pub fn key(&self, to: Recipient) -> Option<[u8; 8]> {
        match to {
            Recipient::School => Some(self.school),
            Recipient::Second => self.second,
        }
    }
}

/// Two clocks. Whatever is waited for is counted on the first; the second only labels notices.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// Milliseconds of a clock that nobody can set, with any beginning.
    pub mono_ms: u64,
    /// Milliseconds since 1970, as the device believes.
    pub wall_ms: u64,
}

/// What happened.
#[derive(Clone, Copy)]
pub enum Input<'a> {
    /// The person agreed: the slot clock starts.
    Start,
    /// A person is needed now.
    Early {
        /// Why.
        cause: qinghe_session::Cause,
        /// Who is told.
        to: Recipient,
    },
    /// What the person wishes, behind a call for a person.
    Follow {
        /// What was chosen.
        said: &'a Said,
        /// Who is told.
        to: Recipient,
    },
    /// All items are done.
    Finish(&'a Outcome),
    /// Not today.
    Decline,
    /// The person did something, whatever it was: a clock that had slowed down is quick again.
    Moved,
    /// A seal is done.
    Sealed {
        /// The job it answers.
        job: u32,
        /// The envelope.
        envelope: &'a [u8],
        /// Key under which its receipt opens.
        receipt_key: &'a [u8],
    },
    /// The inner layer alone is sealed, to be carried by hand.
    HandSealed {
        /// The job it answers.
        job: u32,
        /// The inner layer.
        inner: &'a [u8],
    },
    /// A seal failed.
    SealFailed {
        /// The job it answers.
        job: u32,
    },
    /// The oldest row not yet answered for is on the disk.
    Saved,
    /// The oldest row not yet answered for could not be kept.
    SaveFailed,
    /// The oldest row not yet answered for was not written, because another page has written this one since.
    Overtaken {
        /// What lies on the disk.
        row: &'a [u8],
    },
    /// A row of another page, battery or earlier sitting of the same person was found on the disk.
    Found {
        /// To be given back with [`Output::Took`]; `None` for the row that this host itself writes.
        from: Option<u32>,
        /// The row.
        row: &'a [u8],
    },
    /// What was on the disk is gone, or can no longer be counted on.
    DiskLost,
    /// The gateway answered, or something that answers in its place.
    Answer {
        /// The job it answers.
        job: u32,
        /// HTTP status.
        status: u16,
        /// The opened receipt, when it was genuine.
        receipt: Option<&'a [u8]>,
        /// Code of the problem, when the answer has the gateway's own form; see `docs/wire.md`.
        problem: Option<&'a str>,
        /// How long the answer asks to wait, in milliseconds.
        retry_after_ms: Option<u32>,
    },
    /// No answer came.
    Lost {
        /// The job that got none.
        job: u32,
    },
    /// The time asked for has come.
    Tick,
    /// The page is going away.
    PageHide,
    /// The network is back, or the page is: the next slot is now.
    Online,
    /// A restored outbox goes on under a new launch token.
    NewLaunch,
    /// Fresh keys.
    Keys(Centres),
    /// The keys could not be fetched; the next refusal asks again.
    KeysFailed,
    /// The code to be carried by hand is shown, or is not any more.
    Hand {
        /// Whether it is shown.
        open: bool,
    },
}

/// What the browser must do.
#[derive(Clone, PartialEq)]
pub enum Output {
    /// Seal both layers, the inner one to the key that the head names.
    Seal {
        /// To be given back.
        job: u32,
        /// Head of the outer plaintext.
        head: [u8; HEAD_LEN],
        /// The padded notice.
        notice: Box<[u8; NOTICE_LEN]>,
    },
    /// Seal the inner layer alone.
    SealHand {
        /// To be given back.
        job: u32,
        /// Id of the notice.
        id: Id,
        /// Its sitting.
        sitting: Id,
        /// Key id to seal to.
        centre_key: [u8; 8],
        /// The padded notice.
        notice: Box<[u8; NOTICE_LEN]>,
    },
    /// Send one envelope.
    Send {
        /// To be given back.
        job: u32,
        /// The envelope, always of the same length.
        envelope: Vec<u8>,
        /// Key under which the receipt opens.
        receipt_key: [u8; RECEIPT_KEY_LEN],
        /// The newest launch token.
        token: String,
    },
    /// Keep this row. Must not replace a row that this page has neither written nor been given.
    Save {
        /// Always of the same length.
        row: Vec<u8>,
    },
    /// Everything of this found row is in a row that is on the disk: it may go.
    Took {
        /// As given with [`Input::Found`].
        from: u32,
    },
    /// Call with `Tick` then.
    Wake {
        /// On the clock that nobody can set.
        at_ms: u64,
    },
    /// Fetch the gateway's keys again.
    Refresh,
    /// The sitting is over and everything is delivered: forget both rows, unless another page has written the
    /// outbox since. Comes [`crate::OVER_SLOTS`] after the end at the earliest, so that an early notice does
    /// not show in how long the rows lie there.
    Over,
    /// What is shown may have changed.
    Changed,
}
