//! The record, and the container that hides how much is in it.

use crate::{
    Body, Entry, Fault, Id,
    bytes::{Reader, Writer},
    codec,
};
use qinghe_seal::age::{self, Recipient, To, With};
use std::collections::BTreeSet;
use zeroize::Zeroizing;

/// Most entries of a record.
pub const MAX_ENTRIES: usize = 5_000;
/// Room for the header and tags of the sealed file in each container.
const ROOM: usize = 1_024;
pub(crate) const MAGIC: &[u8; 4] = b"QHR\x01";
/// Magic and length.
const HEAD: usize = 8;

/// How large a sealed file is. The size says this much and no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// 4 KiB: for sheets of paper only.
    K4,
    /// 16 KiB.
    K16,
    /// 64 KiB.
    K64,
    /// 256 KiB.
    K256,
}

impl Class {
    /// Every class, smallest first.
    pub const ALL: [Class; 4] = [Class::K4, Class::K16, Class::K64, Class::K256];

    /// Most bytes of the sealed file.
    #[must_use]
    pub const fn bytes(self) -> usize {
        match self {
            Class::K4 => 4 << 10,
            Class::K16 => 16 << 10,
            Class::K64 => 64 << 10,
            Class::K256 => 256 << 10,
        }
    }

    pub(crate) const fn plain(self) -> usize {
        self.bytes() - ROOM
    }
}

/// Everything that a student keeps, by day. Prints nothing; its texts are wiped when it is dropped.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Record {
    entries: Vec<Entry>,
}

impl Record {
    /// The entries, oldest first.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry of this id.
    #[must_use]
    pub fn get(&self, id: Id) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id() == id)
    }

    /// Adds an entry.
    ///
    /// # Errors
    /// [`Fault::Taken`], [`Fault::TooMany`], [`Fault::TooLarge`]; the record is as before.
    pub fn add(&mut self, entry: Entry) -> Result<(), Fault> {
        if self.get(entry.id()).is_some() {
            return Err(Fault::Taken);
        }
        let mut entries = self.entries.clone();
        entries.push(entry);
        *self = Record::of(entries)?;
        Ok(())
    }

    /// Puts an entry in place of the one with its id, or adds it.
    ///
    /// # Errors
    /// As [`Record::add`], but for [`Fault::Taken`].
    pub fn put(&mut self, entry: Entry) -> Result<(), Fault> {
        let mut entries = self.entries.clone();
        entries.retain(|old| old.id() != entry.id());
        entries.push(entry);
        *self = Record::of(entries)?;
        Ok(())
    }

    /// Takes an entry out. Without it nothing happens.
    pub fn remove(&mut self, id: Id) {
        self.entries.retain(|entry| entry.id() != id);
    }

    /// A record of these entries.
    pub(crate) fn of(mut entries: Vec<Entry>) -> Result<Record, Fault> {
        entries.sort_by_key(Entry::place);
        let ids: BTreeSet<Id> = entries.iter().map(Entry::id).collect();
        if ids.len() != entries.len() {
            return Err(Fault::Taken);
        }
        if entries.len() > MAX_ENTRIES {
            return Err(Fault::TooMany);
        }
        let record = Record { entries };
        let bytes = record.body().len();
        if bytes + HEAD > Class::K256.plain() { Err(Fault::TooLarge { bytes }) } else { Ok(record) }
    }

    pub(crate) fn body(&self) -> Zeroizing<Vec<u8>> {
        let mut to = Writer::default();
        to.list(&self.entries, codec::write);
        to.done()
    }

    /// The sealed file, of one of three sizes (16, 64, 256 KiB).
    ///
    /// # Errors
    /// [`Fault::Sealed`].
    pub fn seal(&self, to: To) -> Result<Vec<u8>, Fault> {
        self.seal_from(Class::K16, to)
    }

    /// The sealed file for sheets of paper, which may also have 4 KiB: six codes instead of twenty-six.
    ///
    /// # Errors
    /// As [`Record::seal`].
    pub fn seal_for_paper(&self, to: To) -> Result<Vec<u8>, Fault> {
        self.seal_from(Class::K4, to)
    }

    fn seal_from(&self, least: Class, to: To) -> Result<Vec<u8>, Fault> {
        let body = self.body();
        let class =
            Class::ALL.into_iter().find(|class| *class >= least && HEAD + body.len() <= class.plain());
        let class = class.ok_or(Fault::TooLarge { bytes: body.len() })?;
        seal_padded(MAGIC, &body, class, to)
    }

    /// Opens a sealed file.
    ///
    /// # Errors
    /// [`Fault::Sealed`] where it does not open; otherwise what is wrong with the content. Never half of it.
    pub fn open(file: &[u8], with: With) -> Result<Record, Fault> {
        let plain = age::open(file, with)?;
        Record::read(&plain)
    }

    pub(crate) fn read(plain: &[u8]) -> Result<Record, Fault> {
        let body = open_padded(MAGIC, plain)?;
        let mut from = Reader::new(body);
        let entries = from.list(MAX_ENTRIES, codec::read)?;
        let fault = from.fault();
        from.end()?;
        // One order, no id twice, nothing behind: a record has one encoding.
        let record = Record::of(entries).map_err(|_| fault.clone())?;
        if record.body().as_slice() == body { Ok(record) } else { Err(fault) }
    }

    /// Results, oldest first.
    pub fn results(&self) -> impl DoubleEndedIterator<Item = (&Entry, &crate::Outcome)> {
        self.entries.iter().filter_map(|entry| match entry.body() {
            Body::Result(outcome) => Some((entry, outcome)),
            _ => None,
        })
    }
}

