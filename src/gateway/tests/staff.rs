//! Members with own keys, what they are granted, and how the one counsellor of an older gateway becomes one of them.

use crate::support::*;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use qinghe_seal::{KeyPair, grant, key_id, open_grant, unwrap, wrap};
use qinghe_wire::{CaseEntry, Tier};
use serde_json::{Value, json};

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// The grant of a key among those of a session's answer.
fn granted(keys: &Value, key: &KeyPair) -> Value {
    let id = BASE64.encode(key_id(&key.public));
    keys.as_array().unwrap().iter().find(|one| one["id"] == id).unwrap()["grant"].clone()
}

fn whoever_joins_reads_nothing_before_a_grant(storage: Storage) {
    let gateway = Running::start(storage);
    let (centre, lead) = gateway.set_up_centre("school", "周老师");
    let (body, _) = filled(&gateway.gateway_key(), &centre.public, 1, 9, Tier::Watch);
    gateway.send(&gateway.platform.token(&jti(1)), &body);
    let person = gateway.invite(&lead, "counsellor", "李老师");
    let list = || gateway.desk("GET", "/desk/api/notices?after=0", &person.session, &Value::Null);
    assert_eq!(list().code(), "not-granted");
    let opened_at = gateway.unlock(&person).json();
    assert_eq!((granted(&opened_at["keys"], &centre), &opened_at["legacy"]), (Value::Null, &json!(false)));
    assert_eq!(gateway.grant(&lead, &person, &centre).status, 204);
    let keys = gateway.desk("GET", "/desk/api/keys", &person.session, &Value::Null).json()["keys"].clone();
    let sealed = bytes(&granted(&keys, &centre));
    let pair = open_grant(&person.pair, &centre.public, &sealed).unwrap();
    assert_eq!(opened(&pair, &list().json()["notices"][0]).tier, Tier::Watch);
    // A grant that is there is the only way to what is sealed to its key; nobody overwrites it.
    let other = json!({ "grants": [{ "key": BASE64.encode(key_id(&centre.public)), "sealed": BASE64.encode([1; 113]) }] });
    let path = format!("/desk/api/staff/{}/grant", person.id());
    assert_eq!(gateway.desk("POST", &path, &lead.session, &other).status, 204);
    let again = gateway.desk("GET", "/desk/api/keys", &person.session, &Value::Null).json();
    assert_eq!(again["keys"], keys);
    let staff = gateway.desk("GET", "/desk/api/staff", &lead.session, &Value::Null).json();
    let seen: Vec<_> =
        staff.as_array().unwrap().iter().map(|one| (text(&one["name"]), one["granted"] == true)).collect();
    assert_eq!(seen, [("周老师", true), ("李老师", true)]);
    let head = gateway.invite(&lead, "head", "校长");
    assert_eq!(gateway.grant(&lead, &head, &centre).code(), "role", "a head of duty opens nothing");
}

fn a_code_serves_once_and_a_name_stands_for_one_person(storage: Storage) {
    let gateway = Running::start(storage);
    let (centre, lead) = gateway.set_up_centre("school", "周老师");
    let invite = |name: &str| {
        gateway.desk(
            "POST",
            "/desk/api/staff/invite",
            &lead.session,
            &json!({ "role": "counsellor", "name": name }),
        )
    };
    let code = text(&invite("李老师").json()["code"]).to_owned();
    assert_eq!(gateway.join("school", "WRONGWRONG").code(), "invite-code");
    assert_eq!(gateway.join("second", &code).code(), "not-found");
    assert_eq!(
        gateway.join("school", &format!(" {} ", code.to_lowercase())).status,
        201,
        "as somebody types it"
    );
    assert_eq!(gateway.join("school", &code).code(), "invite-code");
    assert_eq!(invite("李老师").code(), "name-taken");
    assert_eq!(invite("").code(), "body-malformed");
    let late = text(&invite("王老师").json()["code"]).to_owned();
    gateway.ground.meddle(gateway.folder.path(), "UPDATE invite SET expires_at = 1").unwrap();
    assert_eq!(gateway.join("school", &late).code(), "invite-code", "a day is over");
    // Somebody who has left frees the name, not the old key.
    let person = gateway.colleague(&lead, &centre, "counsellor", "陈老师");
    let path = format!("/desk/api/staff/{}/disable", person.id());
    assert_eq!(gateway.desk("POST", &path, &lead.session, &Value::Null).status, 204);
    assert_eq!(gateway.desk("GET", "/desk/api/staff", &person.session, &Value::Null).code(), "session");
    assert_eq!(gateway.unlock(&person).code(), "passphrase");
    assert_eq!(invite("陈老师").status, 201);
    let own = format!("/desk/api/staff/{}/disable", lead.id());
    assert_eq!(
        gateway.desk("POST", &own, &lead.session, &Value::Null).code(),
        "role",
        "nobody locks everybody out"
    );
}

