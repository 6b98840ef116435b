//! The desk's API and the served pages, against the real binary.

use crate::support::*;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use qinghe_wire::{Progress, Tier, Urgency};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

fn set_up_needs_the_code_and_happens_once(storage: Storage) {
    let gateway = Running::start(storage);
    let wrong = json!({ "centre": "school", "code": "WRONG", "name": "n", "salt": "", "authKey": "", "staffPublic": "",
        "wrappedStaffKey": "", "centrePublic": "", "grant": "" });
    let ask = |body: &Value| gateway.desk("POST", "/desk/api/setup", "", body).code();
    assert_eq!(ask(&wrong), "setup-code");
    let code = gateway.code();
    let mut empty = wrong.clone();
    empty["code"] = json!(code);
    assert_eq!(ask(&empty), "body-malformed");
    assert_eq!(ask(&json!({ "code": 1 })), "body-malformed");
    let mut second = wrong.clone();
    second["centre"] = json!("second");
    assert_eq!(ask(&second), "not-found", "there is no second centre");
    let state = || gateway.desk("GET", "/desk/api/state", "", &Value::Null).json()["centres"].clone();
    assert_eq!(state(), json!({ "school": { "ready": false }, "second": null }));
    gateway.set_up();
    assert!(!gateway.folder.path().join("data/setup-code").exists(), "the code is gone");
    assert_eq!(ask(&empty), "already-set-up");
    assert_eq!(state(), json!({ "school": { "ready": true }, "second": null }));
}

fn a_waiting_desk_hears_at_once_and_the_student_learns_that_somebody_saw(storage: Storage) {
    let gateway = Running::start(storage);
    let (centre, session) = gateway.set_up();
    let key = gateway.gateway_key();
    let token = gateway.platform.token(&jti(1));
    let (urgent, urgent_key) = filled(&key, &centre.public, 1, 9, Tier::Urgent);
    let heard = std::thread::scope(|scope| {
        let waiting = scope.spawn(|| {
            let began = Instant::now();
            let list = gateway.desk("GET", "/desk/api/notices?after=0", &session, &Value::Null).json();
            (list, began.elapsed())
        });
        std::thread::sleep(Duration::from_millis(400));
        assert_eq!(receipt(&gateway.send(&token, &urgent), &urgent_key).progress, Progress::Waiting);
        waiting.join().unwrap()
    });
    let (list, waited) = heard;
    assert!(waited >= Duration::from_millis(400) && waited < Duration::from_secs(5), "{waited:?}");
    let row = &list["notices"][0];
    assert_eq!((row["urgency"].as_str(), &row["acknowledgedAt"]), (Some("urgent"), &Value::Null));

    let path = format!("/desk/api/notices/{}/acknowledge", row["id"].as_str().unwrap());
    let first = gateway.desk("POST", &path, &session, &Value::Null).json();
    assert_eq!(first["acknowledgedBy"], "周老师");
    assert_eq!(
        gateway.desk("POST", &path, &session, &Value::Null).json(),
        first,
        "the first person and time stay"
    );
    let (cover, cover_key) =
        envelope(&key, &centre.public, &head(Urgency::Cover, id(2), id(9), &centre.public), &[0; 512]);
    assert_eq!(receipt(&gateway.send(&token, &cover), &cover_key).progress, Progress::Seen);

    let news = gateway
        .desk("GET", &format!("/desk/api/notices?after={}", list["cursor"]), &session, &Value::Null)
        .json();
    assert_eq!(news["notices"], json!([first]));
}

fn without_an_open_desk_nothing_is_told(storage: Storage) {
    let gateway = Running::start(storage);
    let (_, session) = gateway.set_up();
    let path = format!("/desk/api/notices/{}/acknowledge", BASE64.encode([1; 16]));
    for (method, path) in [("GET", "/desk/api/notices?after=0"), ("POST", path.as_str())] {
        assert_eq!(gateway.desk(method, path, "", &Value::Null).code(), "session");
        assert_eq!(gateway.desk(method, path, &BASE64.encode([0; 32]), &Value::Null).code(), "session");
        let headers = [("authorization", &*format!("Bearer {session}")), ("sec-fetch-site", "same-site")];
        assert_eq!(gateway.ask(method, path, &headers, b"").code(), "site");
    }
    assert_eq!(gateway.desk("POST", &path, &session, &Value::Null).code(), "not-found");
    assert_eq!(gateway.desk("DELETE", "/desk/api/session", &session, &Value::Null).status, 204);
    assert_eq!(gateway.desk("GET", "/desk/api/notices?after=0", &session, &Value::Null).code(), "session");
}

fn pages_carry_their_policies(storage: Storage) {
    let gateway = Running::start(storage);
    let get = |path: &str| gateway.ask("GET", path, &[("accept-encoding", "identity")], b"");
    let embed = get("/embed");
    let policy = embed.headers["content-security-policy"].to_str().unwrap();
    assert!(
        policy.contains(&format!("frame-ancestors {PORTAL}")) && policy.contains("default-src 'none'"),
        "{policy}"
    );
    for part in
        ["sandbox allow-scripts allow-same-origin", "require-trusted-types-for 'script'", "worker-src 'none'"]
    {
        assert!(policy.contains(part), "{part} is not in {policy}");
    }
    assert_eq!(embed.headers["cache-control"], "no-store");
    let features = embed.headers["permissions-policy"].to_str().unwrap();
    assert!(features.contains("clipboard-read=()") && features.contains("microphone=()"), "{features}");
    let desk = get("/desk");
    assert!(desk.headers["content-security-policy"].to_str().unwrap().contains("frame-ancestors 'none'"));
    for path in ["/embed", "/desk", "/qinghe.js", "/m/a.wasm", "/desk/m/desk.js"] {
        let answer = get(path);
        assert_eq!(
            (answer.status, answer.headers["x-content-type-options"].to_str().unwrap()),
            (200, "nosniff"),
            "{path}"
        );
        assert_eq!(answer.headers["referrer-policy"], "no-referrer", "{path}");
    }
    let wasm = get("/m/a.wasm");
    assert_eq!(wasm.headers["content-type"], "application/wasm");
    assert!(wasm.headers["cache-control"].to_str().unwrap().contains("immutable"));
    assert_eq!(gateway.ask("GET", "/m/a.wasm", &[("accept-encoding", "br")], b"").body, b"br");
    assert_eq!(get("/m/../../gateway.toml").status, 404);
    assert_eq!(get("/nothing").code(), "not-found");
}

on_both_storages!(
    set_up_needs_the_code_and_happens_once,
    a_waiting_desk_hears_at_once_and_the_student_learns_that_somebody_saw,
    without_an_open_desk_nothing_is_told,
    pages_carry_their_policies,
);
