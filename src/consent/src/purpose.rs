//! What somebody can agree to.

/// One purpose. Each is agreed to by itself (PIPL 2021, Art. 29: separate consent).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// A sealed result tier of a self-check goes to the counselling centre.
    Screening,
    /// Which exercises were done, as a count, goes to the gateway.
    Skills,
    /// What the student picks goes along to the next school.
    Handover,
    /// Counts for research, without anybody's name.
    Research,
    /// A parent reports what is seen at home.
    ParentReport,
}

impl Purpose {
    /// All of them, in the order of the page.
    pub const ALL: [Purpose; 5] =
        [Purpose::Screening, Purpose::Skills, Purpose::Handover, Purpose::Research, Purpose::ParentReport];

    /// As it is written in the API, the database and the audit log.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Purpose::Screening => "screening",
            Purpose::Skills => "skills",
            Purpose::Handover => "handover",
            Purpose::Research => "research",
            Purpose::ParentReport => "parent-report",
        }
    }

    /// Reads [`Purpose::word`].
    #[must_use]
    pub fn read(word: &str) -> Option<Purpose> {
        Purpose::ALL.into_iter().find(|purpose| purpose.word() == word)
    }

    /// How often what this purpose is for has changed. Raise it with the change: everybody is then asked anew.
    #[must_use]
    pub const fn revision(self) -> u16 {
        match self {
            Purpose::Screening
            | Purpose::Skills
            | Purpose::Handover
            | Purpose::Research
            | Purpose::ParentReport => 1,
        }
    }
}

/// What exactly was agreed to: the purpose as this program has it, and the facts as the school tells them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edition {
    /// [`Purpose::revision`].
    pub purpose: u16,
    /// The school's own number; it rises when who reads, how long or where changes.
    pub school: u16,
}

impl Edition {
    /// The one in force.
    #[must_use]
    pub const fn current(purpose: Purpose, school: u16) -> Edition {
        Edition { purpose: purpose.revision(), school }
    }

    /// One whole number for a column.
    #[must_use]
    pub fn number(self) -> i64 {
        i64::from(self.purpose) << 16 | i64::from(self.school)
    }

    /// Reads [`Edition::number`].
    #[must_use]
    pub fn read(number: i64) -> Option<Edition> {
        let purpose = u16::try_from(number >> 16).ok()?;
        Some(Edition { purpose, school: u16::try_from(number & 0xFFFF).ok()? })
    }
}
