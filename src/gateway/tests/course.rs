//! Launches of packages in courses: without a name, from the platform's own pages, and as many as a school is.

use crate::support::*;
use qinghe_wire::{Disposition, Tier};
use serde_json::json;
use std::fs;

const KEY: &str = "a-key-for-one-package-2026";

fn table(more: &str) -> String {
    format!(
        "response_floor_ms = 0\n[[course]]\nname = \"grade-8\"\nkey = \"{KEY}\"\norigins = [\"{LMS}\"]\n\
         battery = \"mood-and-anxiety\"\n{more}\n"
    )
}

fn ask(gateway: &Running, key: &str, origin: &str) -> Answer {
    gateway.ask("POST", "/v1/course", &[("origin", origin), ("content-type", "text/plain")], key.as_bytes())
}

fn a_package_begins_a_sitting_without_a_name(storage: Storage) {
    let gateway = Running::start_with(storage, &table("age = 12\nguardians = \"form 3\""));
    let (key, lead) = gateway.set_up_centre("school", "周老师");
    let answer = ask(&gateway, KEY, LMS);
    assert_eq!((answer.status, &answer.headers["access-control-allow-origin"]), (200, &LMS.parse().unwrap()));
    assert_eq!(answer.headers["cache-control"], "no-store");
    let token = answer.json()["token"].as_str().unwrap().to_owned();
    let said = inside(&token);
    assert_eq!(
        (&said["anonymous"], &said["age"], &said["consent"]),
        (&json!(true), &json!(12), &json!("form 3"))
    );
    let other = inside(ask(&gateway, KEY, LMS).json()["token"].as_str().unwrap());
    assert_ne!(said["sub"], other["sub"], "nothing ties two sittings together");
    let (envelope, receipt_key) = filled(&gateway.gateway_key(), &key.public, 1, 9, Tier::Watch);
    assert_eq!(receipt(&gateway.send(&token, &envelope), &receipt_key).disposition, Disposition::Stored);
    assert_eq!(listed(&gateway, &lead.session)[0]["pseudonym"], said["sub"]);
    for (what, key, origin, wanted) in [
        ("another key", "a-key-for-one-package-2027", LMS, "course-key"),
        ("no key", "", LMS, "course-key"),
        ("another page", KEY, "http://evil.localhost", "origin-refused"),
        ("no page", KEY, "null", "origin-refused"),
    ] {
        let answer = ask(&gateway, key, origin);
        assert_eq!(answer.code(), wanted, "{what}");
        assert_eq!(answer.headers.contains_key("access-control-allow-origin"), origin == LMS, "{what}");
    }
}

#[test]
fn a_school_may_begin_at_once_and_a_flood_may_not() {
    let gateway = Running::start_with(Storage::Sqlite, &table("age = 15"));
    assert!((0..1200).all(|_| ask(&gateway, KEY, LMS).status == 200));
    assert_eq!(ask(&gateway, KEY, LMS).code(), "slow-down");
    let around = gateway.ask("GET", "/embed", &[], b"").headers["content-security-policy"]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(around.contains(&format!("frame-ancestors {PORTAL} {LMS};")), "{around}");
}

#[test]
fn every_fault_of_a_courses_table_is_said_at_once() {
    let gateway = Running::start_with(Storage::Sqlite, &table("age = 15"));
    let path = gateway.folder.path().join("gateway.toml");
    let text = fs::read_to_string(&path).unwrap();
    let bad = text
        .replace("grade-8", "grade 8")
        .replace(KEY, "short")
        .replace(&format!("[\"{LMS}\"]"), "[\"*\"]")
        .replace("\"mood-and-anxiety\"", "\"not-there\"")
        .replace("age = 15", "age = 13");
    fs::write(&path, bad).unwrap();
    let (well, said) = tool(gateway.folder.path(), &["check"]);
    assert!(!well);
    for part in ["`grade 8`", "at least 24", "`*`", "no battery `not-there`", "`guardians`"] {
        assert!(said.contains(part), "{part} missing in:\n{said}");
    }
    assert!(!said.contains("short"), "a key is printed:\n{said}");
}

on_both_storages!(a_package_begins_a_sitting_without_a_name);
