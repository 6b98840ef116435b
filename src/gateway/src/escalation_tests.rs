//! The escalation clock: by cases, and by seeded runs in which the gateway is restarted, sleeps and catches up.

use crate::{
    clock::MINUTE_MS,
    duty::{Duty, Gate, OnDuty, SILENCE_MS},
    duty_plan::Plan,
    escalation::{Due, Silence, SilentBefore, To, Told, Unseen, due, silence},
    member::StaffId,
};
use proptest::prelude::*;
use std::collections::BTreeMap;

const START: i64 = 1_788_000_000_000;

fn person(byte: u8) -> StaffId {
    StaffId([byte; 16])
}

fn duty(head: Option<u8>) -> Duty {
    let plan = Plan { lock: true, head: head.map(|head| person(head).to_string()), ..Plan::default() };
    plan.check(|_| true, |_| true).unwrap()
}

fn gate(on: Option<(u8, Option<u8>)>, watched: bool) -> Gate {
    let on = on.map(|(first, second)| OnDuty {
        first: person(first),
        second: second.map(person),
        since_ms: START,
    });
    Gate { on, watched, open: watched }
}

fn unseen(received_at: i64, taken: &[To]) -> Unseen {
    Unseen { notice: [1; 16], received_at, taken: taken.to_vec() }
}

fn told(to: To, staff: Option<u8>) -> Told {
    Told { to, staff: staff.map(person) }
}

#[test]
fn each_step_comes_in_its_time_and_once() {
    let (duty, open) = (duty(Some(3)), gate(Some((1, Some(2))), true));
    let at = |minutes: i64, millis: i64, taken: &[To]| {
        let steps = due(&duty, &open, &[unseen(START, taken)], START + minutes * MINUTE_MS + millis);
        steps.into_iter().map(|due| (due.step, due.told, due.due_at)).collect::<Vec<_>>()
    };
    let second = (To::Second, told(To::Second, Some(2)), START + 15 * MINUTE_MS);
    let head = (To::Head, told(To::Head, Some(3)), START + 30 * MINUTE_MS);
    assert_eq!(at(15, -1, &[]), []);
    assert_eq!(at(15, 0, &[]), [second]);
    assert_eq!(at(29, 0, &[To::Second]), []);
    assert_eq!(at(30, 0, &[To::Second]), [head]);
    assert_eq!(at(600, 0, &[To::Second, To::Head]), []);
    assert_eq!(at(600, 0, &[]), [second, head], "after a long stop both are late, and both are taken");
    let wrong_clock = due(&duty, &open, &[unseen(START + 86_400_000, &[])], START);
    assert_eq!(wrong_clock.iter().map(|due| due.step).collect::<Vec<_>>(), [To::Second, To::Head]);
    assert_eq!(due(&duty, &open, &[unseen(START + MINUTE_MS, &[])], START), [], "a small step of the clock");
}

#[test]
fn the_first_is_told_at_once_when_no_desk_can_ring() {
    let one = [unseen(START, &[])];
    let steps = due(&duty(None), &gate(Some((1, None)), false), &one, START);
    assert_eq!(steps.iter().map(|due| due.told).collect::<Vec<_>>(), [told(To::First, Some(1))]);
    assert_eq!(due(&duty(None), &gate(None, false), &one, START), [], "nobody is on duty");
}

#[test]
fn somebody_is_always_told() {
    let late = START + 40 * MINUTE_MS;
    for (head, on, second, last) in [
        (Some(3), Some((1, Some(2))), told(To::Second, Some(2)), told(To::Head, Some(3))),
        (Some(3), Some((1, None)), told(To::Head, Some(3)), told(To::Head, Some(3))),
        (None, Some((1, Some(2))), told(To::Second, Some(2)), told(To::Second, Some(2))),
        (None, Some((1, None)), told(To::First, Some(1)), told(To::First, Some(1))),
        (Some(3), None, told(To::Head, Some(3)), told(To::Head, Some(3))),
        (None, None, told(To::Second, None), told(To::Head, None)),
    ] {
        let steps = due(&duty(head), &gate(on, true), &[unseen(START, &[])], late);
        assert_eq!(steps.iter().map(|due| due.told).collect::<Vec<_>>(), [second, last]);
    }
}

