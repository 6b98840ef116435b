use super::{Group, Headline, Inbox, Put, Section};
use crate::{
    keys::Content,
    row::{Row, Seen},
};
use qinghe_wire::{Informant, Notice, Stage, Tier, Trigger, Validity, Wish};
use std::rc::Rc;

fn row(id: u8, sitting: u8, at: i64) -> Row {
    Row {
        id: [id; 16],
        sitting: [sitting; 16],
        urgent: false,
        received_at: at,
        pseudonym: "kX3f_9aQ".to_owned(),
        launch: "launch-0123456789".to_owned(),
        role: None,
        school: None,
        grade: None,
        class: None,
        verified: true,
        centre_key: Some([7; 8]),
        sealed: vec![id],
        seen: None,
        change: i64::from(id),
    }
}

fn notice(row: &Row, tier: Tier) -> Notice {
    Notice {
        id: row.id,
        sitting: row.sitting,
        launch: row.launch.clone(),
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
    inbox.groups().iter().map(|group| (group.sitting[0], group.section)).collect()
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

    use Section::{Routine, Seen, Urgent, Waiting};
    let expected = [
        (6, Urgent),
        (5, Urgent),
        (4, Waiting),
        (3, Waiting),
        (9, Waiting),
        (8, Waiting),
        (2, Waiting),
        (7, Waiting),
        (1, Routine),
        (11, Seen),
        (10, Seen),
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
    assert_eq!((group.section, group.seen().map(|seen| seen.at)), (Section::Seen, Some(60)));

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
    assert_eq!((inbox.unopened(), order(&inbox)), (2, vec![(3, Section::Seen)]));

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
