//! Starts the real binary on a free port and talks to it as element, platform and desk do.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use p256::{ecdsa::SigningKey, elliptic_curve::Generate, pkcs8::EncodePrivateKey};
use qinghe_seal::{Kdf, KeyPair, key_id, open, receipt_open, seal, seal_exporting};
use qinghe_wire::{
    Envelope, Head, INNER_INFO, Informant, Notice, OUTER_INFO, RECEIPT_EXPORT, RECEIPT_KEY_LEN, Receipt,
    Stage, Tier, Urgency, Validity, Wish, inner_aad, outer_plain,
};
use serde_json::{Value, json};
use std::{
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    time::{SystemTime, UNIX_EPOCH},
};
use tempfile::TempDir;

mod families;
mod lms;
mod people;
mod storage;
pub use families::*;
pub use lms::*;
pub use people::*;
pub(crate) use storage::on_both_storages;
pub use storage::{Ground, Storage};

pub const ORIGIN: &str = "http://xinli.school.localhost:1";
pub const PORTAL: &str = "http://portal.school.localhost:1";
/// The cheapest derivation that is allowed, so that tests spend their time elsewhere.
pub const KDF: Kdf = Kdf { memory_kib: 8192, passes: 1, lanes: 1 };

pub struct Platform {
    key: EncodingKey,
}

pub struct Running {
    child: Child,
    pub port: u16,
    pub folder: TempDir,
    pub platform: Platform,
    pub ground: Ground,
    lines: String,
    agent: ureq::Agent,
}

pub struct Answer {
    pub status: u16,
    pub headers: ureq::http::HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub fn code(&self) -> String {
        assert_eq!(self.headers["content-type"], "application/problem+json");
        let problem = self.json();
        assert_eq!(problem["status"], self.status);
        problem["type"].as_str().unwrap().rsplit('/').next().unwrap().to_owned()
    }
}

/// The element's page, as short as it can be.
pub const EMBED: &str = "<html lang=\"zh-Hans\"><style>p{margin:0}</style><link rel=\"modulepreload\"><div id=\"place\"></div>\
    <main id=\"plain\"><div lang=\"zh-Hans\"><p>一</p></div><div lang=\"en\"><p>one</p></div></main>";

