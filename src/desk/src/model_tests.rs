use super::{Group, Headline, Inbox, Person, Put, Section};
use crate::{
    case::{CaseState, Lock},
    keys::Content,
    row::{Row, Seen},
};
use qinghe_wire::{Company, Follow, Informant, Notice, Stage, Tier, Trigger, Validity, Wish};
use std::rc::Rc;

fn row(id: u8, sitting: u8, at: i64) -> Row {
    Row {
        id: [id; 16],
        sitting: [sitting; 16],
        received_at: at,
        // A person for each sitting, unless a test says otherwise.
        pseudonym: Some(format!("person-{sitting}")),
        centre_key: Some([7; 8]),
        sealed: vec![id],
        change: i64::from(id),
        ..Row::blank()
    }
}

fn notice(row: &Row, tier: Tier) -> Notice {
    Notice {
        id: row.id,
        sitting: row.sitting,
        launch: "launch-0123456789".to_owned(),
        battery: "mood-and-anxiety".to_owned(),
        battery_version: "1".to_owned(),
        stage: Stage::Final,
        tier,
        domains: vec![],
        trigger: None,
        validity: Validity::Ok,
        informant: Informant::Student,
        wish: Wish::None,
        follow: None,
        hour: 490_000,
    }
}

fn tier(inbox: &mut Inbox, row: Row, tier: Tier) -> Put {
    let notice = notice(&row, tier);
    inbox.put(row, Content::Notice(Box::new(notice)))
}

fn seen(mut row: Row, at: i64) -> Row {
    row.seen = Some(Seen { at, by: "林老师".to_owned() });
    row.change += 100;
    row
}

fn urgent(row: Row) -> Row {
    Row { urgent: true, ..row }
}

fn order(inbox: &Inbox) -> Vec<(u8, Section)> {
    inbox.groups().iter().map(|group| (group.sitting()[0], group.section)).collect()
}

fn only(inbox: &Inbox) -> Rc<Group> {
    let groups = inbox.groups();
    assert_eq!(groups.len(), 1);
    Rc::clone(&groups[0])
}

#[test]
fn whoever_needs_a_person_first_stands_first() {
    let mut inbox = Inbox::default();
    tier(&mut inbox, row(1, 1, 10), Tier::Routine);
    tier(&mut inbox, row(2, 2, 20), Tier::Watch);
    tier(&mut inbox, row(3, 3, 60), Tier::Priority);
    tier(&mut inbox, row(4, 4, 50), Tier::Priority);
    tier(&mut inbox, urgent(row(5, 5, 80)), Tier::Urgent);
    tier(&mut inbox, urgent(row(6, 6, 70)), Tier::Urgent);
    tier(&mut inbox, row(7, 7, 5), Tier::Unclear);
    inbox.put(row(8, 8, 90), Content::Broken);
    let wishing = row(9, 9, 95);
    let wish = Notice { wish: Wish::BeSeen, ..notice(&wishing, Tier::Routine) };
    inbox.put(wishing, Content::Notice(Box::new(wish)));
    tier(&mut inbox, seen(urgent(row(10, 10, 1)), 200), Tier::Urgent);
    tier(&mut inbox, seen(row(11, 11, 2), 300), Tier::Watch);

    use Section::{InHand, Routine, Seen, Urgent, Waiting};
    let expected = [
        (6, Urgent),
        (5, Urgent),
        (4, Waiting),
        (3, Waiting),
        (9, Waiting),
        (8, Waiting),
        (2, Waiting),
        (7, Waiting),
        // Urgent and seen, but nobody has let it rest.
        (10, InHand),
        (1, Routine),
        (11, Seen),
    ];
    assert_eq!(order(&inbox), expected);
}

#[test]
fn early_and_final_of_a_sitting_are_one_card() {
    let mut inbox = Inbox::default();
    let early = urgent(row(1, 9, 10));
    let words = Notice {
        stage: Stage::Early,
        trigger: Some(Trigger::Safety),
        domains: vec!["safety".to_owned(), "mood".to_owned()],
        ..notice(&early, Tier::Urgent)
    };
    inbox.put(early, Content::Notice(Box::new(words)));
    let last = row(2, 9, 40);
    let words = Notice {
        wish: Wish::BeSeen,
        domains: vec!["mood".to_owned(), "sleep".to_owned()],
        ..notice(&last, Tier::Watch)
    };
    inbox.put(last, Content::Notice(Box::new(words)));

    let group = only(&inbox);
    assert_eq!(group.section, Section::Urgent);
    assert_eq!(group.headline(), Headline::Tier(Tier::Urgent));
    assert_eq!(group.open_ids(), [[1; 16], [2; 16]]);
    assert_eq!(group.domains(), ["safety", "mood", "sleep"]);
    assert!(group.wish());
    assert_eq!(group.waiting_since(), 10);
}

