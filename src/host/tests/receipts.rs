//! What is called delivered is delivered. Only a genuine receipt for this very notice says so.

use crate::support::{Browser, SLOT_MS};
use qinghe_content::Tier;
use qinghe_host::{Centres, Delivery, Input};
use qinghe_session::{Cause, Recipient};
use qinghe_wire::{Disposition, Progress, Receipt};

/// A sitting whose final notice is on the wire, and its job.
fn sent() -> (Browser, u32) {
    let mut browser = Browser::new();
    browser.start();
    browser.wait(1_000);
    browser.finish(Tier::Priority);
    let job = browser.sends.last().map(|sent| sent.job).unwrap();
    assert!(!browser.last_is_cover());
    assert_eq!(browser.host.delivery(None), Delivery::Queued { saved: true });
    (browser, job)
}

#[test]
fn a_genuine_receipt_for_this_notice_is_stored() {
    let (mut browser, _) = sent();
    browser.store();
    assert_eq!(browser.host.delivery(None), Delivery::Stored);
    assert!(browser.host.settled());
}

#[test]
fn no_other_answer_is_stored() {
    let id = sent().0.sends.last().map(|sent| sent.id).unwrap();
    let receipt = |disposition, id| {
        Receipt { disposition, id, progress: Progress::Seen, epoch: [7; 8] }.encode().to_vec()
    };
    let mut cut_short = receipt(Disposition::Stored, id);
    cut_short.pop();
    let answers = [
        ("a captive portal", 200, None),
        (
            "no receipt but the page of a captive portal",
            200,
            Some(b"<html>please log in to the net.".to_vec()),
        ),
        ("the receipt of another notice", 200, Some(receipt(Disposition::Stored, [8; 16]))),
        ("a cover's receipt", 200, Some(receipt(Disposition::Cover, id))),
        ("a receipt cut short", 200, Some(cut_short)),
        ("a redirect", 302, Some(receipt(Disposition::Stored, id))),
        ("a genuine receipt under another status", 201, Some(receipt(Disposition::Stored, id))),
        ("an expired token", 401, None),
        ("too many requests", 429, None),
        ("a broken gateway", 500, None),
        ("a gateway that is not ready", 503, None),
    ];
    for (what, status, receipt) in answers {
        let (mut browser, job) = sent();
        browser.input(Input::Answer {
            job,
            status,
            receipt: receipt.as_deref(),
            problem: None,
            retry_after_ms: None,
        });
        assert_eq!(browser.host.delivery(None), Delivery::Queued { saved: true }, "{what}");
        assert!(!browser.host.settled(), "{what}");
        browser.wait(SLOT_MS);
        assert_eq!(browser.sends.last().map(|sent| sent.id), Some(id), "{what}: sent again in the next slot");
    }
}

fn refuse(browser: &mut Browser, status: u16, problem: Option<&str>) {
    let job = browser.sends.last().map(|sent| sent.job).unwrap();
    browser.input(Input::Answer { job, status, receipt: None, problem, retry_after_ms: None });
}

/// One refusal may be damage on the way; each try is a fresh envelope with the same id.
#[test]
fn what_is_refused_three_times_is_parked_and_said_and_blocks_nothing() {
    let refusals = [
        (400, "envelope-malformed"),
        (403, "origin-refused"),
        (403, "token-issuer"),
        (409, "id-conflict"),
        (413, "too-large"),
    ];
    for (status, problem) in refusals {
        let (mut browser, _) = sent();
        let id = browser.sends.last().map(|sent| sent.id);
        for tries in 1..=3 {
            assert_eq!(browser.sends.last().map(|sent| sent.id), id, "{problem}, try {tries}");
            refuse(&mut browser, status, Some(problem));
            assert_eq!(
                browser.host.delivery(None) == Delivery::Refused,
                tries == 3,
                "{problem}, try {tries}"
            );
            browser.wait(SLOT_MS);
        }
        assert!(browser.last_is_cover(), "{problem}");
        browser.early(Cause::Asked);
        browser.wait(SLOT_MS);
        assert!(!browser.last_is_cover(), "{problem}: another notice goes its way");
        // The rows stay, and the next visit tries once more, with its own token.
        browser.wait(40 * SLOT_MS);
        assert!(browser.over.is_empty(), "{problem}");
        let mut later = Browser::restored(browser.rows.last().unwrap()).unwrap();
        later.input(Input::NewLaunch);
        later.wait(2 * SLOT_MS);
        assert!(later.sends.iter().any(|sent| Some(sent.id) == id), "{problem}");
    }
}

