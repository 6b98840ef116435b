//! Seal and open one HPKE message: encapsulated key in front of the ciphertext.

use crate::{SealError, random};
use hpke::{
    Deserializable, Kem, OpModeR, OpModeS, Serializable, aead::AesGcm128, kdf::HkdfSha256,
    kem::DhP256HkdfSha256, setup_receiver, setup_sender,
};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

type Suite = DhP256HkdfSha256;
const ENC_LEN: usize = 65;

/// A private key. Prints nothing, and is wiped when dropped.
pub struct PrivateKey(Zeroizing<[u8; 32]>);

impl PrivateKey {
    /// The scalar, to be wrapped or written to a file of mode 600.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
        self.0.clone()
    }

    fn key(&self) -> Result<<Suite as Kem>::PrivateKey, SealError> {
        <Suite as Kem>::PrivateKey::from_bytes(self.0.as_slice()).map_err(|_| SealError::Key)
    }
}

/// Both halves of a key.
pub struct KeyPair {
    /// Uncompressed point.
    pub public: [u8; ENC_LEN],
    /// The scalar.
    pub private: PrivateKey,
}

impl KeyPair {
    /// A new key pair.
    ///
    /// # Errors
    /// [`SealError::Random`] when the system gives no random numbers.
    pub fn generate() -> Result<KeyPair, SealError> {
        let seed = Zeroizing::new(random::<32>()?);
        let (private, _) = Suite::derive_keypair(seed.as_slice());
        let mut bytes = Zeroizing::new([0; 32]);
        bytes.copy_from_slice(&private.to_bytes());
        KeyPair::from_private(&bytes)
    }

    /// The pair of a stored scalar.
    ///
    /// # Errors
    /// [`SealError::Key`] for zero or a scalar outside the curve's order.
    pub fn from_private(bytes: &[u8; 32]) -> Result<KeyPair, SealError> {
        let private = PrivateKey(Zeroizing::new(*bytes));
        let mut public = [0; ENC_LEN];
        public.copy_from_slice(&Suite::sk_to_pk(&private.key()?).to_bytes());
        Ok(KeyPair { public, private })
    }
}

/// Key id: the first eight bytes of SHA-256 over the public key.
#[must_use]
pub fn key_id(public: &[u8; ENC_LEN]) -> [u8; 8] {
    let mut id = [0; 8];
    for (to, from) in id.iter_mut().zip(Sha256::digest(public)) {
        *to = from;
    }
    id
}

/// Seals `plain` to `public`.
///
/// # Errors
/// [`SealError::Key`] when `public` is not a point of the curve.
pub fn seal(public: &[u8; ENC_LEN], info: &[u8], aad: &[u8], plain: &[u8]) -> Result<Vec<u8>, SealError> {
    seal_exporting(public, info, aad, plain, &[], 0).map(|(sealed, _)| sealed)
}

/// Seals, and exports `length` bytes of the context under `exporter` (RFC 9180, 5.3).
///
/// # Errors
/// As [`seal`].
pub fn seal_exporting(
    public: &[u8; ENC_LEN],
    info: &[u8],
    aad: &[u8],
    plain: &[u8],
    exporter: &[u8],
    length: usize,
) -> Result<(Vec<u8>, Vec<u8>), SealError> {
    let recipient = <Suite as Kem>::PublicKey::from_bytes(public).map_err(|_| SealError::Key)?;
    let (enc, mut context) = setup_sender::<AesGcm128, HkdfSha256, Suite>(&OpModeS::Base, &recipient, info)
        .map_err(|_| SealError::Key)?;
    let mut sealed = enc.to_bytes().to_vec();
    sealed.extend(context.seal(plain, aad).map_err(|_| SealError::Key)?);
    let mut exported = vec![0; length];
    context.export(exporter, &mut exported).map_err(|_| SealError::Key)?;
    Ok((sealed, exported))
}

/// Opens what was sealed to `private`.
///
/// # Errors
/// [`SealError::Open`] for any other key, info, AAD or any altered byte.
pub fn open(private: &PrivateKey, info: &[u8], aad: &[u8], sealed: &[u8]) -> Result<Vec<u8>, SealError> {
    open_exporting(private, info, aad, sealed, &[], 0).map(|(plain, _)| plain)
}

/// Opens, and exports `length` bytes of the context under `exporter`.
///
/// # Errors
/// As [`open`].
pub fn open_exporting(
    private: &PrivateKey,
    info: &[u8],
    aad: &[u8],
    sealed: &[u8],
    exporter: &[u8],
    length: usize,
) -> Result<(Vec<u8>, Vec<u8>), SealError> {
    let (enc, ciphertext) = sealed.split_at_checked(ENC_LEN).ok_or(SealError::Open)?;
    let enc = <Suite as Kem>::EncappedKey::from_bytes(enc).map_err(|_| SealError::Open)?;
    let mut context =
        setup_receiver::<AesGcm128, HkdfSha256, Suite>(&OpModeR::Base, &private.key()?, &enc, info)
            .map_err(|_| SealError::Open)?;
    let plain = context.open(ciphertext, aad).map_err(|_| SealError::Open)?;
    let mut exported = vec![0; length];
    context.export(exporter, &mut exported).map_err(|_| SealError::Open)?;
    Ok((plain, exported))
}
