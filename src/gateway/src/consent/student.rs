//! `GET /v1/admission`: what the element asks before item 1, for a student and for a parent. The answer is signed and names this launch, so a page
//! can neither make one nor show an older one again.

use super::{asked, is_given, permit, receipt::ADMISSION, rows};
use crate::{
    App,
    envelopes::{allow, from_own_page, launched},
    problem::Problem,
    store::Db,
};
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use qinghe_consent::Purpose;
use serde::Serialize;
use std::sync::Arc;
use tokio::time::{Instant, sleep_until};

/// Seconds for which an admission is good; the launch itself lives no longer.
const GOOD_S: i64 = 600;

#[derive(Serialize)]
struct Admission<'a> {
    v: u8,
    iss: &'a str,
    host: &'a str,
    sub: &'a str,
    jti: &'a str,
    purpose: &'static str,
    year: i64,
    iat: i64,
    exp: i64,
    /// Hash of the newest row about it; none for who decides alone and has said nothing yet.
    head: Option<String>,
    /// What the student may carry to the next school; nothing where somebody's yes to that is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    permit: Option<String>,
}

/// Says whether this student or parent may be asked at the screen. The same no for every reason.
pub async fn admission(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let floor = Instant::now() + app.config.response_floor();
    let answer = judge(&app, &headers).await;
    sleep_until(floor).await;
    let mut response = match answer {
        Ok(text) => {
            let kind = [(header::CONTENT_TYPE, "application/jwt"), (header::CACHE_CONTROL, "no-store")];
            (StatusCode::OK, kind, text).into_response()
        }
        Err(problem) => problem.into_response(),
    };
    allow(&app, &headers, response.headers_mut());
    response
}

async fn judge(app: &App, headers: &HeaderMap) -> Result<String, Problem> {
    let launch = launched(app, headers).await?;
    from_own_page(app, headers, &launch)?;
    if launch.late_s > 0 {
        return Err(Problem::TOKEN_EXPIRED);
    }
    if !app.limits.visit(&launch.issuer, &launch.pseudonym) {
        return Err(Problem::SLOW_DOWN);
    }
    let asked = asked(app, &launch).ok_or(Problem::CONSENT_ELSEWHERE)?;
    let (purpose, year) = (asked.purpose, asked.term.year);
    let (student, band) = (asked.student.clone(), asked.band);
    let judged = move |db: &mut dyn Db| {
        let carries = purpose == Purpose::Screening && is_given(db, &asked, Purpose::Handover)?;
        Ok((rows::admitted(db, &asked)?, carries))
    };
    let (admitted, carries) = app.store.read(judged).await?;
    let (_, head) = admitted.map_err(|_| Problem::CONSENT_MISSING)?;
    let permit = if carries { Some(permit::signed(app, &student, band)?.to_text()) } else { None };
    let now_s = app.now_ms() / 1000;
    let admission = Admission {
        v: 1,
        iss: &app.config.public_origin,
        host: &launch.issuer,
        sub: &launch.pseudonym,
        jti: &launch.jti,
        purpose: purpose.word(),
        year,
        iat: now_s,
        exp: now_s + GOOD_S,
        head: head.map(|hash| BASE64.encode(hash)),
        permit,
    };
    app.signer.sign(ADMISSION, &admission).map_err(|_| Problem::STORAGE)
}
