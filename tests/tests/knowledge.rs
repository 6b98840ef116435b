//! Banks that ship and core knowledge, over months: who knows gets through, who clicks, reloads or guesses does
//! not. A year passes in milliseconds.

use qinghe_content::{
    Locale,
    asked::{Asked, KnowledgePack, ProbeBank, ProbePack, Topic},
    exercise::{Listing, Variant},
};
use qinghe_session::{
    practice::{End, Run},
    training::{
        Day, Knowledge, KnowledgeItem, Person, Probe, ProbeKind, Ratio, Reached, Record, Standing, bank,
        form, rates, week,
    },
};
use qinghe_tests::{
    dice::Dice,
    training::{FIRST_DAY, begin, ended, exercise, go_through, noon},
};
use std::collections::BTreeSet;

const KINDS: [ProbeKind; 2] = [ProbeKind::Recall, ProbeKind::Judgement];

/// Every bank that ships, encoded and decoded again, with the listing of its exercise.
fn banks() -> Vec<(Listing, ProbeBank)> {
    let (library, findings) = qinghe_compiler::library(&qinghe_tests::root());
    assert!(!findings.has_errors(), "{}", findings.render());
    let mut all = Vec::new();
    for read in library.exercises {
        let listing = |locale| {
            let text = read.text(locale).unwrap();
            Listing::of(&read.exercise, &text.forms).unwrap()
        };
        for pack in &read.probes {
            let pack = ProbePack::decode(&pack.encode().unwrap()).unwrap();
            all.extend(pack.banks.into_iter().map(|bank| (listing(pack.locale), bank)));
        }
    }
    assert!(all.len() >= 6, "the bank of E01 for three variants in two languages");
    all
}

/// How somebody chooses among the options in the order shown.
type Way = fn(&Asked, &[u8], &mut Dice) -> usize;

fn knows(item: &Asked, order: &[u8], _: &mut Dice) -> usize {
    order.iter().position(|option| *option == item.right).unwrap()
}

fn longest(item: &Asked, order: &[u8], _: &mut Dice) -> usize {
    let length = |place: &usize| item.options[usize::from(order[*place])].chars().count();
    (0..order.len()).max_by_key(length).unwrap()
}

fn first(_: &Asked, _: &[u8], _: &mut Dice) -> usize {
    0
}

fn any(_: &Asked, order: &[u8], dice: &mut Dice) -> usize {
    usize::try_from(dice.below(order.len() as u64)).unwrap()
}

/// One attempt at each kind of probe on a day, as far as the record lets it begin.
fn attempt(record: &mut Record, listing: &Listing, of: &ProbeBank, day: Day, way: Way, dice: &mut Dice) {
    for kind in KINDS {
        let items = bank(of, kind);
        let history = record.history(&listing.id).unwrap();
        let Some(mut probe) = Probe::draw(kind, &items, &history.seen(), dice.roll(), 0) else { continue };
        if !record.begun(&probe, listing, day) {
            continue;
        }
        let mut now = 0;
        while let Some((item, order)) = probe.shown() {
            let asked = of.recall.iter().chain(&of.scenarios).find(|asked| asked.id == item.id).unwrap();
            let place = way(asked, order, dice);
            now += 2_000;
            assert!(probe.choose(place, now));
        }
        record.probed(kind, probe.attempt(day).unwrap(), listing);
    }
}

fn standing(record: &Record, listing: &Listing, day: Day) -> Standing {
    record.history(&listing.id).map_or(Standing::New, |history| history.standing(day))
}

fn practised(listing: &Listing) -> Run {
    let id = listing.id.clone();
    Run { exercise: id, end: End::Done, practised: true, rose: None, ends_high: false, stories: Vec::new() }
}

