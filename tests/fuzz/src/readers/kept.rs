//! Kept inputs: one file for each reader in `tests/corpus/`, every input behind its length in four bytes,
//! least first.

use super::folder::root;
use std::{fs, path::PathBuf};

/// Where the inputs of a reader are kept.
pub fn place(reader: &str) -> PathBuf {
    root().join("tests/corpus").join(format!("{reader}.inputs"))
}

/// The kept inputs of a reader; none when nothing is kept.
pub fn read(reader: &str) -> Vec<Vec<u8>> {
    let bytes = fs::read(place(reader)).unwrap_or_default();
    let (mut rest, mut all) = (bytes.as_slice(), Vec::new());
    while let Some((length, behind)) = rest.split_first_chunk::<4>() {
        let length = usize::try_from(u32::from_le_bytes(*length)).unwrap();
        let (input, behind) = behind.split_at_checked(length).expect("the file of kept inputs is cut off");
        all.push(input.to_vec());
        rest = behind;
    }
    assert!(rest.is_empty(), "the file of kept inputs is cut off");
    all
}

/// Keeps these inputs, and no others.
pub fn write(reader: &str, inputs: &[Vec<u8>]) {
    let mut bytes = Vec::new();
    for input in inputs {
        bytes.extend(u32::try_from(input.len()).unwrap().to_le_bytes());
        bytes.extend(input);
    }
    fs::create_dir_all(place(reader).parent().unwrap()).unwrap();
    fs::write(place(reader), bytes).unwrap();
}
