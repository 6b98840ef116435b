//! Messages between element, gateway and desk: the only run-time types that are serialised.
//!
//! Two layers travel in one [`Envelope`] of constant size. The outer layer, sealed to the gateway,
//! is a [`Head`] and the inner ciphertext; the inner layer, sealed to the counselling centre, is a
//! padded [`Notice`]. The answer is a sealed [`Receipt`], also of constant size. `docs/wire.md` is
//! the prose of this crate; its sizes are checked against the constants here by a test.

#![no_std]
extern crate alloc;

mod case;
mod envelope;
mod flags;
mod follow;
mod hand;
mod notice;
mod padded;
mod permit;
mod receipt;

pub use case::{
    CASE_INFO, CASE_LEN, CaseEntry, CaseKind, CaseOutcome, LINE_MAX, NOTE_MAX, PART_MAX, ReportSheet,
    SAID_MAX, case_aad,
};
pub use envelope::{
    ENVELOPE_LEN, Envelope, HEAD_LEN, Head, INNER_AAD_LEN, INNER_INFO, INNER_LEN, KEY_ID_LEN, KEY_LEN,
    OUTER_INFO, OUTER_PLAIN_LEN, OUTER_PREFIX_LEN, PUBLIC_KEY_LEN, SEAL_OVERHEAD, Urgency, inner_aad,
    outer_plain, split_outer,
};
pub use flags::{
    FLAGS_INFO, FLAGS_LEN, FLAGS_MAX, FLAGS_SEALED_LEN, FirstTry, Flags, HARM_MAX, HarmCount, Helps, Reached,
    SKILL_MAX, SealedFlags, SkillFlag,
};
pub use follow::{About, Company, Follow, Guardian, NAME_MAX, Place, Time, Whom};
pub use hand::{ByHand, HAND_LEN, HAND_PREFIX, HAND_TEXT_LEN};
pub use notice::{Informant, NOTICE_LEN, Notice, Stage, Tier, Trigger, Validity, Wish};
pub use permit::{PERMIT_PREFIX, Permit, PermitAge, SIGNATURE_LEN, SignedPermit};
pub use receipt::{
    Disposition, EPOCH_LEN, Progress, RECEIPT_EXPORT, RECEIPT_KEY_LEN, RECEIPT_LEN, RECEIPT_PLAIN_LEN,
    Receipt,
};

/// Version of everything in this crate.
pub const VERSION: u8 = 1;

/// 128 random bits: an idempotency key or a sitting.
pub type Id = [u8; 16];

/// Why bytes are not a message of this version. Says nothing about the content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WireError {
    /// Wrong number of bytes.
    Length,
    /// Another version.
    Version(u8),
    /// Another cipher suite.
    Suite(u8),
    /// A field holds a value outside its list, or padding is not zero.
    Malformed,
    /// A text is longer than its field.
    TooLong,
}

fn part<const N: usize>(bytes: &[u8], from: usize) -> Option<[u8; N]> {
    bytes.get(from..from + N)?.try_into().ok()
}
