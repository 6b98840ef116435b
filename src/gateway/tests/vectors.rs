//! `docs/vectors.json`, which hosts test their own code with: the file is what our code makes, and a gateway gives the
//! published answers. `QINGHE_WRITE_VECTORS=1` writes the file anew.

use crate::support::*;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use jsonwebtoken::{Algorithm, EncodingKey, crypto::sign};
use p256::{
    ecdsa::SigningKey,
    pkcs8::{EncodePrivateKey, LineEnding},
};
use qinghe_gateway::Clock;
use qinghe_seal::{KeyPair, key_id, open, open_exporting, receipt_open};
use qinghe_wire::{
    Disposition, ENVELOPE_LEN, Envelope, Head, INNER_INFO, Notice, OUTER_INFO, RECEIPT_EXPORT,
    RECEIPT_KEY_LEN, Receipt, Tier, Urgency, inner_aad, split_outer,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{fs, path::PathBuf, sync::Arc};

const NOW_S: i64 = 1_800_000_000;
const ISSUER: &str = "https://portal.school.example";
const AUDIENCE: &str = "https://xinli.school.example";
const WRITE: &str = "QINGHE_WRITE_VECTORS";
/// The 473rd of a row of scalars: the first whose point has an x that begins with a zero byte and a y whose top bit is
/// set. Whoever writes either as a number loses a byte or adds one.
const HOST_SEED: &str = "qinghe vectors host 473";
/// Bytes beyond an envelope that make a body larger than a gateway takes.
const FAR_TOO_LONG: usize = 8 * 1024 + 1 - ENVELOPE_LEN;

/// Birthday, a day, and the age in whole years on that day: guardians must agree below fourteen.
const AGES: [(&str, &str, u8); 5] = [
    ("2013-09-01", "2027-08-31", 13),
    ("2013-09-01", "2027-09-01", 14),
    ("2012-02-29", "2026-02-28", 13),
    ("2012-02-29", "2026-03-01", 14),
    ("2011-12-31", "2027-01-01", 15),
];

/// What a host decides before it passes an envelope on.
const FORWARD: Option<u16> = None;
const NOT_OURS: Option<u16> = Some(401);
const TOO_LONG: Option<u16> = Some(413);

struct Still;

impl Clock for Still {
    fn now_ms(&self) -> i64 {
        NOW_S * 1000
    }

    fn steady_ms(&self) -> i64 {
        NOW_S * 1000
    }
}

fn secret(seed: &str) -> [u8; 32] {
    Sha256::digest(seed).into()
}

fn pair(seed: &str) -> KeyPair {
    KeyPair::from_private(&secret(seed)).unwrap()
}

fn gateway_pair() -> KeyPair {
    pair("qinghe vectors gateway")
}

fn centre_pair() -> KeyPair {
    pair("qinghe vectors centre")
}

fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/vectors.json")
}

fn published() -> Value {
    serde_json::from_str(&fs::read_to_string(path()).unwrap()).unwrap()
}

/// The platform's key and its name.
struct Host {
    signing: SigningKey,
    jwk: Value,
    header: String,
}

