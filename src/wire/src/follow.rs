//! What a student says on the help card, so that whoever comes knows how to come. Every part is optional.

use crate::WireError;
use alloc::string::String;
use serde::{Deserialize, Serialize};

/// Bytes of the name a student may write: sixteen Chinese characters.
pub const NAME_MAX: usize = 48;

/// Whether somebody is with the student for the next hours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Company {
    #[default]
    NotSaid,
    WithSomeone,
    Alone,
}

/// What it is about, only if the student chose to say it. Never computed from responses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum About {
    /// Nothing said.
    #[default]
    NotSaid,
    /// Somebody at home hurts the student.
    HurtAtHome,
    /// Another student hurts the student.
    HurtByStudents,
    /// A member of staff hurts the student.
    HurtByStaff,
    /// Somebody else hurts the student.
    HurtByOthers,
    /// The student is afraid of hurting somebody.
    MayHurtOthers,
    /// Something else.
    Other,
}

/// Where the student would like to talk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Place {
    #[default]
    NotSaid,
    CounsellingRoom,
    QuietPlace,
    Phone,
}

/// When the student would like to be found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Time {
    #[default]
    NotSaid,
    Now,
    Break,
    AfterSchool,
}

/// Whom the student would like to see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Whom {
    #[default]
    NotSaid,
    PsychologyTeacher,
    ClassTeacher,
    Nurse,
}

/// Whether guardians may be told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Guardian {
    #[default]
    NotSaid,
    Yes,
    No,
    Unsure,
}

/// What the student chose to say. The only words of one's own that a notice can hold are the name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Follow {
    /// Whether somebody is with the student.
    pub company: Company,
    /// What it is about.
    pub about: About,
    /// Where to talk.
    pub place: Place,
    /// When.
    pub time: Time,
    /// With whom.
    pub whom: Whom,
    /// Whether guardians may be told.
    pub guardian: Guardian,
    /// Whether the device belongs to the school, so that an answer on it may meet somebody else.
    pub shared_device: bool,
    /// How the student wants to be called; at most [`NAME_MAX`] bytes, no control characters, may be empty.
    pub name: String,
}

impl Follow {
    /// A name that cannot be shown in one line, or is too long, makes the whole notice malformed.
    pub(crate) fn check(&self) -> Result<(), WireError> {
        if self.name.len() > NAME_MAX {
            return Err(WireError::TooLong);
        }
        if self.name.chars().any(char::is_control) { Err(WireError::Malformed) } else { Ok(()) }
    }
}
