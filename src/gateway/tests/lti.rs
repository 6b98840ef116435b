//! Launches from a learning platform: what is taken, what is refused, what comes back, and what nobody learns.

use crate::support::*;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode, jwk::JwkSet};
use qinghe_wire::{Disposition, Tier};
use serde_json::{Value, json};
use std::{
    fs,
    io::Write,
    process::{Command, Stdio},
};

fn code(answer: &Answer) -> String {
    assert_ne!(answer.status, 200, "taken: {}", answer.text());
    data(&answer.text(), "code")
}

fn a_launch_is_a_sitting_like_any_other(storage: Storage) {
    let lms = Lms::start();
    let gateway = Running::start_with(storage, &lms.table("age = 15"));
    let (key, lead) = gateway.set_up_centre("school", "周老师");
    let page = gateway.come(&lms, |_| {});
    assert_eq!(page.status, 200, "{}", page.text());
    let token = data(&page.text(), "token");
    let claims = inside(&token);
    assert_eq!(
        (&claims["role"], &claims["age"], &claims["battery"]),
        (&json!("student"), &json!(15), &json!("mood-and-anxiety"))
    );
    // The same gate as for a portal's token: bound to the sitting, stored, shown at the desk.
    let (envelope, receipt_key) = filled(&gateway.gateway_key(), &key.public, 1, 9, Tier::Watch);
    assert_eq!(receipt(&gateway.send(&token, &envelope), &receipt_key).disposition, Disposition::Stored);
    let row = listed(&gateway, &lead.session).remove(0);
    assert_eq!((&row["pseudonym"], &row["role"]), (&claims["sub"], &json!("student")));
    // Somebody else's sitting is not to be had with another launch.
    let other = data(&gateway.come(&lms, |claims| claims["sub"] = json!("user-4712")).text(), "token");
    assert_eq!(gateway.send(&other, &envelope).code(), "launch-used");
    let again = data(&gateway.come(&lms, |_| {}).text(), "token");
    assert_eq!(inside(&again)["sub"], claims["sub"], "the same person has one pseudonym");
    assert_ne!(inside(&again)["jti"], claims["jti"]);
    assert_ne!(inside(&other)["sub"], claims["sub"]);
    // The page of another site may not send with it.
    let bearer = format!("Bearer {token}");
    let theirs = [("authorization", bearer.as_str()), ("origin", LMS)];
    assert_eq!(gateway.ask("POST", "/v1/envelopes", &theirs, &envelope).code(), "origin-refused");
    nobody_is_named(&gateway, &page.text(), &claims);
}

