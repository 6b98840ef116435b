//! A parent who may be the danger hears nothing: of all that a gateway can say to a family, nothing depends on whether a child
//! called, whether anybody looked, or whether the case is locked. Nothing is ever sent to a family unasked.

use crate::support::*;
use qinghe_wire::{CaseEntry, Tier, Urgency};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const PARENT: &str = "guardian-a";

/// Every route of a gateway, and what a family may get there. `asked`: compared below, word for word. `file`: the same file
/// for everybody, read from the disk or the program. `none`: for a centre's people or for a platform; a family's token opens
/// nothing there.
const ROUTES: &[(&str, &str)] = &[
    ("/v1/envelopes", "asked"),
    ("/v1/flags", "asked"),
    ("/v1/centre", "asked"),
    ("/v1/course", "none"),
    ("/v1/admission", "asked"),
    ("/favicon.ico", "file"),
    ("/consent", "file"),
    ("/consent/style.css", "file"),
    ("/consent/page.js", "file"),
    ("/consent/words.js", "file"),
    ("/consent/words.zh-Hant.js", "file"),
    ("/v1/consent", "asked"),
    ("/v1/consent/answers", "asked"),
    ("/v1/consent/withdraw", "asked"),
    ("/v1/consent/delete", "asked"),
    ("/v1/consent/slip", "asked"),
    ("/v1/consent/permit", "asked"),
    ("/embed", "file"),
    ("/record", "file"),
    ("/training", "file"),
    ("/training-worker.js", "file"),
    ("/offline", "file"),
    ("/offline-worker.js", "file"),
    ("/licences.txt", "file"),
    ("/licences-of-rust.html", "file"),
    ("/family", "file"),
    ("/family-worker.js", "file"),
    ("/lessons", "file"),
    ("/lessons-worker.js", "file"),
    ("/desk", "file"),
    ("/lti/login", "none"),
    ("/lti/done", "none"),
    ("/lti/jwks", "none"),
    ("/lti/page.js", "file"),
    ("/lti/page.css", "file"),
];

