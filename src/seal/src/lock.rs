//! The key of a record under a passphrase that its owner thought up, on one device.
//!
//! Argon2id over 64 MiB (RFC 9106) makes each guess cost about as much as a blink; a passphrase that somebody thought
//! up may still be among the first thousands of a list. So it protects what stays on the device, and nothing else: an
//! exported file is sealed under generated words or to a key ([`crate::age::To`]).

use crate::{Kdf, SealError, age::Identity, derive, random};
use chacha20poly1305::{
    ChaCha20Poly1305, KeyInit,
    aead::{Aead, Nonce, Payload},
};
use zeroize::Zeroizing;

const SALT_LEN: usize = 16;
const NONCE_LEN: usize = 12;
const SECRET_LEN: usize = 32;
const TAG_LEN: usize = 16;
/// Bytes of a lock in the browser's store.
pub const LOCK_LEN: usize = SALT_LEN + NONCE_LEN + SECRET_LEN + TAG_LEN;
/// Fewest characters of a passphrase that somebody thinks up.
pub const SHORTEST: usize = 8;

/// Why there is no lock, or it stays shut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockError {
    /// A passphrase of too few characters, or no PIN of six digits.
    Short,
    /// A PIN that comes to everybody's mind first.
    Easy,
    /// The key that this browser kept is gone.
    Device,
    /// Another passphrase, PIN or device, or altered bytes; or the system failed.
    Seal(SealError),
}

impl From<SealError> for LockError {
    fn from(error: SealError) -> LockError {
        LockError::Seal(error)
    }
}

/// A wrapped identity; meant for this browser's store.
#[derive(Clone, PartialEq, Eq)]
pub struct PassphraseLock([u8; LOCK_LEN]);

impl PassphraseLock {
    /// Wraps `identity`. Takes the time of one guess.
    ///
    /// # Errors
    /// [`LockError::Short`] for fewer than [`SHORTEST`] characters, [`LockError::Seal`].
    pub fn make(passphrase: &str, identity: &Identity) -> Result<PassphraseLock, LockError> {
        if passphrase.chars().count() < SHORTEST {
            return Err(LockError::Short);
        }
        let salt = random::<SALT_LEN>()?;
        let key = derive(passphrase, &salt, Kdf::default())?.wrap;
        Ok(PassphraseLock(wrap(&key, PURPOSE, &salt, identity)?))
    }

    /// Unwraps it.
    ///
    /// # Errors
    /// [`LockError::Seal`] for another passphrase or altered bytes.
    pub fn open(&self, passphrase: &str) -> Result<Identity, LockError> {
        let key = derive(passphrase, &self.0[..SALT_LEN], Kdf::default())?.wrap;
        Ok(unwrap(&key, PURPOSE, &self.0)?)
    }

    /// Bytes for the browser's store.
    #[must_use]
    pub fn stays(&self) -> &[u8; LOCK_LEN] {
        &self.0
    }

    /// From the browser's store.
    #[must_use]
    pub fn stayed(bytes: [u8; LOCK_LEN]) -> PassphraseLock {
        PassphraseLock(bytes)
    }
}

const PURPOSE: &[u8] = b"qinghe/1 record under a passphrase";

/// Salt, nonce, ciphertext, tag.
pub(crate) fn wrap(
    key: &[u8; 32],
    purpose: &[u8],
    salt: &[u8; SALT_LEN],
    identity: &Identity,
) -> Result<[u8; LOCK_LEN], SealError> {
    let nonce = random::<NONCE_LEN>()?;
    let cipher = ChaCha20Poly1305::new(&(*key).into());
    let payload = Payload { msg: identity.secret(), aad: purpose };
    let sealed =
        cipher.encrypt(&Nonce::<ChaCha20Poly1305>::from(nonce), payload).map_err(|_| SealError::Key)?;
    [salt.as_slice(), &nonce, &sealed].concat().try_into().map_err(|_| SealError::Key)
}

pub(crate) fn unwrap(key: &[u8; 32], purpose: &[u8], lock: &[u8; LOCK_LEN]) -> Result<Identity, SealError> {
    let (nonce, sealed) = lock[SALT_LEN..].split_first_chunk::<NONCE_LEN>().ok_or(SealError::Open)?;
    let cipher = ChaCha20Poly1305::new(&(*key).into());
    let payload = Payload { msg: sealed, aad: purpose };
    let plain =
        cipher.decrypt(&Nonce::<ChaCha20Poly1305>::from(*nonce), payload).map_err(|_| SealError::Open)?;
    let plain = Zeroizing::new(plain);
    let secret: [u8; SECRET_LEN] = plain.as_slice().try_into().map_err(|_| SealError::Open)?;
    Ok(Identity::from_secret(Zeroizing::new(secret)))
}
