//! Body, signature and times of the alarm.

use crate::{
    clock::MINUTE_MS,
    escalation::To,
    webhook::{Event, body, next_try, signature},
};

#[test]
fn the_body_is_these_fields_and_no_other() {
    let said = body(Event::DeskSilent, To::Second, "周老师", 1_788_000_000_000).unwrap();
    assert_eq!(said, r#"{"v":1,"event":"desk-silent","to":"second","staff":"周老师","at":1788000000000}"#);
    for event in Event::ALL {
        assert!(body(event, To::Head, "", 0).unwrap().contains(&format!("\"event\":\"{}\"", event.word())));
        assert_eq!(Event::read(event.word()), Some(event));
    }
}

/// RFC 4231, test case 2.
#[test]
fn the_signature_is_hmac_sha_256() {
    let expected = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    assert_eq!(signature("Jefe", "what do ya want for nothing?").unwrap(), expected);
}

#[test]
fn a_failed_alarm_is_tried_again_for_a_day() {
    let (made, mut now, mut tries, mut waits) = (1_000, 1_000, 0, Vec::new());
    loop {
        tries += 1;
        let Some(next) = next_try(made, tries, now) else { break };
        waits.push(next - now);
        now = next;
        assert!(tries < 1_000);
    }
    assert_eq!(waits[..5], [5_000, 30_000, 2 * MINUTE_MS, 10 * MINUTE_MS, 10 * MINUTE_MS]);
    assert!((now - made) < 24 * 60 * MINUTE_MS && (now - made) > 23 * 60 * MINUTE_MS);
}
