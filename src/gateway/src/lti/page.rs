//! The pages that a launch shows, and their headers. All that differs stands in attributes, escaped; scripts and styles
//! are files.

use super::{LtiConfig, State};
use crate::{App, problem::Problem};
use axum::{
    http::{HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{MethodRouter, get},
};

/// Stores a nonce at the platform, and mounts the element.
pub const SCRIPT: &str = include_str!("../../www/lti.js");
/// Looks of these pages.
pub const STYLE: &str = include_str!("../../www/lti.css");

const HEAD: &str = "<meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
    <title>青禾</title><link rel=\"stylesheet\" href=\"/lti/page.css\">";
const SCRIPTS: &str =
    "<script src=\"/qinghe.js\" defer></script><script src=\"/lti/page.js\" defer></script>";

/// What the element's page is made of.
pub struct Shown<'a> {
    /// Origin of the gateway.
    pub gateway: &'a str,
    /// Battery.
    pub battery: &'a str,
    /// Launch token.
    pub token: &'a str,
    /// Language.
    pub lang: &'a str,
    /// Sealed ticket, or empty.
    pub ticket: &'a str,
    /// Origin of the platform's page around.
    pub around: &'a str,
}

/// A file of these pages.
pub fn file<S: Clone + Send + Sync + 'static>(kind: &'static str, text: &'static str) -> MethodRouter<S> {
    get(move || async move {
        let own = (HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
        ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache"), own], text)
    })
}

/// The element, with what its script needs.
pub fn element(platform: &LtiConfig, state: &State, shown: &Shown<'_>) -> Response {
    let (frame, asks) =
        state.storage.as_ref().map_or(("", String::new()), |frame| (frame, platform.authorize_origin()));
    let data = attributes(&[
        ("lti", "launch"),
        ("gateway", shown.gateway),
        ("battery", shown.battery),
        ("token", shown.token),
        ("ticket", shown.ticket),
        ("around", shown.around),
        ("frame", frame),
        ("asks", &asks),
        ("nonce", &state.nonce),
    ]);
    html(
        StatusCode::OK,
        shown.lang,
        &data,
        &refused_words(true),
        SCRIPTS,
        &policy(&platform.origins, "'none'"),
    )
}

/// Stores the nonce at the platform, then goes on to its login.
pub fn store(platform: &LtiConfig, state: &State, next: &str) -> Response {
    let data = attributes(&[
        ("lti", "store"),
        ("frame", state.storage.as_deref().unwrap_or_default()),
        ("asks", &platform.authorize_origin()),
        ("nonce", &state.nonce),
        ("next", next),
    ]);
    html(
        StatusCode::OK,
        "zh-Hans",
        &data,
        &refused_words(true),
        SCRIPTS,
        &policy(&platform.origins, "'none'"),
    )
}

/// One button for each battery.
pub fn choices(platform: &LtiConfig, lang: &str, to: &str, choices: &[(&str, String)]) -> Response {
    let say = if lang == "en" {
        [
            "Which one goes into the course?",
            "Nobody in the course sees answers or results, and the platform learns no more than “closed”.",
        ]
    } else {
        ["把哪一份放进课程？", "课程里没有人能看到作答和结果，平台最多只知道“已结束”。"]
    };
    let mut body = format!("<main><h1>{}</h1><p>{}</p>", say[0], say[1]);
    for (title, answer) in choices {
        body += &format!(
            "<form method=\"post\" action=\"{}\"><input type=\"hidden\" name=\"JWT\" value=\"{}\"><button>{}</button></form>",
            escaped(to),
            escaped(answer),
            escaped(title)
        );
    }
    let origins = &platform.origins;
    html(StatusCode::OK, lang, "", &(body + "</main>"), "", &policy(origins, &origins.join(" ")))
}

/// Why it does not begin, calmly, with the help numbers below.
pub fn refusal(app: &App, problem: Problem) -> Response {
    let origins: Vec<String> = app.config.lti.iter().flat_map(|platform| platform.origins.clone()).collect();
    let data =
        attributes(&[("lti", "refused"), ("gateway", &app.config.public_origin), ("code", problem.code)]);
    let body = format!("{}<p class=\"code\">{}</p>", refused_words(false), escaped(&problem.said()));
    html(problem.status(), "zh-Hans", &data, &body, SCRIPTS, &policy(&origins, "'none'"))
}

/// Hidden until it is needed: when the platform's storage does not know this launch.
fn refused_words(hidden: bool) -> String {
    let hidden = if hidden { " hidden" } else { "" };
    format!(
        "<main id=\"refused\"{hidden}><h1>这一次没有打开</h1><p>这不怪你，什么都没有记下，也没有发出任何消息。回到课程页面，再点一次就好。</p>\
         <p lang=\"en\">It did not open this time. That is not your fault; nothing was written down or sent. Go back to the \
         course and open it once more.</p></main><noscript>请打开浏览器的 JavaScript。 Please turn on JavaScript.</noscript>"
    )
}

fn html(status: StatusCode, lang: &str, data: &str, body: &str, end: &str, policy: &str) -> Response {
    let text = format!("<!doctype html><html lang=\"{}\">{HEAD}<body{data}>{body}{end}", escaped(lang));
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    (status, headers, text).into_response()
}

/// Nothing from anywhere but here; only the platform's pages around it, and forms only to the platform.
fn policy(around: &[String], forms: &str) -> String {
    let around = if around.is_empty() { "'none'".to_owned() } else { around.join(" ") };
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; \
         form-action {forms}; frame-ancestors {around}"
    )
}

fn attributes(all: &[(&str, &str)]) -> String {
    all.iter().map(|(name, value)| format!(" data-{name}=\"{}\"", escaped(value))).collect()
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_its_attribute() {
        let made = attributes(&[("next", "\"><script>'&")]);
        assert_eq!(made, " data-next=\"&quot;&gt;&lt;script&gt;&#39;&amp;\"");
    }
}
