//! The browser's database on one device: rows with the mark of who wrote them last, so that a page can see that
//! another one was there.

use std::collections::BTreeMap;

/// Batteries that a device may hold rows of.
pub const BATTERIES: usize = 2;

/// A row's place: battery, and whether it is the outbox.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Key {
    /// Which battery.
    pub battery: usize,
    /// The outbox, otherwise the session.
    pub outbox: bool,
}

/// One row.
#[derive(Clone)]
pub struct Row {
    /// Different for every write, as the random number in front of every sealed row is.
    pub mark: u64,
    /// What was written; empty when it can no longer be opened.
    pub bytes: Vec<u8>,
}

/// The database.
#[derive(Default)]
pub struct Disk {
    rows: BTreeMap<Key, Row>,
    /// What survives a loss of power; rows written without `strict` come to it late.
    durable: BTreeMap<Key, Row>,
    marks: u64,
    /// Nothing can be written before.
    pub full_until: u64,
    /// Nothing can be read or written at all.
    pub denied: bool,
    /// Writes do not end before.
    pub hangs_until: u64,
}

impl Disk {
    /// What a page reads.
    #[must_use]
    pub fn read(&self, key: Key) -> Option<&Row> {
        self.rows.get(&key).filter(|_| !self.denied)
    }

    /// Writes a row; `None` when it cannot be kept.
    pub fn write(&mut self, now: u64, key: Key, bytes: Vec<u8>, strict: bool) -> Option<u64> {
        // What is left of a full disk may do for the small row and not for the large one.
        if self.denied || (key.outbox && now < self.full_until) {
            return None;
        }
        self.marks += 1;
        let row = Row { mark: self.marks, bytes };
        if strict {
            self.durable.insert(key, row.clone());
        }
        self.rows.insert(key, row);
        Some(self.marks)
    }

    /// Deletes a row.
    pub fn delete(&mut self, key: Key) {
        if !self.denied {
            self.rows.remove(&key);
            self.durable.remove(&key);
        }
    }

    /// What was written reaches the disk after all.
    pub fn settle(&mut self) {
        self.durable = self.rows.clone();
    }

    /// The device loses its power.
    pub fn power_loss(&mut self) {
        self.rows = self.durable.clone();
    }

    /// The person clears the site's data.
    pub fn wipe(&mut self) {
        self.rows.clear();
        self.durable.clear();
    }

    /// A row can no longer be opened.
    pub fn corrupt(&mut self, key: Key) {
        for rows in [&mut self.rows, &mut self.durable] {
            if let Some(row) = rows.get_mut(&key) {
                row.bytes.clear();
            }
        }
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether a row that can be opened holds this notice. The ids that a sitting has in reserve stand in front of
    /// its notices and prove nothing.
    #[must_use]
    pub fn holds(&self, id: &[u8; 16]) -> bool {
        let rows = self.rows.iter().filter(|(key, _)| key.outbox);
        rows.into_iter().any(|(_, row)| holds(&row.bytes, id))
    }
}

/// Version, sitting and the sitting's fourteen ids with their number.
const RESERVE: usize = 1 + 16 + 1 + 14 * 16;

/// Whether an outbox row holds this notice.
#[must_use]
pub fn holds(row: &[u8], id: &[u8; 16]) -> bool {
    row.get(RESERVE..).is_some_and(|part| memchr::memmem::find(part, id).is_some())
}
