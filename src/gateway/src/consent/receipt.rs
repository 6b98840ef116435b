//! Signed words of the gateway: receipts of what somebody agreed to, and admissions of one launch.
//!
//! The key is derived from the gateway's own, so it is in no database, and a backup of the data folder holds it already.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode};
use p256::{SecretKey, pkcs8::EncodePrivateKey};
use qinghe_seal::{KeyPair, key_id};
use serde::{Serialize, de::DeserializeOwned};
use sha2::Sha256;

const PURPOSE: &[u8] = b"qinghe/1 consent receipts";
/// `typ` of a receipt of something that was said.
pub const RECEIPT: &str = "qinghe-consent-receipt+jwt";
/// `typ` of an admission: what the student's element checks before item 1.
pub const ADMISSION: &str = "qinghe-consent-admission+jwt";

/// Signs, and knows its own signature again.
pub struct Signer {
    private: EncodingKey,
    own: DecodingKey,
    /// Uncompressed point.
    pub public: [u8; 65],
    /// Key id.
    pub id: [u8; 8],
}

impl Signer {
    /// The signer that belongs to this gateway's key.
    ///
    /// # Errors
    /// Never in practice: some of 256 derived numbers is a scalar of the curve.
    pub fn of(own: &KeyPair) -> Result<Signer, String> {
        Signer::derived(own, PURPOSE)
    }

    /// The signer for one purpose; signatures for one are of no use for another.
    ///
    /// # Errors
    /// Never in practice: some of 256 derived numbers is a scalar of the curve.
    pub fn derived(own: &KeyPair, purpose: &[u8]) -> Result<Signer, String> {
        let pair = (0..=u8::MAX).find_map(|count| {
            let mut mac = Hmac::<Sha256>::new_from_slice(own.private.to_bytes().as_slice()).ok()?;
            mac.update(purpose);
            mac.update(&[count]);
            KeyPair::from_private(&mac.finalize().into_bytes().into()).ok()
        });
        let pair = pair.ok_or("no key could be derived from the gateway's own")?;
        let secret = SecretKey::from_slice(pair.private.to_bytes().as_slice());
        let der = secret.map_err(|why| why.to_string())?.to_pkcs8_der().map_err(|why| why.to_string())?;
        Ok(Signer {
            private: EncodingKey::from_ec_der(der.as_bytes()),
            own: DecodingKey::from_ec_der(&pair.public),
            public: pair.public,
            id: key_id(&pair.public),
        })
    }

    /// A signed statement of a kind.
    ///
    /// # Errors
    /// When it cannot be written as JSON, or the system gives no random numbers.
    pub fn sign(&self, kind: &str, claims: &impl Serialize) -> Result<String, String> {
        let header = Header { typ: Some(kind.to_owned()), ..Header::new(Algorithm::ES256) };
        encode(&header, claims, &self.private).map_err(|why| why.to_string())
    }

    /// The same with the name of the key in the header, as launch tokens have it.
    ///
    /// # Errors
    /// As [`Signer::sign`].
    pub fn sign_named(&self, kind: &str, kid: &str, claims: &impl Serialize) -> Result<String, String> {
        let (typ, kid) = (Some(kind.to_owned()), Some(kid.to_owned()));
        let header = Header { typ, kid, ..Header::new(Algorithm::ES256) };
        encode(&header, claims, &self.private).map_err(|why| why.to_string())
    }

    /// The signature over bytes that say themselves what they are: both numbers one behind the other. `None` never in practice.
    #[must_use]
    pub fn sign_bytes(&self, said: &[u8]) -> Option<[u8; 64]> {
        let text = jsonwebtoken::crypto::sign(said, &self.private, Algorithm::ES256).ok()?;
        URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()
    }

    /// The key that verifies what it signs.
    #[must_use]
    pub fn verifying(&self) -> DecodingKey {
        self.own.clone()
    }

    /// What a statement of this kind says; `None` when it is not ours or was altered.
    #[must_use]
    pub fn read<T: DeserializeOwned + Clone>(&self, kind: &str, text: &str) -> Option<T> {
        let header = decode_header(text).ok()?;
        if header.typ.as_deref() != Some(kind) {
            return None;
        }
        let mut rules = Validation::new(Algorithm::ES256);
        rules.validate_exp = false;
        rules.validate_aud = false;
        rules.set_required_spec_claims::<&str>(&[]);
        Some(decode::<T>(text, &self.own, &rules).ok()?.claims)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn only_the_own_signature_of_the_right_kind_is_read() {
        let pair = KeyPair::generate().unwrap();
        let (signer, other) =
            (Signer::of(&pair).unwrap(), Signer::of(&KeyPair::generate().unwrap()).unwrap());
        let text = signer.sign(RECEIPT, &json!({ "said": "yes" })).unwrap();
        let said = |signer: &Signer, kind, text: &str| signer.read::<Value>(kind, text);
        assert_eq!(said(&signer, RECEIPT, &text), Some(json!({ "said": "yes" })));
        assert_eq!(said(&Signer::of(&pair).unwrap(), RECEIPT, &text), Some(json!({ "said": "yes" })));
        assert_eq!(said(&other, RECEIPT, &text), None);
        assert_eq!(said(&signer, ADMISSION, &text), None);
        assert_eq!(said(&signer, RECEIPT, &text.replacen('.', ".e", 1)), None);
        assert_ne!(signer.public, pair.public);
    }
}
