//! A case: what people did for one student, as the gateway tells it. What was written is still sealed.

use crate::row::{Seen, bytes};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use qinghe_wire::{CaseKind, Id};
use serde::Deserialize;
use serde_json::Value;

/// How long a request to open the guardian lock stands, milliseconds.
const ASKED_MS: i64 = 24 * 3_600_000;

/// One entry, sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Number within the case.
    pub n: i64,
    /// What it is.
    pub what: What,
    /// Whether the matter can rest since.
    pub closes: bool,
    /// The sitting under which it was written, where the gateway says it.
    pub sitting: Option<Id>,
    /// Who and when.
    pub by: Seen,
    /// The sealed bytes; none where nothing was written.
    pub sealed: Vec<u8>,
}

/// What somebody did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Wrote an entry.
    Wrote(CaseKind),
    /// Asked to open the guardian lock.
    AskedUnlock,
    /// Agreed, so it is open.
    Unlocked,
    /// Something that this page does not know.
    Unknown,
}

/// Whether anything may reach the family.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Lock {
    /// Not locked.
    #[default]
    Off,
    /// Locked.
    On {
        /// By whom and when, where it is known.
        by: Option<Seen>,
        /// Who asked to open it and when, if somebody did.
        asked: Option<Seen>,
    },
}

/// The guardian lock as one member of staff meets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Guard {
    /// Not locked.
    Off,
    /// Locked; one may ask to open it.
    On,
    /// Locked; this member has asked, so somebody else has to agree.
    AskedByMe(Seen),
    /// Locked; somebody else has asked, so this member may agree.
    AskedByOther(Seen),
}

/// Everything about the person of one case but the notices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseState {
    /// The pseudonym; `None` while nobody knows who carried a code by hand.
    pub person: Option<String>,
    /// Every sitting of this person at this centre.
    pub sittings: Vec<Id>,
    /// Who has talked with the student, and when.
    pub contacted: Option<Seen>,
    /// Who let it rest, and when.
    pub closed: Option<Seen>,
    /// The guardian lock.
    pub lock: Lock,
    /// Whether everything for the family is held back.
    pub held: bool,
    /// Oldest first.
    pub entries: Vec<Written>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Raw {
    person: Option<String>,
    sittings: Vec<String>,
    contacted_at: Option<i64>,
    contacted_by: Option<String>,
    closed_at: Option<i64>,
    closed_by: Option<String>,
    #[serde(default)]
    locked: bool,
    locked_at: Option<i64>,
    locked_by: Option<String>,
    unlock_asked_at: Option<i64>,
    unlock_asked_by: Option<String>,
    #[serde(default)]
    held: bool,
    #[serde(default)]
    entries: Vec<RawWritten>,
}

#[derive(Deserialize)]
struct RawWritten {
    n: i64,
    kind: String,
    sitting: Option<String>,
    by: String,
    at: i64,
    #[serde(default)]
    closes: bool,
    sealed: Option<String>,
}

impl CaseState {
    /// Reads one case; `None` when it could not be told apart from others.
    #[must_use]
    pub fn from_value(value: Value) -> Option<CaseState> {
        let raw: Raw = serde_json::from_value(value).ok()?;
        let sittings: Vec<Id> = raw.sittings.iter().filter_map(|sitting| bytes(sitting)).collect();
        if raw.person.is_none() && sittings.is_empty() {
            return None;
        }
        let lock = if raw.locked {
            Lock::On {
                by: mark(raw.locked_at, raw.locked_by),
                asked: mark(raw.unlock_asked_at, raw.unlock_asked_by),
            }
        } else {
            Lock::Off
        };
        let mut entries: Vec<Written> = raw.entries.into_iter().map(written).collect();
        entries.sort_by_key(|entry| entry.n);
        Some(CaseState {
            person: raw.person,
            sittings,
            contacted: mark(raw.contacted_at, raw.contacted_by),
            closed: mark(raw.closed_at, raw.closed_by),
            lock,
            held: raw.held,
            entries,
        })
    }

    /// Whether somebody has to go on with it.
    #[must_use]
    pub fn open(&self) -> bool {
        let begun = self.contacted.is_some() || !self.entries.is_empty();
        self.lock != Lock::Off || begun && self.closed.is_none()
    }
}

impl Lock {
    /// What `name` may do, `now` by the gateway's clock. A request stands for 24 hours; nobody agrees with
    /// themselves.
    #[must_use]
    pub fn for_member(&self, name: &str, now: i64) -> Guard {
        match self {
            Lock::Off => Guard::Off,
            Lock::On { asked: Some(asked), .. } if now - asked.at < ASKED_MS => {
                if asked.by == name {
                    Guard::AskedByMe(asked.clone())
                } else {
                    Guard::AskedByOther(asked.clone())
                }
            }
            Lock::On { .. } => Guard::On,
        }
    }
}

