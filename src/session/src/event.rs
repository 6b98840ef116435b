//! What comes in and what goes out.

use crate::{
    said::{Company, Said, Wish},
    view::Outcome,
};

/// What the person did.
#[derive(Clone, Copy, PartialEq)]
#[allow(missing_docs)]
pub enum Event {
    Next,
    Agree {
        share_domains: bool,
        shared_device: bool,
    },
    NotToday,
    Choose(u8),
    Skip,
    Back,
    LookAgain,
    HandIn,
    HelpOpen,
    /// Back to what the card lies over. Nothing that was sent is taken back.
    HelpClose,
    HelpNext,
    HelpBack,
    ShowAdult,
    Company(Company),
    /// "Shall we tell the psychology teacher?"
    Tell(bool),
    /// "It is somebody who works at the school."
    ByStaff,
    /// Tell the centre outside the school instead.
    TellSecond,
    Say(Wish),
    SendWishes,
    /// Away from this page, at once.
    Leave,
    ShowResult,
    HideResult,
}

/// Why a help card is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A critical response was noticed.
    Noticed,
    /// The result calls for a person, and no card came before it.
    Result,
    /// The person asked for help.
    Asked,
}

impl Cause {
    /// Each of them.
    pub const ALL: [Cause; 3] = [Cause::Noticed, Cause::Result, Cause::Asked];
}

/// Who gets a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// The school's counselling centre.
    School,
    /// The centre outside the school, for somebody whom a member of staff hurts.
    Second,
}

impl Recipient {
    /// Each of them.
    pub const ALL: [Recipient; 2] = [Recipient::School, Recipient::Second];
}

/// What the world must do.
#[derive(Clone, PartialEq)]
pub enum Effect {
    /// The person agreed.
    Started {
        /// Nothing may be kept on this device.
        shared_device: bool,
    },
    /// The snapshot changed.
    Save,
    /// A person is needed now; tell the centre. Once per cause and recipient.
    Early {
        /// Why.
        cause: Cause,
        /// Whom.
        to: Recipient,
    },
    /// What the student wishes, behind such a message; at most twice, and the newest counts.
    Follow {
        /// What was said.
        said: Box<Said>,
        /// Whom.
        to: Recipient,
    },
    /// All items are done. Given once per sitting.
    Finished(Outcome),
    /// Not today.
    Declined,
    /// A neutral page, at once. What is kept stays kept, and nothing is sent because of it.
    Left,
}
