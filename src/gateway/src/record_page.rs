//! The record's page with the key of the school's consents in it: the page makes no request, and has to know whether the school
//! has signed what a student brings.

use axum::{
    http::{StatusCode, header},
    routing::{MethodRouter, get},
};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use std::path::PathBuf;

/// The page as `cargo xtask dist` wrote it, with `key` (an uncompressed point) where its script looks for it.
pub fn serve<S: Clone + Send + Sync + 'static>(page: PathBuf, key: &[u8; 65]) -> MethodRouter<S> {
    let place = format!("<div id=\"record\" data-key=\"{}\"", BASE64.encode(key));
    get(move || async move {
        let text = tokio::fs::read_to_string(page).await.map_err(|_| StatusCode::NOT_FOUND)?;
        let whole = text.replacen("<div id=\"record\"", &place, 1);
        Ok::<_, StatusCode>(([(header::CONTENT_TYPE, "text/html")], whole))
    })
}
