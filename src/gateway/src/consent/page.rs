//! The page `/consent` with its two files, and the calls it makes. They are part of the program: nothing of them is built.

use super::answers;
use crate::App;
use axum::{
    Router,
    http::{HeaderName, header},
    response::IntoResponse,
    routing::{get, post},
};
use std::sync::Arc;

const PAGE: &str = include_str!("../../www/consent.html");
const STYLE: &str = include_str!("../../www/consent.css");
const SCRIPT: &str = include_str!("../../www/consent.js");
const WORDS: &str = include_str!("../../www/consent-words.js");

/// Nothing from anywhere but here, no frame around it, and no markup made out of text.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/// Routes of the page.
pub fn routes() -> Router<Arc<App>> {
    let file = |kind: &'static str, text: &'static str| {
        get(move || async move {
            let headers = [
                (header::CONTENT_TYPE, kind),
                (header::CONTENT_SECURITY_POLICY, POLICY),
                (header::CACHE_CONTROL, "no-store"),
                (header::X_FRAME_OPTIONS, "DENY"),
                (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
                (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
            ];
            (headers, text).into_response()
        })
    };
    Router::new()
        .route("/consent", file("text/html; charset=utf-8", PAGE))
        .route("/consent/style.css", file("text/css; charset=utf-8", STYLE))
        .route("/consent/page.js", file("text/javascript; charset=utf-8", SCRIPT))
        .route("/consent/words.js", file("text/javascript; charset=utf-8", WORDS))
        .route("/v1/consent", get(answers::card))
        .route("/v1/consent/answers", post(answers::answer))
        .route("/v1/consent/withdraw", post(answers::withdraw))
        .route("/v1/consent/delete", post(answers::delete))
        .route("/v1/consent/slip", post(answers::slip))
        .route("/v1/consent/permit", post(answers::permit))
}
