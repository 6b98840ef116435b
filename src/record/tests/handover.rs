//! Handover: what goes, what stays, who can open it, and the codes that are read out.

use crate::support::Dice;
use qinghe_record::{
    AgeBand, Body, Day, Entry, Fault, Line, Record, SignedPermit,
    handover::{Between, Carry, Fresh, Proof, Ready, Reason, ReasonKind, Summary, make},
    permit::{Agreed, NotGood, band, counts, id_of, school_year},
};
use qinghe_seal::{
    KeyPair,
    age::{AgeError, Identity, To, With},
};
use qinghe_wire::{Permit, PermitAge};

fn between() -> Between {
    let line = |text| Line::new(text).unwrap();
    Between { from: line("青禾小学"), to: line("青禾中学"), day: Day::of(2026, 9, 1).unwrap() }
}

fn handed(record: &Record, carry: Carry, seed: u8, school: &Identity) -> Ready {
    let fresh = Fresh { id: [seed; 16], secret: [seed.wrapping_add(1); 32] };
    make(record, carry, between(), &fresh, school.recipient(), grown()).unwrap()
}

fn grown() -> Agreed {
    Agreed::by_student(AgeBand::Adult).unwrap()
}

fn kind(entry: &Entry) -> usize {
    match entry.body() {
        Body::Result(_) => 0,
        Body::Skill(_) => 1,
        Body::Plan(_) => 2,
        Body::Support(_) => 3,
        Body::Safety(_) => 4,
        Body::Journal(_) => 5,
        Body::Check(_) => 6,
        Body::Handed(_) => 7,
        Body::Permit(_) => 8,
    }
}

const ALL: Carry = Carry {
    plans: true,
    supports: true,
    last_tier: true,
    skills: true,
    safety: true,
    results: true,
    checks: true,
    journal: true,
};

fn why() -> Reason {
    Reason::new(ReasonKind::Planning, "和学生一起订新学期的计划").unwrap()
}

#[test]
fn by_default_the_journal_and_the_history_stay() {
    let school = Identity::generate().unwrap();
    let record = Dice(11).record(60);
    let ready = handed(&record, Carry::default(), 1, &school);
    assert!(ready.history.is_none());
    let summary = Summary::open(&ready.summary, &school).unwrap();
    assert!(!summary.has_history());
    let wanted: Vec<&Entry> = record.entries().iter().filter(|entry| [2, 3].contains(&kind(entry))).collect();
    assert!(wanted.len() > 5 && summary.entries().iter().collect::<Vec<_>>() == wanted);
    let (entry, outcome) = record.results().next_back().unwrap();
    let last = summary.last().unwrap();
    assert!(last.day == entry.day() && last.tier == outcome.tier() && last.title.as_str() == outcome.title());
    assert_eq!(summary.between(), ("青禾小学", "青禾中学", Day::of(2026, 9, 1).unwrap()));
}

#[test]
fn every_choice_carries_exactly_what_was_picked() {
    let school = Identity::generate().unwrap();
    let mut record = Dice(12).record(25);
    // An earlier handover never goes along: its secret is the student's.
    let stub = handed(&record, Carry::default(), 9, &school).stub;
    record.add(Entry::new([77; 16], Day::of(2025, 9, 1).unwrap(), Body::Handed(stub)).unwrap()).unwrap();
    for bits in 0..256_u32 {
        let picked = |bit: u32| bits >> bit & 1 == 1;
        let carry = Carry {
            plans: picked(2),
            supports: picked(3),
            last_tier: picked(7),
            skills: picked(1),
            safety: picked(4),
            results: picked(0),
            checks: picked(6),
            journal: picked(5),
        };
        let ready = handed(&record, carry, 3, &school);
        let summary = Summary::open(&ready.summary, &school).unwrap();
        let mut got: Vec<usize> = summary.entries().iter().map(kind).collect();
        if let Some(history) = &ready.history {
            let history = summary.history(history, &school, why()).unwrap();
            assert!(history.record.entries().iter().all(|entry| [0, 5, 6].contains(&kind(entry))));
            got.extend(history.record.entries().iter().map(kind));
        }
        got.sort_unstable();
        let mut wanted: Vec<usize> = record.entries().iter().map(kind).collect();
        wanted.retain(|kind| *kind < 7 && picked(*kind as u32));
        wanted.sort_unstable();
        assert_eq!(got, wanted, "{bits:08b}");
        assert_eq!(summary.last().is_some(), picked(7));
    }
}

