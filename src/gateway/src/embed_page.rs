//! The element's own page, with what `GET /v1/centre` says written into it: a request less before the first item. Its style
//! stands in it too, for the same reason, and the policy names that style by its hash. The pack is begun with the page: on a
//! slow phone the script that asks for it runs only when all else is there.

use crate::{App, envelopes};
use axum::{
    extract::{Query, State, rejection::QueryRejection},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{MethodRouter, get},
};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::{path::PathBuf, sync::Arc};

/// Where the script looks for it.
const PLACE: &str = "<div id=\"place\"";
/// Before what the page always loads.
const LOADED: &str = "<link rel=\"modulepreload\"";
/// Which battery has which packs.
const INDEX: &str = "manifest.json";
/// Behind everything that the page says.
const END: &str = "</main>";
/// The style of the way home, behind the page's own, whose colours it has.
const HOME_STYLE: &str =
    "#back{display:block;width:fit-content;margin:0 auto 1.5rem;padding:.6rem 1rem;color:var(--leaf)}";

/// What the address of the page says.
#[derive(Default, serde::Deserialize)]
pub struct Asked {
    #[serde(default)]
    battery: String,
    #[serde(default)]
    lang: String,
    /// Where a student who is here without a page around goes home to.
    #[serde(default)]
    back: String,
}

/// The page of `folder` as `cargo xtask dist` wrote it, read anew each time: an update of the files needs no restart.
/// `policy`: what its content security policy is with these sources for styles.
pub fn serve(
    folder: PathBuf,
    policy: impl Fn(&str) -> String + Clone + Send + Sync + 'static,
) -> MethodRouter<Arc<App>> {
    get(move |State(app): State<Arc<App>>, asked: Result<Query<Asked>, QueryRejection>| async move {
        // A query that makes no sense gets the page all the same: its script says what is wrong.
        let asked = asked.map_or_else(|_| Asked::default(), |Query(asked)| asked);
        let Ok(text) = tokio::fs::read_to_string(folder.join("embed.html")).await else {
            return StatusCode::NOT_FOUND.into_response();
        };
        let said = in_attribute(&envelopes::said(&app).to_string());
        let whole = if asked.lang.is_empty() { text.clone() } else { in_one_language(&text, &asked.lang) };
        let whole = whole.replacen(PLACE, &format!("{PLACE} data-centre=\"{said}\""), 1);
        // Without the index, or for a battery that nobody knows, the script says what is to be said.
        let index = tokio::fs::read(folder.join(INDEX)).await.unwrap_or_default();
        let index: Value = serde_json::from_slice(&index).unwrap_or_default();
        let begun = pack(&index, &asked).map(|address| {
            format!("<link rel=\"preload\" href=\"{}\" as=\"fetch\" crossorigin>", in_attribute(&address))
        });
        let whole = whole.replacen(LOADED, &format!("{}{LOADED}", begun.unwrap_or_default()), 1);
        let whole = with_home(whole, &index, &asked, &app);
        let policy = policy(&style_sources(&whole));
        answer(whole, &policy)
    })
}

/// The address of the pack that is asked for: the index's own word, never the query's.
fn pack(index: &Value, asked: &Asked) -> Option<String> {
    let files = &index["manifest"]["packs"][&asked.battery][locale(&asked.lang)];
    files[0].as_str().map(str::to_owned)
}

/// The page with a link home, where one is asked for that leads to a platform of this gateway. The script lets nobody go anywhere else
/// (`exits.js`); that it may go there hangs on nothing but the address of the page.
fn with_home(page: String, index: &Value, asked: &Asked, app: &App) -> String {
    if asked.back.is_empty() {
        return page;
    }
    let known = app.config.hosts.iter().any(|host| leads_to(&host.origin, &asked.back));
    let Some(word) = index["back"][locale(&asked.lang)].as_str().filter(|_| known) else {
        // For whoever sets it up and looks into the page.
        let why = "<!-- No way home: `back` has to be an address of a platform that this gateway knows ([[host]], origin). -->";
        return page + why;
    };
    let (lang, to, word) = (locale(&asked.lang), in_attribute(&asked.back), in_attribute(word));
    let link = format!(
        "{END}<a id=\"back\" lang=\"{lang}\" href=\"{to}\" referrerpolicy=\"no-referrer\">{word}</a>"
    );
    page.replacen("</style>", &format!("{HOME_STYLE}</style>"), 1).replacen(END, &link, 1)
}

/// Whether an address is one of `origin`, read as a browser does: behind the name of the place only these end it.
fn leads_to(origin: &str, address: &str) -> bool {
    address.strip_prefix(origin).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
}

/// The page with what it says without its script in the language that is asked for, and marked so. Whoever asks for none, as what
/// keeps the page for days without a network, gets every language.
fn in_one_language(page: &str, tag: &str) -> String {
    let (own, other) = if locale(tag) == "en" { ("en", "zh-Hans") } else { ("zh-Hans", "en") };
    let marked = page.replacen("<html lang=\"zh-Hans\">", &format!("<html lang=\"{own}\">"), 1);
    let parts = marked.split_once(&format!("<div lang=\"{other}\">"));
    let parts = parts.and_then(|(before, rest)| Some((before, rest.split_once("</div>")?.1)));
    parts.map_or(marked.clone(), |(before, after)| [before, after].concat())
}

/// Which of the packs, and of the pages, a language tag means, as `scriptOf` of `script.js` reads it.
pub fn locale(tag: &str) -> &'static str {
    let tag = tag.to_ascii_lowercase();
    let mut parts = tag.split('-');
    match (parts.next(), parts.next()) {
        (Some("en"), _) => "en",
        (Some("zh"), Some("hant" | "tw" | "hk" | "mo")) => "zh-Hant",
        _ => "zh-Hans",
    }
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
