//! Bytes from outside: what is not a message of this version is refused, and every message has exactly
//! one form.

use proptest::prelude::*;
use qinghe_content::Domain;
use qinghe_tests::suite::Suite;
use qinghe_wire::{
    About, Company, Disposition, ENVELOPE_LEN, Envelope, Follow, Guardian, HEAD_LEN, Head, INNER_LEN,
    Informant, NAME_MAX, NOTICE_LEN, Notice, OUTER_PLAIN_LEN, Permit, PermitAge, Place, Progress,
    RECEIPT_PLAIN_LEN, Receipt, SignedPermit, Stage, Tier, Time, Trigger, Urgency, Validity, Whom, WireError,
    Wish, outer_plain, split_outer,
};

/// The largest there can be: every text as long as the compiler (ids) and the gateway (launch) allow.
fn notice() -> Notice {
    Notice {
        id: [1; 16],
        sitting: [2; 16],
        launch: "l".repeat(64),
        battery: "b".repeat(48),
        battery_version: "1000.1000.1000".to_owned(),
        stage: Stage::Final,
        tier: Tier::Priority,
        domains: Domain::ALL.iter().map(|domain| domain.code().to_owned()).collect(),
        trigger: Some(Trigger::HelpAsked),
        validity: Validity::Doubtful,
        informant: Informant::Teacher,
        wish: Wish::BeSeen,
        follow: None,
        hour: u32::MAX,
    }
}

/// Everything said, in the longest words: what a help card can send at most.
fn follow() -> Notice {
    Notice {
        stage: Stage::Follow,
        tier: Tier::Urgent,
        domains: Vec::new(),
        trigger: Some(Trigger::HelpAsked),
        follow: Some(Follow {
            company: Company::Alone,
            about: About::Other,
            place: Place::Phone,
            time: Time::AfterSchool,
            whom: Whom::Nurse,
            guardian: Guardian::Unsure,
            shared_device: true,
            name: "名".repeat(NAME_MAX / 3),
        }),
        ..notice()
    }
}

#[test]
fn wishes_travel_only_where_they_belong_and_only_in_one_line() {
    let bytes = follow().encode().unwrap();
    assert_eq!(Notice::decode(&bytes), Ok(follow()));
    let named = |name: &str| {
        let said = follow().follow.map(|said| Follow { name: name.to_owned(), ..said });
        Notice { follow: said, ..follow() }.encode()
    };
    assert!(named("").is_ok());
    assert_eq!(named(&"x".repeat(NAME_MAX + 1)), Err(WireError::TooLong));
    for unfit in ["a\nb", "a\u{1b}[31m", "a\u{85}b"] {
        assert_eq!(named(unfit), Err(WireError::Malformed), "{unfit:?}");
    }
    for odd in [
        Notice { follow: None, ..follow() },
        Notice { stage: Stage::Final, ..follow() },
        Notice { stage: Stage::Early, ..follow() },
    ] {
        assert_eq!(odd.encode(), Err(WireError::Malformed));
    }
    // The same content under another stage, written by somebody else's encoder, is not read either.
    let mut forged = bytes;
    let at = bytes.windows(2).position(|pair| pair == [2, 3]).unwrap();
    forged[at] = 1;
    assert_eq!(Notice::decode(&forged), Err(WireError::Malformed));
}

#[test]
fn the_largest_notice_fits() {
    let bytes = notice().encode().unwrap();
    assert_eq!(Notice::decode(&bytes), Ok(notice()));
    let endless = Notice { launch: "l".repeat(NOTICE_LEN), ..notice() };
    assert_eq!(endless.encode(), Err(WireError::TooLong));
}

/// One bit anywhere: refused, or another notice whose only form this is. Never the same notice again.
#[test]
fn a_notice_with_one_bit_turned_is_never_that_notice() {
    let bytes = notice().encode().unwrap();
    let body = usize::from(u16::from_be_bytes([bytes[1], bytes[2]]));
    for at in 0..NOTICE_LEN {
        for bit in 0..8 {
            let mut turned = bytes;
            turned[at] ^= 1 << bit;
            match Notice::decode(&turned) {
                Ok(other) => {
                    assert!((3..3 + body).contains(&at), "byte {at} is not of the notice");
                    assert!(other != notice() && other.encode() == Ok(turned), "byte {at} bit {bit}");
                }
                Err(why) => assert_eq!(matches!(why, WireError::Version(_)), at == 0, "byte {at} bit {bit}"),
            }
        }
    }
    for length in [0, NOTICE_LEN - 1] {
        assert_eq!(Notice::decode(&bytes[..length]), Err(WireError::Length));
    }
    assert_eq!(Notice::decode(&[bytes.as_slice(), &[0]].concat()), Err(WireError::Length));
    assert!(Notice::decode(&[0; NOTICE_LEN]).is_err(), "what a cover carries is no notice");
}

