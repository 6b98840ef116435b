//! One page of one browser: the native twin of `module.js`, `ports.js` and `store.js` around session and host.

use super::disk::Key;
use crate::page::Page;
use qinghe_wire::Id;
use std::collections::{BTreeMap, VecDeque};

/// One thing to be done with the disk; one after another.
pub enum Put {
    /// The outbox, asked for in this generation of the page's knowledge of the disk.
    Outbox {
        /// The row.
        row: Vec<u8>,
        /// See [`Tab::told`].
        generation: u32,
    },
    /// The session.
    Session {
        /// The row.
        row: Vec<u8>,
    },
    /// The session may go.
    ForgetSession,
    /// Both rows may go.
    Forget {
        /// The notices that the gateway held when this was decided.
        sure: Vec<Id>,
        /// See [`Tab::told`].
        generation: u32,
    },
    /// What other pages have written is to be read.
    Look,
    /// A found row may go, if it is still the one that was found.
    Took {
        /// Where.
        key: Key,
        /// Which.
        mark: u64,
    },
}

/// The keys that a page seals to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Fetched {
    /// Which of the gateway's.
    pub gateway: usize,
    /// Which of the centre's.
    pub centre: usize,
}

/// One page.
pub struct Tab {
    /// Session and host.
    pub page: Page,
    /// Whether it is there.
    pub open: bool,
    /// Which battery.
    pub battery: usize,
    /// When it was opened.
    pub since: u64,
    /// The outbox row that it has written or read last.
    pub mark: Option<u64>,
    /// Grows when the row of another page is met.
    pub generation: u32,
    /// The generation that the page has been told of: writes asked for before know nothing of the row.
    pub told: u32,
    /// What is still to be done with the disk, oldest first.
    pub chain: VecDeque<Put>,
    /// Whether the first of them is under way.
    pub busy: bool,
    /// Whether the page is still to be told of the one before: what was read is being opened.
    pub telling: bool,
    /// Whether what is under way still happens when the page is gone.
    pub lands: bool,
    /// Whether the newest outbox row is on the disk.
    pub kept: bool,
    /// The session that waits until it is.
    pub waits: Option<Vec<u8>>,
    /// Numbers what is under way with the disk: of one that was asked to end sooner, the first end counts.
    pub puts: u64,
    /// A shared computer: nothing goes to the disk.
    pub shared: bool,
    /// The tick that counts; a newer request replaces an older one.
    pub tick: u64,
    /// Keys as fetched.
    pub keys: Fetched,
    /// The token it was opened with.
    pub token: String,
    /// The life of the storage in the newest genuine receipt.
    pub epoch: Option<[u8; 8]>,
    /// Which notice or cover an envelope is, by its receipt key.
    pub sealed: BTreeMap<[u8; 16], Id>,
    /// Since when it has each notice of its sitting.
    pub knows: BTreeMap<Id, u64>,
    /// Rows found and given to the host, by their number.
    pub found: Vec<(Key, u64)>,
    /// Failures in a row, for the mistake that doubles.
    pub fails: u32,
    /// Until when a mistake waits because an answer asked for it.
    pub held: u64,
    /// How often the student has acted here.
    pub acts: u32,
}
