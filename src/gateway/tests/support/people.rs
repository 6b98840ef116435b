//! The people of a centre, with their keys and open desks.

use super::{Answer, KDF, Running, id};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use qinghe_gateway::{Clock, Config, Gateway};
use qinghe_seal::{KeyPair, derive, grant, key_id, seal, staff_id, wrap};
use qinghe_wire::{CASE_INFO, CaseEntry, case_aad};
use serde_json::{Value, json};
use std::{
    fs,
    path::Path,
    sync::{Arc, mpsc},
    thread::JoinHandle,
    time::Duration,
};
use tokio::sync::oneshot;

pub struct Person {
    pub name: String,
    pub pair: KeyPair,
    pub session: String,
    pub centre: &'static str,
    auth: [u8; 32],
}

impl Person {
    fn new(centre: &'static str, name: &str) -> Person {
        let mut auth = [0; 32];
        getrandom::fill(&mut auth).unwrap();
        let pair = KeyPair::generate().unwrap();
        Person { name: name.to_owned(), pair, session: String::new(), centre, auth }
    }

    pub fn id(&self) -> String {
        BASE64.encode(staff_id(&self.pair.public))
    }

    /// What the person deposits.
    fn chosen(&self, more: Value) -> Value {
        let mut body = json!({ "centre": self.centre, "salt": BASE64.encode([7; 16]), "authKey": BASE64.encode(self.auth),
            "staffPublic": BASE64.encode(self.pair.public),
            "wrappedStaffKey": BASE64.encode(wrap(&[9; 32], &self.pair.private).unwrap()) });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    }

    pub fn proof(&self) -> Value {
        json!({ "centre": self.centre, "name": self.name, "authKey": BASE64.encode(self.auth) })
    }
}

impl Running {
    /// Sets a centre up; gives its keys and its lead.
    pub fn set_up_centre(&self, centre: &'static str, name: &str) -> (KeyPair, Person) {
        self.set_up_by(Person::new(centre, name))
    }

    /// Sets the school's centre up with a key that is known beforehand; gives its lead.
    pub fn set_up_with(&self, pair: KeyPair) -> Person {
        self.deposit(pair, Person::new("school", "周老师")).1
    }

    fn set_up_by(&self, lead: Person) -> (KeyPair, Person) {
        self.deposit(KeyPair::generate().unwrap(), lead)
    }

    fn deposit(&self, pair: KeyPair, mut lead: Person) -> (KeyPair, Person) {
        let centre = lead.centre;
        let file = if centre == "school" { "data/setup-code" } else { "data/setup-code-second" };
        let code = fs::read_to_string(self.folder.path().join(file)).unwrap();
        let body = lead
            .chosen(json!({ "code": code, "name": lead.name, "centrePublic": BASE64.encode(pair.public),
            "grant": BASE64.encode(grant(&pair, &lead.pair.public).unwrap()) }));
        let answer = self.desk("POST", "/desk/api/setup", "", &body);
        assert_eq!(answer.status, 201, "{}", String::from_utf8_lossy(&answer.body));
        lead.session = answer.json()["session"].as_str().unwrap().to_owned();
        assert_eq!(answer.json()["staff"]["id"], lead.id());
        (pair, lead)
    }

    /// Sets the desk of the school up with a passphrase; gives the centre's keys and a session.
    pub fn set_up(&self) -> (KeyPair, String) {
        let auth = derived("a long enough passphrase", &[7; 16]).auth;
        let (pair, lead) = self.set_up_by(Person { auth, ..Person::new("school", "周老师") });
        (pair, lead.session)
    }

    /// Invites somebody, who joins and opens a desk, without a grant.
    pub fn invite(&self, lead: &Person, role: &str, name: &str) -> Person {
        let invited = json!({ "role": role, "name": name });
        let code =
            self.desk("POST", "/desk/api/staff/invite", &lead.session, &invited).json()["code"].clone();
        let mut person = Person::new(lead.centre, name);
        let joined = self.desk("POST", "/desk/api/staff/join", "", &person.chosen(json!({ "code": code })));
        assert_eq!(joined.status, 201, "{}", String::from_utf8_lossy(&joined.body));
        assert_eq!(joined.json()["staff"], json!({ "id": person.id(), "name": name, "role": role }));
        person.session = self.unlock(&person).json()["session"].as_str().unwrap().to_owned();
        person
    }

