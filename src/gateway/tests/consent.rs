//! Nothing begins without the consents that are kept here, a call for a person always arrives, and nothing about a child is
//! told to whoever agrees, refuses, withdraws or deletes.

use crate::support::*;
use qinghe_gateway::store::{Connection, Place, Use};
use qinghe_wire::{Tier, Urgency};
use serde_json::{Value, json};

fn start(storage: Storage) -> Running {
    Running::start_with(storage, FACTS)
}

fn withdraws(gateway: &Running, who: &str, age: u8) -> Answer {
    let body = json!({ "purposes": ["screening"] });
    call(gateway, &visit(gateway, who, age), "POST", "/withdraw", &body)
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
    assert_eq!(
        says(&gateway, "guardian-a", 15, &json!({ "screening": true, "research": false })).status,
        200
    );
    assert!(admitted(&gateway, 1, 15));
    assert!(gateway.stop_gently());
    let changed = FACTS.replace("keep_months = 12", "keep_months = 24\nedition = 1");
    configure(gateway.folder.path(), &gateway.ground, &changed);
    gateway.restart();
    assert!(!admitted(&gateway, 2, 15));
    let card = call(&gateway, &visit(&gateway, "guardian-a", 15), "GET", "", &Value::Null).json();
    assert_eq!((&card["facts"]["keepMonths"], &card["facts"]["edition"]), (&json!(24), &json!(1)));
    let said: Vec<_> =
        card["purposes"].as_array().unwrap().iter().map(|one| (&one["purpose"], &one["said"])).collect();
    assert_eq!(
        json!(said),
        json!([["screening", null], ["handover", null], ["research", "no"], ["parent-report", null]])
    );
    assert_eq!(says(&gateway, "guardian-a", 15, &json!({ "screening": true })).status, 200);
    assert!(admitted(&gateway, 3, 15));
}

fn an_envelope_begins_nothing_without_consent_but_a_call_always_arrives(storage: Storage) {
    let gateway = start(storage);
    let (key, lead) = gateway.set_up_centre("school", "周老师");
    let (own, centre) = (gateway.gateway_key(), key.public);
    let cover =
        |sitting| envelope(&own, &centre, &head(Urgency::Cover, id(90), id(sitting), &centre), &[0; 512]).0;
    assert_eq!(gateway.send(&launch(&gateway, 1, 15), &cover(1)).code(), "consent-missing");
    let (normal, _) = filled(&own, &centre, 1, 1, Tier::Watch);
    assert_eq!(gateway.send(&launch(&gateway, 1, 15), &normal).code(), "consent-missing");
    // Help needs nobody's leave.
    let (urgent, opens) = filled(&own, &centre, 2, 2, Tier::Urgent);
    receipt(&gateway.send(&launch(&gateway, 2, 13), &urgent), &opens);
    assert_eq!(listed(&gateway, &lead.session).len(), 1);

    assert_eq!(says(&gateway, "guardian-a", 15, &json!({ "screening": true })).status, 200);
    let (normal, opens) = filled(&own, &centre, 3, 3, Tier::Watch);
    assert_eq!(gateway.send(&launch(&gateway, 3, 15), &cover(3)).status, 200);
    assert_eq!(withdraws(&gateway, "guardian-a", 15).status, 200);
    // What has begun goes on as it was agreed to; a new one does not begin.
    receipt(&gateway.send(&launch(&gateway, 3, 15), &normal), &opens);
    assert_eq!(gateway.send(&launch(&gateway, 4, 15), &cover(4)).code(), "consent-missing");
    assert_eq!(listed(&gateway, &lead.session).len(), 2);
}

/// What a visitor hears, without the receipts, which carry numbers and times.
fn heard(answer: &Answer) -> Value {
    let mut body = answer.json();
    assert_eq!(answer.status, 200, "{body}");
    body.as_object_mut().unwrap().remove("receipts");
    body
}

