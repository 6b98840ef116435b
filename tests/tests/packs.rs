//! A pack is read whole or refused; what the run time indexes without a second check is checked here.

use proptest::prelude::*;
use qinghe_content::{
    Combine, Condition, FORMAT, Input, InstrumentText, ItemIndex, Locale, Pack, PackError, ScoreRef,
    TextPack, Tier, TierRule,
};
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
    let next = FORMAT + 1;
    other[0] = u8::try_from(next).unwrap();
    assert_eq!(Pack::decode(&other), Err(PackError::Format(next)));
}

fn text(pack: &mut Pack) -> &mut InstrumentText {
    pack.wording[0].as_mut().unwrap()
}

/// Wording that the school brings: only what is asked for, only what fits, and nothing may be missing.
#[test]
fn a_pack_takes_the_wording_it_lacks_and_no_other() {
    let whole = pack(Locale::ZhHans);
    let mut lacking = (*whole).clone();
    let text = lacking.wording[1].take().unwrap();
    let brought = |change: &dyn Fn(&mut TextPack)| {
        let Pack { format, locale, instruments, .. } = &lacking;
        let (instrument, version) = (instruments[1].id.clone(), instruments[1].version.clone());
        let mut brought =
            TextPack { format: *format, instrument, version, locale: *locale, text: text.clone() };
        change(&mut brought);
        Pack::decode_with_texts(&[lacking.encode().unwrap(), brought.encode().unwrap()].concat())
    };
    assert!(brought(&|_| {}).unwrap() == *whole);
    assert_eq!(brought(&|text| text.locale = Locale::En), Err(PackError::Foreign));
    assert_eq!(brought(&|text| text.version = "9.9.9".to_owned()), Err(PackError::Foreign));
    assert_eq!(brought(&|text| text.instrument = whole.instruments[0].id.clone()), Err(PackError::Foreign));
    assert!(matches!(brought(&|text| text.text.items.truncate(1)), Err(PackError::Inconsistent(_))));
    assert_eq!(brought(&|text| text.format = 9), Err(PackError::Format(9)));
    let alone = Pack::decode_with_texts(&lacking.encode().unwrap());
    assert!(matches!(alone, Err(PackError::Inconsistent(_))), "nobody is shown an item without wording");
}

type Change = Box<dyn Fn(&mut Pack)>;

fn at(instrument: u8, score: u8, band_set: u8) -> ScoreRef {
    ScoreRef { instrument, score, band_set }
}

/// Every reference of an instrument and its scores that can point nowhere, pointed nowhere.
fn broken_instruments() -> Vec<(&'static str, Change)> {
    vec![
        ("instrument of the battery", Box::new(|pack| pack.battery.instruments[0].instrument = 2)),
        ("no instruments", Box::new(|pack| pack.battery.instruments.clear())),
        ("wording of an instrument", Box::new(|pack| pack.wording.truncate(1))),
        ("stem of an item", Box::new(|pack| text(pack).items.truncate(8))),
        ("label of an option", Box::new(|pack| text(pack).options[0].truncate(3))),
        ("response set of an item", Box::new(|pack| pack.instruments[0].items[3].response_set = 1)),
        (
            "response set of one option",
            Box::new(|pack| {
                pack.instruments[0].response_sets[0].values.truncate(1);
                text(pack).options[0].truncate(1);
            }),
        ),
        (
            "item of a score",
            Box::new(|pack| {
                let Input::Item { item, .. } = &mut pack.instruments[0].scores[0].inputs[0] else { panic!() };
                *item = ItemIndex(9);
            }),
        ),
        (
            "key of a score",
            Box::new(|pack| {
                let Input::Item { key, .. } = &mut pack.instruments[0].scores[0].inputs[0] else { panic!() };
                *key = 200;
            }),
        ),
        ("key shorter than its options", Box::new(|pack| pack.instruments[0].keys[0].truncate(3))),
        (
            "score that uses itself",
            Box::new(|pack| {
                pack.instruments[0].scores[0].inputs[0] = Input::Score { score: 0, weight: 1 };
            }),
        ),
        ("score without inputs", Box::new(|pack| pack.instruments[0].scores[0].inputs.clear())),
        ("division by nothing", Box::new(|pack| pack.instruments[0].scores[0].scaling.divide = 0)),
        ("theta without a bank", Box::new(|pack| pack.instruments[1].scores[0].combine = Combine::Theta)),
        (
            "bands that do not ascend",
            Box::new(|pack| pack.instruments[0].scores[0].band_sets[0].bands[2].from = 5),
        ),
        ("no bands", Box::new(|pack| pack.instruments[0].scores[0].band_sets[0].bands.clear())),
    ]
}

