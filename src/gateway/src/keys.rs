//! Secrets in the data folder: the gateway's own key and, until the desk is set up, the set-up code.

use crate::member::Centre;
use hmac::{Hmac, KeyInit, Mac};
use qinghe_seal::KeyPair;
use sha2::{Digest, Sha256};
use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

/// Letters and digits that cannot be mistaken for each other when read aloud.
const ALPHABET: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
/// Characters of a code.
pub const CODE_LEN: usize = 10;

/// The gateway's key pair, made at the first start.
///
/// # Errors
/// When the file can be neither read nor written, or does not hold a key.
pub fn gateway_key(data: &Path) -> Result<KeyPair, String> {
    let path = data.join("gateway.key");
    let say = |why: &dyn std::fmt::Display| format!("{}: {why}", path.display());
    match fs::read(&path) {
        Ok(bytes) => {
            let bytes: [u8; 32] =
                bytes.try_into().map_err(|_| say(&"is not a key of 32 bytes. Restore it from a backup."))?;
            KeyPair::from_private(&bytes)
                .map_err(|_| say(&"does not hold a P-256 key. Restore it from a backup."))
        }
        Err(why) if why.kind() == io::ErrorKind::NotFound => {
            let pair = KeyPair::generate().map_err(|_| say(&"the system gave no random numbers"))?;
            write_secret(&path, pair.private.to_bytes().as_slice()).map_err(|why| say(&why))?;
            Ok(pair)
        }
        Err(why) => Err(say(&why)),
    }
}

fn code_file(data: &Path, centre: Centre) -> PathBuf {
    data.join(match centre {
        Centre::School => "setup-code",
        Centre::Second => "setup-code-second",
    })
}

/// The code that allows setting up the desk of a centre, made once and printed in the log.
///
/// # Errors
/// When the file can be neither read nor written.
pub fn setup_code(data: &Path, centre: Centre) -> Result<String, String> {
    let path = code_file(data, centre);
    let say = |why: &dyn std::fmt::Display| format!("{}: {why}", path.display());
    match fs::read_to_string(&path) {
        Ok(code) => Ok(code.trim().to_owned()),
        Err(why) if why.kind() == io::ErrorKind::NotFound => {
            let code = code().ok_or_else(|| say(&"the system gave no random numbers"))?;
            write_secret(&path, code.as_bytes()).map_err(|why| say(&why))?;
            Ok(code)
        }
        Err(why) => Err(say(&why)),
    }
}

/// A new code of ten characters, fifty bits; `None` when the system has no random numbers.
#[must_use]
pub fn code() -> Option<String> {
    let mut bytes = [0; CODE_LEN];
    getrandom::fill(&mut bytes).ok()?;
    Some(bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect())
}

/// SHA-256 of a code as somebody typed it.
#[must_use]
pub fn code_hash(typed: &str) -> [u8; 32] {
    Sha256::digest(typed.trim().to_ascii_uppercase()).into()
}

/// A salt for a name that nobody has, always the same: who asks cannot tell it from a real one. `centre` and `name` are
/// what was asked for.
///
/// # Errors
/// Never in practice: HMAC takes keys of any length.
pub fn invented_salt(own: &KeyPair, centre: Centre, name: &str) -> Result<[u8; 16], String> {
    let secret = Sha256::new_with_prefix(b"qinghe/1 invented salt")
        .chain_update(own.private.to_bytes().as_slice())
        .finalize();
    let mut mac = Hmac::<Sha256>::new_from_slice(&secret).map_err(|why| why.to_string())?;
    mac.update(centre.word().as_bytes());
    mac.update(name.as_bytes());
    let mut salt = [0; 16];
    for (to, from) in salt.iter_mut().zip(mac.finalize().into_bytes()) {
        *to = from;
    }
    Ok(salt)
}

/// Removes the set-up code; called once the desk is set up.
pub fn forget_setup_code(data: &Path, centre: Centre) {
    if let Err(why) = fs::remove_file(code_file(data, centre))
        && why.kind() != io::ErrorKind::NotFound
    {
        tracing::warn!(%why, "the set-up code could not be removed; it is of no use any more");
    }
}

/// Makes the data folder, readable by its owner only.
///
/// # Errors
/// When it cannot be made.
pub fn data_folder(data: &Path) -> Result<(), String> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(data).map_err(|why| format!("{}: {why}", data.display()))
}

/// Writes a new file that only its owner can read.
///
/// # Errors
/// What the system says; a file that is there already.
pub fn write_secret(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
