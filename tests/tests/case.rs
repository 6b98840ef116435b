//! What the centre writes about a case: bounded texts, one form per entry, and bound to kind and sitting.

use proptest::prelude::*;
use qinghe_seal::{KeyPair, open, seal};
use qinghe_wire::{
    CASE_INFO, CASE_LEN, CaseEntry, CaseKind, CaseOutcome, LINE_MAX, NOTE_MAX, PART_MAX, ReportSheet,
    SAID_MAX, WireError, case_aad,
};

const KINDS: [CaseKind; 5] =
    [CaseKind::Contact, CaseKind::Outcome, CaseKind::Note, CaseKind::Report, CaseKind::Lock];

fn long(bytes: usize) -> String {
    "重".repeat(bytes / 3)
}

/// Every text as long as it may be.
fn sheet() -> ReportSheet {
    ReportSheet {
        said: long(SAID_MAX),
        when: long(LINE_MAX),
        injuries: long(PART_MAX),
        at_risk: long(PART_MAX),
        reported_to: long(LINE_MAX),
        reported_at: long(LINE_MAX),
        number: long(LINE_MAX),
        reported_by: long(LINE_MAX),
    }
}

fn report(sheet: ReportSheet) -> CaseEntry {
    CaseEntry::Report(Box::new(sheet))
}

fn hospital(which: &str, note: String) -> CaseEntry {
    CaseEntry::Outcome { outcome: CaseOutcome::Hospital { which: which.to_owned() }, note }
}

#[test]
fn the_longest_of_every_kind_fits_and_one_byte_more_is_refused() {
    let note = || long(NOTE_MAX);
    let longest = [
        CaseEntry::Contact { note: note() },
        hospital(&long(LINE_MAX), note()),
        CaseEntry::Note { note: note() },
        report(sheet()),
        CaseEntry::Lock { note: note() },
    ];
    for (entry, kind) in longest.into_iter().zip(KINDS) {
        let bytes = entry.encode().unwrap();
        assert_eq!(CaseEntry::decode(&bytes).unwrap(), entry);
        assert_eq!(entry.kind(), kind);
    }
    let more = |text: String| format!("{text}x");
    for entry in [
        CaseEntry::Note { note: more(note()) },
        hospital(&more(long(LINE_MAX)), note()),
        report(ReportSheet { said: more(long(SAID_MAX)), ..sheet() }),
        report(ReportSheet { when: more(long(LINE_MAX)), ..sheet() }),
        report(ReportSheet { injuries: more(long(PART_MAX)), ..sheet() }),
        report(ReportSheet { at_risk: more(long(PART_MAX)), ..sheet() }),
        report(ReportSheet { reported_to: more(long(LINE_MAX)), ..sheet() }),
        report(ReportSheet { reported_at: more(long(LINE_MAX)), ..sheet() }),
        report(ReportSheet { number: more(long(LINE_MAX)), ..sheet() }),
        report(ReportSheet { reported_by: more(long(LINE_MAX)), ..sheet() }),
    ] {
        assert_eq!(entry.encode(), Err(WireError::TooLong), "{:?}", entry.kind());
    }
}

#[test]
fn notes_have_lines_and_lines_have_none() {
    let empty = ReportSheet::default;
    for fit in [
        CaseEntry::Note { note: "一\n二".to_owned() },
        report(ReportSheet { said: "一\n二".to_owned(), ..empty() }),
        report(empty()),
        hospital("", String::new()),
    ] {
        assert_eq!(CaseEntry::decode(&fit.encode().unwrap()), Ok(fit));
    }
    for unfit in [
        CaseEntry::Note { note: "a\u{1b}[31m".to_owned() },
        CaseEntry::Contact { note: "a\rb".to_owned() },
        hospital("a\nb", String::new()),
        report(ReportSheet { number: "a\nb".to_owned(), ..empty() }),
        report(ReportSheet { at_risk: "a\u{85}b".to_owned(), ..empty() }),
    ] {
        assert_eq!(unfit.encode(), Err(WireError::Malformed));
    }
}

/// A text that our own encoder would refuse, written by somebody else's.
#[test]
fn a_forged_text_is_not_read() {
    let mut bytes = hospital("a b", "c".to_owned()).encode().unwrap();
    let at = bytes.iter().position(|byte| *byte == b' ').unwrap();
    bytes[at] = b'\n';
    assert_eq!(CaseEntry::decode(&bytes), Err(WireError::Malformed));
    bytes[at] = b'_';
    assert_eq!(CaseEntry::decode(&bytes), Ok(hospital("a_b", "c".to_owned())));
}

#[test]
fn an_entry_with_one_bit_turned_is_never_that_entry() {
    let entry = hospital("县医院", "下午两点见到，有人陪。".to_owned());
    let bytes = entry.encode().unwrap();
    for at in 0..CASE_LEN {
        for bit in 0..8 {
            let mut turned = bytes;
            turned[at] ^= 1 << bit;
            if let Ok(other) = CaseEntry::decode(&turned) {
                assert!(other != entry && other.encode() == Ok(turned), "byte {at} bit {bit}");
            }
        }
    }
    assert_eq!(CaseEntry::decode(&bytes[1..]), Err(WireError::Length));
}

/// The gateway names kind and sitting beside the sealed bytes; another name does not open them.
#[test]
fn a_sealed_entry_opens_only_as_its_kind_and_under_its_sitting() {
    let centre = KeyPair::generate().unwrap();
    let plain = CaseEntry::Note { note: "n".to_owned() }.encode().unwrap();
    let aad = case_aad(CaseKind::Note, &[4; 16]);
    let sealed = seal(&centre.public, CASE_INFO, &aad, &plain).unwrap();
    assert_eq!(sealed.len(), CASE_LEN + qinghe_wire::SEAL_OVERHEAD);
    for kind in KINDS {
        for sitting in [[4; 16], [5; 16]] {
            let opened = open(&centre.private, CASE_INFO, &case_aad(kind, &sitting), &sealed);
            assert_eq!(opened.is_ok(), kind == CaseKind::Note && sitting == [4; 16], "{kind:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn whatever_decodes_encodes_to_the_same_bytes(
        noise in proptest::collection::vec(any::<u8>(), 0..120), at in 0usize..160, length in 0u16..200,
    ) {
        let mut bytes = hospital("县医院", "下午见到".to_owned()).encode().unwrap();
        for (to, from) in bytes.iter_mut().skip(at).zip(&noise) {
            *to = *from;
        }
        if at % 2 == 0 {
            bytes[1..3].copy_from_slice(&length.to_be_bytes());
        }
        if let Ok(read) = CaseEntry::decode(&bytes) {
            prop_assert_eq!(read.encode(), Ok(bytes));
        }
    }

    #[test]
    fn an_entry_comes_back_as_it_was(
        said in "[^\\p{Cc}]{0,300}", line in "[^\\p{Cc}]{0,40}", note in "[^\\p{Cc}]{0,600}", which in 0usize..5,
    ) {
        let outcomes = [
            CaseOutcome::Seen,
            CaseOutcome::Safe,
            CaseOutcome::GuardianInformed { through: line.clone() },
            CaseOutcome::Hospital { which: line.clone() },
            CaseOutcome::FalseAlarm,
        ];
        let sheet = ReportSheet { said, number: line.clone(), reported_by: line, ..ReportSheet::default() };
        for entry in [CaseEntry::Outcome { outcome: outcomes[which].clone(), note }, report(sheet)] {
            prop_assert_eq!(CaseEntry::decode(&entry.encode().unwrap()), Ok(entry));
        }
    }
}
