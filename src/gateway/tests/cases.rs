//! Cases: what people write, what students learn of it, the lock that two persons lift, what came by hand, and two centres
//! that know nothing of each other.

use crate::support::*;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use qinghe_seal::{KeyPair, key_id, open, seal};
use qinghe_wire::{
    CASE_INFO, CaseEntry, CaseKind, CaseOutcome, INNER_INFO, Progress, Tier, Urgency, case_aad, inner_aad,
};
use serde_json::{Value, json};

struct School {
    gateway: Running,
    key: KeyPair,
    lead: Person,
    second: Person,
}

fn school(storage: Storage, lines: &str) -> School {
    let gateway = Running::start_with(storage, &format!("response_floor_ms = 0\n{lines}"));
    let (key, lead) = gateway.set_up_centre("school", "周老师");
    let second = gateway.colleague(&lead, &key, "counsellor", "李老师");
    School { gateway, key, lead, second }
}

impl School {
    /// Sends a notice of a sitting of a person; how far people are.
    fn send(&self, to: &KeyPair, who: &str, n: u8, sitting: u8, tier: Tier) -> Progress {
        let (body, key) = filled(&self.gateway.gateway_key(), &to.public, n, sitting, tier);
        receipt(&self.gateway.send(&self.token(who, sitting), &body), &key).progress
    }

    /// The same for a cover.
    fn cover(&self, to: &KeyPair, who: &str, sitting: u8) -> Progress {
        let head = head(Urgency::Cover, id(200), id(sitting), &to.public);
        let (body, key) = envelope(&self.gateway.gateway_key(), &to.public, &head, &[0; 512]);
        receipt(&self.gateway.send(&self.token(who, sitting), &body), &key).progress
    }

    fn token(&self, who: &str, sitting: u8) -> String {
        let mut claims = self.gateway.platform.claims(&jti(u32::from(sitting)));
        claims["sub"] = json!(who);
        self.gateway.platform.sign(&claims)
    }

    fn write(&self, by: &Person, sitting: u8, entry: &CaseEntry, more: Value) -> Answer {
        let kind = json!({ "kind": serde_json::to_value(entry.kind()).unwrap() });
        self.gateway.case(by, sitting, "entries", &with(with(sealed(&self.key, sitting, entry), kind), more))
    }

    fn lock(&self, by: &Person, sitting: u8) -> Answer {
        let entry = CaseEntry::Lock { note: "家里".into() };
        self.gateway.case(by, sitting, "lock", &sealed(&self.key, sitting, &entry))
    }

    fn unlock(&self, by: &Person, sitting: u8) -> Answer {
        self.gateway.case(by, sitting, "unlock", &Value::Null)
    }

    /// The case that has this sitting.
    fn case(&self, sitting: u8) -> Value {
        let all = self.gateway.all(&self.lead);
        let has =
            |case: &&Value| case["sittings"].as_array().unwrap().contains(&json!(BASE64.encode(id(sitting))));
        let cases: Vec<&Value> = all["cases"].as_array().unwrap().iter().filter(has).collect();
        assert_eq!(cases.len(), 1, "{cases:?}");
        cases[0].clone()
    }
}

fn note(text: &str) -> CaseEntry {
    CaseEntry::Note { note: text.into() }
}