#[test]
fn what_is_seen_stays_seen_until_something_new_comes() {
    let mut inbox = Inbox::default();
    tier(&mut inbox, urgent(row(1, 9, 10)), Tier::Urgent);
    tier(&mut inbox, seen(urgent(row(1, 9, 10)), 60), Tier::Urgent);
    let group = only(&inbox);
    assert_eq!((group.section, group.seen().map(|seen| seen.at)), (Section::InHand, Some(60)));

    tier(&mut inbox, row(2, 9, 90), Tier::Routine);
    let group = only(&inbox);
    // The early message was urgent, so the sitting never sinks among the calm ones.
    assert_eq!((group.section, group.waiting_since()), (Section::Waiting, 90));
    assert_eq!(group.open_ids(), [[2; 16]]);

    assert_eq!(tier(&mut inbox, urgent(row(3, 9, 95)), Tier::Urgent), Put::New { rings: true });
    assert_eq!((only(&inbox).section, only(&inbox).waiting_since()), (Section::Urgent, 95));
}

#[test]
fn the_same_or_an_older_change_does_nothing() {
    let mut inbox = Inbox::default();
    let newer = seen(row(1, 1, 10), 60);
    assert_eq!(tier(&mut inbox, newer.clone(), Tier::Watch), Put::New { rings: false });
    assert_eq!(tier(&mut inbox, newer, Tier::Watch), Put::Stale);
    assert_eq!(tier(&mut inbox, row(1, 1, 10), Tier::Watch), Put::Stale);
    assert_eq!(only(&inbox).section, Section::Seen);
}

#[test]
fn an_urgent_tier_inside_a_normal_envelope_still_rings() {
    let mut inbox = Inbox::default();
    assert_eq!(tier(&mut inbox, row(1, 1, 10), Tier::Urgent), Put::New { rings: true });
    assert_eq!(tier(&mut inbox, seen(row(2, 2, 10), 11), Tier::Urgent), Put::New { rings: false });
    assert_eq!(inbox.put(urgent(row(3, 3, 10)), Content::OtherKey), Put::New { rings: true });
}

#[test]
fn nothing_is_opened_twice_and_urgent_rows_are_opened_first() {
    let mut inbox = Inbox::default();
    assert!(!inbox.receive(vec![row(1, 1, 10), row(2, 2, 20), urgent(row(3, 3, 30))]));
    let first = inbox.take().unwrap();
    assert_eq!((first.id, inbox.unopened()), ([3; 16], 2));
    tier(&mut inbox, first, Tier::Urgent);

    // Acknowledged elsewhere: the content is known, so it changes at once.
    assert!(inbox.receive(vec![seen(urgent(row(3, 3, 30)), 60)]));
    assert_eq!((inbox.unopened(), order(&inbox)), (2, vec![(3, Section::InHand)]));

    // Other bytes under a known id are opened again, never given the old content.
    let other = Row { sealed: vec![99], change: 500, ..row(3, 3, 30) };
    assert!(!inbox.receive(vec![other]));
    assert_eq!(inbox.unopened(), 3);
}

#[test]
fn a_card_without_content_says_why() {
    let mut inbox = Inbox::default();
    inbox.put(row(1, 1, 10), Content::OtherKey);
    assert_eq!(only(&inbox).headline(), Headline::Closed);
    inbox.put(row(2, 1, 10), Content::Mismatch);
    assert_eq!(only(&inbox).headline(), Headline::Mismatch);
    tier(&mut inbox, row(3, 1, 10), Tier::Watch);
    assert_eq!(only(&inbox).headline(), Headline::Tier(Tier::Watch));
    assert_eq!(only(&inbox).section, Section::Waiting);
}

/// The same person in another sitting.
fn same_person(row: Row) -> Row {
    Row { pseudonym: Some("person-1".to_owned()), ..row }
}

fn case(closed_at: Option<i64>) -> CaseState {
    CaseState {
        person: Some("person-1".to_owned()),
        sittings: vec![[1; 16]],
        closed: closed_at.map(|at| Seen { at, by: "林老师".to_owned() }),
        ..CaseState::default()
    }
}

