//! What a student says on the help card. Every part is optional, and none is computed from responses.

/// Longest name to be called by, in bytes of UTF-8: sixteen Chinese characters.
pub const NAME_MAX: usize = 48;

/// Whether somebody is with the student for the next hours.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Company {
    #[default]
    NotSaid,
    WithSomeone,
    Alone,
}

/// What it is about.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
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
#[derive(Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum MeetAt {
    #[default]
    NotSaid,
    CounsellingRoom,
    QuietPlace,
    Phone,
}

/// When the student would like to be found.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum MeetWhen {
    #[default]
    NotSaid,
    Now,
    Break,
    AfterSchool,
}

/// Whom the student would like to see.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Whom {
    #[default]
    NotSaid,
    PsychologyTeacher,
    ClassTeacher,
    Nurse,
}

/// Whether guardians may be told.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Guardian {
    #[default]
    NotSaid,
    Yes,
    No,
    Unsure,
}

/// Everything a student said. Nothing of it can be printed.
#[derive(Clone, Copy, Default, PartialEq)]
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

impl Said {
    /// Whether there is something in it that a person could act on.
    #[must_use]
    pub fn is_something(&self) -> bool {
        *self != Said { shared_device: self.shared_device, ..Said::default() }
    }
}

/// One answer on the card. Given again, a wish is taken back.
#[derive(Clone, Copy, PartialEq)]
#[allow(missing_docs)]
pub enum Wish {
    About(About),
    Place(MeetAt),
    Time(MeetWhen),
    Whom(Whom),
    Guardian(Guardian),
    Name(Name),
}

impl Said {
    /// Takes an answer over, or back when it is there already.
    pub(crate) fn take(&mut self, wish: Wish) {
        fn turn<T: Copy + Default + PartialEq>(slot: &mut T, to: T) {
            *slot = if *slot == to { T::default() } else { to };
        }
        match wish {
            Wish::About(about) => turn(&mut self.about, about),
            Wish::Place(place) => turn(&mut self.place, place),
            Wish::Time(time) => turn(&mut self.time, time),
            Wish::Whom(whom) => turn(&mut self.whom, whom),
            Wish::Guardian(guardian) => turn(&mut self.guardian, guardian),
            Wish::Name(name) => self.name = name,
        }
    }
}

/// A name to be called by. Whatever is typed becomes one short line.
#[derive(Clone, Copy, PartialEq)]
pub struct Name {
    bytes: [u8; NAME_MAX],
    length: usize,
}

impl Default for Name {
    fn default() -> Name {
        Name { bytes: [0; NAME_MAX], length: 0 }
    }
}

impl Name {
    /// What fits of `typed`: without control characters, without space at the edges, cut at a character so
    /// that at most [`NAME_MAX`] bytes are left.
    #[must_use]
    pub fn new(typed: &str) -> Name {
        let line: String = typed.chars().filter(|char| !char.is_control()).collect();
        let line = line.trim();
        let cut = (0..=NAME_MAX).rev().find(|at| line.is_char_boundary((*at).min(line.len())));
        let kept =
            line.get(..cut.unwrap_or_default().min(line.len())).unwrap_or_default().trim_end().as_bytes();
        let mut name = Name { bytes: [0; NAME_MAX], length: kept.len() };
        name.bytes.iter_mut().zip(kept).for_each(|(to, from)| *to = *from);
        name
    }

    /// The line.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.bytes.get(..self.length).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }
}
