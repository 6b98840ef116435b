//! The one door out: the only place where a notice and an envelope head are built.

use crate::Delivery;
use qinghe_content::{Domain, Informant, Tier};
use qinghe_session::{
    About, Care, Cause, Company, Guardian, MeetAt, MeetWhen, Outcome, Recipient, Said, Whom,
};
use qinghe_wire as wire;
use qinghe_wire::{HEAD_LEN, Head, NOTICE_LEN, Notice, Urgency};

// What a student may write is cut where it is typed; a longer name would make the whole notice malformed.
const _: () = assert!(qinghe_session::NAME_MAX == wire::NAME_MAX);

/// One thing that leaves the device.
pub struct Field {
    /// Name, as in `PRIVACY.md`.
    pub name: &'static str,
    /// What it says.
    pub what: &'static str,
    /// Who can read it: `gateway` or `centre`.
    pub reader: &'static str,
}

const fn field(name: &'static str, what: &'static str, reader: &'static str) -> Field {
    Field { name, what, reader }
}

/// Everything that leaves, completely. `PRIVACY.md` carries the same table; a test compares the two.
pub const FIELDS: &[Field] = &[
    field(
        "launch token",
        "the host's signed statement: issuer, pseudonym, for a parent the student's pseudonym, launch id, role, battery, age in years, consent reference, school, grade and class codes, two times",
        "gateway",
    ),
    field("urgency", "cover, normal or urgent; urgent exactly when the tier is", "gateway"),
    field("envelope id", "random number of this notice, so that nothing is stored twice", "gateway"),
    field("sitting", "random number of this sitting", "gateway"),
    field("centre key id", "which key the inner layer is sealed to", "gateway"),
    field("launch", "id of the launch token", "centre"),
    field("battery", "id and version of the battery", "centre"),
    field("stage", "early, final, or what the student wishes", "centre"),
    field("tier", "one of five results", "centre"),
    field("domains", "domain codes, only when the student ticked the box", "centre"),
    field("trigger", "a safety concern, or help was asked for; only in an early notice", "centre"),
    field("validity", "whether the responses can be relied on", "centre"),
    field("informant", "student, parent or teacher", "centre"),
    field("wish", "whether the student wants to be seen", "centre"),
    field(
        "follow",
        "what the student chose to say on the help card: company, what it is about, where, when, with whom, guardians, shared device, a name of one line; nothing of it is worked out from responses",
        "centre",
    ),
    field("hour", "time, to the full hour", "centre"),
];

/// What every notice of a sitting shares.
pub(crate) struct Sitting<'a> {
    pub sitting: [u8; 16],
    pub launch: &'a str,
    pub battery: &'a str,
    pub battery_version: &'a str,
    pub informant: Informant,
    pub now_ms: u64,
}

/// A notice before the end.
pub(crate) fn early(sitting: &Sitting<'_>, id: [u8; 16], cause: Cause) -> Notice {
    let wish = match cause {
        Cause::Noticed | Cause::Result => wire::Wish::None,
        Cause::Asked => wire::Wish::BeSeen,
    };
    Notice {
        stage: wire::Stage::Early,
        tier: wire::Tier::Urgent,
        trigger: Some(trigger(cause)),
        wish,
        ..blank(sitting, id)
    }
}

pub(crate) fn trigger(cause: Cause) -> wire::Trigger {
    match cause {
        // Both alike, so that it does not say whether one response or the whole was the reason.
        Cause::Noticed | Cause::Result => wire::Trigger::Safety,
        Cause::Asked => wire::Trigger::HelpAsked,
    }
}

/// What the student wishes, behind a call for a person and as urgent as that.
pub(crate) fn follow(sitting: &Sitting<'_>, id: [u8; 16], said: &Said) -> Notice {
    Notice {
        stage: wire::Stage::Follow,
        tier: wire::Tier::Urgent,
        wish: wire::Wish::BeSeen,
        follow: Some(wire::Follow {
            company: match said.company {
                Company::NotSaid => wire::Company::NotSaid,
                Company::WithSomeone => wire::Company::WithSomeone,
                Company::Alone => wire::Company::Alone,
            },
            about: about(said.about),
            place: match said.place {
                MeetAt::NotSaid => wire::Place::NotSaid,
                MeetAt::CounsellingRoom => wire::Place::CounsellingRoom,
                MeetAt::QuietPlace => wire::Place::QuietPlace,
                MeetAt::Phone => wire::Place::Phone,
            },
            time: match said.time {
                MeetWhen::NotSaid => wire::Time::NotSaid,
                MeetWhen::Now => wire::Time::Now,
                MeetWhen::Break => wire::Time::Break,
                MeetWhen::AfterSchool => wire::Time::AfterSchool,
            },
            whom: match said.whom {
                Whom::NotSaid => wire::Whom::NotSaid,
                Whom::PsychologyTeacher => wire::Whom::PsychologyTeacher,
                Whom::ClassTeacher => wire::Whom::ClassTeacher,
                Whom::Nurse => wire::Whom::Nurse,
            },
            guardian: match said.guardian {
                Guardian::NotSaid => wire::Guardian::NotSaid,
                Guardian::Yes => wire::Guardian::Yes,
                Guardian::No => wire::Guardian::No,
                Guardian::Unsure => wire::Guardian::Unsure,
            },
            shared_device: said.shared_device,
            name: said.name.as_str().to_owned(),
        }),
        ..blank(sitting, id)
    }
}

