//! One row of the gateway's list, as typed values. The gateway is not trusted to be well-formed.

use crate::{case::CaseState, duty::Moment};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use qinghe_wire::{Id, KEY_ID_LEN};
use serde::Deserialize;
use serde_json::Value;

/// Whose launch token it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Role {
    Student,
    Parent,
    Teacher,
}

/// Who acknowledged a row, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Unix milliseconds.
    pub at: i64,
    /// The counsellor's name.
    pub by: String,
}

/// One row. Its inner layer is still closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Idempotency key of the notice.
    pub id: Id,
    /// The sitting it belongs to.
    pub sitting: Id,
    /// Outer urgency: a person is needed now.
    pub urgent: bool,
    /// Unix milliseconds by the gateway's clock.
    pub received_at: i64,
    /// The host's pseudonym; never a name. `None` until somebody who carried a code by hand is known.
    pub pseudonym: Option<String>,
    /// Id of the launch token.
    pub launch: Option<String>,
    /// Role of the launch token; `None` for one this page does not know.
    pub role: Option<Role>,
    /// Code of the school.
    pub school: Option<String>,
    /// Code of the grade.
    pub grade: Option<String>,
    /// Code of the class.
    pub class: Option<String>,
    /// Whether the launch token was valid on arrival.
    pub verified: bool,
    /// Whether it came as a code carried by hand.
    pub by_hand: bool,
    /// Whether it was sealed to a key that is retired.
    pub key_retired: bool,
    /// Key id of the centre key it was sealed to; `None` when it cannot be read.
    pub centre_key: Option<[u8; KEY_ID_LEN]>,
    /// The inner layer, still sealed; empty when it cannot be read.
    pub sealed: Vec<u8>,
    /// The acknowledgement, if a person gave one.
    pub seen: Option<Seen>,
    /// Grows with every insertion and acknowledgement.
    pub change: i64,
}

/// One answer of the list.
#[derive(Debug)]
pub struct Page {
    /// The largest change of this answer.
    pub cursor: i64,
    /// The rows that could be read.
    pub rows: Vec<Row>,
    /// The cases that changed.
    pub cases: Vec<CaseState>,
    /// How it is at this moment; `None` when the answer does not say.
    pub moment: Option<Moment>,
    /// How many of both could not be read.
    pub strange: usize,
}

#[derive(Deserialize)]
struct RawPage {
    cursor: i64,
    notices: Vec<Value>,
    #[serde(default)]
    cases: Vec<Value>,
    #[serde(default, rename = "now")]
    moment: Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawRow {
    id: String,
    sitting: String,
    urgency: String,
    received_at: i64,
    pseudonym: Option<String>,
    launch: Option<String>,
    role: Option<String>,
    school: Option<String>,
    grade: Option<String>,
    class: Option<String>,
    verified: bool,
    #[serde(default)]
    by_hand: bool,
    #[serde(default)]
    key_retired: bool,
    centre_key: String,
    sealed: String,
    acknowledged_at: Option<i64>,
    acknowledged_by: Option<String>,
    change: i64,
}

impl Page {
    /// Reads an answer of the list. A row that cannot be read is counted, and hides no other.
    #[must_use]
    pub fn parse(json: &str) -> Option<Page> {
        let raw: RawPage = serde_json::from_str(json).ok()?;
        let all = raw.notices.len() + raw.cases.len();
        let rows: Vec<Row> = raw.notices.into_iter().filter_map(Row::from_value).collect();
        let cases: Vec<CaseState> = raw.cases.into_iter().filter_map(CaseState::from_value).collect();
        let moment = raw.moment.is_object().then(|| serde_json::from_str(json).ok()).flatten();
        Some(Page { cursor: raw.cursor, strange: all - rows.len() - cases.len(), rows, cases, moment })
    }
}

impl Page {
    /// Whether nothing has changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.cases.is_empty() && self.strange == 0
    }
}

impl Row {
    /// Reads one row.
    #[must_use]
    pub fn parse(json: &str) -> Option<Row> {
        Row::from_value(serde_json::from_str(json).ok()?)
    }

    /// A row of which nothing is known yet.
    #[must_use]
    pub fn blank() -> Row {
        Row {
            id: [0; 16],
            sitting: [0; 16],
            urgent: false,
            received_at: 0,
            pseudonym: None,
            launch: None,
            role: None,
            school: None,
            grade: None,
            class: None,
            verified: true,
            by_hand: false,
            key_retired: false,
            centre_key: None,
            sealed: Vec::new(),
            seen: None,
            change: 0,
        }
    }

    /// The id as it stands in an address.
    #[must_use]
    pub fn id_text(id: &Id) -> String {
        BASE64.encode(id)
    }

