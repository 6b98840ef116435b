//! When envelopes leave: one at the start, one in every slot, one at the end, one when the page goes;
//! and never a moment that tells what was chosen.

use crate::support::{BEGIN_MS, Browser, SLOT_MS, config};
use qinghe_content::Tier;
use qinghe_host::Input;
use qinghe_session::Cause;

/// Moments after the beginning at which something was sent.
fn moments(browser: &Browser) -> Vec<u64> {
    browser.outside().iter().map(|(at, _)| *at).collect()
}

#[test]
fn nothing_leaves_before_the_start() {
    let mut browser = Browser::new();
    for input in [Input::Tick, Input::PageHide, Input::Online, Input::Saved, Input::SaveFailed] {
        browser.input(input);
        browser.wait(SLOT_MS);
    }
    assert!(browser.sends.is_empty() && browser.rows.is_empty());
}

#[test]
fn one_envelope_at_the_start_and_one_in_every_slot() {
    let mut browser = Browser::new();
    browser.start();
    browser.wait(4 * SLOT_MS);
    assert_eq!(moments(&browser), [0, SLOT_MS, 2 * SLOT_MS, 3 * SLOT_MS, 4 * SLOT_MS]);
    assert!(browser.sends.iter().all(|sent| sent.envelope[1] == 0), "covers, all of them");
}

#[test]
fn one_more_at_the_end_and_one_when_the_page_goes() {
    let mut browser = Browser::new();
    browser.start();
    browser.wait(4_000);
    browser.finish(Tier::Routine);
    browser.wait(3_000);
    browser.input(Input::PageHide);
    browser.wait(SLOT_MS - 7_000);
    assert_eq!(moments(&browser), [0, 4_000, 7_000, SLOT_MS]);
}

#[test]
fn a_tick_too_early_sends_nothing_and_asks_again() {
    let mut browser = Browser::new();
    browser.start();
    browser.now_ms += SLOT_MS - 1;
    browser.wake_ms = None;
    browser.input(Input::Tick);
    assert_eq!(browser.sends.len(), 1);
    assert_eq!(browser.wake_ms, Some(BEGIN_MS + SLOT_MS));
}

#[test]
fn a_clock_that_is_set_back_does_not_silence_the_slots() {
    let mut browser = Browser::new();
    browser.start();
    browser.now_ms -= 3_600_000;
    browser.input(Input::Tick);
    assert_eq!(browser.sends.len(), 2);
    assert_eq!(browser.wake_ms, Some(BEGIN_MS - 3_600_000 + SLOT_MS));
}

#[test]
fn a_slot_that_waits_for_its_cover_sends_once() {
    let mut browser = Browser::new();
    browser.seals = false;
    browser.start();
    browser.wait(3 * SLOT_MS);
    assert!(browser.sends.is_empty());
    browser.seals = true;
    browser.wait(SLOT_MS);
    assert_eq!(moments(&browser), [4 * SLOT_MS]);
}

/// A browser that always fails to seal is asked again once a slot, not in a circle.
#[test]
fn a_failed_seal_waits_for_the_next_slot() {
    let mut browser = Browser::new();
    browser.start();
    browser.seals = false;
    browser.finish(Tier::Watch);
    browser.wait(2 * SLOT_MS);
    assert!(!browser.host.settled());
    browser.seals = true;
    browser.wait(SLOT_MS);
    browser.store();
    assert!(browser.host.settled());
}

/// The same human timing, with and without an early notice: the same moments, the same sizes.
#[test]
fn an_urgent_sitting_looks_like_a_routine_one() {
    let play = |causes: &[Cause], tier, answered: bool| {
        let mut browser = Browser::new();
        browser.start();
        browser.wait(14_000);
        for cause in causes {
            browser.early(*cause);
        }
        for gap in [500, 700, 30_000, 1, 14_999, 4_000] {
            browser.wait(gap);
            if answered {
                browser.store();
            }
            browser.input(if gap == 1 { Input::Online } else { Input::Tick });
        }
        browser.finish(tier);
        browser.wait(2_000);
        browser.input(Input::PageHide);
        browser.wait(10 * SLOT_MS);
        browser.outside()
    };
    for answered in [false, true] {
        let routine = play(&[], Tier::Routine, answered);
        assert_eq!(routine.len(), 18);
        assert_eq!(play(&[Cause::Noticed], Tier::Urgent, answered), routine);
        assert_eq!(play(&[Cause::Asked, Cause::Noticed], Tier::Urgent, answered), routine);
        assert_eq!(play(&[], Tier::Unclear, answered), routine);
    }
}