fn what_people_write_is_read_by_their_centre_and_tells_the_student(storage: Storage) {
    let school = school(storage, "");
    assert_eq!(school.send(&school.key, "pseudonym-1", 1, 9, Tier::Urgent), Progress::Waiting);
    assert_eq!(school.send(&school.key, "pseudonym-1", 2, 8, Tier::Watch), Progress::Waiting);
    assert_eq!(school.case(9)["held"], true, "from the first urgent notice on");
    let contact = CaseEntry::Contact { note: "在操场见到了".into() };
    let first = school.write(&school.second, 9, &contact, json!({}));
    assert_eq!(first.status, 201);
    assert_eq!(school.cover(&school.key, "pseudonym-1", 9), Progress::Contacted);
    assert_eq!(school.cover(&school.key, "pseudonym-1", 8), Progress::Contacted, "it is about the person");
    assert_eq!(
        school.send(&school.key, "pseudonym-1", 3, 7, Tier::Urgent),
        Progress::Waiting,
        "a sitting that came later"
    );
    assert_eq!(school.cover(&school.key, "pseudonym-1", 7), Progress::Waiting);
    assert_eq!(school.cover(&school.key, "pseudonym-2", 6), Progress::Waiting, "another person");

    let outcome = CaseEntry::Outcome {
        outcome: CaseOutcome::Hospital { which: "县医院".into() },
        note: String::new(),
    };
    assert_eq!(school.write(&school.lead, 7, &outcome, json!({ "releases": true })).status, 201);
    let case = school.case(9);
    assert_eq!(
        (&case["person"], &case["held"], &case["closedAt"]),
        (&json!("pseudonym-1"), &json!(false), &Value::Null)
    );
    assert_eq!((&case["contactedBy"], case["sittings"].as_array().unwrap().len()), (&json!("李老师"), 3));
    let entries = case["entries"].as_array().unwrap();
    let read = |entry: &Value, kind: CaseKind| {
        assert_eq!(bytes(&entry["key"]), key_id(&school.key.public));
        let sitting: [u8; 16] = bytes(&entry["sitting"]).try_into().unwrap();
        let plain = open(&school.key.private, CASE_INFO, &case_aad(kind, &sitting), &bytes(&entry["sealed"]))
            .unwrap();
        CaseEntry::decode(&plain).unwrap()
    };
    assert_eq!(
        (read(&entries[0], CaseKind::Contact), read(&entries[1], CaseKind::Outcome)),
        (contact, outcome)
    );
    assert_eq!((&entries[0]["n"], &entries[0]["by"]), (&first.json()["n"], &json!("李老师")));
    // Only a person closes, and a new call opens again.
    school.send(&school.key, "pseudonym-1", 4, 7, Tier::Routine);
    assert_eq!(school.case(7)["closedAt"], Value::Null);
    assert_eq!(school.write(&school.lead, 8, &note("好了"), json!({ "closes": true })).status, 201);
    assert_eq!(school.case(7)["closedBy"], "周老师");
    school.send(&school.key, "pseudonym-1", 5, 7, Tier::Urgent);
    let again = school.case(7);
    assert_eq!((&again["closedAt"], &again["held"]), (&Value::Null, &json!(true)));
}

fn the_same_words_again_are_one_entry_and_others_keys_are_refused(storage: Storage) {
    let school = school(storage, "");
    school.send(&school.key, "pseudonym-1", 1, 9, Tier::Urgent);
    let body = with(sealed(&school.key, 9, &note("一次")), json!({ "kind": "note" }));
    let write = |body: &Value, sitting| school.gateway.case(&school.lead, sitting, "entries", body);
    let first = write(&body, 9);
    let again = write(&body, 9);
    assert_eq!((first.status, again.status, first.json()), (201, 200, again.json()));
    assert_eq!(school.case(9)["entries"].as_array().unwrap().len(), 1);
    assert_eq!(write(&body, 10).code(), "not-found", "nothing is known of this sitting");
    for (odd, code) in [
        (json!({ "kind": "lock" }), "body-malformed"),
        (json!({ "kind": "other" }), "body-malformed"),
        (json!({ "sealed": BASE64.encode([0; 4176]) }), "body-malformed"),
        (json!({ "key": BASE64.encode([0; 8]) }), "key-unknown"),
    ] {
        assert_eq!(write(&with(body.clone(), odd), 9).code(), code);
    }
    let (new, answer) = school.gateway.rotate(&school.lead, &[&school.lead, &school.second]);
    assert_eq!(answer.status, 201);
    assert_eq!(
        write(&with(sealed(&school.key, 9, &note("旧")), json!({ "kind": "note" })), 9).code(),
        "key-unknown"
    );
    assert_eq!(write(&with(sealed(&new, 9, &note("新")), json!({ "kind": "note" })), 9).status, 201);
}

