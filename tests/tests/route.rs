//! Sittings that do not go straight from the first item to the last: gates, adaptive order, ages, and the
//! second look at responses that came too soon.

use qinghe_content::{Informant, Locale, Pack, Tier};
use qinghe_session::{Care, Effect, Event, ItemView, Outcome, Person, Refusal, Session, View};
use qinghe_tests::{pack_of, student};
use std::rc::Rc;

const AGREE: Event = Event::Agree { share_domains: true, shared_device: false };
/// A person who reads.
const READING_MS: u64 = 4_000;

struct Sitting {
    session: Session,
    now_ms: u64,
    asked: Vec<String>,
    outcome: Option<Outcome>,
}

impl Sitting {
    fn begin(battery: &str, person: Person) -> Sitting {
        let session = Session::new(pack_of(battery, Locale::ZhHans), person);
        let Ok(session) = session else { panic!("admitted") };
        let mut sitting = Sitting { session, now_ms: 1_000_000, asked: Vec::new(), outcome: None };
        sitting.act(Event::Next);
        sitting.act(AGREE);
        sitting
    }

    fn act(&mut self, event: Event) {
        self.act_after(READING_MS, event);
    }

    fn act_after(&mut self, gap_ms: u64, event: Event) {
        self.now_ms += gap_ms;
        for effect in self.session.handle(self.now_ms, event) {
            if let Effect::Finished(outcome) = effect {
                assert!(self.outcome.replace(outcome).is_none(), "finished once");
            }
        }
    }

    fn item(&self) -> Option<ItemView> {
        if let View::Item(item) = self.session.view() { Some(item) } else { None }
    }

    fn id(&self, item: ItemView) -> String {
        self.session.pack().instruments[item.instrument].items[item.item].id.clone()
    }

    /// Answers every item, `option` by item id, until something else is shown.
    fn answer(&mut self, gap_ms: u64, option: impl Fn(&str) -> u8) {
        while let Some(item) = self.item() {
            let id = self.id(item);
            let chosen = option(&id);
            self.asked.push(id);
            self.act_after(gap_ms, Event::Choose(chosen));
            if let View::Help(_) = self.session.view() {
                self.act(Event::HelpClose);
            }
        }
    }

    fn outcome(&self) -> &Outcome {
        self.outcome.as_ref().expect("the sitting has ended")
    }
}

fn aged(age: u8) -> Person {
    Person {
        informant: Informant::Student,
        age: Some(age),
        guardian_consent: true,
        anonymous: false,
        second: false,
    }
}

#[test]
fn gates_stay_closed_open_and_close_again() {
    let mut calm = Sitting::begin("two-step", student());
    assert_eq!(calm.item().map(|item| item.total), Some(16), "the most that can come");
    calm.answer(READING_MS, |_| 0);
    assert_eq!(calm.asked, ["interest", "mood", "self-harm", "nervous", "control"]);
    assert!(calm.outcome().tier == Tier::Routine && calm.outcome().care == Care::Ok);

    let mut low = Sitting::begin("two-step", student());
    low.answer(READING_MS, |id| if ["interest", "mood"].contains(&id) { 3 } else { 1 });
    assert_eq!(low.asked.len(), 3 + 2 + 6, "one gate opens");
    assert!(low.outcome().tier == Tier::Urgent, "the item on self-harm is always asked");

    // Back over the gate: what it let in is neither asked nor counted any more.
    let mut back = Sitting::begin("two-step", student());
    for option in [3, 3, 0, 0, 0, 3, 3] {
        back.act(Event::Choose(option));
    }
    let before = back.item().unwrap();
    for _ in 0..7 {
        back.act(Event::Back);
    }
    back.act(Event::Choose(0));
    back.act(Event::Choose(0));
    let after = back.item().unwrap();
    assert!(after.total < before.total, "the total falls and never rises: {} {}", before.total, after.total);
    back.answer(READING_MS, |_| 0);
    assert_eq!(back.asked, ["self-harm", "nervous", "control"]);
    assert!(back.outcome().tier == Tier::Routine);
}

