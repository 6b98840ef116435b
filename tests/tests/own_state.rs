//! What parents say about themselves stays with them: two sittings that differ in nothing else are the same to everybody,
//! inside the seal as well. And no place of a parent's report leads to it.

use qinghe_content::{Condition, Domain, Informant, Locale, OwnState, Pack, ScoreRef, Tier, TierRule};
use qinghe_scoring::{Response, Sheet, Who};
use qinghe_session::{Event, HelpPage, Person, Session, View};
use qinghe_tests::{
    blind::script::Script, changed, dice::Dice, pack_of, people::Choices, student, suite::Suite, world::Seen,
};
use qinghe_wire::{Informant as From, Notice, Tier as Told};
use std::{collections::BTreeSet, rc::Rc};

fn pack() -> Rc<Pack> {
    pack_of("parent-report", Locale::ZhHans)
}

fn parent() -> Person {
    Person { informant: Informant::Parent, age: Some(13), ..student() }
}

/// Number of options of each item, in the order asked, and how many of the items are told.
fn asked(pack: &Pack) -> (Vec<u64>, usize) {
    let (mut all, mut told) = (Vec::new(), 0);
    for block in &pack.battery.blocks {
        let instrument = &pack.instruments[usize::from(block.instrument)];
        told += if block.instrument < pack.battery.own.from { block.items.len() } else { 0 };
        for item in &block.items {
            let set = instrument.items[usize::from(item.0)].response_set;
            all.push(instrument.response_sets[usize::from(set)].values.len() as u64);
        }
    }
    (all, told)
}

fn choose(dice: &mut Dice, options: &[u64]) -> Choices {
    // Some choose mildly, some strongly; some leave things out.
    let (mild, skips) = (dice.below(3), if dice.chance(20) { 30 } else { 2 });
    let one = |options: &u64| {
        let most = if dice.chance(85) { (mild + 1).min(*options) } else { *options };
        (!dice.chance(skips)).then(|| u8::try_from(dice.below(most)).unwrap())
    };
    options.iter().map(one).collect()
}

fn notices(seen: &[Seen]) -> impl Iterator<Item = Notice> + '_ {
    seen.iter().filter_map(|one| match one {
        Seen::Seal { notice, .. } if notice.iter().any(|byte| *byte != 0) => {
            Some(Notice::decode(notice.as_slice()).expect("a notice"))
        }
        _ => None,
    })
}

/// 1 000 sittings, each with five different own states: 10 000 pairs.
#[test]
fn pairs_that_differ_in_their_own_answers_only_are_the_same_inside_and_outside() {
    const EACH: usize = 5;
    let (pack, suite) = (pack(), Rc::new(Suite::Plain));
    let (options, told) = asked(&pack);
    assert!(told == 22 && options.len() == 31, "seventeen, five; four and five of one's own");
    let (mut pairs, mut tiers, mut states) = (0, BTreeSet::new(), 0);
    for seed in 0..1_000 {
        let mut dice = Dice::new(seed);
        let script = Script::new(&pack, seed, dice.chance(50));
        let common = choose(&mut dice, &options[..told]);
        let mut played: Vec<(Vec<Seen>, Option<OwnState>)> = Vec::new();
        for _ in 0..EACH {
            let choices = [common.clone(), choose(&mut dice, &options[told..])].concat();
            let world = script.played_by(parent(), &pack, &suite, &choices);
            let View::End { own, .. } = world.page.session.view() else { panic!("seed {seed}: at its end") };
            played.push((world.seen, own));
        }
        for (nth, (one, state)) in played.iter().enumerate() {
            for notice in notices(one) {
                assert_eq!((notice.informant, notice.battery.as_str()), (From::Parent, "parent-report"));
                assert!(notice.follow.is_none(), "a parent is asked for no wishes");
                tiers.insert(notice.tier as u8);
            }
            for (other, also) in &played[nth + 1..] {
                assert!(one == other, "seed {seed}: the own answers show");
                pairs += 1;
                states += u32::from(state != also);
            }
        }
    }
    assert_eq!(pairs, 10_000);
    // Otherwise nothing would have been compared with anything.
    assert!(states > 3_000, "{states} pairs came to different own states");
    assert_eq!(tiers.len(), Told::Unclear as usize + 1, "every tier was among them");
}

