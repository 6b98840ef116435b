//! Launch tokens: the platform's signed statement about who sits down. `docs/wire.md` lists the claims.

use crate::{jwks::Keys, problem::Problem};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::{Deserialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Clocks of two machines may differ by this many seconds.
const SKEW_S: i64 = 120;
/// A token lives at most this many seconds.
pub const LIFE_S: i64 = 600;
/// A token longer than this is not one of ours.
const TOKEN_MAX: usize = 4096;
const TYPE: &str = "qinghe-launch+jwt";

/// A verified token. Only [`verify`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Launch {
    /// Issuer, one of the configured ones.
    pub issuer: String,
    /// Pairwise pseudonym.
    pub pseudonym: String,
    /// The student whom a parent speaks about, by the pseudonym of the student's own launches.
    pub about: Option<String>,
    /// Id of the launch.
    pub jti: String,
    /// `student`, `parent` or `teacher`.
    pub role: String,
    /// School, grade and class codes.
    pub place: [Option<String>; 3],
    /// Whole years of the student; students always say it.
    pub age: Option<u8>,
    /// Whether the platform says that a guardian has agreed.
    pub claims_consent: bool,
    /// `sub` belongs to nobody who could be found again.
    pub anonymous: bool,
    /// Seconds since its time was over, 0 while it lasts. It may still serve a sitting that began in time.
    pub late_s: i64,
}

impl Launch {
    /// Whose matter it is: the student's, whoever responds. Notices and cases lie under this pseudonym.
    #[must_use]
    pub fn person(&self) -> &str {
        self.about.as_deref().unwrap_or(&self.pseudonym)
    }

    /// To whom launches and sittings belong: a parent who speaks about two children is two, so that nothing said of one
    /// arrives under the other. The point stands in no pseudonym.
    #[must_use]
    pub fn owner(&self) -> String {
        self.about.as_ref().map_or_else(|| self.pseudonym.clone(), |about| owner(&self.pseudonym, about))
    }

    /// Whether a parent responds. A parent is told nothing of what people do with it, so that a lock against the family
    /// does not show either.
    #[must_use]
    pub fn by_parent(&self) -> bool {
        self.role == "parent"
    }
}

/// [`Launch::owner`] of a parent's launches about one student.
#[must_use]
pub fn owner(parent: &str, student: &str) -> String {
    format!("{parent}.{student}")
}

#[derive(Clone, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: String,
    jti: String,
    iat: i64,
    exp: i64,
    role: Role,
    battery: String,
    student: Option<String>,
    age: Option<u8>,
    school: Option<String>,
    grade: Option<String>,
    class: Option<String>,
    consent: Option<String>,
    #[serde(default)]
    anonymous: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Role {
    Student,
    Parent,
    Teacher,
}

/// Tokens remembered before all are forgotten: one per sitting under way, and more than a school has.
const REMEMBERED: usize = 20_000;

/// Tokens whose signature held. A sitting sends the same one in every slot, and a signature takes longer to verify than
/// everything else about an envelope together. Times and audience are judged anew each time; a key that was fetched anew
/// verifies anew, so a key that the platform has withdrawn is of no use here either.
#[derive(Default)]
pub struct Seen(Mutex<Verified>);

/// By SHA-256 of the token: the key that verified it, and what it says.
type Verified = HashMap<[u8; 32], (Arc<DecodingKey>, Claims)>;

impl Seen {
    fn claims(&self, token: &str, key: &Arc<DecodingKey>) -> Result<Claims, Problem> {
        let name: [u8; 32] = Sha256::digest(token).into();
        if let Some((known, claims)) = self.all().get(&name)
            && Arc::ptr_eq(known, key)
        {
            return Ok(claims.clone());
        }
        let claims: Claims = signed(token, key)?;
        let mut all = self.all();
        if all.len() >= REMEMBERED {
            all.clear();
        }
        all.insert(name, (key.clone(), claims.clone()));
        Ok(claims)
    }

