//! The desk API of the gateway (`docs/wire.md`). One request, one answer; no answer is ever assumed.

use crate::{
    keys::Deposit,
    row::{Page, Row},
    time,
};
use gloo_timers::callback::Timeout;
use qinghe_seal::Kdf;
use qinghe_wire::Id;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, RequestCache, RequestInit, RequestRedirect, Response};

/// How long an ordinary answer may take, milliseconds.
const PATIENCE_MS: u32 = 15_000;
/// How long news may take: the gateway waits up to 25 s.
const NEWS_PATIENCE_MS: u32 = 35_000;

/// Why a request did not do what it asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No answer, or none in time.
    NoAnswer,
    /// The desk session has ended.
    Session,
    /// Refused, with the code of the problem details; empty when the answer had none.
    Refused(String),
    /// The answer is not what `docs/wire.md` says.
    Unreadable,
}

/// What the page needs before the passphrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Door {
    /// Salt of the passphrase, base64url; `None` before set-up.
    pub salt: Option<String>,
    /// Cost of the derivation.
    pub kdf: Kdf,
}

/// What an unlocked desk is given.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Unlocked {
    /// Secret of the session.
    pub session: String,
    /// The counsellor's name.
    pub name: String,
    /// The centre's public key as students are told it, base64url.
    pub public_key: String,
    /// The wrapped private key, base64url.
    pub wrapped_key: String,
}

/// An open session. Its secret is in memory only.
#[derive(Clone)]
pub struct Session(String);

