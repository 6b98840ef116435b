//! The page `/consent` with its files, and the calls it makes. They are part of the program; built is only what the page says in
//! traditional script.

use super::answers;
use crate::{App, problem::Problem};
use axum::{
    Router,
    http::{HeaderName, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use std::{path::Path, sync::Arc};

const PAGE: &str = include_str!("../../www/consent.html");
const STYLE: &str = include_str!("../../www/consent.css");
const SCRIPT: &str = include_str!("../../www/consent.js");
const SCRIPTS: &str = "text/javascript; charset=utf-8";
const WORDS: &str = include_str!("../../www/consent-words.js");

/// Nothing from anywhere but here, no frame around it, and no markup made out of text.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/// Routes of the page. `assets`: what `cargo xtask dist` wrote; of that only the words in traditional script are ours.
pub fn routes(assets: &Path) -> Router<Arc<App>> {
    let file = |kind: &'static str, text: &'static str| get(move || async move { dressed(kind, text) });
    let made = assets.join("consent-words.zh-Hant.js");
    let words = get(move || async move {
        let text = tokio::fs::read_to_string(made).await.map_err(|_| Problem::NOT_FOUND)?;
        Ok::<_, Problem>(dressed(SCRIPTS, text))
    });
    Router::new()
        .route("/consent", file("text/html; charset=utf-8", PAGE))
        .route("/consent/style.css", file("text/css; charset=utf-8", STYLE))
        .route("/consent/page.js", file(SCRIPTS, SCRIPT))
        .route("/consent/words.js", file(SCRIPTS, WORDS))
        .route("/consent/words.zh-Hant.js", words)
        .route("/v1/consent", get(answers::card))
        .route("/v1/consent/answers", post(answers::answer))
        .route("/v1/consent/withdraw", post(answers::withdraw))
        .route("/v1/consent/delete", post(answers::delete))
        .route("/v1/consent/slip", post(answers::slip))
        .route("/v1/consent/permit", post(answers::permit))
}

fn dressed(kind: &'static str, text: impl IntoResponse) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    (headers, text).into_response()
}