/// The hour 1 written as 129 128 … 0, and a byte of rest: postcard reads both, a notice is neither.
#[test]
fn a_second_form_of_the_same_notice_is_refused() {
    let short = Notice { hour: 1, ..notice() };
    let bytes = short.encode().unwrap();
    let body = usize::from(u16::from_be_bytes([bytes[1], bytes[2]]));
    assert_eq!(bytes[2 + body], 1, "the hour is last");
    let mut overlong = bytes;
    overlong[2 + body] = 0x81;
    overlong[1..3].copy_from_slice(&u16::try_from(body + 1).unwrap().to_be_bytes());
    assert_eq!(Notice::decode(&overlong), Err(WireError::Malformed));
    let mut longer = bytes;
    longer[1..3].copy_from_slice(&u16::try_from(body + 1).unwrap().to_be_bytes());
    assert_eq!(Notice::decode(&longer), Err(WireError::Malformed));
}

fn head() -> Head {
    Head { urgency: Urgency::Urgent, id: [1; 16], sitting: [2; 16], centre_key: [3; 8] }
}

#[test]
fn an_outer_plaintext_with_a_wrong_length_version_urgency_or_padding_is_refused() {
    let plain = outer_plain(&head(), &[9; INNER_LEN]).unwrap();
    assert_eq!(split_outer(&plain), Ok((head(), [9; INNER_LEN].as_slice())));
    assert_eq!(outer_plain(&head(), &[9; INNER_LEN - 1]), Err(WireError::Length));
    assert_eq!(split_outer(&plain[1..]), Err(WireError::Length));
    let turned = |at: usize, bit: u32| {
        let mut turned = plain.clone();
        turned[at] ^= 1 << bit;
        split_outer(&turned).map(|(head, inner)| (head, inner.to_vec()))
    };
    for bit in 0..8 {
        assert_eq!(turned(0, bit), Err(WireError::Version(1 ^ (1 << bit))));
        // 2 is urgent: without its bit it is a cover; every other bit gives no urgency at all.
        assert_eq!(turned(1, bit).is_ok(), bit == 1, "urgency bit {bit}");
        for at in HEAD_LEN + INNER_LEN..OUTER_PLAIN_LEN {
            assert_eq!(turned(at, bit), Err(WireError::Malformed), "padding byte {at}");
        }
    }
    for at in 2..HEAD_LEN {
        assert!(turned(at, 0).is_ok_and(|(other, _)| other != head()), "byte {at} counts");
    }
}

#[test]
fn an_envelope_of_another_length_version_or_suite_is_refused() {
    let mut bytes = Envelope::prefix(&[7; 8]).to_vec();
    bytes.resize(ENVELOPE_LEN, 5);
    assert_eq!(Envelope::parse(&bytes).map(|envelope| envelope.gateway_key), Ok([7; 8]));
    for length in [0, 1, ENVELOPE_LEN - 1] {
        assert_eq!(Envelope::parse(&bytes[..length]), Err(WireError::Length));
    }
    assert_eq!(Envelope::parse(&[bytes.as_slice(), &[0]].concat()), Err(WireError::Length));
    for bit in 0..8 {
        let mut turned = bytes.clone();
        turned[0] ^= 1 << bit;
        assert_eq!(Envelope::parse(&turned), Err(WireError::Version(1 ^ (1 << bit))));
        turned = bytes.clone();
        turned[1] ^= 1 << bit;
        assert_eq!(Envelope::parse(&turned), Err(WireError::Suite(1 ^ (1 << bit))));
    }
}

#[test]
fn a_receipt_has_exactly_one_form() {
    let receipt =
        Receipt { disposition: Disposition::Stored, id: [6; 16], progress: Progress::Seen, epoch: [7; 8] };
    let bytes = receipt.encode();
    assert_eq!(Receipt::decode(&bytes), Ok(receipt));
    for at in 0..RECEIPT_PLAIN_LEN {
        for bit in 0..8 {
            let mut turned = bytes;
            turned[at] ^= 1 << bit;
            match Receipt::decode(&turned) {
                Ok(other) => assert!(other != receipt && other.encode() == turned, "byte {at} bit {bit}"),
                // Zero bytes of the padding, and the bits above those of version, disposition and progress.
                Err(_) => assert!(!(3..27).contains(&at), "byte {at} bit {bit}"),
            }
        }
    }
    assert_eq!(Receipt::decode(&bytes[1..]), Err(WireError::Length));
}

/// One bit of every part of a real envelope: the gateway cannot open it, so nothing of it is believed.
#[test]
fn a_real_envelope_with_one_bit_turned_does_not_open() {
    let suite = Suite::hpke();
    let head = Head { centre_key: suite.centre_key(), ..head() }.encode();
    let (envelope, key) = suite.seal(&head, &notice().encode().unwrap());
    let opened = suite.open(&envelope).expect("as it was sealed");
    assert_eq!((opened.head.encode(), opened.receipt_key), (head, key));
    let inner = suite.open_inner(&opened.head, &opened.inner).expect("by the centre");
    assert_eq!(Notice::decode(&inner), Ok(notice()));
    for at in [0, 1, 2, 9, 10, 11, 74, 75, 116, 117, 700, ENVELOPE_LEN - 17, ENVELOPE_LEN - 1] {
        let mut turned = envelope.clone();
        turned[at] ^= 0x10;
        assert!(suite.open(&turned).is_none(), "byte {at}");
    }
    assert!(Suite::hpke().open(&envelope).is_none(), "another gateway");
    // The inner layer belongs to its notice and its sitting.
    for moved in [Head { id: [4; 16], ..opened.head }, Head { sitting: [4; 16], ..opened.head }] {
        assert!(suite.open_inner(&moved, &opened.inner).is_none());
    }
}

