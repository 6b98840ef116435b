//! A pack is read whole or refused; what the run time indexes without a second check is checked here.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;
use qinghe_content::{Condition, FORMAT, ItemIndex, Locale, Pack, PackError, ScoreRef, Tier, TierRule};
use qinghe_session::{Event, Session};
use qinghe_tests::{pack, student};
use std::rc::Rc;

#[test]
fn a_pack_comes_back_as_it_was_and_has_one_form() {
    for locale in Locale::ALL {
        let pack = pack(locale);
        let bytes = pack.encode().unwrap();
        assert!(Pack::decode(&bytes).unwrap() == *pack);
        assert_eq!(pack.format, FORMAT);
        assert_eq!(pack.item_count(), 16);
    }
}

#[test]
fn a_pack_that_is_cut_longer_or_of_another_layout_is_refused() {
    let bytes = pack(Locale::ZhHans).encode().unwrap();
    for length in (0..bytes.len()).step_by(7) {
        assert!(Pack::decode(&bytes[..length]).is_err(), "{length} bytes");
    }
    assert_eq!(Pack::decode(&[bytes.as_slice(), &[0]].concat()), Err(PackError::Malformed));
    let mut other = bytes;
    other[0] = 2;
    assert_eq!(Pack::decode(&other), Err(PackError::Format(2)));
}

/// Every reference that can point nowhere, pointed nowhere.
#[test]
fn a_position_that_points_nowhere_is_refused() {
    let at = |instrument, score, band_set| ScoreRef { instrument, score, band_set };
    let rule = |when| TierRule { tier: Tier::Watch, when };
    type Change = Box<dyn Fn(&mut Pack)>;
    let policy = |when: Condition| -> Change {
        Box::new(move |pack| pack.battery.policy.rules.push(rule(when.clone())))
    };
    let changes: Vec<(&str, Change)> = vec![
        ("instrument of the battery", Box::new(|pack| pack.battery.instruments[0].instrument = 2)),
        ("no instruments", Box::new(|pack| pack.battery.instruments.clear())),
        ("wording of an instrument", Box::new(|pack| pack.wording.truncate(1))),
        ("stem of an item", Box::new(|pack| pack.wording[0].items.truncate(8))),
        ("label of an option", Box::new(|pack| pack.wording[0].options[0].truncate(3))),
        ("response set of an item", Box::new(|pack| pack.instruments[0].items[3].response_set = 1)),
        (
            "response set of one option",
            Box::new(|pack| {
                pack.instruments[0].response_sets[0].values.truncate(1);
                pack.wording[0].options[0].truncate(1);
            }),
        ),
        ("item of a score", Box::new(|pack| pack.instruments[0].scores[0].items[0] = ItemIndex(9))),
        ("score without items", Box::new(|pack| pack.instruments[0].scores[0].items.clear())),
        (
            "bands that do not ascend",
            Box::new(|pack| pack.instruments[0].scores[0].band_sets[0].bands[2].from = 5),
        ),
        ("no bands", Box::new(|pack| pack.instruments[0].scores[0].band_sets[0].bands.clear())),
        ("instrument of a condition", policy(Condition::NotComputed(at(2, 0, 0)))),
        ("score of a condition", policy(Condition::NotComputed(at(0, 1, 0)))),
        ("band set of a condition", policy(Condition::NotComputed(at(0, 0, 1)))),
        ("band of a condition", policy(Condition::BandAtLeast(at(0, 0, 0), 5))),
        ("condition without parts", policy(Condition::All(Vec::new()))),
        (
            "a part deep inside",
            policy(Condition::Any(vec![Condition::All(vec![Condition::NotComputed(at(9, 0, 0))])])),
        ),
    ];
    for (what, change) in changes {
        let mut broken = (*pack(Locale::ZhHans)).clone();
        change(&mut broken);
        assert!(matches!(broken.encode(), Err(PackError::Inconsistent(_))), "{what}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Damage anywhere: refused, or a pack with which a whole sitting can be had.
    #[test]
    fn damage_is_refused_or_harmless(places in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)) {
        let mut bytes = pack(Locale::ZhHans).encode().unwrap();
        for (place, value) in places {
            let at = place.index(bytes.len());
            bytes[at] = value;
        }
        if let Ok(pack) = Pack::decode(&bytes)
            && let Ok(mut session) = Session::new(Rc::new(pack), student())
        {
            session.handle(Event::Next);
            session.handle(Event::Agree { share_domains: true, shared_device: false });
            for _ in 0..40 {
                session.handle(Event::Choose(3));
                session.handle(Event::HelpClose);
            }
            session.handle(Event::ShowResult);
            prop_assert_eq!(session.snapshot().as_bytes().len(), qinghe_session::SNAPSHOT_LEN);
        }
    }
}
