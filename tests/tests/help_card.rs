//! The help card as a state machine: every event in every state, in every frame; and what must hold after it.
//! Failing cases show the numbers they were made from, because an event can be a response.

use proptest::prelude::*;
use qinghe_content::{Change, Disclosure, Locale, Pack, ScoreRef, Tier};
use qinghe_session::{
    About, Cause, Company, Earlier, Effect, Event, FOLLOWS_MAX, Guardian, HelpPage, HelpView, MeetAt,
    MeetWhen, NAME_MAX, Name, Person, Recipient, Said, Session, Told, View, Whom, Wish,
};
use qinghe_tests::{changed, pack, pack_of, student};
use std::rc::Rc;

const AGREE: Event = Event::Agree { share_domains: false, shared_device: false };

/// Every event there is, with every answer of the card.
fn events() -> Vec<Event> {
    use Event as E;
    let mut all = vec![
        E::Next,
        AGREE,
        E::Agree { share_domains: true, shared_device: true },
        E::Choose(0),
        E::Choose(1),
        E::Choose(3),
        E::Choose(200),
        E::Skip,
        E::Back,
        E::LookAgain,
        E::HandIn,
        E::HelpOpen,
        E::HelpClose,
        E::HelpNext,
        E::HelpBack,
        E::ShowAdult,
        E::Tell(true),
        E::Tell(false),
        E::ByStaff,
        E::TellSecond,
        E::SendWishes,
        E::ShowResult,
        E::HideResult,
        E::NotToday,
        E::Leave,
    ];
    all.extend([Company::NotSaid, Company::WithSomeone, Company::Alone].map(E::Company));
    all.extend(
        [About::HurtAtHome, About::HurtByStudents, About::HurtByStaff, About::MayHurtOthers]
            .map(|about| E::Say(Wish::About(about))),
    );
    all.extend([
        E::Say(Wish::Place(MeetAt::QuietPlace)),
        E::Say(Wish::Time(MeetWhen::Now)),
        E::Say(Wish::Whom(Whom::Nurse)),
        E::Say(Wish::Guardian(Guardian::No)),
        E::Say(Wish::Name(Name::new("小雨"))),
        E::Say(Wish::Name(Name::new(""))),
    ]);
    all
}

/// Under which rules a sitting runs.
#[derive(Clone, Copy, Debug)]
struct Terms {
    choice: bool,
    anonymous: bool,
    second: bool,
}

impl Terms {
    fn of(number: u8) -> Terms {
        Terms { choice: number & 1 > 0, anonymous: number & 2 > 0, second: number & 4 > 0 }
    }

    fn begin(self) -> Session {
        let person = Person { anonymous: self.anonymous, second: self.second, ..student() };
        let Ok(session) = Session::new(self.pack(), person) else { panic!("admitted") };
        session
    }

    fn again(self, row: &[u8]) -> Session {
        let person = Person { anonymous: self.anonymous, second: self.second, ..student() };
        Session::resume(self.pack(), person, row).expect("an own row is accepted")
    }

    fn pack(self) -> Rc<Pack> {
        let policy = if self.choice { Disclosure::Choice } else { Disclosure::Must };
        changed(&pack(Locale::ZhHans), |pack| pack.battery.disclosure = policy)
    }

    /// Whether a reason to worry is told without asking.
    fn must(self) -> bool {
        !self.choice && !self.anonymous
    }
}

/// What a sitting has done so far, written down beside it.
#[derive(Default)]
struct Ledger {
    agreed: bool,
    left: bool,
    early: Vec<(Cause, Recipient)>,
    follows: u8,
    /// The student said yes: to the school, by asking the second centre, by giving a name.
    yes: bool,
    turned: bool,
}

