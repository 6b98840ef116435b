//! Files of the age format, version 1 (<https://age-encryption.org/v1>): what every age program opens.
//!
//! Written from small parts, because the whole `age` crate is more than all else that a page downloads.
//! Two ways to seal: to keys (`age1…`), or under generated words. There is none under a PIN or a passphrase that
//! somebody thought up: what leaves the device outlives every try limit.

#[cfg(test)]
mod damage_tests;
mod fault;
mod header;
mod keys;
mod stream;

pub use fault::AgeError;
pub use keys::{Identity, Recipient};

use crate::{random, words::Words};
use header::{Header, Stanza};
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

/// Most bytes of a file, written or read.
pub const MAX_FILE: usize = 256 * 1024;
/// Most recipients of a file: header lines cost memory before anything is proved.
pub const MAX_RECIPIENTS: usize = 20;
/// log₂ of scrypt's cost in files that we write: 32 MiB of memory for each guess.
pub const WORK_FACTOR: u8 = 15;
/// The highest log₂ of scrypt's cost that is tried when reading: 256 MiB, what other age programs write. A file names
/// its own cost, and must not be able to ask for gigabytes.
pub const MAX_WORK_FACTOR: u8 = 18;

const FILE_KEY_LEN: usize = 16;
type FileKey = Zeroizing<[u8; FILE_KEY_LEN]>;

/// Who will be able to open a file.
#[derive(Clone, Copy)]
pub enum To<'a> {
    /// Whoever has the identity of any of these keys; 1 to [`MAX_RECIPIENTS`].
    Keys(&'a [Recipient]),
    /// Whoever has the paper with these words.
    Words(&'a Words),
}

/// What is tried to open a file.
#[derive(Clone, Copy)]
pub enum With<'a> {
    /// Private keys, one after the other.
    Keys(&'a [Identity]),
    /// A passphrase, as it is. Files of other programs may have one that somebody thought up.
    Passphrase(&'a str),
}

/// What a file asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    /// A private key.
    Key,
    /// A passphrase.
    Passphrase,
}

/// Seals `plain` into a file.
///
/// # Errors
/// [`AgeError::TooLong`] when the file would be longer than [`MAX_FILE`], [`AgeError::Recipients`] for none or too
/// many keys, [`AgeError::Random`], [`AgeError::Memory`].
pub fn seal(plain: &[u8], to: To) -> Result<Vec<u8>, AgeError> {
    if plain.len() > MAX_FILE {
        return Err(AgeError::TooLong { bytes: plain.len() });
    }
    let file_key = Zeroizing::new(random::<FILE_KEY_LEN>()?);
    let stanzas = match to {
        To::Keys(keys) if (1..=MAX_RECIPIENTS).contains(&keys.len()) => {
            keys.iter().map(|key| key.wrap(&file_key)).collect::<Result<Vec<Stanza>, AgeError>>()?
        }
        To::Keys(keys) => return Err(AgeError::Recipients { keys: keys.len() }),
        To::Words(words) => vec![keys::wrap_passphrase(&words.text(), WORK_FACTOR, &file_key)?],
    };
    finish(&stanzas, &file_key, plain)
}

/// The file of a file key that these stanzas wrap.
fn finish(stanzas: &[Stanza], file_key: &FileKey, plain: &[u8]) -> Result<Vec<u8>, AgeError> {
    let mut file = header::write(stanzas, file_key)?;
    let nonce = random::<{ stream::NONCE_LEN }>()?;
    file.extend_from_slice(&nonce);
    let key = payload_key(file_key, &nonce)?;
    stream::seal(&key, plain, &mut file)?;
    if file.len() > MAX_FILE { Err(AgeError::TooLong { bytes: file.len() }) } else { Ok(file) }
}

/// Opens a file. Nothing of the content is given before all of it is proved.
///
/// # Errors
/// Every [`AgeError`] but those of sealing.
pub fn open(file: &[u8], with: With) -> Result<Zeroizing<Vec<u8>>, AgeError> {
    let (header, payload) = read(file)?;
    let file_key = match with {
        With::Keys(_) if header.lock() == Lock::Passphrase => return Err(AgeError::WantsPassphrase),
        With::Passphrase(_) if header.lock() == Lock::Key => return Err(AgeError::WantsKey),
        With::Keys(identities) => keys::unwrap_any(&header.stanzas, identities)?,
        With::Passphrase(passphrase) => keys::unwrap_passphrase(&header.stanzas, passphrase)?,
    };
    header.prove(&file_key)?;
    let (nonce, chunks) = payload.split_first_chunk().ok_or(AgeError::CutOff)?;
    let key = payload_key(&file_key, nonce)?;
    stream::open(&key, chunks)
}

/// What a file asks for, without opening it.
///
/// # Errors
/// As [`open`], as far as the header tells.
pub fn lock(file: &[u8]) -> Result<Lock, AgeError> {
    read(file).map(|(header, _)| header.lock())
}

fn read(file: &[u8]) -> Result<(Header<'_>, &[u8]), AgeError> {
    if file.len() > MAX_FILE {
        return Err(AgeError::TooLong { bytes: file.len() });
    }
    header::read(file)
}

/// HKDF-SHA-256.
fn derive(secret: &[u8], salt: &[u8], info: &[u8]) -> Result<Zeroizing<[u8; 32]>, AgeError> {
    let mut key = Zeroizing::new([0; 32]);
    let salt = Some(salt).filter(|salt| !salt.is_empty());
    Hkdf::<Sha256>::new(salt, secret).expand(info, key.as_mut_slice()).map_err(|_| AgeError::Altered)?;
    Ok(key)
}

fn payload_key(file_key: &FileKey, nonce: &[u8; stream::NONCE_LEN]) -> Result<Zeroizing<[u8; 32]>, AgeError> {
    derive(file_key.as_slice(), nonce, b"payload")
}