fn a_visit_tells_nothing_about_a_child_who_called(storage: Storage) {
    // The same visits at three gateways: nothing was ever sent, a result was, and a child has called for a person.
    let visits = |tiers: &[Tier]| {
        let gateway = start(storage);
        let (key, lead) = gateway.set_up_centre("school", "周老师");
        assert_eq!(says(&gateway, "guardian-a", 13, &json!({ "screening": true })).status, 200);
        for (n, tier) in (1..).zip(tiers) {
            let (bytes, opens) = filled(&gateway.gateway_key(), &key.public, n, n, *tier);
            receipt(&gateway.send(&launch(&gateway, u32::from(n), 13), &bytes), &opens);
        }
        let token = visit(&gateway, "guardian-a", 13);
        let purposes = json!({ "purposes": ["screening"] });
        let ask = |method, path: &str, body: &Value| heard(&call(&gateway, &token, method, path, body));
        let told = [
            ask("GET", "", &Value::Null),
            ask("POST", "/delete", &purposes),
            ask("POST", "/withdraw", &purposes),
            ask("POST", "/answers", &json!({ "answers": { "screening": false } })),
            ask("GET", "", &Value::Null),
        ];
        // Somebody else's, so that the desk has something to list.
        let mut other = gateway.platform.claims(&jti(99));
        (other["sub"], other["age"]) = (json!("pseudonym-2"), json!(18));
        let (bytes, opens) = filled(&gateway.gateway_key(), &key.public, 99, 99, Tier::Watch);
        receipt(&gateway.send(&gateway.platform.sign(&other), &bytes), &opens);
        let left = listed(&gateway, &lead.session).iter().filter(|row| row["pseudonym"] == CHILD).count();
        (told, left)
    };
    let [nothing, result, call] = [&[][..], &[Tier::Watch], &[Tier::Watch, Tier::Urgent]].map(visits);
    assert_eq!(nothing.0, result.0);
    assert_eq!(nothing.0, call.0);
    // A result is gone; of a child who called, everything stays for those who help.
    assert_eq!((result.1, call.1), (0, 2));
}

fn a_case_keeps_what_it_stands_on_and_the_hold_stays(storage: Storage) {
    let gateway = start(storage);
    let (key, lead) = gateway.set_up_centre("school", "周老师");
    let (urgent, opens) = filled(&gateway.gateway_key(), &key.public, 1, 1, Tier::Urgent);
    receipt(&gateway.send(&launch(&gateway, 1, 13), &urgent), &opens);
    let entry = sealed(&key, 1, &qinghe_wire::CaseEntry::Lock { note: "n".into() });
    let path = format!("/desk/api/cases/{}/lock", base64(&id(1)));
    assert_eq!(gateway.desk("POST", &path, &lead.session, &entry).status, 201);
    let held = || {
        let page = gateway.desk("GET", "/desk/api/notices?after=0", &lead.session, &Value::Null).json();
        let case = &page["cases"][0];
        (case["held"].clone(), case["locked"].clone(), page["notices"].as_array().unwrap().len())
    };
    let before = held();
    assert_eq!(before, (json!(true), json!(true), 1));
    let token = visit(&gateway, "guardian-a", 13);
    for (path, body) in [
        ("/answers", json!({ "answers": { "screening": true } })),
        ("/withdraw", json!({ "purposes": ["screening"] })),
        ("/delete", json!({ "purposes": ["screening", "skills", "parent-report"] })),
    ] {
        assert_eq!(call(&gateway, &token, "POST", path, &body).status, 200);
        assert_eq!(held(), before, "{path}");
    }
}

fn base64(bytes: &[u8]) -> String {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    URL_SAFE_NO_PAD.encode(bytes)
}