#[test]
fn several_sittings_of_one_person_are_one_card_and_the_past_does_not_stand_over_the_present() {
    let mut inbox = Inbox::default();
    tier(&mut inbox, seen(row(1, 1, 10), 11), Tier::Priority);
    tier(&mut inbox, same_person(row(2, 2, 500)), Tier::Routine);
    let group = only(&inbox);
    assert_eq!(group.person, Person::Known("person-1".to_owned()));
    assert_eq!((group.section, group.headline()), (Section::Routine, Headline::Tier(Tier::Routine)));
    assert_eq!((group.earlier(), group.sitting(), group.sittings().len()), (1, [2; 16], 2));
}

#[test]
fn only_a_person_lets_something_urgent_rest() {
    let mut inbox = Inbox::default();
    tier(&mut inbox, seen(urgent(row(1, 1, 10)), 20), Tier::Urgent);
    tier(&mut inbox, seen(same_person(row(2, 2, 500)), 510), Tier::Routine);
    // A later calm result changes nothing.
    assert_eq!(
        (only(&inbox).section, only(&inbox).headline()),
        (Section::InHand, Headline::Tier(Tier::Urgent))
    );
    inbox.case(case(None));
    assert_eq!(only(&inbox).section, Section::InHand);
    inbox.case(case(Some(600)));
    let group = only(&inbox);
    assert_eq!((group.section, group.headline()), (Section::Seen, Headline::Tier(Tier::Routine)));
    // Closed is closed for what came before, never for what comes after.
    tier(&mut inbox, urgent(same_person(row(3, 3, 700))), Tier::Urgent);
    assert_eq!(only(&inbox).section, Section::Urgent);
    tier(&mut inbox, seen(urgent(same_person(row(3, 3, 700))), 710), Tier::Urgent);
    assert_eq!(only(&inbox).section, Section::InHand);
}

#[test]
fn a_guardian_lock_keeps_a_card_in_hand() {
    let mut inbox = Inbox::default();
    tier(&mut inbox, seen(row(1, 1, 10), 20), Tier::Watch);
    assert_eq!(only(&inbox).section, Section::Seen);
    inbox.case(CaseState { lock: Lock::On { by: None, asked: None }, ..case(Some(30)) });
    assert_eq!(only(&inbox).section, Section::InHand);
}

#[test]
fn a_code_carried_by_hand_joins_its_person_when_the_sitting_is_known() {
    let carried = || Row { pseudonym: None, by_hand: true, ..urgent(row(1, 1, 10)) };
    let mut inbox = Inbox::default();
    tier(&mut inbox, carried(), Tier::Urgent);
    assert_eq!((only(&inbox).person.clone(), only(&inbox).pseudonym()), (Person::Sitting([1; 16]), None));
    // The network is back: another message of the sitting names the person.
    tier(&mut inbox, row(2, 1, 90), Tier::Watch);
    assert_eq!(only(&inbox).pseudonym(), Some("person-1"));
    assert_eq!(only(&inbox).entries.len(), 2);

    // Or the case does.
    let mut inbox = Inbox::default();
    tier(&mut inbox, carried(), Tier::Urgent);
    inbox.case(case(None));
    assert_eq!(only(&inbox).pseudonym(), Some("person-1"));
    assert!(only(&inbox).case.is_some());
}

#[test]
fn the_newest_wishes_count() {
    let mut inbox = Inbox::default();
    assert!(!inbox.receive(vec![]));
    for (id, company) in [(1, Company::Alone), (2, Company::WithSomeone)] {
        let row = row(id, 1, i64::from(id) * 10);
        let follow = Some(Follow { company, ..Follow::default() });
        let said = Notice { stage: Stage::Follow, follow, ..notice(&row, Tier::Urgent) };
        inbox.put(row, Content::Notice(Box::new(said)));
    }
    tier(&mut inbox, row(3, 1, 90), Tier::Watch);
    assert_eq!(only(&inbox).follow().map(|follow| follow.company), Some(Company::WithSomeone));
}

#[test]
fn a_new_key_opens_what_waited_for_it() {
    let mut inbox = Inbox::default();
    inbox.put(row(1, 1, 10), Content::OtherKey);
    inbox.put(row(2, 2, 10), Content::Broken);
    inbox.reopen();
    assert_eq!((inbox.unopened(), inbox.groups().len()), (1, 1));
    let again = inbox.take().unwrap();
    assert_eq!(tier(&mut inbox, again, Tier::Watch), Put::New { rings: false });
}
