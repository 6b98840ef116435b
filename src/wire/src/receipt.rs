//! The gateway's answer to every envelope: sealed with a key only the two ends of that envelope know.
//!
//! The key is exported from the envelope's own outer HPKE context, as RFC 9458 does for responses, so
//! a captive portal, a cache or a proxy that answers 200 can never be mistaken for a durable receipt.

use crate::{Id, VERSION, WireError};

/// HPKE exporter context for the receipt key.
pub const RECEIPT_EXPORT: &[u8] = b"qinghe/1 receipt";
/// Bytes of the exported AES-128-GCM key.
pub const RECEIPT_KEY_LEN: usize = 16;
/// Bytes of a receipt before sealing.
pub const RECEIPT_PLAIN_LEN: usize = 32;
/// Bytes of a sealed receipt: a random 12-byte nonce, ciphertext, tag.
pub const RECEIPT_LEN: usize = 12 + RECEIPT_PLAIN_LEN + 16;

/// Bytes that name one life of the gateway's storage.
pub const EPOCH_LEN: usize = 8;

/// What became of the envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disposition {
    /// It was a cover; nothing was stored.
    Cover,
    /// The notice is durably stored (now, or by an earlier copy).
    Stored,
}

/// How far people are with this sitting. Grows, and each step is a person's act.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Progress {
    /// Nobody has opened the newest notice yet.
    #[default]
    Waiting,
    /// A person has opened every urgent notice of the sitting.
    Seen,
    /// A person has spoken with the student.
    Contacted,
}

/// One receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// What became of this envelope.
    pub disposition: Disposition,
    /// Id of the envelope that is answered.
    pub id: Id,
    /// How far people are with this sitting.
    pub progress: Progress,
    /// Which life of the gateway's storage answered: another one after every restore from a backup, so that a
    /// device offers again what the backup may not hold.
    pub epoch: [u8; EPOCH_LEN],
}

impl Receipt {
    /// The receipt as bytes, before sealing.
    #[must_use]
    pub fn encode(&self) -> [u8; RECEIPT_PLAIN_LEN] {
        let mut out = [0; RECEIPT_PLAIN_LEN];
        out[0] = VERSION;
        out[1] = match self.disposition {
            Disposition::Cover => 0,
            Disposition::Stored => 1,
        };
        out[2] = match self.progress {
            Progress::Waiting => 0,
            Progress::Seen => 1,
            Progress::Contacted => 2,
        };
        out[3..19].copy_from_slice(&self.id);
        out[19..27].copy_from_slice(&self.epoch);
        out
    }

    /// Reads an opened receipt.
    ///
    /// # Errors
    /// Wrong length, another version, a value outside its list, padding that is not zero.
    pub fn decode(bytes: &[u8]) -> Result<Receipt, WireError> {
        let bytes: &[u8; RECEIPT_PLAIN_LEN] = bytes.try_into().map_err(|_| WireError::Length)?;
        if bytes[0] != VERSION {
            return Err(WireError::Version(bytes[0]));
        }
        let disposition = match bytes[1] {
            0 => Disposition::Cover,
            1 => Disposition::Stored,
            _ => return Err(WireError::Malformed),
        };
        let progress = match bytes[2] {
            0 => Progress::Waiting,
            1 => Progress::Seen,
            2 => Progress::Contacted,
            _ => return Err(WireError::Malformed),
        };
        if bytes[27..].iter().any(|byte| *byte != 0) {
            return Err(WireError::Malformed);
        }
        let (mut id, mut epoch) = ([0; 16], [0; EPOCH_LEN]);
        id.copy_from_slice(&bytes[3..19]);
        epoch.copy_from_slice(&bytes[19..27]);
        Ok(Receipt { disposition, id, progress, epoch })
    }
}
