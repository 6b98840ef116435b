//! A parent's report lies with the student it is about, begins only where a guardian agreed to it, and nothing of what people
//! do with it goes back to a parent: not whether it was seen, and so not whether anything is locked.

use crate::support::*;
use qinghe_seal::KeyPair;
use qinghe_wire::{CaseEntry, Disposition, Progress, Receipt, Tier, Urgency};
use serde_json::{Value, json};

const OTHER_CHILD: &str = "pseudonym-2";

/// A launch of a parent about a student.
fn report(gateway: &Running, n: u32, who: &str, student: Option<&str>, age: u8) -> String {
    let mut claims = gateway.platform.claims(&jti(n));
    (claims["sub"], claims["role"], claims["battery"]) =
        (json!(who), json!("parent"), json!("parent-report"));
    (claims["student"], claims["age"]) = (json!(student), json!(age));
    for place in ["grade", "class"] {
        claims.as_object_mut().unwrap().remove(place);
    }
    gateway.platform.sign(&claims)
}

fn mother(gateway: &Running, n: u32) -> String {
    report(gateway, n, "guardian-a", Some(CHILD), 13)
}

fn consents(gateway: &Running, who: &str, student: &str, path: &str, body: &Value) -> Answer {
    let claims = json!({ "iss": "school", "aud": ORIGIN, "sub": who, "jti": jti(7), "iat": now_s(),
        "exp": now_s() + 300, "role": "parent", "student": student, "age": 13 });
    let bearer = format!("Bearer {}", gateway.platform.sign_as(&claims, "k1", "qinghe-consent+jwt"));
    let headers = [("authorization", bearer.as_str()), ("origin", ORIGIN), ("sec-fetch-site", "same-origin")];
    gateway.ask("POST", &format!("/v1/consent{path}"), &headers, body.to_string().as_bytes())
}

fn says(gateway: &Running, who: &str, answers: &Value) {
    assert_eq!(consents(gateway, who, CHILD, "/answers", &json!({ "answers": answers })).status, 200);
}

fn cover(gateway: &Running, centre: &[u8; 65], sitting: u8) -> (Vec<u8>, [u8; 16]) {
    let head = head(Urgency::Cover, id(90), id(sitting), centre);
    envelope(&gateway.gateway_key(), centre, &head, &[0; 512])
}

fn it_begins_only_where_a_guardian_agreed_to_this_purpose(storage: Storage) {
    let gateway = Running::start_with(storage, FACTS);
    let (key, lead) = gateway.set_up_centre("school", "周老师");
    let (own, centre) = (gateway.gateway_key(), key.public);
    let begins = |n: u8, token: &str| gateway.send(token, &cover(&gateway, &centre, n).0).status == 200;
    assert_eq!(admission(&gateway, &mother(&gateway, 1)).code(), "consent-missing");
    assert!(!begins(1, &mother(&gateway, 1)));
    // A yes to the student's own sitting is none to this.
    says(&gateway, "guardian-a", &json!({ "screening": true }));
    assert!(!begins(2, &mother(&gateway, 2)));
    says(&gateway, "guardian-a", &json!({ "parent-report": true }));
    let admitted = admission(&gateway, &mother(&gateway, 3));
    let text = String::from_utf8(admitted.body.clone()).unwrap();
    let claims: Value = serde_json::from_slice(&bytes(&json!(text.split('.').nth(1).unwrap()))).unwrap();
    assert_eq!((&claims["purpose"], &claims["sub"]), (&json!("parent-report"), &json!("guardian-a")));
    assert!(begins(3, &mother(&gateway, 3)));
    // It opens this student's matter to nobody else's parent, to no parent who names nobody, and not to grown-ups' parents.
    for (n, student, age) in [(4, Some(OTHER_CHILD), 13), (5, None, 13), (6, Some(CHILD), 18)] {
        let token = report(&gateway, n, "guardian-a", student, age);
        assert_eq!(admission(&gateway, &token).code(), "consent-missing", "{student:?} {age}");
        assert!(!begins(u8::try_from(n).unwrap(), &token), "{student:?} {age}");
    }
    // One guardian's no is a no.
    says(&gateway, "guardian-b", &json!({ "parent-report": false }));
    assert!(!begins(7, &mother(&gateway, 7)));
    // A call for a person is no matter of consent.
    let (urgent, opens) = filled(&own, &centre, 8, 8, Tier::Urgent);
    receipt(&gateway.send(&mother(&gateway, 8), &urgent), &opens);
    let rows = listed(&gateway, &lead.session);
    assert_eq!(rows.len(), 1);
    assert_eq!((&rows[0]["pseudonym"], &rows[0]["role"]), (&json!(CHILD), &json!("parent")));
}

