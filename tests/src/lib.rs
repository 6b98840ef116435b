//! What the tests that cross crates share: the real data rooms as packs, a whole sitting with its
//! network and disk, and the rules that keep the walls up.
//!
//! A rule is a function over text, so a test can hand it a broken text and see it red.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A fixture that fails is a failed test.

pub mod blind;
pub mod dice;
pub mod gateway;
pub mod page;
pub mod people;
pub mod suite;
pub mod training;
pub mod walls;
pub mod world;

use qinghe_content::{Locale, Pack};
use qinghe_session::Person;
use std::{
    path::{Path, PathBuf},
    rc::Rc,
    sync::OnceLock,
};

/// The root of the workspace.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap()
}

/// The text of a file below the root; a test that needs it fails with its name when it is absent.
#[must_use]
pub fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|why| panic!("{path}: {why}"))
}

/// The pack of `mood-and-anxiety`; see [`pack_of`].
///
/// # Panics
/// When the data rooms have a fault.
#[must_use]
pub fn pack(locale: Locale) -> Rc<Pack> {
    pack_of("mood-and-anxiety", locale)
}

/// The pack of a shipped battery as the compiler makes it from the data rooms, and as the element gets
/// it: encoded and decoded again.
///
/// # Panics
/// When the data rooms have a fault, or there is no such battery.
#[must_use]
pub fn pack_of(battery: &str, locale: Locale) -> Rc<Pack> {
    static PACKS: OnceLock<Vec<Pack>> = OnceLock::new();
    let packs = PACKS.get_or_init(|| {
        // The day on which the region was checked: the tests do not go stale when its numbers do.
        let report = qinghe_compiler::compile(&root(), "2026-11-24".parse().unwrap());
        assert!(!report.has_errors(), "{}", report.render());
        let again = |pack: &Pack| Pack::decode(&pack.encode().unwrap()).unwrap();
        report.packs.iter().map(again).collect()
    });
    let wanted = |pack: &&Pack| pack.locale == locale && pack.battery.id == battery;
    Rc::new(packs.iter().find(wanted).expect("the battery is there").clone())
}

/// A pack changed by hand, with the fingerprint of what it is now.
///
/// # Panics
/// When it cannot be encoded.
#[must_use]
pub fn changed(pack: &Pack, change: impl FnOnce(&mut Pack)) -> Rc<Pack> {
    let mut pack = pack.clone();
    change(&mut pack);
    pack.structure = qinghe_content::structure(&pack.battery, &pack.instruments).expect("it encodes");
    Rc::new(pack)
}

/// A student of fourteen, who needs nobody's consent.
#[must_use]
pub fn student() -> Person {
    Person {
        informant: qinghe_content::Informant::Student,
        age: Some(14),
        guardian_consent: false,
        anonymous: false,
        second: false,
    }
}
