use super::{APART_MS, Together};
use crate::{
    keys::Content,
    model::{Group, Headline, Inbox, Section},
    row::{Role, Row, Seen},
};
use qinghe_wire::{Informant, Notice, Stage, Tier, Trigger, Validity, Wish};
use std::rc::Rc;

const TIERS: [Tier; 5] = [Tier::Routine, Tier::Watch, Tier::Priority, Tier::Urgent, Tier::Unclear];

/// A message about one student, numbered by its sitting and the time of its arrival.
fn says(inbox: &mut Inbox, nth: u8, at: i64, from: Informant, tier: Tier) -> Row {
    let role = if from == Informant::Parent { Role::Parent } else { Role::Student };
    let row = Row {
        id: [nth; 16],
        sitting: [nth; 16],
        urgent: tier == Tier::Urgent,
        received_at: at,
        pseudonym: Some("one-student".to_owned()),
        role: Some(role),
        sealed: vec![nth],
        change: i64::from(nth),
        ..Row::blank()
    };
    let notice = Notice {
        id: row.id,
        sitting: row.sitting,
        launch: "launch-0123456789".to_owned(),
        battery: "any".to_owned(),
        battery_version: "1".to_owned(),
        stage: Stage::Final,
        tier,
        domains: if tier == Tier::Routine { vec![] } else { vec!["mood".to_owned()] },
        trigger: None,
        validity: Validity::Ok,
        informant: from,
        wish: Wish::None,
        follow: None,
        hour: 490_000,
    };
    inbox.put(row.clone(), Content::Notice(Box::new(notice)));
    row
}

/// The same, carried by hand: nobody knows yet of whom it is.
fn carried(inbox: &mut Inbox, nth: u8, from: Informant, tier: Tier) -> Row {
    let mut other = Inbox::default();
    let row = says(&mut other, nth, 30, from, tier);
    let row = Row { pseudonym: None, role: None, launch: None, by_hand: true, ..row };
    inbox.put(row.clone(), other.groups()[0].entries[0].content.clone());
    row
}

fn see(inbox: &mut Inbox, row: Row, tier: Tier, from: Informant) {
    let nth = row.id[0];
    let at = row.received_at;
    // Put again with an acknowledgement.
    let mut other = Inbox::default();
    let fresh = says(&mut other, nth, at, from, tier);
    let entry = Rc::clone(&other.groups()[0].entries[0]);
    let row =
        Row {
            seen: Some(Seen { at: at + 1, by: "林老师".to_owned() }), change: fresh.change + 100, ..row
        };
    inbox.put(row, entry.content.clone());
}

fn only(inbox: &Inbox) -> Rc<Group> {
    let groups = inbox.groups();
    assert_eq!(groups.len(), 1, "a parent's report lies with the student's own");
    Rc::clone(&groups[0])
}

fn pair(student: Tier, parent: Tier, parent_first: bool) -> Rc<Group> {
    let mut inbox = Inbox::default();
    let (first, second) = if parent_first { (20, 10) } else { (10, 20) };
    says(&mut inbox, 1, first, Informant::Student, student);
    says(&mut inbox, 2, second, Informant::Parent, parent);
    only(&inbox)
}

/// Everything of a card that could tell whose result is which.
fn card(group: &Group) -> (Headline, Section, Together, Vec<String>, Vec<Option<Tier>>) {
    let shown = |entry: &Rc<super::Entry>| {
        entry.notice().filter(|_| group.tells_tier(entry)).map(|notice| notice.tier)
    };
    let domains = group.domains().into_iter().map(str::to_owned).collect();
    (group.headline(), group.section, group.together(), domains, group.entries.iter().map(shown).collect())
}

#[test]
fn every_pair_of_results() {
    let place = |tier: Tier| TIERS.iter().position(|one| *one == tier).unwrap();
    for student in TIERS {
        for parent in TIERS {
            for parent_first in [false, true] {
                let group = pair(student, parent, parent_first);
                let (headline, section, together, _, shown) = card(&group);
                let told = shown.iter().flatten().count();
                let what = format!("{student:?} {parent:?} {parent_first}");
                if student == Tier::Unclear {
                    assert_eq!(together, Together::Alone, "{what}");
                } else if parent == Tier::Unclear {
                    assert_eq!((together, headline), (Together::Unclear, Headline::Tier(student)), "{what}");
                } else if place(student).abs_diff(place(parent)) < 2 {
                    assert_eq!(together, Together::Alike, "{what}");
                    let urgent = parent == Tier::Urgent;
                    let head = if urgent { Tier::Urgent } else { student };
                    assert_eq!(
                        (headline, told),
                        (Headline::Tier(head), if urgent { 2 } else { 1 }),
                        "{what}"
                    );
                } else if student == Tier::Urgent || parent == Tier::Urgent {
                    assert_eq!(
                        (together, headline),
                        (Together::Differ, Headline::Tier(Tier::Urgent)),
                        "{what}"
                    );
                    assert_eq!(
                        (section, told),
                        (Section::Urgent, 1),
                        "a call stands first, the other stays: {what}"
                    );
                } else {
                    assert_eq!((together, headline), (Together::Differ, Headline::Differ), "{what}");
                    assert_eq!((section, told), (Section::Waiting, 0), "{what}");
                }
            }
        }
    }
}