/// Each bank holds two attempts of both kinds and a refresher, all of it new.
#[test]
fn every_bank_that_ships_lasts_for_two_attempts_and_a_refresher() {
    for (listing, of) in banks() {
        let (mut record, mut dice) = (Record::default(), Dice::new(7));
        for day in [0, 1, 2, 3, 4] {
            record.after(&practised(&listing), &listing, noon(FIRST_DAY + day));
        }
        // Fails once on purpose: nothing is known on the first attempt.
        attempt(
            &mut record,
            &listing,
            &of,
            FIRST_DAY + 8,
            |item, order, dice| (knows(item, order, dice) + 1) % order.len(),
            &mut dice,
        );
        assert!(standing(&record, &listing, FIRST_DAY + 8) == Standing::Completed);
        attempt(&mut record, &listing, &of, FIRST_DAY + 9, knows, &mut dice);
        assert!(standing(&record, &listing, FIRST_DAY + 9) == Standing::Mastered, "{}", listing.id);
        assert!(standing(&record, &listing, FIRST_DAY + 100) == Standing::RefreshDue);
        attempt(&mut record, &listing, &of, FIRST_DAY + 100, knows, &mut dice);
        assert!(standing(&record, &listing, FIRST_DAY + 100) == Standing::Mastered, "{}", listing.id);
        let history = record.history(&listing.id).unwrap();
        let asked: Vec<&String> =
            history.recalls.iter().chain(&history.judgements).flat_map(|one| &one.items).collect();
        let once: BTreeSet<&&String> = asked.iter().collect();
        assert_eq!((asked.len(), once.len()), (25, 25), "nothing was asked twice");
    }
}

/// A year of clicking through the exercise and every probe it opens, by chance, by place and by length.
#[test]
fn whoever_clicks_through_a_bank_that_ships_never_masters_it() {
    for (listing, of) in banks() {
        let pack = exercise(&listing.id);
        let shape = pack.exercise.form(of.variant).unwrap().clone();
        let entry = &shape.entries.last().unwrap().id;
        for (seed, way) in (0..40).zip([any as Way, first, longest].into_iter().cycle()) {
            let (mut dice, mut record) = (Dice::new(seed), Record::default());
            for day in (0..365).step_by(9) {
                let mut practice = begin(&pack, shape.variant, entry);
                let (effects, _) = go_through(&mut practice, &shape, 300, false, &mut dice);
                record.after(ended(&effects).unwrap(), &listing, noon(FIRST_DAY + day));
                attempt(&mut record, &listing, &of, FIRST_DAY + day, way, &mut dice);
            }
            assert!(standing(&record, &listing, FIRST_DAY + 365) == Standing::Completed, "seed {seed}");
        }
    }
}

/// Even with real practice, neither the first place nor the longest option is enough.
#[test]
fn neither_a_place_nor_a_length_gives_mastery_away() {
    for (listing, of) in banks() {
        for way in [first as Way, longest] {
            let mastered = (0..100).filter(|seed| {
                let (mut dice, mut record) = (Dice::new(*seed), Record::default());
                for day in 0..60 {
                    record.after(&practised(&listing), &listing, noon(FIRST_DAY + day));
                    attempt(&mut record, &listing, &of, FIRST_DAY + day, way, &mut dice);
                }
                standing(&record, &listing, FIRST_DAY + 60) == Standing::Mastered
            });
            assert!(mastered.count() <= 5, "{} {}", listing.id, of.variant.letter());
        }
    }
}

/// Seeing the items and reloading uses the attempt up: those items are never new again, and the day is over.
#[test]
fn an_attempt_that_was_begun_counts_also_when_it_was_left() {
    let (listing, of) = banks().into_iter().next().unwrap();
    let mut record = Record::default();
    let items = bank(&of, ProbeKind::Recall);
    let draw = |record: &Record, seed| {
        let history = record.history(&listing.id).unwrap();
        Probe::draw(ProbeKind::Recall, &items, &history.seen(), seed, 0).unwrap()
    };
    let probe = Probe::draw(ProbeKind::Recall, &items, &BTreeSet::new(), 1, 0).unwrap();
    assert!(!record.begun(&probe, &listing, FIRST_DAY), "not before the lesson");
    record.after(&practised(&listing), &listing, noon(FIRST_DAY));
    let left = draw(&record, 1);
    assert!(record.begun(&left, &listing, FIRST_DAY + 8));
    let mut record = Record::open(record.seal().as_bytes()).unwrap();
    let mut next = draw(&record, 2);
    assert!(!record.begun(&next, &listing, FIRST_DAY + 8), "one attempt a day");
    assert!(record.begun(&next, &listing, FIRST_DAY + 9));
    let old = left.begun(0).items;
    assert!(next.begun(0).items.iter().all(|id| !old.contains(id)));
    let mut now = 0;
    while let Some((item, order)) = next.shown() {
        let place = order.iter().position(|option| *option == item.right).unwrap();
        now += 2_000;
        next.choose(place, now);
    }
    record.probed(ProbeKind::Recall, next.attempt(FIRST_DAY + 9).unwrap(), &listing);
    let recalls = &record.history(&listing.id).unwrap().recalls;
    assert_eq!(recalls.iter().map(|one| one.right).collect::<Vec<_>>(), [0, 5]);
}

