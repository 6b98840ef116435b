//! The notebook's lock: six digits together with a key that the browser does not hand out (`qinghe_seal::pin`).

use crate::ports::{Browser, Device, Rows};
use qinghe_seal::{
    age::Identity,
    lock::{LOCK_LEN, LockError},
    pin::{Pin, PinLock, Refused, Tries},
};
use zeroize::Zeroizing;

const TRIES_LEN: usize = 9;

/// A lock, and how often it was tried in vain.
#[derive(Clone, PartialEq, Eq)]
pub struct Lock {
    lock: PinLock,
    tries: Tries,
}

/// Why a lock was not made or stays shut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shut {
    /// Not six digits.
    Six,
    /// Digits that everybody would guess.
    Easy,
    /// Other digits; so many tries are left.
    Wrong(u8),
    /// Not before this moment, in Unix milliseconds.
    Wait(u64),
    /// No try is left, or the device's key is gone.
    Gone,
    /// The store or the system failed; nothing has changed.
    Failed,
}

impl Lock {
    /// Bytes for the store.
    #[must_use]
    pub fn stays(&self) -> Vec<u8> {
        [self.lock.stays().as_slice(), &self.tries.stays()].concat()
    }

    /// From the store.
    #[must_use]
    pub fn stayed(bytes: &[u8]) -> Option<Lock> {
        let (lock, tries) = bytes.split_first_chunk::<LOCK_LEN>()?;
        let tries: [u8; TRIES_LEN] = tries.try_into().ok()?;
        Some(Lock { lock: PinLock::stayed(*lock), tries: Tries::stayed(tries) })
    }

    /// Opens it and reads what it shuts, at the price of one try. The try is stored before it is made. The lock as it is
    /// from then on comes back in any case.
    pub async fn open(mut self, browser: &Browser, typed: &str, now: u64) -> (Lock, Result<Rows, Shut>) {
        let Ok(pin) = Pin::parse(typed) else { return (self, Err(Shut::Six)) };
        let permit = match self.tries.begin(now) {
            Ok((tries, permit)) => {
                self.tries = tries;
                permit
            }
            Err(Refused::Wait(until)) => return (self, Err(Shut::Wait(until))),
            Err(Refused::NoMore) => return (self, Err(Shut::Gone)),
        };
        if browser.put_lock(&self.stays()).await.is_err() {
            return (self, Err(Shut::Failed));
        }
        let opened = match self.lock.open(permit, &pin, &Device(browser.clone())).await {
            Ok(identity) => {
                self.tries = Tries::default();
                // A count that stays too high only asks for patience next time.
                let _counted_too_high = browser.put_lock(&self.stays()).await;
                Ok(browser.rows(Some(identity.text().as_str())).await)
            }
            Err(LockError::Device) => Err(Shut::Gone),
            Err(_) if self.tries.left() == 0 => Err(Shut::Gone),
            Err(_) => Err(Shut::Wrong(self.tries.left())),
        };
        (self, opened)
    }

    /// Locks what is open now.
    ///
    /// # Errors
    /// [`Shut`]; then nothing has changed.
    pub async fn make(browser: &Browser, typed: &str, book: &[u8], run: Option<&[u8]>) -> Result<Lock, Shut> {
        let pin = Pin::choose(typed).map_err(|why| match why {
            LockError::Easy => Shut::Easy,
            _ => Shut::Six,
        })?;
        let identity = Identity::generate().map_err(|_| Shut::Failed)?;
        browser.make_pin_key().await.map_err(|_| Shut::Failed)?;
        let lock =
            PinLock::make(&pin, &Device(browser.clone()), &identity).await.map_err(|_| Shut::Failed)?;
        let lock = Lock { lock, tries: Tries::default() };
        let secret: Zeroizing<String> = identity.text();
        let shut = browser.relock(Some((secret.as_str(), &lock.stays())), book, run).await;
        shut.map(|()| lock).map_err(|_| Shut::Failed)
    }
}

/// Takes the lock off what is open now.
///
/// # Errors
/// [`Shut::Failed`]; then nothing has changed.
pub async fn unlock(browser: &Browser, book: &[u8], run: Option<&[u8]>) -> Result<(), Shut> {
    browser.relock(None, book, run).await.map_err(|_| Shut::Failed)
}
