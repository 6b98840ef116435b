//! The envelope: constant size, the same for a notice and for a cover.

use crate::{Id, NOTICE_LEN, VERSION, WireError, part};
use alloc::vec::Vec;

/// Bytes of every envelope.
pub const ENVELOPE_LEN: usize = 2048;
/// Bytes of an uncompressed P-256 public key (and of an HPKE encapsulated key).
pub const PUBLIC_KEY_LEN: usize = 65;
/// Bytes added by one HPKE seal: encapsulated key and AES-GCM tag.
pub const SEAL_OVERHEAD: usize = PUBLIC_KEY_LEN + 16;
/// Bytes of a key id: the first eight of SHA-256 over the public key.
pub const KEY_ID_LEN: usize = 8;
/// Bytes of an HPKE private key (P-256 scalar).
pub const KEY_LEN: usize = 32;
/// Bytes in front of the outer ciphertext: version, suite, gateway key id. Also the outer AAD.
pub const OUTER_PREFIX_LEN: usize = 2 + KEY_ID_LEN;
/// Bytes of the outer plaintext.
pub const OUTER_PLAIN_LEN: usize = ENVELOPE_LEN - OUTER_PREFIX_LEN - SEAL_OVERHEAD;
/// Bytes of the head at the front of the outer plaintext.
pub const HEAD_LEN: usize = 2 + 16 + 16 + KEY_ID_LEN;
/// Bytes of the inner ciphertext, directly behind the head.
pub const INNER_LEN: usize = NOTICE_LEN + SEAL_OVERHEAD;
/// Bytes of the inner AAD: notice id and sitting.
pub const INNER_AAD_LEN: usize = 32;
/// HPKE `info` of the outer layer.
pub const OUTER_INFO: &[u8] = b"qinghe/1 envelope to gateway";
/// HPKE `info` of the inner layer.
pub const INNER_INFO: &[u8] = b"qinghe/1 notice to centre";

/// DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM.
pub(crate) const SUITE: u8 = 1;

/// What the gateway may know, so that a duty phone can be rung at night.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// Nothing inside: sent so that sending reveals nothing.
    Cover,
    /// A notice that can wait for the next school day.
    Normal,
    /// A person is needed now.
    Urgent,
}

impl Urgency {
    const fn code(self) -> u8 {
        match self {
            Urgency::Cover => 0,
            Urgency::Normal => 1,
            Urgency::Urgent => 2,
        }
    }
}

/// The front of the outer plaintext.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Cover, normal or urgent.
    pub urgency: Urgency,
    /// Idempotency key of the notice; random for a cover.
    pub id: Id,
    /// The sitting: one administration of one battery. A launch token serves one sitting.
    pub sitting: Id,
    /// Key id of the centre's public key to which the inner layer is sealed.
    pub centre_key: [u8; KEY_ID_LEN],
}

impl Head {
    /// The head as bytes.
    #[must_use]
    pub fn encode(&self) -> [u8; HEAD_LEN] {
        let mut out = [0; HEAD_LEN];
        out[0] = VERSION;
        out[1] = self.urgency.code();
        out[2..18].copy_from_slice(&self.id);
        out[18..34].copy_from_slice(&self.sitting);
        out[34..].copy_from_slice(&self.centre_key);
        out
    }

    fn decode(bytes: &[u8; HEAD_LEN]) -> Result<Head, WireError> {
        if bytes[0] != VERSION {
            return Err(WireError::Version(bytes[0]));
        }
        let urgency = match bytes[1] {
            0 => Urgency::Cover,
            1 => Urgency::Normal,
            2 => Urgency::Urgent,
            _ => return Err(WireError::Malformed),
        };
        Ok(Head {
            urgency,
            id: part(bytes, 2).ok_or(WireError::Length)?,
            sitting: part(bytes, 18).ok_or(WireError::Length)?,
            centre_key: part(bytes, 34).ok_or(WireError::Length)?,
        })
    }
}

/// AAD of the inner layer: a ciphertext cannot be moved to another notice or sitting.
#[must_use]
pub fn inner_aad(id: &Id, sitting: &Id) -> [u8; INNER_AAD_LEN] {
    let mut aad = [0; INNER_AAD_LEN];
    aad[..16].copy_from_slice(id);
    aad[16..].copy_from_slice(sitting);
    aad
}

/// The outer plaintext: head, inner ciphertext, zeros up to [`OUTER_PLAIN_LEN`].
///
/// # Errors
/// [`WireError::Length`] when `inner` is not [`INNER_LEN`] bytes.
pub fn outer_plain(head: &Head, inner: &[u8]) -> Result<Vec<u8>, WireError> {
    if inner.len() != INNER_LEN {
        return Err(WireError::Length);
    }
    let mut plain = Vec::with_capacity(OUTER_PLAIN_LEN);
    plain.extend_from_slice(&head.encode());
    plain.extend_from_slice(inner);
    plain.resize(OUTER_PLAIN_LEN, 0);
    Ok(plain)
}

/// Head and inner ciphertext of an outer plaintext.
///
/// # Errors
/// Wrong length, another version, an unknown urgency or padding that is not zero.
pub fn split_outer(plain: &[u8]) -> Result<(Head, &[u8]), WireError> {
    if plain.len() != OUTER_PLAIN_LEN {
        return Err(WireError::Length);
    }
    let head = Head::decode(&part(plain, 0).ok_or(WireError::Length)?)?;
    let (inner, padding) = plain[HEAD_LEN..].split_at(INNER_LEN);
    if padding.iter().any(|byte| *byte != 0) {
        return Err(WireError::Malformed);
    }
    Ok((head, inner))
}

/// One envelope as it travels: version, suite, gateway key id, encapsulated key, ciphertext.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Envelope<'a> {
    /// Key id of the gateway key to which the outer layer is sealed.
    pub gateway_key: [u8; KEY_ID_LEN],
    /// The first [`OUTER_PREFIX_LEN`] bytes, the AAD of the outer layer.
    pub aad: &'a [u8],
    /// HPKE encapsulated key followed by the ciphertext.
    pub sealed: &'a [u8],
}

impl<'a> Envelope<'a> {
    /// The bytes in front of the outer ciphertext.
    #[must_use]
    pub fn prefix(gateway_key: &[u8; KEY_ID_LEN]) -> [u8; OUTER_PREFIX_LEN] {
        let mut prefix = [0; OUTER_PREFIX_LEN];
        prefix[0] = VERSION;
        prefix[1] = SUITE;
        prefix[2..].copy_from_slice(gateway_key);
        prefix
    }

    /// Takes received bytes apart without opening anything.
    ///
    /// # Errors
    /// Any length but [`ENVELOPE_LEN`], another version, another suite.
    pub fn parse(bytes: &'a [u8]) -> Result<Envelope<'a>, WireError> {
        if bytes.len() != ENVELOPE_LEN {
            return Err(WireError::Length);
        }
        match (bytes[0], bytes[1]) {
            (VERSION, SUITE) => {}
            (VERSION, suite) => return Err(WireError::Suite(suite)),
            (version, _) => return Err(WireError::Version(version)),
        }
        let (aad, sealed) = bytes.split_at(OUTER_PREFIX_LEN);
        Ok(Envelope { gateway_key: part(aad, 2).ok_or(WireError::Length)?, aad, sealed })
    }
}
