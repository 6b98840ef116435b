//! What a finished sitting puts into a record: tier and scores of every battery, nothing of a single response, and what
//! change counts where somebody has measured it.

use qinghe_content::{Change, Informant, Locale, Pack};
use qinghe_keep::entry;
use qinghe_record::{
    Body, Day, Entry, Outcome, Record,
    timeline::{Direction, Mark, timeline},
};
use qinghe_scoring::change::{self, direction};
use qinghe_session::{Event, Person, Session, View};
use qinghe_tests::{changed, dice::Dice, pack_of, student};
use std::rc::Rc;

const BATTERIES: [(&str, u8); 10] = [
    ("junior", 14),
    ("mood-adaptive", 16),
    ("mood-and-anxiety", 14),
    ("own-stress", 16),
    ("parent-report", 10),
    ("senior", 16),
    ("two-step", 14),
    ("university", 19),
    ("upper-primary", 11),
    ("vocational", 16),
];

/// Goes through a sitting, `choose` giving an option by instrument, item and number of options.
fn sit(pack: &Rc<Pack>, age: u8, mut choose: impl FnMut(&str, &str, u64) -> Option<u8>) -> Session {
    let person =
        Person { informant: pack.battery.informant, age: Some(age), guardian_consent: true, ..student() };
    let mut session = Session::new(Rc::clone(pack), person).unwrap_or_else(|_| panic!("admitted"));
    let mut now = 0;
    for _ in 0..2_000 {
        now += 5_000;
        let event = match session.view() {
            View::Sees { .. } => Event::Next,
            View::Consent { .. } => Event::Agree { share_domains: false, shared_device: false },
            View::Item(item) => {
                let instrument = &pack.instruments[item.instrument];
                let at = &instrument.items[item.item];
                let options = instrument.response_sets[usize::from(at.response_set)].values.len() as u64;
                choose(&instrument.id, &at.id, options).map_or(Event::Skip, Event::Choose)
            }
            View::Again { .. } => Event::HandIn,
            View::Help(_) => Event::HelpClose,
            View::End { .. } => return session,
            View::Declined | View::Left => panic!("nobody went away"),
        };
        session.handle(now, event);
    }
    panic!("a sitting ends")
}

fn kept(pack: &Pack, session: &Session) -> Entry {
    let (tier, scores) = session.finished().unwrap();
    entry(pack, tier, &scores, [7; 16], Day::new(20_700).unwrap()).unwrap()
}

fn same(kept: qinghe_record::Tier, given: qinghe_content::Tier) -> bool {
    use {qinghe_content::Tier as Given, qinghe_record::Tier as Kept};
    matches!(
        (kept, given),
        (Kept::Routine, Given::Routine)
            | (Kept::Watch, Given::Watch)
            | (Kept::Priority, Given::Priority)
            | (Kept::Urgent, Given::Urgent)
            | (Kept::Unclear, Given::Unclear)
    )
}

fn outcome(entry: &Entry) -> &Outcome {
    match entry.body() {
        Body::Result(outcome) => outcome,
        _ => panic!("a result"),
    }
}

#[test]
fn every_battery_gives_an_entry_with_its_tier_and_no_score_over_one_item() {
    for (battery, age) in BATTERIES {
        for locale in [Locale::ZhHans, Locale::En] {
            let pack = pack_of(battery, locale);
            let mut scores = 0;
            for seed in 0..25 {
                let mut dice = Dice::new(seed);
                let session = sit(&pack, age, |_, _, options| {
                    (!dice.chance(4)).then(|| u8::try_from(dice.below(options)).unwrap())
                });
                let entry = kept(&pack, &session);
                let outcome = outcome(&entry);
                let tier = session.finished().unwrap().0;
                assert!(same(outcome.tier(), tier), "{battery} {seed}");
                for score in outcome.scores() {
                    let parts = score.parts();
                    let of = |one: &&qinghe_content::Instrument| one.id == parts.instrument.as_str();
                    let instrument = pack.instruments.iter().find(of).unwrap();
                    let source = instrument.scores.iter().find(|one| one.id == parts.score.as_str()).unwrap();
                    assert!(source.inputs.len() > 1, "{battery}: {} is a response", source.id);
                    assert_eq!(score.band().is_some(), !parts.bands.is_empty(), "{battery} {seed}");
                    assert!(!parts.name.as_str().is_empty());
                    scores += 1;
                }
                // What the row on the device gives is the same entry.
                let person = Person {
                    informant: pack.battery.informant,
                    age: Some(age),
                    guardian_consent: true,
                    ..student()
                };
                let again = Session::resume(Rc::clone(&pack), person, session.snapshot().as_bytes()).unwrap();
                assert!(kept(&pack, &again) == entry, "{battery} {seed}");
            }
            assert!(
                scores > 0 || pack.battery.informant == Informant::Teacher,
                "{battery} gives no score at all"
            );
        }
    }
}

/// Where the responses lie does not show: only their sum does.
#[test]
fn the_same_total_over_other_items_is_the_same_entry() {
    let pack = pack_of("mood-and-anxiety", Locale::ZhHans);
    for seed in 0..100 {
        let mut dice = Dice::new(seed);
        let mut given: Vec<u8> = (0..8).map(|_| u8::try_from(dice.below(4)).unwrap()).collect();
        let worry: Vec<u8> = (0..7).map(|_| u8::try_from(dice.below(4)).unwrap()).collect();
        let of = |given: &[u8], worry: &[u8]| {
            let (mut mood, mut rest) = (given.iter().copied(), worry.iter().copied());
            let session = sit(&pack, 14, |instrument, _, _| {
                Some(if instrument == "phq-9" { mood.next().unwrap_or(0) } else { rest.next().unwrap_or(0) })
            });
            kept(&pack, &session)
        };
        let before = of(&given, &worry);
        let (one, other) = (dice.below(8) as usize, dice.below(8) as usize);
        given.swap(one, other);
        assert!(of(&given, &worry) == before, "seed {seed}");
        given[one] = (given[one] + 1) % 4;
        assert!(of(&given, &worry) != before, "seed {seed}");
    }
}

