//! What a learning platform hears of a sitting: that it was closed, the same for everybody, when the administrator wants it.

use crate::support::*;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use serde_json::json;
use std::time::{Duration, Instant};

fn a_platform_hears_that_a_sitting_was_closed_and_nothing_else(storage: Storage) {
    let lms = Lms::start();
    let mut gateway = Running::start_with(storage, &lms.table("age = 15\ncompletion = true"));
    let ticket = |gateway: &Running, person: &str| {
        data(&gateway.come(&lms, |claims| claims["sub"] = json!(person)).text(), "ticket")
    };
    let close = |gateway: &Running, ticket: &str| {
        gateway.ask("POST", "/lti/done", &[("origin", ORIGIN)], ticket.as_bytes())
    };
    let first = ticket(&gateway, "user-4711");
    assert!(!String::from_utf8_lossy(&BASE64.decode(&first).unwrap()).contains("user-4711"));
    // The platform is away at first, then knows already: told once all the same, and over a crash.
    lms.answers.lock().unwrap().extend([409, 500]);
    assert_eq!(close(&gateway, &first).status, 204);
    assert_eq!(close(&gateway, &first).status, 204);
    gateway.kill_and_restart();
    assert_eq!(close(&gateway, &ticket(&gateway, "user-4712")).status, 204);
    wait(|| lms.results().len() >= 3);
    let results = lms.results();
    let mut people: Vec<&str> = results.iter().map(|(_, body)| body["userId"].as_str().unwrap()).collect();
    people.sort_unstable();
    people.dedup();
    assert_eq!(people, ["user-4711", "user-4712"]);
    for (path, body) in &results {
        assert_eq!(path, "/line/7/scores?type=2");
        let mut same = body.clone();
        for changing in ["userId", "timestamp"] {
            same.as_object_mut().unwrap().remove(changing);
        }
        assert_eq!(
            same,
            json!({ "scoreGiven": 1, "scoreMaximum": 1, "activityProgress": "Completed", "gradingProgress": "FullyGraded" })
        );
        assert!(body["timestamp"].as_str().unwrap().ends_with(".000Z"), "at a slot: {body}");
    }
    let asked =
        lms.heard.lock().unwrap().iter().find(|text| text.starts_with("POST /token")).unwrap().clone();
    let form: Vec<(String, String)> =
        form_urlencoded::parse(asked.split("\r\n\r\n").nth(1).unwrap().as_bytes()).into_owned().collect();
    let assertion = &form.iter().find(|(name, _)| name == "client_assertion").unwrap().1;
    assert_eq!(
        (inside(assertion)["iss"].clone(), inside(assertion)["sub"].clone()),
        (json!("client-1"), json!("client-1"))
    );
    for (what, ticket, origin) in
        [("made up", "AAAA", ORIGIN), ("altered", &first[1..], ORIGIN), ("from another page", &first, LMS)]
    {
        let answer = gateway.ask("POST", "/lti/done", &[("origin", origin)], ticket.as_bytes());
        assert!([400, 403].contains(&answer.status), "{what}: {}", answer.status);
    }
    nothing_stays(&gateway);
}

/// Of what was told nothing is left in the storage.
fn nothing_stays(gateway: &Running) {
    wait(|| {
        let (_, said) = tool(gateway.folder.path(), &["check"]);
        said.lines().any(|line| line.starts_with("lti_score") && line.ends_with(" 0 rows"))
    });
}

fn wait(done: impl Fn() -> bool) {
    let until = Instant::now() + Duration::from_secs(30);
    while !done() {
        assert!(Instant::now() < until, "it does not come");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn without_the_administrators_word_no_platform_hears_anything() {
    let lms = Lms::start();
    let silent = Running::start_with(Storage::Sqlite, &lms.table("age = 15"));
    assert_eq!(data(&silent.come(&lms, |_| {}).text(), "ticket"), "");
    let gateway = Running::start_with(Storage::Sqlite, &lms.table("age = 15\ncompletion = true"));
    let endpoint = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint";
    let changes: [(&str, Change); 4] = [
        ("no endpoint", |c| {
            drop(c.as_object_mut().unwrap().remove("https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"))
        }),
        ("no leave", |c| c["https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"]["scope"] = json!([])),
        ("elsewhere", |c| {
            c["https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"]["lineitem"] =
                json!("http://169.254.1.1/x")
        }),
        ("a teacher", |c| c[format!("{CLAIM}roles")] = json!(["Instructor"])),
    ];
    for (what, change) in changes {
        assert_eq!(data(&gateway.come(&lms, change).text(), "ticket"), "", "{what}");
    }
    assert_ne!(data(&gateway.come(&lms, |c| assert!(c[endpoint].is_object())).text(), "ticket"), "");
}

on_both_storages!(a_platform_hears_that_a_sitting_was_closed_and_nothing_else);
