//! Weeks and months of exercises: what rests, what is mastered, what may leave. A year passes in milliseconds.

use proptest::prelude::*;
use qinghe_content::exercise::Listing;
use qinghe_session::{
    practice::{End, Run},
    training::{
        Attempt, Day, Flag, Held, Probe, ProbeItem, ProbeKind, Reached, Record, Standing, month, week,
    },
};
use qinghe_tests::{
    dice::Dice,
    training::{FIRST_DAY, begin, ended, exercise, go_through, noon},
};
use std::collections::{BTreeMap, BTreeSet};

fn listing(id: &str) -> Listing {
    let pack = exercise(id);
    Listing::of(&pack.exercise, &pack.text.forms).unwrap()
}

fn run(listing: &Listing, end: End, practised: bool, rose: Option<bool>) -> Run {
    Run { exercise: listing.id.clone(), end, practised, rose, ends_high: false, stories: Vec::new() }
}

fn attempt(day: Day, name: &str, right: u16, critical_right: bool) -> Attempt {
    Attempt { day, items: (0..5).map(|nth| format!("{name}-{day}-{nth}")).collect(), right, critical_right }
}

/// A record in which everything was done that mastering needs, the last of it on `FIRST_DAY + 9`.
fn mastered(listing: &Listing) -> Record {
    let mut record = Record::default();
    for day in [0, 0, 1, 1, 9] {
        record.after(&run(listing, End::Done, true, Some(false)), listing, noon(FIRST_DAY + day));
    }
    record.probed(ProbeKind::Judgement, attempt(FIRST_DAY + 2, "scene", 4, true), listing);
    record.probed(ProbeKind::Recall, attempt(FIRST_DAY + 7, "item", 4, true), listing);
    record
}

fn standing(record: &Record, listing: &Listing, day: Day) -> Standing {
    record.history(&listing.id).map_or(Standing::New, |history| history.standing(FIRST_DAY + day))
}

#[test]
fn three_gates_make_mastery_and_each_of_them_alone_prevents_it() {
    let of = listing("e01-slow-breathing");
    let whole = mastered(&of);
    assert!(standing(&whole, &of, 9) == Standing::Mastered);
    let gates = whole.history(&of.id).unwrap().gates();
    assert_eq!(
        (gates.recall, gates.judgement, gates.practice),
        (Some(FIRST_DAY + 7), Some(FIRST_DAY + 2), Some(FIRST_DAY + 9))
    );
    let without = |change: &dyn Fn(&mut Record)| {
        let mut record = Record::default();
        change(&mut record);
        standing(&record, &of, 40)
    };
    let runs = |record: &mut Record, days: &[Day]| {
        for day in days {
            record.after(&run(&of, End::Done, true, None), &of, noon(FIRST_DAY + day));
        }
    };
    let probes = |record: &mut Record, recall: (Day, u16), judgement: (u16, bool)| {
        record.probed(ProbeKind::Recall, attempt(FIRST_DAY + recall.0, "item", recall.1, true), &of);
        record.probed(ProbeKind::Judgement, attempt(FIRST_DAY + 3, "scene", judgement.0, judgement.1), &of);
    };
    let good = [0, 0, 1, 1, 9];
    for (what, days, recall, judgement, wanted) in [
        ("all of it", &good[..], (7, 4), (4, true), Standing::Mastered),
        ("recall after six days", &good, (6, 5), (5, true), Standing::Completed),
        ("three of five", &good, (7, 3), (5, true), Standing::Completed),
        ("three of five scenes", &good, (7, 5), (3, true), Standing::Completed),
        ("four scenes, and the critical one wrong", &good, (7, 5), (4, false), Standing::Completed),
        ("four runs", &[0, 1, 2, 3], (7, 5), (5, true), Standing::Completed),
        ("five runs on two days", &[0, 0, 0, 1, 1], (7, 5), (5, true), Standing::Completed),
        ("five runs in 28 days", &[0, 1, 2, 3, 27], (7, 5), (5, true), Standing::Mastered),
        ("five runs in 29 days", &[0, 1, 2, 3, 28], (7, 5), (5, true), Standing::Completed),
    ] {
        let found = without(&|record| {
            runs(record, days);
            probes(record, recall, judgement);
        });
        assert!(found == wanted, "{what}");
    }
    assert!(without(&|_| {}) == Standing::New);
    assert!(without(&|record| probes(record, (7, 5), (5, true))) == Standing::New, "probes without a lesson");
}

