//! Who may sit down, and which rows are somebody's own.

use qinghe_content::{Informant, Locale, Pack};
use qinghe_session::{Event, Person, Refusal, SNAPSHOT_LEN, Session};
use qinghe_tests::{pack, student};
use std::rc::Rc;

fn person(age: impl Into<Option<u8>>, guardian_consent: bool) -> Person {
    Person {
        informant: Informant::Student,
        age: age.into(),
        guardian_consent,
        anonymous: false,
        second: false,
    }
}

fn refusal(person: Person) -> Option<Refusal> {
    Session::new(pack(Locale::ZhHans), person).err()
}

/// The battery is for twelve and older; under fourteen a guardian must have agreed (PIPL 2021, Art. 31).
#[test]
fn both_sides_of_every_age() {
    for (age, consent, wanted) in [
        (0, true, Some(Refusal::Age)),
        (11, true, Some(Refusal::Age)),
        (11, false, Some(Refusal::Age)),
        (12, true, None),
        (12, false, Some(Refusal::Consent)),
        (13, true, None),
        (13, false, Some(Refusal::Consent)),
        (14, true, None),
        (14, false, None),
        (255, false, None),
    ] {
        assert_eq!(refusal(person(age, consent)), wanted, "{age}, consent {consent}");
    }
    assert_eq!(refusal(person(None, true)), Some(Refusal::Age), "unknown age");
}

#[test]
fn an_upper_age_is_included() {
    let mut old = (*pack(Locale::ZhHans)).clone();
    old.battery.ages.max = Some(18);
    let old = Rc::new(old);
    assert!(Session::new(old.clone(), person(18, false)).is_ok());
    assert_eq!(Session::new(old, person(19, false)).err(), Some(Refusal::Age));
}

#[test]
fn a_battery_for_students_is_shown_to_nobody_else() {
    for informant in [Informant::Parent, Informant::Teacher] {
        assert_eq!(refusal(Person { informant, ..person(14, true) }), Some(Refusal::Role));
    }
    let mut theirs = (*pack(Locale::ZhHans)).clone();
    theirs.battery.informant = Informant::Parent;
    let theirs = Rc::new(theirs);
    let parent = |age| Person {
        informant: Informant::Parent,
        age,
        guardian_consent: false,
        anonymous: false,
        second: false,
    };
    assert!(Session::new(theirs.clone(), parent(Some(13))).is_ok(), "the age is the student's");
    assert_eq!(Session::new(theirs.clone(), parent(Some(11))).err(), Some(Refusal::Age));
    assert_eq!(Session::new(theirs.clone(), parent(None)).err(), Some(Refusal::Age));
    assert_eq!(Session::new(theirs, person(14, true)).err(), Some(Refusal::Role));
}

fn row(pack: &Rc<Pack>) -> Vec<u8> {
    let Ok(mut session) = Session::new(pack.clone(), student()) else { panic!("admitted") };
    session.handle(0, Event::Next);
    session.handle(0, Event::Agree { share_domains: true, shared_device: false });
    for option in [3, 0, 2, 1] {
        session.handle(0, Event::Choose(option));
    }
    session.snapshot().as_bytes().to_vec()
}

#[test]
fn a_row_does_not_open_the_door_to_somebody_who_is_refused() {
    let pack = pack(Locale::ZhHans);
    let row = row(&pack);
    assert!(Session::resume(pack.clone(), student(), &row).is_some());
    assert!(Session::resume(pack.clone(), person(11, true), &row).is_none());
    assert!(Session::resume(pack, person(13, false), &row).is_none());
}

#[test]
fn a_row_of_another_battery_or_version_is_refused() {
    let pack = pack(Locale::ZhHans);
    let row = row(&pack);
    let changed = |change: &dyn Fn(&mut Pack)| {
        let mut other = (*pack).clone();
        change(&mut other);
        Session::resume(Rc::new(other), student(), &row).is_some()
    };
    assert!(changed(&|_| {}));
    assert!(changed(&|pack| pack.locale = Locale::En), "another language is the same battery");
    assert!(!changed(&|pack| pack.battery.id = "mood".to_owned()));
    assert!(!changed(&|pack| pack.battery.version = "1.0.1".to_owned()));
    assert!(!changed(&|pack| pack.battery.instruments.truncate(1)), "one instrument fewer");
    assert!(!changed(&|pack| pack.instruments[1].items.truncate(6)), "one item fewer");
    assert!(!changed(&|pack| pack.instruments[0].response_sets[0].values.truncate(3)), "an option fewer");
}

#[test]
fn a_row_that_is_cut_longer_or_dirty_is_refused() {
    let pack = pack(Locale::ZhHans);
    let row = row(&pack);
    let refused = |bytes: &[u8]| Session::resume(pack.clone(), student(), bytes).is_none();
    for length in 0..SNAPSHOT_LEN {
        assert!(refused(&row[..length]), "{length} bytes");
    }
    assert!(refused(&[row.as_slice(), &[0]].concat()), "a byte more");
    let last_used = row.iter().rposition(|byte| *byte != 0).unwrap();
    for at in (0..1).chain(last_used + 1 + 20..SNAPSHOT_LEN) {
        let mut dirty = row.clone();
        dirty[at] ^= 1;
        assert!(refused(&dirty), "byte {at}");
    }
    assert!(refused(&[0; SNAPSHOT_LEN]) && refused(&[0xFF; SNAPSHOT_LEN]) && refused(&[]));
}
