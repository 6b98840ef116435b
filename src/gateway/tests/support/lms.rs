//! A small learning platform: its key, what it signs, and the two addresses at which it takes results.

use super::{Answer, ORIGIN, Running, now_s};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use rsa::{RsaPrivateKey, pkcs1::EncodeRsaPrivateKey, traits::PublicKeyParts};
use serde_json::{Value, json};
use std::{
    fs,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};
use tempfile::TempDir;

pub const CLAIM: &str = "https://purl.imsglobal.org/spec/lti/claim/";
pub const LMS: &str = "http://lms.school.localhost:9";
/// Never to be found anywhere behind the gateway's door.
pub const NAMES: [&str; 4] = ["user-4711", "林晓晓", "lin.xiaoxiao@school.cn", "20260101"];

pub struct Lms {
    folder: TempDir,
    pub key: EncodingKey,
    port: u16,
    /// Requests that came, and the statuses to answer results with; 200 when none is left.
    pub heard: Arc<Mutex<Vec<String>>>,
    pub answers: Arc<Mutex<Vec<u16>>>,
}

impl Lms {
    pub fn start() -> Lms {
        let folder = tempfile::tempdir().unwrap();
        let made = RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 2048).unwrap();
        let [n, e] = [made.n(), made.e()].map(|number| BASE64.encode(number.to_bytes_be()));
        let keys =
            json!({ "keys": [{ "kty": "RSA", "alg": "RS256", "use": "sig", "kid": "r1", "n": n, "e": e }] });
        fs::write(folder.path().join("keys.json"), keys.to_string()).unwrap();
        let key = EncodingKey::from_rsa_der(made.to_pkcs1_der().unwrap().as_bytes());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Arc::<Mutex<Vec<String>>>::default();
        let answers = Arc::<Mutex<Vec<u16>>>::default();
        let (into, from) = (heard.clone(), answers.clone());
        thread::spawn(move || {
            for stream in listener.incoming() {
                serve(stream.unwrap(), &into, &from);
            }
        });
        Lms { folder, key, port, heard, answers }
    }

    /// Where results are written; `127.0.0.1` because this process resolves no names.
    pub fn line(&self) -> String {
        format!("http://127.0.0.1:{}/line/7?type=2", self.port)
    }

    /// Its key set.
    pub fn keys(&self) -> std::path::PathBuf {
        self.folder.path().join("keys.json")
    }

    /// Its table in the gateway's configuration, with these lines besides.
    pub fn table(&self, lines: &str) -> String {
        format!(
            "response_floor_ms = 0\n[[lti]]\nname = \"moodle\"\nissuer = \"{LMS}\"\nclient_id = \"client-1\"\n\
             deployments = [\"1\", \"2\"]\nauthorize = \"{LMS}/auth\"\njwks = \"{}/keys.json\"\n\
             token = \"http://127.0.0.1:{1}/token\"\norigins = [\"{LMS}\", \"http://127.0.0.1:{1}\"]\n\
             completion_slot_seconds = 1\n{lines}\n[lti.batteries]\nmood-and-anxiety = \"这两周过得怎么样\"\n",
            self.folder.path().display(),
            self.port
        )
    }

    /// What it says of somebody who opens the link, with all that platforms like to add.
    pub fn claims(&self, nonce: &str) -> Value {
        let now = now_s();
        let [sub, name, mail, number] = NAMES;
        let mut claims = json!({
            "iss": LMS, "aud": "client-1", "sub": sub, "iat": now, "exp": now + 60, "nonce": nonce,
            "name": name, "given_name": name, "email": mail, "picture": "http://lms/4711.png",
            "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint": {
                "scope": ["https://purl.imsglobal.org/spec/lti-ags/scope/score"],
                "lineitems": "http://lms/lines", "lineitem": self.line() },
        });
        for (name, value) in [
            ("message_type", json!("LtiResourceLinkRequest")),
            ("version", json!("1.3.0")),
            ("deployment_id", json!("1")),
            ("target_link_uri", json!(format!("{ORIGIN}/lti/launch"))),
            ("resource_link", json!({ "id": "9", "title": "这两周" })),
            ("roles", json!(["http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"])),
            ("context", json!({ "id": "8", "title": "初二三班" })),
            ("lis", json!({ "person_sourcedid": number })),
            ("custom", json!({ "battery": "mood-and-anxiety" })),
        ] {
            claims[format!("{CLAIM}{name}")] = value;
        }
        claims
    }

    pub fn sign(&self, claims: &Value) -> String {
        let header = Header { kid: Some("r1".to_owned()), ..Header::new(Algorithm::RS256) };
        encode(&header, claims, &self.key).unwrap()
    }

    /// Writes results that came, as (path, body).
    pub fn results(&self) -> Vec<(String, Value)> {
        let heard = self.heard.lock().unwrap();
        let results = heard.iter().filter(|text| text.starts_with("POST /line"));
        results
            .map(|text| {
                let (head, body) = text.split_once("\r\n\r\n").unwrap();
                let path = head.split(' ').nth(1).unwrap().to_owned();
                (path, serde_json::from_str(body).unwrap())
            })
            .collect()
    }
}