fn a_lock_is_lifted_by_two_persons_and_survives_everything_else(storage: Storage) {
    let mut school = school(storage, "");
    school.send(&school.key, "pseudonym-1", 1, 9, Tier::Watch);
    assert_eq!(school.unlock(&school.lead, 9).code(), "not-locked");
    assert_eq!(school.lock(&school.second, 9).status, 201);
    assert_eq!(
        school.write(&school.lead, 9, &note("完"), json!({ "closes": true, "releases": true })).status,
        201
    );
    let case = school.case(9);
    assert_eq!(
        (&case["locked"], &case["held"], &case["lockedBy"]),
        (&json!(true), &json!(true), &json!("李老师"))
    );
    assert_eq!(school.unlock(&school.lead, 9).json(), json!({ "waiting": true, "by": "周老师" }));
    assert_eq!(school.unlock(&school.lead, 9).code(), "another-person");
    school.gateway.kill_and_restart();
    let reopen = |school: &School, person: &Person| {
        school.gateway.unlock(person).json()["session"].as_str().unwrap().to_owned()
    };
    school.lead.session = reopen(&school, &school.lead);
    school.second.session = reopen(&school, &school.second);
    assert_eq!(school.unlock(&school.lead, 9).code(), "another-person", "also after a restart");
    assert_eq!(school.unlock(&school.second, 9).json(), json!({ "unlocked": true }));
    let case = school.case(9);
    assert_eq!((&case["locked"], &case["held"]), (&json!(false), &json!(false)));
    let kinds: Vec<&str> =
        case["entries"].as_array().unwrap().iter().map(|entry| entry["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["lock", "note", "unlock-asked", "unlocked"]);
    // Who asked and has left since does not count as one of the two.
    let third = school.gateway.colleague(&school.lead, &school.key, "counsellor", "陈老师");
    assert_eq!(school.lock(&school.lead, 9).status, 201);
    assert_eq!(school.unlock(&third, 9).json()["waiting"], true);
    let path = format!("/desk/api/staff/{}/disable", third.id());
    assert_eq!(school.gateway.desk("POST", &path, &school.lead.session, &Value::Null).status, 204);
    assert_eq!(school.unlock(&school.second, 9).json()["waiting"], true);
    assert_eq!(school.unlock(&school.lead, 9).json()["unlocked"], true);
}

fn hand(key: &KeyPair, n: u8, sitting: u8) -> Value {
    let plain = notice(id(n), id(sitting), Tier::Urgent).encode().unwrap();
    let inner = seal(&key.public, INNER_INFO, &inner_aad(&id(n), &id(sitting)), &plain).unwrap();
    json!({ "id": BASE64.encode(id(n)), "sitting": BASE64.encode(id(sitting)), "urgency": "urgent",
        "centreKey": BASE64.encode(key_id(&key.public)), "sealed": BASE64.encode(inner) })
}

fn a_notice_carried_by_hand_becomes_one_with_its_envelope(storage: Storage) {
    let school = school(storage, "");
    let carry = |body: &Value| school.gateway.desk("POST", "/desk/api/hand", &school.lead.session, body);
    let code = hand(&school.key, 1, 9);
    let row = carry(&code);
    assert_eq!(row.status, 201);
    assert_eq!(row.json(), carry(&code).json(), "scanned twice");
    let row = row.json();
    assert_eq!((&row["byHand"], &row["pseudonym"], &row["role"]), (&json!(true), &Value::Null, &Value::Null));
    // It has a case before it has a person, and what was written stays when the person is known.
    assert_eq!(
        school.write(&school.lead, 9, &CaseEntry::Contact { note: String::new() }, json!({})).status,
        201
    );
    assert_eq!(
        (&school.case(9)["person"], school.case(9)["entries"].as_array().unwrap().len()),
        (&Value::Null, 1)
    );
    assert_eq!(school.cover(&school.key, "pseudonym-1", 9), Progress::Contacted, "a cover tells whose it is");
    let rows = school.gateway.all(&school.lead)["notices"].clone();
    assert_eq!(
        (&rows[0]["pseudonym"], &rows[0]["class"], &rows[0]["launch"]),
        (&json!("pseudonym-1"), &json!("8-3"), &Value::Null)
    );
    assert_eq!(
        (&school.case(9)["person"], school.case(9)["entries"].as_array().unwrap().len()),
        (&json!("pseudonym-1"), 1)
    );
    // The envelope itself, sealed anew, fills the row in; nobody else's does.
    let (stranger, _) = filled(&school.gateway.gateway_key(), &school.key.public, 1, 8, Tier::Watch);
    assert_eq!(school.gateway.send(&school.token("pseudonym-2", 8), &stranger).code(), "id-conflict");
    assert_eq!(school.send(&school.key, "pseudonym-1", 1, 9, Tier::Priority), Progress::Contacted);
    let rows = school.gateway.all(&school.lead)["notices"].clone();
    assert_eq!(
        (rows.as_array().unwrap().len(), &rows[0]["verified"], &rows[0]["urgency"]),
        (1, &json!(true), &json!("normal"))
    );
    assert_eq!(
        opened(&school.key, &rows[0]).tier,
        Tier::Priority,
        "the envelope counts: its sender is proven"
    );
    // A person whose envelope came first is known at once.
    school.send(&school.key, "pseudonym-3", 5, 7, Tier::Watch);
    assert_eq!(carry(&hand(&school.key, 6, 7)).json()["pseudonym"], "pseudonym-3");
    assert_eq!(carry(&hand(&school.key, 6, 3)).code(), "id-conflict");
    assert_eq!(carry(&hand(&KeyPair::generate().unwrap(), 8, 7)).code(), "key-unknown");
}

fn two_centres_know_nothing_of_each_other(storage: Storage) {
    let school = school(storage, "second_centre = true");
    let (county, other) = school.gateway.set_up_centre("second", "县中心");
    let centre = school.gateway.ask("GET", "/v1/centre", &[], b"").json();
    assert_eq!(bytes(&centre["secondKey"]["public"]), county.public);
    school.send(&school.key, "pseudonym-1", 1, 9, Tier::Watch);
    school.send(&county, "pseudonym-1", 2, 9, Tier::Urgent);
    let ids = |person: &Person| {
        let rows = school.gateway.all(person)["notices"].clone();
        rows.as_array().unwrap().iter().map(|row| bytes(&row["id"])[0]).collect::<Vec<_>>()
    };
    assert_eq!((ids(&school.lead), ids(&other)), (vec![1], vec![2]));
    let acknowledge = |person: &Person, n: u8| {
        let path = format!("/desk/api/notices/{}/acknowledge", BASE64.encode(id(n)));
        school.gateway.desk("POST", &path, &person.session, &Value::Null)
    };
    assert_eq!(acknowledge(&school.lead, 2).code(), "not-found");
    assert_eq!(acknowledge(&other, 2).status, 200);
    // What the county has seen is no news about the school, and the other way round.
    assert_eq!(school.cover(&county, "pseudonym-1", 9), Progress::Seen);
    assert_eq!(school.cover(&school.key, "pseudonym-1", 9), Progress::Waiting);
    let contact = sealed(&county, 9, &CaseEntry::Contact { note: String::new() });
    assert_eq!(
        school.gateway.case(&other, 9, "entries", &with(contact, json!({ "kind": "contact" }))).status,
        201
    );
    assert_eq!(school.cover(&county, "pseudonym-1", 9), Progress::Contacted);
    assert_eq!(school.cover(&school.key, "pseudonym-1", 9), Progress::Waiting);
    assert_eq!(school.gateway.all(&school.lead)["cases"], json!([]), "the school knows of no case");
    assert_eq!(school.gateway.all(&other)["cases"][0]["held"], true);
    let actions = |person: &Person| {
        let log = school.gateway.desk("GET", "/desk/api/audit?after=0", &person.session, &Value::Null).json();
        log["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["action"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert!(!actions(&school.lead).contains(&"acknowledge".to_owned()));
    assert_eq!(actions(&other), ["set-up", "acknowledge", "contact"]);
    // A desk that waits hears nothing of the other centre, and does not ask in circles.
    let cursor = school.gateway.all(&school.lead)["cursor"].clone();
    assert_eq!(cursor, school.gateway.all(&other)["cursor"]);
    let (well, said) = tool(school.gateway.folder.path(), &["check"]);
    assert!(well, "{said}");
}

on_both_storages!(
    what_people_write_is_read_by_their_centre_and_tells_the_student,
    the_same_words_again_are_one_entry_and_others_keys_are_refused,
    a_lock_is_lifted_by_two_persons_and_survives_everything_else,
    a_notice_carried_by_hand_becomes_one_with_its_envelope,
    two_centres_know_nothing_of_each_other,
);