#[test]
fn mastery_fades_after_ninety_days_and_new_items_restore_it() {
    let of = listing("e01-slow-breathing");
    let mut record = mastered(&of);
    for (day, wanted) in [(9, Standing::Mastered), (99, Standing::Mastered), (100, Standing::RefreshDue)] {
        assert!(standing(&record, &of, day) == wanted, "day {day}");
    }
    record.probed(ProbeKind::Recall, attempt(FIRST_DAY + 120, "again", 3, true), &of);
    assert!(standing(&record, &of, 120) == Standing::RefreshDue, "three of five restore nothing");
    record.probed(ProbeKind::Recall, attempt(FIRST_DAY + 121, "again", 5, true), &of);
    assert!(standing(&record, &of, 211) == Standing::Mastered);
    assert!(standing(&record, &of, 212) == Standing::RefreshDue);
}

#[test]
fn use_outside_is_asked_after_four_weeks_and_changes_no_standing() {
    let of = listing("e01-slow-breathing");
    let mut record = mastered(&of);
    let used = |record: &Record| record.history(&of.id).unwrap().gates().used;
    record.used(&of.id, true, FIRST_DAY + 27);
    assert_eq!(used(&record), None, "not yet asked");
    record.used(&of.id, false, FIRST_DAY + 28);
    record.used(&of.id, true, FIRST_DAY + 40);
    assert_eq!(used(&record), None, "asked again four weeks later");
    record.used(&of.id, true, FIRST_DAY + 56);
    assert_eq!(used(&record), Some(FIRST_DAY + 56));
    assert!(standing(&record, &of, 56) == Standing::Mastered);
}

fn bank(items: usize, critical: usize) -> Vec<ProbeItem> {
    let one = |nth: usize| ProbeItem {
        id: format!("i{nth}"),
        options: 4,
        right: u8::try_from(nth % 4).unwrap(),
        critical: nth < critical,
    };
    (0..items).map(one).collect()
}

/// Goes through a probe; `ms` pass before every choice.
fn answer(
    probe: &mut Probe,
    day: Day,
    mut now: u64,
    ms: u64,
    mut choose: impl FnMut(&ProbeItem, &[u8]) -> usize,
) -> Attempt {
    while let Some((item, order)) = probe.shown() {
        let place = choose(item, order);
        now += ms;
        assert!(probe.choose(place, now));
    }
    assert!(!probe.choose(0, now));
    probe.attempt(day).unwrap()
}

fn knows(item: &ProbeItem, order: &[u8]) -> usize {
    order.iter().position(|option| *option == item.right).unwrap()
}

#[test]
fn a_probe_asks_new_items_in_another_order_and_locks_the_first_choice() {
    let items = bank(30, 3);
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for nth in 0..6 {
        let known: BTreeSet<&str> = seen.iter().map(String::as_str).collect();
        let mut probe = Probe::draw(ProbeKind::Recall, &items, &known, nth, 0).unwrap();
        let asked = answer(&mut probe, 1, 0, 1_500, knows);
        assert!(asked.right == 5 && asked.items.iter().all(|id| !known.contains(id.as_str())));
        seen.extend(asked.items);
    }
    let known: BTreeSet<&str> = seen.iter().map(String::as_str).collect();
    assert!(Probe::draw(ProbeKind::Recall, &items, &known, 9, 0).is_none(), "nothing new is left");
    let mut orders = BTreeSet::new();
    for seed in 0..40 {
        let probe = Probe::draw(ProbeKind::Judgement, &items, &BTreeSet::new(), seed, 0).unwrap();
        let (first, order) = probe.shown().unwrap();
        orders.insert((first.id.clone(), order.to_vec()));
        let mut probe = Probe::draw(ProbeKind::Judgement, &items, &BTreeSet::new(), seed, 0).unwrap();
        let mut critical = 0;
        let all_but = answer(&mut probe, 1, 0, 2_000, |item, order| {
            critical += usize::from(item.critical);
            if item.critical { (knows(item, order) + 1) % 4 } else { knows(item, order) }
        });
        assert!(critical > 0 && !all_but.critical_right, "a critical one is always asked");
    }
    assert!(orders.len() > 30, "{} orders of 40", orders.len());
    let critical: BTreeSet<&str> = ["i0", "i1", "i2"].into();
    assert!(Probe::draw(ProbeKind::Judgement, &items, &critical, 1, 0).is_none(), "no critical one is new");
    let quick = answer(
        &mut Probe::draw(ProbeKind::Recall, &items, &BTreeSet::new(), 1, 0).unwrap(),
        1,
        0,
        1_499,
        knows,
    );
    assert_eq!(quick.right, 0, "what was not read is not right");
}

