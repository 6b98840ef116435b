//! Codes that are read out, and the reasons that one of them hangs on.

use crate::{
    Day, Fault, Id, Note,
    bytes::{Reader, Writer},
};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use zeroize::Zeroize;

/// Fewest characters of a reason: a word or two, not a dot.
const SHORTEST_REASON: usize = 4;

/// What all codes of a handover hang on.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Receipts {
    secret: [u8; 32],
    /// SHA-256 over id, day and the history's digest.
    about: [u8; 32],
}

impl Drop for Receipts {
    fn drop(&mut self) {
        self.secret.zeroize();
    }
}

/// A code to read out: eight digits in two groups.
#[derive(Clone, PartialEq, Eq)]
pub struct Code([u8; 8]);

impl Code {
    /// `1234 5678`.
    #[must_use]
    pub fn text(&self) -> String {
        let digit = |digit: &u8| char::from(b'0' + digit);
        let (front, back) = self.0.split_at(4);
        front.iter().map(digit).chain([' ']).chain(back.iter().map(digit)).collect()
    }

    /// Whether somebody typed this code, with whatever between its digits.
    #[must_use]
    pub fn is(&self, typed: &str) -> bool {
        let digits: Vec<u32> = typed.chars().filter_map(|letter| letter.to_digit(10)).collect();
        digits.len() == self.0.len() && digits.iter().zip(self.0).all(|(typed, own)| *typed == u32::from(own))
    }
}

/// What a receipt says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// It is this handover: the next school has the student's file in hand.
    HandedOver,
    /// The summary was opened.
    Received,
    /// The history was opened, for this kind of reason.
    HistoryOpened(ReasonKind),
}

/// Why a history is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReasonKind {
    /// The student asked for it.
    Asked,
    /// A plan or support is being made together.
    Planning,
    /// Concern for the student's safety.
    Safety,
    /// A duty by law.
    Duty,
    /// Something else.
    Other,
}

impl ReasonKind {
    /// Every kind.
    pub const ALL: [ReasonKind; 5] =
        [ReasonKind::Asked, ReasonKind::Planning, ReasonKind::Safety, ReasonKind::Duty, ReasonKind::Other];
}

/// A stated reason.
pub struct Reason {
    kind: ReasonKind,
    text: Note,
}

impl Reason {
    /// A reason in somebody's own words.
    ///
    /// # Errors
    /// [`Fault::Empty`] for fewer than four characters, [`Fault::Long`].
    pub fn new(kind: ReasonKind, text: &str) -> Result<Reason, Fault> {
        let text = Note::new(text)?;
        if text.as_str().chars().count() < SHORTEST_REASON {
            Err(Fault::Empty)
        } else {
            Ok(Reason { kind, text })
        }
    }

    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> ReasonKind {
        self.kind
    }

    /// Its words, for the school's log.
    #[must_use]
    pub fn text(&self) -> &str {
        self.text.as_str()
    }
}

impl Receipts {
    pub fn of(id: Id, secret: [u8; 32], day: Day, history: Option<[u8; 32]>) -> Receipts {
        let about = Sha256::new_with_prefix(id)
            .chain_update(day.days().to_le_bytes())
            .chain_update(history.unwrap_or_default())
            .finalize();
        Receipts { secret, about: about.into() }
    }

    pub fn write(&self, to: &mut Writer) {
        to.raw(&self.secret).raw(&self.about);
    }

    pub fn read(from: &mut Reader) -> Result<Receipts, Fault> {
        Ok(Receipts { secret: from.digest()?, about: from.digest()? })
    }

    /// HMAC-SHA-256, as eight digits: one guess in a hundred million.
    pub fn code(&self, proof: Proof) -> Code {
        let (kind, why) = match proof {
            Proof::HandedOver => (0, 0),
            Proof::Received => (1, 0),
            Proof::HistoryOpened(why) => {
                (2, ReasonKind::ALL.iter().position(|kind| *kind == why).unwrap_or_default() as u8)
            }
        };
        let mut digits = [0; 8];
        if let Ok(mac) = Hmac::<Sha256>::new_from_slice(&self.secret) {
            let mac = mac.chain_update(b"qinghe/1 receipt of a handover").chain_update(self.about);
            let bytes = mac.chain_update([kind, why]).finalize().into_bytes();
            let number = bytes.iter().take(16).fold(0_u128, |number, byte| number << 8 | u128::from(*byte));
            let mut rest = number % 100_000_000;
            for digit in digits.iter_mut().rev() {
                *digit = u8::try_from(rest % 10).unwrap_or_default();
                rest /= 10;
            }
        }
        Code(digits)
    }
}
