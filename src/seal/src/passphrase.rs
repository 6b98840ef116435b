//! The centre's private key under a passphrase. Argon2id (RFC 9106) gives 64 bytes: one half wraps the
//! key, the other proves to the gateway that the passphrase is known, and neither gives away the other.

use crate::{KeyPair, PrivateKey, SealError, random};
use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::{
    ChaCha20Poly1305, KeyInit,
    aead::{Aead, Nonce},
};
use zeroize::Zeroizing;

const NONCE_LEN: usize = 12;

/// Cost of a guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kdf {
    /// Memory in KiB; 8 192 to 262 144.
    pub memory_kib: u32,
    /// Passes over the memory; 1 to 8.
    pub passes: u32,
    /// Lanes; 1 to 4.
    pub lanes: u32,
}

impl Default for Kdf {
    fn default() -> Kdf {
        Kdf { memory_kib: 65_536, passes: 3, lanes: 1 }
    }
}

/// What a passphrase gives.
pub struct Derived {
    /// Wraps the private key; never leaves the browser.
    pub wrap: Zeroizing<[u8; 32]>,
    /// Shown to the gateway, which keeps only its hash.
    pub auth: [u8; 32],
}

/// Derives both keys.
///
/// # Errors
/// [`SealError::Kdf`] when the cost is outside its range or the salt shorter than 8 bytes: a hostile
/// gateway can neither ask for gigabytes nor weaken the derivation to nothing.
pub fn derive(passphrase: &str, salt: &[u8], kdf: Kdf) -> Result<Derived, SealError> {
    let sane = (8_192..=262_144).contains(&kdf.memory_kib)
        && (1..=8).contains(&kdf.passes)
        && (1..=4).contains(&kdf.lanes);
    if !sane {
        return Err(SealError::Kdf);
    }
    let params = Params::new(kdf.memory_kib, kdf.passes, kdf.lanes, Some(64)).map_err(|_| SealError::Kdf)?;
    let mut out = Zeroizing::new([0; 64]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), salt, out.as_mut_slice())
        .map_err(|_| SealError::Kdf)?;
    let (mut wrap, mut auth) = (Zeroizing::new([0; 32]), [0; 32]);
    wrap.copy_from_slice(&out[..32]);
    auth.copy_from_slice(&out[32..]);
    Ok(Derived { wrap, auth })
}

/// Wraps a private key: nonce, ciphertext, tag.
///
/// # Errors
/// [`SealError::Random`] when the system gives no random numbers.
pub fn wrap(key: &[u8; 32], private: &PrivateKey) -> Result<Vec<u8>, SealError> {
    let nonce = random::<NONCE_LEN>()?;
    let cipher = ChaCha20Poly1305::new(&(*key).into());
    let sealed = cipher
        .encrypt(&Nonce::<ChaCha20Poly1305>::from(nonce), private.to_bytes().as_slice())
        .map_err(|_| SealError::Key)?;
    Ok([nonce.as_slice(), &sealed].concat())
}

/// Unwraps a private key.
///
/// # Errors
/// [`SealError::Open`] when the passphrase was another one or the bytes were altered.
pub fn unwrap(key: &[u8; 32], wrapped: &[u8]) -> Result<KeyPair, SealError> {
    let (nonce, ciphertext) = wrapped.split_first_chunk::<NONCE_LEN>().ok_or(SealError::Open)?;
    let cipher = ChaCha20Poly1305::new(&(*key).into());
    let plain =
        cipher.decrypt(&Nonce::<ChaCha20Poly1305>::from(*nonce), ciphertext).map_err(|_| SealError::Open)?;
    let plain = Zeroizing::new(plain);
    let bytes: Zeroizing<[u8; 32]> =
        Zeroizing::new(plain.as_slice().try_into().map_err(|_| SealError::Open)?);
    KeyPair::from_private(&bytes)
}
