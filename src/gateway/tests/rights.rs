//! Who may do what at the desk: every call, every kind of person, one table.

use crate::support::*;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use qinghe_seal::{KeyPair, key_id};
use qinghe_wire::{CaseEntry, Tier};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Columns of the table. `waiting` has joined and was not granted the key; `other` leads the second centre and asks for
/// what is the school's; `legacy` is the one counsellor of an older gateway, at that gateway.
const PEOPLE: [&str; 7] = ["nobody", "lead", "counsellor", "head", "waiting", "other", "legacy"];

/// `in` means that the call is answered as such: well, or with what is wrong in the body.
const TABLE: &str = "
GET    /keys                         session      in           in           in           in           in           in
POST   /passphrase                   session      in           in           in           in           in           in
POST   /legacy                       session      not-found    not-found    not-found    not-found    not-found    in
GET    /staff                        session      in           in           in           in           in           in
POST   /staff/invite                 session      in           role         role         role         in           legacy
POST   /staff/{id}/grant             session      in           in           role         not-granted  not-found    legacy
POST   /staff/{id}/disable           session      in           role         role         role         not-found    legacy
POST   /keys                         session      in           role         role         role         in           legacy
GET    /duty                         session      in           in           in           in           in           in
PUT    /duty                         session      in           role         role         role         in           legacy
GET    /figures                      session      in           in           in           in           not-found    in
PUT    /enrolled                     session      in           role         role         role         not-found    legacy
GET    /notices                      session      in           in           role         not-granted  in           in
POST   /notices/{id}/acknowledge     session      in           in           role         not-granted  not-found    in
POST   /hand                         session      in           in           role         not-granted  in           in
POST   /cases/{sitting}/entries      session      in           in           role         not-granted  not-found    in
POST   /cases/{sitting}/lock         session      in           in           role         not-granted  not-found    in
POST   /cases/{sitting}/unlock       session      in           in           role         not-granted  not-found    in
POST   /handovers                    session      in           in           role         not-granted  in           in
POST   /consents                     session      in           in           role         not-granted  not-found    in
GET    /alerts                       session      in           in           in           in           in           in
POST   /alerts/test                  session      in           role         role         role         in           legacy
GET    /audit                        session      in           role         role         role         in           legacy
";

/// Calls that ask for no session; each has its own proof or says nothing about anybody.
const OPEN: [(&str, &str); 6] = [
    ("GET", "/state"),
    ("POST", "/setup"),
    ("POST", "/salt"),
    ("POST", "/session"),
    ("DELETE", "/session"),
    ("POST", "/staff/join"),
];

/// Somebody who asks, and the key of the centre that person belongs to.
struct Asker<'a> {
    gateway: &'a Running,
    session: String,
    key: &'a KeyPair,
    /// A notice, its sitting, and a member, of the school.
    notice: u8,
    sitting: u8,
    member: String,
}

impl Asker<'_> {
    fn ask(&self, method: &str, call: &str) -> Answer {
        let id_of = |byte| BASE64.encode(id(byte));
        let id = if call.starts_with("/staff") { self.member.clone() } else { id_of(self.notice) };
        let path = call.replace("{id}", &id).replace("{sitting}", &id_of(self.sitting));
        let path = if call == "/notices" || call == "/audit" { format!("{path}?after=0") } else { path };
        self.gateway.desk(method, &format!("/desk/api{path}"), &self.session, &self.body(method, call))
    }

    /// A body that would be taken if the call were allowed, and changes nothing that the next one needs.
    fn body(&self, method: &str, call: &str) -> Value {
        let entry = |entry: &CaseEntry| sealed(self.key, self.sitting, entry);
        match (method, call) {
            ("POST", "/staff/invite") => json!({ "role": "counsellor", "name": "新老师" }),
            ("POST", "/staff/{id}/grant") => json!({ "grants": [] }),
            ("POST", "/keys") => {
                json!({ "public": BASE64.encode(KeyPair::generate().unwrap().public), "grants": [] })
            }
            ("PUT", "/duty") => {
                json!({ "lock": false, "utcOffsetMinutes": 480, "minutes": [15, 30], "roster": [], "daysOff": [],
                "head": null })
            }
            ("PUT", "/enrolled") => json!({ "grades": { "8": 300 } }),
            ("POST", "/hand") => {
                json!({ "id": BASE64.encode(id(77)), "sitting": BASE64.encode(id(78)), "urgency": "normal",
                "centreKey": BASE64.encode(key_id(&self.key.public)), "sealed": BASE64.encode([1; 593]) })
            }
            ("POST", "/cases/{sitting}/entries") => {
                with(entry(&CaseEntry::Note { note: "n".into() }), json!({ "kind": "note" }))
            }
            ("POST", "/cases/{sitting}/lock") => entry(&CaseEntry::Lock { note: "l".into() }),
            ("POST", "/handovers") => json!({ "part": "summary", "id": BASE64.encode(id(79)) }),
            ("POST", "/passphrase" | "/legacy") => json!({}),
            _ => Value::Null,
        }
    }
}