impl Host {
    fn new(seed: &str) -> Host {
        let signing = SigningKey::from_slice(&secret(seed)).unwrap();
        let point = signing.verifying_key().to_sec1_point(false);
        let [x, y] = [point.x(), point.y()].map(|half| BASE64.encode(half.unwrap()));
        // RFC 7638: these members, in this order.
        let members = format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#);
        let kid = BASE64.encode(Sha256::digest(members));
        let header = format!(r#"{{"alg":"ES256","kid":"{kid}","typ":"qinghe-launch+jwt"}}"#);
        let jwk =
            json!({ "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": kid, "x": x, "y": y });
        Host { signing, jwk, header }
    }

    fn token(&self, claims: &Value) -> String {
        self.token_under(&self.header, claims)
    }

    fn token_under(&self, header: &str, claims: &Value) -> String {
        let input = format!("{}.{}", BASE64.encode(header), BASE64.encode(claims.to_string()));
        let key = EncodingKey::from_ec_der(self.signing.to_pkcs8_der().unwrap().as_bytes());
        let signature = sign(input.as_bytes(), &key, Algorithm::ES256).unwrap();
        format!("{input}.{signature}")
    }
}

/// The pairwise pseudonym of a person, as the samples make it.
fn pseudonym(person: &str) -> String {
    use hmac::{Hmac, KeyInit, Mac};
    let mut mac = Hmac::<Sha256>::new_from_slice(&secret("qinghe vectors pseudonyms")).unwrap();
    mac.update(format!("{AUDIENCE} {person}").as_bytes());
    BASE64.encode(mac.finalize().into_bytes())
}

fn claims(launch: u32, change: Value) -> Value {
    let usual = json!({ "iss": ISSUER, "aud": AUDIENCE, "sub": pseudonym("20230417"), "jti": jti(launch), "iat": NOW_S,
        "exp": NOW_S + 600, "role": "student", "battery": "mood-and-anxiety", "age": 15, "school": "s-017",
        "grade": "9", "class": "初三(2)班" });
    with(usual, change)
}

/// Name, urgency, number of the notice and of its sitting.
const ENVELOPES: [(&str, Urgency, u8, u8); 6] = [
    ("notice", Urgency::Normal, 1, 1),
    ("cover", Urgency::Cover, 2, 1),
    ("another-person", Urgency::Normal, 3, 3),
    ("another-sitting", Urgency::Normal, 4, 4),
    ("urgent", Urgency::Urgent, 5, 5),
    ("guardian-agreed", Urgency::Normal, 6, 6),
];

fn content(urgency: Urgency, n: u8, sitting: u8) -> (Head, [u8; 512]) {
    let head = head(urgency, id(n), id(sitting), &centre_pair().public);
    let tier = if urgency == Urgency::Urgent { Tier::Urgent } else { Tier::Watch };
    let plain = match urgency {
        Urgency::Cover => [0; 512],
        Urgency::Normal | Urgency::Urgent => notice(id(n), id(sitting), tier).encode().unwrap(),
    };
    (head, plain)
}

fn word(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Cover => "cover",
        Urgency::Normal => "normal",
        Urgency::Urgent => "urgent",
    }
}

fn sealed((name, urgency, n, sitting): (&str, Urgency, u8, u8)) -> Value {
    let (head, plain) = content(urgency, n, sitting);
    let (bytes, key) = envelope(&gateway_pair().public, &centre_pair().public, &head, &plain);
    json!({ "name": name, "urgency": word(urgency), "id": BASE64.encode(id(n)), "sitting": BASE64.encode(id(sitting)),
        "notice": BASE64.encode(plain), "bytes": BASE64.encode(bytes), "receiptKey": BASE64.encode(key) })
}