fn mark(at: Option<i64>, by: Option<String>) -> Option<Seen> {
    at.map(|at| Seen { at, by: by.unwrap_or_default() })
}

fn written(raw: RawWritten) -> Written {
    Written {
        n: raw.n,
        what: match raw.kind.as_str() {
            "unlock-asked" => What::AskedUnlock,
            "unlocked" => What::Unlocked,
            _ => serde_json::from_value(Value::String(raw.kind)).map_or(What::Unknown, What::Wrote),
        },
        closes: raw.closes,
        sitting: raw.sitting.as_deref().and_then(bytes),
        by: Seen { at: raw.at, by: raw.by },
        sealed: raw.sealed.and_then(|sealed| BASE64.decode(sealed).ok()).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::{ASKED_MS, BASE64, CaseState, Engine, Guard, Lock, What};
    use crate::row::Seen;
    use qinghe_wire::CaseKind;
    use serde_json::json;

    fn mark(by: &str, at: i64) -> Seen {
        Seen { at, by: by.to_owned() }
    }

    #[test]
    fn reads_a_case_in_the_order_in_which_it_was_written() {
        let entry = |n: i64, kind: &str| json!({ "n": n, "kind": kind, "by": "林老师", "at": n * 10, "sealed": "AAAA" });
        let case = CaseState::from_value(json!({
            "person": "kX3f_9aQ", "sittings": [BASE64.encode([2; 16])],
            "contactedAt": 5, "contactedBy": "林老师", "closedAt": null, "closedBy": null,
            "locked": true, "lockedAt": 3, "lockedBy": "沈老师", "unlockAskedAt": 9, "unlockAskedBy": "林老师",
            "held": true, "entries": [entry(2, "outcome"), entry(1, "contact"), entry(3, "something-new"),
                { "n": 4, "kind": "unlock-asked", "by": "林老师", "at": 40, "closes": false, "sealed": null }],
        }))
        .unwrap();
        assert_eq!(case.contacted, Some(mark("林老师", 5)));
        assert_eq!(case.lock, Lock::On { by: Some(mark("沈老师", 3)), asked: Some(mark("林老师", 9)) });
        let done: Vec<What> = case.entries.iter().map(|entry| entry.what).collect();
        let wrote = What::Wrote;
        assert_eq!(
            done,
            [wrote(CaseKind::Contact), wrote(CaseKind::Outcome), What::Unknown, What::AskedUnlock]
        );
        assert!(case.entries[3].sealed.is_empty());
        assert!(case.held && case.open());
    }

    #[test]
    fn a_case_of_nobody_is_none() {
        assert!(CaseState::from_value(json!({ "person": null, "sittings": [] })).is_none());
        assert!(CaseState::from_value(json!({ "person": null, "sittings": ["AAAA"] })).is_none());
        assert!(CaseState::from_value(json!({ "sittings": [BASE64.encode([2; 16])] })).is_some());
    }

    #[test]
    fn two_people_open_the_guardian_lock_and_never_one_alone() {
        let locked = |asked: Option<Seen>| Lock::On { by: Some(mark("沈老师", 0)), asked };
        assert_eq!(Lock::Off.for_member("林老师", 0), Guard::Off);
        assert_eq!(locked(None).for_member("林老师", 0), Guard::On);
        let asked = locked(Some(mark("林老师", 1_000)));
        for now in [1_000, 1_000 + ASKED_MS - 1] {
            assert_eq!(asked.for_member("林老师", now), Guard::AskedByMe(mark("林老师", 1_000)));
            assert_eq!(asked.for_member("沈老师", now), Guard::AskedByOther(mark("林老师", 1_000)));
        }
        // A day later it is as if nobody had asked.
        for name in ["林老师", "沈老师"] {
            assert_eq!(asked.for_member(name, 1_000 + ASKED_MS), Guard::On);
        }
    }

    #[test]
    fn a_case_stays_open_until_a_person_closes_it() {
        let begun = CaseState { contacted: Some(mark("林老师", 5)), ..CaseState::default() };
        assert!(!CaseState::default().open());
        assert!(begun.open());
        let closed = CaseState { closed: Some(mark("林老师", 9)), ..begun.clone() };
        assert!(!closed.open());
        assert!(CaseState { lock: Lock::On { by: None, asked: None }, ..closed }.open());
    }
}