/// Left after every number of choices, and taken up again: the same items in the same order, what was chosen stays, and
/// it is the one attempt of its day.
#[test]
fn a_probe_left_halfway_goes_on_as_it_was_and_on_the_same_day_only() {
    let (of, items) = (listing("e01-slow-breathing"), bank(40, 6));
    for (seed, kind) in (0..40_u64).zip([ProbeKind::Recall, ProbeKind::Judgement].into_iter().cycle()) {
        let mut record = Record::default();
        record.after(&run(&of, End::Done, true, None), &of, noon(FIRST_DAY));
        let day = FIRST_DAY + 8;
        let mut probe = Probe::draw(kind, &items, &BTreeSet::new(), seed, 0).unwrap();
        assert!(record.begun(&probe, &of, day));
        for nth in 0..5 {
            // The page is gone; what the store holds is all there is.
            record = Record::open(record.seal().as_bytes()).unwrap();
            assert!(record.halfway(day) == Some((&*of.id, kind)) && record.halfway(day + 1).is_none());
            assert!(record.resume_probe(&of.id, kind, &items, noon(day + 1)).is_none(), "another day");
            assert!(record.resume_probe("e02-cyclic-sighing", kind, &items, noon(day)).is_none());
            assert!(record.resume_probe(&of.id, kind, &items[..3], noon(day)).is_none(), "another bank");
            let mut again = record.resume_probe(&of.id, kind, &items, noon(day)).unwrap();
            assert!(again.shown() == probe.shown() && again.place() == (nth, 5));
            assert!(!record.begun(&again, &of, day), "one attempt a day");
            // The third is chosen faster than anybody reads: coming back starts the reading anew.
            let (item, order) = again.shown().unwrap();
            let (place, read) = (knows(item, order), if nth == 2 { 1_499 } else { 1_500 });
            assert!(again.choose(place, noon(day).ms + read));
            record.chose(&again);
            probe = again;
        }
        assert!(
            record.halfway(day).is_none() && record.resume_probe(&of.id, kind, &items, noon(day)).is_none()
        );
        let attempt = probe.attempt(day).unwrap();
        assert_eq!(attempt.right, 4);
        record.probed(kind, attempt, &of);
        let history = record.history(&of.id).unwrap();
        let (recalls, judgements) = (history.recalls.len(), history.judgements.len());
        assert!(
            recalls + judgements == 1
                && history.recalls.iter().chain(&history.judgements).all(|one| one.right == 4)
        );
    }
}

/// Somebody who clicks through everything every day for a year, with any luck that two hundred seeds bring.
#[test]
fn whoever_clicks_through_never_masters_anything() {
    let (of, pack) = (listing("e01-slow-breathing"), exercise("e01-slow-breathing"));
    let form = pack.exercise.forms[1].clone();
    let items = bank(60, 12);
    for seed in 0..200_u64 {
        let mut dice = Dice::new(seed);
        let mut record = Record::default();
        for day in (0..365).step_by(5) {
            let mut practice = begin(&pack, form.variant, "again");
            let (effects, _) = go_through(&mut practice, &form, 300, false, &mut dice);
            record.after(ended(&effects).unwrap(), &of, noon(FIRST_DAY + day));
            for kind in [ProbeKind::Recall, ProbeKind::Judgement] {
                let history = record.history(&of.id).unwrap();
                let probe = Probe::draw(kind, &items, &history.seen(), dice.roll(), 0);
                let Some(mut probe) = probe else { continue };
                // Patient enough to be counted, and without a clue.
                let attempt = answer(&mut probe, FIRST_DAY + day, 0, 2_000, |_, _| 0);
                record.probed(kind, attempt, &of);
            }
        }
        assert!(standing(&record, &of, 365) == Standing::Completed, "seed {seed}");
    }
}

