//! The notebook's lock: six digits together with a key that the browser does not hand out (`qinghe_seal::pin`).

use crate::{
    ports::{Browser, Device, Ports, Rows},
    shut::Shut,
};
use js_sys::{Array, Uint8Array};
use qinghe_seal::{
    age::Identity,
    lock::{LOCK_LEN, LockError},
    pin::{Pin, PinLock, Refused, Tries},
};
use std::rc::Rc;
use wasm_bindgen::JsValue;
use zeroize::Zeroizing;

const TRIES_LEN: usize = 9;

/// A lock, and how often it was tried in vain.
#[derive(Clone, PartialEq, Eq)]
struct Lock {
    lock: PinLock,
    tries: Tries,
}

impl Lock {
    /// Bytes for the store.
    fn stays(&self) -> Vec<u8> {
        [self.lock.stays().as_slice(), &self.tries.stays()].concat()
    }

    /// From the store.
    fn stayed(bytes: &[u8]) -> Option<Lock> {
        let (lock, tries) = bytes.split_first_chunk::<LOCK_LEN>()?;
        let tries: [u8; TRIES_LEN] = tries.try_into().ok()?;
        Some(Lock { lock: PinLock::stayed(*lock), tries: Tries::stayed(tries) })
    }

    /// Opens it and reads what it shuts, at the price of one try. The try is stored before it is made.
    async fn open(mut self, browser: &Browser, typed: &str, now: u64) -> Result<Rows, Shut> {
        let Ok(pin) = Pin::parse(typed) else { return Err(Shut::Six) };
        let permit = match self.tries.begin(now) {
            Ok((tries, permit)) => {
                self.tries = tries;
                permit
            }
            Err(Refused::Wait(until)) => return Err(Shut::Wait(until)),
            Err(Refused::NoMore) => return Err(Shut::Gone),
        };
        if browser.put_lock(&self.stays()).await.is_err() {
            return Err(Shut::Failed);
        }
        match self.lock.open(permit, &pin, &Device(browser.clone())).await {
            Ok(identity) => {
                self.tries = Tries::default();
                // A count that stays too high only asks for patience next time.
                let _counted_too_high = browser.put_lock(&self.stays()).await;
                Ok(browser.rows(Some(identity.text().as_str())).await)
            }
            Err(LockError::Device) => Err(Shut::Gone),
            Err(_) if self.tries.left() == 0 => Err(Shut::Gone),
            Err(_) => Err(Shut::Wrong(self.tries.left())),
        }
    }

    /// Locks what is open now.
    ///
    /// # Errors
    /// [`Shut`]; then nothing has changed.
    async fn make(browser: &Browser, typed: &str, book: &[u8], run: Option<&[u8]>) -> Result<(), Shut> {
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
        shut.map_err(|_| Shut::Failed)
    }
}

/// Outcome, number, and rows.
fn outcome(why: Option<Shut>, (book, run): Rows) -> Array {
    let (outcome, number) = Shut::pair(why);
    let row = |bytes: Option<Vec<u8>>| {
        bytes.map_or(JsValue::UNDEFINED, |row| Uint8Array::from(row.as_slice()).into())
    };
    [JsValue::from(outcome), number.into(), row(book), row(run)].into_iter().collect()
}

/// Tries six digits on the notebook's lock.
pub async fn open(ports: Ports, typed: &str) -> Array {
    let browser = Browser(Rc::new(ports));
    let lock = browser.lock().await.and_then(|bytes| Lock::stayed(&bytes));
    let opened = match lock {
        Some(lock) => lock.open(&browser, typed, browser.now().ms).await,
        None => Err(Shut::Failed),
    };
    match opened {
        Ok(rows) => outcome(None, rows),
        Err(why) => outcome(Some(why), (None, None)),
    }
}

/// Locks what is open now.
pub async fn make(ports: Ports, typed: &str, book: &[u8], run: Option<&[u8]>) -> Array {
    let made = Lock::make(&Browser(Rc::new(ports)), typed, book, run).await;
    outcome(made.err(), (None, None))
}
