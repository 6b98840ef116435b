//! Tokens, idempotency, receipts and durability, against the real binary and a real database.

use crate::support::*;
use qinghe_wire::{Disposition, Progress, Tier, Urgency};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

fn a_notice_is_stored_once_and_answered_with_a_genuine_receipt(storage: Storage) {
    let gateway = Running::start(storage);
    let (centre, session) = gateway.set_up();
    let (body, key) = filled(&gateway.gateway_key(), &centre.public, 1, 9, Tier::Watch);
    let token = gateway.platform.token(&jti(1));
    let first = receipt(&gateway.send(&token, &body), &key);
    let again = receipt(&gateway.send(&token, &body), &key);
    assert_eq!(
        (first.disposition, first.id, first.progress),
        (Disposition::Stored, id(1), Progress::Waiting)
    );
    assert_eq!(again, first);

    let list = gateway.desk("GET", "/desk/api/notices?after=0", &session, &Value::Null).json();
    assert_eq!(list["notices"].as_array().unwrap().len(), 1);
    let row = &list["notices"][0];
    assert_eq!(
        (row["urgency"].as_str(), row["class"].as_str(), row["verified"].as_bool()),
        (Some("normal"), Some("8-3"), Some(true))
    );
    assert_eq!(opened(&centre, row).tier, Tier::Watch);
}

fn a_cover_leaves_nothing_behind_and_looks_the_same(storage: Storage) {
    let gateway = Running::start(storage);
    let (centre, session) = gateway.set_up();
    let key = gateway.gateway_key();
    let token = gateway.platform.token(&jti(1));
    let (cover, cover_key) =
        envelope(&key, &centre.public, &head(Urgency::Cover, id(2), id(9), &centre.public), &[0; 512]);
    let (real, _) = filled(&key, &centre.public, 1, 9, Tier::Urgent);
    let (covered, stored) = (gateway.send(&token, &cover), gateway.send(&token, &real));
    assert_eq!(receipt(&covered, &cover_key).disposition, Disposition::Cover);
    assert_eq!(
        (cover.len(), covered.body.len(), covered.status),
        (real.len(), stored.body.len(), stored.status)
    );
    let names = |answer: &Answer| answer.headers.keys().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(names(&covered), names(&stored));
    let list = gateway.desk("GET", "/desk/api/notices?after=0", &session, &Value::Null).json();
    assert_eq!(list["notices"].as_array().unwrap().len(), 1);
}

fn every_fault_of_a_token_has_its_own_answer(storage: Storage) {
    let gateway = Running::start(storage);
    let (centre, _) = gateway.set_up();
    let (body, _) = filled(&gateway.gateway_key(), &centre.public, 1, 9, Tier::Watch);
    let (school, now) = (&gateway.platform, now_s());
    let with = |change: Value| {
        let mut claims = school.claims(&jti(1));
        for (name, value) in change.as_object().unwrap() {
            claims[name] = value.clone();
        }
        school.sign(&claims)
    };
    let cases = [
        (with(json!({ "aud": "https://elsewhere" })), 403, "token-audience"),
        (with(json!({ "iss": "nobody" })), 403, "token-issuer"),
        (with(json!({ "iat": now - 90_000, "exp": now - 89_500 })), 401, "token-expired"),
        (with(json!({ "exp": now + 700 })), 401, "token-invalid"),
        (with(json!({ "iat": now + 200, "exp": now + 400 })), 401, "token-invalid"),
        (with(json!({ "sub": "张三" })), 401, "token-invalid"),
        (with(json!({ "jti": "short" })), 401, "token-invalid"),
        (with(json!({ "role": "admin" })), 401, "token-invalid"),
        (with(json!({ "age": null })), 401, "token-invalid"),
        (with(json!({ "age": 13 })), 403, "consent-missing"),
        (school.sign_as(&school.claims(&jti(1)), "k2", "qinghe-launch+jwt"), 401, "token-invalid"),
        (school.sign_as(&school.claims(&jti(1)), "k1", "JWT"), 401, "token-invalid"),
        (Running::start(storage).platform.token(&jti(1)), 401, "token-invalid"),
        (school.token(&jti(1)).replace('.', ""), 401, "token-invalid"),
        ("x".repeat(5000), 401, "token-invalid"),
    ];
    for (nth, (token, status, code)) in cases.iter().enumerate() {
        let answer = gateway.send(token, &body);
        assert_eq!((answer.status, answer.code().as_str()), (*status, *code), "case {nth}");
    }
    assert_eq!(gateway.ask("POST", "/v1/envelopes", &[], &body).code(), "token-missing");
    assert_eq!(gateway.send(&with(json!({ "age": 13, "consent": "c-1" })), &body).status, 200);
}