fn a_token_names_a_student_only_for_a_parent(storage: Storage) {
    let gateway = Running::start(storage);
    let good = {
        let mut claims = gateway.platform.claims(&jti(1));
        (claims["sub"], claims["role"]) = (json!("guardian-a"), json!("parent"));
        (claims["student"], claims["age"]) = (json!(CHILD), json!(13));
        claims
    };
    let code = |name: &str, value: Value| {
        let mut claims = good.clone();
        claims[name] = value;
        admission(&gateway, &gateway.platform.sign(&claims)).code()
    };
    assert_eq!(code("age", json!(13)), "consent-elsewhere", "the token is taken");
    for (name, value) in [
        ("role", json!("student")),
        ("role", json!("teacher")),
        ("student", json!("guardian-a")),
        ("student", json!("short")),
        ("student", json!("with.a.point")),
        ("age", Value::Null),
    ] {
        assert_eq!(code(name, value.clone()), "token-invalid", "{name} {value}");
    }
}

/// What people do between a parent's first report and the second.
fn act(gateway: &Running, (key, lead): (&KeyPair, &Person), act: &str) {
    let path = |sitting: u8, what: &str| format!("/desk/api/cases/{}/{what}", text(&id(sitting)));
    let post = |path: &str, body: &Value| gateway.desk("POST", path, &lead.session, body).status;
    match act {
        "seen" => {
            for n in [1, 50] {
                let path = format!("/desk/api/notices/{}/acknowledge", text(&id(n)));
                assert_eq!(post(&path, &Value::Null), 200);
            }
        }
        "lock" => {
            let entry = sealed(key, 50, &CaseEntry::Lock { note: "n".into() });
            assert_eq!(post(&path(50, "lock"), &entry), 201);
        }
        _ => {
            // Written under the parent's sitting, it is still the student's case.
            let entry = sealed(key, 1, &CaseEntry::Contact { note: "n".into() });
            assert_eq!(post(&path(1, "entries"), &with(entry, json!({ "kind": "contact" }))), 201);
        }
    }
}

/// Everything that a parent's device gets back, whatever people do meanwhile.
fn heard_by_a_parent(storage: Storage, acts: &[&str]) -> Vec<Receipt> {
    let gateway = Running::start_with(storage, "response_floor_ms = 0");
    let (key, lead) = gateway.set_up_centre("school", "周老师");
    let own = gateway.gateway_key();
    // The child called before.
    let mut child = gateway.platform.claims(&jti(50));
    child["age"] = json!(15);
    let (call, opens) = filled(&own, &key.public, 50, 50, Tier::Urgent);
    receipt(&gateway.send(&gateway.platform.sign(&child), &call), &opens);
    let send = |n: u8, sitting: u8, tier: Option<Tier>| {
        let (bytes, opens) = match tier {
            Some(tier) => filled(&own, &key.public, n, sitting, tier),
            None => cover(&gateway, &key.public, sitting),
        };
        let got = receipt(&gateway.send(&mother(&gateway, u32::from(sitting)), &bytes), &opens);
        Receipt { epoch: [0; 8], ..got }
    };
    let mut heard = vec![send(1, 1, Some(Tier::Watch))];
    acts.iter().for_each(|one| act(&gateway, (&key, &lead), one));
    heard.extend([
        send(9, 1, None),
        send(1, 1, Some(Tier::Watch)),
        send(2, 2, Some(Tier::Urgent)),
        send(9, 2, None),
    ]);
    // With a lock on the case the report still arrives, in the one case there is: the student's.
    let rows = listed(&gateway, &lead.session);
    assert!(rows.iter().all(|row| row["pseudonym"] == CHILD) && rows.len() == 3, "{rows:?}");
    let page = gateway.desk("GET", "/desk/api/notices?after=0", &lead.session, &Value::Null).json();
    let cases = page["cases"].as_array().unwrap();
    assert!(cases.len() <= 1, "{cases:?}");
    for case in cases {
        assert_eq!((&case["locked"], &case["person"]), (&json!(acts.contains(&"lock")), &json!(CHILD)));
    }
    heard
}

