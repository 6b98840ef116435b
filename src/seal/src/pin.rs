//! A six-digit PIN: opens the record in one browser, and protects nothing that leaves it.
//!
//! There are only a million PINs. At Argon2id over 64 MiB (150 ms here) a core tries all of them in two days; so a PIN counts
//! only together with a key that the browser does not hand out ([`DeviceKey`]) and a limit of tries ([`Tries`]). Nothing
//! here gives a file, and [`crate::age::To`] takes no PIN. What is left: whoever copies the browser's whole profile from
//! the disk has the device key too, and no try limit. The interface says so.

use crate::{
    Kdf, SealError,
    age::Identity,
    derive,
    lock::{LOCK_LEN, LockError, unwrap, wrap},
    random,
};
use hkdf::Hkdf;
use sha2::Sha256;
use std::future::Future;
use zeroize::Zeroizing;

/// Digits of a PIN.
pub const DIGITS: usize = 6;
/// Wrong tries after which the lock is thrown away. The record stays, and opens with its passphrase or words.
pub const MOST_WRONG: u8 = 10;
/// Seconds to wait after so many wrong tries in a row; more than these wait as long as the last.
const WAITS: [u64; 8] = [0, 0, 0, 30, 60, 300, 900, 3_600];

const SALT_LEN: usize = 16;
const PURPOSE: &[u8] = b"qinghe/1 record under a PIN and a device key";

/// Six digits. Prints nothing, and is wiped when dropped.
///
/// Words seal a file:
///
/// ```
/// use qinghe_seal::{age, words::{List, Words}};
/// let words = Words::generate(List::En).unwrap();
/// let file = age::seal(b"record", age::To::Words(&words));
/// # assert!(file.is_ok());
/// ```
///
/// A PIN seals none; there is no way to say it:
///
/// ```compile_fail,E0308
/// use qinghe_seal::{age, pin::Pin};
/// let words = Pin::parse("495103").unwrap();
/// let file = age::seal(b"record", age::To::Words(&words));
/// ```
pub struct Pin(Zeroizing<[u8; DIGITS]>);

impl Pin {
    /// Reads six digits, as typed to open.
    ///
    /// # Errors
    /// [`LockError::Short`] for anything else.
    pub fn parse(typed: &str) -> Result<Pin, LockError> {
        let mut pin = Pin(Zeroizing::new([0; DIGITS]));
        let mut letters = typed.trim().chars();
        for digit in pin.0.iter_mut() {
            // Chinese keyboards may type full-width digits.
            let typed = letters.next().map(|letter| match letter {
                '０'..='９' => (letter as u32) - ('０' as u32),
                other => other.to_digit(10).unwrap_or(u32::MAX),
            });
            *digit = typed
                .and_then(|digit| u8::try_from(digit).ok())
                .filter(|digit| *digit < 10)
                .ok_or(LockError::Short)?;
        }
        if letters.next().is_none() { Ok(pin) } else { Err(LockError::Short) }
    }

    /// Reads six digits that somebody wants to use from now on.
    ///
    /// # Errors
    /// As [`Pin::parse`]; [`LockError::Easy`] for one digit over and over, a run, or a pattern that repeats.
    pub fn choose(typed: &str) -> Result<Pin, LockError> {
        let pin = Pin::parse(typed)?;
        let digits = pin.0.as_slice();
        let steps = |step: u8| digits.windows(2).all(|pair| (pair[0] + step) % 10 == pair[1]);
        let repeats = |length: usize| digits.iter().zip(digits.iter().skip(length)).all(|(a, b)| a == b);
        if steps(0) || steps(1) || steps(9) || repeats(2) || repeats(3) {
            return Err(LockError::Easy);
        }
        Ok(pin)
    }

    fn stretch(&self, salt: &[u8]) -> Result<Zeroizing<[u8; 32]>, SealError> {
        let digits: Zeroizing<String> =
            Zeroizing::new(self.0.iter().map(|digit| char::from(b'0' + digit)).collect());
        Ok(derive(&digits, salt, Kdf::default())?.wrap)
    }
}