fn rotation_keeps_what_was_and_marks_what_comes_late(storage: Storage) {
    let gateway = Running::start(storage);
    let (old, lead) = gateway.set_up_centre("school", "周老师");
    let person = gateway.colleague(&lead, &old, "counsellor", "李老师");
    let waiting = gateway.invite(&lead, "counsellor", "王老师");
    let (key, token) = (gateway.gateway_key(), gateway.platform.token(&jti(1)));
    let send = |n, to: &KeyPair| gateway.send(&token, &filled(&key, &to.public, n, 9, Tier::Watch).0);
    assert_eq!(send(1, &old).status, 200);
    for wrong in [vec![&lead], vec![&lead, &person, &waiting], vec![&lead, &lead]] {
        assert_eq!(gateway.rotate(&lead, &wrong).1.code(), "members-changed");
    }
    let (new, answer) = gateway.rotate(&lead, &[&lead, &person]);
    assert_eq!(answer.status, 201);
    let centre = gateway.ask("GET", "/v1/centre", &[], b"").json();
    assert_eq!(bytes(&centre["centreKey"]["public"]), new.public);
    assert_eq!((send(2, &new).status, send(3, &old).status), (200, 200));
    let list = gateway.all(&person);
    let rows: Vec<_> = list["notices"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (bytes(&row["id"])[0], row["keyRetired"] == true))
        .collect();
    assert_eq!(rows, [(1, false), (2, false), (3, true)]);
    let keys = gateway.unlock(&person).json()["keys"].clone();
    for (nth, public) in [(0, &old), (1, &new), (2, &old)] {
        let pair = open_grant(&person.pair, &public.public, &bytes(&granted(&keys, public))).unwrap();
        assert_eq!(opened(&pair, &list["notices"][nth]).tier, Tier::Watch, "row {nth}");
    }
    // A new grant also hands the old key on, and the retired key is forgotten after 90 days.
    assert_eq!(gateway.grant(&lead, &waiting, &new).status, 204);
    assert_eq!(gateway.grant(&lead, &waiting, &old).status, 204);
    assert_eq!(gateway.all(&waiting)["notices"].as_array().unwrap().len(), 3);
    assert_eq!(
        gateway.rotate(&lead, &[&lead, &person]).1.code(),
        "members-changed",
        "whoever reads must go on reading"
    );
    let mut gateway = gateway;
    let day = 24 * 3_600_000;
    for (days, status) in [(89, 200), (90, 400)] {
        let late = format!(
            "UPDATE centre_key SET retired_at = {} WHERE retired_at IS NOT NULL",
            now_s() * 1000 - days * day + 60_000 * (90 - days)
        );
        gateway.ground.meddle(gateway.folder.path(), &late).unwrap();
        gateway.kill_and_restart();
        let send = gateway.send(&token, &filled(&key, &old.public, 4, 9, Tier::Watch).0);
        assert_eq!(send.status, status, "after {days} days");
    }
}