#[test]
fn a_second_attempt_on_one_day_is_not_taken() {
    let of = listing("e01-slow-breathing");
    let mut record = Record::default();
    record.after(&run(&of, End::Done, true, None), &of, noon(FIRST_DAY));
    let history = |record: &Record| record.history(&of.id).unwrap().recalls.len();
    record.probed(ProbeKind::Recall, attempt(FIRST_DAY + 8, "one", 2, true), &of);
    record.probed(ProbeKind::Recall, attempt(FIRST_DAY + 8, "two", 5, true), &of);
    assert_eq!(history(&record), 1);
    record.probed(ProbeKind::Recall, attempt(FIRST_DAY + 9, "three", 5, true), &of);
    assert_eq!(history(&record), 2);
    let due: BTreeSet<bool> = (0..5)
        .map(|seed| {
            let mut fresh = Record::default();
            fresh.after(&run(&of, End::Done, true, None), &of, noon(FIRST_DAY));
            let history = fresh.history(&of.id).unwrap();
            assert!(!history.recall_due(seed, FIRST_DAY + 6) && history.recall_due(seed, FIRST_DAY + 11));
            history.recall_due(seed, FIRST_DAY + 8)
        })
        .collect();
    assert_eq!(due.len(), 2, "not everybody is asked on the same day");
}

#[test]
fn two_rises_let_an_exercise_rest_for_thirty_days() {
    let (of, calm) = (listing("e01-slow-breathing"), listing("e05-grounding"));
    let mut record = Record::default();
    let may = |record: &Record, listing: &Listing, day: Day| record.may_start(listing, noon(FIRST_DAY + day));
    record.after(&run(&of, End::Stopped, false, Some(true)), &of, noon(FIRST_DAY));
    record.after(&run(&of, End::Stopped, false, Some(false)), &of, noon(FIRST_DAY + 1));
    record.after(&run(&of, End::Done, true, Some(true)), &of, noon(FIRST_DAY + 1));
    record.after(&run(&of, End::Stopped, false, None), &of, noon(FIRST_DAY + 2));
    assert_eq!(may(&record, &of, 2), Ok(()), "one rise on the way out");
    record.after(&run(&of, End::Worse, false, Some(true)), &of, noon(FIRST_DAY + 3));
    assert_eq!(may(&record, &of, 3), Err(Held::Resting(FIRST_DAY + 33)));
    assert_eq!(may(&record, &of, 32), Err(Held::Resting(FIRST_DAY + 33)));
    assert_eq!(may(&record, &of, 33), Ok(()));
    record.after(&run(&of, End::Worse, false, Some(true)), &of, noon(FIRST_DAY + 34));
    assert_eq!(may(&record, &of, 34), Ok(()), "counted anew");
    for _ in 0..4 {
        record.after(&run(&calm, End::Worse, false, Some(true)), &calm, noon(FIRST_DAY));
    }
    assert_eq!(may(&record, &calm, 1), Ok(()), "what calms never rests");
    let again = Record::open(record.seal().as_bytes()).unwrap();
    assert!(again.seal().as_bytes() == record.seal().as_bytes());
}

/// Told of every month in which something was done, also where nothing rose; of what is private nothing is counted.
#[test]
fn the_runs_that_rose_are_counted_by_month_and_a_calm_month_says_nought() {
    let (of, other, secret) =
        (listing("e01-slow-breathing"), listing("walk"), listing("e35-one-step-to-help"));
    let mut record = Record::default();
    let first = (FIRST_DAY..).find(|day| month(*day) != month(*day - 1)).unwrap();
    let next = (first + 1..).find(|day| month(*day) != month(first)).unwrap();
    for (listing, end, rose, day) in [
        (&of, End::Worse, Some(true), first),
        (&of, End::Done, Some(false), first + 3),
        (&other, End::Done, Some(true), next - 1),
        (&secret, End::Worse, Some(true), next - 1),
        (&other, End::Stopped, None, next),
        (&secret, End::Worse, Some(true), next + 40),
    ] {
        record.after(&run(listing, end, false, rose), listing, noon(day));
    }
    let count = |record: &mut Record, day| {
        record.harm(day).iter().map(|one| (one.month, one.rises)).collect::<Vec<_>>()
    };
    assert_eq!(count(&mut record, next - 1), [], "this month is not over");
    let mut again = Record::open(record.seal().as_bytes()).unwrap();
    for record in [&mut record, &mut again] {
        assert_eq!(count(record, next + 60), [(month(first), 2), (month(next), 0)]);
        assert_eq!(count(record, next + 60), [], "told once");
    }
}

