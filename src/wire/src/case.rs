//! What the centre writes about a case: sealed in one browser of the centre, opened in another. The gateway
//! sees who wrote when, and of which kind it is, never a word of it.

use crate::{Id, WireError, padded};
use alloc::{boxed::Box, string::String};
use serde::{Deserialize, Serialize};

/// Bytes of every padded entry.
pub const CASE_LEN: usize = 4096;
/// HPKE `info` of an entry sealed to the centre's key; the AAD is [`case_aad`].
pub const CASE_INFO: &[u8] = b"qinghe/1 case entry to centre";
/// Bytes of a free note: a thousand Chinese characters.
pub const NOTE_MAX: usize = 3000;
/// Bytes of what was said, in the report sheet: five hundred Chinese characters.
pub const SAID_MAX: usize = 1500;
/// Bytes of the two other long fields of the report sheet: two hundred and fifty Chinese characters.
pub const PART_MAX: usize = 750;
/// Bytes of one line: sixty Chinese characters.
pub const LINE_MAX: usize = 180;

/// What became of it, told by a person on the day itself. Never a diagnosis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CaseOutcome {
    /// Somebody has seen the student.
    Seen,
    /// The student is safe for now.
    Safe,
    /// A guardian knows.
    GuardianInformed {
        /// Which guardian, and through whom; one line.
        through: String,
    },
    /// The student was taken to a hospital.
    Hospital {
        /// Which one; one line.
        which: String,
    },
    /// There was nothing behind it.
    FalseAlarm,
}

/// The worksheet of a mandatory report (China: 未成年人保护法 2020, Art. 11; 强制报告意见 2020). Every field may be empty while it
/// is being filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportSheet {
    /// What was said, in the student's words; at most [`SAID_MAX`] bytes.
    pub said: String,
    /// When it was said, and when it happened; one line.
    pub when: String,
    /// Injuries that were seen; at most [`PART_MAX`] bytes.
    pub injuries: String,
    /// Who else is at risk; at most [`PART_MAX`] bytes.
    pub at_risk: String,
    /// Where it was reported (110, civil affairs, …); one line.
    pub reported_to: String,
    /// When it was reported; one line.
    pub reported_at: String,
    /// The number that the receiving office gave; one line.
    pub number: String,
    /// Who reported; one line.
    pub reported_by: String,
}

/// One entry of a case. Lines hold no control character, longer texts none but the line feed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CaseEntry {
    /// A person has spoken with the student.
    Contact {
        /// Free note, at most [`NOTE_MAX`] bytes.
        note: String,
    },
    /// What became of it.
    Outcome {
        /// The outcome.
        outcome: CaseOutcome,
        /// Free note, at most [`NOTE_MAX`] bytes.
        note: String,
    },
    /// Anything else.
    Note {
        /// Free note, at most [`NOTE_MAX`] bytes.
        note: String,
    },
    /// The worksheet of a mandatory report; a later one replaces it.
    Report(Box<ReportSheet>),
    /// Why nothing may reach the family.
    Lock {
        /// Free note, at most [`NOTE_MAX`] bytes.
        note: String,
    },
}

/// What stands outside of an entry, so that the gateway can act on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum CaseKind {
    Contact,
    Outcome,
    Note,
    Report,
    Lock,
}

impl CaseKind {
    /// The first byte of the AAD.
    #[must_use]
    pub fn byte(self) -> u8 {
        match self {
            CaseKind::Contact => 0,
            CaseKind::Outcome => 1,
            CaseKind::Note => 2,
            CaseKind::Report => 3,
            CaseKind::Lock => 4,
        }
    }
}

/// AAD of a sealed entry: kind and the sitting it was written under, so that the gateway cannot pass a note for
/// an outcome or hang it on somebody else.
#[must_use]
pub fn case_aad(kind: CaseKind, sitting: &Id) -> [u8; 17] {
    let mut aad = [kind.byte(); 17];
    aad[1..].copy_from_slice(sitting);
    aad
}

impl CaseEntry {
    /// The kind that stands outside.
    #[must_use]
    pub fn kind(&self) -> CaseKind {
        match self {
            CaseEntry::Contact { .. } => CaseKind::Contact,
            CaseEntry::Outcome { .. } => CaseKind::Outcome,
            CaseEntry::Note { .. } => CaseKind::Note,
            CaseEntry::Report(_) => CaseKind::Report,
            CaseEntry::Lock { .. } => CaseKind::Lock,
        }
    }

    /// The entry as [`CASE_LEN`] bytes: version, length (big endian), postcard, zeros.
    ///
    /// # Errors
    /// [`WireError::TooLong`] when a text is longer than its field, [`WireError::Malformed`] for a control
    /// character.
    pub fn encode(&self) -> Result<[u8; CASE_LEN], WireError> {
        self.check()?;
        padded::encode(self)
    }

    /// Reads a padded entry. Every entry has exactly one encoding; any other is refused.
    ///
    /// # Errors
    /// Wrong length, another version, a value outside its list, a text outside its bounds, padding that is not
    /// zero.
    pub fn decode(bytes: &[u8]) -> Result<CaseEntry, WireError> {
        let entry: CaseEntry = padded::decode::<CASE_LEN, _>(bytes)?;
        entry.check()?;
        Ok(entry)
    }

    fn check(&self) -> Result<(), WireError> {
        match self {
            CaseEntry::Contact { note } | CaseEntry::Note { note } | CaseEntry::Lock { note } => {
                text(note, NOTE_MAX)
            }
            CaseEntry::Outcome { outcome, note } => {
                if let CaseOutcome::GuardianInformed { through: said }
                | CaseOutcome::Hospital { which: said } = outcome
                {
                    line(said)?;
                }
                text(note, NOTE_MAX)
            }
            CaseEntry::Report(sheet) => sheet.check(),
        }
    }
}

impl ReportSheet {
    fn check(&self) -> Result<(), WireError> {
        text(&self.said, SAID_MAX)?;
        text(&self.injuries, PART_MAX)?;
        text(&self.at_risk, PART_MAX)?;
        for one in [&self.when, &self.reported_to, &self.reported_at, &self.number, &self.reported_by] {
            line(one)?;
        }
        Ok(())
    }
}

fn text(text: &str, most: usize) -> Result<(), WireError> {
    if text.len() > most {
        return Err(WireError::TooLong);
    }
    if text.chars().any(|c| c.is_control() && c != '\n') { Err(WireError::Malformed) } else { Ok(()) }
}

fn line(line: &str) -> Result<(), WireError> {
    if line.contains('\n') { Err(WireError::Malformed) } else { text(line, LINE_MAX) }
}