fn guessing_at_one_name_keeps_nobody_else_out(storage: Storage) {
    let gateway = Running::start(storage);
    let (centre, lead) = gateway.set_up_centre("school", "周老师");
    let person = gateway.colleague(&lead, &centre, "counsellor", "李老师");
    let guess = |name: &str| {
        let body = json!({ "centre": "school", "name": name, "authKey": BASE64.encode([0; 32]) });
        gateway.desk("POST", "/desk/api/session", "", &body).code()
    };
    for name in ["李老师", "没有这个人"] {
        let said: Vec<String> = (0..6).map(|_| guess(name)).collect();
        assert_eq!(said[..5], ["passphrase"; 5]);
        assert_eq!(said[5], "slow-down", "{name}");
    }
    assert_eq!(gateway.unlock(&person).code(), "slow-down");
    assert_eq!(gateway.unlock(&lead).status, 200, "another name");
    assert_eq!(gateway.all(&person)["notices"], json!([]), "an open desk stays open");
}

fn a_salt_does_not_say_whether_there_is_a_name(storage: Storage) {
    let mut gateway = Running::start(storage);
    gateway.set_up();
    let salt = |gateway: &Running, name: &str| {
        let body = json!({ "centre": "school", "name": name });
        bytes(&gateway.desk("POST", "/desk/api/salt", "", &body).json()["salt"])
    };
    assert_eq!(salt(&gateway, "周老师"), [7; 16]);
    let (one, other) = (salt(&gateway, "甲"), salt(&gateway, "乙"));
    assert_eq!((one.len(), one == other), (16, false));
    gateway.kill_and_restart();
    assert_eq!(salt(&gateway, "甲"), one, "always the same");
}

fn a_passphrase_is_changed_by_whoever_knows_it(storage: Storage) {
    let gateway = Running::start(storage);
    let (_, lead) = gateway.set_up_centre("school", "周老师");
    let fresh = derived("another long passphrase", &[8; 16]);
    let wrapped = wrap(&fresh.wrap, &lead.pair.private).unwrap();
    let change = |auth: &Value| {
        let body = json!({ "authKey": auth, "salt": BASE64.encode([8; 16]), "newAuthKey": BASE64.encode(fresh.auth),
            "wrappedStaffKey": BASE64.encode(&wrapped) });
        gateway.desk("POST", "/desk/api/passphrase", &lead.session, &body)
    };
    assert_eq!(change(&json!(BASE64.encode([0; 32]))).code(), "passphrase");
    assert_eq!(change(&lead.proof()["authKey"]).status, 204);
    assert_eq!(gateway.unlock(&lead).code(), "passphrase", "the old one");
    let body = json!({ "centre": "school", "name": "周老师", "authKey": BASE64.encode(fresh.auth) });
    let answer = gateway.desk("POST", "/desk/api/session", "", &body).json();
    let pair = unwrap(&fresh.wrap, &bytes(&answer["wrappedStaffKey"])).unwrap();
    assert_eq!(pair.public, lead.pair.public);
}

