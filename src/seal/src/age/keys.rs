//! Keys of a file: X25519, and scrypt for a passphrase.

use super::{AgeError, FILE_KEY_LEN, FileKey, MAX_WORK_FACTOR, Stanza, derive};
use crate::{PrivateKey, random};
use base64::{Engine, prelude::BASE64_STANDARD_NO_PAD as BASE64};
use bech32::{Bech32, Hrp, primitives::decode::CheckedHrpstring};
use chacha20poly1305::{
    ChaCha20Poly1305, KeyInit,
    aead::{Aead, Nonce},
};
use std::fmt;
use x25519_dalek::{X25519_BASEPOINT_BYTES, x25519};
use zeroize::Zeroizing;

const PUBLIC: Hrp = Hrp::parse_unchecked("age");
const SECRET: Hrp = Hrp::parse_unchecked("age-secret-key-");
const X25519_INFO: &[u8] = b"age-encryption.org/v1/X25519";
const SCRYPT_SALT: &[u8] = b"age-encryption.org/v1/scrypt";
const SALT_LEN: usize = 16;
/// A wrapped file key: the key and a tag.
const WRAPPED_LEN: usize = FILE_KEY_LEN + 16;

/// A public key, `age1…` as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recipient([u8; 32]);

/// A private key, `AGE-SECRET-KEY-1…` as text. Prints nothing, and is wiped when dropped.
pub struct Identity(Zeroizing<[u8; 32]>);

impl Recipient {
    /// Reads `age1…`.
    ///
    /// # Errors
    /// [`AgeError::KeyText`]: its checksum finds any one wrong letter.
    pub fn parse(text: &str) -> Result<Recipient, AgeError> {
        key_text(PUBLIC, text.trim()).map(|bytes| Recipient(*bytes))
    }

    /// The 32 bytes of the key.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 32] {
        self.0
    }

    /// The key of 32 bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Recipient {
        Recipient(bytes)
    }

    pub(super) fn wrap(&self, file_key: &FileKey) -> Result<Stanza, AgeError> {
        let ephemeral = Zeroizing::new(random::<32>()?);
        let share = x25519(*ephemeral, X25519_BASEPOINT_BYTES);
        let key = wrapping_key(&ephemeral, self.0, &share, &self.0).ok_or(AgeError::KeyText)??;
        let arguments = vec!["X25519".to_owned(), BASE64.encode(share)];
        Ok(Stanza { arguments, body: encrypt(&key, file_key.as_slice())?, line: 0 })
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = bech32::encode_lower::<Bech32>(PUBLIC, &self.0).map_err(|_| fmt::Error)?;
        out.write_str(&text)
    }
}

impl Identity {
    /// A new key.
    ///
    /// # Errors
    /// [`AgeError::Random`].
    pub fn generate() -> Result<Identity, AgeError> {
        Ok(Identity(Zeroizing::new(random::<32>()?)))
    }

    /// The key that belongs to a centre's private key, so that a school needs to keep only one.
    ///
    /// # Errors
    /// None that a caller can bring about.
    pub fn of_centre(private: &PrivateKey) -> Result<Identity, AgeError> {
        derive(private.to_bytes().as_slice(), b"", b"qinghe/1 a centre's age identity").map(Identity)
    }

    /// Reads `AGE-SECRET-KEY-1…`.
    ///
    /// # Errors
    /// [`AgeError::KeyText`].
    pub fn parse(text: &str) -> Result<Identity, AgeError> {
        key_text(SECRET, text.trim()).map(Identity)
    }

    /// The key as text, as every age program reads it.
    #[must_use]
    pub fn text(&self) -> Zeroizing<String> {
        Zeroizing::new(bech32::encode_upper::<Bech32>(SECRET, self.0.as_slice()).unwrap_or_default())
    }

    /// Its public half.
    #[must_use]
    pub fn recipient(&self) -> Recipient {
        Recipient(x25519(*self.0, X25519_BASEPOINT_BYTES))
    }

    pub(crate) fn from_secret(secret: Zeroizing<[u8; 32]>) -> Identity {
        Identity(secret)
    }

    pub(crate) fn secret(&self) -> &[u8; 32] {
        &self.0
    }

    /// The file key, if this stanza wraps it for us; `None` when it is for somebody else.
    fn file_key(&self, stanza: &Stanza) -> Result<Option<FileKey>, AgeError> {
        let share = share(stanza)?;
        let own = self.recipient();
        let Some(key) = wrapping_key(&self.0, share, &share, &own.0) else { return Err(AgeError::Altered) };
        Ok(decrypt(&*key?, &stanza.body))
    }
}

fn key_text(prefix: Hrp, text: &str) -> Result<Zeroizing<[u8; 32]>, AgeError> {
    let checked = CheckedHrpstring::new::<Bech32>(text).map_err(|_| AgeError::KeyText)?;
    if checked.hrp() != prefix {
        return Err(AgeError::KeyText);
    }
    // Secret keys are written in capitals and public ones in small letters, by every program.
    let capitals = text.chars().any(|letter| letter.is_ascii_uppercase());
    if capitals != (prefix == SECRET) {
        return Err(AgeError::KeyText);
    }
    let bytes = Zeroizing::new(checked.byte_iter().collect::<Vec<u8>>());
    let exact = bytes.as_slice().try_into().map_err(|_| AgeError::KeyText)?;
    // Bits that fill up the last letter are zero, or the key would have several texts.
    let again = bech32::encode_lower::<Bech32>(prefix, &bytes).map_err(|_| AgeError::KeyText)?;
    if again.eq_ignore_ascii_case(text) { Ok(Zeroizing::new(exact)) } else { Err(AgeError::KeyText) }
}

