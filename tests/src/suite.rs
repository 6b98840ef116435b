//! The two ends of an envelope: the real HPKE, and a double with the same layout for schedules that
//! are about time and loss, where a thousand curve operations would prove nothing more.

use qinghe_seal::{KeyPair, key_id, open, open_exporting, receipt_open, receipt_seal, seal, seal_exporting};
use qinghe_wire::{
    ENVELOPE_LEN, Envelope, HEAD_LEN, Head, INNER_INFO, INNER_LEN, NOTICE_LEN, OUTER_INFO, OUTER_PLAIN_LEN,
    PUBLIC_KEY_LEN, RECEIPT_EXPORT, RECEIPT_KEY_LEN, RECEIPT_LEN, RECEIPT_PLAIN_LEN, Receipt, SEAL_OVERHEAD,
    inner_aad, split_outer,
};

/// How envelopes are sealed and opened.
pub enum Suite {
    /// The real thing, with the private halves of all school-side keys.
    Hpke(Box<Keys>),
    /// Same sizes, nothing secret; what was altered on the way is noticed.
    Plain,
}

/// Both halves of the keys. The first of each is in use at the beginning; the others are for rotations, and the last
/// centre is the second one.
pub struct Keys {
    gateways: Vec<KeyPair>,
    centres: Vec<KeyPair>,
}

