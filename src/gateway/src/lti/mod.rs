//! Launches from learning platforms (LTI 1.3): Moodle, Canvas, Open edX. `docs/lti.md` is for whoever sets one up.
//!
//! A launch that holds becomes a launch token like a portal's, made and signed here, and everything after it is as for a
//! portal: same page, same rules, same limits. What goes back to the platform is "closed", the same for everybody.

mod config;
mod done;
mod launch;
mod login;
mod page;
mod place;
mod register;
mod rows;
mod score;
mod secrets;
mod token;

pub use config::{LtiConfig, faults, has_pack};
pub use done::over;
pub(crate) use login::random;
pub use register::{Entry, register};
pub use secrets::Secrets;

use crate::{
    App,
    jwks::{KeySet, Kind},
};
use axum::{
    Json, Router,
    extract::State as Shared,
    http::header,
    response::IntoResponse,
    routing::{get, post},
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Where a platform sends people; the address of the tool.
pub const PATH: &str = "/lti/launch";

/// Everything about learning platforms.
pub struct Lti {
    /// What signs and hashes.
    pub secrets: Secrets,
    platforms: Vec<Platform>,
}

/// One platform and its keys.
struct Platform {
    config: LtiConfig,
    keys: KeySet,
}

impl Lti {
    /// Nothing is fetched yet.
    #[must_use]
    pub fn new(secrets: Secrets, configs: &[LtiConfig]) -> Lti {
        let of = |config: &LtiConfig| Platform {
            config: config.clone(),
            keys: KeySet::new(&config.jwks, Kind::Rsa),
        };
        Lti { secrets, platforms: configs.iter().map(of).collect() }
    }

    fn named(&self, name: &str) -> Option<&Platform> {
        self.platforms.iter().find(|platform| platform.config.name == name)
    }
}

/// What goes to the platform with a login and comes back with the launch: signed, good for ten minutes, and no cookie.
#[derive(Clone, Serialize, Deserialize)]
pub struct State {
    /// Name of the platform.
    platform: String,
    /// The id token must carry it, and it serves once.
    nonce: String,
    /// The link that was asked for.
    target: String,
    /// The frame of the platform that keeps values for tools, when there is one; it must then know this nonce.
    storage: Option<String>,
    /// Seconds since 1970.
    exp: i64,
}

/// Routes. Without a platform in the configuration they refuse.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/lti/login", get(login::begin).post(login::begin))
        .route(PATH, post(launch::take))
        .route("/lti/done", post(done::take))
        .route("/lti/jwks", get(jwks))
        .route("/lti/page.js", page::file("text/javascript; charset=utf-8", page::SCRIPT))
        .route("/lti/page.css", page::file("text/css; charset=utf-8", page::STYLE))
}

/// The gateway's own key set: platforms check with it what the gateway signs for them.
async fn jwks(Shared(app): Shared<Arc<App>>) -> impl IntoResponse {
    ([(header::CACHE_CONTROL, "no-cache")], Json(app.lti.secrets.jwks()))
}
