//! The desk API of the gateway (`docs/wire.md`). One request, one answer; no answer is ever assumed.

pub mod alerts;
pub mod door;
pub mod duty;
pub mod figures;
pub mod handover;
pub mod news;
pub mod paper;
pub mod staff;

use crate::time;
use gloo_timers::callback::Timeout;
use serde::de::DeserializeOwned;
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, RequestCache, RequestInit, RequestRedirect, Response};

/// How long an ordinary answer may take, milliseconds.
const PATIENCE_MS: u32 = 15_000;

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

impl Fault {
    /// Whether it was refused with this code.
    #[must_use]
    pub fn is(&self, code: &str) -> bool {
        matches!(self, Fault::Refused(given) if given == code)
    }

    /// Whether the same request may be taken later: no answer, or one that speaks of the moment. An answer
    /// without a code is not the gateway's.
    #[must_use]
    pub fn passes(&self) -> bool {
        match self {
            Fault::NoAnswer | Fault::Unreadable => true,
            Fault::Session => false,
            Fault::Refused(code) => {
                ["", "slow-down", "storage", "busy", "not-ready"].contains(&code.as_str())
            }
        }
    }
}

/// An open session. Its secret is in memory only.
#[derive(Clone)]
pub struct Session(String);

impl Session {
    async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, Fault> {
        read(&self.text("GET", path, None).await?)
    }

    async fn post<T: DeserializeOwned>(&self, path: &str, body: Value) -> Result<T, Fault> {
        read(&self.text("POST", path, Some(body)).await?)
    }

    async fn text(&self, method: &str, path: &str, body: Option<Value>) -> Result<String, Fault> {
        let asked = Ask { bearer: Some(&self.0), body, ..Ask::new(method, path) };
        ask(asked).await.map(|answer| answer.text)
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
    use super::{Fault, problem};

    #[test]
    fn the_code_of_a_problem_is_the_last_part_of_its_type() {
        let body = r#"{"type":"https://qinghe.dev/problems/setup-code","status":403}"#;
        assert_eq!(problem(body), "setup-code");
        assert_eq!(problem("<html>502</html>"), "");
    }

    #[test]
    fn what_speaks_of_the_moment_is_tried_again() {
        let refused = |code: &str| Fault::Refused(code.to_owned());
        for fault in [Fault::NoAnswer, refused("slow-down"), refused("storage"), refused("")] {
            assert!(fault.passes(), "{fault:?}");
        }
        for fault in [Fault::Session, refused("body-malformed"), refused("not-found")] {
            assert!(!fault.passes(), "{fault:?}");
        }
    }
}
