//! What is called delivered is delivered. Only a genuine receipt for this very notice says so.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use qinghe_content::Tier;
use qinghe_host::{Delivery, Input};
use qinghe_session::Cause;
use qinghe_wire::{Disposition, Progress, Receipt};
use support::{Browser, SLOT_MS};

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
        browser.input(Input::Answer { job, status, receipt: receipt.as_deref() });
        assert_eq!(browser.host.delivery(None), Delivery::Queued { saved: true }, "{what}");
        assert!(!browser.host.settled(), "{what}");
        browser.wait(SLOT_MS);
        assert_eq!(browser.sends.last().map(|sent| sent.id), Some(id), "{what}: sent again in the next slot");
    }
}

#[test]
fn what_the_gateway_will_never_take_is_parked_and_said() {
    for status in [400, 403, 409, 413] {
        let (mut browser, job) = sent();
        browser.input(Input::Answer { job, status, receipt: None });
        assert_eq!(browser.host.delivery(None), Delivery::Refused, "{status}");
        browser.wait(2 * SLOT_MS);
        assert!(browser.last_is_cover(), "{status}");
    }
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