#[test]
fn a_silent_desk_is_told_once_until_it_is_heard_again() {
    let duty = duty(Some(3));
    let (silent, heard) = (gate(Some((1, Some(2))), false), gate(Some((1, Some(2))), true));
    let before = |made_at, over| Some(SilentBefore { shift_ms: START, made_at, over });
    let say = |gate: &Gate, started: i64, before: Option<SilentBefore>, now: i64| {
        silence(&duty, gate, started, before.as_ref(), now)
    };
    let tell = Silence::Tell(told(To::Second, Some(2)));
    let due = START + SILENCE_MS;
    assert_eq!(say(&silent, 0, None, due - 1), Silence::Nothing);
    assert_eq!(say(&silent, 0, None, due), tell);
    assert_eq!(say(&silent, START + 5, None, due), Silence::Nothing, "the process began later");
    assert_eq!(say(&silent, START + 5, None, due + 5), tell);
    assert_eq!(say(&silent, 0, before(due, false), due + 3_600_000), Silence::Nothing, "told already");
    assert_eq!(say(&heard, 0, before(due, false), due + 1), Silence::Over);
    assert_eq!(say(&heard, 0, before(due, true), due + 1), Silence::Nothing);
    assert_eq!(say(&silent, 0, before(due, true), due + 9 * MINUTE_MS), Silence::Nothing, "not every minute");
    assert_eq!(say(&silent, 0, before(due, true), due + 10 * MINUTE_MS), tell);
    assert_eq!(say(&gate(None, false), 0, before(due, false), due + 1), Silence::Over, "the shift has ended");
    let earlier = Some(SilentBefore { shift_ms: START - 1, made_at: START, over: false });
    assert_eq!(say(&silent, 0, earlier, due), Silence::Over, "of another shift");
    let unlocked = Duty { lock: false, ..duty.clone() };
    assert_eq!(
        silence(&unlocked, &silent, 0, None, due),
        Silence::Nothing,
        "without the lock nothing pauses"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    /// Notices come and are acknowledged; the gateway looks at any time, and between looks it may have been away.
    /// What it remembers is what it stored.
    #[test]
    fn no_step_is_forgotten_and_none_is_taken_twice(
        notices in proptest::collection::vec((0i64..3_600_000, proptest::option::of(0i64..4_000_000)), 1..8),
        mut looks in proptest::collection::vec(0i64..8_000_000, 1..40), watched in any::<bool>(),
    ) {
        looks.sort_unstable();
        let (duty, gate) = (duty(Some(3)), gate(Some((1, Some(2))), watched));
        let mut stored: BTreeMap<(u8, To), i64> = BTreeMap::new();
        let notice = |nth: usize| u8::try_from(nth).unwrap();
        for look in looks.iter().map(|look| START + look) {
            let open: Vec<Unseen> = notices
                .iter()
                .enumerate()
                .filter(|(_, (came, seen))| START + came <= look && seen.is_none_or(|after| look < START + came + after))
                .map(|(nth, (came, _))| Unseen {
                    notice: [notice(nth); 16],
                    received_at: START + came,
                    taken: stored.keys().filter(|(which, _)| *which == notice(nth)).map(|(_, step)| *step).collect(),
                })
                .collect();
            for Due { notice, step, .. } in due(&duty, &gate, &open, look) {
                prop_assert_eq!(stored.insert((notice[0], step), look), None, "taken twice");
            }
        }
        for (nth, (came, seen)) in notices.iter().enumerate() {
            for (step, wait) in [(To::First, 0), (To::Second, 15), (To::Head, 30)] {
                let from = came + wait * MINUTE_MS;
                // The first look at which it is due and nobody has seen it yet.
                let wanted = looks.iter().find(|look| {
                    **look >= from && seen.is_none_or(|after| **look < came + after)
                });
                let wanted = wanted.filter(|_| step != To::First || !watched).map(|look| START + look);
                prop_assert_eq!(stored.get(&(notice(nth), step)).copied(), wanted, "{:?} of {}", step, nth);
            }
        }
    }
}