/// The same of a battery.
fn broken_batteries() -> Vec<(&'static str, Change)> {
    let policy = |when: Condition| -> Change {
        let rule = TierRule { tier: Tier::Watch, when };
        Box::new(move |pack| pack.battery.policy.rules.push(rule.clone()))
    };
    vec![
        ("no blocks", Box::new(|pack| pack.battery.blocks.clear())),
        ("block without items", Box::new(|pack| pack.battery.blocks[0].items.clear())),
        ("item of a block", Box::new(|pack| pack.battery.blocks[0].items[0] = ItemIndex(9))),
        ("instrument of a block", Box::new(|pack| pack.battery.blocks[0].instrument = 2)),
        (
            "item in two blocks",
            Box::new(|pack| {
                let again = pack.battery.blocks[0].clone();
                pack.battery.blocks.push(again);
            }),
        ),
        (
            "gate that looks nowhere",
            Box::new(|pack| pack.battery.blocks[1].ask_if = Some(Condition::NotComputed(at(7, 0, 0)))),
        ),
        ("instrument of a condition", policy(Condition::NotComputed(at(2, 0, 0)))),
        ("score of a condition", policy(Condition::NotComputed(at(0, 99, 0)))),
        ("band set of a condition", policy(Condition::NotComputed(at(0, 0, 99)))),
        ("band of a condition", policy(Condition::BandAtLeast(at(0, 0, 0), 99))),
        ("condition without parts", policy(Condition::All(Vec::new()))),
        (
            "a part deep inside",
            policy(Condition::Any(vec![Condition::All(vec![Condition::NotComputed(at(9, 0, 0))])])),
        ),
    ]
}

#[test]
fn a_position_that_points_nowhere_is_refused() {
    for (what, change) in broken_instruments().into_iter().chain(broken_batteries()) {
        let mut broken = (*pack(Locale::ZhHans)).clone();
        change(&mut broken);
        assert!(matches!(broken.encode(), Err(PackError::Inconsistent(_))), "{what}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Damage anywhere is refused. Even where the seal is made good again, which nobody does by chance,
    /// the pack is refused or a whole sitting can be had with it.
    #[test]
    fn damage_is_refused_or_harmless(places in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)) {
        let mut bytes = pack(Locale::ZhHans).encode().unwrap();
        let whole = bytes.clone();
        for (place, value) in places {
            let at = place.index(bytes.len());
            bytes[at] = value;
        }
        prop_assert!(bytes == whole || Pack::decode(&bytes).is_err());
        let (body, seal) = bytes.split_at_mut(whole.len() - 8);
        let mix = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3);
        seal.copy_from_slice(&body.iter().fold(0xCBF2_9CE4_8422_2325, mix).to_le_bytes());
        if let Ok(pack) = Pack::decode(&bytes)
            && let Ok(mut session) = Session::new(Rc::new(pack), student())
        {
            session.handle(0, Event::Next);
            session.handle(0, Event::Agree { share_domains: true, shared_device: false });
            for _ in 0..40 {
                session.handle(0, Event::Choose(3));
                session.handle(0, Event::HelpClose);
            }
            session.handle(0, Event::ShowResult);
            prop_assert_eq!(session.snapshot().as_bytes().len(), qinghe_session::SNAPSHOT_LEN);
        }
    }
}
