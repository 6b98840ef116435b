//! Receives sealed envelopes, stores them, gives receipts, and serves the element and the desk.
//!
//! The gateway opens the outer layer only: ids, pseudonym, and whether a person is needed now. It knows no
//! response, no score, and no tier but that one. `docs/wire.md` is its contract, `docs/gateway.md` says how to run it.

mod alerts;
mod assets;
mod audit;
mod backup;
mod case;
mod cases;
mod centre;
mod check;
mod clock;
mod config;
mod consent;
mod course;
mod desk;
mod duty;
mod duty_plan;
mod embed_page;
mod envelopes;
mod escalation;
mod figures;
mod flags;
mod in_script;
mod jwks;
mod keeping;
mod keys;
mod launch;
mod limits;
mod lti;
mod member;
mod notices;
mod problem;
mod record_page;
mod serve;
mod sessions;
mod staff;
pub mod store;
mod unopened;
mod watch;
mod webhook;

#[cfg(test)]
mod case_tests;
#[cfg(test)]
mod duty_tests;
#[cfg(test)]
mod escalation_tests;
#[cfg(test)]
mod news_tests;
#[cfg(test)]
mod webhook_tests;

pub use backup::{Consent, Done, backup, restore};
pub use check::{Report, check};
pub use clock::{Clock, SystemClock};
pub use config::{Config, HostConfig, WebhookConfig};
pub use consent::{ConsentConfig, ConsentFrom};
pub use course::CourseConfig;
pub use lti::{Entry, LtiConfig, register};
pub use problem::Problem;

use axum::{
    Router,
    body::to_bytes,
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post, put},
};
use centre::Known;
use duty::Gate;
use jwks::Keys;
use launch::Seen;
use limits::Limits;
use lti::Lti;
use member::Centre;
use qinghe_seal::{KeyPair, key_id};
use serve::Patience;
use sessions::Sessions;
use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};
use store::{Store, StoreError};
use tokio::{net::TcpListener, sync::watch as channel};

/// Larger than any request but two.
const BODY_MAX: usize = 8 * 1024;
/// Larger than grants for a whole centre, a duty plan, or what a learning platform says of a launch.
const LARGE_BODY_MAX: usize = 64 * 1024;
/// Where such requests go.
const LARGE: &[&str] = &["/desk/api/keys", "/desk/api/duty", lti::PATH];

/// Everything the routes share.
pub(crate) struct App {
    config: Config,
    keys: KeyPair,
    key_id: [u8; 8],
    signer: consent::Signer,
    clock: Arc<dyn Clock>,
    setup_codes: HashMap<Centre, String>,
    store: Store,
    platforms: Keys,
    lti: Lti,
    seen: Seen,
    limits: Limits,
    sessions: Sessions,
    unopened: unopened::Tally,
    centres: RwLock<HashMap<Centre, Arc<Known>>>,
    changes: channel::Sender<i64>,
    stopping: channel::Receiver<bool>,
}