#[test]
fn only_the_next_school_opens_it() {
    let centre = KeyPair::generate().unwrap();
    let school = Identity::of_centre(&centre.private).unwrap();
    let record = Dice(13).record(30);
    let ready = handed(&record, ALL, 4, &school);
    let stranger = Identity::generate().unwrap();
    assert_eq!(Summary::open(&ready.summary, &stranger).err(), Some(Fault::Sealed(AgeError::NoMatch)));
    let summary = Summary::open(&ready.summary, &school).unwrap();
    let history = ready.history.unwrap();
    assert!(summary.history(&history, &stranger, why()).is_err());
    assert!(summary.history(&history, &school, why()).is_ok());
    // The two files belong together.
    let other = handed(&record, ALL, 5, &school).history.unwrap();
    assert_eq!(summary.history(&other, &school, why()).err(), Some(Fault::NotARecord));
    assert_eq!(Summary::open(&history, &school).err(), Some(Fault::NotARecord));
}

#[test]
fn a_history_takes_a_reason() {
    assert_eq!(Reason::new(ReasonKind::Other, " . ").err(), Some(Fault::Empty));
    assert_eq!(Reason::new(ReasonKind::Other, "").err(), Some(Fault::Empty));
    assert_eq!(why().text(), "和学生一起订新学期的计划");
}

#[test]
fn codes_agree_at_both_ends_and_say_what_happened() {
    let school = Identity::generate().unwrap();
    let record = Dice(14).record(30);
    let ready = handed(&record, ALL, 6, &school);
    let summary = Summary::open(&ready.summary, &school).unwrap();
    let history = ready.history.unwrap();
    // The student's record keeps what checks them, sealed.
    let mut kept = Record::default();
    kept.add(Entry::new([1; 16], Day::LAST, Body::Handed(ready.stub)).unwrap()).unwrap();
    let file = kept.seal(To::Keys(&[school.recipient()])).unwrap();
    let kept = Record::open(&file, With::Keys(std::slice::from_ref(&school))).unwrap();
    let Body::Handed(stub) = kept.entries()[0].body() else { panic!("a handover") };
    assert_eq!(stub.proves(&summary.receipt(false).text()), Some(Proof::HandedOver));
    assert_eq!(stub.proves(&summary.receipt(true).text()), Some(Proof::Received));
    for kind in ReasonKind::ALL {
        let reason = Reason::new(kind, "一起看看").unwrap();
        let opened = summary.history(&history, &school, reason).unwrap();
        let read_out = opened.receipt.text().replace(' ', "-");
        assert_eq!(stub.proves(&read_out), Some(Proof::HistoryOpened(kind)));
    }
    let text = summary.receipt(true).text();
    assert_eq!(text.len(), 9);
    assert_eq!(stub.proves(""), None);
    assert_eq!(stub.proves(&text[..8]), None);
    let other = handed(&record, ALL, 7, &school).stub;
    assert_eq!(other.proves(&text), None);
    // Every digit counts.
    for at in [0, 1, 2, 3, 5, 6, 7, 8] {
        let mut wrong = text.clone().into_bytes();
        wrong[at] = if wrong[at] == b'9' { b'0' } else { wrong[at] + 1 };
        assert_eq!(stub.proves(&String::from_utf8(wrong).unwrap()), None);
    }
}

#[test]
fn sizes_do_not_tell_what_was_picked() {
    let school = Identity::generate().unwrap();
    let sizes = |entries: usize, carry: Carry| {
        let ready = handed(&Dice(15).record(entries), carry, 8, &school);
        (ready.summary.len(), ready.history.map(|file| file.len()))
    };
    let (summary, history) = sizes(30, ALL);
    assert_eq!(sizes(3, Carry::default()), (summary, None));
    assert_eq!(sizes(0, Carry::default()), (summary, None));
    assert_eq!(sizes(12, ALL), (summary, history));
}