#[test]
fn who_worries_more_cannot_be_read_from_the_card() {
    for parent_first in [false, true] {
        let one = pair(Tier::Routine, Tier::Priority, parent_first);
        let other = pair(Tier::Priority, Tier::Routine, parent_first);
        assert_eq!(card(&one), card(&other));
        // In the list they stand where somebody with a marked result stands.
        for group in [one, other] {
            let mut inbox = Inbox::default();
            for entry in &group.entries {
                inbox.put(entry.row.clone(), entry.content.clone());
            }
            let watch = says(&mut inbox, 9, 1, Informant::Student, Tier::Watch);
            inbox.put(
                Row { pseudonym: Some("another".to_owned()), change: 900, ..watch.clone() },
                inbox
                    .groups()
                    .iter()
                    .flat_map(|group| group.entries.clone())
                    .find(|entry| entry.row.id == watch.id)
                    .unwrap()
                    .content
                    .clone(),
            );
            let order: Vec<_> = inbox.groups().iter().map(|group| group.headline()).collect();
            assert_eq!(order, [Headline::Differ, Headline::Tier(Tier::Watch)]);
        }
    }
}

#[test]
fn a_parent_alone_reaches_a_person() {
    for tier in TIERS {
        let mut inbox = Inbox::default();
        says(&mut inbox, 2, 20, Informant::Parent, tier);
        let group = only(&inbox);
        assert_eq!((group.together(), group.headline()), (Together::Alone, Headline::Tier(tier)));
        let section = match tier {
            Tier::Urgent => Section::Urgent,
            Tier::Routine => Section::Routine,
            _ => Section::Waiting,
        };
        assert_eq!(group.section, section, "{tier:?}");
    }
}

#[test]
fn a_report_beside_what_was_seen_long_ago_hides_nothing_and_tells_nothing() {
    let mut inbox = Inbox::default();
    let row = says(&mut inbox, 1, 10, Informant::Student, Tier::Watch);
    see(&mut inbox, row, Tier::Watch, Informant::Student);
    assert_eq!(only(&inbox).section, Section::Seen);
    says(&mut inbox, 2, 20, Informant::Parent, Tier::Priority);
    // The parent's is new and comes to the desk; what stands over it is the student's own.
    let group = only(&inbox);
    assert_eq!((group.section, group.headline()), (Section::Waiting, Headline::Tier(Tier::Watch)));
    assert_eq!(group.together(), Together::Alike);
    // Of another term it is compared with nothing, and is shown as what it is.
    says(&mut inbox, 3, 11 + APART_MS, Informant::Parent, Tier::Priority);
    let group = only(&inbox);
    assert_eq!((group.together(), group.headline()), (Together::Alone, Headline::Tier(Tier::Priority)));
}

#[test]
fn what_a_parent_asks_for_is_not_the_students_wish() {
    let mut inbox = Inbox::default();
    says(&mut inbox, 1, 10, Informant::Student, Tier::Routine);
    let row = says(&mut inbox, 2, 20, Informant::Parent, Tier::Urgent);
    let entry = inbox.groups()[0].entries.iter().find(|entry| entry.row.id == row.id).cloned().unwrap();
    let Content::Notice(notice) = &entry.content else { panic!("opened") };
    let call = Notice {
        stage: Stage::Early,
        trigger: Some(Trigger::HelpAsked),
        wish: Wish::BeSeen,
        ..(**notice).clone()
    };
    inbox.put(Row { change: 50, ..row }, Content::Notice(Box::new(call)));
    let group = only(&inbox);
    assert!(!group.wish());
    assert_eq!((group.section, group.headline()), (Section::Urgent, Headline::Tier(Tier::Urgent)));
}

#[test]
fn a_parents_code_of_which_nobody_knows_the_child_tells_no_tier() {
    let of = |tier: Tier| {
        let mut inbox = Inbox::default();
        carried(&mut inbox, 2, Informant::Parent, tier);
        card(&only(&inbox))
    };
    let hidden = of(Tier::Routine);
    assert_eq!((hidden.0, hidden.1, hidden.2), (Headline::Waiting, Section::Waiting, Together::Waiting));
    assert_eq!((hidden.3.len(), hidden.4.clone()), (0, vec![None]));
    for tier in [Tier::Watch, Tier::Priority, Tier::Unclear] {
        assert_eq!(of(tier), hidden, "{tier:?}");
    }
    // A call is no opinion, and a student's own code is the student's.
    let urgent = of(Tier::Urgent);
    assert_eq!((urgent.0, urgent.1), (Headline::Tier(Tier::Urgent), Section::Urgent));
    let mut inbox = Inbox::default();
    carried(&mut inbox, 1, Informant::Student, Tier::Watch);
    assert_eq!(only(&inbox).headline(), Headline::Tier(Tier::Watch));
}

#[test]
fn once_it_is_known_whose_parent_it_is_the_two_lie_side_by_side() {
    for (parent, head) in [(Tier::Priority, Headline::Differ), (Tier::Watch, Headline::Tier(Tier::Routine))] {
        let mut inbox = Inbox::default();
        says(&mut inbox, 1, 10, Informant::Student, Tier::Routine);
        let row = carried(&mut inbox, 2, Informant::Parent, parent);
        let heads: Vec<Headline> = inbox.groups().iter().map(|group| group.headline()).collect();
        assert_eq!(
            heads,
            [Headline::Waiting, Headline::Tier(Tier::Routine)],
            "may hold anything, so it stands high"
        );
        // The envelope that the device sent as well has arrived.
        let known =
            Row { pseudonym: Some("one-student".to_owned()), role: Some(Role::Parent), change: 60, ..row };
        inbox.receive(vec![known]);
        let group = only(&inbox);
        assert_eq!(group.headline(), head);
        assert!(
            group.entries.iter().filter(|entry| entry.from_parent()).all(|entry| !group.tells_tier(entry))
        );
    }
}