#[test]
fn no_other_refusal_parks_a_notice() {
    let answers = [
        (400, None),
        (403, None),
        (413, None),
        (400, Some("key-unknown")),
        (401, Some("token-expired")),
        (409, Some("launch-used")),
        (409, None),
        (429, Some("slow-down")),
        (503, Some("storage")),
    ];
    for (status, problem) in answers {
        let (mut browser, _) = sent();
        for _ in 0..12 {
            refuse(&mut browser, status, problem);
            assert_ne!(browser.host.delivery(None), Delivery::Refused, "{status} {problem:?}");
            browser.input(Input::KeysFailed);
            browser.wait(30 * SLOT_MS);
        }
        assert_eq!(browser.host.delivery(None), Delivery::Offline, "{status} {problem:?}: said plainly");
    }
}

#[test]
fn an_unknown_key_is_asked_for_once_and_everything_is_sealed_to_the_new_one() {
    let (mut browser, _) = sent();
    let id = browser.sends.last().map(|sent| sent.id);
    refuse(&mut browser, 400, Some("key-unknown"));
    browser.wait(SLOT_MS);
    refuse(&mut browser, 400, Some("key-unknown"));
    assert_eq!(browser.refreshes, 1, "while the first is on its way");
    browser.input(Input::Keys(Centres { school: [8; 8], second: None }));
    browser.wait(SLOT_MS);
    let newest = browser.sends.last().unwrap();
    assert_eq!(
        (Some(newest.id), &newest.envelope[34..42]),
        (id, &[8; 8][..]),
        "the same notice, the new key"
    );
    browser.wait(SLOT_MS);
    assert_eq!(&browser.sends.last().unwrap().envelope[34..42], &[8; 8], "covers as well");
}

/// Another life of the storage may not hold what the old one did.
#[test]
fn what_an_earlier_life_of_the_storage_held_is_offered_again() {
    let (mut browser, _) = sent();
    let id = browser.sends.last().map(|sent| sent.id).unwrap();
    browser.store();
    browser.wait(SLOT_MS);
    let (job, cover) = browser.sends.last().map(|sent| (sent.job, sent.id)).unwrap();
    let restored =
        Receipt { disposition: Disposition::Cover, id: cover, progress: Progress::Waiting, epoch: [8; 8] }
            .encode();
    let answer =
        Input::Answer { job, status: 200, receipt: Some(&restored), problem: None, retry_after_ms: None };
    browser.input(answer);
    assert_eq!(browser.host.delivery(None), Delivery::Queued { saved: true }, "and no longer called stored");
    browser.wait(SLOT_MS);
    assert_eq!(browser.sends.last().map(|sent| sent.id), Some(id));
}

/// A token that was taken and is now called expired: the gateway has forgotten, perhaps more than that.
#[test]
fn a_token_that_was_known_and_is_not_any_more_has_everything_offered_again() {
    let (mut browser, _) = sent();
    browser.store();
    browser.wait(SLOT_MS);
    refuse(&mut browser, 401, Some("token-expired"));
    assert!(!browser.host.settled());
    browser.wait(SLOT_MS);
    browser.store();
    browser.wait(SLOT_MS);
    assert!(browser.host.settled());
}

