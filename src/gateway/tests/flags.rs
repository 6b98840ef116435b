//! What leaves of exercises: counted once for each person, and never so that a person can be found.

use crate::support::*;
use qinghe_gateway::store::{self, Connection, Place, Use};
use qinghe_seal::{KeyPair, key_id, seal};
use qinghe_wire::{
    Envelope, FLAGS_INFO, FLAGS_SEALED_LEN, FirstTry, Flags, HarmCount, Helps, Reached, SkillFlag,
};
use serde_json::{Value, json};

const FAST: &str = "response_floor_ms = 0";

fn week() -> u16 {
    u16::try_from((now_s() / 86_400 + 3) / 7).unwrap()
}

/// Months since January 1970 of the month before this one.
fn last_month() -> u16 {
    let today = jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::from_second(now_s()).unwrap()).date();
    let months = (i32::from(today.year()) - 1970) * 12 + i32::from(today.month()) - 1;
    u16::try_from(months - 1).unwrap()
}

fn flag(skill: &str, helps: Helps, reached: Reached) -> SkillFlag {
    SkillFlag { skill: skill.to_owned(), helps, week: week(), reached }
}

fn completed(skill: &str) -> Flags {
    Flags { flags: vec![flag(skill, Helps::Oneself, Reached::Completed)], harm: Vec::new(), known: None }
}

fn message(gateway: &[u8; 65], flags: &Flags) -> Vec<u8> {
    let prefix = Envelope::prefix(&key_id(gateway));
    let sealed = seal(gateway, FLAGS_INFO, &prefix, &flags.encode().unwrap()).unwrap();
    let whole = [prefix.as_slice(), &sealed].concat();
    assert_eq!(whole.len(), FLAGS_SEALED_LEN);
    whole
}

/// The launch of somebody of a grade.
fn token(gateway: &Running, person: u32, grade: &str, role: &str) -> String {
    let mut claims = gateway.platform.claims(&jti(person));
    claims["sub"] = json!(format!("pseudonym-{person:04}"));
    claims["grade"] = json!(grade);
    claims["role"] = json!(role);
    gateway.platform.sign(&claims)
}

fn post(gateway: &Running, token: &str, body: &[u8]) -> Answer {
    let bearer = format!("Bearer {token}");
    gateway.ask("POST", "/v1/flags", &[("authorization", &bearer), ("origin", ORIGIN)], body)
}

fn tell(gateway: &Running, person: u32, grade: &str, flags: &Flags) {
    let answer =
        post(gateway, &token(gateway, person, grade, "student"), &message(&gateway.gateway_key(), flags));
    assert_eq!((answer.status, answer.body.len()), (204, 0), "{}", String::from_utf8_lossy(&answer.body));
}

fn figures(gateway: &Running, session: &str) -> Value {
    let answer = gateway.desk("GET", "/desk/api/figures", session, &Value::Null);
    assert_eq!(answer.status, 200);
    answer.json()
}

fn enrol(gateway: &Running, session: &str, grades: Value) -> u16 {
    gateway.desk("PUT", "/desk/api/enrolled", session, &json!({ "grades": grades })).status
}

fn counts_are_told_over_everybody_enrolled_and_never_of_a_few(storage: Storage) {
    let mut gateway = Running::start_with(storage, FAST);
    let (_, lead) = gateway.set_up_centre("school", "周老师");
    let skill = "e01-slow-breathing";
    for person in 0..9 {
        tell(&gateway, person, "7", &completed(skill));
    }
    assert_eq!(enrol(&gateway, &lead.session, json!({ "7": 60, "8": 40 })), 200);
    let none = figures(&gateway, &lead.session);
    assert_eq!(none["skills"], json!([]), "nine are too few even to say that there are any");
    // The tenth, who says it three times, in this week and in the last one.
    tell(&gateway, 9, "7", &completed(skill));
    let mut again = completed(skill);
    again.flags[0].week -= 1;
    tell(&gateway, 9, "7", &again);
    gateway.kill_and_restart();
    tell(&gateway, 9, "7", &completed(skill));
    let lead_again = gateway.unlock(&lead).json()["session"].as_str().unwrap().to_owned();
    let ten = figures(&gateway, &lead_again);
    let row = &ten["skills"][0];
    assert_eq!((row["skill"].as_str(), ten["least"].as_i64()), (Some(skill), Some(10)));
    // Wilson 1927 by hand: p = 0.1, n = 100.
    let shown = json!({ "count": 10, "of": 100, "percent": 10.0, "low": 5.5, "high": 17.4 });
    assert_eq!(row["completed"]["shown"], shown);
    assert!(row["completed"]["formula"].as_str().unwrap().contains("÷ enrolled"));
    assert!(row["completed"]["grades"].is_null(), "grade 8 has nobody, so grade 7 would follow from the sum");
    assert!(row["mastered"]["shown"].is_null());
    // Three more, and the number stays: between two days nobody is found.
    for person in 10..13 {
        tell(&gateway, person, "8", &completed(skill));
    }
    assert_eq!(figures(&gateway, &lead_again)["skills"][0]["completed"]["shown"], shown);
    for person in 13..25 {
        tell(&gateway, person, "8", &completed(skill));
    }
    let later = figures(&gateway, &lead_again);
    assert_eq!(later["skills"][0]["completed"]["shown"]["count"], 25);
    assert_eq!(later["skills"][0]["completed"]["grades"]["7"]["count"], 10);
    assert_eq!(later["skills"][0]["completed"]["grades"]["8"]["count"], 15);
    assert!(later["note"].as_str().unwrap().contains("not a health outcome"));
}

