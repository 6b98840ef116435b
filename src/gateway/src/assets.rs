//! The built files and the headers they are served with.

use crate::{App, config::Config, embed_page, in_script, record_page};
use axum::{
    Router,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::Response,
    routing::get_service,
};
use std::sync::Arc;
use tower_http::{
    CompressionLevel,
    compression::CompressionLayer,
    services::{ServeDir, ServeFile},
    set_header::SetResponseHeaderLayer,
};

const IMMUTABLE: &str = "public, max-age=31536000, immutable";
const CHECKED: &str = "no-cache";
/// What no page but the desk ever needs.
const FEATURES: &str = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=(), midi=(), \
                        accelerometer=(), gyroscope=(), magnetometer=(), idle-detection=(), display-capture=()";
/// The desk besides: its camera reads codes that were carried by hand.
const DESK_FEATURES: &str = "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=(), midi=(), \
                        accelerometer=(), gyroscope=(), magnetometer=(), idle-detection=(), display-capture=()";
/// What is no page of ours runs nothing and stands in no frame.
const NO_PAGE: &str = "default-src 'none'; frame-ancestors 'none'";
const NEVER: &str = "no-store";
/// Of 11: a page that is made anew for everybody is packed in a millisecond, and 3 % larger than at its best.
const PAGE_QUALITY: i32 = 9;
const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");
/// What the element never needs: every feature by which a page reaches another device, another site, or the
/// page around it.
const ELEMENT_FEATURES: &str = "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), \
    clipboard-read=(), clipboard-write=(), display-capture=(), encrypted-media=(), fullscreen=(), gamepad=(), \
    geolocation=(), gyroscope=(), hid=(), identity-credentials-get=(), idle-detection=(), keyboard-map=(), \
    local-fonts=(), magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), \
    publickey-credentials-create=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), \
    storage-access=(), sync-xhr=(), usb=(), \
    window-management=(), xr-spatial-tracking=()";

