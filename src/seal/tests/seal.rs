//! Round trips, and every way in which opening must fail.

use qinghe_seal::{
    GRANT_INFO, GRANT_LEN, Kdf, KeyPair, SealError, derive, grant, key_id, open, open_exporting, open_grant,
    receipt_open, receipt_seal, seal, seal_exporting, staff_id, unwrap, wrap,
};

#[test]
fn both_ends_read_the_message_and_export_the_same_bytes() {
    let pair = KeyPair::generate().unwrap();
    let (sealed, ours) = seal_exporting(&pair.public, b"info", b"aad", b"message", b"receipt", 16).unwrap();
    assert_eq!(sealed.len(), 65 + 7 + 16);
    let (plain, theirs) = open_exporting(&pair.private, b"info", b"aad", &sealed, b"receipt", 16).unwrap();
    assert_eq!((plain.as_slice(), ours), (b"message".as_slice(), theirs));
}

#[test]
fn another_key_info_aad_or_byte_does_not_open() {
    let (pair, other) = (KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
    let sealed = seal(&pair.public, b"info", b"aad", b"message").unwrap();
    let error = Err(SealError::Open);
    assert_eq!(open(&other.private, b"info", b"aad", &sealed), error);
    assert_eq!(open(&pair.private, b"infO", b"aad", &sealed), error);
    assert_eq!(open(&pair.private, b"info", b"aaD", &sealed), error);
    assert_eq!(open(&pair.private, b"info", b"aad", &sealed[..64]), error);
    for at in [0, 1, 64, 65, sealed.len() - 1] {
        let mut altered = sealed.clone();
        altered[at] ^= 1;
        assert!(open(&pair.private, b"info", b"aad", &altered).is_err(), "byte {at}");
    }
}

#[test]
fn a_key_survives_its_bytes_and_has_a_stable_id() {
    let pair = KeyPair::generate().unwrap();
    let again = KeyPair::from_private(&pair.private.to_bytes()).unwrap();
    assert_eq!(again.public, pair.public);
    assert_eq!(key_id(&again.public), key_id(&pair.public));
    assert!(KeyPair::from_private(&[0; 32]).is_err());
}

#[test]
fn only_the_passphrase_unwraps() {
    let kdf = Kdf { memory_kib: 8_192, passes: 1, lanes: 1 };
    let pair = KeyPair::generate().unwrap();
    let right = derive("四个不常见的词", b"saltsaltsaltsalt", kdf).unwrap();
    let wrong = derive("四个不常见的字", b"saltsaltsaltsalt", kdf).unwrap();
    let wrapped = wrap(&right.wrap, &pair.private).unwrap();
    assert_eq!(unwrap(&right.wrap, &wrapped).unwrap().public, pair.public);
    assert!(unwrap(&wrong.wrap, &wrapped).is_err());
    assert_ne!(*right.wrap, right.auth);
    assert!(derive("x", b"saltsalt", Kdf { memory_kib: 4_000_000, ..kdf }).is_err());
    assert!(derive("x", b"saltsalt", Kdf { memory_kib: 8, ..kdf }).is_err());
}

#[test]
fn a_receipt_opens_only_under_its_key() {
    let sealed = receipt_seal(&[7; 16], &[1; 32]).unwrap();
    assert_eq!(sealed.len(), 60);
    assert_eq!(receipt_open(&[7; 16], &sealed).unwrap(), vec![1; 32]);
    assert!(receipt_open(&[8; 16], &sealed).is_err());
    assert!(receipt_open(&[7; 16], b"<html>").is_err());
}

#[test]
fn a_grant_opens_for_its_member_and_its_key_only() {
    let (centre, staff) = (KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
    let sealed = grant(&centre, &staff.public).unwrap();
    assert_eq!(sealed.len(), GRANT_LEN);
    let opened = open_grant(&staff, &centre.public, &sealed).unwrap();
    assert_eq!(opened.private.to_bytes(), centre.private.to_bytes());
    let other = KeyPair::generate().unwrap();
    assert!(open_grant(&other, &centre.public, &sealed).is_err(), "another member");
    assert!(open_grant(&staff, &other.public, &sealed).is_err(), "another key");
    for at in 0..sealed.len() {
        let mut altered = sealed.clone();
        altered[at] ^= 1;
        assert!(open_grant(&staff, &centre.public, &altered).is_err(), "byte {at}");
    }
    // Somebody who writes grants by hand can put any scalar in; it must be the one of the key it names.
    let aad = [key_id(&centre.public).as_slice(), &staff_id(&staff.public)].concat();
    let forged = seal(&staff.public, GRANT_INFO, &aad, other.private.to_bytes().as_slice()).unwrap();
    assert!(open_grant(&staff, &centre.public, &forged).is_err(), "another scalar");
}