fn serve(mut stream: TcpStream, heard: &Mutex<Vec<String>>, answers: &Mutex<Vec<u16>>) {
    let (mut text, mut some) = (Vec::new(), [0; 4096]);
    let whole = |text: &[u8]| {
        let text = String::from_utf8_lossy(text).into_owned();
        let (head, body) = text.split_once("\r\n\r\n")?;
        let lower = head.to_lowercase();
        let length = lower.split("content-length: ").nth(1)?.lines().next()?.trim().parse::<usize>().ok()?;
        (body.len() >= length).then_some(text)
    };
    let request = loop {
        if let Some(request) = whole(&text) {
            break request;
        }
        match stream.read(&mut some) {
            Ok(0) | Err(_) => return,
            Ok(n) => text.extend_from_slice(&some[..n]),
        }
    };
    let token = request.starts_with("POST /token");
    let status = if token { 200 } else { answers.lock().unwrap().pop().unwrap_or(200) };
    heard.lock().unwrap().push(request);
    let body = json!({ "access_token": "leave-1", "token_type": "bearer", "expires_in": 3600 }).to_string();
    let head = format!(
        "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let _gone = stream.write_all((head + &body).as_bytes());
}

/// Names and values of a query, decoded.
pub fn query(address: &str) -> Vec<(String, String)> {
    let query = address.split_once('?').unwrap().1;
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

/// One value of an address that the gateway sent the browser to.
pub fn value(address: &str, name: &str) -> String {
    query(address).into_iter().find(|(given, _)| given == name).unwrap().1
}

/// An attribute of a page of the gateway.
pub fn data(page: &str, name: &str) -> String {
    let rest = page.split(&format!(" data-{name}=\"")).nth(1).unwrap();
    rest.split('"').next().unwrap().replace("&amp;", "&")
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }
}

impl Running {
    /// What a platform asks for at first.
    pub fn login(&self, more: &[(&str, &str)]) -> Answer {
        let target = format!("{ORIGIN}/lti/launch");
        let usual = [
            ("iss", LMS),
            ("login_hint", "hint"),
            ("target_link_uri", target.as_str()),
            ("client_id", "client-1"),
        ];
        let kept = usual.into_iter().filter(|(name, _)| more.iter().all(|(other, _)| other != name));
        let text = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(kept.chain(more.iter().copied()).filter(|(_, value)| !value.is_empty()))
            .finish();
        self.ask("GET", &format!("/lti/login?{text}"), &[], b"")
    }

    /// The login's state and nonce.
    pub fn begun(&self) -> (String, String) {
        let answer = self.login(&[]);
        assert_eq!(answer.status, 302, "{}", answer.text());
        let next = answer.headers["location"].to_str().unwrap().to_owned();
        (value(&next, "state"), value(&next, "nonce"))
    }

    /// What the platform's page posts.
    pub fn launch(&self, id_token: &str, state: &str, origin: &str) -> Answer {
        let text = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("id_token", id_token), ("state", state)])
            .finish();
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("origin", origin)];
        self.ask("POST", "/lti/launch", &headers, text.as_bytes())
    }

    /// The page of somebody who has come, after `change` of what the platform says.
    pub fn come(&self, lms: &Lms, change: impl FnOnce(&mut Value)) -> Answer {
        let (state, nonce) = self.begun();
        let mut claims = lms.claims(&nonce);
        change(&mut claims);
        self.launch(&lms.sign(&claims), &state, LMS)
    }
}

/// Changes what a platform says.
pub type Change = fn(&mut Value);

/// What stands in a token, whoever signed it.
pub fn inside(token: &str) -> Value {
    serde_json::from_slice(&BASE64.decode(token.split('.').nth(1).unwrap()).unwrap()).unwrap()
}
