//! What the host is told, and what it asks of the browser.

use qinghe_content::Informant;
use qinghe_session::{Cause, Outcome, Recipient, Said};
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

/// What happened.
#[derive(Clone, Copy)]
pub enum Input<'a> {
    /// The person agreed: the slot clock starts.
    Start,
    /// A person is needed now.
    Early {
        /// Why.
        cause: Cause,
        /// Whom to tell.
        to: Recipient,
    },
    /// What the student wishes.
    Follow {
        /// What was said.
        said: &'a Said,
        /// Whom to tell.
        to: Recipient,
    },
    /// All items are done.
    Finish(&'a Outcome),
    /// Not today.
    Decline,
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
    /// The code to be carried by hand is shown, or is not any more.
    Hand {
        /// Whether it is shown.
        open: bool,
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
    /// The gateway answered.
    Answer {
        /// The job it answers.
        job: u32,
        /// HTTP status.
        status: u16,
        /// The opened receipt, when it was genuine.
        receipt: Option<&'a [u8]>,
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
    /// The network is back: the next slot is now.
    Online,
    /// A restored outbox goes on under a new launch token.
    NewLaunch,
}

/// What the browser must do.
#[derive(Clone, PartialEq)]
pub enum Output {
    /// Seal both layers.
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
    },
    /// Keep this row.
    Save {
        /// Always of the same length.
        row: Vec<u8>,
    },
    /// Call with `Tick` then.
    Wake {
        /// Milliseconds since 1970.
        at_ms: u64,
    },
    /// The sitting is over and everything is delivered: forget both rows. Comes two slots after the end at
    /// the earliest, so that an early notice does not show in how long the rows lie there.
    Over,
    /// What is shown may have changed.
    Changed,
}
