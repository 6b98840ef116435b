//! Why a file cannot be opened, in words that help, and never with anything of its content.

use crate::SealError;
use std::fmt;

/// Why a file could not be sealed or opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgeError {
    /// More bytes than [`super::MAX_FILE`].
    TooLong {
        /// How many.
        bytes: usize,
    },
    /// No file of the format at all.
    NotAge,
    /// The text form between `BEGIN` and `END` lines.
    Armoured,
    /// A later version of the format.
    OtherVersion,
    /// A line of the header breaks the format; lines count from 1.
    Header {
        /// The line.
        line: usize,
    },
    /// Not one of the keys given is among those it was sealed to.
    NoMatch,
    /// It asks for a passphrase, and a key was given.
    WantsPassphrase,
    /// It asks for a key, and a passphrase was given.
    WantsKey,
    /// Not the passphrase it was sealed under.
    Passphrase,
    /// Each try would cost more than we let a file ask for.
    TooCostly {
        /// log₂ of the cost it names.
        work_factor: u8,
    },
    /// The device has not enough memory for the derivation.
    Memory,
    /// Bytes were altered after sealing.
    Altered,
    /// The end is missing.
    CutOff,
    /// No text of a key; a letter may be wrong, or missing.
    KeyText,
    /// A file needs 1 to [`super::MAX_RECIPIENTS`] keys.
    Recipients {
        /// How many were given.
        keys: usize,
    },
    /// The system gave no random numbers.
    Random,
}

impl fmt::Display for AgeError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AgeError::TooLong { bytes } => {
                write!(out, "The file has {bytes} bytes; a record has at most 262144. Is it another file?")
            }
            AgeError::NotAge => out.write_str("This is not an age file. Choose the file that was saved as a record."),
            AgeError::Armoured => out.write_str(
                "This is an age file in its text form. Turn it into the binary form first, with any age program.",
            ),
            AgeError::OtherVersion => {
                out.write_str("The file has a later version of the age format. Open it with a newer program.")
            }
            AgeError::Header { line } => {
                write!(out, "Line {line} of the file's header is damaged. Copy the file again from where it was saved.")
            }
            AgeError::NoMatch => {
                out.write_str("The file was sealed to another key. Ask who sent it for which key it was made.")
            }
            AgeError::WantsPassphrase => out.write_str("The file opens with the words that were written down."),
            AgeError::WantsKey => out.write_str("The file opens with a key, not with words."),
            AgeError::Passphrase => out.write_str(
                "These words do not open the file. Compare them and their order with what was written down for this file.",
            ),
            AgeError::TooCostly { work_factor } => write!(
                out,
                "Each try would need {} MiB of memory; at most 256 are allowed. Seal the file again at a lower cost.",
                1_u64.checked_shl(u32::from(*work_factor).saturating_sub(10)).unwrap_or(u64::MAX)
            ),
            AgeError::Memory => {
                out.write_str("The device has not enough free memory. Close other pages, or use another device.")
            }
            AgeError::Altered => {
                out.write_str("The file was changed after it was sealed. Copy it again from where it was saved.")
            }
            AgeError::CutOff => {
                out.write_str("The end of the file is missing. Copy it again from where it was saved.")
            }
            AgeError::KeyText => {
                out.write_str("This is not a key. It begins with `age1`, and every letter of it counts.")
            }
            AgeError::Recipients { keys } => write!(out, "A file is sealed to 1 to 20 keys, not to {keys}."),
            AgeError::Random => out.write_str("The system gave no random numbers. Restart the browser."),
        }
    }
}

impl std::error::Error for AgeError {}

impl From<SealError> for AgeError {
    fn from(error: SealError) -> AgeError {
        match error {
            SealError::Random => AgeError::Random,
            SealError::Kdf => AgeError::Memory,
            SealError::Key | SealError::Open => AgeError::Altered,
        }
    }
}