#[test]
fn the_adaptive_way_is_short_and_a_reload_goes_on_where_it_was() {
    let mut calm = Sitting::begin("mood-adaptive", student());
    calm.answer(READING_MS, |id| if ["hopeful", "happy"].contains(&id) { 3 } else { 0 });
    assert_eq!(calm.asked.len(), 4, "{:?}", calm.asked);
    assert!(calm.outcome().tier == Tier::Routine);

    let mut cut = Sitting::begin("mood-adaptive", student());
    cut.act(Event::Choose(2));
    cut.act(Event::Choose(2));
    let third = cut.id(cut.item().unwrap());
    let row = cut.session.snapshot();
    let session = Session::resume(cut.session.pack(), student(), row.as_bytes()).expect("an own row");
    let mut again = Sitting { session, now_ms: 9, asked: Vec::new(), outcome: None };
    again.act(AGREE);
    assert_eq!(again.id(again.item().unwrap()), third);
}

#[test]
fn nobody_meets_a_form_that_is_not_for_their_age_or_role() {
    let refused = |battery: &str, person: Person| Session::new(pack_of(battery, Locale::En), person).err();
    assert_eq!(refused("junior", aged(11)), Some(Refusal::Age));
    assert_eq!(refused("upper-primary", aged(12)), Some(Refusal::Age));
    assert_eq!(refused("parent-report", aged(12)), Some(Refusal::Role));
    let mut young = Sitting::begin("university", aged(17));
    young.answer(READING_MS, |_| 0);
    let mut grown = Sitting::begin("university", aged(18));
    grown.answer(READING_MS, |_| 0);
    assert_eq!(grown.asked.len() - young.asked.len(), 5, "satisfaction with life is asked from 18 on");
}

/// A way of choosing that is not all the same and not critical, so that only the time tells.
fn varied(id: &str) -> u8 {
    if id == "self-harm" {
        return 0;
    }
    u8::try_from(id.bytes().map(u32::from).sum::<u32>() % 2).unwrap_or(0)
}

#[test]
fn responses_that_came_too_soon_can_be_looked_at_again_once() {
    let hurried = || {
        let mut sitting = Sitting::begin("junior", aged(13));
        sitting.answer(150, varied);
        sitting
    };
    let mut sitting = hurried();
    let View::Again { items } = sitting.session.view() else { panic!("a second look is offered") };
    assert_eq!(items, sitting.asked.len(), "every response came too soon");
    assert!(sitting.outcome.is_none(), "nothing is over before the person has decided");
    sitting.act(Event::LookAgain);
    assert!(matches!(sitting.item(), Some(item) if item.position == 1 && item.total == items));
    sitting.answer(READING_MS, varied);
    assert!(sitting.outcome().care == Care::Ok && sitting.outcome().tier != Tier::Unclear);

    let mut kept = hurried();
    kept.act(Event::HandIn);
    assert!(kept.outcome().tier == Tier::Unclear && kept.outcome().care == Care::Unusable);

    let mut twice = hurried();
    twice.act(Event::LookAgain);
    twice.answer(150, varied);
    assert!(twice.outcome().tier == Tier::Unclear, "it is offered once");
}

#[test]
fn a_reload_forgets_no_haste_and_offers_the_look_again() {
    let mut sitting = Sitting::begin("junior", aged(13));
    sitting.answer(150, varied);
    let row = sitting.session.snapshot();
    let pack: Rc<Pack> = sitting.session.pack();
    let session = Session::resume(pack, aged(13), row.as_bytes()).expect("an own row");
    let mut again = Sitting { session, now_ms: 5, asked: Vec::new(), outcome: None };
    again.act(AGREE);
    assert!(matches!(again.session.view(), View::Again { .. }));
}

#[test]
fn a_critical_response_is_urgent_however_quickly_it_was_given() {
    let mut sitting = Sitting::begin("junior", aged(13));
    sitting.answer(100, |id| u8::from(id == "self-harm"));
    if let View::Again { .. } = sitting.session.view() {
        sitting.act(Event::HandIn);
    }
    assert!(sitting.outcome().tier == Tier::Urgent);
}
