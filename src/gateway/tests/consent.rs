//! Nothing begins without the consents that are kept here, a call for a person always arrives, and nothing about a child is
//! told to whoever agrees, refuses, withdraws or deletes.

#![allow(clippy::unwrap_used)]

mod support;

use qinghe_wire::{Tier, Urgency};
use serde_json::{Value, json};
use support::*;

const FACTS: &str = "response_floor_ms = 0\n[consent]\nschool = \"青山湖实验学校\"\nkeep_months = 12\n\
    place = \"学校自己的机房\"\ncontact = \"沈老师 0571-0000\"\nsupervisor = \"区教育局\"\n";
const CHILD: &str = "pseudonym-1";

fn start(storage: Storage) -> Running {
    Running::start_with(storage, FACTS)
}

/// A consent token of a guardian, or of the student when `who` is the student.
fn visit(gateway: &Running, who: &str, age: u8) -> String {
    let mut claims = json!({ "iss": "school", "aud": ORIGIN, "sub": who, "jti": jti(7), "iat": now_s(),
        "exp": now_s() + 300, "role": "parent", "student": CHILD, "age": age });
    if who == CHILD {
        claims["role"] = json!("student");
        claims.as_object_mut().unwrap().remove("student");
    }
    gateway.platform.sign_as(&claims, "k1", "qinghe-consent+jwt")
}

fn call(gateway: &Running, token: &str, method: &str, path: &str, body: &Value) -> Answer {
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str()), ("origin", ORIGIN), ("sec-fetch-site", "same-origin")];
    let body = if body.is_null() { String::new() } else { body.to_string() };
    gateway.ask(method, &format!("/v1/consent{path}"), &headers, body.as_bytes())
}

fn says(gateway: &Running, who: &str, age: u8, answers: &Value) -> Answer {
    call(gateway, &visit(gateway, who, age), "POST", "/answers", &json!({ "answers": answers }))
}

fn withdraws(gateway: &Running, who: &str, age: u8) -> Answer {
    let body = json!({ "purposes": ["screening"] });
    call(gateway, &visit(gateway, who, age), "POST", "/withdraw", &body)
}

fn launch(gateway: &Running, n: u32, age: u8) -> String {
    let mut claims = gateway.platform.claims(&jti(n));
    claims["age"] = json!(age);
    gateway.platform.sign(&claims)
}

/// Whether a student who comes now may be asked at the screen.
fn admitted(gateway: &Running, n: u32, age: u8) -> bool {
    let answer = admission(gateway, &launch(gateway, n, age));
    if answer.status == 200 {
        return true;
    }
    assert_eq!(answer.code(), "consent-missing");
    false
}

fn admission(gateway: &Running, token: &str) -> Answer {
    let bearer = format!("Bearer {token}");
    gateway.ask("GET", "/v1/admission", &[("authorization", &bearer), ("origin", ORIGIN)], b"")
}

fn nothing_begins_before_every_guardian_who_spoke_said_yes(storage: Storage) {
    let gateway = start(storage);
    let yes = json!({ "screening": true });
    for (age, needed) in [(13, true), (15, true), (18, false)] {
        assert_eq!(admitted(&gateway, 1, age), !needed, "{age}");
    }
    assert_eq!(says(&gateway, "guardian-a", 13, &yes).status, 200);
    assert!(admitted(&gateway, 2, 13));
    assert_eq!(says(&gateway, "guardian-b", 13, &json!({ "screening": false })).status, 200);
    assert!(!admitted(&gateway, 3, 13), "guardians who disagree are a no");
    assert_eq!(says(&gateway, "guardian-a", 13, &yes).status, 200);
    assert!(!admitted(&gateway, 4, 13), "only who refused can turn it round");
    assert_eq!(says(&gateway, "guardian-b", 13, &yes).status, 200);
    assert!(admitted(&gateway, 5, 13));
    assert_eq!(withdraws(&gateway, "guardian-b", 13).status, 200);
    assert!(!admitted(&gateway, 6, 13), "at once");
    // Another child of the same guardian is another matter.
    let mut claims = gateway.platform.claims(&jti(8));
    (claims["sub"], claims["age"]) = (json!("pseudonym-2"), json!(13));
    assert_eq!(admission(&gateway, &gateway.platform.sign(&claims)).code(), "consent-missing");
}

