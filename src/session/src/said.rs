//! What a student says on the help card. Every part is optional, and none is computed from responses.

/// Longest name to be called by, in bytes of UTF-8: sixteen Chinese characters.
pub const NAME_MAX: usize = 48;

/// Whether somebody is with the student for the next hours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Company {
    #[default]
    NotSaid,
    WithSomeone,
    Alone,
}

/// What it is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum MeetAt {
    #[default]
    NotSaid,
    CounsellingRoom,
    QuietPlace,
    Phone,
}

/// When the student would like to be found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum MeetWhen {
    #[default]
    NotSaid,
    Now,
    Break,
    AfterSchool,
}

/// Whom the student would like to see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Whom {
    #[default]
    NotSaid,
    PsychologyTeacher,
    ClassTeacher,
    Nurse,
}

/// Whether guardians may be told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Guardian {
    #[default]
    NotSaid,
    Yes,
    No,
    Unsure,
}

/// Everything a student said. Nothing of it can be printed.
#[derive(Clone, Default, PartialEq)]
pub struct Said {
    /// Whether somebody is with the student.
    pub company: Company,
    /// What it is about.
    pub about: About,
    /// Where to talk.
    pub place: MeetAt,
    /// When.
    pub time: MeetWhen,
    /// With whom.
    pub whom: Whom,
    /// Whether guardians may be told.
    pub guardian: Guardian,
    /// Whether the device belongs to the school.
    pub shared_device: bool,
    /// How the student wants to be called: one line of at most [`NAME_MAX`] bytes, may be empty.
    pub name: Name,
}

/// A name to be called by. Whatever is typed becomes one short line.
#[derive(Clone, Default, PartialEq)]
pub struct Name(String);

impl Name {
    /// What fits of `typed`: without control characters, without space at the edges, cut at a character so
    /// that at most [`NAME_MAX`] bytes are left.
    #[must_use]
    pub fn new(typed: &str) -> Name {
        let mut name = String::new();
        for char in typed.trim().chars().filter(|char| !char.is_control()) {
            if name.len() + char.len_utf8() > NAME_MAX {
                break;
            }
            name.push(char);
        }
        name.truncate(name.trim_end().len());
        Name(name)
    }

    /// The line.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
