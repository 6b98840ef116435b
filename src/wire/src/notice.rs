//! The notice: what the counselling centre reads. Canonical, then padded to one length.

use crate::{Follow, Id, WireError, padded};
use alloc::{string::String, vec::Vec};
use serde::{Deserialize, Serialize};

/// Bytes of every padded notice.
pub const NOTICE_LEN: usize = 512;

/// The result tier. The same five meanings as in the design, independent of the content types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Tier {
    Routine,
    Watch,
    Priority,
    Urgent,
    Unclear,
}

/// Whether the responses can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Validity {
    /// Usable.
    Ok,
    /// To be read with care.
    Doubtful,
    /// Not usable.
    Unusable,
}

/// Who responded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Informant {
    Student,
    Parent,
    Teacher,
}

/// When in the sitting the notice was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// Before the end, because a person is needed now.
    Early,
    /// At the end.
    Final,
    /// Behind a call for a person: what the student wishes.
    Follow,
}

/// Why an early notice was made. Never a response, never an item: [`Trigger::Safety`] stands for every
/// safety concern alike, so it names no rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Trigger {
    /// A safety concern.
    Safety,
    /// The student asked for help.
    HelpAsked,
}

/// What the student wishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wish {
    /// Nothing said.
    None,
    /// Wants to be seen by the psychology teacher.
    BeSeen,
}

/// One notice. Holds no response, score or exact time, no type that could, and no words of the student's own
/// but the name in [`Follow`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Idempotency key.
    pub id: Id,
    /// The sitting.
    pub sitting: Id,
    /// Id of the launch token (`jti`), so that the centre can tie both layers together.
    pub launch: String,
    /// Battery id.
    pub battery: String,
    /// Battery version.
    pub battery_version: String,
    /// Early or final.
    pub stage: Stage,
    /// The tier.
    pub tier: Tier,
    /// Domain codes, only with consent.
    pub domains: Vec<String>,
    /// Why an early notice was made; `None` in a final one.
    pub trigger: Option<Trigger>,
    /// Validity class.
    pub validity: Validity,
    /// Who responded.
    pub informant: Informant,
    /// What the student wishes.
    pub wish: Wish,
    /// What the student said on the help card; exactly in a [`Stage::Follow`].
    pub follow: Option<Follow>,
    /// Full hours since 1970-01-01T00:00Z.
    pub hour: u32,
}

impl Notice {
    /// The notice as [`NOTICE_LEN`] bytes: version, length (big endian), postcard, zeros.
    ///
    /// # Errors
    /// [`WireError::TooLong`] when it does not fit, [`WireError::Malformed`] when stage and content disagree.
    pub fn encode(&self) -> Result<[u8; NOTICE_LEN], WireError> {
        self.check()?;
        padded::encode(self)
    }

    /// Reads a padded notice. Every notice has exactly one encoding; any other is refused.
    ///
    /// # Errors
    /// Wrong length, another version, a value outside its list, padding that is not zero.
    pub fn decode(bytes: &[u8]) -> Result<Notice, WireError> {
        let notice: Notice = padded::decode::<NOTICE_LEN, _>(bytes)?;
        notice.check()?;
        Ok(notice)
    }

    fn check(&self) -> Result<(), WireError> {
        match (self.stage, &self.follow) {
            (Stage::Follow, Some(follow)) => follow.check(),
            (Stage::Early | Stage::Final, None) => Ok(()),
            _ => Err(WireError::Malformed),
        }
    }
}
