//! What can be wrong with a record, in words that help and never repeat what is in it.

use qinghe_seal::age::AgeError;
use std::fmt;

/// Why something does not become part of a record, or bytes are none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing was written.
    Empty,
    /// More characters than there is room for.
    Long {
        /// Most characters.
        most: usize,
    },
    /// Numbers or lists that contradict each other.
    Contradiction(&'static str),
    /// More than [`crate::MAX_ENTRIES`].
    TooMany,
    /// More bytes than the largest container holds.
    TooLarge {
        /// How many.
        bytes: usize,
    },
    /// The id is in the record already.
    Taken,
    /// What was opened is no record.
    NotARecord,
    /// It was written by a later version.
    LaterVersion,
    /// It breaks off, or something in it cannot be.
    Malformed {
        /// Byte of what was opened.
        at: usize,
    },
    /// The file cannot be opened.
    Sealed(AgeError),
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Empty => out.write_str("Nothing is written here yet."),
            Fault::Long { most } => write!(out, "There is room for {most} characters. Please shorten it."),
            Fault::Contradiction(what) => write!(out, "This cannot be kept: {what}."),
            Fault::TooMany => write!(
                out,
                "A record holds {} entries. Save it as a file, then take out old ones.",
                crate::MAX_ENTRIES
            ),
            Fault::TooLarge { bytes } => write!(
                out,
                "The record would need {bytes} bytes, more than fit into a file. Save it, then take out old entries."
            ),
            Fault::Taken => out.write_str("This entry is in the record already."),
            Fault::NotARecord => {
                out.write_str("The file opened, but it holds no record. Is it another file?")
            }
            Fault::LaterVersion => {
                out.write_str("The file was made by a newer version. Reload the page, then try again.")
            }
            Fault::Malformed { at } => write!(
                out,
                "The file opened, but its content is damaged (byte {at}). Nothing was taken over. Use another copy."
            ),
            Fault::Sealed(why) => why.fmt(out),
        }
    }
}

impl std::error::Error for Fault {}

impl From<AgeError> for Fault {
    fn from(error: AgeError) -> Fault {
        Fault::Sealed(error)
    }
}