    fn all(&self) -> MutexGuard<'_, Verified> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Deserialize)]
struct Issuer {
    iss: String,
}

/// Checks signature and claims; `now_s` in seconds since 1970. May wait for the platform's keys.
///
/// # Errors
/// The problem to answer with.
pub async fn verify(
    keys: &Keys,
    seen: &Seen,
    audience: &str,
    token: &str,
    now_s: i64,
) -> Result<Launch, Problem> {
    let key = key_of(keys, token, TYPE).await?;
    let claims = seen.claims(token, &key)?;
    if claims.aud != audience {
        return Err(Problem::TOKEN_AUDIENCE);
    }
    judge(claims, now_s)
}

/// The platform's key that a token of this kind says it is signed with. May wait for the platform.
///
/// # Errors
/// The problem to answer with.
pub async fn key_of(keys: &Keys, token: &str, kind: &str) -> Result<Arc<DecodingKey>, Problem> {
    if token.len() > TOKEN_MAX {
        return Err(Problem::TOKEN_INVALID);
    }
    // The issuer only chooses the key set; nothing else is believed before the signature holds.
    let issuer: Issuer =
        jsonwebtoken::dangerous::insecure_decode_claims(token).map_err(|_| Problem::TOKEN_INVALID)?;
    let header = decode_header(token).map_err(|_| Problem::TOKEN_INVALID)?;
    let kid = header.kid.ok_or(Problem::TOKEN_INVALID)?;
    if header.alg != Algorithm::ES256 || header.typ.as_deref() != Some(kind) {
        return Err(Problem::TOKEN_INVALID);
    }
    keys.find(&issuer.iss, &kid).await
}

/// The claims of a token whose signature holds.
///
/// # Errors
/// [`Problem::TOKEN_INVALID`].
pub fn signed<T: DeserializeOwned + Clone>(token: &str, key: &DecodingKey) -> Result<T, Problem> {
    Ok(decode::<T>(token, key, &rules()).map_err(|_| Problem::TOKEN_INVALID)?.claims)
}

/// Whether a token lives no longer than one may, and was not made in the future.
#[must_use]
pub fn in_time(iat: i64, exp: i64, now_s: i64) -> bool {
    let life = exp.checked_sub(iat);
    life.is_some_and(|life| (1..=LIFE_S).contains(&life)) && iat <= now_s.saturating_add(SKEW_S)
}

/// The signature alone; times and audience are judged below, because an expired token is not always useless.
fn rules() -> Validation {
    let mut rules = Validation::new(Algorithm::ES256);
    rules.validate_exp = false;
    rules.validate_aud = false;
    rules.set_required_spec_claims::<&str>(&[]);
    rules
}

fn judge(claims: Claims, now_s: i64) -> Result<Launch, Problem> {
    let shaped = is_code(&claims.sub, 8, 64)
        && is_code(&claims.jti, 16, 64)
        && !claims.battery.is_empty()
        && [&claims.school, &claims.grade, &claims.class]
            .into_iter()
            .flatten()
            .all(|code| code.chars().count() <= 32 && !code.chars().any(char::is_control))
        && claims.consent.as_ref().is_none_or(|consent| (1..=64).contains(&consent.chars().count()));
    let about = claims.student.as_ref();
    let aged = claims.role != Role::Student && about.is_none() || claims.age.is_some();
    let named = about.is_none_or(|student| {
        claims.role == Role::Parent && is_code(student, 8, 64) && *student != claims.sub
    });
    if !shaped || !aged || !named || !in_time(claims.iat, claims.exp, now_s) {
        return Err(Problem::TOKEN_INVALID);
    }
    let role = match claims.role {
        Role::Student => "student",
        Role::Parent => "parent",
        Role::Teacher => "teacher",
    };
    Ok(Launch {
        issuer: claims.iss,
        pseudonym: claims.sub,
        about: claims.student,
        jti: claims.jti,
        role: role.to_owned(),
        place: [claims.school, claims.grade, claims.class],
        age: claims.age,
        claims_consent: claims.consent.is_some(),
        anonymous: claims.anonymous,
        late_s: now_s.saturating_sub(claims.exp.saturating_add(SKEW_S)).max(0),
    })
}

/// Whether a text is a code of the alphabet that pseudonyms and launch ids have.
#[must_use]
pub fn is_code(text: &str, least: usize, most: usize) -> bool {
    (least..=most).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
    use jsonwebtoken::{EncodingKey, Header, encode};
    use p256::{ecdsa::SigningKey, elliptic_curve::Generate, pkcs8::EncodePrivateKey};
    use serde_json::json;

    fn pair() -> (EncodingKey, Arc<DecodingKey>) {
        let signing = SigningKey::generate();
        let point = signing.verifying_key().to_sec1_point(false);
        let [x, y] = [point.x(), point.y()].map(|half| BASE64.encode(half.unwrap()));
        let private = EncodingKey::from_ec_der(signing.to_pkcs8_der().unwrap().as_bytes());
        (private, Arc::new(DecodingKey::from_ec_components(&x, &y).unwrap()))
    }

    #[test]
    fn a_remembered_token_is_of_no_use_under_another_key() {
        let (private, public) = pair();
        let claims = json!({ "iss": "i", "aud": "a", "sub": "s", "jti": "j", "iat": 1, "exp": 2, "role": "parent", "battery": "b" });
        let token = encode(&Header::new(Algorithm::ES256), &claims, &private).unwrap();
        let seen = Seen::default();
        for _ in 0..2 {
            assert_eq!(seen.claims(&token, &public).unwrap().sub, "s");
        }
        assert_eq!(seen.claims(&token, &pair().1).err(), Some(Problem::TOKEN_INVALID));
        assert_eq!(seen.claims(&token.replacen('.', ".e", 1), &public).err(), Some(Problem::TOKEN_INVALID));
        assert_eq!(seen.claims(&token, &public).unwrap().sub, "s");
    }
}