fn mastery_of_both_kinds_is_one_figure(storage: Storage) {
    let gateway = Running::start_with(storage, FAST);
    let (_, lead) = gateway.set_up_centre("school", "周老师");
    assert_eq!(enrol(&gateway, &lead.session, json!({ "7": 200 })), 200);
    let mastered = |skill: &str, helps| Flags {
        flags: vec![flag(skill, helps, Reached::Mastered)],
        harm: Vec::new(),
        known: None,
    };
    for person in 0..40 {
        tell(&gateway, person, "7", &mastered("e01-slow-breathing", Helps::Oneself));
        // Saying afterwards that it was completed takes nothing back.
        tell(&gateway, person, "7", &completed("e01-slow-breathing"));
    }
    for person in 20..50 {
        tell(&gateway, person, "7", &mastered("m1-notice-listen-link", Helps::Another));
    }
    let shown = figures(&gateway, &lead.session);
    assert_eq!(shown["skills"][0]["mastered"]["shown"]["count"], 40);
    assert_eq!(shown["both"]["shown"]["count"], 20);
    assert!(shown["both"]["formula"].as_str().unwrap().contains("one for helping others"));
    let [percent, low, high] =
        ["percent", "low", "high"].map(|name| shown["both"]["shown"][name].as_f64().unwrap());
    assert_eq!((percent, low, high), (10.0, 6.6, 14.9), "Wilson 1927 by hand: p = 0.1, n = 200");
}

fn rises_are_one_number_a_month(storage: Storage) {
    let gateway = Running::start_with(storage, FAST);
    let (_, lead) = gateway.set_up_centre("school", "周老师");
    let harm = |rises| Flags {
        flags: Vec::new(),
        harm: vec![HarmCount { month: last_month(), rises }],
        known: None,
    };
    for person in 0..4 {
        tell(&gateway, person, "7", &harm(2));
        // Once for each person and month, whatever is said later.
        tell(&gateway, person, "7", &harm(9));
    }
    let months = |shown: &Value| shown["harm"]["months"].as_array().unwrap().clone();
    let few = months(&figures(&gateway, &lead.session));
    assert_eq!((few.len(), few[0]["rises"].clone()), (1, Value::Null), "eight are too few");
    tell(&gateway, 4, "7", &harm(6));
    assert_eq!(months(&figures(&gateway, &lead.session))[0]["rises"], 14);
    let mut future = harm(200);
    future.harm[0].month += 1;
    tell(&gateway, 5, "7", &future);
    assert_eq!(months(&figures(&gateway, &lead.session)).len(), 1, "a month that is not over is not taken");
}

/// Every text and every number of the tables: no pseudonym, no time, no two rows that a person has in common.
fn nothing_in_the_storage_leads_to_a_person(storage: Storage) {
    let mut gateway = Running::start_with(storage, FAST);
    gateway.set_up();
    let mut flags = completed("e01-slow-breathing");
    flags.flags.push(flag("e08-small-steps", Helps::Oneself, Reached::Mastered));
    flags.harm.push(HarmCount { month: last_month(), rises: 0 });
    flags.known = Some(FirstTry { answered: 20, right: 20 });
    for person in 0..3 {
        tell(&gateway, person, "7", &flags);
    }
    gateway.kill();
    let place: Place = gateway.ground.place(gateway.folder.path());
    let mut db: Box<dyn Connection> = place.connect(Use::Read).unwrap();
    db.begin_read().unwrap();
    let columns = |db: &mut dyn Connection, table: &str| store::columns(db, table).unwrap();
    assert_eq!(columns(db.as_mut(), "skill_flag"), ["token", "year", "skill", "grade", "reached"]);
    assert_eq!(columns(db.as_mut(), "harm_told"), ["token", "month"]);
    assert_eq!(columns(db.as_mut(), "first_try"), ["token", "year", "answered", "correct"]);
    let mut tokens: Vec<Vec<u8>> = Vec::new();
    for sql in ["SELECT token FROM skill_flag", "SELECT token FROM harm_told", "SELECT token FROM first_try"]
    {
        for row in db.rows(sql, &[]).unwrap() {
            tokens.push(row.get(0).unwrap());
        }
    }
    // Two skills, one kind, a month and a first sitting of three people.
    assert_eq!(tokens.len(), 3 * 5);
    tokens.sort();
    tokens.dedup();
    assert_eq!(tokens.len(), 3 * 5, "no two rows have anything in common");
    assert!(db.rows("SELECT pseudonym FROM launch", &[]).unwrap().is_empty(), "no launch is kept for it");
    // Without the gateway's key the names of rows are no hash of anything that somebody could guess.
    for person in 0..3 {
        for guess in [format!("pseudonym-{person:04}"), format!("school\0pseudonym-{person:04}")] {
            use sha2::{Digest, Sha256};
            let hash = Sha256::digest(guess.as_bytes()).to_vec();
            assert!(!tokens.contains(&hash));
        }
    }
}

