//! Who may end what: sequences at random against the rules written as questions to the whole history.

use crate::{
    case::{Act, BOTH_WITHIN_MS, Case, Done, Mark, Unlock},
    member::StaffId,
};
use proptest::prelude::*;
use qinghe_wire::CaseKind;

const HOUR: i64 = 3_600_000;

fn person(byte: u8) -> StaffId {
    StaffId([byte; 16])
}

fn done(n: i64, who: u8, act: Act) -> Done {
    let mark = Mark { at: n * HOUR, staff: person(who), name: format!("{who}") };
    Done { n, mark, act, closes: false, releases: false }
}

fn wrote(n: i64, who: u8, kind: CaseKind) -> Done {
    done(n, who, Act::Wrote(kind))
}

#[test]
fn only_a_person_closes_and_a_new_call_opens_again() {
    let mut acts = vec![wrote(2, 1, CaseKind::Contact), wrote(3, 1, CaseKind::Outcome)];
    let case = Case::after(&[1], &acts);
    assert_eq!((case.held(), case.closed.is_some()), (true, false), "an outcome alone closes nothing");
    acts.push(Done { closes: true, ..wrote(4, 2, CaseKind::Note) });
    let case = Case::after(&[1], &acts);
    assert_eq!((case.held(), case.closed.as_ref().unwrap().staff), (false, person(2)));
    assert_eq!(case.contacted.unwrap().at, 2 * HOUR);
    let again = Case::after(&[5, 1], &acts);
    assert_eq!((again.held(), again.closed), (true, None));
}

#[test]
fn a_hold_is_released_without_closing_and_a_lock_is_not() {
    let release = Done { releases: true, ..wrote(2, 1, CaseKind::Note) };
    let case = Case::after(&[1], std::slice::from_ref(&release));
    assert_eq!((case.held(), case.closed.is_none()), (false, true));
    let locked =
        [release, wrote(3, 1, CaseKind::Lock), Done { closes: true, ..wrote(4, 1, CaseKind::Outcome) }];
    let case = Case::after(&[1], &locked);
    assert_eq!((case.held(), case.closed.is_some()), (true, true), "closing does not lift a lock");
    // Without any urgent notice a lock holds all the same.
    assert!(Case::after(&[], &[wrote(1, 1, CaseKind::Lock)]).held());
    assert!(!Case::after(&[], &[wrote(1, 1, CaseKind::Note)]).held());
}

#[test]
fn a_lock_is_lifted_by_two_persons_within_a_day() {
    let mut acts = vec![wrote(1, 1, CaseKind::Lock)];
    let ask = |acts: &[Done], who: u8, at: i64| Case::after(&[], acts).unlock(&person(who), at, true);
    assert_eq!(Case::after(&[], &[]).unlock(&person(1), 0, true), Unlock::NotLocked);
    assert_eq!(ask(&acts, 1, 2 * HOUR), Unlock::Waiting);
    acts.push(done(2, 1, Act::AskedUnlock));
    let asked = 2 * HOUR;
    assert_eq!(ask(&acts, 1, asked + 1), Unlock::AnotherPerson);
    assert_eq!(ask(&acts, 2, asked + BOTH_WITHIN_MS - 1), Unlock::Lifted);
    assert_eq!(ask(&acts, 2, asked + BOTH_WITHIN_MS), Unlock::Waiting, "a day is over");
    assert_eq!(ask(&acts, 2, asked - 1), Unlock::Waiting, "a clock that was set back lifts nothing");
    assert_eq!(
        Case::after(&[], &acts).unlock(&person(2), asked + 1, false),
        Unlock::Waiting,
        "who asked is gone"
    );
    let mut again = acts.clone();
    again.push(wrote(3, 3, CaseKind::Lock));
    assert_eq!(ask(&again, 2, asked + 2 * HOUR), Unlock::Waiting, "locked again in between");
    assert_eq!(Case::after(&[], &again).locked.unwrap().staff, person(1), "the first lock keeps its name");
    acts.push(done(3, 2, Act::Unlocked));
    let case = Case::after(&[], &acts);
    assert_eq!((case.locked, case.unlock_asked), (None, None));
}

#[test]
fn every_act_has_one_word() {
    for act in Act::ALL {
        assert_eq!(Act::read(act.word()), Some(act));
    }
    assert_eq!(Act::read("urgent"), None);
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Urgent,
    Write(usize, bool, bool),
    Unlock,
}

fn steps() -> impl Strategy<Value = Vec<(u8, i64, Step)>> {
    let step = prop_oneof![
        2 => Just(Step::Urgent),
        5 => (0usize..5, any::<bool>(), any::<bool>()).prop_map(|(kind, closes, releases)| Step::Write(kind, closes, releases)),
        4 => Just(Step::Unlock),
    ];
    proptest::collection::vec((0u8..3, 0i64..30 * HOUR, step), 0..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Runs as the gateway runs it, and asks the history, not the state.
    #[test]
    fn nobody_lifts_a_lock_alone(steps in steps()) {
        let (mut urgent, mut acts, mut now): (Vec<i64>, Vec<Done>, i64) = (Vec::new(), Vec::new(), 0);
        for (n, (who, wait, step)) in (1..).zip(steps) {
            now += wait;
            let mark = Mark { at: now, staff: person(who), name: String::new() };
            let row = |act, closes, releases| Done { n, mark: mark.clone(), act, closes, releases };
            let before = Case::after(&urgent, &acts);
            match step {
                Step::Urgent => urgent.push(n),
                Step::Write(kind, closes, releases) => {
                    let Act::Wrote(kind) = Act::ALL[kind] else { unreachable!() };
                    acts.push(row(Act::Wrote(kind), closes, releases));
                }
                Step::Unlock => match before.unlock(&person(who), now, true) {
                    Unlock::Waiting => acts.push(row(Act::AskedUnlock, false, false)),
                    Unlock::Lifted => acts.push(row(Act::Unlocked, false, false)),
                    Unlock::NotLocked | Unlock::AnotherPerson => {}
                },
            }
            let case = Case::after(&urgent, &acts);
            let last = |wanted: Act| acts.iter().rev().find(|done| done.act == wanted);
            if before.locked.is_some() && case.locked.is_none() {
                let asked = last(Act::AskedUnlock).unwrap();
                let locked = last(Act::Wrote(CaseKind::Lock)).unwrap();
                prop_assert!(asked.mark.staff != person(who) && now - asked.mark.at < BOTH_WITHIN_MS);
                prop_assert!(asked.n > locked.n);
            }
            let last_lock = last(Act::Wrote(CaseKind::Lock)).map_or(0, |done| done.n);
            let last_unlock = last(Act::Unlocked).map_or(0, |done| done.n);
            prop_assert_eq!(case.locked.is_some(), last_lock > last_unlock);
            let last_call = urgent.last().copied().unwrap_or(0);
            let freed = acts.iter().any(|done| (done.closes || done.releases) && done.n > last_call);
            prop_assert_eq!(case.held(), case.locked.is_some() || (last_call > 0 && !freed));
            let closing = acts.iter().rev().find(|done| done.closes && done.n > last_call);
            prop_assert_eq!(case.closed, closing.map(|done| done.mark.clone()));
        }
    }
}