    /// Strict only where a row could not be told apart from others: someone may be waiting behind the rest.
    fn from_value(value: Value) -> Option<Row> {
        let raw: RawRow = serde_json::from_value(value).ok()?;
        Some(Row {
            id: bytes(&raw.id)?,
            sitting: bytes(&raw.sitting)?,
            urgent: raw.urgency != "normal",
            received_at: raw.received_at,
            pseudonym: raw.pseudonym,
            launch: raw.launch,
            role: match raw.role.as_deref() {
                Some("student") => Some(Role::Student),
                Some("parent") => Some(Role::Parent),
                Some("teacher") => Some(Role::Teacher),
                _ => None,
            },
            school: raw.school,
            grade: raw.grade,
            class: raw.class,
            verified: raw.verified,
            by_hand: raw.by_hand,
            key_retired: raw.key_retired,
            centre_key: bytes(&raw.centre_key),
            sealed: BASE64.decode(&raw.sealed).unwrap_or_default(),
            seen: raw.acknowledged_at.map(|at| Seen { at, by: raw.acknowledged_by.unwrap_or_default() }),
            change: raw.change,
        })
    }
}

/// So many bytes of base64url.
pub(crate) fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    BASE64.decode(text).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::{Page, Role, Row, Seen};
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
    use qinghe_wire::INNER_LEN;
    use serde_json::{Value, json};

    fn value() -> Value {
        json!({
            "id": BASE64.encode([1; 16]), "sitting": BASE64.encode([2; 16]), "urgency": "urgent",
            "receivedAt": 1_764_000_000_000_i64, "pseudonym": "kX3f_9aQ-demo", "launch": "launch-0123456789",
            "role": "student", "school": null, "grade": "g8", "class": "3", "verified": true,
            "centreKey": BASE64.encode([3; 8]), "sealed": BASE64.encode(vec![4; INNER_LEN]),
            "acknowledgedAt": null, "acknowledgedBy": null, "change": 7,
        })
    }

    #[test]
    fn reads_a_row() {
        let row = Row::parse(&value().to_string()).unwrap();
        assert_eq!((row.id, row.sitting, row.centre_key), ([1; 16], [2; 16], Some([3; 8])));
        assert!(row.urgent && row.verified);
        assert_eq!((row.role, row.school, row.grade.as_deref()), (Some(Role::Student), None, Some("g8")));
        assert_eq!((row.seen, row.change), (None, 7));
    }

    #[test]
    fn reads_an_acknowledgement() {
        let mut value = value();
        value["acknowledgedAt"] = json!(5);
        value["acknowledgedBy"] = json!("林老师");
        let row = Row::parse(&value.to_string()).unwrap();
        assert_eq!(row.seen, Some(Seen { at: 5, by: "林老师".to_owned() }));
    }

    #[test]
    fn a_strange_row_is_counted_and_hides_no_other() {
        for (field, wrong) in [
            ("id", json!("AAAA")),
            ("sitting", json!(null)),
            ("change", json!("7")),
            ("receivedAt", json!(true)),
        ] {
            let mut strange = value();
            strange[field] = wrong;
            let page = json!({ "cursor": 9, "notices": [strange, value()] }).to_string();
            let page = Page::parse(&page).unwrap();
            assert_eq!((page.cursor, page.rows.len(), page.strange), (9, 1, 1), "{field}");
        }
        let page = json!({ "cursor": 9, "notices": [], "cases": [{ "sittings": 5 }] }).to_string();
        assert_eq!(Page::parse(&page).map(|page| (page.cases.len(), page.strange)), Some((0, 1)));
        assert!(Page::parse("{}").is_none());
    }

    #[test]
    fn a_code_carried_by_hand_has_no_person_yet() {
        let mut value = value();
        for field in ["pseudonym", "launch", "role", "grade", "class"] {
            value[field] = json!(null);
        }
        (value["byHand"], value["keyRetired"]) = (json!(true), json!(true));
        let row = Row::parse(&value.to_string()).unwrap();
        assert!(row.by_hand && row.key_retired);
        assert_eq!((row.pseudonym, row.role), (None, None));
    }

    #[test]
    fn a_row_that_says_something_unknown_still_shows() {
        let mut value = value();
        for (field, wrong) in
            [("urgency", "soon"), ("role", "guest"), ("sealed", "not base64!"), ("centreKey", "AAAA")]
        {
            value[field] = json!(wrong);
        }
        let row = Row::parse(&value.to_string()).unwrap();
        assert!(row.urgent && row.role.is_none() && row.sealed.is_empty() && row.centre_key.is_none());
    }
}
