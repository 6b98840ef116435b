//! Container and reader: one encoding, sizes that say nothing, limits, and damage of every kind.

use crate::support::{Dice, mutated, sealed};
use qinghe_record::{
    Body, Class, Day, Entry, Fault, Journal, Line, MAX_ENTRIES, NOTE, Note, Outcome, Plan, Record, Score,
    Tier, open_entry, seal_entry,
};
use qinghe_seal::{
    age::{self, AgeError, Identity, To, With},
    words::{List, Words},
};

fn opened(file: &[u8], identity: &Identity) -> Result<Record, Fault> {
    Record::open(file, With::Keys(std::slice::from_ref(identity)))
}

/// Same bytes, and with them the same order.
fn same(left: &Record, right: &Record) -> bool {
    left == right
}

#[test]
fn what_is_sealed_comes_back() {
    let identity = Identity::generate().unwrap();
    let to = [identity.recipient()];
    for seed in 0..150 {
        let mut dice = Dice(seed);
        let entries = dice.below(25);
        let record = dice.record(entries);
        let file = record.seal(To::Keys(&to)).unwrap();
        assert!(same(&opened(&file, &identity).unwrap(), &record), "seed {seed}");
    }
}

#[test]
fn words_open_a_record() {
    let words = Words::generate(List::ZhHans).unwrap();
    let record = Dice(1).record(5);
    let file = record.seal(To::Words(&words)).unwrap();
    let again = Record::open(&file, With::Passphrase(&words.text())).unwrap();
    assert!(same(&again, &record));
}

#[test]
fn order_of_writing_leaves_no_trace() {
    let mut dice = Dice(5);
    let entries: Vec<Entry> = (0..30).map(|_| dice.entry()).collect();
    let plain = |entries: &[Entry]| {
        let identity = Identity::generate().unwrap();
        let mut record = Record::default();
        entries.iter().for_each(|entry| record.add(entry.clone()).unwrap());
        let file = record.seal(To::Keys(&[identity.recipient()])).unwrap();
        age::open(&file, With::Keys(&[identity])).unwrap().to_vec()
    };
    let first = plain(&entries);
    for _ in 0..5 {
        let mut shuffled = entries.clone();
        for at in (1..shuffled.len()).rev() {
            shuffled.swap(at, dice.below(at + 1));
        }
        assert!(plain(&shuffled) == first);
    }
}

#[test]
fn size_tells_one_of_three_things() {
    let identity = Identity::generate().unwrap();
    let to = [identity.recipient()];
    let journal = |nth: u8, length: usize| {
        let text = Note::new(&"字".repeat(length)).unwrap();
        Entry::new([nth; 16], Day::new(20_000).unwrap(), Body::Journal(Journal { text })).unwrap()
    };
    let mut sizes = std::collections::BTreeMap::<usize, usize>::new();
    let mut record = Record::default();
    for nth in 0..43 {
        let file = record.seal(To::Keys(&to)).unwrap();
        *sizes.entry(file.len()).or_default() += 1;
        let class = Class::ALL.into_iter().find(|class| file.len() <= class.bytes()).unwrap();
        assert!(class > Class::K4 && class.bytes() - file.len() < 1_024, "{}", file.len());
        record.add(journal(nth, NOTE)).unwrap();
    }
    // 2 000 characters of three bytes each: 2, 10 and 43 of them fit.
    assert_eq!(sizes.values().copied().collect::<Vec<_>>(), [3, 8, 32]);
    let too_large = record.add(journal(43, NOTE));
    assert!(matches!(too_large, Err(Fault::TooLarge { .. })));
    assert_eq!(record.entries().len(), 43, "a refused entry changes nothing");
    assert!(record.seal(To::Keys(&to)).is_ok());
    let small = Dice(2).record(2).seal_for_paper(To::Keys(&to)).unwrap();
    assert!(small.len() <= Class::K4.bytes());
}

#[test]
fn a_record_has_at_most_so_many_entries() {
    let entry = |nth: u32| {
        let mut id = [0; 16];
        id[..4].copy_from_slice(&nth.to_le_bytes());
        let body = Body::Journal(Journal { text: Note::new("a").unwrap() });
        Entry::new(id, Day::new(20_000).unwrap(), body).unwrap()
    };
    // Adding one by one would copy five thousand lists; a file brings them at once.
    let identity = Identity::generate().unwrap();
    let mut plain = b"QHR\x01".to_vec();
    let file = |count: u32| {
        let mut body = u16::try_from(count).unwrap().to_le_bytes().to_vec();
        for nth in 0..count {
            body.extend(20_000_u32.to_le_bytes());
            body.extend(nth.to_be_bytes());
            body.extend([0; 12]);
            body.extend([5, 1, 0, b'a']);
        }
        let mut plain = plain.clone();
        plain.extend(u32::try_from(body.len()).unwrap().to_le_bytes());
        plain.extend(body);
        plain.resize(Class::K256.bytes() - 1_024, 0);
        sealed(&plain, &identity)
    };
    let most = u32::try_from(MAX_ENTRIES).unwrap();
    let mut record = opened(&file(most), &identity).unwrap();
    assert_eq!(record.entries().len(), MAX_ENTRIES);
    assert!(matches!(opened(&file(most + 1), &identity), Err(Fault::Malformed { .. })));
    assert_eq!(record.add(entry(u32::MAX)).err(), Some(Fault::TooMany));
    plain[3] = 2;
    plain.resize(Class::K16.bytes() - 1_024, 0);
    assert_eq!(opened(&sealed(&plain, &identity), &identity).err(), Some(Fault::LaterVersion));
}