impl App {
    /// Milliseconds since 1970.
    fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }

    /// Whether there is such a centre here.
    fn has(&self, centre: Centre) -> bool {
        self.config.centres().contains(&centre)
    }

    /// What is known of a centre.
    fn known(&self, centre: Centre) -> Arc<Known> {
        let centres = self.centres.read().unwrap_or_else(PoisonError::into_inner);
        centres.get(&centre).cloned().unwrap_or_default()
    }

    /// The centre that has this key, and whether the key may still be sealed to; `None` for unknown keys and for those
    /// that were retired too long ago.
    fn key(&self, id: &[u8; 8]) -> Option<(Centre, bool)> {
        let (now, centres) = (self.now_ms(), self.centres.read().unwrap_or_else(PoisonError::into_inner));
        let found =
            self.config.centres().iter().find_map(|centre| Some((*centre, centres.get(centre)?.key(id)?)));
        let (centre, key) = found?;
        let retired = key.retired_at.is_some();
        let taken = key.retired_at.is_none_or(|since| now - since < centre::RETIRED_MS);
        taken.then_some((centre, retired))
    }

    /// Reads again what is known of a centre.
    async fn reload(&self, centre: Centre) -> Result<(), StoreError> {
        let known = self.store.read(move |db| centre::load(db, centre)).await?;
        self.centres.write().unwrap_or_else(PoisonError::into_inner).insert(centre, Arc::new(known));
        Ok(())
    }

    /// Who is on duty at a centre, and whether new sittings may begin.
    fn gate(&self, centre: Centre) -> Gate {
        let (now, steady) = (self.now_ms(), self.clock.steady_ms());
        let known = self.known(centre);
        let gate =
            known.duty.as_ref().map(|duty| duty.gate(now, |staff| self.sessions.asked_ago(staff, steady)));
        // A plan that cannot be read any more stops nobody.
        gate.unwrap_or(Gate { on: None, watched: false, open: true })
    }

    /// Whether new sittings begin only while somebody on duty has an unlocked desk.
    fn locks(&self, centre: Centre) -> bool {
        self.known(centre).duty.as_ref().is_some_and(|duty| duty.lock)
    }

    /// The code for setting up a centre; of no use once it is set up.
    fn setup_code(&self, centre: Centre) -> &str {
        self.setup_codes.get(&centre).map_or("", String::as_str)
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
    stop: channel::Sender<bool>,
}

impl Gateway {
    /// Opens keys, database and port.
    ///
    /// # Errors
    /// What failed and what to do, in one line.
    pub async fn open(config: Config) -> Result<Gateway, String> {
        Gateway::open_at(config, Arc::new(SystemClock::new())).await
    }

