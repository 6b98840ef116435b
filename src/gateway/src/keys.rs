//! Secrets in the data folder: the gateway's own key and, until the desk is set up, the set-up code.

use qinghe_seal::KeyPair;
use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::Path,
};

/// Letters and digits that cannot be mistaken for each other when read aloud.
const ALPHABET: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const CODE_LEN: usize = 10;

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

/// The code that allows setting up the desk, made once and printed in the log.
///
/// # Errors
/// When the file can be neither read nor written.
pub fn setup_code(data: &Path) -> Result<String, String> {
    let path = data.join("setup-code");
    let say = |why: &dyn std::fmt::Display| format!("{}: {why}", path.display());
    match fs::read_to_string(&path) {
        Ok(code) => Ok(code.trim().to_owned()),
        Err(why) if why.kind() == io::ErrorKind::NotFound => {
            let mut bytes = [0; CODE_LEN];
            getrandom::fill(&mut bytes).map_err(|why| say(&why))?;
            let code: String =
                bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect();
            write_secret(&path, code.as_bytes()).map_err(|why| say(&why))?;
            Ok(code)
        }
        Err(why) => Err(say(&why)),
    }
}

/// Removes the set-up code; called once the desk is set up.
pub fn forget_setup_code(data: &Path) {
    if let Err(why) = fs::remove_file(data.join("setup-code"))
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

fn write_secret(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
