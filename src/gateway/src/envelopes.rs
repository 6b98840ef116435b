//! `POST /v1/envelopes` and `GET /v1/centre`.

use crate::{
    App, consent,
    launch::{self, Launch},
    member::Centre,
    notices::{self, Arrival, Verdict},
    problem::Problem,
    store::Room,
};
use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use qinghe_seal::{open_exporting, receipt_seal};
use qinghe_wire::{
    Disposition, Envelope, Head, OUTER_INFO, RECEIPT_EXPORT, RECEIPT_KEY_LEN, Receipt, Urgency, split_outer,
};
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::time::{Instant, sleep_until};

const CORS_MAX_AGE: &str = "600";

/// Takes one envelope. Every answer waits for the response floor, so that its time says nothing.
pub async fn take(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Response {
    let floor = Instant::now() + app.config.response_floor();
    let answer = judge(&app, &headers, &body).await;
    sleep_until(floor).await;
    let mut response = match answer {
        Ok(receipt) => {
            let kind =
                [(header::CONTENT_TYPE, "application/octet-stream"), (header::CACHE_CONTROL, "no-store")];
            (StatusCode::OK, kind, receipt).into_response()
        }
        Err(problem) => problem.into_response(),
    };
    allow(&app, &headers, response.headers_mut());
    response
}

/// The preflight of an inline mount. The iframe needs none.
pub async fn preflight(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    let out = response.headers_mut();
    if allow(&app, &headers, out) {
        out.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("POST"));
        out.insert(
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            HeaderValue::from_static("authorization, content-type"),
        );
        out.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static(CORS_MAX_AGE));
    }
    response
}

/// The keys to seal to. Public, so any page may read it.
pub async fn centre(State(app): State<Arc<App>>) -> Response {
    let any = (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    ([(header::CACHE_CONTROL, "no-store"), any], Json(said(&app))).into_response()
}

/// What `GET /v1/centre` says.
pub fn said(app: &App) -> Value {
    let own = json!({ "id": BASE64.encode(app.key_id), "public": BASE64.encode(app.keys.public) });
    let key = |centre: Centre| {
        let known = app.known(centre);
        known.current().map(|key| json!({ "id": BASE64.encode(key.id), "public": BASE64.encode(key.public) }))
    };
    json!({
        "v": 1, "slotSeconds": app.config.slot_seconds, "gatewayKey": own, "centreKey": key(Centre::School),
        "secondKey": key(Centre::Second), "open": app.gate(Centre::School).open, "lock": app.locks(Centre::School),
        "consentKey": { "id": BASE64.encode(app.signer.id), "public": BASE64.encode(app.signer.public) },
        "consentFrom": consent::kept_here(app),
    })
}

async fn judge(app: &App, headers: &HeaderMap, body: &Bytes) -> Result<Vec<u8>, Problem> {
    let launch = launched(app, headers).await?;
    from_own_page(app, headers, &launch)?;
    if !app.limits.envelope(&launch) {
        return Err(Problem::SLOW_DOWN);
    }
    let (head, sealed, receipt_key) = open(app, body)?;
    if app.known(Centre::School).current().is_none() {
        return Err(Problem::NOT_READY);
    }
    let (centre, key_retired) = app.key(&head.centre_key).ok_or_else(|| {
        app.unopened.add(head.centre_key, app.now_ms());
        Problem::KEY_UNKNOWN
    })?;
    let asked = consent::asked(app, &launch);
    let arrival = Arrival { head, sealed, launch, asked, centre, key_retired, now_ms: app.now_ms() };
    let room = if head.urgency == Urgency::Urgent { Room::Reserved } else { Room::Usual };
    let verdict = app.store.write(room, move |db| notices::accept(db, &arrival)).await?;
    let (disposition, progress, change) = match verdict {
        Verdict::Cover { progress, change } => (Disposition::Cover, progress, change),
        Verdict::Stored { progress, change } => (Disposition::Stored, progress, change),
        Verdict::LaunchUsed => return Err(Problem::LAUNCH_USED),
        Verdict::IdConflict => return Err(Problem::ID_CONFLICT),
        Verdict::NoConsent => return Err(Problem::CONSENT_MISSING),
        Verdict::Expired => return Err(Problem::TOKEN_EXPIRED),
    };
    if let Some(change) = change {
        app.announce(change);
    }
    let receipt = Receipt { disposition, id: head.id, progress, epoch: app.store.epoch() };
    receipt_seal(&receipt_key, &receipt.encode()).map_err(|_| Problem::STORAGE)
}

pub(crate) async fn launched(app: &App, headers: &HeaderMap) -> Result<Launch, Problem> {
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = given.and_then(|value| value.strip_prefix("Bearer ")).ok_or(Problem::TOKEN_MISSING)?;
    let now_s = app.now_ms() / 1000;
    let launch = launch::verify(&app.platforms, &app.seen, &app.config.public_origin, token, now_s).await?;
    if consent::claim_is_missing(app, &launch) {
        return Err(Problem::CONSENT_MISSING);
    }
    Ok(launch)
}

/// A browser says which page sends; a token taken from one platform is of no use in the page of another.
pub(crate) fn from_own_page(app: &App, headers: &HeaderMap, launch: &Launch) -> Result<(), Problem> {
    let Some(origin) = headers.get(header::ORIGIN) else { return Ok(()) };
    let own = origin == app.config.public_origin.as_str();
    let theirs = app.platforms.origin(&launch.issuer).is_some_and(|known| origin == known);
    if own || theirs { Ok(()) } else { Err(Problem::ORIGIN_REFUSED) }
}

fn open(app: &App, body: &[u8]) -> Result<(Head, Vec<u8>, [u8; RECEIPT_KEY_LEN]), Problem> {
    let envelope = Envelope::parse(body).map_err(|_| Problem::ENVELOPE_MALFORMED)?;
    if envelope.gateway_key != app.key_id {
        app.unopened.add(envelope.gateway_key, app.now_ms());
        return Err(Problem::KEY_UNKNOWN);
    }
    let private = &app.keys.private;
    let (plain, exported) =
        open_exporting(private, OUTER_INFO, envelope.aad, envelope.sealed, RECEIPT_EXPORT, RECEIPT_KEY_LEN)
            .map_err(|_| {
            app.unopened.add(app.key_id, app.now_ms());
            Problem::ENVELOPE_MALFORMED
        })?;
    let (head, inner) = split_outer(&plain).map_err(|_| Problem::ENVELOPE_MALFORMED)?;
    let key = exported.try_into().map_err(|_| Problem::ENVELOPE_MALFORMED)?;
    Ok((head, inner.to_vec(), key))
}

/// CORS for the configured platforms and nobody else. `true` when the page's origin is one of them.
pub(crate) fn allow(app: &App, headers: &HeaderMap, out: &mut HeaderMap) -> bool {
    out.append(header::VARY, HeaderValue::from_static("origin"));
    let known = headers
        .get(header::ORIGIN)
        .filter(|origin| app.config.hosts.iter().any(|host| *origin == host.origin.as_str()));
    let Some(origin) = known else { return false };
    out.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    let exposed: HeaderName = header::ACCESS_CONTROL_EXPOSE_HEADERS;
    out.insert(exposed, HeaderValue::from_static("retry-after"));
    true
}
