//! An open record: what is in it, where it lies, and how it is opened and stored.

use crate::ports::{Browser, Device, NotStored, Row};
use qinghe_record::{
    Entry, Fault, Id, Record,
    kept::{Kept, WithPin},
    merge::{Decision, Standing, preview},
    open_entry,
};
use qinghe_seal::{
    SealError,
    age::{Identity, With},
    lock::{LockError, PassphraseLock},
    pin::{Pin, PinLock, Refused, Tries},
};
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// Where an open record lies.
#[derive(Clone)]
pub enum Place {
    /// In this browser, under this row.
    Kept(Box<Row>, Rc<Identity>),
    /// In memory alone: a shared computer.
    Memory,
}

/// An open record. Dropping the last of it wipes its texts and its key.
#[derive(Clone)]
pub struct Open {
    /// What is in it.
    pub record: Record,
    /// Where it lies.
    pub place: Place,
}

/// Compared by identity: a change makes a new one.
#[derive(Clone)]
pub struct OpenRc(pub Rc<Open>);

impl PartialEq for OpenRc {
    fn eq(&self, other: &OpenRc) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// Why a lock stayed shut.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Shut {
    /// Another passphrase.
    Passphrase,
    /// No six digits.
    NoPin,
    /// Another PIN; so many tries are left.
    Pin(u8),
    /// Not before this moment, Unix milliseconds.
    Wait(u64),
    /// No try is left, or the device's key is gone: the PIN's lock was thrown away.
    PinGone,
    /// What lies in the store is damaged.
    Damaged,
    /// Not enough memory.
    Memory,
    /// The store refused to count the try, so none was made.
    Store,
}

/// Opens with a passphrase.
///
/// # Errors
/// [`Shut`].
pub fn with_passphrase(row: &Row, passphrase: &str) -> Result<Identity, Shut> {
    row.kept.passphrase().open(passphrase).map_err(|why| match why {
        LockError::Seal(SealError::Kdf | SealError::Random) => Shut::Memory,
        _ => Shut::Passphrase,
    })
}

/// Opens with a PIN. The try is stored before it is made.
///
/// # Errors
/// [`Shut`].
pub async fn with_pin(browser: &Browser, row: &mut Row, pin: &Pin, now: u64) -> Result<Identity, Shut> {
    let Some(with) = row.kept.pin().cloned() else { return Err(Shut::PinGone) };
    let (counted, permit) = match with.tries.begin(now) {
        Ok(begun) => begun,
        Err(Refused::Wait(until)) => return Err(Shut::Wait(until)),
        Err(Refused::NoMore) => {
            throw_away(browser, row).await;
            return Err(Shut::PinGone);
        }
    };
    store_pin(browser, row, Some(WithPin { tries: counted, ..with.clone() }))
        .await
        .map_err(|_| Shut::Store)?;
    let device = Device { browser: browser.clone(), id: row.id };
    match with.lock.open(permit, pin, &device).await {
        Ok(identity) => {
            row.kept = row.kept.clone().with_pin(Some(WithPin { tries: Tries::default(), ..with }));
            Ok(identity)
        }
        Err(LockError::Device) => {
            throw_away(browser, row).await;
            Err(Shut::PinGone)
        }
        Err(LockError::Seal(SealError::Open)) if counted.left() == 0 => {
            throw_away(browser, row).await;
            Err(Shut::PinGone)
        }
        Err(LockError::Seal(SealError::Open)) => Err(Shut::Pin(counted.left())),
        Err(_) => Err(Shut::Memory),
    }
}

async fn store_pin(browser: &Browser, row: &mut Row, pin: Option<WithPin>) -> Result<(), NotStored> {
    let kept = row.kept.clone().with_pin(pin);
    row.revision = browser.put(row.id, &kept, row.revision, &[]).await?;
    row.kept = kept;
    Ok(())
}

async fn throw_away(browser: &Browser, row: &mut Row) {
    browser.forget_key(row.id).await;
    let _without_the_key_the_lock_opens_no_more = store_pin(browser, row, None).await;
}

/// Opens the content with the key of a lock, and takes in what came while it was shut.
///
/// # Errors
/// [`Shut::Damaged`].
pub async fn enter(browser: &Browser, mut row: Row, identity: Identity) -> Result<Open, Shut> {
    let mut record = row.kept.open(&identity).map_err(|_| Shut::Damaged)?;
    let waiting = browser.inbox(row.id).await;
    let taken: Vec<JsValue> = waiting.iter().map(|(key, _)| key.clone()).collect();
    let came: Vec<Entry> = waiting
        .iter()
        .filter_map(|(_, file)| open_entry(file, With::Keys(std::slice::from_ref(&identity))).ok())
        .collect();
    let mut keys: &[JsValue] = &[];
    if let Some(merged) = together(&record, &came) {
        // Where it does not fit, it stays in the inbox.
        (record, keys) = (merged, &taken);
    }
    if let Ok(kept) = row.kept.clone().with_record(&record) {
        if let Ok(revision) = browser.put(row.id, &kept, row.revision, keys).await {
            row.revision = revision;
        }
        row.kept = kept;
    }
    Ok(Open { record, place: Place::Kept(Box::new(row), Rc::new(identity)) })
}