impl Ledger {
    /// One event, and every promise of the card that this step could break.
    fn step(&mut self, session: &mut Session, event: Event, terms: Terms) {
        let before = session.view();
        let row = session.snapshot();
        let effects = session.handle(0, event);
        let after = session.view();
        self.note(&before, event);
        let called =
            |cause| effects.iter().any(|e| matches!(e, Effect::Early { cause: c, .. } if *c == cause));
        for effect in &effects {
            self.check(effect, &before, terms);
        }
        if self.left && !matches!(event, Event::Leave) {
            assert!(effects.is_empty() && after == View::Left, "nothing comes back from a quick exit");
            assert!(session.snapshot().as_bytes() == row.as_bytes());
        }
        self.left |= event == Event::Leave;
        if critical(&before, event) {
            assert!(at(&after, Cause::Noticed, HelpPage::Card), "the card comes before anything else");
            let first = !self.early[..self.early.len() - effects_early(&effects)]
                .contains(&(Cause::Noticed, Recipient::School));
            assert_eq!(called(Cause::Noticed), terms.must() && first, "at the response itself, and once");
        }
        if let View::Help(help) = &after {
            self.card_is_true(help, terms);
        }
        if matches!(before, View::Help(_)) && !matches!(after, View::Help(_)) {
            assert!(matches!(event, Event::HelpClose | Event::Leave), "only the student puts the card away");
        }
    }

    fn note(&mut self, before: &View, event: Event) {
        let View::Help(help) = before else { return };
        match event {
            Event::Tell(true) if help.told != Told::Unavailable => self.yes = true,
            Event::TellSecond => self.turned = true,
            _ => {}
        }
    }

    fn check(&mut self, effect: &Effect, before: &View, terms: Terms) {
        match effect {
            Effect::Started { .. } => self.agreed = true,
            Effect::Early { cause, to } => {
                assert!(self.agreed, "never before consent");
                assert!(!self.early.contains(&(*cause, *to)), "once per cause and recipient");
                let said_so = match to {
                    Recipient::School => self.yes || (terms.must() && *cause != Cause::Asked),
                    Recipient::Second => terms.second && self.turned,
                };
                assert!(said_so || terms.anonymous, "nothing is sent without a yes");
                self.early.push((*cause, *to));
            }
            Effect::Follow { said, to } => {
                let View::Help(help) = before else { panic!("wishes come from the card") };
                assert!(help.page == HelpPage::Wishes && help.may_send && help.said == **said);
                assert!(help.to == *to && self.early.iter().any(|(_, told)| told == to));
                assert!(!terms.anonymous || !said.name.as_str().is_empty(), "nobody could be found");
                assert!(*to == Recipient::School || said.about == About::HurtByStaff);
                self.follows += 1;
                assert!(self.follows <= FOLLOWS_MAX);
            }
            Effect::Finished(_) | Effect::Declined | Effect::Left | Effect::Save => {}
        }
    }

    fn card_is_true(&self, help: &HelpView, terms: Terms) {
        let told = self.early.contains(&(help.cause, Recipient::School));
        match help.told {
            Told::Must => assert!(told && terms.must()),
            Told::Yes => assert!(told),
            Told::Asking | Told::No => assert!(self.agreed && !told),
            Told::Unavailable => assert!(self.early.is_empty() && !self.agreed),
        }
        assert_eq!(help.sends_left, FOLLOWS_MAX - self.follows);
        assert!(!help.may_send || self.agreed);
        assert!(!help.again || told, "`again` only when it was told");
    }
}

fn effects_early(effects: &[Effect]) -> usize {
    effects.iter().filter(|effect| matches!(effect, Effect::Early { .. })).count()
}

fn at(view: &View, cause: Cause, page: HelpPage) -> bool {
    matches!(view, View::Help(help) if help.cause == cause && help.page == page)
}