fn one_launch_serves_four_sittings_of_one_person(storage: Storage) {
    let gateway = Running::start(storage);
    let (centre, _) = gateway.set_up();
    let key = gateway.gateway_key();
    let make = |n, sitting| filled(&key, &centre.public, n, sitting, Tier::Routine).0;
    let (first, second) = (gateway.platform.token(&jti(1)), gateway.platform.token(&jti(2)));
    // What earlier visits left behind travels with the newest token, up to a limit.
    for sitting in 1..=4 {
        assert_eq!(gateway.send(&first, &make(sitting, sitting)).status, 200);
    }
    assert_eq!(gateway.send(&first, &make(5, 5)).code(), "launch-used");
    assert_eq!(gateway.send(&first, &make(6, 2)).status, 200, "the four it has stay open");
    // A reload gives the same person a new token for the same sitting.
    assert_eq!(gateway.send(&second, &make(7, 1)).status, 200);
    let mut claims = gateway.platform.claims(&jti(3));
    claims["sub"] = json!("pseudonym-2");
    let other = gateway.platform.sign(&claims);
    assert_eq!(gateway.send(&other, &make(8, 1)).code(), "launch-used", "somebody else's sitting");
    claims["jti"] = json!(jti(1));
    assert_eq!(gateway.send(&gateway.platform.sign(&claims), &make(9, 9)).code(), "launch-used");
}

fn a_notice_sealed_anew_is_the_same_notice(storage: Storage) {
    let gateway = Running::start(storage);
    let (centre, session) = gateway.set_up();
    let key = gateway.gateway_key();
    let token = gateway.platform.token(&jti(1));
    let make = |n, sitting, tier| filled(&key, &centre.public, n, sitting, tier);
    assert_eq!(gateway.send(&token, &make(1, 9, Tier::Watch).0).status, 200);
    let (again, again_key) = make(1, 9, Tier::Priority);
    assert_eq!(receipt(&gateway.send(&token, &again), &again_key).disposition, Disposition::Stored);
    // Under another launch of the same person too.
    let later = gateway.platform.token(&jti(2));
    assert_eq!(gateway.send(&later, &make(1, 9, Tier::Watch).0).status, 200);
    // Another sitting or another person never touches it.
    assert_eq!(gateway.send(&token, &make(1, 8, Tier::Watch).0).code(), "id-conflict");
    let mut claims = gateway.platform.claims(&jti(3));
    claims["sub"] = json!("pseudonym-2");
    assert_eq!(
        gateway.send(&gateway.platform.sign(&claims), &make(1, 7, Tier::Watch).0).code(),
        "id-conflict"
    );
    let list = gateway.desk("GET", "/desk/api/notices?after=0", &session, &Value::Null).json();
    assert_eq!(list["notices"].as_array().unwrap().len(), 1);
    assert_eq!(opened(&centre, &list["notices"][0]).tier, Tier::Watch, "the first copy stays");
}

