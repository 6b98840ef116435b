//! What somebody at the desk writes down from a slip of paper.

use super::{Answer, Needs, caller, ok, read};
use crate::{App, consent, member::Centre, problem::Problem, store::Room};
use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
};
use serde::Deserialize;
use serde_json::json;
use std::{collections::BTreeMap, sync::Arc};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Slip {
    code: String,
    answers: BTreeMap<String, bool>,
}

/// Keeps what a slip says, with the name of who wrote it down.
pub async fn from_paper(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    let by = caller(&app, &headers, Needs::Reader).await?;
    if by.centre() != Centre::School {
        return Err(Problem::NOT_FOUND);
    }
    let Slip { code, answers } = read(&body)?;
    let (hand, now_ms) = (by.hand(&app), app.now_ms());
    let visitor = app.store.read(move |db| consent::whose(db, &code, now_ms)).await?;
    let visitor = visitor.ok_or(Problem::SLIP_CODE)?;
    let acts = consent::decided(&visitor, answers)?;
    let shared = app.clone();
    let written = app.store.write(Room::Reserved, move |db| {
        consent::say(db, &shared, &visitor, &acts, &consent::Way::Paper(hand.name.clone()))
    });
    Ok(ok(StatusCode::CREATED, json!({ "receipts": written.await? })))
}