fn about(about: About) -> wire::About {
    match about {
        About::NotSaid => wire::About::NotSaid,
        About::HurtAtHome => wire::About::HurtAtHome,
        About::HurtByStudents => wire::About::HurtByStudents,
        About::HurtByStaff => wire::About::HurtByStaff,
        About::HurtByOthers => wire::About::HurtByOthers,
        About::MayHurtOthers => wire::About::MayHurtOthers,
        About::Other => wire::About::Other,
    }
}

/// The notice at the end.
pub(crate) fn last(sitting: &Sitting<'_>, id: [u8; 16], outcome: &Outcome) -> Notice {
    let domains = outcome.domains.iter().filter(|_| outcome.share_domains);
    Notice {
        tier: tier(outcome.tier),
        domains: domains.map(|domain: &Domain| domain.code().to_owned()).collect(),
        validity: match outcome.care {
            Care::Ok => wire::Validity::Ok,
            Care::Doubtful => wire::Validity::Doubtful,
            Care::Unusable => wire::Validity::Unusable,
        },
        wish: if outcome.wish_seen { wire::Wish::BeSeen } else { wire::Wish::None },
        ..blank(sitting, id)
    }
}

fn blank(sitting: &Sitting<'_>, id: [u8; 16]) -> Notice {
    Notice {
        id,
        sitting: sitting.sitting,
        launch: sitting.launch.to_owned(),
        battery: sitting.battery.to_owned(),
        battery_version: sitting.battery_version.to_owned(),
        stage: wire::Stage::Final,
        tier: wire::Tier::Routine,
        domains: Vec::new(),
        trigger: None,
        validity: wire::Validity::Ok,
        informant: informant(sitting.informant),
        wish: wire::Wish::None,
        follow: None,
        hour: u32::try_from(sitting.now_ms / 3_600_000).unwrap_or(u32::MAX),
    }
}

/// The head of a notice's envelope.
pub(crate) fn head(notice: &Notice, centre_key: [u8; 8]) -> [u8; HEAD_LEN] {
    let urgency = match notice.tier {
        wire::Tier::Urgent => Urgency::Urgent,
        _ => Urgency::Normal,
    };
    Head { urgency, id: notice.id, sitting: notice.sitting, centre_key }.encode()
}

/// Head and content of a cover: the same sizes, nothing inside.
pub(crate) fn cover(
    id: [u8; 16],
    sitting: [u8; 16],
    centre_key: [u8; 8],
) -> ([u8; HEAD_LEN], [u8; NOTICE_LEN]) {
    (Head { urgency: Urgency::Cover, id, sitting, centre_key }.encode(), [0; NOTICE_LEN])
}

/// The text of a notice carried by hand: the inner layer and what the outer one would say of it, without the
/// urgency. `None` when the browser's seal has another length.
pub(crate) fn by_hand(notice: &Notice, centre_key: [u8; 8], inner: &[u8]) -> Option<String> {
    let head = Head { urgency: Urgency::Normal, id: notice.id, sitting: notice.sitting, centre_key };
    wire::ByHand::new(&head, inner).ok().map(|carried| carried.to_text())
}

/// The same notice with the id that was drawn for it.
pub(crate) fn named(notice: Notice, id: wire::Id) -> Notice {
    Notice { id, ..notice }
}

/// What one notice holds, for "exactly what was sent". Read back from the notice itself.
#[derive(Clone, PartialEq)]
pub struct Sent {
    /// The notice.
    pub notice: Notice,
    /// Whose key it is sealed to.
    pub to: Recipient,
    /// Where it is.
    pub delivery: Delivery,
}

fn tier(tier: Tier) -> wire::Tier {
    match tier {
        Tier::Routine => wire::Tier::Routine,
        Tier::Watch => wire::Tier::Watch,
        Tier::Priority => wire::Tier::Priority,
        Tier::Urgent => wire::Tier::Urgent,
        Tier::Unclear => wire::Tier::Unclear,
    }
}

fn informant(informant: Informant) -> wire::Informant {
    match informant {
        Informant::Student => wire::Informant::Student,
        Informant::Parent => wire::Informant::Parent,
        Informant::Teacher => wire::Informant::Teacher,
    }
}