/// How many keys of each kind there are.
pub const KEYS: usize = 4;

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
        let pairs = || (0..KEYS).map(|_| KeyPair::generate().unwrap()).collect();
        Suite::Hpke(Box::new(Keys { gateways: pairs(), centres: pairs() }))
    }

    /// Key id of the centre in use at the beginning.
    #[must_use]
    pub fn centre_key(&self) -> [u8; 8] {
        self.centre_id(0)
    }

    /// Key id of a centre.
    #[must_use]
    pub fn centre_id(&self, nth: usize) -> [u8; 8] {
        match self {
            Suite::Hpke(keys) => key_id(&keys.centres[nth].public),
            Suite::Plain => [0xC0 + u8::try_from(nth).unwrap(); 8],
        }
    }

    /// Key id of the gateway.
    #[must_use]
    pub fn gateway_id(&self, nth: usize) -> [u8; 8] {
        match self {
            Suite::Hpke(keys) => key_id(&keys.gateways[nth].public),
            Suite::Plain => [0x60 + u8::try_from(nth).unwrap(); 8],
        }
    }

    /// Seals both layers as `src/element/js/ports.js` does.
    #[must_use]
    pub fn seal(&self, head: &[u8; HEAD_LEN], notice: &[u8; NOTICE_LEN]) -> (Vec<u8>, [u8; RECEIPT_KEY_LEN]) {
        self.seal_to(0, head, notice)
    }

    /// The same, to one of the gateway's keys.
    #[must_use]
    pub fn seal_to(
        &self,
        gateway: usize,
        head: &[u8; HEAD_LEN],
        notice: &[u8; NOTICE_LEN],
    ) -> (Vec<u8>, [u8; RECEIPT_KEY_LEN]) {
        let id = self.gateway_id(gateway);
        let mut envelope = Vec::with_capacity(ENVELOPE_LEN);
        envelope.extend(Envelope::prefix(&id));
        let mut plain = Vec::with_capacity(OUTER_PLAIN_LEN);
        plain.extend_from_slice(head);
        plain.extend(self.seal_inner(head, notice));
        plain.resize(OUTER_PLAIN_LEN, 0);
        let mut receipt_key = [0; RECEIPT_KEY_LEN];
        match self {
            Suite::Hpke(keys) => {
                let (sealed, exported) = seal_exporting(
                    &keys.gateways[gateway].public,
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
                lock(&id, &plain, &mut envelope);
            }
        }
        assert_eq!(envelope.len(), ENVELOPE_LEN);
        (envelope, receipt_key)
    }

    /// Seals the inner layer to the key that the head names.
    #[must_use]
    pub fn seal_inner(&self, head: &[u8; HEAD_LEN], notice: &[u8; NOTICE_LEN]) -> Vec<u8> {
        let named = &head[34..];
        match self {
            Suite::Hpke(keys) => {
                let to =
                    keys.centres.iter().find(|pair| key_id(&pair.public) == *named).expect("a known centre");
                seal(&to.public, INNER_INFO, &head[2..34], notice).unwrap()
            }
            Suite::Plain => {
                let mut sealed = Vec::with_capacity(INNER_LEN);
                lock(named, notice, &mut sealed);
                sealed
            }
        }
    }

    /// Opens the outer layer as the gateway does at the beginning.
    #[must_use]
    pub fn open(&self, envelope: &[u8]) -> Option<Opened> {
        self.open_with(0, envelope)
    }

    /// The same, with another of its keys.
    #[must_use]
    pub fn open_with(&self, gateway: usize, envelope: &[u8]) -> Option<Opened> {
        let envelope = Envelope::parse(envelope).ok()?;
        let (plain, exported) = match self {
            Suite::Hpke(keys) => open_exporting(
                &keys.gateways[gateway].private,
                OUTER_INFO,
                envelope.aad,
                envelope.sealed,
                RECEIPT_EXPORT,
                RECEIPT_KEY_LEN,
            )
            .ok()?,
            Suite::Plain => {
                let plain = unlock(&self.gateway_id(gateway), envelope.sealed)?;
                (plain.to_vec(), plain[2..18].to_vec())
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
                let to = keys.centres.iter().find(|pair| key_id(&pair.public) == head.centre_key)?;
                open(&to.private, INNER_INFO, &inner_aad(&head.id, &head.sitting), inner).ok()
            }
            Suite::Plain => unlock(&head.centre_key, inner).map(<[u8]>::to_vec),
        }
    }

    /// Seals a receipt.
    #[must_use]
    pub fn receipt(&self, key: &[u8; RECEIPT_KEY_LEN], receipt: &Receipt) -> Vec<u8> {
        match self {
            Suite::Hpke(_) => receipt_seal(key, &receipt.encode()).unwrap(),
            Suite::Plain => {
                let plain = receipt.encode();
                let mut sealed = key.to_vec();
                sealed.extend(plain);
                sealed.extend(sum(key, &plain).to_be_bytes());
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
            Suite::Plain => {
                let rest = answer.strip_prefix(key).filter(|_| answer.len() == RECEIPT_LEN)?;
                let (plain, rest) = rest.split_at(RECEIPT_PLAIN_LEN);
                let whole =
                    rest.get(..8)? == sum(key, plain).to_be_bytes() && rest[8..].iter().all(|b| *b == 0);
                whole.then(|| plain.to_vec())
            }
        }
    }
}

/// As many bytes as a sealed layer has, with a sum over key and content in place of the tag.
fn lock(key: &[u8], plain: &[u8], out: &mut Vec<u8>) {
    let tag = sum(key, plain);
    out.extend([0x04; PUBLIC_KEY_LEN]);
    out.extend_from_slice(plain);
    out.extend_from_slice(&tag.to_be_bytes());
    out.extend_from_slice(&(!tag).to_be_bytes());
}

fn unlock<'a>(key: &[u8], sealed: &'a [u8]) -> Option<&'a [u8]> {
    let (front, rest) = sealed.split_at_checked(PUBLIC_KEY_LEN)?;
    let (plain, tag) = rest.split_at_checked(sealed.len().checked_sub(SEAL_OVERHEAD)?)?;
    let wanted = sum(key, plain);
    let whole = front.iter().all(|byte| *byte == 0x04)
        && tag == [wanted.to_be_bytes(), (!wanted).to_be_bytes()].concat();
    whole.then_some(plain)
}

/// Not a cipher's sum; enough to notice a turned bit.
fn sum(key: &[u8], plain: &[u8]) -> u64 {
    let mut state = key.iter().fold(0xCBF2_9CE4_8422_2325_u64, |state, byte| {
        (state ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3)
    });
    let (words, rest) = plain.as_chunks::<8>();
    for word in words {
        state = (state ^ u64::from_le_bytes(*word)).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29);
    }
    rest.iter().fold(state, |state, byte| (state ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3))
}
