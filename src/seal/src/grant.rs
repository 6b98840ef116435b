//! The centre's private key, granted to one member of its staff: sealed to that member's own key.

use crate::{KeyPair, SealError, key_id, open, seal};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// HPKE `info` of a grant. The AAD is the centre key's id, then the member's id.
pub const GRANT_INFO: &[u8] = b"qinghe/1 centre key to staff";
/// Bytes of a grant: encapsulated key, scalar, tag.
pub const GRANT_LEN: usize = 65 + 32 + 16;
/// Bytes of a member's id.
pub const STAFF_ID_LEN: usize = 16;

/// A member's id: the first sixteen bytes of SHA-256 over the member's public key.
#[must_use]
pub fn staff_id(public: &[u8; 65]) -> [u8; STAFF_ID_LEN] {
    let mut id = [0; STAFF_ID_LEN];
    for (to, from) in id.iter_mut().zip(Sha256::digest(public)) {
        *to = from;
    }
    id
}

fn aad(centre: &[u8; 65], staff: &[u8; 65]) -> Vec<u8> {
    [key_id(centre).as_slice(), &staff_id(staff)].concat()
}

/// Grants the centre's key to the member who holds the private half of `staff`: [`GRANT_LEN`] bytes.
///
/// # Errors
/// [`SealError::Key`] when `staff` is not a point of the curve.
pub fn grant(centre: &KeyPair, staff: &[u8; 65]) -> Result<Vec<u8>, SealError> {
    seal(staff, GRANT_INFO, &aad(&centre.public, staff), centre.private.to_bytes().as_slice())
}

/// The centre's key pair out of a grant. The private half must belong to `centre`, so a gateway cannot pass one
/// key for another.
///
/// # Errors
/// [`SealError::Open`] when it was granted to somebody else, for another key, or was altered.
pub fn open_grant(staff: &KeyPair, centre: &[u8; 65], sealed: &[u8]) -> Result<KeyPair, SealError> {
    let plain = Zeroizing::new(open(&staff.private, GRANT_INFO, &aad(centre, &staff.public), sealed)?);
    let scalar: Zeroizing<[u8; 32]> =
        Zeroizing::new(plain.as_slice().try_into().map_err(|_| SealError::Open)?);
    let pair = KeyPair::from_private(&scalar).map_err(|_| SealError::Open)?;
    if pair.public == *centre { Ok(pair) } else { Err(SealError::Open) }
}