fn only_the_platforms_word_opens_the_page(storage: Storage) {
    let gateway = start(storage);
    let good = json!({ "iss": "school", "aud": ORIGIN, "sub": "guardian-a", "jti": jti(7), "iat": now_s(),
        "exp": now_s() + 300, "role": "parent", "student": CHILD, "age": 13 });
    let signed = |claims: &Value| gateway.platform.sign_as(claims, "k1", "qinghe-consent+jwt");
    let with = |name: &str, value: Value| {
        let mut claims = good.clone();
        claims[name] = value;
        signed(&claims)
    };
    let refused = |token: &str| call(&gateway, token, "GET", "", &Value::Null).code();
    assert_eq!(call(&gateway, &signed(&good), "GET", "", &Value::Null).status, 200);
    let forged = start(Storage::Sqlite);
    let late = json!({ "iat": now_s() - 4000, "exp": now_s() - 3700 });
    let mut expired = good.clone();
    expired.as_object_mut().unwrap().extend(late.as_object().unwrap().clone());
    for (token, code) in [
        (forged.platform.sign_as(&good, "k1", "qinghe-consent+jwt"), "token-invalid"),
        // The token in the page of a student, who would agree for the parents.
        (gateway.platform.sign(&good), "token-invalid"),
        (launch(&gateway, 1, 13), "token-invalid"),
        (with("role", json!("teacher")), "token-invalid"),
        (with("role", json!("student")), "token-invalid"),
        (with("student", Value::Null), "token-invalid"),
        (with("student", json!("guardian-a")), "token-invalid"),
        (with("exp", json!(now_s() + 9000)), "token-invalid"),
        (with("aud", json!("https://elsewhere.cn")), "token-audience"),
        (with("iss", json!("elsewhere")), "token-issuer"),
        (signed(&expired), "token-expired"),
        ("x".to_owned(), "token-invalid"),
    ] {
        assert_eq!(refused(&token), code);
    }
    // A consent token is no launch token either.
    let mut claims = gateway.platform.claims(&jti(1));
    claims["age"] = json!(15);
    let wrong = gateway.platform.sign_as(&claims, "k1", "qinghe-consent+jwt");
    assert_eq!(admission(&gateway, &wrong).code(), "token-invalid");
    // Another page of the same site, and a page of anybody else.
    let bearer = format!("Bearer {}", signed(&good));
    for header in [("origin", PORTAL), ("sec-fetch-site", "same-site"), ("sec-fetch-site", "cross-site")] {
        let answer = gateway.ask("POST", "/v1/consent/answers", &[("authorization", &bearer), header], b"{}");
        assert_eq!(answer.code(), "origin-refused", "{header:?}");
    }
}

fn nobody_answers_for_somebody_else(storage: Storage) {
    let gateway = start(storage);
    let student = |age, answers| says(&gateway, CHILD, age, &answers);
    // From 14 on a student decides about exercises, and not a guardian; under 14 it is the other way round.
    assert_eq!(student(15, json!({ "skills": true })).status, 200);
    assert_eq!(says(&gateway, "guardian-a", 15, &json!({ "skills": true })).code(), "body-malformed");
    assert_eq!(says(&gateway, "guardian-a", 13, &json!({ "skills": true })).status, 200);
    assert_eq!(student(13, json!({ "skills": true })).code(), "body-malformed");
    assert_eq!(says(&gateway, "guardian-a", 18, &json!({ "screening": false })).code(), "body-malformed");
    assert_eq!(student(18, json!({ "parent-report": true })).code(), "body-malformed");
    for body in [json!({}), json!({ "everything": true }), json!({ "screening": "yes" })] {
        assert_eq!(says(&gateway, "guardian-a", 13, &body).code(), "body-malformed");
    }
    // A student's own no counts, and a guardian's word cannot turn it round.
    assert_eq!(says(&gateway, "guardian-a", 15, &json!({ "screening": true })).status, 200);
    assert!(admitted(&gateway, 1, 15));
    assert_eq!(student(15, json!({ "screening": false })).status, 200);
    assert!(!admitted(&gateway, 2, 15));
    // Nobody sees what somebody else said.
    let seen = call(&gateway, &visit(&gateway, "guardian-b", 15), "GET", "", &Value::Null).json();
    assert!(seen["purposes"].as_array().unwrap().iter().all(|one| one["said"].is_null()), "{seen}");
}

