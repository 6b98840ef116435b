//! What the gateway keeps for learning platforms: the RSA key that they know it by, and what it derives from its own key.

use super::LtiConfig;
use crate::{consent::Signer, jwks::Own, keys::write_secret};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use hmac::{Hmac, KeyInit, Mac};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use qinghe_seal::KeyPair;
use rsa::{
    RsaPrivateKey,
    pkcs1::{DecodeRsaPrivateKey, EncodeRsaPrivateKey},
    traits::PublicKeyParts,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{fs, io, path::Path, sync::Arc};

/// Bits of the RSA key: what every platform takes.
const BITS: usize = 2048;
/// `typ` of a state: what comes back with a launch.
const STATE: &str = "qinghe-lti-state+jwt";
/// `typ` of a launch token.
const LAUNCH: &str = "qinghe-launch+jwt";

/// Made when the configuration names a platform.
pub struct Secrets {
    signer: Signer,
    kid: String,
    mac: [u8; 32],
    platform_facing: Option<Tool>,
}

/// The key that platforms verify with what `/lti/jwks` says.
struct Tool {
    private: EncodingKey,
    kid: String,
    public: Value,
}

impl Secrets {
    /// Derives what can be derived, and reads or makes the RSA key when there is a platform.
    ///
    /// # Errors
    /// When `lti.key` can be neither read nor written, or holds no key.
    pub fn open(data: &Path, own: &KeyPair, platforms: &[LtiConfig]) -> Result<Secrets, String> {
        let signer = Signer::derived(own, b"qinghe/1 lti launches")?;
        let mut mac = keyed(own.private.to_bytes().as_slice())?;
        mac.update(b"qinghe/1 lti people");
        let platform_facing = if platforms.is_empty() { None } else { Some(Tool::open(data)?) };
        let kid = BASE64.encode(signer.id);
        Ok(Secrets { signer, kid, mac: mac.finalize().into_bytes().into(), platform_facing })
    }

    /// What verifies the launch tokens that are made here.
    #[must_use]
    pub fn own(&self, issuers: Vec<String>) -> Own {
        Own { issuers, kid: self.kid.clone(), key: Arc::new(self.signer.verifying()) }
    }

    /// A launch token like a portal's.
    ///
    /// # Errors
    /// When it cannot be signed.
    pub fn launch(&self, claims: &impl Serialize) -> Result<String, String> {
        self.signer.sign_named(LAUNCH, &self.kid, claims)
    }

    /// A signed state.
    ///
    /// # Errors
    /// When it cannot be signed.
    pub fn state(&self, claims: &impl Serialize) -> Result<String, String> {
        self.signer.sign(STATE, claims)
    }

    /// Reads a state that was signed here.
    #[must_use]
    pub fn read_state<T: DeserializeOwned + Clone>(&self, text: &str) -> Option<T> {
        self.signer.read(STATE, text)
    }

    /// A keyed hash of parts, each with its length, so that no two lists run into each other.
    ///
    /// # Errors
    /// Never in practice: HMAC takes keys of any length.
    pub fn hash(&self, parts: &[&str]) -> Result<[u8; 32], String> {
        let mut mac = keyed(&self.mac)?;
        for part in parts {
            mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            mac.update(part.as_bytes());
        }
        Ok(mac.finalize().into_bytes().into())
    }

    /// What this gateway calls a person of a platform: the same at every launch, and of no use anywhere else.
    ///
    /// # Errors
    /// Never in practice.
    pub fn pseudonym(&self, platform: &str, person: &str) -> Result<String, String> {
        Ok(BASE64.encode(self.hash(&["person", platform, person])?))
    }

    /// The key set that platforms fetch.
    #[must_use]
    pub fn jwks(&self) -> Value {
        let keys: Vec<&Value> = self.platform_facing.iter().map(|tool| &tool.public).collect();
        json!({ "keys": keys })
    }

    /// Signs for a platform (RS256).
    ///
    /// # Errors
    /// When no platform is configured, or it cannot be signed.
    pub fn for_platform(&self, claims: &impl Serialize) -> Result<String, String> {
        let tool = self.platform_facing.as_ref().ok_or("there is no [[lti]] table")?;
        let header = Header { kid: Some(tool.kid.clone()), ..Header::new(Algorithm::RS256) };
        encode(&header, claims, &tool.private).map_err(|why| why.to_string())
    }
}

fn keyed(key: &[u8]) -> Result<Hmac<Sha256>, String> {
    Hmac::<Sha256>::new_from_slice(key).map_err(|why| why.to_string())
}

impl Tool {
    fn open(data: &Path) -> Result<Tool, String> {
        let path = data.join("lti.key");
        let say = |why: &dyn std::fmt::Display| format!("{}: {why}", path.display());
        let key = match fs::read_to_string(&path) {
            Ok(text) => RsaPrivateKey::from_pkcs1_pem(&text)
                .map_err(|_| say(&"does not hold an RSA key. Restore it from a backup, or remove it and have the platforms fetch the new one."))?,
            Err(why) if why.kind() == io::ErrorKind::NotFound => {
                let made = RsaPrivateKey::new(&mut rsa::rand_core::OsRng, BITS).map_err(|why| say(&why))?;
                let text = made.to_pkcs1_pem(rsa::pkcs8::LineEnding::LF).map_err(|why| say(&why))?;
                write_secret(&path, text.as_bytes()).map_err(|why| say(&why))?;
                made
            }
            Err(why) => return Err(say(&why)),
        };
        let der = key.to_pkcs1_der().map_err(|why| say(&why))?;
        let [n, e] = [key.n(), key.e()].map(|number| number.to_bytes_be());
        let kid = BASE64.encode(Sha256::digest(&n).get(..8).unwrap_or_default());
        let public = json!({ "kty": "RSA", "alg": "RS256", "use": "sig", "kid": kid, "n": BASE64.encode(&n), "e": BASE64.encode(&e) });
        Ok(Tool { private: EncodingKey::from_rsa_der(der.as_bytes()), kid, public })
    }
}
