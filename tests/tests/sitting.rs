//! The state machine of a sitting over the real pack: any event in any state, and what must hold after it.
//!
//! An event cannot be printed, because it can be a response; a failing case shows the numbers it was
//! made from instead.

use proptest::prelude::*;
use qinghe_content::{Disclosure, Locale, Pack};
use qinghe_session::{
    About, Cause, Company, Effect, Event, HelpPage, HelpView, Name, Recipient, Response, SNAPSHOT_LEN,
    Session, Told, View, Wish,
};
use qinghe_tests::{changed, pack, student};
use std::rc::Rc;

/// Numbers to events; those that move a sitting on come more often than those that end it.
fn event(number: u8) -> Event {
    match number {
        0..=9 => Event::Next,
        10..=19 => {
            Event::Agree { share_domains: number.is_multiple_of(2), shared_device: number.is_multiple_of(3) }
        }
        20 => Event::NotToday,
        21..=139 => Event::Choose(number % 4),
        140..=149 => Event::Choose(number),
        150..=159 => Event::Skip,
        160..=184 => Event::Back,
        185..=194 => Event::HelpOpen,
        195..=229 => Event::HelpClose,
        230..=237 => Event::Tell(number.is_multiple_of(2)),
        238 | 239 => Event::HelpNext,
        240 => Event::HelpBack,
        241 => Event::ShowAdult,
        242 | 243 => Event::Company(if number.is_multiple_of(2) { Company::Alone } else { Company::NotSaid }),
        244 => Event::Say(Wish::About(About::HurtByStaff)),
        245 => Event::TellSecond,
        246 => Event::Say(Wish::Name(Name::new("小雨"))),
        247 => Event::SendWishes,
        248 => Event::ByStaff,
        249..=252 => Event::ShowResult,
        _ => Event::HideResult,
    }
}

fn begin(pack: &Rc<Pack>) -> Session {
    let Ok(session) = Session::new(pack.clone(), student()) else { panic!("a student of 14 is admitted") };
    session
}

/// The same battery in which a critical response is told only when the person agrees.
fn by_choice() -> Rc<Pack> {
    changed(&pack(Locale::ZhHans), |pack| pack.battery.disclosure = Disclosure::Choice)
}

/// What a sitting has said so far.
#[derive(Default)]
struct Heard {
    agreed: bool,
    declined: bool,
    finished: u32,
    noticed: u32,
    result: u32,
    asked: u32,
    follows: u32,
}

impl Heard {
    /// Effects are only what the state before allows, each of them at most once.
    fn listen(&mut self, effects: &[Effect]) {
        for effect in effects {
            match effect {
                Effect::Started { .. } => self.agreed = true,
                Effect::Early { cause: Cause::Noticed, to: Recipient::School } => self.noticed += 1,
                Effect::Early { cause: Cause::Asked, to: Recipient::School } => self.asked += 1,
                Effect::Early { cause: Cause::Result, to: Recipient::School } => self.result += 1,
                Effect::Early { to: Recipient::Second, .. } => panic!("there is no second centre"),
                Effect::Follow { to, .. } => {
                    assert!(*to == Recipient::School && self.noticed + self.asked + self.result > 0);
                    self.follows += 1;
                }
                Effect::Left => panic!("nobody left"),
                Effect::Finished(_) => self.finished += 1,
                Effect::Declined => self.declined = true,
                Effect::Save => {}
            }
            assert!(self.agreed || *effect == Effect::Declined, "nothing before the person agreed");
            let may_follow = matches!(
                effect,
                Effect::Declined | Effect::Early { cause: Cause::Asked, .. } | Effect::Follow { .. }
            );
            assert!(!self.declined || may_follow, "after `not today` only a call for help");
        }
        assert!(self.finished <= 1 && self.noticed <= 1 && self.asked <= 1 && self.follows <= 2);
        assert!(self.noticed == 0 || self.result == 0, "one card is enough");
        // What was told reaches the outbox before the row that remembers it.
        let save = effects.iter().position(|effect| *effect == Effect::Save);
        assert!(save.is_none_or(|at| at == effects.len() - 1), "the row comes last");
    }
}

/// Whether choosing `option` on this view is critical: PHQ-9, ninth item, anything but "not at all".
fn calls_for_a_person(view: &View, event: Event) -> bool {
    let Event::Choose(option) = event else { return false };
    matches!(view, View::Item(item) if item.instrument == 0 && item.item == 8) && (1..4).contains(&option)
}