fn flags_of_exercises_need_a_guardian_under_fourteen_and_are_deleted_when_asked(storage: Storage) {
    let mut gateway = start(storage);
    let send = |gateway: &Running, n, age| {
        let bearer = format!("Bearer {}", launch(gateway, n, age));
        let known = Some(qinghe_wire::FirstTry { answered: 20, right: 17 });
        let skill = qinghe_wire::SkillFlag {
            skill: "e01-slow-breathing".to_owned(),
            helps: qinghe_wire::Helps::Oneself,
            week: u16::try_from((now_s() / 86_400 + 3) / 7).unwrap(),
            reached: qinghe_wire::Reached::Completed,
        };
        let plain = qinghe_wire::Flags { flags: vec![skill], harm: Vec::new(), known }.encode().unwrap();
        let own = gateway.gateway_key();
        let prefix = qinghe_wire::Envelope::prefix(&qinghe_seal::key_id(&own));
        let sealed = qinghe_seal::seal(&own, qinghe_wire::FLAGS_INFO, &prefix, &plain).unwrap();
        let body = [prefix.as_slice(), &sealed].concat();
        gateway.ask("POST", "/v1/flags", &[("authorization", &bearer), ("origin", ORIGIN)], &body)
    };
    assert_eq!(
        (send(&gateway, 1, 13).code().as_str(), send(&gateway, 2, 15).status),
        ("consent-missing", 204)
    );
    assert_eq!(says(&gateway, "guardian-a", 13, &json!({ "skills": true })).status, 200);
    assert_eq!(send(&gateway, 3, 13).status, 204);
    // Of the one who is 15 and the one who is 13 the pseudonym is the same here: one row of each kind, until it is deleted.
    let rows = |gateway: &mut Running| {
        gateway.kill();
        let place: Place = gateway.ground.place(gateway.folder.path());
        let mut db: Box<dyn Connection> = place.connect(Use::Read).unwrap();
        db.begin_read().unwrap();
        ["SELECT token FROM skill_flag", "SELECT token FROM first_try"]
            .map(|sql| db.rows(sql, &[]).unwrap().len())
    };
    // The sum over everybody is a statistic: a yes of its own.
    assert_eq!(rows(&mut gateway), [1, 0]);
    gateway.kill_and_restart();
    assert_eq!(says(&gateway, "guardian-a", 13, &json!({ "research": true })).status, 200);
    assert_eq!(send(&gateway, 5, 13).status, 204);
    let body = json!({ "purposes": ["skills"] });
    assert_eq!(call(&gateway, &visit(&gateway, "guardian-a", 13), "POST", "/withdraw", &body).status, 200);
    assert_eq!(send(&gateway, 4, 13).code(), "consent-missing");
    assert_eq!(rows(&mut gateway), [1, 1]);
    gateway.kill_and_restart();
    assert_eq!(call(&gateway, &visit(&gateway, "guardian-a", 13), "POST", "/delete", &body).status, 200);
    assert_eq!(rows(&mut gateway), [0, 0]);
}

fn a_slip_is_written_down_by_name(storage: Storage) {
    let gateway = start(storage);
    let (_, lead) = gateway.set_up_centre("school", "周老师");
    let slip = call(&gateway, &visit(&gateway, "guardian-a", 13), "POST", "/slip", &Value::Null).json();
    let code = slip["code"].as_str().unwrap().to_ascii_lowercase();
    assert!(slip["path"].as_str().unwrap().starts_with('M'));
    let write = |code: &str, answers: Value| {
        let body = json!({ "code": code, "answers": answers });
        gateway.desk("POST", "/desk/api/consents", &lead.session, &body)
    };
    assert_eq!(write("QH-AAAAA-AAAAA", json!({ "screening": true })).code(), "slip-code");
    assert_eq!(write(&code, json!({ "screening": "x" })).code(), "body-malformed");
    assert!(!admitted(&gateway, 1, 13));
    let written = write(&code, json!({ "screening": true }));
    assert_eq!(written.status, 201);
    assert!(admitted(&gateway, 2, 13));
    let receipt = claims_of(written.json()["receipts"][0].as_str().unwrap());
    assert_eq!(
        (&receipt["way"], &receipt["by"], &receipt["who"]),
        (&json!("paper"), &json!("周老师"), &json!("guardian-a"))
    );
    // The same person may take it back online.
    assert_eq!(withdraws(&gateway, "guardian-a", 13).status, 200);
    assert!(!admitted(&gateway, 3, 13));
    let log = gateway.desk("GET", "/desk/api/audit?after=0", &lead.session, &Value::Null).json();
    let lines: Vec<_> =
        log["rows"].as_array().unwrap().iter().map(|row| (&row["who"], &row["action"])).collect();
    let tail =
        json!([["周老师", "consent from paper: screening"], ["guardian", "consent answered: screening"]]);
    assert_eq!(json!(lines[lines.len() - 2..]), tail);
}