/// The answer to an envelope that left before a call was stored knows nothing of that call.
#[test]
fn a_straggler_does_not_say_seen_of_a_later_call() {
    let mut browser = Browser::new();
    browser.start();
    browser.early(Cause::Noticed);
    browser.wait(SLOT_MS);
    browser.store();
    browser.wait(SLOT_MS);
    let (old, cover) = browser.sends.last().map(|sent| (sent.job, sent.id)).unwrap();
    browser.early(Cause::Asked);
    browser.wait(SLOT_MS);
    browser.store();
    browser.receipt(old, Disposition::Cover, cover, Progress::Seen);
    assert_eq!(browser.host.delivery(None), Delivery::Seen, "of the first call it is true");
    assert_eq!(
        browser.host.delivery(Some(Recipient::School)),
        Delivery::Stored,
        "the newest is spoken of on the card"
    );
}

#[test]
fn answers_that_nobody_waits_for_change_nothing() {
    let (mut browser, job) = sent();
    let id = browser.sends.last().map(|sent| sent.id).unwrap();
    let cover = browser.sends.first().map(|sent| sent.job).unwrap();
    browser.receipt(cover, Disposition::Stored, id, Progress::Seen);
    assert_eq!(browser.host.delivery(None), Delivery::Queued { saved: true }, "the answer to a cover");
    browser.receipt(9_999, Disposition::Stored, id, Progress::Seen);
    assert_eq!(browser.host.delivery(None), Delivery::Queued { saved: true }, "an unknown job");
    browser.input(Input::Lost { job });
    browser.receipt(job, Disposition::Stored, id, Progress::Waiting);
    assert_eq!(
        browser.host.delivery(None),
        Delivery::Queued { saved: true },
        "after the request was given up"
    );
}

#[test]
fn seen_needs_a_person_and_arrives_with_any_later_receipt() {
    let (mut browser, _) = sent();
    browser.store();
    browser.wait(SLOT_MS);
    let (job, id) = browser.sends.last().map(|sent| (sent.job, sent.id)).unwrap();
    browser.receipt(job, Disposition::Cover, [8; 16], Progress::Seen);
    assert_eq!(browser.host.delivery(None), Delivery::Stored, "the receipt of another cover");
    browser.wait(SLOT_MS);
    let (job, other) = browser.sends.last().map(|sent| (sent.job, sent.id)).unwrap();
    assert_ne!(id, other, "a cover has an id of its own");
    browser.receipt(job, Disposition::Cover, other, Progress::Seen);
    assert_eq!(browser.host.delivery(None), Delivery::Seen);
}

#[test]
fn seen_is_not_said_of_a_notice_that_has_not_arrived() {
    let (mut browser, job) = sent();
    browser.input(Input::Lost { job });
    let (job, id) = browser.sends.first().map(|sent| (sent.job, sent.id)).unwrap();
    browser.receipt(job, Disposition::Cover, id, Progress::Seen);
    assert_eq!(browser.host.delivery(None), Delivery::Queued { saved: true });
}

#[test]
fn after_three_tries_or_two_minutes_the_person_is_told() {
    let (mut browser, _) = sent();
    for tries in 1..=3 {
        let job = browser.sends.last().map(|sent| sent.job).unwrap();
        browser.input(Input::Lost { job });
        let told = browser.host.delivery(None) == Delivery::Offline;
        assert_eq!(told, tries == 3, "after {tries}");
        browser.wait(SLOT_MS);
    }
    browser.store();
    assert_eq!(browser.host.delivery(None), Delivery::Stored);

    let (mut silent, _) = sent();
    silent.wait(121_000);
    silent.input(Input::Tick);
    assert_eq!(silent.host.delivery(None), Delivery::Offline);
}

#[test]
fn the_first_urgent_notice_is_the_one_spoken_of() {
    let mut browser = Browser::new();
    assert_eq!(browser.host.delivery(None), Delivery::None);
    browser.start();
    browser.early(Cause::Noticed);
    browser.finish(Tier::Urgent);
    assert!(!browser.last_is_cover());
    browser.store();
    assert_eq!(browser.host.delivery(None), Delivery::Stored, "the early one went first");
    assert!(!browser.host.settled(), "the final one still waits");
}