fn said(answer: &Answer) -> String {
    let refusals = ["session", "role", "not-granted", "legacy", "not-found", "site"];
    if (200..300).contains(&answer.status) {
        return "in".to_owned();
    }
    let code = answer.code();
    if refusals.contains(&code.as_str()) { code } else { "in".to_owned() }
}

fn rows() -> Vec<(&'static str, &'static str, Vec<&'static str>)> {
    let row = |line: &'static str| {
        let mut words = line.split_whitespace();
        (words.next().unwrap(), words.next().unwrap(), words.collect())
    };
    TABLE.lines().filter(|line| !line.is_empty()).map(row).collect()
}

#[test]
fn every_call_is_in_the_table() {
    let source = include_str!("../src/lib.rs");
    let routes = source.split("fn desk_routes()").nth(1).unwrap().split("\n}").next().unwrap();
    let mut served = BTreeSet::new();
    for route in routes.split(".route(\"").skip(1) {
        let (path, how) = route.split_once('"').unwrap();
        for method in ["get", "post", "put", "delete", "patch"] {
            if how.contains(&format!("{method}(desk::")) {
                served.insert((method.to_uppercase(), path.to_owned()));
            }
        }
    }
    let table = rows().into_iter().map(|(method, call, _)| (method, call)).chain(OPEN);
    let told: BTreeSet<_> = table.map(|(method, call)| (method.to_owned(), call.to_owned())).collect();
    assert_eq!(served, told);
}

/// The gateway of somebody who was the one counsellor before there were members, and that person's session.
fn older() -> (Running, String) {
    let old = Running::start(Storage::Sqlite).elsewhere(Storage::Sqlite, |new| {
        let fixture = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/before-migrations.db");
        std::fs::copy(fixture, new.join("data/gateway.db")).unwrap();
    });
    let legacy = unlock(&old);
    (old, legacy)
}

fn everybody_may_do_what_the_table_says_and_nothing_else(storage: Storage) {
    let gateway = Running::start_with(storage, "response_floor_ms = 0\nsecond_centre = true");
    let (key, lead) = gateway.set_up_centre("school", "周老师");
    let (second, other) = gateway.set_up_centre("second", "县中心");
    let counsellor = gateway.colleague(&lead, &key, "counsellor", "李老师");
    let (head, waiting) =
        (gateway.invite(&lead, "head", "校长"), gateway.invite(&lead, "counsellor", "王老师"));
    let member = gateway.invite(&lead, "counsellor", "陈老师").id();
    let (urgent, _) = filled(&gateway.gateway_key(), &key.public, 1, 9, Tier::Urgent);
    assert_eq!(gateway.send(&gateway.platform.token(&jti(1)), &urgent).status, 200);
    let (old, legacy) = older();
    let staff = old.desk("GET", "/desk/api/staff", &legacy, &Value::Null).json();
    let public: [u8; 65] = bytes(&staff[0]["public"]).try_into().unwrap();
    let old_key = KeyPair { public, ..KeyPair::generate().unwrap() };
    let at = |session: &str, key| Asker {
        gateway: &gateway,
        session: session.to_owned(),
        key,
        notice: 1,
        sitting: 9,
        member: member.clone(),
    };
    let own = staff[0]["id"].as_str().unwrap().to_owned();
    let askers = [
        at("", &key),
        at(&lead.session, &key),
        at(&counsellor.session, &key),
        at(&head.session, &key),
        at(&waiting.session, &key),
        at(&other.session, &second),
        Asker { gateway: &old, session: legacy, key: &old_key, notice: 6, sitting: 7, member: own },
    ];
    let mut wrong = Vec::new();
    for (method, call, cells) in rows() {
        assert_eq!(cells.len(), PEOPLE.len(), "{call}");
        for ((asker, who), wanted) in askers.iter().zip(PEOPLE).zip(cells) {
            let answer = said(&asker.ask(method, call));
            if answer != wanted {
                wrong.push(format!("{method} {call}: {who} got `{answer}`, not `{wanted}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The portal is the same site; only the desk's own page may ask.
#[test]
fn another_page_of_the_same_site_may_ask_nothing() {
    let gateway = Running::start(Storage::Sqlite);
    let (_, lead) = gateway.set_up_centre("school", "周老师");
    let bearer = format!("Bearer {}", lead.session);
    let headers = [("authorization", bearer.as_str()), ("sec-fetch-site", "same-site")];
    let calls = rows().into_iter().map(|(method, call, _)| (method, call)).chain(OPEN);
    for (method, call) in calls {
        let path = call.replace("{id}", &lead.id()).replace("{sitting}", &BASE64.encode(id(9)));
        assert_eq!(
            gateway.ask(method, &format!("/desk/api{path}"), &headers, b"{}").code(),
            "site",
            "{call}"
        );
    }
}

on_both_storages!(everybody_may_do_what_the_table_says_and_nothing_else);
