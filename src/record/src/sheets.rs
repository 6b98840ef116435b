//! A sealed file on paper: QR codes that can be scanned in any order, twice, and by hand of several sheets.
//!
//! Each code says `QH1:<file>:<number>/<of>:<check>:<bytes>` in the alphabet of QR codes' compact mode. `<file>` is the
//! beginning of the file's SHA-256, `<check>` that of the part's; the bytes are in base 45 (RFC 9285).

use qinghe_seal::age::MAX_FILE;
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, fmt};

/// Bytes of the file in one code: 900 letters, so a code of version 20 with error correction M, 4 cm wide.
pub const PART: usize = 600;
const MARK: &str = "QH1";
const FILE_LEN: usize = 8;
const CHECK_LEN: usize = 4;
/// Most codes of one file.
const MOST: usize = MAX_FILE.div_ceil(PART);

/// The texts of all codes.
#[must_use]
pub fn split(file: &[u8]) -> Vec<String> {
    let name = hex::<FILE_LEN>(file);
    let parts: Vec<&[u8]> = file.chunks(PART).collect();
    let text = |(nth, part): (usize, &&[u8])| {
        let check = check(&name, nth + 1, parts.len(), part);
        format!("{MARK}:{name}:{}/{}:{check}:{}", nth + 1, parts.len(), base45::encode(part))
    };
    parts.iter().enumerate().map(text).collect()
}

/// The first bytes of a SHA-256, in capitals.
fn hex<const N: usize>(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(N).map(|byte| format!("{byte:02X}")).collect()
}

/// The check of a part is also about its place.
fn check(file: &str, nth: usize, of: usize, part: &[u8]) -> String {
    hex::<CHECK_LEN>(&[format!("{file}:{nth}/{of}:").as_bytes(), part].concat())
}

/// Why a scanned text was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// A code of something else.
    Foreign,
    /// Read wrongly; scan it again.
    Damaged,
    /// A sheet of another record.
    OtherFile,
}

impl fmt::Display for Refused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Refused::Foreign => "This code is not from a record's sheet.",
            Refused::Damaged => "The code was not read clearly. Flatten the paper and scan it again.",
            Refused::OtherFile => {
                "This sheet belongs to another record, or to an earlier print. Sort the sheets first."
            }
        })
    }
}

impl std::error::Error for Refused {}

/// What a scan brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scan {
    /// Its number, for the first time.
    New(usize),
    /// Its number, again.
    Again(usize),
}

/// Codes that were scanned so far.
#[derive(Default)]
pub struct Scanned {
    /// Name of the file and number of its codes, from the first that came.
    file: Option<(String, usize)>,
    parts: BTreeMap<usize, Vec<u8>>,
}

impl Scanned {
    /// Takes one scanned text.
    ///
    /// # Errors
    /// [`Refused`]; what was there stays.
    pub fn add(&mut self, text: &str) -> Result<Scan, Refused> {
        let fields: Vec<&str> = text.trim().splitn(5, ':').collect();
        let [MARK, name, place, checked, part] = fields.as_slice() else {
            return Err(Refused::Foreign);
        };
        let place = place.split_once('/').and_then(|(nth, of)| Some((number(nth)?, number(of)?)));
        let (nth, of) = place.filter(|(nth, of)| nth <= of).ok_or(Refused::Damaged)?;
        // Longer than a part of ours is no part, and need not be decoded to know.
        let short = part.len() <= PART * 2;
        let part = Some(part)
            .filter(|_| short)
            .and_then(|part| base45::decode(part).ok())
            .ok_or(Refused::Damaged)?;
        let full = if nth < of { part.len() == PART } else { (1..=PART).contains(&part.len()) };
        if !full || name.len() != FILE_LEN * 2 || check(name, nth, of, &part) != *checked {
            return Err(Refused::Damaged);
        }
        match &self.file {
            Some((known, count)) if known != name || *count != of => return Err(Refused::OtherFile),
            Some(_) => {}
            None => self.file = Some(((*name).to_owned(), of)),
        }
        Ok(if self.parts.insert(nth, part).is_none() { Scan::New(nth) } else { Scan::Again(nth) })
    }

    /// How many codes there are, once one was scanned.
    #[must_use]
    pub fn total(&self) -> Option<usize> {
        self.file.as_ref().map(|(_, of)| *of)
    }

    /// Numbers of the codes that are still missing.
    #[must_use]
    pub fn missing(&self) -> Vec<usize> {
        (1..=self.total().unwrap_or_default()).filter(|nth| !self.parts.contains_key(nth)).collect()
    }

    /// The file, once nothing is missing and all of it fits together.
    #[must_use]
    pub fn file(&self) -> Option<Vec<u8>> {
        let (name, of) = self.file.as_ref()?;
        let file = self.parts.values().flatten().copied().collect::<Vec<u8>>();
        (self.parts.len() == *of && hex::<FILE_LEN>(&file) == *name).then_some(file)
    }

    /// Forgets everything, to begin with other sheets.
    pub fn clear(&mut self) {
        *self = Scanned::default();
    }
}

/// A number from 1 to [`MOST`], in its one form.
fn number(text: &str) -> Option<usize> {
    let number: usize = text.parse().ok()?;
    ((1..=MOST).contains(&number) && number.to_string() == text).then_some(number)
}