fn an_expired_token_still_serves_its_sitting_and_a_call_for_help_always_arrives(storage: Storage) {
    let gateway = Running::start(storage);
    let (centre, session) = gateway.set_up();
    let key = gateway.gateway_key();
    let mut claims = gateway.platform.claims(&jti(1));
    // The clocks' tolerance lets this token begin a sitting now and run out within two seconds.
    (claims["iat"], claims["exp"]) = (json!(now_s() - 200), json!(now_s() - 118));
    let token = gateway.platform.sign(&claims);
    assert_eq!(gateway.send(&token, &filled(&key, &centre.public, 1, 9, Tier::Routine).0).status, 200);
    std::thread::sleep(Duration::from_millis(3200));
    assert_eq!(gateway.send(&token, &filled(&key, &centre.public, 2, 9, Tier::Watch).0).status, 200);

    // Never bound: for a day whatever comes is answered alike, and marked.
    claims["jti"] = json!(jti(2));
    let late = gateway.platform.sign(&claims);
    for (n, tier) in [(3, Tier::Watch), (4, Tier::Urgent)] {
        assert_eq!(gateway.send(&late, &filled(&key, &centre.public, n, 7, tier).0).status, 200);
    }
    // After it nothing but a call for help.
    (claims["iat"], claims["exp"]) = (json!(now_s() - 90_000), json!(now_s() - 89_500));
    claims["jti"] = json!(jti(3));
    let old = gateway.platform.sign(&claims);
    assert_eq!(
        gateway.send(&old, &filled(&key, &centre.public, 5, 6, Tier::Watch).0).code(),
        "token-expired"
    );
    assert_eq!(gateway.send(&old, &filled(&key, &centre.public, 6, 6, Tier::Urgent).0).status, 200);
    let list = gateway.desk("GET", "/desk/api/notices?after=0", &session, &Value::Null).json();
    let verified: Vec<bool> =
        list["notices"].as_array().unwrap().iter().map(|row| row["verified"].as_bool().unwrap()).collect();
    assert_eq!(verified, [true, true, false, false, false]);
}

fn what_a_receipt_promised_survives_a_kill(storage: Storage) {
    let mut gateway = Running::start(storage);
    let (centre, _) = gateway.set_up();
    let key = gateway.gateway_key();
    let token = gateway.platform.token(&jti(1));
    for n in 1..=20 {
        assert_eq!(gateway.send(&token, &filled(&key, &centre.public, n, 9, Tier::Watch).0).status, 200);
    }
    gateway.kill_and_restart();
    assert_eq!(gateway.gateway_key(), key, "the gateway keeps its key");
    let session = unlock(&gateway);
    let list = gateway.desk("GET", "/desk/api/notices?after=0", &session, &Value::Null).json();
    assert_eq!(list["notices"].as_array().unwrap().len(), 20);
    // A copy sent after the restart is still the same notice.
    let (body, _) = filled(&key, &centre.public, 1, 9, Tier::Watch);
    assert_eq!(gateway.send(&token, &body).status, 200);
    let list = gateway.desk("GET", "/desk/api/notices?after=0", &session, &Value::Null).json();
    assert_eq!(list["notices"].as_array().unwrap().len(), 20);
    assert!(gateway.stop_gently());
}

fn altered_or_foreign_envelopes_are_refused(storage: Storage) {
    let gateway = Running::start(storage);
    let (centre, _) = gateway.set_up();
    let key = gateway.gateway_key();
    let token = gateway.platform.token(&jti(1));
    let (good, _) = filled(&key, &centre.public, 1, 9, Tier::Watch);
    for at in [0, 1, 80, 2047] {
        let mut bad = good.clone();
        bad[at] ^= 1;
        assert_eq!(gateway.send(&token, &bad).code(), "envelope-malformed", "byte {at}");
    }
    let mut other_key = good.clone();
    other_key[5] ^= 1;
    assert_eq!(gateway.send(&token, &other_key).code(), "key-unknown");
    assert_eq!(gateway.send(&token, &good[1..]).code(), "envelope-malformed");
    assert_eq!(gateway.send(&token, &[0; 9000]).code(), "too-large");
    let stranger = qinghe_seal::KeyPair::generate().unwrap().public;
    assert_eq!(gateway.send(&token, &filled(&key, &stranger, 1, 9, Tier::Watch).0).code(), "key-unknown");
}