/// Routes for everything that `cargo xtask dist` wrote.
pub fn routes(config: &Config, consent_key: &[u8; 65]) -> Router<Arc<App>> {
    let folder = &config.assets;
    let file = |name: &str| ServeFile::new(folder.join(name)).precompressed_br().precompressed_gzip();
    let folder_of = |name: &str| ServeDir::new(folder.join(name)).precompressed_br().precompressed_gzip();
    let (alone, framed) = ancestors(config);
    let public = Router::new()
        .nest_service("/m", folder_of("m"))
        .layer(SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, kept_for_good))
        .merge(tags(config))
        // Inline mounts load these from the platform's origin. They hold nothing about anybody.
        .layer(set(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .layer(set(HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"));
    let embed = element_page(config, framed);
    let record = Router::new()
        .route("/record", record_page::serve(folder, consent_key))
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(PAGE_QUALITY)))
        .layer(set(header::CONTENT_SECURITY_POLICY, &policy(&alone, "'self'")))
        // Not even the browser's memory of a page that was left may hold an open record.
        .layer(set(header::CACHE_CONTROL, NEVER))
        .layer(set(PERMISSIONS, ELEMENT_FEATURES))
        .layer(set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin"));
    // Pages of their own: they save reminders as files, keep the screen on, and work without a network.
    let training = Router::new()
        // What keeps the element at hand, where a host asks for it.
        .route("/offline", get_service(file("offline.html")))
        .route("/offline-worker.js", get_service(file("offline-worker.js")))
        .route("/training", in_script::serve(folder, "training", "html"))
        .route("/training-worker.js", in_script::serve(folder, "training-worker", "js"))
        .route("/family", in_script::serve(folder, "family", "html"))
        .route("/family-worker.js", in_script::serve(folder, "family-worker", "js"))
        .route("/lessons", in_script::serve(folder, "lessons", "html"))
        .route("/lessons-worker.js", in_script::serve(folder, "lessons-worker", "js"))
        .layer(set(header::CONTENT_SECURITY_POLICY, &policy(&alone, "'self'")))
        .layer(set(header::CACHE_CONTROL, CHECKED))
        .layer(set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin"));
    let desk = Router::new()
        .route("/desk", get_service(file("desk/desk.html")))
        .nest_service("/desk/m", folder_of("desk/m"))
        .layer(set(header::CONTENT_SECURITY_POLICY, &policy("'none'", "'self'")))
        .layer(set(header::CACHE_CONTROL, CHECKED))
        .layer(set(PERMISSIONS, DESK_FEATURES))
        .layer(set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
        .layer(set(HeaderName::from_static("cross-origin-embedder-policy"), "require-corp"))
        // Browsers from before `frame-ancestors`.
        .layer(set(header::X_FRAME_OPTIONS, "DENY"))
        .layer(set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin"));
    let licences = Router::new()
        .route("/licences.txt", get_service(file("licences.txt")))
        .route("/licences-of-rust.html", get_service(file("licences-of-rust.html")))
        .layer(set(header::CACHE_CONTROL, CHECKED));
    public.merge(embed).merge(record).merge(training).merge(desk).merge(licences)
}

/// The element's own page, and wording that the school may use and others may not: for the gateway's own pages only.
fn element_page(config: &Config, framed: String) -> Router<Arc<App>> {
    let texts = Router::new()
        .nest_service("/texts", ServeDir::new(config.texts_folder()))
        .layer(set(header::CONTENT_SECURITY_POLICY, &element_policy(&framed, "'self'")));
    let named = move |styles: &str| element_policy(&framed, styles);
    Router::new()
        .route("/embed", embed_page::serve(config.assets.clone(), named))
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(PAGE_QUALITY)))
        .merge(texts)
        .layer(set(header::CACHE_CONTROL, NEVER))
        .layer(set(PERMISSIONS, ELEMENT_FEATURES))
        .layer(set(HeaderName::from_static("x-dns-prefetch-control"), "off"))
        .layer(set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin"))
}

/// What a platform's page loads by name.
fn tags(config: &Config) -> Router<Arc<App>> {
    let names = ["qinghe", "qinghe-record", "qinghe-training", "qinghe-family", "qinghe-inline"];
    let serve = |routes: Router<Arc<App>>, name: &str| {
        let file = ServeFile::new(config.assets.join(format!("{name}.js")));
        routes.route(&format!("/{name}.js"), get_service(file.precompressed_br().precompressed_gzip()))
    };
    names.into_iter().fold(Router::new(), serve).layer(set(header::CACHE_CONTROL, CHECKED))
}

/// Whose pages may frame a page of ours, and whose the element besides: courses need nobody's record.
fn ancestors(config: &Config) -> (String, String) {
    let mut hosts: Vec<&str> = config.hosts.iter().map(|host| host.origin.as_str()).collect();
    let alone = hosts.join(" ");
    hosts.extend(config.lti.iter().flat_map(|platform| &platform.origins).map(String::as_str));
    hosts.extend(config.courses.iter().flat_map(|course| &course.origins).map(String::as_str));
    if !config.lti.is_empty() {
        // The page of a launch stands between the platform's page and the element.
        hosts.push("'self'");
    }
    (alone, hosts.join(" "))
}

/// Headers that every answer carries, whoever gives it.
pub fn with_defaults<S: Clone + Send + Sync + 'static>(routes: Router<S>) -> Router<S> {
    let strict = HeaderValue::from_static(NO_PAGE);
    routes
        .layer(SetResponseHeaderLayer::if_not_present(header::CONTENT_SECURITY_POLICY, strict))
        .layer(set(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(set(header::REFERRER_POLICY, "no-referrer"))
        .layer(set(HeaderName::from_static("origin-agent-cluster"), "?1"))
        .layer(SetResponseHeaderLayer::if_not_present(PERMISSIONS, HeaderValue::from_static(FEATURES)))
}

/// Nothing from anywhere but here; Wasm may compile, scripts may not be written into the page.
fn policy(ancestors: &str, styles: &str) -> String {
    let ancestors = if ancestors.is_empty() { "'none'" } else { ancestors };
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src {styles}; connect-src 'self'; img-src 'self'; \
         base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}"
    )
}

/// The element's page besides: opened as a page of its own it is in the same sandbox as in the iframe, starts no
/// workers, and makes no markup out of text, which is how a fresh realm could be had. No opener policy: a sandboxed
/// page that carries one is not shown at all (HTML standard, "process a navigate fetch").
fn element_policy(ancestors: &str, styles: &str) -> String {
    format!(
        "{}; worker-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'; \
         sandbox allow-scripts allow-same-origin allow-top-navigation-to-custom-protocols",
        policy(ancestors, styles)
    )
}

/// A file with its hash in its name never changes. That one is missing does: between two builds a page may name what is not
/// there yet, and a browser that kept that answer would not get in for a year.
fn kept_for_good(answer: &Response) -> Option<HeaderValue> {
    let there = answer.status().is_success() || answer.status() == StatusCode::NOT_MODIFIED;
    Some(HeaderValue::from_static(if there { IMMUTABLE } else { NEVER }))
}

fn set(name: HeaderName, value: &str) -> SetResponseHeaderLayer<Option<HeaderValue>> {
    SetResponseHeaderLayer::overriding(name, HeaderValue::from_str(value).ok())
}