fn assets(folder: &Path) {
    for (name, text) in [
        ("embed.html", EMBED),
        (
            "manifest.json",
            r#"{"manifest":{"packs":{"a":{"zh-Hans":["/m/a.zh-Hans.pack"],"zh-Hant":["/m/a.zh-Hant.pack"],"en":["/m/a.en.pack"]}}},"back":{"zh-Hans":"家","zh-Hant":"家家","en":"home"}}"#,
        ),
        ("qinghe.js", "1"),
        ("m/a.wasm", "wasm"),
        ("m/a.wasm.br", "br"),
        ("m/mood-and-anxiety.zh-Hans.0.pack", "pack"),
        ("desk/desk.html", "<p>desk</p>"),
        ("desk/m/desk.js", "2"),
    ] {
        let path = folder.join("assets").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

impl Running {
    pub fn start(storage: Storage) -> Running {
        Running::start_with(storage, "response_floor_ms = 120")
    }

    /// With these lines of the configuration beside the usual ones.
    pub fn start_with(storage: Storage, lines: &str) -> Running {
        let ground = Ground::new(storage);
        let folder = tempfile::tempdir().unwrap();
        assets(folder.path());
        let signing = SigningKey::generate();
        let point = signing.verifying_key().to_sec1_point(false);
        let jwks = json!({ "keys": [{ "kty": "EC", "crv": "P-256", "kid": "k1", "alg": "ES256", "use": "sig",
            "x": BASE64.encode(point.x().unwrap()), "y": BASE64.encode(point.y().unwrap()) }] });
        fs::write(folder.path().join("jwks.json"), jwks.to_string()).unwrap();
        let key = EncodingKey::from_ec_der(signing.to_pkcs8_der().unwrap().as_bytes());
        configure(folder.path(), &ground, lines);
        let (child, port) = spawn(folder.path());
        Running {
            child,
            port,
            folder,
            platform: Platform { key },
            ground,
            lines: lines.to_owned(),
            agent: agent(),
        }
    }

    /// Kills without warning and starts again on the same data.
    pub fn kill_and_restart(&mut self) {
        self.kill();
        self.restart();
    }

    /// Kills without warning, prepares another folder and storage with the same keys, runs `before` there, and starts.
    pub fn elsewhere(mut self, storage: Storage, before: impl FnOnce(&Path)) -> Running {
        self.kill();
        let (folder, ground) = (tempfile::tempdir().unwrap(), Ground::new(storage));
        assets(folder.path());
        fs::create_dir(folder.path().join("data")).unwrap();
        for name in ["jwks.json", "data/gateway.key"] {
            fs::copy(self.folder.path().join(name), folder.path().join(name)).unwrap();
        }
        configure(folder.path(), &ground, &self.lines);
        before(folder.path());
        (self.child, self.port) = spawn(folder.path());
        (self.folder, self.ground) = (folder, ground);
        self
    }

    pub fn child_id(&self) -> u32 {
        self.child.id()
    }

    /// Takes note of a process that was killed.
    pub fn gone(&mut self) {
        self.child.wait().unwrap();
    }

    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    pub fn restart(&mut self) {
        (self.child, self.port) = spawn(self.folder.path());
    }

    pub fn stop_gently(&mut self) -> bool {
        let done = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(done.success());
        self.child.wait().unwrap().success()
    }

    pub fn code(&self) -> String {
        fs::read_to_string(self.folder.path().join("data/setup-code")).unwrap()
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        self.try_ask(method, path, headers, body).unwrap()
    }

    /// `None` when the connection fails.
    fn try_ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Option<Answer> {
        let mut request = ureq::http::Request::builder().method(method).uri(self.url(path));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut answer = self.agent.run(request.body(body).unwrap()).ok()?;
        let body = answer.body_mut().read_to_vec().ok()?;
        Some(Answer { status: answer.status().as_u16(), headers: answer.headers().clone(), body })
    }

    /// Sends an envelope the way the iframe does.
    pub fn send(&self, token: &str, envelope: &[u8]) -> Answer {
        self.try_send(token, envelope).unwrap()
    }

    /// The same while the gateway may be killed at any moment.
    pub fn try_send(&self, token: &str, envelope: &[u8]) -> Option<Answer> {
        let bearer = format!("Bearer {token}");
        self.try_ask("POST", "/v1/envelopes", &[("authorization", &bearer), ("origin", ORIGIN)], envelope)
    }

    pub fn desk(&self, method: &str, path: &str, session: &str, body: &Value) -> Answer {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.ask(method, path, &[("authorization", &format!("Bearer {session}"))], body.as_bytes())
    }

    pub fn gateway_key(&self) -> [u8; 65] {
        let centre = self.ask("GET", "/v1/centre", &[], b"").json();
        bytes(&centre["gatewayKey"]["public"]).try_into().unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Already gone is fine.
        let _gone = self.child.kill();
        let _gone = self.child.wait();
    }
}

impl Platform {
    pub fn claims(&self, jti: &str) -> Value {
        let now = now_s();
        json!({ "iss": "school", "aud": ORIGIN, "sub": "pseudonym-1", "jti": jti, "iat": now, "exp": now + 300,
            "role": "student", "battery": "mood-and-anxiety", "age": 15, "class": "8-3" })
    }

    pub fn sign(&self, claims: &Value) -> String {
        self.sign_as(claims, "k1", "qinghe-launch+jwt")
    }

    pub fn sign_as(&self, claims: &Value, kid: &str, kind: &str) -> String {
        let header =
            Header { kid: Some(kid.to_owned()), typ: Some(kind.to_owned()), ..Header::new(Algorithm::ES256) };
        encode(&header, claims, &self.key).unwrap()
    }

    pub fn token(&self, jti: &str) -> String {
        self.sign(&self.claims(jti))
    }
}

pub fn now_s() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()).unwrap()
}

pub fn bytes(value: &Value) -> Vec<u8> {
    BASE64.decode(value.as_str().unwrap()).unwrap()
}

pub fn id(byte: u8) -> [u8; 16] {
    [byte; 16]
}

pub fn jti(n: u32) -> String {
    format!("launch-{n:020}")
}

pub fn notice(id: [u8; 16], sitting: [u8; 16], tier: Tier) -> Notice {
    Notice {
        id,
        sitting,
        launch: jti(1),
        battery: "mood-and-anxiety".into(),
        battery_version: "1.0.0".into(),
        stage: Stage::Final,
        tier,
        domains: vec!["mood".into()],
        trigger: None,
        validity: Validity::Ok,
        informant: Informant::Student,
        wish: Wish::None,
        follow: None,
        hour: 1,
    }
}

/// An envelope and the key that opens its receipt.
pub fn envelope(
    gateway: &[u8; 65],
    centre: &[u8; 65],
    head: &Head,
    plain: &[u8],
) -> (Vec<u8>, [u8; RECEIPT_KEY_LEN]) {
    let inner = seal(centre, INNER_INFO, &inner_aad(&head.id, &head.sitting), plain).unwrap();
    wrapped(gateway, head, &inner)
}

