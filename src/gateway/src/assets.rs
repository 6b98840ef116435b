//! The built files and the headers they are served with.

use crate::config::Config;
use axum::{
    Router,
    http::{HeaderName, HeaderValue, header},
    routing::get_service,
};
use tower_http::{
    services::{ServeDir, ServeFile},
    set_header::SetResponseHeaderLayer,
};

const IMMUTABLE: &str = "public, max-age=31536000, immutable";
const CHECKED: &str = "no-cache";
/// What neither page ever needs.
const FEATURES: &str = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), \
                        display-capture=()";

/// Routes for everything that `cargo xtask dist` wrote.
pub fn routes<S: Clone + Send + Sync + 'static>(config: &Config) -> Router<S> {
    let folder = &config.assets;
    let file = |name: &str| ServeFile::new(folder.join(name)).precompressed_br().precompressed_gzip();
    let folder_of = |name: &str| ServeDir::new(folder.join(name)).precompressed_br().precompressed_gzip();
    let hosts: Vec<&str> = config.hosts.iter().map(|host| host.origin.as_str()).collect();
    let public = Router::new()
        .nest_service("/m", folder_of("m"))
        .layer(set(header::CACHE_CONTROL, IMMUTABLE))
        .merge(
            Router::new()
                .route("/qinghe.js", get_service(file("qinghe.js")))
                .route("/qinghe-record.js", get_service(file("qinghe-record.js")))
                .layer(set(header::CACHE_CONTROL, CHECKED)),
        )
        // Inline mounts load these from the platform's origin. They hold nothing about anybody.
        .layer(set(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .layer(set(HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"));
    let embed = Router::new()
        .route("/embed", get_service(file("embed.html")))
        // Wording that the school may use and others may not: for the gateway's own pages only.
        .nest_service("/texts", ServeDir::new(config.texts_folder()))
        .layer(set(header::CONTENT_SECURITY_POLICY, &policy(&hosts.join(" "))))
        .layer(set(header::CACHE_CONTROL, CHECKED))
        .layer(set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin"));
    let record = Router::new()
        .route("/record", get_service(file("record.html")))
        .layer(set(header::CONTENT_SECURITY_POLICY, &policy(&hosts.join(" "))))
        // Not even the browser's memory of a page that was left may hold an open record.
        .layer(set(header::CACHE_CONTROL, "no-store"))
        .layer(set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin"));
    let desk = Router::new()
        .route("/desk", get_service(file("desk/desk.html")))
        .nest_service("/desk/m", folder_of("desk/m"))
        .layer(set(header::CONTENT_SECURITY_POLICY, &policy("'none'")))
        .layer(set(header::CACHE_CONTROL, CHECKED))
        .layer(set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
        .layer(set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin"));
    public
        .merge(embed)
        .merge(desk)
        .layer(set(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(set(header::REFERRER_POLICY, "no-referrer"))
        .layer(set(HeaderName::from_static("permissions-policy"), FEATURES))
}

/// Nothing from anywhere but here; Wasm may compile, scripts may not be written into the page.
fn policy(ancestors: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self'; \
         base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}"
    )
}

fn set(name: HeaderName, value: &str) -> SetResponseHeaderLayer<Option<HeaderValue>> {
    SetResponseHeaderLayer::overriding(name, HeaderValue::from_str(value).ok())
}
