//! What schedules share: two batteries, cut to the items that matter, and sittings that have come as far as these.

use super::student::CRITICAL_ITEM;
use crate::{changed, pack, student, suite::Suite};
use qinghe_content::{Locale, Pack};
use qinghe_session::{Event, Session, View};
use std::rc::Rc;

/// Content, begun sittings and seals.
pub struct Setting {
    /// Per battery and version: `[battery][newer]`.
    pub packs: Vec<[Rc<Pack>; 2]>,
    /// Snapshots shortly before the critical item, in the same places.
    pub begun: Vec<[Vec<u8>; 2]>,
    /// How envelopes are sealed.
    pub suite: Rc<Suite>,
}

impl Setting {
    /// The first instrument of the shipped battery with its last item but one critical, so that an early notice is
    /// followed by an end.
    #[must_use]
    pub fn new(suite: Suite) -> Rc<Setting> {
        let shipped = pack(Locale::ZhHans);
        let make = |id: &str, version: &str| {
            changed(&shipped, |pack| {
                id.clone_into(&mut pack.battery.id);
                version.clone_into(&mut pack.battery.version);
                pack.battery.instruments.truncate(1);
                pack.battery.policy.rules.truncate(1);
                pack.battery.domains.clear();
                let items = &mut pack.instruments[0].items;
                items[CRITICAL_ITEM].critical = items[CRITICAL_ITEM + 1].critical.take();
            })
        };
        let packs: Vec<[Rc<Pack>; 2]> = ["one", "two"]
            .into_iter()
            .map(|id| ["1.0.0", "1.1.0"].map(|version| make(id, version)))
            .collect();
        let begun = packs.iter().map(|versions| versions.each_ref().map(begun)).collect();
        Rc::new(Setting { packs, begun, suite: Rc::new(suite) })
    }
}

/// A sitting whose next item is the critical one.
fn begun(pack: &Rc<Pack>) -> Vec<u8> {
    let Ok(mut session) = Session::new(pack.clone(), student()) else { panic!("refused") };
    let mut now_ms = 0;
    let agree = Event::Agree { share_domains: false, shared_device: false };
    for event in [Event::Next, agree].into_iter().chain([Event::Choose(0); CRITICAL_ITEM]) {
        now_ms += 9_000;
        session.handle(now_ms, event);
    }
    assert!(matches!(session.view(), View::Item(item) if item.item == CRITICAL_ITEM));
    session.snapshot().as_bytes().to_vec()
}