/// News, and how far this computer's clock is behind the gateway's, milliseconds.
pub struct News {
    /// The rows.
    pub page: Page,
    /// Gateway's clock minus this one; `None` without a `Date` header.
    pub skew: Option<i64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawDoor {
    ready: bool,
    salt: Option<String>,
    kdf: RawKdf,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawKdf {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

#[derive(Deserialize)]
struct Opened {
    session: String,
}

/// Whether the desk is set up, and how the passphrase is stretched.
///
/// # Errors
/// Any [`Fault`].
pub async fn door() -> Result<Door, Fault> {
    let raw: RawDoor = read(&ask(Ask::new("GET", "/desk/api/state")).await?.text)?;
    let RawKdf { memory_kib, passes, lanes } = raw.kdf;
    Ok(Door { salt: raw.salt.filter(|_| raw.ready), kdf: Kdf { memory_kib, passes, lanes } })
}

/// Deposits a new key. `code` is the one the gateway printed.
///
/// # Errors
/// `setup-code`, `already-set-up`, `slow-down`; any other [`Fault`].
pub async fn set_up(code: &str, name: &str, deposit: &Deposit) -> Result<Session, Fault> {
    let body = json!({
        "code": code, "name": name, "salt": deposit.salt, "authKey": deposit.auth_key,
        "publicKey": deposit.public_key, "wrappedKey": deposit.wrapped_key,
    });
    let answer = ask(Ask { body: Some(body), ..Ask::new("POST", "/desk/api/setup") }).await?;
    read::<Opened>(&answer.text).map(|opened| Session(opened.session))
}

/// Opens a session.
///
/// # Errors
/// `passphrase`, `slow-down`; any other [`Fault`].
pub async fn unlock(auth_key: &str) -> Result<Unlocked, Fault> {
    let body = json!({ "authKey": auth_key });
    read(&ask(Ask { body: Some(body), ..Ask::new("POST", "/desk/api/session") }).await?.text)
}

impl Unlocked {
    /// The session of this answer.
    #[must_use]
    pub fn session(&self) -> Session {
        Session(self.session.clone())
    }
}

impl Session {
    /// Ends the session. The page drops its key first, so an answer changes nothing.
    pub async fn close(self) {
        let ask_close = Ask { bearer: Some(&self.0), keep: true, ..Ask::new("DELETE", "/desk/api/session") };
        let _answered_or_silent_for_five_minutes = ask(ask_close).await;
    }

    /// Everything that changed after `cursor`; waits for it. `stop` ends the waiting.
    ///
    /// # Errors
    /// Any [`Fault`].
    pub async fn news(&self, cursor: i64, stop: AbortController) -> Result<News, Fault> {
        let path = format!("/desk/api/notices?after={cursor}");
        let asked = Ask {
            bearer: Some(&self.0),
            patience: NEWS_PATIENCE_MS,
            stop: Some(stop),
            ..Ask::new("GET", &path)
        };
        let answer = ask(asked).await?;
        let page = Page::parse(&answer.text).ok_or(Fault::Unreadable)?;
        Ok(News { page, skew: answer.date.map(|date| date - time::now()) })
    }

    /// Says that a person has seen it. Asking twice changes nothing.
    ///
    /// # Errors
    /// Any [`Fault`].
    pub async fn acknowledge(&self, id: &Id) -> Result<Row, Fault> {
        let path = format!("/desk/api/notices/{}/acknowledge", Row::id_text(id));
        let answer = ask(Ask { bearer: Some(&self.0), ..Ask::new("POST", &path) }).await?;
        Row::parse(&answer.text).ok_or(Fault::Unreadable)
    }
}

struct Ask<'a> {
    method: &'a str,
    path: &'a str,
    bearer: Option<&'a str>,
    body: Option<Value>,
    patience: u32,
    stop: Option<AbortController>,
    keep: bool,
}

impl<'a> Ask<'a> {
    fn new(method: &'a str, path: &'a str) -> Ask<'a> {
        Ask { method, path, bearer: None, body: None, patience: PATIENCE_MS, stop: None, keep: false }
    }
}

struct Answer {
    text: String,
    date: Option<i64>,
}

async fn ask(ask: Ask<'_>) -> Result<Answer, Fault> {
    let patience = ask.patience;
    let stop = ask.stop.clone().or_else(|| AbortController::new().ok());
    let (window, init) = web_sys::window().zip(init(&ask, stop.as_ref())).ok_or(Fault::NoAnswer)?;
    // A connection that died silently never answers; the timer covers the body as well.
    let _timer = stop.map(|stop| Timeout::new(patience, move || stop.abort()));
    let sent = JsFuture::from(window.fetch_with_str_and_init(ask.path, &init)).await;
    let response: Response = sent.and_then(JsCast::dyn_into).map_err(|_| Fault::NoAnswer)?;
    let text = JsFuture::from(response.text().map_err(|_| Fault::NoAnswer)?).await;
    let text = text.ok().and_then(|text| text.as_string()).ok_or(Fault::NoAnswer)?;
    match response.status() {
        200..=299 => {
            let date = response.headers().get("date").ok().flatten();
            Ok(Answer { text, date: date.and_then(|date| time::from_header(&date)) })
        }
        401 => Err(Fault::Session),
        502 | 504 => Err(Fault::NoAnswer),
        _ => Err(Fault::Refused(problem(&text))),
    }
}

fn init(ask: &Ask<'_>, stop: Option<&AbortController>) -> Option<RequestInit> {
    let init = RequestInit::new();
    init.set_method(ask.method);
    init.set_cache(RequestCache::NoStore);
    init.set_redirect(RequestRedirect::Error);
    init.set_signal(stop.map(AbortController::signal).as_ref());
    let headers = Headers::new().ok()?;
    if let Some(bearer) = ask.bearer {
        headers.set("authorization", &format!("Bearer {bearer}")).ok()?;
    }
    if let Some(body) = &ask.body {
        headers.set("content-type", "application/json").ok()?;
        init.set_body(&JsValue::from_str(&body.to_string()));
    }
    init.set_headers(&headers);
    if ask.keep {
        // Locking is often followed by closing the page.
        js_sys::Reflect::set(&init, &JsValue::from_str("keepalive"), &JsValue::TRUE).ok()?;
    }
    Some(init)
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    serde_json::from_str(text).map_err(|_| Fault::Unreadable)
}

/// The code at the end of a problem's `type`.
fn problem(text: &str) -> String {
    let value: Value = serde_json::from_str(text).unwrap_or_default();
    let kind = value.get("type").and_then(Value::as_str).unwrap_or_default();
    kind.rsplit('/').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::problem;

    #[test]
    fn the_code_of_a_problem_is_the_last_part_of_its_type() {
        let body = r#"{"type":"https://qinghe.dev/problems/setup-code","status":403}"#;
        assert_eq!(problem(body), "setup-code");
        assert_eq!(problem("<html>502</html>"), "");
    }
}
