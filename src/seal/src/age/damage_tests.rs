//! Damage of every kind, at a cost of scrypt that lets every byte be tried.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;

const PLAIN: &[u8] = "一生一策".as_bytes();

/// A file under a passphrase at any cost, written by the same parts as a real one.
fn cheap(passphrase: &str, work_factor: u8, plain: &[u8]) -> Vec<u8> {
    let file_key = Zeroizing::new([7; FILE_KEY_LEN]);
    let stanza = keys::wrap_passphrase(passphrase, work_factor, &file_key).unwrap();
    finish(&[stanza], &file_key, plain).unwrap()
}

/// Every bit flipped, every cut, every byte doubled or taken out: none opens.
fn no_damage_opens(file: &[u8], with: With) {
    assert_eq!(open(file, with).unwrap().as_slice(), PLAIN);
    let refuse = |altered: &[u8], what: &str, at: usize| {
        let said = open(altered, with).err().unwrap_or_else(|| panic!("{what} {at} opens"));
        assert!(said.to_string().len() > 30, "{said}");
    };
    for at in 0..file.len() {
        for bit in 0..8 {
            let mut altered = file.to_vec();
            altered[at] ^= 1 << bit;
            refuse(&altered, "bit of byte", at);
        }
        refuse(&file[..at], "cut at", at);
        let (front, back) = file.split_at(at);
        refuse(&[front, &back[1..]].concat(), "without byte", at);
        refuse(&[front, b"A", back].concat(), "with a byte at", at);
    }
    refuse(&[file, b"\0"].concat(), "with a byte at", file.len());
}

#[test]
fn no_damage_of_a_file_for_a_key_opens() {
    let identities = [Identity::generate().unwrap()];
    let file = seal(PLAIN, To::Keys(&[identities[0].recipient()])).unwrap();
    no_damage_opens(&file, With::Keys(&identities));
}

#[test]
fn no_damage_of_a_file_under_a_passphrase_opens() {
    no_damage_opens(&cheap("six words", 1, PLAIN), With::Passphrase("six words"));
}

#[test]
fn a_file_cannot_ask_for_more_than_we_give() {
    let cost = |work_factor: &str| {
        let file = cheap("six words", 1, PLAIN);
        let at = file.windows(3).position(|three| three == b" 1\n").unwrap();
        let file = [&file[..=at], work_factor.as_bytes(), &file[at + 2..]].concat();
        open(&file, With::Passphrase("six words")).err().unwrap()
    };
    assert_eq!(cost("19"), AgeError::TooCostly { work_factor: 19 });
    assert_eq!(cost("255"), AgeError::TooCostly { work_factor: 255 });
    for odd in ["0", "00", "01", "+9", "-1", "256", "", "1 1", "９"] {
        assert!(matches!(cost(odd), AgeError::Header { line: 2 }), "`{odd}`");
    }
    assert!(cost("19").to_string().contains("512 MiB"), "{}", cost("19"));
}

#[test]
fn a_passphrase_stands_alone_and_is_told_from_a_key() {
    let file_key = Zeroizing::new([7; FILE_KEY_LEN]);
    let identities = [Identity::generate().unwrap()];
    let under_words = keys::wrap_passphrase("six words", 1, &file_key).unwrap();
    let to_key = identities[0].recipient().wrap(&file_key).unwrap();
    let both = finish(&[under_words, to_key], &file_key, PLAIN).unwrap();
    assert!(matches!(lock(&both), Err(AgeError::Header { .. })));
    let words_only = cheap("six words", 1, PLAIN);
    assert_eq!(lock(&words_only), Ok(Lock::Passphrase));
    assert_eq!(open(&words_only, With::Keys(&identities)).err(), Some(AgeError::WantsPassphrase));
    assert_eq!(open(&words_only, With::Passphrase("six word")).err(), Some(AgeError::Passphrase));
    let keys_only = seal(PLAIN, To::Keys(&[identities[0].recipient()])).unwrap();
    assert_eq!(open(&keys_only, With::Passphrase("six words")).err(), Some(AgeError::WantsKey));
}

#[test]
fn a_stanza_of_another_kind_is_passed_over() {
    let file_key = Zeroizing::new([7; FILE_KEY_LEN]);
    let identities = [Identity::generate().unwrap()];
    let stanza = |kind: &str| Stanza {
        arguments: vec![kind.to_owned(), "!#~".to_owned()],
        body: vec![9; 48],
        line: 0,
    };
    let to_key = identities[0].recipient().wrap(&file_key).unwrap();
    let file = finish(&[stanza("new-kind"), to_key, stanza("x-grease")], &file_key, PLAIN).unwrap();
    assert_eq!(open(&file, With::Keys(&identities)).unwrap().as_slice(), PLAIN);
    let many: Vec<Stanza> = (0..=MAX_RECIPIENTS).map(|_| stanza("many")).collect();
    let file = finish(&many, &file_key, PLAIN).unwrap();
    assert!(matches!(open(&file, With::Keys(&identities)), Err(AgeError::Header { .. })));
}

#[test]
fn a_point_of_low_order_is_refused() {
    let file_key = Zeroizing::new([7; FILE_KEY_LEN]);
    assert!(Recipient::from_bytes([0; 32]).wrap(&file_key).is_err());
}

#[test]
fn chunks_can_be_neither_cut_off_nor_moved_nor_added() {
    const CHUNK: usize = 64 * 1024 + 16;
    let identities = [Identity::generate().unwrap()];
    let file = seal(&[5; 2 * 64 * 1024 + 100], To::Keys(&[identities[0].recipient()])).unwrap();
    let (front, chunks) = file.split_at(file.len() - 2 * CHUNK - 116);
    let chunks: Vec<&[u8]> = chunks.chunks(CHUNK).collect();
    let says = |order: &[usize]| {
        let chosen: Vec<u8> = order.iter().flat_map(|nth| chunks[*nth]).copied().collect();
        open(&[front, &chosen].concat(), With::Keys(&identities)).err()
    };
    assert_eq!(says(&[0, 1, 2]), None);
    assert_eq!(says(&[0, 1]), Some(AgeError::CutOff));
    assert_eq!(says(&[0]), Some(AgeError::CutOff));
    assert_eq!(says(&[]), Some(AgeError::CutOff));
    for moved in [&[1, 0, 2][..], &[0, 2], &[2], &[0, 1, 2, 2], &[0, 2, 1]] {
        assert_eq!(says(moved), Some(AgeError::Altered), "{moved:?}");
    }
}
