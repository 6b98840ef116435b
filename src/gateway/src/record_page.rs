//! The record's page with the key of the school's consents in it: the page makes no request, and has to know whether the school
//! has signed what a student brings.

use crate::in_script;
use axum::{
    http::{HeaderMap, StatusCode, header},
    routing::{MethodRouter, get},
};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use std::path::Path;

/// The page as `cargo xtask dist` wrote it in the script that is asked for, with `key` (an uncompressed point) where its script
/// looks for it.
pub fn serve<S: Clone + Send + Sync + 'static>(folder: &Path, key: &[u8; 65]) -> MethodRouter<S> {
    let place = format!("<div id=\"record\" data-key=\"{}\"", BASE64.encode(key));
    let [written, made] = in_script::both(folder, "record", "html");
    get(move |asked, headers: HeaderMap| async move {
        let page = in_script::file(asked, &headers, written, made);
        let text = tokio::fs::read_to_string(page).await.map_err(|_| StatusCode::NOT_FOUND)?;
        let whole = text.replacen("<div id=\"record\"", &place, 1);
        Ok::<_, StatusCode>(in_script::varied(([(header::CONTENT_TYPE, "text/html")], whole)))
    })
}