/// Twenty topics, made up.
fn pack() -> KnowledgePack {
    pack_of(20)
}

fn pack_of(topics: u8) -> KnowledgePack {
    let item = |topic: u8, form: u8| Asked {
        id: format!("{topic}-{form}"),
        right: (topic + form) % 3,
        critical: false,
        text: format!("{topic} {form}"),
        options: ["a", "b", "c"].map(str::to_owned).to_vec(),
        why: "w".to_owned(),
    };
    let topic = |number: u8| Topic {
        number,
        id: format!("t{number}"),
        title: "t".to_owned(),
        lesson: "l".to_owned(),
        forms: (0..3).map(|form| item(number, form)).collect(),
    };
    let (stage, topics) = (Variant::Junior, (1..=topics).map(topic).collect());
    KnowledgePack { format: qinghe_content::asked::FORMAT, locale: Locale::ZhHans, stage, topics }
}

fn place_of(knowledge: &Knowledge, items: &[KnowledgeItem], right: bool) -> usize {
    let (at, order) = knowledge.shown().unwrap();
    order.iter().position(|option| (*option == items[at].right) == right).unwrap()
}

/// Chooses in order; the first `wrong` items are wrong at the first try, then all is learnt.
fn sitting(wrong: usize, until: usize, ms: u64) -> Knowledge {
    let items = form(&pack(), 0);
    let mut knowledge = Knowledge::new(0, items.clone(), 5, 0).unwrap();
    let mut now = 0;
    for nth in 0..until {
        if knowledge.shown().is_none() {
            break;
        }
        now += ms;
        let place = place_of(&knowledge, &items, nth >= wrong);
        assert_eq!(knowledge.choose(place, now, FIRST_DAY), Some(nth >= wrong && ms >= 1_500));
    }
    knowledge
}

/// University is asked more: the same four in five, of as many as there are.
#[test]
fn four_in_five_are_of_the_topics_of_the_stage() {
    for (topics, right, first) in [(24, 19, false), (24, 20, true), (20, 15, false), (20, 16, true)] {
        let items = form(&pack_of(topics), 1);
        let mut knowledge = Knowledge::new(1, items.clone(), 3, 0).unwrap();
        for nth in 0..usize::from(topics) {
            let place = place_of(&knowledge, &items, nth < right);
            knowledge.choose(place, 2_000 * (nth as u64 + 1), FIRST_DAY);
        }
        let person = knowledge.person();
        let answered = u32::from(topics);
        assert_eq!(
            (person.answered, person.right, person.passed_first),
            (answered, u32::try_from(right).unwrap(), first)
        );
        assert!(!person.passed_after && knowledge.learnt() == (right, usize::from(topics)));
    }
    assert!(Knowledge::new(0, form(&pack_of(19), 0), 0, 0).is_none(), "a stage lacks a topic");
}

#[test]
fn the_three_figures_of_what_is_known_worked_out_by_hand() {
    // 16 of 20 pass at the first try, 15 do not; both learn the rest.
    for (wrong, first) in [(4, true), (5, false)] {
        let person = sitting(wrong, 99, 2_000).person();
        let right = u32::try_from(20 - wrong).unwrap();
        assert_eq!(person, Person { answered: 20, right, passed_first: first, passed_after: true });
    }
    let halfway = sitting(2, 10, 2_000).person();
    assert_eq!(halfway, Person { answered: 10, right: 8, passed_first: false, passed_after: false });
    let quick = sitting(0, 20, 200).person();
    assert_eq!((quick.right, quick.passed_first, quick.passed_after), (0, false, false));
    let people = [sitting(4, 99, 2_000).person(), sitting(5, 99, 2_000).person(), halfway];
    let found = rates(&people, 5);
    assert_eq!(found.items, Ratio { part: 16 + 15 + 8, whole: 50 });
    assert_eq!(found.first, Ratio { part: 1, whole: 5 });
    assert_eq!(found.after, Ratio { part: 2, whole: 5 });
    let mut again = sitting(1, 20, 2_000);
    let (at, _) = again.shown().unwrap();
    assert!(again.is_again() && at == 0, "the one that was wrong comes back");
    assert_eq!(again.choose(9, 99_000, FIRST_DAY), None);
    let mut twice = form(&pack(), 0);
    twice[3].topic = 3;
    assert!(Knowledge::new(0, twice, 0, 0).is_none(), "two items on one topic");
    let bytes = pack().encode().unwrap();
    assert_eq!(KnowledgePack::decode(&bytes), Ok(pack()));
}