    /// Opens a gateway that reads the time from `clock`.
    ///
    /// # Errors
    /// What failed and what to do, in one line.
    pub async fn open_at(config: Config, clock: Arc<dyn Clock>) -> Result<Gateway, String> {
        keys::data_folder(&config.data)?;
        let keys = keys::gateway_key(&config.data)?;
        let signer = consent::Signer::of(&keys)?;
        let secrets = lti::Secrets::open(&config.data, &keys, &config.lti)?;
        let store = Store::open(&config.storage()?).await?;
        let names = config.centres();
        let (centres, newest, break_at) = store
            .read(|db| {
                let centres = names.iter().map(|centre| Ok((*centre, Arc::new(centre::load(db, *centre)?))));
                let centres = centres.collect::<store::SqlResult<HashMap<_, _>>>()?;
                Ok((centres, notices::newest(db)?, audit::first_break(db, None)?))
            })
            .await
            .map_err(|_| "the database cannot be read; restore it from a backup.".to_owned())?;
        if let Some(seq) = break_at {
            tracing::error!(
                seq,
                "the audit chain is broken at this row: rows were altered or removed outside the gateway"
            );
        }
        let setup_codes = setup_codes(&config, &centres)?;
        let listener = TcpListener::bind(config.listen).await.map_err(|why| {
            format!(
                "{} cannot be listened on ({why}). Stop what uses the port, or change `listen`.",
                config.listen
            )
        })?;
        let (stop, stopping) = channel::channel(false);
        let app = App {
            key_id: key_id(&keys.public),
            signer,
            keys,
            clock,
            setup_codes,
            store,
            platforms: Keys::new(&config.hosts, secrets.own(config.own_issuers())),
            lti: Lti::new(secrets, &config.lti),
            seen: Seen::default(),
            limits: Limits::default(),
            sessions: Sessions::default(),
            unopened: unopened::Tally::default(),
            centres: RwLock::new(centres),
            changes: channel::channel(newest).0,
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

    /// Serves until `until` resolves, then finishes what it has begun.
    ///
    /// # Errors
    /// What the system says.
    pub async fn serve(self, until: impl Future<Output = ()> + Send + 'static) -> std::io::Result<()> {
        let Gateway { app, listener, stop } = self;
        for centre in app.config.centres() {
            // Each by itself: a receiver that does not answer holds up nobody else's alarm. They end with `stop`.
            let _runs_until_stop = tokio::spawn(watch::over(app.clone(), *centre));
        }
        let _runs_until_stop = tokio::spawn(keeping::over(app.clone()));
        if app.config.lti.iter().any(|platform| platform.completion) {
            let _runs_until_stop = tokio::spawn(lti::over(app.clone()));
        }
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

/// The codes with which centres that have no key yet are set up, and a line in the log for each.
fn setup_codes(
    config: &Config,
    centres: &HashMap<Centre, Arc<Known>>,
) -> Result<HashMap<Centre, String>, String> {
    let mut codes = HashMap::new();
    for centre in config.centres() {
        if centres.get(centre).and_then(|known| known.current()).is_none() {
            let code = keys::setup_code(&config.data, *centre)?;
            tracing::info!(
                centre = centre.word(),
                code,
                "this centre is not set up yet; open /desk and enter this code"
            );
            codes.insert(*centre, code);
        }
    }
    Ok(codes)
}

fn router(app: Arc<App>) -> Router {
    let api = Router::new()
        .route("/v1/envelopes", post(envelopes::take).options(envelopes::preflight))
        .route("/v1/flags", post(flags::take).options(envelopes::preflight))
        .route("/v1/centre", get(envelopes::centre))
        .route("/v1/course", post(course::take))
        .route("/v1/admission", get(consent::admission).options(envelopes::preflight))
        .merge(consent::routes(&app.config.assets))
        // Browsers ask for it by themselves; an error line in the counsellor's console would worry somebody.
        .route("/favicon.ico", get(|| async { StatusCode::NO_CONTENT }))
        .merge(desk_routes())
        .layer(middleware::map_response(plain_words));
    let assets = assets::routes(&app.config, &app.signer.public);
    let whole = middleware::from_fn_with_state(app.config.request_time(), whole_body);
    assets::with_defaults(api.merge(lti::routes()).merge(assets).fallback(|| async { Problem::NOT_FOUND }))
        .layer(whole)
        .with_state(app)
}

/// Reads the body before anything else is done: it is small, and there in time, or the request is refused.
async fn whole_body(State(time): State<Duration>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let most = if LARGE.contains(&parts.uri.path()) { LARGE_BODY_MAX } else { BODY_MAX };
    match tokio::time::timeout(time, to_bytes(body, most)).await {
        Ok(Ok(body)) => next.run(Request::from_parts(parts, body.into())).await,
        // A connection that broke off meanwhile hears nothing of it.
        Ok(Err(_)) => Problem::TOO_LARGE.into_response(),
        Err(_) => ([(header::CONNECTION, "close")], Problem::TOO_SLOW).into_response(),
    }
}

fn desk_routes() -> Router<Arc<App>> {
    let routes = Router::new()
        .route("/state", get(desk::state))
        .route("/setup", post(desk::set_up))
        .route("/salt", post(desk::salt))
        .route("/session", post(desk::unlock).delete(desk::lock))
        .route("/passphrase", post(desk::passphrase))
        .route("/legacy", post(desk::renew))
        .route("/keys", get(desk::keys).post(desk::rotate))
        .route("/staff", get(desk::members))
        .route("/staff/invite", post(desk::invite))
        .route("/staff/join", post(desk::join))
        .route("/staff/{id}/grant", post(desk::grant))
        .route("/staff/{id}/disable", post(desk::disable))
        .route("/duty", get(desk::duty).put(desk::plan_duty))
        .route("/figures", get(desk::figures))
        .route("/enrolled", put(desk::enrol))
        .route("/notices", get(desk::list))
        .route("/notices/{id}/acknowledge", post(desk::acknowledge))
        .route("/hand", post(desk::carry))
        .route("/cases/{sitting}/entries", post(desk::write))
        .route("/cases/{sitting}/lock", post(desk::lock_case))
        .route("/cases/{sitting}/unlock", post(desk::unlock_case))
        .route("/handovers", post(desk::handover))
        .route("/consents", post(desk::from_paper))
        .route("/alerts", get(desk::alerts))
        .route("/alerts/test", post(desk::try_out))
        .route("/audit", get(desk::audit));
    Router::new().nest("/desk/api", routes)
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
