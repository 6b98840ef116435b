//! What was told to whom, a trial of the alarm, and the audit log.

use super::{Answer, Caller, Needs, caller, ok, rows::Cursor};
use crate::{
    App,
    alerts::{self, About, Alert},
    audit as log,
    escalation::To,
    store::Room,
};
use axum::{
    extract::{Query, State},
    http::{HeaderMap, StatusCode},
    response::IntoResponse,
};
use serde_json::{Value, json};
use std::sync::Arc;

/// Rows of the audit log in one answer.
const PAGE: i64 = 500;

/// Whether something urgent waits, and the newest alerts. For every role: this is what a head of duty sees.
pub async fn list(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    let Caller { member } = caller(&app, &headers, Needs::Member).await?;
    let centre = member.centre;
    let found = app.store.read(move |db| Ok((alerts::unseen(db, centre)?, alerts::newest(db, centre)?)));
    let (unseen, newest) = found.await?;
    let since = unseen.first().map(|notice| notice.received_at);
    let body = json!({
        "waiting": { "urgent": since.is_some(), "since": since },
        "channel": app.config.webhook(centre).is_some(),
        "alerts": newest.iter().map(alert).collect::<Vec<_>>(),
    });
    Ok(ok(StatusCode::OK, body))
}

fn alert(alert: &Alert) -> Value {
    json!({
        "n": alert.n, "event": alert.event.word(), "to": alert.to.word(), "staff": alert.staff, "at": alert.made_at,
        "sentAt": alert.sent_at, "failedAt": alert.failed_at, "tries": alert.tries, "over": alert.over,
    })
}

/// Tries whether an alarm arrives.
pub async fn try_out(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    let by = caller(&app, &headers, Needs::Lead).await?;
    let hand = by.hand(&app);
    let done = app.store.write(Room::Reserved, move |db| {
        alerts::add(db, hand.centre, About::Trial, To::First, &hand.name, hand.now_ms)?;
        log::add(db, hand.centre, hand.now_ms, &hand.name, "trial alarm", "webhook")
    });
    done.await?;
    Ok(StatusCode::ACCEPTED.into_response())
}

/// The audit log of the centre.
pub async fn audit(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Query(Cursor { after }): Query<Cursor>,
) -> Answer {
    let by = caller(&app, &headers, Needs::Lead).await?;
    let centre = by.centre();
    let found = app.store.read(move |db| log::after(db, centre, after, PAGE)).await?;
    let cursor = found.last().map_or(after, |row| row.seq);
    let rows: Vec<Value> = found
        .iter()
        .map(|row| {
            json!({ "n": row.seq, "at": row.at, "who": row.actor, "action": row.action, "subject": row.subject })
        })
        .collect();
    Ok(ok(StatusCode::OK, json!({ "rows": rows, "cursor": cursor })))
}
