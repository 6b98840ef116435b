//! What people write about a case, and the lock against the family.

use super::{Answer, Caller, Needs, bytes, caller, exactly, named, ok, read};
use crate::{
    App,
    case::{Mark, Unlock},
    cases::{self, Entry, Full, Whose, Written},
    problem::Problem,
    store::Room,
};
use axum::{
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use qinghe_wire::{CASE_LEN, CaseKind, SEAL_OVERHEAD};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// A padded entry, sealed.
const SEALED_LEN: usize = CASE_LEN + SEAL_OVERHEAD;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewEntry {
    kind: CaseKind,
    #[serde(default)]
    closes: bool,
    #[serde(default)]
    releases: bool,
    key: String,
    sealed: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewLock {
    key: String,
    sealed: String,
}

/// Writes an entry.
pub async fn write(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Path(sitting): Path<String>,
    body: Bytes,
) -> Answer {
    let by = caller(&app, &headers, Needs::Reader).await?;
    let given: NewEntry = read(&body)?;
    // The lock has an address of its own, so that nobody sets it in passing.
    if given.kind == CaseKind::Lock {
        return Err(Problem::BODY_MALFORMED);
    }
    keep(&app, &by, &sitting, given).await
}

/// Holds back everything that would reach the family, until two persons lift it.
pub async fn lock(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Path(sitting): Path<String>,
    body: Bytes,
) -> Answer {
    let by = caller(&app, &headers, Needs::Reader).await?;
    let NewLock { key, sealed } = read(&body)?;
    let entry = NewEntry { kind: CaseKind::Lock, closes: false, releases: false, key, sealed };
    keep(&app, &by, &sitting, entry).await
}

async fn keep(app: &App, by: &Caller, sitting: &str, given: NewEntry) -> Answer {
    let sitting = named(sitting)?;
    let key = exactly(&given.key)?;
    if app.known(by.centre()).current().is_none_or(|current| current.id != key) {
        return Err(Problem::KEY_UNKNOWN);
    }
    let sealed = bytes(&given.sealed, SEALED_LEN..=SEALED_LEN)?;
    let NewEntry { kind, closes, releases, .. } = given;
    let written = Written { kind, closes, releases, key, sealed };
    let hand = by.hand(app);
    let done = app.store.write(Room::Reserved, move |db| cases::write(db, &hand, &sitting, &written)).await?;
    let (n, new) = done.ok_or(Problem::NOT_FOUND)?;
    app.announce(n);
    let status = if new { StatusCode::CREATED } else { StatusCode::OK };
    Ok(ok(status, json!({ "n": n })))
}

/// Asks for the lock to be lifted; the second person who asks lifts it.
pub async fn unlock(State(app): State<Arc<App>>, headers: HeaderMap, Path(sitting): Path<String>) -> Answer {
    let by = caller(&app, &headers, Needs::Reader).await?;
    let sitting = named(&sitting)?;
    let hand = by.hand(&app);
    let done = app.store.write(Room::Reserved, move |db| cases::unlock(db, &hand, &sitting)).await?;
    let (verdict, full) = done.ok_or(Problem::NOT_FOUND)?;
    let body = match verdict {
        Unlock::NotLocked => return Err(Problem::NOT_LOCKED),
        Unlock::AnotherPerson => return Err(Problem::ANOTHER_PERSON),
        Unlock::Waiting => {
            json!({ "waiting": true, "by": full.case.unlock_asked.as_ref().map(|asked| &asked.name) })
        }
        Unlock::Lifted => json!({ "unlocked": true }),
    };
    if let Some(last) = full.entries.last() {
        app.announce(last.done.n);
    }
    Ok(ok(StatusCode::OK, body))
}

/// A case as the desk reads it.
pub(super) fn case(full: &Full) -> Value {
    let case = &full.case;
    let at = |mark: &Option<Mark>| mark.as_ref().map(|mark| mark.at);
    let by = |mark: &Option<Mark>| mark.as_ref().map(|mark| mark.name.clone());
    let person = match &full.whose {
        Whose::Person(_, pseudonym) => Some(pseudonym),
        Whose::Sitting(_) => None,
    };
    json!({
        "person": person, "sittings": full.sittings.iter().map(|id| BASE64.encode(id)).collect::<Vec<_>>(),
        "contactedAt": at(&case.contacted), "contactedBy": by(&case.contacted),
        "closedAt": at(&case.closed), "closedBy": by(&case.closed),
        "locked": case.locked.is_some(), "lockedAt": at(&case.locked), "lockedBy": by(&case.locked),
        "unlockAskedAt": at(&case.unlock_asked), "unlockAskedBy": by(&case.unlock_asked), "held": case.held(),
        "entries": full.entries.iter().map(entry).collect::<Vec<_>>(),
    })
}

fn entry(entry: &Entry) -> Value {
    let sealed = entry.sealed.as_ref();
    json!({
        "n": entry.done.n, "kind": entry.done.act.word(), "by": entry.done.mark.name, "at": entry.done.mark.at,
        "closes": entry.done.closes, "releases": entry.done.releases, "sitting": BASE64.encode(entry.sitting),
        "key": sealed.map(|(key, _)| BASE64.encode(key)), "sealed": sealed.map(|(_, sealed)| BASE64.encode(sealed)),
    })
}