fn nothing_goes_back_to_a_parent(storage: Storage) {
    let nothing = heard_by_a_parent(storage, &[]);
    assert!(nothing.iter().all(|got| got.progress == Progress::Waiting));
    assert_eq!(nothing.iter().filter(|got| got.disposition == Disposition::Stored).count(), 3);
    for acts in [&["seen"][..], &["seen", "contact"], &["lock"], &["seen", "contact", "lock"]] {
        assert_eq!(heard_by_a_parent(storage, acts), nothing, "{acts:?}");
    }
}

fn a_student_still_hears_that_somebody_looked(storage: Storage) {
    let gateway = Running::start_with(storage, "response_floor_ms = 0");
    let (key, lead) = gateway.set_up_centre("school", "周老师");
    let own = gateway.gateway_key();
    let mut child = gateway.platform.claims(&jti(1));
    child["age"] = json!(15);
    let child = gateway.platform.sign(&child);
    let progress = || {
        let (bytes, opens) = filled(&own, &key.public, 1, 1, Tier::Watch);
        receipt(&gateway.send(&child, &bytes), &opens).progress
    };
    assert_eq!(progress(), Progress::Waiting);
    let (bytes, opens) = filled(&own, &key.public, 2, 2, Tier::Priority);
    receipt(&gateway.send(&mother(&gateway, 2), &bytes), &opens);
    let see = |n: u8| {
        let path = format!("/desk/api/notices/{}/acknowledge", text(&id(n)));
        assert_eq!(gateway.desk("POST", &path, &lead.session, &Value::Null).status, 200);
    };
    see(2);
    assert_eq!(progress(), Progress::Waiting, "somebody looked at the parent's, not at the student's own");
    see(1);
    assert_eq!(progress(), Progress::Seen);
}

fn what_is_said_of_one_child_never_arrives_under_another(storage: Storage) {
    let gateway = Running::start_with(storage, "response_floor_ms = 0");
    let (key, lead) = gateway.set_up_centre("school", "周老师");
    let own = gateway.gateway_key();
    let about = |n, student| report(&gateway, n, "guardian-a", Some(student), 13);
    assert_eq!(gateway.send(&about(1, CHILD), &cover(&gateway, &key.public, 1).0).status, 200);
    let (bytes, opens) = filled(&own, &key.public, 1, 1, Tier::Watch);
    // The same parent, the same sitting, a launch about the sister.
    assert_eq!(gateway.send(&about(2, OTHER_CHILD), &bytes).code(), "launch-used");
    // A launch id that serves two students serves none of them the second time.
    assert_eq!(
        gateway.send(&about(1, OTHER_CHILD), &cover(&gateway, &key.public, 3).0).code(),
        "launch-used"
    );
    receipt(&gateway.send(&about(4, CHILD), &bytes), &opens);
    assert_eq!(gateway.send(&about(5, OTHER_CHILD), &bytes).code(), "launch-used");
    let rows = listed(&gateway, &lead.session);
    assert_eq!(rows.iter().map(|row| &row["pseudonym"]).collect::<Vec<_>>(), [CHILD]);
}