fn step(session: &mut Session, event: Event, heard: &mut Heard, disclosure: Disclosure) {
    let before = session.view();
    let effects = session.handle(0, event);
    heard.listen(&effects);
    if calls_for_a_person(&before, event) {
        let View::Help(HelpView { cause: Cause::Noticed, told, page: HelpPage::Card, .. }) = session.view()
        else {
            panic!("the card comes in the same step");
        };
        assert!(disclosure == Disclosure::Choice || (told == Told::Must && heard.noticed == 1));
    }
    if let View::Item(item) = session.view() {
        assert!(heard.agreed && (1..=item.total).contains(&item.position) && item.total == 16);
        assert_eq!(item.can_go_back, item.position > 1);
    }
    assert_eq!(session.snapshot().as_bytes().len(), SNAPSHOT_LEN);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_events_in_any_order(numbers in proptest::collection::vec(any::<u8>(), 3_000), choice in any::<bool>()) {
        let pack = if choice { by_choice() } else { pack(Locale::ZhHans) };
        let mut other = (*pack).clone();
        other.locale = Locale::En;
        let packs = [pack.clone(), Rc::new(other)];
        let (mut session, mut heard) = (begin(&pack), Heard::default());
        for (nth, number) in numbers.into_iter().enumerate() {
            step(&mut session, event(number), &mut heard, pack.battery.disclosure);
            if heard.declined {
                (session, heard) = (begin(&pack), Heard::default());
            }
            // Now and then a reload, or another language: neither may be noticed in what is said.
            if nth % 97 == 96 && heard.agreed {
                let row = session.snapshot();
                let again = Session::resume(pack.clone(), student(), row.as_bytes());
                prop_assert!(again.is_some(), "an own row is accepted");
                session = again.unwrap();
                prop_assert!(session.snapshot().as_bytes() == row.as_bytes(), "and comes back unchanged");
            }
            if nth % 31 == 30 {
                prop_assert!(session.set_pack(packs[nth % 2].clone()));
            }
        }
    }

    #[test]
    fn bytes_that_are_no_row_are_refused_or_read_but_never_a_panic(
        noise in proptest::collection::vec(any::<u8>(), 0..1_100), flips in proptest::collection::vec((0usize..80, 0u8..8), 1..6),
    ) {
        let pack = pack(Locale::ZhHans);
        prop_assert!(Session::resume(pack.clone(), student(), &noise).is_none());
        let mut row = halfway(&pack).snapshot().as_bytes().to_vec();
        for (at, bit) in flips {
            row[at] ^= 1 << bit;
        }
        if let Some(mut session) = Session::resume(pack, student(), &row) {
            for number in 0..=255 {
                session.handle(0, event(number));
            }
        }
    }
}

fn go(session: &mut Session, events: &[Event]) -> Vec<Effect> {
    events.iter().flat_map(|event| session.handle(0, *event)).collect()
}

const AGREE: Event = Event::Agree { share_domains: true, shared_device: false };

/// At item 4 of the battery: a choice, a skip, a choice.
fn halfway(pack: &Rc<Pack>) -> Session {
    let mut session = begin(pack);
    go(&mut session, &[Event::Next, AGREE, Event::Choose(2), Event::Skip, Event::Choose(0)]);
    session
}

fn at_the_end(pack: &Rc<Pack>) -> Session {
    let mut session = begin(pack);
    go(&mut session, &[Event::Next, AGREE]);
    go(&mut session, &[Event::Choose(0); 16]);
    session
}

#[test]
fn the_usual_way() {
    let mut session = begin(&pack(Locale::ZhHans));
    assert!(session.view() == View::Sees { items: 16, anonymous: false });
    assert!(go(&mut session, &[Event::Next]).is_empty());
    assert!(session.view() == View::Consent { resumed: false, young: false });
    let agreed = go(&mut session, &[AGREE]);
    assert!(agreed == [Effect::Started { shared_device: false }, Effect::Save]);
    for position in 1..=16 {
        assert!(matches!(session.view(), View::Item(item) if item.position == position));
        let effects = session.handle(0, Event::Choose(1));
        if position == 9 {
            assert!(
                effects == [Effect::Early { cause: Cause::Noticed, to: Recipient::School }, Effect::Save]
            );
            session.handle(0, Event::HelpClose);
        } else if position == 16 {
            assert!(matches!(effects.as_slice(), [Effect::Finished(_), Effect::Save]));
        } else {
            assert!(effects == [Effect::Save]);
        }
    }
    assert!(session.view() == View::End { shown: None, own: None });
    session.handle(0, Event::ShowResult);
    assert!(matches!(session.view(), View::End { shown: Some(_), own: None }));
    session.handle(0, Event::HideResult);
    assert!(session.view() == View::End { shown: None, own: None });
}

