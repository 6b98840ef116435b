//! A notice carried by hand: the screen shows it as a code and a desk reads it, with no network in between.
//!
//! It holds the inner layer alone, sealed to the centre's key like any notice. Who carries it can read no more
//! than the gateway could, and the same notice may also arrive by the network: both have the same id.

use crate::{Head, INNER_LEN, Id, KEY_ID_LEN, VERSION, WireError, part};
use alloc::{string::String, vec::Vec};

/// Bytes of every notice carried by hand, before they become text.
pub const HAND_LEN: usize = 1 + 16 + 16 + KEY_ID_LEN + INNER_LEN;
/// What the text begins with, so that a scanner knows what it has in front of it.
pub const HAND_PREFIX: &str = "QH1:";
/// Characters of every such text: three for two bytes (RFC 9285). All are in the alphanumeric mode of a QR code.
pub const HAND_TEXT_LEN: usize = HAND_PREFIX.len() + HAND_LEN / 2 * 3;

/// One notice on its way by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByHand {
    /// Idempotency key of the notice.
    pub id: Id,
    /// The sitting.
    pub sitting: Id,
    /// Key id of the centre's public key to which the inner layer is sealed.
    pub centre_key: [u8; KEY_ID_LEN],
    /// The inner layer.
    pub inner: [u8; INNER_LEN],
}

impl ByHand {
    /// The notice whose head is `head`, sealed as `inner`.
    ///
    /// # Errors
    /// [`WireError::Length`] when `inner` is not [`INNER_LEN`] bytes.
    pub fn new(head: &Head, inner: &[u8]) -> Result<ByHand, WireError> {
        let inner = inner.try_into().map_err(|_| WireError::Length)?;
        Ok(ByHand { id: head.id, sitting: head.sitting, centre_key: head.centre_key, inner })
    }

    /// The text of the code, [`HAND_TEXT_LEN`] characters.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut bytes = Vec::with_capacity(HAND_LEN);
        bytes.push(VERSION);
        bytes.extend_from_slice(&self.id);
        bytes.extend_from_slice(&self.sitting);
        bytes.extend_from_slice(&self.centre_key);
        bytes.extend_from_slice(&self.inner);
        let mut text = String::with_capacity(HAND_TEXT_LEN);
        text.push_str(HAND_PREFIX);
        text.push_str(&base45::encode(&bytes));
        text
    }

    /// Reads the text of a code. Every notice has exactly one text; any other is refused.
    ///
    /// # Errors
    /// No [`HAND_PREFIX`], another length, a character outside the alphabet, another version.
    pub fn from_text(text: &str) -> Result<ByHand, WireError> {
        let digits = text.strip_prefix(HAND_PREFIX).ok_or(WireError::Malformed)?;
        if text.len() != HAND_TEXT_LEN {
            return Err(WireError::Length);
        }
        let bytes = base45::decode(digits).map_err(|_| WireError::Malformed)?;
        if bytes.len() != HAND_LEN {
            return Err(WireError::Length);
        }
        if bytes[0] != VERSION {
            return Err(WireError::Version(bytes[0]));
        }
        let read = ByHand {
            id: part(&bytes, 1).ok_or(WireError::Length)?,
            sitting: part(&bytes, 17).ok_or(WireError::Length)?,
            centre_key: part(&bytes, 33).ok_or(WireError::Length)?,
            inner: part(&bytes, 33 + KEY_ID_LEN).ok_or(WireError::Length)?,
        };
        // The decoder of a library may be lenient; a desk that stores by id must not be.
        if read.to_text() == text { Ok(read) } else { Err(WireError::Malformed) }
    }
}
