//! The platforms' public keys. Fetched when first needed, again every ten minutes, and when a token
//! names a key that is not known yet; a platform that does not answer leaves the known keys in use.

use crate::{config::HostConfig, problem::Problem};
use jsonwebtoken::{
    DecodingKey,
    jwk::{AlgorithmParameters, EllipticCurve, JwkSet},
};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::sync::Mutex;

const FRESH: Duration = Duration::from_secs(600);
/// Unknown key ids may not be used to make the gateway ask the platform again and again.
const ASK_AGAIN: Duration = Duration::from_secs(10);
const PATIENCE: Duration = Duration::from_secs(5);
const SIZE_MAX: u64 = 64 * 1024;

/// All key sets.
pub struct Keys {
    hosts: Vec<Host>,
}

struct Host {
    config: HostConfig,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    keys: Vec<(String, Arc<DecodingKey>)>,
    asked: Option<Instant>,
}

impl Keys {
    /// Nothing is fetched yet.
    #[must_use]
    pub fn new(hosts: &[HostConfig]) -> Keys {
        let hosts = hosts.iter().map(|config| Host { config: config.clone(), known: Mutex::default() });
        Keys { hosts: hosts.collect() }
    }

    /// The origin whose pages may send with tokens of this issuer.
    #[must_use]
    pub fn origin(&self, issuer: &str) -> Option<&str> {
        self.hosts.iter().find(|host| host.config.issuer == issuer).map(|host| host.config.origin.as_str())
    }

    /// The key `kid` of `issuer`.
    ///
    /// # Errors
    /// [`Problem::TOKEN_ISSUER`] for an unknown platform, [`Problem::TOKEN_INVALID`] for an unknown key,
    /// [`Problem::STORAGE`] while the platform's keys cannot be had: the element then keeps its envelope.
    pub async fn find(&self, issuer: &str, kid: &str) -> Result<Arc<DecodingKey>, Problem> {
        let host =
            self.hosts.iter().find(|host| host.config.issuer == issuer).ok_or(Problem::TOKEN_ISSUER)?;
        let mut known = host.known.lock().await;
        let have = known.get(kid);
        let wait = if have.is_some() { FRESH } else { ASK_AGAIN };
        if known.asked.is_none_or(|asked| asked.elapsed() > wait) {
            known.asked = Some(Instant::now());
            let source = host.config.jwks.clone();
            match tokio::task::spawn_blocking(move || fetch(&source)).await {
                Ok(Ok(keys)) => known.keys = keys,
                Ok(Err(why)) => tracing::warn!(issuer, why, "the platform's keys could not be fetched"),
                Err(why) => tracing::warn!(issuer, %why, "the platform's keys could not be fetched"),
            }
        }
        if known.keys.is_empty() {
            return Err(Problem::STORAGE);
        }
        known.get(kid).ok_or(Problem::TOKEN_INVALID)
    }
}

impl Known {
    fn get(&self, kid: &str) -> Option<Arc<DecodingKey>> {
        self.keys.iter().find(|(id, _)| id == kid).map(|(_, key)| key.clone())
    }
}

fn fetch(source: &str) -> Result<Vec<(String, Arc<DecodingKey>)>, String> {
    let text = if source.contains("://") {
        let agent: ureq::Agent =
            ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).max_redirects(0).build().into();
        let mut answer = agent.get(source).call().map_err(|why| why.to_string())?;
        answer.body_mut().with_config().limit(SIZE_MAX).read_to_string().map_err(|why| why.to_string())?
    } else {
        std::fs::read_to_string(source).map_err(|why| why.to_string())?
    };
    let set: JwkSet = serde_json::from_str(&text).map_err(|why| why.to_string())?;
    let usable = set.keys.iter().filter_map(|key| {
        let AlgorithmParameters::EllipticCurve(curve) = &key.algorithm else { return None };
        let id = key.common.key_id.clone()?;
        let decoding =
            (curve.curve == EllipticCurve::P256).then(|| DecodingKey::from_jwk(key).ok()).flatten()?;
        Some((id, Arc::new(decoding)))
    });
    let keys: Vec<_> = usable.collect();
    if keys.is_empty() { Err("it holds no P-256 key with a `kid`".to_owned()) } else { Ok(keys) }
}
