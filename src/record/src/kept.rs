//! A record as one browser keeps it: sealed, with the locks that open it there.

use crate::{
    Fault, Line, Record,
    bytes::{Reader, Writer},
};
use qinghe_seal::{
    age::{Identity, MAX_FILE, Recipient, To, With},
    lock::{LOCK_LEN, PassphraseLock},
    pin::{PinLock, Tries},
};

const MAGIC: &[u8; 4] = b"QHK\x01";

/// A PIN's lock, and how often it was tried in vain.
#[derive(Clone, PartialEq, Eq)]
pub struct WithPin {
    /// The lock.
    pub lock: PinLock,
    /// The tries.
    pub tries: Tries,
}

/// A shut record in its browser. What can be seen without opening it: the name its owner gave it, whether there is a PIN,
/// and its size class.
#[derive(Clone, PartialEq, Eq)]
pub struct Kept {
    name: Line,
    recipient: Recipient,
    passphrase: PassphraseLock,
    pin: Option<WithPin>,
    sealed: Vec<u8>,
}

impl Kept {
    /// Shuts a record.
    ///
    /// # Errors
    /// As [`Record::seal`].
    pub fn new(
        name: Line,
        record: &Record,
        identity: &Identity,
        passphrase: PassphraseLock,
    ) -> Result<Kept, Fault> {
        let recipient = identity.recipient();
        let sealed = record.seal(To::Keys(&[recipient]))?;
        Ok(Kept { name, recipient, passphrase, pin: None, sealed })
    }

    /// What its owner calls it. Whoever sees this browser can read that.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name.as_str()
    }

    /// To whom entries are sealed that come while it is shut.
    #[must_use]
    pub fn recipient(&self) -> Recipient {
        self.recipient
    }

    /// The lock that is always there.
    #[must_use]
    pub fn passphrase(&self) -> &PassphraseLock {
        &self.passphrase
    }

    /// The lock of the PIN, if there is one.
    #[must_use]
    pub fn pin(&self) -> Option<&WithPin> {
        self.pin.as_ref()
    }

    /// The same with another name.
    #[must_use]
    pub fn with_name(self, name: Line) -> Kept {
        Kept { name, ..self }
    }

    /// The same under another passphrase.
    #[must_use]
    pub fn with_passphrase(self, passphrase: PassphraseLock) -> Kept {
        Kept { passphrase, ..self }
    }

    /// The same with a PIN, or without.
    #[must_use]
    pub fn with_pin(self, pin: Option<WithPin>) -> Kept {
        Kept { pin, ..self }
    }

    /// The same with other content.
    ///
    /// # Errors
    /// As [`Record::seal`].
    pub fn with_record(self, record: &Record) -> Result<Kept, Fault> {
        Ok(Kept { sealed: record.seal(To::Keys(&[self.recipient]))?, ..self })
    }

    /// Opens it with the key that a lock gave.
    ///
    /// # Errors
    /// As [`Record::open`].
    pub fn open(&self, identity: &Identity) -> Result<Record, Fault> {
        Record::open(&self.sealed, With::Keys(std::slice::from_ref(identity)))
    }

    /// Bytes for the browser's store.
    #[must_use]
    pub fn stays(&self) -> Vec<u8> {
        let mut to = Writer::default();
        to.raw(MAGIC).text(&self.name).raw(&self.recipient.to_bytes()).raw(self.passphrase.stays());
        to.option(self.pin.as_ref(), |to, pin| {
            to.raw(pin.lock.stays()).raw(&pin.tries.stays());
        });
        to.raw(&self.sealed);
        to.done().to_vec()
    }

    /// From the browser's store.
    ///
    /// # Errors
    /// [`Fault::LaterVersion`], [`Fault::NotARecord`], [`Fault::Malformed`].
    pub fn stayed(bytes: &[u8]) -> Result<Kept, Fault> {
        let mut from = Reader::new(bytes);
        let magic = from.raw(MAGIC.len()).map_err(|_| Fault::NotARecord)?;
        if magic != MAGIC {
            let ours = magic.get(..3) == MAGIC.get(..3);
            return Err(if ours { Fault::LaterVersion } else { Fault::NotARecord });
        }
        let name = from.text()?;
        let recipient = Recipient::from_bytes(from.array()?);
        let passphrase = PassphraseLock::stayed(from.array::<LOCK_LEN>()?);
        let pin = from.option(|from| {
            let lock = PinLock::stayed(from.array::<LOCK_LEN>()?);
            Ok(WithPin { lock, tries: Tries::stayed(from.array()?) })
        })?;
        let sealed = from.rest();
        if sealed.is_empty() || sealed.len() > MAX_FILE {
            return Err(from.fault());
        }
        Ok(Kept { name, recipient, passphrase, pin, sealed: sealed.to_vec() })
    }
}