fn changed_facts_ask_everybody_anew_and_a_no_stays(storage: Storage) {
    let mut gateway = start(storage);
    assert_eq!(says(&gateway, "guardian-a", 15, &json!({ "screening": true, "research": false })).status, 200);
    assert!(admitted(&gateway, 1, 15));
    gateway.kill();
    let changed = FACTS.replace("keep_months = 12", "keep_months = 24\nedition = 1");
    configure(gateway.folder.path(), &gateway.ground, &changed);
    gateway.restart();
    assert!(!admitted(&gateway, 2, 15));
    let card = call(&gateway, &visit(&gateway, "guardian-a", 15), "GET", "", &Value::Null).json();
    assert_eq!((&card["facts"]["keepMonths"], &card["facts"]["edition"]), (&json!(24), &json!(1)));
    let said: Vec<_> = card["purposes"].as_array().unwrap().iter().map(|one| (&one["purpose"], &one["said"])).collect();
    assert_eq!(json!(said), json!([["screening", null], ["handover", null], ["research", "no"], ["parent-report", null]]));
    assert_eq!(says(&gateway, "guardian-a", 15, &json!({ "screening": true })).status, 200);
    assert!(admitted(&gateway, 3, 15));
}

fn an_envelope_begins_nothing_without_consent_but_a_call_always_arrives(storage: Storage) {
    let gateway = start(storage);
    let (key, lead) = gateway.set_up_centre("school", "周老师");
    let (own, centre) = (gateway.gateway_key(), key.public);
    let cover = |sitting| envelope(&own, &centre, &head(Urgency::Cover, id(90), id(sitting), &centre), &[0; 512]).0;
    assert_eq!(gateway.send(&launch(&gateway, 1, 15), &cover(1)).code(), "consent-missing");
    let (normal, _) = filled(&own, &centre, 1, 1, Tier::Watch);
    assert_eq!(gateway.send(&launch(&gateway, 1, 15), &normal).code(), "consent-missing");
    // Help needs nobody's leave.
    let (urgent, opens) = filled(&own, &centre, 2, 2, Tier::Urgent);
    receipt(&gateway.send(&launch(&gateway, 2, 13), &urgent), &opens);
    assert_eq!(listed(&gateway, &lead.session).len(), 1);

    assert_eq!(says(&gateway, "guardian-a", 15, &json!({ "screening": true })).status, 200);
    let (normal, opens) = filled(&own, &centre, 3, 3, Tier::Watch);
    receipt(&gateway.send(&launch(&gateway, 3, 15), &cover(3)), &envelope_key(&gateway, &own, &centre, 3));
    assert_eq!(withdraws(&gateway, "guardian-a", 15).status, 200);
    // What has begun goes on as it was agreed to; a new one does not begin.
    receipt(&gateway.send(&launch(&gateway, 3, 15), &normal), &opens);
    assert_eq!(gateway.send(&launch(&gateway, 4, 15), &cover(4)).code(), "consent-missing");
    assert_eq!(listed(&gateway, &lead.session).len(), 2);
}

/// Sends another cover of a sitting that has begun, for the sake of a key that opens its receipt.
fn envelope_key(gateway: &Running, own: &[u8; 65], centre: &[u8; 65], sitting: u8) -> [u8; 16] {
    let (bytes, key) = envelope(own, centre, &head(Urgency::Cover, id(91), id(sitting), centre), &[0; 512]);
    receipt(&gateway.send(&launch(gateway, 3, 15), &bytes), &key);
    key
}

on_both_storages!(
    nothing_begins_before_every_guardian_who_spoke_said_yes,
    changed_facts_ask_everybody_anew_and_a_no_stays,
);
