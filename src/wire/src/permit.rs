//! A yes to a handover, signed by the gateway that keeps the consents. It travels with the student: the growth record asks
//! nobody, so whoever wants to know whether somebody agreed has to find it there.

use crate::{KEY_ID_LEN, WireError, part};
use alloc::{borrow::ToOwned, string::String, vec::Vec};

/// What the text begins with.
pub const PERMIT_PREFIX: &str = "QHP1:";
/// Bytes of its signature: ECDSA over P-256 and SHA-256, both numbers one behind the other.
pub const SIGNATURE_LEN: usize = 64;
/// In front of what is signed, so that a signature is good for nothing else.
const SAYS: &[u8] = b"qinghe/1 permit to hand over";
const PERMIT_VERSION: u8 = 1;
/// Bytes in front of the school's name.
const FIXED: usize = 1 + 1 + 2 + 4 + 16 + KEY_ID_LEN + 2;
/// Most bytes of the school's name: 80 characters of four bytes.
const SCHOOL_MAX: usize = 320;

/// Most characters of a text.
const TEXT_MAX: usize = PERMIT_PREFIX.len() + 2 * (FIXED + SCHOOL_MAX + SIGNATURE_LEN);

/// The ages that the law tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PermitAge {
    /// Under 14.
    Child,
    /// 14 to 17.
    Youth,
    /// 18 and older.
    Adult,
}

/// What is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permit {
    /// The student's age on the day of signing.
    pub age: PermitAge,
    /// The calendar year in which the school year began, for which the yes was given.
    pub year: u16,
    /// The last day on which it counts, days since 1970-01-01. What is taken back later cannot reach it any more.
    pub until: u32,
    /// First bytes of SHA-256 over issuer, a zero byte and pseudonym: the school that signed can tell whose it is, others cannot.
    pub student: [u8; 16],
    /// Id of the consent key that signs.
    pub key: [u8; KEY_ID_LEN],
    /// Name of the school, as families read it; 1 to 320 bytes.
    pub school: String,
}

/// A permit with its signature. Whether it holds is for somebody to check who has the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedPermit {
    /// What is signed.
    pub permit: Permit,
    /// The signature over [`Permit::to_sign`].
    pub signature: [u8; SIGNATURE_LEN],
}

impl Permit {
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(FIXED + self.school.len() + SIGNATURE_LEN);
        bytes.push(PERMIT_VERSION);
        bytes.push(match self.age {
            PermitAge::Child => 0,
            PermitAge::Youth => 1,
            PermitAge::Adult => 2,
        });
        bytes.extend_from_slice(&self.year.to_be_bytes());
        bytes.extend_from_slice(&self.until.to_be_bytes());
        bytes.extend_from_slice(&self.student);
        bytes.extend_from_slice(&self.key);
        bytes.extend_from_slice(&u16::try_from(self.school.len()).unwrap_or(u16::MAX).to_be_bytes());
        bytes.extend_from_slice(self.school.as_bytes());
        bytes
    }

    /// What the signature is over.
    #[must_use]
    pub fn to_sign(&self) -> Vec<u8> {
        let mut bytes = SAYS.to_vec();
        bytes.append(&mut self.bytes());
        bytes
    }
}

impl SignedPermit {
    /// The text of its code, in hexadecimal: it is sent from one phone to another and pasted, and nothing on the way may swallow
    /// a blank or change a letter's case. All of it is in a QR code's compact mode.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut bytes = self.permit.bytes();
        bytes.extend_from_slice(&self.signature);
        let mut text = PERMIT_PREFIX.to_owned();
        for byte in bytes {
            for half in [byte >> 4, byte & 15] {
                text.extend(char::from_digit(u32::from(half), 16).map(|digit| digit.to_ascii_uppercase()));
            }
        }
        text
    }

    /// Reads a text: blanks and case do not matter, anything else does.
    ///
    /// # Errors
    /// No [`PERMIT_PREFIX`], another length, a character outside the alphabet, another version, an age or a name that is none.
    pub fn from_text(text: &str) -> Result<SignedPermit, WireError> {
        let clean: String = text.chars().filter(|sign| !sign.is_whitespace()).take(TEXT_MAX + 1).collect();
        let upper = clean.to_ascii_uppercase();
        let bytes = decoded(upper.strip_prefix(PERMIT_PREFIX).ok_or(WireError::Malformed)?)?;
        match bytes.first() {
            Some(&PERMIT_VERSION) => {}
            Some(other) => return Err(WireError::Version(*other)),
            None => return Err(WireError::Length),
        }
        let age = match bytes.get(1) {
            Some(0) => PermitAge::Child,
            Some(1) => PermitAge::Youth,
            Some(2) => PermitAge::Adult,
            _ => return Err(WireError::Malformed),
        };
        let length = usize::from(u16::from_be_bytes(part(&bytes, FIXED - 2).ok_or(WireError::Length)?));
        if length == 0 || length > SCHOOL_MAX || bytes.len() != FIXED + length + SIGNATURE_LEN {
            return Err(WireError::Length);
        }
        let name = bytes.get(FIXED..FIXED + length).ok_or(WireError::Length)?;
        let school = core::str::from_utf8(name).map_err(|_| WireError::Malformed)?.to_owned();
        let permit = Permit {
            age,
            year: u16::from_be_bytes(part(&bytes, 2).ok_or(WireError::Length)?),
            until: u32::from_be_bytes(part(&bytes, 4).ok_or(WireError::Length)?),
            student: part(&bytes, 8).ok_or(WireError::Length)?,
            key: part(&bytes, 24).ok_or(WireError::Length)?,
            school,
        };
        let signature = part(&bytes, FIXED + length).ok_or(WireError::Length)?;
        Ok(SignedPermit { permit, signature })
    }
}

fn decoded(digits: &str) -> Result<Vec<u8>, WireError> {
    if !digits.len().is_multiple_of(2) || digits.len() + PERMIT_PREFIX.len() > TEXT_MAX {
        return Err(WireError::Length);
    }
    let half = |digit: u8| char::from(digit).to_digit(16).and_then(|half| u8::try_from(half).ok());
    let byte = |pair: &[u8]| match pair {
        [high, low] => Some((half(*high)? << 4) | half(*low)?),
        _ => None,
    };
    digits.as_bytes().chunks(2).map(byte).collect::<Option<_>>().ok_or(WireError::Malformed)
}