fn what_is_no_message_is_refused_and_others_are_not_counted(storage: Storage) {
    let gateway = Running::start_with(storage, FAST);
    let (_, lead) = gateway.set_up_centre("school", "周老师");
    assert_eq!(enrol(&gateway, &lead.session, json!({ "7": 90 })), 200);
    let (key, student) = (gateway.gateway_key(), token(&gateway, 1, "7", "student"));
    let good = message(&key, &completed("e01-slow-breathing"));
    let code = |token: &str, body: &[u8]| post(&gateway, token, body).code();
    assert_eq!(code(&student, &good[1..]), "envelope-malformed");
    let mut bent = good.clone();
    bent[200] ^= 1;
    assert_eq!(code(&student, &bent), "envelope-malformed");
    assert_eq!(
        code(&student, &message(&KeyPair::generate().unwrap().public, &Flags::default())),
        "key-unknown"
    );
    assert_eq!(code("nonsense", &good), "token-invalid");
    assert_eq!(gateway.ask("POST", "/v1/flags", &[], &good).code(), "token-missing");
    let mut late = gateway.platform.claims(&jti(1));
    late["iat"] = json!(now_s() - 900);
    late["exp"] = json!(now_s() - 600);
    assert_eq!(code(&gateway.platform.sign(&late), &good), "token-expired");
    let bearer = format!("Bearer {student}");
    let elsewhere = [("authorization", bearer.as_str()), ("origin", "https://elsewhere.example")];
    assert_eq!(gateway.ask("POST", "/v1/flags", &elsewhere, &good).code(), "origin-refused");
    // Twelve parents, and twelve students with a week that cannot be.
    let mut odd = completed("e01-slow-breathing");
    odd.flags[0].week = week() - 20;
    for person in 0..12 {
        assert_eq!(post(&gateway, &token(&gateway, person, "7", "parent"), &good).status, 204);
        tell(&gateway, person, "7", &odd);
    }
    assert_eq!(figures(&gateway, &lead.session)["skills"], json!([]));
    for grades in [
        json!({}),
        json!({ "7": 0 }),
        json!({ "7": 100_001 }),
        json!({ "\n": 5 }),
        json!({ "x".repeat(33): 5 }),
    ] {
        assert_eq!(enrol(&gateway, &lead.session, grades), 400);
    }
}

on_both_storages!(
    counts_are_told_over_everybody_enrolled_and_never_of_a_few,
    mastery_of_both_kinds_is_one_figure,
    rises_are_one_number_a_month,
    items_right_at_the_first_try_are_summed_and_move_only_with_ten_people,
    nothing_in_the_storage_leads_to_a_person,
    what_is_no_message_is_refused_and_others_are_not_counted,
);

fn items_right_at_the_first_try_are_summed_and_move_only_with_ten_people(storage: Storage) {
    let gateway = Running::start_with(storage, FAST);
    let (_, lead) = gateway.set_up_centre("school", "周老师");
    enrol(&gateway, &lead.session, json!({ "7": 60 }));
    let knows = |right| Flags { known: Some(FirstTry { answered: 20, right }), ..Flags::default() };
    let items = || figures(&gateway, &lead.session)["items"]["shown"].clone();
    for person in 0..9 {
        tell(&gateway, person, "7", &knows(10));
    }
    assert!(items().is_null(), "nine are too few");
    tell(&gateway, 9, "7", &knows(20));
    // Told again, and better: the first sitting stays.
    tell(&gateway, 0, "7", &knows(20));
    let ten = json!({ "count": 110, "of": 200, "percent": 55.0, "low": 48.1, "high": 61.7 });
    assert_eq!(items(), ten);
    for person in 10..19 {
        tell(&gateway, person, "7", &knows(0));
        assert_eq!(items(), ten, "between two days nobody's sitting is found");
    }
    tell(&gateway, 19, "7", &knows(0));
    assert_eq!(items()["count"], 110);
    assert_eq!(items()["of"], 400);
}
