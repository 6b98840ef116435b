//! Who a person of a centre is: id, centre, role.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use qinghe_seal::STAFF_ID_LEN;
use std::fmt;

/// A member of staff: the first sixteen bytes of SHA-256 over the member's public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StaffId(pub [u8; STAFF_ID_LEN]);

impl StaffId {
    /// Reads base64url.
    #[must_use]
    pub fn read(text: &str) -> Option<StaffId> {
        BASE64.decode(text).ok()?.try_into().ok().map(StaffId)
    }
}

impl fmt::Display for StaffId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&BASE64.encode(self.0))
    }
}

/// The two centres there can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Centre {
    /// The school's own.
    School,
    /// The one that a student can choose when a member of staff is the problem.
    Second,
}

impl Centre {
    /// Both.
    pub const ALL: [Centre; 2] = [Centre::School, Centre::Second];

    /// As it is written in the API and in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Centre::School => "school",
            Centre::Second => "second",
        }
    }

    /// Reads [`Centre::word`].
    #[must_use]
    pub fn read(word: &str) -> Option<Centre> {
        Centre::ALL.into_iter().find(|centre| centre.word() == word)
    }
}

/// What a member may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Staff, roster, rotation and audit, besides everything a counsellor does.
    Lead,
    /// Reads, acknowledges, writes.
    Counsellor,
    /// Head of duty: is alerted, sees that something waits, opens nothing.
    Head,
}

impl Role {
    /// All of them.
    pub const ALL: [Role; 3] = [Role::Lead, Role::Counsellor, Role::Head];

    /// As it is written in the API and in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Role::Lead => "lead",
            Role::Counsellor => "counsellor",
            Role::Head => "head",
        }
    }

    /// Reads [`Role::word`].
    #[must_use]
    pub fn read(word: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.word() == word)
    }

    /// Whether this role may hold the centre's key.
    #[must_use]
    pub fn opens(self) -> bool {
        self != Role::Head
    }
}