/// A record with entries that came from elsewhere; of two with one id both stay.
#[must_use]
pub fn together(record: &Record, came: &[Entry]) -> Option<Record> {
    let mut merged = record.clone();
    for entry in came {
        let mut theirs = Record::default();
        theirs.add(entry.clone()).ok()?;
        let mut import = preview(&merged, &theirs);
        import.decide_all(Standing::New, Decision::TakeTheirs);
        import.decide_all(Standing::Conflict, Decision::KeepBoth);
        merged = import.finish().ok()?;
    }
    Some(merged)
}

/// Makes a record in this browser.
///
/// # Errors
/// What a form says beside its fields, or [`NotStored`].
pub async fn make(browser: &Browser, asked: Asked<'_>) -> Result<Open, NotMade> {
    let id = crate::ports::random_id().ok_or(NotMade::Failed)?;
    let identity = Identity::generate().map_err(|_| NotMade::Failed)?;
    let lock = PassphraseLock::make(asked.passphrase, &identity).map_err(|_| NotMade::Failed)?;
    let kept = Kept::new(asked.name, &asked.record, &identity, lock).map_err(|_| NotMade::Full)?;
    let pin = match asked.pin {
        None => None,
        Some(pin) => Some(pin_lock(browser, id, pin, &identity).await.ok_or(NotMade::Failed)?),
    };
    let kept = kept.with_pin(pin);
    let revision = browser.put(id, &kept, 0, &[]).await.map_err(|_| NotMade::Store)?;
    let row = Row { id, revision, kept };
    Ok(Open { record: asked.record, place: Place::Kept(Box::new(row), Rc::new(identity)) })
}

/// A PIN's lock with a new device key.
pub async fn pin_lock(browser: &Browser, id: Id, pin: &Pin, identity: &Identity) -> Option<WithPin> {
    if !browser.make_key(id).await {
        return None;
    }
    let device = Device { browser: browser.clone(), id };
    let lock = PinLock::make(pin, &device, identity).await.ok()?;
    Some(WithPin { lock, tries: Tries::default() })
}

/// A new record, as it was asked for.
pub struct Asked<'a> {
    /// Its name.
    pub name: qinghe_record::Line,
    /// Its passphrase.
    pub passphrase: &'a str,
    /// Its PIN.
    pub pin: Option<&'a Pin>,
    /// What is in it.
    pub record: Record,
}

/// Why no record was made.
pub enum NotMade {
    /// The store refused.
    Store,
    /// No random numbers, or no memory.
    Failed,
    /// Too large.
    Full,
}

/// Stores what an open record holds. Where another window was quicker, both come together.
///
/// # Errors
/// [`NotStored::Refused`]; the record stays open and unsaved.
pub async fn store(browser: Browser, open: Rc<Open>) -> Result<Stored, NotStored> {
    let Place::Kept(row, identity) = &open.place else { return Ok(Stored::Memory) };
    match browser.put(row.id, &row.kept, row.revision, &[]).await {
        Ok(revision) => Ok(Stored::As(revision)),
        Err(NotStored::Refused) => Err(NotStored::Refused),
        Err(NotStored::Changed) => {
            let rows = browser.rows().await?;
            let found = rows.into_iter().find(|found| found.id == row.id).ok_or(NotStored::Refused)?;
            let theirs = found.kept.open(identity).map_err(|_| NotStored::Refused)?;
            let record = together(&theirs, open.record.entries()).ok_or(NotStored::Refused)?;
            let kept = found.kept.clone().with_record(&record).map_err(|_| NotStored::Refused)?;
            let revision = browser.put(row.id, &kept, found.revision, &[]).await?;
            let row = Row { revision, kept, ..found };
            Ok(Stored::Together(Box::new(Open {
                record,
                place: Place::Kept(Box::new(row), Rc::clone(identity)),
            })))
        }
    }
}

/// How it was stored.
pub enum Stored {
    /// In memory there is nothing to be done.
    Memory,
    /// Under this revision.
    As(u32),
    /// Together with what another window had written.
    Together(Box<Open>),
}

impl Open {
    /// The same with other content, sealed for its row.
    ///
    /// # Errors
    /// [`Fault`]; nothing changes.
    pub fn with_record(&self, record: Record) -> Result<Open, Fault> {
        let place = match &self.place {
            Place::Memory => Place::Memory,
            Place::Kept(row, identity) => {
                let kept = row.kept.clone().with_record(&record)?;
                Place::Kept(Box::new(Row { kept, ..(**row).clone() }), Rc::clone(identity))
            }
        };
        Ok(Open { record, place })
    }

    /// The same under another revision.
    #[must_use]
    pub fn at(&self, revision: u32) -> Open {
        let mut open = self.clone();
        if let Place::Kept(row, _) = &mut open.place {
            row.revision = revision;
        }
        open
    }

    /// The same with another row.
    #[must_use]
    pub fn with_kept(&self, kept: Kept) -> Open {
        let mut open = self.clone();
        if let Place::Kept(row, _) = &mut open.place {
            row.kept = kept;
        }
        open
    }
}
