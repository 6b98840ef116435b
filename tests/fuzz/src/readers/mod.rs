//! Every reader of bytes from outside, and what must hold whatever the bytes are: no panic, a reason for
//! every refusal, and for everything accepted a form that reads back as the same.
//!
//! The replay on stable (`tests/tests/corpus.rs`) compiles this folder in as source, so it uses only what
//! that crate depends on.

pub mod exchange;
pub mod extremes;
pub mod folder;
pub mod kept;
pub mod packs;
pub mod rooms;
pub mod wire;

use std::{
    fs,
    time::{Duration, Instant},
};

/// One reader.
#[derive(Clone, Copy)]
pub struct Reader {
    /// Its name, and that of its kept inputs.
    pub name: &'static str,
    /// Reads the bytes; panics when something does not hold that must.
    pub check: fn(&[u8]),
}

/// Every reader but the table reader of the command line, which is no library.
pub const ALL: &[Reader] = &[
    Reader { name: "instrument", check: rooms::instrument },
    Reader { name: "wording", check: rooms::wording },
    Reader { name: "cases", check: rooms::cases },
    Reader { name: "battery", check: rooms::battery },
    Reader { name: "battery-cases", check: rooms::battery_cases },
    Reader { name: "region", check: rooms::region },
    Reader { name: "locale", check: rooms::locale },
    Reader { name: "pack", check: packs::pack },
    Reader { name: "text-pack", check: packs::text_pack },
    Reader { name: "definition", check: packs::definition },
    Reader { name: "snapshot", check: packs::snapshot },
    Reader { name: "fhir", check: exchange::fhir },
    Reader { name: "osd", check: exchange::osd },
    Reader { name: "wire", check: wire::wire },
];

/// Runs `check` and says how long it worked. Where the kernel tells, only the time that this thread had a
/// processor counts: a busy machine makes no input slow.
pub fn timed(check: impl FnOnce()) -> Duration {
    let (begin, worked) = (Instant::now(), processor());
    check();
    let passed = begin.elapsed();
    match (worked, processor()) {
        (Some(before), Some(after)) => passed.min(after.saturating_sub(before)),
        _ => passed,
    }
}

fn processor() -> Option<Duration> {
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(Duration::from_nanos(told.split(' ').next()?.parse().ok()?))
}
