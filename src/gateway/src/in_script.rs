//! Files that `cargo xtask dist` writes once for every script of Chinese, under one address: `?lang=` chooses, and where it says
//! nothing, the language that the browser asks for first.

use crate::{App, embed_page::locale};
use axum::{
    extract::{Query, rejection::QueryRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{MethodRouter, get},
};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};
use tower_http::services::ServeFile;

const TRADITIONAL: &str = "zh-Hant";

/// What the address says.
#[derive(Default, serde::Deserialize)]
pub struct Asked {
    lang: Option<String>,
}

/// The file as it was written, and the one that is made of it.
pub fn both(folder: &Path, stem: &str, end: &str) -> [PathBuf; 2] {
    [folder.join(format!("{stem}.{end}")), folder.join(format!("{stem}.{TRADITIONAL}.{end}"))]
}

/// `<stem>.<end>` of `folder`, or `<stem>.zh-Hant.<end>` where that is asked for and there.
pub fn serve(folder: &Path, stem: &str, end: &str) -> MethodRouter<Arc<App>> {
    let [written, made] = both(folder, stem, end);
    get(move |asked, headers: HeaderMap, request| async move {
        let file = file(asked, &headers, written, made);
        let served = ServeFile::new(file).precompressed_br().precompressed_gzip().try_call(request).await;
        served.map_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response(), varied)
    })
}

/// Which of the two files, for this question. A query that makes no sense asks for nothing.
pub fn file(
    asked: Result<Query<Asked>, QueryRejection>,
    headers: &HeaderMap,
    written: PathBuf,
    made: PathBuf,
) -> PathBuf {
    let asked = asked.ok().and_then(|Query(asked)| asked.lang);
    let browser = || headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let first = asked.as_deref().or_else(|| browser()?.split([',', ';']).next());
    let traditional = first.is_some_and(|tag| locale(tag.trim()) == TRADITIONAL);
    if traditional && made.is_file() { made } else { written }
}

/// What lies between may not give one reader's script to another.
pub fn varied(served: impl IntoResponse) -> Response {
    let mut answer = served.into_response();
    answer.headers_mut().append(header::VARY, HeaderValue::from_static("accept-language"));
    answer
}