/// Every event in every state: those that do not belong there change nothing and say nothing.
#[test]
fn an_event_that_does_not_belong_changes_nothing() {
    let pack = pack(Locale::ZhHans);
    let with = |events: &[Event]| {
        let mut session = begin(&pack);
        go(&mut session, events);
        session
    };
    // The events that each state takes, by the numbers of `event`.
    let states: [(&str, Session, &[u8]); 6] = [
        ("who sees what", begin(&pack), &[0, 185]),
        ("consent", with(&[Event::Next]), &[10, 20, 185]),
        ("first item", with(&[Event::Next, AGREE]), &[21, 150, 185]),
        ("help card", with(&[Event::Next, AGREE, Event::HelpOpen]), &[195, 230, 238, 241, 248]),
        ("end", at_the_end(&pack), &[185, 249, 253]),
        ("not today", with(&[Event::Next, Event::NotToday]), &[185]),
    ];
    for (name, mut session, taken) in states {
        for number in
            [0, 10, 20, 21, 140, 150, 160, 185, 195, 230, 238, 240, 241, 242, 244, 245, 247, 248, 249, 253]
        {
            if taken.contains(&number) {
                continue;
            }
            let (view, row) = (session.view(), session.snapshot());
            assert!(session.handle(0, event(number)).is_empty(), "{name} answers event {number}");
            assert!(session.view() == view, "{name} is moved by event {number}");
            assert!(session.snapshot().as_bytes() == row.as_bytes(), "{name} remembers event {number}");
        }
    }
}

#[test]
fn not_today_keeps_and_says_nothing_else() {
    let mut session = begin(&pack(Locale::ZhHans));
    let effects = go(&mut session, &[Event::Next, Event::NotToday]);
    assert!(effects == [Effect::Declined]);
    let later: Vec<Effect> = (0..=255).flat_map(|number| session.handle(0, event(number))).collect();
    assert!(later.is_empty());
}

#[test]
fn help_asked_for_before_agreeing_is_shown_and_not_sent() {
    for events in [
        &[Event::HelpOpen][..],
        &[Event::Next, Event::HelpOpen],
        &[Event::Next, Event::NotToday, Event::HelpOpen],
    ] {
        let mut session = begin(&pack(Locale::ZhHans));
        go(&mut session, events);
        let told =
            |session: &Session| if let View::Help(help) = session.view() { Some(help.told) } else { None };
        assert_eq!(told(&session), Some(Told::Unavailable));
        assert!(session.handle(0, Event::Tell(true)).is_empty());
    }
}

/// Whoever agreed on an earlier visit can call for help on every screen, and what was declined stays forgotten.
#[test]
fn help_asked_for_on_a_later_visit_is_sent() {
    let row = halfway(&pack(Locale::ZhHans)).snapshot();
    let again = || Session::resume(pack(Locale::ZhHans), student(), row.as_bytes()).unwrap();
    let mut session = again();
    assert!(
        go(&mut session, &[Event::HelpOpen, Event::Tell(true)])
            == [Effect::Early { cause: Cause::Asked, to: Recipient::School }, Effect::Save]
    );
    let mut session = again();
    assert!(session.handle(0, Event::NotToday) == [Effect::Declined]);
    assert!(
        go(&mut session, &[Event::HelpOpen, Event::Tell(true)])
            == [Effect::Early { cause: Cause::Asked, to: Recipient::School }]
    );
}

#[test]
fn help_asked_for_later_is_sent_once_and_wished_for_in_the_result() {
    let mut session = halfway(&pack(Locale::ZhHans));
    assert!(go(&mut session, &[Event::HelpOpen, Event::Tell(false), Event::HelpClose]).is_empty());
    let effects =
        go(&mut session, &[Event::HelpOpen, Event::Tell(true), Event::Tell(true), Event::HelpClose]);
    assert!(effects == [Effect::Early { cause: Cause::Asked, to: Recipient::School }, Effect::Save]);
    assert!(go(&mut session, &[Event::HelpOpen, Event::Tell(true), Event::HelpClose]).is_empty());
    let effects = go(&mut session, &[Event::Choose(0); 13]);
    let wished =
        effects.iter().any(|effect| matches!(effect, Effect::Finished(outcome) if outcome.wish_seen));
    assert!(wished);
}