#[test]
fn a_damaged_file_is_refused_and_says_why() {
    let identity = Identity::generate().unwrap();
    let file = Dice(3).record(4).seal(To::Keys(&[identity.recipient()])).unwrap();
    for seed in 0..1_000 {
        let broken = mutated(&mut Dice(seed), &file);
        if broken != file {
            assert!(opened(&broken, &identity).is_err(), "seed {seed}");
        }
    }
    let other = Identity::generate().unwrap();
    assert_eq!(opened(&file, &other).err(), Some(Fault::Sealed(AgeError::NoMatch)));
    let foreign = sealed(b"a letter to somebody", &identity);
    assert_eq!(opened(&foreign, &identity).err(), Some(Fault::NotARecord));
}

#[test]
fn one_entry_goes_into_a_shut_record() {
    let identity = Identity::generate().unwrap();
    let mut sizes = Vec::new();
    for seed in 0..40 {
        let entry = Dice(seed).entry();
        let file = seal_entry(&entry, identity.recipient()).unwrap();
        sizes.push(file.len());
        let again = open_entry(&file, With::Keys(std::slice::from_ref(&identity))).unwrap();
        assert!(again == entry, "seed {seed}");
    }
    assert!(sizes.windows(2).all(|pair| pair[0] == pair[1]), "{sizes:?}");
    let two = Dice(9).record(2).seal(To::Keys(&[identity.recipient()])).unwrap();
    assert_eq!(open_entry(&two, With::Keys(&[identity])).err(), Some(Fault::NotARecord));
}

#[test]
fn texts_are_clean_and_bounded() {
    let clean = |typed: &str| Line::new(typed).map(|line| line.as_str().to_owned());
    assert_eq!(clean("  去操场\t走走\n "), Ok("去操场 走走".to_owned()));
    assert_eq!(clean("a\u{202E}b\u{200B}c\u{7}d\u{FEFF}"), Ok("abcd".to_owned()));
    assert_eq!(clean("👩‍👩‍👧"), Ok("👩‍👩‍👧".to_owned()));
    assert_eq!(clean("\u{200B} \n"), Err(Fault::Empty));
    assert_eq!(clean(&"字".repeat(121)), Err(Fault::Long { most: 120 }));
    assert!(clean(&"字".repeat(120)).is_ok());
    assert_eq!(Note::new("一\r\n二").unwrap().as_str(), "一\n二");
}

#[test]
fn days_are_those_of_the_calendar() {
    for (day, parts) in [
        (0, (1970, 1, 1)),
        (58, (1970, 2, 28)),
        (59, (1970, 3, 1)),
        (11_016, (2000, 2, 29)),
        (20_784, (2026, 11, 27)),
        (47_541, (2100, 3, 1)),
    ] {
        assert_eq!(Day::new(day).unwrap().parts(), parts);
    }
    let mut expected = (1970, 1, 1);
    for days in 0..=Day::LAST.days() {
        let day = Day::new(days).unwrap();
        let (year, month, of_month) = day.parts();
        assert_eq!((year, month, of_month), expected);
        assert_eq!(Day::of(year, month, of_month), Some(day));
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let length = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        expected = match (month, of_month) {
            (12, 31) => (year + 1, 1, 1),
            (_, last) if last == length[month as usize - 1] => (year, month + 1, 1),
            _ => (year, month, of_month + 1),
        };
    }
    assert_eq!(expected, (2200, 1, 1));
    for (year, month, day) in [(2025, 2, 29), (2026, 4, 31), (2026, 13, 1), (2026, 0, 1), (1969, 12, 31)] {
        assert_eq!(Day::of(year, month, day), None);
    }
}

#[test]
fn parts_that_contradict_each_other_are_no_entry() {
    let mut dice = Dice(4);
    let good = dice.score(0);
    let with = |change: &dyn Fn(&mut qinghe_record::ScoreParts)| {
        let mut parts = good.parts().clone();
        (parts.value, parts.range, parts.scale) = (10, Some((8, 12)), (0, 27));
        parts.bands.clear();
        change(&mut parts);
        Score::new(parts).is_ok()
    };
    assert!(with(&|_| {}));
    assert!(!with(&|parts| parts.value = 28));
    assert!(!with(&|parts| parts.value = 7));
    assert!(!with(&|parts| parts.range = Some((8, 28))));
    assert!(!with(&|parts| parts.range = Some((12, 8))));
    assert!(!with(&|parts| parts.decimals = 5));
    let band = |from| qinghe_record::Band { from, name: Line::new("b").unwrap() };
    assert!(with(&|parts| parts.bands = vec![band(0), band(5)]));
    assert!(!with(&|parts| parts.bands = vec![band(1), band(5)]));
    assert!(!with(&|parts| parts.bands = vec![band(0), band(5), band(5)]));
    let line = || Line::new("x").unwrap();
    assert!(Outcome::new(line(), line(), line(), Tier::Routine, vec![good.clone(), good.clone()]).is_err());
    let plan = |steps| {
        let plan = Plan { goal: line(), steps, owner: line(), next: Day::LAST, done: false };
        Entry::new([0; 16], Day::LAST, Body::Plan(plan)).is_ok()
    };
    assert!(plan(vec![line(); 10]) && !plan(vec![line(); 11]));
}