/// The outer layer around an inner one, and the key that opens the receipt.
pub fn wrapped(gateway: &[u8; 65], head: &Head, inner: &[u8]) -> (Vec<u8>, [u8; RECEIPT_KEY_LEN]) {
    let prefix = Envelope::prefix(&key_id(gateway));
    let outer = outer_plain(head, inner).unwrap();
    let (sealed, exported) =
        seal_exporting(gateway, OUTER_INFO, &prefix, &outer, RECEIPT_EXPORT, RECEIPT_KEY_LEN).unwrap();
    ([prefix.as_slice(), &sealed].concat(), exported.try_into().unwrap())
}

pub fn head(urgency: Urgency, id: [u8; 16], sitting: [u8; 16], centre: &[u8; 65]) -> Head {
    Head { urgency, id, sitting, centre_key: key_id(centre) }
}

/// An envelope with a notice in it.
pub fn filled(gateway: &[u8; 65], centre: &[u8; 65], n: u8, sitting: u8, tier: Tier) -> (Vec<u8>, [u8; 16]) {
    let urgency = if tier == Tier::Urgent { Urgency::Urgent } else { Urgency::Normal };
    let plain = notice(id(n), id(sitting), tier).encode().unwrap();
    envelope(gateway, centre, &head(urgency, id(n), id(sitting), centre), &plain)
}

pub fn receipt(answer: &Answer, key: &[u8; RECEIPT_KEY_LEN]) -> Receipt {
    assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
    Receipt::decode(&receipt_open(key, &answer.body).unwrap()).unwrap()
}

pub fn opened(pair: &KeyPair, row: &Value) -> Notice {
    let (id, sitting) = (bytes(&row["id"]).try_into().unwrap(), bytes(&row["sitting"]).try_into().unwrap());
    let plain = open(&pair.private, INNER_INFO, &inner_aad(&id, &sitting), &bytes(&row["sealed"])).unwrap();
    Notice::decode(&plain).unwrap()
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build().into()
}

/// Ends a process at once, as a power cut would.
pub fn kill_9(id: u32) {
    let done = Command::new("kill").args(["-KILL", &id.to_string()]).status().unwrap();
    assert!(done.success());
}

/// Runs the program beside the gateway of this folder; what it wrote, and whether it went well.
pub fn tool(folder: &Path, args: &[&str]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_qinghe-gateway"));
    let out = command.arg("--config").arg(folder.join("gateway.toml")).args(args).output().unwrap();
    let said = [out.stdout, out.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    (out.status.success(), said)
}

/// Opens the desk with the passphrase of [`Running::set_up`].
pub fn unlock(gateway: &Running) -> String {
    let derived = derived("a long enough passphrase", &[7; 16]);
    let body = json!({ "centre": "school", "name": "周老师", "authKey": BASE64.encode(derived.auth) });
    gateway.desk("POST", "/desk/api/session", "", &body).json()["session"].as_str().unwrap().to_owned()
}

/// All rows that the desk gets, page by page.
pub fn listed(gateway: &Running, session: &str) -> Vec<Value> {
    let (mut rows, mut cursor) = (Vec::new(), 0);
    loop {
        let path = format!("/desk/api/notices?after={cursor}");
        let page = gateway.desk("GET", &path, session, &Value::Null).json();
        let new = page["notices"].as_array().unwrap();
        rows.extend(new.iter().cloned());
        cursor = page["cursor"].as_i64().unwrap();
        // A whole page may be followed by more; asking after the last row would wait for news.
        if new.len() < 500 {
            return rows;
        }
    }
}

/// Writes the configuration. With a table `[consent]` among the lines the gateway keeps the consents.
pub fn configure(folder: &Path, ground: &Ground, lines: &str) {
    let kept = if lines.contains("[consent]") { "consent = \"gateway\"\n" } else { "" };
    let text = format!(
        "listen = \"127.0.0.1:0\"\npublic_origin = \"{ORIGIN}\"\ndata = \"{0}/data\"\nassets = \"{0}/assets\"\n{1}\n{lines}\n\
         [[host]]\nissuer = \"school\"\njwks = \"{0}/jwks.json\"\norigin = \"{PORTAL}\"\n{kept}",
        folder.display(),
        ground.line()
    );
    fs::write(folder.join("gateway.toml"), text).unwrap();
}

fn spawn(folder: &Path) -> (Child, u16) {
    let config = folder.join("gateway.toml");
    let mut child = Command::new(env!("CARGO_BIN_EXE_qinghe-gateway"))
        .arg("--config")
        .arg(&config)
        .env("RUST_LOG", "error")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let ready: Value = serde_json::from_str(&line).unwrap();
    (child, u16::try_from(ready["port"].as_u64().unwrap()).unwrap())
}