fn signed(age: PermitAge, year: u16, until: Day) -> SignedPermit {
    let permit = Permit {
        age,
        year,
        until: until.days(),
        student: [3; 16],
        key: [4; 8],
        school: "青山湖实验学校".to_owned(),
    };
    SignedPermit { permit, signature: [7; 64] }
}

#[test]
fn nobody_hands_over_before_everybody_agreed_whom_the_table_asks() {
    let today = Day::of(2026, 11, 28).unwrap();
    let until = Day::new(today.days() + 30).unwrap();
    // The table, by hand: under fourteen a guardian, afterwards the student alone.
    assert!(Agreed::by_student(AgeBand::Child).is_none());
    assert!(Agreed::by_student(AgeBand::Youth).is_some() && Agreed::by_student(AgeBand::Adult).is_some());
    let good = signed(PermitAge::Child, 2026, until);
    let by = |signed: SignedPermit, day: Day, proved| Agreed::by_permit(signed, day, proved).err();
    assert_eq!(by(good.clone(), today, true), None);
    assert_eq!(by(good.clone(), until, true), None);
    assert_eq!(by(good.clone(), today, false), Some(NotGood::Unproved));
    assert_eq!(by(good.clone(), Day::new(until.days() + 1).unwrap(), true), Some(NotGood::Over));
    assert_eq!(by(signed(PermitAge::Child, 2025, until), today, true), Some(NotGood::OtherYear));
    assert_eq!(by(signed(PermitAge::Child, 2027, until), today, true), Some(NotGood::OtherYear));
    // A school year begins in September.
    let years = [(2026, 8, 31), (2026, 9, 1), (2027, 1, 1)];
    assert_eq!(
        years.map(|(year, month, day)| school_year(Day::of(year, month, day).unwrap())),
        [2025, 2026, 2026]
    );
    assert_eq!(
        [PermitAge::Child, PermitAge::Youth, PermitAge::Adult].map(|age| band(&signed(age, 2026, until))),
        AgeBand::ALL
    );
}

#[test]
fn the_yes_lies_inside_the_seal_and_nowhere_else() {
    let school = Identity::generate().unwrap();
    let today = Day::of(2026, 11, 28).unwrap();
    let mine = signed(PermitAge::Child, 2026, Day::new(today.days() + 30).unwrap());
    let mut record = Dice(15).record(20);
    record.add(Entry::new(id_of(&mine), today, Body::Permit(Box::new(mine.clone()))).unwrap()).unwrap();
    // Put in a second time it is the same entry, and it comes through the record's own seal.
    assert!(
        record.add(Entry::new(id_of(&mine), today, Body::Permit(Box::new(mine.clone()))).unwrap())
            == Err(Fault::Taken)
    );
    let file = record.seal(To::Keys(&[school.recipient()])).unwrap();
    assert!(Record::open(&file, With::Keys(std::slice::from_ref(&school))).unwrap() == record);
    let fresh = Fresh { id: [8; 16], secret: [9; 32] };
    let agreed = Agreed::by_permit(mine.clone(), today, true).unwrap();
    let ready = make(&record, ALL, between(), &fresh, school.recipient(), agreed).unwrap();
    assert!(!ready.summary.windows(15).any(|part| part == &mine.to_text().as_bytes()[..15]));
    let summary = Summary::open(&ready.summary, &school).unwrap();
    assert_eq!(summary.permit(), Some(&mine));
    assert_eq!(counts(summary.permit().unwrap(), today), Ok(()));
    assert!(summary.entries().iter().all(|entry| kind(entry) != 8));
    let history = summary.history(&ready.history.unwrap(), &school, why()).unwrap();
    assert!(history.record.entries().iter().all(|entry| kind(entry) != 8));
    // Who decides alone carries none, and the file is of the same size.
    let alone = handed(&record, ALL, 8, &school);
    assert_eq!(Summary::open(&alone.summary, &school).unwrap().permit(), None);
    assert_eq!(alone.summary.len(), ready.summary.len());
}
