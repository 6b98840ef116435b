//! Receipts: AES-128-GCM under the key that an envelope's context exports, random nonce in front.

use crate::{SealError, random};
use aes_gcm::{
    Aes128Gcm, KeyInit,
    aead::{Aead, Nonce},
};

const NONCE_LEN: usize = 12;

/// Seals a receipt.
///
/// # Errors
/// [`SealError::Random`] when the system gives no random numbers.
pub fn receipt_seal(key: &[u8; 16], plain: &[u8]) -> Result<Vec<u8>, SealError> {
    let nonce = random::<NONCE_LEN>()?;
    let cipher = Aes128Gcm::new(&(*key).into());
    let sealed = cipher.encrypt(&Nonce::<Aes128Gcm>::from(nonce), plain).map_err(|_| SealError::Key)?;
    Ok([nonce.as_slice(), &sealed].concat())
}

/// Opens a receipt.
///
/// # Errors
/// [`SealError::Open`] when it is not genuine.
pub fn receipt_open(key: &[u8; 16], sealed: &[u8]) -> Result<Vec<u8>, SealError> {
    let (nonce, ciphertext) = sealed.split_first_chunk::<NONCE_LEN>().ok_or(SealError::Open)?;
    let cipher = Aes128Gcm::new(&(*key).into());
    cipher.decrypt(&Nonce::<Aes128Gcm>::from(*nonce), ciphertext).map_err(|_| SealError::Open)
}
