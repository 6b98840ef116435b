//! What a learning platform says in its id token. Only what is needed is read: names, e-mail addresses and pictures that
//! may stand beside it are passed over while it is read, and the text is dropped after its signature was checked.

use super::{LtiConfig, State};
use crate::problem::Problem;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;

/// Clocks of two machines may differ by this many seconds.
const SKEW_S: i64 = 120;
/// A launch is good for at most this many seconds after it was made, whatever `exp` says.
const LIFE_S: i64 = 3600;
/// A longer text is no id token.
const TOKEN_MAX: usize = 32 * 1024;

/// The claims that are read.
#[derive(Clone, Deserialize)]
pub struct Claims {
    iss: String,
    aud: Audience,
    azp: Option<String>,
    /// The platform's own name for the person. Never stored or logged as it is.
    #[serde(default)]
    pub sub: String,
    iat: i64,
    exp: i64,
    nonce: String,
    #[serde(rename = "https://purl.imsglobal.org/spec/lti/claim/message_type")]
    message_type: Message,
    #[serde(rename = "https://purl.imsglobal.org/spec/lti/claim/version")]
    version: String,
    /// The place on the platform.
    #[serde(rename = "https://purl.imsglobal.org/spec/lti/claim/deployment_id")]
    pub deployment: String,
    #[serde(rename = "https://purl.imsglobal.org/spec/lti/claim/target_link_uri")]
    target: Option<String>,
    #[serde(rename = "https://purl.imsglobal.org/spec/lti/claim/roles", default)]
    roles: Vec<String>,
    #[serde(rename = "https://purl.imsglobal.org/spec/lti/claim/custom")]
    custom: Option<Custom>,
    #[serde(rename = "https://purl.imsglobal.org/spec/lti/claim/launch_presentation")]
    presentation: Option<Presentation>,
    #[serde(rename = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint")]
    endpoint: Option<Endpoint>,
    /// Where a link that is placed goes.
    #[serde(rename = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings")]
    pub placing: Option<Placing>,
}

#[derive(Clone, Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

/// Why the platform sends somebody.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Message {
    /// Somebody opens a link of a course.
    #[serde(rename = "LtiResourceLinkRequest")]
    Open,
    /// Somebody places a link in a course.
    #[serde(rename = "LtiDeepLinkingRequest")]
    Place,
}

#[derive(Clone, Deserialize)]
struct Custom {
    battery: Option<String>,
}

#[derive(Clone, Deserialize)]
struct Presentation {
    locale: Option<String>,
}

#[derive(Clone, Deserialize)]
struct Endpoint {
    #[serde(default)]
    scope: Vec<String>,
    lineitem: Option<String>,
}

/// What a platform says to somebody who places a link.
#[derive(Clone, Deserialize)]
pub struct Placing {
    /// Where the link is sent.
    pub deep_link_return_url: String,
    #[serde(default)]
    accept_types: Vec<String>,
    /// Sent back as it came.
    pub data: Option<String>,
}

/// The scope that lets a tool write results.
pub const SCORE: &str = "https://purl.imsglobal.org/spec/lti-ags/scope/score";

/// The id of the key that signed it. Only RS256: the algorithm is ours to choose, not the token's.
///
/// # Errors
/// [`Problem::TOKEN_INVALID`].
pub fn key_id(token: &str) -> Result<String, Problem> {
    if token.len() > TOKEN_MAX {
        return Err(Problem::TOKEN_INVALID);
    }
    let header = decode_header(token).map_err(|_| Problem::TOKEN_INVALID)?;
    header.kid.filter(|_| header.alg == Algorithm::RS256).ok_or(Problem::TOKEN_INVALID)
}

/// The claims, once the signature holds.
///
/// # Errors
/// [`Problem::TOKEN_INVALID`].
pub fn read(token: &str, key: &DecodingKey) -> Result<Claims, Problem> {
    let mut rules = Validation::new(Algorithm::RS256);
    rules.validate_exp = false;
    rules.validate_aud = false;
    rules.set_required_spec_claims::<&str>(&[]);
    Ok(decode::<Claims>(token, key, &rules).map_err(|_| Problem::TOKEN_INVALID)?.claims)
}

