//! What a desk opened of a student's handover. The files never come here: the log hears who opened which part of which
//! handover, when, and for which kind of reason.

use super::{Answer, Needs, caller, exactly, read};
use crate::{App, audit, notices::hex, store::Room};
use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::IntoResponse,
};
use serde::Deserialize;
use std::sync::Arc;

/// A part of a handover, as it is opened.
#[derive(Deserialize)]
#[serde(tag = "part", rename_all = "lowercase", deny_unknown_fields)]
enum Opened {
    Summary { id: String },
    History { id: String, reason: Reason },
}

/// Why a history is opened. Nobody's own words: they could tell about a student.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Reason {
    Asked,
    Planning,
    Safety,
    Duty,
    Other,
}

impl Reason {
    const fn word(self) -> &'static str {
        match self {
            Reason::Asked => "asked",
            Reason::Planning => "planning",
            Reason::Safety => "safety",
            Reason::Duty => "duty",
            Reason::Other => "other",
        }
    }
}

/// Writes into the log what a desk is about to open.
pub async fn opened(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    let by = caller(&app, &headers, Needs::Reader).await?;
    let (id, action) = match read(&body)? {
        Opened::Summary { id } => (id, "open handover summary".to_owned()),
        Opened::History { id, reason } => (id, format!("open handover history, {}", reason.word())),
    };
    let (id, hand) = (hex(&exactly(&id)?), by.hand(&app));
    let logged = app
        .store
        .write(Room::Reserved, move |db| audit::add(db, hand.centre, hand.now_ms, &hand.name, &action, &id));
    logged.await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