/// Beside a slot the next cover is still being sealed. A notice that went without one would go at a moment
/// at which nobody else sends.
#[test]
fn a_notice_waits_for_the_cover_whose_place_it_takes() {
    let play = |early: bool| {
        let mut browser = Browser::new();
        browser.start();
        browser.holds_covers = true;
        browser.wait(SLOT_MS);
        if early {
            browser.early(Cause::Noticed);
        }
        browser.wait(5);
        browser.input(Input::PageHide);
        browser.wait(20);
        browser.release_covers();
        assert_eq!(browser.last_is_cover(), !early);
        browser.outside()
    };
    assert_eq!(play(true), play(false));
}

#[test]
fn the_most_urgent_notice_goes_first_and_each_takes_one_slot() {
    let mut browser = Browser::new();
    browser.start();
    browser.wait(1_000);
    browser.finish(Tier::Watch);
    let last = browser.sends.last().map(|sent| sent.id).unwrap();
    browser.early(Cause::Asked);
    // The final one is lost, so both wait; the early one is urgent.
    let job = browser.sends.last().map(|sent| sent.job).unwrap();
    browser.input(Input::Lost { job });
    browser.wait(SLOT_MS);
    assert_eq!(browser.sends.last().map(|sent| sent.envelope[1]), Some(2), "urgent in its head");
    browser.store();
    browser.wait(SLOT_MS);
    assert_eq!(browser.sends.last().map(|sent| sent.id), Some(last));
    browser.store();
    browser.wait(SLOT_MS);
    assert!(browser.last_is_cover());
}

#[test]
fn slots_stop_half_an_hour_after_the_end_and_never_with_something_undelivered() {
    let mut browser = Browser::new();
    browser.start();
    browser.finish(Tier::Routine);
    browser.store();
    browser.wait(40 * 60_000);
    let delivered = browser.sends.len();
    assert_eq!(delivered, 2 + 119, "every slot of half an hour but the last");
    browser.wait(60 * 60_000);
    assert_eq!(browser.sends.len(), delivered);

    let mut waiting = Browser::new();
    waiting.start();
    waiting.finish(Tier::Routine);
    waiting.wait(5 * 60 * 60_000);
    assert_eq!(waiting.sends.len(), 2 + 5 * 240);
}

/// How many notices were late must not show in how long the slots go on.
#[test]
fn after_an_outage_one_late_notice_looks_like_two() {
    let play = |causes: &[Cause]| {
        let mut browser = Browser::new();
        browser.start();
        for cause in causes {
            browser.early(*cause);
        }
        browser.finish(Tier::Urgent);
        for slot in 0..400 {
            browser.answer_all(slot >= 125);
            browser.wait(SLOT_MS);
        }
        assert!(browser.host.settled());
        browser.outside()
    };
    assert_eq!(play(&[Cause::Noticed]), play(&[]));
}

/// Neither an early notice nor a second one may show in how long the rows lie on the device.
#[test]
fn the_rows_go_four_slots_after_the_end_whatever_was_sent() {
    let play = |causes: &[Cause], tier: Tier| {
        let mut browser = Browser::new();
        browser.start();
        browser.wait(4_000);
        for cause in causes {
            browser.early(*cause);
        }
        browser.finish(tier);
        for _ in 0..8 {
            browser.answer_all(true);
            browser.wait(SLOT_MS);
        }
        browser.over
    };
    assert_eq!(play(&[], Tier::Routine), [5 * SLOT_MS]);
    assert_eq!(play(&[Cause::Noticed], Tier::Urgent), [5 * SLOT_MS]);
    assert_eq!(play(&[Cause::Asked, Cause::Noticed], Tier::Urgent), [5 * SLOT_MS]);
}

#[test]
fn the_rows_stay_while_something_is_undelivered() {
    let mut browser = Browser::new();
    browser.start();
    browser.finish(Tier::Urgent);
    browser.wait(60 * 60_000);
    assert!(browser.over.is_empty());
    browser.answer_all(true);
    browser.wait(2 * SLOT_MS);
    browser.answer_all(true);
    browser.wait(SLOT_MS);
    assert_eq!(browser.over.len(), 1);
}