/// PHQ-9, ninth item, anything but "not at all".
fn critical(view: &View, event: Event) -> bool {
    matches!(view, View::Item(item) if item.instrument == 0 && item.item == 8)
        && matches!(event, Event::Choose(1..4))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Events in any order, mostly those that go on; now and then a reload.
    #[test]
    fn every_promise_of_the_card_holds_in_any_order(
        terms in 0u8..8, numbers in proptest::collection::vec(any::<u16>(), 700),
    ) {
        let terms = Terms::of(terms);
        let all = events();
        let (mut session, mut ledger) = (terms.begin(), Ledger::default());
        for number in numbers {
            let usual = [Event::Next, AGREE, Event::Choose(1), Event::Choose(0), Event::HelpNext, Event::HelpClose];
            let event = match number % 3 {
                0 => usual[usize::from(number / 3) % usual.len()],
                _ => all[usize::from(number / 3) % all.len()],
            };
            // Quick exits and refusals end a walk, so they come rarely.
            if matches!(event, Event::Leave | Event::NotToday) && !number.is_multiple_of(16) {
                continue;
            }
            ledger.step(&mut session, event, terms);
            if number.is_multiple_of(61) && ledger.agreed && session.view() != View::Declined {
                session = terms.again(session.snapshot().as_bytes());
                ledger.left = false;
            }
            if session.view() == View::Declined && number.is_multiple_of(5) {
                (session, ledger) = (terms.begin(), Ledger::default());
            }
        }
    }

    /// A name is one line that fits, whatever is typed.
    #[test]
    fn a_name_is_one_short_line(typed in "[\\PC\\x00-\\x20 小雨]{0,60}") {
        let name = Name::new(&typed);
        let name = name.as_str();
        prop_assert!(name.len() <= NAME_MAX && !name.chars().any(char::is_control));
        prop_assert_eq!(name.trim(), name);
        prop_assert!(Name::new(name).as_str() == name);
        let plain: String = typed.chars().filter(|char| !char.is_control()).collect();
        prop_assert!(plain.trim().starts_with(name));
        prop_assert!(plain.trim().len() > NAME_MAX || name == plain.trim());
    }
}

fn go(session: &mut Session, events: &[Event]) -> Vec<Effect> {
    events.iter().flat_map(|event| session.handle(0, *event)).collect()
}

/// At the card of the ninth item.
fn noticed(terms: Terms) -> Session {
    let mut session = terms.begin();
    go(&mut session, &[Event::Next, AGREE]);
    go(&mut session, &[Event::Choose(0); 8]);
    go(&mut session, &[Event::Choose(2)]);
    assert!(at(&session.view(), Cause::Noticed, HelpPage::Card));
    session
}

fn page(session: &Session) -> Option<HelpPage> {
    if let View::Help(help) = session.view() { Some(help.page) } else { None }
}

/// Company, the adult, what it is about, wishes: and everything said is what is sent.
#[test]
fn the_whole_way_of_somebody_who_is_alone() {
    let mut session = noticed(Terms::of(0));
    let way = [
        (Event::HelpNext, HelpPage::Company),
        (Event::Company(Company::Alone), HelpPage::Adult),
        (Event::HelpNext, HelpPage::About),
        (Event::Say(Wish::About(About::HurtByStudents)), HelpPage::About),
        (Event::HelpNext, HelpPage::Wishes),
        (Event::Say(Wish::Place(MeetAt::QuietPlace)), HelpPage::Wishes),
        (Event::Say(Wish::Time(MeetWhen::Break)), HelpPage::Wishes),
        (Event::Say(Wish::Whom(Whom::ClassTeacher)), HelpPage::Wishes),
        (Event::Say(Wish::Whom(Whom::ClassTeacher)), HelpPage::Wishes),
        (Event::Say(Wish::Guardian(Guardian::Unsure)), HelpPage::Wishes),
        (Event::Say(Wish::Name(Name::new("小雨"))), HelpPage::Wishes),
    ];
    for (event, shows) in way {
        assert!(go(&mut session, &[event]).is_empty(), "an answer alone sends and keeps nothing");
        assert_eq!(page(&session), Some(shows));
    }
    let sent = go(&mut session, &[Event::SendWishes]);
    let said = Said {
        company: Company::Alone,
        about: About::HurtByStudents,
        place: MeetAt::QuietPlace,
        time: MeetWhen::Break,
        guardian: Guardian::Unsure,
        name: Name::new("小雨"),
        ..Said::default()
    };
    assert!(sent == [Effect::Follow { said: Box::new(said), to: Recipient::School }, Effect::Save]);
    assert_eq!(page(&session), Some(HelpPage::Sent));
    // Once more, corrected; then no more.
    go(&mut session, &[Event::HelpBack, Event::Say(Wish::Guardian(Guardian::No))]);
    assert!(matches!(go(&mut session, &[Event::SendWishes])[..], [Effect::Follow { .. }, Effect::Save]));
    go(&mut session, &[Event::HelpBack]);
    assert_eq!(page(&session), Some(HelpPage::Sent));
    assert!(go(&mut session, &[Event::SendWishes]).is_empty());
    go(&mut session, &[Event::HelpClose]);
    assert!(matches!(session.view(), View::Item(item) if item.position == 10));
}