/// Rules that look at own scores, and care that counts own answers: refused where packs are made.
#[test]
fn a_pack_whose_rules_look_at_own_answers_is_not_made() {
    let pack = pack();
    let own = ScoreRef { instrument: pack.battery.own.from, score: 0, band_set: 0 };
    let told = ScoreRef { instrument: 0, score: 0, band_set: 0 };
    assert!(pack.encode().is_ok());
    let wrong = |change: &dyn Fn(&mut Pack)| changed(&pack, change).encode().is_err();
    assert!(wrong(&|pack| pack
        .battery
        .policy
        .rules
        .push(TierRule { tier: Tier::Watch, when: Condition::BandAtLeast(own, 1) })));
    assert!(wrong(&|pack| pack.battery.domains[0].when = Condition::NotComputed(own)));
    assert!(wrong(&|pack| pack.battery.blocks[0].ask_if = Some(Condition::BandAtLeast(own, 1))));
    assert!(wrong(&|pack| pack.battery.own.rules[0].when = Condition::BandAtLeast(told, 1)));
    assert!(wrong(&|pack| pack.battery.own.rules[0].when = Condition::AnyCritical));
    assert!(wrong(&|pack| pack.battery.blocks.reverse()));
    assert!(wrong(&|pack| {
        let critical = pack.instruments[1].items[4].critical;
        let first = usize::from(pack.battery.own.from);
        pack.instruments[first].items[0].critical = critical;
    }));
}

/// Whatever is wrong with a pack, tier, domains and care are computed from responses that do not hold the own ones.
#[test]
fn even_a_rule_that_names_an_own_score_sees_nothing_of_it() {
    let pack = pack();
    let own = ScoreRef { instrument: pack.battery.own.from, score: 0, band_set: 0 };
    let leaky = changed(&pack, |pack| {
        let when = Condition::BandAtLeast(own, 1);
        pack.battery.policy.rules = vec![TierRule { tier: Tier::Priority, when: when.clone() }];
        pack.battery.domains[0].when = when;
    });
    let mut found = BTreeSet::new();
    for option in 0..4 {
        let responses: Vec<Vec<Response>> = leaky
            .instruments
            .iter()
            .map(|one| {
                vec![Response::Given(if one.items.len() > 5 { 0 } else { option.min(2) }); one.items.len()]
            })
            .collect();
        let who = Who { age: Some(13), ..Who::default() };
        let sheet = Sheet { pack: &leaky, responses: &responses, quick: &[], who, earlier: &[] };
        let domains: Vec<&str> = sheet.domains().into_iter().map(Domain::code).collect();
        assert_eq!(sheet.scores().len(), usize::from(leaky.battery.own.from));
        found.insert((sheet.tier().code(), domains));
    }
    assert_eq!(found.len(), 1, "{found:?}");
}

/// A parent's help card: the numbers, and whether the centre shall know. Nobody asks a parent who hurts the child.
#[test]
fn the_card_asks_a_parent_nothing_but_whether_the_centre_shall_know() {
    for seed in 0..3_000 {
        let mut dice = Dice::new(seed);
        let Ok(mut session) = Session::new(pack(), parent()) else { panic!("admitted") };
        for now in 0..60 {
            let event = match session.view() {
                View::Sees { .. } if dice.chance(70) => Event::Next,
                View::Consent { .. } if dice.chance(70) => {
                    Event::Agree { share_domains: false, shared_device: false }
                }
                View::Item(_) if dice.chance(70) => Event::Choose(u8::try_from(dice.below(3)).unwrap()),
                View::Help(card) => {
                    assert!(matches!(card.page, HelpPage::Card | HelpPage::Tell), "seed {seed}");
                    assert!(!card.may_wish && !card.may_send && !card.frame.student && !card.frame.young);
                    match dice.below(9) {
                        0 => Event::HelpClose,
                        1 | 2 => Event::HelpNext,
                        3 => Event::HelpBack,
                        4 => Event::ShowAdult,
                        5 => Event::Tell(true),
                        6 => Event::Tell(false),
                        7 => Event::ByStaff,
                        _ => Event::TellSecond,
                    }
                }
                _ => Event::HelpOpen,
            };
            session.handle(now * 1_000, event);
        }
    }
}
