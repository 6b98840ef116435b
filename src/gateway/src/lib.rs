//! Receives sealed envelopes, stores them, gives receipts, and serves the element and the desk.
//!
//! The gateway opens the outer layer only: ids, pseudonym, and whether a person is needed now. It knows no
//! response, no score, and no tier but that one. `docs/wire.md` is its contract, `docs/gateway.md` says how to run it.

mod assets;
mod audit;
mod backup;
mod centre;
mod check;
mod config;
mod desk;
mod envelopes;
mod jwks;
mod keys;
mod launch;
mod limits;
mod notices;
mod problem;
mod serve;
mod sessions;
pub mod store;

pub use backup::{Consent, Done, backup, restore};
pub use check::{Report, check};
pub use config::{Config, HostConfig};
pub use problem::Problem;

use axum::{
    Router,
    body::to_bytes,
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{delete, get, post},
};
use centre::Centre;
use jwks::Keys;
use launch::Seen;
use limits::Limits;
use qinghe_seal::{KeyPair, key_id};
use serve::Patience;
use sessions::Sessions;
use std::{
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use store::Store;
use tokio::{net::TcpListener, sync::watch};

/// Larger than any request there is.
const BODY_MAX: usize = 8 * 1024;

/// Everything the routes share.
pub(crate) struct App {
    config: Config,
    keys: KeyPair,
    key_id: [u8; 8],
    setup_code: String,
    store: Store,
    platforms: Keys,
    seen: Seen,
    limits: Limits,
    sessions: Sessions,
    centre: RwLock<Option<Centre>>,
    changes: watch::Sender<i64>,
    stopping: watch::Receiver<bool>,
}

impl App {
    fn centre(&self) -> Option<Centre> {
        self.centre.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set_centre(&self, centre: Centre) {
        *self.centre.write().unwrap_or_else(PoisonError::into_inner) = Some(centre);
    }

    /// Wakes every waiting desk.
    fn announce(&self, change: i64) {
        self.changes.send_modify(|newest| *newest = change.max(*newest));
    }
}

/// A gateway that is ready to serve.
pub struct Gateway {
    app: Arc<App>,
    listener: TcpListener,
    stop: watch::Sender<bool>,
}

impl Gateway {
    /// Opens keys, database and port.
    ///
    /// # Errors
    /// What failed and what to do, in one line.
    pub async fn open(config: Config) -> Result<Gateway, String> {
        keys::data_folder(&config.data)?;
        let keys = keys::gateway_key(&config.data)?;
        let store = Store::open(&config.storage()?).await?;
        let (centre, newest, break_at) = store
            .read(|db| Ok((centre::load(db)?, notices::newest(db)?, audit::first_break(db, None)?)))
            .await
            .map_err(|_| "the database cannot be read; restore it from a backup.".to_owned())?;
        if let Some(seq) = break_at {
            tracing::error!(
                seq,
                "the audit chain is broken at this row: rows were altered or removed outside the gateway"
            );
        }
        let setup_code = if centre.is_some() { String::new() } else { keys::setup_code(&config.data)? };
        if centre.is_none() {
            tracing::info!(code = setup_code, "the desk is not set up yet; open /desk and enter this code");
        }
        let listener = TcpListener::bind(config.listen).await.map_err(|why| {
            format!(
                "{} cannot be listened on ({why}). Stop what uses the port, or change `listen`.",
                config.listen
            )
        })?;
        let (stop, stopping) = watch::channel(false);
        let app = App {
            key_id: key_id(&keys.public),
            keys,
            setup_code,
            store,
            platforms: Keys::new(&config.hosts),
            seen: Seen::default(),
            limits: Limits::default(),
            sessions: Sessions::default(),
            centre: RwLock::new(centre),
            changes: watch::channel(newest).0,
            stopping,
            config,
        };
        Ok(Gateway { app: Arc::new(app), listener, stop })
    }

    /// The address in use; tells the port when the configuration asked for any.
    ///
    /// # Errors
    /// What the system says.
    pub fn address(&self) -> std::io::Result<std::net::SocketAddr> {
        self.listener.local_addr()
    }

    /// The code for setting up the desk; empty when it is set up.
    #[must_use]
    pub fn setup_code(&self) -> &str {
        &self.app.setup_code
    }

    /// Serves until `until` resolves, then finishes what it has begun.
    ///
    /// # Errors
    /// What the system says.
    pub async fn serve(self, until: impl Future<Output = ()> + Send + 'static) -> std::io::Result<()> {
        let Gateway { app, listener, stop } = self;
        let patience = Patience {
            connections: serve::make_room(usize::from(app.config.connections)),
            head: app.config.request_time(),
        };
        let quiet = async move {
            until.await;
            // Desks that wait for news are told that there is none.
            stop.send_replace(true);
        };
        serve::serve(listener, router(app), patience, quiet).await
    }
}

fn router(app: Arc<App>) -> Router {
    let api = Router::new()
        .route("/v1/envelopes", post(envelopes::take).options(envelopes::preflight))
        .route("/v1/centre", get(envelopes::centre))
        // Browsers ask for it by themselves; an error line in the counsellor's console would worry somebody.
        .route("/favicon.ico", get(|| async { StatusCode::NO_CONTENT }))
        .route("/desk/api/state", get(desk::state))
        .route("/desk/api/setup", post(desk::set_up))
        .route("/desk/api/session", post(desk::unlock))
        .route("/desk/api/session", delete(desk::lock))
        .route("/desk/api/notices", get(desk::list))
        .route("/desk/api/notices/{id}/acknowledge", post(desk::acknowledge))
        .layer(middleware::map_response(plain_words));
    let assets = assets::routes(&app.config);
    let whole = middleware::from_fn_with_state(app.config.request_time(), whole_body);
    assets::with_defaults(api.merge(assets).fallback(|| async { Problem::NOT_FOUND }))
        .layer(whole)
        .with_state(app)
}

/// Reads the body before anything else is done: it is small, and there in time, or the request is refused.
async fn whole_body(State(time): State<Duration>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    match tokio::time::timeout(time, to_bytes(body, BODY_MAX)).await {
        Ok(Ok(body)) => next.run(Request::from_parts(parts, body.into())).await,
        // A connection that broke off meanwhile hears nothing of it.
        Ok(Err(_)) => Problem::TOO_LARGE.into_response(),
        Err(_) => ([(header::CONNECTION, "close")], Problem::TOO_SLOW).into_response(),
    }
}

/// Refusals of the framework itself get the same form as ours.
async fn plain_words(response: Response) -> Response {
    match response.status() {
        StatusCode::BAD_REQUEST if !is_ours(&response) => Problem::BODY_MALFORMED.into_response(),
        _ => response,
    }
}

fn is_ours(response: &Response) -> bool {
    response.headers().get("content-type").is_some_and(|kind| kind == "application/problem+json")
}

/// Milliseconds since 1970.
pub(crate) fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