#[test]
fn a_receipt_opens_only_for_the_envelope_it_answers() {
    let suite = Suite::hpke();
    let head = Head { centre_key: suite.centre_key(), ..head() }.encode();
    let (_, key) = suite.seal(&head, &[0; NOTICE_LEN]);
    let (_, other) = suite.seal(&head, &[0; NOTICE_LEN]);
    let answer = suite.receipt(
        &key,
        &Receipt {
            disposition: Disposition::Stored,
            id: [1; 16],
            progress: Progress::Waiting,
            epoch: [7; 8],
        },
    );
    assert!(suite.open_receipt(&key, &answer).is_some());
    assert!(suite.open_receipt(&other, &answer).is_none(), "the same head, sealed again");
    for at in 0..answer.len() {
        let mut turned = answer.clone();
        turned[at] ^= 1;
        assert!(suite.open_receipt(&key, &turned).is_none(), "byte {at}");
    }
    assert!(suite.open_receipt(&key, b"<html>please log in</html>").is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn whatever_decodes_encodes_to_the_same_bytes(
        noise in proptest::collection::vec(any::<u8>(), 0..200), at in 0usize..NOTICE_LEN, length in 0u16..260,
    ) {
        let mut bytes = notice().encode().unwrap();
        for (to, from) in bytes.iter_mut().skip(at).zip(&noise) {
            *to = *from;
        }
        if at % 2 == 0 {
            bytes[1..3].copy_from_slice(&length.to_be_bytes());
        }
        if let Ok(read) = Notice::decode(&bytes) {
            prop_assert_eq!(read.encode(), Ok(bytes));
        }
    }

    #[test]
    fn a_notice_comes_back_as_it_was(
        launch in "[A-Za-z0-9_-]{16,64}", tier in 0usize..5, domains in proptest::sample::subsequence(Domain::ALL.to_vec(), 0..=14),
        trigger in proptest::option::of(any::<bool>()), hour in any::<u32>(), id in any::<[u8; 16]>(),
    ) {
        let tiers = [Tier::Routine, Tier::Watch, Tier::Priority, Tier::Urgent, Tier::Unclear];
        let sent = Notice {
            id,
            launch,
            tier: tiers[tier],
            domains: domains.iter().map(|domain| domain.code().to_owned()).collect(),
            trigger: trigger.map(|safety| if safety { Trigger::Safety } else { Trigger::HelpAsked }),
            hour,
            ..notice()
        };
        prop_assert_eq!(Notice::decode(&sent.encode().unwrap()), Ok(sent));
    }
}

proptest! {
    #[test]
    fn a_permit_has_one_text_and_nothing_else_is_one(
        age in prop_oneof![Just(PermitAge::Child), Just(PermitAge::Youth), Just(PermitAge::Adult)],
        (year, until) in (any::<u16>(), any::<u32>()),
        (student, key, signature) in (any::<[u8; 16]>(), any::<[u8; 8]>(), any::<[u8; 32]>()),
        school in "\\PC{1,80}",
        (at, put) in (any::<prop::sample::Index>(), "[A-Z0-9:]"),
    ) {
        let permit = Permit { age, year, until, student, key, school };
        let mut whole = [0; 64];
        whole[..32].copy_from_slice(&signature);
        let signed = SignedPermit { permit, signature: whole };
        let text = signed.to_text();
        prop_assert!(SignedPermit::from_text(&text).as_ref() == Ok(&signed));
        // What another letter makes of it is no permit, or another one: what is signed or the signature differs.
        let place = at.index(text.len());
        let other = format!("{}{put}{}", &text[..place], &text[place + 1..]);
        if other != text && let Ok(read) = SignedPermit::from_text(&other) {
            prop_assert!(read.permit.to_sign() != signed.permit.to_sign() || read.signature != signed.signature);
        }
        prop_assert!(SignedPermit::from_text(&text[..text.len() - 1]).is_err());
        for longer in [format!("{text}0"), format!("{text}00")] {
            prop_assert!(SignedPermit::from_text(&longer).is_err());
        }
        // As it comes out of a chat.
        let pasted = format!("\n {} {}\n", text[..20].to_lowercase(), &text[20..]);
        prop_assert!(SignedPermit::from_text(&pasted).as_ref() == Ok(&signed));
        prop_assert!(text.len() <= 5 + 836);
    }
}
