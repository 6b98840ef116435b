//! Notices on their way, and the row that carries them over a reload.

use qinghe_session::Recipient;
use qinghe_wire::{ENVELOPE_LEN, NOTICE_LEN, Notice, Progress, RECEIPT_KEY_LEN, Tier};
use serde::{Deserialize, Serialize};

/// Bytes of every outbox row, whatever it holds.
pub const OUTBOX_LEN: usize = 24_576;
/// A sitting makes one final notice, at most two early ones (safety, help asked for) for each of two
/// recipients, and two with wishes.
pub(crate) const ENTRIES: usize = 7;
const VERSION: u8 = 2;

/// Where a notice is.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum State {
    /// The browser is sealing it.
    Sealing,
    /// Sealed, not yet durably stored at the gateway.
    Waiting,
    /// The gateway gave a genuine receipt.
    Stored,
    /// The gateway will never take it.
    Refused,
}

pub(crate) struct Entry {
    pub notice: Notice,
    /// Whose key it is sealed to.
    pub to: Recipient,
    pub state: State,
    pub envelope: Vec<u8>,
    pub receipt_key: [u8; RECEIPT_KEY_LEN],
    /// Number of the first row with this envelope; 0 before there is one.
    pub row: u32,
    /// Whether the row with this envelope is on the disk.
    pub saved: bool,
    /// Whether the question of saving is settled, one way or the other.
    pub ready: bool,
    pub in_flight: bool,
    pub tries: u32,
    pub made_ms: u64,
}

impl Entry {
    pub(crate) fn new(notice: Notice, to: Recipient, now_ms: u64) -> Entry {
        Entry {
            notice,
            to,
            state: State::Sealing,
            envelope: Vec::new(),
            receipt_key: [0; RECEIPT_KEY_LEN],
            row: 0,
            saved: false,
            ready: false,
            in_flight: false,
            tries: 0,
            made_ms: now_ms,
        }
    }

    pub(crate) fn urgent(&self) -> bool {
        self.notice.tier == Tier::Urgent
    }
}

#[derive(Serialize, Deserialize)]
struct Row {
    sitting: [u8; 16],
    token: String,
    /// 0 waiting, 1 seen, 2 contacted.
    progress: u8,
    entries: Vec<RowEntry>,
}

#[derive(Serialize, Deserialize)]
struct RowEntry {
    notice: Vec<u8>,
    /// Sealed to the second centre, not to the school's.
    second: bool,
    state: State,
    envelope: Vec<u8>,
    receipt_key: [u8; RECEIPT_KEY_LEN],
    made_ms: u64,
}

/// What a row gives back.
pub(crate) struct Restored {
    pub sitting: [u8; 16],
    pub token: String,
    pub progress: Progress,
    pub entries: Vec<Entry>,
}

/// The outbox as [`OUTBOX_LEN`] bytes, or `None` when it does not fit. A notice is in it from the moment
/// it is made; one that was still being sealed is sealed again after a reload.
pub(crate) fn encode(
    sitting: [u8; 16],
    token: &str,
    progress: Progress,
    entries: &[Entry],
) -> Option<Vec<u8>> {
    let entries = entries
        .iter()
        .map(|entry| {
            Some(RowEntry {
                notice: entry.notice.encode().ok()?.to_vec(),
                second: entry.to == Recipient::Second,
                state: entry.state,
                envelope: if entry.state == State::Waiting { entry.envelope.clone() } else { Vec::new() },
                receipt_key: entry.receipt_key,
                made_ms: entry.made_ms,
            })
        })
        .collect::<Option<Vec<_>>>()?;
    let mut bytes = vec![VERSION];
    bytes.extend(
        postcard::to_allocvec(&Row { sitting, token: token.to_owned(), progress: progress as u8, entries })
            .ok()?,
    );
    if bytes.len() > OUTBOX_LEN {
        return None;
    }
    bytes.resize(OUTBOX_LEN, 0);
    Some(bytes)
}

/// `None` for anything but a whole row of this version.
pub(crate) fn decode(bytes: &[u8]) -> Option<Restored> {
    let (&VERSION, rest) = bytes.split_first()? else { return None };
    if bytes.len() != OUTBOX_LEN {
        return None;
    }
    let (row, padding) = postcard::take_from_bytes::<Row>(rest).ok()?;
    if padding.iter().any(|byte| *byte != 0) || row.entries.len() > ENTRIES {
        return None;
    }
    let progress = match row.progress {
        0 => Progress::Waiting,
        1 => Progress::Seen,
        2 => Progress::Contacted,
        _ => return None,
    };
    let entries = row.entries.into_iter().map(entry).collect::<Option<Vec<_>>>()?;
    Some(Restored { sitting: row.sitting, token: row.token, progress, entries })
}

fn entry(row: RowEntry) -> Option<Entry> {
    let notice: [u8; NOTICE_LEN] = row.notice.try_into().ok()?;
    let whole = row.state != State::Waiting || row.envelope.len() == ENVELOPE_LEN;
    whole.then_some(())?;
    let sealed = row.state != State::Sealing;
    let to = if row.second { Recipient::Second } else { Recipient::School };
    Some(Entry {
        state: row.state,
        envelope: row.envelope,
        receipt_key: row.receipt_key,
        saved: sealed,
        ready: sealed,
        ..Entry::new(Notice::decode(&notice).ok()?, to, row.made_ms)
    })
}
