//! The escalation clock, the duty lock and the alarm that leaves the gateway, against a receiver on loopback. A clock is
//! passed in, so that half an hour lasts a moment.

use crate::support::*;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use hmac::{Hmac, KeyInit, Mac};
use qinghe_gateway::Clock;
use qinghe_seal::KeyPair;
use qinghe_wire::{Tier, Urgency};
use serde_json::{Value, json};
use sha2::Sha256;
use std::{
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, AtomicU16, Ordering},
    },
    time::{Duration, Instant},
};

const SECRET: &str = "a secret of both ends";
const MINUTE: i64 = 60_000;

/// A clock that stands still until it is put forward.
struct Still(AtomicI64);

impl Still {
    fn new() -> Arc<Still> {
        Arc::new(Still(AtomicI64::new(now_s() * 1000)))
    }

    fn pass(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

impl Clock for Still {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }

    fn steady_ms(&self) -> i64 {
        self.now_ms()
    }
}

/// Takes alarms, checks that each is signed and holds its five fields, and answers as it is told.
struct Receiver {
    url: String,
    got: Arc<Mutex<Vec<Value>>>,
    status: Arc<AtomicU16>,
}

impl Receiver {
    fn start() -> Receiver {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/alarm", listener.local_addr().unwrap());
        let (got, status) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicU16::new(204)));
        let (heard, answer) = (got.clone(), status.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let (body, signature) = request(&mut BufReader::new(&stream));
                let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
                mac.update(body.as_bytes());
                let expected: String =
                    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
                assert_eq!(signature, format!("sha256={expected}"));
                let value: Value = serde_json::from_str(&body).unwrap();
                let mut fields: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
                fields.sort_unstable();
                assert_eq!(fields, ["at", "event", "staff", "to", "v"], "nothing about anybody or anything");
                heard.lock().unwrap().push(value);
                let status = answer.load(Ordering::SeqCst);
                let head = format!(
                    "HTTP/1.1 {status} x\r\nlocation: /elsewhere\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
                );
                stream.write_all(head.as_bytes()).unwrap();
            }
        });
        Receiver { url, got, status }
    }

    fn lines(&self, table: &str) -> String {
        format!("[{table}]\nurl = \"{}\"\nsecret = \"{SECRET}\"\n", self.url)
    }

    /// Event, part and person of every alarm so far.
    fn told(&self) -> Vec<(String, String, String)> {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let got = self.got.lock().unwrap();
        got.iter().map(|one| (text(&one["event"]), text(&one["to"]), text(&one["staff"]))).collect()
    }

    /// Waits until there are this many, and a little longer to see that there are no more.
    fn wait(&self, count: usize) -> Vec<(String, String, String)> {
        until(|| self.got.lock().unwrap().len() >= count);
        std::thread::sleep(Duration::from_millis(1500));
        let told = self.told();
        assert_eq!(told.len(), count, "{told:?}");
        told
    }
}

fn request(stream: &mut impl BufRead) -> (String, String) {
    let (mut length, mut signature, mut line) = (0, String::new(), String::new());
    while stream.read_line(&mut line).unwrap() > 2 {
        if let Some((name, value)) = line.trim().split_once(": ") {
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse().unwrap(),
                "x-qinghe-signature" => signature = value.to_owned(),
                _ => {}
            }
        }
        line.clear();
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).unwrap();
    (String::from_utf8(body).unwrap(), signature)
}