/// The point in an X25519 stanza.
fn share(stanza: &Stanza) -> Result<[u8; 32], AgeError> {
    let fault = AgeError::Header { line: stanza.line };
    let [_, share] = stanza.arguments.as_slice() else { return Err(fault) };
    let share = BASE64.decode(share).map_err(|_| fault)?;
    if stanza.body.len() != WRAPPED_LEN {
        return Err(fault);
    }
    share.try_into().map_err(|_| fault)
}

/// The key that wraps the file key; `None` for a point of low order, which gives everybody the same key.
fn wrapping_key(
    secret: &[u8; 32],
    point: [u8; 32],
    share: &[u8; 32],
    recipient: &[u8; 32],
) -> Option<Result<Zeroizing<[u8; 32]>, AgeError>> {
    let shared = Zeroizing::new(x25519(*secret, point));
    if shared.iter().all(|byte| *byte == 0) {
        return None;
    }
    Some(derive(shared.as_slice(), &[*share, *recipient].concat(), X25519_INFO))
}

/// The file key by the first identity and stanza that fit.
pub(super) fn unwrap_any(stanzas: &[Stanza], identities: &[Identity]) -> Result<FileKey, AgeError> {
    for stanza in stanzas.iter().filter(|stanza| stanza.is("X25519")) {
        for identity in identities {
            if let Some(file_key) = identity.file_key(stanza)? {
                return Ok(file_key);
            }
        }
        // Damage is said even if nobody has a key.
        share(stanza)?;
    }
    Err(AgeError::NoMatch)
}

pub(super) fn wrap_passphrase(
    passphrase: &str,
    work_factor: u8,
    file_key: &FileKey,
) -> Result<Stanza, AgeError> {
    let salt = random::<SALT_LEN>()?;
    let key = stretch(passphrase, &salt, work_factor)?;
    let arguments = vec!["scrypt".to_owned(), BASE64.encode(salt), work_factor.to_string()];
    Ok(Stanza { arguments, body: encrypt(&key, file_key.as_slice())?, line: 0 })
}

pub(super) fn unwrap_passphrase(stanzas: &[Stanza], passphrase: &str) -> Result<FileKey, AgeError> {
    let [stanza] = stanzas else { return Err(AgeError::Header { line: 2 }) };
    let fault = AgeError::Header { line: stanza.line };
    let [_, salt, work_factor] = stanza.arguments.as_slice() else { return Err(fault) };
    let salt: [u8; SALT_LEN] = BASE64.decode(salt).ok().and_then(|salt| salt.try_into().ok()).ok_or(fault)?;
    // One form for each number: digits without a sign or a zero in front.
    let plain = work_factor.bytes().all(|byte| byte.is_ascii_digit()) && !work_factor.starts_with('0');
    let work_factor = work_factor.parse::<u8>().ok().filter(|_| plain).ok_or(fault)?;
    if stanza.body.len() != WRAPPED_LEN {
        return Err(fault);
    }
    if work_factor > MAX_WORK_FACTOR {
        return Err(AgeError::TooCostly { work_factor });
    }
    let key = stretch(passphrase, &salt, work_factor)?;
    decrypt(&key, &stanza.body).ok_or(AgeError::Passphrase)
}

/// scrypt with r = 8 and p = 1.
fn stretch(passphrase: &str, salt: &[u8], work_factor: u8) -> Result<Zeroizing<[u8; 32]>, AgeError> {
    let params = scrypt::Params::new(work_factor, 8, 1).map_err(|_| AgeError::TooCostly { work_factor })?;
    // Asked for first: scrypt itself would end the page where the memory is not there.
    let bytes = 1_usize.checked_shl(u32::from(work_factor) + 10).ok_or(AgeError::Memory)?;
    Vec::<u8>::new().try_reserve_exact(bytes).map_err(|_| AgeError::Memory)?;
    let mut key = Zeroizing::new([0; 32]);
    let salt = [SCRYPT_SALT, salt].concat();
    scrypt::scrypt(passphrase.as_bytes(), &salt, &params, key.as_mut_slice())
        .map_err(|_| AgeError::Memory)?;
    Ok(key)
}

/// The nonce is zero, because each of these keys is used once.
fn encrypt(key: &[u8; 32], plain: &[u8]) -> Result<Vec<u8>, AgeError> {
    let cipher = ChaCha20Poly1305::new(&(*key).into());
    cipher.encrypt(&Nonce::<ChaCha20Poly1305>::default(), plain).map_err(|_| AgeError::Altered)
}

fn decrypt(key: &[u8; 32], sealed: &[u8]) -> Option<FileKey> {
    let cipher = ChaCha20Poly1305::new(&(*key).into());
    let plain = cipher.decrypt(&Nonce::<ChaCha20Poly1305>::default(), sealed).ok().map(Zeroizing::new)?;
    plain.as_slice().try_into().ok().map(Zeroizing::new)
}
