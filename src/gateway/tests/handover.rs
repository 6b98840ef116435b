//! What is opened of a student's handover stands in the log: who, when, which part, which kind of reason. Nothing else can.

use crate::support::*;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use serde_json::{Value, json};

fn open(gateway: &Running, session: &str, body: &Value) -> Answer {
    gateway.desk("POST", "/desk/api/handovers", session, body)
}

/// The log as the lead reads it: who, what, about what.
fn log(gateway: &Running, lead: &str) -> Vec<[String; 3]> {
    let answer = gateway.desk("GET", "/desk/api/audit?after=0", lead, &Value::Null);
    let text = |row: &Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
    let body = answer.json();
    body["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| ["who", "action", "subject"].map(|name| text(row, name)))
        .collect()
}

fn the_log_hears_what_is_opened(storage: Storage) {
    let gateway = Running::start_with(storage, "response_floor_ms = 0");
    let (key, lead) = gateway.set_up_centre("school", "周老师");
    let counsellor = gateway.colleague(&lead, &key, "counsellor", "李老师");
    let before = log(&gateway, &lead.session).len();
    let name = BASE64.encode([0xAB; 16]);
    assert_eq!(open(&gateway, &counsellor.session, &json!({ "part": "summary", "id": name })).status, 204);
    let history = json!({ "part": "history", "id": name, "reason": "planning" });
    assert_eq!(open(&gateway, &counsellor.session, &history).status, 204);
    let rows = log(&gateway, &lead.session);
    let subject = "ab".repeat(16);
    let row = |action: &str| ["李老师".to_owned(), action.to_owned(), subject.clone()];
    assert_eq!(rows[before..], [row("open handover summary"), row("open handover history, planning")]);

    // A reason is one of five; own words, a missing one, another field and a short id are no body.
    let bad = [
        json!({ "part": "history", "id": name }),
        json!({ "part": "history", "id": name, "reason": "他爸妈离婚了" }),
        json!({ "part": "summary", "id": name, "reason": "asked" }),
        json!({ "part": "summary", "id": name, "note": "x" }),
        json!({ "part": "summary", "id": BASE64.encode([1; 15]) }),
        json!({ "part": "journal", "id": name }),
    ];
    for body in &bad {
        assert_eq!(open(&gateway, &counsellor.session, body).code(), "body-malformed", "{body}");
    }
    assert_eq!(log(&gateway, &lead.session).len(), rows.len());
}

on_both_storages!(the_log_hears_what_is_opened);