/// Waits for something that happens within seconds.
fn until(done: impl Fn() -> bool) {
    let began = Instant::now();
    while !done() {
        assert!(began.elapsed() < Duration::from_secs(20), "it does not happen");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn alarm(event: &str, to: &str, staff: &str) -> (String, String, String) {
    (event.to_owned(), to.to_owned(), staff.to_owned())
}

/// A school with two on duty at all hours and a head, served by a clock of its own.
struct School {
    gateway: Running,
    key: KeyPair,
    first: Person,
    second: Person,
    head: Person,
    clock: Arc<Still>,
    served: Option<Clocked>,
}

fn school(storage: Storage, lock: bool, lines: &str) -> School {
    let mut gateway = Running::start_with(storage, &format!("response_floor_ms = 0\n{lines}"));
    let (key, first) = gateway.set_up_centre("school", "周老师");
    let second = gateway.colleague(&first, &key, "counsellor", "李老师");
    let head = gateway.invite(&first, "head", "校长");
    let shift = |weekday: u8| json!({ "weekday": weekday, "from": "00:00", "to": "24:00", "first": first.id(), "second": second.id() });
    let plan = json!({ "lock": lock, "utcOffsetMinutes": 480, "minutes": [15, 30], "roster": (1..=7).map(shift).collect::<Vec<_>>(),
        "daysOff": [], "head": head.id() });
    let answer = gateway.desk("PUT", "/desk/api/duty", &first.session, &plan);
    assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
    let clock = Still::new();
    let served = Some(gateway.serve_at(clock.clone()));
    let mut school = School { gateway, key, first, second, head, clock, served };
    school.reopen();
    school
}

impl School {
    /// Desks are locked after a restart.
    fn reopen(&mut self) {
        for person in [&mut self.first, &mut self.second, &mut self.head] {
            person.session = self.gateway.unlock(person).json()["session"].as_str().unwrap().to_owned();
        }
    }

    fn restart(&mut self) {
        self.served = None;
        self.served = Some(self.gateway.serve_at(self.clock.clone()));
    }

    fn send(&self, n: u8, tier: Tier) {
        let (body, _) = filled(&self.gateway.gateway_key(), &self.key.public, n, 9, tier);
        assert_eq!(self.gateway.send(&self.gateway.platform.token(&jti(1)), &body).status, 200);
    }

    /// A desk asks for news; before everything there is always something new.
    fn asks(&self, by: &Person) {
        let answer = self.gateway.desk("GET", "/desk/api/notices?after=-1", &by.session, &Value::Null);
        assert_eq!(answer.status, 200);
    }

    fn acknowledge(&self, n: u8) {
        let path = format!("/desk/api/notices/{}/acknowledge", BASE64.encode(id(n)));
        assert_eq!(self.gateway.desk("POST", &path, &self.first.session, &Value::Null).status, 200);
    }

    fn duty(&self, by: &Person) -> Value {
        self.gateway.desk("GET", "/desk/api/duty", &by.session, &Value::Null).json()
    }

    fn open(&self) -> bool {
        let said = self.gateway.ask("GET", "/v1/centre", &[], b"").json();
        let (open, lock) = (said["open"].as_bool().unwrap(), said["lock"].as_bool().unwrap());
        assert!(open || lock, "what closes is the lock");
        open
    }
}

fn an_urgent_notice_that_nobody_sees_is_told_to_the_second_and_then_to_the_head(storage: Storage) {
    let receiver = Receiver::start();
    let mut school = school(storage, false, &receiver.lines("webhook"));
    school.asks(&school.first);
    school.send(1, Tier::Watch);
    school.send(2, Tier::Urgent);
    school.clock.pass(14 * MINUTE);
    // The desk of the first was open when it came, and rang; it is silent by now.
    let first = alarm("unseen", "first", "周老师");
    assert_eq!(receiver.wait(1), std::slice::from_ref(&first));
    // The gateway is away when the second would be told, and when the head would.
    school.served = None;
    school.clock.pass(20 * MINUTE);
    school.restart();
    let (second, head) = (alarm("unseen", "second", "李老师"), alarm("unseen", "head", "校长"));
    let mut told = receiver.wait(3);
    told[1..].sort();
    assert_eq!(told, [first, head, second]);
    school.restart();
    school.reopen();
    let waiting = school.gateway.desk("GET", "/desk/api/alerts", &school.head.session, &Value::Null).json();
    assert_eq!(
        (&waiting["waiting"]["urgent"], waiting["alerts"].as_array().unwrap().len()),
        (&json!(true), 3)
    );
    school.acknowledge(2);
    school.clock.pass(300 * MINUTE);
    assert_eq!(receiver.wait(3).len(), 3, "nobody is told twice");
    school.reopen();
    let waiting = school.gateway.desk("GET", "/desk/api/alerts", &school.head.session, &Value::Null).json();
    assert_eq!(
        (&waiting["waiting"], &waiting["alerts"][0]["over"]),
        (&json!({ "urgent": false, "since": null }), &json!(true))
    );
}

fn what_is_seen_in_time_is_told_to_nobody_and_many_are_told_as_one(storage: Storage) {
    let receiver = Receiver::start();
    let school = school(storage, false, &receiver.lines("webhook"));
    school.asks(&school.first);
    school.send(1, Tier::Urgent);
    school.acknowledge(1);
    for n in 2..6 {
        school.send(n, Tier::Urgent);
    }
    school.clock.pass(16 * MINUTE);
    until(|| receiver.told().len() >= 2);
    std::thread::sleep(Duration::from_millis(1500));
    let mut told = receiver.told();
    told.sort();
    assert_eq!(
        told,
        [alarm("unseen", "first", "周老师"), alarm("unseen", "second", "李老师")],
        "how many is not said"
    );
}

fn an_alarm_that_fails_is_tried_again_and_shown(storage: Storage) {
    let receiver = Receiver::start();
    let mut school = school(storage, false, &receiver.lines("webhook"));
    // A redirect is not followed: it could lead the body anywhere.
    receiver.status.store(302, Ordering::SeqCst);
    assert_eq!(
        school.gateway.desk("POST", "/desk/api/alerts/test", &school.first.session, &Value::Null).status,
        202
    );
    let trial = alarm("test", "first", "周老师");
    assert_eq!(receiver.wait(1), std::slice::from_ref(&trial));
    let shown = school.duty(&school.second);
    assert_eq!(
        (&shown["alarm"]["to"], &shown["alarm"]["failed"], &shown["channel"]),
        (&json!("周老师"), &json!(false), &json!(true))
    );
    school.clock.pass(5_000);
    assert_eq!(receiver.wait(2).len(), 2);
    school.restart();
    receiver.status.store(500, Ordering::SeqCst);
    school.clock.pass(29_000);
    receiver.wait(2);
    school.clock.pass(1_000);
    receiver.wait(3);
    receiver.status.store(200, Ordering::SeqCst);
    school.clock.pass(2 * MINUTE);
    assert_eq!(receiver.wait(4), vec![trial; 4]);
    let times: Vec<Value> = receiver.got.lock().unwrap().iter().map(|one| one["at"].clone()).collect();
    assert!(times.iter().all(|at| *at == times[0]), "the receiver can tell that it is one alarm");
    school.reopen();
    assert_eq!(school.duty(&school.first)["alarm"], Value::Null);
    school.clock.pass(60 * MINUTE);
    receiver.wait(4);
}

fn the_duty_lock_opens_while_a_desk_on_duty_asks_and_its_silence_is_told_once(storage: Storage) {
    let receiver = Receiver::start();
    let mut school = school(storage, true, &receiver.lines("webhook"));
    assert!(!school.open(), "unlocked desks that never asked for news do not ring");
    school.asks(&school.second);
    assert!(school.open(), "the second counts too");
    let shown = school.duty(&school.head);
    assert_eq!(
        (&shown["now"]["first"], &shown["now"]["unlocked"]),
        (&json!(school.first.id()), &json!(true))
    );
    school.clock.pass(80_000);
    school.asks(&school.first);
    school.clock.pass(80_000);
    assert!(school.open());
    assert_eq!(receiver.told(), []);
    school.clock.pass(10_000);
    assert!(!school.open(), "silent for 90 seconds");
    let silent = alarm("desk-silent", "second", "李老师");
    assert_eq!(receiver.wait(1), std::slice::from_ref(&silent));
    school.restart();
    school.clock.pass(20 * MINUTE);
    assert_eq!(receiver.wait(1).len(), 1, "told once, also over a restart");
    school.reopen();
    school.asks(&school.first);
    assert!(school.open());
    std::thread::sleep(Duration::from_millis(2500));
    // Locking the desk closes at once; the alarm comes when it stays so.
    for session in [&school.first.session, &school.second.session] {
        assert_eq!(school.gateway.desk("DELETE", "/desk/api/session", session, &Value::Null).status, 204);
    }
    assert!(!school.open());
    school.clock.pass(11 * MINUTE);
    assert_eq!(receiver.wait(2), [silent.clone(), silent]);
}

/// That a student chose the second centre is nobody's business at the school.
fn alarms_of_the_second_centre_never_reach_the_school(storage: Storage) {
    let (ours, theirs) = (Receiver::start(), Receiver::start());
    let lines = format!("second_centre = true\n{}{}", ours.lines("webhook"), theirs.lines("webhook_second"));
    let mut gateway = Running::start_with(storage, &format!("response_floor_ms = 0\n{lines}"));
    gateway.set_up_centre("school", "周老师");
    let (county, other) = gateway.set_up_centre("second", "县中心");
    let plan = json!({ "lock": false, "utcOffsetMinutes": 480, "minutes": [1, 2], "roster": [], "daysOff": [], "head": other.id() });
    assert_eq!(gateway.desk("PUT", "/desk/api/duty", &other.session, &plan).status, 200);
    let clock = Still::new();
    let _served = gateway.serve_at(clock.clone());
    let (body, _) = filled(&gateway.gateway_key(), &county.public, 1, 9, Tier::Urgent);
    assert_eq!(gateway.send(&gateway.platform.token(&jti(1)), &body).status, 200);
    clock.pass(MINUTE);
    assert_eq!(theirs.wait(1), [alarm("unseen", "head", "县中心")], "nobody is on duty, so the head");
    clock.pass(60 * MINUTE);
    theirs.wait(2);
    assert_eq!(ours.told(), []);
}

/// The real process, killed: what was due meanwhile is told once it is back, and what was told is not told again.
fn kill_9_neither_forgets_nor_repeats(storage: Storage) {
    let receiver = Receiver::start();
    let mut gateway =
        Running::start_with(storage, &format!("response_floor_ms = 0\n{}", receiver.lines("webhook")));
    let (key, _) = gateway.set_up_centre("school", "周老师");
    let (body, _) = filled(&gateway.gateway_key(), &key.public, 1, 9, Tier::Urgent);
    assert_eq!(gateway.send(&gateway.platform.token(&jti(1)), &body).status, 200);
    gateway.kill();
    let earlier = format!("UPDATE notice SET received_at = received_at - {}", 16 * MINUTE);
    gateway.ground.meddle(gateway.folder.path(), &earlier).unwrap();
    gateway.restart();
    assert_eq!(
        receiver.wait(1),
        [alarm("unseen", "second", "")],
        "the plan names nobody, and somebody must be told"
    );
    gateway.kill_and_restart();
    receiver.wait(1);
    gateway.kill();
    gateway.ground.meddle(gateway.folder.path(), &earlier).unwrap();
    gateway.restart();
    assert_eq!(receiver.wait(2)[1], alarm("unseen", "head", ""));
}

/// A gateway or a centre with other keys than the devices know: nobody could read what they send, so somebody has to hear of it,
/// and nobody by it of anybody. Whatever was in the envelope, it is one attempt more.
fn what_no_key_here_opens_is_told_once_a_day_and_shown(storage: Storage) {
    let receiver = Receiver::start();
    let mut school = school(storage, false, &receiver.lines("webhook"));
    let (own, stranger) = (school.gateway.gateway_key(), KeyPair::generate().unwrap().public);
    let send = |school: &School, body: &[u8]| {
        let mut claims = school.gateway.platform.claims(&jti(1));
        let now = school.clock.now_ms() / 1000;
        (claims["iat"], claims["exp"]) = (json!(now), json!(now + 300));
        let answer = school.gateway.send(&school.gateway.platform.sign(&claims), body);
        answer.code().to_owned()
    };
    school.send(1, Tier::Watch);
    assert_eq!(school.duty(&school.first)["unopened"], Value::Null);
    // The centre's key, the gateway's, and a seal that is broken.
    let cover = envelope(&own, &stranger, &head(Urgency::Cover, id(4), id(9), &stranger), &[0; 512]).0;
    for body in
        [filled(&own, &stranger, 2, 9, Tier::Urgent).0, filled(&own, &stranger, 3, 9, Tier::Watch).0, cover]
    {
        assert_eq!(send(&school, &body), "key-unknown");
    }
    let elsewhere = filled(&stranger, &school.key.public, 5, 9, Tier::Urgent).0;
    assert_eq!(send(&school, &elsewhere), "key-unknown");
    let mut broken = filled(&own, &school.key.public, 6, 9, Tier::Urgent).0;
    broken[900] ^= 1;
    assert_eq!(send(&school, &broken), "envelope-malformed");
    let said = alarm("unopened", "head", "校长");
    assert_eq!(receiver.wait(1).last(), Some(&said));
    let since = school.clock.now_ms() - school.clock.now_ms().rem_euclid(1440 * MINUTE);
    assert_eq!(school.duty(&school.first)["unopened"], json!({ "since": since, "tries": 5 }));
    let news =
        school.gateway.desk("GET", "/desk/api/notices?after=-1", &school.first.session, &Value::Null).json();
    assert_eq!(news["unopened"], json!({ "since": since, "tries": 5 }));
    assert_eq!(
        school.gateway.all(&school.first)["notices"].as_array().unwrap().len(),
        1,
        "nothing of it is a notice"
    );
    // It stays over a restart, and is not told twice on a day.
    school.restart();
    school.reopen();
    assert_eq!(send(&school, &elsewhere), "key-unknown");
    until(|| school.duty(&school.first)["unopened"]["tries"] == json!(6));
    receiver.wait(1);
    let (well, said_by_check) = tool(school.gateway.folder.path(), &["check"]);
    assert!(well && said_by_check.contains("6 attempts with 2 keys, last on 20"), "{said_by_check}");
    // Another day begins without it, and is told anew.
    school.clock.pass(1440 * MINUTE);
    school.reopen();
    assert_eq!(school.duty(&school.first)["unopened"], Value::Null);
    assert_eq!(send(&school, &elsewhere), "key-unknown");
    assert_eq!(receiver.wait(2).last(), Some(&said));
}

#[test]
fn a_webhook_that_could_leak_is_refused_before_anything_starts() {
    let gateway = Running::start(Storage::Sqlite);
    let config = gateway.folder.path().join("gateway.toml");
    let sound = std::fs::read_to_string(&config).unwrap();
    let lines = "[webhook]\nurl = \"http://sms.school.edu.cn/x\"\nsecret = \"short\"\n[webhook_second]\nurl = \"https://a.b/c\"\nsecret = \"0123456789abcdef\"\n";
    std::fs::write(&config, format!("{sound}{lines}")).unwrap();
    let (well, said) = tool(gateway.folder.path(), &["check"]);
    assert!(!well, "{said}");
    for part in
        ["[webhook] url must be https", "[webhook] secret must have", "without `second_centre = true`"]
    {
        assert!(said.contains(part), "{part} is not in {said}");
    }
}

on_both_storages!(
    what_no_key_here_opens_is_told_once_a_day_and_shown,
    an_urgent_notice_that_nobody_sees_is_told_to_the_second_and_then_to_the_head,
    what_is_seen_in_time_is_told_to_nobody_and_many_are_told_as_one,
    an_alarm_that_fails_is_tried_again_and_shown,
    the_duty_lock_opens_while_a_desk_on_duty_asks_and_its_silence_is_told_once,
    alarms_of_the_second_centre_never_reach_the_school,
    kill_9_neither_forgets_nor_repeats,
);