fn claims_of(token: &str) -> Value {
    serde_json::from_slice(&bytes(&json!(token.split('.').nth(1).unwrap()))).unwrap()
}

fn receipts_are_a_chain_that_only_grows_and_a_check_finds_what_was_done_to_it(storage: Storage) {
    let gateway = start(storage);
    let said = says(&gateway, "guardian-a", 13, &json!({ "screening": true, "research": false })).json();
    // Said again, it is the same receipt.
    let again = says(&gateway, "guardian-a", 13, &json!({ "screening": true })).json();
    assert_eq!(said["receipts"].as_array().unwrap().len(), 2);
    assert_eq!(
        again["receipts"][0],
        said["receipts"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| claims_of(one.as_str().unwrap())["purpose"] == "screening")
            .unwrap()
            .clone()
    );
    let first = said["receipts"][0].as_str().unwrap();
    let hash = base64(&sha256(first));
    assert_eq!(claims_of(said["receipts"][1].as_str().unwrap())["before"], json!(hash));
    // The student's admission names the newest row about it.
    let admission = admission(&gateway, &launch(&gateway, 1, 13));
    let screening = again["receipts"][0].as_str().unwrap();
    assert_eq!(
        claims_of(std::str::from_utf8(&admission.body).unwrap())["head"],
        json!(base64(&sha256(screening)))
    );

    let folder = gateway.folder.path();
    for sql in [
        "UPDATE consent_event SET act = 'yes'",
        "DELETE FROM consent_event",
        "INSERT INTO consent_event SELECT n + 5, at, issuer, student, purpose, party, who, act, year, edition, way, recorded_by, before, hash, receipt FROM consent_event WHERE n = 1",
    ] {
        assert!(gateway.ground.meddle(folder, sql).is_err(), "{sql}");
    }
    assert!(tool(folder, &["check"]).0);
    let open = match storage {
        Storage::Sqlite => "DROP TRIGGER consent_never_changes",
        Storage::Postgres => "DROP TRIGGER consent_never_changes ON consent_event",
    };
    gateway.ground.meddle(folder, open).unwrap();
    gateway.ground.meddle(folder, "UPDATE consent_event SET act = 'yes' WHERE purpose = 'research'").unwrap();
    let (well, told) = tool(folder, &["check"]);
    assert!(!well && told.contains("1 receipts of consent"), "{told}");
}

fn sha256(text: &str) -> [u8; 32] {
    use sha2::{Digest, Sha256};
    Sha256::digest(text).into()
}

fn a_platform_that_keeps_consents_goes_on_as_before(storage: Storage) {
    let gateway = Running::start(storage);
    let (key, _) = gateway.set_up_centre("school", "周老师");
    let centre = gateway.ask("GET", "/v1/centre", &[], b"").json();
    assert_eq!(centre["consentFrom"], json!([]));
    let (normal, opens) = filled(&gateway.gateway_key(), &key.public, 1, 1, Tier::Watch);
    receipt(&gateway.send(&launch(&gateway, 1, 15), &normal), &opens);
    assert_eq!(gateway.send(&launch(&gateway, 2, 13), &normal).code(), "consent-missing");
    assert_eq!(admission(&gateway, &launch(&gateway, 3, 15)).code(), "consent-elsewhere");
    assert_eq!(says(&gateway, "guardian-a", 13, &json!({ "screening": true })).code(), "consent-elsewhere");
}

on_both_storages!(
    nothing_begins_before_every_guardian_who_spoke_said_yes,
    changed_facts_ask_everybody_anew_and_a_no_stays,
    an_envelope_begins_nothing_without_consent_but_a_call_always_arrives,
    a_visit_tells_nothing_about_a_child_who_called,
    a_case_keeps_what_it_stands_on_and_the_hold_stays,
    only_the_platforms_word_opens_the_page,
    nobody_answers_for_somebody_else,
    flags_of_exercises_need_a_guardian_under_fourteen_and_are_deleted_when_asked,
    a_slip_is_written_down_by_name,
    receipts_are_a_chain_that_only_grows_and_a_check_finds_what_was_done_to_it,
    a_platform_that_keeps_consents_goes_on_as_before,
);
