//! Import: nothing is overwritten unless somebody said so, and it is all of it or nothing.

use crate::support::Dice;
use qinghe_record::{
    Body, Day, Entry, Id, Journal, NOTE, Note, Record,
    merge::{Decision, Standing, Stopped, preview},
};
use std::collections::BTreeMap;

/// Two records with entries in common, alike and changed.
fn pair(dice: &mut Dice) -> (Record, Record) {
    let entries = dice.below(12);
    let mine = dice.record(entries);
    let mut theirs = Record::default();
    for entry in mine.entries() {
        match dice.below(3) {
            0 => theirs.add(entry.clone()).unwrap(),
            1 => theirs.add(Entry::new(entry.id(), dice.day(), dice.body()).unwrap()).unwrap(),
            _ => {}
        }
    }
    for _ in 0..dice.below(8) {
        theirs.add(dice.entry()).unwrap();
    }
    (mine, theirs)
}

#[test]
fn every_combination_of_decisions_gives_what_was_decided() {
    for seed in 0..400 {
        let mut dice = Dice(seed);
        let (mine, theirs) = pair(&mut dice);
        let mut import = preview(&mine, &theirs);
        let open = import.count(Standing::New) + import.count(Standing::Conflict);
        match import.finish() {
            Err(Stopped::Undecided(rows)) => assert_eq!(rows.len(), open, "seed {seed}"),
            Ok(same) => assert!(open == 0 && same == mine, "seed {seed}"),
            Err(Stopped::Fault(why)) => panic!("seed {seed}: {why}"),
        }
        let mut wanted: BTreeMap<Id, Entry> =
            mine.entries().iter().map(|entry| (entry.id(), entry.clone())).collect();
        let mut beside = 0;
        for at in 0..import.rows().len() {
            let decision = dice.one(&[Decision::KeepMine, Decision::TakeTheirs, Decision::KeepBoth]);
            import.decide(at, decision);
            let row = &import.rows()[at];
            match (row.standing, decision) {
                (Standing::Same, _) | (_, Decision::KeepMine) => {}
                (Standing::New, _) | (Standing::Conflict, Decision::TakeTheirs) => {
                    wanted.insert(row.theirs.id(), row.theirs.clone());
                }
                (Standing::Conflict, Decision::KeepBoth) => beside += 1,
            }
        }
        let merged = import.finish().unwrap();
        assert_eq!(merged.entries().len(), wanted.len() + beside, "seed {seed}");
        assert!(wanted.values().all(|entry| merged.get(entry.id()) == Some(entry)), "seed {seed}");
    }
}

#[test]
fn the_same_file_twice_changes_nothing_the_second_time() {
    for seed in 0..100 {
        let (mine, theirs) = pair(&mut Dice(seed));
        let mut import = preview(&mine, &theirs);
        import.decide_all(Standing::New, Decision::TakeTheirs);
        import.decide_all(Standing::Conflict, Decision::KeepBoth);
        let merged = import.finish().unwrap();
        let again = preview(&merged, &theirs);
        assert_eq!(again.count(Standing::Same), theirs.entries().len(), "seed {seed}");
        assert!(again.finish().unwrap() == merged, "seed {seed}");
    }
}

#[test]
fn a_record_imported_into_itself_or_into_nothing() {
    let record = Dice(7).record(20);
    assert!(preview(&record, &record).finish().unwrap() == record);
    let mut fresh = preview(&Record::default(), &record);
    assert_eq!(fresh.count(Standing::New), 20);
    fresh.decide_all(Standing::New, Decision::TakeTheirs);
    assert!(fresh.finish().unwrap() == record);
    let mut left = preview(&Record::default(), &record);
    left.decide_all(Standing::New, Decision::KeepMine);
    assert!(left.finish().unwrap().entries().is_empty());
}

#[test]
fn too_much_is_refused_whole() {
    let full = |seed: u64| {
        let mut dice = Dice(seed);
        let mut record = Record::default();
        let text = || Note::new(&"字".repeat(NOTE)).unwrap();
        let mut page = || Entry::new(dice.id(), Day::LAST, Body::Journal(Journal { text: text() })).unwrap();
        while record.add(page()).is_ok() {}
        record
    };
    // Half the room each would do; two full ones do not.
    let (mine, theirs) = (full(1), full(2));
    let mut import = preview(&mine, &theirs);
    import.decide_all(Standing::New, Decision::TakeTheirs);
    assert!(matches!(import.finish(), Err(Stopped::Fault(_))));
}
