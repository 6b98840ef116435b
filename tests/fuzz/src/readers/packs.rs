//! What the element reads: packs, text packs, definitions, the snapshot of an unfinished sitting. What is
//! accepted is also used, because the run time indexes without a second check.

use super::folder::fixture;
use qinghe_content::{Informant, Instrument, ItemIndex, Locale, Pack, PackError, TextPack};
use qinghe_headless::Adaptive;
use qinghe_scoring::{Response, Who, is_critical, range, scores};
use qinghe_session::{Event, Person, SNAPSHOT_LEN, Session, View};
use std::rc::Rc;

/// Most steps of a sitting that is only tried.
const STEPS: usize = 60;

/// Where the packs for snapshots come from, and seeds too.
pub fn fixtures() -> Vec<Pack> {
    let room = super::folder::Folder::new();
    ["scales", "batteries", "regions", "locales"].iter().for_each(|part| room.take(part));
    let report = qinghe_compiler::compile(room.path(), "2026-11-24".parse().unwrap());
    assert!(!report.has_errors(), "{}", report.render());
    report.packs
}

/// The text pack that the fixture battery asks for.
pub fn fixture_text() -> Vec<u8> {
    let room = super::folder::Folder::new();
    room.take("scales");
    let made = qinghe_compiler::text_pack(room.path(), "own", Locale::ZhHans, &fixture("own.zh-Hans.toml"));
    made.map_err(|findings| findings.render()).unwrap()
}

/// The fingerprint that stands behind everything that was encoded (FNV-1a, least byte first). A search
/// cannot guess it, so every input is also read with the one that fits.
fn sealed(bytes: &[u8]) -> Vec<u8> {
    let mix = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3);
    let seal = bytes.iter().fold(0xCBF2_9CE4_8422_2325, mix);
    [bytes, &seal.to_le_bytes()].concat()
}

/// A pack, alone or with text packs behind it. What has a seal and was never encoded may point nowhere: it
/// is read and not used.
pub fn pack(bytes: &[u8]) {
    for bytes in [bytes, &sealed(bytes)] {
        if let Ok(pack) = Pack::decode(bytes) {
            assert!(Pack::decode(&[bytes, &[0]].concat()).is_err(), "a byte too many");
            let Ok(again) = pack.encode() else { continue };
            assert!(Pack::decode(&again).as_ref() == Ok(&pack), "a pack does not come back");
            if pack.without_wording().next().is_none() {
                sit(pack);
            }
        }
    }
    match Pack::decode_with_texts(bytes) {
        Ok(pack) => assert!(pack.without_wording().next().is_none(), "an item without wording"),
        Err(PackError::Inconsistent(what)) => assert!(!what.is_empty()),
        Err(_) => {}
    }
}

/// A text pack, and what becomes of a pack that asks for it.
pub fn text_pack(bytes: &[u8]) {
    for bytes in [bytes, &sealed(bytes)] {
        let Ok(text) = TextPack::decode(bytes) else { continue };
        let again = text.encode().expect("what is accepted can be encoded");
        assert!(TextPack::decode(&again).as_ref() == Ok(&text), "a text pack does not come back");
        let mut pack = EVERY_FORM.with(|pack| Pack::clone(pack));
        match pack.add_text(text) {
            Ok(()) => assert!(pack.encode().is_ok(), "wording that does not fit is taken"),
            Err(PackError::Inconsistent(what)) => assert!(!what.is_empty()),
            Err(_) => {}
        }
    }
}

/// An instrument without wording, as other engines read it.
pub fn definition(bytes: &[u8]) {
    for bytes in [bytes, &sealed(bytes)] {
        let Ok(instrument) = Instrument::decode(bytes) else { continue };
        let Ok(again) = instrument.encode() else { continue };
        assert!(Instrument::decode(&again).as_ref() == Ok(&instrument), "an instrument does not come back");
        every_score(&instrument);
        every_item(&instrument);
    }
}