/// A whole sitting in which a reload comes after every choice; `right` says which first tries are right.
fn sit(
    record: &mut Record,
    day: Day,
    seed: u64,
    ms: u64,
    right: impl Fn(usize) -> bool,
) -> (u8, Vec<Reached>) {
    let shape = record.next_form(seed);
    let items = form(&pack(), shape);
    let mut knowledge = Knowledge::new(shape, items.clone(), seed, 0).unwrap();
    let (mut now, mut tried, mut told) = (0, 0, Vec::new());
    assert!(record.knowledge_due(day) && record.knew(&knowledge, day).is_none());
    while knowledge.shown().is_some() {
        now += ms;
        let first = !knowledge.is_again();
        let place = place_of(&knowledge, &items, !first || right(tried));
        tried += usize::from(first);
        knowledge.choose(place, now, day);
        told.extend(record.knew(&knowledge, day).map(|flag| flag.reached));
        if knowledge.shown().is_none() {
            break;
        }
        *record = Record::open(record.seal().as_bytes()).unwrap();
        assert!(record.next_form(seed + 1) == shape, "the form that was begun goes on");
        let before = knowledge.shown().map(|(at, order)| (at, order.to_vec()));
        knowledge = record.resume_knowledge(items.clone(), now).unwrap();
        assert!(knowledge.shown().map(|(at, order)| (at, order.to_vec())) == before);
    }
    (shape, told)
}

#[test]
fn knowledge_is_asked_again_after_a_week_and_a_month_with_another_form() {
    let mut record = Record::default();
    let (one, told) = sit(&mut record, FIRST_DAY, 4, 2_000, |nth| nth >= 5);
    assert_eq!(told, [Reached::Completed], "15 of 20 at the first try, all in the end");
    assert!(record.resume_knowledge(form(&pack(), one), 0).is_none(), "it is over");
    assert!(!record.knowledge_due(FIRST_DAY + 6) && record.knowledge_due(FIRST_DAY + 7));
    let (two, told) = sit(&mut record, FIRST_DAY + 7, 4, 2_000, |nth| nth >= 4);
    assert_eq!(told, [Reached::Mastered], "16 of 20");
    assert!(!record.knowledge_due(FIRST_DAY + 29) && record.knowledge_due(FIRST_DAY + 30));
    let (three, _) = sit(&mut record, FIRST_DAY + 30, 4, 2_000, |_| true);
    assert!(!record.knowledge_due(FIRST_DAY + 3_000));
    assert_eq!(BTreeSet::from([one, two, three]).len(), 3, "three forms, one after the other");
    assert_eq!(one, 1, "the first form is that of the seed");
    let people: Vec<u32> = record.sittings().iter().map(|sat| sat.person.right).collect();
    assert_eq!(people, [15, 16, 20]);
    let weeks: BTreeSet<u32> = [0, 7, 30].iter().map(|day| week(FIRST_DAY + day)).collect();
    assert_eq!(weeks.len(), 3);
}

/// Whoever clicks learns nothing at the first try: too quick to have read, or by chance.
#[test]
fn whoever_clicks_through_core_knowledge_does_not_know_it() {
    let mut known = 0;
    for seed in 0..300 {
        let mut dice = Dice::new(seed);
        let chance: Vec<bool> = (0..20).map(|_| dice.below(3) == 0).collect();
        let mut record = Record::default();
        let (_, told) = sit(&mut record, FIRST_DAY, seed, 2_000, |nth| chance[nth]);
        known += told.iter().filter(|one| **one == Reached::Mastered).count();
    }
    assert_eq!(known, 0, "16 of 20 by chance: less than once in a million");
    let items = form(&pack(), 0);
    let mut knowledge = Knowledge::new(0, items.clone(), 1, 0).unwrap();
    let mut now = 0;
    for _ in 0..400 {
        let Some(_) = knowledge.shown() else { break };
        now += 1_499;
        knowledge.choose(place_of(&knowledge, &items, true), now, FIRST_DAY);
    }
    assert_eq!((knowledge.person().right, knowledge.person().passed_after), (0, false));
}
