//! The two ends of an envelope: the real HPKE, and a double with the same layout for schedules that
//! are about time and loss, where a thousand curve operations would prove nothing more.

use qinghe_seal::{KeyPair, key_id, open, open_exporting, receipt_open, receipt_seal, seal, seal_exporting};
use qinghe_wire::{
    ENVELOPE_LEN, Envelope, HEAD_LEN, Head, INNER_INFO, NOTICE_LEN, OUTER_INFO, OUTER_PLAIN_LEN,
    PUBLIC_KEY_LEN, RECEIPT_EXPORT, RECEIPT_KEY_LEN, RECEIPT_LEN, Receipt, SEAL_OVERHEAD, inner_aad,
    split_outer,
};

/// How envelopes are sealed and opened.
pub enum Suite {
    /// The real thing, with the private halves of both school-side keys.
    Hpke(Box<Keys>),
    /// Same sizes, nothing secret.
    Plain,
}

/// Both halves of both keys.
pub struct Keys {
    gateway: KeyPair,
    centre: KeyPair,
}

/// An opened envelope.
pub struct Opened {
    /// The head of the outer plaintext.
    pub head: Head,
    /// The inner ciphertext.
    pub inner: Vec<u8>,
    /// Key under which its receipt is sealed.
    pub receipt_key: [u8; RECEIPT_KEY_LEN],
}

impl Suite {
    /// Fresh keys.
    #[must_use]
    pub fn hpke() -> Suite {
        Suite::Hpke(Box::new(Keys {
            gateway: KeyPair::generate().unwrap(),
            centre: KeyPair::generate().unwrap(),
        }))
    }

    /// Key id of the centre.
    #[must_use]
    pub fn centre_key(&self) -> [u8; 8] {
        match self {
            Suite::Hpke(keys) => key_id(&keys.centre.public),
            Suite::Plain => [0xCE; 8],
        }
    }

    /// Seals both layers as `src/element/js/ports.js` does.
    #[must_use]
    pub fn seal(&self, head: &[u8; HEAD_LEN], notice: &[u8; NOTICE_LEN]) -> (Vec<u8>, [u8; RECEIPT_KEY_LEN]) {
        let gateway_key = match self {
            Suite::Hpke(keys) => key_id(&keys.gateway.public),
            Suite::Plain => [0x6A; 8],
        };
        let mut envelope = Envelope::prefix(&gateway_key).to_vec();
        let inner = self.seal_layer(head, notice);
        let mut plain = [head.as_slice(), &inner].concat();
        plain.resize(OUTER_PLAIN_LEN, 0);
        let mut receipt_key = [0; RECEIPT_KEY_LEN];
        match self {
            Suite::Hpke(keys) => {
                let (sealed, exported) = seal_exporting(
                    &keys.gateway.public,
                    OUTER_INFO,
                    &envelope,
                    &plain,
                    RECEIPT_EXPORT,
                    RECEIPT_KEY_LEN,
                )
                .unwrap();
                receipt_key.copy_from_slice(&exported);
                envelope.extend(sealed);
            }
            Suite::Plain => {
                receipt_key.copy_from_slice(&head[2..18]);
                envelope.extend(padded(&plain));
            }
        }
        assert_eq!(envelope.len(), ENVELOPE_LEN);
        (envelope, receipt_key)
    }

    fn seal_layer(&self, head: &[u8; HEAD_LEN], notice: &[u8; NOTICE_LEN]) -> Vec<u8> {
        match self {
            Suite::Hpke(keys) => seal(&keys.centre.public, INNER_INFO, &head[2..34], notice).unwrap(),
            Suite::Plain => padded(notice),
        }
    }

    /// Opens the outer layer as the gateway does.
    #[must_use]
    pub fn open(&self, envelope: &[u8]) -> Option<Opened> {
        let envelope = Envelope::parse(envelope).ok()?;
        let (plain, exported) = match self {
            Suite::Hpke(keys) => open_exporting(
                &keys.gateway.private,
                OUTER_INFO,
                envelope.aad,
                envelope.sealed,
                RECEIPT_EXPORT,
                RECEIPT_KEY_LEN,
            )
            .ok()?,
            Suite::Plain => {
                let plain = envelope.sealed[PUBLIC_KEY_LEN..PUBLIC_KEY_LEN + OUTER_PLAIN_LEN].to_vec();
                let key = plain[2..18].to_vec();
                (plain, key)
            }
        };
        let (head, inner) = split_outer(&plain).ok()?;
        Some(Opened { head, inner: inner.to_vec(), receipt_key: exported.try_into().ok()? })
    }

    /// Opens the inner layer as the desk does.
    #[must_use]
    pub fn open_inner(&self, head: &Head, inner: &[u8]) -> Option<Vec<u8>> {
        match self {
            Suite::Hpke(keys) => {
                open(&keys.centre.private, INNER_INFO, &inner_aad(&head.id, &head.sitting), inner).ok()
            }
            Suite::Plain => Some(inner[PUBLIC_KEY_LEN..PUBLIC_KEY_LEN + NOTICE_LEN].to_vec()),
        }
    }

    /// Seals a receipt.
    #[must_use]
    pub fn receipt(&self, key: &[u8; RECEIPT_KEY_LEN], receipt: &Receipt) -> Vec<u8> {
        match self {
            Suite::Hpke(_) => receipt_seal(key, &receipt.encode()).unwrap(),
            Suite::Plain => {
                let mut sealed = key.to_vec();
                sealed.extend(receipt.encode());
                sealed.resize(RECEIPT_LEN, 0);
                sealed
            }
        }
    }

    /// Opens a receipt as the browser does; `None` for anything that is not genuine.
    #[must_use]
    pub fn open_receipt(&self, key: &[u8; RECEIPT_KEY_LEN], answer: &[u8]) -> Option<Vec<u8>> {
        match self {
            Suite::Hpke(_) => receipt_open(key, answer).ok(),
            Suite::Plain => answer
                .strip_prefix(key)
                .filter(|_| answer.len() == RECEIPT_LEN)
                .map(|rest| rest[..32].to_vec()),
        }
    }
}

/// As many bytes as a sealed layer has.
fn padded(plain: &[u8]) -> Vec<u8> {
    let mut out = vec![0x04; PUBLIC_KEY_LEN];
    out.extend_from_slice(plain);
    out.resize(plain.len() + SEAL_OVERHEAD, 0x0A);
    out
}
