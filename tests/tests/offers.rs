//! What the menu offers, and what is there when somebody is needed.

use qinghe_content::{
    Domain, Tier,
    exercise::{Listing, Variant},
};
use qinghe_session::{
    practice::Now,
    training::{Day, Held, Offer, Record, offers},
};
use qinghe_tests::training::{FIRST_DAY, listings, noon};

#[test]
fn an_offer_for_some_ages_reaches_nobody_else() {
    let mut only = listings();
    only.retain(|one| one.id == "e20-bed-for-sleep");
    for (variant, offered) in [(Variant::Senior, 2), (Variant::Junior, 1)] {
        let found =
            offers(&only, &Record::default(), Tier::Priority, &[Domain::Sleep], variant, noon(FIRST_DAY));
        assert_eq!(found.len(), offered, "somebody to talk to is always there");
    }
}

#[test]
fn when_somebody_is_needed_only_what_leads_to_people_is_there() {
    let now = noon(FIRST_DAY);
    let mut record = Record::default();
    record.note_urgent(now);
    for listing in listings() {
        let held = record.may_start(&listing, now);
        assert_eq!(held.is_ok(), listing.after_urgent, "{}", listing.id);
        assert_eq!(held.err(), (!listing.after_urgent).then_some(Held::Urgent));
    }
    let at = |hours: u64, day: Day| Now { ms: now.ms + hours * 3_600_000, day: FIRST_DAY + day };
    assert!(record.is_urgent(at(11, 0)) && record.is_urgent(at(23, 1)));
    assert!(!record.is_urgent(at(24, 1)));
    assert!(record.is_urgent(Now { ms: 0, day: 0 }), "a clock that is set back opens nothing");
}

/// Whoever adds one of them here lets it stand on the worst day of somebody's year.
#[test]
fn only_what_grounds_and_what_leads_to_people_stays_then() {
    let stays = |listing: &&Listing| listing.after_urgent && listing.id.starts_with(['e', 'm']);
    let ids: Vec<String> = listings().iter().filter(stays).map(|one| one.id.clone()).collect();
    assert_eq!(ids, ["e05-grounding", "e34-safety-plan", "e35-one-step-to-help"]);
    for one in listings().iter().filter(stays) {
        assert!(one.requires.is_none(), "{} asks for nothing before", one.id);
    }
}

/// Every tier, every pair of domains, every variant, with and without somebody needed.
#[test]
fn at_most_three_offers_and_always_somebody_to_talk_to() {
    let all = listings();
    let mut urgent = Record::default();
    urgent.note_urgent(noon(FIRST_DAY));
    for record in [&Record::default(), &urgent] {
        for tier in Tier::ALL {
            for one in Domain::ALL {
                for other in Domain::ALL {
                    for variant in Variant::STUDENTS {
                        let found = offers(&all, record, tier, &[one, other], variant, noon(FIRST_DAY));
                        let talk = found.iter().filter(|offer| **offer == Offer::Talk).count();
                        assert!(found.len() <= 3 && talk == 1);
                        let needed = tier == Tier::Urgent || record.is_urgent(noon(FIRST_DAY));
                        for offer in &found {
                            let Offer::Exercise(id) = offer else { continue };
                            let listing = all.iter().find(|one| one.id == *id).unwrap();
                            assert!(listing.face(variant).is_some() && (!needed || listing.after_urgent));
                        }
                        if needed || tier == Tier::Priority {
                            assert!(found.first() == Some(&Offer::Talk));
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn the_offers_for_a_domain_are_those_of_the_map() {
    let all: Vec<Listing> = listings().into_iter().filter(|one| one.id.starts_with(['e', 'm'])).collect();
    let ids = |tier, domains: &[Domain]| {
        let found = offers(&all, &Record::default(), tier, domains, Variant::Junior, noon(FIRST_DAY));
        let name = |offer: Offer| if let Offer::Exercise(id) = offer { id } else { "talk".to_owned() };
        found.into_iter().map(name).collect::<Vec<_>>()
    };
    let urgent = ids(Tier::Urgent, &[Domain::Mood]);
    assert_eq!(urgent, ["talk", "e05-grounding", "e34-safety-plan"]);
    assert_eq!(ids(Tier::Priority, &[Domain::Safety]), ["talk", "e35-one-step-to-help", "e34-safety-plan"]);
    assert_eq!(ids(Tier::Watch, &[Domain::Mood]), ["e07-name-the-feeling", "e08-small-steps", "talk"]);
    assert_eq!(ids(Tier::Watch, &[Domain::Anxiety]).first().unwrap(), "e01-slow-breathing");
    assert_eq!(ids(Tier::Routine, &[]).last().unwrap(), "talk");
    assert_eq!(ids(Tier::Routine, &[]), ids(Tier::Unclear, &[]), "unclear is offered what routine is");
    assert!(ids(Tier::Routine, &[]).len() > 1, "also whoever is well is offered something");
    assert_eq!(
        ids(Tier::Priority, &[Domain::Anxiety]),
        ["talk", "e01-slow-breathing", "e10-thought-detective"]
    );
    for tier in [Tier::Routine, Tier::Watch, Tier::Priority] {
        for domain in Domain::ALL {
            for variant in [Variant::Primary, Variant::Junior, Variant::Senior] {
                let found = offers(&all, &Record::default(), tier, &[domain], variant, noon(FIRST_DAY));
                assert!(found.len() > 1, "{} has something for every stage in every tier", domain.code());
            }
        }
    }
}