/// A database that today's only counsellor left behind: nothing is lost, and the desk makes a member of that person.
#[test]
fn the_one_counsellor_of_an_older_gateway_becomes_the_lead() {
    let gateway = Running::start(Storage::Sqlite).elsewhere(Storage::Sqlite, |new| {
        let fixture = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/before-migrations.db");
        std::fs::copy(fixture, new.join("data/gateway.db")).unwrap();
    });
    let derived = derived("a long enough passphrase", &[7; 16]);
    let body = json!({ "centre": "school", "name": "周老师", "authKey": BASE64.encode(derived.auth) });
    let answer = gateway.desk("POST", "/desk/api/session", "", &body).json();
    let (session, wrapped) = (text(&answer["session"]), bytes(&answer["wrappedStaffKey"]));
    assert_eq!((&answer["legacy"], &answer["staff"]["role"]), (&json!(true), &json!("lead")));
    let old = unwrap(&derived.wrap, &wrapped).unwrap();
    assert_eq!(bytes(&answer["staffPublic"]), old.public);
    let list = |session: &str| gateway.desk("GET", "/desk/api/notices?after=0", session, &Value::Null).json();
    let before = list(session);
    assert_eq!(before["notices"].as_array().unwrap().len(), 6);
    before["notices"].as_array().unwrap().iter().for_each(|row| drop(opened(&old, row)));
    let acknowledged =
        before["notices"].as_array().unwrap().iter().filter(|row| row["acknowledgedBy"] == "周老师");
    assert_eq!(acknowledged.count(), 2);
    let centre = gateway.ask("GET", "/v1/centre", &[], b"").json();
    assert_eq!(bytes(&centre["centreKey"]["public"]), old.public, "students seal to the same key");
    let invite = json!({ "role": "lead", "name": "李老师" });
    assert_eq!(gateway.desk("POST", "/desk/api/staff/invite", session, &invite).code(), "legacy");

    let own = KeyPair::generate().unwrap();
    let renewal = json!({ "staffPublic": BASE64.encode(own.public),
        "wrappedStaffKey": BASE64.encode(wrap(&derived.wrap, &own.private).unwrap()),
        "grant": BASE64.encode(grant(&old, &own.public).unwrap()) });
    assert_eq!(gateway.desk("POST", "/desk/api/legacy", session, &renewal).status, 200);
    assert_eq!(gateway.desk("POST", "/desk/api/legacy", session, &renewal).code(), "not-found", "once");
    assert!(list(session) == before, "the desk stays open and shows what it showed");
    assert_eq!(gateway.desk("POST", "/desk/api/staff/invite", session, &invite).status, 201);
    let again = gateway.desk("POST", "/desk/api/session", "", &body).json();
    let staff = unwrap(&derived.wrap, &bytes(&again["wrappedStaffKey"])).unwrap();
    let key = open_grant(&staff, &old.public, &bytes(&granted(&again["keys"], &old))).unwrap();
    assert_eq!(
        (opened(&key, &before["notices"][0]).id, &again["legacy"]),
        (id(bytes(&before["notices"][0]["id"])[0]), &json!(false))
    );
    // The log of the older gateway is still whole, and goes on.
    let rows = gateway.desk("GET", "/desk/api/audit?after=0", session, &Value::Null).json();
    let actions: Vec<_> =
        rows["rows"].as_array().unwrap().iter().map(|row| text(&row["action"]).to_owned()).collect();
    assert_eq!(
        actions,
        ["set-up", "unlock refused", "acknowledge", "acknowledge", "unlock", "own key", "invite", "unlock"]
    );
}

/// A new key is a new id; the person is the same.
#[test]
fn nobody_becomes_two_persons_with_the_first_own_key() {
    let gateway = Running::start(Storage::Sqlite).elsewhere(Storage::Sqlite, |new| {
        let fixture = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/before-migrations.db");
        std::fs::copy(fixture, new.join("data/gateway.db")).unwrap();
    });
    let session = unlock(&gateway);
    let staff = gateway.desk("GET", "/desk/api/staff", &session, &Value::Null).json();
    let public: [u8; 65] = bytes(&staff[0]["public"]).try_into().unwrap();
    let case = |what: &str, body: &Value| {
        let path = format!("/desk/api/cases/{}/{what}", BASE64.encode(id(9)));
        gateway.desk("POST", &path, &session, body)
    };
    let key = KeyPair { public, ..KeyPair::generate().unwrap() };
    let lock = sealed(&key, 9, &CaseEntry::Lock { note: String::new() });
    assert_eq!(case("lock", &lock).status, 201);
    assert_eq!(case("unlock", &Value::Null).json()["waiting"], true);
    let own = KeyPair::generate().unwrap();
    let renewal = json!({ "staffPublic": BASE64.encode(own.public),
        "wrappedStaffKey": BASE64.encode(wrap(&[9; 32], &own.private).unwrap()),
        "grant": BASE64.encode(grant(&key, &own.public).unwrap()) });
    assert_eq!(gateway.desk("POST", "/desk/api/legacy", &session, &renewal).status, 200);
    assert_eq!(case("unlock", &Value::Null).code(), "another-person");
}

on_both_storages!(
    whoever_joins_reads_nothing_before_a_grant,
    a_code_serves_once_and_a_name_stands_for_one_person,
    rotation_keeps_what_was_and_marks_what_comes_late,
    guessing_at_one_name_keeps_nobody_else_out,
    a_salt_does_not_say_whether_there_is_a_name,
    a_passphrase_is_changed_by_whoever_knows_it,
);