/// A page may lie open for hours before somebody dares to ask.
#[test]
fn help_asked_for_after_the_slots_have_stopped_still_leaves() {
    let mut browser = Browser::new();
    browser.start();
    browser.finish(Tier::Routine);
    browser.store();
    browser.wait(SLOT_MS);
    browser.answer_all(true);
    browser.wait(40 * 60_000);
    let before = browser.sends.len();
    browser.early(Cause::Asked);
    browser.wait(2 * SLOT_MS);
    assert!(browser.sends[before..].iter().any(|sent| sent.envelope[1] == 2), "urgent in its head");
    for _ in 0..6 {
        browser.answer_all(true);
        browser.wait(SLOT_MS);
    }
    assert!(browser.host.settled());
    assert_eq!(browser.over.len(), 2, "the rows came back with the call and went again");
}

#[test]
fn not_today_forgets_at_once_and_on_a_later_visit_only_what_is_delivered() {
    let mut fresh = Browser::new();
    fresh.input(Input::Decline);
    assert_eq!(fresh.over, [0]);
    fresh.wait(10 * SLOT_MS);
    assert!(fresh.sends.is_empty());

    let mut waiting = Browser::new();
    waiting.start();
    waiting.early(Cause::Noticed);
    let mut later = Browser::restored(waiting.rows.last().unwrap()).unwrap();
    later.input(Input::NewLaunch);
    later.input(Input::Decline);
    assert!(later.over.is_empty());
    later.wait(SLOT_MS);
    assert!(later.sends.iter().any(|sent| sent.envelope[1] == 2), "the call for a person still leaves");
    for _ in 0..6 {
        later.answer_all(true);
        later.wait(SLOT_MS);
    }
    assert_eq!(later.over.len(), 1);
    let sent = later.sends.len();
    later.wait(10 * SLOT_MS);
    assert_eq!(later.sends.len(), sent, "and then it is quiet");
}

fn gaps(browser: &Browser) -> Vec<u64> {
    browser.sends.windows(2).map(|pair| pair[1].at_ms - pair[0].at_ms).collect()
}

/// 15 seconds, a minute, five minutes, each of the longer ones up to a quarter longer by chance.
#[test]
fn without_receipts_slots_grow_longer_and_with_one_they_are_short_again() {
    let mut browser = Browser::new();
    browser.start();
    for _ in 0..400 {
        browser.answer_all(false);
        browser.wait(SLOT_MS);
    }
    let gaps = gaps(&browser);
    assert!(gaps[..3].iter().all(|gap| *gap == SLOT_MS), "{gaps:?}");
    assert!(gaps[4..7].iter().all(|gap| (60_000..75_000).contains(gap)), "{gaps:?}");
    assert!(gaps[9..].iter().all(|gap| (300_000..375_000).contains(gap)), "{gaps:?}");
    let before = browser.sends.len();
    browser.wait(400_000);
    browser.answer_all(true);
    browser.wait(4 * SLOT_MS);
    assert!(browser.sends.len() >= before + 4, "short again");
}

/// What the student does, the network's return and fresh keys bring the next slot near; a new call does not.
#[test]
fn what_happens_to_everybody_makes_slots_quick_and_a_call_does_not() {
    let slow = || {
        let mut browser = Browser::new();
        browser.start();
        for _ in 0..100 {
            browser.answer_all(false);
            browser.wait(SLOT_MS);
        }
        browser.answer_all(false);
        browser
    };
    let next = |browser: &Browser| browser.wake_ms.unwrap() - browser.now_ms;
    for input in [Input::Moved, Input::Online, Input::Keys(config().centres)] {
        let mut browser = slow();
        let before = next(&browser);
        browser.early(Cause::Noticed);
        browser.early(Cause::Asked);
        assert!(before > SLOT_MS && next(&browser) == before);
        browser.input(input);
        assert!(next(&browser) <= SLOT_MS);
    }
}

#[test]
fn a_gateway_that_asks_for_patience_gets_it_within_reason() {
    let asks = |retry_after_ms| {
        let mut browser = Browser::new();
        browser.start();
        let job = browser.sends.last().unwrap().job;
        let problem = Some("slow-down");
        browser.input(Input::Answer {
            job,
            status: 429,
            receipt: None,
            problem,
            retry_after_ms: Some(retry_after_ms),
        });
        browser.wake_ms.unwrap() - browser.now_ms
    };
    assert_eq!(asks(1), SLOT_MS);
    assert!((30_000..37_500).contains(&asks(30_000)));
    assert!((300_000..=375_000).contains(&asks(u32::MAX)), "no answer may silence a page for a day");
}