#[test]
fn when_staff_hurts_the_wishes_can_go_past_the_school() {
    let mut session = noticed(Terms { second: true, ..Terms::of(0) });
    go(&mut session, &[Event::HelpNext, Event::Company(Company::NotSaid)]);
    assert!(go(&mut session, &[Event::TellSecond]).is_empty(), "only when it is about staff");
    go(&mut session, &[Event::Say(Wish::About(About::HurtByStaff))]);
    let told = go(&mut session, &[Event::TellSecond]);
    assert!(told == [Effect::Early { cause: Cause::Noticed, to: Recipient::Second }, Effect::Save]);
    let sent = go(&mut session, &[Event::SendWishes]);
    assert!(matches!(&sent[0], Effect::Follow { to: Recipient::Second, .. }));
    // Whoever takes it back does not send outside by accident.
    let mut session = noticed(Terms { second: true, ..Terms::of(0) });
    go(&mut session, &[Event::HelpNext, Event::Company(Company::NotSaid), Event::ByStaff, Event::TellSecond]);
    go(&mut session, &[Event::HelpBack, Event::Say(Wish::About(About::HurtAtHome)), Event::HelpNext]);
    let sent = go(&mut session, &[Event::SendWishes]);
    assert!(matches!(&sent[0], Effect::Follow { to: Recipient::School, .. }));
}

/// Somebody who says no to the school can still turn to the second centre, and the school hears nothing.
#[test]
fn a_no_to_the_school_is_no_dead_end() {
    let mut session = noticed(Terms { choice: true, second: true, anonymous: false });
    let walk = [Event::HelpNext, Event::Company(Company::NotSaid), Event::Tell(false)];
    assert!(go(&mut session, &walk).is_empty());
    assert!(go(&mut session, &[Event::HelpNext]).is_empty());
    assert_eq!(page(&session), Some(HelpPage::Tell), "nobody is there whom wishes could reach");
    let effects = go(&mut session, &[Event::ByStaff, Event::TellSecond, Event::SendWishes]);
    let early = Effect::Early { cause: Cause::Noticed, to: Recipient::Second };
    assert!(effects[0] == early && matches!(&effects[2], Effect::Follow { to: Recipient::Second, .. }));
}

#[test]
fn who_is_anonymous_is_never_told_of_and_can_say_who_it_is() {
    let mut session = noticed(Terms { anonymous: true, ..Terms::of(0) });
    assert!(go(&mut session, &[Event::HelpNext, Event::Company(Company::Alone), Event::HelpNext]).is_empty());
    assert_eq!(page(&session), Some(HelpPage::Tell));
    assert!(go(&mut session, &[Event::Tell(true), Event::SendWishes]).is_empty(), "not without a name");
    let sent = go(&mut session, &[Event::Say(Wish::Name(Name::new("高一3班 林雨"))), Event::SendWishes]);
    assert!(sent[0] == Effect::Early { cause: Cause::Noticed, to: Recipient::School });
    assert!(matches!(&sent[1], Effect::Follow { said, .. } if said.name.as_str() == "高一3班 林雨"));
}

#[test]
fn the_card_that_was_open_comes_first_at_the_next_visit_and_a_quick_exit_hides_it_until_then() {
    let terms = Terms::of(1);
    let again = terms.again(noticed(terms).snapshot().as_bytes());
    assert!(at(&again.view(), Cause::Noticed, HelpPage::Card), "closing the page sent nothing");
    let mut session = noticed(terms);
    assert!(go(&mut session, &[Event::Leave]) == [Effect::Left, Effect::Save]);
    let mut again = terms.again(session.snapshot().as_bytes());
    assert!(matches!(again.view(), View::Sees { .. }) && again.begun(), "the usual beginning");
    go(&mut again, &[Event::Next]);
    assert!(again.view() == View::Consent { resumed: true, young: false });
    go(&mut again, &[Event::HelpOpen, Event::HelpClose, AGREE]);
    assert!(at(&again.view(), Cause::Noticed, HelpPage::Card));
    go(&mut again, &[Event::HelpClose, Event::Choose(0)]);
    let last = terms.again(again.snapshot().as_bytes());
    assert!(
        last.view() == View::Consent { resumed: true, young: false },
        "read once, it does not come again by itself"
    );
}

