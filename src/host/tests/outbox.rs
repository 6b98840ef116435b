//! The row that carries notices over a reload: one size, whole or refused, and nothing is in no row.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use qinghe_content::Tier;
use qinghe_host::{Delivery, Host, Input, OUTBOX_LEN, Output, SeededEntropy};
use qinghe_session::{Cause, Recipient};
use support::{BEGIN_MS, Browser, SITTING, SLOT_MS, config, outcome, seal};

#[test]
fn every_row_has_the_same_length() {
    let mut browser = Browser::new();
    browser.start();
    browser.early(Cause::Noticed);
    browser.early(Cause::Asked);
    browser.finish(Tier::Urgent);
    for _ in 0..4 {
        browser.store();
        browser.wait(SLOT_MS);
    }
    assert!(browser.rows.len() > 8);
    assert!(browser.rows.iter().all(|row| row.len() == OUTBOX_LEN));
}

#[test]
fn a_token_too_long_for_the_row_costs_no_notice() {
    let mut browser = Browser::new();
    browser.host.set_token(&"x".repeat(OUTBOX_LEN));
    browser.start();
    browser.finish(Tier::Urgent);
    assert_eq!(browser.host.delivery(None), Delivery::Queued { saved: true });
    assert!(!browser.last_is_cover());
}

/// In every moment between a notice being made and its receipt, the newest row brings it back.
#[test]
fn a_reload_at_any_moment_sends_the_same_notice() {
    let mut host = Host::new(config(), SITTING, Box::new(SeededEntropy(1)));
    host.handle(BEGIN_MS, Input::Start);
    let made = host.handle(BEGIN_MS, Input::Early { cause: Cause::Noticed, to: Recipient::School });
    let notice = host.sent().first().map(|sent| sent.notice.clone()).unwrap();
    let (job, head) = made.iter().find_map(sealing).expect("a notice is sealed at once");
    let sealed = host.handle(BEGIN_MS, Input::Sealed { job, envelope: &seal(&head), receipt_key: &[9; 16] });
    for (when, outputs) in [("made", made), ("sealed", sealed)] {
        let row = outputs.iter().find_map(row).expect(when);
        let mut again = Browser::restored(&row).expect(when);
        assert!(again.host.sent().iter().all(|sent| sent.notice == notice), "{when}");
        assert!(!again.host.settled(), "{when}");
        again.input(Input::NewLaunch);
        again.wait(SLOT_MS);
        let copies = again.sends.iter().filter(|sent| sent.id == notice.id).count();
        assert_eq!(copies, 1, "{when}: sent once, in a slot");
        assert!(again.sends.len() == 2, "{when}: as many as at any start");
        again.store();
    }
}

fn sealing(output: &Output) -> Option<(u32, [u8; qinghe_wire::HEAD_LEN])> {
    if let Output::Seal { job, head, .. } = output { Some((*job, *head)) } else { None }
}

fn row(output: &Output) -> Option<Vec<u8>> {
    if let Output::Save { row } = output { Some(row.clone()) } else { None }
}

#[test]
fn a_row_is_called_saved_only_when_it_is_the_one_that_was_saved() {
    let mut host = Host::new(config(), SITTING, Box::new(SeededEntropy(1)));
    host.handle(BEGIN_MS, Input::Start);
    let made = host.handle(BEGIN_MS, Input::Finish(&outcome(Tier::Watch)));
    let (job, head) = made.iter().find_map(sealing).unwrap();
    host.handle(BEGIN_MS, Input::Sealed { job, envelope: &seal(&head), receipt_key: &[9; 16] });
    // Three rows are on their way: of the start, of the notice, of its envelope.
    for _ in 0..2 {
        host.handle(BEGIN_MS, Input::Saved);
        assert_eq!(host.delivery(None), Delivery::Queued { saved: false });
    }
    host.handle(BEGIN_MS, Input::Saved);
    assert_eq!(host.delivery(None), Delivery::Queued { saved: true });
}

#[test]
fn a_disk_that_refuses_is_said_and_delays_nothing() {
    let mut browser = Browser::new();
    browser.saves = false;
    browser.start();
    browser.finish(Tier::Watch);
    assert_eq!(browser.host.delivery(None), Delivery::Queued { saved: false });
    assert!(!browser.last_is_cover());
}

#[test]
fn a_damaged_row_is_refused_whole() {
    let mut browser = Browser::new();
    browser.start();
    browser.early(Cause::Asked);
    let row = browser.rows.last().cloned().unwrap();
    assert!(Browser::restored(&row).is_some());
    for length in [0, 1, 40, OUTBOX_LEN - 1] {
        assert!(Browser::restored(&row[..length]).is_none(), "{length} bytes");
    }
    assert!(Browser::restored(&[row.clone(), vec![0]].concat()).is_none(), "a byte more");
    for (at, what) in [(0, "version"), (OUTBOX_LEN - 1, "padding")] {
        let mut damaged = row.clone();
        damaged[at] ^= 1;
        assert!(Browser::restored(&damaged).is_none(), "{what}");
    }
    // Any other bit: refused or read, never a panic.
    for at in 0..3_200 {
        let mut damaged = row.clone();
        damaged[at] ^= 1 << (at % 8);
        drop(Browser::restored(&damaged));
    }
}

#[test]
fn a_cause_and_an_end_make_one_notice_each() {
    let mut browser = Browser::new();
    browser.start();
    for _ in 0..3 {
        browser.early(Cause::Noticed);
        browser.early(Cause::Asked);
        browser.finish(Tier::Urgent);
    }
    assert_eq!(browser.host.sent().len(), 3);
}