/// A key that this browser keeps and never hands out: HMAC-SHA-256 under a non-extractable key of Web Crypto.
pub trait DeviceKey {
    /// HMAC-SHA-256 of `challenge`.
    ///
    /// # Errors
    /// [`LockError::Device`] when the key is gone.
    fn answer(&self, challenge: &[u8; 32]) -> impl Future<Output = Result<[u8; 32], LockError>>;
}

/// An identity wrapped under a PIN and the device's key; meant for this browser's store.
#[derive(Clone, PartialEq, Eq)]
pub struct PinLock([u8; LOCK_LEN]);

impl PinLock {
    /// Wraps `identity`.
    ///
    /// # Errors
    /// [`LockError::Device`], [`LockError::Seal`].
    pub async fn make(pin: &Pin, device: &impl DeviceKey, identity: &Identity) -> Result<PinLock, LockError> {
        let salt = random::<SALT_LEN>()?;
        let key = both(pin, device, &salt).await?;
        Ok(PinLock(wrap(&key, PURPOSE, &salt, identity)?))
    }

    /// Unwraps it, at the price of one try.
    ///
    /// # Errors
    /// [`LockError::Seal`] for another PIN, device or altered bytes; [`LockError::Device`].
    pub async fn open(
        &self,
        _try: Permit,
        pin: &Pin,
        device: &impl DeviceKey,
    ) -> Result<Identity, LockError> {
        let key = both(pin, device, &self.0[..SALT_LEN]).await?;
        Ok(unwrap(&key, PURPOSE, &self.0)?)
    }

    /// Bytes for the browser's store.
    #[must_use]
    pub fn stays(&self) -> &[u8; LOCK_LEN] {
        &self.0
    }

    /// From the browser's store.
    #[must_use]
    pub fn stayed(bytes: [u8; LOCK_LEN]) -> PinLock {
        PinLock(bytes)
    }
}

/// The device answers a challenge that only the PIN gives; the key hangs on both.
async fn both(pin: &Pin, device: &impl DeviceKey, salt: &[u8]) -> Result<Zeroizing<[u8; 32]>, LockError> {
    let stretched = pin.stretch(salt)?;
    let answer = Zeroizing::new(device.answer(&stretched).await?);
    let mut key = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(Some(stretched.as_slice()), answer.as_slice())
        .expand(PURPOSE, key.as_mut_slice())
        .map_err(|_| LockError::Seal(SealError::Key))?;
    Ok(key)
}

/// Wrong tries so far. Stored before a try is made, so that closing the page gives none back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Tries {
    wrong: u8,
    not_before: u64,
}

/// One try. There is no other way to get one than to count it.
pub struct Permit(());

/// Why there is no try now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Not before this moment, in Unix milliseconds.
    Wait(u64),
    /// None any more: the lock and the device key are to be deleted.
    NoMore,
}

impl Tries {
    /// Counts a try at `now` (Unix milliseconds): gives what is to be stored first, and the try. Setting the clock
    /// forward shortens a wait; the number of tries it does not change.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn begin(self, now: u64) -> Result<(Tries, Permit), Refused> {
        if self.wrong >= MOST_WRONG {
            return Err(Refused::NoMore);
        }
        if now < self.not_before {
            return Err(Refused::Wait(self.not_before));
        }
        let wrong = self.wrong + 1;
        let last = WAITS.len() - 1;
        let wait = WAITS.get(usize::from(wrong).min(last)).copied().unwrap_or_default();
        Ok((Tries { wrong, not_before: now.saturating_add(wait * 1_000) }, Permit(())))
    }

    /// How many are left.
    #[must_use]
    pub fn left(self) -> u8 {
        MOST_WRONG.saturating_sub(self.wrong)
    }

    /// Bytes for the browser's store.
    #[must_use]
    pub fn stays(self) -> [u8; 9] {
        let mut bytes = [0; 9];
        bytes[0] = self.wrong;
        bytes[1..].copy_from_slice(&self.not_before.to_le_bytes());
        bytes
    }

    /// From the browser's store.
    #[must_use]
    pub fn stayed(bytes: [u8; 9]) -> Tries {
        let [wrong, at @ ..] = bytes;
        Tries { wrong, not_before: u64::from_le_bytes(at) }
    }
}