#[test]
fn a_name_stays_off_a_shared_computer() {
    for shared_device in [false, true] {
        let mut session = Terms::of(0).begin();
        go(&mut session, &[Event::Next, Event::Agree { share_domains: false, shared_device }]);
        go(
            &mut session,
            &[Event::HelpOpen, Event::Tell(true), Event::Company(Company::Alone), Event::HelpNext],
        );
        go(&mut session, &[Event::HelpNext, Event::Say(Wish::Name(Name::new("小雨")))]);
        go(&mut session, &[Event::SendWishes]);
        let row = session.snapshot().as_bytes().to_vec();
        let kept = row.windows("小雨".len()).any(|part| part == "小雨".as_bytes());
        assert_eq!(kept, !shared_device);
    }
}

/// X2: a result that calls for a person although no response did. The card comes before the end.
#[test]
fn an_urgent_result_without_a_card_shows_it_before_the_end() {
    let pack = changed(&pack(Locale::ZhHans), |pack| {
        let rule = pack.battery.policy.rules.iter_mut().find(|rule| rule.tier == Tier::Priority).unwrap();
        rule.tier = Tier::Urgent;
    });
    let walk = |critical: bool| {
        let Ok(mut session) = Session::new(pack.clone(), student()) else { panic!("admitted") };
        go(&mut session, &[Event::Next, AGREE]);
        let mut effects = Vec::new();
        for position in 1..=16 {
            let option = if position == 9 { u8::from(critical) } else { 3 };
            effects = go(&mut session, &[Event::Choose(option)]);
            if position < 16 {
                go(&mut session, &[Event::HelpClose]);
            }
        }
        (session, effects)
    };
    let (mut session, effects) = walk(false);
    let early = Effect::Early { cause: Cause::Result, to: Recipient::School };
    assert!(effects[0] == early && matches!(effects[1..], [Effect::Finished(_), Effect::Save]));
    assert!(at(&session.view(), Cause::Result, HelpPage::Card));
    go(&mut session, &[Event::HelpClose]);
    assert!(session.view() == View::End { shown: None, own: None });
    let (session, effects) = walk(true);
    assert!(matches!(effects[..], [Effect::Finished(_), Effect::Save]), "one card is enough");
    assert!(session.view() == View::End { shown: None, own: None });
}

/// X5: worse than before by more than noise, and in the upper half.
#[test]
fn a_reliable_rise_in_the_upper_half_shows_the_card() {
    let score = ScoreRef { instrument: 0, score: 0, band_set: 0 };
    let pack = changed(&pack(Locale::ZhHans), |pack| {
        pack.instruments[0].scores[0].change = Some(Change { reliable: 5, higher_is_worse: true });
    });
    let walk = |before: Option<i32>, option: u8| {
        let Ok(session) = Session::new(pack.clone(), student()) else { panic!("admitted") };
        let mut session =
            session.with_earlier(before.map(|value| Earlier { score, value }).into_iter().collect());
        go(&mut session, &[Event::Next, AGREE]);
        for position in 1..=16 {
            go(&mut session, &[Event::Choose(if position == 9 { 0 } else { option })]);
        }
        session.view()
    };
    assert!(at(&walk(Some(2), 2), Cause::Result, HelpPage::Card));
    assert!(walk(None, 2) == View::End { shown: None, own: None }, "nothing to compare with");
    assert!(walk(Some(15), 2) == View::End { shown: None, own: None }, "no more than noise");
    assert!(walk(Some(0), 1) == View::End { shown: None, own: None }, "a rise that stays low");
}

/// Under fourteen the card knows it; whom nobody may begin with, nobody begins.
#[test]
fn the_frame_follows_the_age() {
    let young = |age| {
        let person = Person { age: Some(age), guardian_consent: true, second: true, ..student() };
        let Ok(mut session) = Session::new(pack_of("junior", Locale::ZhHans), person) else {
            panic!("admitted")
        };
        go(&mut session, &[Event::HelpOpen]);
        let View::Help(help) = session.view() else { panic!("the card") };
        (help.frame.young, help.frame.second)
    };
    assert_eq!(young(13), (true, true));
    assert_eq!(young(14), (false, true));
}
