//! The text before the payload: stanzas, each of which wraps the file key once, and a proof over them.

use super::{AgeError, FileKey, Lock, MAX_RECIPIENTS, derive};
use base64::{Engine, prelude::BASE64_STANDARD_NO_PAD as BASE64};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

const VERSION: &str = "age-encryption.org/v1";
/// Columns of a body's full line.
const COLUMNS: usize = 64;
const MAC_LEN: usize = 32;

/// One wrapped file key.
pub(super) struct Stanza {
    /// Kind, then what it needs.
    pub arguments: Vec<String>,
    /// The wrapped key.
    pub body: Vec<u8>,
    /// Its first line, for those who look for a fault; 0 in one that is being written.
    pub line: usize,
}

impl Stanza {
    /// Whether it is of this kind.
    pub fn is(&self, kind: &str) -> bool {
        self.arguments.first().is_some_and(|first| first == kind)
    }
}

/// A header that has the form of one.
pub(super) struct Header<'a> {
    /// What stands in it.
    pub stanzas: Vec<Stanza>,
    /// What the proof is about.
    proved: &'a [u8],
    mac: [u8; MAC_LEN],
}

impl Header<'_> {
    /// What it asks for. A passphrase stands alone: the reader sees to it.
    pub fn lock(&self) -> Lock {
        if self.stanzas.iter().any(|stanza| stanza.is("scrypt")) { Lock::Passphrase } else { Lock::Key }
    }

    /// That nobody without the file key wrote it.
    pub fn prove(&self, file_key: &FileKey) -> Result<(), AgeError> {
        mac(file_key, self.proved)?.verify_slice(&self.mac).map_err(|_| AgeError::Altered)
    }
}

fn mac(file_key: &FileKey, proved: &[u8]) -> Result<Hmac<Sha256>, AgeError> {
    let key = derive(file_key.as_slice(), b"", b"header")?;
    let mac = Hmac::<Sha256>::new_from_slice(key.as_slice()).map_err(|_| AgeError::Altered)?;
    Ok(mac.chain_update(proved))
}

/// The header's bytes.
pub(super) fn write(stanzas: &[Stanza], file_key: &FileKey) -> Result<Vec<u8>, AgeError> {
    let mut text = format!("{VERSION}\n");
    for stanza in stanzas {
        text.push_str("->");
        for argument in &stanza.arguments {
            text.push(' ');
            text.push_str(argument);
        }
        text.push('\n');
        let body = BASE64.encode(&stanza.body);
        let mut rest = body.as_str();
        // The last line is shorter than a full one, and may be empty.
        while let Some((line, after)) = rest.split_at_checked(COLUMNS) {
            text.push_str(line);
            text.push('\n');
            rest = after;
        }
        text.push_str(rest);
        text.push('\n');
    }
    text.push_str("---");
    let proof = mac(file_key, text.as_bytes())?.finalize().into_bytes();
    text.push(' ');
    text.push_str(&BASE64.encode(proof));
    text.push('\n');
    Ok(text.into_bytes())
}

/// Lines of ASCII, counted for those who look for the fault.
struct Lines<'a> {
    file: &'a [u8],
    at: usize,
    line: usize,
}

impl<'a> Lines<'a> {
    fn next(&mut self) -> Result<&'a str, AgeError> {
        self.line += 1;
        let rest = self.file.get(self.at..).unwrap_or_default();
        let end = rest.iter().position(|byte| *byte == b'\n').ok_or(AgeError::CutOff)?;
        let (line, _) = rest.split_at(end);
        self.at += end + 1;
        let printable = line.iter().all(|byte| (0x20..0x7F).contains(byte));
        if !printable {
            return Err(self.fault());
        }
        std::str::from_utf8(line).map_err(|_| self.fault())
    }

    fn fault(&self) -> AgeError {
        AgeError::Header { line: self.line }
    }

    fn base64(&self, text: &str) -> Result<Vec<u8>, AgeError> {
        BASE64.decode(text).map_err(|_| self.fault())
    }
}

/// Reads the header; gives it and the payload behind it.
pub(super) fn read(file: &[u8]) -> Result<(Header<'_>, &[u8]), AgeError> {
    let mut lines = Lines { file, at: 0, line: 0 };
    first_line(&mut lines)?;
    let mut stanzas: Vec<Stanza> = Vec::new();
    loop {
        let begin = lines.at;
        let line = lines.next()?;
        if let Some(proof) = line.strip_prefix("---") {
            let text = proof.strip_prefix(' ').ok_or_else(|| lines.fault())?;
            let mac = lines.base64(text)?.try_into().map_err(|_| lines.fault())?;
            let alone = stanzas.len() == 1 || !stanzas.iter().any(|stanza| stanza.is("scrypt"));
            if stanzas.is_empty() || !alone {
                return Err(lines.fault());
            }
            let proved = file.get(..begin + "---".len()).unwrap_or_default();
            let payload = file.get(lines.at..).unwrap_or_default();
            return Ok((Header { stanzas, proved, mac }, payload));
        }
        if stanzas.len() == MAX_RECIPIENTS {
            return Err(lines.fault());
        }
        let arguments = line.strip_prefix("-> ").ok_or_else(|| lines.fault())?;
        stanzas.push(stanza(arguments, &mut lines)?);
    }
}

fn first_line(lines: &mut Lines) -> Result<(), AgeError> {
    let armour = b"-----BEGIN AGE ENCRYPTED FILE-----";
    if lines.file.starts_with(armour) {
        return Err(AgeError::Armoured);
    }
    match lines.next() {
        Ok(VERSION) => Ok(()),
        Ok(other) if other.starts_with("age-encryption.org/") => Err(AgeError::OtherVersion),
        // A file that ends inside the first line is cut off only if it is ours so far.
        Err(AgeError::CutOff) if VERSION.as_bytes().starts_with(lines.file) && !lines.file.is_empty() => {
            Err(AgeError::CutOff)
        }
        _ => Err(AgeError::NotAge),
    }
}

fn stanza(arguments: &str, lines: &mut Lines) -> Result<Stanza, AgeError> {
    let begin = lines.line;
    let arguments: Vec<String> = arguments.split(' ').map(str::to_owned).collect();
    if arguments.iter().any(String::is_empty) {
        return Err(lines.fault());
    }
    let mut body = Vec::new();
    loop {
        let line = lines.next()?;
        if line.len() > COLUMNS {
            return Err(lines.fault());
        }
        body.extend(lines.base64(line)?);
        if line.len() < COLUMNS {
            return Ok(Stanza { arguments, body, line: begin });
        }
    }
}
