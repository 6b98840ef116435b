//! Opening what a student brings from the last school: pure, so that it is tried without a browser.

use crate::words::handover::Handover as Words;
use qinghe_record::{Fault, Record, handover::Summary};
use qinghe_seal::age::{AgeError, Identity, With};

/// A file that is larger is no handover, bytes. The largest container is 256 KiB.
pub const MAX_FILE: f64 = 300_000.0;

/// Opens a summary with any of the centre's keys. Gives the key that did, for the history.
///
/// # Errors
/// What to say instead.
pub fn summary(file: &[u8], keys: &[Identity]) -> Result<(Summary, usize), Words> {
    let mut why = Words::OtherKey;
    for (nth, key) in keys.iter().enumerate() {
        match Summary::open(file, key) {
            Ok(summary) => return Ok((summary, nth)),
            // Another key of the centre may be the one.
            Err(Fault::Sealed(AgeError::NoMatch)) => {}
            Err(Fault::NotARecord) if is_history(file, key) => return Err(Words::HistoryFirst),
            Err(fault) => why = said(&fault),
        }
    }
    Err(why)
}

fn is_history(file: &[u8], key: &Identity) -> bool {
    Record::open(file, With::Keys(std::slice::from_ref(key))).is_ok()
}

/// What is wrong with a file, in words for the counsellor.
pub fn said(fault: &Fault) -> Words {
    match fault {
        Fault::Sealed(AgeError::NoMatch) => Words::OtherKey,
        Fault::Sealed(
            AgeError::NotAge
            | AgeError::Armoured
            | AgeError::WantsPassphrase
            | AgeError::OtherVersion
            | AgeError::TooLong { .. },
        )
        | Fault::NotARecord => Words::NotOurs,
        Fault::LaterVersion => Words::Later,
        _ => Words::Altered,
    }
}

#[cfg(test)]
#[path = "handover_tests.rs"]
mod tests;