/// A new route has to say here what a family gets of it.
#[test]
fn every_route_says_what_a_family_gets_there() {
    let sources = [
        include_str!("../src/lib.rs").split("fn desk_routes()").next().unwrap(),
        include_str!("../src/consent/page.rs"),
        include_str!("../src/assets.rs"),
        include_str!("../src/lti/mod.rs"),
    ];
    let found: BTreeSet<&str> = sources
        .iter()
        .flat_map(|source| source.split(".route(\"").skip(1).filter_map(|rest| rest.split('"').next()))
        .collect();
    let told: BTreeSet<&str> = ROUTES.iter().map(|(route, _)| *route).collect();
    assert_eq!(found, told);
    // What leaves unasked goes to addresses of the configuration: a centre's hook, a platform's book. Both have tests of
    // their own (`alarms.rs`, `lti_done.rs`); there is no third.
    let senders: Vec<&str> = ["../src/webhook.rs", "../src/lti/score.rs", "../src/jwks.rs"].to_vec();
    let all = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src")).unwrap();
    let all = all.chain(std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/lti")).unwrap());
    let all = all.chain(std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/consent")).unwrap());
    for path in all.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
        let text = std::fs::read_to_string(&path).unwrap();
        let is_sender = senders.iter().any(|one| path.ends_with(one.trim_start_matches("../")));
        assert!(is_sender || !text.contains("ureq::"), "{} sends something", path.display());
    }
}

fn bearer(gateway: &Running, consent: bool, n: u32) -> String {
    if consent {
        let claims = json!({ "iss": "school", "aud": ORIGIN, "sub": PARENT, "jti": jti(n), "iat": now_s(),
            "exp": now_s() + 300, "role": "parent", "student": CHILD, "age": 13 });
        return format!("Bearer {}", gateway.platform.sign_as(&claims, "k1", "qinghe-consent+jwt"));
    }
    let mut claims = gateway.platform.claims(&jti(n));
    (claims["sub"], claims["role"], claims["student"]) = (json!(PARENT), json!("parent"), json!(CHILD));
    (claims["age"], claims["battery"]) = (json!(13), json!("parent-report"));
    for place in ["grade", "class"] {
        claims.as_object_mut().unwrap().remove(place);
    }
    format!("Bearer {}", gateway.platform.sign(&claims))
}

/// Everything that a parent can ask, and what comes back, without numbers, times and codes that are drawn anew.
fn heard(gateway: &Running, centre: &[u8; 65], round: u8) -> Vec<(String, u16, Value)> {
    let mut told = Vec::new();
    let consent = bearer(gateway, true, 700 + u32::from(round));
    let launch = bearer(gateway, false, 100 + u32::from(round));
    let mut ask = |method: &str, path: &str, bearer: &str, body: &Value| {
        let headers = [("authorization", bearer), ("origin", ORIGIN), ("sec-fetch-site", "same-origin")];
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let answer = gateway.ask(method, path, &headers, body.as_bytes());
        let mut said = serde_json::from_slice::<Value>(&answer.body).unwrap_or(Value::Null);
        if path == "/v1/admission" && answer.status == 200 {
            let text = String::from_utf8(answer.body.clone()).unwrap();
            said = serde_json::from_slice(&bytes(&json!(text.split('.').nth(1).unwrap()))).unwrap();
        }
        for drawn in ["receipts", "code", "side", "path", "jti", "iat", "exp", "head", "text", "permit"] {
            if answer.status == 200
                && let Some(said) = said.as_object_mut()
            {
                said.remove(drawn);
            }
        }
        told.push((format!("{method} {path}"), answer.status, said));
    };
    let (yes, purposes) = (
        json!({ "answers": { "screening": true, "parent-report": true, "handover": true } }),
        json!({ "purposes": ["screening", "parent-report"] }),
    );
    ask("POST", "/v1/consent/answers", &consent, &yes);
    ask("GET", "/v1/consent", &consent, &Value::Null);
    ask("GET", "/v1/admission", &launch, &Value::Null);
    ask("POST", "/v1/consent/withdraw", &consent, &purposes);
    ask("GET", "/v1/admission", &launch, &Value::Null);
    ask("POST", "/v1/consent/delete", &consent, &purposes);
    ask("POST", "/v1/consent/slip", &consent, &json!({}));
    ask("POST", "/v1/consent/answers", &consent, &yes);
    ask("POST", "/v1/consent/permit", &consent, &json!({}));
    ask("POST", "/v1/flags", &launch, &Value::Null);
    ask("GET", "/v1/centre", "", &Value::Null);
    for file in ROUTES.iter().filter(|(_, what)| *what == "file").map(|(route, _)| *route) {
        let answer = gateway.ask("GET", file, &[], b"");
        let sum = answer.body.iter().fold(7u64, |sum, byte| sum.rotate_left(5) ^ u64::from(*byte));
        told.push((file.to_owned(), answer.status, json!([answer.body.len(), sum])));
    }
    let token = launch.trim_start_matches("Bearer ");
    let own = gateway.gateway_key();
    for (what, (body, opens)) in [
        ("cover", envelope(&own, centre, &head(Urgency::Cover, id(90), id(100 + round), centre), &[0; 512])),
        ("report", filled(&own, centre, 110 + round, 100 + round, Tier::Watch)),
    ] {
        let got = receipt(&gateway.send(token, &body), &opens);
        told.push((
            what.to_owned(),
            200,
            json!([format!("{:?}", got.disposition), format!("{:?}", got.progress)]),
        ));
    }
    told
}

fn a_family_hears_the_same_whatever_a_child_has_said(storage: Storage) {
    let gateway = Running::start_with(storage, FACTS);
    let (key, lead) = gateway.set_up_centre("school", "周老师");
    let before = heard(&gateway, &key.public, 0);
    let statuses: Vec<(&str, u16)> =
        before.iter().map(|(what, status, _)| (what.as_str(), *status)).collect();
    let parents = [
        "POST /v1/consent/answers",
        "GET /v1/consent",
        "POST /v1/consent/delete",
        "POST /v1/consent/slip",
        "POST /v1/consent/permit",
    ];
    assert!(parents.iter().all(|one| statuses.contains(&(one, 200))), "{statuses:?}");
    // The child calls, and says that it is not safe at home.
    let mut child = gateway.platform.claims(&jti(50));
    child["age"] = json!(13);
    let (call, opens) = filled(&gateway.gateway_key(), &key.public, 50, 50, Tier::Urgent);
    receipt(&gateway.send(&gateway.platform.sign(&child), &call), &opens);
    assert_eq!(heard(&gateway, &key.public, 1), before, "a call");
    let path = format!("/desk/api/notices/{}/acknowledge", text(&id(50)));
    assert_eq!(gateway.desk("POST", &path, &lead.session, &Value::Null).status, 200);
    let lock = sealed(&key, 50, &CaseEntry::Lock { note: "n".into() });
    assert_eq!(gateway.case(&lead, 50, "lock", &lock).status, 201);
    let cases = gateway.all(&lead)["cases"].clone();
    assert_eq!(cases[0]["locked"], json!(true));
    assert_eq!(heard(&gateway, &key.public, 2), before, "a lock");
    let contact =
        with(sealed(&key, 50, &CaseEntry::Contact { note: "n".into() }), json!({ "kind": "contact" }));
    assert_eq!(gateway.case(&lead, 50, "entries", &contact).status, 201);
    assert_eq!(heard(&gateway, &key.public, 3), before, "a talk under the lock");
}

fn text(bytes: &[u8]) -> String {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    URL_SAFE_NO_PAD.encode(bytes)
}

on_both_storages!(a_family_hears_the_same_whatever_a_child_has_said);