#[test]
fn where_the_student_is_asked_first_nothing_is_sent_without_a_yes() {
    let mut session = begin(&by_choice());
    go(&mut session, &[Event::Next, AGREE]);
    go(&mut session, &[Event::Choose(0); 8]);
    assert!(session.handle(0, Event::Choose(3)) == [Effect::Save]);
    assert!(matches!(session.view(), View::Help(HelpView { cause: Cause::Noticed, told: Told::Asking, .. })));
    assert!(session.handle(0, Event::Tell(false)).is_empty());
    // Back on the item and chosen again: asked again, and this time the answer is yes.
    go(&mut session, &[Event::HelpClose, Event::Back]);
    assert!(session.handle(0, Event::Choose(1)) == [Effect::Save]);
    assert!(
        session.handle(0, Event::Tell(true))
            == [Effect::Early { cause: Cause::Noticed, to: Recipient::School }, Effect::Save]
    );
}

/// The card comes every time, the message once, and taking the response back does not take it back.
#[test]
fn an_early_message_is_append_only() {
    let mut session = begin(&pack(Locale::ZhHans));
    go(&mut session, &[Event::Next, AGREE]);
    go(&mut session, &[Event::Choose(0); 8]);
    assert!(
        session.handle(0, Event::Choose(1))
            == [Effect::Early { cause: Cause::Noticed, to: Recipient::School }, Effect::Save]
    );
    go(&mut session, &[Event::HelpClose, Event::Back]);
    assert!(session.handle(0, Event::Choose(2)) == [Effect::Save]);
    assert!(matches!(
        session.view(),
        View::Help(HelpView { cause: Cause::Noticed, told: Told::Must, again: true, .. })
    ));
    let mut again = Session::resume(session.pack(), student(), session.snapshot().as_bytes()).unwrap();
    // The card was open when the page went away, so it comes first.
    assert!(matches!(again.view(), View::Help(HelpView { cause: Cause::Noticed, .. })));
    go(&mut again, &[Event::HelpClose, AGREE, Event::Back]);
    assert!(again.handle(0, Event::Choose(3)) == [Effect::Save], "nor does a reload send it twice");
    go(&mut again, &[Event::HelpClose, Event::Back]);
    assert!(again.handle(0, Event::Choose(0)) == [Effect::Save]);
    assert!(matches!(again.view(), View::Item(_)));
}

#[test]
fn a_resumed_sitting_asks_for_consent_and_goes_on_at_the_next_item() {
    let pack = pack(Locale::ZhHans);
    let mut again = Session::resume(pack.clone(), student(), halfway(&pack).snapshot().as_bytes()).unwrap();
    assert!(again.view() == View::Consent { resumed: true, young: false });
    go(&mut again, &[AGREE]);
    assert!(matches!(again.view(), View::Item(item) if item.position == 4));
    for wanted in [Response::Given(0), Response::Skipped, Response::Given(2)] {
        go(&mut again, &[Event::Back]);
        assert!(matches!(again.view(), View::Item(item) if item.chosen == wanted));
    }
    let mut over = Session::resume(pack.clone(), student(), at_the_end(&pack).snapshot().as_bytes()).unwrap();
    assert!(over.view() == View::End { shown: None, own: None });
    assert!(go(&mut over, &[AGREE, Event::Choose(1), Event::Back]).is_empty());
}

#[test]
fn another_language_keeps_every_response_and_another_battery_is_refused() {
    let zh = pack(Locale::ZhHans);
    let mut session = halfway(&zh);
    let row = session.snapshot();
    assert!(session.set_pack(pack(Locale::En)));
    assert_eq!(session.pack().locale, Locale::En);
    assert!(session.snapshot().as_bytes() == row.as_bytes());
    assert!(matches!(session.view(), View::Item(item) if item.position == 4));
    let cut = changed(&zh, |pack| pack.instruments[0].scores[0].band_sets[0].bands[2].from = 9);
    for foreign in [by_choice(), cut] {
        assert!(!session.set_pack(foreign));
        assert_eq!(session.pack().locale, Locale::En, "and nothing has changed");
    }
}
