//! What is still to happen.

use super::{device::Fetched, faults::Fault, gateway::Reply, network::Parcel, store::Done};
use qinghe_wire::RECEIPT_KEY_LEN;

pub(super) enum Event {
    Act { tab: usize },
    Glance { tab: usize },
    Sealed { tab: usize, job: u32, envelope: Vec<u8>, key: [u8; RECEIPT_KEY_LEN] },
    Commit { tab: usize, nth: u64 },
    Kept { tab: usize, done: Done },
    Arrive(Box<Parcel>),
    Answer { tab: usize, job: u32, key: [u8; RECEIPT_KEY_LEN], reply: Box<Reply> },
    Foreign { tab: usize, job: u32, sent: u64 },
    Turned { tab: usize, job: u32, key: [u8; RECEIPT_KEY_LEN], status: u16, retry_after_s: Option<u32> },
    Lost { tab: usize, job: u32 },
    Tick { tab: usize, nth: u64, wall: u64 },
    Keys { tab: usize, fetched: Option<Fetched> },
    Strike(Fault),
    Open { battery: usize },
    Online,
    Evening,
    Heal,
    Look { alone: bool },
    Judge,
}

impl Event {
    /// The page that it is for; nothing happens to one that is gone.
    pub(super) fn tab(&self) -> Option<usize> {
        match self {
            Event::Act { tab }
            | Event::Glance { tab }
            | Event::Sealed { tab, .. }
            | Event::Kept { tab, .. }
            | Event::Answer { tab, .. }
            | Event::Foreign { tab, .. }
            | Event::Turned { tab, .. }
            | Event::Lost { tab, .. }
            | Event::Tick { tab, .. }
            | Event::Keys { tab, .. } => Some(*tab),
            _ => None,
        }
    }
}