/// One request: name, token, envelope and what happens to it, what a host does, what a gateway answers.
struct Exchange {
    name: &'static str,
    token: Option<String>,
    envelope: (&'static str, Value),
    host: Option<u16>,
    status: u16,
    code: &'static str,
}

impl Exchange {
    fn json(&self) -> Value {
        let (name, change) = &self.envelope;
        let host = self.host.map_or(json!("forwards"), |status| json!(status));
        let gateway = if self.code.starts_with('-') {
            json!({ "status": self.status, "disposition": &self.code[1..] })
        } else {
            json!({ "status": self.status, "code": self.code })
        };
        let sent = with(json!({ "name": name }), change.clone());
        json!({ "name": self.name, "token": self.token, "envelope": sent, "host": host, "gateway": gateway })
    }
}

const STORED: (u16, &str) = (200, "-stored");

fn exchange(
    name: &'static str,
    token: String,
    envelope: &'static str,
    host: Option<u16>,
    (status, code): (u16, &'static str),
) -> Exchange {
    Exchange { name, token: Some(token), envelope: (envelope, json!({})), host, status, code }
}

fn changed(name: &'static str, change: Value, host: Option<u16>, answer: (u16, &'static str)) -> Exchange {
    let token = Host::new(HOST_SEED).token(&claims(1, json!({})));
    Exchange { envelope: ("notice", change), ..exchange(name, token, "notice", host, answer) }
}

/// What a gateway or host can say about an envelope and its honest token, in this order.
fn honest(host: &Host) -> Vec<Exchange> {
    let token = |launch, change| host.token(&claims(launch, change));
    let first = || token(1, json!({}));
    let other = json!({ "sub": pseudonym("20230418") });
    let late = |by_s: i64| json!({ "iat": NOW_S - 720 - by_s, "exp": NOW_S - 120 - by_s });
    let day = 24 * 3_600;
    let invalid = (401, "token-invalid");
    vec![
        exchange("valid", first(), "notice", FORWARD, STORED),
        exchange("valid-cover", first(), "cover", FORWARD, (200, "-cover")),
        exchange("replayed", first(), "notice", FORWARD, STORED),
        exchange("replayed-by-another", token(1, other), "another-person", FORWARD, (409, "launch-used")),
        exchange("late", token(2, late(day)), "cover", FORWARD, (200, "-cover")),
        exchange("expired", token(2, late(day + 1)), "another-sitting", FORWARD, (401, "token-expired")),
        exchange("expired-but-urgent", token(3, late(day + 1)), "urgent", FORWARD, STORED),
        exchange(
            "wrong-audience",
            token(4, json!({ "aud": "https://xinli.elsewhere.example" })),
            "another-sitting",
            FORWARD,
            (403, "token-audience"),
        ),
        exchange(
            "wrong-issuer",
            token(4, json!({ "iss": "https://portal.elsewhere.example" })),
            "another-sitting",
            FORWARD,
            (403, "token-issuer"),
        ),
        exchange(
            "too-young",
            token(4, json!({ "age": 13 })),
            "another-sitting",
            FORWARD,
            (403, "consent-missing"),
        ),
        exchange(
            "guardian-agreed",
            token(5, json!({ "age": 13, "consent": "paper-2027-0031" })),
            "guardian-agreed",
            FORWARD,
            STORED,
        ),
        exchange(
            "lives-too-long",
            token(4, json!({ "exp": NOW_S + 601 })),
            "another-sitting",
            FORWARD,
            invalid,
        ),
        exchange("named-person", token(4, json!({ "sub": "张三" })), "another-sitting", FORWARD, invalid),
    ]
}

/// What somebody altered, forged or blew up.
fn dishonest(host: &Host) -> Vec<Exchange> {
    let invalid = (401, "token-invalid");
    let malformed = (400, "envelope-malformed");
    let honest = host.token(&claims(6, json!({})));
    let older = BASE64.encode(claims(6, json!({ "age": 16 })).to_string());
    let [header, body, signature] = honest.split('.').collect::<Vec<_>>().try_into().unwrap();
    let mut turned = BASE64.decode(signature).unwrap();
    turned[40] ^= 1;
    let turned = BASE64.encode(turned);
    // A zero between both numbers changes neither, for whoever reads them as numbers.
    let mut longer = BASE64.decode(signature).unwrap();
    longer.insert(32, 0);
    let longer = BASE64.encode(longer);
    let none = BASE64.encode(host.header.replace("ES256", "none"));
    let plain_type = host.header.replace("qinghe-launch+jwt", "JWT");
    let refused = |name, token: String| exchange(name, token, "another-sitting", NOT_OURS, invalid);
    let missing = refused("token-missing", String::new());
    vec![
        refused("altered-claims", format!("{header}.{older}.{signature}")),
        refused("altered-signature", format!("{header}.{body}.{turned}")),
        refused("stretched-signature", format!("{header}.{body}.{longer}")),
        refused("unsigned", format!("{none}.{body}.")),
        refused("another-key", Host::new("qinghe vectors stranger").token(&claims(6, json!({})))),
        refused("another-type", host.token_under(&plain_type, &claims(6, json!({})))),
        refused("oversized-token", host.token(&claims(6, json!({ "note": "x".repeat(3000) })))),
        Exchange { token: None, code: "token-missing", ..missing },
        changed("altered-envelope", json!({ "xor": { "at": 700, "with": 16 } }), FORWARD, malformed),
        changed("cut-envelope", json!({ "cut": 1 }), Some(400), malformed),
        changed("oversized-by-one", json!({ "append": 1 }), TOO_LONG, malformed),
        changed("oversized", json!({ "append": FAR_TOO_LONG }), TOO_LONG, (413, "too-large")),
    ]
}

/// Everything but the envelopes, which have other bytes whenever they are sealed.
fn made() -> Value {
    let host = Host::new(HOST_SEED);
    let key = |pair: &KeyPair| {
        json!({ "id": BASE64.encode(key_id(&pair.public)), "public": BASE64.encode(pair.public),
        "private": BASE64.encode(pair.private.to_bytes().as_slice()) })
    };
    let people = ["20230417", "20230418", "学籍 G5101 0001"];
    let known: Vec<Value> =
        people.iter().map(|person| json!({ "person": person, "sub": pseudonym(person) })).collect();
    let exchanges: Vec<Value> = honest(&host).iter().chain(&dishonest(&host)).map(Exchange::json).collect();
    json!({
        "v": 1,
        "about": "Vectors of docs/wire.md. Every key here is public: never use one outside a test.",
        "now": NOW_S,
        "host": { "issuer": ISSUER, "origin": ISSUER, "key": host.signing.to_pkcs8_pem(LineEnding::LF).unwrap().as_str(),
            "header": host.header, "jwks": { "keys": [host.jwk] },
            "pseudonymSecret": BASE64.encode(secret("qinghe vectors pseudonyms")) },
        "gateway": { "origin": AUDIENCE, "key": key(&gateway_pair()) },
        "centre": { "key": key(&centre_pair()) },
        "pseudonyms": known,
        "ages": AGES.map(|(birthday, on, age)| json!({ "birthday": birthday, "on": on, "age": age })),
        "launch": { "claims": claims(1, json!({})), "token": host.token(&claims(1, json!({}))) },
        "exchanges": exchanges,
    })
}

#[test]
fn the_published_file_is_what_the_code_makes() {
    if std::env::var_os(WRITE).is_some() {
        let envelopes = json!({ "envelopes": ENVELOPES.map(sealed) });
        let text = serde_json::to_string_pretty(&with(made(), envelopes)).unwrap();
        fs::write(path(), text + "\n").unwrap();
    }
    let mut file = published();
    let envelopes = file.as_object_mut().unwrap().remove("envelopes").unwrap();
    assert_eq!(file, made(), "write it anew with {WRITE}=1");
    assert_eq!(envelopes.as_array().unwrap().len(), ENVELOPES.len());
    for (found, (name, urgency, n, sitting)) in envelopes.as_array().unwrap().iter().zip(ENVELOPES) {
        let (head, plain) = content(urgency, n, sitting);
        assert_eq!(found["name"], name);
        assert_eq!(found["urgency"], word(urgency));
        assert_eq!((bytes(&found["id"]), bytes(&found["sitting"])), (id(n).to_vec(), id(sitting).to_vec()));
        assert_eq!(bytes(&found["notice"]), plain, "{name}");
        assert_eq!(
            opened_whole(&bytes(&found["bytes"])),
            (head, plain.to_vec(), bytes(&found["receiptKey"]))
        );
    }
}

/// Head, notice and receipt key, as the private keys of gateway and centre find them.
fn opened_whole(sealed: &[u8]) -> (Head, Vec<u8>, Vec<u8>) {
    let envelope = Envelope::parse(sealed).unwrap();
    assert_eq!(envelope.gateway_key, key_id(&gateway_pair().public));
    let private = gateway_pair().private;
    let (plain, exported) =
        open_exporting(&private, OUTER_INFO, envelope.aad, envelope.sealed, RECEIPT_EXPORT, RECEIPT_KEY_LEN)
            .unwrap();
    let (head, inner) = split_outer(&plain).unwrap();
    let aad = inner_aad(&head.id, &head.sitting);
    let notice = open(&centre_pair().private, INNER_INFO, &aad, inner).unwrap();
    assert_eq!(Notice::decode(&notice).is_err(), head.urgency == Urgency::Cover);
    (head, notice, exported)
}

/// The body of a request: an envelope, cut, lengthened or with a bit turned.
fn body(envelopes: &[Value], sent: &Value) -> Vec<u8> {
    let mut body = bytes(&envelopes.iter().find(|one| one["name"] == sent["name"]).unwrap()["bytes"]);
    let size = |name: &str| usize::try_from(sent[name].as_u64().unwrap_or(0)).unwrap();
    body.resize(body.len() + size("append") - size("cut"), 0);
    if let Some(turn) = sent.get("xor") {
        let at = usize::try_from(turn["at"].as_u64().unwrap()).unwrap();
        body[at] ^= u8::try_from(turn["with"].as_u64().unwrap()).unwrap();
    }
    body
}

/// A gateway with the published keys, at the published moment.
fn gateway(storage: Storage, file: &Value) -> (Running, Clocked, Person) {
    let mut gateway = Running::start(storage);
    let folder = gateway.folder.path().to_owned();
    fs::write(folder.join("jwks.json"), file["host"]["jwks"].to_string()).unwrap();
    fs::write(folder.join("data/gateway.key"), bytes(&file["gateway"]["key"]["private"])).unwrap();
    let config = fs::read_to_string(folder.join("gateway.toml")).unwrap();
    let config = config.replace(ORIGIN, AUDIENCE).replace(r#""school""#, &format!("{ISSUER:?}"));
    fs::write(folder.join("gateway.toml"), config).unwrap();
    let served = gateway.serve_at(Arc::new(Still));
    let lead = gateway.set_up_with(centre_pair());
    (gateway, served, lead)
}

fn a_gateway_gives_the_published_answers(storage: Storage) {
    let file = published();
    let (gateway, _served, lead) = gateway(storage, &file);
    let envelopes = file["envelopes"].as_array().unwrap();
    for exchange in file["exchanges"].as_array().unwrap() {
        let (name, expected) = (exchange["name"].as_str().unwrap(), &exchange["gateway"]);
        let bearer = exchange["token"].as_str().map(|token| format!("Bearer {token}"));
        let headers: Vec<(&str, &str)> =
            bearer.iter().map(|value| ("authorization", value.as_str())).collect();
        let sent = &exchange["envelope"];
        let answer = gateway.ask("POST", "/v1/envelopes", &headers, &body(envelopes, sent));
        assert_eq!(answer.status, expected["status"], "{name}");
        if let Some(code) = expected["code"].as_str() {
            assert_eq!(answer.code(), code, "{name}");
            continue;
        }
        let envelope = envelopes.iter().find(|one| one["name"] == sent["name"]).unwrap();
        let key: [u8; RECEIPT_KEY_LEN] = bytes(&envelope["receiptKey"]).try_into().unwrap();
        let receipt = Receipt::decode(&receipt_open(&key, &answer.body).unwrap()).unwrap();
        let stored = receipt.disposition == Disposition::Stored;
        assert_eq!(expected["disposition"], if stored { "stored" } else { "cover" }, "{name}");
        assert_eq!(receipt.id.to_vec(), bytes(&envelope["id"]), "{name}");
    }
    let rows = gateway.all(&lead)["notices"].clone();
    let mut kept: Vec<(Value, Value)> =
        rows.as_array().unwrap().iter().map(|row| (row["id"].clone(), row["verified"].clone())).collect();
    kept.sort_by_key(|(id, _)| id.to_string());
    let expected = [(1, true), (5, false), (6, true)];
    assert_eq!(kept, expected.map(|(n, verified)| (json!(BASE64.encode(id(n))), json!(verified))));
}

on_both_storages!(a_gateway_gives_the_published_answers);