fn every_score(instrument: &Instrument) {
    let sets = instrument.items.iter().map(|item| &instrument.response_sets[usize::from(item.response_set)]);
    let last = |nth: usize| Response::Given(u8::try_from(nth.saturating_sub(1)).unwrap_or(u8::MAX));
    let highest: Vec<Response> = sets.map(|set| last(set.values.len())).collect();
    let lowest = vec![Response::Given(0); highest.len()];
    let none = vec![Response::NotReached; highest.len()];
    let beyond = vec![Response::Given(u8::MAX); highest.len()];
    for responses in [lowest, highest, none, beyond] {
        let all = scores(instrument, &responses, Who { age: Some(14), ..Who::default() });
        assert_eq!(all.len(), instrument.scores.len());
        for (item, response) in (0u16..).zip(responses) {
            let _called = is_critical(instrument, ItemIndex(item), response);
        }
    }
    for nth in 0..instrument.scores.len() {
        let (low, high) = range(instrument, nth);
        assert!(low <= high, "the range of score {nth} is upside down");
    }
}

fn every_item(instrument: &Instrument) {
    let Some(mut adaptive) = Adaptive::of(instrument) else { return };
    for option in 0..STEPS {
        let Ok(item) = usize::try_from(adaptive.next()) else { break };
        assert!(item < instrument.items.len());
        adaptive.give(item, option % 4);
    }
}

/// A student for whom the battery was made.
fn somebody(pack: &Pack) -> Person {
    let informant: Informant = pack.battery.informant;
    Person {
        informant,
        age: Some(pack.battery.ages.min),
        guardian_consent: true,
        anonymous: false,
        second: false,
    }
}

fn sit(pack: Pack) {
    let person = somebody(&pack);
    let Ok(mut session) = Session::new(Rc::new(pack), person) else { return };
    session.handle(0, Event::Next);
    session.handle(0, Event::Agree { share_domains: true, shared_device: false });
    go_on(session, person);
}

/// Answers until the end, or for a while; whatever happens, it can be kept and taken up again.
fn go_on(mut session: Session, person: Person) {
    for step in 0..STEPS {
        let event = match session.view() {
            View::Sees { .. } => Event::Next,
            View::Consent { .. } => Event::Agree { share_domains: false, shared_device: true },
            View::Item(_) if step % 7 == 5 => Event::Skip,
            View::Item(_) if step % 11 == 9 => Event::Back,
            View::Item(_) => Event::Choose(u8::try_from(step % 4).unwrap_or(0)),
            View::Again { .. } => Event::HandIn,
            View::Help(_) => Event::HelpClose,
            View::End { shown: None, .. } => Event::ShowResult,
            View::End { .. } | View::Declined | View::Left => break,
        };
        session.handle(u64::try_from(step).unwrap_or(0) * 1500, event);
    }
    let kept = session.snapshot();
    assert_eq!(kept.as_bytes().len(), SNAPSHOT_LEN);
    // A battery that the lints refuse may be too long to be kept; then nothing is taken up, and nothing breaks.
    if let Some(again) = Session::resume(session.pack(), person, kept.as_bytes()) {
        assert!(again.snapshot().as_bytes() == kept.as_bytes(), "a snapshot does not come back");
    }
}

thread_local! {
    static EVERY_FORM: Rc<Pack> = {
        let all = fixtures();
        Rc::new(all.into_iter().find(|pack| pack.battery.id == "every-form").expect("the fixture is there"))
    };
}

/// The snapshot of an unfinished sitting; also at the right length.
pub fn snapshot(bytes: &[u8]) {
    let pack = EVERY_FORM.with(Rc::clone);
    let person = somebody(&pack);
    let mut whole = bytes.to_vec();
    whole.resize(SNAPSHOT_LEN, 0);
    for row in [bytes, whole.as_slice()] {
        let Some(session) = Session::resume(Rc::clone(&pack), person, row) else { continue };
        assert_eq!(row.len(), SNAPSHOT_LEN, "a snapshot of another length");
        let kept = session.snapshot();
        let again = Session::resume(Rc::clone(&pack), person, kept.as_bytes()).expect("our own snapshot");
        assert!(again.snapshot().as_bytes() == kept.as_bytes(), "a snapshot does not come back");
        go_on(session, person);
    }
}
