//! STREAM: chunks of 64 KiB, each with its number and whether it is the last, so that none can be cut off, moved or
//! added.

use super::AgeError;
use chacha20poly1305::{
    ChaCha20Poly1305, KeyInit,
    aead::{Aead, Nonce},
};
use zeroize::Zeroizing;

/// Bytes in front of the chunks.
pub(super) const NONCE_LEN: usize = 16;
const CHUNK: usize = 64 * 1024;
const TAG: usize = 16;

/// Eleven bytes of counter, then 1 for the last chunk.
fn nonce(number: usize, last: bool) -> Nonce<ChaCha20Poly1305> {
    let mut nonce = [0; 12];
    let counter = u64::try_from(number).unwrap_or(u64::MAX).to_be_bytes();
    for (to, from) in nonce.iter_mut().skip(3).zip(counter) {
        *to = from;
    }
    if let Some(end) = nonce.last_mut() {
        *end = u8::from(last);
    }
    nonce.into()
}

/// Appends the chunks of `plain`; of nothing there is one, empty chunk.
pub(super) fn seal(key: &[u8; 32], plain: &[u8], out: &mut Vec<u8>) -> Result<(), AgeError> {
    let cipher = ChaCha20Poly1305::new(&(*key).into());
    let (mut rest, mut number) = (plain, 0);
    loop {
        let (chunk, after) = rest.split_at(rest.len().min(CHUNK));
        let last = after.is_empty();
        out.extend(cipher.encrypt(&nonce(number, last), chunk).map_err(|_| AgeError::Altered)?);
        if last {
            return Ok(());
        }
        (rest, number) = (after, number + 1);
    }
}

/// Opens all chunks, or none.
pub(super) fn open(key: &[u8; 32], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, AgeError> {
    let cipher = ChaCha20Poly1305::new(&(*key).into());
    let mut plain = Zeroizing::new(Vec::with_capacity(sealed.len()));
    let (mut rest, mut number) = (sealed, 0);
    loop {
        let (chunk, after) = rest.split_at(rest.len().min(CHUNK + TAG));
        let last = after.is_empty();
        let opened = cipher.decrypt(&nonce(number, last), chunk).map(Zeroizing::new);
        let Ok(opened) = opened else {
            // A chunk that opens as a middle one says that its end is elsewhere.
            let middle = last && cipher.decrypt(&nonce(number, false), chunk).is_ok();
            return Err(if middle || chunk.len() < TAG { AgeError::CutOff } else { AgeError::Altered });
        };
        // An empty last chunk behind others is not how anybody writes it.
        if opened.is_empty() && number > 0 {
            return Err(AgeError::Altered);
        }
        plain.extend_from_slice(&opened);
        if last {
            return Ok(plain);
        }
        (rest, number) = (after, number + 1);
    }
}
