//! The age format from outside: lengths, keys as text, texts that help. Damage: `src/age/tests.rs`; other programs:
//! `age_outside.rs`.

use qinghe_seal::{
    KeyPair,
    age::{AgeError, Identity, Lock, MAX_FILE, MAX_RECIPIENTS, Recipient, To, With, lock, open, seal},
    words::{List, Words},
};

#[test]
fn every_length_around_a_chunk_comes_back() {
    let identity = [Identity::generate().unwrap()];
    let recipient = [identity[0].recipient()];
    let plain: Vec<u8> = (0..MAX_FILE).map(|at| (at % 251) as u8).collect();
    for length in [0, 1, 15, 16, 65_535, 65_536, 65_537, 131_071, 131_072, 131_073, 200_000] {
        let file = seal(&plain[..length], To::Keys(&recipient)).unwrap();
        assert_eq!(lock(&file), Ok(Lock::Key));
        assert_eq!(open(&file, With::Keys(&identity)).unwrap().as_slice(), &plain[..length], "{length}");
    }
}

#[test]
fn a_file_has_at_most_its_limit_written_and_read() {
    let identity = [Identity::generate().unwrap()];
    let recipient = [identity[0].recipient()];
    let overhead = seal(&[0; 200_000], To::Keys(&recipient)).unwrap().len() - 200_000;
    let most = MAX_FILE - overhead;
    let file = seal(&vec![1; most], To::Keys(&recipient)).unwrap();
    assert_eq!(file.len(), MAX_FILE);
    assert!(open(&file, With::Keys(&identity)).is_ok());
    let long = AgeError::TooLong { bytes: MAX_FILE + 1 };
    assert_eq!(seal(&vec![1; most + 1], To::Keys(&recipient)), Err(long));
    assert_eq!(open(&[file, vec![0]].concat(), With::Keys(&identity)).err(), Some(long));
}

#[test]
fn equal_lengths_seal_to_equal_lengths() {
    let recipients: Vec<Recipient> = (0..3).map(|_| Identity::generate().unwrap().recipient()).collect();
    for keys in 1..=3 {
        let lengths: Vec<usize> =
            (0..20).map(|byte| seal(&[byte; 900], To::Keys(&recipients[..keys])).unwrap().len()).collect();
        assert!(lengths.windows(2).all(|pair| pair[0] == pair[1]), "{lengths:?}");
    }
}

#[test]
fn any_recipient_opens_and_nobody_else() {
    let identities: Vec<Identity> = (0..MAX_RECIPIENTS).map(|_| Identity::generate().unwrap()).collect();
    let recipients: Vec<Recipient> = identities.iter().map(Identity::recipient).collect();
    let file = seal(b"plan", To::Keys(&recipients)).unwrap();
    for identity in &identities {
        let one = [Identity::parse(&identity.text()).unwrap()];
        assert_eq!(open(&file, With::Keys(&one)).unwrap().as_slice(), b"plan");
    }
    let stranger = [Identity::generate().unwrap()];
    assert_eq!(open(&file, With::Keys(&stranger)).err(), Some(AgeError::NoMatch));
    assert_eq!(open(&file, With::Keys(&[])).err(), Some(AgeError::NoMatch));
    assert_eq!(seal(b"plan", To::Keys(&[])), Err(AgeError::Recipients { keys: 0 }));
    let many: Vec<Recipient> = recipients.iter().chain(&recipients[..1]).copied().collect();
    assert_eq!(seal(b"plan", To::Keys(&many)), Err(AgeError::Recipients { keys: MAX_RECIPIENTS + 1 }));
}

#[test]
fn words_seal_and_open_whatever_stands_between_them() {
    for list in [List::ZhHans, List::En] {
        let words = Words::generate(list).unwrap();
        let file = seal(b"plan", To::Words(&words)).unwrap();
        assert_eq!(lock(&file), Ok(Lock::Passphrase));
        let typed = words.each().collect::<Vec<_>>().join("  ");
        let typed = Words::parse(&typed).unwrap();
        assert_eq!(open(&file, With::Passphrase(&typed.text())).unwrap().as_slice(), b"plan");
    }
}

#[test]
fn keys_have_one_text_each() {
    let identity = Identity::generate().unwrap();
    let (public, secret) = (identity.recipient().to_string(), identity.text());
    assert!(public.starts_with("age1") && secret.starts_with("AGE-SECRET-KEY-1"));
    assert_eq!(Recipient::parse(&format!(" {public}\n")).unwrap(), identity.recipient());
    assert_eq!(Identity::parse(&secret).unwrap().recipient(), identity.recipient());
    for wrong in [public.to_uppercase(), secret.to_lowercase(), secret.to_string(), String::new()] {
        assert_eq!(Recipient::parse(&wrong), Err(AgeError::KeyText), "{wrong}");
    }
    assert!(Identity::parse(&public).is_err() && Identity::parse(&secret.to_lowercase()).is_err());
    // Any one wrong letter, any two neighbours exchanged.
    for at in 0..public.len() {
        for letter in ["q", "p", "z", "1", "b"] {
            let mut altered = public.clone();
            altered.replace_range(at..=at, letter);
            assert_eq!(Recipient::parse(&altered).is_ok(), altered == public, "{altered}");
        }
        if at > 0 {
            let mut letters: Vec<char> = public.chars().collect();
            letters.swap(at - 1, at);
            let swapped: String = letters.iter().collect();
            assert_eq!(Recipient::parse(&swapped).is_ok(), swapped == public, "{swapped}");
        }
    }
}

#[test]
fn a_centre_needs_no_second_key() {
    let (centre, other) = (KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
    let identity = Identity::of_centre(&centre.private).unwrap();
    let again =
        Identity::of_centre(&KeyPair::from_private(&centre.private.to_bytes()).unwrap().private).unwrap();
    assert_eq!(identity.recipient(), again.recipient());
    assert_ne!(identity.recipient(), Identity::of_centre(&other.private).unwrap().recipient());
    let file = seal(b"summary", To::Keys(&[identity.recipient()])).unwrap();
    assert_eq!(open(&file, With::Keys(&[again])).unwrap().as_slice(), b"summary");
}

#[test]
fn what_is_no_age_file_is_named() {
    let says = |bytes: &[u8]| lock(bytes).unwrap_err();
    assert_eq!(says(b""), AgeError::NotAge);
    assert_eq!(says(b"PK\x03\x04"), AgeError::NotAge);
    assert_eq!(says("档案".as_bytes()), AgeError::NotAge);
    assert_eq!(says(b"age-encryption.org/v1"), AgeError::CutOff);
    assert_eq!(says(b"age-encryption.org/v1\n-> X25519 abc"), AgeError::CutOff);
    assert_eq!(says(b"age-encryption.org/v2\n"), AgeError::OtherVersion);
    assert_eq!(says(b"-----BEGIN AGE ENCRYPTED FILE-----\n"), AgeError::Armoured);
    assert_eq!(says(b"age-encryption.org/v1\nhello\n"), AgeError::Header { line: 2 });
    assert_eq!(says(b"age-encryption.org/v1\r\n"), AgeError::NotAge);
}