    pub fn join(&self, centre: &'static str, code: &str) -> Answer {
        let body = Person::new(centre, "").chosen(json!({ "code": code }));
        self.desk("POST", "/desk/api/staff/join", "", &body)
    }

    pub fn unlock(&self, person: &Person) -> Answer {
        self.desk("POST", "/desk/api/session", "", &person.proof())
    }

    pub fn grant(&self, by: &Person, to: &Person, key: &KeyPair) -> Answer {
        let path = format!("/desk/api/staff/{}/grant", to.id());
        self.desk("POST", &path, &by.session, &json!({ "grants": [of_key(key, to)] }))
    }

    /// Somebody of the centre who can read.
    pub fn colleague(&self, lead: &Person, centre: &KeyPair, role: &str, name: &str) -> Person {
        let person = self.invite(lead, role, name);
        assert_eq!(self.grant(lead, &person, centre).status, 204);
        person
    }

    /// Makes another key the current one; gives it and the answer.
    pub fn rotate(&self, by: &Person, to: &[&Person]) -> (KeyPair, Answer) {
        let key = KeyPair::generate().unwrap();
        let grants: Vec<Value> = to
            .iter()
            .map(|person| json!({ "staff": person.id(), "sealed": of_key(&key, person)["sealed"] }))
            .collect();
        let body = json!({ "public": BASE64.encode(key.public), "grants": grants });
        let answer = self.desk("POST", "/desk/api/keys", &by.session, &body);
        (key, answer)
    }

    /// Does something with the case of a sitting.
    pub fn case(&self, by: &Person, sitting: u8, what: &str, body: &Value) -> Answer {
        let path = format!("/desk/api/cases/{}/{what}", BASE64.encode(id(sitting)));
        self.desk("POST", &path, &by.session, body)
    }

    /// All there is at a desk.
    pub fn all(&self, by: &Person) -> Value {
        self.desk("GET", "/desk/api/notices?after=0", &by.session, &Value::Null).json()
    }

    /// Serves in this process, by `clock`, what the binary served until now.
    pub fn serve_at(&mut self, clock: Arc<dyn Clock>) -> Clocked {
        // Already gone is fine.
        let _gone = self.child.kill();
        let _gone = self.child.wait();
        let config = self.folder.path().join("gateway.toml");
        let ((stop, stopped), (tell, told)) = (oneshot::channel::<()>(), mpsc::channel());
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
            runtime.block_on(async move {
                let gateway = open(&config, clock).await;
                tell.send(gateway.address().unwrap().port()).unwrap();
                let until = async move {
                    let _dropped = stopped.await;
                };
                gateway.serve(until).await.unwrap();
            });
        });
        self.port = told.recv().unwrap();
        Clocked { stop: Some(stop), thread: Some(thread) }
    }
}

/// A server notices within a moment that the process before has gone.
async fn open(config: &Path, clock: Arc<dyn Clock>) -> Gateway {
    let mut tries = 0;
    loop {
        match Gateway::open_at(Config::read(config).unwrap(), clock.clone()).await {
            Ok(gateway) => return gateway,
            Err(why) => assert!(tries < 100, "{why}"),
        }
        tries += 1;
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// A gateway in this process; dropping it stops it.
pub struct Clocked {
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Clocked {
    fn drop(&mut self) {
        self.stop = None;
        if let Some(thread) = self.thread.take() {
            // A test that failed says so itself.
            let _panicked = thread.join();
        }
    }
}

pub fn of_key(key: &KeyPair, to: &Person) -> Value {
    json!({ "key": BASE64.encode(key_id(&key.public)), "sealed": BASE64.encode(grant(key, &to.pair.public).unwrap()) })
}

/// An entry as a desk seals it.
pub fn sealed(key: &KeyPair, sitting: u8, entry: &CaseEntry) -> Value {
    let aad = case_aad(entry.kind(), &id(sitting));
    let sealed = seal(&key.public, CASE_INFO, &aad, &entry.encode().unwrap()).unwrap();
    json!({ "key": BASE64.encode(key_id(&key.public)), "sealed": BASE64.encode(sealed) })
}

pub fn with(mut body: Value, more: Value) -> Value {
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

/// The derivation as a browser runs it, for the one test that needs it.
pub fn derived(passphrase: &str, salt: &[u8]) -> qinghe_seal::Derived {
    derive(passphrase, salt, KDF).unwrap()
}
