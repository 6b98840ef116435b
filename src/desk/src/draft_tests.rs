use super::{Choice, Draft, Part};
use crate::words::case::Case;
use qinghe_wire::{CaseEntry, CaseOutcome, LINE_MAX, NOTE_MAX};

const PARTS: [Part; 13] = [
    Part::Through,
    Part::Which,
    Part::OutcomeNote,
    Part::Note,
    Part::LockWhy,
    Part::Said,
    Part::When,
    Part::Injuries,
    Part::AtRisk,
    Part::ReportedTo,
    Part::ReportedAt,
    Part::Number,
    Part::ReportedBy,
];

fn with(parts: &[(Part, &str)]) -> Draft {
    let mut draft = Draft::default();
    for (part, text) in parts {
        draft.set(*part, text);
    }
    draft
}

#[test]
fn every_field_keeps_its_own_text() {
    let mut draft = Draft::default();
    for (nth, part) in PARTS.into_iter().enumerate() {
        draft.set(part, &format!("text {nth}"));
    }
    for (nth, part) in PARTS.into_iter().enumerate() {
        assert_eq!(draft.get(part), format!("text {nth}"));
    }
}

#[test]
fn whatever_is_pasted_becomes_an_entry_that_the_wire_takes() {
    let rough = "第一行\r\n第二行\u{7}\tx\u{0}";
    let mut draft = Draft { choice: Some(Choice::Hospital), ..Draft::default() };
    for part in PARTS {
        draft.set(part, rough);
    }
    assert_eq!(draft.get(Part::Note), "第一行\n第二行  x ");
    assert_eq!(draft.get(Part::Which), "第一行 第二行  x ");
    for entry in [draft.note(), draft.lock(), draft.outcome(), draft.report()] {
        assert!(entry.unwrap().encode().is_ok());
    }
}

#[test]
fn an_outcome_says_what_it_must() {
    let mut draft = Draft::default();
    assert_eq!(draft.outcome().unwrap_err().word, Case::NeedOutcome);
    for (choice, part, word) in [
        (Choice::Guardian, Part::Through, Case::NeedGuardian),
        (Choice::Hospital, Part::Which, Case::NeedHospital),
    ] {
        draft.choice = Some(choice);
        draft.set(part, "  ");
        let wrong = draft.outcome().unwrap_err();
        assert_eq!((wrong.part, wrong.word), (Some(part), word));
        draft.set(part, "姑姑，由沈老师");
        assert!(draft.outcome().is_ok());
    }
    for choice in [Choice::Seen, Choice::Safe, Choice::False] {
        draft.choice = Some(choice);
        assert!(draft.outcome().is_ok());
    }
    assert_eq!(Draft::default().note().unwrap_err().word, Case::NeedNote);
    assert_eq!(Draft::default().lock().unwrap_err().word, Case::NeedNote);
    assert_eq!(Draft::default().report().unwrap_err().word, Case::NeedSheet);
}

#[test]
fn too_long_is_said_before_it_is_sent_and_by_how_much() {
    let full = "字".repeat(NOTE_MAX / 3);
    assert!(with(&[(Part::Note, &full)]).note().unwrap().encode().is_ok());
    let wrong = with(&[(Part::Note, &format!("{full}再多三个"))]).note().unwrap_err();
    assert_eq!((wrong.part, wrong.word, wrong.over), (Some(Part::Note), Case::TooLong, 4));
    let line = "a".repeat(LINE_MAX + 1);
    assert_eq!(with(&[(Part::Number, &line)]).report().unwrap_err().part, Some(Part::Number));
}

#[test]
fn what_was_saved_leaves_the_form_and_nothing_else_does() {
    let mut draft = with(&[
        (Part::Note, "笔记"),
        (Part::OutcomeNote, "补充"),
        (Part::Which, "市三院"),
        (Part::Said, "他说"),
        (Part::LockWhy, "先不说"),
    ]);
    (draft.choice, draft.closes) = (Some(Choice::Hospital), true);
    let outcome = draft.outcome().unwrap();
    draft.taken(&outcome);
    assert_eq!((draft.choice, draft.closes, draft.get(Part::Which)), (None, false, ""));
    assert_eq!(
        (draft.get(Part::Note), draft.get(Part::Said), draft.get(Part::LockWhy)),
        ("笔记", "他说", "先不说")
    );
    let note = draft.note().unwrap();
    draft.taken(&note);
    assert_eq!((draft.get(Part::Note), draft.get(Part::Said)), ("", "他说"));
}

#[test]
fn what_was_taken_back_can_be_saved_again_as_it_was() {
    let outcome = CaseEntry::Outcome {
        outcome: CaseOutcome::GuardianInformed { through: "姑姑，由沈老师".to_owned() },
        note: "补充".to_owned(),
    };
    let mut draft = Draft::default();
    draft.take_back(&outcome, true);
    assert_eq!((draft.outcome().unwrap(), draft.closes), (outcome, true));

    let mut typing = with(&[(Part::Note, "新写的")]);
    typing.take_back(&CaseEntry::Note { note: "旧的".to_owned() }, false);
    assert_eq!(typing.get(Part::Note), "新写的 旧的");
}
