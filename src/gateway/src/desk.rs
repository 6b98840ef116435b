//! The desk's API. Rows leave here with their inner layer closed; the counsellor's browser opens them.

use crate::{
    App, audit,
    centre::{self, Centre},
    keys,
    notices::{self, Stored},
    now_ms,
    problem::Problem,
    store::Room,
};
use axum::{
    Json,
    body::Bytes,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{sync::Arc, time::Duration};

/// How long a question for news waits.
const PATIENCE: Duration = Duration::from_secs(25);
const NAME_MAX: usize = 40;
/// Nonce, key and tag.
const WRAPPED_LEN: usize = 12 + 32 + 16;

type Answer = Result<Response, Problem>;

fn ok(status: StatusCode, body: Value) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}

/// What the page needs before the passphrase.
pub async fn state(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    same_site(&headers)?;
    let centre = app.centre();
    let salt = centre.as_ref().map(|centre| BASE64.encode(&centre.salt));
    let kdf = json!({ "memoryKib": 65_536, "passes": 3, "lanes": 1 });
    Ok(ok(StatusCode::OK, json!({ "ready": centre.is_some(), "salt": salt, "kdf": kdf })))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SetUp {
    code: String,
    name: String,
    salt: String,
    auth_key: String,
    public_key: String,
    wrapped_key: String,
}

/// Keeps the centre's key pair; only with the code that the gateway printed, only once.
pub async fn set_up(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    same_site(&headers)?;
    let given: SetUp = read(&body)?;
    if app.centre().is_some() {
        return Err(Problem::ALREADY_SET_UP);
    }
    if !app.limits.may_guess() {
        return Err(Problem::SLOW_DOWN);
    }
    let code = given.code.trim().to_ascii_uppercase();
    if Sha256::digest(code) != Sha256::digest(&app.setup_code) {
        app.limits.wrong_guess();
        return Err(Problem::SETUP_CODE);
    }
    let made = made(&given).ok_or(Problem::BODY_MALFORMED)?;
    let kept = made.clone();
    let new = app.store.write(Room::Reserved, move |db| centre::set_up(db, &kept, now_ms())).await?;
    if !new {
        return Err(Problem::ALREADY_SET_UP);
    }
    keys::forget_setup_code(&app.config.data);
    let session = app.sessions.open(&made.name).ok_or(Problem::STORAGE)?;
    app.set_centre(made);
    Ok(ok(StatusCode::CREATED, json!({ "session": session })))
}

fn made(given: &SetUp) -> Option<Centre> {
    let name = given.name.trim();
    let salt = BASE64.decode(&given.salt).ok().filter(|salt| (16..=64).contains(&salt.len()))?;
    let auth: [u8; 32] = BASE64.decode(&given.auth_key).ok()?.try_into().ok()?;
    let public_key: [u8; 65] = BASE64.decode(&given.public_key).ok()?.try_into().ok()?;
    // Sealing once proves that the point lies on the curve, before students seal to it.
    qinghe_seal::seal(&public_key, b"", b"", b"").ok()?;
    let wrapped_key = BASE64.decode(&given.wrapped_key).ok().filter(|key| key.len() == WRAPPED_LEN)?;
    let named = !name.is_empty() && name.chars().count() <= NAME_MAX && !name.chars().any(char::is_control);
    named.then(|| Centre {
        name: name.to_owned(),
        salt,
        auth_hash: Sha256::digest(auth).into(),
        public_key,
        wrapped_key,
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Unlock {
    auth_key: String,
}

/// Opens the desk for whoever knows the passphrase.
pub async fn unlock(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    same_site(&headers)?;
    let given: Unlock = read(&body)?;
    let centre = app.centre().ok_or(Problem::NOT_READY)?;
    if !app.limits.may_guess() {
        return Err(Problem::SLOW_DOWN);
    }
    let proof = BASE64.decode(&given.auth_key).map_err(|_| Problem::BODY_MALFORMED)?;
    let right = <[u8; 32]>::from(Sha256::digest(proof)) == centre.auth_hash;
    let (name, action) = (centre.name.clone(), if right { "unlock" } else { "unlock refused" });
    app.store.write(Room::Reserved, move |db| audit::add(db, now_ms(), &name, action, "desk")).await?;
    if !right {
        app.limits.wrong_guess();
        return Err(Problem::PASSPHRASE);
    }
    let session = app.sessions.open(&centre.name).ok_or(Problem::STORAGE)?;
    let body = json!({
        "session": session, "name": centre.name,
        "publicKey": BASE64.encode(centre.public_key), "wrappedKey": BASE64.encode(&centre.wrapped_key),
    });
    Ok(ok(StatusCode::OK, body))
}

/// Locks the desk.
pub async fn lock(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    same_site(&headers)?;
    if let Some(secret) = bearer(&headers) {
        app.sessions.close(secret);
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Where the desk stands.
#[derive(Deserialize)]
pub struct Cursor {
    #[serde(default)]
    after: i64,
}

/// What is new; waits for it when nothing is.
pub async fn list(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Query(Cursor { after }): Query<Cursor>,
) -> Answer {
    counsellor(&app, &headers)?;
    let mut changes = app.changes.subscribe();
    let mut stopping = app.stopping.clone();
    let news = async {
        tokio::select! {
            _ = changes.wait_for(|newest| *newest > after) => {}
            _ = stopping.wait_for(|stop| *stop) => {}
        }
    };
    // Running out of patience is an answer too: nothing new.
    let _nothing_new = tokio::time::timeout(PATIENCE, news).await;
    // The wait is long; the desk may have been locked meanwhile.
    counsellor(&app, &headers)?;
    let rows = app.store.read(move |db| notices::after(db, after)).await?;
    let cursor = rows.last().map_or(after, |row| row.change);
    let rows: Vec<Value> = rows.iter().map(row).collect();
    Ok(ok(StatusCode::OK, json!({ "cursor": cursor, "notices": rows })))
}

/// A person has seen it.
pub async fn acknowledge(State(app): State<Arc<App>>, headers: HeaderMap, Path(id): Path<String>) -> Answer {
    let name = counsellor(&app, &headers)?;
    let id: [u8; 16] = BASE64.decode(id).ok().and_then(|id| id.try_into().ok()).ok_or(Problem::NOT_FOUND)?;
    let done =
        app.store.write(Room::Reserved, move |db| notices::acknowledge(db, id, &name, now_ms())).await?;
    let stored = done.ok_or(Problem::NOT_FOUND)?;
    app.announce(stored.change);
    Ok(ok(StatusCode::OK, row(&stored)))
}

fn row(stored: &Stored) -> Value {
    let [school, grade, class] = &stored.place;
    json!({
        "id": BASE64.encode(stored.id), "sitting": BASE64.encode(stored.sitting),
        "urgency": if stored.urgent { "urgent" } else { "normal" }, "receivedAt": stored.received_at,
        "pseudonym": stored.pseudonym, "launch": stored.launch, "role": stored.role,
        "school": school, "grade": grade, "class": class, "verified": stored.verified,
        "centreKey": BASE64.encode(stored.centre_key), "sealed": BASE64.encode(&stored.sealed),
        "acknowledgedAt": stored.acknowledged_at, "acknowledgedBy": stored.acknowledged_by, "change": stored.change,
    })
}

fn counsellor(app: &App, headers: &HeaderMap) -> Result<String, Problem> {
    same_site(headers)?;
    bearer(headers).and_then(|secret| app.sessions.who(secret)).ok_or(Problem::SESSION)
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

/// The portal is same-site, so cookies and `SameSite` would not be enough; only the desk's own page may ask.
fn same_site(headers: &HeaderMap) -> Result<(), Problem> {
    match headers.get("sec-fetch-site") {
        Some(site) if site != "same-origin" => Err(Problem::SITE),
        _ => Ok(()),
    }
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(body).map_err(|_| Problem::BODY_MALFORMED)
}