/// What leaves, of any life: at most one flag for each skill and week, of private exercises nothing.
fn life(seed: u64, with_private: bool) -> (Vec<Flag>, BTreeMap<u32, u16>) {
    let open = [listing("e01-slow-breathing"), listing("walk")];
    let secret = [listing("e34-safety-plan"), listing("e35-one-step-to-help")];
    let (mut dice, mut other) = (Dice::new(seed), Dice::new(seed + 1));
    let mut record = Record::default();
    let (mut flags, mut harm) = (Vec::new(), BTreeMap::new());
    for day in FIRST_DAY..FIRST_DAY + 200 {
        for _ in 0..dice.below(4) {
            let listing = &open[usize::try_from(dice.below(2)).unwrap()];
            let end =
                [End::Done, End::Stopped, End::Worse, End::Long][usize::try_from(dice.below(4)).unwrap()];
            let done = run(
                listing,
                end,
                dice.chance(70),
                [None, Some(true), Some(false)][usize::try_from(dice.below(3)).unwrap()],
            );
            flags.extend(record.after(&done, listing, noon(day)));
        }
        if dice.chance(20) {
            let listing = &open[0];
            let right = u16::try_from(dice.below(6)).unwrap();
            let kind = if dice.chance(50) { ProbeKind::Recall } else { ProbeKind::Judgement };
            flags.extend(record.probed(kind, attempt(day, "p", right, dice.chance(80)), listing));
            flags.extend(open.iter().filter_map(|listing| record.overdue(listing, day)));
        }
        if with_private {
            for listing in &secret {
                let end = [End::Done, End::Worse][usize::try_from(other.below(2)).unwrap()];
                assert!(
                    record
                        .after(&run(listing, end, true, Some(other.chance(50))), listing, noon(day))
                        .is_none()
                );
                let told = record.probed(ProbeKind::Recall, attempt(day, "s", 5, true), listing);
                assert!(told.is_none() && record.overdue(listing, day).is_none());
            }
        }
        for one in record.harm(day) {
            assert!(one.month < month(day) && harm.insert(one.month, one.rises).is_none(), "each month once");
        }
    }
    (flags, harm)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn one_flag_for_each_skill_and_week_and_nothing_of_what_is_private(seed in any::<u32>()) {
        let (flags, harm) = life(u64::from(seed), false);
        let mut told = BTreeSet::new();
        for flag in &flags {
            prop_assert!(told.insert((flag.skill.clone(), flag.week)), "{flag:?} twice in a week");
        }
        for skill in ["e01-slow-breathing", "walk"] {
            let mastered = |flag: &&Flag| flag.skill == skill && flag.reached == Reached::Mastered;
            prop_assert!(flags.iter().filter(mastered).count() <= 1, "mastering is told once");
        }
        prop_assert!(!flags.is_empty() && !harm.is_empty());
        prop_assert!((flags, harm) == life(u64::from(seed), true), "private exercises change nothing that leaves");
    }

    #[test]
    fn bytes_that_are_no_record_are_refused(noise in proptest::collection::vec(any::<u8>(), 0..3_000), at in 0usize..400, bit in 0u8..8) {
        prop_assert!(Record::open(&noise).is_none());
        let mut bytes = mastered(&listing("e01-slow-breathing")).seal().as_bytes().to_vec();
        bytes[at] ^= 1 << bit;
        if let Some(mut record) = Record::open(&bytes) {
            let of = listing("walk");
            record.after(&run(&of, End::Done, true, None), &of, noon(FIRST_DAY));
            record.harm(FIRST_DAY);
        }
    }
}

#[test]
fn a_flag_that_had_to_wait_comes_in_the_next_week() {
    let of = listing("e01-slow-breathing");
    let mut record = Record::default();
    let monday = (FIRST_DAY..).find(|day| week(*day) != week(*day - 1)).unwrap();
    let day = |days: Day| monday + days;
    let mut flags = Vec::new();
    for at in [0, 0, 1, 1, 2] {
        flags.extend(record.after(&run(&of, End::Done, true, None), &of, noon(day(at))));
    }
    flags.extend(record.probed(ProbeKind::Judgement, attempt(day(3), "scene", 5, true), &of));
    flags.extend(record.after(&run(&of, End::Done, true, None), &of, noon(day(7))));
    flags.extend(record.probed(ProbeKind::Recall, attempt(day(9), "item", 5, true), &of));
    flags.extend(record.overdue(&of, day(13)));
    let reached: Vec<Reached> = flags.iter().map(|flag| flag.reached).collect();
    assert_eq!(reached, [Reached::Completed, Reached::Completed], "this week has told already");
    assert_eq!(record.overdue(&of, day(14)).unwrap().reached, Reached::Mastered);
    assert_eq!(record.overdue(&of, day(21)), None, "and mastering is told once");
}