/// Magic, length and body, filled up with zeros and sealed.
pub(crate) fn seal_padded(magic: &[u8; 4], body: &[u8], class: Class, to: To) -> Result<Vec<u8>, Fault> {
    Ok(age::seal(&padded(magic, body, class)?, to)?)
}

pub(crate) fn padded(magic: &[u8; 4], body: &[u8], class: Class) -> Result<Zeroizing<Vec<u8>>, Fault> {
    let mut plain = Zeroizing::new(Vec::with_capacity(class.plain()));
    plain.extend_from_slice(magic);
    plain.extend_from_slice(&u32::try_from(body.len()).unwrap_or(u32::MAX).to_le_bytes());
    plain.extend_from_slice(body);
    if plain.len() > class.plain() {
        return Err(Fault::TooLarge { bytes: body.len() });
    }
    plain.resize(class.plain(), 0);
    Ok(plain)
}

/// The body; everything around it is checked.
pub(crate) fn open_padded<'a>(magic: &[u8; 4], plain: &'a [u8]) -> Result<&'a [u8], Fault> {
    if !Class::ALL.iter().any(|class| class.plain() == plain.len()) {
        return Err(Fault::NotARecord);
    }
    let mut from = Reader::new(plain);
    let found = from.raw(magic.len())?;
    if found != magic {
        let ours = found.get(..3) == magic.get(..3);
        return Err(if ours { Fault::LaterVersion } else { Fault::NotARecord });
    }
    let length: [u8; 4] = from.raw(4)?.try_into().map_err(|_| Fault::NotARecord)?;
    let body = from.raw(usize::try_from(u32::from_le_bytes(length)).unwrap_or(usize::MAX))?;
    from.end()?;
    Ok(body)
}

/// One entry as a file of its own, for a record that is shut: whoever has only the public key can put something in, and
/// cannot read what is there.
///
/// # Errors
/// [`Fault::Sealed`].
pub fn seal_entry(entry: &Entry, to: Recipient) -> Result<Vec<u8>, Fault> {
    let record = Record::of(vec![entry.clone()])?;
    record.seal(To::Keys(&[to]))
}

/// Opens what [`seal_entry`] sealed.
///
/// # Errors
/// As [`Record::open`]; [`Fault::NotARecord`] when it is not one entry.
pub fn open_entry(file: &[u8], with: With) -> Result<Entry, Fault> {
    let record = Record::open(file, with)?;
    match record.entries.as_slice() {
        [one] => Ok(one.clone()),
        _ => Err(Fault::NotARecord),
    }
}
