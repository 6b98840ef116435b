//! Sittings that differ in the responses alone, for comparing what can be seen of them: scripts of gestures,
//! members of one group with different choices, and leaks planted between the core and the outside.

pub mod leaks;
pub mod members;
pub mod script;

use crate::world::Seen;
use qinghe_host::OUTBOX_LEN;
use qinghe_session::SNAPSHOT_LEN;

/// What a page, a relay or a person behind the screen can see.
#[must_use]
pub fn outside(seen: &[Seen]) -> Vec<&Seen> {
    seen.iter().filter(|one| !matches!(one, Seen::Seal { .. } | Seen::OutboxRow { .. })).collect()
}

/// What the network and the page see: requests, and the one word to the page.
#[must_use]
pub fn requests(seen: &[Seen]) -> Vec<&Seen> {
    seen.iter().filter(|one| matches!(one, Seen::Send { .. } | Seen::Done { .. })).collect()
}

/// The same, and every write to the device.
#[must_use]
pub fn outside_and_disk(seen: &[Seen]) -> Vec<&Seen> {
    seen.iter().filter(|one| !matches!(one, Seen::Seal { .. })).collect()
}

/// Whether everything that has a size has its one size.
#[must_use]
pub fn sizes_are_constant(seen: &[Seen]) -> bool {
    seen.iter().all(|one| match one {
        Seen::Send { length, .. } => *length == qinghe_wire::ENVELOPE_LEN,
        Seen::SessionRow { length, .. } => *length == SNAPSHOT_LEN,
        Seen::OutboxRow { length, .. } => *length == OUTBOX_LEN,
        _ => true,
    })
}
