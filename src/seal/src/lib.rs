//! HPKE envelopes and passphrase-wrapped keys. No policy: what is sealed, to whom and when is decided
//! elsewhere.
//!
//! Suite: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, base mode (RFC 9180). The element seals
//! the same bytes with Web Crypto; a browser journey proves that both agree.

pub mod age;
mod envelope;
mod grant;
pub mod lock;
mod passphrase;
pub mod pin;
mod receipt;
pub mod words;

pub use envelope::{KeyPair, PrivateKey, key_id, open, open_exporting, seal, seal_exporting};
pub use grant::{GRANT_INFO, GRANT_LEN, STAFF_ID_LEN, grant, open_grant, staff_id};
pub use passphrase::{Derived, Kdf, derive, unwrap, wrap};
pub use receipt::{receipt_open, receipt_seal};

/// Why something could not be sealed or opened. Says nothing about the content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealError {
    /// Bytes are not a key of the suite.
    Key,
    /// Not sealed to this key, altered, or under another context.
    Open,
    /// The system gave no random numbers.
    Random,
    /// Parameters of the passphrase derivation are out of range.
    Kdf,
}

fn random<const N: usize>() -> Result<[u8; N], SealError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| SealError::Random)?;
    Ok(bytes)
}
