//! The platforms' public keys. Fetched when first needed, again every ten minutes, and when a token
//! names a key that is not known yet; a platform that does not answer leaves the known keys in use.

use crate::{config::HostConfig, problem::Problem};
use jsonwebtoken::{
    DecodingKey,
    jwk::{AlgorithmParameters, EllipticCurve, Jwk, JwkSet},
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
/// A shorter RSA key is not taken.
const RSA_BYTES_MIN: usize = 256;

/// All key sets of platforms that sign launch tokens, and the gateway's own key for launches that it makes itself.
pub struct Keys {
    hosts: Vec<(HostConfig, KeySet)>,
    own: Own,
}

/// The key of the launch tokens that the gateway makes for launches of learning platforms.
pub struct Own {
    /// Their issuers.
    pub issuers: Vec<String>,
    /// Id of the key.
    pub kid: String,
    /// The key.
    pub key: Arc<DecodingKey>,
}

/// Which kind of key a set is asked for; any other is passed over, so that no key serves another algorithm than its own.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// ES256: portals.
    Ec,
    /// RS256: learning platforms.
    Rsa,
}

impl Keys {
    /// Nothing is fetched yet.
    #[must_use]
    pub fn new(hosts: &[HostConfig], own: Own) -> Keys {
        let set = |host: &HostConfig| (host.clone(), KeySet::new(&host.jwks, Kind::Ec));
        Keys { hosts: hosts.iter().map(set).collect(), own }
    }

    /// The origin whose pages may send with tokens of this issuer.
    #[must_use]
    pub fn origin(&self, issuer: &str) -> Option<&str> {
        self.hosts.iter().find(|(host, _)| host.issuer == issuer).map(|(host, _)| host.origin.as_str())
    }

    /// The key `kid` of `issuer`.
    ///
    /// # Errors
    /// [`Problem::TOKEN_ISSUER`] for an unknown platform, and what [`KeySet::find`] says.
    pub async fn find(&self, issuer: &str, kid: &str) -> Result<Arc<DecodingKey>, Problem> {
        if self.own.issuers.iter().any(|own| own == issuer) {
            return if kid == self.own.kid { Ok(self.own.key.clone()) } else { Err(Problem::TOKEN_INVALID) };
        }
        let found = self.hosts.iter().find(|(host, _)| host.issuer == issuer);
        let (_, set) = found.ok_or(Problem::TOKEN_ISSUER)?;
        set.find(issuer, kid).await
    }
}

/// The keys of one platform.
pub struct KeySet {
    source: String,
    kind: Kind,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    keys: Vec<(String, Arc<DecodingKey>)>,
    asked: Option<Instant>,
}

impl KeySet {
    /// Nothing is fetched yet.
    #[must_use]
    pub fn new(source: &str, kind: Kind) -> KeySet {
        KeySet { source: source.to_owned(), kind, known: Mutex::default() }
    }

    /// The key `kid`; `name` is the platform's, for the log.
    ///
    /// # Errors
    /// [`Problem::TOKEN_INVALID`] for an unknown key, [`Problem::STORAGE`] while the platform's keys cannot be had: the
    /// element then keeps its envelope.
    pub async fn find(&self, name: &str, kid: &str) -> Result<Arc<DecodingKey>, Problem> {
        let mut known = self.known.lock().await;
        let have = known.get(kid);
        let wait = if have.is_some() { FRESH } else { ASK_AGAIN };
        if known.asked.is_none_or(|asked| asked.elapsed() > wait) {
            known.asked = Some(Instant::now());
            let (source, kind) = (self.source.clone(), self.kind);
            match tokio::task::spawn_blocking(move || fetch(&source, kind)).await {
                Ok(Ok(keys)) => known.keys = keys,
                Ok(Err(why)) => tracing::warn!(name, why, "the platform's keys could not be fetched"),
                Err(why) => tracing::warn!(name, %why, "the platform's keys could not be fetched"),
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

fn fetch(source: &str, kind: Kind) -> Result<Vec<(String, Arc<DecodingKey>)>, String> {
    let text = if source.contains("://") {
        let agent: ureq::Agent =
            ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).max_redirects(0).build().into();
        let mut answer = agent.get(source).call().map_err(|why| why.to_string())?;
        answer.body_mut().with_config().limit(SIZE_MAX).read_to_string().map_err(|why| why.to_string())?
    } else {
        std::fs::read_to_string(source).map_err(|why| why.to_string())?
    };
    let set: JwkSet = serde_json::from_str(&text).map_err(|why| why.to_string())?;
    let usable = set.keys.iter().filter(|key| fits(key, kind)).filter_map(|key| {
        let (id, decoding) = (key.common.key_id.clone()?, DecodingKey::from_jwk(key).ok()?);
        Some((id, Arc::new(decoding)))
    });
    let keys: Vec<_> = usable.collect();
    let what = if kind == Kind::Ec { "P-256 key" } else { "RSA key of 2048 bits" };
    if keys.is_empty() { Err(format!("it holds no {what} with a `kid`")) } else { Ok(keys) }
}

fn fits(key: &Jwk, kind: Kind) -> bool {
    match &key.algorithm {
        AlgorithmParameters::EllipticCurve(curve) => kind == Kind::Ec && curve.curve == EllipticCurve::P256,
        // Three bytes in four characters.
        AlgorithmParameters::RSA(rsa) => kind == Kind::Rsa && rsa.n.len() * 3 / 4 >= RSA_BYTES_MIN,
        _ => false,
    }
}
