//! The alarm that leaves the gateway: that somebody should look at the desk, and nothing about whom or what.

use crate::{
    clock::{DAY_MS, MINUTE_MS},
    escalation::To,
};
use hmac::{Hmac, KeyInit, Mac};
use serde::Serialize;
use sha2::Sha256;
use std::{fmt::Write, time::Duration};

/// Longest that a receiver may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// Time until the next attempt, by the number of those before; the last one repeats.
const WAITS_MS: [i64; 4] = [5_000, 30_000, 2 * MINUTE_MS, 10 * MINUTE_MS];
/// An alarm that is older has failed.
const LIFE_MS: i64 = DAY_MS;
/// Header with the signature of the body.
const SIGNATURE: &str = "x-qinghe-signature";

/// Why somebody should look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// Something waits that nobody has seen.
    Unseen,
    /// No desk on duty is open.
    DeskSilent,
    /// Envelopes came that no key here opens.
    Unopened,
    /// A lead tries whether the alarm arrives.
    Test,
}

impl Event {
    /// All of them.
    pub const ALL: [Event; 4] = [Event::Unseen, Event::DeskSilent, Event::Unopened, Event::Test];

    /// As it is written in the API, in the database and in the body.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Event::Unseen => "unseen",
            Event::DeskSilent => "desk-silent",
            Event::Unopened => "unopened",
            Event::Test => "test",
        }
    }

    /// Reads [`Event::word`].
    #[must_use]
    pub fn read(word: &str) -> Option<Event> {
        Event::ALL.into_iter().find(|event| event.word() == word)
    }
}

/// The whole body. No field here may ever say which student, which result, or how many.
#[derive(Serialize)]
struct Body<'a> {
    v: u8,
    event: Event,
    to: &'static str,
    staff: &'a str,
    at: i64,
}

/// The body; `staff` is the name of whom to call and may be empty, `at` in milliseconds since 1970.
///
/// # Errors
/// Never in practice: every field has a form in JSON.
pub fn body(event: Event, to: To, staff: &str, at: i64) -> Result<String, String> {
    serde_json::to_string(&Body { v: 1, event, to: to.word(), staff, at }).map_err(|why| why.to_string())
}

/// `sha256=` and the HMAC-SHA-256 of the body under the secret, in hexadecimal.
///
/// # Errors
/// Never in practice: HMAC takes keys of any length.
pub fn signature(secret: &str, body: &str) -> Result<String, String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).map_err(|why| why.to_string())?;
    mac.update(body.as_bytes());
    let mut text = "sha256=".to_owned();
    for byte in mac.finalize().into_bytes() {
        // Writing to a string does not fail.
        let _always = write!(text, "{byte:02x}");
    }
    Ok(text)
}

/// When to try again after `tries` failures, the last one at `now_ms`; `None` when the alarm is a day old.
#[must_use]
pub fn next_try(made_at: i64, tries: i64, now_ms: i64) -> Option<i64> {
    let nth = usize::try_from(tries - 1).unwrap_or(0).min(WAITS_MS.len() - 1);
    let next = now_ms + WAITS_MS.get(nth).copied().unwrap_or(10 * MINUTE_MS);
    (next - made_at < LIFE_MS).then_some(next)
}

/// Sends once. Blocks. Redirects are not followed; anything but 2xx is a failure.
///
/// # Errors
/// What went wrong, without the address: it may hold a secret.
pub fn send(url: &str, secret: &str, body: &str) -> Result<(), String> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .max_redirects(0)
        .http_status_as_error(false)
        .build()
        .into();
    let request = agent
        .post(url)
        .header("content-type", "application/json")
        .header(SIGNATURE, signature(secret, body)?);
    let answer = request.send(body).map_err(|why| why.to_string())?;
    let status = answer.status();
    if status.is_success() { Ok(()) } else { Err(format!("the receiver answered {}", status.as_u16())) }
}