#[test]
fn nothing_is_kept_of_a_sitting_that_is_not_over() {
    let pack = pack_of("mood-and-anxiety", Locale::ZhHans);
    let mut session = Session::new(Rc::clone(&pack), student()).unwrap_or_else(|_| panic!("admitted"));
    session.handle(1, Event::Next);
    session.handle(2, Event::Agree { share_domains: false, shared_device: false });
    for now in 0..5 {
        assert!(session.finished().is_none());
        session.handle(10_000 * (now + 1), Event::Choose(1));
    }
}

#[test]
fn where_change_was_measured_the_entry_says_what_counts() {
    let pack = pack_of("mood-and-anxiety", Locale::ZhHans);
    let all =
        |option| sit(&pack, 14, move |instrument, _, _| Some(if instrument == "phq-9" { option } else { 0 }));
    let (much, none) = (kept(&pack, &all(2)), kept(&pack, &all(0)));
    let part = |entry: &Entry, nth: usize| outcome(entry).scores()[nth].parts().clone();
    let least = |nth| part(&much, nth).change.map(|change| (change.reliable, change.higher_is_worse));
    // As their sources give them (`scales/phq-9/evidence.md`, `scales/gad-7/evidence.md`).
    assert_eq!((least(0), least(1)), (Some((6, true)), Some((4, true))));
    let mood = part(&much, 0);
    assert_eq!((mood.value, mood.range), (18, Some((13, 23))));
    assert_eq!(part(&none, 0).range, Some((0, 5)), "cut off at the end of the scale");
    let band = |entry: &Entry, nth: usize| {
        outcome(entry).scores()[nth].band().map(|band| band.name.as_str().to_owned())
    };
    assert_eq!(band(&much, 0).as_deref(), Some("比较明显"));
    assert_eq!(band(&none, 0).as_deref(), Some("一般范围"));

    let unmeasured = changed(&pack, |pack| {
        pack.instruments.iter_mut().flat_map(|one| &mut one.scores).for_each(|score| score.change = None);
    });
    let bare = kept(&unmeasured, &sit(&unmeasured, 14, |_, _, _| Some(1)));
    assert!(part(&bare, 0).range.is_none() && part(&bare, 0).change.is_none());
}

/// Two sittings with the shipped scales, and what the record's drawing says of the second.
#[test]
fn the_record_marks_a_change_that_is_more_than_noise() {
    let pack = pack_of("mood-and-anxiety", Locale::ZhHans);
    let on = |day: u32, mood: u8, worry: u8| {
        let mut left = [("phq-9", mood), ("gad-7", worry)];
        let session = sit(&pack, 14, |instrument, _, _| {
            let left = left.iter_mut().find(|(id, _)| *id == instrument)?;
            let given = left.1.min(3);
            left.1 -= given;
            Some(given)
        });
        let (tier, scores) = session.finished().unwrap();
        let id = [u8::try_from(day % 256).unwrap(); 16];
        entry(&pack, tier, &scores, id, Day::new(day).unwrap()).unwrap()
    };
    let marks = |before: (u8, u8), now: (u8, u8)| {
        let mut record = Record::default();
        record.add(on(20_700, before.0, before.1)).unwrap();
        record.add(on(20_790, now.0, now.1)).unwrap();
        let drawn = timeline(&record, |change, before, now| {
            let change = Change { reliable: change.reliable, higher_is_worse: change.higher_is_worse };
            match direction(change, before, now) {
                change::Direction::Better => Direction::Better,
                change::Direction::Same => Direction::Same,
                change::Direction::Worse => Direction::Worse,
            }
        });
        let of = |id: &str| drawn.tracks.iter().find(|track| track.key.0 == id).unwrap();
        ["phq-9", "gad-7"].map(|id| match of(id).points[1].mark {
            Mark::Compared(Direction::Better) => "better",
            Mark::Compared(Direction::Same) => "same",
            Mark::Compared(Direction::Worse) => "worse",
            Mark::First | Mark::OtherVersion | Mark::Unknown => "not compared",
        })
    };
    assert_eq!(marks((10, 8), (16, 12)), ["worse", "worse"]);
    assert_eq!(marks((10, 8), (15, 11)), ["same", "same"]);
    assert_eq!(marks((16, 12), (10, 9)), ["better", "same"]);
    assert_eq!(marks((15, 12), (10, 8)), ["same", "better"]);
}

#[test]
fn of_a_score_whose_low_end_stands_out_the_low_band_is_named_so() {
    let pack = pack_of("upper-primary", Locale::ZhHans);
    let of = |option: fn(u64) -> u8| {
        let session = sit(&pack, 11, |instrument, _, options| {
            Some(if instrument == "who-5" { option(options) } else { 0 })
        });
        let entry = kept(&pack, &session);
        let who = outcome(&entry)
            .scores()
            .iter()
            .find(|score| score.parts().instrument.as_str() == "who-5")
            .cloned();
        let who = who.expect("well-being is kept");
        (who.parts().value, who.band().map(|band| band.name.as_str().to_owned()))
    };
    let values = [of(|_| 0), of(|options| u8::try_from(options - 1).unwrap())];
    let (low, high) =
        if values[0].0 < values[1].0 { (&values[0], &values[1]) } else { (&values[1], &values[0]) };
    assert_eq!(high.1.as_deref(), Some("一般范围"));
    assert_ne!(low.1, high.1);
}