/// Neither the page, nor the token, nor anything that is stored says who it is; the register says it to who has the key.
fn nobody_is_named(gateway: &Running, page: &str, claims: &Value) {
    let folder = gateway.folder.path();
    let file = folder.join("all.qinghe");
    assert!(tool(folder, &["backup", "--to", file.to_str().unwrap()]).0);
    let stored = fs::read_to_string(file).unwrap();
    for name in NAMES {
        for (place, text) in [("page", page), ("token", &claims.to_string()), ("storage", &stored)] {
            assert!(!text.contains(name), "{name} stands in the {place}");
        }
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_qinghe-gateway"));
    let config = folder.join("gateway.toml");
    command.arg("--config").arg(config).args(["lti-register", "--platform", "moodle"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all("user-1\nuser-4711\n".as_bytes()).unwrap();
    let said = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    let sub = claims["sub"].as_str().unwrap();
    assert!(said.contains(&format!("{},{sub},\"user-4711\"", &sub[..8])), "{said}");
}

fn a_launch_opens_one_page(storage: Storage) {
    let lms = Lms::start();
    let mut gateway = Running::start_with(storage, &lms.table("age = 15"));
    let (state, nonce) = gateway.begun();
    let token = lms.sign(&lms.claims(&nonce));
    assert_eq!(gateway.launch(&token, &state, LMS).status, 200);
    assert_eq!(code(&gateway.launch(&token, &state, LMS)), "lti-nonce");
    // What was used is remembered over a restart.
    gateway.kill_and_restart();
    assert_eq!(code(&gateway.launch(&token, &state, LMS)), "lti-nonce");
    assert_eq!(code(&gateway.launch(&lms.sign(&lms.claims(&nonce)), &state, LMS)), "lti-nonce");
    // A nonce that somebody made up goes with no state.
    let (other, _) = gateway.begun();
    assert_eq!(code(&gateway.launch(&token, &other, LMS)), "lti-nonce");
}

/// Everything that a platform may not say, and what is said then.
const REFUSED: &[(&str, Change, &str)] = &[
    (
        "expired",
        |c| {
            c["iat"] = json!(now_s() - 600);
            c["exp"] = json!(now_s() - 300);
        },
        "token-expired",
    ),
    (
        "lives for days",
        |c| {
            c["iat"] = json!(now_s() - 90_000);
            c["exp"] = json!(now_s() + 90_000);
        },
        "token-expired",
    ),
    (
        "from the future",
        |c| {
            c["iat"] = json!(now_s() + 600);
            c["exp"] = json!(now_s() + 900);
        },
        "token-invalid",
    ),
    ("over before it began", |c| c["exp"] = json!(now_s() - 10), "token-invalid"),
    ("another platform", |c| c["iss"] = json!("http://other.localhost"), "token-issuer"),
    ("another tool", |c| c["aud"] = json!("client-2"), "token-audience"),
    ("many tools, nobody's", |c| c["aud"] = json!(["client-1", "client-2"]), "token-audience"),
    (
        "many tools, another's",
        |c| {
            c["aud"] = json!(["client-1", "client-2"]);
            c["azp"] = json!("client-2");
        },
        "token-audience",
    ),
    ("another deployment", |c| c[format!("{CLAIM}deployment_id")] = json!("3"), "lti-deployment"),
    ("another nonce", |c| c["nonce"] = json!("made-up"), "lti-nonce"),
    ("another version", |c| c[format!("{CLAIM}version")] = json!("1.1"), "lti-message"),
    (
        "another message",
        |c| c[format!("{CLAIM}message_type")] = json!("LtiSubmissionReviewRequest"),
        "token-invalid",
    ),
    (
        "another link",
        |c| c[format!("{CLAIM}target_link_uri")] = json!(format!("{ORIGIN}/lti/launch?battery=x")),
        "lti-target",
    ),
    (
        "no link",
        |c| drop(c.as_object_mut().unwrap().remove(&format!("{CLAIM}target_link_uri"))),
        "lti-target",
    ),
    ("nobody", |c| drop(c.as_object_mut().unwrap().remove("sub")), "lti-nobody"),
    ("an empty name", |c| c["sub"] = json!(""), "lti-nobody"),
    ("another battery", |c| c[format!("{CLAIM}custom")] = json!({ "battery": "junior" }), "lti-battery"),
];

#[test]
fn what_does_not_hold_is_refused() {
    let lms = Lms::start();
    let gateway = Running::start_with(Storage::Sqlite, &lms.table("age = 15"));
    for (what, change, wanted) in REFUSED {
        let (state, nonce) = gateway.begun();
        let mut claims = lms.claims(&nonce);
        change(&mut claims);
        assert_eq!(code(&gateway.launch(&lms.sign(&claims), &state, LMS)), *wanted, "{what}");
        // A refusal uses nothing up: the same login takes what is right.
        assert_eq!(gateway.launch(&lms.sign(&lms.claims(&nonce)), &state, LMS).status, 200, "after {what}");
    }
    let (state, nonce) = gateway.begun();
    let good = lms.claims(&nonce);
    for (what, token) in forged(&lms, &good) {
        assert_eq!(code(&gateway.launch(&token, &state, LMS)), "token-invalid", "{what}");
    }
    for origin in ["http://evil.localhost", "null", ""] {
        assert_eq!(code(&gateway.launch(&lms.sign(&good), &state, origin)), "lti-origin", "{origin}");
    }
    let altered = format!("{}x", &state[..state.len() - 1]);
    let as_state = lms.sign(
        &json!({ "platform": "moodle", "nonce": nonce, "target": "", "storage": null, "exp": now_s() + 9 }),
    );
    for (what, state) in [("altered", altered.as_str()), ("none", ""), ("the platform's", &as_state)] {
        assert_eq!(code(&gateway.launch(&lms.sign(&good), state, LMS)), "lti-state", "{what}");
    }
    let refused = gateway.ask(
        "POST",
        "/lti/launch",
        &[("content-type", "application/x-www-form-urlencoded"), ("origin", LMS)],
        format!("error=login_required&state={state}").as_bytes(),
    );
    assert_eq!(code(&refused), "lti-refused");
    assert_eq!(gateway.launch(&lms.sign(&good), &state, LMS).status, 200);
}

/// The right claims under signatures that are none.
fn forged(lms: &Lms, good: &Value) -> Vec<(&'static str, String)> {
    let part = |value: &Value| BASE64.encode(value.to_string());
    let right = lms.sign(good);
    let none = format!("{}.{}.", part(&json!({ "alg": "none", "kid": "r1" })), part(good));
    // The key set is public, so whoever takes it for a shared secret takes anything.
    let keys = fs::read(lms.keys()).unwrap();
    let hs = Header { kid: Some("r1".to_owned()), ..Header::new(Algorithm::HS256) };
    let confused = encode(&hs, good, &EncodingKey::from_secret(&keys)).unwrap();
    let (head, rest) = right.split_once('.').unwrap();
    let swapped = format!("{}.{}", part(&json!({ "alg": "HS256", "kid": "r1" })), rest);
    let mut body = good.clone();
    body["sub"] = json!("user-1");
    let altered = format!("{head}.{}.{}", part(&body), rest.split_once('.').unwrap().1);
    let named = |kid: Option<&str>| {
        let header = Header { kid: kid.map(str::to_owned), ..Header::new(Algorithm::RS256) };
        encode(&header, good, &lms.key).unwrap()
    };
    let foreign = Lms::start().sign(good);
    vec![
        ("none", none),
        ("HS256", confused),
        ("HS256 in the head alone", swapped),
        ("altered", altered),
        ("no kid", named(None)),
        ("another kid", named(Some("r2"))),
        ("another platform's key", foreign),
        ("no token", "a.b.c".to_owned()),
    ]
}

#[test]
fn a_login_goes_to_the_platform_that_is_configured_and_back_here() {
    let lms = Lms::start();
    let gateway = Running::start_with(Storage::Sqlite, &lms.table("age = 15"));
    let next =
        gateway.login(&[("lti_message_hint", "a&b=c")]).headers["location"].to_str().unwrap().to_owned();
    assert!(next.starts_with(&format!("{LMS}/auth?")), "{next}");
    for (name, wanted) in [
        ("scope", "openid"),
        ("response_type", "id_token"),
        ("response_mode", "form_post"),
        ("prompt", "none"),
        ("client_id", "client-1"),
        ("login_hint", "hint"),
        ("lti_message_hint", "a&b=c"),
    ] {
        assert_eq!(value(&next, name), wanted);
    }
    assert_eq!(value(&next, "redirect_uri"), format!("{ORIGIN}/lti/launch"));
    for (more, wanted) in [
        (("iss", "http://other.localhost"), "token-issuer"),
        (("client_id", "client-2"), "token-issuer"),
        (("target_link_uri", "http://evil.localhost/lti/launch"), "lti-target"),
        (("target_link_uri", "http://xinli.school.localhost:1/lti/launch.evil"), "lti-target"),
        (("login_hint", ""), "body-malformed"),
    ] {
        assert_eq!(code(&gateway.login(&[more])), wanted, "{more:?}");
    }
    // No cookie, on no answer.
    for answer in
        [gateway.login(&[]), gateway.come(&lms, |_| {}), gateway.login(&[("lti_storage_target", "_parent")])]
    {
        assert!(!answer.headers.contains_key("set-cookie"));
        assert_eq!(answer.headers["cache-control"], "no-store");
    }
}

#[test]
fn where_the_platform_keeps_values_for_tools_the_page_asks_it() {
    let lms = Lms::start();
    let gateway = Running::start_with(Storage::Sqlite, &lms.table("age = 15"));
    let page = gateway.login(&[("lti_storage_target", "post_message_forwarding")]).text();
    let (next, nonce) = (data(&page, "next"), data(&page, "nonce"));
    assert_eq!(
        (data(&page, "lti"), data(&page, "frame"), data(&page, "asks")),
        ("store".into(), "post_message_forwarding".into(), LMS.into())
    );
    assert_eq!(value(&next, "nonce"), nonce);
    let page = gateway.launch(&lms.sign(&lms.claims(&nonce)), &value(&next, "state"), LMS).text();
    assert_eq!((data(&page, "frame"), data(&page, "nonce")), ("post_message_forwarding".into(), nonce));
    assert_eq!(
        data(&gateway.come(&lms, |_| {}).text(), "frame"),
        "",
        "without such a platform nothing is asked"
    );
}

#[test]
fn a_teacher_places_a_link_that_opens_the_battery() {
    let lms = Lms::start();
    let gateway = Running::start_with(Storage::Sqlite, &lms.table("age = 15\ncompletion = true"));
    let placing = |to: &str, kinds: Value| {
        let to = to.to_owned();
        gateway.come(&lms, move |claims| {
            claims[format!("{CLAIM}message_type")] = json!("LtiDeepLinkingRequest");
            claims.as_object_mut().unwrap().remove(&format!("{CLAIM}target_link_uri"));
            claims["https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"] =
                json!({ "deep_link_return_url": to, "accept_types": kinds, "data": "opaque" });
        })
    };
    let to = format!("{LMS}/return?course=1&x=\"");
    let page = placing(&to, json!(["link", "ltiResourceLink"]));
    assert_eq!(page.status, 200, "{}", page.text());
    let text = page.text();
    assert!(text.contains(&format!("action=\"{LMS}/return?course=1&amp;x=&quot;\"")), "{text}");
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains(&format!("form-action {LMS} ")), "{policy}");
    let answer = text.split("name=\"JWT\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let keys: JwkSet = serde_json::from_value(gateway.ask("GET", "/lti/jwks", &[], b"").json()).unwrap();
    let mut rules = Validation::new(Algorithm::RS256);
    rules.set_audience(&[LMS]);
    let said = decode::<Value>(answer, &DecodingKey::from_jwk(&keys.keys[0]).unwrap(), &rules).unwrap();
    assert_eq!(said.header.kid, keys.keys[0].common.key_id);
    let said = said.claims;
    assert_eq!((&said["iss"], &said[format!("{CLAIM}deployment_id")]), (&json!("client-1"), &json!("1")));
    assert_eq!(said["https://purl.imsglobal.org/spec/lti-dl/claim/data"], "opaque");
    assert_eq!(
        said["https://purl.imsglobal.org/spec/lti-dl/claim/content_items"],
        json!([{ "type": "ltiResourceLink",
        "title": "这两周过得怎么样", "url": format!("{ORIGIN}/lti/launch"), "custom": { "battery": "mood-and-anxiety" },
        "lineItem": { "label": "这两周过得怎么样", "scoreMaximum": 1, "gradesReleased": false } }])
    );
    // A signed answer goes to the platform and nowhere else.
    assert_eq!(code(&placing("http://evil.localhost/return", json!(["ltiResourceLink"]))), "lti-message");
    assert_eq!(code(&placing(&to, json!(["link"]))), "lti-message");
}

#[test]
fn who_teaches_is_no_student_and_children_need_their_guardians() {
    let lms = Lms::start();
    let gateway =
        Running::start_with(Storage::Sqlite, &lms.table("age = 12\nguardians = \"form 3, kept by Ms Zhou\""));
    let role = |roles: Value| {
        let page = gateway.come(&lms, |claims| claims[format!("{CLAIM}roles")] = roles);
        inside(&data(&page.text(), "token"))
    };
    let student = role(json!(["http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"]));
    assert_eq!((&student["age"], &student["consent"]), (&json!(12), &json!("form 3, kept by Ms Zhou")));
    for teaching in [
        "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor",
        "http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#TeachingAssistant",
        "something else",
    ] {
        let said = role(json!([teaching]));
        assert_eq!(
            (&said["role"], &said["age"], &said["consent"]),
            (&json!("teacher"), &Value::Null, &Value::Null)
        );
    }
    assert_eq!(role(json!(["http://purl.imsglobal.org/vocab/lis/v2/membership#Mentor"]))["role"], "parent");
}

#[test]
fn the_pages_stand_in_the_platforms_frame_and_no_other() {
    let lms = Lms::start();
    let gateway = Running::start_with(Storage::Sqlite, &lms.table("age = 15"));
    let page = gateway.come(&lms, |_| {});
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(
        policy.starts_with(
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; "
        ),
        "{policy}"
    );
    assert!(
        policy.contains(&format!("frame-ancestors {LMS} ")) && policy.contains("form-action 'none'"),
        "{policy}"
    );
    assert!(!policy.contains("unsafe"), "{policy}");
    assert_eq!(page.headers["x-content-type-options"], "nosniff");
    assert!(!page.text().contains("<script>"));
    let embed = gateway.ask("GET", "/embed", &[], b"");
    let around = embed.headers["content-security-policy"].to_str().unwrap().to_owned();
    assert!(
        around.contains(&format!("frame-ancestors {PORTAL} {LMS} http://127.0.0.1:"))
            && around.contains("'self'; worker-src"),
        "{around}"
    );
    let record = gateway.ask("GET", "/record", &[], b"").headers["content-security-policy"]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(!record.contains(LMS), "a course needs nobody's record: {record}");
    // A refusal keeps the numbers and says what whoever set it up needs.
    let refused = gateway.launch("a.b.c", "", LMS).text();
    assert!(refused.contains("/qinghe.js") && refused.contains("(lti-state)"), "{refused}");
}

#[test]
fn every_fault_of_a_platforms_table_is_said_at_once() {
    let lms = Lms::start();
    let gateway = Running::start_with(Storage::Sqlite, &lms.table("age = 15"));
    let path = gateway.folder.path().join("gateway.toml");
    let text = fs::read_to_string(&path).unwrap();
    let bad = text
        .replace("name = \"moodle\"", "name = \"My Moodle\"")
        .replace("client_id = \"client-1\"", "client_id = \"\"")
        .replace("[\"1\", \"2\"]", "[]")
        .replace(&format!("authorize = \"{LMS}/auth\""), "authorize = \"http://lms.cn/auth\"")
        .replace("token = ", "# token = ")
        .replace("origins = [", "origins = [\"*\", ")
        .replace("age = 15", "age = 12\ncompletion = true")
        .replace("mood-and-anxiety = ", "not-there = ")
        .replace("completion_slot_seconds = 1", "completion_slot_seconds = 0");
    fs::write(&path, bad).unwrap();
    let (well, said) = tool(gateway.folder.path(), &["check"]);
    assert!(!well);
    for part in [
        "`My Moodle`",
        "client_id is empty",
        "deployments names none",
        "http://lms.cn/auth",
        "needs `token`",
        "`*`",
        "`guardians`",
        "no battery `not-there`",
        "completion_slot_seconds",
    ] {
        assert!(said.contains(part), "{part} missing in:\n{said}");
    }
}

on_both_storages!(a_launch_is_a_sitting_like_any_other, a_launch_opens_one_page,);