fn a_guardian_deletes_the_own_reports_and_no_others(storage: Storage) {
    let gateway = Running::start_with(storage, FACTS);
    let (key, lead) = gateway.set_up_centre("school", "周老师");
    let own = gateway.gateway_key();
    let send = |n: u8, token: &str, tier| {
        let (bytes, opens) = filled(&own, &key.public, n, n, tier);
        receipt(&gateway.send(token, &bytes), &opens);
    };
    let mut child = gateway.platform.claims(&jti(1));
    child["age"] = json!(13);
    says(&gateway, "guardian-a", &json!({ "screening": true, "parent-report": true }));
    says(&gateway, "guardian-b", &json!({ "screening": true, "parent-report": true }));
    send(1, &gateway.platform.sign(&child), Tier::Watch);
    send(2, &mother(&gateway, 2), Tier::Watch);
    send(3, &report(&gateway, 3, "guardian-b", Some(CHILD), 13), Tier::Watch);
    let left = || {
        let rows = listed(&gateway, &lead.session);
        let mut ids: Vec<u8> = rows.iter().map(|row| bytes(&row["id"])[0]).collect();
        ids.sort_unstable();
        ids
    };
    let delete = |who: &str, purpose: &str| {
        let body = json!({ "purposes": [purpose] });
        assert_eq!(consents(&gateway, who, CHILD, "/delete", &body).status, 200);
    };
    assert_eq!(left(), [1, 2, 3]);
    delete("guardian-a", "parent-report");
    assert_eq!(left(), [1, 3]);
    delete("guardian-b", "screening");
    assert_eq!(left(), [3], "the student's own; the report is another purpose");
    // Who called stays, with everything about the student.
    send(4, &report(&gateway, 4, "guardian-b", Some(CHILD), 13), Tier::Urgent);
    delete("guardian-b", "parent-report");
    assert_eq!(left(), [3, 4]);
}

/// A launch whose time was over before the report began is tied to no sitting; whose report it is, is known all the same.
fn a_report_that_came_late_is_found_by_its_own_guardian_only(storage: Storage) {
    let gateway = Running::start_with(storage, FACTS);
    let (key, lead) = gateway.set_up_centre("school", "周老师");
    let own = gateway.gateway_key();
    for who in ["guardian-a", "guardian-b"] {
        says(&gateway, who, &json!({ "parent-report": true }));
    }
    for (n, who) in [(1, "guardian-a"), (2, "guardian-b")] {
        let mut claims = gateway.platform.claims(&jti(u32::from(n)));
        (claims["sub"], claims["role"], claims["student"]) = (json!(who), json!("parent"), json!(CHILD));
        (claims["age"], claims["battery"]) = (json!(13), json!("parent-report"));
        (claims["iat"], claims["exp"]) = (json!(now_s() - 4000), json!(now_s() - 3700));
        for place in ["grade", "class"] {
            claims.as_object_mut().unwrap().remove(place);
        }
        let (bytes, opens) = filled(&own, &key.public, n, n, Tier::Watch);
        receipt(&gateway.send(&gateway.platform.sign(&claims), &bytes), &opens);
    }
    let left =
        || -> Vec<u8> { listed(&gateway, &lead.session).iter().map(|row| bytes(&row["id"])[0]).collect() };
    assert_eq!(left(), [1, 2]);
    let body = json!({ "purposes": ["parent-report"] });
    assert_eq!(consents(&gateway, "guardian-a", CHILD, "/delete", &body).status, 200);
    assert_eq!(left(), [2]);
}

/// Where the platform keeps the consents, nobody reports about a grown-up either.
fn nobody_reports_about_a_grown_up(storage: Storage) {
    let gateway = Running::start_with(storage, "response_floor_ms = 0");
    let (key, _) = gateway.set_up_centre("school", "周老师");
    let begins = |n: u8, age: u8| {
        let token = report(&gateway, u32::from(n), "guardian-a", Some(CHILD), age);
        gateway.send(&token, &cover(&gateway, &key.public, n).0)
    };
    assert_eq!(begins(1, 17).status, 200);
    assert_eq!(begins(2, 18).code(), "consent-missing");
}

fn text(bytes: &[u8]) -> String {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    URL_SAFE_NO_PAD.encode(bytes)
}

on_both_storages!(
    it_begins_only_where_a_guardian_agreed_to_this_purpose,
    a_token_names_a_student_only_for_a_parent,
    nothing_goes_back_to_a_parent,
    a_student_still_hears_that_somebody_looked,
    what_is_said_of_one_child_never_arrives_under_another,
    a_guardian_deletes_the_own_reports_and_no_others,
    a_report_that_came_late_is_found_by_its_own_guardian_only,
    nobody_reports_about_a_grown_up,
);
