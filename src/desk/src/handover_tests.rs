//! A handover at the desk: the right key, a former one, a wrong one, and every byte altered.

#![allow(clippy::unwrap_used, clippy::panic)]

use super::summary;
use crate::{keys::Keys, words::handover::Handover as Words};
use crate::{
    permit::{Verdict, said},
    words::Lang,
};
use qinghe_record::{
    AgeBand, Body, Day, Entry, Journal, Line, Note, Plan, Record,
    handover::{Between, Carry, Fresh, Proof, Ready, Reason, ReasonKind, make},
    permit::Agreed,
};
use qinghe_seal::{
    KeyPair,
    age::{Identity, Recipient},
};
use qinghe_wire::{Permit, PermitAge, SignedPermit};

fn day() -> Day {
    Day::new(20_700).unwrap()
}

fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

fn student(to: Recipient, history: bool) -> Ready {
    let mut record = Record::default();
    let plan =
        Plan {
            goal: line("十点半前睡"), steps: Vec::new(), owner: line("妈妈"), next: day(), done: false
        };
    record.add(Entry::new([1; 16], day(), Body::Plan(plan)).unwrap()).unwrap();
    let page = Journal { text: Note::new("只给自己看").unwrap() };
    record.add(Entry::new([2; 16], day(), Body::Journal(page)).unwrap()).unwrap();
    let carry = Carry { journal: history, ..Carry::default() };
    let agreed = Agreed::by_student(AgeBand::Adult).unwrap();
    let between = Between { from: line("青禾小学"), to: line("青禾中学"), day: day() };
    let ready = make(&record, carry, between, &Fresh { id: [9; 16], secret: [5; 32] }, to, agreed);
    ready.unwrap_or_else(|_| panic!("it fits"))
}

/// A centre's age keys, as the desk has them: the present one first.
fn centre() -> (Keys, Vec<Identity>) {
    let mut keys = Keys::of(KeyPair::generate().unwrap());
    keys.rotate(KeyPair::generate().unwrap());
    let identities = keys.age_identities();
    (keys, identities)
}

fn refused(file: &[u8], keys: &[Identity]) -> Words {
    match summary(file, keys) {
        Err(why) => why,
        Ok(_) => panic!("it opened"),
    }
}

#[test]
fn the_summary_opens_with_the_present_and_with_a_former_key() {
    let (keys, identities) = centre();
    assert_eq!(identities.len(), 2);
    assert!(keys.recipient() == Some(identities[0].recipient()));
    for (nth, identity) in identities.iter().enumerate() {
        let ready = student(identity.recipient(), false);
        let Ok((opened, with)) = summary(&ready.summary, &identities) else { panic!("it opens") };
        assert_eq!((with, opened.entries().len(), opened.has_history()), (nth, 1, false));
        assert_eq!(opened.receipt(false).text(), ready.stub.code(Proof::HandedOver).text());
        assert_eq!(ready.stub.proves(&opened.receipt(true).text()), Some(Proof::Received));
    }
}

#[test]
fn a_wrong_key_another_file_and_the_history_are_told_apart() {
    let ((_, identities), (_, others)) = (centre(), centre());
    let ready = student(identities[0].recipient(), true);
    assert_eq!(refused(&ready.summary, &others), Words::OtherKey);
    assert_eq!(refused(&ready.summary, &[]), Words::OtherKey);
    assert_eq!(refused(&ready.history.unwrap(), &identities), Words::HistoryFirst);
    assert_eq!(refused(b"a letter", &identities), Words::NotOurs);
}

#[test]
fn an_altered_or_cut_file_stays_shut_with_a_kind_word() {
    let (_, identities) = centre();
    let file = student(identities[0].recipient(), false).summary;
    for at in (0..file.len()).step_by(97) {
        let mut altered = file.clone();
        altered[at] ^= 1;
        let why = refused(&altered, &identities);
        assert!([Words::Altered, Words::OtherKey, Words::NotOurs].contains(&why), "byte {at}");
    }
    let mut last = file.clone();
    *last.last_mut().unwrap() ^= 1;
    assert_eq!(refused(&last, &identities), Words::Altered);
    assert_eq!(refused(&file[..file.len() - 1], &identities), Words::Altered);
}

#[test]
fn a_history_opens_for_a_reason_and_beside_its_own_summary_alone() {
    let (_, identities) = centre();
    let (ready, other) = (student(identities[0].recipient(), true), student(identities[0].recipient(), true));
    let Ok((opened, _)) = summary(&ready.summary, &identities) else { panic!("it opens") };
    let reason = || Reason::new(ReasonKind::Planning, "一起定计划").unwrap();
    let (mine, theirs) = (ready.history.unwrap(), other.history.unwrap());
    assert!(opened.is_history(&mine) && !opened.is_history(&theirs));
    assert!(opened.history(&theirs, &identities[0], reason()).is_err());
    let Ok(history) = opened.history(&mine, &identities[0], reason()) else { panic!("it opens") };
    assert_eq!(history.record.entries().len(), 1);
    let code = history.receipt.text();
    assert_eq!(ready.stub.proves(&code), Some(Proof::HistoryOpened(ReasonKind::Planning)));
    assert!(other.stub.proves(&code).is_none());
    assert_eq!(opened.id(), [9; 16]);
}

#[test]
fn what_is_said_of_a_yes_is_what_is_known_of_it() {
    let permit = Permit {
        age: PermitAge::Child,
        year: 2026,
        until: day().days() + 30,
        student: [1; 16],
        key: [2; 8],
        school: "青禾小学".to_owned(),
    };
    let signed = SignedPermit { permit, signature: [3; 64] };
    let of = |verdict, on| said(Lang::Zh, Some((&signed, verdict)), on).join("");
    let on = day();
    assert!(
        of(Verdict::Holds, on).contains("青禾小学，2026 学年") && of(Verdict::Holds, on).contains("核对过了")
    );
    assert!(of(Verdict::Fails, on).contains("对不上") && of(Verdict::Unknown, on).contains("核对不了"));
    // Nothing but the own key's signature is called checked.
    for verdict in [Verdict::Fails, Verdict::Unknown] {
        assert!(!of(verdict, on).contains("核对过了"));
    }
    assert!(!of(Verdict::Holds, on).contains("不算数"));
    assert!(of(Verdict::Holds, Day::new(on.days() + 31).unwrap()).contains("不算数"));
    assert!(said(Lang::Zh, None, on).join("").contains("没有附同意单"));
}