fn only_known_pages_may_send(storage: Storage) {
    let gateway = Running::start(storage);
    let (centre, _) = gateway.set_up();
    let (body, _) = filled(&gateway.gateway_key(), &centre.public, 1, 9, Tier::Watch);
    let bearer = format!("Bearer {}", gateway.platform.token(&jti(1)));
    let from = |origin| {
        gateway.ask("POST", "/v1/envelopes", &[("authorization", &bearer), ("origin", origin)], &body)
    };
    assert_eq!(from("https://evil.example").code(), "origin-refused");
    assert_eq!(from("null").code(), "origin-refused");
    let inline = from(PORTAL);
    assert_eq!(
        (inline.status, inline.headers["access-control-allow-origin"].to_str().unwrap()),
        (200, PORTAL)
    );
    let ask = |origin| {
        gateway.ask(
            "OPTIONS",
            "/v1/envelopes",
            &[("origin", origin), ("access-control-request-method", "POST")],
            b"",
        )
    };
    assert!(ask(PORTAL).headers["access-control-allow-headers"].to_str().unwrap().contains("authorization"));
    assert!(!ask("https://evil.example").headers.contains_key("access-control-allow-origin"));
}

fn no_answer_comes_before_the_floor_and_a_flood_is_slowed(storage: Storage) {
    let gateway = Running::start(storage);
    let (centre, _) = gateway.set_up();
    let (body, _) = filled(&gateway.gateway_key(), &centre.public, 1, 9, Tier::Watch);
    for token in ["nonsense", &gateway.platform.token(&jti(1))] {
        let began = Instant::now();
        gateway.send(token, &body);
        assert!(began.elapsed() >= Duration::from_millis(120));
    }
    let mut claims = gateway.platform.claims(&jti(5));
    claims["sub"] = json!("somebody-busy");
    let token = gateway.platform.sign(&claims);
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let send = || (0..35).map(|_| gateway.send(&token, &[0; 2048]).status).collect::<Vec<_>>();
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(send)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(
        statuses.iter().filter(|status| **status == 429).count(),
        20,
        "140 sent, 120 allowed per minute"
    );
    assert_eq!(gateway.send(&gateway.platform.token(&jti(1)), &body).status, 200, "others are not slowed");
}

fn before_set_up_nothing_is_taken(storage: Storage) {
    let gateway = Running::start(storage);
    let pair = qinghe_seal::KeyPair::generate().unwrap();
    assert!(gateway.ask("GET", "/v1/centre", &[], b"").json()["centreKey"].is_null());
    let (body, _) = filled(&gateway.gateway_key(), &pair.public, 1, 9, Tier::Watch);
    let answer = gateway.send(&gateway.platform.token(&jti(1)), &body);
    assert_eq!(
        (answer.code().as_str(), answer.headers["retry-after"].to_str().unwrap()),
        ("not-ready", "60")
    );
}

on_both_storages!(
    a_notice_is_stored_once_and_answered_with_a_genuine_receipt,
    a_cover_leaves_nothing_behind_and_looks_the_same,
    every_fault_of_a_token_has_its_own_answer,
    one_launch_serves_four_sittings_of_one_person,
    a_notice_sealed_anew_is_the_same_notice,
    an_expired_token_still_serves_its_sitting_and_a_call_for_help_always_arrives,
    what_a_receipt_promised_survives_a_kill,
    altered_or_foreign_envelopes_are_refused,
    only_known_pages_may_send,
    no_answer_comes_before_the_floor_and_a_flood_is_slowed,
    before_set_up_nothing_is_taken,
);
