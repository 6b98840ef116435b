//! The element's own page, with what `GET /v1/centre` says written into it: a request less before the first item. Its style
//! stands in it too, for the same reason, and the policy names that style by its hash.

use crate::{App, envelopes};
use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{MethodRouter, get},
};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use sha2::{Digest, Sha256};
use std::{path::PathBuf, sync::Arc};

/// Where the script looks for it.
const PLACE: &str = "<div id=\"place\"";

/// The page as `cargo xtask dist` wrote it, read anew each time: an update of the files needs no restart. `policy`: what its
/// content security policy is with these sources for styles.
pub fn serve(
    page: PathBuf,
    policy: impl Fn(&str) -> String + Clone + Send + Sync + 'static,
) -> MethodRouter<Arc<App>> {
    get(move |State(app): State<Arc<App>>| async move {
        let Ok(text) = tokio::fs::read_to_string(page).await else {
            return StatusCode::NOT_FOUND.into_response();
        };
        let said = in_attribute(&envelopes::said(&app).to_string());
        let whole = text.replacen(PLACE, &format!("{PLACE} data-centre=\"{said}\""), 1);
        answer(whole, &policy(&style_sources(&text)))
    })
}

fn answer(page: String, policy: &str) -> Response {
    let Ok(policy) = HeaderValue::from_str(policy) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let kind = HeaderValue::from_static("text/html");
    ([(header::CONTENT_TYPE, kind), (header::CONTENT_SECURITY_POLICY, policy)], page).into_response()
}

fn in_attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// Our files, and the style that the page holds, if it holds one.
fn style_sources(page: &str) -> String {
    let style = page.split_once("<style>").and_then(|(_, rest)| rest.split_once("</style>"));
    style.map_or_else(
        || "'self'".to_owned(),
        |(style, _)| format!("'self' 'sha256-{}'", BASE64.encode(Sha256::digest(style))),
    )
}
