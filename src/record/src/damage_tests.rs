//! What can happen to bytes between opening a file and reading it: nothing panics, and what is read has one encoding.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

// Most of it is for the tests from outside.
#[allow(dead_code)]
#[path = "../tests/support/mod.rs"]
mod support;

use crate::{
    Class, Day, Fault, Line, Record,
    handover::{self, Between, Carry, Fresh, Summary},
    permit::Agreed,
    record::{self, padded},
};
use qinghe_seal::age::Identity;
use qinghe_wire::{Permit, PermitAge, SignedPermit};
use support::{Dice, mutated};

/// Breaks the written part, and fills it up again so that the length does not give it away.
fn broken(dice: &mut Dice, plain: &[u8]) -> Vec<u8> {
    let end = plain.iter().rposition(|byte| *byte != 0).unwrap() + 1;
    let mut broken = mutated(dice, &plain[..end]);
    broken.resize(if dice.below(8) > 0 { plain.len() } else { broken.len() }, 0);
    broken
}

#[test]
fn no_damage_becomes_a_record_and_none_panics() {
    let mut read = 0;
    for seed in 0..4_000 {
        let mut dice = Dice(seed);
        let entries = 1 + dice.below(5);
        let plain = padded(record::MAGIC, &dice.record(entries).body(), Class::K16).unwrap();
        let broken = broken(&mut dice, &plain);
        match Record::read(&broken) {
            Ok(other) => {
                read += 1;
                let again = padded(record::MAGIC, &other.body(), Class::K16).unwrap();
                assert!(again.as_slice() == broken.as_slice(), "seed {seed}: two encodings");
            }
            Err(why) => assert!(why.to_string().len() > 20, "seed {seed}: {why}"),
        }
    }
    assert!(read > 100, "some changes of letters and days are records too: {read}");
}

fn mine() -> SignedPermit {
    let permit = Permit {
        age: PermitAge::Child,
        year: 2026,
        until: 20_800,
        student: [1; 16],
        key: [2; 8],
        school: "青禾小学".into(),
    };
    SignedPermit { permit, signature: [3; 64] }
}

fn agreed() -> Agreed {
    Agreed::by_permit(mine(), Day::of(2026, 11, 28).unwrap(), true).unwrap()
}

#[test]
fn no_damage_becomes_a_summary_and_none_panics() {
    let school = Identity::generate().unwrap();
    let line = |text| Line::new(text).unwrap();
    let mut read = 0;
    for seed in 0..3_000 {
        let mut dice = Dice(seed);
        let entries = 1 + dice.below(6);
        let record = dice.record(entries);
        let between = Between { from: line("a"), to: line("b"), day: Day::LAST };
        let fresh = Fresh { id: dice.id(), secret: [7; 32] };
        let carry = Carry { skills: true, safety: true, ..Carry::default() };
        // One sealing for every hundred: what is tried here is the reader.
        let summary = if seed % 100 == 0 {
            let ready =
                handover::make(&record, carry, between, &fresh, school.recipient(), agreed()).unwrap();
            Summary::open(&ready.summary, &school).unwrap()
        } else {
            handover::summary(&record, carry, between, &fresh, (None, (seed % 2 == 1).then(mine)))
        };
        let plain = padded(handover::MAGIC, &summary.body(), Class::K16).unwrap();
        let broken = broken(&mut dice, &plain);
        match Summary::read(&broken) {
            Ok(other) => {
                read += 1;
                let again = padded(handover::MAGIC, &other.body(), Class::K16).unwrap();
                assert!(again.as_slice() == broken.as_slice(), "seed {seed}: two encodings");
            }
            Err(why) => assert!(why.to_string().len() > 20, "seed {seed}: {why}"),
        }
    }
    assert!(read > 60, "{read}");
}

#[test]
fn a_journal_in_a_summary_was_not_put_there_by_us() {
    let mut dice = Dice(1);
    let between = Between { from: dice.line(), to: dice.line(), day: Day::LAST };
    let fresh = Fresh { id: [1; 16], secret: [2; 32] };
    let record = dice.record(30);
    let mut summary = handover::summary(&record, Carry::default(), between, &fresh, (None, None));
    assert!(Summary::read(&padded(handover::MAGIC, &summary.body(), Class::K64).unwrap()).is_ok());
    summary.smuggle(&record);
    let plain = padded(handover::MAGIC, &summary.body(), Class::K64).unwrap();
    assert!(matches!(Summary::read(&plain), Err(Fault::Malformed { .. })));
}
