//! The row that carries notices over a reload: one size, whole or refused, and nothing is in no row.

use crate::support::{BEGIN_MS, Browser, SITTING, SLOT_MS, at, config, outcome, seal};
use qinghe_content::Tier;
use qinghe_host::{Delivery, Host, Input, OUTBOX_LEN, Output, SeededEntropy};
use qinghe_session::{Cause, Recipient};

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
    assert!(browser.rows.len() > 6);
    assert!(browser.rows.iter().all(|row| row.len() == OUTBOX_LEN));
}

/// A row outlives its launch; the token is of no use to whoever finds it and must not lie there.
#[test]
fn no_row_holds_the_token() {
    let mut browser = Browser::new();
    browser.host.set_token("a-token-of-this-launch");
    browser.start();
    browser.finish(Tier::Urgent);
    assert_eq!(browser.sends.last().map(|sent| sent.token.as_str()), Some("a-token-of-this-launch"));
    let holds = |row: &Vec<u8>| row.windows(12).any(|part| part == b"a-token-of-t");
    assert!(!browser.rows.iter().any(holds));
}

/// From the moment a notice is made, the newest row brings it back; sealed or not, it has the same id.
#[test]
fn a_reload_at_any_moment_sends_the_same_notice() {
    let mut host = Host::new(config(), SITTING, Box::new(SeededEntropy(1)));
    host.handle(at(BEGIN_MS), Input::Start);
    let made = host.handle(at(BEGIN_MS), Input::Early { cause: Cause::Noticed, to: Recipient::School });
    let notice = host.sent().first().map(|sent| sent.notice.clone()).unwrap();
    assert!(made.iter().find_map(sealing).is_some(), "it is sealed at once");
    let mut again = Browser::restored(&made.iter().find_map(row).unwrap()).unwrap();
    assert!(again.host.sent().iter().all(|sent| sent.notice == notice));
    assert!(!again.host.settled());
    again.input(Input::NewLaunch);
    assert_eq!(
        again.sends.iter().map(|sent| sent.id).collect::<Vec<_>>(),
        [notice.id],
        "with the first envelope"
    );
    again.store();
    assert!(again.host.settled());
    // Made again, as after a reload between the two rows, it is the same notice.
    again.early(Cause::Noticed);
    assert_eq!(again.host.sent().len(), 1);
    let mut other = Browser::restored(again.rows.first().unwrap()).unwrap();
    other.start();
    other.finish(Tier::Watch);
    let mut twin = Browser::restored(again.rows.first().unwrap()).unwrap();
    twin.start();
    twin.finish(Tier::Watch);
    assert_eq!(
        other.host.sent().last().map(|sent| sent.notice.id),
        twin.host.sent().last().map(|sent| sent.notice.id)
    );
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
    host.handle(at(BEGIN_MS), Input::Start);
    let made = host.handle(at(BEGIN_MS), Input::Finish(&outcome(Tier::Watch)));
    let (job, head) = made.iter().find_map(sealing).unwrap();
    host.handle(at(BEGIN_MS), Input::Sealed { job, envelope: &seal(&head), receipt_key: &[9; 16] });
    // Two rows are on their way: of the start, and of the notice.
    host.handle(at(BEGIN_MS), Input::Saved);
    assert_eq!(host.delivery(None), Delivery::Saving);
    host.handle(at(BEGIN_MS), Input::Saved);
    assert_eq!(host.delivery(None), Delivery::Queued { saved: true });
    assert!(!host.would_lose());
    host.handle(at(BEGIN_MS), Input::DiskLost);
    assert_eq!(host.delivery(None), Delivery::Queued { saved: false }, "the site's data were cleared");
    host.handle(at(BEGIN_MS), Input::SaveFailed);
    assert_eq!(host.delivery(None), Delivery::Queued { saved: false });
}

/// "You can close this page" is not said over a notice that is nowhere else; and it is taken back from everybody at
/// the same moment, whatever was sent before the end.
#[test]
fn over_a_disk_that_hangs_the_page_is_not_said_to_be_done() {
    let stays = |early: bool| {
        let mut browser = Browser::new();
        browser.start();
        browser.answers_saves = false;
        if early {
            browser.early(Cause::Noticed);
        }
        browser.wait(4_000);
        browser.finish(Tier::Watch);
        let mut shown = vec![browser.host.would_lose()];
        while browser.now_ms < BEGIN_MS + 60_000 {
            browser.wait(1_000);
            browser.input(Input::Moved);
            shown.push(browser.host.would_lose());
        }
        shown
    };
    let shown = stays(false);
    assert_eq!(shown, stays(true));
    assert!(!shown[0] && shown[6..].iter().all(|stay| *stay), "{shown:?}");
}

/// A browser that never answers must not keep a call for a person back.
#[test]
fn a_disk_that_hangs_is_waited_for_a_moment_only() {
    let mut browser = Browser::new();
    browser.answers_saves = false;
    browser.start();
    browser.early(Cause::Noticed);
    browser.wait(SLOT_MS);
    assert!(!browser.last_is_cover());
    assert_eq!(browser.host.delivery(None), Delivery::Saving, "nothing is called saved");
}

#[test]
fn a_disk_that_refuses_is_said_and_delays_nothing() {
    let mut browser = Browser::new();
    browser.saves = false;
    browser.start();
    browser.finish(Tier::Watch);
    assert_eq!(browser.host.delivery(None), Delivery::Queued { saved: false });
    assert!(!browser.last_is_cover());
    assert!(browser.host.would_lose(), "the page has to stay");
    browser.store();
    assert!(!browser.host.would_lose(), "stored elsewhere");
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

#[test]
fn a_row_of_another_layout_is_not_read() {
    let mut browser = Browser::new();
    browser.start();
    browser.early(Cause::Noticed);
    let mut bytes = browser.rows.last().unwrap().clone();
    assert!(Browser::restored(&bytes).is_some());
    for layout in [1, 3] {
        bytes[0] = layout;
        assert!(Browser::restored(&bytes).is_none());
    }
}
