//! The row that carries notices over a reload, a crash and to the next sitting.

use crate::{
    entry::{Entry, RANKS, State},
    ids::{COUNT, Ids},
};
use qinghe_session::Recipient;
use qinghe_wire::{EPOCH_LEN, NOTICE_LEN, Notice, Progress};
use serde::{Deserialize, Serialize};

/// Bytes of every outbox row, whatever it holds.
pub const OUTBOX_LEN: usize = 16_384;
const VERSION: u8 = 2;
/// Version, sitting, the sitting's ids and the number of entries.
const HEAD: usize = 1 + 16 + 1 + 16 * COUNT + 2;

#[derive(Serialize, Deserialize)]
struct Row {
    sitting: [u8; 16],
    ids: Vec<[u8; 16]>,
    entries: Vec<RowEntry>,
}

/// No envelope: a seal takes milliseconds, may be for another key by then, and the id makes copies one.
#[derive(Serialize, Deserialize)]
struct RowEntry {
    /// Without the zeros at its end.
    notice: Vec<u8>,
    /// For the second centre, not the school's.
    second: bool,
    /// 0 open, 1 stored, 2 parked.
    state: u8,
    epoch: [u8; EPOCH_LEN],
    /// 0 waiting, 1 seen, 2 contacted.
    progress: u8,
}

/// A row, and for each entry whether it is in it.
pub(crate) struct Encoded {
    pub row: Vec<u8>,
    pub holds: Vec<bool>,
}

/// The outbox as [`OUTBOX_LEN`] bytes. What is most needed is in it first; one sitting's notices always fit.
pub(crate) fn encode(sitting: [u8; 16], ids: &Ids, entries: &[Entry]) -> Option<Encoded> {
    let mut kept: Vec<Option<RowEntry>> = entries.iter().map(|_| None).collect();
    let mut room = OUTBOX_LEN - HEAD;
    // Rank by rank, and of one rank the oldest first. A sort would be the only one on the device.
    for rank in 0..RANKS {
        for (entry, place) in entries.iter().zip(&mut kept).filter(|(entry, _)| entry.rank() == rank) {
            let Some(made) = row_entry(entry) else { continue };
            let size = postcard::to_allocvec(&made).ok()?.len();
            if size <= room {
                room -= size;
                *place = Some(made);
            }
        }
    }
    let holds = kept.iter().map(Option::is_some).collect();
    let row = Row { sitting, ids: ids.as_slice().to_vec(), entries: kept.into_iter().flatten().collect() };
    let mut bytes = postcard::to_extend(&row, vec![VERSION]).ok()?;
    bytes.resize(OUTBOX_LEN, 0);
    Some(Encoded { row: bytes, holds })
}

fn row_entry(entry: &Entry) -> Option<RowEntry> {
    let padded = entry.notice.encode().ok()?;
    let end = padded.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    let (state, epoch) = match entry.state {
        State::Open => (0, [0; EPOCH_LEN]),
        State::Stored(epoch) => (1, epoch),
        State::Parked => (2, [0; EPOCH_LEN]),
    };
    let notice = padded.get(..end)?.to_vec();
    let second = entry.to == Recipient::Second;
    Some(RowEntry { notice, second, state, epoch, progress: entry.progress as u8 })
}

/// What a row gives back.
pub(crate) struct Restored {
    pub sitting: [u8; 16],
    pub ids: Ids,
    pub entries: Vec<Entry>,
}

/// `None` for anything but a whole row of this version.
pub(crate) fn decode(bytes: &[u8]) -> Option<Restored> {
    let (version, rest) = bytes.split_first()?;
    if bytes.len() != OUTBOX_LEN || *version != VERSION {
        return None;
    }
    let (row, padding) = postcard::take_from_bytes::<Row>(rest).ok()?;
    zeros(padding)?;
    let entries = row.entries.into_iter().map(entry).collect::<Option<Vec<_>>>()?;
    Some(Restored { sitting: row.sitting, ids: Ids::of_row(&row.ids)?, entries })
}

fn zeros(padding: &[u8]) -> Option<()> {
    padding.iter().all(|byte| *byte == 0).then_some(())
}

fn entry(row: RowEntry) -> Option<Entry> {
    let state = match row.state {
        0 => State::Open,
        1 => State::Stored(row.epoch),
        2 => State::Parked,
        _ => return None,
    };
    let to = if row.second { Recipient::Second } else { Recipient::School };
    Some(Entry::kept(notice(row.notice)?, to, state, progress(row.progress)?))
}

fn notice(mut bytes: Vec<u8>) -> Option<Notice> {
    if bytes.len() > NOTICE_LEN {
        return None;
    }
    bytes.resize(NOTICE_LEN, 0);
    Notice::decode(&bytes).ok()
}

fn progress(code: u8) -> Option<Progress> {
    match code {
        0 => Some(Progress::Waiting),
        1 => Some(Progress::Seen),
        2 => Some(Progress::Contacted),
        _ => None,
    }
}
