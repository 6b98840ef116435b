//! Rows of other pages, batteries and sittings: taken over, never written over, and gone only when they are in ours.

use crate::support::{self, Browser, SLOT_MS, config};
use qinghe_content::Tier;
use qinghe_host::{Config, Delivery, Host, Input, SeededEntropy};
use qinghe_session::Cause;
use qinghe_wire::{Disposition, Progress, Receipt};

/// The row of another sitting with a call for a person in it, and the call's id.
fn waiting(seed: u64) -> (Vec<u8>, [u8; 16]) {
    let other = Config { battery: "other".to_owned(), ..config() };
    let mut browser = Browser::with(Host::new(other, [seed as u8; 16], Box::new(SeededEntropy(seed))));
    browser.start();
    browser.early(Cause::Noticed);
    (browser.rows.last().cloned().unwrap(), browser.host.sent()[0].notice.id)
}

fn sent(browser: &Browser, id: [u8; 16]) -> usize {
    browser.sends.iter().filter(|sent| sent.id == id).count()
}

#[test]
fn a_new_sitting_takes_along_what_an_earlier_one_has_left() {
    let (row, id) = waiting(7);
    let mut host = Host::new(config(), support::SITTING, Box::new(SeededEntropy(8)));
    host.inherit(&row);
    assert!(host.carries() && host.sent().is_empty());
    assert_eq!(host.carried()[0].delivery, Delivery::Queued { saved: true });
    assert_eq!(
        host.delivery(None),
        Delivery::Queued { saved: true },
        "spoken of while there is nothing newer"
    );
    host.set_token("newest");
    let mut browser = Browser::with(host);
    browser.input(Input::NewLaunch);
    let first = browser.sends.first().unwrap();
    assert_eq!((first.id, first.token.as_str()), (id, "newest"), "before anybody agreed to anything new");
    assert_eq!(first.envelope[18..34], [7; 16], "under the sitting in which it was made");
    browser.start();
    browser.finish(Tier::Routine);
    assert_eq!(browser.host.sent().len(), 1, "and it is not among what this sitting has sent");
}

/// Before anybody agreed, a cover must not tell of a new sitting.
#[test]
fn until_the_person_agrees_covers_belong_to_the_earlier_sitting_and_then_stop() {
    let (row, _) = waiting(7);
    let mut host = Host::new(config(), support::SITTING, Box::new(SeededEntropy(8)));
    host.inherit(&row);
    let mut browser = Browser::with(host);
    browser.input(Input::NewLaunch);
    for _ in 0..12 {
        browser.answer_all(true);
        browser.wait(SLOT_MS);
    }
    assert!(browser.sends.iter().all(|sent| sent.envelope[18..34] == [7; 16]));
    assert_eq!((browser.over.len(), browser.sends.len()), (1, 4), "and then it is quiet");
    browser.start();
    browser.wait(SLOT_MS);
    assert_eq!(browser.sends.last().unwrap().envelope[18..34], support::SITTING);
}

#[test]
fn a_found_row_goes_only_when_ours_is_on_the_disk() {
    let (row, id) = waiting(7);
    let mut browser = Browser::new();
    browser.start();
    browser.saves = false;
    browser.input(Input::Found { from: Some(5), row: &row });
    assert!(browser.took.is_empty(), "ours could not be kept");
    assert_eq!(browser.host.carried()[0].delivery, Delivery::Queued { saved: false });
    browser.saves = true;
    browser.input(Input::Found { from: Some(6), row: &row });
    assert_eq!(browser.took, [5, 6]);
    browser.wait(SLOT_MS);
    assert_eq!(sent(&browser, id), 1);
}

#[test]
fn what_another_page_has_written_is_merged_and_not_written_over() {
    let (row, id) = waiting(7);
    let mut browser = Browser::new();
    browser.answers_saves = false;
    browser.start();
    browser.early(Cause::Asked);
    let own = browser.host.sent()[0].notice.id;
    browser.input(Input::Overtaken { row: &row });
    browser.input(Input::Overtaken { row: &row });
    let merged = browser.rows.last().unwrap();
    for id in [id, own] {
        assert!(merged[242..].windows(16).any(|part| part == id), "both are in the next row");
    }
    assert_eq!(browser.host.delivery(None), Delivery::Saving, "and neither is called saved before it is");
}

#[test]
fn what_another_page_has_delivered_is_not_sent_again() {
    let mut browser = Browser::new();
    browser.start();
    browser.early(Cause::Noticed);
    let mut other = Browser::restored(browser.rows.last().unwrap()).unwrap();
    other.input(Input::NewLaunch);
    other.store();
    browser.input(Input::Found { from: None, row: other.rows.last().unwrap() });
    assert_eq!(browser.host.delivery(None), Delivery::Stored);
    let before = browser.sends.len();
    browser.wait(3 * SLOT_MS);
    assert!(browser.sends[before..].iter().all(|sent| sent.envelope[1] == 0));
}

/// Two pages that are both done must not hand a row to each other for ever.
#[test]
fn a_row_in_which_nothing_waits_stays_with_its_page() {
    let mut browser = Browser::new();
    browser.start();
    browser.finish(Tier::Routine);
    for _ in 0..8 {
        browser.answer_all(true);
        browser.wait(SLOT_MS);
    }
    assert_eq!(browser.over.len(), 1);
    let mut other = Browser::with(Host::new(config(), [9; 16], Box::new(SeededEntropy(9))));
    other.start();
    other.finish(Tier::Watch);
    other.store();
    let rows = browser.rows.len();
    browser.input(Input::Found { from: None, row: other.rows.last().unwrap() });
    assert_eq!(browser.rows.len(), rows);
    let (row, id) = waiting(7);
    browser.input(Input::Found { from: None, row: &row });
    browser.wait(SLOT_MS);
    assert_eq!(sent(&browser, id), 1, "what waits is taken along all the same");
}

/// The next row of this page goes where the other's lies, so it must hold what that one held.
#[test]
fn what_was_given_to_a_page_that_is_over_is_in_its_next_row() {
    let mut browser = Browser::new();
    browser.start();
    browser.finish(Tier::Routine);
    for _ in 0..8 {
        browser.answer_all(true);
        browser.wait(SLOT_MS);
    }
    assert_eq!(browser.over.len(), 1);
    let mut other = Browser::with(Host::new(config(), [9; 16], Box::new(SeededEntropy(9))));
    other.start();
    other.finish(Tier::Watch);
    other.store();
    let id = other.host.sent()[0].notice.id;
    browser.input(Input::Found { from: None, row: other.rows.last().unwrap() });
    let (job, cover) = browser.sends.last().map(|sent| (sent.job, sent.id)).unwrap();
    // A backup was brought back, and this page is the first to hear of it.
    let receipt =
        Receipt { disposition: Disposition::Cover, id: cover, progress: Progress::Waiting, epoch: [8; 8] }
            .encode();
    browser.input(Input::Answer {
        job,
        status: 200,
        receipt: Some(&receipt),
        problem: None,
        retry_after_ms: None,
    });
    assert!(browser.rows.last().unwrap()[242..].windows(16).any(|part| part == id));
    browser.wait(3 * SLOT_MS);
    assert_eq!(sent(&browser, id), 1, "and it is offered again");
}

#[test]
fn a_damaged_row_has_nothing_to_give() {
    let mut browser = Browser::new();
    browser.start();
    for row in [&[][..], &[2; 40], &[0; qinghe_host::OUTBOX_LEN]] {
        browser.input(Input::Found { from: Some(1), row });
        browser.input(Input::Found { from: None, row });
    }
    assert!(browser.host.carried().is_empty());
}