impl Claims {
    /// Whether it is what this launch needs, for this tool, now.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn judge(&self, platform: &LtiConfig, state: &State, now_s: i64) -> Result<Message, Problem> {
        if self.iss != platform.issuer {
            return Err(Problem::TOKEN_ISSUER);
        }
        if !self.is_for(&platform.client_id) {
            return Err(Problem::TOKEN_AUDIENCE);
        }
        let over = self.exp.min(self.iat.saturating_add(LIFE_S)).saturating_add(SKEW_S) < now_s;
        if over {
            return Err(Problem::TOKEN_EXPIRED);
        }
        if self.iat > now_s.saturating_add(SKEW_S) || self.exp <= self.iat {
            return Err(Problem::TOKEN_INVALID);
        }
        if self.nonce != state.nonce {
            return Err(Problem::LTI_NONCE);
        }
        if !platform.deployments.contains(&self.deployment) {
            return Err(Problem::LTI_DEPLOYMENT);
        }
        if self.version != "1.3.0" {
            return Err(Problem::LTI_MESSAGE);
        }
        // Whoever places a link names no link yet.
        let needed = self.message_type == Message::Open;
        if self.target.as_ref().map_or(needed, |target| *target != state.target) {
            return Err(Problem::LTI_TARGET);
        }
        if needed && !(1..=255).contains(&self.sub.len()) {
            return Err(Problem::LTI_NOBODY);
        }
        Ok(self.message_type)
    }

    fn is_for(&self, client: &str) -> bool {
        let among = match &self.aud {
            Audience::One(one) => one == client,
            Audience::Many(many) => {
                many.iter().any(|one| one == client) && (many.len() == 1 || self.azp.is_some())
            }
        };
        among && self.azp.as_ref().is_none_or(|azp| azp == client)
    }

    /// What the launch token calls the person. Whoever teaches is not asked what students are asked.
    #[must_use]
    pub fn role(&self) -> &'static str {
        let has = |name: &str| {
            self.roles.iter().any(|role| role == name || role.rsplit(['#']).next() == Some(name))
        };
        match () {
            () if has("Instructor") || has("TeachingAssistant") || has("Administrator") => "teacher",
            () if has("Learner") || has("Student") => "student",
            () if has("Mentor") => "parent",
            () => "teacher",
        }
    }

    /// The battery of the link: as it was placed, else as its address says, else the only one there is.
    ///
    /// # Errors
    /// [`Problem::LTI_BATTERY`] when that is none of those which the configuration allows.
    pub fn battery(&self, platform: &LtiConfig) -> Result<String, Problem> {
        let placed = self.custom.as_ref().and_then(|custom| custom.battery.clone());
        let in_address = || {
            let (_, query) = self.target.as_deref()?.split_once('?')?;
            let mut pairs = form_urlencoded::parse(query.as_bytes());
            pairs.find(|(name, _)| name == "battery").map(|(_, value)| value.into_owned())
        };
        let only = || platform.batteries.keys().next().filter(|_| platform.batteries.len() == 1).cloned();
        let named = placed.filter(|name| !name.is_empty()).or_else(in_address).or_else(only);
        named.filter(|name| platform.batteries.contains_key(name)).ok_or(Problem::LTI_BATTERY)
    }

    /// The language of the page.
    #[must_use]
    pub fn lang(&self) -> &'static str {
        let locale = self.presentation.as_ref().and_then(|shown| shown.locale.as_deref()).unwrap_or_default();
        // Some platforms write it as POSIX does: `zh_TW`.
        crate::embed_page::locale(&locale.replace('_', "-"))
    }

    /// Where the platform wants to hear that the sitting was closed, when it may and wants to.
    #[must_use]
    pub fn line(&self, platform: &LtiConfig) -> Option<&str> {
        let endpoint = self.endpoint.as_ref().filter(|_| platform.completion)?;
        let may = endpoint.scope.iter().any(|scope| scope == SCORE);
        endpoint.lineitem.as_deref().filter(|line| may && platform.is_there(line))
    }

    /// Where the link goes that somebody places.
    ///
    /// # Errors
    /// [`Problem::LTI_MESSAGE`] when the platform takes no links, or wants them at an address that is not its own.
    pub fn placing(&self, platform: &LtiConfig) -> Result<&Placing, Problem> {
        let takes = |placing: &&Placing| {
            placing.accept_types.iter().any(|kind| kind == "ltiResourceLink")
                && platform.is_there(&placing.deep_link_return_url)
        };
        self.placing.as_ref().filter(takes).ok_or(Problem::LTI_MESSAGE)
    }
}
